"""What the tasks decide by themselves, before any database: weeks, moments, and when a release has failed."""

from datetime import UTC, datetime

import pytest

from integrations.errors import ConfigurationError, PublicationError
from integrations.orchestration.taken import close_release, last_complete_week, read_moment

ORDERS = [
    {"week": "2026-W46", "gemeente_code": "0363", "naam": "Amsterdam"},
    {"week": "2026-W46", "gemeente_code": "0344", "naam": "Utrecht"},
]


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 11, 23, 4, 0, tzinfo=UTC), "2026-W47"),  # Monday morning: the week that just ended
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), "2026-W46"),  # still Sunday in Amsterdam
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "2026-W47"),  # already Monday in Amsterdam
        (datetime(2027, 1, 6, 12, 0, tzinfo=UTC), "2026-W53"),
    ],
)
def test_a_week_is_published_once_it_has_ended_in_the_netherlands(moment: datetime, week: str) -> None:
    assert last_complete_week(moment) == week


def test_a_moment_needs_a_zone() -> None:
    assert read_moment(None) is None
    assert read_moment("") is None
    assert read_moment("2026-11-23T05:00:00+01:00") == datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    for text in ("2026-11-23T05:00:00", "maandag"):
        with pytest.raises(ConfigurationError, match=text):
            read_moment(text)


def test_a_release_is_closed_when_every_municipality_is_there() -> None:
    assert close_release(ORDERS, ["0344", "0363"]) == {"gemeenten": 2}


def test_a_release_without_one_of_them_fails_by_name() -> None:
    with pytest.raises(PublicationError, match="Niet gepubliceerd: Utrecht"):
        close_release(ORDERS, ["0363"])


def test_a_release_without_preparation_fails() -> None:
    with pytest.raises(PublicationError, match="voorbereiden"):
        close_release(None, [])
