"""Publish a week: per municipality one folder with tables, workbook, report, data package and manifest.

The marts are built by the caller (``marts.build_marts``), once for all municipalities. A folder appears whole or not
at all: it is written beside its place and then put there. The same marts give the same bytes; a release of the same
week from newer marts replaces the older one, and its manifest says of what moment it is. Of what a release was made is
recorded with it (``uitgave``), to make it again later.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from integrations.errors import PublicationError
from integrations.publicatie.bestanden import (
    DATAPACKAGE,
    write_csv,
    write_datapackage,
    write_manifest,
    write_parquet,
)
from integrations.publicatie.cijfers import compute
from integrations.publicatie.marts import share_marts
from integrations.publicatie.oordeel import judge
from integrations.publicatie.rapport import write_report
from integrations.publicatie.tabellen import Levering, list_gemeenten, read_levering
from integrations.publicatie.uitgave import Herhaling, Uitgave, compare, describe, record
from integrations.publicatie.week import Week, parse_week
from integrations.publicatie.werkmap import write_workbook
from integrations.sqlfiles import run_sql

__all__ = ["Publicatie", "list_gemeenten", "publish_again", "publish_all", "publish_gemeente"]

WERKMAP = "werkmap.xlsx"
RAPPORT = "rapport.html"


@dataclass(frozen=True)
class Publicatie:
    """What was published for one municipality; ``rijen`` counts the rows of each table.

    ``herhaling`` is there when an earlier release was made again.
    """

    gemeente_code: str
    gemeente_naam: str
    week: str
    as_of: datetime
    map: Path
    oordeel: str
    rijen: dict[str, int]
    herhaling: Herhaling | None = None


def publish_all(
    engine: sa.Engine,
    week: str,
    out: Path,
    *,
    gemeente: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Publicatie]:
    """Publish ``week`` for every municipality, or for one, from the marts as they stand.

    Raises:
        PublicationError: no such week or municipality, or marts that were never built.
    """
    parse_week(week)
    with engine.connect() as conn:
        codes = [gemeente] if gemeente else [code for code, _ in list_gemeenten(conn)]
    releases = []
    for done, code in enumerate(codes, start=1):
        releases.append(publish_gemeente(engine, week, out, code))
        if progress:
            progress(done, len(codes))
    return releases


def publish_gemeente(engine: sa.Engine, week: str, out: Path, gemeente_code: str) -> Publicatie:
    """Publish ``week`` for one municipality into ``out/<week>/<gemeente_code>``.

    Raises:
        PublicationError: no such week or municipality, marts that were never built, or a folder that cannot be written.
    """
    parsed = parse_week(week)
    with engine.begin() as conn:
        share_marts(conn)
        run_sql(
            conn, "SELECT pg_advisory_xact_lock(hashtext(%(key)s))", {"key": f"{parsed.naam}/{gemeente_code}"}
        )
        return _release(conn, parsed, out, gemeente_code, lambda levering, made: record(conn, levering, made))


def publish_again(
    conn: sa.Connection, week: str, out: Path, gemeente_code: str, toen: Uitgave | None
) -> Publicatie:
    """Publish ``week`` for one municipality from the marts that ``conn`` shows, and lay it beside its record ``toen``.

    Raises:
        PublicationError: as ``publish_gemeente``.
    """
    compared: list[Herhaling] = []
    release = _release(
        conn, parse_week(week), out, gemeente_code, lambda _, made: compared.append(compare(toen, made))
    )
    return replace(release, herhaling=compared[0])


def _release(
    conn: sa.Connection,
    week: Week,
    out: Path,
    gemeente_code: str,
    settle: Callable[[Levering, Uitgave], None],
) -> Publicatie:
    """Write one release; ``settle`` gets what it was made of before the folder stands in its place."""
    levering = read_levering(conn, week, gemeente_code)
    target = out / week.naam / gemeente_code
    try:
        with _replaced(target) as folder:
            verdict = write_files(folder, levering)
            settle(levering, describe(conn, levering, folder))
    except OSError as err:
        raise PublicationError(
            f"De publicatie van {levering.gemeente_naam} kon niet worden geschreven in {target} ({err.strerror}).",
            "controleer of de map bestaat, beschrijfbaar is en ruimte heeft; er is niets half neergezet.",
        ) from err
    return _summary(levering, target, verdict)


def write_files(folder: Path, levering: Levering) -> str:
    """Write every file of the release into the empty ``folder``; returns the verdict in two words."""
    figures = compute(levering)
    verdict = judge(figures, levering.as_of)
    for name, inhoud in levering.inhoud.items():
        write_csv(folder / f"{name}.csv", inhoud)
        write_parquet(folder / f"{name}.parquet", inhoud)
    write_workbook(folder / WERKMAP, levering, figures, verdict)
    write_report(folder / RAPPORT, levering, figures, verdict)
    write_datapackage(folder / DATAPACKAGE, levering)
    write_manifest(folder, levering, {name: len(inhoud.rijen) for name, inhoud in levering.inhoud.items()})
    return verdict.kop


@contextmanager
def _replaced(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``target`` when all went well; what a killed run left is swept up.

    The caller makes sure that no other process replaces the same target.
    """
    fresh, old = target.with_name(f".{target.name}.nieuw"), target.with_name(f".{target.name}.oud")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _summary(levering: Levering, target: Path, verdict: str) -> Publicatie:
    return Publicatie(
        gemeente_code=levering.gemeente_code,
        gemeente_naam=levering.gemeente_naam,
        week=levering.week.naam,
        as_of=levering.as_of,
        map=target,
        oordeel=verdict,
        rijen={name: len(inhoud.rijen) for name, inhoud in levering.inhoud.items()},
    )
