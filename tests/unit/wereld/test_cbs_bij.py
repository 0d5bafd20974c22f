"""Trajectories as BIJ counts them: merging, care during a stay, PGB, and what CBS makes of deliveries."""

from dataclasses import replace
from datetime import date

import pytest

from integrations.wereld.cbs_bij import Bijtraject, Zorg, periods, records_of, to_bij, to_pgb
from integrations.wereld.cbs_levering import Aanlevering, Cbs

HALFJAREN = periods(date(2025, 1, 1), date(2026, 6, 30))


def zorg(vorm: str, begin: str, einde: str, **anders: str) -> Zorg:
    basis = Zorg(
        traject_id=f"T-{vorm}-{begin}", persoon_id="P1", gemeente_code="0301", aanbieder="00010001", zorgcategorie="Z04",
        hulpvorm=vorm, verwijzer_type="02", begin=date.fromisoformat(begin), einde=date.fromisoformat(einde),
        uitvoering="zin", bekostiging="inspanning",
    )  # fmt: skip
    return replace(basis, **anders)  # type: ignore[arg-type]


def spans(*delen: Zorg) -> list[tuple[str, str, str]]:
    return [(r.hulpvorm, f"{r.begin}", f"{r.einde}") for r in to_bij(delen)]


def test_overlapping_records_of_one_form_are_one_and_those_apart_are_not() -> None:
    assert spans(
        zorg("04", "2025-01-01", "2025-03-31"),
        zorg("04", "2025-03-31", "2025-05-01", aanbieder="00010002"),
        zorg("04", "2025-05-02", "2025-06-01"),
        zorg("02", "2025-02-01", "2025-02-28"),
    ) == [
        ("02", "2025-02-01", "2025-02-28"),
        ("04", "2025-01-01", "2025-05-01"),
        ("04", "2025-05-02", "2025-06-01"),
    ]


def test_a_module_of_the_same_provider_belongs_to_the_stay_and_of_another_one_does_not() -> None:
    stay = zorg("14", "2025-02-01", "2025-04-30", zorgcategorie="V04")
    assert spans(stay, zorg("04", "2025-02-10", "2025-04-01")) == [("14", "2025-02-01", "2025-04-30")]
    assert ("04", "2025-02-10", "2025-04-01") in spans(
        stay, zorg("04", "2025-02-10", "2025-04-01", aanbieder="00010002")
    )


def test_what_lies_before_and_after_the_stay_remains() -> None:
    stay = zorg("14", "2025-02-01", "2025-04-30", zorgcategorie="V04")
    assert spans(stay, zorg("04", "2025-01-01", "2025-06-30")) == [
        ("04", "2025-01-01", "2025-01-31"),
        ("04", "2025-05-01", "2025-06-30"),
        ("14", "2025-02-01", "2025-04-30"),
    ]


def test_care_on_a_budget_of_ones_own_and_care_that_is_no_jeugdhulp_give_no_record() -> None:
    assert (
        spans(zorg("04", "2025-01-01", "2025-02-01", uitvoering="pgb"), zorg("", "2025-01-01", "2025-02-01"))
        == []
    )


def test_each_municipality_counts_its_own_part_of_a_life() -> None:
    hier, daar = (
        zorg("04", "2025-01-01", "2025-03-31"),
        zorg("04", "2025-03-01", "2025-06-30", gemeente_code="0302"),
    )
    assert [r.gemeente_code for r in records_of([hier, daar])] == ["0301", "0302"]


def test_periods_are_those_the_world_covers_entirely() -> None:
    assert list(HALFJAREN) == ["2025HJ01", "2025HJ02", "2025JJ00", "2026HJ01"]
    assert list(periods(date(2025, 2, 1), date(2025, 12, 31))) == ["2025HJ02"]


def record(begin: str, einde: str) -> Bijtraject:
    return Bijtraject("P1", "0301", "04", "02", date.fromisoformat(begin), date.fromisoformat(einde))


RECORDS = [record("2025-01-01", "2025-04-10"), record("2025-01-01", "2025-06-29")]


