"""A second release on the same data, and then the first one again: neither is in the way of the other."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.orchestration import taken
from integrations.orchestration.demo import Omvang, load_books_and_cbs, make_world
from integrations.publicatie.publiceer import publish_all
from mappings.loader import load_reference
from quality.catalogus import load_regels
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.integration
WEEK = "2026-W14"


@pytest.fixture
def eerste(embedded_engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A small world and its first release, in ``tmp_path/eerste``; the moment of it."""
    world = make_world(tmp_path / "wereld", Omvang(gemeenten=2, jeugdigen=30, van="2026-01", tot="2026-03"))
    with embedded_engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
    load_books_and_cbs(embedded_engine, world)
    receive_paths(embedded_engine, [world / "berichten"], "opdrachtregel", datetime.now(UTC))
    process(embedded_engine, TEST_KEY.encode())
    as_of = datetime.now(UTC)
    taken.prepare_release(embedded_engine, as_of)
    publish_all(embedded_engine, WEEK, tmp_path / "eerste")
    monkeypatch.setenv("JEUGDKOPPEL_DATABASE_URL", embedded_engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("JEUGDKOPPEL_DATA_DIR", str(tmp_path))
    return as_of


def test_a_second_release_finds_what_the_first_found_and_the_first_can_be_made_again(
    embedded_engine: sa.Engine, eerste: datetime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = open_findings(embedded_engine)
    taken.prepare_release(embedded_engine, datetime.now(UTC))
    assert open_findings(embedded_engine) == first != []

    again = make_again(eerste)
    assert contents(again) == contents(tmp_path / "eerste" / WEEK)
    assert "byte voor byte gelijk" in caplog.text

    with embedded_engine.begin() as conn:
        conn.exec_driver_sql("UPDATE quality.regel SET titel = titel || '!' WHERE regel_id = 'TR056'")
    make_again(eerste)
    (told,) = (r.message for r in caplog.records if r.levelno == logging.WARNING and "verschilt" in r.message)
    assert "kwaliteit_v1.csv" in told
    assert "regels: toen" in told
    assert "kosten_v1.csv" not in told


def make_again(as_of: datetime) -> Path:
    """As the flow does it when someone fills in a moment; returns the folder of the week."""
    orders = taken.prepare_publication({"week": WEEK, "as_of": as_of.isoformat()})
    assert [taken.publish_gemeente(order) for order in orders] == [o["gemeente_code"] for o in orders]
    return Path(orders[0]["map"]).parent


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def open_findings(engine: sa.Engine) -> list[tuple[object, ...]]:
    statement = "SELECT regel_id, bericht_id, regelnummer FROM quality.bevinding WHERE opgelost_op IS NULL ORDER BY 1, 2, 3"
    with engine.connect() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(statement)]
