"""Golden cases of the marts: what came in, and exactly the rows that must come out.

Each file of ``tests/golden/mart`` is a case. ``verwacht`` lists per mart the columns to compare and all rows, in the
order of those columns; a mart that is not listed is not compared.
"""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from integrations.publicatie.marts import build_marts
from tests.conftest import ROOT
from tests.integration.publicatie.bouw import Bouw, op

pytestmark = pytest.mark.integration
CASES = sorted((ROOT / "tests" / "golden" / "mart").glob("*.yaml"))


def load(conn: sa.Connection, case: dict[str, Any]) -> None:
    bouw = Bouw(conn)
    bouw.gemeente("0001")
    for mapping in case.get("koppelingen", [{"product_code": "45A01", "zorgcategorie": "Z02"}]):
        bouw.koppeling(**mapping)
    for regel in case.get("regels", []):
        bouw.regel(**regel)
    for declaratie in case["declaraties"]:
        bouw.declaratie(**declaratie)
    for antwoord in case.get("antwoorden", []):
        bouw.antwoord(**antwoord)
    for bevinding in case.get("bevindingen", []):
        bouw.bevinding(**bevinding)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_marts_hold_exactly_the_expected_rows(engine: sa.Engine, path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with engine.begin() as conn:
        load(conn, case)
        build_marts(conn, op(case["as_of"]))
        for mart, expected in case["verwacht"].items():
            columns = ", ".join(expected["kolommen"])
            rows = conn.exec_driver_sql(f"SELECT {columns} FROM mart.{mart}").all()
            found = sorted(([plain(value) for value in row] for row in rows), key=str)
            assert found == sorted(([plain(v) for v in row] for row in expected["rijen"]), key=str), mart


def plain(value: Any) -> Any:
    """Dates as text, so that YAML and the database compare."""
    return value if value is None or isinstance(value, int) else str(value)


def test_there_are_cases() -> None:
    assert len(CASES) >= 8
