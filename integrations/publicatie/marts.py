"""Build the marts: every one anew, in one transaction, from what was known at ``as_of``."""

from datetime import datetime

import sqlalchemy as sa

from integrations.publicatie.definities import marts
from integrations.sqlfiles import folders, read_sql, run_sql

MART_LOCK = 7_001_305
WORK_MEM = "256MB"
SLEUTELS = ("regel", "toewijzing", "jeugdige")
"""Views of the scope itself, beside the view ``bereik_<mart>`` of every mart."""


def build_marts(conn: sa.Connection, as_of: datetime) -> dict[str, int]:
    """Rebuild all marts inside the transaction of ``conn``; returns the number of rows of each.

    The views of ``core`` and ``publish`` are made again too, so they are what the files of this version say. The
    order follows ``invoer`` in the metadata. A second build waits for the first, and for readers that hold
    ``share_marts``: TRUNCATE would show them an empty table.
    """
    run_sql(conn, "SELECT pg_advisory_xact_lock(%(key)s)", {"key": MART_LOCK})
    create_views(conn, "core")
    create_views(conn, "publish")
    run_sql(conn, f"ANALYZE {', '.join(source_tables())}")
    run_sql(conn, f"TRUNCATE {', '.join(f'mart.{mart.naam}' for mart in marts())}")
    return fill_marts(conn, as_of)


def fill_marts(conn: sa.Connection, as_of: datetime) -> dict[str, int]:
    """Fill empty marts in the order of ``invoer``; returns the number of rows of each."""
    params = {"as_of": as_of}
    run_sql(conn, "SELECT set_config('work_mem', %(size)s, true)", {"size": WORK_MEM})
    views = _create_scope_views(conn, as_of)
    counts = {}
    for mart in marts():
        query = read_sql("sql", f"mart/{mart.naam}/query.sql")
        columns = run_sql(conn, f"SELECT * FROM (\n{query}\n) AS q LIMIT 0", params).keys()  # noqa: S608
        insert = f"INSERT INTO mart.{mart.naam} ({', '.join(columns)})\n{query}"
        counts[mart.naam] = run_sql(conn, insert, params).rowcount
        run_sql(conn, f"ANALYZE mart.{mart.naam}")
    run_sql(conn, f"DROP VIEW {', '.join(views)}")
    return counts


def _create_scope_views(conn: sa.Connection, as_of: datetime) -> list[str]:
    """The temporary views ``bereik_<naam>`` of a full build: everything known at ``as_of``; returns their names."""
    selects = {f"bereik_{mart.naam}": f"TABLE mart.{mart.naam}" for mart in marts()}
    selects |= {f"bereik_{name}": read_sql("sql", f"opbouw/{name}.sql") for name in SLEUTELS}
    for name, select in selects.items():
        run_sql(conn, f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{select}", {"as_of": as_of})
    return list(selects)


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
