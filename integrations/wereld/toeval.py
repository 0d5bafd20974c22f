"""Chance with a memory: every entity has a generator of its own, derived from the seed and its key.

The same seed and key give the same numbers wherever and in whatever order they are drawn, so the
world does not depend on the number of processes that write it.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def random_for(seed: int, *sleutel: object) -> random.Random:
    """The generator of the entity ``sleutel`` (words and numbers that name it) in the world ``seed``."""
    tekst = "/".join(map(str, (seed, *sleutel)))
    begin = int.from_bytes(hashlib.sha256(tekst.encode()).digest()[:8], "big")
    return random.Random(begin)  # noqa: S311  (a synthetic world, nothing to keep secret)


def draw(rng: random.Random, keuzes: Sequence[tuple[T, float]]) -> T:
    """One of ``keuzes``, pairs of a value and its weight."""
    som = 0.0
    for _, gewicht in keuzes:
        som += gewicht
    punt = rng.random() * som
    for waarde, gewicht in keuzes:
        punt -= gewicht
        if punt < 0:
            return waarde
    return keuzes[-1][0]


def split(totaal: int, gewichten: Sequence[float]) -> list[int]:
    """``totaal`` in whole parts proportional to ``gewichten``; the parts add up (largest remainders)."""
    som = sum(gewichten)
    delen = [totaal * gewicht / som for gewicht in gewichten]
    heel = [int(deel) for deel in delen]
    op_rest = sorted(range(len(delen)), key=lambda i: (heel[i] - delen[i], i))
    for i in op_rest[: totaal - sum(heel)]:
        heel[i] += 1
    return heel
