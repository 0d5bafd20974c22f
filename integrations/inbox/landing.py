"""Landing: what arrived, byte for byte and once, before anyone has an opinion about it.

The same bytes are one message, whatever name they come under (SHA-256). A file leaves the inbox only after its
bytes are committed, so a crash at any moment costs at most a second look at a file that is known already.
A file that cannot be read stays where it is and is reported.

Whoever writes into the inbox does so under a name that is skipped (a leading dot, ``.part``, ``~``) and
renames the file when it is complete. A file that changes while it is received stays for the next sweep.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor

from integrations.errors import ConfigurationError
from integrations.inbox.driverfouten import shielded
from integrations.inbox.kopie import copy_berichten
from integrations.pseudonym import passes_elfproef
from integrations.sqlfiles import read_sql, run_sql

Progress = Callable[[int, int], None]
"""Called with (done, total) files or messages."""
Tijden = Mapping[str, datetime]
"""Name of a file, without folder → moment of reception, with time zone."""

SET_ASIDE = "_ontvangen"
MAX_FILE_BYTES = 256 * 1024 * 1024
"""Beyond this a file is no message (the standard's own limit is a tenth of it) and is not read at all."""
BATCH_FILES = 100
BATCH_BYTES = 16 * 1024 * 1024
LOCAL_TIME = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Onleesbaar:
    """A file that was not received or could not be moved, and why; it is still where it was."""

    bestand: str
    melding: str


@dataclass(frozen=True)
class Ontvangst:
    """What a reception did: messages that were new, that were known already, and files it could not take."""

    aantal_nieuw: int
    aantal_bekend: int
    onleesbaar: tuple[Onleesbaar, ...]


@dataclass(frozen=True)
class _Bestand:
    """A file as it was read: its bytes, and the inode, size and time of change that tell whether it still is."""

    pad: Path
    inhoud: bytes
    stempel: tuple[int, int, int]


@dataclass
class _Verslag:
    """Counts of a reception under way."""

    nieuw: int = 0
    bekend: int = 0
    onleesbaar: list[Onleesbaar] = field(default_factory=list)

    def report(self, pad: Path, melding: str) -> None:
        self.onleesbaar.append(Onleesbaar(safe_name(str(pad)), melding))

    def report_error(self, err: OSError) -> None:
        cause = "geen leesrechten" if isinstance(err, PermissionError) else err.strerror
        self.report(Path(str(err.filename)), f"kon niet gelezen worden ({cause}).")


def receive_bytes(
    conn: sa.Connection, naam: str, inhoud: bytes, kanaal: str, ontvangen_op: datetime
) -> int | None:
    """Keep one message; the caller commits.

    Args:
        naam: name of the file, for people; a BSN in it is masked.
        kanaal: inbox, opdrachtregel or http.
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


def receive_paths(
    engine: sa.Engine,
    paths: Sequence[Path],
    kanaal: str,
    ontvangen_op: datetime,
    progress: Progress | None = None,
    tijden: Tijden | None = None,
) -> Ontvangst:
    """Receive files and, with everything below them, folders; the files stay where they are.

    With ``tijden`` a file that it names was received at that moment, and files go in that order; it is meant for
    synthetic worlds and for messages that were received elsewhere before.
    """
    verslag = _Verslag()
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += find_files(path, verslag)
        elif path.exists():
            files.append(path)
        else:
            verslag.report(path, "bestaat niet.")
    if tijden:
        files.sort(key=lambda pad: (tijden.get(pad.name, ontvangen_op), pad.name))
    return _receive(engine, files, kanaal, ontvangen_op, progress, verslag, tijden=tijden)


def sweep_inbox(
    engine: sa.Engine, inbox_dir: Path, ontvangen_op: datetime, progress: Progress | None = None
) -> Ontvangst:
    """Receive every file of the inbox, then move it to ``_ontvangen/<date>/``.

    Safe beside another sweep of the same inbox, and after a sweep that was killed half-way.

    Raises:
        ConfigurationError: there is no such folder; a sweep of nothing would look like a quiet day.
    """
    if not inbox_dir.is_dir():
        raise ConfigurationError(
            f"De inbox {inbox_dir} bestaat niet of is geen map.",
            "maak de map aan, of zet JEUGDKOPPEL_INBOX op de map waarin de berichten binnenkomen.",
        )
    target = inbox_dir / SET_ASIDE / ontvangen_op.astimezone(LOCAL_TIME).date().isoformat()
    verslag = _Verslag()
    files = find_files(inbox_dir, verslag)
    return _receive(engine, files, "inbox", ontvangen_op, progress, verslag, target)


def find_files(folder: Path, verslag: _Verslag | None = None) -> list[Path]:
    """Files below ``folder``, sorted; without what is hidden, unfinished or in a folder that starts with ``_``."""
    found = []
    for root, folders, names in os.walk(folder, onerror=verslag.report_error if verslag else None):
        folders[:] = [f for f in folders if not f.startswith(("_", "."))]
        found += [Path(root, n) for n in names if not n.startswith(".") and not n.endswith((".part", "~"))]
    return sorted(found)


def safe_name(naam: str) -> str:
    """A name that can be stored and shown: valid text on one line, and without a BSN."""
    text = re.sub(r"[\x00-\x1f\x7f]", "?", naam.encode("utf-8", "replace").decode())
    return re.sub(r"(?<!\d)\d{9}(?!\d)", lambda m: "*" * 9 if passes_elfproef(m[0]) else m[0], text)


def _receive(
    engine: sa.Engine,
    files: Sequence[Path],
    kanaal: str,
    ontvangen_op: datetime,
    progress: Progress | None,
    verslag: _Verslag,
    target: Path | None = None,
    tijden: Tijden | None = None,
) -> Ontvangst:
    """Keep ``files`` batch by batch; with a ``target`` each goes there once its batch is committed."""
    done = 0
    for batch in _batches(files, verslag):
        _keep(engine, batch, kanaal, ontvangen_op, verslag, tijden or {})
        if target:
            for bestand in batch:
                _set_aside(bestand, target, verslag)
        done += len(batch)
        if progress:
            progress(done, len(files))
    return Ontvangst(verslag.nieuw, verslag.bekend, tuple(verslag.onleesbaar))


def _keep(
    engine: sa.Engine,
    batch: list[_Bestand],
    kanaal: str,
    ontvangen_op: datetime,
    verslag: _Verslag,
    tijden: Tijden,
) -> None:
    """One transaction for a batch: what landing does not know yet goes in."""
    by_hash: dict[str, _Bestand] = {}
    for bestand in batch:
        by_hash.setdefault(hashlib.sha256(bestand.inhoud).hexdigest(), bestand)
    with shielded(), engine.begin() as conn:
        known = set(
            run_sql(conn, read_sql(__package__, "sql/known.sql"), {"sha256": list(by_hash)}).scalars()
        )
        new = [
            (safe_name(b.pad.name), b.inhoud, h, tijden.get(b.pad.name, ontvangen_op))
            for h, b in by_hash.items()
            if h not in known
        ]
        copy_berichten(cast(Cursor, conn.connection.cursor()), new, kanaal)
    verslag.nieuw += len(new)
    verslag.bekend += len(batch) - len(new)


def _batches(files: Iterable[Path], verslag: _Verslag) -> Iterator[list[_Bestand]]:
    """Files as read, in groups that are small in number and in bytes; what cannot be read is reported."""
    batch: list[_Bestand] = []
    size = 0
    for pad in files:
        bestand = _read(pad, verslag)
        if bestand is None:
            continue
        batch.append(bestand)
        size += len(bestand.inhoud)
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(pad: Path, verslag: _Verslag) -> _Bestand | None:
    try:
        # Opening a pipe would wait for a writer that may never come.
        with os.fdopen(os.open(pad, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                verslag.report(pad, "geen gewoon bestand.")
            elif found.st_size == 0:
                verslag.report(pad, "het bestand is leeg.")
            elif found.st_size > MAX_FILE_BYTES:
                verslag.report(
                    pad, f"het bestand is groter dan {MAX_FILE_BYTES // 1024**2} MB; dat is geen bericht."
                )
            else:
                return _Bestand(pad, stream.read(), _stamp(found))
    except FileNotFoundError:
        if pad.is_symlink():
            verslag.report(pad, "verwijst naar een bestand dat er niet is.")
        # otherwise another sweep moved it after it was listed
    except OSError as err:
        verslag.report_error(err)
    return None


def _set_aside(bestand: _Bestand, target: Path, verslag: _Verslag) -> None:
    """Move a received file; under its hash as well when another file took its name."""
    try:
        if _stamp(bestand.pad.stat()) != bestand.stempel:
            verslag.report(
                bestand.pad, "het bestand veranderde tijdens het ontvangen; het wacht op de volgende ronde."
            )
            return
        target.mkdir(parents=True, exist_ok=True)
        place = target / bestand.pad.name
        if place.exists():
            digest = hashlib.sha256(bestand.inhoud).hexdigest()[:12]
            place = place.with_name(f"{bestand.pad.stem}-{digest}{bestand.pad.suffix}")
        bestand.pad.rename(place)
    except FileNotFoundError:
        return  # another sweep moved it first
    except OSError as err:
        verslag.report(bestand.pad, f"ontvangen, maar niet verplaatst ({err.strerror}).")


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns
