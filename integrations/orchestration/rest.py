"""The few calls of Airflow's REST API that the demo and the tests make."""

import time
from collections.abc import Callable
from typing import Any, Self

import httpx

from integrations.errors import OrchestrationError

PAGE = 100


class AirflowApi:
    """A client that signs in at its first call; use it as a context manager."""

    def __init__(
        self, url: str, user: str, password: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.user, self.password = user, password
        self.http = httpx.Client(base_url=url, timeout=30, transport=transport, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def is_healthy(self) -> bool:
        """Whether the database and all four components answer as healthy."""
        try:
            answer = self.http.get("/api/v2/monitor/health")
        except httpx.TransportError:
            return False
        parts = ("metadatabase", "scheduler", "triggerer", "dag_processor")
        return answer.is_success and all(
            answer.json().get(part, {}).get("status") == "healthy" for part in parts
        )

    def call(self, method: str, path: str, **request: Any) -> Any:
        """JSON of one call under ``/api/v2``.

        Raises:
            OrchestrationError: Airflow answers with something else than success.
        """
        if "Authorization" not in self.http.headers:
            token = self.http.post("/auth/token", json={"username": self.user, "password": self.password})
            self.http.headers["Authorization"] = f"Bearer {token.raise_for_status().json()['access_token']}"
        answer = self.http.request(method, f"/api/v2/{path}", **request)
        if not answer.is_success:
            raise OrchestrationError(
                f"Airflow antwoordt {answer.status_code} op {method} {path}: {answer.text[:300]}",
                "kijk in de Airflow-UI of de flow zonder fouten is ingelezen.",
            )
        return answer.json()

    def has_dag(self, dag_id: str) -> bool:
        """Whether the dag-processor has read this DAG already."""
        found = self.call("GET", "dags", params={"dag_id_pattern": dag_id, "limit": PAGE})
        return any(dag["dag_id"] == dag_id for dag in found["dags"])

    def unpause(self, dag_id: str) -> None:
        """Let the DAG run when it is asked to."""
        self.call("PATCH", f"dags/{dag_id}", json={"is_paused": False})

    def start(self, dag_id: str, conf: dict[str, Any]) -> str:
        """Start one run by hand; returns its id."""
        return str(
            self.call("POST", f"dags/{dag_id}/dagRuns", json={"logical_date": None, "conf": conf})[
                "dag_run_id"
            ]
        )

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """All runs of a DAG, oldest first."""
        found: list[dict[str, Any]] = []
        while True:
            query = {"limit": PAGE, "offset": len(found), "order_by": "id"}
            page = self.call("GET", f"dags/{dag_id}/dagRuns", params=query)
            found += page["dag_runs"]
            if not page["dag_runs"] or len(found) >= page["total_entries"]:
                return found

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        """One run of a DAG."""
        return dict(self.call("GET", f"dags/{dag_id}/dagRuns/{run_id}"))

    def failed_tasks(self, dag_id: str, run_id: str) -> list[str]:
        """Names of the tasks of a run that failed by themselves."""
        page = self.call("GET", f"dags/{dag_id}/dagRuns/{run_id}/taskInstances", params={"limit": PAGE})
        return sorted({t["task_id"] for t in page["task_instances"] if t["state"] == "failed"})


def wait_for(
    what: str, done: Callable[[], bool], seconds: float, tick: Callable[[], None] = lambda: None
) -> None:
    """Look every half second until ``done``; ``tick`` is called in between.

    Raises:
        OrchestrationError: it took longer than ``seconds``.
    """
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise OrchestrationError(
                f"Na {seconds:.0f} seconden is dit nog niet gebeurd: {what}.",
                "kijk in de log van Airflow waar het hangt.",
            )
        tick()
        time.sleep(0.5)
