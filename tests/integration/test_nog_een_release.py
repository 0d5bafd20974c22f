"""A second release on the same data: what the first left in the database, marts and views too, is not in its way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.orchestration.demo import Omvang, load_books_and_cbs, make_world
from integrations.orchestration.taken import prepare_release
from mappings.loader import load_reference
from quality.catalogus import load_regels
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.integration


def test_a_second_release_finds_what_the_first_found(embedded_engine: sa.Engine, tmp_path: Path) -> None:
    world = make_world(tmp_path / "wereld", Omvang(gemeenten=2, jeugdigen=30, van="2026-01", tot="2026-03"))
    with embedded_engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
    load_books_and_cbs(embedded_engine, world)
    receive_paths(embedded_engine, [world / "berichten"], "opdrachtregel", datetime.now(UTC))
    process(embedded_engine, TEST_KEY.encode())
    prepare_release(embedded_engine, datetime.now(UTC))
    first = open_findings(embedded_engine)
    prepare_release(embedded_engine, datetime.now(UTC))
    assert open_findings(embedded_engine) == first != []


def open_findings(engine: sa.Engine) -> list[tuple[object, ...]]:
    statement = "SELECT regel_id, bericht_id, regelnummer FROM quality.bevinding WHERE opgelost_op IS NULL ORDER BY 1, 2, 3"
    with engine.connect() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(statement)]
