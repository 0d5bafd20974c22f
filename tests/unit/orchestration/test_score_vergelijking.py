"""The arithmetic of the score: which finding counts for which fault, and what is a false alarm."""

from collections import defaultdict
from pathlib import Path

import pytest

from integrations.errors import ConfigurationError
from integrations.orchestration.score_vergelijking import (
    AL_BEKEND,
    Bevinding,
    Fout,
    Regelscore,
    Score,
    Soortscore,
    compare,
    read_dekking,
)
from integrations.orchestration.score_verslag import as_markdown, write_block
from quality.catalogus import read_controles, read_regels

GEEN: dict[str, dict[str, set[str]]] = {"verwacht": defaultdict(set), "bijwerking": defaultdict(set)}


def fout(
    soort: str, bestand: str, regelnummer: int | None, regel_id: str, is_afgewezen: bool = False
) -> Fout:
    return Fout(soort, bestand, regelnummer, regel_id, is_afgewezen)


def bevinding(regel_id: str, bestand: str, regelnummer: int | None) -> Bevinding:
    return Bevinding(regel_id, bestand, regelnummer, "fout")


def score_of(
    fouten: list[Fout], bevindingen: list[Bevinding], dekking: dict[str, dict[str, set[str]]] = GEEN
) -> tuple[dict[str, Soortscore], dict[str, Regelscore]]:
    soorten, regels = compare(fouten, bevindingen, {"TR1", "TR2"}, dekking)
    return {s.soort: s for s in soorten}, {r.regel_id: r for r in regels}


def test_a_fault_is_found_on_its_own_line_by_its_own_rule() -> None:
    soorten, regels = score_of(
        [fout("a", "x", 1, "TR1", True), fout("a", "x", 2, "TR1"), fout("a", "y", 1, "TR1")],
        [bevinding("TR1", "x", 1), bevinding("TR1", "x", 3), bevinding("TR2", "x", 2)],
    )
    assert soorten["a"] == Soortscore("a", "TR1", 3, 1, 1, 0.3333)
    assert regels["TR1"] == Regelscore("TR1", "fout", 2, 1, 1, 0.5)
    assert regels["TR2"].precisie == 0.0


def test_a_fault_of_a_whole_message_and_a_finding_on_one_line_of_it_meet() -> None:
    soorten, regels = score_of([fout("a", "x", None, "TR1")], [bevinding("TR1", "x", 7)])
    assert (soorten["a"].recall, regels["TR1"].vals) == (1.0, 0)
    soorten, regels = score_of([fout("a", "x", 7, "TR1")], [bevinding("TR1", "x", None)])
    assert (soorten["a"].recall, regels["TR1"].vals) == (1.0, 0)


def test_a_kind_without_a_rule_that_exists_is_not_covered_and_has_no_recall() -> None:
    soorten, _ = score_of([fout("a", "x", 1, ""), fout("b", "x", 1, "TR9")], [bevinding("TR1", "x", 1)])
    assert [(s.verwacht, s.recall) for s in soorten.values()] == [("", None), ("", None)]
    assert Score(0, 0, list(soorten.values()), [], []).niet_gedekt == ["a", "b"]


def test_an_accepted_side_effect_explains_a_finding_but_finds_nothing() -> None:
    dekking = {"verwacht": defaultdict(set), "bijwerking": defaultdict(set, {"a": {"TR2"}})}
    soorten, regels = score_of([fout("a", "x", 1, "TR1")], [bevinding("TR2", "x", 1)], dekking)
    assert (soorten["a"].recall, regels["TR2"].vals) == (0.0, 0)


def test_a_consequence_explains_a_finding_on_another_line_of_the_same_care_only() -> None:
    dekking = {**GEEN, "gevolg": defaultdict(set, {"a": {"TR2"}})}
    oorzaak = Fout("a", "x", 1, "TR1", False, "T1")
    bevindingen = [bevinding("TR2", "y", 4), bevinding("TR2", "y", 5)]
    _, regels = compare([oorzaak], bevindingen, {"TR1", "TR2"}, dekking, {"T1": [("x", 1), ("y", 4)]})
    assert [(r.regel_id, r.terecht, r.vals) for r in regels] == [("TR2", 1, 1)]


def test_an_expected_rule_from_the_table_finds_too() -> None:
    dekking = {"verwacht": defaultdict(set, {"a": {"TR2"}}), "bijwerking": defaultdict(set)}
    soorten, _ = score_of([fout("a", "x", 1, "")], [bevinding("TR2", "x", 1)], dekking)
    assert (soorten["a"].verwacht, soorten["a"].recall) == ("TR2", 1.0)


def test_the_table_of_coverage_names_rules_that_exist() -> None:
    bekend = {r.regel_id for r in read_regels()} | {c.regel_id for c in read_controles()} | {AL_BEKEND}
    for soorten in read_dekking().values():
        for soort, regels in soorten.items():
            assert regels <= bekend, soort


def test_the_report_goes_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    soorten, regels = compare([fout("a", "x", 1, "TR1")], [bevinding("TR1", "x", 1)], {"TR1"}, GEEN)
    tekst = as_markdown(Score(12345, 10, soorten, regels, []))
    assert "12,345 declaration lines" in tekst
    assert "| a | TR1 | 1 | 0 | 1 | 100.0% |" in tekst
    doel = tmp_path / "doc.md"
    doel.write_text("# Kop\n\n<!-- score -->\noud\n<!-- /score -->\n\nslot\n", encoding="utf-8")
    write_block(doel, "score", tekst)
    assert doel.read_text(encoding="utf-8") == f"# Kop\n\n<!-- score -->\n{tekst}\n<!-- /score -->\n\nslot\n"
    with pytest.raises(ConfigurationError, match="geen plaats"):
        write_block(doel, "anders", tekst)
