"""The server is killed while envelopes come in at a pace: all that it confirmed is in landing, once."""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from bench.kanaal import Server, crash, run_server
from bench.kanaal_klant import send_all
from integrations.database import embedded_server, ensure_database, make_engine, upgrade
from integrations.orchestration.eindpuntproces import run_eindpunt
from tests.e2e.processen import processes_of
from tests.integration.ggk.conftest import rows
from tests.unit.ggk.ggk_hulp import STUF, make_request

pytestmark = pytest.mark.integration
COUNT, RATE, KILL_AT = 400, 200, (60, 250)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the user of PostgreSQL may enter."""
    folder = Path(tempfile.mkdtemp(prefix="jk-gedood-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def send_while_killing(server: Server, engine: sa.Engine) -> list[bytes]:
    """Send all, kill the server at some of them; returns the confirmations. Each is looked up as it comes in."""
    bodies = [make_request(b"bericht %d" % n, nummer=f"ref-{n}") for n in range(COUNT)]
    killers: list[threading.Thread] = []
    missing: list[int] = []

    def on_confirmed(number: int) -> None:
        if number % 10 == 0:
            sql = f"SELECT 1 FROM landing.envelop WHERE referentienummer = 'ref-{number}'"
            missing.extend([] if rows(engine, sql) else [number])
        if number in KILL_AT:
            server.kill()
            killers.append(threading.Thread(target=server.start))
            killers[-1].start()

    sent = asyncio.run(send_all(bodies, server.port, RATE, 32, on_confirmed))
    for killer in killers:
        killer.join()
    assert len(killers) == len(KILL_AT)
    assert missing == [], "confirmed before it was kept"
    assert sum(v.pogingen for v in sent) > COUNT, "the kills were felt"
    return [v.bevestiging for v in sent]


def test_a_killed_server_loses_nothing_and_takes_nothing_twice(folder: Path) -> None:
    with embedded_server(folder) as template:
        engine = make_engine(ensure_database(template, "kanaal"))
        upgrade(engine)
        with run_server(engine.url.render_as_string(hide_password=False), folder) as server:
            confirmations = send_while_killing(server, engine)
        engine.dispose()
        crash(folder)  # and then the database, without a checkpoint
    with embedded_server(folder) as template:
        engine = make_engine(template.format(database="kanaal"))
        kept = rows(
            engine,
            "SELECT referentienummer, bevestiging_nummer::text, inhoud FROM landing.envelop "
            "JOIN landing.bericht USING (bericht_id)",
        )
        (landed,) = rows(engine, "SELECT count(*) FROM landing.bericht")
        engine.dispose()
    assert landed == (COUNT,)
    assert {row[0]: bytes(row[2]) for row in kept} == {f"ref-{n}": b"bericht %d" % n for n in range(COUNT)}
    told = dict((row[0], row[1]) for row in kept)
    for number, confirmation in enumerate(confirmations):
        assert f"<StUF:referentienummer>{told[f'ref-{number}']}</".encode() in confirmation
        assert STUF.encode() in confirmation


def test_a_request_to_stop_leaves_nothing_running(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JEUGDKOPPEL_")}
    with run_eindpunt(folder, {**environment, "JEUGDKOPPEL_DATA_DIR": str(folder)}) as eindpunt:
        answer = httpx.post(
            eindpunt.url, content=make_request(), headers={"Content-Type": "text/xml"}, trust_env=False
        )
        assert answer.status_code == 200
        assert processes_of(folder), "its own PostgreSQL is there"
    assert eindpunt.process.returncode == 0
    assert processes_of(folder) == []
    assert "Traceback" not in eindpunt.log.read_text()
