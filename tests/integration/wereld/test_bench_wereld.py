"""The benchmark over worlds: what it measures is a world, taken to the marts; what it prints is cost a line."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bench import wereld
from bench.wereld import STEPS, Meting, Stap, as_table, cost, measure

pytestmark = pytest.mark.integration


def meting(regels: int, seconden: float) -> Meting:
    return Meting(1, regels, 10, 1000, {naam: Stap(seconden, 12.0) for naam in STEPS})


def test_cost_is_in_microseconds_a_line() -> None:
    assert cost(meting(1_000_000, 3.0), ("rules",)) == pytest.approx(3.0)
    assert cost(meting(1_000_000, 3.0), STEPS) == pytest.approx(15.0)


def test_the_table_shows_how_cost_a_line_grows() -> None:
    console = Console(width=110, file=io.StringIO(), record=True)
    console.print(as_table([meting(10_000, 1.0), meting(100_000, 12.0)]))
    tekst = console.export_text()
    assert " 120 " in tekst
    assert "1.20 ×" in tekst
    assert "10,000 lines" in tekst


def test_a_small_world_goes_from_files_to_marts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        wereld, "in_own_process", wereld._timed
    )  # five processes would import everything anew
    told: list[str] = []
    gemeten = measure(tmp_path / "w", 400, told.append)
    waarheid = json.loads((tmp_path / "w" / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    assert gemeten.regels == waarheid["totaal"]["regels"] > 250
    assert gemeten.berichten == sum(waarheid["berichten"].values())
    assert list(gemeten.stappen) == list(STEPS)
    assert [line.split(":")[0].strip() for line in told] == list(STEPS)
    assert all(stap.seconden > 0 and stap.piek_mb > 20 for stap in gemeten.stappen.values())
