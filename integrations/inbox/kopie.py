"""COPY: rows of one message into core, the fast road and the only one that writes a client pseudonym."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Any

import sqlalchemy as sa

from integrations.ijw import COLUMNS

CHUNK_CHARACTERS = 1024 * 1024
Pseudonymise = Callable[[str], str]


def copy_rijen(
    conn: sa.Connection,
    tabel: str,
    rijen: Sequence[tuple[Any, ...]],
    bericht_id: int,
    bekend_vanaf: str,
    pseudonymise: Pseudonymise,
) -> None:
    """Write ``rijen`` (columns of ``COLUMNS[tabel]``) to ``core.<tabel>`` in the transaction of ``conn``.

    ``bekend_vanaf`` is an ISO 8601 moment with time zone.
    """
    text = io.StringIO()
    # CRLF, since the writer quotes what holds one of the line ending's characters: COPY refuses either one bare.
    csv.writer(text, lineterminator="\r\n").writerows(
        core_rows(tabel, rijen, bericht_id, bekend_vanaf, pseudonymise)
    )
    text.seek(0)
    with closing(conn.connection.cursor()) as cursor:
        cursor.copy_expert(copy_statement(tabel), text, CHUNK_CHARACTERS)


def core_rows(
    tabel: str,
    rijen: Sequence[tuple[Any, ...]],
    bericht_id: int,
    bekend_vanaf: str,
    pseudonymise: Pseudonymise,
) -> Iterator[tuple[Any, ...]]:
    """The rows as core holds them: message and moment in front, the pseudonym in place of the BSN."""
    if rijen and any(isinstance(value, list) for value in rijen[0]):
        rijen = [tuple(_array(v) if isinstance(v, list) else v for v in rij) for rij in rijen]
    columns = COLUMNS[tabel]
    if "bsn" not in columns:
        return ((bericht_id, bekend_vanaf, *rij) for rij in rijen)
    at = columns.index("bsn")
    return ((bericht_id, bekend_vanaf, *rij[:at], pseudonymise(rij[at]), *rij[at + 1 :]) for rij in rijen)


@cache
def copy_statement(tabel: str) -> str:
    """COPY into ``core.<tabel>``. In CSV an absent value and an empty one are both NULL: neither says anything."""
    columns = ("client_pseudoniem" if c == "bsn" else c for c in COLUMNS[tabel])
    return f"COPY core.{tabel} (bericht_id, bekend_vanaf, {', '.join(columns)}) FROM STDIN (FORMAT csv)"


def _array(values: list[str]) -> str:
    """PostgreSQL's array literal of some texts."""
    return "{" + ",".join('"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values) + "}"
