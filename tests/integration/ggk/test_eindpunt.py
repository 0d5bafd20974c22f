"""The endpoint over a real socket: what it confirms is kept, once; what it does not keep it does not confirm."""

import io
import re
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import etree

from integrations.ggk import bewaren
from integrations.ggk.eindpunt import RETRY_SECONDS
from integrations.ggk.envelop import MAX_BODY, MAX_PAYLOAD
from tests.integration.ggk.conftest import Running, Start, rows
from tests.unit.ggk.ggk_hulp import STUF, make_request

pytestmark = pytest.mark.integration

BERICHTEN = "SELECT inhoud, kanaal, bestandsnaam, status FROM landing.bericht ORDER BY bericht_id"
ENVELOPPEN = "SELECT * FROM landing.envelop ORDER BY envelop_id"


def told(answer: bytes, naam: str) -> str | None:
    return etree.fromstring(answer).findtext(f".//{{{STUF}}}{naam}")


def test_a_confirmed_envelope_is_in_landing(engine: sa.Engine, start: Start) -> None:
    running = start(engine)
    answer = running.post(make_request(b"<jw323>\xff</jw323>"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert (told(answer.content, "berichtcode"), told(answer.content, "crossRefnummer")) == ("Bv03", "ref-1")
    ((inhoud, kanaal, naam, status),) = rows(engine, BERICHTEN)
    assert (bytes(inhoud), kanaal, naam, status) == (b"<jw323>\xff</jw323>", "ggk", "JW323.xml", "ontvangen")
    (envelop,) = rows(engine, ENVELOPPEN)
    assert str(envelop.bevestiging_nummer) == told(answer.content, "referentienummer")
    assert (envelop.zender_organisatie, envelop.ontvanger_organisatie) == ("01023456", "0344")
    assert "Jansen" not in str(envelop), "the user at the sender may be a person"
    assert running.rings == [1]


def test_the_same_envelope_again_gets_the_same_confirmation_also_from_another_server(
    engine: sa.Engine, start: Start
) -> None:
    first = start(engine)
    answers = [first.post(make_request()).content for _ in range(2)]
    second = start(engine)
    answers.append(second.post(make_request()).content)
    assert len(set(answers)) == 1
    assert len(rows(engine, BERICHTEN)) == len(rows(engine, ENVELOPPEN)) == 1
    assert (first.rings, second.rings) == ([1], []), "the bell is for what is new"


def test_twenty_at_once_are_one(engine: sa.Engine, start: Start) -> None:
    running = start(engine)
    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(lambda _: running.post(make_request()).content, range(20)))
    assert len(answers) == 1
    assert len(rows(engine, BERICHTEN)) == len(rows(engine, ENVELOPPEN)) == 1


def test_another_message_under_the_same_number_is_refused_and_leaves_no_trace(
    empty_engine: sa.Engine, start: Start
) -> None:
    running = start(empty_engine)
    first = running.post(make_request(b"een")).content
    answer = running.post(make_request(b"twee"))
    assert (answer.status_code, told(answer.content, "code")) == (500, "StUF016")
    assert told(answer.content, "crossRefnummer") == "ref-1"
    assert [bytes(row.inhoud) for row in rows(empty_engine, BERICHTEN)] == [b"een"]
    assert running.post(make_request(b"een")).content == first


def test_number_and_sender_together_are_the_identity(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    assert running.post(make_request(b"een", zender="01023456")).status_code == 200
    assert running.post(make_request(b"twee", zender="01023457")).status_code == 200
    again = running.post(make_request(b"een", nummer="ref-2"))
    assert again.status_code == 200, "the same message in a new envelope is confirmed"
    assert len(rows(empty_engine, BERICHTEN)) == 2
    assert [row.bericht_id for row in rows(empty_engine, ENVELOPPEN)][::2] == [1, 1]
    assert len(running.rings) == 2


def test_no_answer_before_the_commit_is_on_disk(engine: sa.Engine, start: Start) -> None:
    eager = sa.create_engine(engine.url, connect_args={"options": "-c synchronous_commit=off"})
    committing, may_commit, settings = threading.Event(), threading.Event(), []

    @sa.event.listens_for(eager, "commit")
    def hold(conn: sa.Connection) -> None:
        settings.append(conn.exec_driver_sql("SHOW synchronous_commit").scalar())
        committing.set()
        may_commit.wait(20)

    running = start(eager)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.post, make_request())
        assert committing.wait(20)
        assert not rows(engine, ENVELOPPEN)
        with pytest.raises(TimeoutError):
            answer.result(timeout=0.5)
        may_commit.set()
        assert answer.result(timeout=20).status_code == 200
    assert settings == ["on"]
    eager.dispose()


def test_a_database_that_is_away_is_a_fault_that_asks_to_try_again(start: Start) -> None:
    running = start(sa.create_engine("postgresql+psycopg2://niemand@127.0.0.1:1/nergens"))
    answer = running.post(make_request())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(RETRY_SECONDS))
    assert (told(answer.content, "code"), told(answer.content, "plek")) == ("StUF046", "server")
    assert running.post(b"").status_code == 500, "the server lives on"


