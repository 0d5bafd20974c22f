"""From landing to core: batch by batch, one transaction a batch, as many workers as you like.

A worker claims the next waiting messages with row locks, reads them, and commits their rows, findings and verdicts
together. Killed at any moment, these messages wait again as if nothing had happened. A message that turns out wrong
is *geweigerd*, with reasons. When our own machinery stumbles over a batch, its messages are tried one by one, and the
one that makes it stumble stays *ontvangen* for a better day while the rest of the queue goes on; the run ends in an
error that names it.

Within a run two batches are under way, each on a connection and a thread of its own: one is read while the other is
written (libxml2 and the database both work without Python's lock). They are written in the order of the queue, so
which of two messages with one identity comes first does not depend on the weather.
"""

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

import psycopg2.errors
import sqlalchemy as sa
from psycopg2.extensions import connection as Connection

from integrations.database import check_pseudonym_key
from integrations.errors import DatabaseError, JeugdkoppelError
from integrations.ijw import Beoordelaar, check_xsd
from integrations.inbox.afhandeling import (
    STATUS,
    Gelezen,
    Leeswijze,
    Status,
    Wachtend,
    claim,
    read_batch,
    settle,
)
from integrations.inbox.driverfouten import describe, shielded
from integrations.inbox.landing import Progress
from integrations.pseudonym import make_pseudonymiser
from integrations.sqlfiles import read_sql, run_sql

logger = logging.getLogger(__name__)

BATCH_BERICHTEN = 25
"""Enough to make the costs of a transaction small, few enough to share a short queue among workers."""
THREADS = 2
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
    """What a run did, message by message, in the order of the queue."""

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


def process(
    engine: sa.Engine,
    key: bytes,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
    xsd: Path | None = None,
    beoordeel: Beoordelaar | None = None,
) -> Verwerking:
    """Handle every waiting message, or ``limit`` of them.

    Args:
        key: of the client pseudonym; a database takes one key for ever.
        progress: called with (done, total) after each message; total is the queue at the start.
        xsd: the folder with the standard's own schema files, which then judge; None for ours.
        beoordeel: judges accepted messages by rules within the message; its findings are written with the verdict.

    Raises:
        VerwerkingMisluktError: after the rest of the queue, when our machinery failed on some message.
        DatabaseError: no connection, another key, or rules that are not in the database yet.
        ConfigurationError: ``xsd`` cannot judge every type; nothing was handled then.
    """
    check_xsd(xsd)
    with shielded():
        with engine.begin() as conn:
            check_pseudonym_key(conn, key)
            _check_regels(conn, [*REGELS, *(beoordeel.regels if beoordeel else ())])
            waiting: int = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
            ).scalar_one()
        rij = _Rij(limit, waiting, progress)
        _run_workers(engine, rij, Leeswijze(make_pseudonymiser(key), xsd, beoordeel))
    if rij.done.mislukt:
        raise VerwerkingMisluktError(rij.done)
    return rij.done


def _check_regels(conn: sa.Connection, regels: list[str]) -> None:
    """Raises DatabaseError when a rule that a finding may point at is not in the database."""
    statement = read_sql(__package__, "sql/missing_regels.sql")
    missing = run_sql(conn, statement, {"regels": regels}).scalars().all()
    if missing:
        raise DatabaseError(
            f"De regels {', '.join(missing)} staan niet in de database.", "voer `jeugdkoppel db upgrade` uit."
        )


def _run_workers(engine: sa.Engine, rij: "_Rij", leeswijze: Leeswijze) -> None:
    """Let the threads go through the queue; the first error of one stops the others after their batch."""

    def work() -> None:
        try:
            with closing(engine.raw_connection()) as pooled:
                _Worker(cast(Connection, pooled.driver_connection), leeswijze, rij).run()
        except BaseException:
            rij.stop()
            raise

    with ThreadPoolExecutor(THREADS, thread_name_prefix="verwerking") as pool:
        try:
            for worker in [pool.submit(work) for _ in range(THREADS)]:
                worker.result()
        finally:
            rij.stop()  # also when the user interrupts


class _Beurt(NamedTuple):
    """A claimed batch and its place in the order of writing."""

    nummer: int
    berichten: list[Wachtend]


