"""Counting for CBS's tables: each youth once a cell, each BIJ record once a referrer, at every stage of the figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from integrations.wereld.cbs_bij import PGB, VERBLIJF, Bijtraject, Perioden, Zorg, records_of, to_pgb
from integrations.wereld.cbs_levering import NIEMAND, Cbs, Geleverd
from integrations.wereld.cbs_momentopname import NEDERLAND

WERKELIJK = 3
"""Beside the three stages (0 voorlopig, 1 nader voorlopig, 2 definitief): what really was."""
TOTAAL, ZONDER_VERBLIJF, MET_VERBLIJF = "00", "10", "20"
BESCHERMING, RECLASSERING, BESCHERMING_MET_VERBLIJF = "JB", "JR", "JB20"
MAATREGELEN = {"G01": BESCHERMING, "G02": RECLASSERING}
TOTAAL_VERWIJZER = "00"

Sleutel = tuple[int, str, str, str]
"""Stage, region, period, and form or referrer."""


class Telling:
    """Counts for every region, period and stage; ``jeugdigen`` by form, the others by referrer.

    ``elders``: municipality → youth → records that were delivered under it and are another one's.
    """

    def __init__(self, perioden: Perioden, cbs: Cbs) -> None:
        self.perioden, self.cbs = perioden, cbs
        self.jeugdigen: Counter[Sleutel] = Counter()
        self.trajecten: Counter[Sleutel] = Counter()
        self.begonnen: Counter[Sleutel] = Counter()
        self.beeindigd: Counter[Sleutel] = Counter()
        self.duur_dagen: Counter[Sleutel] = Counter()
        self.elders: dict[str, dict[str, list[Geleverd]]] = defaultdict(lambda: defaultdict(list))

    def add(self, zorg: Sequence[Zorg]) -> None:
        """All care of one youth."""
        records = records_of(zorg) + records_of(zorg, to_pgb)
        geleverd = [self.cbs.deliver(record) for record in records]
        for een in geleverd:
            if een.gemeente_code not in (een.record.gemeente_code, NIEMAND):
                self.elders[een.gemeente_code][een.record.persoon_id].append(een)
        for periode, grenzen in self.perioden.items():
            for fase in (0, 1, 2, WERKELIJK):
                lopend = [een for een in geleverd if _counts(een, grenzen, fase)]
                vormen: dict[str, set[str]] = defaultdict(set)
                for een in lopend:
                    vorm = een.record.hulpvorm
                    soort = MET_VERBLIJF if vorm in VERBLIJF else ZONDER_VERBLIJF
                    vormen[_place(een, fase)] |= {vorm, soort, TOTAAL}
                    self._add_traject(een, fase, periode, grenzen)
                self._add_measures(zorg, vormen, grenzen)
                self._add_youth(vormen, fase, periode)

    def _add_youth(self, vormen: dict[str, set[str]], fase: int, periode: str) -> None:
        landelijk = set().union(*vormen.values())
        for regio, eigen in (
            *((f"GM{code}", eigen) for code, eigen in vormen.items()),
            (NEDERLAND, landelijk),
        ):
            for vorm in eigen:
                self.jeugdigen[fase, regio, periode, vorm] += 1

    def _add_measures(
        self, zorg: Iterable[Zorg], vormen: dict[str, set[str]], grenzen: tuple[date, date]
    ) -> None:
        """Child protection and probation: no jeugdhulp, delivered by certified institutions and never late here."""
        for een in zorg:
            if een.zorgcategorie in MAATREGELEN and een.overlaps(grenzen):
                eigen = vormen[een.gemeente_code]
                eigen.add(MAATREGELEN[een.zorgcategorie])
                if een.zorgcategorie == "G01" and MET_VERBLIJF in eigen:
                    eigen.add(BESCHERMING_MET_VERBLIJF)

    def _add_traject(self, een: Geleverd, fase: int, periode: str, grenzen: tuple[date, date]) -> None:
        record, einde = een.record, _end(een, fase)
        for regio in (f"GM{_place(een, fase)}", NEDERLAND):
            for verwijzer in (record.verwijzer_type, TOTAAL_VERWIJZER):
                sleutel = (fase, regio, periode, verwijzer)
                self.trajecten[sleutel] += 1
                self.begonnen[sleutel] += record.begin >= grenzen[0]
                if einde <= grenzen[1]:
                    self.beeindigd[sleutel] += 1
                    self.duur_dagen[sleutel] += (einde - record.begin).days + 1


def _end(een: Geleverd, fase: int) -> date:
    return een.record.einde if fase == WERKELIJK else een.einde


def _counts(een: Geleverd, grenzen: tuple[date, date], fase: int) -> bool:
    if fase == WERKELIJK:
        return een.record.kenmerk != PGB and een.record.overlaps(grenzen)
    return een.overlaps(grenzen, fase)


def _place(een: Geleverd, fase: int) -> str:
    return een.record.gemeente_code if fase == WERKELIJK else een.gemeente_code


def all_records(zorg: Iterable[Sequence[Zorg]]) -> Iterator[Bijtraject]:
    """The BIJ records of many youths, one by one: a country has a million."""
    return (record for een in zorg for record in records_of(een))
