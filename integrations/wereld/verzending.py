"""Sending: a message gets its header and identity, is written, and now and then something goes wrong on the way.

It arrives later than it is dated: mostly within a day, sometimes months after. The truth keeps the moment.
"""

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from integrations.ijw import write_bericht
from integrations.wereld.antwoordbericht import RETOUR_OP, XSD_VERSIE, retour
from integrations.wereld.kalender import RETOURTERMIJN, later, working_days_after
from integrations.wereld.storingen import (
    REGEL_IDENTITEIT,
    REGEL_RETOUR,
    REGEL_TYPE,
    REGEL_ZONDER_BERICHT,
    ZONDER_REDEN,
    Storing,
    Storingen,
    draw_schemafout,
    to_old_release,
    to_other_contents,
    to_wmo,
)
from integrations.wereld.toeval import draw, random_for
from integrations.wereld.waarheid import Waarheid

VAN_GEMEENTE = ("JW301", "JW319", "JW325")
IN_TWEE_STANDAARDEN = ("JW301", "JW315")
ANDERE_INHOUD = ("JW305", "JW323")
ONDERWEG = (((0, 0), 0.90), ((1, 3), 0.07), ((4, 30), 0.025), ((31, 365), 0.005))
"""Days between the date of a message and its arrival, with their weight."""
KWARTIER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Verzonden:
    """A message that was sent as it should be: the name of its file and what identifies it."""

    bestand: str
    identificatie: str
    dagtekening: date
    xsd_versie: Mapping[str, str]
    ontvangen_op: datetime


