"""From landing to core: one message at a time, one transaction a message, as many workers as you like.

A worker claims the next waiting message with a row lock, reads it, and commits its rows, its findings and its
verdict together. Killed at any moment, the message waits again as if nothing had happened. A message that turns
out wrong is *geweigerd*, with reasons; a message over which our own machinery stumbles stays *ontvangen* for a
better day while the rest of the queue goes on, and the run ends in an error that names it.
"""

import json
import logging
import re
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, NamedTuple, cast

import psycopg2.errors
import sqlalchemy as sa
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from integrations.database import check_pseudonym_key
from integrations.errors import DatabaseError, JeugdkoppelError
from integrations.ijw import COLUMNS, Reden, read_bericht
from integrations.inbox.driverfouten import describe, shielded
from integrations.inbox.kopie import Pseudonymise, copy_inhoud, copy_rijen
from integrations.inbox.landing import Progress
from integrations.pseudonym import make_pseudonymiser
from integrations.sqlfiles import read_sql, run_sql

logger = logging.getLogger(__name__)

Status = Literal["verwerkt", "geweigerd", "niet_ondersteund"]
STATUS: dict[str, Status] = {
    "geldig": "verwerkt",
    "ongeldig": "geweigerd",
    "niet_ondersteund": "niet_ondersteund",
}
KOP_FIELDS = (
    "berichttype", "release", "berichtcode", "afzender", "ontvanger", "identificatie", "dagtekening"
)  # fmt: skip
REGELS = ("ONTVANGST-SCHEMA", "ONTVANGST-TYPE", "ONTVANGST-XML", "TR056")


@dataclass(frozen=True)
class BerichtUitslag:
    """What became of one message. ``redenen`` holds the fields of :class:`integrations.ijw.Reden`."""

    bericht_id: int
    bestand: str
    berichttype: str | None
    status: Status
    redenen: list[dict[str, Any]]


@dataclass(frozen=True)
class Verwerking:
    """What a run did, message by message, in the order of the claims."""

    berichten: list[BerichtUitslag] = field(default_factory=list)
    mislukt: dict[int, str] = field(default_factory=dict)
    """Messages that still wait because our machinery failed on them: bericht_id to class and place of the error."""

    def telling(self) -> dict[str, int]:
        """Number of messages per status, and ``mislukt``."""
        counts = Counter(b.status for b in self.berichten)
        return {**{s: counts[s] for s in STATUS.values()}, "mislukt": len(self.mislukt)}

    @property
    def aantal(self) -> int:
        """Messages claimed, whatever came of it."""
        return len(self.berichten) + len(self.mislukt)


class VerwerkingMisluktError(JeugdkoppelError):
    """Some messages could not be handled through no fault of theirs; ``verwerking`` holds what did happen."""

    def __init__(self, verwerking: Verwerking) -> None:
        which = "; ".join(f"bericht {i} ({cause})" for i, cause in list(verwerking.mislukt.items())[:5])
        super().__init__(
            f"{len(verwerking.mislukt)} bericht(en) konden door een fout in het programma niet worden verwerkt "
            f"en wachten nog: {which}. De overige {len(verwerking.berichten)} zijn behandeld.",
            "meld dit met de tekst tussen haakjes bij de beheerder; "
            "`jeugdkoppel process` probeert deze berichten de volgende keer vanzelf opnieuw.",
        )
        self.verwerking = verwerking


class _Wachtend(NamedTuple):
    """A claimed message: its row is locked until the transaction ends."""

    bericht_id: int
    bestandsnaam: str
    ontvangen_op: datetime


def process(
    engine: sa.Engine,
    key: bytes,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Verwerking:
    """Handle every waiting message, or ``limit`` of them.

    Args:
        key: of the client pseudonym; a database takes one key for ever.
        progress: called with (done, total) after each message; total is the queue at the start.

    Raises:
        VerwerkingMisluktError: after the rest of the queue, when our machinery failed on some message.
        DatabaseError: no connection, another key, or rules that are not in the database yet.
    """
    with shielded():
        with engine.begin() as conn:
            check_pseudonym_key(conn, key)
            _check_regels(conn)
            waiting: int = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
            ).scalar_one()
        with closing(engine.raw_connection()) as pooled:
            worker = _Worker(cast(Connection, pooled.driver_connection), make_pseudonymiser(key))
            run = worker.run(limit, waiting, progress)
    if run.mislukt:
        raise VerwerkingMisluktError(run)
    return run


def _check_regels(conn: sa.Connection) -> None:
    """Raises DatabaseError when a rule that a refusal points at is not in the database."""
    statement = read_sql(__package__, "sql/missing_regels.sql")
    missing = run_sql(conn, statement, {"regels": list(REGELS)}).scalars().all()
    if missing:
        raise DatabaseError(
            f"De regels {', '.join(missing)} staan niet in de database.", "voer `jeugdkoppel db upgrade` uit."
        )


