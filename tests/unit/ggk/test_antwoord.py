"""Answers: valid by the schemas of the standard, whatever the envelope held, and the same bytes each time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from integrations.ggk.antwoord import build_bv03, build_fault
from integrations.ggk.envelop import Envelop, Weigering, read_envelop
from tests.unit.ggk.ggk_hulp import SOAP, STUF, make_request, official_schema

AT = datetime(2026, 11, 22, 23, 30, 1, 234567, tzinfo=UTC)
NUMMER = "3f2b1c9a-1111-4222-8333-444455556666"


@pytest.fixture(scope="module")
def official(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    return official_schema(reference, tmp_path_factory.mktemp("xsd"))


def inner(answer: bytes, path: str) -> etree._Element:
    found = etree.fromstring(answer).find(f"{{{SOAP}}}Body/{path}")
    assert found is not None
    return found


@pytest.mark.parametrize("soort", ["Di01", "Du01"])
@pytest.mark.parametrize("nummer", ["ref-1", "é" * 40, "&lt;b&gt;&amp;amp;"])
def test_a_confirmation_is_a_valid_bv03_that_points_back(
    official: etree.XMLSchema, soort: str, nummer: str
) -> None:
    envelop = read_envelop(make_request(nummer=nummer, soort=soort))
    assert isinstance(envelop, Envelop)
    answer = build_bv03(envelop.stuurgegevens, NUMMER, AT)
    bericht = inner(answer, f"{{{STUF}}}Bv03Bericht")
    official.assertValid(etree.ElementTree(bericht))
    told = {child.tag.partition("}")[2]: child for child in bericht[0]}
    assert told["crossRefnummer"].text == envelop.stuurgegevens.referentienummer
    assert told["zender"][0].text == "0344", "who was addressed now speaks"
    assert [part.text for part in told["ontvanger"]] == ["01023456", "Zorgpakket", "J. Jansen"]
    assert told["tijdstipBericht"].text == "20261123003001234", "Dutch time, to the millisecond"
    assert answer == build_bv03(envelop.stuurgegevens, NUMMER, AT)


def test_a_fault_is_a_valid_fo03_in_a_soap_fault(official: etree.XMLSchema) -> None:
    for body in (b"geen xml", make_request(b""), make_request().replace(b"Di01</", b"Di99</")):
        refused = read_envelop(body)
        assert isinstance(refused, Weigering)
        fault = inner(build_fault(refused, NUMMER, AT), f"{{{SOAP}}}Fault")
        assert [child.tag for child in fault] == ["faultcode", "faultstring", "detail"]
        assert fault[0].text == "soap:Client"
        fo03 = fault[2][0]
        assert fo03.tag == f"{{{STUF}}}Fo03Bericht"
        official.assertValid(etree.ElementTree(fo03))
        assert fo03.findtext(f".//{{{STUF}}}omschrijving") == refused.omschrijving == fault[1].text


def test_long_texts_are_cut_to_what_the_schema_allows(official: etree.XMLSchema) -> None:
    refused = Weigering("StUF055", "client", "x" * 500, "y" * 5000)
    fo03 = inner(build_fault(refused, NUMMER, AT), f"{{{SOAP}}}Fault")[2][0]
    assert official.validate(etree.ElementTree(fo03)), official.error_log
    texts = [text for element in fo03.iter() if (text := element.text) and text.strip("xy. …") == ""]
    assert sorted({text[0] for text in texts}) == ["x", "y"], "both texts are there"
    assert all(len(text) < 5000 for text in texts if text[0] == "y")
    assert all(len(text) < 500 for text in texts if text[0] == "x")
