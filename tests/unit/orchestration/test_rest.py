"""The client of Airflow's REST API, against a handler that answers like it."""

import json
from collections.abc import Callable

import httpx
import pytest

from integrations.errors import OrchestrationError
from integrations.orchestration.rest import PAGE, AirflowApi, wait_for

RUNS = [{"dag_run_id": f"run{n}", "state": "success"} for n in range(PAGE + 5)]


def make_api(answer: Callable[[httpx.Request], httpx.Response]) -> tuple[AirflowApi, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.path == "/auth/token":
            return httpx.Response(201, json={"access_token": "t0ken"})
        return answer(request)

    return AirflowApi("http://airflow", "admin", "geheim", httpx.MockTransport(handle)), seen


def test_it_signs_in_once_and_shows_its_token() -> None:
    api, seen = make_api(lambda _: httpx.Response(200, json={}))
    api.unpause("ontvangst")
    api.unpause("publicatie")
    assert [r.url.path for r in seen] == ["/auth/token", "/api/v2/dags/ontvangst", "/api/v2/dags/publicatie"]
    assert json.loads(seen[0].content) == {"username": "admin", "password": "geheim"}
    assert {r.headers["Authorization"] for r in seen[1:]} == {"Bearer t0ken"}


def test_it_reads_all_pages_of_runs() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        return httpx.Response(
            200, json={"dag_runs": RUNS[offset : offset + PAGE], "total_entries": len(RUNS)}
        )

    api, _ = make_api(page)
    assert api.runs("ontvangst") == RUNS


def test_a_run_is_started_without_a_date_of_its_own() -> None:
    api, seen = make_api(lambda _: httpx.Response(200, json={"dag_run_id": "manual__1"}))
    assert api.start("publicatie", {"week": "2026-W47"}) == "manual__1"
    assert json.loads(seen[-1].content) == {"logical_date": None, "conf": {"week": "2026-W47"}}


def test_a_refusal_is_an_error_that_says_what_was_asked() -> None:
    api, _ = make_api(lambda _: httpx.Response(404, text="The Dag with ID: `x` was not found"))
    with pytest.raises(OrchestrationError, match="404 op PATCH dags/x"):
        api.unpause("x")


def health(**states: str) -> httpx.Response:
    parts = {
        "metadatabase": "healthy",
        "scheduler": "healthy",
        "triggerer": "healthy",
        "dag_processor": "healthy",
    }
    return httpx.Response(200, json={part: {"status": state} for part, state in {**parts, **states}.items()})


def test_it_is_healthy_only_when_every_part_is() -> None:
    assert make_api(lambda _: health())[0].is_healthy()
    assert not make_api(lambda _: health(triggerer="unhealthy"))[0].is_healthy()
    assert not make_api(lambda _: httpx.Response(503))[0].is_healthy()


def test_a_server_that_is_not_there_yet_is_not_healthy() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    assert not make_api(refuse)[0].is_healthy()


def test_waiting_ends_with_what_was_waited_for() -> None:
    with pytest.raises(OrchestrationError, match="het regent"):
        wait_for("het regent", lambda: False, 0)
    answers = iter([False, True])
    ticks: list[int] = []
    wait_for("het is droog", lambda: next(answers), 5, lambda: ticks.append(1))
    assert ticks == [1]
