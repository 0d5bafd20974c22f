"""The chain of a world without faults: every message follows from the one before it, by the rules of iJw 3.2."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from integrations.wereld.kalender import maand_van, month_end
from tests.unit.wereld.kleine_wereld import Gelezen

Rij = dict[str, Any]


def saldo(rij: Rij) -> int:
    bedrag: int = rij["ingediend_bedrag_cent"]
    return bedrag if rij["debet_credit"] == "D" else -bedrag


@pytest.fixture(scope="module")
def toewijzingen(schoon: Gelezen) -> dict[tuple[str, int], Rij]:
    """The last version of each allocation that was not removed, by municipality and number."""
    versies = sorted(schoon.rijen("toewijzing"), key=lambda rij: (rij["toewijzingsdatum"], rij["bestand"]))
    laatste = {(rij["gemeente_code"], rij["toewijzing_nummer"]): rij for rij in versies}
    return {sleutel: rij for sleutel, rij in laatste.items() if rij["reden_wijziging"] != "13"}


@pytest.fixture(scope="module")
def prestaties(schoon: Gelezen) -> list[Rij]:
    return list(schoon.rijen("prestatie"))


def test_every_step_of_the_chain_occurs(schoon: Gelezen) -> None:
    for tabel in ("verzoek", "toewijzing", "start", "stop", "prestatie", "declaratie_antwoord"):
        assert any(schoon.rijen(tabel)), tabel


def test_every_line_is_on_an_allocation_to_this_child_and_provider(
    prestaties: list[Rij], toewijzingen: dict[tuple[str, int], Rij]
) -> None:
    for regel in prestaties:
        toewijzing = toewijzingen[regel["gemeente_code"], regel["toewijzing_nummer"]]
        assert regel["bsn"] == toewijzing["bsn"]
        assert regel["aanbieder_agb_code"] == toewijzing["aanbieder_agb_code"]
        assert toewijzing["product_categorie"] in (None, regel["product_categorie"])
        assert toewijzing["product_code"] in (None, regel["product_code"])


def test_the_period_of_a_line_is_the_month_cut_to_the_allocation(
    prestaties: list[Rij], toewijzingen: dict[tuple[str, int], Rij]
) -> None:
    """TR307, TR308, TR387 and TR388; and TR319 with the period of the declaration."""
    for regel in prestaties:
        toewijzing = toewijzingen[regel["gemeente_code"], regel["toewijzing_nummer"]]
        maand = maand_van(regel["begindatum"])
        assert regel["begindatum"] == max(maand, toewijzing["ingangsdatum"])
        assert regel["einddatum"] == min(month_end(maand), toewijzing["einddatum"] or date.max)


def test_amounts_are_volume_times_tariff_and_minutes_are_rounded_once(
    prestaties: list[Rij], toewijzingen: dict[tuple[str, int], Rij]
) -> None:
    soorten = set()
    for regel in prestaties:
        eenheid = toewijzingen[regel["gemeente_code"], regel["toewijzing_nummer"]]["eenheid"]
        volume, tarief, bedrag = (
            regel["geleverd_volume"],
            regel["product_tarief_cent"],
            regel["ingediend_bedrag_cent"],
        )
        if regel["eenheid"] == "83":
            assert (tarief, bedrag) == (None, volume)
        elif regel["eenheid"] == "01" and eenheid != "01":
            assert abs(bedrag - volume * tarief) <= volume / 2 + 1
        else:
            assert bedrag == volume * tarief
        soorten.add((regel["eenheid"], eenheid))
    assert {
        ("01", "04"),
        ("01", "01"),
        ("04", "04"),
        ("14", "14"),
        ("16", "16"),
        ("82", "82"),
        ("83", "83"),
    } <= soorten


def test_declared_volume_stays_within_a_total_allocation(
    prestaties: list[Rij], toewijzingen: dict[tuple[str, int], Rij]
) -> None:
    """TR322 for frequency 6; minutes go 60 to the hour."""
    geleverd: Counter[tuple[str, int]] = Counter()
    for regel in prestaties:
        sleutel = (regel["gemeente_code"], regel["toewijzing_nummer"])
        in_minuten = regel["eenheid"] == "01" and toewijzingen[sleutel]["eenheid"] == "04"
        teken = 1 if regel["debet_credit"] == "D" else -1
        geleverd[sleutel] += teken * regel["geleverd_volume"] * (1 if in_minuten else 60)
    totalen = [sleutel for sleutel, toewijzing in toewijzingen.items() if toewijzing["frequentie"] == "6"]
    assert totalen
    for sleutel in totalen:
        assert geleverd[sleutel] <= toewijzingen[sleutel]["volume"] * 60


def test_a_reference_is_used_once_and_a_declaration_number_too(
    schoon: Gelezen, prestaties: list[Rij]
) -> None:
    referenties = Counter((rij["aanbieder_agb_code"], rij["referentie_nummer"]) for rij in prestaties)
    nummers = Counter(
        (rij["aanbieder_agb_code"], rij["declaratie_nummer"]) for rij in schoon.rijen("declaratie")
    )
    assert max(referenties.values()) == max(nummers.values()) == 1


def test_totals_of_declarations_and_answers_add_up(gestoord: Gelezen) -> None:
    regels: dict[str, int] = defaultdict(int)
    for rij in gestoord.rijen("prestatie"):
        regels[rij["bestand"]] += saldo(rij)
    declaraties = {}
    for rij in gestoord.rijen("declaratie"):
        totaal = rij["totaal_ingediend_bedrag_cent"] * (1 if rij["totaal_debet_credit"] == "D" else -1)
        assert totaal == regels[rij["bestand"]]
        declaraties[rij["aanbieder_agb_code"], rij["identificatie"], rij["dagtekening"]] = totaal
    afgewezen: dict[str, int] = defaultdict(int)
    for rij in gestoord.rijen("afgewezen_prestatie"):
        afgewezen[rij["bestand"]] += saldo(rij)
    beantwoord = set()
    for rij in gestoord.rijen("declaratie_antwoord"):
        sleutel = (rij["aanbieder_agb_code"], rij["declaratie_identificatie"], rij["declaratie_dagtekening"])
        ingediend = rij["totaal_ingediend_bedrag_cent"] * (
            1 if rij["totaal_ingediend_debet_credit"] == "D" else -1
        )
        toegekend = rij["totaal_toegekend_bedrag_cent"] * (
            1 if rij["totaal_toegekend_debet_credit"] == "D" else -1
        )
        assert ingediend == declaraties[sleutel]
        if rij["antwoord_retour_codes"] == ["9333"]:
            assert (toegekend, afgewezen[rij["bestand"]]) == (0, 0)
        else:
            assert ingediend - toegekend == afgewezen[rij["bestand"]]
        beantwoord.add(sleutel)
    assert beantwoord == set(declaraties)


def test_a_credit_takes_back_an_awarded_line_of_an_earlier_declaration(gestoord: Gelezen) -> None:
    storingen = {(s["bestand"], s["regelnummer"]): s["soort"] for s in gestoord.waarheid("storingen")}
    prestaties = list(gestoord.rijen("prestatie"))
    debet = {
        (r["aanbieder_agb_code"], r["referentie_nummer"]): r for r in prestaties if r["debet_credit"] == "D"
    }
    credits = [r for r in prestaties if r["debet_credit"] == "C"]
    goed = [r for r in credits if (r["bestand"], str(r["regelnummer"])) not in storingen]
    assert len(goed) > 10
    zelfde = (
        "bsn",
        "toewijzing_nummer",
        "product_code",
        "begindatum",
        "einddatum",
        "geleverd_volume",
        "ingediend_bedrag_cent",
    )
    for credit in goed:
        oud = debet[credit["aanbieder_agb_code"], credit["vorig_referentie_nummer"]]
        assert {veld: credit[veld] for veld in zelfde} == {veld: oud[veld] for veld in zelfde}
        assert oud["bestand"] < credit["bestand"]


def test_starts_and_stops_belong_to_their_allocation(
    schoon: Gelezen, toewijzingen: dict[tuple[str, int], Rij]
) -> None:
    starts = set()
    for rij in schoon.rijen("start"):
        toewijzing = toewijzingen[rij["gemeente_code"], rij["toewijzing_nummer"]]
        assert rij["toewijzing_ingangsdatum"] == toewijzing["ingangsdatum"]
        starts.add((rij["gemeente_code"], rij["toewijzing_nummer"], rij["begindatum"]))
    for rij in schoon.rijen("stop"):
        toewijzing = toewijzingen[rij["gemeente_code"], rij["toewijzing_nummer"]]
        assert (rij["gemeente_code"], rij["toewijzing_nummer"], rij["begindatum"]) in starts
        assert rij["begindatum"] <= rij["einddatum"] <= (toewijzing["einddatum"] or date.max)
        assert rij["reden_beeindiging"] in ("31", "32", "33", "34", "35", "36", "38", "39")


def test_an_allocation_answers_its_request(schoon: Gelezen) -> None:
    verzoeken = {rij["referentie_aanbieder"]: rij for rij in schoon.rijen("verzoek")}
    wijzigingen = {rij["referentie_aanbieder"] for rij in schoon.rijen("wijzigingsverzoek")}
    beantwoord = [
        rij
        for rij in schoon.rijen("toewijzing")
        if rij["referentie_aanbieder"] and rij["referentie_aanbieder"] not in wijzigingen
    ]
    assert {rij["referentie_aanbieder"] for rij in beantwoord} == set(verzoeken)
    for rij in beantwoord:
        verzoek = verzoeken[rij["referentie_aanbieder"]]
        assert rij["bsn"] == verzoek["bsn"]
        assert (rij["product_code"], rij["ingangsdatum"]) == (
            verzoek["product_code"],
            verzoek["toewijzing_ingangsdatum"],
        )
        assert verzoek["kop"].dagtekening < rij["kop"].dagtekening
    medisch = {"02", "03", "05"}
    trajecten = schoon.waarheid("trajecten")
    aandeel = sum(t["verwijzer_type"] in medisch for t in trajecten) / len(trajecten)
    assert 0.5 < aandeel < 0.7


def test_dates_of_messages_follow_what_they_tell(schoon: Gelezen) -> None:
    for rij in schoon.rijen("declaratie"):
        assert rij["kop"].dagtekening == rij["declaratie_dagtekening"] > rij["declaratie_periode_einddatum"]
    for rij in schoon.rijen("prestatie"):
        assert rij["einddatum"] < rij["kop"].dagtekening
    for rij in schoon.rijen("start"):
        assert rij["begindatum"] <= rij["kop"].dagtekening
    for rij in schoon.rijen("stop"):
        assert rij["einddatum"] < rij["kop"].dagtekening
    for rij in schoon.rijen("declaratie_antwoord"):
        assert (
            timedelta(days=3) <= rij["kop"].dagtekening - rij["declaratie_dagtekening"] <= timedelta(days=16)
        )


def test_allocations_come_in_the_variants_of_the_standard(schoon: Gelezen) -> None:
    """CD041, CD075–CD080, CS338: what may be filled depends on what is filled."""
    varianten = Counter()
    for rij in schoon.rijen("toewijzing"):
        heeft_code, heeft_omvang = rij["product_code"] is not None, rij["volume"] is not None
        assert heeft_code == heeft_omvang
        assert not (heeft_omvang and rij["budget_cent"])
        assert rij["product_categorie"] or rij["budget_cent"]
        if rij["budget_cent"] or rij["frequentie"] == "2":
            assert rij["einddatum"]
        if rij["eenheid"] in ("14", "16", "83", "84"):
            assert rij["frequentie"] in ("2", "4", "6")
        if rij["reden_wijziging"] == "13":
            assert rij["ingangsdatum"] == rij["einddatum"]
        varianten[rij["product_categorie"] is not None, heeft_code, rij["budget_cent"] is not None] += 1
    assert varianten[True, True, False] > varianten[True, False, False] > 0
    assert varianten[True, False, True] > 0


def test_care_goes_on_under_a_new_code_at_new_year(schoon: Gelezen) -> None:
    """The old allocation ends on 31 December and stops by the municipality (36), a new one begins the day after."""
    stops = [rij for rij in schoon.rijen("stop") if rij["reden_beeindiging"] == "36"]
    starts = {(rij["bsn"], rij["begindatum"]): rij["product_code"] for rij in schoon.rijen("start")}
    assert stops
    for stop in stops:
        assert stop["einddatum"] == date(2025, 12, 31)
        assert starts[stop["bsn"], date(2026, 1, 1)] != stop["product_code"]
