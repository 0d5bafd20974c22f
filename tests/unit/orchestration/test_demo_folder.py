"""What the demo does with files and folders, without Airflow."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.errors import OrchestrationError
from integrations.inbox.landing import find_files
from integrations.orchestration.demo import drop, sole_user_of, this_week
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
