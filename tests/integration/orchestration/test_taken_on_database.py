"""The task functions on a real database, with the settings that Airflow would give them."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.orchestration import taken
from integrations.orchestration.taken import load_reference_data
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.integration


@pytest.fixture
def inbox(engine: sa.Engine, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    load_reference_data(engine)
    folder = tmp_path / "inbox"
    folder.mkdir()
    monkeypatch.setenv("JEUGDKOPPEL_DATABASE_URL", database_url)
    monkeypatch.setenv("JEUGDKOPPEL_INBOX", str(folder))
    monkeypatch.setenv("JEUGDKOPPEL_PSEUDONYM_KEY", TEST_KEY)
    return folder


@pytest.mark.parametrize(("files", "workers"), [(0, []), (1, [1]), (3, [1]), (4, [1, 2]), (20, [1, 2])])
def test_the_queue_decides_how_many_workers_come(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, files: int, workers: list[int]
) -> None:
    monkeypatch.setattr(taken, "MESSAGES_PER_WORKER", 3)
    for number in range(files):
        (inbox / f"{number}.xml").write_text(f"<bericht>{number}</bericht>")
    assert taken.land() == workers
    assert taken.land() == workers, "what still waits is counted again: a repeated task does no harm"


def test_what_is_no_message_gets_its_verdict_and_the_flow_goes_on(inbox: Path, engine: sa.Engine) -> None:
    (inbox / "brief.txt").write_text("Beste gemeente,")
    taken.land()
    assert taken.process_pending() == {"verwerkt": 0, "geweigerd": 1, "niet_ondersteund": 0, "mislukt": 0}
    assert taken.process_pending()["geweigerd"] == 0
    taken.check_rules()
    with engine.connect() as conn:
        findings = conn.exec_driver_sql("SELECT regel_id FROM quality.bevinding").scalars().all()
    assert findings == ["ONTVANGST-XML"]


def test_those_who_judge_the_rules_wait_for_each_other(engine: sa.Engine) -> None:
    log: list[str] = []
    entered = threading.Event()

    def first() -> None:
        with taken.exclusive(engine, taken.RULES_LOCK):
            entered.set()
            time.sleep(0.3)
            log.append("de eerste is klaar")

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(5)
    with taken.exclusive(engine, taken.RULES_LOCK):
        log.append("de tweede begint")
    thread.join()
    assert log == ["de eerste is klaar", "de tweede begint"]


def test_the_lock_is_given_back_after_a_failure(engine: sa.Engine) -> None:
    with pytest.raises(ZeroDivisionError), taken.exclusive(engine, taken.RULES_LOCK):
        _ = 1 / 0
    with engine.connect() as conn:
        assert conn.execute(sa.select(sa.func.pg_try_advisory_lock(taken.RULES_LOCK))).scalar_one()
