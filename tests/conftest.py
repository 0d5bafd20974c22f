"""Fixtures for everyone: where the reference material is, and a throw-away database."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.database import embedded_server, ensure_database, make_engine, upgrade

ROOT = Path(__file__).resolve().parents[1]
TEST_KEY = "alleen-voor-tests-0123456789abcdef"
TCP_URL = os.environ.get(
    "JEUGDKOPPEL_TEST_DATABASE_URL", "postgresql+psycopg2://root@127.0.0.1:5432/{database}"
)
IN_CI = os.environ.get("CI", "").lower() == "true"


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder with the standard's own files; absent on a user's machine, required in CI."""
    folder = ROOT.parent / "shared" / "reference"
    if not folder.exists():
        reason = "the reference material of the iJw standard is not beside this project"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    return folder


def _tcp_template() -> str:
    """URL of the TCP server, or skip with a reason (fail in CI)."""
    url = sa.make_url(TCP_URL.format(database="postgres")).update_query_dict({"connect_timeout": "3"})
    engine = sa.create_engine(url)
    try:
        with engine.connect():
            return TCP_URL
    except sa.exc.OperationalError:
        reason = f"no PostgreSQL over TCP at {engine.url.render_as_string(hide_password=True)}"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def embedded_template() -> Iterator[str]:
    """The embedded server in a temporary folder, for the whole session."""
    folder = Path(tempfile.mkdtemp(prefix="jk-test-"))
    with embedded_server(folder) as template:
        yield template
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=["embedded", "tcp"])
def server_template(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both kinds of server in turn, each with a database at the newest schema to copy from."""
    template = (
        request.getfixturevalue("embedded_template") if request.param == "embedded" else _tcp_template()
    )
    name = f"jk_sjabloon_{uuid.uuid4().hex[:12]}"
    engine = make_engine(ensure_database(template, name))
    upgrade(engine)
    engine.dispose()
    yield f"{template}#{name}"
    _drop(template, name)


@pytest.fixture
def database_url(server_template: str) -> Iterator[str]:
    """URL of a fresh, migrated, empty database; dropped afterwards."""
    template, source = server_template.split("#")
    name = f"jk_test_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(template.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    admin.dispose()
    yield template.format(database=name)
    _drop(template, name)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """Engine on a fresh, migrated, empty database."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def embedded_engine(embedded_template: str) -> Iterator[sa.Engine]:
    """As ``engine``, on the embedded server alone: for long roads whose parts are tested on both kinds of server."""
    name = f"jk_test_{uuid.uuid4().hex[:12]}"
    engine = make_engine(ensure_database(embedded_template, name))
    upgrade(engine)
    yield engine
    engine.dispose()
    _drop(embedded_template, name)


def _drop(template: str, name: str) -> None:
    admin = sa.create_engine(template.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin.dispose()
