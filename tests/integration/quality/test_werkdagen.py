"""The calendar of working days in PostgreSQL, as the clocks of the standard read it."""

from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappings.loader import load_reference

pytestmark = pytest.mark.integration


@pytest.fixture
def conn(embedded_engine: sa.Engine) -> sa.Connection:
    with embedded_engine.begin() as connection:
        load_reference(connection)
        yield connection


def deadline(conn: sa.Connection, day: date, number: int) -> date | None:
    return conn.exec_driver_sql("SELECT quality.werkdagen_na(%s, %s)", (day, number)).scalar_one()


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 2, 2), 3, date(2026, 2, 5)),  # a Monday
        (date(2026, 2, 6), 5, date(2026, 2, 13)),  # a Friday
        (date(2026, 2, 7), 5, date(2026, 2, 13)),  # a Saturday does not count, nor does it add a day
        (date(2026, 4, 2), 3, date(2026, 4, 8)),  # Good Friday counts, Easter Monday does not
        (date(2025, 12, 24), 5, date(2026, 1, 5)),  # two days of Christmas, and New Year's Day
        (date(2026, 4, 24), 10, date(2026, 5, 12)),  # King's Day and Liberation Day
        (date(2013, 12, 31), 3, None),  # before the calendar
        (date(2040, 12, 31), 3, None),  # beyond it
    ],
)
def test_a_term_ends_on_the_working_day_that_one_would_count(
    conn: sa.Connection, day: date, number: int, expected: date | None
) -> None:
    assert deadline(conn, day, number) == expected


def test_the_calendar_agrees_with_numpy(conn: sa.Connection) -> None:
    holidays = list(conn.exec_driver_sql("SELECT dag FROM mapping.feestdag").scalars())

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(day=st.dates(date(2014, 1, 1), date(2040, 11, 30)), number=st.integers(1, 20))
    def check(day: date, number: int) -> None:
        counted = np.busday_offset(
            np.busday_offset(day, 0, roll="backward", holidays=holidays), number, holidays=holidays
        )
        assert deadline(conn, day, number) == counted.item()

    check()


def test_every_day_of_27_years_has_its_place(conn: sa.Connection) -> None:
    row = conn.exec_driver_sql(
        "SELECT min(dag), max(dag), count(*), max(nummer) = count(*) FILTER (WHERE is_werkdag) FROM mapping.werkdag"
    ).one()
    assert tuple(row) == (date(2014, 1, 1), date(2040, 12, 31), 9862, True)
