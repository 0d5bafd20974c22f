"""Judging with the standard's own files: they judge, and a folder that cannot is a wrong setting."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from integrations.cli import app
from integrations.errors import ConfigurationError
from integrations.ijw import check_xsd, read_bericht, validate_files
from integrations.ijw.schema import load_model, load_schema
from tests.conftest import ROOT

JW323 = ROOT / "tests" / "golden" / "ijw" / "jw323-volledig" / "bericht.xml"
NIEUWE_EENHEID = ('<xs:enumeration value="84">', '<xs:enumeration value="99"/><xs:enumeration value="84">')


@pytest.fixture
def xsd(reference: Path, tmp_path: Path) -> Path:
    """A copy of the standard's files, to change."""
    return Path(shutil.copytree(reference / "ijw-3.2" / "xsd", tmp_path / "xsd"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_files_of_the_standard_can_judge(xsd: Path) -> None:
    check_xsd(xsd)
    check_xsd(None)
    assert read_bericht(JW323.read_bytes(), xsd) == read_bericht(JW323.read_bytes())


def test_they_judge_and_explain_by_their_own_lists(xsd: Path) -> None:
    change(xsd / "basisschema.xsd", *NIEUWE_EENHEID)
    with_99 = JW323.read_bytes().replace(b"<jw323:Eenheid>01<", b"<jw323:Eenheid>99<")
    with_98 = JW323.read_bytes().replace(b"<jw323:Eenheid>01<", b"<jw323:Eenheid>98<")
    assert read_bericht(with_99).oordeel == "ongeldig"
    assert read_bericht(with_99, xsd).oordeel == "geldig"
    assert "99, 84" in read_bericht(with_98, xsd).redenen[0].remedie
    assert "99" not in read_bericht(with_98).redenen[0].remedie


def test_forms_are_described_in_our_words(xsd: Path) -> None:
    bsn = load_model("JW323", xsd).kinderen[1].kinderen[4].kinderen[0].kinderen[0]
    assert bsn.waarde is not None
    assert (bsn.naam, bsn.waarde.vorm) == ("Bsn", "negen cijfers")


def damage_nothing_there(xsd: Path) -> None:
    shutil.rmtree(xsd)


def damage_a_file_for_a_folder(xsd: Path) -> None:
    shutil.rmtree(xsd)
    xsd.write_text("geen map")


def damage_two_files_away(xsd: Path) -> None:
    (xsd / "JW301.xsd").unlink()
    (xsd / "basisschema.xsd").unlink()


def damage_no_xml(xsd: Path) -> None:
    (xsd / "JW315.xsd").write_text("<xs:schema")


def damage_no_schema(xsd: Path) -> None:
    (xsd / "JW315.xsd").write_text("<leeg/>")


def damage_empty(xsd: Path) -> None:
    (xsd / "basisschema.xsd").write_bytes(b"")


def damage_another_type(xsd: Path) -> None:
    shutil.copy(xsd / "JW316.xsd", xsd / "JW315.xsd")


def damage_an_older_release(xsd: Path) -> None:
    for path in xsd.glob("*.xsd"):
        change(path, "/ijw/3_2/", "/ijw/3_1/")


def damage_an_element_more(xsd: Path) -> None:
    change(
        xsd / "JW319.xsd",
        '<xs:element name="Gemeente"',
        '<xs:element name="Wijk" type="ijw:LDT_Gemeente"/><xs:element name="Gemeente"',
    )


def damage_a_date_for_a_code(xsd: Path) -> None:
    change(xsd / "JW319.xsd", 'type="ijw:LDT_VerzoekAntwoord"', 'type="ijw:LDT_Datum"')


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (damage_nothing_there, "bestaat niet"),
        (damage_a_file_for_a_folder, "geen map"),
        (damage_two_files_away, r"ontbreekt: basisschema\.xsd, JW301\.xsd\."),
        (damage_no_xml, r"JW315\.xsd"),
        (damage_no_schema, r"JW315\.xsd"),
        (damage_empty, r"basisschema\.xsd"),
        (damage_another_type, r"JW315\.xsd"),
        (damage_an_older_release, "is niet het schema van iJw 3"),
        (damage_an_element_more, r"JW319\.xsd"),
        (damage_a_date_for_a_code, r"JW319\.xsd"),
    ],
)
def test_a_folder_that_cannot_judge_is_a_wrong_setting(
    xsd: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(xsd)
    with pytest.raises(ConfigurationError, match=message) as caught:
        check_xsd(xsd)
    assert "JEUGDKOPPEL_IJW_XSD" in caught.value.remedy
    with pytest.raises(ConfigurationError):
        validate_files([JW323], xsd)


def test_a_file_that_goes_missing_later_is_one_too(xsd: Path) -> None:
    check_xsd(xsd)
    other = xsd.with_name("andere")
    with pytest.raises(ConfigurationError):
        load_schema("JW323", other)
    with pytest.raises(ConfigurationError):
        read_bericht(JW323.read_bytes(), other)


def test_the_command_takes_the_setting(xsd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEUGDKOPPEL_IJW_XSD", str(xsd))
    assert CliRunner().invoke(app, ["ijw", "validate", str(JW323)]).exit_code == 0
    change(xsd / "basisschema.xsd", "[0-9]{9}", "8[0-9]{8}")
    monkeypatch.setenv("JEUGDKOPPEL_IJW_XSD", str(xsd.rename(xsd.with_name("strenger"))))
    assert CliRunner().invoke(app, ["ijw", "validate", str(JW323)]).exit_code == 1
    monkeypatch.setenv("JEUGDKOPPEL_IJW_XSD", str(xsd))
    outcome = CliRunner().invoke(app, ["ijw", "validate", str(JW323)])
    assert isinstance(outcome.exception, ConfigurationError)
