"""Valid messages made from the facts of the schema: with every element, or with a choice that a seed makes."""

from datetime import date, time, timedelta
from functools import cache
from random import Random
from typing import Any

from lxml import etree

from integrations.ijw import write_bericht
from integrations.ijw.schema import Element, Waarde, load_model

Node = Any
VORMEN = {
    "acht cijfers": "98765432",
    "drie gehele getallen met punten ertussen, zoals 1.0.0": "1.20.0",
    "een tot twaalf letters of cijfers": "DN2026a",
    "een tot twaalf tekens": "DN-2026 04",
    "een tot twintig tekens": "RN-2026 04",
    "hoogstens vijftien cijfers": "0999123456",
    "hoogstens zes letters, zonder punten of spaties": "ZÆé",
    "negen cijfers": "999900006",
    "tekst op één regel, niet leeg": "Zoë 1",
    "tekst, niet leeg": "Zoë\nen 'Bé' & <co>",
    "vier cijfers": "0999",
}
"""A value for each form in which a text can be."""


def voorbeeld(waarde: Waarde, rng: Random) -> Any:
    """A value of a simple type, as ``write_bericht`` takes it."""
    if waarde.soort == "code":
        return rng.choice(waarde.codes)
    if waarde.soort == "datum":
        return date(2026, 1, 31) + timedelta(days=rng.randrange(-4000, 4000))
    if waarde.soort == "tijd":
        return time(rng.randrange(24), rng.randrange(60), rng.randrange(60))
    if waarde.soort == "getal":
        return rng.choice((waarde.minimum, waarde.maximum, rng.randint(waarde.minimum, waarde.maximum)))
    return VORMEN[waarde.vorm][: waarde.max_lengte]


def vul(element: Element, rng: Random, kans: float, meer: int) -> dict[str, Any]:
    """Values below ``element``: what is optional with a chance of ``kans``, what repeats 1 to ``meer`` times."""
    gevuld: dict[str, Any] = {}
    for kind in element.kinderen:
        if (not kind.is_verplicht and rng.random() >= kans) or (kind.waarde and kind.waarde.vast):
            continue
        aantal = rng.randint(1, meer) if kind.is_herhaalbaar else 1
        waarden = [
            vul(kind, rng, kans, meer) if kind.waarde is None else voorbeeld(kind.waarde, rng)
            for _ in range(aantal)
        ]
        gevuld[kind.veld] = waarden if kind.is_herhaalbaar else waarden[0]
    return gevuld


def maak(berichttype: str, seed: int, *, kans: float = 0.5, meer: int = 2) -> Node:
    """The root of a valid message; every element is on a line of its own, so that a line says which one it is."""
    rng = Random(seed)  # noqa: S311
    inhoud = write_bericht(berichttype, vul(load_model(berichttype), rng, kans, meer))
    return etree.fromstring(b">\n<".join(part.strip(b"\n") for part in inhoud.split(b"><")))


@cache
def volledig(berichttype: str) -> Node:
    """A message with every element there is, each once; copy it before changing it."""
    return maak(berichttype, 1, kans=1, meer=1)


def minimaal(berichttype: str) -> Node:
    """A message with the required elements only."""
    return maak(berichttype, 1, kans=0, meer=1)
