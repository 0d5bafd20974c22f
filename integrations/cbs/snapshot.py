"""A snapshot (momentopname) of one StatLine table: from JSON to checked rows.

The shape of the file, and what is known of the real table from which source: docs/cbs-momentopname.md.
What a form of youth care means is data (``vormen.csv``), and so is the sign of a missing number (``tekens.csv``).
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from integrations.errors import CbsError

TABEL = "85099NED"
TOPIC = "JongerenMetJeugdzorg_1"
STATUSSEN = {"Voorlopig": "voorlopig", "NaderVoorlopig": "nader voorlopig", "Definitief": "definitief"}
PERIODE = re.compile(r"\d{4}(HJ0[12]|JJ00)")
CLASS_MARK = re.compile(r"^(jz|jh|jb|jr) ([0-9]+ )?")
REMEDIE = "vraag het bestand opnieuw op, of leg het naast de beschrijving in docs/cbs-momentopname.md."


@dataclass(frozen=True)
class Vorm:
    """One entry of the dimension of forms, with our reading of it."""

    sleutel: str
    titel: str
    soort: str
    hulpvorm: str | None


@dataclass(frozen=True)
class Momentopname:
    """A checked snapshot. Keys are stripped of blanks.

    perioden: (periode_code, titel, status). waarnemingen: (regio_code, periode_code, sleutel, aantal, reden),
    of which exactly one of aantal and reden is None. inhoud: the whole JSON in one fixed notation, so that the
    same content always gives the same bytes. gewijzigd_op: as CBS gives it, without a zone.
    """

    tabel: str
    titel: str
    gewijzigd_op: datetime
    perioden: list[tuple[str, str, str]]
    vormen: list[Vorm]
    waarnemingen: list[tuple[str, str, str, int | None, str | None]]
    inhoud: bytes


def read_snapshot(path: Path) -> Momentopname:
    """Read and check a snapshot file.

    Raises:
        CbsError: the file is not a snapshot of the table, or contradicts itself.
    """
    try:
        gegevens = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as err:
        raise CbsError(f"{path.name} is geen volledig JSON-bestand.", REMEDIE) from err
    return parse_snapshot(gegevens)


def parse_snapshot(gegevens: Any) -> Momentopname:
    """Check a snapshot as a whole and give its rows; nothing comes out of one that fails.

    Raises:
        CbsError: a member is absent, a code is not in its list, a cell occurs twice, or no hulpvorm is recognised.
    """
    try:
        snapshot, regios = _read_members(gegevens)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as err:
        message = f"De momentopname heeft niet de verwachte vorm ({type(err).__name__}: {err})."
        raise CbsError(message, REMEDIE) from err
    _check_vormen(snapshot.vormen)
    _check_cells(snapshot, regios)
    return snapshot


def _read_members(gegevens: Mapping[str, Any]) -> tuple[Momentopname, set[str]]:
    """The snapshot as rows, and the keys of its list of regions."""
    metadata, rows, redenen = gegevens["metadata"], gegevens["waarnemingen"], gegevens.get("redenen", {})
    info, columns = metadata["TableInfos"][0], metadata["DataProperties"]
    if (found := {str(gegevens["tabel"]), str(info["Identifier"])}) != {TABEL}:
        raise CbsError(
            f"Dit is {' / '.join(sorted(found))}; alleen {TABEL} kan worden geladen.",
            f"geef een momentopname van {TABEL}.",
        )
    topics = [str(column["Key"]) for column in columns if column["Type"] == "Topic"]
    if TOPIC not in topics:
        raise CbsError(
            f"De tabel heeft geen onderwerp {TOPIC}, wel: {', '.join(topics) or 'geen enkel'}.",
            "pas TOPIC in integrations/cbs/snapshot.py aan als CBS het onderwerp heeft hernoemd.",
        )
    geo, tijd, vorm = (_dimension(columns, soort) for soort in ("GeoDimension", "TimeDimension", "Dimension"))
    snapshot = Momentopname(
        tabel=TABEL,
        titel=str(info["Title"]),
        gewijzigd_op=datetime.fromisoformat(info["Modified"]).replace(tzinfo=None),
        perioden=[_read_periode(entry) for entry in metadata[tijd]],
        vormen=[_read_vorm(_strip(entry["Key"]), str(entry["Title"])) for entry in metadata[vorm]],
        waarnemingen=[
            (_strip(row[geo]), _strip(row[tijd]), _strip(row[vorm]), *_read_cell(row, redenen))
            for row in rows
        ],
        inhoud=_fixed_notation(gegevens),
    )
    return snapshot, {_strip(entry["Key"]) for entry in metadata[geo]}


def _check_cells(snapshot: Momentopname, regios: set[str]) -> None:
    """Every code is in its list, every cell occurs once, and there are cells."""
    cells = snapshot.waarnemingen
    lists = (regios, {code for code, _, _ in snapshot.perioden}, {v.sleutel for v in snapshot.vormen})
    unknown = sorted(
        set().union(*({str(cell[i]) for cell in cells} - codes for i, codes in enumerate(lists)))
    )
    if unknown:
        raise CbsError(
            f"Waarnemingen noemen codes die in geen codelijst staan: {', '.join(unknown[:5])}.", REMEDIE
        )
    twice = [key for key, times in Counter(cell[:3] for cell in cells).items() if times > 1]
    if twice:
        raise CbsError(f"De cel {' / '.join(twice[0])} staat er vaker dan eens in.", REMEDIE)
    if not cells:
        raise CbsError("Er staat geen enkele waarneming in.", REMEDIE)


def _strip(key: Any) -> str:
    """A key without the trailing blanks StatLine pads it with."""
    return str(key.strip())


def _dimension(columns: list[Mapping[str, Any]], soort: str) -> str:
    (name,) = (str(column["Key"]) for column in columns if column["Type"] == soort)
    return name


def _read_periode(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    code = _strip(entry["Key"])
    if not PERIODE.fullmatch(code) or entry.get("Status") not in STATUSSEN:
        raise CbsError(
            f"Periode {code} met status {entry.get('Status')!r} is onbekend.",
            "een periode is een half jaar (2026HJ01) of een jaar (2026JJ00), met status "
            f"{', '.join(STATUSSEN)}; pas integrations/cbs/snapshot.py aan als CBS dit heeft gewijzigd.",
        )
    return code, str(entry["Title"]), STATUSSEN[entry["Status"]]


def _read_cell(
    row: Mapping[str, Any], redenen: Mapping[str, Mapping[str, str]]
) -> tuple[int | None, str | None]:
    """Number and reason of a cell: one of both."""
    value = row[TOPIC]
    if value is None:
        teken = redenen.get(str(row["ID"]), {}).get(TOPIC)
        return None, "onbekend" if teken is None else _tekens().get(teken.strip(), "onbekend")
    if isinstance(value, bool) or value != int(value) or value < 0:
        raise ValueError(f"{TOPIC} is {value!r}, geen aantal")
    return int(value), None


def _read_vorm(sleutel: str, titel: str) -> Vorm:
    by_sleutel, by_titel = _vormen()
    soort, hulpvorm = by_sleutel.get(sleutel) or by_titel.get(_plain(titel)) or ("onbekend", None)
    return Vorm(sleutel, titel, soort, hulpvorm)


def _check_vormen(vormen: list[Vorm]) -> None:
    counts = Counter(v.hulpvorm for v in vormen if v.hulpvorm)
    twice = [v.titel for v in vormen if v.hulpvorm and counts[v.hulpvorm] > 1]
    remedie = "zet de vormen van CBS naast hun hulpvorm in integrations/cbs/vormen.csv en laad opnieuw."
    if twice:
        raise CbsError(f"Meer dan één vorm staat voor dezelfde hulpvorm: {'; '.join(twice)}.", remedie)
    if not counts:
        raise CbsError(f"Geen enkele hulpvorm herkend in: {'; '.join(v.titel for v in vormen)}.", remedie)


def _plain(titel: str) -> str:
    """A title for comparison: lower case, single blanks, without the class mark (``JH 121``) before it."""
    return CLASS_MARK.sub("", " ".join(titel.lower().split()))


def _fixed_notation(gegevens: Mapping[str, Any]) -> bytes:
    """The content as bytes that do not depend on the order in which rows and members arrived."""
    by_id = {int(row["ID"]): row for row in gegevens["waarnemingen"]}
    if len(by_id) < len(gegevens["waarnemingen"]):
        raise ValueError("een ID staat vaker dan eens in waarnemingen")
    ordered = {**gegevens, "waarnemingen": [by_id[row_id] for row_id in sorted(by_id)]}
    return json.dumps(ordered, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read_csv(name: str) -> list[dict[str, str]]:
    text = resources.files("integrations.cbs").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _vormen() -> tuple[dict[str, tuple[str, str | None]], dict[str, tuple[str, str | None]]]:
    """(soort, hulpvorm) by key, and by title for the rows whose key has not been verified yet."""
    rows = _read_csv("vormen.csv")
    return (
        {row["sleutel"]: (row["soort"], row["hulpvorm"] or None) for row in rows if row["sleutel"]},
        {_plain(row["titel"]): (row["soort"], row["hulpvorm"] or None) for row in rows if not row["sleutel"]},
    )


@cache
def _tekens() -> dict[str, str]:
    return {row["teken"]: row["reden"] for row in _read_csv("tekens.csv")}


def hulpvormen() -> set[str]:
    """The hulpvormen that CBS publishes, by vormen.csv."""
    return {hulpvorm for entries in _vormen() for _, hulpvorm in entries.values() if hulpvorm}
