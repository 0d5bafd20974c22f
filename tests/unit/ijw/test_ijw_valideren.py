"""Judging files and folders without a database."""

import json
import shutil
from pathlib import Path

import pytest

from integrations.ijw import validate_files
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "ijw"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three messages in two folders, and two files that are not looked at."""
    (tmp_path / "onder").mkdir()
    shutil.copy(GOLDEN / "jw323-volledig" / "bericht.xml", tmp_path / "b.xml")
    shutil.copy(GOLDEN / "jw315-datum-bestaat-niet" / "bericht.xml", tmp_path / "onder" / "c.XML")
    shutil.copy(GOLDEN / "jw303-niet-ondersteund-release-2-2" / "bericht.xml", tmp_path / "a.xml")
    (tmp_path / "leesmij.txt").write_text("geen bericht")
    (tmp_path / "map.xml").mkdir()
    return tmp_path


def test_a_folder_is_searched_to_the_bottom_in_order(folder: Path) -> None:
    verdicts = validate_files([folder])
    assert [(Path(v["bestand"]).name, v["berichttype"], v["geldig"]) for v in verdicts] == [
        ("a.xml", "JW303", False),
        ("b.xml", "JW323", True),
        ("c.XML", "JW315", False),
    ]


def test_a_verdict_is_plain_json_with_its_reasons(folder: Path) -> None:
    (verdict,) = validate_files([folder / "onder" / "c.XML"])
    assert json.loads(json.dumps(verdict)) == verdict
    assert set(verdict) == {"bestand", "berichttype", "geldig", "redenen"}
    assert verdict["redenen"][0]["waarde"] == "2027-06-31"
    assert set(verdict["redenen"][0]) == {
        "regel",
        "element",
        "regel_in_bestand",
        "waarde",
        "melding",
        "remedie",
    }


def test_a_file_by_name_is_judged_whatever_its_extension(folder: Path) -> None:
    (verdict,) = validate_files([folder / "leesmij.txt"])
    assert (verdict["geldig"], verdict["berichttype"]) == (False, None)
    assert verdict["redenen"][0]["melding"] == "Het bestand is geen XML."


def test_a_file_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        validate_files([folder / "weg.xml"])
