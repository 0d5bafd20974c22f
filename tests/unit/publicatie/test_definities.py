"""The definitions beside the SQL: complete, in order, and each field described in one place."""

import re
from importlib import resources
from itertools import pairwise

import pytest

from integrations.errors import PublicationError
from integrations.publicatie import definities
from integrations.publicatie.bereik import KEYS, query_of
from integrations.publicatie.definities import Mart, marts, tabellen
from integrations.publicatie.marts import source_tables
from tests.unit.publicatie.levering import PERSOONSGEGEVENS


def test_no_published_table_goes_down_to_a_person() -> None:
    for tabel in tabellen():
        assert not PERSOONSGEGEVENS & set(tabel.kolommen), tabel.naam
        assert not PERSOONSGEGEVENS & set(tabel.korrel), tabel.naam


def test_every_published_table_is_of_a_municipality_and_has_its_grain_among_its_columns() -> None:
    assert {t.naam for t in tabellen()} >= {
        "kosten_v1", "gebruik_v1", "gebruik_totaal_v1", "volume_v1", "koppeling_v1", "bevindingen_v1", "aansluiting_v1",
        "berichten_v1",
    }  # fmt: skip
    for tabel in tabellen():
        assert tabel.korrel[0] == "gemeente_code", tabel.naam
        assert set(tabel.korrel) <= set(tabel.kolommen), tabel.naam
        assert len(tabel.titel) <= 31, "a sheet of the workbook takes 31 characters"


def test_the_same_name_means_the_same_thing_everywhere() -> None:
    seen: dict[str, definities.Kolom] = {}
    for tabel in tabellen():
        for name, kolom in tabel.kolommen.items():
            assert seen.setdefault(name, kolom) == kolom, f"{tabel.naam}.{name}"


def test_a_field_is_described_in_one_place() -> None:
    shared = {"maand": {"kop": "Maand"}}
    assert definities._fill_in("t", {"maand": None, "eigen": {"kop": "X"}}, shared)["maand"] == {
        "kop": "Maand"
    }
    for wrong in ({"maand": {"kop": "Anders"}}, {"onbekend": None}):
        with pytest.raises(PublicationError, match=r"velden\.yaml"):
            definities._fill_in("t", wrong, shared)


def test_a_definition_with_a_typo_is_an_error() -> None:
    with pytest.raises(PublicationError, match="omschrijvng"):
        definities._parse(
            Mart, "mart", "x", {"titel": "T", "zin": "Z", "korrel": [], "invoer": [], "omschrijvng": 1}
        )


def test_every_mart_follows_the_marts_it_is_built_from() -> None:
    built: set[str] = set()
    names = {f"mart.{mart.naam}" for mart in marts()}
    for mart in marts():
        assert {i for i in mart.invoer if i in names} <= built, mart.naam
        built.add(f"mart.{mart.naam}")


FUNCTIES = {
    "core.geldige_melding_op", "core.ingediend_verzoek", "mapping.aanbieder_op", "mapping.koppel", "mapping.koppeling_op",
    "mart.traject_op", "quality.antwoord_op",
}  # fmt: skip
"""Functions and views in a FROM; ``invoer`` names the tables behind them."""


def test_every_table_of_a_query_is_among_its_inputs() -> None:
    """The order of building and the statistics follow ``invoer``, so a forgotten one would go unnoticed."""
    sql = resources.files("sql")
    for schema, found in (("mart", marts()), ("publish", tabellen())):
        for item in found:
            query = sql.joinpath(schema, item.naam, "query.sql").read_text(encoding="utf-8")
            words = query.replace("(", " ").replace(")", " ").split()
            used = {b for a, b in pairwise(words) if a in ("FROM", "JOIN") and "." in b}
            assert used - FUNCTIES <= set(item.invoer), item.naam


def test_statistics_are_gathered_of_tables_only() -> None:
    assert "core.prestatie" in source_tables()
    assert "core.bericht" not in source_tables(), "that one is a view"


def test_a_mart_that_adds_up_reads_marts_in_scope_and_lists_only() -> None:
    """What it reads otherwise could change without its rows being touched, and the difference would be wrong."""
    by_name = {f"mart.{mart.naam}": mart for mart in marts()}
    for mart in marts():
        if mart.optelbaar:
            assert mart.bereik in KEYS, mart.naam
            assert not re.search(r"\bbereik_regel\b", query_of(mart)), (
                f"{mart.naam}: core may hold more than the marts"
            )
            others = [by_name[name] for name in mart.invoer if name in by_name]
            assert [o.naam for o in others if o.bereik not in KEYS and o.naam != "gebied"] == [], mart.naam


def test_what_is_built_first_needs_no_other_mart() -> None:
    for mart in marts():
        if mart.bereik == "vooraf":
            assert not any(name.startswith("mart.") for name in mart.invoer), mart.naam
