"""Wait until all that was received by a moment is processed: a release without it could never be made again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from integrations.errors import PublicationError
from integrations.sqlfiles import read_sql, run_sql

INTAKE_LOCK = 7_001_306
PATIENCE_SECONDS = 60.0
"""How long the queue may stand still before we give up; while it shrinks we wait on."""
POLL_SECONDS = 0.2


@contextmanager
def taking_in(engine: sa.Engine) -> Iterator[None]:
    """Around reading the clock and storing under that moment what takes long: ``await_processed`` waits for who is in.

    Any number of processes may be in at a time, and nobody waits to come in.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        run_sql(conn, "SELECT pg_advisory_lock_shared(%(key)s)", {"key": INTAKE_LOCK})
        try:
            yield
        finally:
            run_sql(conn, "SELECT pg_advisory_unlock_shared(%(key)s)", {"key": INTAKE_LOCK})


def await_processed(engine: sa.Engine, as_of: datetime, patience: float = PATIENCE_SECONDS) -> None:
    """Return as soon as nothing received by ``as_of`` waits or is still being stored.

    Blocks nobody. What is received after ``as_of`` is not waited for, so a busy reception does not delay a release.

    Raises:
        PublicationError: messages wait, and nobody works on them.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        busy: list[str] | None = None
        fewest, since = None, time.monotonic()
        while True:
            params = {"as_of": as_of, "bezig": busy, "slot": INTAKE_LOCK}
            row = run_sql(conn, read_sql(__package__, "sql/nog_bezig.sql"), params).one()
            waiting, busy = row.wachtend, row.bezig
            if not waiting and not busy:
                return
            if busy or fewest is None or waiting < fewest:
                fewest, since = waiting, time.monotonic()
            elif time.monotonic() - since > patience:
                raise PublicationError(
                    f"Er wachten nog {waiting} berichten die uiterlijk op dit moment zijn ontvangen; zonder die is een "
                    "uitgave later niet te herhalen.",
                    "verwerk ze met `jeugdkoppel process` of de DAG ontvangst, en probeer het opnieuw; blijft er een "
                    "wachten, dan noemt `jeugdkoppel process` de fout.",
                )
            time.sleep(POLL_SECONDS)
