"""One thread of a run: claim a batch, read it, write it when it is its turn; message by message when that fails."""

import logging
from collections.abc import Sequence
from dataclasses import asdict

import psycopg2.errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from integrations.inbox.afhandeling import Gelezen, Leeswijze, Wachtend, claim, read_batch, settle
from integrations.inbox.driverfouten import describe
from integrations.inbox.uitslag import BerichtUitslag
from integrations.inbox.wachtrij import Beurt, Rij, StoppedError

logger = logging.getLogger(__name__)


class Werker:
    """One connection going through the queue. Here the driver itself, since ten million lines come by."""

    def __init__(self, connection: Connection, leeswijze: Leeswijze, rij: Rij) -> None:
        self.connection = connection
        self.leeswijze = leeswijze
        self.rij = rij

    def run(self) -> None:
        """Claim, read, wait for our turn, write; until the queue is empty."""
        try:
            while beurt := self.rij.claim(self.connection):
                self.handle(beurt)
        except StoppedError:
            pass
        finally:
            if not self.connection.closed:
                self.connection.rollback()

    def handle(self, beurt: Beurt) -> None:
        """Settle a batch when it is its turn; one message at a time when it fails as a whole."""
        failure: Exception | None = None
        batch: list[Gelezen] = []
        try:
            with self.connection.cursor() as cursor:
                batch = self.read(cursor, beurt.berichten)
        except Exception as err:
            failure = err
        with self.rij.turn(beurt.nummer):
            if failure is None:
                failure = self.settle(batch)
            if failure is not None:
                self.check_connection(failure)
                for bericht in beurt.berichten:
                    self.handle_alone(bericht.bericht_id)

    def read(self, cursor: Cursor, berichten: Sequence[Wachtend]) -> list[Gelezen]:
        with self.rij.reading(berichten):
            return read_batch(cursor, berichten, self.leeswijze)

    def handle_alone(self, bericht_id: int) -> None:
        """Claim, read and settle one message; note it as failed when that raises."""
        for is_last in (False, True):
            failure: Exception | None
            try:
                with self.connection.cursor() as cursor:
                    greep = claim(cursor, na=bericht_id - 1, tot=bericht_id, hoogstens=1)
                    batch = self.read(cursor, greep.berichten)
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
