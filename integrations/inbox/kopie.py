"""COPY, the fast road: many messages into landing and back out of it, their rows into core.

Core's rows get their client pseudonym here, and nowhere else.
"""

import csv
import io
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from psycopg2.extensions import cursor as Cursor

from integrations.ijw import COLUMNS

CHUNK = 1024 * 1024
Pseudonymise = Callable[[str], str]

COPY_LANDING = (
    "COPY landing.bericht (bestandsnaam, inhoud, sha256, kanaal, ontvangen_op) FROM STDIN (FORMAT binary)"
)
COPY_INHOUD = (
    "COPY (SELECT inhoud FROM landing.bericht WHERE bericht_id = ANY(%(bericht_ids)s) ORDER BY bericht_id) "
    "TO STDOUT (FORMAT binary)"
)
BINARY_HEADER, BINARY_TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), struct.pack("!h", -1)
BINARY_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
BINARY_ROW_HEAD = 2  # the number of fields


def copy_berichten(
    cursor: Cursor, berichten: Iterable[tuple[str, bytes, str, datetime]], kanaal: str
) -> None:
    """Write messages (name, bytes, SHA-256, reception) to landing. Binary, since bytes as text are twice as long."""
    stream = io.BytesIO()
    stream.write(BINARY_HEADER)
    for naam, inhoud, sha256, ontvangen_op in berichten:
        moment = struct.pack("!q", (ontvangen_op - BINARY_EPOCH) // timedelta(microseconds=1))
        fields = (naam.encode(), inhoud, sha256.encode(), kanaal.encode(), moment)
        stream.write(struct.pack("!h", len(fields)))
        for field in fields:
            stream.write(struct.pack("!i", len(field)))
            stream.write(field)
    stream.write(BINARY_TRAILER)
    stream.seek(0)
    cursor.copy_expert(COPY_LANDING, stream, CHUNK)


def copy_inhouden(cursor: Cursor, bericht_ids: list[int]) -> Iterator[bytes]:
    """The bytes of messages in landing, in the order of ``bericht_ids``, which goes up."""
    stream = io.BytesIO()
    cursor.copy_expert(cursor.mogrify(COPY_INHOUD, {"bericht_ids": bericht_ids}), stream, CHUNK)
    view = stream.getbuffer()
    at = len(BINARY_HEADER)
    for _ in bericht_ids:
        (length,) = struct.unpack_from("!i", view, at + BINARY_ROW_HEAD)
        start = at + BINARY_ROW_HEAD + 4
        yield bytes(view[start : start + length])
        at = start + length


def write_rijen(
    tabel: str,
    rijen: Sequence[tuple[Any, ...]],
    bericht_id: int,
    bekend_vanaf: str,
    pseudonymise: Pseudonymise,
) -> str:
    """``rijen`` (columns of ``COLUMNS[tabel]``) of one message as the text that :func:`copy_rijen` takes.

    ``bekend_vanaf`` is an ISO 8601 moment with time zone.
    """
    text = io.StringIO()
    # CRLF, since the writer quotes what holds one of the line ending's characters: COPY refuses either one bare.
    csv.writer(text, lineterminator="\r\n").writerows(
        core_rows(tabel, rijen, bericht_id, bekend_vanaf, pseudonymise)
    )
    return text.getvalue()


def copy_rijen(cursor: Cursor, tabel: str, teksten: Sequence[str]) -> None:
    """Write rows, one text a message, to ``core.<tabel>`` in the transaction of ``cursor``."""
    if teksten:
        cursor.copy_expert(copy_statement(tabel), io.StringIO("".join(teksten)), CHUNK)


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
