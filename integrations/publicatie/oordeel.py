"""The verdict on a release: a few criteria with bounds as data, and the worst of them decides.

What could not be judged never counts as good. The bounds are in ``oordeel.yaml``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from integrations.publicatie.cijfers import Cijfers
from integrations.publicatie.opmaak import AMSTERDAM, euro, getal, maand, opsomming, procent


class Uitslag(IntEnum):
    """How a criterion turned out, from good to bad."""

    GOED = 0
    ONBEKEND = 1
    LET_OP = 2
    ONVOLDOENDE = 3

    @property
    def naam(self) -> str:
        return ("goed", "niet te beoordelen", "let op", "onvoldoende")[self]


@dataclass(frozen=True)
class Criterium:
    """One criterion: what was found, what is asked, and how it turned out."""

    naam: str
    gevonden: str
    norm: str
    uitslag: Uitslag


@dataclass(frozen=True)
class Oordeel:
    """The verdict in two words and a sentence, with the criteria it rests on."""

    kop: str
    zin: str
    uitslag: Uitslag
    criteria: list[Criterium]


@cache
def _bounds() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("oordeel.yaml").read_text(encoding="utf-8")
    data: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return data


def judge(cijfers: Cijfers, as_of: datetime) -> Oordeel:
    """The verdict on these figures, as they were known at ``as_of``."""
    if not cijfers.bedragen.regels:
        return Oordeel(
            "Nog niets te beoordelen",
            "Er zijn geen declaratieregels bekend. De tabellen zijn leeg of bevatten alleen ontvangen berichten.",
            Uitslag.ONBEKEND,
            [],
        )
    criteria = [
        _money(cijfers),
        _mapping(cijfers),
        _held_back(cijfers),
        _checks(cijfers),
        _cbs(cijfers),
        _recent(cijfers.laatste_declaraties, as_of),
    ]
    worst = max(c.uitslag for c in criteria)
    attention = [
        _mid_sentence(c.naam) for c in criteria if c.uitslag in (Uitslag.LET_OP, Uitslag.ONVOLDOENDE)
    ]
    unknown = [_mid_sentence(c.naam) for c in criteria if c.uitslag is Uitslag.ONBEKEND]
    sentences = [f"Kijk eerst naar: {opsomming(attention)}."] if attention else []
    sentences += [f"Niet te beoordelen: {opsomming(unknown)}."] if unknown else []
    head = {
        Uitslag.GOED: "Bruikbaar",
        Uitslag.ONBEKEND: "Bruikbaar met voorbehoud",
        Uitslag.LET_OP: "Bruikbaar met voorbehoud",
        Uitslag.ONVOLDOENDE: "Niet bruikbaar zonder herstel",
    }[worst]
    return Oordeel(head, " ".join(sentences) or "Alle punten hieronder zijn in orde.", worst, criteria)


def _mid_sentence(name: str) -> str:
    return name[0].lower() + name[1:]


def _money(cijfers: Cijfers) -> Criterium:
    gap = cijfers.bedragen.verschil
    found = "sluit op de cent" if gap == 0 else f"verschil van {euro(gap, 2)}"
    norm = "gedeclareerd = gepubliceerd + afgewezen + aangehouden"
    return Criterium("Het geld sluit", found, norm, Uitslag.GOED if gap == 0 else Uitslag.ONVOLDOENDE)


def _mapping(cijfers: Cijfers) -> Criterium:
    bound, share = _bounds()["koppeling"], cijfers.aandeel_euro
    if share is None:
        return Criterium(bound["naam"], "geen aandeel te bepalen", bound["norm"], Uitslag.ONBEKEND)
    result = (
        Uitslag.GOED
        if share >= bound["goed"]
        else Uitslag.LET_OP
        if share >= bound["let_op"]
        else Uitslag.ONVOLDOENDE
    )
    return Criterium(bound["naam"], f"{procent(share)} van de euro's", bound["norm"], result)


def _held_back(cijfers: Cijfers) -> Criterium:
    bound, approved = _bounds()["aangehouden"], cijfers.bedragen.goedgekeurd
    if approved <= 0:
        return Criterium(bound["naam"], euro(cijfers.bedragen.aangehouden), bound["norm"], Uitslag.ONBEKEND)
    share = float(abs(cijfers.bedragen.aangehouden) / approved)
    result = (
        Uitslag.GOED
        if share <= bound["goed"]
        else Uitslag.LET_OP
        if share <= bound["let_op"]
        else Uitslag.ONVOLDOENDE
    )
    return Criterium(
        bound["naam"], f"{euro(cijfers.bedragen.aangehouden)} ({procent(share)})", bound["norm"], result
    )


def _checks(cijfers: Cijfers) -> Criterium:
    name, norm, count = "Controleregels", "elke regel is uitgevoerd en voldoet", cijfers.uitslagen
    done = count["voldoet"] + count["voldoet niet"]
    not_done = count["overgeslagen"] + count["niet uitvoerbaar"]
    if not done:
        return Criterium(name, "geen regel uitgevoerd", norm, Uitslag.ONBEKEND)
    found = f"{getal(count['voldoet'])} van {getal(done)} voldoen"
    found += f", {getal(not_done)} niet uitgevoerd" if not_done else ""
    return Criterium(name, found, norm, Uitslag.LET_OP if count["voldoet niet"] or not_done else Uitslag.GOED)


def _cbs(cijfers: Cijfers) -> Criterium:
    """A difference with CBS calls for attention, never more: the two count different things."""
    bound, link = _bounds()["cbs"], cijfers.aansluiting
    if link is None or not link.vergelijkbaar:
        return Criterium(bound["naam"], "geen vergelijkbare cellen", bound["norm"], Uitslag.ONBEKEND)
    result = Uitslag.GOED if link.binnen / link.vergelijkbaar >= bound["goed"] else Uitslag.LET_OP
    found = f"{link.binnen} van {link.vergelijkbaar} cellen binnen de afronding"
    return Criterium(bound["naam"], found, bound["norm"], result)


def _recent(latest: date | None, as_of: datetime) -> Criterium:
    bound = _bounds()["actualiteit"]
    if latest is None:
        return Criterium(bound["naam"], "geen declaraties ontvangen", bound["norm"], Uitslag.ONBEKEND)
    now = as_of.astimezone(AMSTERDAM)
    months = (now.year - latest.year) * 12 + now.month - latest.month
    result = (
        Uitslag.GOED
        if months <= bound["goed"]
        else Uitslag.LET_OP
        if months <= bound["let_op"]
        else Uitslag.ONVOLDOENDE
    )
    return Criterium(bound["naam"], f"{months} (laatst ontvangen in {maand(latest)})", bound["norm"], result)
