"""People and their care: who they are, and which care they need from when to when. Nothing of messages yet.

Ages follow the youths with care that CBS counted in the first half of 2021 (0–3, 4–11, 12–17 and 18–22 years).
The other shares are assumptions of this world, listed in ``gegevens/README.md``.
"""

import random
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import mul

from integrations.errors import ConfigurationError
from integrations.wereld.aannames import Zorgprofiel, zorgprofielen
from integrations.wereld.kalender import add_months, maand_van
from integrations.wereld.toeval import draw, random_for

LEEFTIJDEN = (((0, 3), 21_705), ((4, 11), 183_490), ((12, 17), 158_220), ((18, 22), 16_205))
HUISHOUDENS = (("eenouder", 107_770), ("tweeouder", 236_645), ("overig", 35_205))
GESLACHTEN = (("1", 0.56), ("2", 0.44))
VERWIJZERS = (
    ("02", 0.46),
    ("03", 0.07),
    ("05", 0.06),
    ("01", 0.26),
    ("04", 0.10),
    ("06", 0.02),
    ("08", 0.03),
)
REDENEN = (("31", 0.68), ("32", 0.11), ("33", 0.04), ("34", 0.09), ("35", 0.02), ("38", 0.04), ("39", 0.02))
VOLGENS_PLAN = "31"
SEIZOEN = (1.25, 1.1, 1.1, 1.0, 1.0, 0.9, 0.6, 0.6, 1.2, 1.15, 1.15, 0.9)
JEUGDWET = timedelta(days=23 * 365 + 5)
"""From birth to the last day of care: the 23rd birthday or the day before it (verlengde jeugdhulp)."""
AANTAL_ZORGVRAGEN = ((1, 0.80), (2, 0.17), (3, 0.03))
AANDEEL_LOPEND = 0.45
AANDEEL_PARALLEL = 0.5
METGEZELLEN = {
    "D01": "O01",
    "D02": "O01",
    "V02": "Z04",
    "V03": "Z02",
    "V04": "Z04",
    "Z02": "Z03",
    "Z03": "O01",
    "Z04": "Z02",
    "Z08": "Z04",
    "G01": "G03",
}
AANDEEL_METGEZEL = 0.45
BSN_EERSTE, BSN_LAATSTE = 999_900_006, 999_999_990
VERDER_VANAF = 99_000_000
"""First eight digits of the numbers that a large world uses beyond the test range."""
DOOR_GEMEENTE = "36"
GEREKEND_OP_STORINGEN = 100
"""Numbers kept aside for lines about a client whom nobody knows."""
REDEN_VERHUIZING = {"verhuizing": "07", "herindeling": "11"}
NA_VERHUIZING = 5
"""Added to the number of a need for care that goes on in another municipality."""
VOORNAMEN = ("Bo", "Sam", "Robin", "Noa", "Jip", "Puk", "Sascha", "Quinn", "Luca", "Mika", "Fenna", "Teun")


@dataclass(frozen=True, slots=True)
class Jeugdige:
    """A youth who does not exist. ``nummer`` is unique in the world; of the BSN see ``Bsns``."""

    nummer: int
    bsn: str
    gemeente_code: str
    geboortedatum: date
    geslacht: str
    voornaam: str
    achternaam: str
    huishouden: str

    @property
    def persoon_id(self) -> str:
        """The name of this youth in the truth: says nothing about the BSN."""
        return f"P{self.nummer:07d}"


@dataclass(frozen=True, slots=True)
class Zorgvraag:
    """One need for care: one or two zorgcategorieën at the same provider in the same period.

    ``einddatum`` is when the care ends, ``geplande_einddatum`` when it was meant to. They differ when it ends
    early, with the reason (a code of JZ588), or was extended. ``volgt_op`` is the number of the same need in the
    municipality from which the youth moved, ``reden_wijziging`` (JZ002) why the allocation there is shortened.
    """

    nummer: int
    zorgcategorieen: tuple[str, ...]
    verwijzer_type: str
    ingangsdatum: date
    geplande_einddatum: date
    einddatum: date
    reden_beeindiging: str
    volgt_op: int | None = None
    reden_wijziging: str | None = None

    def traject_id(self, jeugdige: Jeugdige, volgnummer: int) -> str:
        """The name in the truth of the care under the zorgcategorie with this position."""
        return f"T{jeugdige.nummer:07d}-{self.nummer}{volgnummer}"

    def vorig_traject_id(self, jeugdige: Jeugdige, volgnummer: int) -> str:
        """The name of the same care in the municipality before; empty when there is none."""
        return "" if self.volgt_op is None else f"T{jeugdige.nummer:07d}-{self.volgt_op}{volgnummer}"


