"""Group commit: while one transaction is on its way to the disk, the envelopes that arrive gather for the next.

One thread writes, so that requests wait for a disk together and not one after another. An envelope is answered only
after the commit that holds it; one that is not committed is answered with a fault, and its sender tries again.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Self

import sqlalchemy as sa

from integrations.errors import DatabaseError
from integrations.ggk.bewaren import Bevestiging, keep
from integrations.ggk.envelop import Envelop, Weigering

logger = logging.getLogger(__name__)

BATCH = 100
BATCH_BYTES = 16 * 1024 * 1024
Antwoord = Bevestiging | Weigering
_Werk = tuple[Envelop, "Future[Antwoord]"]


class Groepscommit:
    """The writer; use it as a context manager. Leaving it answers everything that was handed in before."""

    def __init__(
        self,
        engine: sa.Engine,
        ring: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """
        Args:
            ring: called after a commit that brought a new message; it must return at once.
            clock: the moment of reception of a batch.
        """
        self._engine, self._ring, self._clock = engine, ring, clock
        self._queue: queue.SimpleQueue[_Werk | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="groepscommit", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.put(None)
        self._thread.join()

    def submit(self, envelop: Envelop) -> "Future[Antwoord]":
        """Hand in an envelope; the answer comes after its commit.

        The future raises DatabaseError when the database refused or fell away.
        """
        future: Future[Antwoord] = Future()
        self._queue.put((envelop, future))
        return future

    def _run(self) -> None:
        is_last = False
        while not is_last:
            batch, is_last = self._gather()
            if batch:
                self._answer(batch)

    def _gather(self) -> tuple[list[_Werk], bool]:
        """Wait for one envelope, then take what waits already; True with the last batch."""
        batch: list[_Werk] = []
        size = 0
        while len(batch) < BATCH and size < BATCH_BYTES:
            try:
                work = self._queue.get(block=not batch)
            except queue.Empty:
                break
            if work is None:
                return batch, True
            if work[1].set_running_or_notify_cancel():  # False: whoever asked has gone
                batch.append(work)
                size += len(work[0].inhoud)
        return batch, False

    def _answer(self, batch: list[_Werk]) -> None:
        """Keep a batch; when the database refuses it, each by itself, so that one cannot spoil the others."""
        try:
            kept = keep(self._engine, [envelop for envelop, _ in batch], self._clock())
        except Exception as problem:
            if len(batch) > 1:
                for work in batch:
                    self._answer([work])
                return
            logger.error("Een envelop is niet bewaard (%s).", type(problem).__name__)
            batch[0][1].set_exception(_as_database_error(problem))
            return
        for (_, future), answer in zip(batch, kept.antwoorden, strict=True):
            future.set_result(answer)
        if kept.aantal_nieuw:
            self._ring()


def _as_database_error(problem: Exception) -> DatabaseError:
    """Whatever went wrong while keeping: to a sender it is all the same, and the writer must live on."""
    if isinstance(problem, DatabaseError):
        return problem
    return DatabaseError(
        f"Een envelop kon niet worden bewaard ({type(problem).__name__}).",
        "kijk in de log van `jeugdkoppel serve`.",
    )
