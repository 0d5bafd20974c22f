"""Reconciliation with CBS: our count of youths beside the published one, per gemeente × half-year × hulpvorm.

What is counted, and in what it is simpler than CBS's own count: docs/aansluiting.md.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integrations.sqlfiles import read_sql, run_sql


def reconcile(conn: sa.Connection, as_of: datetime) -> int:
    """Fill mart.aansluiting anew from the marts as built and the newest CBS vintage known at ``as_of``.

    Building the marts does the same; this is for when only CBS has something new. Gives the number of rows.
    """
    run_sql(conn, "TRUNCATE mart.aansluiting")
    return run_sql(conn, read_sql("sql", "mart/aansluiting/query.sql"), {"as_of": as_of}).rowcount


def read_aansluiting(conn: sa.Connection) -> list[dict[str, Any]]:
    """The rows of mart.aansluiting in the order of their key."""
    rows = run_sql(conn, "SELECT * FROM mart.aansluiting ORDER BY gemeente_code, jaar, halfjaar, hulpvorm")
    return [dict(row) for row in rows.mappings()]
