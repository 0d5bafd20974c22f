"""The runner: judge every rule over all that is known at one moment, and keep the findings up to date.

A rule is a SELECT of the rows that break it (``regels/<ID>.sql``). What it selects is compared with its open
findings: new ones are opened, those gone are closed with ``opgelost_op``, the rest stays as it is. A finding
that comes back, or whose explanation changed, is a new row, so the past stays readable. Findings made at
reception belong to whoever received the message and are left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from integrations.errors import QualityError
from integrations.sqlfiles import read_sql, run_sql
from quality.catalogus import load_regels, read_regels

QUALITY_LOCK = 7_001_310
WORK_MEM = "256MB"

Status = Literal["voldoet", "voldoet niet", "niet van toepassing", "niet uitvoerbaar", "overgeslagen"]


@dataclass(frozen=True)
class Resultaat:
    """What one rule or check gave. ``fout_klasse`` is the class of the error, never its text, which may hold data."""

    regel_id: str
    status: Status
    aantal_gecontroleerd: int | None = None
    aantal_afwijkend: int | None = None
    fout_klasse: str | None = None


@dataclass(frozen=True)
class RegelRun:
    """One run over the rules; ``geopend`` and ``gesloten`` are the findings that changed."""

    run_id: int
    as_of: datetime
    resultaten: tuple[Resultaat, ...]
    geopend: int
    gesloten: int


def run_regels(conn: Connection, as_of: datetime) -> RegelRun:
    """Judge all rules on what was known at ``as_of`` (with zone), inside the transaction of ``conn``.

    A rule whose SQL fails is recorded as *niet uitvoerbaar* and keeps its findings.

    Raises:
        QualityError: ``as_of`` has no zone or lies before the last run; findings only move forward.
    """
    prepare_run(conn, "regels", as_of)
    load_regels(conn)
    checked = count_known(conn, as_of)
    results: list[Resultaat] = []
    opened = closed = 0
    for ronde in (1, 2):
        batch = [
            _judge(conn, regel.regel_id, regel.sql, as_of, checked[regel.waarop])
            for regel in read_regels()
            if regel.sql and regel.waarop and regel.ronde == ronde
        ]
        ran = [result.regel_id for result in batch if result.status != "niet uitvoerbaar"]
        new, gone = settle_findings(conn, ran, as_of)
        results, opened, closed = [*results, *batch], opened + new, closed + gone
    results.sort(key=lambda result: result.regel_id)
    run_id = record_run(conn, "regels", as_of, results)
    return RegelRun(run_id, as_of, tuple(results), opened, closed)


def prepare_run(conn: Connection, soort: str, as_of: datetime) -> None:
    """Wait for any other run, refuse a moment that cannot be judged any more, and lay out a place for findings."""
    if as_of.tzinfo is None:
        raise QualityError("Het moment van beoordelen heeft geen tijdzone.", "geef as_of met een tijdzone.")
    run_sql(conn, "SELECT pg_advisory_xact_lock(%(key)s)", {"key": QUALITY_LOCK})
    last = run_sql(
        conn, "SELECT max(as_of) FROM quality.run WHERE soort = %(soort)s", {"soort": soort}
    ).scalar()
    if last is not None and as_of < last:
        raise QualityError(
            f"De {soort} zijn al beoordeeld naar de stand van {last:%d-%m-%Y %H:%M:%S} (UTC), later dan gevraagd.",
            "kies dat moment of een later; terugkijken naar een eerdere stand kan nog niet.",
        )
    run_sql(conn, f"SET LOCAL work_mem = '{WORK_MEM}'")
    run_sql(conn, read_sql("quality", "sql/maak_gevonden.sql"))


def count_known(conn: Connection, as_of: datetime) -> dict[str, int]:
    """Number of rows known at ``as_of``, per table of core that rules judge."""
    rows = run_sql(conn, read_sql("quality", "sql/tel_bekend.sql"), {"as_of": as_of})
    return {row.waarop: row.aantal for row in rows}


def find(conn: Connection, regel_id: str, sql: str, as_of: datetime) -> int:
    """Lay the rows that ``sql`` selects in ``gevonden`` as findings of ``regel_id``; returns their number."""
    statement = read_sql("quality", "sql/vind.sql").replace("{regel}", sql)
    return run_sql(conn, statement, {"regel_id": regel_id, "as_of": as_of}).rowcount


def settle_findings(conn: Connection, regel_ids: list[str], as_of: datetime) -> tuple[int, int]:
    """Bring the findings of these rules in line with ``gevonden``; returns how many were opened and closed."""
    params: dict[str, Any] = {"regel_ids": regel_ids, "as_of": as_of}
    run_sql(conn, "ANALYZE gevonden")
    closed = run_sql(conn, read_sql("quality", "sql/sluit_bevindingen.sql"), params).rowcount
    opened = run_sql(conn, read_sql("quality", "sql/open_bevindingen.sql"), params).rowcount
    run_sql(conn, "TRUNCATE gevonden")
    return opened, closed


def record_run(conn: Connection, soort: str, as_of: datetime, results: Iterable[Resultaat]) -> int:
    """Write the run with one row per rule; returns its id."""
    params = {"soort": soort, "as_of": as_of}
    run_id = run_sql(conn, read_sql("quality", "sql/insert_run.sql"), params).scalar_one()
    for result in results:
        run_sql(conn, read_sql("quality", "sql/insert_resultaat.sql"), {"run_id": run_id, **vars(result)})
    return int(run_id)


def _judge(conn: Connection, regel_id: str, sql: str, as_of: datetime, checked: int) -> Resultaat:
    """One rule behind a savepoint: a rule that fails takes no other rule with it."""
    try:
        with conn.begin_nested():
            found = find(conn, regel_id, sql, as_of)
    except DBAPIError as err:
        return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=type(err.orig).__name__)
    status: Status = "voldoet niet" if found else "voldoet" if checked else "niet van toepassing"
    return Resultaat(regel_id, status, checked, found)
