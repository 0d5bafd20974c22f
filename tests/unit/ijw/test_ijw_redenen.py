"""Reasons: every refusal has one that helps, and none of them says who the message is about."""

from typing import Any

import pytest
from lxml import etree

from integrations.ijw import BERICHTTYPEN, read_bericht
from integrations.ijw.schema import load_schema
from integrations.ijw.waarden import OPENBAAR, show
from tests.unit.ijw.compleet import volledig
from tests.unit.ijw.mutaties import with_structure, with_values

PERSONAL = {
    "Achternaam", "Bsn", "Commentaar", "Datum", "Emailadres", "Geslachtsnaam", "Landnummer", "NaamVerwijzer", "Naam",
    "Nummer", "Organisatie", "Plaatsnaam", "Postcode", "ReferentieAanbieder", "Straatnaam", "Taal", "Telefoonnummer",
    "Voorletters", "Voornamen", "Voorvoegsel", "ZorgverlenerCode",
}  # fmt: skip
ADDED = {"Proefkonijn", "999900018"}
"""Personal values that a mutation or a test puts into a message."""


def personal_words(root: Any) -> set[str]:
    """What the complete message says about somebody, word by word, without what a sender may be called too."""
    said = [n.text or "" for n in root.iter() if etree.QName(n).localname in PERSONAL]
    words = {word for text in said for word in text.split() if len(word) > 2} - {"98765432"}
    assert {"999900006", "Zoë"} & words
    return words | ADDED


def assert_tells_nobody(redenen: Any, personal: set[str], name: str) -> None:
    told = repr(redenen)
    assert not [word for word in personal if word in told], name


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_every_broken_structure_has_a_reason_with_a_place_and_a_remedy(berichttype: str) -> None:
    schema, personal = load_schema(berichttype), personal_words(volledig(berichttype))
    for _, name, root in with_structure(volledig(berichttype)):
        inhoud = etree.tostring(root)
        if schema.validate(etree.fromstring(inhoud)):
            continue
        gelezen = read_bericht(inhoud)
        if gelezen.oordeel == "niet_ondersteund":  # the root itself was given another namespace
            continue
        assert gelezen.oordeel == "ongeldig", name
        for reden in gelezen.redenen:
            assert reden.regel_in_bestand, name
            assert reden.remedie.endswith("."), name
            assert "een element voldoet niet" not in reden.melding.lower(), (
                f"no reason of last resort: {name}"
            )
        assert_tells_nobody(gelezen.redenen, personal, name)


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
    personal = personal_words(volledig(berichttype))
    for _, name, root in with_values(volledig(berichttype), values):
        gelezen = read_bericht(etree.tostring(root))
        assert (gelezen.oordeel == "geldig") == (not gelezen.redenen) == bool(gelezen.rijen), name
        assert all(r.element and r.melding and r.remedie for r in gelezen.redenen), name
        assert_tells_nobody(gelezen.redenen, personal, name)


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
    personal = personal_words(volledig(berichttype))
    for _, name, root in with_values(volledig(berichttype), values):
        gelezen = read_bericht(etree.tostring(root))
        refused += bool(gelezen.redenen)
        assert_tells_nobody(gelezen.redenen, personal, name)
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
