"""The judge of messages: every XPath is one, costs are linear, and no finding quotes the message."""

import re
import time
from typing import Any

import pytest
from lxml import etree

from integrations.ijw import write_bericht
from quality.berichtregels import Berichtregels, compile_xpath, make_berichtregels
from quality.catalogus import QualityError, Regel, parse, read_regels
from tests.golden.berichtregels.test_golden_berichtregels import FOLDER, lay_over, read_yaml
from tests.unit.quality.volledig_bericht import make_volledig

REGELS = [regel for regel in read_regels() if regel.xpath]
TYPES = ["JW301", "JW305", "JW307", "JW315", "JW317", "JW319"]


@pytest.mark.parametrize("regel", REGELS, ids=lambda regel: regel.regel_id)
def test_every_path_of_a_rule_leads_somewhere(regel: Regel) -> None:
    """A misspelled element would make a rule that never finds anything."""
    for toets in regel.xpath:
        for berichttype in toets.berichten or regel.berichten:
            bericht = make_volledig(berichttype)
            where = re.sub(r"\[.*?\](?=/|$| \|)", "", toets.bij)
            elements = compile_xpath(where, berichttype)(bericht)
            assert elements, where
            overlap = toets.overlap
            keys = (overlap.van, overlap.tot, *overlap.gelijk) if overlap else toets.sleutel
            told = " ".join([toets.fout or "", *keys])
            for path in set(re.findall(r"(?:b|ijw):\w+(?:/(?:b|ijw):\w+)*", told)):
                step = "//" if f".//{path}" in told else "/"
                assert compile_xpath(f"({where}){step}{path}", berichttype)(bericht), f"{path} at {where}"


@pytest.mark.parametrize("regel", REGELS, ids=lambda regel: regel.regel_id)
def test_a_finding_is_told_in_words_of_the_rule(regel: Regel) -> None:
    assert regel.gevolg == "markeren", "reception writes findings of accepted messages only"
    assert all(toets.toelichting.endswith(".") for toets in regel.xpath)


def test_messages_without_rules_cost_nothing_and_declarations_have_none() -> None:
    """A declaration may hold 33,000 lines: its rules are SQL."""
    judge = make_berichtregels()
    assert not {t for r in REGELS for t in r.berichten} & {"JW323", "JW325"}
    assert judge("JW323", etree.Element("Bericht")) == []
    assert set(judge.regels) == {r.regel_id for r in REGELS}


@pytest.mark.parametrize(
    "toets",
    [
        {"bij": "b:Client", "toelichting": "Niets."},
        {"bij": "b:Client", "fout": "true()", "sleutel": ["b:Bsn"], "toelichting": "Twee."},
        {"bij": "b:Client", "fout": "true()", "toelichting": ""},
        {"fout": "true()", "toelichting": "Nergens."},
    ],
)
def test_a_test_that_breaks_the_contract_is_refused(toets: dict[str, Any]) -> None:
    data = REGELS[0].model_dump() | {"xpath": [toets]}
    with pytest.raises(QualityError):
        parse(REGELS[0].regel_id, data, Regel)


def test_a_rule_has_sql_or_xpath_and_not_both() -> None:
    with pytest.raises(QualityError):
        parse(
            REGELS[0].regel_id,
            REGELS[0].model_dump() | {"waarop": "client", "sql": "SELECT 1 FROM %(bereik)s AS c"},
            Regel,
        )


def test_a_message_of_many_lines_costs_what_its_lines_cost() -> None:
    """Ten times the lines may not cost a hundred times the time: 3,000 that all overlap and share their number."""
    judge = Berichtregels(REGELS)

    def seconds(lines: int) -> float:
        change = {
            "client": {"toegewezen_producten": {"toegewezen_product": [{"reden_wijziging": "01"}] * lines}}
        }
        gegevens = lay_over(read_yaml(FOLDER / "basis.yaml")["JW301"], change)
        bericht = etree.fromstring(write_bericht("JW301", gegevens))
        judge("JW301", bericht)
        start = time.perf_counter()
        found = judge("JW301", bericht)
        assert len(found) == 3 * lines - 2  # CS336 everywhere, TR101 and TR302 from the second on
        return time.perf_counter() - start

    assert seconds(3_000) < 40 * seconds(300)