class _Worker:
    """One connection going through the queue. Here the driver itself, since ten million lines come by."""

    def __init__(self, connection: Connection, pseudonymise: Pseudonymise) -> None:
        self.connection = connection
        self.pseudonymise = pseudonymise
        self.done = Verwerking()

    def run(self, limit: int | None, waiting: int, progress: Progress | None) -> Verwerking:
        """Go through the queue in order of reception, and once more for what came in behind our back."""
        total = waiting if limit is None else min(limit, waiting)
        after = 0
        while limit is None or self.done.aantal < limit:
            bericht_id = self.handle_next(after)
            if bericht_id is None and after == 0:
                break
            after = bericht_id or 0
            if progress:
                progress(self.done.aantal, max(total, self.done.aantal))
        return self.done

    def handle_next(self, after: int) -> int | None:
        """Claim and settle the next message, in one transaction; its id, or None when nothing waits behind ``after``."""
        bericht: _Wachtend | None = None
        try:
            with self.connection, self.connection.cursor() as cursor:
                bericht = self.claim(cursor, after)
                if bericht is None:
                    return None
                uitslag = self.settle(cursor, bericht)
        except Exception as err:
            if bericht is None or self.connection.closed:
                raise
            if _is_lost_race(err):
                return self.handle_next(after)  # the winner is visible now
            self.done.mislukt[bericht.bericht_id] = describe(err)
            logger.error("bericht %s blijft wachten: %s", bericht.bericht_id, describe(err))
        else:
            self.done.berichten.append(uitslag)
        return bericht.bericht_id

    def claim(self, cursor: Cursor, after: int) -> _Wachtend | None:
        """The next waiting message that nobody holds and that did not fail in this run."""
        cursor.execute(
            read_sql(__package__, "sql/claim.sql"), {"na": after, "mislukt": list(self.done.mislukt)}
        )
        row = cursor.fetchone()
        return None if row is None else _Wachtend._make(row)

    def settle(self, cursor: Cursor, bericht: _Wachtend) -> BerichtUitslag:
        """Read a claimed message and write its verdict with its rows or its findings."""
        gelezen = read_bericht(copy_inhoud(cursor, bericht.bericht_id))
        status, redenen = STATUS[gelezen.oordeel], gelezen.redenen
        kop = {name: getattr(gelezen.kop, name, None) for name in KOP_FIELDS}
        # The verdict goes before the rows: of two workers with the same identity, the second stops here.
        if not _write_verdict(cursor, bericht, kop, status, redenen):
            status, redenen = "geweigerd", [_tr056(cursor, kop)]
            _write_verdict(cursor, bericht, kop, status, redenen)
        if status == "verwerkt":
            known_from = bericht.ontvangen_op.isoformat()
            for tabel in COLUMNS:  # a table comes after the one it points at
                if rijen := gelezen.rijen.get(tabel):
                    copy_rijen(cursor, tabel, rijen, bericht.bericht_id, known_from, self.pseudonymise)
        else:
            _insert_bevindingen(cursor, bericht, kop, redenen)
        return BerichtUitslag(
            bericht.bericht_id, bericht.bestandsnaam, kop["berichttype"], status, [asdict(r) for r in redenen]
        )


def _write_verdict(
    cursor: Cursor, bericht: _Wachtend, kop: dict[str, Any], status: Status, redenen: list[Reden]
) -> bool:
    """Whether the verdict stands: ``verwerkt`` does not when another message was accepted under this identity."""
    verdict = {
        "bericht_id": bericht.bericht_id,
        "status": status,
        "redenen": json.dumps([asdict(r) for r in redenen]),
    }
    cursor.execute(read_sql(__package__, "sql/settle.sql"), {**kop, **verdict})
    return cursor.rowcount == 1


def _insert_bevindingen(
    cursor: Cursor, bericht: _Wachtend, kop: dict[str, Any], redenen: list[Reden]
) -> None:
    """One finding per rule on the message as a whole; the separate reasons stay with the message in landing."""
    by_rule = attrgetter("regel")
    for regel_id, group in groupby(sorted(redenen, key=by_rule), key=by_rule):
        first, *others = group
        also = f" (en nog {len(others)} in de redenen bij het bericht)" if others else ""
        finding = {
            "regel_id": regel_id,
            "bericht_id": bericht.bericht_id,
            "gemeente_code": _gemeente_code(kop),
            "toelichting": f"{first.melding}{also}",
            "bekend_vanaf": bericht.ontvangen_op,
        }
        cursor.execute(read_sql(__package__, "sql/insert_bevinding.sql"), finding)


def _tr056(cursor: Cursor, kop: dict[str, Any]) -> Reden:
    """The refusal of a message whose identity is taken: its bytes differ, or landing would have known them."""
    cursor.execute(read_sql(__package__, "sql/find_same_identity.sql"), kop)
    (earlier,) = cursor.fetchone() or (None,)
    return Reden(
        regel="TR056",
        element="Identificatie",
        regel_in_bestand=None,
        waarde=kop["identificatie"],
        melding=f"Bericht {earlier} van dezelfde afzender heeft deze identificatie en dagtekening al, met een andere "
        "inhoud. Het eerste bericht blijft gelden.",
        remedie="Laat de afzender dit bericht opnieuw sturen met een nieuwe identificatie.",
    )


def _gemeente_code(kop: dict[str, Any]) -> str | None:
    """The party with four digits: in this standard always the municipality."""
    parties = (kop["afzender"], kop["ontvanger"])
    return next((p for p in parties if p and re.fullmatch("[0-9]{4}", p)), None)


def _is_lost_race(err: Exception) -> bool:
    """Whether another worker accepted the same identity while this one was at it (index bericht_identiteit)."""
    return (
        isinstance(err, psycopg2.errors.UniqueViolation) and err.diag.constraint_name == "bericht_identiteit"
    )
