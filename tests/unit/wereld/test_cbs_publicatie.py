"""What CBS publishes about the world: counted from the truth, rounded, secret, revised, in the shape of StatLine."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from integrations.cbs.snapshot import read_snapshot
from integrations.wereld.cbs import publish_cbs, status
from integrations.wereld.cbs_bij import periods, read_zorg, to_bij
from integrations.wereld.cbs_levering import Aanlevering
from integrations.wereld.cbs_momentopname import published, share
from integrations.wereld.waarheid import read_rijen
from tests.unit.wereld.kleine_wereld import Gelezen, digest, make_wereld

TABELLEN = {"85099NED", "85097NED", "85098NED", "83454NED", "03759ned"}
HALFJAREN = periods(date(2025, 1, 1), date(2026, 6, 30))


def snapshot(out: Path, tabel: str, eerder: str = "") -> dict[str, Any]:
    folder = out / "cbs" / "eerder" / eerder if eerder else out / "cbs"
    gegevens: dict[str, Any] = json.loads((folder / f"{tabel}.json").read_text(encoding="utf-8"))
    return gegevens


def cells(gegevens: dict[str, Any], onderwerp: str) -> dict[tuple[str, ...], Any]:
    """Keys without blanks, in the order of the columns → figure."""
    dimensies = [k["Key"] for k in gegevens["metadata"]["DataProperties"] if k["Type"].endswith("Dimension")]
    return {tuple(rij[d].strip() for d in dimensies): rij[onderwerp] for rij in gegevens["waarnemingen"]}


@pytest.mark.parametrize(
    ("aantal", "gepubliceerd"),
    [(0, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000), (1003, 1005)],
)
def test_counts_are_rounded_to_fives_and_small_ones_are_secret(aantal: int, gepubliceerd: int | None) -> None:
    assert published(aantal) == gepubliceerd


def test_a_share_of_few_is_secret_and_else_has_one_decimal() -> None:
    assert share(7, 100) is None
    assert share(10, 7) is None
    assert share(10, 120) == 8.3


@pytest.mark.parametrize(
    ("periode", "moment", "verwacht"),
    [
        ("2025HJ01", "2025-06-30", "Voorlopig"),
        ("2025HJ01", "2025-12-31", "NaderVoorlopig"),
        ("2025HJ02", "2025-12-31", "Voorlopig"),
        ("2025JJ00", "2025-12-31", "Voorlopig"),
        ("2025HJ02", "2026-06-30", "Definitief"),
    ],
)
def test_a_period_becomes_final_with_the_first_half_of_the_next_year(
    periode: str, moment: str, verwacht: str
) -> None:
    assert status(periode, date.fromisoformat(moment)) == verwacht


def test_the_counts_are_those_of_the_trajectories(schoon: Gelezen) -> None:
    """Without late deliveries and missing ends CBS counts what was: BIJ's records, each youth once a form."""
    waarheid = schoon.out / "waarheid"
    per_jeugdige = defaultdict(list)
    for zorg in read_zorg(waarheid):
        per_jeugdige[zorg.persoon_id, zorg.gemeente_code].append(zorg)
    jeugdigen: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for groep in per_jeugdige.values():
        for record in to_bij(groep):
            for periode, grenzen in HALFJAREN.items():
                if record.overlaps(grenzen):
                    for vorm in (record.hulpvorm, "00", "20" if record.hulpvorm > "10" else "10"):
                        jeugdigen[record.gemeente_code, periode, vorm].add(record.persoon_id)
    cijfers = cells(snapshot(schoon.out, "85099NED"), "JongerenMetJeugdzorg_1")
    telling = read_rijen(waarheid, "cbs_telling")
    assert {rij["periode"] for rij in telling} == set(HALFJAREN)
    for rij in telling:
        sleutel = (rij["gemeente_code"], rij["periode"], rij["hulpvorm"])
        aantal = len(jeugdigen[sleutel])
        assert rij["jeugdigen"] == aantal
        assert rij["gepubliceerd"] == published(aantal)
        assert cijfers[f"SYN{rij['hulpvorm']}", f"GM{rij['gemeente_code']}", rij["periode"]] == published(
            aantal
        )


def test_the_table_of_youths_is_read_as_one_of_cbs(schoon: Gelezen) -> None:
    gelezen = read_snapshot(schoon.out / "cbs" / "85099NED.json")
    assert {vorm.hulpvorm for vorm in gelezen.vormen} == {
        None,
        "01",
        "02",
        "03",
        "04",
        "11",
        "12",
        "13",
        "14",
    }
    assert {vorm.soort for vorm in gelezen.vormen} == {"totaal", "hulpvorm"}
    assert {periode for periode, *_ in gelezen.perioden} == set(HALFJAREN)
    assert all((aantal is None) == (reden == "geheim") for *_, aantal, reden in gelezen.waarnemingen)


def test_keys_carry_trailing_blanks_and_synthetic_ones_say_so(schoon: Gelezen) -> None:
    rij = snapshot(schoon.out, "85097NED")["waarnemingen"][0]
    assert (rij["VerwijzerJeugdzorg"], rij["RegioS"]) == ("SYN00   ", "NL01  ")
    for tabel in TABELLEN:
        metadata = snapshot(schoon.out, tabel)["metadata"]
        assert "(synthetisch)" in metadata["TableInfos"][0]["Title"]
        vormen = [k["Key"] for k in metadata["DataProperties"] if k["Type"] == "Dimension"]
        assert all(code["Key"].startswith("SYN") for vorm in vormen for code in metadata[vorm])


