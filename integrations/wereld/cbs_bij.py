"""Trajectories as Beleidsinformatie Jeugd (BIJ) counts them, made from the truth of a world.

Source: informatieprotocol BIJ v7, 3.1 and 3.3. A record is a youth, a day of start and a hulpvorm. Care that a provider
gives during a stay with that same provider belongs to the stay; records of one youth and hulpvorm that overlap are one;
care with a PGB is not delivered by providers. A wijkteam delivers as any provider does.

How providers deliver is an assumption of this world: ``Aanlevering``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from integrations.wereld.kalender import add_months, month_end
from integrations.wereld.toeval import random_for
from integrations.wereld.waarheidlezer import read_rijen

VERBLIJF = ("11", "12", "13", "14")
ZONDER_VERBLIJF = ("01", "02", "03", "04")
PGB = "pgb"
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

    def overlaps(self, periode: tuple[date, date]) -> bool:
        return self.begin <= periode[1] and periode[0] <= self.einde


@dataclass(frozen=True, slots=True)
class Bijtraject:
    """A record as BIJ counts it. ``einde`` is the last day of care, which may lie in the future."""

    persoon_id: str
    gemeente_code: str
    hulpvorm: str
    verwijzer_type: str
    begin: date
    einde: date

    def overlaps(self, periode: tuple[date, date]) -> bool:
        return self.begin <= periode[1] and periode[0] <= self.einde


@dataclass(frozen=True, slots=True)
class Aanlevering:
    """How providers deliver to CBS; shares of the records.

    Attributes:
        zonder_einddatum: ended, but the provider never says when. The 15% that BIJ reports.
        nagekomen: not delivered yet when the figures are voorlopig. CBS: final figures of 2021 and 2022 were 4 to 5
            percent higher. Half of them is there when the figures are nader voorlopig.
    """

    zonder_einddatum: float = 0.15
    nagekomen: float = 0.045


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
    )
    for rij in read_rijen(waarheid, "trajecten", kolommen, gemeente_code):
        traject, persoon, gemeente, categorie, vorm, verwijzer, begin, einde, wijze, geld, eerste, tweede = (
            rij
        )
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
    verblijf = [z for z in zorg if z.hulpvorm in VERBLIJF]
    delen = [z for z in zorg if z.hulpvorm in VERBLIJF]
    for module in (z for z in zorg if z.hulpvorm not in VERBLIJF):
        delen += _outside(module, [v for v in verblijf if v.aanbieder == module.aanbieder])
    records: list[Bijtraject] = []
    for deel in sorted(delen, key=attrgetter("hulpvorm", "begin", "einde", "traject_id")):
        vorig = records[-1] if records else None
        if vorig and vorig.hulpvorm == deel.hulpvorm and deel.begin <= vorig.einde:
            records[-1] = replace(vorig, einde=max(vorig.einde, deel.einde))
        else:
            records.append(
                Bijtraject(
                    deel.persoon_id,
                    deel.gemeente_code,
                    deel.hulpvorm,
                    deel.verwijzer_type,
                    deel.begin,
                    deel.einde,
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


def records_of(zorg: Iterable[Zorg]) -> list[Bijtraject]:
    """The BIJ records of one youth: each municipality counts its own."""
    per_gemeente: dict[str, list[Zorg]] = defaultdict(list)
    for een in zorg:
        per_gemeente[een.gemeente_code].append(een)
    return [record for groep in per_gemeente.values() for record in to_bij(groep)]


@dataclass(frozen=True, slots=True)
class Geleverd:
    """A record as CBS has it: ``einde`` imputed where the provider gave none; ``fase`` from which it is there
    (0 voorlopig, 1 nader voorlopig, 2 definitief).
    """

    record: Bijtraject
    einde: date
    fase: int

    def overlaps(self, periode: tuple[date, date], fase: int) -> bool:
        """Whether CBS counts it in this period, at this stage of the figures."""
        return self.fase <= fase and self.record.begin <= periode[1] and periode[0] <= self.einde


class Cbs:
    """What CBS makes of records: ends that are not delivered are imputed with the mean duration of the hulpvorm.

    Such a record was still delivered over the half-year in which it really ended, so its end does not come before the
    first day of that half-year (an assumption; the protocol leaves imputation to CBS).
    """

    def __init__(self, seed: int, aanlevering: Aanlevering, tot: date, records: Iterable[Bijtraject]) -> None:
        """``records``: those from which the mean duration of ended records is taken; ``tot``: the world's last day."""
        self.seed, self.aanlevering, self.tot = seed, aanlevering, tot
        som: dict[str, int] = defaultdict(int)
        aantal: dict[str, int] = defaultdict(int)
        for record in records:
            if record.einde <= tot:
                som[record.hulpvorm] += (record.einde - record.begin).days
                aantal[record.hulpvorm] += 1
        self.duur_dagen = {vorm: round(som[vorm] / aantal[vorm]) for vorm in som}

    def deliver(self, record: Bijtraject) -> Geleverd:
        """The record as CBS gets it in the end, and from when."""
        sleutel = (record.persoon_id, record.gemeente_code, record.hulpvorm, record.begin)
        rng = random_for(self.seed, "bij", *sleutel)
        laat, einde_ontbreekt = rng.random(), rng.random() < self.aanlevering.zonder_einddatum
        nagekomen = self.aanlevering.nagekomen
        fase = 0 if laat >= nagekomen else 1 if laat >= nagekomen / 2 else 2
        einde = record.einde
        if einde_ontbreekt and einde <= self.tot:
            halfjaar = date(einde.year, 1 if einde.month <= 6 else 7, 1)
            gemiddeld = record.begin + timedelta(days=self.duur_dagen[record.hulpvorm])
            einde = max(gemiddeld, halfjaar, record.begin)
        return Geleverd(record, einde, fase)
