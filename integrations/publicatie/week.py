"""The ISO week that names a release: ``2026-W47``, Monday to Sunday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from integrations.errors import PublicationError
from integrations.publicatie.opmaak import datum


@dataclass(frozen=True)
class Week:
    """An ISO week; ``naam`` is its canonical spelling and the name of its folder."""

    jaar: int
    nummer: int

    @property
    def naam(self) -> str:
        return f"{self.jaar:04d}-W{self.nummer:02d}"

    @property
    def titel(self) -> str:
        """``week 47 van 2026 (16 november 2026 tot en met 22 november 2026)``."""
        monday = date.fromisocalendar(self.jaar, self.nummer, 1)
        sunday = monday + timedelta(days=6)
        return f"week {self.nummer} van {self.jaar} ({datum(monday)} tot en met {datum(sunday)})"


def parse_week(text: str) -> Week:
    """Read an ISO week.

    Raises:
        PublicationError: another notation, or a week that the year does not have.
    """
    match = re.fullmatch(r"(\d{4})-W(\d{2})", text, re.ASCII)
    try:
        if match is None:
            raise ValueError
        week = Week(int(match[1]), int(match[2]))
        date.fromisocalendar(week.jaar, week.nummer, 7)
    except ValueError:
        raise PublicationError(
            f"'{text}' is geen week.",
            "schrijf een bestaande ISO-week als jaar-W-nummer, bijvoorbeeld 2026-W47.",
        ) from None
    return week
