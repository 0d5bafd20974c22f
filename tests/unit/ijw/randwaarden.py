"""The edges of a simple type: what just is and what just is not a value, from its own limits."""

from collections.abc import Iterator

from integrations.ijw.schema import Waarde
from tests.unit.ijw.mutaties import GROUPS, VALUES

WHITE = (" ", "\t", "\n", "\r", "\u00a0", "\u2003", "\ufeff")
JAREN = ("1900", "2000", "2024", "2026")
DAGEN = [
    f"{j}-{m:02}-{d}" for j in JAREN for m in range(14) for d in ("00", "01", "28", "29", "30", "31", "32")
]
UREN = [
    f"{u:02}:{m}:{s}"
    for u in (0, 9, 23, 24, 25)
    for m in ("00", "59", "60")
    for s in ("00", "59", "60", "59.9")
]
EDITS = ("", "0", "9", "a", "Z", "é", "×", " ", "-", ".", "\n", "\u0663", "\U0001f600")
MAX_BROKEN = 12


def randen(waarde: Waarde, tekst: str) -> Iterator[tuple[str, list[str]]]:
    """Kind by kind the values to try in an element of this type that now holds ``tekst``, which is valid."""
    yield (
        "white space around a value",
        [f"{w}{tekst}" for w in WHITE] + [f"{tekst}{w}" for w in WHITE] + list(WHITE),
    )
    if waarde.vast:
        yield "characters edited", _edit(tekst)
    if waarde.soort == "code":
        yield "codes", list(waarde.codes)
        yield "codes broken", [broken for code in waarde.codes[:MAX_BROKEN] for broken in _break_code(code)]
    elif waarde.soort == "getal":
        yield "numbers", _numbers(waarde.minimum, waarde.maximum)
    elif waarde.soort == "datum":
        yield "dates and times", GROUPS["datums"]
    elif waarde.soort == "tijd":
        yield "dates and times", GROUPS["tijden"]
    else:
        if waarde.max_lengte:
            yield "lengths at and past the limit", _lengths(tekst, waarde.max_lengte)
        if not waarde.vast:
            yield "characters edited", _edit(tekst)


def alle(waarde: Waarde) -> Iterator[tuple[str, list[str]]]:
    """As ``randen``, what is tried once for a type: every value there is, and its whole calendar or code list."""
    yield "any value", VALUES
    if waarde.soort == "datum":
        yield "dates and times", DAGEN
    elif waarde.soort == "tijd":
        yield "dates and times", UREN
    elif waarde.soort == "code":
        yield "codes broken", [broken for code in waarde.codes[MAX_BROKEN:] for broken in _break_code(code)]


def _break_code(code: str) -> list[str]:
    return [
        f"{code}0",
        f"0{code}",
        code[1:],
        code[:-1],
        code.swapcase(),
        code[::-1],
        f"{code} ",
        f" {code}",
        code * 2,
    ]


def _numbers(low: int, high: int) -> list[str]:
    around = [
        low - 1,
        low,
        low + 1,
        high - 1,
        high,
        high + 1,
        high * 10,
        -high,
        2**31,
        2**63,
        2**64,
        10**24,
        10**40,
    ]
    digits = str(high)
    return [
        *map(str, around), f"+{digits}", f"-{digits}", f"-{low}", f"0{digits}", f"{'0' * 30}{digits}", f"{digits}.0",
        f"{digits}.", f"{digits},0", f"{digits[:1]} {digits[1:]}", f"{digits}e0", f"+-{digits}", "+", "-", "1 ", "NaN",
        "INF", "0x10", "\u0661", "1\u00a0000",
    ]  # fmt: skip


def _lengths(tekst: str, limit: int) -> list[str]:
    lengths = (1, limit - 1, limit, limit + 1, 2 * limit)
    return [
        (char * length)[:length]
        for char in (tekst, "a", "1", "é", "\U0001f600", " a", "a ")
        for length in lengths
    ]


def _edit(tekst: str) -> list[str]:
    """``tekst`` with each of its first nine characters dropped, replaced, and put before something else."""
    places = range(min(len(tekst), 9))
    replaced = [f"{tekst[:i]}{edit}{tekst[i + 1 :]}" for i in places for edit in EDITS]
    return (
        replaced
        + [f"{tekst[:i]}{edit}{tekst[i:]}" for i in (0, len(tekst)) for edit in EDITS[1:]]
        + ["", tekst * 2]
    )
