"""The data this package ships: complete, disjoint, and equal to the standard where it must be."""

import csv
from collections import Counter
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
import yaml
from lxml import etree

from mappings.loader import read_gemeenten, read_zorgcategorieen
from mappings.reference import Crosswalk, Reference, read_reference, split_codes

ROOT = Path(str(resources.files("mappings")))
FOLDERS = sorted(p.parent for p in ROOT.glob("*/metadata.yaml"))
XSD = "{http://www.w3.org/2001/XMLSchema}"
SIMPLE_TYPES = {
    "COD032": "LandCode", "COD043": "DebetCredit", "COD046": "Geslacht", "COD170": "DatumGebruik",
    "COD260": "JaNee", "COD327": "TypeVerwijzer", "COD467": "StatusAanlevering", "COD472": "SoortRelatie",
    "COD700": "NaamGebruik", "COD747": "Communicatievorm", "COD757": "AdresSoort", "JZ002": "RedenWijziging",
    "JZ020": "ProductCategorie", "JZ588": "RedenBeeindiging", "NUM061": "AanduidingWoonadres",
    "WJ001": "RetourCode", "WJ003": "WettelijkeVertegenwoordiging", "WJ232": "JuridischeStatus",
    "WJ756": "Eenheid", "WMO757": "Frequentie",
}  # fmt: skip
AMBIGUOUS = {"32", "33", "34", "38", "43", "44", "45", "46", "52", "54"}
DAYS = [date(2018, 7, 1), date(2022, 12, 31), date(2023, 1, 1), date(2025, 1, 1), date(2026, 11, 16)]


@pytest.fixture(scope="module")
def data() -> Reference:
    return read_reference(ROOT)


def crosswalk(data: Reference, name: str) -> Crosswalk:
    return next(c for c in data.crosswalks if c.name == name)


def targets(walk: Crosswalk, day: date) -> dict[str | None, str | None]:
    """What holds on a day; a second entry for a code would be lost here, so it is counted too."""
    valid = [r for r in walk.records if r.period()[0] <= day < r.period()[1]]
    assert max(Counter(r[walk.source] for r in valid).values()) == 1
    return {r[walk.source]: r[walk.target] for r in valid}


@pytest.mark.parametrize("lijst", SIMPLE_TYPES)
def test_codes_are_those_of_the_schema(data: Reference, reference: Path, lijst: str) -> None:
    schema = etree.parse(reference / "ijw-3.2" / "xsd" / "basisschema.xsd")
    simple_type = schema.find(f"{XSD}simpleType[@name='LDT_{SIMPLE_TYPES[lijst]}']")
    codes = {e.get("value") for e in simple_type.iter(f"{XSD}enumeration")}
    assert {r["code"] for r in data.codelijsten[lijst]} == codes


def test_names_are_short_and_not_sentences(data: Reference) -> None:
    long_names = [
        (name, r["code"])
        for name, rows in data.codelijsten.items()
        for r in rows
        if len(str(r["betekenis"])) > 80
    ]
    assert long_names == []