class Verzender:
    """Everything that is sent to and by one municipality; a context manager that writes into ``folder``."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        gemeente_code: str,
        storingen: Storingen,
        waarheid: Waarheid,
        horizon: date,
        uiterlijk: date,
    ) -> None:
        """``horizon``: the last day on which anything is sent; ``uiterlijk``: on which anything arrives."""
        self.folder, self.seed, self.gemeente_code = folder, seed, gemeente_code
        self.storingen, self.waarheid = storingen, waarheid
        self.horizon, self.uiterlijk = horizon, uiterlijk
        self._aantal: dict[tuple[str, str], int] = {}
        self._map = -1

    def __enter__(self) -> Self:
        """Opens the folder once: a path that is looked up for every file costs more than writing it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._map = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        return self

    def __exit__(self, *exc: object) -> None:
        os.close(self._map)

    def send(
        self,
        berichttype: str,
        naam: str,
        aanbieder: str,
        dagtekening: date,
        gegevens: Mapping[str, Any],
        header: Mapping[str, Any] | None = None,
        na: datetime | None = None,
        is_direct: bool = False,
    ) -> Verzonden:
        """Write one message between this municipality and ``aanbieder`` (AGB code) as ``<naam>.xml``.

        The type says who is the sender. ``header`` holds what the header has beyond sender, receiver and identity.
        It arrives after ``na``, and ``is_direct`` on the day it is dated: a term that runs from its reception is known
        then. A message with a schema fault goes first, under an identity of its own.
        """
        van_gemeente = berichttype in VAN_GEMEENTE
        afzender, ontvanger = (
            (self.gemeente_code, aanbieder) if van_gemeente else (aanbieder, self.gemeente_code)
        )

        def make() -> tuple[str, bytes]:
            identificatie = self.next_identificatie(berichttype, afzender)
            kop = {
                "afzender": afzender,
                "ontvanger": ontvanger,
                "bericht_identificatie": {"identificatie": identificatie, "dagtekening": dagtekening},
                "xsd_versie": XSD_VERSIE,
                **(header or {}),
            }
            return identificatie, write_bericht(berichttype, {"header": kop, **gegevens})

        rng = random_for(self.seed, "verzending", naam)
        om = _arrival(rng, dagtekening, self.uiterlijk)
        om = datetime.combine(dagtekening, om.time()) if is_direct else om
        om = max(om, na) if na else om
        if berichttype == "JW307" and rng.random() < self.storingen.ontbrekende_reden_beeindiging:
            inhoud = ZONDER_REDEN.breek(make()[1])
            bestand = self.write(
                f"{naam}__{ZONDER_REDEN.naam}", berichttype, "ongeldig", inhoud, dagtekening, om
            )
            self._record(
                "ontbrekende_reden_beeindiging", bestand, ZONDER_REDEN.regel_id, "geen RedenBeeindiging"
            )
        elif rng.random() < self.storingen.schemafout:
            fout = draw_schemafout(rng)
            inhoud = fout.breek(make()[1])
            bestand = self.write(f"{naam}__{fout.naam}", berichttype, "ongeldig", inhoud, dagtekening, om)
            self._record("schemafout", bestand, fout.regel_id, fout.naam.replace("-", " "))
        identificatie, inhoud = make()
        bestand = self.write(naam, berichttype, "geldig", inhoud, dagtekening, om + KWARTIER)
        daarna = om + 2 * KWARTIER
        if rng.random() < self.storingen.dubbel_bestand:
            dubbel = self.write(f"{naam}__nogmaals", berichttype, "al bekend", inhoud, dagtekening, daarna)
            self._record("dubbel_bestand", dubbel, "", f"dezelfde bytes als {bestand}")
        if berichttype in ANDERE_INHOUD and rng.random() < self.storingen.zelfde_identiteit:
            anders = to_other_contents(inhoud, berichttype)
            tweede = self.write(
                f"{naam}__zelfde-kenmerk", berichttype, "zelfde identiteit", anders, dagtekening, daarna
            )
            self._record(
                "zelfde_identiteit", tweede, REGEL_IDENTITEIT, f"zelfde afzender en kenmerk als {bestand}"
            )
        if berichttype == "JW323" and rng.random() < self.storingen.oude_release:
            oud = to_old_release(inhoud)
            derde = self.write(
                f"{naam}__release-3.1", berichttype, "niet ondersteund", oud, dagtekening, daarna
            )
            self._record("oude_release", derde, REGEL_TYPE, "release 3.1")
        if berichttype in IN_TWEE_STANDAARDEN and rng.random() < self.storingen.niet_ondersteund:
            wmo = to_wmo(inhoud, berichttype)
            vierde = self.write(
                f"{naam}__iwmo", f"WMO{berichttype[2:]}", "niet ondersteund", wmo, dagtekening, daarna
            )
            self._record("niet_ondersteund", vierde, REGEL_TYPE, "bericht van iWmo")
        if berichttype in RETOUR_OP and self._has_returns(aanbieder):
            self._return(berichttype, naam, aanbieder, (identificatie, dagtekening), om + KWARTIER)
        return Verzonden(bestand, identificatie, dagtekening, XSD_VERSIE, om + KWARTIER)

    def next_identificatie(self, berichttype: str, afzender: str) -> str:
        """Unique per sender and type (TR056), also for a provider that sends to other municipalities."""
        nummer = self._aantal.get((berichttype, afzender), 0) + 1
        self._aantal[berichttype, afzender] = nummer
        return f"{self.gemeente_code}{nummer:06d}"

    def _has_returns(self, aanbieder: str) -> bool:
        """Whether the returns between this municipality and ``aanbieder`` are part of the world."""
        rng = random_for(self.seed, "relatie", self.gemeente_code, aanbieder)
        return rng.random() < self.storingen.retourberichten

    def _return(
        self,
        berichttype: str,
        naam: str,
        aanbieder: str,
        van: tuple[str, date],
        ontvangen_op: datetime,
    ) -> None:
        """The return on the message ``van`` (identity and date), in time, too late, or not at all.

        In time is within three working days after reception. What would be sent after the horizon is still to come.
        """
        rng = random_for(self.seed, "retour", naam)
        ontvangen = ontvangen_op.date()
        laat, ontbreekt = rng.random(), rng.random() < self.storingen.ontbrekende_retour
        dag = working_days_after(ontvangen, rng.randint(0, RETOURTERMIJN))
        te_laat = later(rng, ontvangen, 14, 40)
        is_laat = laat < self.storingen.late_retour and te_laat <= self.horizon
        if ontbreekt and te_laat <= self.horizon:
            self._record("ontbrekende_retour", f"{naam}.xml", REGEL_RETOUR, "er kwam geen retourbericht")
            return
        dag = te_laat if is_laat else dag
        if dag > self.horizon:
            return
        om = max(_arrival(rng, dag, self.uiterlijk), ontvangen_op + KWARTIER)
        retourtype = RETOUR_OP[berichttype]
        retournaam = naam.replace(berichttype, retourtype, 1)
        bestand = self._write_return(berichttype, retournaam, aanbieder, van, dag, om)
        if is_laat:
            self._record("late_retour", bestand, REGEL_RETOUR, f"{(dag - ontvangen).days} dagen na ontvangst")
        if rng.random() < self.storingen.retour_zonder_bericht:
            nooit = (f"{self.gemeente_code}N{rng.randrange(10**6):06d}", van[1])
            bestand = self._write_return(
                berichttype, f"{retournaam}__zonder-bericht", aanbieder, nooit, dag, om
            )
            self._record("retour_zonder_bericht", bestand, REGEL_ZONDER_BERICHT, "antwoordt op niets")

    def _write_return(
        self,
        berichttype: str,
        naam: str,
        aanbieder: str,
        van: tuple[str, date],
        dag: date,
        ontvangen_op: datetime,
    ) -> str:
        """Write a return as ``<naam>.xml``, dated ``dag``; returns its name."""
        partijen = (self.gemeente_code, aanbieder)
        afzender, ontvanger = partijen if berichttype in VAN_GEMEENTE else partijen[::-1]
        retourtype = RETOUR_OP[berichttype]
        eigen = self.next_identificatie(retourtype, ontvanger)
        inhoud = write_bericht(retourtype, retour(afzender, ontvanger, *van, eigen, dag))
        return self.write(naam, retourtype, "geldig", inhoud, dag, ontvangen_op)

    def write(
        self,
        naam: str,
        berichttype: str,
        oordeel: str,
        inhoud: bytes,
        dagtekening: date,
        ontvangen_op: datetime,
    ) -> str:
        """Write the bytes and put the file, with the verdict it should get, in the truth; returns its name."""
        bestand = f"{naam}.xml"
        stroom = os.open(bestand, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644, dir_fd=self._map)
        try:
            if os.write(stroom, inhoud) != len(inhoud):
                raise OSError(f"{bestand} is niet geheel geschreven")
        finally:
            os.close(stroom)
        self.waarheid.add_bericht(bestand, berichttype, oordeel, dagtekening, ontvangen_op, len(inhoud))
        return bestand

    def _record(self, soort: str, bestand: str, regel_id: str, toelichting: str) -> None:
        self.waarheid.add_storing(Storing(soort, bestand, None, regel_id, False, toelichting))


def _arrival(rng: random.Random, dagtekening: date, uiterlijk: date) -> datetime:
    """The moment (UTC, without time zone) at which a message of this date arrives, on ``uiterlijk`` at the latest."""
    dagen = rng.randint(*draw(rng, ONDERWEG))
    dag = max(dagtekening, min(dagtekening + timedelta(days=dagen), uiterlijk))
    return datetime(dag.year, dag.month, dag.day, rng.randint(6, 17), rng.randint(0, 59), rng.randint(0, 59))
