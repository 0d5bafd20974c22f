"""Unwrapping: the same verdict as the schemas of the standard, and nothing that a request can do costs much."""

import base64
import copy
import random
import re
import resource
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from integrations.ggk.envelop import MAX_BODY, MAX_PAYLOAD, Envelop, Weigering, read_envelop
from tests.unit.ggk.ggk_hulp import GGK, SOAP, STUF, make_envelop, make_request, official_schema, soap


@pytest.fixture(scope="module")
def official(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    return official_schema(reference, tmp_path_factory.mktemp("xsd"))


INSIDE = base64.b64encode(b"<bericht/>").decode()


def refused(body: bytes) -> Weigering:
    answer = read_envelop(body)
    assert isinstance(answer, Weigering)
    return answer


@pytest.mark.parametrize("name", ["ggk_Di01.xml", "ggk_Du01.xml", "envelopHeenbericht-ggk_Di01_v21.xml"])
def test_the_samples_of_the_standard_are_read(reference: Path, name: str) -> None:
    sample = (reference / "ggk" / name).read_bytes().partition(b"?>")[2]
    answer = read_envelop(soap(sample))
    assert isinstance(answer, Envelop)
    assert answer.inhoud.startswith(b"Hier staat het ")
    assert answer.bestandsnaam.startswith("WMO30")
    assert answer.stuurgegevens.zender.organisatie in ("0548", "01023456")
    assert len(answer.stuurgegevens.referentienummer) == 36


def test_a_message_comes_out_byte_for_byte() -> None:
    every_byte = bytes(range(256)) * 3
    answer = read_envelop(make_request(every_byte, naam="JW323 van één.xml"))
    assert isinstance(answer, Envelop)
    assert (answer.inhoud, answer.bestandsnaam) == (every_byte, "JW323 van één.xml")


def test_base64_in_lines_and_without_a_file_name() -> None:
    wrapped = base64.encodebytes(b"x" * 500).replace(b"\n", b"\r\n")
    body = re.sub(rb"(contentType=[^>]*>)[^<]*", lambda m: m[1] + wrapped, make_request(naam=None))
    answer = read_envelop(body)
    assert isinstance(answer, Envelop)
    assert (answer.inhoud, answer.bestandsnaam) == (b"x" * 500, "JW323.xml")


def mutants(envelop: bytes, seed: int) -> Iterator[bytes]:
    """Every element dropped, doubled, moved, emptied, filled, lengthened, renamed, given a child and an attribute."""
    chance = random.Random(seed)  # noqa: S311
    count = sum(1 for _ in etree.fromstring(envelop).iter())

    def variant(number: int, change: Any) -> bytes:
        root = etree.fromstring(envelop)
        change(list(root.iter())[number])
        return etree.tostring(root)

    def text(value: str) -> Any:
        return lambda e: setattr(e, "text", value)

    changes = [text(""), text(" "), text("x"), text("12"), text("0001"), text("12345678"), text("é" * 3)]
    changes += [text("a" * n) for n in (29, 30, 31, 39, 40, 41, 49, 50, 51, 100, 101, 200, 201)]
    changes += [text("1" * n) for n in (7, 8, 17, 18)] + [text("Di01"), text("Du01"), text("Di02")]
    changes += [
        lambda e: e.set("kleur", "blauw"),
        lambda e: e.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "a b"),
        lambda e: e.attrib.clear(),
        lambda e: etree.SubElement(e, f"{{{STUF}}}zender"),
        lambda e: setattr(e, "tag", f"{{{GGK}}}anders"),
        lambda e: setattr(e, "tag", re.sub(r"\{.*\}", f"{{{STUF}}}", e.tag)),
        lambda e: setattr(e, "tag", re.sub(r"\{.*\}", f"{{{GGK}}}", e.tag)),
        lambda e: setattr(e, "tail", "los"),
    ]
    for number in range(1, count):
        for change in changes:
            yield variant(number, change)
        yield variant(number, lambda e: e.getparent().remove(e))
        yield variant(number, lambda e: e.addnext(copy.deepcopy(e)))
        yield variant(number, lambda e: e.getparent().append(e))
        yield variant(number, lambda e: e.getparent().insert(chance.randrange(4), e))


