"""Fetch messages from elsewhere into landing: first durable here, and only then moved or deleted there.

Killed at any moment, the next round finds what is still there, sees that landing knows it, and only tidies up. What a
file is called and when it is finished follows the rules of the inbox: hidden names, ``.part``, ``~`` and folders that
start with ``_`` are left alone.
"""

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

import sqlalchemy as sa

from integrations.database import open_database
from integrations.inbox.bewaren import Bewaard, explain_onbruikbaar, receive_file, safe_name
from integrations.inbox.bijgewerkt import taking_in
from integrations.inbox.driverfouten import shielded
from integrations.inbox.landing import (
    BATCH_BYTES,
    BATCH_FILES,
    LOCAL_TIME,
    MAX_FILE_BYTES,
    SET_ASIDE,
    Onleesbaar,
    Ontvangst,
)
from integrations.orchestration.taken import now
from integrations.settings import Settings

logger = logging.getLogger(__name__)

SETTLE_SECONDS = 5.0
"""A file that grew between two looks this far apart is still being written."""
NAME_SHOWN = 200


@dataclass(frozen=True)
class Vondst:
    """A file elsewhere: its path below the folder that is watched, its size, and a mark that changes when it does."""

    pad: str
    grootte_bytes: int
    stempel: str


class BestandVeranderdError(Exception):
    """The file is not what it was when it was listed; the next round will do."""


class Bron(Protocol):
    """A place to fetch from. Each call raises OSError for one file, and anything else when the place falls away."""

    kanaal: str
    is_atomair: bool

    def find(self) -> Iterator[Vondst]:
        """Every file, finished or not."""

    def read(self, vondst: Vondst) -> bytes:
        """The bytes of a file; BestandVeranderdError when it changed."""

    def set_aside(self, vondst: Vondst, doel: str) -> None:
        """Move a file to the path ``doel``; fine when somebody else did. BestandVeranderdError when it changed."""

    def delete(self, vondst: Vondst) -> None:
        """Delete a file; fine when somebody else did. BestandVeranderdError when it changed."""


def fetch(
    engine: sa.Engine,
    bron: Bron,
    ontvangen_op: datetime,
    *,
    delete: bool,
    settle_seconds: float = SETTLE_SECONDS,
) -> Ontvangst:
    """Take every finished file of ``bron`` into landing.

    Args:
        ontvangen_op: moment of reception, with time zone.
        delete: remove what was received, instead of moving it to ``_ontvangen/<date>/``.

    Raises:
        DatabaseError: the database refused or fell away; what was not committed is still there.
    """
    folder = f"{SET_ASIDE}/{ontvangen_op.astimezone(LOCAL_TIME).date().isoformat()}"
    nieuw = bekend = 0
    problems: list[Onleesbaar] = []
    for batch in _batches(bron, _finished(bron, settle_seconds), problems):
        for (vondst, _), kept in zip(batch, _keep(engine, batch, bron.kanaal, ontvangen_op), strict=True):
            nieuw, bekend = nieuw + kept.aantal_nieuw, bekend + kept.aantal_bekend
            if kept.aantal_onbruikbaar:
                problems.append(_problem(vondst, explain_onbruikbaar(kept.aantal_onbruikbaar)))
        for vondst, inhoud in batch:
            try:
                if delete:
                    bron.delete(vondst)
                else:
                    bron.set_aside(vondst, f"{folder}/{_distinct_name(vondst.pad, inhoud)}")
            except BestandVeranderdError:
                problems.append(
                    _problem(
                        vondst, "het bestand veranderde tijdens het ophalen; het wacht op de volgende ronde."
                    )
                )
            except OSError as err:
                problems.append(_problem(vondst, f"ontvangen, maar niet opgeruimd ({_cause(err)})."))
    return Ontvangst(nieuw, bekend, tuple(problems))


def is_finished_name(pad: str) -> bool:
    """Whether a path is that of a finished file by the rules of the inbox."""
    *folders, name = PurePosixPath(pad).parts or ("",)
    hidden = any(part.startswith(("_", ".")) for part in folders)
    return not (hidden or name.startswith(".") or name.endswith((".part", "~")) or not name)


