"""Slow, abandoned and greedy clients over a real socket: each costs bounded time and memory, and nobody else waits."""

import socket
import time

import pytest
import sqlalchemy as sa

from integrations.ggk.envelop import MAX_BODY
from integrations.ggk.verbinding import HEADER_BYTES, Verbinding
from tests.integration.ggk.conftest import Running, Start, rows
from tests.unit.ggk.ggk_hulp import make_request

pytestmark = pytest.mark.integration
HEAD = b"POST /ggk HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n"


def connect(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port), timeout=20)


def read_all(client: socket.socket) -> bytes:
    """Everything until the server closes; b"" when it says nothing."""
    found = b""
    try:
        while part := client.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


@pytest.mark.parametrize(
    "said", [b"", b"POST /ggk HT", b"POST /ggk HTTP/1.1\r\nHost: x\r\n", b"\r\n", make_request()[:20]]
)
def test_who_does_not_finish_his_headers_is_shown_the_door(
    empty_engine: sa.Engine, start: Start, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(Verbinding, "header_seconds", 0.3)
    running = start(empty_engine)
    with connect(running) as client:
        client.sendall(said)
        read_all(client)
        assert running.post(make_request()).status_code == 200


def test_dripping_bytes_between_requests_buys_no_time(
    empty_engine: sa.Engine, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Verbinding, "header_seconds", 0.3)
    running = start(empty_engine)
    with connect(running) as client:
        body = make_request()
        client.sendall(HEAD % len(body) + body)
        assert client.recv(65536).startswith(b"HTTP/1.1 200")
        with pytest.raises(OSError):  # noqa: PT011, PT012
            for _ in range(100):
                client.sendall(b"\r\n")
                time.sleep(0.05)


def test_headers_without_end_are_cut_off(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    with connect(running) as client:
        client.sendall(b"POST /ggk HTTP/1.1\r\n")
        with pytest.raises(OSError):  # noqa: PT011, PT012
            for number in range(100):
                client.sendall(b"X-%d: %s\r\n" % (number, b"x" * (HEADER_BYTES // 10)))
                time.sleep(0.01)


def test_a_body_that_takes_too_long_is_not_waited_for(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine, body_seconds=0.3)
    with connect(running) as client:
        client.sendall(HEAD % 5000 + make_request()[:1000])
        assert read_all(client).startswith(b"HTTP/1.1 408")
    assert running.eindpunt.under_way == 0
    assert rows(empty_engine, "SELECT 1 FROM landing.bericht") == []


def test_a_client_that_leaves_halfway_leaves_nothing(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    body = make_request(b"x" * 200_000)
    for _ in range(5):
        with connect(running) as client:
            client.sendall(HEAD % len(body) + body[:-100])
    end = time.monotonic() + 20
    while running.eindpunt.under_way and time.monotonic() < end:
        time.sleep(0.01)
    assert running.eindpunt.under_way == 0
    assert rows(empty_engine, "SELECT 1 FROM landing.bericht") == []


def test_a_client_that_does_not_wait_for_his_answer_is_kept_all_the_same(
    empty_engine: sa.Engine, start: Start
) -> None:
    running = start(empty_engine)
    body = make_request(b"haast")
    with connect(running) as client:
        client.sendall(HEAD % len(body) + body)
    answer = running.post(body)
    assert answer.status_code == 200
    assert rows(empty_engine, "SELECT count(*) FROM landing.envelop") == [(1,)]


def test_a_body_without_a_length_is_counted_as_it_comes(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    with connect(running) as client:
        client.sendall(
            b"POST /ggk HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"%x\r\n%s\r\n" % (1 << 20, b"<" * (1 << 20))
        try:
            for _ in range(MAX_BODY // (1 << 20) + 8):
                client.sendall(chunk)
        except OSError:
            pass
        assert read_all(client).startswith(b"HTTP/1.1 413") or running.eindpunt.under_way == 0
    assert running.post(make_request()).status_code == 200


def test_what_does_not_fit_beside_the_others_is_asked_to_come_back(
    empty_engine: sa.Engine, start: Start
) -> None:
    running = start(empty_engine, budget_bytes=10_000)
    with connect(running) as slow:
        slow.sendall(HEAD % 9_500 + b" " * 9_000)
        while running.eindpunt.under_way < 9_000:
            time.sleep(0.01)
        answer = running.post(make_request())
        assert (answer.status_code, "meer binnen" in answer.text) == (503, True)
    while running.eindpunt.under_way:
        time.sleep(0.01)
    assert running.post(make_request()).status_code == 200


def test_many_idle_connections_do_not_keep_others_out(empty_engine: sa.Engine, start: Start) -> None:
    running = start(empty_engine)
    idle = [connect(running) for _ in range(200)]
    try:
        assert running.post(make_request()).status_code == 200
    finally:
        for client in idle:
            client.close()
