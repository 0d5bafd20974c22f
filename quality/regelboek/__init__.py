"""The rule book: every rule of iJw 3.2 as a row, and what became of it here.

``regels.csv`` has one row per code of the standard, in words of our own; ``plaatsen.csv`` says in which message,
class and element a condition, constraint or restriction bites. What a rule became follows from what is there: a
rule file in ``quality/regels`` makes it *ingebouwd*, and so do the rules that carry it (``door``).
``python -m quality.regelboek`` writes all of it to ``docs/regels.md``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, cast

from quality.catalogus import read_controles, read_regels

Uitvoering = Literal["regel", "schema", "niet van toepassing", "niet toetsbaar"]
Staat = Literal[
    "ingebouwd", "door het schema gedekt", "niet van toepassing", "niet toetsbaar", "nog niet ingebouwd"
]
STATEN: tuple[Staat, ...] = (
    "ingebouwd", "door het schema gedekt", "niet van toepassing", "niet toetsbaar", "nog niet ingebouwd"
)  # fmt: skip
SOORTEN = {
    "TR": "Technische regels",
    "CD": "Condities",
    "CS": "Constraints",
    "RS": "Restricties",
    "OP": "Bedrijfsregels",
    "IV": "Invulinstructies",
}


@dataclass(frozen=True)
class Plaats:
    """Where a rule bites: ``element`` is a path below the class, such as ``Adres/Postcode`` below Contact."""

    bericht: str
    klasse: str
    element: str

    def __str__(self) -> str:
        return f"{self.bericht} {self.klasse}/{self.element}"


@dataclass(frozen=True)
class Boekregel:
    """One rule of the standard. ``door`` names what carries it when that is not a rule file of its own code:
    rules, or a file of this project. ``reden`` says why it is not of use here, or cannot be tested.
    """

    code: str
    niveau: str
    berichten: tuple[str, ...]
    retourcode: str | None
    ernst: str
    uitvoering: Uitvoering
    door: tuple[str, ...]
    tekst: str
    reden: str
    plaatsen: tuple[Plaats, ...] = field(default=(), repr=False)

    @property
    def soort(self) -> str:
        """The first two letters of its code: TR, CD, CS, RS, OP or IV."""
        return self.code[:2]


@cache
def read_boek() -> dict[str, Boekregel]:
    """Every rule of the book by code, in the order of ``regels.csv``."""
    plaatsen: dict[str, list[Plaats]] = defaultdict(list)
    for row in _read("plaatsen.csv"):
        plaatsen[row["code"]].append(Plaats(row["bericht"], row["klasse"], row["element"]))
    return {
        row["code"]: Boekregel(
            code=row["code"],
            niveau=row["niveau"],
            berichten=tuple(row["berichten"].split()),
            retourcode=row["retourcode"] or None,
            ernst=row["ernst"],
            uitvoering=cast(Uitvoering, row["uitvoering"]),
            door=tuple(row["door"].split()),
            tekst=row["tekst"],
            reden=row["reden"],
            plaatsen=tuple(plaatsen[row["code"]]),
        )
        for row in _read("regels.csv")
    }


def staat(code: str) -> Staat:
    """What became of ``code``; a rule file of that name decides, whatever the book says of it."""
    regel = read_boek()[code]
    if code in _catalogue():
        return "ingebouwd"
    if regel.uitvoering == "regel":
        return "ingebouwd" if regel.door and all(map(_is_built, regel.door)) else "nog niet ingebouwd"
    return "door het schema gedekt" if regel.uitvoering == "schema" else regel.uitvoering


def _is_built(carrier: str) -> bool:
    """Whether what carries a rule is there: a file, a rule or check of the catalogue, or another rule of the book."""
    if "/" in carrier or carrier in _catalogue() | {controle.regel_id for controle in read_controles()}:
        return True
    return carrier in read_boek() and staat(carrier) == "ingebouwd"


@cache
def _catalogue() -> frozenset[str]:
    return frozenset(regel.regel_id for regel in read_regels())


def _read(name: str) -> Iterator[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
