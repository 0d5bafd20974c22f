"""Before a world is written: how large it will be, from a sample of its people, and whether it fits on the disk."""

import shutil
from dataclasses import dataclass
from math import exp
from pathlib import Path

from integrations.errors import ConfigurationError
from integrations.wereld.bevolking import make_jeugdige, make_zorgvragen
from integrations.wereld.kalender import months
from integrations.wereld.plan import WIJKTEAM, Plan
from integrations.wereld.toeval import random_for

STEEKPROEF = 400
AANBIEDERS = 10
BYTES_PER_REGEL = 870
BLOK = 4_096
WAARHEID_PER_REGEL = 40
REGELS_PER_ZORGMAAND = 0.855
BERICHTEN_PER_ZORGVRAAG = 3.45
"""Measured on worlds of 18 and 30 months with the usual faults; the bytes below too."""


@dataclass(frozen=True, slots=True)
class Schatting:
    """What will be written, roughly: files, declaration lines, and bytes in blocks of the disk."""

    bestanden: int
    regels: int
    bytes: int

    def __str__(self) -> str:
        regels, bestanden = (f"{getal:,}".replace(",", ".") for getal in (self.regels, self.bestanden))
        return (
            f"ongeveer {bestanden} bestanden, {regels} declaratieregels, {self.bytes / 1e9:.1f} GB op schijf"
        )


def estimate(plan: Plan) -> Schatting:
    """The size of the world of ``plan``, within some ten percent."""
    totaal = plan.grenzen[-1]
    rng = random_for(plan.seed, "steekproef")
    nummers = range(totaal) if totaal <= STEEKPROEF else sorted(rng.sample(range(totaal), STEEKPROEF))
    zorgvragen = zorgmaanden = 0
    for nummer in nummers:
        jeugdige = make_jeugdige(plan.seed, nummer, "", "", plan.van)
        for zorgvraag in make_zorgvragen(plan.seed, jeugdige, plan.van, plan.tot):
            if zorgvraag.zorgcategorieen[0] != WIJKTEAM:
                maanden = months(zorgvraag.ingangsdatum, min(zorgvraag.einddatum, plan.tot))
                zorgvragen += 1
                zorgmaanden += len(maanden) * len(zorgvraag.zorgcategorieen)
    keer = totaal / len(nummers)
    regels = int(zorgmaanden * keer * REGELS_PER_ZORGMAAND)
    berichten = int(zorgvragen * keer * BERICHTEN_PER_ZORGVRAAG)
    kansen = AANBIEDERS * len(plan.gemeenten) * len(plan.maanden)
    declaraties = int(kansen * (1 - exp(-regels / kansen)))
    inhoud = berichten * BLOK + regels * (BYTES_PER_REGEL + WAARHEID_PER_REGEL) + declaraties * 2 * BLOK
    return Schatting(berichten + 2 * declaraties, regels, inhoud)


def require_room(out: Path, schatting: Schatting) -> None:
    """Raises ConfigurationError when the disk of ``out`` has less room than the world needs."""
    plek = next(map_ for map_ in (out, *out.absolute().parents) if map_.exists())
    vrij = shutil.disk_usage(plek).free
    nodig = schatting.bytes * 6 // 5
    if vrij < nodig:
        raise ConfigurationError(
            f"Op de schijf van {out} is {vrij / 1e9:.1f} GB vrij; deze wereld vraagt {nodig / 1e9:.1f} GB.",
            "kies een andere map, minder jeugdigen of minder maanden.",
        )
