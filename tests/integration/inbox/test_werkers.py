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
from integrations.ijw import GelezenBericht, read_bericht
from integrations.inbox import afhandeling, verwerking, wachtrij
from integrations.inbox.uitslag import VerwerkingMisluktError
from integrations.inbox.verwerking import process
from integrations.inbox.wachtrij import BATCH_BERICHTEN
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


def test_a_worker_killed_while_holding_a_claim(ready: sa.Engine, database_url: str) -> None:
    ids = receive(ready, make_stream(BATCH_BERICHTEN + 20))
    held, free = ids[:BATCH_BERICHTEN], ids[BATCH_BERICHTEN:]
    worker = start_worker(database_url, "vast")
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "vast"
        process(ready, KEY, limit=len(free))
        found = statuses(ready)
        assert {found[i] for i in held} == {"ontvangen"}
        assert "ontvangen" not in {found[i] for i in free}, "others go round it"
    finally:
        worker.kill()
        worker.communicate()
    wait_until(lambda: process_all(ready))


def test_batches_and_threads_give_what_one_message_at_a_time_gives(
    ready: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(ready, make_stream(200))
    process(ready, KEY)
    together = fingerprint(ready)
    forget_processing(ready)
    monkeypatch.setattr(wachtrij, "BATCH_BERICHTEN", 1)
    monkeypatch.setattr(verwerking, "THREADS", 1)
    process(ready, KEY)
    assert fingerprint(ready) == together


def test_one_failing_message_does_not_take_its_batch_along(
    ready: sa.Engine, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = list(make_stream(80))
    ids = receive(ready, [*stream[:60], sample("JW323"), *stream[60:]])
    monkeypatch.setattr(afhandeling, "read_bericht", stumble_over_the_sample)
    with pytest.raises(VerwerkingMisluktError) as failure:
        process(ready, KEY)
    assert list(failure.value.verwerking.mislukt) == [ids[60]]
    assert [i for i, status in statuses(ready).items() if status == "ontvangen"] == [ids[60]]


def stumble_over_the_sample(inhoud: bytes, *rest: object) -> GelezenBericht:
    if b"RN004" in inhoud:
        raise ValueError("a bug")
    return read_bericht(inhoud, *rest)


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
        time.sleep(chance.uniform(0, 0.1))
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
