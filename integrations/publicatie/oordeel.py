"""The verdict on a release: a few criteria with bounds as data, and the worst of them decides.

What could not be judged never counts as good. Names, norms and bounds are in ``oordeel.yaml``.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from integrations.publicatie.cijfers import Cijfers
from integrations.publicatie.opmaak import AMSTERDAM, euro, maand, opsomming, procent


class Uitslag(IntEnum):
    """How a criterion turned out, from good to bad."""

    GOED = 0
    ONBEKEND = 1
    LET_OP = 2
    ONVOLDOENDE = 3

    @property
    def naam(self) -> str:
        return ("goed", "niet te beoordelen", "let op", "onvoldoende")[self]


class Grens(BaseModel):
    """Name and norm of a criterion; ``goed`` and ``let_op`` are the outermost values with that outcome."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    naam: str
    norm: str
    goed: float = 0
    let_op: float = 0

    def at_most(self, value: float) -> Uitslag:
        if value <= self.goed:
            return Uitslag.GOED
        return Uitslag.LET_OP if value <= self.let_op else Uitslag.ONVOLDOENDE

    def at_least(self, value: float) -> Uitslag:
        if value >= self.goed:
            return Uitslag.GOED
        return Uitslag.LET_OP if value >= self.let_op else Uitslag.ONVOLDOENDE


@dataclass(frozen=True)
class Criterium:
    """One criterion: what was found, what is asked, and how it turned out."""

    naam: str
    norm: str
    gevonden: str
    uitslag: Uitslag


@dataclass(frozen=True)
class Oordeel:
    """The verdict in a few words and a sentence, with the criteria it rests on."""

    kop: str
    zin: str
    uitslag: Uitslag
    criteria: list[Criterium]


KOPPEN = {
    Uitslag.GOED: "Bruikbaar",
    Uitslag.ONBEKEND: "Bruikbaar met voorbehoud",
    Uitslag.LET_OP: "Bruikbaar met voorbehoud",
    Uitslag.ONVOLDOENDE: "Niet bruikbaar zonder herstel",
}


def judge(cijfers: Cijfers, as_of: datetime) -> Oordeel:
    """The verdict on these figures, as they were known at ``as_of``."""
    if not cijfers.bedragen.regels:
        return Oordeel(
            "Nog niets te beoordelen",
            "Er zijn geen declaratieregels bekend. De tabellen zijn leeg of bevatten alleen ontvangen berichten.",
            Uitslag.ONBEKEND,
            [],
        )
    found = {
        "geld": _money(cijfers),
        "koppeling": _mapping(cijfers),
        "aangehouden": _held_back(cijfers),
        "bevindingen": _flagged(cijfers),
        "controleregels": _checks(cijfers),
        "cbs": _cbs(cijfers),
        "actualiteit": _recent(cijfers, as_of),
    }
    criteria = [Criterium(bounds()[key].naam, bounds()[key].norm, *result) for key, result in found.items()]
    worst = max(c.uitslag for c in criteria)
    return Oordeel(KOPPEN[worst], _sentence(criteria), worst, criteria)


@cache
def bounds() -> dict[str, Grens]:
    """The criteria with their bounds, in the order of the report."""
    text = resources.files(__package__).joinpath("oordeel.yaml").read_text(encoding="utf-8")
    return {key: Grens.model_validate(value) for key, value in yaml.safe_load(text).items()}


def _sentence(criteria: list[Criterium]) -> str:
    """Which criteria ask for attention, and which could not be judged."""
    bad = [c.naam for c in criteria if c.uitslag in (Uitslag.LET_OP, Uitslag.ONVOLDOENDE)]
    unknown = [c.naam for c in criteria if c.uitslag is Uitslag.ONBEKEND]
    parts = [
        f"{start} {opsomming([name[0].lower() + name[1:] for name in names])}."
        for start, names in (("Kijk eerst naar:", bad), ("Niet te beoordelen:", unknown))
        if names
    ]
    return " ".join(parts) or "Alle punten hieronder zijn in orde."


def _money(cijfers: Cijfers) -> tuple[str, Uitslag]:
    gap = cijfers.bedragen.verschil
    return (
        ("sluit op de cent", Uitslag.GOED)
        if gap == 0
        else (f"verschil van {euro(gap, 2)}", Uitslag.ONVOLDOENDE)
    )


def _mapping(cijfers: Cijfers) -> tuple[str, Uitslag]:
    share = cijfers.aandeel_euro
    if share is None:
        return "geen aandeel te bepalen", Uitslag.ONBEKEND
    return f"{procent(share)} van de euro’s", bounds()["koppeling"].at_least(share)


def _held_back(cijfers: Cijfers) -> tuple[str, Uitslag]:
    return _share_of_money("aangehouden", abs(cijfers.bedragen.aangehouden), cijfers.bedragen.goedgekeurd)


def _flagged(cijfers: Cijfers) -> tuple[str, Uitslag]:
    """Money that is published although a rule has something to say; a line under two rules counts twice."""
    flagged = [row["bedrag_euro"] or Decimal(0) for row in cijfers.bevindingen if row["gevolg"] == "markeren"]
    return _share_of_money("bevindingen", sum(flagged, Decimal(0)), cijfers.bedragen.gedeclareerd)


def _share_of_money(key: str, part: Decimal, whole: Decimal) -> tuple[str, Uitslag]:
    if whole <= 0:
        return euro(part), Uitslag.ONBEKEND
    share = float(part / whole)
    return f"{euro(part)} ({procent(share)})", bounds()[key].at_most(share)


def _checks(cijfers: Cijfers) -> tuple[str, Uitslag]:
    """What was not carried out, or is wrong over all data; findings on lines are weighed by their money."""
    total = len(cijfers.regels)
    not_done = cijfers.uitslagen["overgeslagen"] + cijfers.uitslagen["niet uitvoerbaar"]
    if not_done == total:
        return "geen regel uitgevoerd", Uitslag.ONBEKEND
    wrong = [
        row["regel_id"]
        for row in cijfers.regels
        if row["status"] == "voldoet niet"
        and row["ernst"] == "fout"
        and row["reikwijdte"] == "alle gemeenten"
    ]
    found = f"{total - not_done} van {total} uitgevoerd" + (f", fout bij {opsomming(wrong)}" if wrong else "")
    return found, Uitslag.LET_OP if not_done or wrong else Uitslag.GOED


def _cbs(cijfers: Cijfers) -> tuple[str, Uitslag]:
    """A difference with CBS calls for attention, never for more: the two count different things."""
    link = cijfers.aansluiting
    if link is None or not link.vergelijkbaar:
        return "geen vergelijkbare cellen", Uitslag.ONBEKEND
    found = f"{link.binnen} van {link.vergelijkbaar} cellen binnen de afronding"
    return found, bounds()["cbs"].at_least(link.binnen / link.vergelijkbaar)


def _recent(cijfers: Cijfers, as_of: datetime) -> tuple[str, Uitslag]:
    latest = cijfers.laatste_declaraties
    if latest is None:
        return "geen declaraties ontvangen", Uitslag.ONBEKEND
    now = as_of.astimezone(AMSTERDAM)
    months = (now.year - latest.year) * 12 + now.month - latest.month
    return f"{months} (laatst ontvangen in {maand(latest)})", bounds()["actualiteit"].at_most(months)
