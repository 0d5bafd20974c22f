"""Looking back over a small world: the estimate is nearer to what came than carrying the last month forward."""

import pandas as pd
import pytest

from bench.nogtekomen import look_back, make_world, month_ends, score


@pytest.fixture(scope="module")
def driehoek(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return make_world(tmp_path_factory.mktemp("terugblik") / "wereld", 1, gemeenten=3, jeugdigen=1_000)


def test_the_estimate_beats_carrying_the_last_month_forward(driehoek: pd.DataFrame) -> None:
    result = score(look_back(driehoek, month_ends("2024-08", 8)), ["moment"])
    assert result["fout"] < result["fout naief"]
    assert abs(result["scheefte"]) < abs(result["scheefte naief"])


def test_a_moment_knows_nothing_of_what_came_after_it(driehoek: pd.DataFrame) -> None:
    (moment,) = month_ends("2025-01", 1)
    whole = look_back(driehoek, [moment])
    until = look_back(driehoek[driehoek["ontvangen_datum"] < "2025-01-01"], [moment])
    estimated = [*whole.columns.drop("werkelijk")]
    cells, same = (
        frame[frame["geschat"].ne(0)].reset_index(drop=True)[estimated] for frame in (whole, until)
    )
    pd.testing.assert_frame_equal(cells, same, check_dtype=False)
