"""The rule book against the standard: nothing missing, nothing copied, and no state that is not so."""

import csv
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from quality.catalogus import read_controles, read_regels
from quality.regelboek import SOORTEN, Boekregel, read_boek, staat
from quality.regelboek.document import make_document
from tests.conftest import ROOT
from tests.unit.quality.volledig_bericht import JW_RETOUR

GOLDEN = ROOT / "tests" / "golden"
ODD = {("RS048", "JW307", "BerichtVersie")}
"""Rows of the standard that name an element which cannot be meant: a version of three numbers."""


def rows(reference: Path, name: str) -> list[dict[str, str]]:
    with (reference / "ijw-3.2" / "regels" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ0-9]+", text.lower())


@pytest.fixture(scope="module")
def standaard(reference: Path) -> dict[str, str]:
    """Every code of the standard with all the text that it has there."""
    texts: dict[str, str] = {}
    for row in rows(reference, "technische_regels.csv"):
        texts[row["code"]] = f"{row['definitie']} {row['toelichting']}"
    for row in rows(reference, "condities_constraints.csv"):
        texts[row["code"]] = row["regel"]
    for name in ("bedrijfsregels.csv", "invulinstructies.csv"):
        texts |= {row["code"]: row["tekst"] for row in rows(reference, name)}
    return texts


@pytest.mark.usefixtures("reference")
def test_every_rule_of_the_standard_has_a_row_and_no_row_is_made_up(standaard: dict[str, str]) -> None:
    assert set(read_boek()) == set(standaard)
    assert {regel.soort for regel in read_boek().values()} == set(SOORTEN)


def test_level_messages_and_retourcode_of_a_technical_rule_are_those_of_the_standard(reference: Path) -> None:
    level = {
        "xslt": "bericht",
        "berichtoverstijgend": "berichtoverstijgend",
        "externe-bron": "externe bron",
    }
    for row in rows(reference, "technische_regels.csv"):
        regel = read_boek()[row["code"]]
        assert regel.niveau == level[row["controleniveau"]]
        assert regel.retourcode == (None if row["retourcode"] == "n.v.t." else row["retourcode"])
        if row["berichten"]:  # of those within one message, the standard's list does not say where
            assert list(regel.berichten) == row["berichten"].split()


def test_a_rule_file_says_of_itself_what_the_book_says() -> None:
    wrong = [
        (regel.regel_id, boek.retourcode, regel.retourcode)
        for regel in read_regels()
        if (boek := read_boek().get(regel.regel_id)) and regel.retourcode != boek.retourcode
        if boek.soort not in ("OP", "IV")
    ]
    assert wrong == []


def test_conditions_keep_their_message_class_and_element(reference: Path) -> None:
    def first(element: str) -> str:
        return re.split(r"[_./]", element)[0]

    theirs = {
        (row["code"], message, row["berichtklasse"])
        for row in rows(reference, "condities_constraints.csv")
        for message in (JW_RETOUR if row["bericht"] == "JW Retour" else (row["bericht"],))
        if (row["code"], message, first(row["element"])) not in ODD
    }
    ours = {
        (regel.code, plaats.bericht, plaats.klasse)
        for regel in read_boek().values()
        for plaats in regel.plaatsen
        if regel.soort in ("CD", "CS", "RS")
    }
    assert ours == theirs
    assert all(
        set(regel.berichten) == {plaats.bericht for plaats in regel.plaatsen}
        for regel in read_boek().values()
        if regel.soort in ("CD", "CS", "RS")
    )


def test_no_sentence_is_the_standards(standaard: dict[str, str]) -> None:
    """No run of eight words in common with any text of the standard, and no sentence that is nearly its own rule's."""
    runs = {
        tuple(part)
        for text in standaard.values()
        for part in _runs(words(text.replace("**", " ").replace("|", " ")), 8)
    }
    for regel in read_boek().values():
        ours = words(regel.tekst)
        assert not runs & {tuple(part) for part in _runs(ours, 8)}, regel.code
        for sentence in re.split(r"(?<=[.?!])\s|##|---", standaard[regel.code]):
            theirs = words(sentence)
            alike = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
            assert alike < 0.7 or len(theirs) < 5, f"{regel.code}: {regel.tekst} | {sentence}"


def _runs(parts: list[str], length: int) -> Iterator[list[str]]:
    return (parts[i : i + length] for i in range(len(parts) - length + 1))


@pytest.mark.parametrize("regel", read_boek().values(), ids=lambda regel: regel.code)
def test_a_rule_says_what_it_must_to_be_in_its_state(regel: Boekregel) -> None:
    assert regel.tekst.endswith(".")
    assert bool(regel.reden) == (regel.uitvoering in ("niet van toepassing", "niet toetsbaar"))
    assert not regel.door or regel.uitvoering == "regel"
    assert all((ROOT / door).is_file() for door in regel.door if "/" in door)
    known = {r.regel_id for r in (*read_regels(), *read_controles())} | set(read_boek())
    assert all(door in known for door in regel.door if "/" not in door)
    if regel.uitvoering == "schema":
        assert regel.plaatsen, "without a place there is nothing to try on the schema"


def test_every_rule_that_is_built_has_a_violating_and_a_clean_case() -> None:
    """Those of reception (a refusal of the reader) have theirs in the tests of the reader."""
    built = [r for r in read_regels() if staat_or_none(r.regel_id) == "ingebouwd" and r.gevolg != "weigeren"]
    assert len(built) > 20
    for regel in built:
        folder = GOLDEN / ("berichtregels" if regel.xpath else "regels") / regel.regel_id
        cases = {path.stem for path in folder.iterdir()}
        assert {"overtreding", "schoon"} <= cases, regel.regel_id


def staat_or_none(code: str) -> str | None:
    return staat(code) if code in read_boek() else None


def test_the_page_of_the_rules_is_up_to_date() -> None:
    written = (ROOT / "docs" / "regels.md").read_text(encoding="utf-8")
    assert written == make_document(), "write it again: python -m quality.regelboek"
