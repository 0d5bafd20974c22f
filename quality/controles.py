"""The dataset checks: Great Expectations against PostgreSQL, on one snapshot, with results in our own tables.

What an auditor needs (counts, the keys of offending rows) is written here by the check's own SQL on the same
snapshot; the lists of Great Expectations are cut off and may hold personal data, so none is kept.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from integrations.database import make_engine
from integrations.sqlfiles import run_sql
from quality.catalogus import Controle, load_regels, read_controles
from quality.regels import (
    QUALITY_LOCK,
    Resultaat,
    count_rows,
    find,
    judge,
    prepare_run,
    record_run,
    settle_findings,
)

if TYPE_CHECKING:
    from quality.ge import Uitkomst


@dataclass(frozen=True)
class ControleRun:
    """One run over the checks; ``geopend`` and ``gesloten`` are the findings that changed."""

    run_id: int
    as_of: datetime
    resultaten: tuple[Resultaat, ...]
    geopend: int
    gesloten: int


def run_controles(database_url: str, as_of: datetime) -> ControleRun:
    """Carry out all checks on what was known at ``as_of`` (with zone), in a transaction of its own.

    Checks on the marts are skipped unless the marts show that very moment. A check whose query fails is *niet
    uitvoerbaar*; neither that nor a skipped one counts as passed or solves a finding.

    Raises:
        QualityError: ``as_of`` has no zone or lies before the last run, or a check gave no outcome at all.
    """
    from quality.ge import evaluate  # seconds of import, only for who runs checks

    with _frozen_database(database_url) as conn:
        prepare_run(conn, "controles", as_of)
        load_regels(conn)
        controles = read_controles()
        skipped = _reasons_to_skip(conn, controles, as_of)
        snapshot = run_sql(conn, "SELECT pg_export_snapshot()").scalar_one()
        outcomes = evaluate(
            conn.engine.url, snapshot, [c for c in controles if c.regel_id not in skipped], as_of
        )
        results = {
            c.regel_id: Resultaat(c.regel_id, "overgeslagen", reden=skipped[c.regel_id])
            if c.regel_id in skipped
            else _result(conn, c, outcomes[c.regel_id], as_of)
            for c in controles
        }
        judged = [
            c.regel_id
            for c in controles
            if c.heeft_bevindingen and results[c.regel_id].aantal_afwijkend is not None
        ]
        opened, closed = settle_findings(conn, judged, as_of)
        run_id = record_run(conn, "controles", as_of, results.values())
    return ControleRun(run_id, as_of, tuple(results.values()), opened, closed)


@contextmanager
def _frozen_database(database_url: str) -> Iterator[sa.Connection]:
    """A connection in one REPEATABLE READ transaction, committed at the end.

    The lock is of the session and taken first: a snapshot from before the wait would miss what was waited for.
    """
    engine = make_engine(database_url)
    try:
        with engine.connect() as conn:
            run_sql(conn, "SELECT pg_advisory_lock(%(key)s)", {"key": QUALITY_LOCK})
            conn.commit()
            with conn.execution_options(isolation_level="REPEATABLE READ").begin():
                yield conn
    finally:
        engine.dispose()


def _reasons_to_skip(conn: sa.Connection, controles: Sequence[Controle], as_of: datetime) -> dict[str, str]:
    """Which checks cannot be carried out now, by id, and why."""
    shown = run_sql(conn, "SELECT as_of FROM mart.stand").scalar()
    needed = {tabel for controle in controles for tabel in controle.vereist}
    empty = sorted(tabel for tabel in needed if count_rows(conn, tabel, as_of) == 0)
    reasons = {}
    for controle in controles:
        if controle.leest_mart and shown != as_of:
            reasons[controle.regel_id] = "De cijfers zijn niet opgebouwd naar dit moment."
        elif missing := [tabel for tabel in controle.vereist if tabel in empty]:
            reasons[controle.regel_id] = f"Leeg: {', '.join(missing)}."
    return reasons


def _result(conn: sa.Connection, controle: Controle, outcome: "Uitkomst", as_of: datetime) -> Resultaat:
    """The outcome as a result; rows with a message become findings, and must be as many as were counted."""
    regel_id, wrong = controle.regel_id, outcome.afwijkend or 0
    if outcome.fout_klasse is not None:
        return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=outcome.fout_klasse)
    if controle.heeft_bevindingen and controle.sql is not None and wrong:
        try:
            with conn.begin_nested():
                found = find(conn, regel_id, controle.sql, as_of)
        except sa.exc.DBAPIError as err:
            return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=type(err.orig).__name__)
        if found != wrong:
            return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse="TellingVerschilt")
    checked = outcome.gecontroleerd
    if checked is None:
        checked = count_rows(conn, controle.tabel, as_of)
    return Resultaat(regel_id, judge(checked, wrong), checked, wrong)
