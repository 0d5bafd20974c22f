"""A small world to test on: invented municipalities, the zorgcategorieën, and readers of what was written."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from integrations.ijw import COLUMNS, GelezenBericht, read_bericht
from integrations.wereld import Storingen, Wereld, generate
from integrations.wereld.waarheid import read_rijen

GEMEENTELIJST = [
    {
        "gemeente_code": f"{nummer:04d}",
        "gemeente_naam": f"Gemeente {nummer}",
        "regio_code": f"JR{nummer % 3 + 1:02d}",
        "regio_naam": f"Regio {nummer % 3 + 1}",
        "provincie": "Nergens",
    }
    for nummer in range(301, 313)
]
HULPVORMEN = {
    "Z01": "01",
    "V01": "11",
    "V02": "12",
    "V03": "14",
    "V04": "14",
    "V05": "14",
    "V06": "13",
    "V07": "12",
}
HULPVORMEN |= {
    "C01": "04",
    "C02": "14",
    "D01": "03",
    "D02": "03",
    "Z03": "03",
    "Z05": "02",
    "Z06": "02",
    "Z07": "02",
}
HULPVORMEN |= {"Z02": "04", "Z04": "04", "Z08": "04", "Z09": "04", "Z10": "02"}
ZORGCATEGORIEEN: list[dict[str, Any]] = [
    *({"zorgcategorie": code, "hulpvorm": vorm} for code, vorm in HULPVORMEN.items()),
    *({"zorgcategorie": code, "hulpvorm": None} for code in ("G01", "G02", "G03", "O01", "O02", "O03")),
]
VEEL_STORINGEN = Storingen(
    schemafout=0.04,
    dubbel_bestand=0.03,
    zelfde_identiteit=0.06,
    niet_ondersteund=0.1,
    oude_release=0.05,
    dubbel_declaratienummer=0.05,
    onbekende_toewijzing=0.01,
    onbekende_client=0.01,
    dubbele_referentie=0.02,
    dubbele_regel=0.01,
    credit_zonder_debet=0.01,
    verkeerde_categorie=0.02,
    verkeerde_code=0.02,
    buiten_toewijzing=0.15,
    afwijkend_tarief=0.01,
    ongeldig_bsn=0.01,
    correctie=0.05,
    late_declaratie=0.08,
    verkeerde_eenheid=0.01,
    over_volume=0.01,
    over_totaal=0.1,
    over_budget=0.4,
    ontbrekend_bsn=0.01,
    ontbrekende_reden_beeindiging=0.05,
    pgb=0.05,
    taakgericht=0.05,
    onderaanneming=0.05,
    verhuizing=0.05,
    herindeling=1.0,
    late_stop=0.1,
    late_antwoord=0.2,
    late_retour=0.1,
    ontbrekende_retour=0.1,
    retour_zonder_bericht=0.05,
    retourberichten=0.4,
)


def make_wereld(out: Path, **anders: Any) -> Wereld:
    """A world of four municipalities and 160 youths, unless told otherwise."""
    opdracht: dict[str, Any] = {"gemeenten": 4, "jeugdigen": 160, "seed": 7} | anders
    return generate(out, gemeentelijst=GEMEENTELIJST, zorgcategorieen=ZORGCATEGORIEEN, **opdracht)


def digest(out: Path) -> str:
    """One fingerprint of every name and byte below ``out``."""
    som = hashlib.sha256()
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        som.update(str(path.relative_to(out)).encode() + b"\0" + path.read_bytes() + b"\0")
    return som.hexdigest()


@dataclass
class Gelezen:
    """A written world as a reader finds it: messages through ``ijw``, the truth as dictionaries."""

    out: Path

    @cached_property
    def oordelen(self) -> dict[str, str]:
        """File name to the verdict that the truth expects."""
        return {rij["bestand"]: rij["oordeel"] for rij in self.waarheid("berichten")}

    @cached_property
    def berichten(self) -> dict[str, GelezenBericht]:
        """Every file, read."""
        return {naam: read_bericht(pad.read_bytes()) for naam, pad in self.paden.items()}

    @cached_property
    def paden(self) -> dict[str, Path]:
        """File name to path, in order of name."""
        paden = {p.name: p for p in (self.out / "berichten").rglob("*.xml")}
        return dict(sorted(paden.items()))

    def waarheid(self, tabel: str) -> list[dict[str, str]]:
        """The rows of a table as text: nothing is an empty string, a boolean is ja or nee."""
        rijen = read_rijen(self.out / "waarheid", tabel)
        return [{kolom: _text(waarde) for kolom, waarde in rij.items()} for rij in rijen]

    def rijen(self, tabel: str) -> Iterator[dict[str, Any]]:
        """Rows of a core table from every message that counts, with its file and header."""
        for bestand, bericht in self.berichten.items():
            if self.oordelen[bestand] == "geldig":
                for rij in bericht.rijen.get(tabel, ()):
                    yield {
                        "bestand": bestand,
                        "kop": bericht.kop,
                        **dict(zip(COLUMNS[tabel], rij, strict=True)),
                    }


def _text(waarde: object) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return "" if waarde is None else str(waarde)
