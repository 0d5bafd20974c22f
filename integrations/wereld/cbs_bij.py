"""Trajectories as Beleidsinformatie Jeugd (BIJ) counts them, made from the truth of a world.

Source: informatieprotocol BIJ v7, 3.1 and 3.3. A record is a youth, a day of start and a hulpvorm. Care that a provider
gives during a stay with that same provider belongs to the stay; records of one youth and hulpvorm that overlap are one;
care with a PGB is not to be delivered; who really gives the care delivers it, so a subcontractor and not the provider
that declares. A wijkteam delivers as any provider does.

How providers deliver them, and what CBS makes of that: ``cbs_levering``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from integrations.wereld.kalender import add_months, month_end
from integrations.wereld.waarheidlezer import read_rijen

VERBLIJF = ("11", "12", "13", "14")
ZONDER_VERBLIJF = ("01", "02", "03", "04")
PGB, ONDERAANNEMING, VERHUIZING = "pgb", "onderaanneming", "verhuizing"
DAG = timedelta(days=1)
Perioden = Mapping[str, tuple[date, date]]
"""Name as StatLine has it → first and last day."""


@dataclass(frozen=True, slots=True)
class Zorg:
    """A trajectory of the truth; ``hulpvorm`` empty: no jeugdhulp (G and O)."""

    traject_id: str
    persoon_id: str
    gemeente_code: str
    aanbieder: str
    zorgcategorie: str
    hulpvorm: str
    verwijzer_type: str
    begin: date
    einde: date
    uitvoering: str
    bekostiging: str
    kenmerk: str = ""
    """PGB, ONDERAANNEMING, VERHUIZING (it goes on from another municipality) or nothing: what may go wrong at CBS."""

    def overlaps(self, periode: tuple[date, date]) -> bool:
        return self.begin <= periode[1] and periode[0] <= self.einde


@dataclass(frozen=True, slots=True)
class Bijtraject:
    """A record as BIJ counts it. ``einde`` is the last day of care, which may lie in the future.

    ``kenmerk`` is that of its care, where all of it has the same. One with PGB is no record of BIJ: it is what a
    provider may deliver all the same.
    """

    persoon_id: str
    gemeente_code: str
    hulpvorm: str
    verwijzer_type: str
    begin: date
    einde: date
    kenmerk: str = ""

    def overlaps(self, periode: tuple[date, date]) -> bool:
        return self.begin <= periode[1] and periode[0] <= self.einde


def read_zorg(waarheid: Path, gemeente_code: str | None = None) -> Iterator[Zorg]:
    """Every trajectory of the truth; the provider is the one that really gives the care."""
    kolommen = (
        "traject_id",
        "persoon_id",
        "gemeente_code",
        "zorgcategorie",
        "hulpvorm",
        "verwijzer_type",
        "begindatum",
        "einddatum",
        "uitvoering",
        "bekostiging",
        "aanbieder_agb_code",
        "uitvoerder_agb_code",
        "volgt_op",
    )
    for rij in read_rijen(waarheid, "trajecten", kolommen, gemeente_code):
        *kop, categorie, vorm, verwijzer, begin, einde, wijze, geld, eerste, tweede, volgt_op = rij
        traject, persoon, gemeente = kop
        kenmerk = PGB if wijze == PGB else ONDERAANNEMING if tweede else VERHUIZING if volgt_op else ""
        aanbieder = tweede or eerste or f"wijkteam {gemeente}"
        yield Zorg(
            traject,
            persoon,
            gemeente,
            aanbieder,
            categorie,
            vorm or "",
            verwijzer,
            begin,
            einde,
            wijze or "",
            geld or "",
            kenmerk,
        )


def periods(van: date, tot: date) -> dict[str, tuple[date, date]]:
    """The half-years and years that lie entirely between ``van`` and ``tot``."""
    gevonden = {}
    for jaar in range(van.year, tot.year + 1):
        for naam, begin, maanden in (("HJ01", 1, 6), ("HJ02", 7, 6), ("JJ00", 1, 12)):
            eerste = date(jaar, begin, 1)
            laatste = month_end(add_months(eerste, maanden - 1))
            if van <= eerste and laatste <= tot:
                gevonden[f"{jaar}{naam}"] = (eerste, laatste)
    return gevonden


def to_bij(zorg: Iterable[Zorg]) -> list[Bijtraject]:
    """The BIJ records of one youth in one municipality."""
    zorg = [z for z in zorg if z.hulpvorm and z.uitvoering != PGB]
    return _merge(zorg)


def to_pgb(zorg: Iterable[Zorg]) -> list[Bijtraject]:
    """What providers would deliver of the care from a personal budget of one youth in one municipality."""
    return _merge([z for z in zorg if z.hulpvorm and z.uitvoering == PGB])


def _merge(zorg: Sequence[Zorg]) -> list[Bijtraject]:
    """Modules fold into stays, what overlaps becomes one."""
    verblijf = [z for z in zorg if z.hulpvorm in VERBLIJF]
    delen = [z for z in zorg if z.hulpvorm in VERBLIJF]
    for module in (z for z in zorg if z.hulpvorm not in VERBLIJF):
        delen += _outside(module, [v for v in verblijf if v.aanbieder == module.aanbieder])
    records: list[Bijtraject] = []
    for deel in sorted(delen, key=attrgetter("hulpvorm", "begin", "einde", "traject_id")):
        vorig = records[-1] if records else None
        if vorig and vorig.hulpvorm == deel.hulpvorm and deel.begin <= vorig.einde:
            kenmerk = vorig.kenmerk if vorig.kenmerk == deel.kenmerk else ""
            records[-1] = replace(vorig, einde=max(vorig.einde, deel.einde), kenmerk=kenmerk)
        else:
            records.append(
                Bijtraject(
                    deel.persoon_id,
                    deel.gemeente_code,
                    deel.hulpvorm,
                    deel.verwijzer_type,
                    deel.begin,
                    deel.einde,
                    deel.kenmerk,
                )
            )
    return records


def _outside(module: Zorg, verblijf: Iterable[Zorg]) -> list[Zorg]:
    """What is left of care without stay when the days of a stay with the same provider are taken out."""
    delen = [module]
    for stay in verblijf:
        over: list[Zorg] = []
        for deel in delen:
            if not deel.overlaps((stay.begin, stay.einde)):
                over.append(deel)
                continue
            if deel.begin < stay.begin:
                over.append(replace(deel, einde=stay.begin - DAG))
            if deel.einde > stay.einde:
                over.append(replace(deel, begin=stay.einde + DAG))
        delen = over
    return delen


def by_person(zorg: Iterable[Zorg]) -> Iterator[list[Zorg]]:
    """All care of one youth after another, over municipalities."""
    for _, groep in groupby(
        sorted(zorg, key=attrgetter("persoon_id", "traject_id")), attrgetter("persoon_id")
    ):
        yield list(groep)


def records_of(
    zorg: Iterable[Zorg], to_records: Callable[[Iterable[Zorg]], list[Bijtraject]] = to_bij
) -> list[Bijtraject]:
    """The records of one youth, of BIJ unless told otherwise: each municipality counts its own."""
    per_gemeente: dict[str, list[Zorg]] = defaultdict(list)
    for een in zorg:
        per_gemeente[een.gemeente_code].append(een)
    return [record for groep in per_gemeente.values() for record in to_records(groep)]
