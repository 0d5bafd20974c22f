"""Why the count from messages differs from CBS's: the truth for every municipality × half-year × hulpvorm.

A row holds four counts of youths and a column for each cause, signed so that they add up exactly:

    berichten + causes = gepubliceerd    (where the published figure is secret: = cbs)

``bij`` is what really was, by BIJ's definition; ``berichten`` what a faultless reader can count from the messages that
had arrived three months after the half-year, when CBS closes its books (an assumption); ``cbs`` what CBS counts from
the deliveries in its newest publication; ``gepubliceerd`` what that looks like in StatLine (empty: secret). A youth
that is in one count and not in another has one cause: the first of ``gegevens/oorzaken.csv`` that applies.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

from integrations.wereld.aannames import read_rows
from integrations.wereld.cbs_bij import (
    PGB,
    VERBLIJF,
    ZONDER_VERBLIJF,
    Perioden,
    Zorg,
    read_zorg,
    to_bij,
    to_pgb,
)
from integrations.wereld.cbs_levering import Geleverd
from integrations.wereld.cbs_momentopname import published
from integrations.wereld.cbs_telling import Telling
from integrations.wereld.kalender import add_months
from integrations.wereld.waarheidlezer import read_rijen

MAANDEN_TOT_SLUITING = 3
HULPVORMEN = (*ZONDER_VERBLIJF, *VERBLIJF)
TELT_MEE = "telt mee"

Cel = tuple[str, str]
"""Half-year and hulpvorm."""


@dataclass(frozen=True, slots=True)
class Regel:
    """A declaration line. ``vorm``: its hulpvorm by the books, ``ware_vorm``: that of the care; ``oordeel``: TELT_MEE
    or the cause for which it does not count.
    """

    halfjaar: str
    vorm: str
    ware_vorm: str
    saldo_cent: int
    oordeel: str


@dataclass(slots=True)
class Cellen:
    """Of one municipality: youths a cell as they were, in the messages, and at CBS; and the causes between them."""

    bij: Counter[Cel] = field(default_factory=Counter)
    berichten: Counter[Cel] = field(default_factory=Counter)
    cbs: Counter[Cel] = field(default_factory=Counter)
    oorzaken: Counter[tuple[Cel, str]] = field(default_factory=Counter)


@cache
def causes() -> tuple[str, ...]:
    """Names of the causes, in the order in which they are tried."""
    return tuple(rij["oorzaak"] for rij in read_rows("oorzaken"))


@cache
def faults_without_person() -> frozenset[str]:
    """Kinds of fault that put a line on a number that is not the youth's."""
    return frozenset(
        soort
        for rij in read_rows("oorzaken")
        if rij["oorzaak"] == "geen_bsn"
        for soort in rij["waarden"].split()
    )


class Aansluiting:
    """Compares municipality after municipality. ``fasen``: half-year → stage of its figures in the last publication."""

    def __init__(self, waarheid: Path, perioden: Perioden, telling: Telling, fasen: dict[str, int]) -> None:
        self.waarheid, self.telling, self.fasen = waarheid, telling, fasen
        self.halfjaren = {naam: grenzen for naam, grenzen in perioden.items() if "HJ" in naam}
        self.sluiting = {
            naam: datetime.combine(
                add_months(einde.replace(day=1), MAANDEN_TOT_SLUITING + 1), time(), tzinfo=UTC
            )
            for naam, (_, einde) in self.halfjaren.items()
        }
        kolommen = ("zorgcategorie", "hulpvorm")
        self.vormen = {code: vorm or "" for code, vorm in read_rijen(waarheid, "productcodes", kolommen)}

    def rows(self, gemeente_code: str) -> Iterator[tuple[object, ...]]:
        """The rows of this municipality; a cell in which every count is zero is left out."""
        cellen = self.compare(gemeente_code)
        for cel in ((halfjaar, vorm) for halfjaar in self.halfjaren for vorm in HULPVORMEN):
            aantallen = (cellen.bij[cel], cellen.berichten[cel], cellen.cbs[cel])
            gepubliceerd = published(cellen.cbs[cel])
            if gepubliceerd is not None:
                cellen.oorzaken[cel, "afronding"] = gepubliceerd - cellen.cbs[cel]
            if any(aantallen):
                grootte = [cellen.oorzaken[cel, oorzaak] for oorzaak in causes()]
                yield gemeente_code, *cel, *aantallen, gepubliceerd, *grootte

    def compare(self, gemeente_code: str) -> Cellen:
        """How many youths are in which count, and for each difference its cause."""
        zorg: dict[str, list[Zorg]] = defaultdict(list)
        for een in read_zorg(self.waarheid, gemeente_code):
            zorg[een.persoon_id].append(een)
        regels: dict[str, list[Regel]] = defaultdict(list)
        for persoon_id, regel in self._read_regels(gemeente_code):
            regels[persoon_id].append(regel)
        elders = self.telling.elders.get(gemeente_code, {})
        cellen = Cellen()
        for persoon_id in sorted(zorg.keys() | regels.keys() | elders.keys()):
            eigen, van_elders = zorg.get(persoon_id, []), elders.get(persoon_id, [])
            self._add(cellen, gemeente_code, eigen, regels.get(persoon_id, []), van_elders)
        return cellen

    def _read_regels(self, gemeente_code: str) -> Iterator[tuple[str, Regel]]:
        """Youth and line, for the lines within the half-years."""
        ontvangen = dict(read_rijen(self.waarheid, "berichten", ("bestand", "ontvangen_op"), gemeente_code))
        namen = ("bestand", "persoon_id", "maand", "zorgcategorie", "zorgcategorie_boek", "saldo_cent")
        kolommen = (*namen, "lot", "storing")
        for rij in read_rijen(self.waarheid, "prestaties", kolommen, gemeente_code):
            bestand, persoon_id, maand, categorie, in_boek, saldo_cent, lot, storing = rij
            halfjaar = f"{maand.year}HJ0{1 if maand.month <= 6 else 2}"
            if halfjaar in self.halfjaren:
                is_laat = ontvangen[bestand] >= self.sluiting[halfjaar]
                oordeel = judge(is_laat, lot, storing, in_boek)
                vormen = (self.vormen.get(in_boek or "", ""), self.vormen.get(categorie, ""))
                yield persoon_id, Regel(halfjaar, *vormen, saldo_cent, oordeel)

    def _add(
        self,
        cellen: Cellen,
        gemeente_code: str,
        zorg: list[Zorg],
        regels: list[Regel],
        van_elders: list[Geleverd],
    ) -> None:
        """One youth in every half-year."""
        records = to_bij(zorg)
        geleverd = [self.telling.cbs.deliver(record) for record in [*records, *to_pgb(zorg)]]
        bij_cbs = [een for een in geleverd if een.gemeente_code == gemeente_code] + van_elders
        in_natura = [een for een in zorg if een.uitvoering != PGB]
        for halfjaar, grenzen in self.halfjaren.items():
            lopend = [een for een in in_natura if een.overlaps(grenzen)]
            eigen = [regel for regel in regels if regel.halfjaar == halfjaar]
            bij = {record.hulpvorm for record in records if record.overlaps(grenzen)}
            berichten = counted(eigen)
            geteld = [een for een in bij_cbs if een.overlaps(grenzen, self.fasen[halfjaar])]
            cbs = {een.record.hulpvorm for een in geteld}
            cellen.bij.update((halfjaar, vorm) for vorm in bij)
            cellen.berichten.update((halfjaar, vorm) for vorm in berichten)
            cellen.cbs.update((halfjaar, vorm) for vorm in cbs)
            oorzaken = [(vorm, why_absent(vorm, lopend, eigen), 1) for vorm in bij - berichten]
            oorzaken += [(vorm, why_extra(vorm, lopend, eigen), -1) for vorm in berichten - bij]
            werkelijk = [
                een for een in geleverd if een.record.kenmerk != PGB and een.record.overlaps(grenzen)
            ]
            oorzaken += [(vorm, why_not_at_cbs(vorm, werkelijk), -1) for vorm in bij - cbs]
            oorzaken += [(vorm, why_only_at_cbs(vorm, geteld), 1) for vorm in cbs - bij]
            for vorm, oorzaak, teken in oorzaken:
                cellen.oorzaken[(halfjaar, vorm), oorzaak] += teken


