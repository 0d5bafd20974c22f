"""The client against a real HTTP server on this machine: paging, faults, and never half a table."""

from collections.abc import Iterator
from email.utils import formatdate
from time import time
from typing import Any

import httpx
import pytest

from integrations.cbs.client import StatLine
from integrations.errors import CbsError
from tests.unit.cbs.statline import (
    HTML,
    TOPIC,
    FakeStatLine,
    Fault,
    cut_off,
    half_json,
    hang_up,
    momentopname,
    serve,
    stall,
    status,
)

ROWS = "TypedDataSet"


@pytest.fixture
def fake() -> Iterator[FakeStatLine]:
    with serve(FakeStatLine(momentopname())) as fake:
        yield fake


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the client would have waited."""
    return []


@pytest.fixture
def statline(fake: FakeStatLine, waits: list[float]) -> Iterator[StatLine]:
    with StatLine(fake.base_url, page_rows=3, sleep=waits.append) as statline:
        yield statline


def test_reads_metadata_first_then_every_page_and_the_reasons(fake: FakeStatLine, statline: StatLine) -> None:
    assert statline.read_tabel("85099NED") == momentopname()
    asked = [name for name, _ in fake.requests]
    assert asked.index("Perioden") < asked.index(f"{ROWS}/$count") < asked.index(ROWS)
    pages = [(query["$top"], query["$skip"]) for name, query in fake.requests if name == ROWS]
    assert pages == [("3", "0"), ("3", "3"), ("3", "6")]
    assert all(query["$format"] == "json" for name, query in fake.requests if "$count" not in name)


def test_asks_for_no_more_than_statline_gives_and_says_who_it_is(fake: FakeStatLine) -> None:
    with StatLine(fake.base_url) as statline:
        statline.read_tabel("85099NED")
    assert {query["$top"] for name, query in fake.requests if name == ROWS} == {"10000"}
    assert all(agent and agent.startswith("jeugdkoppel/") for agent in fake.agents)


def test_a_server_that_gives_shorter_pages_loses_no_row(fake: FakeStatLine) -> None:
    fake.page_rows = 2
    with StatLine(fake.base_url) as statline:
        assert statline.read_tabel("85099NED") == momentopname()
    assert [query["$skip"] for name, query in fake.requests if name == ROWS] == ["0", "2", "4", "6"]


def test_reads_no_reasons_when_no_number_is_missing() -> None:
    whole = momentopname([("SYN02", "GM0363", "2026HJ01", 1240)])
    with serve(FakeStatLine(whole)) as fake, StatLine(fake.base_url) as statline:
        assert statline.read_tabel("85099NED")["redenen"] == {}
    assert "UntypedDataSet" not in {name for name, _ in fake.requests}


@pytest.mark.parametrize(
    "fault",
    [
        status(500),
        status(503),
        status(429),
        HTML,
        half_json,
        cut_off,
        hang_up,
        status(200, content=b"{}"),
    ],
    ids=["500", "503", "429", "html", "half json", "cut off", "hung up", "no value"],
)
def test_a_passing_fault_is_waited_out(
    fake: FakeStatLine, statline: StatLine, waits: list[float], fault: Fault
) -> None:
    fake.faults[ROWS] = [fault, fault]
    assert statline.read_tabel("85099NED") == momentopname()
    assert [wait for wait in waits if wait] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (status(503), "status 503"),
        (HTML, "<html><body>Onderhoud"),
        (half_json, "geen volledige JSON"),
        (cut_off, "StatLine geeft 85099NED/TypedDataSet niet"),
    ],
    ids=["503", "html", "half json", "cut off"],
)
def test_a_lasting_fault_is_one_dutch_sentence_with_a_remedy(
    fake: FakeStatLine, statline: StatLine, waits: list[float], fault: Fault, said: str
) -> None:
    fake.faults[ROWS] = [fault] * 9
    with pytest.raises(CbsError, match=said) as caught:
        statline.read_tabel("85099NED")
    assert "probeer het later opnieuw" in caught.value.remedy
    assert [wait for wait in waits if wait] == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(("times", "outcome"), [(1, "read"), (9, "refused")])
def test_a_server_that_says_nothing_is_not_waited_for(
    fake: FakeStatLine, waits: list[float], times: int, outcome: str
) -> None:
    fake.faults[ROWS] = [stall] * times
    with StatLine(fake.base_url, timeout=httpx.Timeout(0.3), sleep=waits.append) as statline:
        if outcome == "read":
            assert statline.read_tabel("85099NED") == momentopname()
        else:
            with pytest.raises(CbsError, match="timed out"):
                statline.read_tabel("85099NED")
    assert 1.0 in waits


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:9/odata", "ergens/odata", "http://[odata"])
def test_no_server_at_that_address(waits: list[float], base_url: str) -> None:
    with StatLine(base_url, sleep=waits.append) as statline, pytest.raises(CbsError) as caught:
        statline.read_tabel("85099NED")
    assert base_url in caught.value.remedy
    assert len(waits) == 5


def test_a_table_that_is_not_there_is_not_asked_for_again(statline: StatLine, waits: list[float]) -> None:
    with pytest.raises(CbsError, match="status 404"):
        statline.read_tabel("85098NED")
    assert waits == [0.0]


@pytest.mark.parametrize("is_date", [False, True], ids=["seconds", "date"])
def test_retry_after_is_honoured(
    fake: FakeStatLine, statline: StatLine, waits: list[float], is_date: bool
) -> None:
    asked = formatdate(time() + 60, usegmt=True) if is_date else "60"
    fake.faults[ROWS] = [status(429, Retry_After=asked)]
    statline.read_tabel("85099NED")
    (wait,) = [wait for wait in waits if wait]
    assert 30 < wait <= 60


def test_a_server_that_asks_for_an_hour_is_left_alone(
    fake: FakeStatLine, statline: StatLine, waits: list[float]
) -> None:
    fake.faults[ROWS] = [status(503, Retry_After="3600")]
    with pytest.raises(CbsError, match="status 503"):
        statline.read_tabel("85099NED")
    assert 3600.0 not in waits


def change_modified(fake: FakeStatLine) -> None:
    """CBS publishes anew while we read the second page."""
    newer = [{**fake.collections["TableInfos"][0], "Modified": "2026-10-31T02:00:00"}]

    def publish(handler: Any, body: bytes) -> None:
        fake.collections["TableInfos"] = newer
        status(200)(handler, body)

    fake.faults[ROWS] = [status(200), publish]


def lose_a_row(fake: FakeStatLine) -> None:
    fake.counts[ROWS] += 1


def repeat_a_row(fake: FakeStatLine) -> None:
    fake.collections[ROWS][4] = fake.collections[ROWS][3]


def mix_up_the_two_sets(fake: FakeStatLine) -> None:
    fake.collections["UntypedDataSet"][0] = {**fake.collections["UntypedDataSet"][0], "ID": 99}


@pytest.mark.parametrize(
    ("mishap", "said"),
    [
        (change_modified, "wijzigde tabel 85099NED tijdens het ophalen"),
        (lose_a_row, "telt 8 rijen; ontvangen zijn er 7, waarvan 7 verschillende"),
        (repeat_a_row, "telt 7 rijen; ontvangen zijn er 7, waarvan 6 verschillende"),
        (mix_up_the_two_sets, "hebben andere rijen"),
    ],
)
def test_an_inconsistent_table_is_refused_as_a_whole(
    fake: FakeStatLine, statline: StatLine, mishap: Any, said: str
) -> None:
    mishap(fake)
    with pytest.raises(CbsError, match=said):
        statline.read_tabel("85099NED")


def test_a_count_that_is_no_number(fake: FakeStatLine, statline: StatLine) -> None:
    fake.faults[f"{ROWS}/$count"] = [HTML] * 5
    with pytest.raises(CbsError, match="geen aantal maar: <html>"):
        statline.read_tabel("85099NED")


@pytest.mark.parametrize("tabel", ["", "../85099NED", "85099NED?x=1"])
def test_only_a_table_number_is_put_in_an_address(statline: StatLine, tabel: str) -> None:
    with pytest.raises(CbsError, match="geen tabel van StatLine"):
        statline.read_tabel(tabel)


def test_the_missing_number_carries_the_sign_of_the_other_set(statline: StatLine) -> None:
    assert statline.read_tabel("85099NED")["redenen"] == {"4": {TOPIC: "."}, "5": {TOPIC: ""}}
