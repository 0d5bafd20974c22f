"""One migrated database for all cases of a server; every case runs in a transaction that is rolled back."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from integrations.database import make_engine, upgrade
from mappings.loader import load_reference


@pytest.fixture(scope="module")
def shared_engine(server_template: str) -> Iterator[sa.Engine]:
    """Engine on a database of this module's own, with the lists that rules read: working days and municipalities."""
    template, source = server_template.split("#")
    with golden_database(template, source) as engine:
        with engine.begin() as conn:
            load_reference(conn)
        yield engine


@pytest.fixture(scope="module")
def shared_embedded_engine(embedded_template: str) -> Iterator[sa.Engine]:
    """As ``shared_engine``, on the embedded server alone."""
    with golden_database(embedded_template, "template1") as engine:
        upgrade(engine)
        with engine.begin() as conn:
            load_reference(conn)
        yield engine


@contextmanager
def golden_database(template: str, source: str) -> Iterator[sa.Engine]:
    name = f"jk_golden_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(template.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    engine = make_engine(template.format(database=name))
    yield engine
    engine.dispose()
    with admin.connect() as conn:
        conn.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture
def conn(shared_engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose transaction is never committed."""
    with never_committed(shared_engine) as connection:
        yield connection


@pytest.fixture
def embedded_conn(shared_embedded_engine: sa.Engine) -> Iterator[sa.Connection]:
    """As ``conn``, on the embedded server alone."""
    with never_committed(shared_embedded_engine) as connection:
        yield connection


@contextmanager
def never_committed(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose transaction is rolled back."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()
