"""Any order of arrival and any batching of the same messages gives the same marts, and the same as a whole build.

The suite replays a part of the orders; ``JEUGDKOPPEL_TEST_VOLGORDES=200`` replays as many as it says. Only the rules that
hold money back are run: of the others no mart knows.
"""

import os

import pytest
import sqlalchemy as sa

from integrations.publicatie.marts import build_marts
from quality import regels
from quality.catalogus import read_regels
from tests.integration.publicatie.stroom import EINDE, Stroom, shuffle

VOLGORDES = int(os.environ.get("JEUGDKOPPEL_TEST_VOLGORDES", "10"))
pytestmark = [pytest.mark.integration, pytest.mark.timeout(max(300, 15 * VOLGORDES))]


def replay(stroom: Stroom, seed: int) -> dict[str, list[str]]:
    """Receive, judge and build batch by batch, always in part; returns the marts at the end."""
    order, ends = shuffle(stroom.nummers, seed)
    van = 0
    for tot in ends:
        stroom.receive(order, van, tot)
        regels.run_regels(stroom.conn, EINDE)
        build = build_marts(stroom.conn, EINDE, volledig=False)
        assert (build.is_volledig, build.nieuwe_berichten) == (False, tot - van)
        van = tot
    return stroom.content()


def test_any_order_and_any_batches_give_the_same_marts(
    embedded_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding = tuple(regel for regel in read_regels() if regel.gevolg == "aanhouden")
    monkeypatch.setattr(regels, "read_regels", lambda: holding)
    expected = None
    with embedded_engine.connect() as conn, conn.begin() as transaction:
        stroom = Stroom(conn)
        build_marts(conn, EINDE)
        for seed in range(VOLGORDES):
            with conn.begin_nested() as order:
                found = replay(stroom, seed)
                if expected is None:
                    build_marts(conn, EINDE, volledig=True)
                    expected = stroom.content()
                different = [name for name in expected if found[name] != expected[name]]
                assert different == [], f"order {seed} is not as the first, built whole"
                order.rollback()
        transaction.rollback()
    assert expected
    assert all(
        expected[name] for name in ("prestatie", "lot", "aanhouding", "keten", "traject", "regelketen")
    )
    reasons = {reden for reden in ("TR304", "TR384", "9307", "0001") if reden in str(expected["lot"])}
    assert reasons == {"TR304", "TR384", "9307", "0001"}, "held back and rejected, by line and as a whole"
