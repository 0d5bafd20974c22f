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

from integrations.ijw import COLUMNS, MAX_BYTES
from integrations.ijw.bundel import MAGIC
from integrations.sqlfiles import read_sql

CHUNK = 1024 * 1024
Pseudonymise = Callable[[str], str]

COPY_LANDING = (
    "COPY landing.bericht (bestandsnaam, sha256, kanaal, ontvangen_op, inhoud) FROM STDIN (FORMAT binary)"
)
BINARY_HEADER, BINARY_TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), struct.pack("!h", -1)
BINARY_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
BINARY_ROW_HEAD = 2  # the number of fields


def copy_berichten(
    cursor: Cursor, berichten: Iterable[tuple[str, bytes, str, datetime]], kanaal: str
) -> None:
    """Write messages (name, bytes, SHA-256, reception) to landing. Binary, since bytes as text are twice as long."""
    cursor.copy_expert(COPY_LANDING, as_file(_landing_parts(berichten, kanaal)), CHUNK)


def _landing_parts(berichten: Iterable[tuple[str, bytes, str, datetime]], kanaal: str) -> Iterator[bytes]:
    yield BINARY_HEADER
    for naam, inhoud, sha256, ontvangen_op in berichten:
        moment = struct.pack("!q", (ontvangen_op - BINARY_EPOCH) // timedelta(microseconds=1))
        fields = (naam.encode(), sha256.encode(), kanaal.encode(), moment)
        head = [struct.pack("!h", len(fields) + 1)]
        head += [struct.pack("!i", len(field)) + field for field in fields]
        yield b"".join((*head, struct.pack("!i", len(inhoud))))
        yield inhoud
    yield BINARY_TRAILER


def copy_inhouden(cursor: Cursor, bericht_ids: list[int]) -> Iterator[bytes]:
    """The bytes of messages in landing, in the order of ``bericht_ids``, which goes up.

    Of what is too large to be read as a message (a bundle is none) only the first bytes, which tell its kind.
    """
    stream = io.BytesIO()
    params = {"bericht_ids": bericht_ids, "hoogstens": MAX_BYTES, "bundel": list(MAGIC)}
    query = cursor.mogrify(read_sql(__package__, "sql/inhouden.sql"), params)
    cursor.copy_expert(b"COPY (%b) TO STDOUT (FORMAT binary)" % query, stream, CHUNK)
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
) -> bytes:
    """``rijen`` (columns of ``COLUMNS[tabel]``) of one message as the text that :func:`copy_rijen` takes.

    ``bekend_vanaf`` is an ISO 8601 moment with time zone.
    """
    text = io.StringIO()
    # CRLF, since the writer quotes what holds one of the line ending's characters: COPY refuses either one bare.
    csv.writer(text, lineterminator="\r\n").writerows(
        core_rows(tabel, rijen, bericht_id, bekend_vanaf, pseudonymise)
    )
    return text.getvalue().encode()


def copy_rijen(cursor: Cursor, tabel: str, teksten: Iterable[bytes]) -> None:
    """Write rows, one text a message, to ``core.<tabel>`` in the transaction of ``cursor``."""
    cursor.copy_expert(copy_statement(tabel), as_file(teksten), CHUNK)


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


def as_file(parts: Iterable[bytes]) -> io.BufferedReader:
    """The parts one after another as a file, of which nothing is in memory twice but the piece that is asked for."""
    return io.BufferedReader(_Parts(parts), CHUNK)


class _Parts(io.RawIOBase):
    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = (memoryview(part) for part in parts if part)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._parts, self._rest)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


@cache
def copy_statement(tabel: str) -> str:
    """COPY into ``core.<tabel>``. In CSV an absent value and an empty one are both NULL: neither says anything."""
    columns = ("client_pseudoniem" if c == "bsn" else c for c in COLUMNS[tabel])
    return f"COPY core.{tabel} (bericht_id, bekend_vanaf, {', '.join(columns)}) FROM STDIN (FORMAT csv)"


def _array(values: list[str]) -> str:
    """PostgreSQL's array literal of some texts."""
    return "{" + ",".join('"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values) + "}"
