"""Golden cases: what came in, and exactly the rows that must come out of the marts or the published tables.

Each file of ``tests/golden/mart`` and ``tests/golden/publish`` is a case. ``verwacht`` lists per table the columns to
compare and all rows, or all for which ``waar`` (SQL) holds; a table that is not listed is not compared. A case for the
published tables is named after the table that it is about, and compares all its columns.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from integrations.publicatie.definities import marts, tabellen
from integrations.publicatie.marts import build_marts
from tests.conftest import ROOT
from tests.integration.publicatie.bouw import NAMEN, Bouw, op
from tests.integration.publicatie.zorgbouw import leveren, redenen, zorgbericht

pytestmark = pytest.mark.integration
GOLDEN = ROOT / "tests" / "golden"
CASES = [*sorted((GOLDEN / "mart").glob("*.yaml")), *sorted((GOLDEN / "publish").glob("*.yaml"))]


def load(conn: sa.Connection, case: dict[str, Any]) -> None:
    """Put the input of a case into the database; ``rijen`` are rows for any other table."""
    bouw = Bouw(conn)
    for gemeente in ("0001", *case.get("gemeenten", [])):
        bouw.gemeente(gemeente)
    bouw.personen = case.get("jeugdigen", {})
    redenen(bouw)
    for mapping in case.get("koppelingen", [{"product_code": "45A01", "zorgcategorie": "Z02"}]):
        bouw.koppeling(**mapping)
    for regel in case.get("regels", []):
        bouw.regel(**regel)
    for bericht in case.get("zorg", []):
        zorgbericht(bouw, **bericht)
    for volgnummer, levering in enumerate(case.get("leveringen", [])):
        leveren(bouw, f"L{volgnummer}", **levering)
    for declaratie in case.get("declaraties", []):
        bouw.declaratie(**declaratie)
    for antwoord in case.get("antwoorden", []):
        bouw.antwoord(**antwoord)
    for bevinding in case.get("bevindingen", []):
        bouw.bevinding(**bevinding)
    for bericht in case.get("berichten", []):
        bouw.bericht(**bericht)
    for row in case.get("rijen", []):
        bouw.add(row.pop("in"), **row)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_exactly_the_expected_rows(engine: sa.Engine, path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with engine.begin() as conn:
        load(conn, case)
        build_marts(conn, op(case["as_of"]))
        assert_grain(conn)
        for table, expected in case["verwacht"].items():
            columns = expected["kolommen"]
            where = f"WHERE {expected['waar']}" if "waar" in expected else ""
            query = f"SELECT {', '.join(columns)} FROM {path.parent.name}.{table} {where}"
            rows = conn.exec_driver_sql(query).all()
            found = sorted(([plain(value) for value in row] for row in rows), key=str)
            assert found == sorted(([plain(v) for v in row] for row in expected["rijen"]), key=str), table


def assert_grain(conn: sa.Connection) -> None:
    """No mart and no published table has two rows with the same grain."""
    for schema, tables in (("mart", marts()), ("publish", tabellen())):
        for table in tables:
            grain = ", ".join(table.korrel)
            query = f"SELECT {grain} FROM {schema}.{table.naam} GROUP BY {grain} HAVING count(*) > 1"
            assert conn.exec_driver_sql(query).all() == [], f"{schema}.{table.naam}"


def plain(value: Any) -> Any:
    """Dates as text, money as a number and a youth by name, so that YAML and the database compare."""
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, (int, float)):
        return value
    return NAMEN.get(str(value), str(value))


def test_every_published_table_has_a_case_with_all_its_columns() -> None:
    for tabel in tabellen():
        case = yaml.safe_load((GOLDEN / "publish" / f"{tabel.naam}.yaml").read_text(encoding="utf-8"))
        assert case["verwacht"][tabel.naam]["kolommen"] == list(tabel.kolommen), tabel.naam
        assert case["verwacht"][tabel.naam]["rijen"], tabel.naam
