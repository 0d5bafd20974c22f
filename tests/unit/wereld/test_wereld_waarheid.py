"""The truth agrees with the messages: sums to the cent, faults in the line where they are said to be."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from integrations.wereld import Storingen
from tests.unit.wereld.kleine_wereld import VEEL_STORINGEN, Gelezen, make_wereld

Rij = dict[str, Any]
BERICHTSTORINGEN = {
    "schemafout",
    "dubbel_bestand",
    "zelfde_identiteit",
    "niet_ondersteund",
    "oude_release",
    "ontbrekende_reden_beeindiging",
    "late_antwoord",
    "late_stop",
    "late_retour",
    "ontbrekende_retour",
    "retour_zonder_bericht",
}
GEVOLGEN = {
    "late_start": ["late_stop", "ontbrekende_stop", "verborgen_stop"],
    "late_stop": ["ontbrekende_stop", "verborgen_stop"],
    "ontbrekende_stop": ["verborgen_stop"],
}
"""A stop never comes before its start was told, so one is late with the other. A late one that has not come when the
world ends is missing, and some missing ones nobody can see."""
OMSTANDIGHEDEN = {"wijkteam", "pgb", "taakgericht", "onderaanneming", "verhuizing", "herindeling"}


def saldo(rij: Rij) -> int:
    bedrag: int = rij["ingediend_bedrag_cent"]
    return bedrag if rij["debet_credit"] == "D" else -bedrag


@pytest.mark.parametrize("wereld", ["schoon", "gestoord"])
def test_sums_per_municipality_are_those_of_the_messages(wereld: str, request: pytest.FixtureRequest) -> None:
    gelezen: Gelezen = request.getfixturevalue(wereld)
    regels: Counter[str] = Counter()
    cent: Counter[str] = Counter()
    for rij in gelezen.rijen("prestatie"):
        regels[rij["gemeente_code"]] += 1
        cent[rij["gemeente_code"]] += saldo(rij)
    samenvatting = json.loads((gelezen.out / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    assert {g["gemeente_code"]: g["regels"] for g in samenvatting["gemeenten"]} == regels
    assert {g["gemeente_code"]: g["gedeclareerd_cent"] for g in samenvatting["gemeenten"]} == cent
    assert samenvatting["totaal"]["gedeclareerd_cent"] == sum(cent.values())


def test_rejected_lines_are_those_of_the_answers(gestoord: Gelezen) -> None:
    declaraties = {
        (rij["aanbieder_agb_code"], rij["identificatie"]): rij["bestand"]
        for rij in gestoord.rijen("declaratie")
    }
    antwoorden = {rij["bestand"]: rij for rij in gestoord.rijen("declaratie_antwoord")}
    geheel = {
        declaraties[rij["aanbieder_agb_code"], rij["declaratie_identificatie"]]
        for rij in antwoorden.values()
        if rij["antwoord_retour_codes"] == ["9333"]
    }
    nummers = {
        (r["bestand"], r["referentie_nummer"]): str(r["regelnummer"]) for r in gestoord.rijen("prestatie")
    }
    uit_antwoord = set()
    for rij in gestoord.rijen("afgewezen_prestatie"):
        antwoord = antwoorden[rij["bestand"]]
        bestand = declaraties[antwoord["aanbieder_agb_code"], antwoord["declaratie_identificatie"]]
        uit_antwoord.add((bestand, nummers[bestand, rij["referentie_nummer"]]))
    waarheid = {(p["bestand"], p["regelnummer"]): p["lot"] for p in gestoord.waarheid("prestaties")}
    assert geheel
    assert uit_antwoord
    for (bestand, regelnummer), lot in waarheid.items():
        is_weg = bestand in geheel or (bestand, regelnummer) in uit_antwoord
        assert (lot == "afgewezen") == is_weg, (bestand, regelnummer)


def test_a_rejected_delivery_comes_back_as_it_should_be(gestoord: Gelezen) -> None:
    prestaties = gestoord.waarheid("prestaties")
    afgewezen = [p for p in prestaties if p["lot"] == "afgewezen" and p["storing"] == "onbekende_toewijzing"]
    herstel = {
        (p["traject_id"], p["maand"]) for p in prestaties if p["aanleiding"] == "herstel" and not p["storing"]
    }
    laatste = max(p["bestand"][-11:-4] for p in prestaties)
    op_tijd = [p for p in afgewezen if p["bestand"][-11:-4] < laatste]
    assert op_tijd
    assert all((p["traject_id"], p["maand"]) in herstel for p in op_tijd)


def test_without_faults_nothing_is_noted(schoon: Gelezen) -> None:
    assert schoon.waarheid("storingen") == []
    assert {p["lot"] for p in schoon.waarheid("prestaties")} == {"toegekend"}
    assert set(schoon.oordelen.values()) == {"geldig"}


def test_every_kind_of_fault_occurs_and_is_in_a_file_that_exists(gestoord: Gelezen) -> None:
    storingen = gestoord.waarheid("storingen")
    geen_storing = {"correctie", "afwijzing", "retourberichten"}
    soorten = {veld.name for veld in fields(Storingen)} - geen_storing
    assert {s["soort"] for s in storingen} == soorten | {"verborgen_stop"}
    assert {s["bestand"] for s in storingen} <= {*gestoord.oordelen, ""}
    zonder = {s["soort"] for s in storingen if not s["bestand"]}
    assert {"wijkteam", "pgb"} <= zonder <= OMSTANDIGHEDEN
    trajecten = {t["traject_id"] for t in gestoord.waarheid("trajecten")}
    assert {s["traject_id"] for s in storingen if s["soort"] in OMSTANDIGHEDEN} <= trajecten


@pytest.mark.parametrize("veld", [veld.name for veld in fields(Storingen)])
def test_a_fault_that_is_switched_on_alone_comes_alone(veld: str, tmp_path: Path) -> None:
    alleen = Storingen(**{**{v.name: 0.0 for v in fields(Storingen)}, veld: getattr(VEEL_STORINGEN, veld)})
    make_wereld(tmp_path / "w", gemeenten=2, jeugdigen=25, tot="2025-09", storingen=alleen)
    soorten = {s["soort"] for s in Gelezen(tmp_path / "w").waarheid("storingen")}
    assert soorten <= {veld, *GEVOLGEN.get(veld, ())}


def _andere_toewijzing(regel: Rij, wereld: "Opzoeken") -> bool:
    return (regel["gemeente_code"], regel["toewijzing_nummer"]) not in wereld.toewijzingen


def _andere_client(regel: Rij, wereld: "Opzoeken") -> bool:
    return regel["bsn"] not in wereld.clienten and regel["is_bsn_geldig"]


def _tweede_referentie(regel: Rij, wereld: "Opzoeken") -> bool:
    return wereld.referenties[regel["aanbieder_agb_code"], regel["referentie_nummer"]] > 1


def _tweede_debet(regel: Rij, wereld: "Opzoeken") -> bool:
    return wereld.perioden[regel["gemeente_code"], regel["toewijzing_nummer"], regel["begindatum"]] > 1


def _zonder_debet(regel: Rij, wereld: "Opzoeken") -> bool:
    return (regel["aanbieder_agb_code"], regel["vorig_referentie_nummer"]) not in wereld.referenties


def _andere_categorie(regel: Rij, wereld: "Opzoeken") -> bool:
    return wereld.toewijzing(regel)["product_categorie"] not in (None, regel["product_categorie"])


def _andere_code(regel: Rij, wereld: "Opzoeken") -> bool:
    return wereld.toewijzing(regel)["product_code"] not in (None, regel["product_code"])


def _te_vroeg_of_te_laat(regel: Rij, wereld: "Opzoeken") -> bool:
    toewijzing = wereld.toewijzing(regel)
    einde = toewijzing["einddatum"] or date.max
    return regel["begindatum"] < toewijzing["ingangsdatum"] or regel["einddatum"] > einde


def _te_duur(regel: Rij, wereld: "Opzoeken") -> bool:
    meer = regel["ingediend_bedrag_cent"] - regel["geleverd_volume"] * regel["product_tarief_cent"]
    return meer > regel["geleverd_volume"] / 2


def _te_veel(regel: Rij, wereld: "Opzoeken") -> bool:
    """Even when every begun week counts as a whole one."""
    toewijzing = wereld.toewijzing(regel)
    dagen = (regel["einddatum"] - regel["begindatum"]).days + 1
    keren = {"1": dagen, "2": dagen // 7 + 2}.get(toewijzing["frequentie"], 1)
    minuten = 60 if (regel["eenheid"], toewijzing["eenheid"]) == ("01", "04") else 1
    return bool(regel["geleverd_volume"] > toewijzing["volume"] * keren * minuten)


def _alles_nog_eens(regel: Rij, wereld: "Opzoeken") -> bool:
    toewijzing = wereld.toewijzing(regel)
    minuten = 60 if (regel["eenheid"], toewijzing["eenheid"]) == ("01", "04") else 1
    return bool(regel["geleverd_volume"] == toewijzing["volume"] * minuten)


def _boven_budget(regel: Rij, wereld: "Opzoeken") -> bool:
    return bool(regel["ingediend_bedrag_cent"] > wereld.toewijzing(regel)["budget_cent"])


class Opzoeken:
    """What is needed to see with one's own eyes that a line is wrong."""

    def __init__(self, gelezen: Gelezen) -> None:
        versies = sorted(
            gelezen.rijen("toewijzing"), key=lambda rij: (rij["toewijzingsdatum"], rij["bestand"])
        )
        self.toewijzingen = {(rij["gemeente_code"], rij["toewijzing_nummer"]): rij for rij in versies}
        self.clienten = {rij["bsn"] for rij in gelezen.rijen("client")}
        self.regels = {(r["bestand"], str(r["regelnummer"])): r for r in gelezen.rijen("prestatie")}
        self.referenties = Counter(
            (r["aanbieder_agb_code"], r["referentie_nummer"]) for r in self.regels.values()
        )
        self.perioden = Counter(
            (r["gemeente_code"], r["toewijzing_nummer"], r["begindatum"])
            for r in self.regels.values()
            if r["debet_credit"] == "D"
        )

    def toewijzing(self, regel: Rij) -> Rij:
        toewijzing: Rij = self.toewijzingen[regel["gemeente_code"], regel["toewijzing_nummer"]]
        return toewijzing


