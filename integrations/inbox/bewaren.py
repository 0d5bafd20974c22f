"""Keeping in landing: messages, and what comes out of bundles, byte for byte and once.

The same bytes are one message, whatever name they come under (SHA-256). A bundle (zip) is not a message: each of its
members is, under the name ``bundel.zip/lid.xml``, all in one transaction. Only when something in it cannot be used is
the bundle kept as well, as it came, and then it gets its reasons when it is processed.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, cast

import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor

from integrations.ijw.bericht import Reden
from integrations.ijw.bundel import Lid, is_bundel, unpack_bundel
from integrations.inbox.driverfouten import shielded
from integrations.inbox.kopie import copy_berichten
from integrations.pseudonym import passes_elfproef
from integrations.sqlfiles import read_sql, run_sql

BATCH_FILES = 100
BATCH_BYTES = 16 * 1024 * 1024
MAX_NAAM = 300
# Control characters, line and paragraph separators, and what turns the direction of the text around.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Aanlevering(NamedTuple):
    """A message as it arrives: its name for people, its bytes, and when."""

    naam: str
    inhoud: bytes
    ontvangen_op: datetime


class Bewaard(NamedTuple):
    """What was kept: how many messages are new, how many were known, and what in a bundle cannot be used."""

    aantal_nieuw: int
    aantal_bekend: int
    aantal_onbruikbaar: int = 0


def receive_bytes(
    conn: sa.Connection, naam: str, inhoud: bytes, kanaal: str, ontvangen_op: datetime
) -> int | None:
    """Keep one message; the caller commits. A bundle stays packed: ``receive_file`` takes it apart.

    Args:
        naam: name of the file, for people; a BSN in it is masked.
        kanaal: one of landing.bericht's.
        ontvangen_op: moment of reception, with time zone.

    Returns:
        Its bericht_id, or None when the same bytes are there already.
    """
    params = {
        "bestandsnaam": safe_name(naam),
        "kanaal": kanaal,
        "ontvangen_op": ontvangen_op,
        "inhoud": inhoud,
        "sha256": hashlib.sha256(inhoud).hexdigest(),
    }
    with shielded():
        bericht_id: int | None = run_sql(conn, read_sql(__package__, "sql/receive.sql"), params).scalar()
    return bericht_id


def receive_file(
    conn: sa.Connection, naam: str, inhoud: bytes, kanaal: str, ontvangen_op: datetime
) -> Bewaard:
    """Keep what one file holds, a message or a bundle of them; the caller commits."""
    aanlevering = Aanlevering(naam, inhoud, ontvangen_op)
    return keep_bundel(conn, aanlevering, kanaal) if is_bundel(inhoud) else keep(conn, [aanlevering], kanaal)


def keep(conn: sa.Connection, aanleveringen: Iterable[Aanlevering], kanaal: str) -> Bewaard:
    """Keep messages that are in memory together: what landing does not know yet goes in; the caller commits."""
    total = 0
    by_hash: dict[str, Aanlevering] = {}
    for aanlevering in aanleveringen:
        total += 1
        by_hash.setdefault(hashlib.sha256(aanlevering.inhoud).hexdigest(), aanlevering)
    with shielded():
        statement = read_sql(__package__, "sql/known.sql")
        known = set(run_sql(conn, statement, {"sha256": list(by_hash)}).scalars())
        new = [(safe_name(a.naam), a.inhoud, h, a.ontvangen_op) for h, a in by_hash.items() if h not in known]
        copy_berichten(cast(Cursor, conn.connection.cursor()), new, kanaal)
    return Bewaard(len(new), total - len(new))


def keep_bundel(conn: sa.Connection, bundel: Aanlevering, kanaal: str) -> Bewaard:
    """Keep each message of a bundle, and the bundle when not everything in it is one; the caller commits."""
    nieuw = bekend = 0
    onbruikbaar: list[Reden] = []
    for leden in _batches(unpack_bundel(bundel.inhoud), onbruikbaar):
        kept = keep(
            conn,
            (bundel._replace(naam=f"{bundel.naam}/{lid.naam}", inhoud=lid.inhoud) for lid in leden),
            kanaal,
        )
        nieuw, bekend = nieuw + kept.aantal_nieuw, bekend + kept.aantal_bekend
    if onbruikbaar:
        kept = keep(conn, [bundel], kanaal)
        nieuw, bekend = nieuw + kept.aantal_nieuw, bekend + kept.aantal_bekend
    return Bewaard(nieuw, bekend, len(onbruikbaar))


def safe_name(naam: str) -> str:
    """A name that can be stored and shown: valid text on one line, not without end, and without a BSN."""
    text = _UNSEEN.sub("?", naam.encode("utf-8", "replace").decode())[-MAX_NAAM:]
    return re.sub(r"(?<!\d)\d{9}(?!\d)", lambda m: "*" * 9 if passes_elfproef(m[0]) else m[0], text)


def explain_onbruikbaar(aantal: int) -> str:
    """What became of a bundle in which ``aantal`` things cannot be used."""
    return (
        f"in deze bundel is {aantal} keer iets niet bruikbaar; de rest is ontvangen, de bundel zelf is bewaard en "
        "krijgt bij het verwerken de redenen."
    )


def _batches(stukken: Iterable[Lid | Reden], onbruikbaar: list[Reden]) -> Iterator[list[Lid]]:
    """Members in groups that are small in number and in bytes; what is none goes into ``onbruikbaar``."""
    batch: list[Lid] = []
    size = 0
    for stuk in stukken:
        if isinstance(stuk, Reden):
            onbruikbaar.append(stuk)
            continue
        batch.append(stuk)
        size += len(stuk.inhoud)
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
