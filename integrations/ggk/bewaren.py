"""Keep envelopes: message and confirmation in one transaction, each of them once.

The same sender with the same reference number is the same envelope: he gets the same confirmation again, also when it
comes years later or from another server on the same database. With another message inside it is refused (StUF016).
A bundle (zip) inside is taken in message by message, as from the inbox.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from integrations.ggk.envelop import Envelop, Stuurgegevens, Weigering
from integrations.ijw.bundel import is_bundel
from integrations.inbox import bewaren as landing
from integrations.inbox.bewaren import Aanlevering, safe_name
from integrations.inbox.driverfouten import shielded
from integrations.sqlfiles import read_sql, run_sql

KANAAL = "ggk"


@dataclass(frozen=True)
class Bevestiging:
    """An envelope is kept: the number and the moment of its confirmation."""

    nummer: str
    ontvangen_op: datetime


@dataclass(frozen=True)
class Bewaring:
    """What keeping a batch did: one answer for each envelope, in order, and how many messages are new."""

    antwoorden: list[Bevestiging | Weigering]
    aantal_nieuw: int


@dataclass(frozen=True)
class _Bekend:
    """A kept envelope: digest of what it carries, and its confirmation."""

    sha256: str
    bevestiging: Bevestiging


def keep(engine: sa.Engine, enveloppen: Sequence[Envelop], ontvangen_op: datetime) -> Bewaring:
    """Keep a batch in one transaction; returns after the commit.

    The number of statements does not depend on that of the envelopes (each bundle has some of its own).

    Args:
        ontvangen_op: moment of reception, with time zone.

    Raises:
        DatabaseError: the database refused or fell away; nothing of the batch is kept.
    """
    keys = [key_of(envelop.stuurgegevens) for envelop in enveloppen]
    answers: list[Bevestiging | Weigering] = []
    new: dict[str, Envelop] = {}
    with shielded(), engine.begin() as conn:
        known = {
            row.sleutel: _Bekend(row.sha256, Bevestiging(str(row.bevestiging_nummer), row.ontvangen_op))
            for row in run_sql(conn, read_sql(__package__, "sql/bekend.sql"), {"sleutels": keys})
        }
        for key, envelop in zip(keys, enveloppen, strict=True):
            digest = hashlib.sha256(envelop.inhoud).hexdigest()
            if key not in known:
                known[key] = _Bekend(digest, Bevestiging(str(uuid.uuid4()), ontvangen_op))
                new[key] = envelop
            is_same = known[key].sha256 == digest
            answers.append(known[key].bevestiging if is_same else _refuse_reuse(envelop.stuurgegevens))
        aantal_nieuw = _keep_contents(conn, list(new.values()), ontvangen_op)
        if new:
            _keep_enveloppen(conn, new, known, ontvangen_op)
    return Bewaring(answers, aantal_nieuw)


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


def _keep_contents(conn: sa.Connection, enveloppen: Sequence[Envelop], ontvangen_op: datetime) -> int:
    """What the envelopes carry; returns how many messages are new."""
    contents = [Aanlevering(e.bestandsnaam, e.inhoud, ontvangen_op) for e in enveloppen]
    bundels = [content for content in contents if is_bundel(content.inhoud)]
    berichten = [content for content in contents if not is_bundel(content.inhoud)]
    kept = [landing.keep_bundel(conn, bundel, KANAAL) for bundel in bundels]
    if berichten:
        kept.append(landing.keep(conn, berichten, KANAAL))
    return sum(bewaard.aantal_nieuw for bewaard in kept)


def _keep_enveloppen(
    conn: sa.Connection, new: Mapping[str, Envelop], known: Mapping[str, _Bekend], ontvangen_op: datetime
) -> None:
    heads = [envelop.stuurgegevens for envelop in new.values()]
    columns: dict[str, list[str | None]] = {
        "sleutel": list(new),
        "sha256": [known[key].sha256 for key in new],
        "bevestiging_nummer": [known[key].bevestiging.nummer for key in new],
        "berichtcode": [head.berichtcode for head in heads],
        "zender_organisatie": [_safe(head.zender.organisatie) for head in heads],
        "zender_applicatie": [_safe(head.zender.applicatie) for head in heads],
        "zender_administratie": [_safe(head.zender.administratie) for head in heads],
        "ontvanger_organisatie": [_safe(head.ontvanger.organisatie) for head in heads],
        "referentienummer": [_safe(head.referentienummer) for head in heads],
        "functie": [_safe(head.functie) for head in heads],
    }
    run_sql(conn, read_sql(__package__, "sql/bewaar.sql"), {**columns, "ontvangen_op": ontvangen_op})


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
