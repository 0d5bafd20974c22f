"""The world as a whole: the same seed, the same bytes; what cannot be made is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from integrations.errors import ConfigurationError
from integrations.wereld.plan import choose_gemeenten
from tests.unit.wereld.kleine_wereld import GEMEENTELIJST, ZORGCATEGORIEEN, Gelezen, digest, make_wereld

ROOT = Path(__file__).resolve().parents[3]
ELDERS = "import sys; from pathlib import Path; from tests.unit.wereld.kleine_wereld import *;"
ELDERS += "make_wereld(Path(sys.argv[1]), storingen=VEEL_STORINGEN)"


def test_same_seed_gives_the_same_bytes_in_a_process_with_another_hash_seed(
    gestoord: Gelezen, tmp_path: Path
) -> None:
    env = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", ELDERS, str(tmp_path / "w")], check=True, cwd=ROOT, env=env)
    assert digest(tmp_path / "w") == digest(gestoord.out)


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    een = make_wereld(tmp_path / "een", jeugdigen=20, seed=1)
    twee = make_wereld(tmp_path / "twee", jeugdigen=20, seed=2)
    assert digest(een.pad) != digest(twee.pad)


def test_a_world_replaces_an_earlier_one_whole(tmp_path: Path) -> None:
    make_wereld(tmp_path / "w", jeugdigen=20, seed=1)
    make_wereld(tmp_path / "w", jeugdigen=20, seed=2)
    make_wereld(tmp_path / "vers", jeugdigen=20, seed=2)
    assert digest(tmp_path / "w") == digest(tmp_path / "vers")


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mijn.txt").write_text("van mij")
    with pytest.raises(ConfigurationError, match="niet leeg"):
        make_wereld(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mijn.txt"]


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"van": "2025-13"}, "geen maand"),
        ({"van": "2026-07"}, "eindigt"),
        ({"gemeenten": 13}, "1 tot en met 12"),
        ({"gemeenten": 0}, "1 tot en met 12"),
        ({"jeugdigen": 3}, "te weinig"),
        ({"jeugdigen": 9_500}, "te weinig test-BSN's"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    tmp_path: Path, anders: dict[str, object], melding: str
) -> None:
    with pytest.raises(ConfigurationError, match=melding):
        make_wereld(tmp_path / "w", **anders)
    assert not (tmp_path / "w").exists()


def test_a_missing_zorgcategorie_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zonder = [rij for rij in ZORGCATEGORIEEN if rij["zorgcategorie"] != "V01"]
    monkeypatch.setattr("tests.unit.wereld.kleine_wereld.ZORGCATEGORIEEN", zonder)
    with pytest.raises(ConfigurationError, match="V01"):
        make_wereld(tmp_path / "w")


def test_progress_counts_up_to_its_total(tmp_path: Path) -> None:
    stappen: list[tuple[int, int]] = []
    make_wereld(tmp_path / "w", jeugdigen=20, progress=lambda done, total: stappen.append((done, total)))
    totaal = stappen[0][1]
    assert stappen == [(done, totaal) for done in range(1, totaal + 1)]


def test_the_result_and_the_summary_count_what_is_there(gestoord: Gelezen, tmp_path: Path) -> None:
    wereld = make_wereld(tmp_path / "w", jeugdigen=40)
    assert wereld.berichten == len(list((tmp_path / "w" / "berichten").iterdir()))
    samenvatting = json.loads((gestoord.out / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    assert samenvatting["synthetisch"] is True
    assert samenvatting["totaal"]["jeugdigen"] == 160
    assert sum(samenvatting["oordelen"].values()) == len(list((gestoord.out / "berichten").iterdir()))


def test_a_world_without_a_whole_half_year_has_no_cbs_publication(tmp_path: Path) -> None:
    make_wereld(tmp_path / "w", jeugdigen=20, van="2025-02", tot="2025-04")
    assert list((tmp_path / "w" / "cbs").iterdir()) == []


def test_the_note_says_that_it_is_synthetic(schoon: Gelezen) -> None:
    assert "**synthetisch**" in (schoon.out / "LEESMIJ.md").read_text(encoding="utf-8")


def test_municipalities_are_spread_over_regions_and_all_can_be_chosen() -> None:
    zes = choose_gemeenten(1, 6, GEMEENTELIJST)
    per_regio = [sum(g.regio_code == regio for g in zes) for regio in {g.regio_code for g in zes}]
    assert per_regio == [3, 3]
    alle = choose_gemeenten(1, 12, GEMEENTELIJST)
    assert sorted(g.gemeente_code for g in alle) == [g["gemeente_code"] for g in GEMEENTELIJST]


def test_the_truth_names_nobody(gestoord: Gelezen) -> None:
    bsns = {rij["bsn"] for rij in gestoord.rijen("client")} | {
        rij["bsn"] for rij in gestoord.rijen("prestatie")
    }
    for folder in ("waarheid", "productboeken", "cbs"):
        for path in (gestoord.out / folder).iterdir():
            tekst = path.read_text(encoding="utf-8")
            assert "Fictief" not in tekst, path.name
            assert not any(bsn in tekst for bsn in bsns), path.name
