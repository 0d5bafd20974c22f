"""One municipality from its people to its declarations. It waits for no other: each draws from keys of its own.

Of a youth who moves here from another municipality the whole life is drawn anew from the same keys, and only the
part after the move is used.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from integrations.wereld.berichtenstroom import Berichtenstroom
from integrations.wereld.bevolking import (
    Jeugdige,
    Verhuizing,
    Zorgvraag,
    make_jeugdige,
    make_zorgvragen,
    split_by_move,
)
from integrations.wereld.declaratie import Declaratiestroom
from integrations.wereld.plan import WIJKTEAM, Plan
from integrations.wereld.regelstoring import Omgeving
from integrations.wereld.storingen import Storing
from integrations.wereld.toeval import random_for
from integrations.wereld.toewijzing import STUKS_OUTPUT, Zorgtoewijzing, allocate
from integrations.wereld.verzending import Verzender
from integrations.wereld.waarheid import Deel, Traject, Waarheid

Leven = tuple[Jeugdige, list[Zorgvraag], Verhuizing | None]


def live(plan: Plan, index: int, out: Path) -> Deel:
    """Let municipality ``index`` live: messages into ``out/berichten``, the truth into ``out/waarheid``."""
    inkoop = plan.inkoop(index)
    code = inkoop.gemeente.gemeente_code
    with (
        Waarheid(out / "waarheid", inkoop) as waarheid,
        Verzender(
            out / "berichten" / code,
            plan.seed,
            code,
            plan.storingen,
            waarheid,
            plan.horizon,
            plan.laatste_ontvangst,
        ) as verzender,
    ):
        Gemeenteleven(plan, index, waarheid, verzender).run()
    return waarheid.deel


class Gemeenteleven:
    """The life of one municipality."""

    def __init__(self, plan: Plan, index: int, waarheid: Waarheid, verzender: Verzender) -> None:
        self.plan, self.index, self.waarheid, self.verzender = plan, index, waarheid, verzender
        self.inkoop = waarheid.inkoop
        self.gemeente = self.inkoop.gemeente
        self.code = self.gemeente.gemeente_code
        self.taakgericht = {
            a.agb_code for a in self.inkoop.aanbieders if plan.is_taakgericht(self.code, a.agb_code)
        }

    def run(self) -> None:
        """Everyone who lives here or comes to live here, and then the declarations of every provider."""
        per_aanbieder: dict[str, list[Zorgtoewijzing]] = {a.agb_code: [] for a in self.inkoop.aanbieders}
        for bundel in self._care():
            if bundel.aanbieder.agb_code not in self.taakgericht:
                per_aanbieder[bundel.aanbieder.agb_code].append(bundel)
        plan = self.plan
        for aanbieder in self.inkoop.aanbieders:
            omgeving = Omgeving(self.inkoop, plan.bsns, plan.grenzen[-1], plan.storingen)
            stroom = Declaratiestroom(
                plan.seed, self.gemeente, aanbieder, plan.storingen, omgeving, self.verzender, self.waarheid
            )
            stroom.declare(per_aanbieder.pop(aanbieder.agb_code), plan.maanden)

    def _residents(self) -> Iterator[Leven]:
        """Who lives here when the world begins, with their care as long as this municipality is responsible."""
        for nummer in self.plan.nummers(self.index):
            jeugdige, zorgvragen = self._make(nummer)
            verhuizing = self.plan.verhuizing(self.index, nummer)
            if verhuizing:
                zorgvragen, _ = split_by_move(zorgvragen, verhuizing)
            yield jeugdige, zorgvragen, verhuizing

    def _newcomers(self) -> Iterator[Leven]:
        """Who comes under this municipality later, with their care from then on."""
        for bron in self.plan.bronnen(self.index):
            for nummer in self.plan.nummers(bron):
                verhuizing = self.plan.verhuizing(bron, nummer)
                if verhuizing and verhuizing.naar == self.code:
                    jeugdige, zorgvragen = self._make(nummer)
                    yield jeugdige, split_by_move(zorgvragen, verhuizing)[1], verhuizing

    def _make(self, nummer: int) -> tuple[Jeugdige, list[Zorgvraag]]:
        plan = self.plan
        jeugdige = make_jeugdige(plan.seed, nummer, plan.bsns.of(nummer), self.code, plan.van)
        return jeugdige, make_zorgvragen(plan.seed, jeugdige, plan.van, plan.tot)

    def _care(self) -> Iterator[Zorgtoewijzing]:
        """People and their care; sends every message about a client."""
        plan = self.plan
        stroom = Berichtenstroom(
            plan.seed, self.gemeente, plan.horizon, plan.storingen, self.verzender, self.waarheid
        )
        for jeugdige, zorgvragen, verhuizing in self._residents():
            bundels = list(self._arrange(stroom, jeugdige, zorgvragen, None))
            self.waarheid.add_persoon(jeugdige, verhuizing, heeft_berichten=bool(bundels))
            yield from bundels
        for jeugdige, zorgvragen, verhuizing in self._newcomers():
            yield from self._arrange(stroom, jeugdige, zorgvragen, verhuizing)

    def _arrange(
        self,
        stroom: Berichtenstroom,
        jeugdige: Jeugdige,
        zorgvragen: list[Zorgvraag],
        verhuizing: Verhuizing | None,
    ) -> Iterator[Zorgtoewijzing]:
        """The care of one youth: by messages, or without them by the wijkteam or from a personal budget."""
        plan = self.plan
        bezet: set[str] = set()
        for zorgvraag in zorgvragen:
            oorsprong = zorgvraag.nummer if zorgvraag.volgt_op is None else zorgvraag.volgt_op
            rng = random_for(plan.seed, "omstandigheid", jeugdige.nummer, oorsprong)
            if zorgvraag.zorgcategorieen[0] == WIJKTEAM:
                if rng.random() < plan.storingen.wijkteam:
                    self._record_without_messages(jeugdige, zorgvraag, "wijkteam")
            elif rng.random() < plan.storingen.pgb:
                self._record_without_messages(jeugdige, zorgvraag, "pgb")
            else:
                laat = plan.storingen.late_antwoord
                bundel = allocate(plan.seed, self.inkoop, jeugdige, zorgvraag, plan.van, laat, bezet)
                if bundel is None:
                    continue
                bezet.add(bundel.aanbieder.agb_code)
                bundel.is_enige = len(zorgvragen) == 1
                agb_code, uitvoerder = bundel.aanbieder.agb_code, ""
                if verhuizing and zorgvraag.volgt_op is not None:
                    wat = f"zorg gaat door na {verhuizing.soort} uit gemeente {verhuizing.van}"
                    bundel.omstandigheden.append((verhuizing.soort, wat))
                if agb_code in self.taakgericht:
                    bundel.omstandigheden.append(("taakgericht", "vast bedrag: er komen geen declaraties"))
                if bundel.aanbieder.besteedt_uit and rng.random() < plan.storingen.onderaanneming:
                    uitvoerder = self.inkoop.draw_onderaannemer(rng).agb_code
                    bundel.omstandigheden.append(("onderaanneming", f"uitgevoerd door {uitvoerder}"))
                stroom.send(bundel)
                self._record(bundel, uitvoerder)
                yield bundel

    def _traject(self, jeugdige: Jeugdige, zorgvraag: Zorgvraag, volgnummer: int, uitvoering: str) -> Traject:
        """The care as it was meant; without aanbieder until that is filled in."""
        zorgcategorie = zorgvraag.zorgcategorieen[volgnummer]
        return Traject(
            traject_id=zorgvraag.traject_id(jeugdige, volgnummer),
            jeugdige=jeugdige,
            aanbieder=None,
            zorgcategorie=zorgcategorie,
            hulpvorm=self.plan.hulpvormen[zorgcategorie],
            verwijzer_type=zorgvraag.verwijzer_type,
            begindatum=zorgvraag.ingangsdatum,
            einddatum=zorgvraag.einddatum,
            reden_beeindiging=zorgvraag.reden_beeindiging,
            uitvoering=uitvoering,
            volgt_op=zorgvraag.vorig_traject_id(jeugdige, volgnummer),
        )

    def _record_without_messages(self, jeugdige: Jeugdige, zorgvraag: Zorgvraag, soort: str) -> None:
        """Care of which no message tells: all its trajectories, each noted as a cause of difference."""
        for volgnummer in range(len(zorgvraag.zorgcategorieen)):
            traject = self._traject(jeugdige, zorgvraag, volgnummer, soort)
            self.waarheid.add_traject(traject)
            toelichting = f"zorg van {traject.begindatum} tot en met {traject.einddatum} zonder berichten"
            self.waarheid.add_storing(Storing(soort, "", None, "", False, toelichting, traject.traject_id))

    def _record(self, bundel: Zorgtoewijzing, uitvoerder: str) -> None:
        """The trajectories of a bundle; allocations that follow each other under one trajectory are one."""
        for volgnummer in range(len(bundel.zorgvraag.zorgcategorieen)):
            traject = self._traject(bundel.jeugdige, bundel.zorgvraag, volgnummer, "zin")
            eigen = [t for t in bundel.toewijzingen if t.traject_id == traject.traject_id]
            if eigen:
                is_output = eigen[0].product.vorm.eenheid == STUKS_OUTPUT
                is_taakgericht = bundel.aanbieder.agb_code in self.taakgericht
                soort = "output" if is_output else "inspanning"
                werkelijk = replace(
                    traject,
                    aanbieder=bundel.aanbieder,
                    begindatum=min(t.begindatum for t in eigen),
                    einddatum=max(t.stopdatum for t in eigen),
                    bekostiging="taakgericht" if is_taakgericht else soort,
                    uitvoerder_agb_code=uitvoerder,
                )
                self.waarheid.add_traject(werkelijk)
