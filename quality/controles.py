"""The dataset checks: Great Expectations against PostgreSQL, on one snapshot, with results in our own tables.

What an auditor needs (counts, the keys of offending rows) is written here by the check's own SQL on the same
snapshot; the lists of Great Expectations are cut off and may hold personal data, so none is kept.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from integrations.database import make_engine
from integrations.sqlfiles import run_sql
from quality.catalogus import Controle, load_regels, read_controles
from quality.run import (
    QUALITY_LOCK,
    Resultaat,
    Run,
    count_rows,
    find,
    judge,
    prepare_run,
    record_run,
    settle_findings,
)

if TYPE_CHECKING:
    from quality.ge import Uitkomst

ControleRun = Run


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
        feasible = [c for c in controles if c.regel_id not in skipped]
        snapshot = run_sql(conn, "SELECT pg_export_snapshot()").scalar_one()
        outcomes = evaluate(conn.engine.url, snapshot, feasible, as_of)
        results = {c.regel_id: _result(conn, c, outcomes[c.regel_id], as_of) for c in feasible}
        judged = [
            c.regel_id
            for c in feasible
            if c.heeft_bevindingen and results[c.regel_id].aantal_afwijkend is not None
        ]
        opened, closed = settle_findings(conn, judged, as_of)
        omitted = [Resultaat(regel_id, "overgeslagen", reden=reason) for regel_id, reason in skipped.items()]
        return record_run(conn, "controles", as_of, [*results.values(), *omitted], opened, closed)


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
    empty = {tabel for tabel in needed if count_rows(conn, tabel, as_of) == 0}
    reasons = {}
    for controle in controles:
        if controle.leest_mart and shown != as_of:
            reasons[controle.regel_id] = "De cijfers zijn niet opgebouwd naar dit moment."
        elif missing := sorted(empty & set(controle.vereist)):
            reasons[controle.regel_id] = f"Leeg: {', '.join(missing)}."
    return reasons


def _result(conn: sa.Connection, controle: Controle, outcome: "Uitkomst", as_of: datetime) -> Resultaat:
    """The outcome as a result; rows with a message become findings, and must be as many as were counted."""
    regel_id, error = controle.regel_id, outcome.fout_klasse
    wrong = outcome.afwijkend or 0
    if error is None and controle.sql and controle.heeft_bevindingen:
        try:
            if find(conn, regel_id, controle.sql, as_of) != wrong:
                error = "TellingVerschilt"
        except sa.exc.DBAPIError as err:
            error = type(err.orig).__name__
    if error is not None:
        return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=error)
    checked = outcome.gecontroleerd
    return judge(regel_id, count_rows(conn, controle.tabel, as_of) if checked is None else checked, wrong)
