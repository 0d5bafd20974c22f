"""Landing: what arrived, byte for byte and once, before anyone has an opinion about it.

The same bytes are one message, whatever name they come under (SHA-256). A file leaves the inbox only after its
bytes are committed, so a crash at any moment costs at most a second look at a file that is known already.
A file that cannot be read stays where it is and is reported. A bundle (zip) comes in message by message, see ``bewaren``.

Whoever writes into the inbox does so under a name that is skipped (a leading dot, ``.part``, ``~``) and
renames the file when it is complete. A file that changes while it is received stays for the next sweep.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from integrations.errors import ConfigurationError
from integrations.ijw.bundel import is_bundel
from integrations.inbox import bewaren
from integrations.inbox.bewaren import Aanlevering as Aanlevering
from integrations.inbox.bewaren import explain_onbruikbaar, keep, keep_bundel
from integrations.inbox.bewaren import receive_bytes as receive_bytes
from integrations.inbox.bewaren import safe_name as safe_name
from integrations.inbox.driverfouten import shielded

Progress = Callable[[int, int], None]
"""Called with (done, total) files or messages."""
Tijden = Mapping[str, datetime]
"""Name of a file, without folder → moment of reception, with time zone."""

SET_ASIDE = "_ontvangen"
MAX_FILE_BYTES = 256 * 1024 * 1024
"""Beyond this a file is no message (the standard's own limit is a tenth of it) and is not read at all."""
BATCH_FILES = bewaren.BATCH_FILES
BATCH_BYTES = bewaren.BATCH_BYTES
LOCAL_TIME = ZoneInfo("Europe/Amsterdam")
_VERANDERD = "het bestand veranderde tijdens het ontvangen; het wacht op de volgende ronde."
_OORZAKEN = {
    errno.EACCES: "geen leesrechten; geef de gebruiker van jeugdkoppel leesrecht",
    errno.EPERM: "geen leesrechten; geef de gebruiker van jeugdkoppel leesrecht",
    errno.ENXIO: "geen gewoon bestand; haal het weg",
    errno.ELOOP: "een verwijzing (symlink); leg het bestand zelf neer",
    errno.ENAMETOOLONG: "de naam is te lang; geef het een kortere naam",
    errno.ENOSPC: "de schijf is vol",
    errno.EIO: "de schijf geeft een leesfout",
    errno.EXDEV: "de map ligt op een andere schijf",
}


@dataclass(frozen=True)
class Onleesbaar:
    """A file that was not received or could not be moved, and why, and is still where it was; or a bundle of which
    not everything could be used."""

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
        self.report(Path(str(err.filename)), f"kon niet gelezen worden ({_cause(err)}).")


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
    for batch in _batches(files, verslag, follow=target is None):
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
    """One transaction for a batch; a bundle is a batch of its own."""
    aanleveringen = [Aanlevering(b.pad.name, b.inhoud, tijden.get(b.pad.name, ontvangen_op)) for b in batch]
    with shielded(), engine.begin() as conn:
        if is_bundel(batch[0].inhoud):
            kept = keep_bundel(conn, aanleveringen[0], kanaal)
        else:
            kept = keep(conn, aanleveringen, kanaal)
    verslag.nieuw += kept.aantal_nieuw
    verslag.bekend += kept.aantal_bekend
    if kept.aantal_onbruikbaar:
        verslag.report(batch[0].pad, explain_onbruikbaar(kept.aantal_onbruikbaar))


def _batches(files: Iterable[Path], verslag: _Verslag, follow: bool) -> Iterator[list[_Bestand]]:
    """Files as read, in groups that are small in number and in bytes; what cannot be read is reported."""
    batch: list[_Bestand] = []
    size = 0
    for pad in files:
        bestand = _read(pad, verslag, follow)
        if bestand is None:
            continue
        if is_bundel(bestand.inhoud):
            if batch:
                yield batch
            yield [bestand]
            batch, size = [], 0
            continue
        batch.append(bestand)
        size += len(bestand.inhoud)
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(pad: Path, verslag: _Verslag, follow: bool) -> _Bestand | None:
    """The file, or None with a report. Without ``follow`` a link is none: it may point at anything on this machine."""
    # Opening a pipe would wait for a writer that may never come.
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        with os.fdopen(os.open(pad, flags), "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                verslag.report(pad, "geen gewoon bestand; haal het weg.")
            elif found.st_size == 0:
                verslag.report(
                    pad, "het bestand is leeg; vraag de afzender het opnieuw te versturen en haal dit weg."
                )
            elif found.st_size > MAX_FILE_BYTES:
                verslag.report(
                    pad,
                    f"het bestand is groter dan {MAX_FILE_BYTES // 1024**2} MB; dat is geen bericht. Vraag de afzender "
                    "wat het is en haal het weg.",
                )
            else:
                inhoud = stream.read(found.st_size)
                if _stamp(os.fstat(stream.fileno())) == _stamp(found):
                    return _Bestand(pad, inhoud, _stamp(found))
                verslag.report(pad, _VERANDERD)
    except FileNotFoundError:
        if pad.is_symlink():
            verslag.report(pad, "verwijst naar een bestand dat er niet is; haal de verwijzing weg.")
        # otherwise another sweep moved it after it was listed
    except OSError as err:
        verslag.report_error(err)
    return None


def _set_aside(bestand: _Bestand, target: Path, verslag: _Verslag) -> None:
    """Move a received file; under its hash as well when another file took its name."""
    try:
        if _stamp(bestand.pad.stat()) != bestand.stempel:
            verslag.report(bestand.pad, _VERANDERD)
            return
        target.mkdir(parents=True, exist_ok=True)
        place = target / bestand.pad.name
        if place.exists():
            digest = hashlib.sha256(bestand.inhoud).hexdigest()[:12]
            stem = os.fsdecode(os.fsencode(bestand.pad.stem)[:200])
            place = place.with_name(f"{stem}-{digest}{bestand.pad.suffix[:20]}")
        bestand.pad.rename(place)
    except FileNotFoundError:
        return  # another sweep moved it first
    except OSError as err:
        verslag.report(bestand.pad, f"ontvangen, maar niet verplaatst ({_cause(err)}).")


def _cause(err: OSError) -> str:
    return _OORZAKEN.get(err.errno or 0, f"fout {err.errno} van het besturingssysteem")


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns
