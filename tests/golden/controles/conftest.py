"""The database of the checks' cases: migrated and empty, since the cases bring their own lists."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.golden.regels.conftest import golden_database, never_committed


@pytest.fixture(scope="module")
def shared_engine(server_template: str) -> Iterator[sa.Engine]:
    """Engine on a database of this module's own."""
    template, source = server_template.split("#")
    with golden_database(template, source) as engine:
        yield engine


@pytest.fixture
def conn(shared_engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose transaction is never committed."""
    with never_committed(shared_engine) as connection:
        yield connection
