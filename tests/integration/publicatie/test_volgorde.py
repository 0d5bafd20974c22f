"""Any order of arrival and any batching of the same messages gives the same marts, and the same as a full build.

The suite replays a part of the orders; ``JEUGDKOPPEL_TEST_VOLGORDES=200`` replays as many as it says.
"""

import os

import pytest
import sqlalchemy as sa

from integrations.publicatie.marts import build_marts
from quality.regels import run_regels
from tests.integration.publicatie.stroom import EINDE, Stroom, shuffle

pytestmark = pytest.mark.integration
VOLGORDES = int(os.environ.get("JEUGDKOPPEL_TEST_VOLGORDES", "6"))


def replay(stroom: Stroom, seed: int) -> None:
    """Receive, judge and build batch by batch; every build after the first in part."""
    order, ends = shuffle(stroom.nummers, seed)
    stroom.clear()
    van = 0
    for tot in ends:
        stroom.receive(order, van, tot)
        run_regels(stroom.conn, EINDE)
        build = build_marts(stroom.conn, EINDE, volledig=False)
        assert build.is_volledig == (van == 0)
        assert build.nieuwe_berichten == tot - van
        van = tot


def test_any_order_and_any_batches_give_the_same_marts(embedded_engine: sa.Engine) -> None:
    with embedded_engine.connect() as conn, conn.begin() as transaction:
        stroom = Stroom(conn)
        build_marts(conn, EINDE)
        expected = None
        for seed in range(VOLGORDES):
            replay(stroom, seed)
            in_part, anywhere = stroom.content(), stroom.content(zonder_aankomst=True)
            build_marts(conn, EINDE, volledig=True)
            assert in_part == stroom.content(), f"order {seed}: in part is not as in full"
            expected = expected or anywhere
            assert anywhere == expected, f"order {seed} is not as the first"
        assert expected
        assert all(expected[name] for name in ("prestatie", "lot", "keten", "regelketen", "jeugdige_maand"))
        transaction.rollback()
