"""A message kept because its type could not be read is read after the upgrade that brings the type."""

import uuid
from collections.abc import Iterator

import alembic.command
import pytest
import sqlalchemy as sa

from integrations.database import alembic_config, ensure_database, make_engine, upgrade
from integrations.inbox.verwerking import process
from quality.catalogus import load_regels
from tests.conftest import ROOT
from tests.integration.inbox.hulp import AT, KEY

pytestmark = pytest.mark.integration


@pytest.fixture
def released(embedded_template: str) -> Iterator[sa.Engine]:
    """A database as the release before had it; it goes with its server."""
    engine = make_engine(ensure_database(embedded_template, f"jk_test_{uuid.uuid4().hex[:12]}"))
    config = alembic_config()
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        alembic.command.upgrade(config, "0005_mart")
    yield engine
    engine.dispose()


def test_what_waited_for_its_type_is_read_after_the_upgrade(released: sa.Engine) -> None:
    kept = {"JW302": "3.2", "JW319": "3.2", "JW399": "3.2", "JW301": "3.1"}
    with released.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO quality.regel VALUES ('ONTVANGST-TYPE', 'ontvangst', 't', 'bestand', 'volledigheid', "
            "'waarschuwing', 'weigeren', 'r', NULL, '{}', 't', 'r', 'b')"
        )
        for berichttype, release in kept.items():
            case = "jw305-volledig" if berichttype == "JW399" else f"{berichttype.lower()}-volledig"
            inhoud = (ROOT / "tests/golden/ijw" / case / "bericht.xml").read_bytes()
            conn.execute(
                sa.text(
                    "WITH b AS (INSERT INTO landing.bericht (bestandsnaam, kanaal, ontvangen_op, inhoud, sha256, status, "
                    "berichttype, release, redenen, verwerkt_op) VALUES (:t, 'inbox', :at, :inhoud, "
                    "encode(sha256(:inhoud), 'hex'), 'niet_ondersteund', :t, :r, '[{}]', :at) RETURNING bericht_id) "
                    "INSERT INTO quality.bevinding (regel_id, bericht_id, toelichting, bekend_vanaf) "
                    "SELECT 'ONTVANGST-TYPE', bericht_id, 'x', :at FROM b"
                ),
                {"t": berichttype, "r": release, "inhoud": inhoud, "at": AT},
            )
    upgrade(released)
    with released.begin() as conn:
        load_regels(conn)
    assert {b.berichttype: b.status for b in process(released, KEY).berichten} == {
        "JW302": "verwerkt",
        "JW319": "verwerkt",
    }
    with released.connect() as conn:
        open_findings = conn.exec_driver_sql(
            "SELECT array_agg(berichttype ORDER BY berichttype) FROM quality.bevinding "
            "JOIN landing.bericht USING (bericht_id) WHERE opgelost_op IS NULL"
        ).scalar_one()
        read = conn.exec_driver_sql("SELECT count(*) FROM core.retourbericht").scalar_one()
    assert open_findings == ["JW301", "JW399"], "those are still not read"
    assert read == 1
