"""Reasons: every refusal has one that helps, and none of them says who the message is about."""

import copy
from pathlib import Path
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


def rename(node: Any, naam: str) -> None:
    node.tag = f"{{{etree.QName(node).namespace}}}{naam}"


def find(root: Any, naam: str) -> Any:
    return root.find(f".//{{*}}{naam}")


def put_code_loose(root: Any) -> None:
    verzoek = find(root, "Verzoek")
    verzoek.insert(2, etree.fromstring(etree.tostring(find(root, "RetourCode"))))


def put_in_another_namespace(root: Any) -> None:
    find(root, "Bsn").tag = "{http://www.istandaarden.nl/ijw/3_1/jw318/schema}Bsn"


def write_in_capitals(root: Any) -> None:
    rename(find(root, "Bsn"), "BSN")


def repeat(root: Any) -> None:
    find(root, "Bsn").addnext(etree.fromstring(etree.tostring(find(root, "Bsn"))))


def lift(root: Any) -> None:
    find(root, "Client").addprevious(find(root, "RedenVerzoek"))


def swap_groups(root: Any) -> None:
    find(root, "TeWijzigenProducten").addprevious(find(root, "NieuweProducten"))


def leave_out(root: Any) -> None:
    find(root, "RedenVerzoek").getparent().remove(find(root, "RedenVerzoek"))


def name_after_somebody(root: Any) -> None:
    rename(find(root, "RedenVerzoek"), "Proefkonijn")


@pytest.mark.parametrize(
    ("change", "element", "melding", "remedie"),
    [
        (put_code_loose, "RetourCode", "staat los in Verzoek, maar hoort binnen RetourCodes.", "Zet RetourCode in"),
        (put_in_another_namespace, "Bsn", "in een verkeerde naamruimte", "/ijw/3_2/jw318/schema"),
        (write_in_capitals, "Bsn", "met andere hoofdletters", "precies als Bsn."),
        (repeat, "Bsn", "mag in Client één keer voorkomen", "Laat de afzender"),
        (lift, "RedenVerzoek", "staat in Bericht, waar Client mag staan, maar hoort daar niet.", "Header, Client."),
        (swap_groups, "TeWijzigenProducten", "op de verkeerde plaats, na NieuweProducten.", "in deze volgorde: "),
        (leave_out, "RedenVerzoek", "is verplicht in Verzoek, vóór OngewijzigdeProducten", "Laat de afzender"),
        (name_after_somebody, "Verzoek", "een element dat daar niet hoort, waar RedenVerzoek", "Laat de afzender"),
    ],
)  # fmt: skip
def test_a_wrong_place_is_told_apart(change: Any, element: str, melding: str, remedie: str) -> None:
    root = copy.deepcopy(volledig("JW318"))
    change(root)
    (reden,) = read_bericht(etree.tostring(root)).redenen
    assert (reden.element, reden.waarde) == (element, None)
    assert melding in reden.melding
    assert remedie in reden.remedie
    assert reden.regel_in_bestand
    assert_tells_nobody(reden, ADDED, element)


def test_the_sample_with_a_code_outside_its_list_says_where_it_belongs(reference: Path) -> None:
    (reden,) = read_bericht((reference / "ijw-3.2" / "berichten" / "JW318.xml").read_bytes()).redenen
    assert (reden.element, reden.regel_in_bestand) == ("RetourCode", 33)
    assert reden.melding == "RetourCode staat los in Verzoek, maar hoort binnen RetourCodes."
    assert reden.remedie.startswith("Zet RetourCode in RetourCodes.")
