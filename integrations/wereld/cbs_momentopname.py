"""A StatLine table as JSON in the shape of ``docs/cbs-momentopname.md``: columns, code lists, cells and their signs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

GEHEIM = "."
GEHEIM_TOT_EN_MET = 7
NEDERLAND = "NL01"

Cel = int | float | None
"""A figure as published; None is secret or was not supplied: StatLine shows a dot for both."""


@dataclass(frozen=True, slots=True)
class Dimensie:
    """A column of keys: its code list is ``sleutels``, key → title. ``breedte``: to which keys are padded with blanks."""

    naam: str
    titel: str
    sleutels: dict[str, str]
    breedte: int = 8
    soort: str = "Dimension"


@dataclass(frozen=True, slots=True)
class Onderwerp:
    """A column of figures."""

    naam: str
    titel: str
    eenheid: str
    decimalen: int = 0


@dataclass(frozen=True, slots=True)
class Inhoud:
    """A table of one publication. ``rijen``: the keys, without blanks and in the order of ``dimensies``, and figures."""

    tabel: str
    titel: str
    frequentie: str
    dimensies: Sequence[Dimensie]
    onderwerpen: Sequence[Onderwerp]
    rijen: Iterable[tuple[tuple[str, ...], tuple[Cel, ...]]]


def published(aantal: int) -> int | None:
    """As CBS publishes a count: rounded to fives, None where it is secret."""
    return None if aantal <= GEHEIM_TOT_EN_MET else (aantal + 2) // 5 * 5


def share(deel: int, geheel: int) -> float | None:
    """As CBS publishes a percentage: one decimal, None where either count is secret."""
    if deel <= GEHEIM_TOT_EN_MET or geheel <= GEHEIM_TOT_EN_MET:
        return None
    return round(100 * deel / geheel, 1)


def regions(gemeenten: Iterable[tuple[str, str]]) -> Dimensie:
    """RegioS: the country and municipalities (code, name)."""
    sleutels = {NEDERLAND: "Nederland", **{f"GM{code}": naam for code, naam in gemeenten}}
    return Dimensie("RegioS", "Regio's", sleutels, 6, "GeoDimension")


def times(statussen: dict[str, str]) -> Dimensie:
    """Perioden: name → status. A period that is not final carries a star in its title."""
    titels = {}
    for periode, status in statussen.items():
        jaar, soort = periode[:4], periode[4:]
        titel = {"HJ01": f"{jaar} 1e halfjaar", "HJ02": f"{jaar} 2e halfjaar", "JJ00": jaar}[soort]
        ster = {"Voorlopig": "*", "NaderVoorlopig": "**", "Definitief": ""}[status]
        titels[periode] = f"{titel}{ster}"
    return Dimensie("Perioden", "Perioden", titels, 8, "TimeDimension")


def write_momentopname(path: Path, inhoud: Inhoud, gewijzigd: date, statussen: dict[str, str]) -> None:
    """Write the snapshot that CBS publishes on ``gewijzigd``; ``statussen`` are those of its periods."""
    onderwerpen = [onderwerp.naam for onderwerp in inhoud.onderwerpen]
    waarnemingen: list[dict[str, Any]] = []
    redenen: dict[str, dict[str, str]] = {}
    for nummer, (sleutels, cellen) in enumerate(inhoud.rijen):
        paren = zip(inhoud.dimensies, sleutels, strict=True)
        codes = {dimensie.naam: sleutel.ljust(dimensie.breedte) for dimensie, sleutel in paren}
        cijfers = dict(zip(onderwerpen, cellen, strict=True))
        waarnemingen.append({"ID": nummer, **codes, **cijfers})
        if leeg := {naam: GEHEIM for naam, cijfer in cijfers.items() if cijfer is None}:
            redenen[str(nummer)] = leeg
    gegevens = {
        "tabel": inhoud.tabel,
        "metadata": _metadata(inhoud, gewijzigd, statussen),
        "waarnemingen": waarnemingen,
        "redenen": redenen,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(gegevens, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


def _metadata(inhoud: Inhoud, gewijzigd: date, statussen: dict[str, str]) -> dict[str, Any]:
    info = {
        "ID": 0,
        "Title": f"{inhoud.titel} (synthetisch)",
        "Identifier": inhoud.tabel,
        "Modified": f"{gewijzigd}T02:00:00",
        "Frequency": inhoud.frequentie,
        "OutputStatus": "Regulier",
        "Language": "nl",
    }
    kolommen: list[dict[str, Any]] = [
        {"Type": dimensie.soort, "Key": dimensie.naam, "Title": dimensie.titel}
        for dimensie in inhoud.dimensies
    ]
    kolommen += [
        {
            "Type": "Topic",
            "Key": onderwerp.naam,
            "Title": onderwerp.titel,
            "Datatype": "Double" if onderwerp.decimalen else "Long",
            "Unit": onderwerp.eenheid,
            "Decimals": onderwerp.decimalen,
        }
        for onderwerp in inhoud.onderwerpen
    ]
    lijsten = {
        dimensie.naam: [
            {"Key": sleutel.ljust(dimensie.breedte), "Title": titel, "Description": ""}
            | ({"Status": statussen[sleutel]} if dimensie.soort == "TimeDimension" else {})
            for sleutel, titel in dimensie.sleutels.items()
        ]
        for dimensie in inhoud.dimensies
    }
    return {
        "TableInfos": [info],
        "DataProperties": [{"ID": i, "Position": i, **kolom} for i, kolom in enumerate(kolommen)],
        **lijsten,
    }
