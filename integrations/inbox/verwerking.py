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
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, NamedTuple

import psycopg2.errors
import sqlalchemy as sa

from integrations.database import check_pseudonym_key
from integrations.errors import DatabaseError, JeugdkoppelError
from integrations.ijw import COLUMNS, GelezenBericht, Kop, Reden, read_bericht
from integrations.inbox.driverfouten import describe, shielded
from integrations.inbox.kopie import Pseudonymise, copy_rijen
from integrations.pseudonym import make_pseudonymiser
from integrations.sqlfiles import read_sql, run_sql

logger = logging.getLogger(__name__)

Status = Literal["verwerkt", "geweigerd", "niet_ondersteund"]
STATUS: dict[str, Status] = {
    "geldig": "verwerkt",
    "ongeldig": "geweigerd",
    "niet_ondersteund": "niet_ondersteund",
}
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
            f"en wachten nog: {which}. De overige {len(verwerking.berichten)} zijn verwerkt.",
            "meld dit met de tekst tussen haakjes bij de beheerder; "
            "`jeugdkoppel process` probeert deze berichten de volgende keer vanzelf opnieuw.",
        )
        self.verwerking = verwerking


class _Wachtend(NamedTuple):
    """A claimed message: its row is locked until the transaction ends."""

    bericht_id: int
    bestandsnaam: str
    ontvangen_op: datetime
    inhoud: memoryview


def process(
    engine: sa.Engine,
    key: bytes,
    *,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verwerking:
    """Handle every waiting message, or ``limit`` of them.

    Args:
        key: of the client pseudonym; a database takes one key for ever.
        progress: called with (done, total) after each message; total is the queue at the start.

    Raises:
        VerwerkingMisluktError: after the rest of the queue, when our machinery failed on some message.
        DatabaseError: no connection, another key, or rules that are not in the database yet.
    """
    pseudonymise = make_pseudonymiser(key)
    run = Verwerking()
    with shielded(), engine.connect() as conn:
        with conn.begin():
            check_pseudonym_key(conn, key)
            _check_regels(conn)
            waiting = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
            ).scalar_one()
        total = waiting if limit is None else min(limit, waiting)
        after = 0
        while limit is None or run.aantal < limit:
            claimed = _handle_next(conn, after, run, pseudonymise)
            if claimed is None and after == 0:
                break
            after = (
                claimed or 0
            )  # behind the last one; at the end once more from the start, for what came in between
            if progress:
                progress(run.aantal, max(total, run.aantal))
    if run.mislukt:
        raise VerwerkingMisluktError(run)
    return run


def _handle_next(conn: sa.Connection, after: int, run: Verwerking, pseudonymise: Pseudonymise) -> int | None:
    """Claim and settle one message in one transaction; returns its id, or None when nothing waits behind ``after``."""
    bericht: _Wachtend | None = None
    try:
        with conn.begin():
            bericht = _claim(conn, after, run.mislukt)
            if bericht is None:
                return None
            uitslag = _handle(conn, bericht, pseudonymise)
    except Exception as err:
        if bericht is None or _connection_is_lost(err):
            raise
        if _is_lost_race(err):
            return _handle_next(conn, after, run, pseudonymise)  # the winner is visible now
        run.mislukt[bericht.bericht_id] = describe(err)
        logger.error("bericht %s blijft wachten: %s", bericht.bericht_id, describe(err))
    else:
        run.berichten.append(uitslag)
    return bericht.bericht_id


def _claim(conn: sa.Connection, after: int, failed: Iterable[int]) -> _Wachtend | None:
    statement = read_sql("integrations.inbox", "sql/claim.sql")
    row = run_sql(conn, statement, {"na": after, "mislukt": list(failed)}).one_or_none()
    return None if row is None else _Wachtend._make(row)


