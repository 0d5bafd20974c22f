"""Wait until all that was received by a moment is processed: a release without it could never be made again."""

import time
from datetime import datetime

import sqlalchemy as sa

from integrations.errors import PublicationError
from integrations.sqlfiles import read_sql, run_sql

PATIENCE_SECONDS = 60.0
"""How long the queue may stand still before we give up; while it shrinks we wait on."""
POLL_SECONDS = 0.2


def await_processed(engine: sa.Engine, as_of: datetime, patience: float = PATIENCE_SECONDS) -> None:
    """Return as soon as no message received by ``as_of`` waits or is still being stored.

    Blocks nobody. What is received after ``as_of`` is not waited for, so a busy reception does not delay a release.

    Raises:
        PublicationError: messages wait and nobody works on them.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        storing: list[str] | None = None
        fewest, since = None, time.monotonic()
        while True:
            row = run_sql(
                conn, read_sql(__package__, "sql/nog_bezig.sql"), {"as_of": as_of, "schrijvers": storing}
            ).one()
            storing = row.schrijvers
            left = row.wachtend + len(storing)
            if left == 0:
                return
            if fewest is None or left < fewest:
                fewest, since = left, time.monotonic()
            elif time.monotonic() - since > patience:
                raise PublicationError(
                    f"Er wachten nog {row.wachtend} berichten die vóór dit moment zijn ontvangen; zonder die is een "
                    "uitgave later niet te herhalen.",
                    "verwerk ze met `jeugdkoppel process` of de DAG ontvangst, en probeer het opnieuw; blijft er een "
                    "wachten, dan noemt `jeugdkoppel process` de fout.",
                )
            time.sleep(POLL_SECONDS)
