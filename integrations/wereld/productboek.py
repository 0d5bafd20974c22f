"""Product books: in which a region, a municipality or the national list says what its codes mean.

Books are renewed at New Year: every tariff is indexed and some codes are replaced. Some codes stay without
zorgcategorie in the book, as in practice, and a municipality may give a code of its region another meaning.
"""

import csv
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from integrations.wereld.aannames import Productvorm, afkortingen, productvormen, varianten
from integrations.wereld.toeval import draw, random_for

INDEXERING = 1.045
AANDEEL_NIEUWE_CODE = 0.10
AANDEEL_NIET_INGEDEELD = 0.035
ANDERE_BETEKENISSEN = 3
DUBBELZINNIGE_CATEGORIEEN = ("43", "44", "45")
"""Product categories that mean more than one thing: a code without zorgcategorie stays unmapped there."""
EENDUIDIGE_CATEGORIEEN = ("40", "42", "47", "48", "49")
"""Categories with a default: a code without zorgcategorie is mapped by it."""
LANDELIJK_INGEKOCHT = "55"
ZONDER_VARIANTEN = ("42", "47", "48", "49", "50", LANDELIJK_INGEKOCHT)
"""Transport, the judicial framework, tailored and national care: nobody buys these as 'light' or 'heavy'."""
EENHEID_KORT = {
    "01": "min.",
    "04": "uur",
    "14": "etm.",
    "16": "dgd.",
    "82": "stk.",
    "83": "euro",
    "84": "stk.",
}
CODESTIJLEN = ("categorie", "categorie", "categorie", "letter", "cijfers")
CODELETTERS = "AAABCDEF"
"""How regions make up codes: several in the same way, so that the same code turns up with another meaning."""
KOLOMMEN = ("product_categorie", "product_code", "omschrijving", "eenheid", "tarief_cent", "zorgcategorie")

Stijl = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Jaargang:
    """What a product is called and costs from ``geldig_vanaf`` on. Cents per unit; None: paid in euros (unit 83)."""

    geldig_vanaf: date
    product_code: str
    tarief_cent: int | None


@dataclass(frozen=True, slots=True)
class Product:
    """One product of one book, through the years. The zorgcategorie of its form is the truth, whatever the book says."""

    niveau: str
    eigenaar: str
    vorm: Productvorm
    omschrijving: str
    is_ingedeeld: bool
    jaargangen: tuple[Jaargang, ...]

    @property
    def sleutels(self) -> list[tuple[str, str]]:
        """(product_categorie, product_code) of every edition."""
        return [(self.vorm.product_categorie, jaargang.product_code) for jaargang in self.jaargangen]

    def op(self, dag: date) -> Jaargang:
        """The edition that holds on ``dag``; before the first one, the first."""
        for jaargang in reversed(self.jaargangen):
            if jaargang.geldig_vanaf <= dag:
                return jaargang
        return self.jaargangen[0]


@dataclass(frozen=True, slots=True)
class Productboek:
    """The products of one owner. ``niveau`` is gemeente, regio or landelijk (then ``eigenaar`` is empty)."""

    niveau: str
    eigenaar: str
    producten: tuple[Product, ...]

    @property
    def uitgaven(self) -> list[date]:
        """The dates from which an edition of this book holds."""
        return sorted(
            {jaargang.geldig_vanaf for product in self.producten for jaargang in product.jaargangen}
        )


def make_landelijk_boek(seed: int, jaren: Sequence[int]) -> Productboek:
    """The national list: one edition, no own tariffs, and everything that is bought nationally."""
    rng = random_for(seed, "productboek", "landelijk")
    codes = Codereeks(rng, "categorie", "S", ())
    vormen = [
        vorm
        for vorm in productvormen()
        if vorm.product_categorie == LANDELIJK_INGEKOCHT or rng.random() < 0.6
    ]
    producten = [
        Product(
            "landelijk",
            "",
            vorm,
            vorm.omschrijving,
            True,
            (_eerste_jaargang(rng, vorm, codes.next(vorm), jaren),),
        )
        for vorm in vormen
    ]
    return Productboek("landelijk", "", tuple(producten))


def make_regio_boek(seed: int, regio_code: str, jaren: Sequence[int]) -> Productboek:
    """The book of a region: nearly every kind of product, mostly in more than one variant."""
    rng = random_for(seed, "productboek", regio_code)
    stijl = rng.choice(STIJLEN)
    codes = Codereeks(rng, rng.choice(CODESTIJLEN), rng.choice(CODELETTERS), ())
    onmisbaar = {vorm.zorgcategorie: vorm for vorm in reversed(productvormen())}
    vormen = [
        vorm for vorm in productvormen() if onmisbaar[vorm.zorgcategorie] is vorm or rng.random() < 0.92
    ]
    rng.shuffle(vormen)  # so that the same code means something else in the next region
    producten: list[Product] = []
    for vorm in vormen:
        aantal = draw(rng, ((1, 0.2), (2, 0.3), (3, 0.3), (4, 0.2)))
        producten += _make_producten(rng, "regio", regio_code, vorm, aantal, codes, stijl, jaren)
    return Productboek("regio", regio_code, tuple(_leave_unmapped(rng, producten)))


