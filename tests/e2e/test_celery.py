"""The production shape without containers: every part a process, with only the settings that docker-compose.yml gives.

A file in the inbox has to reach core over a real Redis and a worker that cannot even reach Airflow's own database.
"""

import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import redis
import sqlalchemy as sa

from integrations.database import embedded_server, ensure_database, make_engine, upgrade
from integrations.orchestration.demo import Omvang, drop, make_world
from integrations.orchestration.eindpuntproces import eindpunt_environment, run_eindpunt
from integrations.orchestration.lokaal import load_reference_data, task_environment, with_own_key
from integrations.orchestration.rest import AirflowApi, wait_for
from integrations.orchestration.server import USER, airflow_environment, write_passwords
from integrations.settings import Settings
from tests.conftest import IN_CI
from tests.e2e.processen import processes_of
from tests.unit.ggk.ggk_hulp import make_request
from tests.unit.test_compose import BELONGS_TO

pytestmark = pytest.mark.e2e
BROKER = "redis://127.0.0.1:6379/0"
PARTS = ("api-server", "scheduler", "dag-processor", "triggerer", "worker")


@dataclass(frozen=True)
class Production:
    settings: Settings
    engine: sa.Engine
    api: AirflowApi
    queue: str


@pytest.fixture(scope="module")
def broker() -> str:
    try:
        redis.Redis.from_url(BROKER, socket_connect_timeout=3).ping()
    except redis.RedisError:
        reason = f"no Redis at {BROKER}"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    return BROKER


@pytest.fixture(scope="module")
def production(broker: str, home: Path) -> Iterator[Production]:
    settings = with_own_key(Settings(data_dir=home, inbox=home / "inbox", database_url=None))
    settings.inbox_dir.mkdir()
    queue = f"jk-{uuid.uuid4().hex[:8]}"
    with ExitStack() as stack:
        template = stack.enter_context(embedded_server(home))
        metadata_url, url = (ensure_database(template, name) for name in ("airflow", "jeugdkoppel"))
        engine = make_engine(url)
        stack.callback(engine.dispose)
        upgrade(engine)
        load_reference_data(engine)
        environment = {
            **airflow_environment(home, metadata_url, task_environment(settings, url)),
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CELERY__BROKER_URL": broker,
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{metadata_url}",
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "2",
            "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "600",
            "AIRFLOW__OPERATORS__DEFAULT_QUEUE": queue,
        }
        migrate = [sys.executable, "-m", "airflow", "db", "migrate"]
        subprocess.run(migrate, env=environment, check=True, capture_output=True)
        password = write_passwords(home / "passwords.json")
        started = [start_part(part, environment, home / part) for part in PARTS]
        stack.callback(stop_parts, started)
        api = stack.enter_context(AirflowApi(environment["AIRFLOW__API__BASE_URL"], USER, password))
        wait_for("alle onderdelen zijn gezond", lambda: api.is_healthy(), 120)
        wait_for("ontvangst is ingelezen", lambda: api.has_dag("ontvangst"), 60)
        yield Production(settings, engine, api, queue)
    assert processes_of(home) == []
    redis.Redis.from_url(broker).delete(queue, f"_kombu.binding.{queue}")


def start_part(part: str, environment: dict[str, str], airflow_home: Path) -> subprocess.Popen[bytes]:
    """One service as compose would start it: a home of its own, and no setting that it should not have."""
    airflow_home.mkdir()
    own = {name: value for name, value in environment.items() if part in BELONGS_TO.get(name, {part})}
    queues = ["--queues", environment["AIRFLOW__OPERATORS__DEFAULT_QUEUE"]]
    command = ["celery", "worker", *queues] if part == "worker" else [part]
    with (airflow_home / "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "airflow", *command],
            env={**own, "AIRFLOW_HOME": str(airflow_home)},
            cwd=airflow_home,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def stop_parts(started: list[subprocess.Popen[bytes]]) -> None:
    """The worker first, so that it can still report; then the others together. Each ends in order on SIGTERM."""
    *others, worker = started
    for group in ([worker], others):
        for process in group:
            process.send_signal(signal.SIGTERM)
        for process in group:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.mark.timeout(400)
def test_a_file_reaches_core_over_a_celery_worker(production: Production, tmp_path: Path) -> None:
    files = sorted(make_world(tmp_path / "wereld", Omvang(1, 5)).joinpath("berichten").rglob("*.xml"))
    dropped = time.monotonic()
    for file in files:
        drop(file, production.settings.inbox_dir)

    def count(sql: str) -> int:
        with production.engine.connect() as conn:
            return int(conn.exec_driver_sql(sql).scalar_one())

    wait_for(
        "alle berichten hebben een oordeel",
        lambda: count("SELECT count(*) FROM landing.bericht WHERE status <> 'ontvangen'") >= len(files) - 5,
        90,
    )
    assert time.monotonic() - dropped < 60
    assert count("SELECT count(*) FROM core.prestatie") > 0
    runs = [run for run in production.api.runs("ontvangst") if run["run_type"] == "asset_triggered"]
    assert runs, "the doorbell started a run"
    tasks = production.api.call("GET", f"dags/ontvangst/dagRuns/{runs[0]['dag_run_id']}/taskInstances")
    assert {t["queue"] for t in tasks["task_instances"] if t["task_id"] == "landen"} == {production.queue}


@pytest.mark.timeout(200)
def test_an_envelope_on_the_endpoint_reaches_core_at_once(production: Production, tmp_path: Path) -> None:
    """Posted over HTTP, confirmed, and processed by a run that the endpoint itself rang for."""
    url = production.engine.url.render_as_string(hide_password=False)
    environment = eindpunt_environment(
        task_environment(production.settings, url),
        str(production.api.http.base_url),
        USER,
        production.api.password,
    )
    world = make_world(tmp_path / "wereld", Omvang(1, 8))
    files = [f.read_bytes() for f in sorted(world.joinpath("berichten").rglob("*.xml"))]
    before = {run["dag_run_id"] for run in production.api.runs("ontvangst")}

    def waiting() -> int:
        with production.engine.connect() as conn:
            query = "SELECT count(*) FROM landing.bericht WHERE kanaal = 'ggk' AND status = 'ontvangen'"
            return int(conn.exec_driver_sql(query).scalar_one())

    with run_eindpunt(tmp_path, environment) as eindpunt, httpx.Client(trust_env=False) as client:
        for number, inhoud in enumerate(files[:20]):
            body = make_request(inhoud, nummer=f"e2e-{number}")
            answer = client.post(eindpunt.url, content=body, headers={"Content-Type": "text/xml"})
            assert answer.status_code == 200, answer.text
        wait_for("alle enveloppen hebben een oordeel", lambda: waiting() == 0, 90)
    with production.engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM landing.envelop").scalar_one() == len(files[:20])
    rung = [
        run
        for run in production.api.runs("ontvangst")
        if run["run_type"] == "asset_triggered" and run["dag_run_id"] not in before
    ]
    events = [
        event["name"]
        for run in rung
        for event in production.api.call(
            "GET", f"dags/ontvangst/dagRuns/{run['dag_run_id']}/upstreamAssetEvents"
        )["asset_events"]
    ]
    assert "kanalen" in events, "the endpoint rang"
    assert len(rung) <= 20, "and not once a message"
