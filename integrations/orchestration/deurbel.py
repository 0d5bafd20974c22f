"""Ring Airflow after landing: an asset event over its REST API, that says *that* messages wait and nothing else.

However many messages arrive, there is one ring at a time, and one more when something came in since. A ring that
fails is logged and left at that: the flow also looks every ten minutes by itself.
"""

import logging
import threading
from collections.abc import Callable
from typing import Self

import httpx

from integrations.errors import OrchestrationError
from integrations.orchestration.rest import AirflowApi
from integrations.settings import Settings

logger = logging.getLogger(__name__)

ASSET = "kanalen"
PAUSE_SECONDS = 2.0
"""Between two rings: a run of the flow takes longer, and takes along all that landed before it looked."""


class Deurbel:
    """A doorbell with a thread of its own, so that pressing it costs nothing; use it as a context manager."""

    def __init__(self, connect: Callable[[], AirflowApi], pause_seconds: float = PAUSE_SECONDS) -> None:
        self._connect, self._pause = connect, pause_seconds
        self._api: AirflowApi | None = None
        self._pressed, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="deurbel", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._pressed.set()
        self._thread.join(timeout=5)  # daemon: an Airflow that does not answer holds nobody up

    def press(self) -> None:
        """Something landed; returns at once."""
        self._pressed.set()

    def _run(self) -> None:
        while True:
            self._pressed.wait()
            self._pressed.clear()
            is_last = self._stopping.is_set()  # after the clear, so that a press on leaving is not lost
            self._ring()
            if is_last:
                break
            self._stopping.wait(self._pause)
        if self._api:
            self._api.__exit__()

    def _ring(self) -> None:
        """One event; after a failure the next ring signs in anew, since a token does not live for ever.

        What stands in for Airflow may answer with anything; the bell outlives that as well.
        """
        try:
            self._api = self._api or self._connect()
            ring(self._api)
        except (httpx.HTTPError, OrchestrationError, LookupError, TypeError, ValueError) as problem:
            logger.warning(
                "Airflow is niet gewaarschuwd (%s); de flow kijkt elke tien minuten ook vanzelf.",
                type(problem).__name__,
            )
            if self._api:
                self._api.__exit__()
            self._api = None


def ring(api: AirflowApi) -> None:
    """Post the asset event.

    Raises:
        OrchestrationError: Airflow refuses, or does not know the asset (yet).
        httpx.HTTPError: Airflow cannot be reached.
    """
    found = api.call("GET", "assets", params={"name_pattern": ASSET, "limit": 100})["assets"]
    numbers = [asset["id"] for asset in found if asset["name"] == ASSET]
    if not numbers:
        raise OrchestrationError(
            f"Airflow kent de asset {ASSET} niet.", "kijk in de Airflow-UI of de flows zijn ingelezen."
        )
    api.call("POST", "assets/events", json={"asset_id": numbers[0], "extra": {}})


def deurbel_of(settings: Settings) -> Deurbel | None:
    """The doorbell of the settings; None when no Airflow is named in them."""
    url, user, password = settings.airflow_url, settings.airflow_user, settings.airflow_password
    if url is None or password is None:
        return None
    return Deurbel(lambda: AirflowApi(url, user, password.get_secret_value()))
