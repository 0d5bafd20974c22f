"""What messages do not tell, and moving: noted per case, and visible in what is or is not sent."""

from collections import defaultdict
from datetime import date

import pyarrow.parquet as pq
import pytest

from integrations.wereld.waarheid_schema import TABELLEN, arrow_schema
from tests.unit.wereld.kleine_wereld import GEMEENTELIJST, Gelezen

Rij = dict[str, str]


@pytest.fixture(scope="module")
def trajecten(gestoord: Gelezen) -> dict[str, Rij]:
    return {rij["traject_id"]: rij for rij in gestoord.waarheid("trajecten")}


def cases(gelezen: Gelezen, soort: str) -> list[Rij]:
    gevonden = [rij for rij in gelezen.waarheid("storingen") if rij["soort"] == soort]
    assert gevonden
    return gevonden


@pytest.mark.parametrize("soort", ["wijkteam", "pgb"])
def test_care_without_messages_is_noted_and_has_none(
    gestoord: Gelezen, trajecten: dict[str, Rij], soort: str
) -> None:
    zonder = {rij["traject_id"] for rij in cases(gestoord, soort)}
    assert zonder == {t for t, rij in trajecten.items() if rij["uitvoering"] == soort}
    assert not zonder & {rij["traject_id"] for rij in gestoord.waarheid("prestaties")}
    assert all(trajecten[t]["heeft_berichten"] == "nee" for t in zonder)


def test_a_lump_sum_contract_has_allocations_and_starts_but_no_declarations(
    gestoord: Gelezen, trajecten: dict[str, Rij]
) -> None:
    gevallen = cases(gestoord, "taakgericht")
    assert {trajecten[rij["traject_id"]]["bekostiging"] for rij in gevallen} == {"taakgericht"}
    assert any(rij["bestand"].startswith("JW305") for rij in gevallen)
    contracten = {
        (t["gemeente_code"], t["aanbieder_agb_code"])
        for t in trajecten.values()
        if t["bekostiging"] == "taakgericht"
    }
    declarerend = {(p["gemeente_code"], p["aanbieder_agb_code"]) for p in gestoord.waarheid("prestaties")}
    assert contracten
    assert not contracten & declarerend


def test_a_subcontractor_is_another_provider_than_the_one_in_the_messages(
    gestoord: Gelezen, trajecten: dict[str, Rij]
) -> None:
    for geval in cases(gestoord, "onderaanneming"):
        traject = trajecten[geval["traject_id"]]
        assert traject["uitvoerder_agb_code"] not in ("", traject["aanbieder_agb_code"])
        assert traject["uitvoerder_agb_code"] in geval["toelichting"]


def test_large_providers_subcontract_to_small_ones_and_nobody_else_does(
    gestoord: Gelezen, trajecten: dict[str, Rij]
) -> None:
    aanbieders = {rij["aanbieder_agb_code"]: rij for rij in gestoord.waarheid("aanbieders")}
    assert {rij["grootteklasse"] for rij in aanbieders.values()} == {"groot", "middel", "klein", "eenpitter"}
    paren = {
        (
            aanbieders[t["aanbieder_agb_code"]]["grootteklasse"],
            aanbieders[t["uitvoerder_agb_code"]]["grootteklasse"],
        )
        for t in trajecten.values()
        if t["uitvoerder_agb_code"]
    }
    assert {hoofd for hoofd, _ in paren} == {"groot", "middel"}
    assert {onder for _, onder in paren} == {"klein", "eenpitter"}
    onderaannemers = {code for code, rij in aanbieders.items() if rij["soort"] == "onderaannemer"}
    assert {t["uitvoerder_agb_code"] for t in trajecten.values()} <= {"", *onderaannemers}
    assert not onderaannemers & {rij["aanbieder_agb_code"] for rij in gestoord.waarheid("prestaties")}