def make_gemeente_boek(
    seed: int, gemeente_code: str, regio: Productboek, jaren: Sequence[int]
) -> Productboek:
    """The book of a municipality beside that of its region, in which some codes of the region mean something else."""
    rng = random_for(seed, "productboek", gemeente_code)
    bezet = [sleutel for product in regio.producten for sleutel in product.sleutels]
    codes = Codereeks(rng, rng.choice(("categorie", "letter", "cijfers")), rng.choice("JXZ"), bezet)
    stijl = rng.choice(STIJLEN)
    vormen = [vorm for vorm in productvormen() if vorm.product_categorie != LANDELIJK_INGEKOCHT]
    producten: list[Product] = []
    for vorm in sorted(rng.sample(vormen, 18), key=vormen.index):
        aantal = draw(rng, ((1, 0.4), (2, 0.4), (3, 0.2)))
        producten += _make_producten(rng, "gemeente", gemeente_code, vorm, aantal, codes, stijl, jaren)
    producten = _leave_unmapped(rng, producten)
    for vorm, jaargang in _other_meanings(rng, vormen, regio):
        omschrijving = stijl(vorm.omschrijving, "", vorm.eenheid)
        producten.append(Product("gemeente", gemeente_code, vorm, omschrijving, True, (jaargang,)))
    return Productboek("gemeente", gemeente_code, tuple(producten))


def write_boeken(folder: Path, boeken: Iterable[Productboek]) -> None:
    """Every edition as one CSV in the import format of ``mappings/README.md``, and ``inhoud.csv`` that lists them."""
    inhoud: list[tuple[str, str, str, str]] = []
    for boek in boeken:
        for vanaf in boek.uitgaven:
            naam = "_".join(deel for deel in (boek.niveau, boek.eigenaar, vanaf.isoformat()) if deel) + ".csv"
            _write_csv(folder / naam, KOLOMMEN, _uitgave(boek, vanaf), ";")
            inhoud.append((naam, boek.niveau, boek.eigenaar, vanaf.isoformat()))
    _write_csv(folder / "inhoud.csv", ("bestand", "niveau", "code", "geldig_vanaf"), inhoud, ",")


def _uitgave(boek: Productboek, vanaf: date) -> Iterator[tuple[str, ...]]:
    """The rows of the edition of ``vanaf``: what holds on that day. The national list carries no tariffs."""
    for product in boek.producten:
        jaargang = product.op(vanaf)
        tarief = (
            "" if boek.niveau == "landelijk" or jaargang.tarief_cent is None else str(jaargang.tarief_cent)
        )
        zorgcategorie = product.vorm.zorgcategorie if product.is_ingedeeld else ""
        vorm = product.vorm
        yield (
            vorm.product_categorie,
            jaargang.product_code,
            product.omschrijving,
            vorm.eenheid,
            tarief,
            zorgcategorie,
        )


def _write_csv(path: Path, kolommen: Sequence[str], rijen: Iterable[Sequence[str]], scheiding: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand, delimiter=scheiding, lineterminator="\n")
        schrijver.writerow(kolommen)
        schrijver.writerows(rijen)


class Codereeks:
    """Hands out codes of five characters in the manner of one book, each once a product category."""

    def __init__(self, rng: random.Random, soort: str, letter: str, bezet: Iterable[tuple[str, str]]) -> None:
        self.rng, self.soort, self.letter = rng, soort, letter
        self.bezet = set(bezet)
        self.stand: dict[str, int] = {}

    def next(self, vorm: Productvorm) -> str:
        """The next free code for a product of this kind."""
        categorie = vorm.product_categorie
        while True:
            nummer = self.stand.get(categorie, 0) + self.rng.choice((1, 1, 1, 2))
            self.stand[categorie] = nummer
            match self.soort:
                case "letter":
                    code = f"{self.letter}{categorie}{nummer:02d}"
                case "cijfers":
                    code = f"{categorie}{nummer + 100:03d}"
                case _:
                    code = f"{categorie}{chr(ord(self.letter) + nummer // 100)}{nummer % 100:02d}"
            if (categorie, code) not in self.bezet:
                self.bezet.add((categorie, code))
                return code


