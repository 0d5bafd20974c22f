"""The SQL of every dataset check against its golden cases: rows in, offending rows out.

As with the rules, ``<regel_id>/overtreding.yaml`` and ``schoon.yaml``. Rows go into core by the defaults of the
rules' cases, and into ``mart`` and ``mapping`` as given with the defaults below. Expectations without SQL are
tested through Great Expectations itself, in ``tests/integration/quality``.
"""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from quality.catalogus import read_controles
from tests.golden.regels.opstelling import TYPES, Row, insert, insert_case, moment

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.yaml"))
WITH_SQL = {c.regel_id: c for c in read_controles() if c.sql}
GEMEENTE = {"gemeente_code": "0001"}
DEFAULTS: dict[str, Row] = {
    "mart.gemeente": GEMEENTE | {"gemeente_naam": "Testgemeente", "eerste_ontvangst": "2026-01-01", "is_synthetisch": False},
    "mart.prestatie": GEMEENTE | {
        "regelnummer": 1, "aanbieder_agb_code": "12345678", "client_pseudoniem": "a" * 32, "maand": "2026-01-01",
        "product_categorie": "45", "product_code": "45A01", "pad": "gemeente", "eenheid": "04", "geleverd_volume": 1,
        "saldo_cent": 50000, "lot": "gepubliceerd", "toewijzing_nummer": 1, "referentie_nummer": "R1",
        "debet_credit": "D", "begindatum": "2026-01-01", "einddatum": "2026-01-31", "ontvangen_datum": "2026-02-05",
    },
    "mart.kosten_maand": GEMEENTE | {
        "maand": "2026-01-01", "zorgcategorie": "niet gekoppeld", "regels": 1, "gedeclareerd_cent": 50000,
        "afgewezen_cent": 0, "goedgekeurd_cent": 50000, "aangehouden_cent": 0, "gepubliceerd_cent": 50000,
    },
    "mapping.regio": {"regio_code": "JR01", "regio_naam": "Testregio", "bron": "test"},
    "mapping.gemeente": GEMEENTE | {
        "gemeente_naam": "Testgemeente", "provincie": "Utrecht", "regio_code": "JR01", "geldig_vanaf": "2015-01-01",
        "bron": "test",
    },
    "mapping.codelijst": {"betekenis": "test", "geldig_vanaf": "2015-01-01", "bron": "test"},
    "mapping.zorgcategorie": {"naam": "test", "omschrijving": "test", "volgorde": 1, "is_crisis": False, "bron": "test"},
}  # fmt: skip


def read_case(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_check_selects_exactly_what_its_case_expects(path: Path, conn: sa.Connection) -> None:
    case = read_case(path)
    insert_case(conn, {table: rows for table, rows in case["gegeven"].items() if table in TYPES})
    for table, rows in case["gegeven"].items():
        for row in rows if table not in TYPES else []:
            insert(conn, table, DEFAULTS[table] | row)
    sql = WITH_SQL[path.parent.name].sql
    found = (
        conn.exec_driver_sql(str(sql), {"as_of": moment(case.get("as_of", "2026-06-01"))}).mappings().all()
    )
    expected = [{k: v for k, v in row.items() if k != "want"} for row in case["verwacht"]]
    keys = list(expected[0]) if expected else []
    assert len(found) == len(expected)
    assert sorted(({k: row[k] for k in keys} for row in found), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("regel_id", sorted(WITH_SQL))
def test_every_check_with_sql_has_a_violating_and_a_clean_case(regel_id: str) -> None:
    cases = {path.stem: read_case(path) for path in (FOLDER / regel_id).glob("*.yaml")}
    assert cases["overtreding"]["verwacht"], "a violating case expects a row"
    assert cases["schoon"]["verwacht"] == [], "a clean case expects none"
    assert any(cases["schoon"]["gegeven"].values()), "a clean case is not an empty one"
    assert all(case["waarom"] for case in cases.values())
    assert all(row["want"] for case in cases.values() for row in case["verwacht"])


def test_every_folder_belongs_to_a_check() -> None:
    assert {path.parent.name for path in CASES} <= set(WITH_SQL)
