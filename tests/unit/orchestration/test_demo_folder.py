"""What the demo does with files, folders and its summary, without Airflow."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.errors import OrchestrationError
from integrations.inbox.landing import find_files
from integrations.orchestration.demo import describe, drop, dutch, list_in_order, sole_user_of, this_week
from integrations.orchestration.lokaal import with_own_key
from integrations.settings import Settings


def test_a_message_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, inbox = tmp_path / "bericht.xml", tmp_path / "inbox"
    source.write_text("<heel/>")
    inbox.mkdir()
    seen_before_renaming = []
    rename = Path.rename

    def look_and_rename(path: Path, target: Path) -> Path:
        seen_before_renaming.extend(find_files(inbox))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", look_and_rename)
    drop(source, inbox)
    assert seen_before_renaming == []
    assert [path.read_text() for path in find_files(inbox)] == ["<heel/>"]


def test_an_earlier_demo_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with sole_user_of(folder):
        with_own_key(Settings(data_dir=folder))
        (folder / "oud").write_text("x")
    with sole_user_of(folder):
        assert list(folder.iterdir()) == []


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "scriptie.docx").write_text("onvervangbaar")
    with pytest.raises(OrchestrationError, match="geen demo"), sole_user_of(tmp_path):
        pass
    assert (tmp_path / "scriptie.docx").read_text() == "onvervangbaar"


def test_two_demos_in_one_folder_do_not_run_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with (
        sole_user_of(folder),
        pytest.raises(OrchestrationError, match="draait al een demo"),
        sole_user_of(folder),
    ):
        pass


def test_the_key_of_a_folder_is_made_once_and_is_private(tmp_path: Path) -> None:
    keys = {with_own_key(Settings(data_dir=tmp_path)).require_pseudonym_key() for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert oct((tmp_path / "pseudoniemsleutel").stat().st_mode)[-3:] == "600"


def test_the_week_is_the_one_people_are_in() -> None:
    assert this_week(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == "2026-W47"
    assert this_week(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "2026-W48"


def test_messages_are_delivered_in_the_order_in_which_they_were_sent(tmp_path: Path) -> None:
    names = [
        "JW301_0375_00200001_2025-03-12_000001.xml",
        "JW323_00200001_0375_2025-03.xml",
        "JW305_00200001_0375_2025-03-20_000002__nogmaals.xml",
        "JW301_0375_00200001_2024-11-22_000003.xml",
    ]
    for name in names:
        (tmp_path / name).touch()
    assert [file.name for file in list_in_order(tmp_path)] == [names[3], names[1], names[0], names[2]]


def test_the_summary_is_told_in_dutch() -> None:
    told = dict(
        describe(
            {
                "week": "2026-W47",
                "gemeenten": 6,
                "berichten": {"ontvangen": 5711, "verwerkt": 5641, "geweigerd": 40, "niet_ondersteund": 30},
                "prestaties": 11634,
                "bedrag_cent": {
                    "gedeclareerd": 1000050,
                    "gepubliceerd": 1000000,
                    "afgewezen": 100,
                    "aangehouden": -50,
                },
                "gekoppeld": {"regels": 0.953, "bedrag": 0.9651},
                "bevindingen": 465,
                "dag_runs": {"ontvangst": 3, "publicatie": 1},
                "seconden": {"totaal": 118.6},
            }
        )
    )
    assert told["Berichten ontvangen"] == "5.711"
    assert told["Gedeclareerd"] == "€ 10.000,50"
    assert told["  aangehouden"] == "€ -0,50"
    assert told["Gekoppeld aan een zorgcategorie"] == "95,3% van de regels"
    assert told["Ontvangst gestart door de inbox"] == "3 keer"
    assert dutch(1234567.891, 2) == "1.234.567,89"
