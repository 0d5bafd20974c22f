"""What reading a message gives: its header, the verdict with reasons, and the rows for core."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

Oordeel = Literal["geldig", "ongeldig", "niet_ondersteund"]
Rijen = dict[str, list[tuple[Any, ...]]]
"""Rows by the name of their core table; ``COLUMNS`` names the values of each tuple, in order."""

Vondst = tuple[str, int | None, str]
"""Something wrong with a message that is accepted: the rule, the line (None: the whole message), and what it is."""

REGEL_XML = "ONTVANGST-XML"
REGEL_SCHEMA = "ONTVANGST-SCHEMA"
REGEL_TYPE = "ONTVANGST-TYPE"


@dataclass(frozen=True, slots=True)
class Reden:
    """Why a message is not accepted: the rule, where in the file, what is wrong and what to do, in Dutch.

    ``waarde`` is the offending value, and only where it cannot be personal: never a BSN, a name, an address or
    free text. ``melding`` and ``remedie`` hold nothing of the message beyond that value.
    """

    regel: str
    element: str | None
    regel_in_bestand: int | None
    waarde: str | None
    melding: str
    remedie: str


@dataclass(frozen=True, slots=True)
class Kop:
    """What identifies a message: who sent it to whom, under which mark and date; of a return those of the return.

    A field is None when it is absent or not of its proper form.
    """

    berichttype: str | None
    release: str | None
    berichtcode: str | None = None
    afzender: str | None = None
    ontvanger: str | None = None
    identificatie: str | None = None
    dagtekening: date | None = None

    @property
    def gemeente_code(self) -> str:
        """The municipality of a valid message: sender or receiver, the one of four digits."""
        return self.afzender if self.afzender and len(self.afzender) == 4 else self.ontvanger or ""

    @property
    def aanbieder_agb_code(self) -> str:
        """The provider of a valid message: sender or receiver, the one of eight digits."""
        return self.afzender if self.afzender and len(self.afzender) == 8 else self.ontvanger or ""


@dataclass(frozen=True, slots=True)
class GelezenBericht:
    """The outcome of ``read_bericht``: ``rijen`` is empty unless the message is ``geldig``."""

    oordeel: Oordeel
    kop: Kop | None
    redenen: list[Reden] = field(default_factory=list)
    rijen: Rijen = field(default_factory=dict)
    vondsten: list[Vondst] = field(default_factory=list)


class Beoordelaar(Protocol):
    """Who judges a message that the schema accepts, by rules within the message; ``regels`` are those it may break."""

    regels: tuple[str, ...]

    def __call__(self, berichttype: str, bericht: Any) -> list[Vondst]: ...
