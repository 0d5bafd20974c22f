"""How providers deliver their records to CBS, and what CBS makes of them.

All of it is an assumption of this world, but for the figures that ``Aanlevering`` gives a source.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from integrations.wereld.cbs_bij import ONDERAANNEMING, PGB, VERHUIZING, Bijtraject
from integrations.wereld.toeval import random_for
from integrations.wereld.waarheidlezer import read_rijen

NIEMAND = ""
Herkomst = Mapping[str, tuple[str, str]]
"""Youth → the municipality before a move, and why: verhuizing or herindeling."""


@dataclass(frozen=True, slots=True)
class Aanlevering:
    """How providers deliver to CBS; shares of the records. All of it is assumed, but for the first two.

    Attributes:
        zonder_einddatum: ended, but the provider never says when. The 15% that BIJ reports.
        nagekomen: not delivered yet when the figures are voorlopig. CBS: final figures of 2021 and 2022 were 4 to 5
            percent higher. Half of them is there when the figures are nader voorlopig.
        onderaannemer_vergeet: of subcontracted care, that neither of the two providers delivers.
        oude_gemeente: of care that goes on after a move or a merger, that is delivered under the municipality before.
        pgb_aangeleverd: of care from a personal budget, that a provider delivers although it should not.
    """

    zonder_einddatum: float = 0.15
    nagekomen: float = 0.045
    onderaannemer_vergeet: float = 0.3
    oude_gemeente: float = 0.25
    pgb_aangeleverd: float = 0.1

    @classmethod
    def none(cls) -> "Aanlevering":
        """Providers that make no mistake."""
        return cls(0.0, 0.0, 0.0, 0.0, 0.0)

    def kans(self, kenmerk: str) -> float:
        """The chance of what may go wrong with care of this ``kenmerk``."""
        kansen = {
            PGB: self.pgb_aangeleverd,
            ONDERAANNEMING: self.onderaannemer_vergeet,
            VERHUIZING: self.oude_gemeente,
        }
        return kansen.get(kenmerk, 0.0)


@dataclass(frozen=True, slots=True)
class Geleverd:
    """A record as CBS has it: ``einde`` imputed where the provider gave none; ``fase`` from which it is there
    (0 voorlopig, 1 nader voorlopig, 2 definitief).

    ``gemeente_code`` is the one under which it was delivered, NIEMAND when nobody did. ``oorzaak`` says why that is
    not the municipality of the record, or why there is a record at all: a name of ``gegevens/oorzaken.csv``.
    """

    record: Bijtraject
    einde: date
    fase: int
    gemeente_code: str
    oorzaak: str = ""

    def overlaps(self, periode: tuple[date, date], fase: int) -> bool:
        """Whether CBS counts it in this period, at this stage of the figures, in the municipality it was given."""
        if self.gemeente_code == NIEMAND or self.fase > fase:
            return False
        return self.record.begin <= periode[1] and periode[0] <= self.einde


class Cbs:
    """What CBS makes of records: ends that are not delivered are imputed with the mean duration of the hulpvorm.

    Such a record was still delivered over the half-year in which it really ended, so its end does not come before the
    first day of that half-year (an assumption; the protocol leaves imputation to CBS).
    """

    def __init__(
        self,
        seed: int,
        aanlevering: Aanlevering,
        tot: date,
        records: Iterable[Bijtraject],
        herkomst: Herkomst | None = None,
    ) -> None:
        """``records``: those from which the mean duration of ended records is taken; ``tot``: the world's last day."""
        self.seed, self.aanlevering, self.tot = seed, aanlevering, tot
        self.herkomst: Herkomst = herkomst or {}
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
            duur_dagen = self.duur_dagen.get(record.hulpvorm, 0)
            einde = max(record.begin + timedelta(days=duur_dagen), halfjaar, record.begin)
        gemeente_code, oorzaak = self._address(record, rng.random())
        return Geleverd(record, einde, fase, gemeente_code, oorzaak)

    def _address(self, record: Bijtraject, toeval: float) -> tuple[str, str]:
        """Under which municipality the record is delivered, and what went wrong with that."""
        gaat_mis = toeval < self.aanlevering.kans(record.kenmerk)
        if record.kenmerk == PGB:
            return record.gemeente_code if gaat_mis else NIEMAND, PGB
        if gaat_mis and record.kenmerk == ONDERAANNEMING:
            return NIEMAND, ONDERAANNEMING
        if gaat_mis and record.kenmerk == VERHUIZING:
            return self.herkomst[record.persoon_id]
        return record.gemeente_code, ""


def read_herkomst(waarheid: Path) -> dict[str, tuple[str, str]]:
    """Who comes under another municipality than the one in which the world found them."""
    opgegaan = {
        code
        for code, in_andere in read_rijen(waarheid, "gemeenten", ("gemeente_code", "opgegaan_in"))
        if in_andere
    }
    kolommen = ("persoon_id", "gemeente_code", "verhuisd_naar")
    return {
        persoon_id: (code, "herindeling" if code in opgegaan else VERHUIZING)
        for persoon_id, code, naar in read_rijen(waarheid, "personen", kolommen)
        if naar
    }