@dataclass(frozen=True, slots=True)
class Verhuizing:
    """From ``dag`` on another municipality is responsible. ``soort``: verhuizing or herindeling."""

    soort: str
    van: str
    naar: str
    dag: date


class Bsns:
    """BSNs that pass the elfproef: the official test range first, in an order of this world's own.

    A world that needs more goes on from 990000000. Those numbers stand in generated files only.
    """

    def __init__(self, seed: int, jeugdigen: int) -> None:
        self._bsns = array("L", _valid(range(BSN_EERSTE // 10, BSN_LAATSTE // 10 + 1)))
        random_for(seed, "bsn").shuffle(self._bsns)
        if jeugdigen > len(self._bsns) - GEREKEND_OP_STORINGEN:
            self._bsns.extend(_valid(range(VERDER_VANAF, BSN_EERSTE // 10)))

    def of(self, nummer: int) -> str:
        """The BSN of the youth with this number (from 0)."""
        return str(self._bsns[nummer])

    def unused(self, rng: random.Random, jeugdigen: int) -> str:
        """A valid number that belongs to none of the first ``jeugdigen`` youths."""
        return str(self._bsns[rng.randrange(jeugdigen, len(self._bsns))])

    def require(self, jeugdigen: int) -> None:
        """Raises ConfigurationError when there are too few numbers, some kept aside for faults."""
        meeste = len(self._bsns) - GEREKEND_OP_STORINGEN
        if jeugdigen > meeste:
            raise ConfigurationError(
                f"Voor {jeugdigen} jeugdigen zijn er te weinig BSN's.",
                f"vraag hooguit {meeste} jeugdigen.",
            )


def _valid(eerste_acht: Iterable[int]) -> Iterator[int]:
    """The numbers that begin with these eight digits and pass the elfproef: the last digit follows from the others."""
    hoog: dict[int, int] = {}
    laag = [sum(map(mul, (5, 4, 3, 2), map(int, f"{vier:04d}"))) for vier in range(10_000)]
    for acht in eerste_acht:
        begin, rest = divmod(acht, 10_000)
        if begin not in hoog:
            hoog[begin] = sum(map(mul, (9, 8, 7, 6), map(int, f"{begin:04d}")))
        laatste = (hoog[begin] + laag[rest]) % 11
        if laatste < 10:
            yield acht * 10 + laatste


def make_jeugdige(seed: int, nummer: int, bsn: str, gemeente_code: str, peildatum: date) -> Jeugdige:
    """The youth with this number, of the age of LEEFTIJDEN on ``peildatum``."""
    rng = random_for(seed, "jeugdige", nummer)
    van, tot = draw(rng, LEEFTIJDEN)
    leeftijd = rng.randint(van, tot)
    jarig = date(peildatum.year - leeftijd, peildatum.month, 1) - timedelta(days=rng.randint(0, 364))
    return Jeugdige(
        nummer=nummer,
        bsn=bsn,
        gemeente_code=gemeente_code,
        geboortedatum=jarig,
        geslacht=draw(rng, GESLACHTEN),
        voornaam=rng.choice(VOORNAMEN),
        achternaam=f"Fictief{_letters(nummer)}",
        huishouden=draw(rng, HUISHOUDENS),
    )


def make_zorgvragen(seed: int, jeugdige: Jeugdige, van: date, tot: date) -> list[Zorgvraag]:
    """The care of one youth that begins between ``van`` and ``tot`` (first and last day of the world).

    A share of the youths has care already: it is allocated anew from ``van`` on, as at a new contract year. No care
    is planned beyond the 23rd birthday.
    """
    rng = random_for(seed, "zorg", jeugdige.nummer)
    laatste = jeugdige.geboortedatum + JEUGDWET
    leeftijd = (van - jeugdige.geboortedatum).days * 4 // 1461
    passend = [(p, p.aandeel) for p in zorgprofielen() if p.leeftijd_van <= leeftijd <= p.leeftijd_tot]
    zorgvragen: list[Zorgvraag] = []
    for volgnummer in range(draw(rng, AANTAL_ZORGVRAGEN)):
        profiel = draw(rng, passend)
        if not zorgvragen:
            ingang = van if rng.random() < AANDEEL_LOPEND else _begin_in_window(rng, van, min(tot, laatste))
        elif rng.random() < AANDEEL_PARALLEL:
            ingang = zorgvragen[-1].ingangsdatum + timedelta(days=rng.randint(14, 150))
        else:
            ingang = zorgvragen[-1].einddatum + timedelta(days=rng.randint(7, 120))
        is_nieuw = profiel.zorgcategorie not in {z.zorgcategorieen[0] for z in zorgvragen}
        if ingang <= min(tot, laatste) and is_nieuw:
            zorgvragen.append(_make_zorgvraag(rng, volgnummer, profiel, ingang, laatste))
    return zorgvragen


def _make_zorgvraag(
    rng: random.Random, volgnummer: int, profiel: Zorgprofiel, ingang: date, laatste: date
) -> Zorgvraag:
    maanden = max(1, round(profiel.duur_maanden * rng.lognormvariate(0, 0.45)))
    gepland = add_months(maand_van(ingang), maanden) + timedelta(
        days=ingang.day - 2 if ingang.day > 1 else -1
    )
    gepland = min(gepland, laatste)
    reden = draw(rng, REDENEN)
    einde = gepland
    if reden != VOLGENS_PLAN:
        einde = ingang + (gepland - ingang) * rng.uniform(0.15, 0.9)
    elif rng.random() < 0.08:
        einde = gepland + timedelta(days=30 * rng.randint(1, 4))
    elif rng.random() < 0.5:
        einde = gepland - timedelta(days=min(rng.randint(1, 30), (gepland - ingang).days))
    metgezel = METGEZELLEN.get(profiel.zorgcategorie)
    heeft_metgezel = metgezel is not None and rng.random() < AANDEEL_METGEZEL
    return Zorgvraag(
        nummer=volgnummer,
        zorgcategorieen=(profiel.zorgcategorie, metgezel)
        if metgezel and heeft_metgezel
        else (profiel.zorgcategorie,),
        verwijzer_type=draw(rng, VERWIJZERS),
        ingangsdatum=ingang,
        geplande_einddatum=gepland,
        einddatum=min(einde, laatste),
        reden_beeindiging=reden,
    )


def split_by_move(
    zorgvragen: Iterable[Zorgvraag], verhuizing: Verhuizing
) -> tuple[list[Zorgvraag], list[Zorgvraag]]:
    """Care before the move and from it on, when another municipality is responsible; what goes on is cut in two."""
    dag = verhuizing.dag
    voor: list[Zorgvraag] = []
    na: list[Zorgvraag] = []
    for zorgvraag in zorgvragen:
        if zorgvraag.ingangsdatum >= dag:
            na.append(zorgvraag)
        elif zorgvraag.einddatum < dag:
            voor.append(zorgvraag)
        else:
            laatste = dag - timedelta(days=1)
            gepland = max(zorgvraag.geplande_einddatum, zorgvraag.einddatum)
            voor.append(
                replace(
                    zorgvraag,
                    geplande_einddatum=gepland,
                    einddatum=laatste,
                    reden_beeindiging=DOOR_GEMEENTE,
                    reden_wijziging=REDEN_VERHUIZING[verhuizing.soort],
                )
            )
            nummer = zorgvraag.nummer
            na.append(
                replace(
                    zorgvraag,
                    nummer=nummer + NA_VERHUIZING,
                    volgt_op=nummer,
                    ingangsdatum=dag,
                    geplande_einddatum=gepland,
                )
            )
    return voor, na


def _begin_in_window(rng: random.Random, van: date, tot: date) -> date:
    """A first day of care between ``van`` and ``tot``: more in winter than in summer, half of them on a first."""
    while True:
        dag = van + timedelta(days=rng.randint(0, (tot - van).days))
        if rng.random() * max(SEIZOEN) < SEIZOEN[dag.month - 1]:
            return dag if rng.random() < 0.6 else maand_van(dag)


def _letters(nummer: int) -> str:
    """0 → aaa, 1 → aab, …: four letters from 17,576 on."""
    letters = ""
    for _ in range(4 if nummer >= 26**3 else 3):
        nummer, rest = divmod(nummer, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
