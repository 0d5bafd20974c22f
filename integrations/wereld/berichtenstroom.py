"""The messages about a client: request (JW315, JW317), answer (JW319) and allocation (JW301); start and stop stand in
``regiestroom``.

One message is about one client and one provider. A JW301 holds all that was allocated there and is not over yet (OP087),
so what is decided on one day shares it.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, groupby
from operator import attrgetter
from typing import Any

from integrations.wereld.antwoordbericht import (
    AFGEWEZEN,
    IN_ONDERZOEK,
    PAST_NIET_BINNEN_BUDGET,
    antwoord_op_verzoek,
)
from integrations.wereld.inhoud import (
    aangevraagd_product,
    client_301,
    client_kort,
    te_wijzigen_product,
    toegewezen_product,
    verzoek_om_wijziging,
)
from integrations.wereld.inkoop import Gemeente
from integrations.wereld.kalender import VERZOEKTERMIJN, later, working_days_after
from integrations.wereld.regiestroom import Regiestroom
from integrations.wereld.storingen import REGEL_VERZOEK, Storing, Storingen
from integrations.wereld.toeval import random_for
from integrations.wereld.toewijzing import (
    LAAT,
    ONDERZOEK,
    TOTAAL,
    VERLENGING,
    Toewijzing,
    Wijziging,
    Zorgtoewijzing,
)
from integrations.wereld.verzending import Verzender, Verzonden
from integrations.wereld.waarheid import Waarheid

EERSTE_TOEWIJZINGNUMMER = 100_001
VERWIJDERD = "13"
AANDEEL_VERWIJDERD = 0.012
AANDEEL_VERZOEK_WIJZIGING = 0.5
AANDEEL_WIJZIGING_AFGEWEZEN = 0.06


@dataclass(frozen=True, slots=True)
class Besluit:
    """What a JW301 tells of one allocation: the first time, or (with ``wijziging``) that it changed."""

    toewijzing: Toewijzing
    wijziging: Wijziging | None = None

    @property
    def einddatum(self) -> date | None:
        return self.wijziging.einddatum if self.wijziging else self.toewijzing.eerste_einddatum

    @property
    def is_verwijderd(self) -> bool:
        return self.wijziging is not None and self.wijziging.reden == VERWIJDERD


class Berichtenstroom:
    """Sends the messages about the clients of one municipality. ``horizon`` is the last day on which one is sent."""

    def __init__(
        self,
        seed: int,
        gemeente: Gemeente,
        horizon: date,
        storingen: Storingen,
        verzender: Verzender,
        waarheid: Waarheid,
    ) -> None:
        self.seed, self.gemeente, self.horizon = seed, gemeente, horizon
        self.storingen, self.verzender, self.waarheid = storingen, verzender, waarheid
        self._toewijzingnummers = count(EERSTE_TOEWIJZINGNUMMER)
        self._referenties = count(1)
        self._volgnummers = count(1)
        self._regie = Regiestroom(horizon, storingen, self._send, waarheid)

    def send(self, zorg: Zorgtoewijzing) -> None:
        """The whole chain of one need for care, except its declarations. Hands out the toewijzingnummers."""
        rng = random_for(self.seed, "berichten", zorg.jeugdige.nummer, zorg.zorgvraag.nummer)
        verzonden = [t for t in zorg.toewijzingen if t.toegewezen_op <= self.horizon]
        if zorg.heeft_aanvraag and zorg.toewijzingen[0] in verzonden:
            self._request(rng, zorg)
        zorg.toewijzingen[:] = verzonden
        self._decide(rng, zorg)
        for begindatum, groep in _groups(verzonden, "begindatum"):
            self._regie.start(rng, zorg, groep, begindatum)
        gestart = [toewijzing for toewijzing in verzonden if self._regie.started(toewijzing)]
        for stopdatum, groep in _groups(gestart, "stopdatum"):
            self._regie.stop(rng, zorg, groep, stopdatum)
        self._note(zorg)

    def _request(self, rng: random.Random, zorg: Zorgtoewijzing) -> None:
        """JW315 for the first allocations, each with a ReferentieAanbieder of its own; perhaps first looked into."""
        eerste = [t for t in zorg.toewijzingen if t.ingangsdatum == zorg.zorgvraag.ingangsdatum]
        for toewijzing in eerste:
            toewijzing.referentie = self._next_referentie(zorg)
        verwijzer: dict[str, Any] = {"type": zorg.zorgvraag.verwijzer_type}
        if rng.random() < 0.7:
            verwijzer["zorgverlener_code"] = f"0001{rng.randrange(10_000):04d}"
        else:
            verwijzer["naam"] = "Verwijzer uit de proefwereld"
        producten = [aangevraagd_product(toewijzing, verwijzer) for toewijzing in eerste]
        client = client_kort(
            zorg.jeugdige, gezagsdrager_bekend="1", aangevraagde_producten={"aangevraagd_product": producten}
        )
        is_laat = zorg.antwoord == LAAT
        verzonden = self._send("JW315", zorg, zorg.aanvraagdatum, client, is_direct=is_laat)
        if zorg.antwoord == ONDERZOEK:
            dag = working_days_after(zorg.aanvraagdatum, rng.randint(1, VERZOEKTERMIJN))
            for toewijzing in eerste:
                self._send("JW319", zorg, dag, antwoord_op_verzoek(str(toewijzing.referentie), IN_ONDERZOEK))
        elif is_laat:
            dagen = (eerste[0].toegewezen_op - zorg.aanvraagdatum).days
            toelichting = f"toegewezen {dagen} dagen na de aanvraag"
            self.waarheid.add_storing(
                Storing("late_antwoord", verzonden.bestand, None, REGEL_VERZOEK, False, toelichting)
            )

    def _decide(self, rng: random.Random, zorg: Zorgtoewijzing) -> None:
        """Every JW301 in the order of time, each with all that still runs; a JW317 before the change it asks for."""
        per_dag: dict[date, list[Besluit]] = defaultdict(list)
        for dag, groep in _groups(zorg.toewijzingen, "toegewezen_op"):
            for toewijzing in groep:
                toewijzing.nummer = next(self._toewijzingnummers)
                per_dag[dag].append(Besluit(toewijzing))
        vergissing = self._mistake(rng, zorg, per_dag)
        mag_vragen = zorg.is_enige and not vergissing
        verzoeken: dict[date, Toewijzing] = {}
        for toewijzing in zorg.toewijzingen:
            wijziging = toewijzing.wijziging
            if wijziging and wijziging.dagtekening > self.horizon:
                wijziging = toewijzing.wijziging = None
            if wijziging:
                vraag_op = _before(rng, wijziging.dagtekening)
                if mag_vragen and not verzoeken and _may_ask(rng, toewijzing, wijziging, vraag_op):
                    wijziging = toewijzing.wijziging = replace(
                        wijziging, referentie=self._next_referentie(zorg)
                    )
                    verzoeken[vraag_op] = toewijzing
                per_dag[wijziging.dagtekening].append(Besluit(toewijzing, wijziging))
        lopend: dict[int, Besluit] = {}
        for dag in sorted(per_dag.keys() | verzoeken.keys()):
            if dag in verzoeken:
                self._ask_extension(zorg, verzoeken[dag], dag, lopend)
            if dag in per_dag:
                self._allocate(zorg, per_dag[dag], dag, lopend)
        if mag_vragen and not verzoeken and rng.random() < AANDEEL_WIJZIGING_AFGEWEZEN:
            self._ask_in_vain(rng, zorg)

    def _allocate(
        self, zorg: Zorgtoewijzing, besluiten: list[Besluit], dag: date, lopend: dict[int, Besluit]
    ) -> None:
        """A JW301 with what was decided on ``dag``, and after it what still runs, as it was told before."""
        nieuw = {besluit.toewijzing.nummer for besluit in besluiten}
        producten = [toegewezen_product(besluit.toewijzing, besluit.wijziging) for besluit in besluiten]
        for nummer, besluit in lopend.items():
            if nummer not in nieuw and _runs(besluit, dag):
                product = toegewezen_product(besluit.toewijzing, besluit.wijziging)
                producten.append({**product, "referentie_aanbieder": None})
        lopend.update({besluit.toewijzing.nummer: besluit for besluit in besluiten})
        self._send("JW301", zorg, dag, client_301(zorg.jeugdige, self.gemeente, producten))

    def _mistake(self, rng: random.Random, zorg: Zorgtoewijzing, per_dag: dict[date, list[Besluit]]) -> bool:
        """An allocation that should not have been: a week later its einddatum is its ingangsdatum (JZ002 13).

        Of another product like that of the first allocation: the same one twice would be a fault (TR302).
        """
        if not zorg.toewijzingen or rng.random() >= AANDEEL_VERWIJDERD:
            return False
        voorbeeld = zorg.toewijzingen[0]
        dag = later(rng, voorbeeld.toegewezen_op, 5, 9)
        vorm = voorbeeld.product.vorm
        product = self.waarheid.inkoop.draw_product(rng, vorm.zorgcategorie)
        ander = replace(voorbeeld, product=product)
        lijkt = (product.vorm.eenheid, product.vorm.frequentie) == (vorm.eenheid, vorm.frequentie)
        is_anders = lijkt and ander.product_code not in {t.product_code for t in zorg.toewijzingen}
        if dag > self.horizon or voorbeeld.variant != "specifiek" or not is_anders:
            return False
        nummer = next(self._toewijzingnummers)
        vergissing = replace(ander, nummer=nummer, referentie=None, wijziging=None)
        weg = Wijziging(dag, voorbeeld.ingangsdatum, VERWIJDERD)
        per_dag[voorbeeld.toegewezen_op].append(Besluit(vergissing))
        per_dag[dag].append(Besluit(vergissing, weg))
        return True

    def _ask_extension(
        self, zorg: Zorgtoewijzing, toewijzing: Toewijzing, dag: date, lopend: dict[int, Besluit]
    ) -> None:
        """JW317 for a later einddatum; the JW301 that grants it carries its ReferentieAanbieder."""
        wijziging = toewijzing.wijziging
        if wijziging is None:
            raise AssertionError("een verzoek zonder wijziging")
        product = te_wijzigen_product(
            toewijzing, toewijzing.ingangsdatum, wijziging.einddatum, toewijzing.volume
        )
        self._ask(zorg, str(wijziging.referentie), product, dag, lopend.values())

    def _ask_in_vain(self, rng: random.Random, zorg: Zorgtoewijzing) -> None:
        """JW317 for more volume from a day in the future; a JW319 says that it does not fit the budget."""
        for toewijzing in zorg.toewijzingen:
            einde, vorm = toewijzing.eerste_einddatum, toewijzing.product.vorm
            past = einde and (einde - toewijzing.begindatum).days > 120 and vorm.frequentie != TOTAAL
            if toewijzing.variant != "specifiek" or toewijzing.wijziging or not past:
                continue
            dag = later(rng, toewijzing.begindatum, 20, 60)
            antwoord_op = working_days_after(dag, rng.randint(1, VERZOEKTERMIJN))
            if antwoord_op > self.horizon or dag <= toewijzing.toegewezen_op:
                continue
            referentie, gewenst = self._next_referentie(zorg), dag + timedelta(days=21)
            meer = toewijzing.volume + max(1, toewijzing.volume // 5)
            product = te_wijzigen_product(toewijzing, gewenst, einde, meer)
            besluiten = [Besluit(t, t.wijziging) for t in zorg.toewijzingen if t.toegewezen_op <= dag]
            self._ask(zorg, referentie, product, dag, besluiten)
            antwoord = antwoord_op_verzoek(referentie, AFGEWEZEN, PAST_NIET_BINNEN_BUDGET)
            self._send("JW319", zorg, antwoord_op, antwoord)
            return

    def _ask(
        self,
        zorg: Zorgtoewijzing,
        referentie: str,
        product: dict[str, Any],
        dag: date,
        besluiten: Iterable[Besluit],
    ) -> None:
        """JW317: what is to change, and everything else that runs on ``dag`` (TR349)."""
        ander = [
            besluit.toewijzing.nummer
            for besluit in besluiten
            if besluit.toewijzing.nummer != product["toewijzing_nummer"] and _runs(besluit, dag)
        ]
        self._send("JW317", zorg, dag, verzoek_om_wijziging(zorg.jeugdige, referentie, product, ander))

    def _next_referentie(self, zorg: Zorgtoewijzing) -> str:
        """ReferentieAanbieder, unique for the provider (TR347)."""
        return f"{zorg.aanbieder.agb_code}-{self.gemeente.gemeente_code}-{next(self._referenties):06d}"

    def _note(self, zorg: Zorgtoewijzing) -> None:
        """What messages do not tell of this care, noted at its start, or at nothing when it never started."""
        eerste = {toewijzing.traject_id: toewijzing for toewijzing in reversed(zorg.toewijzingen)}
        for soort, toelichting in zorg.omstandigheden:
            for traject_id, toewijzing in sorted(eerste.items()):
                plek = self._regie.place(toewijzing)
                self.waarheid.add_storing(Storing(soort, *plek, "", False, toelichting, traject_id))

    def _send(
        self,
        berichttype: str,
        zorg: Zorgtoewijzing,
        dagtekening: date,
        gegevens: dict[str, Any],
        is_direct: bool = False,
    ) -> Verzonden:
        naam = self._naam(berichttype, zorg, dagtekening)
        agb_code = zorg.aanbieder.agb_code
        return self.verzender.send(berichttype, naam, agb_code, dagtekening, gegevens, is_direct=is_direct)

    def _naam(self, berichttype: str, zorg: Zorgtoewijzing, dagtekening: date) -> str:
        """Type, municipality, provider, day, and a number that keeps names apart."""
        partijen = f"{self.gemeente.gemeente_code}_{zorg.aanbieder.agb_code}"
        return f"{berichttype}_{partijen}_{dagtekening}_{next(self._volgnummers):06d}"


def _groups(toewijzingen: list[Toewijzing], veld: str) -> Iterator[tuple[date, list[Toewijzing]]]:
    """Allocations with the same value of ``veld`` (a date), in order of that date."""
    sleutel = attrgetter(veld)
    for dag, groep in groupby(sorted(toewijzingen, key=sleutel), key=sleutel):
        yield dag, list(groep)


def _runs(besluit: Besluit, dag: date) -> bool:
    """Whether this allocation is not over on ``dag``."""
    return not besluit.is_verwijderd and (besluit.einddatum is None or besluit.einddatum >= dag)


def _before(rng: random.Random, dag: date) -> date:
    """A working day so shortly before ``dag`` that ``dag`` is in time for an answer."""
    eerder = dag - timedelta(days=rng.randint(1, VERZOEKTERMIJN))
    while eerder.weekday() > 4:
        eerder -= timedelta(days=1)
    return eerder


def _may_ask(rng: random.Random, toewijzing: Toewijzing, wijziging: Wijziging, dag: date) -> bool:
    """Whether the provider asks for this change with a JW317."""
    past = wijziging.reden == VERLENGING and toewijzing.variant == "specifiek"
    return past and dag > toewijzing.toegewezen_op and rng.random() < AANDEEL_VERZOEK_WIJZIGING
