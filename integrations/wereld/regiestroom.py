"""Telling that care began (JW305) and ended (JW307): in time, too late, corrected, or not at all."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from integrations.wereld.inhoud import client_kort, start_product, stop_product
from integrations.wereld.kalender import REGIETERMIJN, later, working_days_after
from integrations.wereld.storingen import REGEL_START, REGEL_STOP, REGEL_ZONDER_STOP, Storing, Storingen
from integrations.wereld.toewijzing import Toewijzing, Zorgtoewijzing
from integrations.wereld.verzending import Verzonden
from integrations.wereld.waarheid import Waarheid

AANDEEL_START_HERSTELD = 0.01
RUIM_TE_LAAT = timedelta(days=20)
"""So late that no holiday excuses it."""
ZICHTBAAR_NA = timedelta(days=32)
"""After the end of an allocation a missing stop can be told from one that is still to come."""

Send = Callable[[str, Zorgtoewijzing, date, dict[str, Any]], Verzonden]
"""Type, whose care, date of the message, contents."""


class Regiestroom:
    """Starts and stops of one municipality. ``horizon`` is the last day on which one is sent."""

    def __init__(self, horizon: date, storingen: Storingen, send: Send, waarheid: Waarheid) -> None:
        self.horizon, self.storingen, self.waarheid = horizon, storingen, waarheid
        self._send = send
        self._gestart: dict[int, tuple[str, int]] = {}
        self._gestart_op: dict[int, date] = {}

    def started(self, toewijzing: Toewijzing) -> bool:
        """Whether a start was told."""
        return toewijzing.nummer in self._gestart

    def place(self, toewijzing: Toewijzing) -> tuple[str, int | None]:
        """File and line of the start, nothing when there is none."""
        return self._gestart.get(toewijzing.nummer, ("", None))

    def start(
        self, rng: random.Random, zorg: Zorgtoewijzing, groep: list[Toewijzing], begindatum: date
    ) -> None:
        """JW305; sometimes late, sometimes first with a wrong day that a second message takes back (status 3)."""
        is_laat = rng.random() < self.storingen.late_start
        bekend = max(begindatum, *(toewijzing.toegewezen_op for toewijzing in groep))
        termijn = rng.randint(1, REGIETERMIJN)
        dagtekening = later(rng, bekend, 30, 120) if is_laat else working_days_after(bekend, termijn)
        if dagtekening > self.horizon:
            return
        producten = [start_product(toewijzing, begindatum) for toewijzing in groep]
        mag_herstel = begindatum > groep[0].ingangsdatum and not is_laat and termijn < REGIETERMIJN
        if mag_herstel and rng.random() < AANDEEL_START_HERSTELD:
            fout = begindatum - timedelta(days=1)
            verkeerd = [start_product(toewijzing, fout) for toewijzing in groep]
            self._send("JW305", zorg, dagtekening, _starts(zorg, verkeerd))
            dagtekening = working_days_after(dagtekening, 1)
            producten = [start_product(toewijzing, fout, status="3") for toewijzing in groep] + producten
        bestand = self._send("JW305", zorg, dagtekening, _starts(zorg, producten)).bestand
        for regelnummer, toewijzing in enumerate(groep, start=len(producten) - len(groep) + 1):
            self._gestart[toewijzing.nummer] = (bestand, regelnummer)
            self._gestart_op[toewijzing.nummer] = dagtekening
        if is_laat:
            toelichting = f"{(dagtekening - begindatum).days} dagen na de start"
            self.waarheid.add_storing(Storing("late_start", bestand, None, REGEL_START, False, toelichting))

    def stop(
        self, rng: random.Random, zorg: Zorgtoewijzing, groep: list[Toewijzing], stopdatum: date
    ) -> None:
        """JW307, unless the care goes on or the provider forgets it: then the fault is noted at the start.

        It never comes before the start was told; after a late start it is late too.
        """
        is_laat = rng.random() < self.storingen.late_stop
        dagtekening = working_days_after(stopdatum, rng.randint(1, REGIETERMIJN))
        gestart_op = max(self._gestart_op[toewijzing.nummer] for toewijzing in groep)
        if is_laat or gestart_op > working_days_after(stopdatum, REGIETERMIJN):
            is_laat, dagtekening = True, later(rng, stopdatum + RUIM_TE_LAAT, 0, 40)
        dagtekening = max(dagtekening, gestart_op)
        ontbreekt = rng.random() < self.storingen.ontbrekende_stop
        if dagtekening > self.horizon and not is_laat:
            return
        if ontbreekt or dagtekening > self.horizon:
            for toewijzing in groep:
                self._miss(toewijzing, stopdatum)
            return
        producten = [stop_product(toewijzing) for toewijzing in groep]
        client = client_kort(zorg.jeugdige, stop_producten={"stop_product": producten})
        bestand = self._send("JW307", zorg, dagtekening, client).bestand
        if is_laat:
            toelichting = f"{(dagtekening - stopdatum).days} dagen na het einde"
            self.waarheid.add_storing(Storing("late_stop", bestand, None, REGEL_STOP, False, toelichting))

    def _miss(self, toewijzing: Toewijzing, stopdatum: date) -> None:
        """A stop that never comes, or is late and has not come when the world ends.

        Only when the allocation is over as well can a reader of messages know.
        """
        einde = toewijzing.einddatum
        is_te_zien = einde is not None and einde + ZICHTBAAR_NA <= self.horizon
        soort = "ontbrekende_stop" if is_te_zien else "verborgen_stop"
        regel_id = REGEL_ZONDER_STOP if is_te_zien else ""
        toelichting = f"zorg gestopt op {stopdatum}, geen JW307"
        self.waarheid.add_storing(
            Storing(soort, *self.place(toewijzing), regel_id, False, toelichting, toewijzing.traject_id)
        )


def _starts(zorg: Zorgtoewijzing, producten: list[dict[str, Any]]) -> dict[str, Any]:
    return client_kort(zorg.jeugdige, start_producten={"start_product": producten})
