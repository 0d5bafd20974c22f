"""Who may read when: large messages one at a time, small ones as they come."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from integrations.inbox.afhandeling import BATCH_BYTES, Wachtend
from integrations.inbox.wachtrij import Rij

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("grootte", "together"), [(BATCH_BYTES + 1, 1), (BATCH_BYTES, 2)])
def test_of_large_messages_one_is_read_at_a_time(grootte: int, together: int) -> None:
    rij = Rij(None, 2, None)
    reading: list[int] = []
    most = []
    both = threading.Barrier(2)

    def read(bericht_id: int) -> None:
        with rij.reading([Wachtend(bericht_id, "a.xml", AT, grootte)]):
            reading.append(bericht_id)
            with suppress(threading.BrokenBarrierError):
                both.wait(timeout=10 if together == 2 else 0.2)
            most.append(len(reading))
            reading.remove(bericht_id)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, (1, 2)))
    assert max(most) == together


def test_a_failure_while_reading_lets_the_next_one_in() -> None:
    rij = Rij(None, 2, None)
    large = [Wachtend(1, "a.xml", AT, BATCH_BYTES + 1)]
    with pytest.raises(ValueError, match="a bug"), rij.reading(large):
        raise ValueError("a bug")
    assert not rij.reading_large.locked()
