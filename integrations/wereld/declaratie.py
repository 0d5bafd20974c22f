"""The monthly declarations of one provider to one municipality (JW323) and the answers to them (JW325).

A month's declaration holds the care of that month, late lines of earlier months, and corrections: a credit with a
new debit, or the right line after a rejected one. The answer lists only what was rejected (TR342).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from integrations.wereld.inhoud_declaratie import antwoord, antwoord_header, declaratie, group_by_client
from integrations.wereld.inkoop import Aanbieder, Gemeente
from integrations.wereld.kalender import later, month_end
from integrations.wereld.prestatie import Prestatie, deliver
from integrations.wereld.regelstoring import EXTRA_REGEL, Omgeving, disturb
from integrations.wereld.storingen import Storing, Storingen
from integrations.wereld.toeval import draw, random_for
from integrations.wereld.toewijzing import Toewijzing, Zorgtoewijzing
from integrations.wereld.verzending import Verzender
from integrations.wereld.waarheid import Waarheid

VERTRAGING = ((1, 0.58), (2, 0.2), (3, 0.1), (6, 0.06), (12, 0.04), (24, 0.012), (36, 0.006), (60, 0.002))
"""How many months a late line is late: up to five years, as far as the world lasts."""


class Declaratiestroom:
    """All declarations of ``aanbieder`` to ``gemeente``, month after month."""

    def __init__(
        self,
        seed: int,
        gemeente: Gemeente,
        aanbieder: Aanbieder,
        storingen: Storingen,
        omgeving: Omgeving,
        verzender: Verzender,
        waarheid: Waarheid,
    ) -> None:
        self.seed, self.gemeente, self.aanbieder = seed, gemeente, aanbieder
        self.storingen, self.omgeving = storingen, omgeving
        self.verzender, self.waarheid = verzender, waarheid
        self._wachtrij: dict[int, list[Prestatie]] = {}
        self._geleverd: dict[int, int] = {}
        self._aantal_regels = 0
        self._vorig_nummer: str | None = None

    def declare(self, zorg: Sequence[Zorgtoewijzing], maanden: Sequence[date]) -> None:
        """Send everything, month after month. What is late beyond the last month stays undeclared."""
        per_maand = _by_month(zorg, maanden)
        for index, maand in enumerate(maanden):
            rng = random_for(
                self.seed, "declaratie", self.gemeente.gemeente_code, self.aanbieder.agb_code, maand
            )
            geleverd = self._deliver(per_maand[index], maand)
            regels = [r for regel in geleverd for r in self._disturb(rng, index, regel)]
            regels += self._wachtrij.pop(index, [])
            if regels:
                self._send_month(rng, index, maand, regels)
        for wachtend in self._wachtrij.values():
            for regel in wachtend:
                if regel.storing is None:
                    self.waarheid.add_undeclared(regel.saldo_cent)

    def _deliver(self, zorg: Sequence[tuple[Zorgtoewijzing, Toewijzing]], maand: date) -> Iterator[Prestatie]:
        rng = random_for(self.seed, "levering", self.gemeente.gemeente_code, self.aanbieder.agb_code, maand)
        for bundel, toewijzing in zorg:
            al_geleverd = self._geleverd.get(toewijzing.nummer, 0)
            regel = deliver(rng, bundel.jeugdige, toewijzing, maand, al_geleverd)
            if regel:
                self._geleverd[toewijzing.nummer] = al_geleverd + regel.volume
                yield regel

    def _disturb(self, rng: random.Random, index: int, regel: Prestatie) -> list[Prestatie]:
        """The lines of this month for one delivery; late ones and the second of a double line wait their turn."""
        if rng.random() < self.storingen.late_declaratie:
            self._queue(index + draw(rng, VERTRAGING), replace(regel, aanleiding="laat"))
            return []
        regels = disturb(rng, regel, self.omgeving)
        if len(regels) > 1 and regels[1].storing and regels[1].storing.soort == "dubbele_regel":
            self._queue(index + 1, regels.pop())
            regels[0].aanleiding = "dubbel"
        return regels

    def _queue(self, index: int, *regels: Prestatie) -> None:
        self._wachtrij.setdefault(index, []).extend(regels)

    def _send_month(self, rng: random.Random, index: int, maand: date, regels: list[Prestatie]) -> None:
        """One JW323 with its JW325, and what follows from the answer."""
        regels = [regel for groep in group_by_client(regels).values() for regel in groep]
        for regel in regels:
            self._aantal_regels += 1
            eigen_nummer = f"R{self.gemeente.gemeente_code}{self._aantal_regels:07d}"
            regel.referentie_nummer = regel.referentie_nummer or eigen_nummer
        nummer = f"D{self.gemeente.gemeente_code}{maand:%Y%m}"
        is_dubbel = rng.random() < self.storingen.dubbel_declaratienummer and self._vorig_nummer is not None
        if is_dubbel and self._vorig_nummer:
            nummer = self._vorig_nummer
        self._vorig_nummer = nummer
        is_geheel_afgewezen = is_dubbel and rng.random() < self.storingen.afwijzing
        afgewezen = [regel for regel in regels if is_geheel_afgewezen or self._is_rejected(rng, regel)]
        bestand = self._send(rng, maand, nummer, regels, afgewezen, is_geheel_afgewezen)
        self._record(bestand, regels, afgewezen)
        if is_dubbel:
            toelichting = f"declaratienummer {nummer} is eerder gebruikt"
            storing = Storing(
                "dubbel_declaratienummer", bestand, None, "TR333", is_geheel_afgewezen, toelichting
            )
            self.waarheid.add_storing(storing)
        self._repair(index, afgewezen)
        if not is_dubbel:
            weg = {id(regel) for regel in afgewezen}
            self._correct(rng, index, [regel for regel in regels if id(regel) not in weg])

    def _is_rejected(self, rng: random.Random, regel: Prestatie) -> bool:
        heeft_retourcode = regel.storing is not None and regel.storing.retourcode is not None
        return heeft_retourcode and rng.random() < self.storingen.afwijzing

    def _send(
        self,
        rng: random.Random,
        maand: date,
        nummer: str,
        regels: list[Prestatie],
        afgewezen: list[Prestatie],
        is_geheel_afgewezen: bool,
    ) -> str:
        """Send the declaration and its answer; returns the name of the file with the declaration."""
        agb_code, gemeente_code = self.aanbieder.agb_code, self.gemeente.gemeente_code
        dagtekening = later(rng, month_end(maand), 4, 12)
        verzonden = self.verzender.send(
            "JW323",
            f"JW323_{agb_code}_{gemeente_code}_{maand:%Y-%m}",
            agb_code,
            dagtekening,
            declaratie(nummer, maand, dagtekening, regels),
            na=_latest(regels),
        )
        for regel in regels:
            regel.na = verzonden.ontvangen_op
        self.verzender.send(
            "JW325",
            f"JW325_{gemeente_code}_{agb_code}_{maand:%Y-%m}",
            agb_code,
            later(rng, dagtekening, 3, 14),
            antwoord(nummer, regels, afgewezen, is_geheel_afgewezen),
            antwoord_header(verzonden.identificatie, dagtekening, dict(verzonden.xsd_versie)),
        )
        return verzonden.bestand

    def _record(self, bestand: str, regels: list[Prestatie], afgewezen: list[Prestatie]) -> None:
        """Every line with its fate to the truth, and the faults with the place where they sit."""
        weg = {id(regel) for regel in afgewezen}
        for regelnummer, regel in enumerate(regels, start=1):
            is_weg = id(regel) in weg
            self.waarheid.add_prestatie(self.aanbieder, bestand, regelnummer, regel, is_weg)
            fout, traject_id = regel.storing, regel.toewijzing.traject_id
            plek = (bestand, regelnummer)
            if fout:
                storing = Storing(fout.soort, *plek, fout.regel_id, is_weg, fout.toelichting, traject_id)
                self.waarheid.add_storing(storing)
            elif regel.aanleiding == "laat":
                toelichting = f"zorg van {regel.begindatum:%Y-%m}"
                laat = Storing("late_declaratie", *plek, "", is_weg, toelichting, traject_id)
                self.waarheid.add_storing(laat)

    def _repair(self, index: int, afgewezen: list[Prestatie]) -> None:
        """What was rejected comes back next month as it should have been; a line too many does not."""
        for regel in afgewezen:
            if regel.storing is None or regel.storing.soort not in EXTRA_REGEL:
                goed = regel.bedoeld or regel
                aanleiding = goed.aanleiding if goed.aanleiding in ("credit", "correctie") else "herstel"
                self._queue(index + 1, replace(goed, referentie_nummer="", aanleiding=aanleiding))

    def _correct(self, rng: random.Random, index: int, toegekend: list[Prestatie]) -> None:
        """A few awarded lines are taken back later and declared anew with less.

        The other ones lend their reference to a later double reference: only a line that stays can.
        """
        for regel in toegekend:
            if regel.storing or regel.aanleiding != "levering":
                continue
            if regel.volume > 1 and rng.random() < self.storingen.correctie:
                minder = max(1, regel.volume * rng.randint(70, 95) // 100)
                self._queue(index + rng.randint(1, 3), regel.credit(), regel.corrected(minder))
            else:
                self.omgeving.referenties.append((regel.referentie_nummer, regel.na))


def _latest(regels: Sequence[Prestatie]) -> datetime | None:
    """When the last of the lines arrived to which these refer."""
    eerder = [regel.na or (regel.bedoeld.na if regel.bedoeld else None) for regel in regels]
    return max((moment for moment in eerder if moment), default=None)


def _by_month(
    zorg: Sequence[Zorgtoewijzing], maanden: Sequence[date]
) -> list[list[tuple[Zorgtoewijzing, Toewijzing]]]:
    """For every month the allocations under which there is care then."""
    eerste = _month_number(maanden[0])
    per_maand: list[list[tuple[Zorgtoewijzing, Toewijzing]]] = [[] for _ in maanden]
    for bundel in zorg:
        for toewijzing in bundel.toewijzingen:
            begin = max(0, _month_number(toewijzing.begindatum) - eerste)
            for wanneer in per_maand[begin : _month_number(toewijzing.stopdatum) - eerste + 1]:
                wanneer.append((bundel, toewijzing))
    return per_maand


def _month_number(dag: date) -> int:
    return dag.year * 12 + dag.month
