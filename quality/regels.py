"""The rules: judge every one over all that is known at one moment.

A rule is a SELECT of the rows that break it (``regels/<ID>.sql``). Findings made at reception belong to whoever
received the message and are left alone.
"""

from datetime import datetime

import sqlalchemy as sa

from integrations.sqlfiles import read_sql, run_sql
from quality.catalogus import load_regels, read_regels
from quality.run import Resultaat, Run, count_rows, find, judge, prepare_run, record_run, settle_findings

RegelRun = Run


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
            if regel.sql and regel.ronde == ronde
        ]
        ran = [result.regel_id for result in batch if result.aantal_afwijkend is not None]
        new, gone = settle_findings(conn, ran, as_of)
        results, opened, closed = [*results, *batch], opened + new, closed + gone
    return record_run(conn, "regels", as_of, results, opened, closed)


def _judge(conn: sa.Connection, regel_id: str, sql: str, tabel: str, as_of: datetime) -> Resultaat:
    try:
        found = find(conn, regel_id, sql, as_of)
    except sa.exc.DBAPIError as err:
        return Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=type(err.orig).__name__)
    return judge(regel_id, count_rows(conn, tabel, as_of), found)
