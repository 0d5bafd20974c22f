"""Coverage: how much of what is declared has a zorgcategorie, in codes, lines and euros."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from integrations.sqlfiles import read_sql, run_sql


def coverage(conn: Connection, as_of: datetime) -> list[dict[str, Any]]:
    """One row per municipality and ``pad``, over the declaration lines known at ``as_of`` (with time zone).

    Columns: gemeente_code, pad, codes (distinct category and code), regels (lines, credits counted too) and
    bedrag_cent (declared, credits subtracted). 'niet gekoppeld' is a pad like the others: summed over pad, lines
    and money are all there is. A code may count under two pads when its mapping changed over the months.
    """
    rows = run_sql(conn, read_sql("mappings", "sql/dekking.sql"), {"as_of": as_of}).mappings()
    return [dict(row) for row in rows]
