"""Bad reference data is refused with file, line and remedy. Each case spoils one file of a copy of the package."""

import re
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from integrations.errors import ReferenceDataError
from mappings.reference import read_reference

HULPVORM = "zorgcategorie__hulpvorm/zorgcategorie__hulpvorm.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the data folders of the package."""
    for folder in Path(str(resources.files("mappings"))).iterdir():
        if folder.is_dir() and (folder / "metadata.yaml").exists():
            shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path


def edit(pattern: str, replacement: str) -> Callable[[str], str]:
    """Replace the one place where ``pattern`` is found."""

    def apply(text: str) -> str:
        changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert count == 1
        return changed

    return apply


CASES = {
    "target-does-not-exist": (HULPVORM, edit("^Z01,01", "Z01,09"), "regel 2: hulpvorm 09", "BIJ_hulpvorm"),
    "source-does-not-exist": (HULPVORM, edit("^Z01,", "Z99,"), "regel 2: zorgcategorie Z99", "zorgcategorie"),
    "allowed-code-does-not-exist": (HULPVORM, edit("02;03", "02;99"), "regel 3: 99", "codes uit die lijst"),
    "no-such-date": (HULPVORM, edit("2015-01-01", "2015-02-30"), "regel 2: geldig_vanaf", "JJJJ-MM-DD"),
    "ends-before-it-starts": (HULPVORM, edit("2015-01-01,", "2015-01-01,2015-01-01"), "regel 2: geldig_tot", "later"),
    "unknown-status": (HULPVORM, edit("vastgesteld", "zeker"), "regel 2: status zeker", "vastgesteld"),
    "empty-source": (HULPVORM, edit(',"Informatieprotocol[^"]*"', ","), "regel 2: bron is leeg", "vul de waarde in"),
    "too-many-values": (HULPVORM, edit("^Z01,", "Z01,,"), "regel 2: er staan meer of minder", "aanhalingstekens"),
    "overlap": (
        HULPVORM,
        lambda text: text + "Z01,02,,2020-01-01,,vastgesteld,test,test\n",
        "regel 29: de periode van zorgcategorie Z01 overlapt met regel 2",
        "geldig_tot",
    ),
    "target-not-yet-valid": (
        "reden_beeindiging__bij/reden_beeindiging__bij.csv",
        edit("^36,,2021-01-01", "36,,2020-12-31"),
        "reden_beeindiging 36 staat op 2020-12-31 niet in JZ588",
        "vul die lijst aan",
    ),
    "double-zorgcategorie": ("zorgcategorie/zorgcategorie.csv", edit("^Z02", "Z01"), "regel 3", "laat één regel staan"),
    "no-truth": ("zorgcategorie/zorgcategorie.csv", edit(",1,nee,", ",1,misschien,"), "regel 2: is_crisis", "ja of nee"),
    "unknown-region": ("gemeenten/gemeente.csv", edit("JR10", "JR99"), "regel 2: regio_code JR99", "regio"),
    "double-municipality": ("gemeenten/gemeente.csv", edit("^0034", "0014"), "regel 3: de periode", "geldig_tot"),
    "list-without-description": (
        "codelijsten/metadata.yaml",
        edit("  WJ756: .*\n", ""),
        "bestanden en beschrijving verschillen (WJ756)",
        "beschrijf elke lijst",
    ),
    "crosswalk-to-no-list": (
        "zorgcategorie__segment/metadata.yaml",
        edit("SEGMENT_inkoop", "SEGMENT"),
        "lijst SEGMENT bestaat niet",
        "bestaande lijst",
    ),
    "crosswalk-without-direction": ("verwijzer__bij/metadata.yaml", edit("^naar:.*\n", ""), "naar ontbreekt", "vul"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_names_file_line_and_remedy(root: Path, name: str) -> None:
    file, spoil, message, remedy = CASES[name]
    path = root / file
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        read_reference(root)
    assert caught.value.message.startswith(file)
    assert message in caught.value.message
    assert re.search(remedy, caught.value.remedy)


def test_a_new_crosswalk_is_a_folder_and_no_python(root: Path) -> None:
    folder = root / "zorgcategorie__leeftijd"
    folder.mkdir()
    (folder / "metadata.yaml").write_text("van: zorgcategorie\nnaar: COD260\n", encoding="utf-8")
    (folder / "zorgcategorie__leeftijd.csv").write_text(
        "zorgcategorie,leeftijd,geldig_vanaf,geldig_tot,status,bron,toelichting\nZ01,1,2020-01-01,,vastgesteld,test,\n",
        encoding="utf-8",
    )
    crosswalks = {c.name: c for c in read_reference(root).crosswalks}
    assert crosswalks["zorgcategorie__leeftijd"].records[0]["leeftijd"] == "1"