WAARNEEMBAAR: dict[str, Callable[[Rij, Opzoeken], bool]] = {
    "onbekende_toewijzing": _andere_toewijzing,
    "onbekende_client": _andere_client,
    "dubbele_referentie": _tweede_referentie,
    "dubbele_regel": _tweede_debet,
    "credit_zonder_debet": _zonder_debet,
    "verkeerde_categorie": _andere_categorie,
    "verkeerde_code": _andere_code,
    "buiten_toewijzing": _te_vroeg_of_te_laat,
    "afwijkend_tarief": _te_duur,
    "ongeldig_bsn": lambda regel, wereld: not regel["is_bsn_geldig"],
    "ontbrekend_bsn": lambda regel, wereld: len(set(regel["bsn"])) == 1,
    "verkeerde_eenheid": lambda regel, wereld: (
        wereld.toewijzing(regel)["eenheid"] not in (None, regel["eenheid"])
    ),
    "over_volume": _te_veel,
    "over_totaal": _alles_nog_eens,
    "over_budget": _boven_budget,
}


def test_each_fault_sits_in_the_line_that_the_truth_names(gestoord: Gelezen) -> None:
    wereld = Opzoeken(gestoord)
    gezien: dict[str, int] = defaultdict(int)
    for storing in gestoord.waarheid("storingen"):
        if storing["soort"] in WAARNEEMBAAR:
            regel = wereld.regels[storing["bestand"], storing["regelnummer"]]
            assert WAARNEEMBAAR[storing["soort"]](regel, wereld), storing
            gezien[storing["soort"]] += 1
    assert set(gezien) == set(WAARNEEMBAAR)


