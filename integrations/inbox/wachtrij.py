"""The queue as the threads of one run share it: who claims next, who may read, whose turn it is to write."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import CDLL
from typing import NamedTuple

from psycopg2.extensions import connection as Connection

from integrations.inbox.afhandeling import BATCH_BYTES, Wachtend, claim
from integrations.inbox.landing import Progress
from integrations.inbox.uitslag import Verwerking

BATCH_BERICHTEN = 25
"""Enough to make the costs of a transaction small, few enough to share a short queue among workers."""


class Beurt(NamedTuple):
    """A claimed batch and its place in the order of writing."""

    nummer: int
    berichten: list[Wachtend]


class Rij:
    """Order of claiming and writing, and what was done so far."""

    def __init__(self, limit: int | None, waiting: int, progress: Progress | None) -> None:
        self.limit = limit
        self.total = waiting if limit is None else min(limit, waiting)
        self.progress = progress
        self.done = Verwerking()
        self.claiming = threading.Lock()
        self.reading_large = threading.Lock()
        self.after = 0
        self.claimed = self.claimed_this_round = 0
        self.issued = 0
        self._turn = 0
        self._stopped = False
        self._changed = threading.Condition()

    def claim(self, connection: Connection) -> Beurt | None:
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
                    return Beurt(self.issued - 1, greep.berichten)
            return None

    def room(self) -> int:
        """How many messages a claim may take now."""
        if self._stopped:
            return 0
        return BATCH_BERICHTEN if self.limit is None else min(BATCH_BERICHTEN, self.limit - self.claimed)

    @contextmanager
    def reading(self, berichten: Sequence[Wachtend]) -> Iterator[None]:
        """Around reading: of messages that fill a batch by themselves only one is in memory as a tree, which takes six
        times their size; and what it took is given back, since the C library keeps it for the thread that had it."""
        if all(bericht.grootte_bytes <= BATCH_BYTES for bericht in berichten):
            yield
            return
        with self.reading_large:
            yield
            if malloc_trim := getattr(CDLL(None), "malloc_trim", None):  # glibc has it
                malloc_trim(0)

    @contextmanager
    def turn(self, nummer: int) -> Iterator[None]:
        """Wait until every batch before ``nummer`` is written.

        Raises:
            StoppedError: another thread failed; what was claimed goes back.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._turn == nummer)
            if self._turn != nummer:
                raise StoppedError
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


class StoppedError(Exception):
    """This batch is not written, since the run ends early."""
