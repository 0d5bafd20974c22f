"""The runner: judge every rule over all that is known at one moment, and keep the findings up to date.

A rule is a SELECT of the rows that break it (``regels/<ID>.sql``). What it selects is compared with its open
findings: new ones are opened, those gone are closed with ``opgelost_op``, the rest stays as it is. A finding
that comes back, or whose explanation changed, is a new row, so the past stays readable. Findings made at
reception belong to whoever received the message and are left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from integrations.errors import QualityError
from integrations.sqlfiles import read_sql, run_sql
from quality.catalogus import load_regels, read_regels

QUALITY_LOCK = 7_001_310
WORK_MEM = "256MB"

Status = Literal["voldoet", "voldoet niet", "niet van toepassing", "niet uitvoerbaar", "overgeslagen"]


@dataclass(frozen=True)
class Resultaat:
    """What one rule or check gave.

    ``fout_klasse`` is the class of the error, never its text, which may hold data; ``reden`` says why a check
    was skipped.
    """

    regel_id: str
    status: Status
    aantal_gecontroleerd: int | None = None
    aantal_afwijkend: int | None = None
    fout_klasse: str | None = None
    reden: str | None = None


@dataclass(frozen=True)
class RegelRun:
    """One run over the rules; ``geopend`` and ``gesloten`` are the findings that changed."""

    run_id: int
    as_of: datetime
    resultaten: tuple[Resultaat, ...]
    geopend: int
    gesloten: int


def run_regels(conn: sa.Connection, as_of: datetime) -> RegelRun:
    """Judge all rules on what was known at ``as_of`` (with zone), inside the transaction of ``conn``.

    A rule whose SQL fails is recorded as *niet uitvoerbaar* and keeps its findings.

    Raises:
        QualityError: ``as_of`` has no zone or lies before the last run; findings only move forward.
    """
    prepare_run(conn, "regels", as_of)
    load_regels(conn)
    run_sql(conn, read_sql("quality", "sql/analyze.sql"))
    results: list[Resultaat] = []
    opened = closed = 0
    for ronde in (1, 2):
        batch = [
            _judge(conn, regel.regel_id, regel.sql, f"core.{regel.waarop}", as_of)
            for regel in read_regels()
            if regel.sql and regel.waarop and regel.ronde == ronde
        ]
        ran = [result.regel_id for result in batch if result.status != "niet uitvoerbaar"]
        new, gone = settle_findings(conn, ran, as_of)
        results, opened, closed = [*results, *batch], opened + new, closed + gone
    results.sort(key=lambda result: result.regel_id)
    run_id = record_run(conn, "regels", as_of, results)
    return RegelRun(run_id, as_of, tuple(results), opened, closed)


def prepare_run(conn: sa.Connection, soort: str, as_of: datetime) -> None:
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


@cache
def _counting(tabel: str) -> sa.Select[int]:
    schema, name = tabel.split(".")
    query = sa.select(sa.func.count()).select_from(sa.table(name, schema=schema))
    return query.where(sa.column("bekend_vanaf") <= sa.bindparam("as_of")) if schema == "core" else query


def count_rows(conn: sa.Connection, tabel: str, as_of: datetime) -> int:
    """Number of rows of ``tabel`` (with schema); of core those known at ``as_of``."""
    return conn.execute(_counting(tabel), {"as_of": as_of}).scalar_one()


def find(conn: sa.Connection, regel_id: str, sql: str, as_of: datetime) -> int:
    """Lay the rows that ``sql`` selects in ``gevonden`` as findings of ``regel_id``; returns their number."""
    statement = read_sql("quality", "sql/vind.sql").replace("{regel}", sql)
    return run_sql(conn, statement, {"regel_id": regel_id, "as_of": as_of}).rowcount


def settle_findings(conn: sa.Connection, regel_ids: list[str], as_of: datetime) -> tuple[int, int]:
    """Bring the findings of these rules in line with ``gevonden``; returns how many were opened and closed."""
    params: dict[str, Any] = {"regel_ids": regel_ids, "as_of": as_of}
    run_sql(conn, "ANALYZE gevonden")
    closed = run_sql(conn, read_sql("quality", "sql/sluit_bevindingen.sql"), params).rowcount
    opened = run_sql(conn, read_sql("quality", "sql/open_bevindingen.sql"), params).rowcount
    run_sql(conn, "TRUNCATE gevonden")
    return opened, closed


def record_run(conn: sa.Connection, soort: str, as_of: datetime, results: Iterable[Resultaat]) -> int:
    """Write the run with one row per rule; returns its id."""
    params = {"soort": soort, "as_of": as_of}
    run_id = run_sql(conn, read_sql("quality", "sql/insert_run.sql"), params).scalar_one()
    for result in results:
        run_sql(conn, read_sql("quality", "sql/insert_resultaat.sql"), {"run_id": run_id, **vars(result)})
    return int(run_id)


def _judge(conn: sa.Connection, regel_id: str, sql: str, tabel: str, as_of: datetime) -> Resultaat:
    """One rule behind a savepoint: a rule that fails takes no other rule with it."""
    try:
        with conn.begin_nested():
            found = find(conn, regel_id, sql, as_of)
    except DBAPIError as err:
        return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=type(err.orig).__name__)
    checked = count_rows(conn, tabel, as_of)
    return Resultaat(regel_id, judge(checked, found), checked, found)


def judge(checked: int, found: int) -> Status:
    """The status of what was carried out; where there was nothing to judge, nothing passed."""
    if found:
        return "voldoet niet"
    return "voldoet" if checked else "niet van toepassing"
