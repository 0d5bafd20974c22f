"""Work in parallel processes: every municipality is a piece of work, whatever process takes it the result is the same."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from integrations.wereld.gemeenteleven import live
from integrations.wereld.plan import Plan
from integrations.wereld.waarheid import Deel

MEESTE_PROCESSEN = 16

_plan: Plan
_out: Path


def count_processen(gevraagd: int | None) -> int:
    """As many as asked, or one for every processor, within reason."""
    return gevraagd or min(MEESTE_PROCESSEN, os.cpu_count() or 1)


def live_all(plan: Plan, out: Path, processen: int, done: Callable[[int], None]) -> list[Deel]:
    """Let every municipality live in at most ``processen`` processes; what each amounts to, in the order of the plan.

    ``done`` is called with the number of youths of each municipality that is finished. Large ones go first, so that
    no process is left with one at the end.
    """
    indices = sorted(range(len(plan.gemeenten)), key=lambda i: (-plan.jeugdigen[i], i))
    delen: dict[int, Deel] = {}
    for index, deel in _run(plan, out, min(processen, len(indices)), indices):
        delen[index] = deel
        done(plan.jeugdigen[index])
    return [delen[index] for index in range(len(indices))]


def _run(plan: Plan, out: Path, processen: int, indices: Sequence[int]) -> Iterator[tuple[int, Deel]]:
    if processen == 1:
        for index in indices:
            yield index, live(plan, index, out)
        return
    context = get_context("spawn")  # a fork would copy the locks of whatever threads the caller runs
    with ProcessPoolExecutor(processen, context, initializer=_begin, initargs=(plan, out)) as pool:
        wachtend = [pool.submit(_live, index) for index in indices]
        try:
            for klaar in as_completed(wachtend):
                yield klaar.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _begin(plan: Plan, out: Path) -> None:
    """In a new process: the plan comes over once."""
    global _plan, _out
    _plan, _out = plan, out


def _live(index: int) -> tuple[int, Deel]:
    return index, live(_plan, index, _out)
