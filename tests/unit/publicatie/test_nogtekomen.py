"""What is still to come: by hand, on the same day of the month, and with the pattern of the neighbours."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from integrations.publicatie import nogtekomen
from integrations.publicatie.nogtekomen import cut, estimate, reference, usual_level

EINDE_APRIL = datetime(2026, 4, 30, 22, tzinfo=UTC)  # midnight in Amsterdam


def lines(
    *rows: tuple[str, str, int], gemeente: str = "0001", regio: str = "JR01", categorie: str = "Z02"
) -> pd.DataFrame:
    """Rows of the triangle: month of care, day of reception, cents."""
    frame = pd.DataFrame(rows, columns=["maand", "ontvangen_datum", "cent"])
    for column in ("maand", "ontvangen_datum"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.assign(gemeente_code=gemeente, regio_code=regio, zorgcategorie=categorie, regels=1)


def known(frame: pd.DataFrame) -> dict[tuple[int, int], int]:
    return {(row.leeftijd, row.vertraging): row.cent for row in frame.itertuples()}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-05-01T00:00:00+02:00", (date(2026, 4, 1), 0)),
        ("2026-04-30T23:59:59+02:00", (date(2026, 3, 1), 29)),
        ("2026-01-16T04:00:00+01:00", (date(2025, 12, 1), 15)),
    ],
)
def test_the_last_month_that_ended_and_the_days_since(as_of: str, expected: tuple[date, int]) -> None:
    assert reference(datetime.fromisoformat(as_of)) == expected


def test_at_the_end_of_a_month_delays_are_months() -> None:
    rows = lines(
        ("2026-02-01", "2026-03-05", 10), ("2026-02-01", "2026-04-30", 3), ("2026-03-01", "2026-05-01", 7)
    )
    assert known(cut(rows, EINDE_APRIL)) == {(2, 1): 10, (2, 2): 3}


def test_halfway_a_month_older_months_are_seen_as_they_stood_then() -> None:
    """On the 16th: what came until the 15th of March belongs to February's first month, what came after to its second."""
    rows = lines(
        ("2026-02-01", "2026-03-15", 10), ("2026-02-01", "2026-03-16", 3), ("2026-03-01", "2026-04-15", 8),
        ("2026-03-01", "2026-04-16", 1),
    )  # fmt: skip
    at = datetime(2026, 4, 16, 8, tzinfo=UTC)
    assert known(cut(rows, at)) == {(1, 0): 10, (1, 1): 3, (0, 0): 9}


def test_what_has_not_ended_and_what_lapsed_is_left_out() -> None:
    rows = lines(
        ("2026-05-01", "2026-04-02", 10), ("2021-03-01", "2021-04-05", 3), ("2021-04-01", "2021-03-05", 5)
    )
    assert known(cut(rows, EINDE_APRIL)) == {(60, 0): 5}  # declared before its month: no delay


def test_no_lines_no_rows() -> None:
    assert estimate(cut(lines(), EINDE_APRIL)).empty


def test_a_month_without_declarations_takes_a_little_of_its_level() -> None:
    """Half comes after one month. Of July nothing came, so the level is (10,000 + 0) / 2 = 5,000, of which half could be
    known: (1/2 x 0 + 1/2 x 2,500) x (2 - 1) is still to come. August gets the level."""
    halves = [
        (f"2025-{month:02d}-01", f"2025-{month + delay:02d}-05", 5_000)
        for month in range(1, 7)
        for delay in (1, 2)
    ]
    result = estimate(cut(lines(*halves), datetime(2025, 8, 31, 22, tzinfo=UTC))).set_index("leeftijd")
    assert result["nog_te_komen_cent"].to_dict() == {0: 5_000, 1: 1_250, **dict.fromkeys(range(2, 8), 0)}
    assert result["methode"].unique().tolist() == ["alle zorg"]


def test_a_sparse_cell_borrows_from_region_then_country_then_all_care(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nogtekomen, "GENOEG_REGELS", 3)
    months = [
        ("2026-01-01", "2026-02-05", 10),
        ("2026-01-01", "2026-03-05", 10),
        ("2026-02-01", "2026-03-05", 10),
    ]
    rows = pd.concat([
        lines(*months, gemeente="0001"),
        lines(months[0], gemeente="0002"),
        lines(months[0], gemeente="0003", regio="JR02"),
        lines(months[0], gemeente="0003", regio="JR02", categorie="Z03"),
    ])  # fmt: skip
    result = estimate(cut(rows, datetime(2026, 3, 31, 22, tzinfo=UTC)))
    found = {(r.gemeente_code, r.zorgcategorie): r.methode for r in result.itertuples()}
    assert found == {
        ("0001", "Z02"): "eigen",
        ("0002", "Z02"): "regio",
        ("0003", "Z02"): "land",
        ("0003", "Z03"): "alle zorg",
    }


def test_the_usual_level_and_how_far_it_was_off() -> None:
    """Of 10, 20, 40 the mean of the last two is 30; the one before (15) was 25 off."""
    assert usual_level(np.array([10.0, 20.0, 40.0])) == (30, 625)
    assert usual_level(np.array([10.0])) == (10, 100)
    assert usual_level(np.array([])) == (0, 0)
