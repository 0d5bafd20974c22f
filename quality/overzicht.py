"""What the last runs gave, for the command line and the report: per rule, per municipality, per message."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from integrations.sqlfiles import read_sql, run_sql


def samenvatting(conn: Connection) -> list[dict[str, Any]]:
    """Every rule and check of the last run of either kind: status, numbers, open findings and their cents.

    A line with findings of two rules counts under both, so the cents of rules do not add up to a total.
    """
    return [dict(row._mapping) for row in run_sql(conn, read_sql("quality", "sql/samenvatting.sql"))]


def samenvatting_per_gemeente(conn: Connection) -> list[dict[str, Any]]:
    """Open findings per municipality and rule, with their signed cents; worst severity first."""
    return [
        dict(row._mapping) for row in run_sql(conn, read_sql("quality", "sql/samenvatting_per_gemeente.sql"))
    ]


def bevindingen_bij_berichten(
    conn: Connection, bericht_ids: Sequence[int]
) -> dict[int, list[dict[str, Any]]]:
    """Open findings of these messages, per message, as ``{regel_id, regelnummer, ernst, gevolg, melding, ...}``.

    Findings of a refusal are left out: the message itself carries those reasons.
    """
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    statement = read_sql("quality", "sql/bevindingen_bij_berichten.sql")
    for row in run_sql(conn, statement, {"bericht_ids": list(bericht_ids)}):
        finding = dict(row._mapping)
        found[finding.pop("bericht_id")].append(finding)
    return dict(found)
