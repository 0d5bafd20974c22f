"""The form in which a message type says what it becomes: which elements make the rows of which core table.

A type with a row per element is data: a module with its ``BERICHT``. Only the declaration and its answer, ten million
lines a country-year, read by hand (``jw323``, ``jw325``).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from integrations.ijw.bericht import Kop, Rijen
from integrations.ijw.velden import Node, find_elementen, is_bsn_geldig, read_datum, read_velden

Lezer = Callable[[str], Any]


class Kolom(NamedTuple):
    """A column and the element it comes from: one or two names below the element of the row.

    Without ``lezer`` the value is the text itself; an absent element is None.
    """

    naam: str
    element: str
    lezer: Lezer | None = None


class Tabel(NamedTuple):
    """A core table and the place in the message of the elements that each make a row of it.

    ``vast`` are its leading columns, which any message fills in the same way: the line, the parties, the client.
    """

    naam: str
    plaats: str
    kolommen: tuple[Kolom, ...]
    vast: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order of the rows."""
        return (*self.vast, *(kolom.naam for kolom in self.kolommen))


class Berichttype(NamedTuple):
    """A message type: the columns of its rows by core table, and what reads them from a validated message."""

    columns: dict[str, tuple[str, ...]]
    read_rijen: Callable[[Node, Kop], Rijen]


PARTIJEN = ("gemeente_code", "aanbieder_agb_code")
PER_BERICHT = (*PARTIJEN, "bsn", "is_bsn_geldig")
PER_REGEL = ("regelnummer", *PARTIJEN, "bsn")

PRODUCT = (
    Kolom("product_categorie", "Product/Categorie"),
    Kolom("product_code", "Product/Code"),
)
OMVANG = (
    Kolom("volume", "Omvang/Volume", int),
    Kolom("eenheid", "Omvang/Eenheid"),
    Kolom("frequentie", "Omvang/Frequentie"),
    Kolom("budget_cent", "Budget", int),
)
CLIENT = Tabel(
    "client",
    "Client",
    (
        Kolom("geboortedatum", "Geboortedatum/Datum", read_datum),
        Kolom("datum_gebruik", "Geboortedatum/DatumGebruik"),
        Kolom("geslacht", "Geslacht"),
        Kolom("juridische_status", "JuridischeStatus"),
        Kolom("wettelijke_vertegenwoordiging", "WettelijkeVertegenwoordiging"),
        Kolom("communicatie_vorm", "Communicatie/Vorm"),
        Kolom("gezagsdrager_bekend", "GezagsdragerBekend"),
    ),
    ("regelnummer", *PER_BERICHT),
)
"""Who the message is about, without name, address or relations."""


def make_clientbericht(tabel: str, plaats: str, *kolommen: Kolom) -> Berichttype:
    """A message about one client (a row of core.client) with products, each a row of ``tabel``."""
    return make_berichttype(CLIENT, Tabel(tabel, f"Client/{plaats}", kolommen, PER_REGEL))


def make_berichttype(*tabellen: Tabel, telt_door: bool = False) -> Berichttype:
    """A message whose rows are those of ``tabellen``; a table comes after the one it points at.

    With ``telt_door`` the lines are numbered on from table to table, so that a number names one line of the message.
    """

    def read_rijen(bericht: Node, kop: Kop) -> Rijen:
        rijen: Rijen = {}
        regels = 0
        vast = _read_vast(bericht, kop)
        for tabel in tabellen:
            rijen[tabel.naam] = _read_tabel(tabel, bericht, vast, regels + 1)
            if telt_door and "regelnummer" in tabel.vast:
                regels += len(rijen[tabel.naam])
        return rijen

    return Berichttype({tabel.naam: tabel.columns for tabel in tabellen}, read_rijen)


def _read_tabel(tabel: Tabel, bericht: Node, vast: dict[str, Any], eerste: int) -> list[tuple[Any, ...]]:
    """The rows of ``tabel`` in a validated message; lines are numbered from ``eerste``."""
    namen = [naam for naam in tabel.vast if naam != "regelnummer"]
    begin = tuple(vast[naam] for naam in namen)
    is_genummerd = len(namen) < len(tabel.vast)
    rijen = []
    for regelnummer, element in enumerate(find_elementen(bericht, tabel.plaats), start=eerste):
        waarden = read_kolommen(tabel.kolommen, read_velden(element))
        rijen.append((regelnummer, *begin, *waarden) if is_genummerd else (*begin, *waarden))
    return rijen


def read_kolommen(kolommen: tuple[Kolom, ...], velden: dict[str, str]) -> list[Any]:
    """The values of ``kolommen`` from the fields of one element (``read_velden``)."""
    waarden: list[Any] = []
    for _, element, lezer in kolommen:
        tekst = velden.get(element)
        waarden.append(tekst if tekst is None or lezer is None else lezer(tekst))
    return waarden


def _read_vast(bericht: Node, kop: Kop) -> dict[str, Any]:
    """What is the same in every row of a message; the client only of a message about one."""
    vast: dict[str, Any] = {
        "gemeente_code": kop.gemeente_code,
        "aanbieder_agb_code": kop.aanbieder_agb_code,
    }
    for bsn in find_elementen(bericht, "Client/Bsn"):
        vast |= {"bsn": bsn.text, "is_bsn_geldig": is_bsn_geldig(bsn.text)}
    return vast
