"""Every rule within a message against its golden cases: ``<regel_id>/{overtreding,schoon,...}.yaml``.

``gegeven`` is laid over the faultless message of ``basis.yaml``: a null leaves an element out, and each item of a list
over the first item of the basis. ``verwacht`` is on which lines the rule of the folder must find something, and why.
"""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from integrations.ijw import write_bericht
from integrations.ijw.schema import load_schema
from quality.berichtregels import make_berichtregels
from quality.catalogus import read_regels

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.yaml"))
REGELS = {regel.regel_id: regel for regel in read_regels() if regel.xpath}


@cache
def read_yaml(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def lay_over(basis: Any, change: Any) -> Any:
    """``basis`` with ``change`` laid over it."""
    if isinstance(change, dict):
        basis = basis if isinstance(basis, dict) else {}
        merged = {key: lay_over(basis.get(key), value) for key, value in change.items()}
        return {key: value for key, value in {**basis, **merged}.items() if value is not None}
    if isinstance(change, list):
        return [lay_over(basis[0] if basis else None, item) for item in change]
    return deepcopy(change)


def make_bericht(berichttype: str, change: dict[str, Any]) -> Any:
    """The root of a message that the schema accepts."""
    gegevens = lay_over(read_yaml(FOLDER / "basis.yaml")[berichttype], change)
    bericht = etree.fromstring(write_bericht(berichttype, gegevens))
    schema = load_schema(berichttype)
    assert schema.validate(bericht), schema.error_log
    return bericht


@pytest.mark.parametrize("berichttype", read_yaml(FOLDER / "basis.yaml"))
def test_nothing_is_wrong_with_the_basis(berichttype: str) -> None:
    assert make_berichtregels()(berichttype, make_bericht(berichttype, {})) == []


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_rule_finds_exactly_what_its_case_expects(path: Path) -> None:
    case = read_yaml(path)
    bericht = make_bericht(case["bericht"], case["gegeven"])
    found = [
        (regel_id, line) for regel_id, line, _ in make_berichtregels()(case["bericht"], bericht)
        if regel_id == path.parent.name
    ]  # fmt: skip
    lines = [row["regelnummer"] for row in case["verwacht"]]
    assert found == [(path.parent.name, line) for line in lines]


@pytest.mark.parametrize("regel_id", REGELS)
def test_every_rule_has_a_violating_and_a_clean_case_and_is_tried_on_every_message(regel_id: str) -> None:
    cases = {path.stem: read_yaml(path) for path in (FOLDER / regel_id).glob("*.yaml")}
    assert cases["overtreding"]["verwacht"], "a violating case expects a finding"
    assert cases["schoon"]["verwacht"] == [], "a clean case expects none"
    assert all(case["waarom"] for case in cases.values())
    assert all(set(row) == {"regelnummer", "want"} for case in cases.values() for row in case["verwacht"])
    tried = {case["bericht"] for case in cases.values()}
    assert tried == set(REGELS[regel_id].berichten)


def test_every_folder_belongs_to_a_rule() -> None:
    assert {path.parent.name for path in CASES} <= set(REGELS)
