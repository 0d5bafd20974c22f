"""Returns and answers: each belongs to a message, within its term, unless a fault says otherwise."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from integrations.wereld.antwoordbericht import RETOUR_OP
from integrations.wereld.kalender import REGIETERMIJN, RETOURTERMIJN, VERZOEKTERMIJN, working_days_after
from tests.unit.wereld.kleine_wereld import Gelezen

HEEN = {retour: heen for heen, retour in RETOUR_OP.items()}
Sleutel = tuple[str, str, str, str]


@pytest.mark.parametrize(
    ("dag", "aantal", "verwacht"),
    [("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 1, "2026-11-23"), ("2026-11-23", 5, "2026-11-30"),
     ("2026-11-21", 0, "2026-11-21")],
)  # fmt: skip
def test_working_days_are_monday_to_friday(dag: str, aantal: int, verwacht: str) -> None:
    assert working_days_after(date.fromisoformat(dag), aantal) == date.fromisoformat(verwacht)


@pytest.fixture(scope="module")
def ontvangen(gestoord: Gelezen) -> dict[str, date]:
    return {
        rij["bestand"]: date.fromisoformat(rij["ontvangen_op"][:10]) for rij in gestoord.waarheid("berichten")
    }


@pytest.fixture(scope="module")
def heen(gestoord: Gelezen) -> dict[Sleutel, str]:
    """Type, provider, identity and date of a message that should get a return → its file."""
    gevonden = {}
    for bestand, bericht in gestoord.berichten.items():
        kop = bericht.kop
        if gestoord.oordelen[bestand] == "geldig" and kop.berichttype in RETOUR_OP:
            aanbieder = next(p for p in (kop.afzender, kop.ontvanger) if p and len(p) == 8)
            gevonden[kop.berichttype, aanbieder, str(kop.identificatie), str(kop.dagtekening)] = bestand
    return gevonden


def returns_of(gelezen: Gelezen) -> list[tuple[Sleutel, str, date]]:
    """What each return answers, its file, its own date."""
    return [
        (
            (rij["beantwoord_berichttype"], rij["aanbieder_agb_code"], rij["beantwoord_identificatie"],
             str(rij["beantwoord_dagtekening"])),
            rij["bestand"],
            rij["dagtekening_retour"],
        )
        for rij in gelezen.rijen("retourbericht")
    ]  # fmt: skip


def faults(gelezen: Gelezen, soort: str) -> set[str]:
    gevonden = {rij["bestand"] for rij in gelezen.waarheid("storingen") if rij["soort"] == soort}
    assert gevonden
    return gevonden


def test_a_return_answers_a_message_in_time_unless_a_fault_says_otherwise(
    gestoord: Gelezen, heen: dict[Sleutel, str], ontvangen: dict[str, date]
) -> None:
    laat, zonder = faults(gestoord, "late_retour"), faults(gestoord, "retour_zonder_bericht")
    gezien = set()
    for sleutel, bestand, dag in returns_of(gestoord):
        assert (sleutel in heen) == (bestand not in zonder)
        if sleutel in heen:
            van = heen[sleutel]
            assert (dag > working_days_after(ontvangen[van], RETOURTERMIJN)) == (bestand in laat)
            assert ontvangen[bestand] >= ontvangen[van]
            assert sleutel not in gezien
            gezien.add(sleutel)
    assert {sleutel[0] for sleutel in gezien} == set(RETOUR_OP)


def test_in_a_relation_with_returns_none_is_missing_unless_a_fault_says_so(
    gestoord: Gelezen, heen: dict[Sleutel, str], ontvangen: dict[str, date]
) -> None:
    """And a relation without them has none at all."""
    beantwoord = {heen[sleutel] for sleutel, _, _ in returns_of(gestoord) if sleutel in heen}
    per_relatie: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (_, aanbieder, _, _), bestand in heen.items():
        per_relatie[gestoord.paden[bestand].parent.name, aanbieder].add(bestand)
    ontbreekt = faults(gestoord, "ontbrekende_retour")
    einde = date(2026, 7, 31)
    met = 0
    for bestanden in per_relatie.values():
        if bestanden & (beantwoord | ontbreekt):
            met += 1
            rijp = {b for b in bestanden if working_days_after(ontvangen[b], RETOURTERMIJN) <= einde}
            assert rijp - beantwoord == bestanden & ontbreekt
    assert 0 < met < len(per_relatie)


def test_a_request_is_answered_in_time_unless_a_fault_says_otherwise(
    gestoord: Gelezen, ontvangen: dict[str, date]
) -> None:
    eerste: dict[str, date] = {}
    for tabel in ("toewijzing", "verzoek_antwoord"):
        for rij in gestoord.rijen(tabel):
            if ref := rij["referentie_aanbieder"]:
                eerste[ref] = min(eerste.get(ref, date.max), rij["kop"].dagtekening)
    laat = faults(gestoord, "late_antwoord")
    verzoeken = [*gestoord.rijen("verzoek"), *gestoord.rijen("wijzigingsverzoek")]
    for rij in verzoeken:
        beantwoord, van = eerste[rij["referentie_aanbieder"]], ontvangen[rij["bestand"]]
        if rij["bestand"] in laat:
            assert beantwoord > working_days_after(van, VERZOEKTERMIJN)
        else:  # or so little late, after a slow journey, that holidays may excuse it
            assert beantwoord <= van + timedelta(days=15)


@pytest.mark.parametrize("antwoord", ["1", "2"])
def test_an_answer_comes_before_its_allocation_or_instead_of_it(schoon: Gelezen, antwoord: str) -> None:
    toegewezen = {
        rij["referentie_aanbieder"]: rij["kop"].dagtekening
        for rij in schoon.rijen("toewijzing")
        if rij["referentie_aanbieder"]
    }
    antwoorden = [rij for rij in schoon.rijen("verzoek_antwoord") if rij["verzoek_antwoord"] == antwoord]
    assert antwoorden
    for rij in antwoorden:
        wanneer = toegewezen.get(rij["referentie_aanbieder"])
        if antwoord == "1":
            assert wanneer is None
            assert rij["reden_afwijzing_verzoek"]
        else:
            assert wanneer
            assert rij["kop"].dagtekening < wanneer < rij["kop"].dagtekening + timedelta(weeks=8)


def test_a_request_to_change_names_everything_that_runs(schoon: Gelezen) -> None:
    """TR349, TR351, TR357: all allocations of the client that are not over; the wish lies ahead or is for all of it."""
    lopend: dict[str, dict[int, date | None]] = defaultdict(dict)
    ingang: dict[int, date] = {}
    for rij in sorted(schoon.rijen("toewijzing"), key=lambda r: (r["kop"].dagtekening, r["bestand"])):
        lopend[rij["bsn"]][rij["toewijzing_nummer"]] = rij["einddatum"]
        ingang[rij["gemeente_code"], rij["toewijzing_nummer"]] = rij["ingangsdatum"]
    genoemd: dict[str, set[int]] = defaultdict(set)
    for tabel in ("te_wijzigen_product", "ongewijzigd_product"):
        for rij in schoon.rijen(tabel):
            genoemd[rij["bestand"]].add(rij["toewijzing_nummer"])
            assert rij["toewijzing_nummer"] in lopend[rij["bsn"]]
    gewijzigd = list(schoon.rijen("te_wijzigen_product"))
    assert gewijzigd
    for rij in gewijzigd:
        nummer, dag = rij["toewijzing_nummer"], rij["kop"].dagtekening
        assert (
            rij["gewenste_ingangsdatum"] > dag
            or rij["gewenste_ingangsdatum"] == ingang[rij["gemeente_code"], nummer]
        )
        nu = {n for n, einde in lopend[rij["bsn"]].items() if einde is None or einde >= dag}
        assert genoemd[rij["bestand"]] <= nu


def test_an_allocation_message_holds_all_that_runs_at_the_provider(schoon: Gelezen) -> None:
    """OP087, looking back from each message to what was told before it."""
    lopend: dict[tuple[str, str, str], dict[int, date | None]] = defaultdict(dict)
    per_bericht: dict[str, list[dict[str, object]]] = defaultdict(list)
    for rij in schoon.rijen("toewijzing"):
        per_bericht[rij["bestand"]].append(rij)
    volgorde = sorted(
        per_bericht.values(), key=lambda rijen: (rijen[0]["kop"].dagtekening, rijen[0]["bestand"])
    )  # type: ignore[attr-defined]
    herhaald = 0
    for rijen in volgorde:
        kop, eerste = rijen[0]["kop"], rijen[0]
        relatie = (str(eerste["gemeente_code"]), str(eerste["aanbieder_agb_code"]), str(eerste["bsn"]))
        nummers = {rij["toewijzing_nummer"] for rij in rijen}
        nog = {n for n, einde in lopend[relatie].items() if einde is None or einde >= kop.dagtekening}  # type: ignore[attr-defined]
        assert nog <= nummers
        herhaald += len(nog)
        for rij in rijen:
            weg = rij["reden_wijziging"] == "13"
            lopend[relatie][int(str(rij["toewijzing_nummer"]))] = date.min if weg else rij["einddatum"]  # type: ignore[assignment]
    assert herhaald > 10


def test_starts_and_stops_are_told_within_five_working_days_unless_a_fault_says_otherwise(
    gestoord: Gelezen,
) -> None:
    toegewezen: dict[tuple[str, int], date] = {}
    for rij in gestoord.rijen("toewijzing"):
        sleutel = (rij["gemeente_code"], rij["toewijzing_nummer"])
        toegewezen[sleutel] = min(toegewezen.get(sleutel, date.max), rij["kop"].dagtekening)
    laat = faults(gestoord, "late_start")
    for rij in gestoord.rijen("start"):
        bekend = max(rij["begindatum"], toegewezen[rij["gemeente_code"], rij["toewijzing_nummer"]])
        is_laat = rij["kop"].dagtekening > working_days_after(bekend, REGIETERMIJN)
        assert is_laat == (rij["bestand"] in laat)
    laat = faults(gestoord, "late_stop")
    for rij in gestoord.rijen("stop"):
        is_laat = rij["kop"].dagtekening > working_days_after(rij["einddatum"], REGIETERMIJN)
        assert is_laat == (rij["bestand"] in laat)
