"""Our schema files against the standard's own: the same verdict, on its samples and on thousands of mutations."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from integrations.ijw import BERICHTTYPEN
from integrations.ijw.schema import load_model, load_schema
from tests.conftest import ROOT
from tests.unit.ijw.mutaties import with_structure, with_values

XS = "{http://www.w3.org/2001/XMLSchema}"
GOLDEN = ROOT / "tests" / "golden" / "ijw"
Schema = Any


@cache
def official(reference: Path, berichttype: str) -> Schema:
    return etree.XMLSchema(etree.parse(str(reference / "ijw-3.2" / "xsd" / f"{berichttype}.xsd")))


def complete_message(berichttype: str) -> Any:
    """A valid message in which every optional element is present."""
    root = etree.parse(str(GOLDEN / f"{berichttype.lower()}-volledig" / "bericht.xml")).getroot()
    present = {node.tag for node in root.iter()}
    missing = {kind.naam for kind in _walk(load_model(berichttype)) if kind.tag not in present}
    assert not missing, "the message to mutate has every element"
    return root


def _walk(element: Any) -> list[Any]:
    return [element, *(e for kind in element.kinderen for e in _walk(kind))]


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_samples_get_the_same_verdict(reference: Path, berichttype: str) -> None:
    sample = etree.parse(str(reference / "ijw-3.2" / "berichten" / f"{berichttype}.xml"))
    verdict = load_schema(berichttype).validate(sample)
    assert verdict == official(reference, berichttype).validate(sample) == (berichttype != "JW315")


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_broken_structure_gets_the_same_verdict(reference: Path, berichttype: str) -> None:
    own, other = load_schema(berichttype), official(reference, berichttype)
    verdicts = []
    for name, root in with_structure(complete_message(berichttype)):
        verdicts.append(own.validate(root))
        assert verdicts[-1] == other.validate(root), name
    assert verdicts.count(False) > 400
    assert verdicts.count(True) > 40


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_broken_values_get_the_same_verdict(reference: Path, berichttype: str) -> None:
    own, other = load_schema(berichttype), official(reference, berichttype)
    verdicts = []
    for name, root in with_values(complete_message(berichttype)):
        verdicts.append(own.validate(root))
        assert verdicts[-1] == other.validate(root), name
    assert verdicts.count(False) > 1000
    assert verdicts.count(True) > 100


def test_code_lists_hold_the_same_codes(reference: Path) -> None:
    def codes(path: str) -> dict[str, set[str]]:
        types = etree.parse(path).getroot().iterfind(f"{XS}simpleType")
        found = {str(t.get("name")): {str(e.get("value")) for e in t.iter(f"{XS}enumeration")} for t in types}
        return {name: values for name, values in found.items() if values}

    own = codes(str(ROOT / "integrations" / "ijw" / "schemas" / "basisschema.xsd"))
    other = codes(str(reference / "ijw-3.2" / "xsd" / "basisschema.xsd"))
    assert len(own) >= 19
    assert own == {name: other[name] for name in own}


@pytest.mark.parametrize(
    "text", ["a. " * 20_000, ". " * 20_000, " " * 40_000, "a" * 40_000, "\n" * 500 + "a"]
)
def test_long_comments_get_the_same_verdict_at_once(reference: Path, text: str) -> None:
    root = complete_message("JW315")
    root.find(".//{*}Commentaar").text = text
    assert (
        load_schema("JW315").validate(root)
        == official(reference, "JW315").validate(root)
        == bool(text.strip())
    )
