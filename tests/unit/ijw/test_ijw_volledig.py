"""Every element of the schema lands in a column or is named as left out; every column of core is filled."""

import re
from collections.abc import Iterator
from importlib import resources

import pytest

from integrations.ijw import BERICHTTYPEN, COLUMNS
from integrations.ijw.schema import Element, load_model
from tests.unit.ijw.veldkaart import KAART, PRIVACY


def leaf_paths(element: Element, prefix: str = "") -> Iterator[str]:
    """Paths of the elements that hold a value, below Bericht."""
    for kind in element.kinderen:
        if kind.kinderen:
            yield from leaf_paths(kind, f"{prefix}{kind.naam}/")
        else:
            yield f"{prefix}{kind.naam}"


def covers(entry: str, path: str) -> bool:
    return path == entry or (entry.endswith("/*") and path.startswith(entry[:-1]))


def core_columns() -> dict[str, list[str]]:
    """Columns of each core table as the migrations create them, without the generated ones."""
    folder = resources.files("sql").joinpath("migrations")
    sql = "".join(
        folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")
        for name in ("0001_landing_core", "0006_berichten")
    )
    tables = {}
    for name, body in re.findall(r"CREATE TABLE core\.(\w+) \(\n(.*?)\n\);", sql, re.DOTALL):
        lines = [
            line for line in body.splitlines() if re.match(r"    [a-z]", line) and "GENERATED" not in line
        ]
        tables[name] = [line.split()[0] for line in lines]
    return tables


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_every_element_lands_or_is_left_out_on_purpose(berichttype: str) -> None:
    kaart = KAART[berichttype]
    for path in leaf_paths(load_model(berichttype)):
        assert sum(covers(entry, path) for entry in kaart) == 1, f"{path} is landed or left out, once"


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_the_map_names_no_element_that_does_not_exist(berichttype: str) -> None:
    paths = list(leaf_paths(load_model(berichttype)))
    for entry in KAART[berichttype]:
        assert any(covers(entry, path) for path in paths), entry


DERIVED = {
    "retourbericht": {"beantwoord_berichttype", "is_afgekeurd"},
    "retour_code": {"regelnummer", "berichtklasse", "pad", "beantwoord_regelnummer"},
}
"""Columns that no single element holds; elsewhere those are the line's number and the test of the BSN."""


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
def test_every_column_comes_from_an_element(berichttype: str) -> None:
    targets = {t for entry in KAART[berichttype].values() if isinstance(entry, list) for t in entry}
    for table in BERICHTTYPEN[berichttype].columns:
        mapped = {t.split(".")[1] for t in targets if t.split(".")[0] in (table, "*")}
        derived = DERIVED.get(table, {"regelnummer", "is_bsn_geldig"})
        if table in ("client", "retour_code"):  # filled by some types only
            assert mapped <= set(COLUMNS[table]) - derived
        else:
            assert set(COLUMNS[table]) - derived == mapped


def test_the_columns_are_those_of_core_in_their_order() -> None:
    core = core_columns()
    for table, columns in COLUMNS.items():
        expected = ["bsn" if c == "client_pseudoniem" else c for c in core[table]]
        assert list(columns) == [c for c in expected if c not in ("bericht_id", "bekend_vanaf")]


def test_names_addresses_and_free_text_are_left_out_everywhere() -> None:
    personal = re.compile(r"Naam|Commentaar|Adres|Telefoon|Email|Taal|Relatie|Contact|Organisatie")
    for berichttype, kaart in KAART.items():
        for path in leaf_paths(load_model(berichttype)):
            if personal.search(path) and not path.endswith("/RetourCode"):
                assert next(kaart[e] for e in kaart if covers(e, path)) == PRIVACY, path
