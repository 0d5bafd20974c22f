"""The database: embedded and over TCP, found again, stopped by the last one out."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from integrations.database import check_pseudonym_key, embedded_server, open_database, require_current_schema
from integrations.errors import DatabaseError
from integrations.settings import Settings
from tests.conftest import ROOT

pytestmark = pytest.mark.integration
SCHEMAS = {"landing", "core", "mapping", "quality", "cbs", "mart", "publish"}


def test_migrations_make_the_seven_schemas(engine: sa.Engine) -> None:
    assert set(sa.inspect(engine).get_schema_names()) >= SCHEMAS
    require_current_schema(engine)


def test_one_database_takes_one_pseudonym_key(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        check_pseudonym_key(conn, b"a" * 32)
        check_pseudonym_key(conn, b"a" * 32)
    with engine.begin() as conn, pytest.raises(DatabaseError, match="andere JEUGDKOPPEL_PSEUDONYM_KEY"):
        check_pseudonym_key(conn, b"b" * 32)


def test_landing_bytes_cannot_be_changed(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO landing.bericht (bestandsnaam, kanaal, ontvangen_op, inhoud, sha256) "
            "VALUES ('a.xml', 'inbox', now(), 'x', repeat('0', 64))"
        )
    with engine.begin() as conn, pytest.raises(sa.exc.DBAPIError, match="onveranderlijk"):
        conn.exec_driver_sql("UPDATE landing.bericht SET inhoud = 'y'")


def test_core_only_grows(engine: sa.Engine) -> None:
    tables = sa.inspect(engine).get_table_names("core")
    assert len(tables) >= 15
    for table in tables:
        for statement in (
            f"DELETE FROM core.{table}",
            f"TRUNCATE core.{table} CASCADE",
            f"UPDATE core.{table} SET {sa.inspect(engine).get_columns(table, 'core')[0]['name']} = DEFAULT",
        ):
            with engine.begin() as conn, pytest.raises(sa.exc.DBAPIError, match="groeit alleen aan"):
                conn.exec_driver_sql(statement)


def postmasters(folder: Path) -> list[int]:
    return [
        p.pid
        for p in psutil.process_iter(["cmdline"])
        if p.info["cmdline"] and "-D" in p.info["cmdline"] and str(folder) in " ".join(p.info["cmdline"])
    ]


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder of its own: another pytest that starts closes those of ``tmp_path`` to the server's user."""
    with tempfile.TemporaryDirectory(prefix="jk-data-") as folder:
        yield Path(folder)


def test_embedded_server_survives_a_second_process_and_stops_with_the_last(data_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from integrations.database import *; "
        "from integrations.settings import Settings\n"
        "with open_database(Settings(data_dir=Path(sys.argv[1]))) as engine, engine.begin() as conn:\n"
        "    conn.exec_driver_sql('CREATE TABLE publish.proef (pid integer)')\n"
        "    print(conn.exec_driver_sql('SELECT pg_postmaster_start_time()').scalar())"
    )
    with embedded_server(data_dir):
        first = postmasters(data_dir)
        subprocess.run(
            [sys.executable, "-c", script, str(data_dir)], check=True, capture_output=True, cwd=ROOT
        )
        assert postmasters(data_dir) == first, "the second process found and reused the first one's server"
    assert postmasters(data_dir) == [], "the last one out stops it"
    with open_database(Settings(data_dir=data_dir)) as engine:
        assert sa.inspect(engine).has_table("proef", schema="publish"), (
            "what the second process wrote is still there"
        )
    assert postmasters(data_dir) == []


def test_an_interrupt_during_the_start_waits_and_then_stops_everything(data_dir: Path) -> None:
    script = (
        "import os, signal, sys, threading; from pathlib import Path; import integrations.database as d\n"
        "threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "with d.embedded_server(Path(sys.argv[1])):\n"
        "    threading.Event().wait(20)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(data_dir)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == -signal.SIGINT, done.stderr[-500:]
    assert "KeyboardInterrupt" in done.stderr
    assert postmasters(data_dir) == []
    with embedded_server(data_dir):
        assert len(postmasters(data_dir)) == 1, "what was begun is whole"
