"""Sending: a message gets its header and identity, is written, and now and then something goes wrong on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from integrations.ijw import write_bericht
from integrations.wereld.storingen import (
    REGEL_IDENTITEIT,
    REGEL_TYPE,
    Storing,
    Storingen,
    draw_schemafout,
    to_old_release,
    to_other_contents,
)
from integrations.wereld.toeval import random_for
from integrations.wereld.waarheid import Waarheid

VAN_GEMEENTE = ("JW301", "JW325")
XSD_VERSIE = {"basisschema_xsd_versie": "1.0.0", "bericht_xsd_versie": "1.0.0"}
ANDERE_INHOUD = ("JW305", "JW323")


@dataclass(frozen=True, slots=True)
class Verzonden:
    """A message that was sent as it should be: the name of its file and what identifies it."""

    bestand: str
    identificatie: str
    dagtekening: date
    xsd_versie: Mapping[str, str]


class Verzender:
    """Everything that is sent to and by one municipality; writes into ``folder``."""

    def __init__(
        self, folder: Path, seed: int, gemeente_code: str, storingen: Storingen, waarheid: Waarheid
    ) -> None:
        self.folder, self.seed, self.gemeente_code = folder, seed, gemeente_code
        self.storingen, self.waarheid = storingen, waarheid
        self._aantal: dict[tuple[str, str], int] = {}

    def send(
        self,
        berichttype: str,
        naam: str,
        aanbieder: str,
        dagtekening: date,
        gegevens: Mapping[str, Any],
        header: Mapping[str, Any] | None = None,
    ) -> Verzonden:
        """Write one message between this municipality and ``aanbieder`` (AGB code) as ``<naam>.xml``.

        The type says who is the sender. ``header`` holds what the header has beyond sender, receiver and identity.
        A message with a schema fault goes first, under an identity of its own.
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
        if rng.random() < self.storingen.schemafout:
            fout = draw_schemafout(rng)
            bestand = self.write(f"{naam}__{fout.naam}", berichttype, "ongeldig", fout.breek(make()[1]))
            self._record("schemafout", bestand, fout.regel_id, fout.naam.replace("-", " "))
        identificatie, inhoud = make()
        bestand = self.write(naam, berichttype, "geldig", inhoud)
        if rng.random() < self.storingen.dubbel_bestand:
            dubbel = self.write(f"{naam}__nogmaals", berichttype, "al bekend", inhoud)
            self._record("dubbel_bestand", dubbel, "", f"dezelfde bytes als {bestand}")
        if berichttype in ANDERE_INHOUD and rng.random() < self.storingen.zelfde_identiteit:
            anders = to_other_contents(inhoud, berichttype)
            tweede = self.write(f"{naam}__zelfde-kenmerk", berichttype, "zelfde identiteit", anders)
            self._record(
                "zelfde_identiteit", tweede, REGEL_IDENTITEIT, f"zelfde afzender en kenmerk als {bestand}"
            )
        if berichttype == "JW323" and rng.random() < self.storingen.oude_release:
            oud = self.write(f"{naam}__release-3.1", berichttype, "niet ondersteund", to_old_release(inhoud))
            self._record("oude_release", oud, REGEL_TYPE, "release 3.1")
        return Verzonden(bestand, identificatie, dagtekening, XSD_VERSIE)

    def next_identificatie(self, berichttype: str, afzender: str) -> str:
        """Unique per sender and type (TR056), also for a provider that sends to other municipalities."""
        nummer = self._aantal.get((berichttype, afzender), 0) + 1
        self._aantal[berichttype, afzender] = nummer
        return f"{self.gemeente_code}{nummer:06d}"

    def write(self, naam: str, berichttype: str, oordeel: str, inhoud: bytes) -> str:
        """Write the bytes and put the file, with the verdict it should get, in the truth; returns its name."""
        bestand = f"{naam}.xml"
        (self.folder / bestand).write_bytes(inhoud)
        self.waarheid.add_bericht(self.gemeente_code, bestand, berichttype, oordeel)
        return bestand

    def _record(self, soort: str, bestand: str, regel_id: str, toelichting: str) -> None:
        self.waarheid.add_storing(Storing(soort, bestand, None, regel_id, False, toelichting))
