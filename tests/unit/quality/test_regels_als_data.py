"""The catalogue of rules as data: complete, consistent, and an error where a file breaks its contract."""

import re
import subprocess
import sys
from typing import get_args

import pytest
from pydantic import ValidationError

from integrations.errors import QualityError
from quality.catalogus import Controle, Dimensie, Regel, parse, read_controles, read_regels

NAMED_IN_THE_ISSUE = {
    "TR304",
    "TR307",
    "TR308",
    "TR314",
    "TR323",
    "TR333",
    "TR338",
    "TR339",
    "TR340",
    "TR346",
}
HOLD_BACK = {"CS002", "TR304", "TR314", "TR323", "TR333", "TR338", "TR384", "TR389", "TR390"}


def test_the_rules_of_the_standard_are_there() -> None:
    with_sql = {r.regel_id for r in read_regels() if r.sql}
    assert with_sql >= NAMED_IN_THE_ISSUE
    assert {r.regel_id for r in read_regels() if not r.sql and not r.xpath} == {
        "ONTVANGST-SCHEMA",
        "ONTVANGST-TYPE",
        "ONTVANGST-XML",
        "TR056",
    }


def test_money_is_held_back_by_these_rules_only() -> None:
    assert {r.regel_id for r in read_regels() if r.gevolg == "aanhouden"} == HOLD_BACK


@pytest.mark.parametrize("regel", [r for r in read_regels() if r.sql], ids=lambda r: r.regel_id)
def test_a_rule_is_short_and_takes_nothing_but_the_moment(regel: Regel) -> None:
    assert regel.sql is not None
    assert len(regel.sql.splitlines()) <= 30
    assert set(re.findall(r"%\((\w+)\)s", regel.sql)) <= {"as_of", "bereik"}
    assert not re.search(r"\bnow\(\)|current_(date|time)", regel.sql, re.IGNORECASE)
    without_params = re.sub(r"%\((as_of|bereik)\)s", "", regel.sql).replace("%%", "")
    assert "%" not in without_params


@pytest.mark.parametrize("regel", [r for r in read_regels() if r.sql], ids=lambda r: r.regel_id)
def test_a_finding_never_quotes_a_person_or_a_reference(regel: Regel) -> None:
    """What goes into ``toelichting``: dates, codes, amounts and our own message numbers; no text of the sender."""
    assert regel.sql is not None
    explanation = regel.sql[: regel.sql.index("AS toelichting")].split("bedrag_cent")[-1]
    assert not re.search(
        r"\.(client_pseudoniem|\w*referentie\w*|declaratie_nummer|toewijzing_nummer)", explanation
    )


@pytest.mark.parametrize(
    "change",
    [
        {"gevolg": "wegkijken"},
        {"ernst": None},
        {"onbekend_veld": 1},
        {"redengeving": ""},
        {"sql": "SELECT 1", "waarop": None},
        {"sql": None, "waarop": "prestatie"},
    ],
)
def test_a_rule_that_breaks_the_contract_is_refused(change: dict[str, object]) -> None:
    regel = next(r for r in read_regels() if r.regel_id == "TR338")
    with pytest.raises(ValidationError):
        Regel.model_validate({**regel.model_dump(), "sql": regel.sql, **change})


def test_great_expectations_is_only_imported_by_who_runs_checks() -> None:
    """Its import takes seconds; the command line and the DAGs read these modules all the time."""
    modules = "quality.catalogus, quality.controles, quality.overzicht, quality.regels"
    code = f"import sys, {modules}; sys.exit('great_expectations' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_there_are_at_least_fifteen_checks_over_all_dimensions() -> None:
    assert len(read_controles()) >= 15
    assert {c.dimensie for c in read_controles()} == set(get_args(Dimensie))
    assert {c.gevolg for c in read_controles()} == {"markeren"}


@pytest.mark.parametrize("controle", [c for c in read_controles() if c.sql], ids=lambda c: c.regel_id)
def test_the_sql_of_a_check_fits_great_expectations(controle: Controle) -> None:
    """It is formatted with braces and percent signs, and shown to no one: one parameter, no braces, no clock."""
    assert controle.sql is not None
    assert len(controle.sql.splitlines()) <= 30
    assert not set("{}") & set(controle.sql)
    assert set(re.findall(r"%\((\w+)\)s", controle.sql)) <= {"as_of"}
    assert not re.search(r"\bnow\(\)|current_(date|time)", controle.sql, re.IGNORECASE)
    assert controle.sql % {"as_of": "x"}


@pytest.mark.parametrize(
    "change",
    [{"sql": None}, {"verwachting": "ExpectIets"}, {"tabel": "landing.bericht"}, {"soort": "ijw_regel"}],
)
def test_a_check_that_breaks_the_contract_is_refused(change: dict[str, object]) -> None:
    controle = next(c for c in read_controles() if c.regel_id == "DC210")
    with pytest.raises(QualityError, match="DC210"):
        parse("DC210", {**controle.model_dump(), "sql": controle.sql, **change}, Controle)


def test_a_file_is_named_after_its_rule() -> None:
    regel = next(r for r in read_regels() if r.regel_id == "TR338")
    with pytest.raises(QualityError, match="beschrijft regel TR338"):
        parse("TR339", {**regel.model_dump(), "sql": regel.sql}, Regel)
