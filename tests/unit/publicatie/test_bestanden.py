"""The files: what a program reads, what a person reads, and the same bytes every time."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from integrations.publicatie.publiceer import write_files
from integrations.publicatie.verifieer import verify
from tests.unit.publicatie.levering import AS_OF, ROWS, make_levering


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publicatie")
    write_files(folder, make_levering())
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leeg")
    write_files(folder, make_levering({}))
    return folder


def test_csv_is_plain(release: Path) -> None:
    lines = (release / "aansluiting_v1.csv").read_bytes().decode("utf-8").split("\r\n")
    assert lines[0].startswith("gemeente_code,jaar,halfjaar,hulpvorm,hulpvorm_naam,")
    assert lines[1] == "0363,2025,2,02,Ambulant,21,20,18,22,,definitief,1,true,2026-10-30"
    assert lines[2] == "0363,2025,2,11,Pleegzorg,9,,0,7,geheim,definitief,,false,2026-10-30"
    assert "0363,2026-04-01,Z02,Begeleiding individueel,3,1023.01," in (release / "kosten_v1.csv").read_text()


def test_parquet_is_typed(release: Path) -> None:
    table = pq.read_table(release / "kosten_v1.parquet")
    assert table.schema.field("gedeclareerd_euro").type == pa.decimal128(16, 2)
    assert table.schema.field("maand").type == pa.date32()
    assert table.schema.field("gedeclareerd_euro").metadata[b"eenheid"] == b"euro"
    assert table.column("gedeclareerd_euro").to_pylist() == [
        Decimal("1023.01"),
        Decimal("50.00"),
        Decimal("895.50"),
    ]
    assert table.column("maand").to_pylist()[0] == date(2026, 4, 1)


def test_frictionless_accepts_the_data_package(release: Path, empty: Path) -> None:
    from frictionless import Package

    for folder in (release, empty):
        report = Package(str(folder / "datapackage.json")).validate()
        assert report.valid, report.flatten(["name", "type", "message"])
        assert report.stats["tasks"] == len(ROWS)


def test_frictionless_notices_a_value_of_another_type(release: Path, tmp_path: Path) -> None:
    from frictionless import Package

    for name in ("datapackage.json", *(f"{table}.csv" for table in ROWS)):
        text = (release / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("1023.01", "1.023,01"), encoding="utf-8")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_every_column_of_the_data_package_is_described(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert package["created"] == AS_OF.isoformat()
    for resource in package["resources"]:
        header = (release / resource["path"]).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(
            len(field["description"]) >= 10 and field["eenheid"] for field in resource["schema"]["fields"]
        )


def test_the_manifest_vouches_for_every_file(release: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    assert {file["naam"] for file in manifest["bestanden"]} == {p.name for p in release.iterdir()} - {
        "manifest.json"
    }
    assert manifest["as_of"] == AS_OF.isoformat()
    assert set(manifest["versies"]) == {"programma", "schema", "koppelingen", "regels", "cbs_85099ned"}
    assert {file["naam"]: file.get("rijen") for file in manifest["bestanden"]}["kosten_v1.parquet"] == 3


def test_the_same_release_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    write_files(tmp_path, make_levering())
    for path in release.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_workbook_opens_on_a_sheet_to_read(release: Path) -> None:
    book = openpyxl.load_workbook(release / "werkmap.xlsx")
    assert book.active is not None
    assert book.active.title == "Leeswijzer"
    texts = [cell.value for row in book["Leeswijzer"].iter_rows() for cell in row if cell.value is not None]
    assert "Jeugdhulp Amsterdam" in texts
    assert {"Bruikbaar met voorbehoud", "Waar het oordeel op rust", "Zo leest u dit", "Bladen"} <= set(texts)
    assert len(book["Leeswijzer"]._charts) == 1
    assert book.sheetnames[1:4] == ["Kosten", "Gebruik totaal", "Gebruik"]
    assert book.sheetnames[-1] == "Kolommen"


def test_every_sheet_has_dutch_heads_with_a_note_a_filter_and_frozen_panes(release: Path) -> None:
    book = openpyxl.load_workbook(release / "werkmap.xlsx")
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes == "B5", sheet.title
        assert sheet.auto_filter.ref, sheet.title
        for cell in sheet[4]:
            assert cell.value, sheet.title
            assert "Eenheid:" in cell.comment.text, f"{sheet.title}: {cell.value}"


def test_money_in_the_workbook_is_a_number_in_euros(release: Path) -> None:
    sheet = openpyxl.load_workbook(release / "werkmap.xlsx")["Kosten"]
    cell = sheet["F5"]
    assert cell.value == 1023.01
    assert "€" in cell.number_format
    assert sheet["B5"].value.date() == date(2026, 4, 1)


def test_text_is_never_taken_for_a_formula(release: Path) -> None:
    sheet = openpyxl.load_workbook(release / "werkmap.xlsx")["Productcodes"]
    assert (sheet["D5"].value, sheet["D5"].data_type) == ("=1+1", "s")


def test_an_empty_release_says_so(empty: Path) -> None:
    book = openpyxl.load_workbook(empty / "werkmap.xlsx")
    assert book["Kosten"]["A5"].value == "Geen rijen voor deze gemeente."
    assert pq.read_table(empty / "kosten_v1.parquet").num_rows == 0
    assert verify(empty) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda folder: (folder / "kosten_v1.csv").unlink(), "kosten_v1.csv ontbreekt."),
        (lambda folder: (folder / "rapport.html").write_text("x"), "rapport.html is gewijzigd."),
        (lambda folder: (folder / "extra.txt").write_text("x"), "extra.txt staat niet in het manifest."),
        (
            lambda folder: (folder / "manifest.json").write_text("{"),
            "manifest.json is beschadigd en niet te lezen.",
        ),
    ],
)
def test_verify_tells_what_is_wrong(release: Path, tmp_path: Path, damage: object, problem: str) -> None:
    for path in release.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert verify(tmp_path) == []
    damage(tmp_path)  # type: ignore[operator]
    assert verify(tmp_path) == [problem]


def test_verify_reads_a_whole_week_and_refuses_a_folder_without_releases(
    release: Path, tmp_path: Path
) -> None:
    assert "geen manifest.json" in verify(tmp_path)[0]
    copy = tmp_path / "2026-W47" / "0363"
    copy.mkdir(parents=True)
    for path in release.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "kosten_v1.csv").unlink()
    assert verify(tmp_path) == ["2026-W47/0363: kosten_v1.csv ontbreekt."]


def test_a_manifest_that_points_outside_its_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"bestanden": [{"naam": "../geheim", "sha256": "0"}]}))
    assert verify(tmp_path) == ["manifest.json is beschadigd en niet te lezen."]