def test_a_missing_stop_is_noted_at_its_start_and_has_no_stop(gestoord: Gelezen) -> None:
    starts = {(r["bestand"], str(r["regelnummer"])): r for r in gestoord.rijen("start")}
    gestopt = {(r["gemeente_code"], r["toewijzing_nummer"]) for r in gestoord.rijen("stop")}
    soorten = ("ontbrekende_stop", "verborgen_stop")
    ontbreekt = [s for s in gestoord.waarheid("storingen") if s["soort"] in soorten]
    assert {s["soort"] for s in ontbreekt} == set(soorten)
    einde = {
        (r["gemeente_code"], r["toewijzing_nummer"]): r["einddatum"]
        for r in sorted(gestoord.rijen("toewijzing"), key=lambda r: (r["kop"].dagtekening, r["bestand"]))
    }
    for storing in ontbreekt:
        start = starts[storing["bestand"], storing["regelnummer"]]
        toewijzing = (start["gemeente_code"], start["toewijzing_nummer"])
        assert toewijzing not in gestopt
        is_te_zien = einde[toewijzing] is not None and einde[toewijzing] <= date(2026, 6, 29)
        assert is_te_zien == (storing["soort"] == "ontbrekende_stop")
    aandeel = len(ontbreekt) / (len(ontbreekt) + len(gestopt))
    assert 0.08 < aandeel < 0.25


def test_faults_of_whole_files_name_no_line(gestoord: Gelezen) -> None:
    for storing in gestoord.waarheid("storingen"):
        if storing["soort"] in BERICHTSTORINGEN | {"dubbel_declaratienummer", "late_start"}:
            assert storing["regelnummer"] == ""
