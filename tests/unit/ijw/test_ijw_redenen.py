"""Reasons: every refusal has one that helps, and none of them says who the message is about."""

from typing import Any

import pytest
from lxml import etree

from integrations.ijw import BERICHTTYPEN, read_bericht
from integrations.ijw.schema import load_schema
from integrations.ijw.waarden import OPENBAAR, show
from tests.conftest import ROOT
from tests.unit.ijw.mutaties import with_structure, with_values

GOLDEN = ROOT / "tests" / "golden" / "ijw"
PERSONAL = (
    "999900006 999900018 999900019 999900031 10000008 2012-08-23 2011-01-31 2010-06-15 1980-12-05 Proefkonijn "
    "Testpersoon Zoë ZÆ Vrije Verzonnenstraat Nergenshuizen 9999ZZ Fictief 0999123456 0699887766 voorbeeld Zweeds rel- "
    "aanvraag Verzinner"
)


def complete_message(berichttype: str) -> Any:
    return etree.parse(str(GOLDEN / f"{berichttype.lower()}-volledig" / "bericht.xml")).getroot()


def assert_tells_nobody(redenen: Any, name: str) -> None:
    told = repr(redenen)
    assert not [word for word in PERSONAL.split() if word in told], name


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_every_broken_structure_has_a_reason_with_a_place_and_a_remedy(berichttype: str) -> None:
    schema = load_schema(berichttype)
    for name, root in with_structure(complete_message(berichttype)):
        if schema.validate(root):
            continue
        gelezen = read_bericht(etree.tostring(root))
        if gelezen.oordeel == "niet_ondersteund":  # the root itself was given another namespace
            continue
        assert gelezen.oordeel == "ongeldig", name
        for reden in gelezen.redenen:
            assert reden.regel_in_bestand, name
            assert reden.remedie.endswith("."), name
            assert "een element voldoet niet" not in reden.melding.lower(), (
                f"no reason of last resort: {name}"
            )
        assert_tells_nobody(gelezen.redenen, name)


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_every_broken_value_has_a_reason_and_is_never_an_exception(berichttype: str) -> None:
    values = [
        "",
        " ",
        "x",
        "99",
        "2026-02-30",
        "2026-01-01Z",
        "12026-01-01",
        "1.0",
        "9" * 4400,
        "a\nb",
        "24:00:00",
        "1",
    ]
    for name, root in with_values(complete_message(berichttype), values):
        gelezen = read_bericht(etree.tostring(root))
        assert (gelezen.oordeel == "geldig") == (not gelezen.redenen) == bool(gelezen.rijen), name
        assert all(r.element and r.melding and r.remedie for r in gelezen.redenen), name
        assert_tells_nobody(gelezen.redenen, name)


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_personal_values_in_the_wrong_place_stay_hidden(berichttype: str) -> None:
    values = [
        "999900006",
        "99990018",
        "BSN 999900018",
        " 999900018",
        "0999900018",
        "1.999900018",
        "Proefkonijn",
        "ZÆ",
    ]
    refused = 0
    for name, root in with_values(complete_message(berichttype), values):
        gelezen = read_bericht(etree.tostring(root))
        refused += bool(gelezen.redenen)
        assert_tells_nobody(gelezen.redenen, name)
    assert refused > 50


def test_a_value_is_shown_only_when_public_and_of_its_form() -> None:
    assert show("Einddatum", "datum", "2026-02-30") == "2026-02-30"
    assert show("ProductCategorie", "code", "99") == "99"
    assert show("Bedrag", "getal", "558,00") == "558,00"
    assert show("Bsn", "tekst", "12") is None
    assert show("ProductCode", "tekst", "Jan") is None
    assert show("ToewijzingNummer", "getal", "1999900018") is None, "a BSN may hide in a longer number"
    assert show("Einddatum", "datum", "geboren 2026-02-30") is None


def test_nothing_about_a_person_is_on_the_public_list() -> None:
    assert not OPENBAAR & {
        "Bsn",
        "Datum",
        "DatumGebruik",
        "Geslacht",
        "Naam",
        "Achternaam",
        "Commentaar",
        "Postcode",
    }
    assert not OPENBAAR & {
        "ReferentieAanbieder",
        "ReferentieNummer",
        "JuridischeStatus",
        "Vorm",
        "Huisnummer",
        "Nummer",
    }