def test_an_end_that_nobody_gave_is_imputed_with_the_mean_duration() -> None:
    cbs = Cbs(1, Aanlevering(zonder_einddatum=1.0, nagekomen=0.0), date(2026, 6, 30), RECORDS)
    assert cbs.duur_dagen == {"04": 139}
    assert cbs.deliver(record("2025-06-01", "2025-06-20")).einde == date(2025, 10, 18)


def test_an_imputed_end_never_takes_a_record_out_of_the_half_year_in_which_it_was_delivered() -> None:
    cbs = Cbs(1, Aanlevering(zonder_einddatum=1.0, nagekomen=0.0), date(2026, 6, 30), RECORDS)
    assert cbs.deliver(record("2025-01-01", "2026-02-01")).einde == date(2026, 1, 1)


def test_care_that_goes_on_beyond_the_world_has_no_end_to_miss() -> None:
    cbs = Cbs(1, Aanlevering(zonder_einddatum=1.0, nagekomen=0.0), date(2026, 6, 30), RECORDS)
    assert cbs.deliver(record("2026-06-01", "2026-12-01")).einde == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kenmerk", "gaat_mis", "verwacht"),
    [
        ("", True, ("0301", "")),
        ("onderaanneming", False, ("0301", "")),
        ("onderaanneming", True, ("", "onderaanneming")),
        ("verhuizing", False, ("0301", "")),
        ("verhuizing", True, ("0302", "herindeling")),
        ("pgb", False, ("", "pgb")),
        ("pgb", True, ("0301", "pgb")),
    ],
)
def test_a_record_is_delivered_under_its_municipality_unless_something_goes_wrong(
    kenmerk: str, gaat_mis: bool, verwacht: tuple[str, str]
) -> None:
    aanlevering = Aanlevering(0.0, 0.0, *(3 * [float(gaat_mis)]))
    cbs = Cbs(1, aanlevering, date(2026, 6, 30), RECORDS, {"P1": ("0302", "herindeling")})
    geleverd = cbs.deliver(replace(record("2025-01-01", "2025-04-10"), kenmerk=kenmerk))
    assert (geleverd.gemeente_code, geleverd.oorzaak) == verwacht
    assert geleverd.overlaps(HALFJAREN["2025HJ01"], fase=2) == bool(verwacht[0])


def test_a_record_is_special_only_when_all_of_its_care_is() -> None:
    een, ander = zorg("04", "2025-01-01", "2025-03-31"), zorg("04", "2025-03-01", "2025-05-01")
    onder = {"kenmerk": "onderaanneming", "aanbieder": "00010002"}
    assert [r.kenmerk for r in to_bij([replace(een, **onder), replace(ander, **onder)])] == ["onderaanneming"]  # type: ignore[arg-type]
    assert [r.kenmerk for r in to_bij([replace(een, **onder), ander])] == [""]  # type: ignore[arg-type]


def test_care_on_a_budget_gives_records_of_its_own() -> None:
    pgb = zorg("04", "2025-01-01", "2025-02-01", uitvoering="pgb", kenmerk="pgb")
    assert [r.kenmerk for r in to_pgb([pgb, zorg("04", "2025-01-15", "2025-03-01")])] == ["pgb"]


@pytest.mark.parametrize(("nagekomen", "fasen"), [(0.0, {0}), (1.0, {1, 2})])
def test_a_late_delivery_is_missing_from_the_first_figures(nagekomen: float, fasen: set[int]) -> None:
    cbs = Cbs(1, Aanlevering(0.0, nagekomen), date(2026, 6, 30), RECORDS)
    geleverd = [cbs.deliver(record(f"2025-01-{dag:02d}", "2025-06-01")) for dag in range(1, 29)]
    assert {een.fase for een in geleverd} == fasen
    grenzen = HALFJAREN["2025HJ01"]
    assert all(een.overlaps(grenzen, fase=2) for een in geleverd)
    assert all(een.overlaps(grenzen, fase=0) == (een.fase == 0) for een in geleverd)
