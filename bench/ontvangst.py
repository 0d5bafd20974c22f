"""Receive → core: lines a second, beside the floor of ``vloer.py``, as a ratio in one run.

Each measurement has a process and a fresh database of its own, on a temporary embedded server; ours and the floors
take turns, so that a busy moment of the machine hits all of them.
"""

import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import NamedTuple

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from bench.berichten import make_declaratie
from bench.vloer import BARE, KEYED, run_floor
from integrations.database import embedded_server, ensure_database, make_engine, upgrade
from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from quality.berichtregels import make_berichtregels
from quality.catalogus import load_regels

ROUNDS = 3
GOAL = 2.0
KEY = b"alleen-voor-de-bench-0123456789abcdef"
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Scenario(NamedTuple):
    """Messages of equal size. One of 100,000 lines would pass the size limit of the standard, hence a few just below."""

    naam: str
    berichten: int
    regels: int


class Meting(NamedTuple):
    """One measurement: seconds of receiving and processing (a floor: all in the second), peak memory, a check."""

    ontvangen: float
    verwerken: float
    piek_mb: float
    controle: tuple[int, int]

    @property
    def seconden(self) -> float:
        return self.ontvangen + self.verwerken


SCENARIOS = (
    Scenario("1,000 messages of 60 lines", 1000, 60),
    Scenario("3 messages of 33,334 lines (near 25 MB)", 3, 33_334),
)


def main() -> None:
    """Run every scenario and print one table."""
    console = Console(width=110)
    table = Table(title="receive → core", title_justify="left")
    for head in ("scenario", "", "receive s", "process s", "lines/s", "ours is", "peak MB"):
        table.add_column(head, justify="right" if table.columns[1:] else "left")
    folder = Path(tempfile.mkdtemp(prefix="jk-bench-"))
    try:
        with embedded_server(folder) as server:
            prepare(ensure_database(server, "bron"))
            for scenario in SCENARIOS:
                console.print(f"{scenario.naam}: {ROUNDS} rounds of {', '.join(MEASURES)} …")
                results = _measure_scenario(scenario, folder / "berichten", server)
                _add_rows(table, scenario, results)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    console.print(table)
    console.print(f"Medians of the rounds. Goal: at most {GOAL} × the floor.")


def _measure_scenario(scenario: Scenario, folder: Path, server: str) -> dict[str, list[Meting]]:
    folder.mkdir()
    for i in range(scenario.berichten):
        (folder / f"{i:05}.xml").write_bytes(make_declaratie(i, scenario.regels))
    results: dict[str, list[Meting]] = {name: [] for name in MEASURES}
    for _ in range(ROUNDS):
        for name, measure in MEASURES.items():
            results[name].append(_in_own_process(measure, fresh_database(server), folder))
    shutil.rmtree(folder)
    if len({m.controle for metingen in results.values() for m in metingen}) > 1:
        raise ValueError("not every measurement brought the same lines and cents to the database")
    return results


def _add_rows(table: Table, scenario: Scenario, results: dict[str, list[Meting]]) -> None:
    lines = scenario.berichten * scenario.regels
    for name, metingen in results.items():
        middle = sorted(metingen, key=lambda m: m.seconden)[ROUNDS // 2]
        ratio = median(o.seconden / m.seconden for o, m in zip(results["ours"], metingen, strict=True))
        table.add_row(
            scenario.naam if name == "ours" else "",
            name,
            f"{middle.ontvangen:.2f}" if middle.ontvangen else "",
            f"{middle.verwerken:.2f}",
            f"{lines / middle.seconden:,.0f}",
            "" if name == "ours" else f"{ratio:.2f} ×",
            f"{middle.piek_mb:.0f}",
        )


def prepare(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    with engine.begin() as conn:
        load_regels(conn)
    engine.dispose()


def fresh_database(server: str) -> str:
    """URL of a copy of the prepared database; the one before it is dropped."""
    admin = sa.create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.exec_driver_sql("DROP DATABASE IF EXISTS meting")
        conn.exec_driver_sql("CREATE DATABASE meting TEMPLATE bron")
        conn.exec_driver_sql("CHECKPOINT")
    admin.dispose()
    return server.format(database="meting")


def _in_own_process(measure: Callable[[str, Path], Meting], url: str, folder: Path) -> Meting:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, url, folder).result()


def _measure_ours(url: str, folder: Path) -> Meting:
    engine = make_engine(url)
    beoordeel = make_berichtregels()  # once a process, however many messages there are
    started = time.perf_counter()
    receive_paths(engine, [folder], "opdrachtregel", AT)
    received = time.perf_counter()
    process(engine, KEY, beoordeel=beoordeel)
    done = time.perf_counter()
    return Meting(received - started, done - received, _peak_mb(), _check(engine, "core.prestatie"))


def _measure_floor(url: str, folder: Path, create: str = BARE) -> Meting:
    engine = make_engine(url)
    started = time.perf_counter()
    run_floor(engine, folder, create)
    done = time.perf_counter()
    return Meting(0.0, done - started, _peak_mb(), _check(engine, "public.vloer"))


MEASURES: dict[str, Callable[[str, Path], Meting]] = {
    "ours": _measure_ours,
    "floor": _measure_floor,
    "floor with core's keys": partial(_measure_floor, create=KEYED),
}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _check(engine: sa.Engine, table: str) -> tuple[int, int]:
    """Number of lines and sum of cents, to show that both did the same work."""
    found = sa.table(table.split(".")[1], sa.column("ingediend_bedrag_cent"), schema=table.split(".")[0])
    query = sa.select(sa.func.count(), sa.func.sum(found.c.ingediend_bedrag_cent)).select_from(found)
    with engine.connect() as conn:
        lines, cents = conn.execute(query).one()
    engine.dispose()
    return int(lines), int(cents)
