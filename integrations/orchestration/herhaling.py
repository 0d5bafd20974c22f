"""Make an old release again: the database as it stood at a moment, in a transaction that is always rolled back.

What each part contributes: core, the product books and the figures of CBS have two times and are read as of the moment;
the lists of the program are laid back; findings are those of the record, or the rules judge again; marts are built in a
schema of their own under the same name. Nothing is committed, so the present is not disturbed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from integrations.sqlfiles import read_sql, run_sql

if TYPE_CHECKING:
    from integrations.publicatie.publiceer import Publicatie

REPLAY_LOCK = 7_001_312


def is_past(engine: sa.Engine, as_of: datetime) -> bool:
    """Whether the rules have judged a later moment, or a release was made at this very one: the present has moved on."""
    statement = read_sql("sql", "terugblik/is_voorbij.sql")
    with engine.connect() as conn:
        return bool(run_sql(conn, statement, {"as_of": as_of}).scalar_one())


@contextmanager
def look_back(engine: sa.Engine, as_of: datetime) -> Iterator[sa.Connection]:
    """A connection that shows marts, lists, findings and published tables as of ``as_of``, whatever comes after.

    One at a time. Readers of the present wait for nothing; a build of the present marts waits until this is over, and
    so does a run over the rules when ``as_of`` was never judged.
    """
    from integrations.publicatie.marts import create_views, fill_marts
    from mappings.loader import lay_back
    from quality.terugblik import judge_back

    with engine.connect() as conn:
        transaction = conn.begin()
        try:
            run_sql(conn, "SELECT pg_advisory_xact_lock(%(key)s)", {"key": REPLAY_LOCK})
            lay_back(conn, as_of)
            judge_back(conn, as_of)
            if run_sql(conn, "SELECT to_regclass('core.bericht')").scalar() is None:
                create_views(
                    conn, "core"
                )  # nothing was ever built here; otherwise they stay, for their readers
            run_sql(conn, read_sql("sql", "terugblik/marts_opzij.sql"))
            create_views(conn, "publish")
            fill_marts(conn, as_of)
            yield conn
        finally:
            transaction.rollback()


def replay(
    engine: sa.Engine,
    week: str,
    out: Path,
    as_of: datetime,
    *,
    gemeente: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> "list[Publicatie]":
    """Publish ``week`` as of a past moment into ``out``, each municipality beside its record when there is one.

    Raises:
        PublicationError: no such week or municipality, or a folder that cannot be written.
    """
    from integrations.publicatie.publiceer import list_gemeenten, publish_again
    from integrations.publicatie.uitgave import find
    from integrations.publicatie.week import parse_week

    records = find(engine, parse_week(week).naam, as_of)
    releases = []
    with look_back(engine, as_of) as conn:
        codes = [gemeente] if gemeente else [code for code, _ in list_gemeenten(conn)]
        for done, code in enumerate(codes, start=1):
            releases.append(publish_again(conn, week, out, code, records.get(code)))
            if progress:
                progress(done, len(codes))
    return releases


def summarise(releases: "Sequence[Publicatie]") -> list[str]:
    """What came of releases that were made again, in Dutch; municipalities with the same outcome on one line."""
    told: dict[str, list[str]] = defaultdict(list)
    for release in releases:
        if (made := release.herhaling) is None:
            continue
        match made.uitkomst:
            case "gelijk":
                text = "byte voor byte gelijk aan de uitgave van toen"
            case "niet vastgelegd":
                text = "op dit moment is geen uitgave van deze week gemaakt; dit is wat zij geweest zou zijn"
            case "verschilt":
                text = f"{', '.join(made.bestanden)} verschilt van de uitgave van toen ({'; '.join(made.redenen)})"
        told[text].append(release.gemeente_naam)
    return [f"{', '.join(names)}: {text}." for text, names in told.items()]
