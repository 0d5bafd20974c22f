"""``python -m bench wereld``: what a line costs from file to marts, in worlds of 10⁴ lines up to a tenth of the country.

Every size is a world of its own with as many lines a municipality (342 in 10 million), made from a seed, so that the
same command measures the same bytes. A size goes through generation, receive, process (to core), rules and marts on a
fresh database; each step in a process of its own, for its peak memory. Printed are microseconds a line and how they
grow from one size to the next. Nothing of it stays, unless ``--map`` names a folder for the worlds.
"""

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from integrations.database import embedded_server, ensure_database, make_engine, upgrade
from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.orchestration.demo import load_books_and_cbs
from integrations.orchestration.score import read_aankomst, read_einde
from integrations.orchestration.taken import load_reference_data
from integrations.publicatie.marts import build_marts
from integrations.wereld import generate
from integrations.wereld.processen import count_processen
from mappings.loader import read_gemeenten, read_zorgcategorieen
from quality.berichtregels import make_berichtregels
from quality.regels import run_regels

COUNTRY = 342
COUNTRY_LINES = 10_000_000
LINES_PER_YOUTH = 11.9
VAN, TOT = "2024-01", "2026-06"
SEED = 1
KEY = b"alleen-voor-de-bench-0123456789abcdef"
SIZES = (10_000, 100_000, 1_000_000)
DEFAULT = 100_000
STEPS = ("generate", "receive", "process", "rules", "marts")


class Stap(NamedTuple):
    """One step: seconds, and the peak memory of its process (of all its processes, counted as if at one moment)."""

    seconden: float
    piek_mb: float


class Meting(NamedTuple):
    """One size: what the world holds, and its steps by name."""

    gemeenten: int
    regels: int
    berichten: int
    bytes: int
    stappen: dict[str, Stap]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every size up to ``--regels`` and print one table."""
    arguments = _parse(argv)
    console = Console(width=110)
    with place(arguments.map) as folder:
        sizes = [*(size for size in SIZES if size < arguments.regels), arguments.regels]
        metingen = []
        for size in sizes:
            console.print(f"{size:,} lines …")
            metingen.append(measure(folder / f"wereld-{size}", size, console.print))
            if not arguments.map:
                shutil.rmtree(folder / f"wereld-{size}")
    console.print(as_table(metingen))


def measure(wereld: Path, regels: int, tell: Callable[[str], None]) -> Meting:
    """Make a world of some ``regels`` lines in ``wereld``, unless it is there, and take it to the marts.

    ``tell`` gets a line when a step is done.
    """
    stappen: dict[str, Stap] = {}

    def measure_step(naam: str, step: Callable[..., None], *args: object) -> None:
        stap = stappen[naam] = in_own_process(step, *args)
        tell(f"  {naam}: {stap.seconden:,.1f} s, peak {stap.piek_mb:,.0f} MB")

    measure_step("generate", make_world, wereld, regels)
    database = Path(tempfile.mkdtemp(prefix="jk-bench-"))
    try:
        with embedded_server(database) as server:
            url = ensure_database(server, "wereld")
            prepare(url, wereld)
            for naam, step in STEPS_IN_DATABASE.items():
                measure_step(naam, step, url, wereld)
            return _describe(url, wereld, stappen)
    finally:
        shutil.rmtree(database, ignore_errors=True)


def as_table(metingen: Sequence[Meting]) -> Table:
    """A row for every size: microseconds a line of each step, and from file to marts; growth in brackets."""
    table = Table(title="µs a line (growth on the row above; peak MB)", title_justify="left")
    table.add_column("world")
    for head in (*STEPS, "file to marts"):
        table.add_column(head, justify="right")
    previous: Meting | None = None
    for meting in metingen:
        cells = [_cell(meting, previous, (naam,)) for naam in STEPS]
        table.add_row(
            f"{meting.regels:,} lines\n{meting.berichten:,} messages\n{meting.gemeenten} gemeenten",
            *cells,
            _cell(meting, previous, STEPS[1:]),
        )
        previous = meting
    return table


def _cell(meting: Meting, previous: Meting | None, stappen: Sequence[str]) -> str:
    piek = max(meting.stappen[naam].piek_mb for naam in stappen)
    growth = f"{cost(meting, stappen) / cost(previous, stappen):.2f} ×" if previous else ""
    return f"{cost(meting, stappen):,.0f}\n{growth}\n{piek:,.0f} MB"


def cost(meting: Meting, stappen: Sequence[str]) -> float:
    """Microseconds a declaration line of these steps together."""
    return sum(meting.stappen[naam].seconden for naam in stappen) * 1e6 / meting.regels


def make_world(out: Path, regels: int) -> None:
    if (out / "waarheid" / "samenvatting.json").exists():
        return
    generate(
        out,
        gemeenten=max(1, round(regels * COUNTRY / COUNTRY_LINES)),
        jeugdigen=round(regels / LINES_PER_YOUTH),
        van=VAN,
        tot=TOT,
        seed=SEED,
        gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(),
        processen=count_processen(None),
    )


def prepare(url: str, wereld: Path) -> None:
    engine = make_engine(url)
    upgrade(engine)
    load_reference_data(engine)
    load_books_and_cbs(engine, wereld)
    engine.dispose()


def receive(url: str, wereld: Path) -> None:
    einde = read_einde(wereld)
    tijden = read_aankomst(wereld, einde)
    receive_paths(make_engine(url), [wereld / "berichten"], "opdrachtregel", einde, tijden=tijden)


def process_all(url: str, wereld: Path) -> None:
    process(make_engine(url), KEY, beoordeel=make_berichtregels())


def _rules(url: str, wereld: Path) -> None:
    with make_engine(url).begin() as conn:
        run_regels(conn, read_einde(wereld))


def _marts(url: str, wereld: Path) -> None:
    with make_engine(url).begin() as conn:
        build_marts(conn, read_einde(wereld))


STEPS_IN_DATABASE: dict[str, Callable[[str, Path], None]] = {
    "receive": receive,
    "process": process_all,
    "rules": _rules,
    "marts": _marts,
}


def in_own_process(step: Callable[..., None], *args: object) -> Stap:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_timed, step, *args).result()


def _timed(step: Callable[..., None], *args: object) -> Stap:
    """Our own processes only: the server is none of them."""
    started = time.perf_counter()
    step(*args)
    seconds = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * count_processen(None)
    return Stap(seconds, (own + children) / 1024)


def _describe(url: str, wereld: Path, stappen: dict[str, Stap]) -> Meting:
    paden = [path for map_ in (wereld / "berichten").iterdir() for path in map_.iterdir()]
    engine = make_engine(url)
    with engine.connect() as conn:
        regels = conn.execute(sa.text("SELECT count(*) FROM core.prestatie")).scalar_one()
    engine.dispose()
    gemeenten = len({path.parent for path in paden})
    return Meting(gemeenten, int(regels), len(paden), sum(path.stat().st_size for path in paden), stappen)


@contextmanager
def place(folder: Path | None) -> Iterator[Path]:
    """The folder for the worlds: ``folder``, or one that is thrown away."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="jk-bench-") as temporary:
        yield Path(temporary)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench wereld", description=__doc__)
    parser.add_argument("--regels", type=int, default=DEFAULT, help="the largest world, in declaration lines")
    parser.add_argument("--map", type=Path, help="keep the worlds here, and use those that are there")
    return parser.parse_args(argv)


if __name__ == "__main__":
    main()
