"""A release beside its record: what differs, and what was different in the making."""

from integrations.publicatie.uitgave import Uitgave, compare, fingerprint_code

TOEN = Uitgave(
    versies={"broncode": "aaa", "regels": "r1"},
    berichten={"verwerkt": 10},
    bestanden={"kosten_v1.csv": "1", "rapport.html": "2"},
)


def test_equal_files_are_equal_whatever_made_them() -> None:
    nu = Uitgave({"broncode": "bbb", "regels": "r1"}, {"verwerkt": 10}, dict(TOEN.bestanden))
    assert (compare(TOEN, nu).uitkomst, compare(TOEN, nu).redenen) == ("gelijk", [])


def test_a_difference_names_its_files_and_every_reason_on_record() -> None:
    nu = Uitgave(
        {"broncode": "bbb", "regels": "r1", "nieuw": "x"},
        {"verwerkt": 11, "geweigerd": 1},
        {"kosten_v1.csv": "1", "rapport.html": "3", "geld_v1.csv": "4"},
    )
    found = compare(TOEN, nu)
    assert found.uitkomst == "verschilt"
    assert found.bestanden == ["geld_v1.csv", "rapport.html"]
    assert found.redenen == [
        "broncode: toen aaa, nu bbb",
        "nieuw: toen ontbreekt, nu x",
        "berichten geweigerd: toen 0, nu 1",
        "berichten verwerkt: toen 10, nu 11",
    ]


def test_a_difference_without_a_reason_on_record_is_called_unknown() -> None:
    (reason,) = compare(TOEN, Uitgave(TOEN.versies, TOEN.berichten, {})).redenen
    assert reason.startswith("onbekend")


def test_without_a_record_there_is_nothing_to_compare() -> None:
    assert compare(None, TOEN).uitkomst == "niet vastgelegd"


def test_the_code_has_a_fingerprint() -> None:
    assert len(fingerprint_code()) == 12
