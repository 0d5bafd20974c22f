"""Mack's chain ladder: the numbers he published, and triangles small enough to do by hand."""

import numpy as np
import pytest

from integrations.publicatie.ketting import blend, fit, project

# Payments of Taylor and Ashe (1983), as in Mack (1993), table 1: increments by year of accident and of development.
TAYLOR_ASHE = [
    [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
    [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
    [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
    [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
    [443160, 693190, 991983, 769488, 504851, 470639],
    [396132, 937085, 847498, 805037, 705960],
    [440832, 847631, 1131398, 1063269],
    [359480, 1061648, 1443370],
    [376686, 986608],
    [344014],
]


def cumulative(rows: list[list[int]]) -> np.ndarray:
    triangle = np.full((len(rows), len(rows)), np.nan)
    for i, row in enumerate(rows):
        triangle[i, : len(row)] = np.cumsum(row)
    return triangle


def test_the_triangle_of_taylor_and_ashe_gives_what_mack_published() -> None:
    """Mack (1993), tables 2 and 3: reserves and standard errors in thousands, and 18,681 with 2,447 for the whole."""
    ketting = fit(cumulative(TAYLOR_ASHE))
    ages = np.arange(9, -1, -1)
    known = np.array([sum(row) for row in TAYLOR_ASHE], dtype=float)
    outcome = project(ketting, known, ages)
    assert ketting.factoren == pytest.approx(
        [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177], abs=5e-5
    )
    reserves = outcome.uiteindelijk - known
    assert (reserves / 1000).round().tolist() == [0, 95, 470, 710, 985, 1419, 2178, 3920, 4279, 4626]
    errors = np.sqrt(outcome.toeval + outcome.patroon)
    assert (errors / 1000).round().tolist() == [0, 76, 122, 134, 261, 411, 558, 875, 971, 1363]
    shared = np.maximum.outer(ages, ages)  # two months share the steps that both still have to take
    ends = np.outer(outcome.uiteindelijk, outcome.uiteindelijk)
    total = np.sqrt(outcome.toeval.sum() + (ends * ketting.patroon[shared]).sum())
    assert (reserves.sum().round(), total.round()) == (18_680_856, 2_447_095)


def test_a_triangle_by_hand() -> None:
    """Factors (30 + 60) / (20 + 40) = 1.5 and 36 / 30 = 1.2, so shares 1/1.8, 1/1.2 and 1; no spread in either step."""
    ketting = fit(cumulative([[20, 10, 6], [40, 20], [10]]))
    assert ketting.factoren.tolist() == [1.5, 1.2]
    assert ketting.aandeel == pytest.approx([1 / 1.8, 1 / 1.2, 1])
    outcome = project(ketting, np.array([36.0, 60.0, 10.0]), np.array([2, 1, 0]))
    assert outcome.uiteindelijk == pytest.approx([36, 72, 18])
    assert outcome.toeval.tolist() == outcome.patroon.tolist() == [0, 0, 0]


def test_the_spread_of_a_step_by_hand() -> None:
    """f = (30 + 50) / (20 + 20) = 2; sigma squared = (20 x 0.5^2 + 20 x 0.5^2) / 1 = 10; a month of 8 ends at 16."""
    ketting = fit(np.array([[20.0, 30.0], [20.0, 50.0], [8.0, np.nan]]))
    outcome = project(ketting, np.array([8.0]), np.array([0]))
    assert ketting.sigma2.tolist() == [10]
    assert outcome.uiteindelijk.tolist() == [16]
    assert outcome.toeval == pytest.approx([16**2 * 10 / 4 / 8])
    assert outcome.patroon == pytest.approx([16**2 * 10 / 4 / 40])


def test_nothing_before_something_means_a_share_of_nought() -> None:
    ketting = fit(cumulative([[0, 50, 50], [0, 40], [0]]))
    assert ketting.aandeel.tolist() == [0, 0.5, 1]
    assert np.isfinite(ketting.toeval).all()
    assert np.isfinite(ketting.patroon).all()


def test_a_triangle_of_noughts_stands_still() -> None:
    ketting = fit(cumulative([[0, 0, 0], [0, 0], [0]]))
    assert ketting.aandeel.tolist() == [1, 1, 1]
    assert ketting.toeval.tolist() == ketting.patroon.tolist() == [0, 0, 0]


def test_one_diagonal_teaches_nothing() -> None:
    ketting = fit(np.array([[5.0]]))
    assert ketting.aandeel.tolist() == [1]
    assert project(ketting, np.array([5.0]), np.array([0])).uiteindelijk.tolist() == [5]


def test_credits_make_a_share_of_more_than_one() -> None:
    ketting = fit(cumulative([[100, -20], [50]]))
    assert ketting.aandeel.tolist() == [1.25, 1]
    assert project(ketting, np.array([50.0]), np.array([0])).uiteindelijk.tolist() == [40]


def test_what_is_known_weighs_by_its_share() -> None:
    """Of 80% known and a level of 200, where 160 was to be expected and 100 came: 0.8 x 100 + 0.2 x 160."""
    assert blend(np.array([0.8, 1.0, 0.0]), np.array([100.0, 70.0, 0.0]), 200.0) == pytest.approx(
        [112, 70, 0]
    )
