"""The list of public holidays beside what dateutil and the law say of them."""

from datetime import date, timedelta
from importlib import resources

import pytest
from dateutil.easter import easter

from mappings.reference import read_reference

YEARS = range(2014, 2041)


@pytest.fixture(scope="module")
def feestdagen() -> dict[date, str]:
    reference = read_reference(resources.files("mappings"))
    return {date.fromisoformat(str(r["dag"])): str(r["naam"]) for r in reference.feestdagen}


def expected(year: int) -> dict[date, list[str]]:
    """Article 3, first paragraph, of the Algemene termijnenwet; the King's birthday is never kept on a Sunday."""
    pasen, koningsdag = easter(year), date(year, 4, 27)
    days = [
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (pasen + timedelta(1), "Tweede Paasdag"),
        (koningsdag - timedelta(koningsdag.weekday() == 6), "Koningsdag"),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (pasen + timedelta(39), "Hemelvaartsdag"),
        (pasen + timedelta(50), "Tweede Pinksterdag"),
        (date(year, 12, 25), "Eerste Kerstdag"),
        (date(year, 12, 26), "Tweede Kerstdag"),
    ]
    found: dict[date, list[str]] = {}
    for day, name in days:
        found.setdefault(day, []).append(name)
    return found


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_the_holidays_of_the_law(feestdagen: dict[date, str], year: int) -> None:
    found = {day: name.split(" en ") for day, name in feestdagen.items() if day.year == year}
    assert found == expected(year)


def test_the_list_covers_whole_years_and_no_more(feestdagen: dict[date, str]) -> None:
    assert {day.year for day in feestdagen} == set(YEARS)


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2026, 4, 3), False),  # Good Friday
        (date(2014, 4, 26), True),  # King's Day, the 27th being a Sunday
        (date(2014, 4, 27), False),
        (date(2026, 4, 27), True),
        (date(2027, 5, 5), True),  # Liberation Day, no lustrum
        (date(2016, 5, 5), True),  # and Ascension Day
    ],
    ids=str,
)
def test_days_about_which_one_may_differ(feestdagen: dict[date, str], day: date, is_holiday: bool) -> None:
    assert (day in feestdagen) is is_holiday