def test_municipalities_are_those_of_2026(data: Reference, reference: Path) -> None:
    with (reference / "gemeenten" / "gemeenten-2026.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = {tuple(r.values()) for r in csv.DictReader(file)}
    keys = ("gemeente_code", "gemeente_naam", "provincie", "regio_naam")
    assert {tuple(g[k] for k in keys) for g in read_gemeenten()} == expected
    assert len(data.regios) == 42
    assert [r["regio_code"] for r in data.regios] == [f"JR{n:02d}" for n in range(1, 43)]


def test_there_are_27_zorgcategorieen_in_their_groups(data: Reference) -> None:
    groups = Counter(str(z["zorgcategorie"])[0] for z in data.zorgcategorieen)
    assert groups == {"Z": 10, "D": 2, "V": 7, "C": 2, "G": 3, "O": 3}
    assert [z["volgorde"] for z in data.zorgcategorieen] == [str(n) for n in range(1, 28)]
    assert len({z["omschrijving"] for z in data.zorgcategorieen}) == 27


def test_every_zorgcategorie_says_where_it_ends(data: Reference) -> None:
    assert [z["zorgcategorie"] for z in data.zorgcategorieen if "Niet: " not in str(z["omschrijving"])] == []


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("indeling", ["hulpvorm", "segment", "iv3"])
def test_every_zorgcategorie_has_one_entry_on_any_day(data: Reference, indeling: str, day: date) -> None:
    entries = targets(crosswalk(data, f"zorgcategorie__{indeling}"), day)
    assert set(entries) == {z["zorgcategorie"] for z in data.zorgcategorieen}


def test_hulpvorm_keeps_stay_and_no_stay_apart(data: Reference) -> None:
    for code, hulpvorm in targets(crosswalk(data, "zorgcategorie__hulpvorm"), DAYS[-1]).items():
        group = str(code)[0]
        with_stay = group == "V" or code == "C02"
        expected = {"G": {None}, "O": {None}}.get(group, {"1"} if with_stay else {"0"})
        assert (hulpvorm[0] if hulpvorm else None) in expected, code


def test_an_allowed_hulpvorm_stays_on_the_same_side(data: Reference) -> None:
    for record in crosswalk(data, "zorgcategorie__hulpvorm").records:
        hulpvorm, allowed = record["hulpvorm"], split_codes(record["ook_toegestaan"])
        assert hulpvorm not in allowed
        if hulpvorm:
            assert {a[0] for a in allowed} <= {hulpvorm[0]}, record["zorgcategorie"]
        elif str(record["zorgcategorie"])[0] == "G":
            assert allowed == []


def test_segment_does_not_follow_from_hulpvorm(data: Reference) -> None:
    hulpvorm = targets(crosswalk(data, "zorgcategorie__hulpvorm"), DAYS[-1])
    segment = targets(crosswalk(data, "zorgcategorie__segment"), DAYS[-1])
    assert len({segment[code] for code, vorm in hulpvorm.items() if vorm == "14"}) > 1


@pytest.mark.parametrize(("day", "expected"), [(date(2022, 6, 1), {"6.2", "6.72", "6.82"})], ids=str)
def test_old_iv3_layout_has_three_fields(data: Reference, day: date, expected: set[str]) -> None:
    assert set(targets(crosswalk(data, "zorgcategorie__iv3"), day).values()) == expected


def test_newer_iv3_fields_are_to_be_verified(data: Reference) -> None:
    newer = [r for r in crosswalk(data, "zorgcategorie__iv3").records if r.period()[0] >= date(2023, 1, 1)]
    assert {r["status"] for r in newer} == {"te verifiëren"}


def test_defaults_exist_only_where_a_category_means_one_thing(data: Reference) -> None:
    defaults = targets(crosswalk(data, "productcategorie__zorgcategorie"), DAYS[-1])
    all_codes = {r["code"] for r in data.codelijsten["JZ020"]}
    assert set(defaults) == all_codes - AMBIGUOUS
    assert defaults["48"] == "G01"
    assert defaults["55"] == "O03"


def test_reasons_of_ending_keep_their_odd_order(data: Reference) -> None:
    reasons = targets(crosswalk(data, "reden_beeindiging__bij"), DAYS[-1])
    assert [reasons[c] for c in ("31", "32", "33", "34", "35")] == ["01", "03", "04", "02", "05"]
    assert reasons["02"] == "05"  # death is an external circumstance in the protocol
    assert reasons["20"] is None  # a pause does not end a trajectory
    assert set(reasons) == {r["code"] for r in data.codelijsten["JZ588"]}


def test_verwijzer_is_the_same_list_twice(data: Reference) -> None:
    walk = targets(crosswalk(data, "verwijzer__bij"), DAYS[-1])
    assert walk == {code: code for code in ("01", "02", "03", "04", "05", "06", "08")}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_column_is_described(folder: Path) -> None:
    metadata = yaml.safe_load((folder / "metadata.yaml").read_text(encoding="utf-8"))
    columns = set()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            columns |= set(next(csv.reader(file)))
    assert set(metadata["kolommen"]) == columns
    assert metadata["titel"]
    assert metadata["korrel"]
    assert metadata["bron"]


def test_every_code_list_is_described(data: Reference) -> None:
    metadata = yaml.safe_load((ROOT / "codelijsten" / "metadata.yaml").read_text(encoding="utf-8"))
    assert set(metadata["lijsten"]) == set(data.codelijsten)


def test_judgements_say_why(data: Reference) -> None:
    silent = [
        (walk.name, r.line)
        for walk in data.crosswalks
        for r in walk.records
        if r["status"] == "te verifiëren" and not r["toelichting"] and walk.target != "iv3"
    ]
    assert silent == []


def test_zorgcategorieen_carry_their_hulpvorm() -> None:
    found = {z["zorgcategorie"]: z["hulpvorm"] for z in read_zorgcategorieen()}
    assert len(found) == 27
    assert (found["V01"], found["V06"], found["G01"]) == ("11", "13", None)
