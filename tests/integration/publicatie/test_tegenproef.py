"""Every indicator equal to one that a second implementation computes from messages and truth (``tests.tegenproef``).

At 200,000 lines: ``python -m tests.tegenproef --regels 200000``.
"""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.tegenproef.proef import Proef
from tests.tegenproef.wereld import STAND, Opdracht, load_world, make_world
from tests.unit.wereld.kleine_wereld import VEEL_STORINGEN

pytestmark = pytest.mark.integration


def test_every_table_is_as_the_second_definition_says(embedded_engine: sa.Engine, tmp_path: Path) -> None:
    make_world(tmp_path / "wereld", Opdracht(gemeenten=5, jeugdigen=470), VEEL_STORINGEN)
    load_world(embedded_engine, tmp_path / "wereld")
    uitkomsten = list(Proef(embedded_engine, tmp_path / "wereld", STAND).run())
    assert [uitkomst.tabel for uitkomst in uitkomsten if uitkomst.rijen == 0] == []
    assert [verschil for uitkomst in uitkomsten for verschil in uitkomst.verschillen[:3]] == []