class _Rij:
    """The queue as the threads of one run share it: who claims next, whose turn it is to write, what was done."""

    def __init__(self, limit: int | None, waiting: int, progress: Progress | None) -> None:
        self.limit = limit
        self.total = waiting if limit is None else min(limit, waiting)
        self.progress = progress
        self.done = Verwerking()
        self.claiming = threading.Lock()
        self.after = 0
        self.claimed = self.claimed_this_round = 0
        self.issued = 0
        self._turn = 0
        self._stopped = False
        self._changed = threading.Condition()

    def claim(self, connection: Connection) -> _Beurt | None:
        """Claim the next batch in the transaction of ``connection``, or None at the end.

        The end is a round through the queue in which nothing was left to claim: others may put messages in behind us.
        """
        with self.claiming, connection.cursor() as cursor:
            while room := self.room():
                greep = claim(cursor, na=self.after, hoogstens=room, overslaan=self.done.mislukt)
                if greep.laatste is None and self.claimed_this_round == 0:
                    break
                if greep.laatste is None:
                    self.after = self.claimed_this_round = 0
                    continue
                self.after = greep.laatste
                if greep.berichten:
                    self.claimed += len(greep.berichten)
                    self.claimed_this_round += len(greep.berichten)
                    self.issued += 1
                    return _Beurt(self.issued - 1, greep.berichten)
            return None

    def room(self) -> int:
        """How many messages a claim may take now."""
        if self._stopped:
            return 0
        return BATCH_BERICHTEN if self.limit is None else min(BATCH_BERICHTEN, self.limit - self.claimed)

    @contextmanager
    def turn(self, nummer: int) -> Iterator[None]:
        """Wait until every batch before ``nummer`` is written.

        Raises:
            _StoppedError: another thread failed; what was claimed goes back.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._turn == nummer)
            if self._turn != nummer:
                raise _StoppedError
        yield
        with self._changed:
            self._turn += 1
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def report(self) -> None:
        if self.progress:
            self.progress(self.done.aantal, max(self.total, self.done.aantal))


class _StoppedError(Exception):
    """This batch is not written, since the run ends early."""


class _Worker:
    """One connection going through the queue. Here the driver itself, since ten million lines come by."""

    def __init__(self, connection: Connection, leeswijze: Leeswijze, rij: _Rij) -> None:
        self.connection = connection
        self.leeswijze = leeswijze
        self.rij = rij

    def run(self) -> None:
        """Claim, read, wait for our turn, write; until the queue is empty."""
        try:
            while beurt := self.rij.claim(self.connection):
                self.handle(beurt)
        except _StoppedError:
            pass
        finally:
            if not self.connection.closed:
                self.connection.rollback()

    def handle(self, beurt: _Beurt) -> None:
        """Settle a batch when it is its turn; one message at a time when it fails as a whole."""
        failure: Exception | None = None
        batch: list[Gelezen] = []
        try:
            with self.connection.cursor() as cursor:
                batch = read_batch(cursor, beurt.berichten, self.leeswijze)
        except Exception as err:
            failure = err
        with self.rij.turn(beurt.nummer):
            if failure is None:
                failure = self.settle(batch)
            if failure is not None:
                self.check_connection(failure)
                for bericht in beurt.berichten:
                    self.handle_alone(bericht.bericht_id)

    def handle_alone(self, bericht_id: int) -> None:
        """Claim, read and settle one message; note it as failed when that raises."""
        for is_last in (False, True):
            failure: Exception | None
            try:
                with self.connection.cursor() as cursor:
                    greep = claim(cursor, na=bericht_id - 1, tot=bericht_id, hoogstens=1)
                    batch = read_batch(cursor, greep.berichten, self.leeswijze)
                failure = self.settle(batch)
            except Exception as err:
                failure = err
            if failure is None:
                return
            self.check_connection(failure)
            if is_last or not _is_lost_race(failure):  # after a lost race the winner is visible
                self.rij.done.mislukt[bericht_id] = describe(failure)
                self.rij.report()
                logger.error("bericht %s blijft wachten: %s", bericht_id, describe(failure))
                return

    def settle(self, batch: list[Gelezen]) -> Exception | None:
        """Write and commit; what went wrong, if anything did, in which case nothing was written."""
        try:
            with self.connection, self.connection.cursor() as cursor:
                settle(cursor, batch)
        except Exception as err:
            return err
        for gelezen in batch:
            self.rij.done.berichten.append(
                BerichtUitslag(
                    gelezen.bericht.bericht_id,
                    gelezen.bericht.bestandsnaam,
                    gelezen.kop["berichttype"],
                    gelezen.status,
                    [asdict(r) for r in gelezen.redenen],
                )
            )
            self.rij.report()
        return None

    def check_connection(self, failure: Exception) -> None:
        """Make the connection ready for the next transaction; without one, the failure is everybody's."""
        if self.connection.closed:
            raise failure
        self.connection.rollback()


def _is_lost_race(err: Exception) -> bool:
    """Whether another worker accepted the same identity while this one was at it (index bericht_identiteit)."""
    return (
        isinstance(err, psycopg2.errors.UniqueViolation) and err.diag.constraint_name == "bericht_identiteit"
    )
