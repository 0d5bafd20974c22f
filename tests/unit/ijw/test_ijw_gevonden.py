"""What the fuzzer found, and the goldens it starts from, held against every promise again."""

from pathlib import Path

import pytest

from integrations.ijw import read_bericht
from tests.conftest import ROOT
from tests.fuzz.eisen import DOELEN, EisGeschondenError, check_bundel, check_gelezen

GEVONDEN = sorted((ROOT / "tests" / "golden" / "gefuzzd").glob("*.bin"))
BERICHTEN = sorted((ROOT / "tests" / "golden" / "ijw").glob("*/bericht.xml"))


@pytest.mark.parametrize("case", GEVONDEN, ids=lambda case: case.stem)
def test_what_was_found_once_holds_now(case: Path) -> None:
    inhoud = case.read_bytes()
    for check in DOELEN.values():
        check(inhoud)


@pytest.mark.parametrize("doel", ["lezen", "groot"])
def test_the_goldens_keep_every_promise(doel: str) -> None:
    broken = {}
    for case in BERICHTEN:
        try:
            DOELEN[doel](case.read_bytes())
        except EisGeschondenError as err:
            broken[case.parent.name] = err.args[0]
    assert broken == {}
    assert len(BERICHTEN) > 50


def test_the_promises_can_be_broken() -> None:
    gelezen = read_bericht((ROOT / "tests" / "golden" / "ijw" / "xml-dtd" / "bericht.xml").read_bytes())
    (reden,) = gelezen.redenen
    object.__setattr__(reden, "melding", "Het BSN 999900006 staat er twee keer in.")
    with pytest.raises(EisGeschondenError, match="noemt geen BSN"):
        check_gelezen(gelezen)
    with pytest.raises(EisGeschondenError, match="te maken"):
        raise EisGeschondenError("te maken")
    check_bundel(b"")


def test_a_very_long_element_name_is_still_found() -> None:
    case = ROOT / "tests" / "golden" / "gefuzzd" / "elementnaam-langer-dan-honderd-tekens.bin"
    gelezen = read_bericht(case.read_bytes())
    assert "ProductReferentie" in gelezen.redenen[0].melding
