"""SQL lives in files under ``sql/``, ``mappings/`` and ``quality/``; this reads and runs them."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sqlalchemy import Connection, CursorResult


@cache
def read_sql(package: str, path: str) -> str:
    """Text of the SQL file ``path`` (with slashes) inside the package's folder."""
    return resources.files(package).joinpath(*path.split("/")).read_text(encoding="utf-8")


def folders(package: str, path: str) -> list[Traversable]:
    """Sub-folders of ``path``, sorted by name: one a table, a rule or a list."""
    root = resources.files(package).joinpath(*path.split("/"))
    return sorted(
        (f for f in root.iterdir() if f.is_dir() and not f.name.startswith("_")), key=lambda f: f.name
    )


def run_sql(conn: Connection, sql: str, params: dict[str, Any] | None = None) -> CursorResult[Any]:
    """Run ``sql`` with psycopg2's named parameters (``%(as_of)s``); a literal percent sign is ``%%``."""
    return conn.exec_driver_sql(sql, params or {})
