"""Chance, calendar and people: the small parts on which the rest stands."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.wereld.bevolking import LEEFTIJDEN, make_jeugdige, make_zorgvragen
from integrations.wereld.kalender import add_months, later, maand_van, month_end, months, overlap_days
from integrations.wereld.prestatie import half_up
from integrations.wereld.toeval import draw, random_for, split

dagen = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_a_generator_depends_on_seed_and_key_only() -> None:
    assert random_for(1, "a", 2).random() == random_for(1, "a", 2).random()
    eerste = {
        random_for(seed, *sleutel).random() for seed in (1, 2) for sleutel in (("a", 1), ("a", 2), ("b", 1))
    }
    assert len(eerste) == 6


def test_the_generator_is_the_same_in_every_version() -> None:
    """A fixed number: when it changes, every world changes."""
    assert random_for(1, "vast").randrange(10**6) == 629_675


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_parts_add_up_and_stay_within_one_of_their_share(totaal: int, gewichten: list[float]) -> None:
    delen = split(totaal, gewichten)
    assert sum(delen) == totaal
    assert all(
        abs(deel - totaal * g / sum(gewichten)) <= 1 + 1e-6 for deel, g in zip(delen, gewichten, strict=True)
    )


def test_draw_follows_the_weights() -> None:
    rng = random_for(1, "trekking")
    geteld = Counter(draw(rng, (("vaak", 3.0), ("soms", 1.0), ("nooit", 0.0))) for _ in range(4000))
    assert set(geteld) == {"vaak", "soms"}
    assert 0.7 < geteld["vaak"] / 4000 < 0.8


@given(dagen, st.integers(-60, 60))
def test_months_go_forth_and_back(dag: date, aantal: int) -> None:
    maand = maand_van(dag)
    assert add_months(add_months(maand, aantal), -aantal) == maand
    assert month_end(dag) + timedelta(days=1) == add_months(maand, 1)
    assert len(months(maand, add_months(maand, abs(aantal)))) == abs(aantal) + 1


@given(dagen, dagen, dagen, dagen)
def test_overlap_is_the_number_of_common_days(a: date, b: date, c: date, d: date) -> None:
    van, tot, begin, einde = min(a, b), max(a, b), min(c, d), max(c, d)
    gemeen = (min(tot, einde) - max(van, begin)).days + 1
    assert overlap_days(van, tot, begin, einde) == max(0, gemeen) == overlap_days(begin, einde, van, tot)


@given(dagen)
def test_messages_are_sent_on_working_days(dag: date) -> None:
    uitkomst = later(random_for(1, dag), dag, 1, 7)
    assert uitkomst.weekday() < 5
    assert 1 <= (uitkomst - dag).days <= 9


@pytest.mark.parametrize(
    ("teller", "noemer", "uitkomst"), [(3, 2, 2), (5, 2, 3), (145, 60, 2), (150, 60, 3), (0, 60, 0)]
)
def test_halves_are_rounded_up(teller: int, noemer: int, uitkomst: int) -> None:
    assert half_up(teller, noemer) == uitkomst


def test_ages_follow_the_published_figures() -> None:
    peildatum = date(2025, 1, 1)
    geboren = [make_jeugdige(1, nummer, "", "0301", peildatum).geboortedatum for nummer in range(4000)]
    leeftijden = [(peildatum - dag).days / 365.25 for dag in geboren]
    totaal = sum(aantal for _, aantal in LEEFTIJDEN)
    for (van, tot), aantal in LEEFTIJDEN:
        aandeel = sum(van <= leeftijd < tot + 1 for leeftijd in leeftijden) / 4000
        assert aandeel == pytest.approx(aantal / totaal, abs=0.025)


def test_care_fits_the_age_and_ends_after_it_began() -> None:
    van, tot = date(2025, 1, 1), date(2026, 6, 30)
    for nummer in range(500):
        jeugdige = make_jeugdige(1, nummer, "", "0301", van)
        for zorgvraag in make_zorgvragen(1, jeugdige, van, tot):
            assert van <= zorgvraag.ingangsdatum <= min(tot, zorgvraag.einddatum)
            assert zorgvraag.ingangsdatum <= zorgvraag.geplande_einddatum
            if "Z07" in zorgvraag.zorgcategorieen:
                assert 6 <= (van - jeugdige.geboortedatum).days // 365 <= 13
