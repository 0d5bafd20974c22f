"""What a run over the rules and a run over the checks share: one at a time, forward only, findings kept up to date.

What is found is compared with what is open: new findings are opened, those gone are closed with
``opgelost_op``, the rest stays as it is. A finding that comes back, or whose explanation changed, is a new row,
so the past stays readable.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa

from integrations.errors import QualityError
from integrations.sqlfiles import read_sql, run_sql

QUALITY_LOCK = 7_001_310
WORK_MEM = "256MB"

Soort = Literal["regels", "controles"]
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
class Run:
    """One run; ``geopend`` and ``gesloten`` are the findings that changed.

    Of a run over the rules: how many messages were new to it, and whether it judged all others again too.
    """

    run_id: int
    soort: Soort
    as_of: datetime
    resultaten: tuple[Resultaat, ...]
    geopend: int
    gesloten: int
    nieuwe_berichten: int | None = None
    is_volledig: bool | None = None

    def __str__(self) -> str:
        counts = Counter(result.status for result in self.resultaten)
        told = ", ".join(f"{number} {status}" for status, number in counts.items())
        return f"{self.soort}: {told}; bevindingen: {self.geopend} geopend, {self.gesloten} gesloten"


def judge(regel_id: str, checked: int, found: int) -> Resultaat:
    """The result of what was carried out; where there was nothing to judge, nothing passed."""
    status: Status = "voldoet niet" if found else "voldoet" if checked else "niet van toepassing"
    return Resultaat(regel_id, status, checked, found)


def prepare_run(conn: sa.Connection, soort: Soort, as_of: datetime) -> None:
    """Wait for any other run, refuse a moment that cannot be judged any more, and lay out a place for findings.

    Raises:
        QualityError: ``as_of`` has no zone or lies before the last run of this kind.
    """
    if as_of.tzinfo is None:
        raise QualityError("Het moment van beoordelen heeft geen tijdzone.", "geef as_of met een tijdzone.")
    run_sql(conn, "SELECT pg_advisory_xact_lock(%(key)s)", {"key": QUALITY_LOCK})
    last = run_sql(
        conn, "SELECT max(as_of) FROM quality.run WHERE soort = %(soort)s", {"soort": soort}
    ).scalar()
    if last is not None and as_of < last:
        raise QualityError(
            f"De {soort} zijn al beoordeeld naar de stand van {last:%d-%m-%Y %H:%M:%S} (UTC), later dan gevraagd.",
            "kies dat moment of een later; een eerdere stand laat `jeugdkoppel publish --as-of` zien.",
        )
    run_sql(conn, f"SET LOCAL work_mem = '{WORK_MEM}'; SET LOCAL jit = off")
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
    """Lay the rows that ``sql`` selects in ``gevonden`` as findings of ``regel_id``; returns their number.

    Behind a savepoint: a rule whose SQL fails (DBAPIError) takes no other rule with it.
    """
    statement = read_sql("quality", "sql/vind.sql").replace("%(regel)s", f"(\n{sql}\n)")
    with conn.begin_nested():
        return run_sql(conn, statement, {"regel_id": regel_id, "as_of": as_of}).rowcount


def settle_findings(
    conn: sa.Connection, regel_ids: list[str], as_of: datetime, waar_gekeken: str = "TRUE"
) -> tuple[int, int]:
    """Bring the findings of these rules in line with ``gevonden``; returns how many were opened and closed.

    ``waar_gekeken`` is a SQL condition on a finding ``b``: only where it holds can one be closed.
    """
    params: dict[str, Any] = {"regel_ids": regel_ids, "as_of": as_of}
    run_sql(conn, "ANALYZE gevonden")
    close = read_sql("quality", "sql/sluit_bevindingen.sql").replace("%(waar_gekeken)s", waar_gekeken)
    closed = run_sql(conn, close, params).rowcount
    opened = run_sql(conn, read_sql("quality", "sql/open_bevindingen.sql"), params).rowcount
    run_sql(conn, "DELETE FROM gevonden WHERE regel_id = ANY(%(regel_ids)s)", params)
    return opened, closed


def count_findings(conn: sa.Connection, regel_ids: list[str]) -> dict[str, int]:
    """Number of open findings of each of these rules that has any."""
    rows = run_sql(conn, read_sql("quality", "sql/tel_bevindingen.sql"), {"regel_ids": regel_ids})
    return {row.regel_id: row.aantal for row in rows}


def record_run(
    conn: sa.Connection,
    soort: Soort,
    as_of: datetime,
    results: Iterable[Resultaat],
    opened: int,
    closed: int,
    nieuwe_berichten: int | None = None,
    is_volledig: bool | None = None,
) -> Run:
    """Write the run with one row per rule or check; what it looked at is only of rules."""
    results = tuple(sorted(results, key=lambda result: result.regel_id))
    params = {
        "soort": soort,
        "as_of": as_of,
        "nieuwe_berichten": nieuwe_berichten,
        "is_volledig": is_volledig,
    }
    run_id = run_sql(conn, read_sql("quality", "sql/insert_run.sql"), params).scalar_one()
    for result in results:
        run_sql(conn, read_sql("quality", "sql/insert_resultaat.sql"), {"run_id": run_id, **vars(result)})
    return Run(run_id, soort, as_of, results, opened, closed, nieuwe_berichten, is_volledig)
