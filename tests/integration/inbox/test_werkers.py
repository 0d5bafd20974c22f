"""Several workers on one queue: each message once, whoever is killed, whoever comes second."""

import json
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from integrations.database import open_database
from integrations.inbox.verwerking import process
from integrations.settings import Settings
from quality.catalogus import load_regels
from tests.integration.inbox.hulp import (
    KEY,
    PER_TWENTY,
    STOLEN_IDENTITY,
    fingerprint,
    forget_processing,
    make_stream,
    receive,
    start_worker,
    statuses,
)

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
        wait_until(lambda: waiting_for_a_lock(ready) == 1)
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
    wait_until(lambda: process_all(ready))
    assert set(statuses(ready).values()) == {"verwerkt"}


def test_three_workers_do_each_message_once(ready: sa.Engine, database_url: str) -> None:
    # without the stolen identities: which of two comes first is up to the workers
    receive(ready, (bericht for i, bericht in enumerate(make_stream(300)) if i % 20 != STOLEN_IDENTITY))
    with ready.connect() as gate, gate.begin():
        gate.exec_driver_sql(
            "LOCK TABLE landing.bericht IN EXCLUSIVE MODE"
        )  # nobody claims before all three are there
        workers = [start_worker(database_url) for _ in range(3)]
        wait_until(lambda: waiting_for_a_lock(ready) == 3)
    counts = [read_counts(worker) for worker in workers]
    assert sum(sum(c.values()) for c in counts) == 285, "together they did every message, and none twice"
    assert min(c["verwerkt"] for c in counts) > 0, "and none of them was idle"
    together = fingerprint(ready)
    forget_processing(ready)
    process(ready, KEY)
    assert fingerprint(ready) == together


def test_killed_ten_times_and_started_again_gives_the_undisturbed_result(
    ready: sa.Engine, database_url: str
) -> None:
    receive(ready, make_stream(2000))
    assert process(ready, KEY).telling() == {s: 100 * n for s, n in PER_TWENTY.items()} | {"mislukt": 0}
    undisturbed = fingerprint(ready)
    forget_processing(ready)
    chance = random.Random(7)  # noqa: S311
    progress = []
    for _ in range(10):
        worker = start_worker(database_url)
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "bezig"
        time.sleep(chance.uniform(0, 0.25))
        worker.kill()
        worker.communicate()
        assert worker.returncode == -signal.SIGKILL, "it was killed at work, not after it"
        progress.append(sum(s != "ontvangen" for s in statuses(ready).values()))
    assert 0 < progress[0] < progress[-1] < 2000
    wait_until(lambda: process_all(ready))
    assert fingerprint(ready) == undisturbed


def process_all(engine: sa.Engine) -> bool:
    """Whether nothing waits after a run; the server may need a moment to let go of a dead worker's claim."""
    process(engine, KEY)
    return "ontvangen" not in statuses(engine).values()


def test_the_embedded_server_outlives_a_killed_worker_and_stops_with_the_last(tmp_path: Path) -> None:
    with open_database(Settings(data_dir=tmp_path)) as engine:
        with engine.begin() as conn:
            load_regels(conn)
        receive(engine, make_stream(40))
    worker = start_worker(str(tmp_path), "vast")  # it starts the server, and dies with a claim in its hands
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "vast"
    worker.kill()
    worker.communicate()
    assert len(postmasters(tmp_path)) == 1, "the server is still there"
    counts = read_counts(start_worker(str(tmp_path)))
    assert counts == {s: 2 * n for s, n in PER_TWENTY.items()} | {"mislukt": 0}
    assert postmasters(tmp_path) == [], "and the next worker stopped it when it was done"


def postmasters(folder: Path) -> list[int]:
    """Live servers on the embedded database of ``folder``."""
    return [
        p.pid
        for p in psutil.process_iter(["cmdline", "status"])
        if p.info["status"] != psutil.STATUS_ZOMBIE
        and "-D" in (p.info["cmdline"] or [])
        and str(folder) in " ".join(p.info["cmdline"])
    ]


def read_counts(worker: subprocess.Popen[str]) -> dict[str, int]:
    out, err = worker.communicate(timeout=120)
    assert worker.returncode == 0, err
    counts: dict[str, int] = json.loads(out.splitlines()[-1])
    return counts


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def waiting_for_a_lock(engine: sa.Engine) -> int:
    """Number of sessions on this database that wait for another."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with engine.connect() as conn:
        count: int = conn.exec_driver_sql(query).scalar_one()
    return count
