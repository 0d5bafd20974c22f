"""The world beside published figures: shares that add up, close to what was published, in the same bytes each time."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from integrations.errors import ConfigurationError
from integrations.wereld.bevolking import make_jeugdige, make_zorgvragen
from integrations.wereld.plaatje import Aandeel, age_band, compare_distributions, draw_distributions
from tests.unit.wereld.kleine_wereld import Gelezen

VAN, TOT = date(2025, 1, 1), date(2026, 6, 30)


@pytest.fixture(scope="module")
def aandelen(schoon: Gelezen) -> list[Aandeel]:
    return compare_distributions(schoon.out / "waarheid", VAN, TOT)


def test_shares_add_up_and_look_like_the_published_ones(aandelen: list[Aandeel]) -> None:
    """160 youths: what is left is chance, so within a tenth; a swapped or missing group would be far off."""
    sommen: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for aandeel in aandelen:
        sommen[aandeel.verdeling][0] += aandeel.gepubliceerd
        sommen[aandeel.verdeling][1] += aandeel.wereld
    assert set(sommen) == {"Leeftijd", "Huishouden", "Verblijf (jaar)", "Verwijzer"}
    assert all(som == pytest.approx(1.0) for paar in sommen.values() for som in paar)
    assert {a.groep: round(a.verschil, 3) for a in aandelen if abs(a.verschil) > 0.15} == {}


@pytest.mark.parametrize(
    ("leeftijd", "band"),
    [(-1, "0–3 jaar"), (3, "0–3 jaar"), (4, "4–11 jaar"), (17, "12–17 jaar"), (22, "18–22 jaar"), (23, "23 jaar en ouder")],
)  # fmt: skip
def test_an_age_belongs_to_one_band(leeftijd: int, band: str) -> None:
    assert age_band(leeftijd) == band


def test_the_picture_is_the_same_each_time_and_shows_every_group(
    tmp_path: Path, aandelen: list[Aandeel]
) -> None:
    for naam in ("a", "b"):
        draw_distributions(tmp_path / f"{naam}.svg", aandelen)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    tekst = " ".join(etree.parse(tmp_path / "a.svg").getroot().itertext())
    assert all(aandeel.groep in tekst for aandeel in aandelen)


def test_a_world_of_less_than_a_year_is_refused(schoon: Gelezen) -> None:
    with pytest.raises(ConfigurationError, match="geen heel jaar"):
        compare_distributions(schoon.out / "waarheid", VAN, date(2025, 8, 31))


def test_nobody_has_care_after_the_age_of_the_law() -> None:
    """To the 23rd birthday; the last day of care may lie beyond the world, but not beyond that."""
    oudsten = 0
    for nummer in range(6000):
        jeugdige = make_jeugdige(1, nummer, "999900006", "0301", VAN)
        zorgvragen = make_zorgvragen(1, jeugdige, VAN, TOT)
        assert zorgvragen, "everyone in the world has care"
        einde = max(max(z.einddatum, z.geplande_einddatum) for z in zorgvragen)
        assert einde < jeugdige.geboortedatum.replace(
            day=1, year=jeugdige.geboortedatum.year + 23
        ) + timedelta(days=31)
        assert all(z.ingangsdatum <= z.einddatum for z in zorgvragen)
        oudsten += jeugdige.geboortedatum.year <= 2003
    assert oudsten > 20
