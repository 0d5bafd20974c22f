"""The plan of a world: which municipalities, how many youths in each, from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

from integrations.errors import ConfigurationError
from integrations.wereld.aannames import zorgprofielen
from integrations.wereld.bevolking import Bsns, Verhuizing
from integrations.wereld.inkoop import Gemeente, Inkoop
from integrations.wereld.kalender import month_end, months, parse_maand
from integrations.wereld.storingen import Storingen
from integrations.wereld.toeval import random_for, split

AANDEEL_EIGEN_BOEK = 0.6
GEMEENTEN_PER_REGIO = 8
WIJKTEAM = "Z01"
"""Care by the municipality's own team: it sends no messages."""


@dataclass(frozen=True, slots=True)
class Herindeling:
    """The fictional merger of this world: municipality ``van`` goes up in ``naar`` (both by index) on ``dag``."""

    van: int
    naar: int
    dag: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What every municipality needs to know of the whole. A municipality is known by its index."""

    seed: int
    van: date
    tot: date
    gemeenten: Sequence[Gemeente]
    jeugdigen: Sequence[int]
    hulpvormen: Mapping[str, str | None]
    storingen: Storingen
    bsns: Bsns
    grenzen: Sequence[int]
    herindeling: Herindeling | None

    def nummers(self, index: int) -> range:
        """The numbers of the youths who live in this municipality when the world begins."""
        return range(self.grenzen[index], self.grenzen[index + 1])

    def inkoop(self, index: int) -> Inkoop:
        """What this municipality buys."""
        return Inkoop(self.seed, self.gemeenten[index], self.jaren)

    def verhuizing(self, index: int, nummer: int) -> Verhuizing | None:
        """Whether this youth of this municipality comes under another one while the world lasts."""
        herindeling, code = self.herindeling, self.gemeenten[index].gemeente_code
        if herindeling and herindeling.van == index:
            return Verhuizing(
                "herindeling", code, self.gemeenten[herindeling.naar].gemeente_code, herindeling.dag
            )
        rng = random_for(self.seed, "verhuizing", nummer)
        later = self.maanden[1:]
        naar = self._next(index)
        if rng.random() >= self.storingen.verhuizing or naar == index or not later:
            return None
        return Verhuizing("verhuizing", code, self.gemeenten[naar].gemeente_code, rng.choice(later))

    def _next(self, index: int) -> int:
        """Where youths of this municipality move to; nobody moves to one that is merged into another."""
        volgende = (index + 1) % len(self.gemeenten)
        herindeling = self.herindeling
        return herindeling.naar if herindeling and herindeling.van == volgende else volgende

    def bronnen(self, index: int) -> list[int]:
        """The municipalities from which youths may move to this one."""
        bronnen = {van for van in range(len(self.gemeenten)) if self._next(van) == index}
        if self.herindeling and self.herindeling.naar == index:
            bronnen.add(self.herindeling.van)
        return sorted(bronnen - {index})

    def is_taakgericht(self, gemeente_code: str, agb_code: str) -> bool:
        """Whether this provider works for this municipality for a lump sum."""
        rng = random_for(self.seed, "contract", gemeente_code, agb_code)
        return rng.random() < self.storingen.taakgericht

    @property
    def jaren(self) -> list[int]:
        return list(range(self.van.year, self.tot.year + 1))

    @property
    def maanden(self) -> list[date]:
        return months(self.van, self.tot)

    @property
    def horizon(self) -> date:
        """The last day on which a message is sent: the month after the last month is declared in full."""
        return month_end(self.tot + timedelta(days=1))

    @property
    def laatste_ontvangst(self) -> date:
        """The last day on which a message arrives, a month after the last one is sent."""
        return self.horizon + timedelta(days=31)


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
    bsns = Bsns(seed, jeugdigen)
    bsns.require(jeugdigen)
    gekozen = choose_gemeenten(seed, gemeenten, gemeentelijst)
    groottes = [random_for(seed, "grootte", g.gemeente_code).lognormvariate(0, 0.6) for g in gekozen]
    aantallen = [aantal + 1 for aantal in split(jeugdigen - gemeenten, groottes)]
    return Plan(
        seed=seed,
        van=eerste,
        tot=laatste,
        gemeenten=gekozen,
        jeugdigen=aantallen,
        hulpvormen=hulpvormen,
        storingen=storingen,
        bsns=bsns,
        grenzen=[0, *accumulate(aantallen)],
        herindeling=_merge(seed, gekozen, eerste, laatste, storingen),
    )


def _merge(
    seed: int, gemeenten: Sequence[Gemeente], van: date, tot: date, storingen: Storingen
) -> Herindeling | None:
    """Two neighbours in one region and the first New Year within the world, if chance wants a merger."""
    nieuwjaar = date(van.year + 1, 1, 1)
    rng = random_for(seed, "herindeling")
    if rng.random() >= storingen.herindeling or nieuwjaar > tot:
        return None
    op_regio = sorted(range(len(gemeenten)), key=lambda i: (gemeenten[i].regio_code, i))
    buren = [paar for paar in pairwise(op_regio) if len({gemeenten[i].regio_code for i in paar}) == 1]
    return Herindeling(*rng.choice(buren), nieuwjaar) if buren else None


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
