"""The plan of a world: which municipalities, how many youths in each, from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from integrations.errors import ConfigurationError
from integrations.wereld.aannames import zorgprofielen
from integrations.wereld.bevolking import Bsns
from integrations.wereld.inkoop import Gemeente
from integrations.wereld.kalender import month_end, months, parse_maand
from integrations.wereld.storingen import Storingen
from integrations.wereld.toeval import random_for, split

AANDEEL_EIGEN_BOEK = 0.6
GEMEENTEN_PER_REGIO = 8
WIJKTEAM = "Z01"
"""Care by the municipality's own team: it sends no messages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What every municipality needs to know of the whole."""

    seed: int
    van: date
    tot: date
    gemeenten: Sequence[Gemeente]
    jeugdigen: Sequence[int]
    hulpvormen: Mapping[str, str | None]
    storingen: Storingen
    bsns: Bsns

    @property
    def maanden(self) -> list[date]:
        return months(self.van, self.tot)

    @property
    def horizon(self) -> date:
        """The last day on which a message is sent: the month after the last month is declared in full."""
        return month_end(self.tot + timedelta(days=1))


def make_plan(
    gemeenten: int,
    jeugdigen: int,
    van: str,
    tot: str,
    seed: int,
    gemeentelijst: Sequence[Mapping[str, str]],
    zorgcategorieen: Sequence[Mapping[str, Any]],
    storingen: Storingen,
) -> Plan:
    """The plan for these arguments of ``generate``.

    Raises:
        ConfigurationError: months or numbers of which no world can be made.
    """
    eerste, laatste = parse_maand(van), month_end(parse_maand(tot))
    if eerste > laatste:
        raise ConfigurationError(
            f"De wereld eindigt ({tot}) voor zij begint ({van}).", "kies een latere maand voor tot."
        )
    if not 1 <= gemeenten <= len(gemeentelijst):
        raise ConfigurationError(
            f"{gemeenten} gemeenten kan niet.", f"kies een aantal van 1 tot en met {len(gemeentelijst)}."
        )
    if jeugdigen < gemeenten:
        raise ConfigurationError(
            f"{jeugdigen} jeugdigen is te weinig.", "kies er ten minste één per gemeente."
        )
    hulpvormen = {str(rij["zorgcategorie"]): rij.get("hulpvorm") or None for rij in zorgcategorieen}
    ontbreekt = sorted({profiel.zorgcategorie for profiel in zorgprofielen()} - set(hulpvormen))
    if ontbreekt:
        raise ConfigurationError(
            f"In de lijst van zorgcategorieën ontbreekt {', '.join(ontbreekt)}.",
            "geef alle zorgcategorieën mee.",
        )
    bsns = Bsns(seed)
    bsns.require(jeugdigen)
    gekozen = choose_gemeenten(seed, gemeenten, gemeentelijst)
    groottes = [random_for(seed, "grootte", g.gemeente_code).lognormvariate(0, 0.6) for g in gekozen]
    return Plan(
        seed=seed,
        van=eerste,
        tot=laatste,
        gemeenten=gekozen,
        jeugdigen=[aantal + 1 for aantal in split(jeugdigen - gemeenten, groottes)],
        hulpvormen=hulpvormen,
        storingen=storingen,
        bsns=bsns,
    )


def choose_gemeenten(seed: int, aantal: int, gemeentelijst: Sequence[Mapping[str, str]]) -> list[Gemeente]:
    """``aantal`` municipalities, as evenly as can be over a few regions, so that neighbours share a product book."""
    regios: dict[str, list[Mapping[str, str]]] = {}
    for rij in sorted(gemeentelijst, key=lambda rij: rij["gemeente_code"]):
        regios.setdefault(rij["regio_code"], []).append(rij)
    groepen = [regios[code] for code in sorted(regios)]
    rng = random_for(seed, "gemeenten")
    for groep in groepen:
        rng.shuffle(groep)
    rng.shuffle(groepen)
    genoeg = max(2, -(-aantal // GEMEENTEN_PER_REGIO))
    gekozen: list[Mapping[str, str]] = []
    while len(gekozen) < aantal:
        nu, groepen = groepen[:genoeg], groepen[genoeg:]
        while any(nu) and len(gekozen) < aantal:
            gekozen += [groep.pop() for groep in nu if groep][: aantal - len(gekozen)]
    return [
        Gemeente(
            gemeente_code=rij["gemeente_code"],
            gemeente_naam=rij["gemeente_naam"],
            regio_code=rij["regio_code"],
            regio_naam=rij["regio_naam"],
            heeft_eigen_boek=i == 0
            or random_for(seed, "eigen boek", rij["gemeente_code"]).random() < AANDEEL_EIGEN_BOEK,
        )
        for i, rij in enumerate(gekozen)
    ]
