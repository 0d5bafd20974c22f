"""The endpoint on a real socket and a real database, in a thread of the test."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import uvicorn

from integrations.database import ensure_database, make_engine, upgrade
from integrations.ggk.eindpunt import Eindpunt
from integrations.ggk.groepscommit import Groepscommit
from integrations.orchestration.kanaal import _listen, is_reachable, make_server


@dataclass
class Running:
    """A running endpoint: its port, what is behind it, and how often it rang."""

    port: int
    eindpunt: Eindpunt
    rings: list[int]
    server: uvicorn.Server

    def post(
        self, body: bytes, content_type: str = "text/xml; charset=utf-8", **headers: str
    ) -> httpx.Response:
        with httpx.Client(trust_env=False) as client:
            return client.post(
                f"http://127.0.0.1:{self.port}/ggk",
                content=body,
                headers={"Content-Type": content_type, **headers},
                timeout=20,
            )


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def shared_engine(embedded_template: str) -> Iterator[sa.Engine]:
    """One migrated database on the embedded server for all tests of this folder."""
    engine = make_engine(ensure_database(embedded_template, f"jk_test_{uuid.uuid4().hex[:12]}"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def empty_engine(shared_engine: sa.Engine) -> sa.Engine:
    """The shared database with nothing in landing: making a new one for each test takes longer than the tests."""
    with shared_engine.begin() as conn:
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")  # core only grows
        conn.exec_driver_sql("TRUNCATE landing.envelop, landing.bericht RESTART IDENTITY CASCADE")
    return shared_engine


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts endpoints; all are stopped afterwards."""
    with ExitStack() as stack:

        def start_one(engine: sa.Engine, **settings: Any) -> Running:
            rings: list[int] = []
            writer = stack.enter_context(Groepscommit(engine, lambda: rings.append(1)))
            eindpunt = Eindpunt(writer, lambda: is_reachable(engine), **settings)
            listener = stack.enter_context(_listen("127.0.0.1", 0))
            server = make_server(eindpunt.app())
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            stack.callback(thread.join)
            stack.callback(setattr, server, "should_exit", True)
            while not server.started:
                time.sleep(0.01)
            return Running(listener.getsockname()[1], eindpunt, rings, server)

        yield start_one


def rows(engine: sa.Engine, sql: str) -> list[Any]:
    """All rows of a query."""
    with engine.connect() as conn:
        return list(conn.exec_driver_sql(sql))
