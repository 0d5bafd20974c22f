"""One batch of messages: claim it, read it, and write its verdicts, rows and findings, all in one transaction.

Reading and writing are apart: while one batch is written, the next is read.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from psycopg2.extensions import cursor as Cursor

from integrations.ijw import COLUMNS, Beoordelaar, Reden, Vondst, read_bericht, refuse_too_large
from integrations.inbox.kopie import Pseudonymise, copy_inhouden, copy_rijen, write_rijen
from integrations.sqlfiles import read_sql

Status = Literal["verwerkt", "geweigerd", "niet_ondersteund"]
STATUS: dict[str, Status] = {
    "geldig": "verwerkt",
    "ongeldig": "geweigerd",
    "niet_ondersteund": "niet_ondersteund",
}
KOP_FIELDS = (
    "berichttype", "release", "berichtcode", "afzender", "ontvanger", "identificatie", "dagtekening"
)  # fmt: skip
BATCH_BYTES = 4 * 1024 * 1024
"""A batch is closed by the message that passes this; one message may be larger."""

Identiteit = tuple[str, str, str, str]


class Wachtend(NamedTuple):
    """A claimed message: its row is locked until the transaction ends."""

    bericht_id: int
    bestandsnaam: str
    ontvangen_op: datetime
    grootte_bytes: int


class Greep(NamedTuple):
    """What a claim gave: the messages that are ours, and the last one that it looked at (None: there was nothing)."""

    berichten: list[Wachtend]
    laatste: int | None


@dataclass(frozen=True)
class Leeswijze:
    """How a run reads its messages: ``xsd`` and ``beoordeel`` are those of ``read_bericht``."""

    pseudonymise: Pseudonymise
    xsd: Path | None = None
    beoordeel: Beoordelaar | None = None


@dataclass
class Gelezen:
    """A message as read: its verdict, for each table of core its rows as COPY takes them, and what rules find in it."""

    bericht: Wachtend
    kop: dict[str, Any]
    status: Status
    redenen: list[Reden]
    rijen: dict[str, bytes]
    vondsten: list[Vondst]

    @property
    def identiteit(self) -> Identiteit:
        """What makes a message itself, whatever its bytes."""
        kop = self.kop
        return (kop["afzender"], kop["berichtcode"], kop["identificatie"], str(kop["dagtekening"]))


def claim(
    cursor: Cursor, *, na: int, hoogstens: int, overslaan: Iterable[int] = (), tot: int | None = None
) -> Greep:
    """Claim up to ``hoogstens`` waiting messages behind ``na`` (and not behind ``tot``) that nobody else holds."""
    params = {
        "na": na,
        "tot": tot,
        "hoogstens": hoogstens,
        "overslaan": list(overslaan),
        "bytes": BATCH_BYTES,
    }
    cursor.execute(read_sql(__package__, "sql/claim.sql"), params)
    seen = cursor.fetchall()
    ours = [Wachtend(*row) for row in seen if row[2] is not None]
    return Greep(ours, seen[-1][0] if seen else None)


def read_batch(cursor: Cursor, berichten: Sequence[Wachtend], leeswijze: Leeswijze) -> list[Gelezen]:
    """Read claimed messages out of landing. Their bytes are let go one by one."""
    inhouden = copy_inhouden(cursor, [b.bericht_id for b in berichten])
    return [_read(bericht, inhoud, leeswijze) for bericht, inhoud in zip(berichten, inhouden, strict=True)]


def _read(bericht: Wachtend, inhoud: bytes, leeswijze: Leeswijze) -> Gelezen:
    if len(inhoud) == bericht.grootte_bytes:
        gelezen = read_bericht(inhoud, leeswijze.xsd, leeswijze.beoordeel)
    else:  # landing did not even hand it out
        gelezen = refuse_too_large(bericht.grootte_bytes)
    known_from = bericht.ontvangen_op.isoformat()
    return Gelezen(
        bericht=bericht,
        kop={name: getattr(gelezen.kop, name, None) for name in KOP_FIELDS},
        status=STATUS[gelezen.oordeel],
        redenen=gelezen.redenen,
        rijen={
            tabel: write_rijen(tabel, rijen, bericht.bericht_id, known_from, leeswijze.pseudonymise)
            for tabel, rijen in gelezen.rijen.items()
            if rijen
        },
        vondsten=gelezen.vondsten,
    )


def settle(cursor: Cursor, batch: Sequence[Gelezen]) -> None:
    """Write the verdicts of ``batch`` with the rows and the findings that go with them.

    A message whose identity is taken, by a message of landing or by one before it in the batch, is refused (TR056).
    The verdicts go before the rows: of two workers with the same identity, the second stops there.
    """
    _refuse_taken(cursor, batch)
    verdicts = [
        {
            "bericht_id": gelezen.bericht.bericht_id,
            "status": gelezen.status,
            "redenen": [asdict(r) for r in gelezen.redenen],
            **gelezen.kop,
        }
        for gelezen in batch
    ]
    cursor.execute(read_sql(__package__, "sql/settle.sql"), {"oordelen": json.dumps(verdicts, default=str)})
    for tabel in COLUMNS:  # a table comes after the one it points at
        if teksten := [g.rijen[tabel] for g in batch if tabel in g.rijen]:
            copy_rijen(cursor, tabel, teksten)
    bevindingen = [bevinding for gelezen in batch for bevinding in _bevindingen(gelezen)]
    if bevindingen:
        statement = read_sql(__package__, "sql/insert_bevindingen.sql")
        cursor.execute(statement, {"bevindingen": json.dumps(bevindingen, default=str)})


def _refuse_taken(cursor: Cursor, batch: Sequence[Gelezen]) -> None:
    """Turn messages with an identity that another one has into refused ones, without rows."""
    accepted = [gelezen for gelezen in batch if gelezen.status == "verwerkt"]
    taken = _find_taken(cursor, accepted)
    for gelezen in accepted:
        owner = taken.setdefault(gelezen.identiteit, gelezen.bericht.bericht_id)
        if owner != gelezen.bericht.bericht_id:
            gelezen.status, gelezen.redenen = "geweigerd", [_tr056(owner, gelezen.kop)]
            gelezen.rijen, gelezen.vondsten = {}, []


def _find_taken(cursor: Cursor, accepted: Sequence[Gelezen]) -> dict[Identiteit, int]:
    """Identities of these messages that a message of landing was accepted under already, and which."""
    if not accepted:
        return {}
    identities = dict(
        zip(
            ("afzender", "berichtcode", "identificatie", "dagtekening"),
            map(list, zip(*(gelezen.identiteit for gelezen in accepted), strict=True)),
            strict=True,
        )
    )
    cursor.execute(read_sql(__package__, "sql/find_same_identity.sql"), identities)
    return {tuple(identity): bericht_id for bericht_id, *identity in cursor.fetchall()}


def _tr056(earlier: int, kop: dict[str, Any]) -> Reden:
    """The refusal of a message whose identity is taken: its bytes differ, or landing would have known them."""
    return Reden(
        regel="TR056",
        element="Identificatie",
        regel_in_bestand=None,
        waarde=kop["identificatie"],
        melding=f"Bericht {earlier} van dezelfde afzender heeft deze identificatie en dagtekening al, met een andere "
        "inhoud. Het eerste bericht blijft gelden.",
        remedie="Laat de afzender dit bericht opnieuw sturen met een nieuwe identificatie.",
    )


def _bevindingen(gelezen: Gelezen) -> Iterable[dict[str, Any]]:
    """What rules find in it, line by line; of a refusal one finding per rule on the message as a whole.

    The separate reasons of a refusal stay with the message in landing.
    """
    for regel_id, regelnummer, toelichting in gelezen.vondsten:
        yield _bevinding(gelezen, regel_id, regelnummer, toelichting)
    by_rule = attrgetter("regel")
    for regel_id, group in groupby(sorted(gelezen.redenen, key=by_rule), key=by_rule):
        first, *others = group
        also = f" (en nog {len(others)} in de redenen bij het bericht)" if others else ""
        yield _bevinding(gelezen, regel_id, None, f"{first.melding}{also}")


def _bevinding(gelezen: Gelezen, regel_id: str, regelnummer: int | None, toelichting: str) -> dict[str, Any]:
    return {
        "regel_id": regel_id,
        "bericht_id": gelezen.bericht.bericht_id,
        "regelnummer": regelnummer,
        "gemeente_code": _gemeente_code(gelezen.kop),
        "toelichting": toelichting,
        "bekend_vanaf": gelezen.bericht.ontvangen_op,
    }


def _gemeente_code(kop: dict[str, Any]) -> str | None:
    """The party with four digits: in this standard always the municipality."""
    parties = (kop["afzender"], kop["ontvanger"])
    return next((p for p in parties if p and re.fullmatch("[0-9]{4}", p)), None)
