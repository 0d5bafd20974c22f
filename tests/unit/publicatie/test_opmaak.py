"""Dutch notation, and the ISO week that names a release."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from integrations.errors import PublicationError
from integrations.publicatie import opmaak
from integrations.publicatie.week import Week, parse_week


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Decimal("1234567"), 0, "€ 1.234.567"),
        (Decimal("1234.5"), 2, "€ 1.234,50"),
        (Decimal("-12.34"), 2, "€ −12,34"),
        (Decimal("-0.001"), 2, "€ 0,00"),
        (None, 2, "–"),
    ],
)
def test_money_is_dutch(value: Decimal | None, decimals: int, text: str) -> None:
    assert opmaak.euro(value, decimals).replace(opmaak.NBSP, " ") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.9534, "95,3%"),
        (1.0, "100,0%"),
        (0.0, "0,0%"),
        (0.99999, "> 99,9%"),
        (0.00001, "< 0,1%"),
        (-0.014, "−1,4%"),
        (None, "–"),
    ],
)
def test_rounding_never_makes_a_part_into_the_whole(share: float | None, text: str) -> None:
    assert opmaak.procent(share).replace(opmaak.NBSP, " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("950", "€ 950"), ("9994", "€ 9.994"), ("9995", "€ 10 dzd"), ("340400", "€ 340 dzd"), ("1250000", "€ 1,2 mln"),
     ("999500", "€ 1,0 mln"), ("-250000", "€ −250 dzd")],
)  # fmt: skip
def test_short_money_for_an_axis(value: str, text: str) -> None:
    assert opmaak.euro_kort(Decimal(value)).replace(opmaak.NBSP, " ") == text


def test_moments_are_told_by_dutch_time() -> None:
    assert opmaak.moment(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "1 juli 2026, 00:30 uur"
    assert opmaak.moment(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == "31 december 2026, 23:30 uur"
    assert opmaak.maand(date(2026, 3, 1)) == "maart 2026"
    assert opmaak.maand_kort(date(2026, 3, 1)) == "mrt 26"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_lists_in_a_sentence(parts: list[str], text: str) -> None:
    assert opmaak.opsomming(parts) == text


def test_a_week_knows_its_days() -> None:
    week = parse_week("2026-W53")
    assert week == Week(2026, 53)
    assert week.naam == "2026-W53"
    assert week.titel == "week 53 van 2026 (28 december 2026 tot en met 3 januari 2027)"


@pytest.mark.parametrize(
    "text",
    ["2025-W53", "2026-W00", "2026-W5", "2026W47", "2026-47", "", "../x", "2026-W47\n", "２０２６-W47"],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(PublicationError, match="geen week"):
        parse_week(text)