def judge(is_laat: bool, lot: str, storing: str | None, in_boek: str | None) -> str:
    """Whether a line counts for a faultless reader, or the cause why not."""
    if is_laat:
        return "laat"
    if lot == "afgewezen":
        return "afgewezen"
    if storing in faults_without_person():
        return "geen_bsn"
    return TELT_MEE if in_boek else "niet_gekoppeld"


def counted(regels: Collection[Regel]) -> set[str]:
    """The hulpvormen in which the lines of one youth and half-year count: what is left after credits is positive."""
    saldo: Counter[str] = Counter()
    for regel in regels:
        if regel.oordeel == TELT_MEE and regel.vorm:
            saldo[regel.vorm] += regel.saldo_cent
    return {vorm for vorm, cent in saldo.items() if cent > 0}


def why_absent(vorm: str, lopend: Collection[Zorg], regels: Collection[Regel]) -> str:
    """Why care that was there does not count in the messages."""
    zelf = [een for een in lopend if een.hulpvorm == vorm]
    van_zorg = [regel for regel in regels if regel.ware_vorm == vorm]
    if not van_zorg:
        if all(een.uitvoering == "wijkteam" for een in zelf):
            return "wijkteam"
        met_berichten = [een for een in zelf if een.uitvoering != "wijkteam"]
        is_taakgericht = all(een.bekostiging == "taakgericht" for een in met_berichten)
        return "taakgericht" if is_taakgericht else "zonder_declaratie"
    oordelen = {regel.oordeel for regel in van_zorg}
    if any(regel.oordeel == TELT_MEE and regel.vorm != vorm for regel in van_zorg):
        oordelen.add("andere_hulpvorm")
    return next((oorzaak for oorzaak in causes() if oorzaak in oordelen), "gecrediteerd")


def why_extra(vorm: str, lopend: Collection[Zorg], regels: Collection[Regel]) -> str:
    """Why the messages count care that BIJ does not."""
    if any(regel.oordeel == TELT_MEE and regel.vorm == vorm != regel.ware_vorm for regel in regels):
        return "andere_hulpvorm"
    return "module_bij_verblijf" if any(een.hulpvorm == vorm for een in lopend) else "buiten_zorgperiode"


def why_not_at_cbs(vorm: str, werkelijk: Iterable[Geleverd]) -> str:
    """Why CBS does not count care that was there: nobody delivered it, it stands elsewhere, or it is still to come."""
    return _first(een.oorzaak or "nog_niet_aangeleverd" for een in werkelijk if een.record.hulpvorm == vorm)


def why_only_at_cbs(vorm: str, geteld: Iterable[Geleverd]) -> str:
    """Why CBS counts care that was not there: with PGB, of another municipality, or ended before."""
    return _first(een.oorzaak or "einddatum_imputatie" for een in geteld if een.record.hulpvorm == vorm)


def _first(gevonden: Iterable[str]) -> str:
    """The one that is tried first."""
    return min(gevonden, key=causes().index)
