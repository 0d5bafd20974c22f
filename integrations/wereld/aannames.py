"""The assumptions of the world, read from ``gegevens/*.csv``; documented in ``gegevens/README.md``."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


def read_rows(naam: str) -> list[dict[str, str]]:
    """Rows of the package's own ``gegevens/<naam>.csv``."""
    tekst = (
        resources.files("integrations.wereld").joinpath("gegevens", f"{naam}.csv").read_text(encoding="utf-8")
    )
    return list(csv.DictReader(tekst.splitlines()))


@dataclass(frozen=True, slots=True)
class Zorgprofiel:
    """Who uses a zorgcategorie, for how long, from which kinds of provider. ``aandeel`` is a weight."""

    zorgcategorie: str
    aandeel: float
    leeftijd_van: int
    leeftijd_tot: int
    duur_maanden: int
    aanbiedersoorten: tuple[str, ...]
    heeft_berichten: bool


@dataclass(frozen=True, slots=True)
class Productvorm:
    """A kind of product as buyers describe it: what a code of a product book is made from.

    ``eenheid`` is that of the allocation and the tariff, ``declaratie_eenheid`` that of the declaration
    (hours may be declared in minutes). ``volume_*`` is per ``frequentie``, in ``eenheid``; for unit 83 in cents.
    """

    zorgcategorie: str
    product_categorie: str
    eenheid: str
    declaratie_eenheid: str
    frequentie: str
    volume: tuple[int, int]
    tarief_cent: tuple[int, int] | None
    omschrijving: str


@dataclass(frozen=True, slots=True)
class Aanbiederprofiel:
    """Providers of one kind and size. ``per``: regio, gemeente or land has ``aantal`` of them.

    ``grootteklasse``: groot, middel, klein or eenpitter. ``rol``: contract (it exchanges messages) or onderaannemer
    (it gives care that another one declares). ``gewicht``: its share of the work among those of its kind.
    """

    soort: str
    grootteklasse: str
    rol: str
    per: str
    aantal: int
    gewicht: float
    naam: str


@cache
def aanbiederprofielen() -> tuple[Aanbiederprofiel, ...]:
    """All kinds of provider, in the order of the file."""
    return tuple(
        Aanbiederprofiel(
            soort=rij["soort"],
            grootteklasse=rij["grootteklasse"],
            rol=rij["rol"],
            per=rij["per"],
            aantal=int(rij["aantal"]),
            gewicht=float(rij["gewicht"]),
            naam=rij["naam"],
        )
        for rij in read_rows("aanbieders")
    )


@cache
def zorgprofielen() -> tuple[Zorgprofiel, ...]:
    """All profiles, in the order of the file."""
    return tuple(
        Zorgprofiel(
            zorgcategorie=rij["zorgcategorie"],
            aandeel=float(rij["aandeel"]),
            leeftijd_van=int(rij["leeftijd_van"]),
            leeftijd_tot=int(rij["leeftijd_tot"]),
            duur_maanden=int(rij["duur_maanden"]),
            aanbiedersoorten=tuple(rij["aanbiedersoorten"].split()),
            heeft_berichten=rij["heeft_berichten"] == "ja",
        )
        for rij in read_rows("zorgprofiel")
    )


@cache
def productvormen() -> tuple[Productvorm, ...]:
    """All kinds of product, in the order of the file."""
    return tuple(
        Productvorm(
            zorgcategorie=rij["zorgcategorie"],
            product_categorie=rij["product_categorie"],
            eenheid=rij["eenheid"],
            declaratie_eenheid=rij["declaratie_eenheid"],
            frequentie=rij["frequentie"],
            volume=(int(rij["volume_laag"]), int(rij["volume_hoog"])),
            tarief_cent=(int(rij["tarief_laag_cent"]), int(rij["tarief_hoog_cent"]))
            if rij["tarief_laag_cent"]
            else None,
            omschrijving=rij["omschrijving"],
        )
        for rij in read_rows("productnamen")
    )


@cache
def varianten() -> tuple[tuple[tuple[str, int], float], ...]:
    """Words that set products of one kind apart, with their tariff class (−2 … 2), and how often they are used."""
    return tuple(
        ((rij["variant"], int(rij["tariefklasse"])), float(rij["gewicht"])) for rij in read_rows("varianten")
    )


@cache
def afkortingen() -> tuple[tuple[str, str], ...]:
    """Word and abbreviation as product books use them, longest word first."""
    paren = [(rij["woord"], rij["afkorting"]) for rij in read_rows("afkortingen")]
    return tuple(sorted(paren, key=lambda paar: (-len(paar[0]), paar[0])))
