"""The whole road on a world with a known truth: what the marts say is what happened, to the cent."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from integrations.cbs.laden import load_snapshot
from integrations.inbox.landing import receive_paths
from integrations.inbox.ontvangsttijden import read_ontvangsttijden
from integrations.inbox.verwerking import process
from integrations.orchestration.score import read_score
from integrations.publicatie.marts import build_marts
from integrations.wereld import Storingen, generate
from mappings.loader import load_reference, read_gemeenten, read_zorgcategorieen
from mappings.productboek import import_productboek
from quality.catalogus import load_regels
from quality.regels import run_regels
from tests.conftest import TEST_KEY
from tests.unit.wereld.kleine_wereld import VEEL_STORINGEN, Gelezen

pytestmark = pytest.mark.integration

NU = datetime(2026, 11, 20, 12, tzinfo=UTC)


def make(out: Path, jeugdigen: int, storingen: Storingen) -> Gelezen:
    generate(
        out,
        gemeenten=4,
        jeugdigen=jeugdigen,
        seed=12,
        gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(),
        storingen=storingen,
    )
    return Gelezen(out)


@pytest.fixture(scope="module")
def gestoord(tmp_path_factory: pytest.TempPathFactory) -> Gelezen:
    return make(tmp_path_factory.mktemp("gestoord") / "wereld", 120, VEEL_STORINGEN)


@pytest.fixture(scope="module")
def schoon(tmp_path_factory: pytest.TempPathFactory) -> Gelezen:
    return make(tmp_path_factory.mktemp("schoon") / "wereld", 60, Storingen.none())


def load(engine: sa.Engine, wereld: Path) -> None:
    """Books, CBS, messages, rules and marts, as the flows do it."""
    with engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
        books = wereld / "productboeken"
        with (books / "inhoud.csv").open(encoding="utf-8", newline="") as inhoud:
            for rij in csv.DictReader(inhoud):
                vanaf = date.fromisoformat(rij["geldig_vanaf"])
                verslag = import_productboek(
                    conn, books / rij["bestand"], rij["niveau"], rij["code"] or None, vanaf, bekend_vanaf=NU
                )
                assert verslag.geweigerd == []
    load_snapshot(engine, wereld / "cbs" / "85099NED.json", NU)
    receive_paths(engine, [wereld / "berichten"], "opdrachtregel", NU)
    process(engine, TEST_KEY.encode())
    with engine.begin() as conn:
        run_regels(conn, NU)
        build_marts(conn, NU)


def read_rows(engine: sa.Engine, sql: str) -> Iterator[dict[str, Any]]:
    with engine.connect() as conn:
        yield from (dict(rij) for rij in conn.exec_driver_sql(sql).mappings())


def test_a_faulty_world_comes_out_as_it_was(embedded_engine: sa.Engine, gestoord: Gelezen) -> None:
    load(embedded_engine, gestoord.out)
    assert_status(embedded_engine, gestoord)
    assert_money(embedded_engine, gestoord)
    assert_mapping(embedded_engine, gestoord)
    assert_findings(embedded_engine, gestoord)
    assert_cbs(embedded_engine, gestoord)


def test_a_world_without_faults_gives_no_findings(embedded_engine: sa.Engine, schoon: Gelezen) -> None:
    load(embedded_engine, schoon.out)
    assert_money(embedded_engine, schoon)
    assert list(read_rows(embedded_engine, "SELECT regel_id, toelichting FROM quality.bevinding")) == []


def test_messages_are_known_from_the_moment_at_which_they_arrived(
    embedded_engine: sa.Engine, tmp_path: Path
) -> None:
    generate(
        tmp_path / "w",
        gemeenten=1,
        jeugdigen=12,
        gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(),
    )
    tijden = read_ontvangsttijden(tmp_path / "w" / "ontvangsttijden.csv", NU)
    receive_paths(embedded_engine, [tmp_path / "w" / "berichten"], "opdrachtregel", NU, tijden=tijden)
    sql = "SELECT bestandsnaam, ontvangen_op FROM landing.bericht ORDER BY bericht_id"
    rijen = [(rij["bestandsnaam"], rij["ontvangen_op"]) for rij in read_rows(embedded_engine, sql)]
    assert len(rijen) > 50
    assert all(tijden[naam] == moment for naam, moment in rijen)
    assert [moment for _, moment in rijen] == sorted(moment for _, moment in rijen)


def assert_status(engine: sa.Engine, wereld: Gelezen) -> None:
    """Every file has the status that its verdict asks for; the same bytes are there once."""
    gevonden = {
        rij["bestandsnaam"]: rij["status"]
        for rij in read_rows(engine, "SELECT bestandsnaam, status FROM landing.bericht")
    }
    verwacht = {
        "geldig": "verwerkt",
        "ongeldig": "geweigerd",
        "zelfde identiteit": "geweigerd",
        "niet ondersteund": "niet_ondersteund",
    }
    assert gevonden == {b: verwacht[o] for b, o in wereld.oordelen.items() if o != "al bekend"}


def assert_money(engine: sa.Engine, wereld: Gelezen) -> None:
    """Lines, declared and rejected cents per municipality."""
    tekst = (wereld.out / "waarheid" / "samenvatting.json").read_text(encoding="utf-8")
    velden = ("gemeente_code", "regels", "gedeclareerd_cent", "afgewezen_cent")
    verwacht = [{veld: gemeente[veld] for veld in velden} for gemeente in json.loads(tekst)["gemeenten"]]
    sql = """SELECT gemeente_code, sum(regels)::bigint AS regels, sum(gedeclareerd_cent)::bigint AS gedeclareerd_cent,
    sum(afgewezen_cent)::bigint AS afgewezen_cent FROM mart.kosten_maand GROUP BY gemeente_code ORDER BY gemeente_code"""
    assert list(read_rows(engine, sql)) == verwacht


def assert_mapping(engine: sa.Engine, wereld: Gelezen) -> None:
    """Every line has the zorgcategorie that the books give its code; else that of its category, or none."""
    in_boek = {
        (p["bestand"], int(p["regelnummer"])): p["zorgcategorie_boek"] for p in wereld.waarheid("prestaties")
    }
    sql = """SELECT bestandsnaam, regelnummer, zorgcategorie, pad FROM mart.prestatie JOIN landing.bericht
    USING (bericht_id)"""
    paden = set()
    for rij in read_rows(engine, sql):
        verwacht = in_boek[rij["bestandsnaam"], rij["regelnummer"]]
        if rij["pad"] in ("productcategorie", "niet gekoppeld"):
            assert verwacht == ""
        else:
            assert rij["zorgcategorie"] == verwacht
        paden.add(rij["pad"])
    assert paden == {"gemeente", "regio", "landelijk", "productcategorie", "niet gekoppeld"}


def assert_findings(engine: sa.Engine, wereld: Gelezen) -> None:
    """Each rule finds the faults of its kind, and nothing that none of them explains."""
    score = read_score(engine, wereld.out)
    gevonden = {
        rij.soort: rij.recall for rij in score.soorten if rij.verwacht.startswith(("CS", "TR", "ONTV"))
    }
    assert len(gevonden) >= 15
    assert {soort: recall for soort, recall in gevonden.items() if recall is not None and recall < 0.9} == {}
    assert [(rij.regel_id, rij.vals) for rij in score.regelscores if rij.vals] == []


def assert_cbs(engine: sa.Engine, wereld: Gelezen) -> None:
    """The reconciliation holds CBS's figures of this world beside our own."""
    sql = "SELECT DISTINCT gemeente_code FROM mart.aansluiting ORDER BY gemeente_code"
    gemeenten = [rij["gemeente_code"] for rij in read_rows(engine, sql)]
    assert gemeenten == sorted({rij["gemeente_code"] for rij in wereld.waarheid("cbs_telling")})
