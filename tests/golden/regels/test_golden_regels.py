"""Every rule against its golden cases: ``<regel_id>/{overtreding,schoon,...}.yaml`` are rows in, findings out.

A folder holds at least one case that breaks the rule and one that does not; ``verwacht`` says which rows and why.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from quality import regels
from quality.catalogus import read_regels
from quality.regels import run_regels
from tests.golden.regels.opstelling import complete_case, insert_koppelingen, insert_rows, moment

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.yaml"))


def read_case(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def take_apart(rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a case message by message, the last one first: not even the order of the numbers is given."""
    complete = complete_case(rows)
    messages = sorted({row["bericht_id"] for its_rows in complete.values() for row in its_rows}, reverse=True)
    return [
        {
            table: [row for row in its_rows if row["bericht_id"] == bericht]
            for table, its_rows in complete.items()
        }
        for bericht in messages
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_rule_finds_exactly_what_its_case_expects(path: Path, conn: sa.Connection) -> None:
    case = read_case(path)
    insert_koppelingen(conn, case.get("koppeling", []))
    insert_rows(conn, complete_case(case["gegeven"]))
    assert run_regels(conn, moment_of(case)).is_volledig
    assert_findings(conn, path, case)


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_rule_finds_the_same_message_by_message(
    path: Path, embedded_conn: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule alone, since a run a message is many runs; one of the second round with what it looks at."""
    (regel,) = (r for r in read_regels() if r.regel_id == path.parent.name)
    monkeypatch.setattr(regels, "read_regels", lambda: (regel,) if regel.ronde == 1 else read_regels())
    case = read_case(path)
    insert_koppelingen(embedded_conn, case.get("koppeling", []))
    run_regels(embedded_conn, moment_of(case))  # from here on only what is new is judged
    for part in take_apart(case["gegeven"]):
        insert_rows(embedded_conn, part)
        assert not run_regels(embedded_conn, moment_of(case)).is_volledig
    assert_findings(embedded_conn, path, case)


def moment_of(case: dict[str, Any]) -> datetime:
    return moment(case.get("as_of", "2026-06-01"))


def assert_findings(conn: sa.Connection, path: Path, case: dict[str, Any]) -> None:
    found = conn.exec_driver_sql(
        "SELECT bericht_id, regelnummer, bedrag_cent FROM quality.bevinding"
        " WHERE regel_id = %s AND opgelost_op IS NULL ORDER BY bericht_id, regelnummer",
        (path.parent.name,),
    )
    expected = [(row["bericht_id"], row["regelnummer"], row["bedrag_cent"]) for row in case["verwacht"]]
    assert [tuple(row) for row in found] == expected


@pytest.mark.parametrize("regel_id", [r.regel_id for r in read_regels() if r.sql])
def test_every_rule_with_sql_has_a_violating_and_a_clean_case(regel_id: str) -> None:
    cases = {path.stem: read_case(path) for path in (FOLDER / regel_id).glob("*.yaml")}
    assert cases["overtreding"]["verwacht"], "a violating case expects a finding"
    assert cases["schoon"]["verwacht"] == [], "a clean case expects none"
    assert all(case["waarom"] for case in cases.values())
    rows = [row for case in cases.values() for row in case["verwacht"]]
    assert all(set(row) == {"bericht_id", "regelnummer", "bedrag_cent", "want"} for row in rows)


def test_every_folder_belongs_to_a_rule() -> None:
    assert {path.parent.name for path in CASES} <= {r.regel_id for r in read_regels() if r.sql}
