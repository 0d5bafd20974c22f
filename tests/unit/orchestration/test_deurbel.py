"""The doorbell: one ring for many messages, one more for what came since, and no harm when nobody opens."""

import json
import logging
import threading
from collections.abc import Callable

import httpx
import pytest

from integrations.errors import OrchestrationError
from integrations.orchestration.deurbel import Deurbel, deurbel_of, ring
from integrations.orchestration.rest import AirflowApi
from integrations.settings import Settings

ASSETS = {"assets": [{"id": 7, "name": "kanalen.oud"}, {"id": 8, "name": "kanalen"}]}


class Airflow:
    """Answers like Airflow, counts the events, and can be told to fail or to take its time."""

    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []
        self.sign_ins = 0
        self.status = 200
        self.rang, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/auth/token":
            self.sign_ins += 1
            return httpx.Response(201, json={"access_token": f"t{self.sign_ins}"})
        if request.method == "GET":
            return httpx.Response(self.status, json=ASSETS)
        self.events.append(json.loads(request.content))
        self.rang.set()
        self.may_answer.wait(20)
        return httpx.Response(200, json={})

    def connect(self) -> AirflowApi:
        return AirflowApi("http://airflow", "deurbel", "geheim", httpx.MockTransport(self.handle))


def test_a_ring_is_an_event_of_the_asset_and_carries_nothing() -> None:
    airflow = Airflow()
    ring(airflow.connect())
    assert airflow.events == [{"asset_id": 8, "extra": {}}]


def test_an_airflow_that_does_not_know_the_asset_is_an_error() -> None:
    api = AirflowApi(
        "http://airflow",
        "deurbel",
        "geheim",
        httpx.MockTransport(lambda r: httpx.Response(200, json={"assets": [], "access_token": "t"})),
    )
    with pytest.raises(OrchestrationError, match="kanalen"):
        ring(api)


def test_a_thousand_messages_during_a_ring_are_one_more_ring() -> None:
    airflow = Airflow()
    airflow.may_answer.clear()
    with Deurbel(airflow.connect, pause_seconds=0.0) as bell:
        bell.press()
        assert airflow.rang.wait(20)
        airflow.rang.clear()
        for _ in range(1000):
            bell.press()
        assert len(airflow.events) == 1
        airflow.may_answer.set()
        assert airflow.rang.wait(20)
    assert len(airflow.events) == 2 + 1, "and one on leaving, for what came in at the last moment"
    assert airflow.sign_ins == 1


def wait_until(done: Callable[[], bool]) -> None:
    patience = threading.Event()
    for _ in range(2000):
        if done():
            return
        patience.wait(0.01)
    raise AssertionError("it did not happen")


def test_a_failure_is_logged_without_secrets_and_the_next_ring_signs_in_anew(
    caplog: pytest.LogCaptureFixture,
) -> None:
    airflow = Airflow()
    airflow.status = 401
    with caplog.at_level(logging.WARNING), Deurbel(airflow.connect, pause_seconds=0.0) as bell:
        bell.press()
        wait_until(lambda: bool(caplog.records))
        airflow.status = 200
        bell.press()
        assert airflow.rang.wait(20)
    assert airflow.sign_ins == 2
    assert "geheim" not in caplog.text
    assert "vanzelf" in caplog.text


def test_an_airflow_that_is_not_there_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    pressed = 0
    with (
        caplog.at_level(logging.WARNING),
        Deurbel(lambda: AirflowApi("http://127.0.0.1:1", "deurbel", "geheim"), pause_seconds=0.0) as bell,
    ):
        for _ in range(3):
            bell.press()
            pressed += 1
    assert pressed == 3
    assert "vanzelf" in caplog.text, "that it did not ring is told"


def test_without_an_airflow_in_the_settings_there_is_no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEUGDKOPPEL_AIRFLOW_URL", "http://airflow:8080")
    monkeypatch.setenv("JEUGDKOPPEL_AIRFLOW_PASSWORD", "")
    assert deurbel_of(Settings()) is None
    monkeypatch.setenv("JEUGDKOPPEL_AIRFLOW_PASSWORD", "geheim")
    assert deurbel_of(Settings()) is not None
