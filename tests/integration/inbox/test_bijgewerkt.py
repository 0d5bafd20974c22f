"""A release waits for what was received by its moment, and for nothing that came later."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from integrations.errors import PublicationError
from integrations.inbox.bijgewerkt import await_processed, taking_in
from integrations.inbox.landing import receive_bytes

pytestmark = pytest.mark.integration
NU = datetime(2026, 6, 1, tzinfo=UTC)


def store(conn: sa.Connection, moment: datetime) -> None:
    receive_bytes(conn, "a.xml", str(moment).encode(), "inbox", moment)


def reject_all(engine: sa.Engine) -> None:
    """As processing would leave them."""
    with engine.begin() as conn:
        conn.exec_driver_sql(
            "UPDATE landing.bericht SET status = 'geweigerd', verwerkt_op = now(), redenen = '[{}]'"
        )


def test_waits_for_what_was_there_and_not_for_what_came_after(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        store(conn, NU + timedelta(seconds=1))
    await_processed(engine, NU, patience=0.0)
    with engine.begin() as conn:
        store(conn, NU)
    with pytest.raises(PublicationError, match="wachten nog 1 berichten") as refusal:
        await_processed(engine, NU, patience=0.3)
    assert "jeugdkoppel process" in refusal.value.remedy
    worker = threading.Timer(0.5, reject_all, [engine])
    worker.start()
    await_processed(engine, NU, patience=20.0)
    worker.join()


def test_waits_for_who_is_storing_but_not_for_who_begins_later(engine: sa.Engine) -> None:
    """A transaction under way, then a sweep that has read the clock and not stored anything yet."""
    with engine.connect() as busy:
        store(busy, NU)
        later = threading.Timer(0.5, busy.commit)
        later.start()
        with pytest.raises(PublicationError):  # what it stored is seen, and waits
            await_processed(engine, NU, patience=0.3)
        later.join()
    reject_all(engine)
    entered, leave = threading.Event(), threading.Event()

    def sweep() -> None:
        with taking_in(engine):
            entered.set()
            leave.wait(20)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    entered.wait(20)
    threading.Timer(0.5, leave.set).start()
    begin = time.monotonic()
    await_processed(engine, NU)
    assert time.monotonic() - begin >= 0.4
    sweeper.join()
