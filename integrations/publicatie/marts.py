"""Build the marts from what was known at ``as_of``, in one transaction: all anew, or only what is touched since.

Both give the same rows. What is touched follows from the messages that wait in ``mart.te_verwerken`` and from what differs
in open findings and product books (``bereik``); how each mart takes it in is in ``bijwerken``.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import sqlalchemy as sa

from integrations.publicatie import bereik, bijwerken
from integrations.publicatie.definities import Mart, marts
from integrations.publicatie.nogtekomen import fill_nog_te_komen
from integrations.sqlfiles import folders, read_sql, run_sql

MART_LOCK = 7_001_305
WORK_MEM = "256MB"
DEEL = 5
"""When more than one in so many lines is touched, building all anew costs less than finding out what to change."""


@dataclass(frozen=True)
class Opbouw:
    """One build: how many messages were new, how many lines touched, and the rows written to each mart."""

    as_of: datetime
    is_volledig: bool
    nieuwe_berichten: int
    geraakte_regels: int
    rijen: dict[str, int]


def build_marts(conn: sa.Connection, as_of: datetime, *, volledig: bool | None = None) -> Opbouw:
    """Bring all marts to what was known at ``as_of``, inside the transaction of ``conn``.

    The views of ``core`` and ``publish`` are made again too, so they are what the files of this version say. A second
    build waits for the first, and for readers that hold ``share_marts``: they would see an empty table.

    Args:
        volledig: True builds all anew; False only what is touched, however much that is. By default what costs least.
            All is built anew in any case the first time, for a moment before that of the last build, and when the
            marts or what they read beside messages changed.
    """
    run_sql(conn, "SELECT pg_advisory_xact_lock(%(key)s)", {"key": MART_LOCK})
    _give_memory(conn)
    create_views(conn, "core")
    create_views(conn, "publish")
    last = run_sql(conn, "SELECT as_of, vingerafdruk, regels FROM mart.opbouw").one_or_none()
    vingerafdruk = fingerprint(conn, as_of)
    news = bereik.find_new_messages(conn, as_of)
    lines = 0
    in_part = last and last.vingerafdruk == vingerafdruk and last.as_of <= as_of and not volledig
    if last and in_part:
        _rebuild_first(conn, as_of)
        lines = bereik.find_touched_lines(conn, as_of)
        in_part = volledig is False or lines * DEEL <= last.regels
    rows = _build_touched(conn, last.as_of, as_of) if last and in_part else _build_all(conn, as_of)
    run_sql(conn, read_sql("sql", "opbouw/rond_af.sql"))
    if last and as_of < last.as_of:
        run_sql(conn, read_sql("sql", "opbouw/wacht_weer.sql"), {"as_of": as_of})
    bereik.drop_scope(conn, *bereik.PREFIXES)
    run_sql(conn, read_sql("sql", "opbouw/onthoud.sql"), {"as_of": as_of, "vingerafdruk": vingerafdruk})
    return Opbouw(as_of, not in_part, news, lines, rows)


def fill_marts(conn: sa.Connection, as_of: datetime) -> dict[str, int]:
    """Fill empty marts in the order of ``invoer``; returns the number of rows of each."""
    _give_memory(conn)
    bereik.lay_out_all(conn, as_of)
    rows = {mart.naam: bijwerken.rebuild(conn, mart, as_of, volledig=True) for mart in marts()}
    return rows | {"nog_te_komen": fill_nog_te_komen(conn, as_of)}


def _build_all(conn: sa.Connection, as_of: datetime) -> dict[str, int]:
    run_sql(conn, f"ANALYZE {', '.join(source_tables())}")
    run_sql(conn, f"TRUNCATE {', '.join(f'mart.{mart.naam}' for mart in marts())}")
    return fill_marts(conn, as_of)


def _rebuild_first(conn: sa.Connection, as_of: datetime) -> None:
    """Build the marts anew that decide what is touched, and keep what they were."""
    run_sql(conn, read_sql("sql", "opbouw/combinatie.sql"))
    for mart in _vooraf():
        bijwerken.keep_old(conn, mart)
        bijwerken.rebuild(conn, mart, as_of, volledig=False)


def _build_touched(conn: sa.Connection, before: datetime, as_of: datetime) -> dict[str, int]:
    bereik.lay_out_touched(conn, as_of)
    for mart in marts():
        if mart.optelbaar:
            bijwerken.keep_contribution(conn, mart, before)
    rows = {mart.naam: bijwerken.update(conn, mart, as_of) for mart in marts() if mart.bereik != "vooraf"}
    return rows | {"nog_te_komen": fill_nog_te_komen(conn, as_of)}


def _vooraf() -> Iterator[Mart]:
    return (mart for mart in marts() if mart.bereik == "vooraf")


def fingerprint(conn: sa.Connection, as_of: datetime) -> str:
    """Of all that decides the rows of the marts, beside messages, findings and product books."""
    read = run_sql(conn, read_sql("sql", "opbouw/vingerafdruk.sql"), {"as_of": as_of}).one()
    return hashlib.sha256(f"{_sources_fingerprint()}/{tuple(read)}".encode()).hexdigest()


@cache
def _sources_fingerprint() -> str:
    root = resources.files("sql")
    texts = [text for name in ("core", "mart", "opbouw") for text in _texts(root.joinpath(name))]
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def _texts(folder: Traversable) -> Iterator[str]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _texts(item)
        elif item.name.endswith((".sql", ".yaml")):
            yield item.read_text(encoding="utf-8")


def _give_memory(conn: sa.Connection) -> None:
    for setting in ("work_mem", "maintenance_work_mem"):
        run_sql(conn, f"SELECT set_config('{setting}', %(size)s, true)", {"size": WORK_MEM})


def share_marts(conn: sa.Connection) -> None:
    """Keep the marts as they are until the transaction of ``conn`` ends; other readers are welcome."""
    run_sql(conn, "SELECT pg_advisory_xact_lock_shared(%(key)s)", {"key": MART_LOCK})


def create_views(conn: sa.Connection, schema: str) -> None:
    """Make the views of ``sql/<schema>`` anew; a migration that changes a mart drops the views on it first."""
    for folder in folders("sql", schema):
        query = read_sql("sql", f"{schema}/{folder.name}/query.sql")
        run_sql(conn, f"DROP VIEW IF EXISTS {schema}.{folder.name}")
        run_sql(conn, f"CREATE VIEW {schema}.{folder.name} AS\n{query}")


def source_tables() -> list[str]:
    """The tables of ``core`` and ``quality`` that the marts read, for fresh statistics after a bulk load."""
    views = {f"core.{folder.name}" for folder in folders("sql", "core")}
    inputs = {name for mart in marts() for name in mart.invoer if name.startswith(("core.", "quality."))}
    return sorted(inputs - views)
