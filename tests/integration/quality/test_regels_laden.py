"""The catalogue in the database: complete, repeatable."""

import pytest
import sqlalchemy as sa

from quality.catalogus import load_regels, read_regels

pytestmark = pytest.mark.integration


def test_loading_twice_changes_nothing(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        first = load_regels(conn)
        before = conn.exec_driver_sql("SELECT * FROM quality.regel ORDER BY regel_id").all()
        assert load_regels(conn) == first == len(before)
        assert conn.exec_driver_sql("SELECT * FROM quality.regel ORDER BY regel_id").all() == before
    assert {"ONTVANGST-SCHEMA", "ONTVANGST-TYPE", "ONTVANGST-XML", "TR056"} <= {
        r.regel_id for r in read_regels()
    }


def test_a_changed_rule_is_brought_up_to_the_file(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        load_regels(conn)
        conn.exec_driver_sql(
            "UPDATE quality.regel SET titel = 'verouderd', gevolg = 'markeren' WHERE regel_id = 'TR056'"
        )
        load_regels(conn)
        row = conn.exec_driver_sql("SELECT titel, gevolg FROM quality.regel WHERE regel_id = 'TR056'").one()
    assert row == ("Identificatie van het bericht is al gebruikt", "weigeren")
