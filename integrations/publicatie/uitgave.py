"""Of what a release was made: recorded with it, and compared when it is made again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from integrations.publicatie.tabellen import Levering
from integrations.sqlfiles import read_sql, run_sql

CODE = ("integrations", "mappings", "quality", "sql")
CODE_SUFFIXES = (".py", ".sql", ".yaml", ".csv", ".j2", ".css")
SCHRIJVERS = ("jinja2", "matplotlib", "pyarrow", "xlsxwriter")
"""Libraries that decide the bytes of a file."""
ONTBREEKT = "ontbreekt"

Uitkomst = Literal["gelijk", "verschilt", "niet vastgelegd"]


@dataclass(frozen=True)
class Uitgave:
    """What a release of one municipality was made of, and what came out.

    ``versies`` by part, ``berichten`` counts what was known of the municipality per status, ``bestanden`` holds the
    SHA-256 of each file.
    """

    versies: dict[str, str]
    berichten: dict[str, int]
    bestanden: dict[str, str]


@dataclass(frozen=True)
class Herhaling:
    """A release made again beside its record: which files differ, and everything that was different when making it."""

    uitkomst: Uitkomst
    bestanden: list[str]
    redenen: list[str]


def describe(conn: sa.Connection, levering: Levering, folder: Path) -> Uitgave:
    """The release of which the files are in ``folder``, made from the marts and the lists that ``conn`` shows."""
    lists = "SELECT left(vingerafdruk, 12) FROM mapping.referentie ORDER BY referentie_id DESC LIMIT 1"
    counts = run_sql(
        conn,
        read_sql("sql", "terugblik/berichten.sql"),
        {"gemeente_code": levering.gemeente_code},
    )
    return Uitgave(
        versies=levering.versies
        | {
            "broncode": fingerprint_code(),
            "bibliotheken": ", ".join(f"{name} {metadata.version(name)}" for name in SCHRIJVERS),
            "lijsten": run_sql(conn, lists).scalar() or "geen",
        },
        berichten={row.status: row.aantal for row in counts},
        bestanden={
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())
        },
    )


def record(conn: sa.Connection, levering: Levering, uitgave: Uitgave) -> None:
    """Keep the record of a release; the same release made again adds nothing."""
    params = _key(levering) | {name: json.dumps(value) for name, value in vars(uitgave).items()}
    run_sql(conn, read_sql("sql", "terugblik/leg_vast.sql"), params)


def find(engine: sa.Engine, week: str, as_of: datetime) -> dict[str, Uitgave]:
    """The last record of each municipality that was published for ``week`` at exactly ``as_of``, by its code."""
    with engine.connect() as conn:
        rows = run_sql(conn, read_sql("sql", "terugblik/vind.sql"), {"week": week, "as_of": as_of})
        return {
            row.gemeente_code: Uitgave(dict(row.versies), dict(row.berichten), dict(row.bestanden))
            for row in rows
        }


def compare(toen: Uitgave | None, nu: Uitgave) -> Herhaling:
    """Lay a release made again beside its record. Differences in the making are told only where files differ."""
    if toen is None:
        return Herhaling("niet vastgelegd", [], [])
    files = _differences(toen.bestanden, nu.bestanden)
    if not files:
        return Herhaling("gelijk", [], [])
    reasons = [
        f"{name}: toen {toen.versies.get(name, ONTBREEKT)}, nu {nu.versies.get(name, ONTBREEKT)}"
        for name in _differences(toen.versies, nu.versies)
    ] + [
        f"berichten {status}: toen {toen.berichten.get(status, 0)}, nu {nu.berichten.get(status, 0)}"
        for status in _differences(toen.berichten, nu.berichten)
    ]
    return Herhaling(
        "verschilt",
        files,
        reasons or ["onbekend: wat is vastgelegd over het maken, is gelijk"],
    )


@cache
def fingerprint_code() -> str:
    """Of every file of this program that can decide what is published."""
    digest = hashlib.sha256()
    for package in CODE:
        _add_files(digest, resources.files(package), package)
    return digest.hexdigest()[:12]


def _add_files(digest: Any, folder: Traversable, name: str) -> None:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            _add_files(digest, item, f"{name}/{item.name}")
        elif item.name.endswith(CODE_SUFFIXES):
            digest.update(f"{name}/{item.name}".encode())
            digest.update(item.read_bytes())


def _differences(toen: Mapping[str, object], nu: Mapping[str, object]) -> list[str]:
    return sorted(name for name in {*toen, *nu} if toen.get(name) != nu.get(name))


def _key(levering: Levering) -> dict[str, Any]:
    return {"week": levering.week.naam, "gemeente_code": levering.gemeente_code, "as_of": levering.as_of}
