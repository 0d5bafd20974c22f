"""What a build of the marts looks at: everything, or what is touched since the build before.

The scope is a set of keys at four grains (see ``KEYS``), laid out in temporary tables. A query of a mart reads another
mart through the view ``bereik_<mart>``: the rows of it in the scope at the grain of the mart that is built. Also there:
``bereik_regel`` (lines of core.prestatie), ``bereik_toewijzing`` and ``bereik_jeugdige`` (keys, so the mart ``jeugdige``
has no view). Too many keys only cost time; a key too few is a row that does not change when it should.
"""

import re
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from integrations.publicatie.definities import Bereik, Mart, marts
from integrations.sqlfiles import read_sql, run_sql

KEYS: Final[dict[Bereik, tuple[str, tuple[str, ...]]]] = {
    "regel": ("bereik_regel", ("bericht_id", "regelnummer")),
    "toewijzing": ("bereik_toewijzing", ("gemeente_code", "toewijzing_nummer")),
    "jeugdige_maand": ("bereik_maand", ("client_pseudoniem", "gemeente_code", "maand")),
    "jeugdige": ("bereik_jeugdige", ("client_pseudoniem",)),
}
"""Per grain the table with the touched keys, and its columns."""
PREFIXES = ("bereik", "opbouw", "oud")
"""Of the temporary tables and views of a build."""


def query_of(mart: Mart) -> str:
    """The SELECT of ``mart``."""
    return read_sql("sql", f"mart/{mart.naam}/query.sql")


def reads_in_scope(mart: Mart) -> list[str]:
    """The marts that the query of ``mart`` reads through ``bereik_<mart>``."""
    words = set(re.findall(r"\bbereik_(\w+)", query_of(mart)))
    taken = {table.removeprefix("bereik_") for table, _ in KEYS.values()}
    return sorted({other.naam for other in marts()} & words - taken)


def in_scope(bereik: Bereik) -> str:
    """SQL condition: the row has a touched key of the grain ``bereik``."""
    table, columns = KEYS[bereik]
    key = ", ".join(columns)
    return f"({key}) IN (SELECT {key} FROM {table})"  # noqa: S608


def lay_out_all(conn: sa.Connection, as_of: datetime) -> None:
    """Everything known at ``as_of``."""
    drop_scope(conn, "bereik")
    run_sql(conn, read_sql("sql", "opbouw/alles.sql"), {"as_of": as_of})


def find_new_messages(conn: sa.Connection, as_of: datetime) -> int:
    """Fix which processed messages are new to the marts; returns their number."""
    drop_scope(conn, *PREFIXES)
    run_sql(conn, read_sql("sql", "opbouw/nieuw_bericht.sql"), {"as_of": as_of})
    return int(run_sql(conn, "SELECT count(*) FROM opbouw_bericht").scalar_one())


def find_touched_lines(conn: sa.Connection, as_of: datetime) -> int:
    """Lay out which lines are touched, given the new messages and what stood before; returns their number."""
    run_sql(conn, read_sql("sql", "opbouw/geraakte_regel.sql"), {"as_of": as_of})
    return int(run_sql(conn, "SELECT count(*) FROM opbouw_regel").scalar_one())


def lay_out_touched(conn: sa.Connection, as_of: datetime) -> None:
    """The touched keys at every grain, from the touched lines and the new messages about care."""
    for part in ("geraakte_zorg", "bereik"):
        run_sql(conn, read_sql("sql", f"opbouw/{part}.sql"), {"as_of": as_of})


def open_views(conn: sa.Connection, mart: Mart, *, volledig: bool) -> None:
    """Make the views through which the query of ``mart`` reads other marts."""
    for name in reads_in_scope(mart):
        where = f" WHERE {in_scope(mart.bereik)}" if mart.bereik in KEYS and not volledig else ""
        run_sql(conn, f"CREATE OR REPLACE TEMPORARY VIEW bereik_{name} AS SELECT * FROM mart.{name}{where}")  # noqa: S608


def drop_scope(conn: sa.Connection, *prefixes: str) -> None:
    """Drop temporary tables and views by prefix; those of a build before in the same transaction may still be there."""
    rows = run_sql(
        conn, read_sql("sql", "opbouw/tijdelijk.sql"), {"namen": f"^({'|'.join(prefixes)})_"}
    ).all()
    for row in rows:
        run_sql(conn, f"DROP {row.soort} IF EXISTS pg_temp.{row.naam} CASCADE")
