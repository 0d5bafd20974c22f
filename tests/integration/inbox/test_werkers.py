"""Several workers on one queue: each message once, whoever is killed, whoever comes second."""

import threading
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from integrations.inbox.verwerking import process
from tests.integration.inbox.hulp import KEY, receive, start_worker, statuses

pytestmark = pytest.mark.integration
Sample = Callable[[str], bytes]


@pytest.mark.parametrize(("first_commits", "verdict"), [(True, "geweigerd"), (False, "verwerkt")])
def test_two_workers_with_the_same_identity(
    ready: sa.Engine, sample: Sample, first_commits: bool, verdict: str
) -> None:
    """The second sees the first only in the unique index, waits there for its outcome, and acts on that."""
    original = sample("JW323")
    first, second = receive(ready, [original, original.replace(b">1250<", b">1251<")])
    outcome: list[str] = []
    with ready.connect() as other, other.begin() as transaction:
        other.exec_driver_sql(
            "UPDATE landing.bericht SET status = 'verwerkt', verwerkt_op = now(), berichttype = 'JW323', "
            "release = '3.2', berichtcode = '490', afzender = '65656055', ontvanger = '0384', "
            "identificatie = '765432198', dagtekening = '2026-05-06' WHERE bericht_id = %(id)s",
            {"id": first},
        )
        worker = threading.Thread(
            target=lambda: outcome.extend(b.status for b in process(ready, KEY, limit=1).berichten)
        )
        worker.start()
        wait_until(lambda: is_waiting_for_a_lock(ready))
        if first_commits:
            transaction.commit()
        else:
            transaction.rollback()
        worker.join(timeout=30)
    assert outcome == [verdict]
    assert statuses(ready)[second] == verdict
    with ready.connect() as conn:
        lines = conn.exec_driver_sql("SELECT DISTINCT bericht_id FROM core.prestatie").scalars().all()
    assert lines == ([] if first_commits else [second]), "the refused message left no lines"


def test_a_worker_killed_while_holding_a_claim(ready: sa.Engine, database_url: str, sample: Sample) -> None:
    ids = receive(ready, [sample("JW323"), sample("JW301"), sample("JW305")])
    worker = start_worker(database_url, "vast")
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "vast"
        process(ready, KEY)
        assert [statuses(ready)[i] for i in ids] == ["ontvangen", "verwerkt", "verwerkt"], (
            "others go round it"
        )
    finally:
        worker.kill()
        worker.communicate()
    wait_until(lambda: process(ready, KEY).telling()["verwerkt"] == 1)
    assert set(statuses(ready).values()) == {"verwerkt"}


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def is_waiting_for_a_lock(engine: sa.Engine) -> bool:
    with engine.connect() as conn:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return bool(conn.exec_driver_sql(query).scalar_one())
