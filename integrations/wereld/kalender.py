"""Months, month ends and working days. A month is a ``date``: its first day."""

import random
from datetime import date, timedelta
from functools import lru_cache

from integrations.errors import ConfigurationError

RETOURTERMIJN, VERZOEKTERMIJN, REGIETERMIJN = 3, 5, 5
"""Working days for a return (OP090), for an answer to a request (OP274, OP346), to tell of a start or stop (OP271, OP272)."""


def parse_maand(tekst: str) -> date:
    """``"2025-03"`` → 1 March 2025.

    Raises:
        ConfigurationError: not a month in this notation.
    """
    try:
        return date.fromisoformat(f"{tekst}-01")
    except ValueError:
        raise ConfigurationError(
            f"'{tekst}' is geen maand.", "schrijf een maand als JJJJ-MM, bijvoorbeeld 2025-03."
        ) from None


def maand_van(dag: date) -> date:
    """The month in which ``dag`` lies."""
    return dag.replace(day=1)


@lru_cache(maxsize=10_000)
def add_months(maand: date, aantal: int) -> date:
    """The month ``aantal`` months after ``maand``."""
    jaar, nul = divmod(maand.year * 12 + maand.month - 1 + aantal, 12)
    return date(jaar, nul + 1, 1)


@lru_cache(maxsize=100_000)
def month_end(dag: date) -> date:
    """The last day of the month in which ``dag`` lies."""
    return add_months(maand_van(dag), 1) - timedelta(days=1)


def months(van: date, tot: date) -> list[date]:
    """Every month from ``van`` to ``tot``, both included."""
    aantal = (tot.year - van.year) * 12 + tot.month - van.month + 1
    return [add_months(maand_van(van), i) for i in range(aantal)]


def overlap_days(van: date, tot: date, begin: date, einde: date) -> int:
    """Days that the closed periods ``van``–``tot`` and ``begin``–``einde`` have in common."""
    eerste = van if van > begin else begin
    laatste = tot if tot < einde else einde
    return (laatste - eerste).days + 1 if laatste >= eerste else 0


def working_days_after(dag: date, aantal: int) -> date:
    """The ``aantal``-th day from Monday to Friday after ``dag``; holidays are not known here, so never beyond the term."""
    uitkomst = dag
    while aantal:
        uitkomst += timedelta(days=1)
        aantal -= uitkomst.weekday() < 5
    return uitkomst


def later(rng: random.Random, dag: date, minimaal: int, maximaal: int) -> date:
    """A working day (Monday to Friday) some ``minimaal`` to ``maximaal`` days after ``dag``."""
    uitkomst = dag + timedelta(days=rng.randint(minimaal, maximaal))
    while uitkomst.weekday() > 4:
        uitkomst += timedelta(days=1)
    return uitkomst
