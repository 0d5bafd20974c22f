"""What CBS publishes about the world: counted from the truth, rounded, secret, in the shape of StatLine."""

import json
from collections import defaultdict
from datetime import date

import pytest

from integrations.cbs.snapshot import read_snapshot
from integrations.wereld.cbs import Jeugdtelling, published
from tests.unit.wereld.kleine_wereld import Gelezen

HALFJAREN = {
    "2025HJ01": (date(2025, 1, 1), date(2025, 6, 30)),
    "2025HJ02": (date(2025, 7, 1), date(2025, 12, 31)),
    "2026HJ01": (date(2026, 1, 1), date(2026, 6, 30)),
    "2025JJ00": (date(2025, 1, 1), date(2025, 12, 31)),
}


@pytest.mark.parametrize(
    ("aantal", "gepubliceerd"),
    [(0, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000), (1003, 1005)],
)
def test_counts_are_rounded_to_fives_and_small_ones_are_secret(aantal: int, gepubliceerd: int | None) -> None:
    assert published(aantal) == gepubliceerd


def test_a_youth_counts_once_a_form_and_once_in_the_total() -> None:
    telling = Jeugdtelling(date(2025, 1, 1), date(2025, 12, 31))
    telling.add("0301", "04", 1, date(2025, 2, 1), date(2025, 3, 1))
    telling.add("0301", "04", 1, date(2025, 5, 1), date(2025, 8, 1))
    telling.add("0301", "11", 1, date(2025, 2, 1), date(2025, 2, 2))
    telling.add("0301", None, 2, date(2025, 2, 1), date(2025, 2, 2))
    assert telling.count("GM0301", "2025HJ01", "04") == 1
    assert telling.count("GM0301", "2025HJ01", "00") == 1
    assert telling.count("GM0301", "2025HJ02", "11") == 0
    assert telling.count("NL01", "2025JJ00", "04") == 1


def test_only_periods_that_the_world_covers() -> None:
    assert set(Jeugdtelling(date(2025, 2, 1), date(2026, 6, 30)).perioden) == {"2025HJ02", "2026HJ01"}


def test_the_counts_are_those_of_the_trajectories(schoon: Gelezen) -> None:
    jeugdigen: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for traject in schoon.waarheid("trajecten"):
        begin, einde = date.fromisoformat(traject["begindatum"]), date.fromisoformat(traject["einddatum"])
        for periode, (eerste, laatste) in HALFJAREN.items():
            if traject["hulpvorm"] and begin <= laatste and einde >= eerste:
                jeugdigen[traject["gemeente_code"], periode, traject["hulpvorm"]].add(traject["persoon_id"])
                jeugdigen[traject["gemeente_code"], periode, "00"].add(traject["persoon_id"])
    telling = schoon.waarheid("cbs_telling")
    assert {rij["periode"] for rij in telling} == set(HALFJAREN)
    for rij in telling:
        aantal = len(jeugdigen[rij["gemeente_code"], rij["periode"], rij["hulpvorm"]])
        assert int(rij["jeugdigen"]) == aantal
        assert rij["gepubliceerd"] == ("" if published(aantal) is None else str(published(aantal)))
    assert any(rij["hulpvorm"] == "01" and int(rij["jeugdigen"]) for rij in telling)


def test_the_snapshot_is_read_as_one_of_cbs(schoon: Gelezen) -> None:
    snapshot = read_snapshot(schoon.out / "cbs" / "85099NED.json")
    assert snapshot.tabel == "85099NED"
    assert {vorm.hulpvorm for vorm in snapshot.vormen} == {
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
    assert {periode for periode, *_ in snapshot.perioden} == set(HALFJAREN)
    cellen = {
        (regio, periode, sleutel): (aantal, reden)
        for regio, periode, sleutel, aantal, reden in snapshot.waarnemingen
    }
    for rij in schoon.waarheid("cbs_telling"):
        aantal, reden = cellen[f"GM{rij['gemeente_code']}", rij["periode"], f"SYN{rij['hulpvorm']}"]
        assert (aantal is None) == (rij["gepubliceerd"] == "")
        assert (reden is None) == (aantal is not None)
        assert aantal is None or str(aantal) == rij["gepubliceerd"]


def test_keys_carry_trailing_blanks_and_the_last_year_is_provisional(schoon: Gelezen) -> None:
    inhoud = json.loads((schoon.out / "cbs" / "85099NED.json").read_text(encoding="utf-8"))
    eerste = inhoud["waarnemingen"][0]
    assert eerste["VormenVanJeugdzorg"] == "SYN00   "
    assert eerste["RegioS"] == "NL01  "
    status = {rij["Key"]: rij["Status"] for rij in inhoud["metadata"]["Perioden"]}
    assert status["2025HJ01"] == "Definitief"
    assert status["2026HJ01"] == "Voorlopig"
