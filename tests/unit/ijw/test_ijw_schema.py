"""Our schema files against the standard's own: the same facts, and the same verdict on 200,000 messages."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from integrations.ijw import schema
from integrations.ijw.schema import TYPEN, Element, load_model, load_schema
from tests.conftest import ROOT
from tests.unit.ijw.compleet import maak, minimaal, volledig
from tests.unit.ijw.verschil import DOCS, MARK, OORDEEL, PLAATS, REGEL, beschrijf, vergelijk, vergelijk_alles

XS = "{http://www.w3.org/2001/XMLSchema}"
REFUSED_SAMPLES = {"JW315", "JW318"}  # an impossible date, and a RetourCode outside RetourCodes


@pytest.fixture(scope="module")
def xsd(reference: Path) -> Path:
    """The folder with the standard's own schema files."""
    return reference / "ijw-3.2" / "xsd"


@pytest.mark.parametrize("berichttype", TYPEN)
def test_every_message_gets_the_same_verdict_for_the_same_elements(xsd: Path, berichttype: str) -> None:
    uitkomst = vergelijk(berichttype, xsd)
    assert uitkomst.tel(OORDEEL) == uitkomst.tel(PLAATS) == uitkomst.tel(REGEL) == 0, "\n".join(
        uitkomst.verschillen
    )
    assert uitkomst.tel("valid") > 1000
    assert uitkomst.tel("refused") > 5000


def test_the_documentation_has_the_numbers_of_today(xsd: Path) -> None:
    alles = vergelijk_alles(xsd)
    assert alles.tel("messages") > 200_000
    assert DOCS.read_text(encoding="utf-8").partition(MARK)[2].strip() == beschrijf(alles)


@pytest.mark.parametrize("berichttype", TYPEN)
def test_samples_get_the_same_verdict(reference: Path, xsd: Path, berichttype: str) -> None:
    sample = etree.parse(str(reference / "ijw-3.2" / "berichten" / f"{berichttype}.xml"))
    verdict = load_schema(berichttype).validate(sample)
    assert verdict == load_schema(berichttype, xsd).validate(sample) == (berichttype not in REFUSED_SAMPLES)


@pytest.mark.parametrize("berichttype", TYPEN)
def test_the_elements_and_their_limits_are_those_of_the_standard(xsd: Path, berichttype: str) -> None:
    assert _limits(load_model(berichttype)) == _limits(load_model(berichttype, xsd))


def _limits(element: Element) -> Element:
    """Without a length where codes or digits already say it."""
    waarde = element.waarde
    if waarde is not None and (waarde.soort == "code" or waarde.vast or "cijfers" in waarde.vorm):
        waarde = replace(waarde, max_lengte=None)
    return replace(element, waarde=waarde, kinderen=tuple(map(_limits, element.kinderen)))


@pytest.mark.parametrize("berichttype", TYPEN)
def test_the_messages_to_mutate_are_valid_and_complete(berichttype: str) -> None:
    def tags(element: Element) -> int:
        return 1 + sum(map(tags, element.kinderen))

    assert len(list(volledig(berichttype).iter())) == tags(load_model(berichttype))
    assert len(list(minimaal(berichttype).iter())) < tags(load_model(berichttype))
    for root in (
        volledig(berichttype),
        minimaal(berichttype),
        *(maak(berichttype, seed) for seed in range(20)),
    ):
        assert load_schema(berichttype).validate(root)


def test_the_standard_has_no_type_that_is_not_here(xsd: Path) -> None:
    assert {path.stem for path in xsd.glob("*.xsd")} == {*TYPEN, "basisschema"}


def test_code_lists_hold_the_same_codes(xsd: Path) -> None:
    own = _codes(ROOT / "integrations" / "ijw" / "schemas" / "basisschema.xsd")
    assert len(own) == 23
    assert own == _codes(xsd / "basisschema.xsd")


@cache
def _codes(path: Path) -> dict[str, set[str]]:
    types: Any = etree.parse(str(path)).getroot().iterfind(f"{XS}simpleType")
    found = {t.get("name"): {e.get("value") for e in t.iter(f"{XS}enumeration")} for t in types}
    return {name: values for name, values in found.items() if values}


@pytest.mark.parametrize(
    "text", ["a. " * 20_000, ". " * 20_000, " " * 40_000, "a" * 40_000, "\n" * 500 + "a"]
)
def test_long_comments_get_the_same_verdict_at_once(xsd: Path, text: str) -> None:
    root = maak("JW315", 1, kans=1)
    root.find(".//{*}Commentaar").text = text
    assert (
        load_schema("JW315").validate(root) == load_schema("JW315", xsd).validate(root) == bool(text.strip())
    )


def test_no_two_threads_compile_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """libxml2 would be left without its built-in types, and refuse every message of this process."""
    busy, met = threading.Lock(), []
    start = threading.Barrier(4)

    def compile_alone(berichttype: str, xsd: Path | None) -> str:
        met.append(busy.acquire(blocking=False))
        time.sleep(0.02)
        busy.release()
        return berichttype

    def load(berichttype: str) -> object:
        start.wait(timeout=10)
        return load_schema(berichttype)

    monkeypatch.setattr(schema, "_compile", compile_alone)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(load, TYPEN[:4])) == list(TYPEN[:4])
    assert met == [True] * 4
