"""The world as a whole: the same seed, the same bytes; what cannot be made is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from integrations.errors import ConfigurationError
from integrations.wereld.plan import choose_gemeenten
from integrations.wereld.schatting import Schatting, require_room
from tests.unit.wereld.kleine_wereld import (
    GEMEENTELIJST,
    VEEL_STORINGEN,
    ZORGCATEGORIEEN,
    Gelezen,
    digest,
    make_wereld,
)

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
        ({"jeugdigen": 950_000}, "te weinig BSN's"),
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


def test_progress_counts_the_youths_of_every_municipality_that_is_done(tmp_path: Path) -> None:
    stappen: list[tuple[int, int]] = []
    make_wereld(tmp_path / "w", jeugdigen=20, progress=lambda done, total: stappen.append((done, total)))
    assert stappen[0] == (0, 20)
    assert stappen[-1] == (20, 20)
    assert len(stappen) == 5
    assert stappen == sorted(stappen)


@pytest.mark.parametrize("processen", [2, 3])
def test_the_number_of_processes_changes_no_byte(gestoord: Gelezen, tmp_path: Path, processen: int) -> None:
    make_wereld(tmp_path / "w", storingen=VEEL_STORINGEN, processen=processen)
    assert digest(tmp_path / "w") == digest(gestoord.out)


def test_an_estimate_is_given_before_anything_is_written(tmp_path: Path) -> None:
    gezien: list[Schatting] = []

    def announce(schatting: Schatting) -> None:
        assert not (tmp_path / "w").exists()
        gezien.append(schatting)

    wereld = make_wereld(tmp_path / "w", announce=announce)
    assert 0.7 < gezien[0].regels / wereld.prestaties < 1.4
    assert 0.7 < gezien[0].bestanden / wereld.berichten < 1.4
    assert gezien[0].bytes > wereld.bytes


def test_a_disk_that_is_too_small_is_seen_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="GB vrij"):
        require_room(tmp_path / "w", Schatting(1, 1, 10**18))
    assert not (tmp_path / "w").exists()


def test_the_result_and_the_summary_count_what_is_there(gestoord: Gelezen, tmp_path: Path) -> None:
    wereld = make_wereld(tmp_path / "w", jeugdigen=40)
    assert wereld.berichten == len(Gelezen(tmp_path / "w").paden)
    samenvatting = json.loads((gestoord.out / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    assert samenvatting["synthetisch"] is True
    assert samenvatting["totaal"]["jeugdigen"] == 160
    assert sum(samenvatting["oordelen"].values()) == len(gestoord.paden)


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
        for path in (p for p in (gestoord.out / folder).rglob("*") if p.is_file()):
            is_parquet = path.suffix == ".parquet"
            tekst = str(pq.read_table(path).to_pylist()) if is_parquet else path.read_text(encoding="utf-8")
            assert "Fictief" not in tekst, path.name
            assert not any(bsn in tekst for bsn in bsns), path.name