def test_one_that_cannot_be_kept_does_not_spoil_the_others(
    empty_engine: sa.Engine, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, gate, sizes = bewaren.keep, threading.Event(), []

    def keep(engine: sa.Engine, enveloppen: Any, moment: Any) -> Any:
        gate.wait(20)
        sizes.append(len(enveloppen))
        if any(envelop.inhoud == b"gif" for envelop in enveloppen):
            raise ValueError("not for keeping")
        return real(engine, enveloppen, moment)

    monkeypatch.setattr("integrations.ggk.groepscommit.keep", keep)
    running = start(empty_engine)
    contents = [b"gif" if n == 5 else b"goed %d" % n for n in range(9)]
    with ThreadPoolExecutor(9) as pool:
        answers = [pool.submit(running.post, make_request(c, nummer=f"n{n}")) for n, c in enumerate(contents)]
        threading.Timer(0.5, gate.set).start()
        statuses = [answer.result().status_code for answer in answers]
    assert statuses == [503 if n == 5 else 200 for n in range(9)]
    assert max(sizes) > 1, "they did travel together"
    assert len(rows(empty_engine, BERICHTEN)) == 8


@pytest.mark.parametrize(
    ("body", "content_type", "status", "words"),
    [
        (b"", "text/xml", 500, "XML"),
        (make_request()[:300], "text/xml", 500, "XML"),
        (make_request(), "application/json", 415, "text/xml"),
        (make_request(), "multipart/related; type=application/xop+xml", 415, "text/xml"),
        (b"x" * (MAX_BODY + 1), "text/xml", 413, "25 MB"),
        (make_request(bytes(MAX_PAYLOAD + 1)), "text/xml", 500, "25 MB"),
    ],
)
def test_what_is_refused_is_told_so_in_dutch_and_not_kept(
    empty_engine: sa.Engine, start: Start, body: bytes, content_type: str, status: int, words: str
) -> None:
    running = start(empty_engine)
    answer = running.post(body, content_type)
    assert answer.status_code == status
    assert words in (told(answer.content, "omschrijving") or "")
    assert told(answer.content, "berichtcode") == "Fo03"
    assert rows(empty_engine, BERICHTEN) == []
    assert running.post(make_request()).status_code == 200
    assert running.eindpunt.under_way == 0


def test_only_who_shows_the_token_is_let_in(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine, token="k" * 32)
    for shown in (
        {},
        {"Authorization": "Bearer " + "x" * 32},
        {"Authorization": "k" * 32},
        {"Authorization": "Basic é"},
    ):
        headers = {name: value.encode("latin-1") for name, value in shown.items()}
        assert running.post(make_request(), **headers).status_code == 401  # type: ignore[arg-type]
    assert rows(empty_engine, BERICHTEN) == []
    assert running.post(make_request(), Authorization="Bearer " + "k" * 32).status_code == 200


def test_a_bundle_inside_is_taken_in_message_by_message(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        bundle.writestr("a.xml", "<een/>")
        bundle.writestr("b.xml", "<twee/>")
    first = running.post(make_request(stream.getvalue(), naam="bundel.zip"))
    assert first.status_code == 200
    assert [(bytes(row.inhoud), row.bestandsnaam) for row in rows(empty_engine, BERICHTEN)] == [
        (b"<een/>", "bundel.zip/a.xml"),
        (b"<twee/>", "bundel.zip/b.xml"),
    ]
    assert [row.bericht_id for row in rows(empty_engine, ENVELOPPEN)] == [None]
    assert running.post(make_request(stream.getvalue(), naam="bundel.zip")).content == first.content
    assert running.post(make_request(b"anders")).status_code == 500


def test_the_largest_message_is_taken(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    assert running.post(make_request(bytes(MAX_PAYLOAD))).status_code == 200
    assert rows(empty_engine, "SELECT grootte_bytes FROM landing.bericht") == [(MAX_PAYLOAD,)]


def test_a_bsn_in_a_name_or_a_number_is_masked(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    bsn = "999900006"
    answer = running.post(make_request(nummer=f"nr {bsn}", naam=f"{bsn}.xml", functie=f"JW {bsn}"))
    assert told(answer.content, "crossRefnummer") == f"nr {bsn}", "the sender gets back what is his"
    kept = re.sub(r"memory at \S+", "", f"{rows(empty_engine, BERICHTEN)}{rows(empty_engine, ENVELOPPEN)}")
    assert bsn not in kept
    assert kept.count("*" * 9) == 3
    assert running.post(make_request(nummer="nr 999900018")).status_code == 200, "masking makes no two alike"


def test_health_says_whether_the_database_answers(empty_engine: sa.Engine, start: Start) -> None:
    import httpx

    well = start(empty_engine)
    ill = start(sa.create_engine("postgresql+psycopg2://niemand@127.0.0.1:1/nergens"))
    found = [httpx.get(f"http://127.0.0.1:{running.port}/gezond", trust_env=False) for running in (well, ill)]
    assert [(answer.status_code, answer.json()) for answer in found] == [
        (200, {"gezond": True}),
        (503, {"gezond": False}),
    ]
    assert httpx.get(f"http://127.0.0.1:{well.port}/ggk", trust_env=False).status_code == 405


def test_a_request_to_stop_waits_for_what_was_begun(empty_engine: sa.Engine, start: Start) -> None:
    slow = sa.create_engine(empty_engine.url)
    committing, may_commit = threading.Event(), threading.Event()

    @sa.event.listens_for(slow, "commit")
    def hold(_conn: sa.Connection) -> None:
        committing.set()
        may_commit.wait(20)

    running: Running = start(slow)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.post, make_request())
        assert committing.wait(20)
        running.server.should_exit = True
        threading.Timer(0.5, may_commit.set).start()
        assert answer.result(20).status_code == 200
    assert len(rows(empty_engine, ENVELOPPEN)) == 1
    slow.dispose()