def test_few_providers_are_large_and_have_most_of_the_turnover(gestoord: Gelezen) -> None:
    klassen = {rij["aanbieder_agb_code"]: rij["grootteklasse"] for rij in gestoord.waarheid("aanbieders")}
    omzet: dict[str, int] = defaultdict(int)
    for rij in gestoord.waarheid("prestaties"):
        omzet[klassen[rij["aanbieder_agb_code"]]] += int(rij["saldo_cent"])
    assert omzet["groot"] + omzet["middel"] > 0.6 * sum(omzet.values())
    assert min(omzet[klasse] for klasse in ("klein", "eenpitter")) > 0
    groot = [code for code, klasse in klassen.items() if klasse in ("groot", "middel")]
    assert len(groot) < 0.3 * len(klassen)


@pytest.mark.parametrize("soort", ["verhuizing", "herindeling"])
def test_care_goes_on_in_the_next_municipality(
    gestoord: Gelezen, trajecten: dict[str, Rij], soort: str
) -> None:
    personen = {rij["persoon_id"]: rij for rij in gestoord.waarheid("personen")}
    for geval in cases(gestoord, soort):
        nieuw = trajecten[geval["traject_id"]]
        persoon = personen[nieuw["persoon_id"]]
        assert nieuw["gemeente_code"] == persoon["verhuisd_naar"] != persoon["gemeente_code"]
        assert nieuw["begindatum"] >= persoon["verhuisd_op"]
        oud = trajecten.get(nieuw["volgt_op"])
        if oud:  # else the old municipality never sent an allocation: the care had yet to begin
            assert oud["gemeente_code"] == persoon["gemeente_code"]
            assert oud["einddatum"] < persoon["verhuisd_op"]
            assert oud["zorgcategorie"] == nieuw["zorgcategorie"]


def test_after_a_merger_the_old_municipality_gets_no_new_care(gestoord: Gelezen) -> None:
    (opgegaan,) = (rij for rij in gestoord.waarheid("gemeenten") if rij["opgegaan_in"])
    regios = {rij["gemeente_code"]: rij["regio_code"] for rij in GEMEENTELIJST}
    assert regios[opgegaan["gemeente_code"]] == regios[opgegaan["opgegaan_in"]]
    assert opgegaan["opgegaan_op"] == "2026-01-01"
    laatste = date.fromisoformat(opgegaan["opgegaan_op"])
    maanden: dict[bool, set[str]] = defaultdict(set)
    for rij in gestoord.rijen("prestatie"):
        if rij["gemeente_code"] == opgegaan["gemeente_code"]:
            maanden[rij["begindatum"] >= laatste].add(rij["bestand"])
    assert maanden[False]
    assert not maanden[True]
    redenen = {
        rij["reden_wijziging"]
        for rij in gestoord.rijen("toewijzing")
        if rij["gemeente_code"] == opgegaan["gemeente_code"]
    }
    assert "11" in redenen


def test_reception_follows_the_date_of_the_message_by_days_to_months(gestoord: Gelezen) -> None:
    dagen = []
    for rij in gestoord.waarheid("berichten"):
        ontvangen, gedagtekend = rij["ontvangen_op"][:10], rij["dagtekening"]
        dagen.append((date.fromisoformat(ontvangen) - date.fromisoformat(gedagtekend)).days)
    assert min(dagen) == 0
    assert max(dagen) > 60
    assert sum(dag <= 1 for dag in dagen) / len(dagen) > 0.85
    regels = (gestoord.out / "ontvangsttijden.csv").read_text(encoding="utf-8").splitlines()
    assert len(regels) == len(dagen) + 1


def test_a_second_identity_arrives_after_the_first(gestoord: Gelezen) -> None:
    moment = {rij["bestand"]: rij["ontvangen_op"] for rij in gestoord.waarheid("berichten")}
    tweede = [b for b, oordeel in gestoord.oordelen.items() if oordeel in ("al bekend", "zelfde identiteit")]
    assert tweede
    assert all(moment[b] > moment[f"{b.split('__')[0]}.xml"] for b in tweede)


def test_every_table_has_its_described_columns(gestoord: Gelezen) -> None:
    for tabel in TABELLEN:
        paden = sorted((gestoord.out / "waarheid" / tabel).glob("*.parquet"))
        assert paden, tabel
        assert all(pq.read_schema(pad).equals(arrow_schema(tabel)) for pad in paden)
