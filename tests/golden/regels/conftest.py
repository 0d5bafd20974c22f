"""One migrated database for all cases of a server; every case runs in a transaction that is rolled back."""

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from integrations.database import make_engine
from mappings.loader import load_reference


@pytest.fixture(scope="module")
def shared_engine(server_template: str) -> Iterator[sa.Engine]:
    """Engine on a database of this module's own, with the lists that rules read: working days and municipalities."""
    template, source = server_template.split("#")
    name = f"jk_golden_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(template.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    engine = make_engine(template.format(database=name))
    with engine.begin() as conn:
        load_reference(conn)
    yield engine
    engine.dispose()
    with admin.connect() as conn:
        conn.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture
def conn(shared_engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose transaction is never committed."""
    with shared_engine.connect() as connection:
        yield connection
        connection.rollback()
