"""``python -m bench marts``: rules and marts whole, against in part after the last hundredth of the lines came in.

A world as in ``bench wereld`` is received and processed. Then, each step in a process of its own for its peak memory:
rules and marts whole as known when all but the last hundredth of the lines had arrived; both in part, to the end of the
world; and both whole again at that end. The marts in part must have the rows of the marts whole, which is checked.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from bench.wereld import Stap, in_own_process, make_world, place, prepare, process_all
from integrations.database import embedded_server, ensure_database, make_engine
from integrations.inbox.landing import receive_paths
from integrations.orchestration.score import read_aankomst, read_einde
from integrations.publicatie.definities import marts
from integrations.publicatie.marts import build_marts
from quality.regels import run_regels

DEFAULT = 100_000
NIEUW = 0.01
"""The share of the lines that is new."""
OOIT = datetime(9999, 1, 1, tzinfo=UTC)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure one world and print one table."""
    arguments = _parse(argv)
    console = Console(width=110)
    with place(arguments.map) as folder:
        console.print(measure(folder / f"wereld-{arguments.regels}", arguments.regels, console.print))


def measure(wereld: Path, regels: int, tell: Callable[[str], None]) -> Table:
    """Make a world of some ``regels`` lines in ``wereld``, unless it is there, and measure; ``tell`` gets progress.

    Raises:
        RuntimeError: a mart in part has other rows than the mart whole.
    """
    tell(f"generate: {in_own_process(make_world, wereld, regels).seconden:,.0f} s")
    database = Path(tempfile.mkdtemp(prefix="jk-bench-"))
    try:
        with embedded_server(database) as server:
            url = ensure_database(server, "wereld")
            prepare(url, wereld)
            for step in (_receive, process_all):
                tell(f"{step.__name__.strip('_')}: {in_own_process(step, url, wereld).seconden:,.0f} s")
            return _measure_builds(url, read_einde(wereld), tell)
    finally:
        shutil.rmtree(database, ignore_errors=True)


def _measure_builds(url: str, einde: datetime, tell: Callable[[str], None]) -> Table:
    before, lines, news = _find_split(url, einde)
    found: dict[str, Stap] = {}

    def run(name: str, step: Callable[..., None], as_of: datetime, volledig: bool) -> None:
        found[name] = in_own_process(step, url, as_of, volledig)
        tell(f"{name}: {found[name].seconden:,.1f} s")

    run("rules, first", _rules, before, True)
    run("marts, first", _marts, before, True)
    run("rules, in part", _rules, einde, False)
    run("marts, in part", _marts, einde, False)
    in_part = _fingerprints(url)
    run("rules, whole", _rules, einde, True)
    run("marts, whole", _marts, einde, True)
    whole = _fingerprints(url)
    if different := sorted(name for name in whole if whole[name] != in_part[name]):
        raise RuntimeError(f"in part is not as whole: {', '.join(different)}")
    return as_table(found, lines, news)


def as_table(found: dict[str, Stap], lines: int, news: int) -> Table:
    """Seconds whole and in part, their ratio, and peak memory of our own process in brackets."""
    table = Table(title=f"{lines:,} lines, of which {news:,} new; the same rows", title_justify="left")
    for head in ("", "whole", "in part", "ratio", "peak MB"):
        table.add_column(head, justify="right")
    for what in ("rules", "marts"):
        whole, part = found[f"{what}, whole"], found[f"{what}, in part"]
        table.add_row(
            what,
            f"{whole.seconden:,.1f} s",
            f"{part.seconden:,.1f} s",
            f"{part.seconden / whole.seconden:.1%}",
            f"{max(whole.piek_mb, part.piek_mb):,.0f}",
        )
    return table


def _find_split(url: str, einde: datetime) -> tuple[datetime, int, int]:
    """The moment at which all but the last hundredth of the lines had arrived; how many lines there are, and came later.

    Also brings the statistics up to date, as the server does by itself when it is left alone.
    """
    with make_engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("VACUUM ANALYZE")
        row = conn.execute(
            sa.text(
                "SELECT count(*), percentile_disc(:share) WITHIN GROUP (ORDER BY bekend_vanaf) "
                "FROM core.prestatie WHERE bekend_vanaf <= :einde"
            ),
            {"share": 1 - NIEUW, "einde": einde},
        ).one()
        later = conn.execute(
            sa.text(
                "SELECT count(*) FROM core.prestatie WHERE bekend_vanaf > :moment AND bekend_vanaf <= :einde"
            ),
            {"moment": row[1], "einde": einde},
        ).scalar_one()
    return row[1], int(row[0]), int(later)


def _receive(url: str, wereld: Path) -> None:
    """Each message at its own moment: what is under way when the world ends is not known to any of the builds."""
    tijden = read_aankomst(wereld, OOIT)
    receive_paths(make_engine(url), [wereld / "berichten"], "opdrachtregel", OOIT, tijden=tijden)


def _rules(url: str, as_of: datetime, volledig: bool) -> None:
    with make_engine(url).begin() as conn:
        run_regels(conn, as_of, volledig=volledig)


def _marts(url: str, as_of: datetime, volledig: bool) -> None:
    with make_engine(url).begin() as conn:
        build_marts(conn, as_of, volledig=volledig)


def _fingerprints(url: str) -> dict[str, tuple[int, int]]:
    """Of every mart the number of its rows, and a sum over them that does not depend on their order."""
    found = {}
    with make_engine(url).connect() as conn:
        for mart in marts():
            query = (
                f"SELECT count(*), coalesce(sum(hashtextextended(m::text, 0)), 0) FROM mart.{mart.naam} AS m"  # noqa: S608
            )
            row = conn.exec_driver_sql(query).one()
            found[mart.naam] = (int(row[0]), int(row[1]))
    return found


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench marts", description=__doc__)
    parser.add_argument("--regels", type=int, default=DEFAULT, help="declaration lines of the world")
    parser.add_argument("--map", type=Path, help="keep the world here, and use it when it is there")
    return parser.parse_args(argv)


if __name__ == "__main__":
    main()