def test_every_publication_is_there_with_the_statuses_of_its_day(gestoord: Gelezen) -> None:
    paden = {str(p.relative_to(gestoord.out / "cbs")) for p in (gestoord.out / "cbs").rglob("*.json")}
    halfjaar = {f"eerder/2025-10-31/{t}.json" for t in ("85099NED", "85097NED", "85098NED")}
    assert paden == halfjaar | {f"{p}{t}.json" for t in TABELLEN for p in ("", "eerder/2026-04-30/")}
    statussen = {
        eerder: [rij["Status"] for rij in snapshot(gestoord.out, "85099NED", eerder)["metadata"]["Perioden"]]
        for eerder in ("2025-10-31", "2026-04-30", "")
    }
    assert statussen == {
        "2025-10-31": ["Voorlopig"],
        "2026-04-30": ["NaderVoorlopig", "Voorlopig", "Voorlopig"],
        "": ["Definitief", "Definitief", "Definitief", "Voorlopig"],
    }


def test_figures_only_grow_with_what_is_delivered_late(tmp_path: Path, gestoord: Gelezen) -> None:
    """Providers of a third of the records are late: each publication of a half-year holds more of it."""
    make_wereld(tmp_path / "w", jeugdigen=200)
    publish_cbs(
        tmp_path / "w", seed=7, van=date(2025, 1, 1), tot=date(2026, 6, 30), aanlevering=Aanlevering(0.0, 0.4)
    )
    reeks = [
        cells(snapshot(tmp_path / "w", "85097NED", eerder), "TotaalTrajecten_1")["SYN00", "NL01", "2025HJ01"]
        for eerder in ("2025-10-31", "2026-04-30", "")
    ]
    assert reeks[0] < reeks[1] < reeks[2]


def test_the_same_truth_gives_the_same_publications(tmp_path: Path) -> None:
    for naam in ("a", "b"):
        make_wereld(tmp_path / naam, gemeenten=2, jeugdigen=60)
    assert digest(tmp_path / "a" / "cbs") == digest(tmp_path / "b" / "cbs")


def test_referrers_add_up_to_the_total(schoon: Gelezen) -> None:
    trajecten = cells(snapshot(schoon.out, "85097NED"), "TotaalTrajecten_1")
    delen = [
        aantal or 0
        for (v, regio, p), aantal in trajecten.items()
        if (regio, p) == ("NL01", "2025JJ00") and v != "SYN00"
    ]
    assert abs(sum(delen) - trajecten["SYN00", "NL01", "2025JJ00"]) <= 4 * len(delen)
    huisarts = trajecten["SYN02", "NL01", "2025JJ00"]
    assert huisarts == max(delen)


def test_costs_are_what_was_awarded_in_thousands_of_euros(schoon: Gelezen) -> None:
    cent: dict[str, int] = defaultdict(int)
    for rij in read_rijen(
        schoon.out / "waarheid", "prestaties", ("gemeente_code", "maand", "saldo_cent", "lot")
    ):
        if rij["lot"] == "toegekend" and rij["maand"].year == 2025:
            cent[rij["gemeente_code"]] += rij["saldo_cent"]
    gegevens = snapshot(schoon.out, "83454NED")
    kosten = cells(gegevens, "GerealiseerdeKosten_2")
    geleverd = {code: kosten["SYN00", f"GM{code}", "2025JJ00"] for code in cent}
    assert all(k is None or k == round(cent[code] / 100_000) for code, k in geleverd.items())
    assert any(k is not None for k in geleverd.values())
    assert not any(regio == "NL01" for _, regio, _ in kosten)


def test_people_add_up_over_sex_age_and_municipality_and_are_more_than_those_with_care(
    schoon: Gelezen,
) -> None:
    mensen = cells(snapshot(schoon.out, "03759ned"), "BevolkingOp1Januari_1")
    totaal = mensen["SYNT", "SYNT", "NL01", "2025JJ00"]
    assert totaal == sum(
        n
        for (g, leeftijd, regio, _), n in mensen.items()
        if g != "SYNT" and leeftijd != "SYNT" and regio != "NL01"
    )
    aandeel = cells(snapshot(schoon.out, "85098NED"), "JongerenMetJeugdhulpInNatura_1")["NL01", "2025HJ01"]
    jeugdigen = cells(snapshot(schoon.out, "85099NED"), "JongerenMetJeugdzorg_1")["SYN00", "NL01", "2025HJ01"]
    assert aandeel == pytest.approx(100 * jeugdigen / totaal, abs=0.3)
    assert 4 < aandeel < 20


def test_a_world_without_a_whole_half_year_has_no_publication(tmp_path: Path) -> None:
    make_wereld(tmp_path / "w", gemeenten=2, jeugdigen=20, van="2025-02", tot="2025-05")
    assert list((tmp_path / "w" / "cbs").rglob("*.json")) == []
    assert read_rijen(tmp_path / "w" / "waarheid", "aansluiting") == []
