"""Reading: the samples of the standard, what is kept unprocessed, and what a hostile file cannot do."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from pathlib import Path

import pytest

from integrations.ijw import COLUMNS, MAX_BYTES, Kop, read_bericht, write_bericht
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "ijw"


def golden(case: str) -> bytes:
    return (GOLDEN / case / "bericht.xml").read_bytes()


def sample(reference: Path, berichttype: str) -> bytes:
    return (reference / "ijw-3.2" / "berichten" / f"{berichttype}.xml").read_bytes()


@pytest.mark.parametrize(
    ("berichttype", "rows"),
    [
        ("JW301", {"client": 1, "toewijzing": 2}),
        ("JW302", {"retourbericht": 1, "retour_code": 0}),
        ("JW305", {"client": 1, "start": 2}),
        ("JW306", {"retourbericht": 1, "retour_code": 0}),
        ("JW307", {"client": 1, "stop": 2}),
        ("JW308", {"retourbericht": 1, "retour_code": 0}),
        ("JW316", {"retourbericht": 1, "retour_code": 3}),
        (
            "JW317",
            {"wijzigingsverzoek": 1, "ongewijzigd_product": 1, "te_wijzigen_product": 0, "nieuw_product": 1},
        ),
        ("JW319", {"verzoek_antwoord": 1}),
        ("JW320", {"retourbericht": 1, "retour_code": 1}),
        ("JW323", {"declaratie": 1, "prestatie": 5}),
        ("JW325", {"declaratie_antwoord": 1, "afgewezen_prestatie": 3}),
    ],
)
def test_the_samples_of_the_standard_are_read(
    reference: Path, berichttype: str, rows: dict[str, int]
) -> None:
    gelezen = read_bericht(sample(reference, berichttype))
    assert gelezen.oordeel == "geldig"
    assert {table: len(rijen) for table, rijen in gelezen.rijen.items()} == rows
    assert all(len(rij) == len(COLUMNS[table]) for table, rijen in gelezen.rijen.items() for rij in rijen)


def test_the_sample_with_an_impossible_date_is_refused_with_a_remedy(reference: Path) -> None:
    gelezen = read_bericht(sample(reference, "JW315"))
    assert gelezen.oordeel == "ongeldig"
    assert gelezen.rijen == {}
    assert [(r.regel, r.element, r.regel_in_bestand, r.waarde) for r in gelezen.redenen] == [
        ("ONTVANGST-SCHEMA", "ToewijzingEinddatum", 44, "2027-06-31"),
        ("ONTVANGST-SCHEMA", "ToewijzingEinddatum", 66, "2027-06-31"),
    ]
    assert "bestaat niet in de kalender" in gelezen.redenen[0].melding
    assert "30 dagen" in gelezen.redenen[0].remedie
    assert "opnieuw versturen" in gelezen.redenen[0].remedie


def test_the_sample_with_a_code_out_of_place_is_refused(reference: Path) -> None:
    gelezen = read_bericht(sample(reference, "JW318"))
    assert (gelezen.oordeel, gelezen.rijen) == ("ongeldig", {})
    assert [(r.regel, r.element, r.regel_in_bestand) for r in gelezen.redenen] == [
        ("ONTVANGST-SCHEMA", "RetourCode", 33)
    ]
    assert "hoort binnen RetourCodes" in gelezen.redenen[0].melding


def test_a_return_is_sent_by_who_received_what_it_answers() -> None:
    heen, retour = read_bericht(golden("jw301-volledig")), read_bericht(golden("jw302-volledig"))
    assert heen.kop is not None
    assert retour.kop == Kop("JW302", "3.2", "437", "98765432", "0999", "RET-302-1", date(2026, 4, 7))
    rij = dict(zip(COLUMNS["retourbericht"], retour.rijen["retourbericht"][0], strict=True))
    assert (
        rij["beantwoord_berichttype"],
        rij["beantwoord_identificatie"],
        rij["beantwoord_dagtekening"],
    ) == (
        heen.kop.berichttype,
        heen.kop.identificatie,
        heen.kop.dagtekening,
    )


@pytest.mark.parametrize(
    ("case", "is_afgekeurd"),
    [
        ("jw302-goedgekeurd", False),
        ("jw302-technisch-afgekeurd", True),
        ("jw302-volledig", True),
        ("jw320-volledig", True),
    ],
)
def test_one_code_that_rejects_rejects_the_whole_message(case: str, is_afgekeurd: bool) -> None:
    retour = read_bericht(golden(case)).rijen["retourbericht"][0]
    assert dict(zip(COLUMNS["retourbericht"], retour, strict=True))["is_afgekeurd"] is is_afgekeurd


def test_codes_that_only_say_not_judged_reject_nothing() -> None:
    inhoud = golden("jw318-volledig")
    for code in (b"9349", b"9350", b"9351", b"9373"):
        inhoud = inhoud.replace(code, b"0233")
    retour = read_bericht(inhoud).rijen["retourbericht"][0]
    assert dict(zip(COLUMNS["retourbericht"], retour, strict=True))["is_afgekeurd"] is False


def test_the_lines_of_a_request_to_change_are_numbered_on_as_in_its_return() -> None:
    request, retour = read_bericht(golden("jw317-volledig")), read_bericht(golden("jw318-volledig"))
    tables = ("ongewijzigd_product", "te_wijzigen_product", "nieuw_product")
    assert [rij[0] for table in tables for rij in request.rijen[table]] == [1, 2, 3, 4, 5, 6, 7]
    codes = [dict(zip(COLUMNS["retour_code"], rij, strict=True)) for rij in retour.rijen["retour_code"]]
    nummers = {c["beantwoord_regelnummer"]: c["toewijzing_nummer"] for c in codes}
    assert {rij[0]: rij[4] for table in tables[:2] for rij in request.rijen[table]}.items() <= nummers.items()


def test_the_header_is_typed_and_tells_the_parties_apart() -> None:
    gelezen = read_bericht(golden("jw301-volledig"))
    assert gelezen.kop == Kop("JW301", "3.2", "436", "0999", "98765432", "T-2026-017", date(2026, 4, 2))
    assert (gelezen.kop.gemeente_code, gelezen.kop.aanbieder_agb_code) == ("0999", "98765432")
    other_way = read_bericht(golden("jw323-volledig")).kop
    assert other_way is not None
    assert (other_way.gemeente_code, other_way.aanbieder_agb_code) == ("0999", "98765432")


def test_lines_are_numbered_through_the_message_and_carry_their_client() -> None:
    rijen = read_bericht(golden("jw323-volledig")).rijen["prestatie"]
    assert [(rij[0], rij[3], rij[4]) for rij in rijen] == [
        (1, "999900018", True),
        (2, "999900018", True),
        (3, "999900019", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24:00:00", time(0, 0)),
        (" 07:08:09 ", time(7, 8, 9)),
        ("12:00:00-01:00", time(12, 0)),
        ("23:59:59.9999999", time(23, 59, 59, 999999)),
    ],
)
def test_every_time_the_schema_allows_can_be_read(text: str, expected: time) -> None:
    gelezen = read_bericht(golden("jw301-volledig").replace(b"09:05:07", text.encode()))
    assert gelezen.oordeel == "geldig"
    assert (
        dict(zip(COLUMNS["toewijzing"], gelezen.rijen["toewijzing"][0], strict=True))["toewijzingstijd"]
        == expected
    )


@pytest.mark.parametrize("value", ["0" * 5000 + "7", "+7", "-0", " 007\n"])
def test_every_number_the_schema_allows_is_read_or_refused_with_a_reason(value: str) -> None:
    gelezen = read_bericht(golden("jw323-volledig").replace(b"Volume>360<", b"Volume>%b<" % value.encode()))
    if len(value) < 5000:
        assert gelezen.rijen["prestatie"][0][12] == int(value)
    else:
        assert [r.element for r in gelezen.redenen] == ["GeleverdVolume"]


def test_a_prefix_or_none_makes_no_difference() -> None:
    inhoud = golden("jw323-volledig")
    without = inhoud.replace(b"jw323:", b"").replace(b"xmlns:jw323", b"xmlns")
    assert read_bericht(without).rijen == read_bericht(inhoud).rijen
    broken = read_bericht(without.replace(b"Eenheid>01", b"Eenheid>98"))
    assert [(r.element, r.waarde) for r in broken.redenen] == [("Eenheid", "98")]


def test_a_line_past_65535_is_named_by_its_own_number() -> None:
    inhoud = golden("jw323-eenheid-onbekend").replace(
        b"<jw323:Declaratie>", b"\n" * 70_000 + b"<jw323:Declaratie>"
    )
    assert read_bericht(inhoud).redenen[0].regel_in_bestand == 70_004


# What a hostile file cannot do.


def test_a_file_over_the_limit_is_refused_unread() -> None:
    inhoud = golden("jw323-volledig") + b"<!-- -->" * 3_000_000
    filler = b" " * (MAX_BYTES - len(inhoud))
    assert read_bericht(inhoud + filler).oordeel == "geldig"
    gelezen = read_bericht(inhoud + filler + b" ")
    assert (gelezen.oordeel, gelezen.redenen[0].regel) == ("ongeldig", "ONTVANGST-XML")
    assert "25 MB" in gelezen.redenen[0].melding


def with_dtd(subset: str, value: str) -> bytes:
    inhoud = golden("jw323-volledig").replace(
        b"<jw323:Bericht ", f"<!DOCTYPE b {subset}><jw323:Bericht ".encode()
    )
    return inhoud.replace(b"RN-0001", value.encode())


def test_a_file_on_disk_cannot_be_pulled_in(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("zeer geheim")
    for subset in (f'[<!ENTITY e SYSTEM "{secret.as_uri()}">]', f'SYSTEM "{secret.as_uri()}"'):
        gelezen = read_bericht(with_dtd(subset, "&e;"))
        assert gelezen.oordeel == "ongeldig"
        assert "DTD" in gelezen.redenen[0].melding
        assert "geheim" not in repr(gelezen)


def test_entities_that_multiply_are_refused_at_once() -> None:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'[<!ENTITY e0 "aaaaaaaaaa">{levels}]'
    for inhoud in (
        with_dtd(bomb, "&e11;"),
        with_dtd(bomb, "x").replace(b"<jw323:Header", b'<jw323:Header x="&e11;"'),
    ):
        assert "DTD" in read_bericht(inhoud).redenen[0].melding


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on this machine that writes down who calls."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None: ...

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, calls
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_over_the_network(listener: tuple[int, list[str]]) -> None:
    port, calls = listener
    url = f"http://127.0.0.1:{port}"
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    inhoud = golden("jw323-volledig")
    for attribute in (f'schemaLocation="urn:x {url}/x.xsd"', f'noNamespaceSchemaLocation="{url}/y.xsd"'):
        hint = f"<jw323:Bericht {xsi} xsi:{attribute} "
        assert read_bericht(inhoud.replace(b"<jw323:Bericht ", hint.encode())).oordeel == "geldig"
    assert read_bericht(with_dtd(f'SYSTEM "{url}/z.dtd"', "x")).oordeel == "ongeldig"
    assert read_bericht(with_dtd(f'[<!ENTITY % p SYSTEM "{url}/p.dtd"> %p;]', "x")).oordeel == "ongeldig"
    assert calls == []


@pytest.mark.parametrize(
    "inhoud",
    [
        b"<a>" * 5000 + b"</a>" * 5000,
        b"<a>" + b"x" * 11_000_000 + b"</a>",
        b'<a b="' + b"x" * 11_000_000 + b'"/>',
    ],
    ids=["deep", "long text", "long attribute"],
)
def test_deep_or_endless_xml_is_refused(inhoud: bytes) -> None:
    gelezen = read_bericht(inhoud)
    assert (gelezen.oordeel, gelezen.redenen[0].regel) == ("ongeldig", "ONTVANGST-XML")
    assert "te veel lagen" in gelezen.redenen[0].melding


@pytest.mark.parametrize(
    ("fouten", "slot"),
    [
        (200, "Nog 100 andere fouten in dit bericht zijn niet getoond."),
        (500, r"Na \d+ fouten is niet verder gezocht; getoond zijn de eerste 100."),
    ],
    ids=["all are counted", "a large file is not searched to its end"],
)
def test_many_faults_are_not_all_listed(fouten: int, slot: str) -> None:
    gegevens = json.loads((GOLDEN / "jw323-volledig" / "gegevens.json").read_text(encoding="utf-8"))
    (client, _) = gegevens["declaratie"]["clienten"]["client"]
    client["prestaties"]["prestatie"] = [client["prestaties"]["prestatie"][0] | {"eenheid": "98"}] * fouten
    redenen = read_bericht(write_bericht("JW323", gegevens)).redenen
    assert len(redenen) == 101
    assert redenen[99].melding.startswith("Eenheid van Prestatie 100 is 98")
    assert re.fullmatch(slot, redenen[100].melding)


def test_threads_do_not_mix_up_their_reasons() -> None:
    cases = [
        "jw323-eenheid-onbekend",
        "jw323-element-ontbreekt",
        "jw323-bedrag-met-komma",
        "jw323-volledig",
    ] * 50
    alone = {case: read_bericht(golden(case)) for case in set(cases)}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda case: read_bericht(golden(case)), cases))
    assert together == [alone[case] for case in cases]
