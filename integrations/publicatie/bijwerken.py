"""Bring marts up to date: whole, or in the part that is touched (``bereik``).

Of a mart with a scope the touched rows are deleted and inserted anew. Of a mart that adds up, what the touched rows gave
before is taken off and what they give now is added, in one MERGE: a constraint judges the row that results.
"""

from datetime import datetime

import sqlalchemy as sa

from integrations.publicatie.bereik import in_scope, open_views, query_of
from integrations.publicatie.definities import Mart
from integrations.sqlfiles import read_sql, run_sql

GROOT = 100_000
"""From so many lines on an index is made sooner after the rows than along with them: at a million three times."""


def fill(conn: sa.Connection, mart: Mart, as_of: datetime, *, volledig: bool) -> int:
    """Insert what the query of ``mart`` gives; returns the number of rows."""
    open_views(conn, mart, volledig=volledig)
    insert = f"INSERT INTO mart.{mart.naam} ({', '.join(columns_of(conn, mart, as_of))})\n{query_of(mart)}"
    return run_sql(conn, insert, {"as_of": as_of}).rowcount


def rebuild(conn: sa.Connection, mart: Mart, as_of: datetime, *, volledig: bool) -> int:
    """Empty ``mart`` and fill it; where that gives many rows, its indexes are made after them."""
    run_sql(conn, f"TRUNCATE mart.{mart.naam}")
    large = volledig and run_sql(conn, read_sql("sql", "opbouw/is_groot.sql"), {"regels": GROOT}).scalar()
    indexes = run_sql(conn, read_sql("sql", "opbouw/indexen.sql"), {"mart": mart.naam}).all() if large else []
    for index in indexes:
        run_sql(conn, f"DROP INDEX {index.naam}")
    rows = fill(conn, mart, as_of, volledig=volledig)
    for index in indexes:
        run_sql(conn, index.definitie)
    run_sql(conn, f"ANALYZE mart.{mart.naam}")
    return rows


def keep_old(conn: sa.Connection, mart: Mart) -> None:
    """Keep the rows of ``mart`` as they are in ``oud_<mart>``."""
    run_sql(conn, f"CREATE TEMPORARY TABLE oud_{mart.naam} ON COMMIT DROP AS TABLE mart.{mart.naam}")


def keep_contribution(conn: sa.Connection, mart: Mart, as_of: datetime) -> None:
    """Keep in ``oud_<mart>`` what the touched rows give to ``mart``, before any of them changes."""
    open_views(conn, mart, volledig=False)
    select = f"CREATE TEMPORARY TABLE oud_{mart.naam} ON COMMIT DROP AS\n{query_of(mart)}"
    run_sql(conn, select, {"as_of": as_of})


def update(conn: sa.Connection, mart: Mart, as_of: datetime) -> int:
    """Bring ``mart`` up to date in the scope laid out; returns how many rows were written."""
    if mart.bereik == "alles":
        return rebuild(conn, mart, as_of, volledig=False)
    if mart.optelbaar:
        return _add_difference(conn, mart, as_of)
    run_sql(conn, f"DELETE FROM mart.{mart.naam} WHERE {in_scope(mart.bereik)}")  # noqa: S608
    return fill(conn, mart, as_of, volledig=False)


def _add_difference(conn: sa.Connection, mart: Mart, as_of: datetime) -> int:
    """Take off what ``keep_contribution`` kept, and add what the touched rows give now."""
    open_views(conn, mart, volledig=False)
    measures = [column for column in columns_of(conn, mart, as_of) if column not in mart.korrel]
    nullable = set(run_sql(conn, read_sql("sql", "opbouw/mag_leeg.sql"), {"mart": mart.naam}).scalars())
    parts = {
        "mart": mart.naam,
        "query": f"\n{query_of(mart)}\n",
        "sleutel": ", ".join(mart.korrel),
        "maten": ", ".join(measures),
        "oude_maten": ", ".join(f"-{m}" for m in measures),
        "sommen": ", ".join(f"sum({m}) AS {m}" for m in measures),
        "is_anders": " OR ".join(f"sum({m}) <> 0" for m in measures),
        "zelfde_sleutel": " AND ".join(
            f"m.{k} IS NOT DISTINCT FROM v.{k}" if k in nullable else f"m.{k} = v.{k}" for k in mart.korrel
        ),
        "is_leeg": " AND ".join(f"m.{m} + v.{m} = 0" for m in measures),
        "optelling": ", ".join(f"{m} = m.{m} + v.{m}" for m in measures),
        "waarden": ", ".join(f"v.{column}" for column in (*mart.korrel, *measures)),
    }
    statement = read_sql("sql", "opbouw/tel_op.sql")
    for name, part in parts.items():
        statement = statement.replace(f"%({name})s", part)
    return run_sql(conn, statement, {"as_of": as_of}).rowcount


def columns_of(conn: sa.Connection, mart: Mart, as_of: datetime) -> list[str]:
    """The columns that the query of ``mart`` gives, in its order."""
    probe = f"SELECT * FROM (\n{query_of(mart)}\n) AS q LIMIT 0"  # noqa: S608
    return list(run_sql(conn, probe, {"as_of": as_of}).keys())