def _make_producten(
    rng: random.Random,
    niveau: str,
    eigenaar: str,
    vorm: Productvorm,
    aantal: int,
    codes: Codereeks,
    stijl: Stijl,
    jaren: Sequence[int],
) -> Iterator[Product]:
    """``aantal`` variants of one kind of product (one where variants make no sense), each with an edition a year."""
    gekozen: list[tuple[str, int]] = [("", 0)] if vorm.product_categorie in ZONDER_VARIANTEN else []
    while len(gekozen) < aantal and vorm.product_categorie not in ZONDER_VARIANTEN:
        nieuw = draw(rng, varianten())
        if nieuw not in gekozen:
            gekozen.append(nieuw)
    for variant, klasse in gekozen:
        jaargangen = [_eerste_jaargang(rng, vorm, codes.next(vorm), jaren, 1 + klasse * 0.06)]
        for jaar in jaren[1:]:
            vorige = jaargangen[-1]
            code = codes.next(vorm) if rng.random() < AANDEEL_NIEUWE_CODE else vorige.product_code
            tarief = None if vorige.tarief_cent is None else round(vorige.tarief_cent * INDEXERING)
            jaargangen.append(Jaargang(date(jaar, 1, 1), code, tarief))
        omschrijving = stijl(vorm.omschrijving, variant, vorm.eenheid)
        yield Product(niveau, eigenaar, vorm, omschrijving, True, tuple(jaargangen))


def _eerste_jaargang(
    rng: random.Random, vorm: Productvorm, code: str, jaren: Sequence[int], factor: float = 1.0
) -> Jaargang:
    tarief = round(rng.randint(*vorm.tarief_cent) * factor) if vorm.tarief_cent else None
    return Jaargang(date(jaren[0], 1, 1), code, tarief)


def _leave_unmapped(rng: random.Random, producten: list[Product]) -> list[Product]:
    """The same products, a fixed share of them without zorgcategorie in the book.

    And one in a category that means one thing, where the default of that category still decides.
    """
    gekozen: set[int] = set()
    for categorieen, aantal in (
        (DUBBELZINNIGE_CATEGORIEEN, max(1, round(len(producten) * AANDEEL_NIET_INGEDEELD))),
        (EENDUIDIGE_CATEGORIEEN, 1),
    ):
        kandidaten = [i for i, p in enumerate(producten) if p.vorm.product_categorie in categorieen]
        gekozen.update(rng.sample(kandidaten, min(len(kandidaten), aantal)))
    return [replace(p, is_ingedeeld=False) if i in gekozen else p for i, p in enumerate(producten)]


def _other_meanings(
    rng: random.Random, vormen: Sequence[Productvorm], regio: Productboek
) -> Iterator[tuple[Productvorm, Jaargang]]:
    """Codes of the region, each with another kind of product of the same category: its meaning in this municipality."""
    producten = rng.sample(regio.producten, len(regio.producten))
    gevonden = 0
    for product in producten:
        anders = [
            vorm
            for vorm in vormen
            if vorm.product_categorie == product.vorm.product_categorie
            and vorm.zorgcategorie != product.vorm.zorgcategorie
        ]
        if anders and product.is_ingedeeld and gevonden < ANDERE_BETEKENISSEN:
            gevonden += 1
            vorm = rng.choice(anders)
            eerste = product.jaargangen[0]
            tarief = rng.randint(*vorm.tarief_cent) if vorm.tarief_cent else None
            yield vorm, replace(eerste, tarief_cent=tarief)


def _voluit(vorm: str, variant: str, eenheid: str) -> str:
    return f"{vorm} {variant}".strip()


def _afgekort(vorm: str, variant: str, eenheid: str) -> str:
    """'Beg. ind. – zwaar uur': the words of ``afkortingen.csv`` shortened, the unit behind them."""
    kort = f"{vorm} – {variant}" if variant else vorm
    for woord, afkorting in afkortingen():
        kort = re.sub(rf"\b{re.escape(woord)}\b", afkorting, kort, flags=re.IGNORECASE)
    return f"{kort[:1].upper()}{kort[1:]} {EENHEID_KORT[eenheid]}"


def _kapitaal(vorm: str, variant: str, eenheid: str) -> str:
    """'BEGELEIDING INDIVIDUEEL ZWAAR (UUR)'"""
    return f"{_voluit(vorm, variant, eenheid)} ({EENHEID_KORT[eenheid].rstrip('.')})".upper()


def _jeugd_voorop(vorm: str, variant: str, eenheid: str) -> str:
    """'Jeugd: begeleiding groep zwaar per dgd.'"""
    tekst = _voluit(vorm, variant, eenheid)
    return f"Jeugd: {tekst[:1].lower()}{tekst[1:]} per {EENHEID_KORT[eenheid]}"


STIJLEN: tuple[Stijl, ...] = (_voluit, _afgekort, _afgekort, _kapitaal, _jeugd_voorop)