def _handle(conn: sa.Connection, bericht: _Wachtend, pseudonymise: Pseudonymise) -> BerichtUitslag:
    """Read a claimed message and write its verdict with its rows or its findings."""
    gelezen = read_bericht(bytes(bericht.inhoud))
    status, redenen = STATUS[gelezen.oordeel], gelezen.redenen
    kop = _kop_fields(gelezen.kop)
    if status == "verwerkt" and (earlier := _same_identity(conn, kop)) is not None:
        status, redenen = "geweigerd", [_tr056(kop, earlier)]
    plain = [asdict(reden) for reden in redenen]
    verdict = {**kop, "bericht_id": bericht.bericht_id, "status": status, "redenen": json.dumps(plain)}
    # The verdict goes first: when two workers hold the same identity, the second stops here and not after its COPY.
    run_sql(conn, read_sql("integrations.inbox", "sql/settle.sql"), verdict)
    if status == "verwerkt":
        _copy_core(conn, bericht, gelezen, pseudonymise)
    else:
        _insert_bevindingen(conn, bericht, kop, redenen)
    return BerichtUitslag(bericht.bericht_id, bericht.bestandsnaam, kop["berichttype"], status, plain)


def _copy_core(
    conn: sa.Connection, bericht: _Wachtend, gelezen: GelezenBericht, pseudonymise: Pseudonymise
) -> None:
    known_from = bericht.ontvangen_op.isoformat()
    for tabel in COLUMNS:  # a table comes after the one it points at
        if rijen := gelezen.rijen.get(tabel):
            copy_rijen(conn, tabel, rijen, bericht.bericht_id, known_from, pseudonymise)


def _insert_bevindingen(
    conn: sa.Connection, bericht: _Wachtend, kop: dict[str, Any], redenen: list[Reden]
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
        run_sql(conn, read_sql("integrations.inbox", "sql/insert_bevinding.sql"), finding)


def _kop_fields(kop: Kop | None) -> dict[str, Any]:
    return dict.fromkeys(f.name for f in fields(Kop)) if kop is None else asdict(kop)


def _same_identity(conn: sa.Connection, kop: dict[str, Any]) -> int | None:
    """The accepted message with this identity; its bytes differ, or landing would not have taken this one."""
    found: int | None = run_sql(
        conn, read_sql("integrations.inbox", "sql/find_same_identity.sql"), kop
    ).scalar()
    return found


def _tr056(kop: dict[str, Any], earlier: int) -> Reden:
    return Reden(
        regel="TR056",
        element="Identificatie",
        regel_in_bestand=None,
        waarde=kop["identificatie"],
        melding=f"Bericht {earlier} van dezelfde afzender heeft deze identificatie en dagtekening al, met een andere "
        "inhoud. Het eerste bericht blijft gelden.",
        remedie="laat de afzender dit bericht opnieuw sturen met een nieuwe identificatie.",
    )


def _gemeente_code(kop: dict[str, Any]) -> str | None:
    """The party with four digits: in this standard always the municipality."""
    parties = (kop["afzender"], kop["ontvanger"])
    return next((p for p in parties if p and re.fullmatch("[0-9]{4}", p)), None)


def _check_regels(conn: sa.Connection) -> None:
    """Raises DatabaseError when a rule that a refusal points at is not in the database."""
    statement = read_sql("integrations.inbox", "sql/missing_regels.sql")
    missing = run_sql(conn, statement, {"regels": list(REGELS)}).scalars().all()
    if missing:
        raise DatabaseError(
            f"De regels {', '.join(missing)} staan niet in de database.", "voer `jeugdkoppel db upgrade` uit."
        )


def _connection_is_lost(err: Exception) -> bool:
    return isinstance(err, sa.exc.DBAPIError) and err.connection_invalidated


def _is_lost_race(err: Exception) -> bool:
    """Whether another worker accepted the same identity while this one was at it (index bericht_identiteit)."""
    cause = err.orig if isinstance(err, sa.exc.DBAPIError) else None
    return (
        isinstance(cause, psycopg2.errors.UniqueViolation)
        and cause.diag.constraint_name == "bericht_identiteit"
    )
