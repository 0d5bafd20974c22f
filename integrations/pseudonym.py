"""The client pseudonym: the only trace of a person behind landing's raw bytes."""

import hmac
from collections.abc import Callable
from functools import lru_cache
from operator import mul

PSEUDONYM_LENGTH = 32
ELFPROEF_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def make_pseudonymiser(key: bytes) -> Callable[[str], str]:
    """A function from BSN to pseudonym: HMAC-SHA256 under ``key``, its first 128 bits in hex (32 characters).

    Keyed, since a bare hash of nine digits is undone by trying all of them.
    """

    @lru_cache(maxsize=100_000)
    def pseudonymise(bsn: str) -> str:
        return hmac.digest(key, bsn.encode(), "sha256").hex()[:PSEUDONYM_LENGTH]

    return pseudonymise


def passes_elfproef(bsn: str) -> bool:
    """Whether nine digits pass the eleven test: weights 9 to 2 and -1, the sum divisible by 11."""
    if len(bsn) != 9 or not bsn.isascii() or not bsn.isdigit() or bsn == "000000000":
        return False
    total: int = sum(map(mul, ELFPROEF_WEIGHTS, map(int, bsn)))
    return total % 11 == 0
