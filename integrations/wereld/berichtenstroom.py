"""The messages about a client: request (JW315), allocation (JW301), start (JW305) and stop (JW307).

One message is about one client and one provider; allocations that are sent on the same day share it.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, groupby
from operator import attrgetter
from typing import Any

from integrations.wereld.antwoordbericht import make_jw302, make_jw319
from integrations.wereld.inhoud import (
    aangevraagd_product,
    client_301,
    client_kort,
    start_product,
    stop_product,
    toegewezen_product,
)
from integrations.wereld.inkoop import Gemeente
from integrations.wereld.kalender import later
from integrations.wereld.storingen import REGEL_TYPE, Storing, Storingen
from integrations.wereld.toeval import random_for
from integrations.wereld.toewijzing import Toewijzing, Wijziging, Zorgtoewijzing
from integrations.wereld.verzending import Verzender, Verzonden
from integrations.wereld.waarheid import Waarheid

EERSTE_TOEWIJZINGNUMMER = 100_001
VERWIJDERD = "13"
AANDEEL_VERWIJDERD = 0.008
AANDEEL_START_HERSTELD = 0.01


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
        self._gestart: dict[int, tuple[str, int]] = {}

    def send(self, zorg: Zorgtoewijzing) -> None:
        """The whole chain of one need for care, except its declarations. Hands out the toewijzingnummers."""
        rng = random_for(self.seed, "berichten", zorg.jeugdige.nummer, zorg.zorgvraag.nummer)
        if zorg.heeft_aanvraag:
            self._request(rng, zorg)
        for toegewezen_op, groep in _groups(zorg.toewijzingen, "toegewezen_op"):
            if toegewezen_op <= self.horizon:
                self._allocate(rng, zorg, groep, toegewezen_op)
        verzonden = [toewijzing for toewijzing in zorg.toewijzingen if toewijzing.nummer]
        zorg.toewijzingen[:] = verzonden
        for toewijzing in verzonden:
            self._change(zorg, toewijzing)
        if verzonden and rng.random() < AANDEEL_VERWIJDERD:
            self._allocate_by_mistake(rng, zorg, verzonden[0])
        for begindatum, groep in _groups(verzonden, "begindatum"):
            self._start(rng, zorg, groep, begindatum)
        gestart = [toewijzing for toewijzing in verzonden if toewijzing.nummer in self._gestart]
        for stopdatum, groep in _groups(gestart, "stopdatum"):
            self._stop(rng, zorg, groep, stopdatum)
        self._note(zorg)

    def _request(self, rng: random.Random, zorg: Zorgtoewijzing) -> None:
        """JW315 for the first allocations, each with a ReferentieAanbieder of its own."""
        gemeente_code, agb_code = self.gemeente.gemeente_code, zorg.aanbieder.agb_code
        eerste = [t for t in zorg.toewijzingen if t.ingangsdatum == zorg.zorgvraag.ingangsdatum]
        for toewijzing in eerste:
            toewijzing.referentie = f"{agb_code}-{gemeente_code}-{next(self._referenties):06d}"
        verwijzer: dict[str, Any] = {"type": zorg.zorgvraag.verwijzer_type}
        if rng.random() < 0.7:
            verwijzer["zorgverlener_code"] = f"0001{rng.randrange(10_000):04d}"
        else:
            verwijzer["naam"] = "Verwijzer uit de proefwereld"
        producten = [aangevraagd_product(toewijzing, verwijzer) for toewijzing in eerste]
        client = client_kort(
            zorg.jeugdige, gezagsdrager_bekend="1", aangevraagde_producten={"aangevraagd_product": producten}
        )
        self._send("JW315", zorg, zorg.aanvraagdatum, client)
        if rng.random() < self.storingen.niet_ondersteund:
            dag = later(rng, zorg.aanvraagdatum, 1, 4)
            identificatie = self.verzender.next_identificatie("JW319", gemeente_code)
            inhoud = make_jw319(gemeente_code, agb_code, identificatie, dag, str(eerste[0].referentie))
            self._send_unsupported("JW319", zorg, dag, inhoud)

    def _allocate(
        self, rng: random.Random, zorg: Zorgtoewijzing, groep: list[Toewijzing], dagtekening: date
    ) -> None:
        for toewijzing in groep:
            toewijzing.nummer = next(self._toewijzingnummers)
        producten = [toegewezen_product(toewijzing) for toewijzing in groep]
        client = client_301(zorg.jeugdige, self.gemeente, producten)
        verzonden = self._send("JW301", zorg, dagtekening, client)
        if rng.random() < self.storingen.niet_ondersteund:
            dag = later(rng, dagtekening, 1, 3)
            partijen = (self.gemeente.gemeente_code, zorg.aanbieder.agb_code)
            retour = self.verzender.next_identificatie("JW302", zorg.aanbieder.agb_code)
            inhoud = make_jw302(*partijen, verzonden.identificatie, dagtekening, retour, dag)
            self._send_unsupported("JW302", zorg, dag, inhoud)

    def _change(self, zorg: Zorgtoewijzing, toewijzing: Toewijzing) -> None:
        """A second JW301 that replaces the first: extended or shortened."""
        wijziging = toewijzing.wijziging
        if wijziging is None:
            return
        if wijziging.dagtekening > self.horizon:
            toewijzing.wijziging = None
            return
        product = toegewezen_product(toewijzing, wijziging)
        self._send("JW301", zorg, wijziging.dagtekening, client_301(zorg.jeugdige, self.gemeente, [product]))

    def _allocate_by_mistake(self, rng: random.Random, zorg: Zorgtoewijzing, voorbeeld: Toewijzing) -> None:
        """An allocation that should not have been: a week later its einddatum is its ingangsdatum (JZ002 13)."""
        dag = later(rng, voorbeeld.toegewezen_op, 5, 9)
        if dag > self.horizon:
            return
        vergissing = replace(voorbeeld, nummer=next(self._toewijzingnummers), referentie=None)
        client = client_301(zorg.jeugdige, self.gemeente, [toegewezen_product(vergissing)])
        self._send("JW301", zorg, voorbeeld.toegewezen_op, client)
        weg = toegewezen_product(vergissing, Wijziging(dag, voorbeeld.ingangsdatum, VERWIJDERD))
        self._send("JW301", zorg, dag, client_301(zorg.jeugdige, self.gemeente, [weg]))

    def _start(
        self, rng: random.Random, zorg: Zorgtoewijzing, groep: list[Toewijzing], begindatum: date
    ) -> None:
        """JW305; sometimes late, sometimes first with a wrong day that a second message takes back (status 3)."""
        is_laat = rng.random() < self.storingen.late_start
        dagtekening = later(rng, begindatum, 30, 120) if is_laat else later(rng, begindatum, 0, 7)
        if dagtekening > self.horizon:
            return
        producten = [start_product(toewijzing, begindatum) for toewijzing in groep]
        if begindatum > groep[0].ingangsdatum and rng.random() < AANDEEL_START_HERSTELD:
            fout = begindatum - timedelta(days=1)
            verkeerd = [start_product(toewijzing, fout) for toewijzing in groep]
            self._send("JW305", zorg, dagtekening, _starts(zorg, verkeerd))
            dagtekening = later(rng, dagtekening, 1, 5)
            producten = [start_product(toewijzing, fout, status="3") for toewijzing in groep] + producten
        bestand = self._send("JW305", zorg, dagtekening, _starts(zorg, producten)).bestand
        for regelnummer, toewijzing in enumerate(groep, start=len(producten) - len(groep) + 1):
            self._gestart[toewijzing.nummer] = (bestand, regelnummer)
        if is_laat:
            dagen = (dagtekening - begindatum).days
            self.waarheid.add_storing(
                Storing("late_start", bestand, None, "", False, f"{dagen} dagen na de start")
            )

    def _stop(
        self, rng: random.Random, zorg: Zorgtoewijzing, groep: list[Toewijzing], stopdatum: date
    ) -> None:
        """JW307, unless the care goes on or the provider forgets it: then the fault is noted at the start."""
        dagtekening = later(rng, stopdatum, 1, 10)
        ontbreekt = rng.random() < self.storingen.ontbrekende_stop
        if dagtekening > self.horizon:
            return
        if ontbreekt:
            for toewijzing in groep:
                bestand, regelnummer = self._gestart[toewijzing.nummer]
                toelichting = f"zorg gestopt op {stopdatum}, geen JW307"
                self.waarheid.add_storing(
                    Storing(
                        "ontbrekende_stop",
                        bestand,
                        regelnummer,
                        "",
                        False,
                        toelichting,
                        toewijzing.traject_id,
                    )
                )
            return
        producten = [stop_product(toewijzing) for toewijzing in groep]
        client = client_kort(zorg.jeugdige, stop_producten={"stop_product": producten})
        self._send("JW307", zorg, dagtekening, client)

    def _note(self, zorg: Zorgtoewijzing) -> None:
        """What messages do not tell of this care, noted at its start, or at nothing when it never started."""
        eerste = {toewijzing.traject_id: toewijzing for toewijzing in reversed(zorg.toewijzingen)}
        for soort, toelichting in zorg.omstandigheden:
            for traject_id, toewijzing in sorted(eerste.items()):
                plek: tuple[str, int | None] = self._gestart.get(toewijzing.nummer, ("", None))
                self.waarheid.add_storing(Storing(soort, *plek, "", False, toelichting, traject_id))

    def _send(
        self, berichttype: str, zorg: Zorgtoewijzing, dagtekening: date, gegevens: dict[str, Any]
    ) -> Verzonden:
        naam = self._naam(berichttype, zorg, dagtekening)
        return self.verzender.send(berichttype, naam, zorg.aanbieder.agb_code, dagtekening, gegevens)

    def _send_unsupported(self, berichttype: str, zorg: Zorgtoewijzing, dag: date, inhoud: bytes) -> None:
        """A message of a release that the project does not read."""
        naam = f"{self._naam(berichttype, zorg, dag)}__release-3.1"
        oud = inhoud.replace(b"ijw/3_2/", b"ijw/3_1/")
        bestand = self.verzender.send_raw(naam, berichttype, "niet ondersteund", oud, dag)
        self.waarheid.add_storing(Storing("niet_ondersteund", bestand, None, REGEL_TYPE, False, berichttype))

    def _naam(self, berichttype: str, zorg: Zorgtoewijzing, dagtekening: date) -> str:
        """Type, municipality, provider, day, and a number that keeps names apart."""
        partijen = f"{self.gemeente.gemeente_code}_{zorg.aanbieder.agb_code}"
        return f"{berichttype}_{partijen}_{dagtekening}_{next(self._volgnummers):06d}"


def _starts(zorg: Zorgtoewijzing, producten: list[dict[str, Any]]) -> dict[str, Any]:
    return client_kort(zorg.jeugdige, start_producten={"start_product": producten})


def _groups(toewijzingen: list[Toewijzing], veld: str) -> Iterator[tuple[date, list[Toewijzing]]]:
    """Allocations with the same value of ``veld`` (a date), in order of that date."""
    sleutel = attrgetter(veld)
    for dag, groep in groupby(sorted(toewijzingen, key=sleutel), key=sleutel):
        yield dag, list(groep)