def _finished(bron: Bron, settle_seconds: float) -> list[Vondst]:
    """Files that are complete; where a file can be seen while it is written, those that two looks find the same."""
    found = sorted((v for v in bron.find() if is_finished_name(v.pad)), key=lambda v: v.pad)
    if bron.is_atomair or not found:
        return found
    time.sleep(settle_seconds)
    still = set(bron.find())
    return [vondst for vondst in found if vondst in still]


def _batches(
    bron: Bron, found: Sequence[Vondst], problems: list[Onleesbaar]
) -> Iterator[list[tuple[Vondst, bytes]]]:
    """Files as read, in groups that are small in number and in bytes."""
    batch: list[tuple[Vondst, bytes]] = []
    size = 0
    for vondst in found:
        inhoud = _read(bron, vondst, problems)
        if inhoud is None:
            continue
        batch.append((vondst, inhoud))
        size += len(inhoud)
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(bron: Bron, vondst: Vondst, problems: list[Onleesbaar]) -> bytes | None:
    if vondst.grootte_bytes == 0:
        problems.append(_problem(vondst, "het bestand is leeg."))
    elif vondst.grootte_bytes > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024**2
        problems.append(_problem(vondst, f"het bestand is groter dan {limit} MB; dat is geen bericht."))
    else:
        try:
            return bron.read(vondst)
        except FileNotFoundError:
            pass  # another round took it
        except BestandVeranderdError:
            problems.append(
                _problem(vondst, "het bestand wordt nog geschreven; het wacht op de volgende ronde.")
            )
        except OSError as err:
            problems.append(_problem(vondst, f"kon niet gelezen worden ({_cause(err)})."))
    return None


def _keep(
    engine: sa.Engine, batch: Sequence[tuple[Vondst, bytes]], kanaal: str, ontvangen_op: datetime
) -> list[Bewaard]:
    """One transaction for a batch; for each file, a message or a bundle of them, what landing did not know yet."""
    with shielded(), engine.begin() as conn:
        return [
            receive_file(conn, PurePosixPath(vondst.pad).name, inhoud, kanaal, ontvangen_op)
            for vondst, inhoud in batch
        ]


def _distinct_name(pad: str, inhoud: bytes) -> str:
    """A name of its own for a received file: two providers may use the same one on the same day."""
    name = PurePosixPath(pad)
    return f"{name.stem[:NAME_SHOWN]}-{hashlib.sha256(inhoud).hexdigest()[:12]}{name.suffix[:20]}"


def _problem(vondst: Vondst, melding: str) -> Onleesbaar:
    return Onleesbaar(safe_name(vondst.pad), melding)


def _cause(err: OSError) -> str:
    return "geen rechten" if isinstance(err, PermissionError) else type(err).__name__


@contextmanager
def open_bron(settings: Settings, kanaal: str) -> Iterator[Bron | None]:
    """The place that the settings name for ``kanaal`` (sftp or objectopslag); None when they name none."""
    with ExitStack() as stack:
        if kanaal == "sftp" and settings.sftp_conn_id:
            from integrations.orchestration.sftp import open_sftp

            yield stack.enter_context(open_sftp(settings.sftp_conn_id, settings.sftp_folder))
        elif kanaal == "objectopslag" and settings.s3_conn_id and settings.s3_bucket:
            from integrations.orchestration.objectopslag import open_objectopslag

            yield open_objectopslag(settings.s3_conn_id, settings.s3_bucket, settings.s3_prefix)
        else:
            yield None


def fetch_channel(kanaal: str) -> int:
    """What the task of the flow does for one channel; returns how many messages are new.

    Raises:
        AirflowSkipException: nothing is configured, or nothing new came; then nobody needs to be told.
    """
    from airflow.sdk.exceptions import AirflowSkipException

    settings = Settings()
    with open_bron(settings, kanaal) as bron:
        if bron is None:
            raise AirflowSkipException(f"Voor {kanaal} is niets ingesteld; zie docs/kanalen.md.")
        with open_database(settings) as engine, taking_in(engine):
            reception = fetch(engine, bron, now(), delete=settings.fetched == "delete")
    logger.info("%s: %d nieuw, %d al bekend", kanaal, reception.aantal_nieuw, reception.aantal_bekend)
    for file in reception.onleesbaar:
        logger.warning("%s: %s", file.bestand, file.melding)
    if not reception.aantal_nieuw:
        raise AirflowSkipException(f"Er is niets nieuws via {kanaal}.")
    return reception.aantal_nieuw
