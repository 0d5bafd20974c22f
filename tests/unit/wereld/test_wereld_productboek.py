"""Product books: importable, different everywhere, and with the traps of the field in them."""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

from integrations.wereld.aannames import zorgprofielen
from integrations.wereld.inkoop import Gemeente, Inkoop
from integrations.wereld.productboek import KOLOMMEN, make_gemeente_boek, make_landelijk_boek, make_regio_boek
from integrations.wereld.toeval import random_for
from tests.unit.wereld.kleine_wereld import Gelezen, make_wereld

JAREN = [2025, 2026]


def read_boek(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def test_every_book_is_listed_and_in_the_import_format(schoon: Gelezen) -> None:
    folder = schoon.out / "productboeken"
    with (folder / "inhoud.csv").open(encoding="utf-8", newline="") as bestand:
        inhoud = list(csv.DictReader(bestand))
    assert {rij["bestand"] for rij in inhoud} == {p.name for p in folder.iterdir()} - {"inhoud.csv"}
    assert {rij["niveau"] for rij in inhoud} == {"gemeente", "regio", "landelijk"}
    for rij in inhoud:
        delen = (rij["niveau"], rij["code"], rij["geldig_vanaf"])
        assert rij["bestand"] == "_".join(deel for deel in delen if deel) + ".csv"
        boek = read_boek(folder / rij["bestand"])
        assert tuple(boek[0]) == KOLOMMEN
        sleutels = [(r["product_categorie"], r["product_code"]) for r in boek]
        assert len(set(sleutels)) == len(sleutels)
        assert all(re.fullmatch(r"[0-9A-Z]{5}", code) for _, code in sleutels)
        assert all(r["tarief_cent"] == "" or int(r["tarief_cent"]) > 0 for r in boek)
        assert all(r["omschrijving"] for r in boek)


def test_six_municipalities_have_at_least_four_hundred_codes_of_which_few_are_unmapped(
    tmp_path: Path,
) -> None:
    for seed in (1, 2, 3):
        wereld = make_wereld(tmp_path / str(seed), gemeenten=6, jeugdigen=60, seed=seed)
        codes = Gelezen(wereld.pad).waarheid("productcodes")
        assert wereld.productcodes == len(codes) >= 400
        niet_ingedeeld = sum(rij["is_ingedeeld"] == "nee" for rij in codes)
        assert 0.03 <= niet_ingedeeld / len(codes) <= 0.06


def test_unmapped_codes_cost_money(schoon: Gelezen) -> None:
    samenvatting = json.loads((schoon.out / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    zonder = [p for p in schoon.waarheid("prestaties") if not p["zorgcategorie_boek"]]
    assert samenvatting["totaal"]["niet_ingedeeld_regels"] == len(zonder) > 0
    assert samenvatting["totaal"]["niet_ingedeeld_cent"] == sum(int(p["saldo_cent"]) for p in zonder) > 0


def test_the_same_code_means_something_else_in_another_region() -> None:
    """In the 42 regions of the country, which together have some thousands of codes."""
    betekenissen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for regio in range(1, 43):
        for product in make_regio_boek(1, f"JR{regio:02d}", JAREN).producten:
            for sleutel in product.sleutels:
                betekenissen[sleutel].add(product.vorm.zorgcategorie)
    assert 2_000 < len(betekenissen) < 5_000
    meerduidig = sum(len(zorgcategorieen) > 1 for zorgcategorieen in betekenissen.values())
    assert 0.2 < meerduidig / len(betekenissen) < 0.8


def test_a_municipality_gives_codes_of_its_region_another_meaning_and_buys_by_its_own() -> None:
    regio = make_regio_boek(1, "JR01", JAREN)
    eigen = make_gemeente_boek(1, "0301", regio, JAREN)
    van_regio = {sleutel: p.vorm.zorgcategorie for p in regio.producten for sleutel in p.sleutels}
    anders = {
        sleutel: p.vorm.zorgcategorie
        for p in eigen.producten
        for sleutel in p.sleutels
        if sleutel in van_regio
    }
    assert len(anders) == 3
    inkoop = Inkoop(1, Gemeente("0301", "Gemeente 301", "JR01", "Regio 1", True), JAREN)
    for (categorie, code), zorgcategorie in anders.items():
        assert zorgcategorie != van_regio[categorie, code]
        assert inkoop.resolve(categorie, code, eigen.uitgaven[0]) == zorgcategorie


def test_an_unmapped_code_is_not_given_a_meaning_by_a_farther_book() -> None:
    regio = make_regio_boek(3, "JR01", JAREN)
    eigen = make_gemeente_boek(3, "0301", regio, JAREN)
    verder = {
        s for boek in (regio, make_landelijk_boek(3, JAREN)) for p in boek.producten for s in p.sleutels
    }
    niet_ingedeeld = {s for p in eigen.producten if not p.is_ingedeeld for s in p.sleutels}
    assert niet_ingedeeld
    assert not niet_ingedeeld & verder


def test_books_are_renewed_at_new_year() -> None:
    boek = make_regio_boek(1, "JR01", JAREN)
    nieuw = [p for p in boek.producten if p.jaargangen[0].product_code != p.jaargangen[1].product_code]
    assert 0.04 < len(nieuw) / len(boek.producten) < 0.2
    for product in boek.producten:
        oud, later = product.jaargangen
        if oud.tarief_cent and later.tarief_cent:
            assert 1.03 < later.tarief_cent / oud.tarief_cent < 1.06


def test_books_write_in_different_styles() -> None:
    stijlen: dict[str, int] = defaultdict(int)
    for regio in range(1, 31):
        tekst = " ".join(p.omschrijving for p in make_regio_boek(1, f"JR{regio:02d}", JAREN).producten)
        stijlen["afgekort"] += "Beg. ind." in tekst
        stijlen["kapitaal"] += "BEGELEIDING INDIVIDUEEL" in tekst
        stijlen["jeugd voorop"] += "Jeugd: begeleiding" in tekst
        stijlen["voluit"] += "Begeleiding individueel" in tekst
    assert min(stijlen.values()) > 0
    assert sum(stijlen.values()) == 30


def test_every_zorgcategorie_can_be_bought_everywhere() -> None:
    inkoop = Inkoop(5, Gemeente("0305", "Gemeente 305", "JR03", "Regio 3", True), JAREN)
    for profiel in zorgprofielen():
        if profiel.heeft_berichten:
            rng = random_for(1, profiel.zorgcategorie)
            assert inkoop.draw_product(rng, profiel.zorgcategorie).vorm.zorgcategorie == profiel.zorgcategorie
            aanbieder = inkoop.draw_aanbieder(rng, profiel, ())
            assert aanbieder
            assert aanbieder.soort in profiel.aanbiedersoorten


def test_other_care_comes_from_another_provider_or_not_at_all() -> None:
    inkoop = Inkoop(5, Gemeente("0305", "Gemeente 305", "JR03", "Regio 3", True), JAREN)
    profiel = next(p for p in zorgprofielen() if p.zorgcategorie == "Z06")
    bezet: set[str] = set()
    while aanbieder := inkoop.draw_aanbieder(random_for(1, len(bezet)), profiel, bezet):
        assert aanbieder.agb_code not in bezet
        bezet.add(aanbieder.agb_code)
    assert len(bezet) == 2
