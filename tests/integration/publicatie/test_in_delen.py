"""When a build is whole, and that product books and other moments touch what they should."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrations.publicatie.marts import build_marts
from tests.integration.publicatie.stroom import BEGIN, EINDE, Stroom

pytestmark = pytest.mark.integration


@pytest.fixture
def stroom(embedded_engine: sa.Engine) -> Iterator[Stroom]:
    """The stream, all of it received, in a transaction that is rolled back."""
    with embedded_engine.connect() as conn, conn.begin() as transaction:
        stroom = Stroom(conn)
        stroom.receive(stroom.nummers, 0, len(stroom.nummers))
        yield stroom
        transaction.rollback()


def same_as_whole(stroom: Stroom) -> bool:
    found = stroom.content()
    assert build_marts(stroom.conn, EINDE, volledig=True).is_volledig
    return found == stroom.content()


def test_a_changed_product_book_touches_lines_and_allocations(stroom: Stroom) -> None:
    conn = stroom.conn
    build_marts(conn, BEGIN + timedelta(hours=1))
    before = stroom.content()
    conn.exec_driver_sql(
        "UPDATE mapping.koppeling SET vervallen_op = %(nu)s WHERE product_code IN ('45A01', '45A03')",
        {"nu": BEGIN + timedelta(hours=2)},
    )
    conn.exec_driver_sql(
        "INSERT INTO mapping.koppeling (niveau, gemeente_code, product_categorie, product_code, zorgcategorie, "
        "geldig_vanaf, status, bron, bekend_vanaf) "
        "VALUES ('gemeente', '0001', '45', '45A01', 'Z03', '2026-01-01', 'vastgesteld', 'test', %(nu)s)",
        {"nu": BEGIN + timedelta(hours=2)},
    )
    build = build_marts(conn, EINDE, volledig=False)
    assert (build.is_volledig, build.nieuwe_berichten) == (False, 0)
    assert build.geraakte_regels == 9, "eight with 45A01, and one with 45A03 elsewhere"
    after = stroom.content()
    for mart in ("prestatie", "toegewezen", "verzoek", "kosten_maand"):
        assert after[mart] != before[mart], mart
    assert same_as_whole(stroom)


def test_a_build_of_an_earlier_moment_is_whole_and_what_came_in_since_waits_again(stroom: Stroom) -> None:
    conn = stroom.conn
    build_marts(conn, EINDE)
    now = stroom.content()
    earlier = build_marts(conn, BEGIN + timedelta(minutes=10), volledig=False)
    assert (earlier.is_volledig, len(stroom.content()["prestatie"])) == (True, 3)
    again = build_marts(conn, EINDE, volledig=False)
    assert (again.is_volledig, again.nieuwe_berichten) == (False, len(stroom.nummers) - 10)
    assert stroom.content() == now


def test_it_is_whole_when_most_is_touched_when_lists_change_and_when_asked(stroom: Stroom) -> None:
    conn = stroom.conn
    assert build_marts(conn, BEGIN + timedelta(minutes=10)).is_volledig, "the first time"
    assert build_marts(conn, EINDE).is_volledig, "most lines are new"
    assert not build_marts(conn, EINDE).is_volledig, "nothing is"
    assert build_marts(conn, EINDE, volledig=True).is_volledig
    conn.exec_driver_sql("UPDATE mapping.zorgcategorie SET naam = 'Anders' WHERE zorgcategorie = 'Z02'")
    assert build_marts(conn, EINDE, volledig=False).is_volledig
