"""Providers with their kind and size, as a municipality or region lists them: the class of provider of the indicators."""

import json
import re
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from integrations.errors import ReferenceDataError
from integrations.sqlfiles import read_sql, run_sql
from mappings.csvfiles import read_csv

COLUMNS = ("aanbieder_agb_code", "soort", "grootteklasse", "bron")
AGB_CODE = re.compile(r"[0-9]{8}")
GROOTTEKLASSEN = ("groot", "middel", "klein", "eenpitter")


def import_aanbieders(conn: Connection, path: Path, bekend_vanaf: datetime) -> int:
    """Take over the list at ``path`` (CSV with ``COLUMNS``), known from ``bekend_vanaf``. The caller commits.

    A provider that is not in the list keeps what was known of it. Nothing is overwritten.

    Returns:
        How many providers are new or have changed.

    Raises:
        ReferenceDataError: the file breaks its contract, or what it says precedes what is known. Nothing has changed then.
    """
    rows: dict[str, dict[str, str]] = {}
    for row in read_csv(path.name, path.read_bytes(), COLUMNS):
        reason = _reason_to_refuse(row.values, rows)
        if row.values is None or reason:
            raise ReferenceDataError(
                f"{path.name}, regel {row.line}: {reason}.", "herstel de regel en probeer opnieuw."
            )
        rows[row.values["aanbieder_agb_code"]] = row.values
    last = run_sql(conn, "SELECT max(bekend_vanaf) FROM mapping.aanbieder").scalar()
    if last is not None and bekend_vanaf <= last:
        raise ReferenceDataError(
            f"{path.name}: er is al een lijst van {last:%d-%m-%Y %H:%M} bekend.",
            "lees de lijsten in op volgorde van tijd.",
        )
    params = {"regels": json.dumps(list(rows.values())), "bekend_vanaf": bekend_vanaf}
    return run_sql(conn, read_sql("mappings", "sql/aanbieders_bewaar.sql"), params).rowcount


def _reason_to_refuse(values: dict[str, str] | None, seen: dict[str, dict[str, str]]) -> str | None:
    """What is wrong with a row, in Dutch; None when nothing is."""
    if values is None:
        return "er staan meer of minder waarden dan kolommen"
    code = values["aanbieder_agb_code"]
    if not AGB_CODE.fullmatch(code):
        return f"'{code}' is geen AGB-code van acht cijfers"
    if code in seen:
        return f"AGB-code {code} staat er twee keer in"
    if values["grootteklasse"] not in GROOTTEKLASSEN:
        return f"grootteklasse '{values['grootteklasse']}' bestaat niet; kies {', '.join(GROOTTEKLASSEN)}"
    return "soort of bron is leeg" if not (values["soort"] and values["bron"]) else None
