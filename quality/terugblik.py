"""The findings of an earlier moment, for a transaction that is rolled back.

Where a run judged at that very moment, its findings are in the record, and every reader takes those by their two
times. Where none did, the rules of now judge all that was known then.
"""

from datetime import datetime

import sqlalchemy as sa

from integrations.sqlfiles import read_sql, run_sql
from quality.catalogus import read_controles
from quality.regels import run_regels
from quality.run import Resultaat, record_run

NIET_GEDRAAID = "Op dit moment is geen uitgave gemaakt; de controles draaien alleen bij een uitgave."


def judge_back(conn: sa.Connection, as_of: datetime) -> bool:
    """Make the findings in the transaction of ``conn`` those of ``as_of`` (with zone).

    Another run over the rules waits until the transaction ends, unless this moment was judged before.

    Returns:
        Whether they are those of the record; False: the rules of now judged again.
    """
    statement = "SELECT DISTINCT soort FROM quality.run WHERE as_of = %(as_of)s"
    ran = set(run_sql(conn, statement, {"as_of": as_of}).scalars())
    if "regels" not in ran:
        run_sql(conn, read_sql("quality", "sql/zet_terug.sql"), {"as_of": as_of})
        run_regels(conn, as_of, volledig=True)
    if "controles" not in ran:
        skip_controles(conn, as_of)
    return "regels" in ran


def skip_controles(conn: sa.Connection, as_of: datetime) -> None:
    """Record that the checks did not run at ``as_of``, so that those of an earlier run do not speak for it."""
    skipped = [Resultaat(c.regel_id, "overgeslagen", reden=NIET_GEDRAAID) for c in read_controles()]
    record_run(conn, "controles", as_of, skipped, opened=0, closed=0)
