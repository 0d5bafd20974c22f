"""Reconciliation with CBS: our count of youths beside the published one, per gemeente × half-year × hulpvorm.

What is counted, and in what it is simpler than CBS's own count: docs/aansluiting.md.
"""

from typing import Any

import sqlalchemy as sa

from integrations.sqlfiles import run_sql


def read_aansluiting(conn: sa.Connection) -> list[dict[str, Any]]:
    """The rows of mart.aansluiting in the order of their key."""
    rows = run_sql(conn, "SELECT * FROM mart.aansluiting ORDER BY gemeente_code, jaar, halfjaar, hulpvorm")
    return [dict(row) for row in rows.mappings()]
