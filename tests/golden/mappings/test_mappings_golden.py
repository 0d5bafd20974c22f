"""Resolution cases as data: each YAML file beside this one holds entries, and questions with their answer and why."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from mappings.loader import load_reference
from mappings.resolver import resolve

pytestmark = pytest.mark.integration

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
ENTRY = {
    "regio_code": None,
    "gemeente_code": None,
    "hulpvorm": None,
    "geldig_tot": None,
    "status": "vastgesteld",
}
INSERT = (
    "INSERT INTO mapping.koppeling (niveau, gemeente_code, regio_code, product_categorie, product_code, zorgcategorie,"
    " hulpvorm, geldig_vanaf, geldig_tot, status, bron, bekend_vanaf) VALUES (%(niveau)s, %(gemeente_code)s, %(regio_code)s,"
    " %(product_categorie)s, %(product_code)s, %(zorgcategorie)s, %(hulpvorm)s, %(geldig_vanaf)s, %(geldig_tot)s,"
    " %(status)s, 'golden', '-infinity')"
)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_resolves_as_written(engine: sa.Engine, file: Path) -> None:
    golden = yaml.safe_load(file.read_text(encoding="utf-8"))
    with engine.connect() as conn:
        load_reference(conn)
        for change in golden.get("vooraf", []):
            conn.exec_driver_sql(change)
        for entry in golden["koppelingen"]:
            conn.exec_driver_sql(INSERT, ENTRY | entry)
        answers = [_answer(conn, case) for case in golden["gevallen"]]
    assert answers == golden["gevallen"]


def _answer(conn: sa.Connection, case: dict[str, Any]) -> dict[str, Any]:
    """The case with the answer that the database gives in place of the expected one."""
    peildatum: date = case["peildatum"]
    found = resolve(conn, case["gemeente"], case["categorie"], case["code"], peildatum, datetime.now(UTC))
    return {**case, "verwacht": [found.pad, found.zorgcategorie, found.hulpvorm]}