@pytest.mark.parametrize("soort", ["Di01", "Du01"])
def test_every_mutation_gets_the_verdict_of_the_official_schemas(
    official: etree.XMLSchema, soort: str
) -> None:
    sample = make_envelop(soort=soort).replace(
        b"<GGK:applicatieVersie>",
        b"<GGK:referentienummerBericht>1</GGK:referentienummerBericht><GGK:applicatieVersie>",
    )
    counts = {True: 0, False: 0}
    for mutant in mutants(sample, seed=7):
        root = etree.fromstring(mutant)
        valid = official.validate(root)
        # a condition of ours on top of the schemas: a number to confirm with
        if not (root.findtext(f".//{{{STUF}}}referentienummer") or "").strip():
            valid = False
        if (root.findtext(f".//{{{GGK}}}bericht") or "") != INSIDE:  # libxml2 lets through what is not base64
            continue
        assert isinstance(read_envelop(soap(mutant)), Envelop) == valid, mutant.decode()
        counts[valid] += 1
    assert min(counts.values()) > 100, counts


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"", "StUF055", "XML"),
        (b"geen xml", "StUF055", "XML"),
        (make_request()[:-10], "StUF055", "XML"),
        (make_envelop(), "StUF055", "geen SOAP"),
        (make_request().replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"), "StUF055", "1.2"),
        (soap(make_envelop() * 2), "StUF055", "precies"),
        (soap(b""), "StUF055", "precies"),
        (soap(b"<a/>"), "StUF025", "niet ondersteund"),
        (soap(b'<StUF:Fo01Bericht xmlns:StUF="%b"/>' % STUF.encode()), "StUF025", "niet ondersteund"),
        (
            b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + make_request(nummer="&amp;x;"),
            "StUF055",
            "DTD",
        ),
        (make_request().decode().encode("utf-16"), "StUF055", "UTF-8"),
        (b"<?xml version='1.0' encoding='UTF-7'?>" + make_request(), "StUF055", "UTF-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + make_request(), "StUF055", "UTF-8"),
        (soap(b"<a>" * 5000 + b"</a>" * 5000), "StUF055", "elementen"),
        (soap(b"<a %b/>" % b" ".join(b"x%d=''" % n for n in range(5000))), "StUF055", "elementen"),
        (re.sub(rb"(contentType=[^>]*>)[^<]*", rb"\1geen base64!", make_request()), "StUF055", "base64"),
        (make_request(b""), "StUF055", "geen inhoud"),
    ],
)
def test_what_is_no_envelope_is_refused_with_a_reason_and_a_remedy(
    body: bytes, code: str, words: str
) -> None:
    answer = refused(body)
    assert (answer.code, words in answer.omschrijving) == (code, True), answer.omschrijving
    assert answer.details.endswith(".")


def test_a_header_that_demands_to_be_understood_is_not_passed_over() -> None:
    header = b'<s:Header><w:Security xmlns:w="urn:w" s:mustUnderstand="%b"/></s:Header>'
    assert refused(soap(make_envelop(), header % b"1")).soap_code == "MustUnderstand"
    assert isinstance(read_envelop(soap(make_envelop(), header % b"0")), Envelop)


def test_a_refusal_after_the_stuurgegevens_names_them_so_that_it_can_be_answered() -> None:
    answer = refused(make_request(b""))
    assert answer.stuurgegevens is not None
    assert answer.stuurgegevens.referentienummer == "ref-1"


def test_a_reason_never_quotes_what_the_sender_wrote() -> None:
    sample = make_request(nummer="geheim-kenmerk")
    for damaged in (
        sample.replace(b"Di01</", b"geheim</"),
        sample.replace(b"20261122120000", b"geheim"),
        sample.replace(b"JW323</", b"geheim" * 9 + b"</"),
    ):
        answer = refused(damaged)
        assert "geheim" not in answer.omschrijving + answer.details


def test_the_largest_message_fits_and_one_byte_more_does_not() -> None:
    answer = read_envelop(make_request(bytes(MAX_PAYLOAD)))
    assert isinstance(answer, Envelop)
    assert len(answer.inhoud) == MAX_PAYLOAD
    assert refused(make_request(bytes(MAX_PAYLOAD + 1))).code == "IB003"
    assert refused(b" " * (MAX_BODY + 1)).code == "IB003"
    lines = base64.encodebytes(bytes(MAX_PAYLOAD)).replace(b"\n", b"\r\n")
    assert len(lines) + 10_000 < MAX_BODY, "a sender who wraps his base64 is not too large for that"


def test_a_request_made_of_elements_costs_no_memory() -> None:
    bomb = soap(b"<a/>" * (MAX_BODY // 4 - 100))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    assert "elementen" in refused(bomb).omschrijving
    tracemalloc.stop()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024, "KiB: the tree of it would take a gigabyte"
