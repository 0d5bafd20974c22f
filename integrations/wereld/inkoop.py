"""Purchasing: which providers work for a municipality, and which products it buys from whose book."""

import csv
import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from integrations.wereld.aannames import Aanbiederprofiel, Zorgprofiel, aanbiederprofielen
from integrations.wereld.productboek import (
    Product,
    Productboek,
    make_gemeente_boek,
    make_landelijk_boek,
    make_regio_boek,
)
from integrations.wereld.toeval import draw

ONDERAANNEMER = "onderaannemer"
ONDERAANNEMERS_VANAF = 101
"""Numbers of subcontractors within their region."""


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A municipality as the caller's list has it."""

    gemeente_code: str
    gemeente_naam: str
    regio_code: str
    regio_naam: str
    heeft_eigen_boek: bool


@dataclass(frozen=True, slots=True)
class Aanbieder:
    """A provider. Its AGB code starts with 00, a kind of care that AGB does not have: it cannot be a real one.

    Wijkteams are none: they belong to the municipality and send no messages.
    """

    agb_code: str
    naam: str
    soort: str
    grootteklasse: str
    gewicht: float

    @property
    def besteedt_uit(self) -> bool:
        """Whether it has small ones give care in its name."""
        return self.grootteklasse in ("groot", "middel")


class Inkoop:
    """What one municipality buys: books and providers follow from the seed, so no municipality waits for another."""

    def __init__(self, seed: int, gemeente: Gemeente, jaren: Sequence[int]) -> None:
        self.gemeente = gemeente
        landelijk = make_landelijk_boek(seed, jaren)
        regio = make_regio_boek(seed, gemeente.regio_code, jaren)
        eigen = (
            make_gemeente_boek(seed, gemeente.gemeente_code, regio, jaren)
            if gemeente.heeft_eigen_boek
            else None
        )
        self.boeken: list[Productboek] = [boek for boek in (eigen, regio, landelijk) if boek]
        allen = make_aanbieders(gemeente)
        self.aanbieders = [aanbieder for aanbieder in allen if aanbieder.soort != ONDERAANNEMER]
        self.onderaannemers = [aanbieder for aanbieder in allen if aanbieder.soort == ONDERAANNEMER]
        self._aanbod = self._collect_aanbod()
        self._betekenissen: dict[tuple[str, str], list[tuple[date, str]]] = {}
        for boek in self.boeken:
            for product in boek.producten:
                for sleutel, jaargang in zip(product.sleutels, product.jaargangen, strict=True):
                    if product.is_ingedeeld:
                        betekenis = (jaargang.geldig_vanaf, product.vorm.zorgcategorie)
                        self._betekenissen.setdefault(sleutel, []).append(betekenis)

    def _collect_aanbod(self) -> dict[str, list[tuple[Product, float]]]:
        """Per zorgcategorie what can be bought, with its weight. A code of a nearer book hides that of a farther one."""
        gewichten = {"gemeente": 3.0, "regio": 1.0, "landelijk": 0.5}
        aanbod: dict[str, list[tuple[Product, float]]] = {}
        bezet: dict[tuple[str, str], str] = {}
        for boek in self.boeken:
            for product in boek.producten:
                if any(bezet.get(sleutel, boek.niveau) != boek.niveau for sleutel in product.sleutels):
                    continue
                bezet.update(dict.fromkeys(product.sleutels, boek.niveau))
                aanbod.setdefault(product.vorm.zorgcategorie, []).append((product, gewichten[boek.niveau]))
        return aanbod

    def draw_product(self, rng: random.Random, zorgcategorie: str) -> Product:
        """A product of this zorgcategorie as this municipality buys it."""
        return draw(rng, self._aanbod[zorgcategorie])

    def draw_other_code(
        self, rng: random.Random, product_categorie: str, product_code: str, dag: date
    ) -> str | None:
        """Another code of the same category that can be bought on ``dag``; None when there is no other."""
        producten = [product for lijst in self._aanbod.values() for product, _ in lijst]
        codes = {p.op(dag).product_code for p in producten if p.vorm.product_categorie == product_categorie}
        anders = sorted(codes - {product_code})
        return rng.choice(anders) if anders else None

    def resolve(self, product_categorie: str, product_code: str, dag: date) -> str | None:
        """The zorgcategorie that the books give this code on ``dag``, nearest book first; None: none of them does."""
        for betekenis in self._betekenissen.get((product_categorie, product_code), ()):
            if betekenis[0] <= dag:
                return betekenis[1]
        return None

    def draw_aanbieder(
        self, rng: random.Random, profiel: Zorgprofiel, bezet: Collection[str]
    ) -> Aanbieder | None:
        """A provider of one of the kinds that give this care, but none of ``bezet`` (AGB codes); None: no other."""
        keuzes = [
            (aanbieder, aanbieder.gewicht * profiel.aanbiedersoorten.count(aanbieder.soort))
            for aanbieder in self.aanbieders
            if aanbieder.soort in profiel.aanbiedersoorten and aanbieder.agb_code not in bezet
        ]
        return draw(rng, keuzes) if keuzes else None

    def draw_onderaannemer(self, rng: random.Random) -> Aanbieder:
        """A small provider of the region that gives care in the name of another."""
        return draw(rng, [(a, a.gewicht) for a in self.onderaannemers])


def make_aanbieders(gemeente: Gemeente) -> list[Aanbieder]:
    """Who works here: those of the region, of the municipality, and of the whole country; subcontractors too."""
    regio = gemeente.regio_code.removeprefix("JR")
    volgnummers = {"contract": count(1), ONDERAANNEMER: count(ONDERAANNEMERS_VANAF)}
    aanbieders: list[Aanbieder] = []
    for profiel in aanbiederprofielen():
        for i in range(profiel.aantal):
            match profiel.per:
                case "regio":
                    agb_code = f"00{regio}{next(volgnummers[profiel.rol]):04d}"
                    plaats = f" {gemeente.regio_naam}"
                case "gemeente":
                    agb_code, plaats = f"0080{gemeente.gemeente_code}", f" {gemeente.gemeente_naam}"
                case _:
                    agb_code, plaats = "00990001", ""
            aanbieders.append(_make_aanbieder(profiel, agb_code, plaats, i))
    return aanbieders


def _make_aanbieder(profiel: Aanbiederprofiel, agb_code: str, plaats: str, nummer: int) -> Aanbieder:
    toevoeging = f" {nummer + 1}" if profiel.aantal > 1 else ""
    naam = f"{profiel.naam}{plaats}{toevoeging}"
    return Aanbieder(agb_code, naam, profiel.soort, profiel.grootteklasse, profiel.gewicht)


def write_aanbieders(path: Path, aanbieders: Iterable[Aanbieder]) -> None:
    """The list of providers in the import format of ``mappings/aanbieders.py``; its source says that it is synthetic."""
    with path.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand, lineterminator="\n")
        schrijver.writerow(("aanbieder_agb_code", "soort", "grootteklasse", "bron"))
        schrijver.writerows((a.agb_code, a.soort, a.grootteklasse, "synthetische wereld") for a in aanbieders)
