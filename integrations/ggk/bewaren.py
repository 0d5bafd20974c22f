"""Keep envelopes: message and confirmation in one transaction, each of them once.

The same sender with the same reference number is the same envelope: he gets the same confirmation again, also when it
comes years later or from another server on the same database. With another message inside it is refused (StUF016).
A bundle (zip) inside is taken in message by message, as from the inbox.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from integrations.ggk.envelop import Envelop, Stuurgegevens, Weigering
from integrations.inbox.bewaren import receive_file, safe_name
from integrations.inbox.driverfouten import shielded
from integrations.sqlfiles import read_sql, run_sql

KANAAL = "ggk"


@dataclass(frozen=True)
class Bevestiging:
    """An envelope is kept: the number and the moment of its confirmation, and whether it brought anything new."""

    nummer: str
    ontvangen_op: datetime
    is_nieuw: bool


@dataclass(frozen=True)
class _Bekend:
    """A kept envelope: digest of what it carries, and its confirmation."""

    sha256: str
    nummer: str
    ontvangen_op: datetime


def keep(
    engine: sa.Engine, enveloppen: Sequence[Envelop], ontvangen_op: datetime
) -> list[Bevestiging | Weigering]:
    """Keep a batch in one transaction; returns after the commit, one answer for each envelope, in order.

    Args:
        ontvangen_op: moment of reception, with time zone.

    Raises:
        DatabaseError: the database refused or fell away; nothing of the batch is kept.
    """
    keys = [key_of(envelop.stuurgegevens) for envelop in enveloppen]
    answers: list[Bevestiging | Weigering] = []
    with shielded(), engine.begin() as conn:
        known = {
            row.sleutel: _Bekend(row.sha256, str(row.bevestiging_nummer), row.ontvangen_op)
            for row in run_sql(conn, read_sql(__package__, "sql/bekend.sql"), {"sleutels": keys})
        }
        for key, envelop in zip(keys, enveloppen, strict=True):
            digest = hashlib.sha256(envelop.inhoud).hexdigest()
            if (before := known.get(key)) is None:
                known[key] = _Bekend(digest, str(uuid.uuid4()), ontvangen_op)
                answers.append(_keep_one(conn, key, envelop, known[key]))
            elif before.sha256 == digest:
                answers.append(Bevestiging(before.nummer, before.ontvangen_op, is_nieuw=False))
            else:
                answers.append(_refuse_reuse(envelop.stuurgegevens))
    return answers


def key_of(stuurgegevens: Stuurgegevens) -> str:
    """What makes an envelope the same: its sender (not the user there) and its reference number; hexadecimal."""
    zender = stuurgegevens.zender
    parts = (
        zender.organisatie,
        zender.applicatie,
        zender.administratie,
        stuurgegevens.referentienummer,
    )
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()


def _keep_one(conn: sa.Connection, key: str, envelop: Envelop, new: _Bekend) -> Bevestiging:
    kept = receive_file(conn, envelop.bestandsnaam, envelop.inhoud, KANAAL, new.ontvangen_op)
    head = envelop.stuurgegevens
    run_sql(
        conn,
        read_sql(__package__, "sql/bewaar.sql"),
        {
            "sleutel": key,
            "sha256": new.sha256,
            "berichtcode": head.berichtcode,
            "zender_organisatie": _safe(head.zender.organisatie),
            "zender_applicatie": _safe(head.zender.applicatie),
            "zender_administratie": _safe(head.zender.administratie),
            "ontvanger_organisatie": _safe(head.ontvanger.organisatie),
            "referentienummer": _safe(head.referentienummer),
            "functie": _safe(head.functie),
            "ontvangen_op": new.ontvangen_op,
            "bevestiging_nummer": new.nummer,
        },
    )
    return Bevestiging(new.nummer, new.ontvangen_op, is_nieuw=kept.aantal_nieuw > 0)


def _safe(text: str | None) -> str | None:
    return None if text is None else safe_name(text)


def _refuse_reuse(stuurgegevens: Stuurgegevens) -> Weigering:
    return Weigering(
        "StUF016",
        "client",
        "Dit referentienummer is eerder gebruikt voor een ander bericht.",
        "Stuur het bericht in een envelop met een nieuw referentienummer; het eerdere bericht blijft staan.",
        stuurgegevens,
    )
