"""A snapshot is sound as a whole or refused: shape, code lists, signs, forms; and the data behind that."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from integrations.cbs.snapshot import hulpvormen, parse_snapshot, read_snapshot
from integrations.errors import CbsError
from tests.conftest import ROOT
from tests.unit.cbs.statline import CELLS, TOPIC, momentopname

CBS = ROOT / "integrations" / "cbs"


def test_cells_come_out_without_blanks_and_with_a_number_or_a_reason() -> None:
    snapshot = parse_snapshot(momentopname())
    assert snapshot.waarnemingen[2] == ("GM0363", "2026HJ01", "SYN02", 1240, None)
    assert snapshot.waarnemingen[4] == ("GM0358", "2026HJ01", "SYN02", None, "geheim")
    assert snapshot.waarnemingen[5] == ("GM0358", "2026HJ01", "SYN11", None, "kan niet voorkomen")
    assert snapshot.perioden[:2] == [
        ("2026HJ01", "2026HJ01", "voorlopig"),
        ("2025HJ02", "2025HJ02", "nader voorlopig"),
    ]


def test_a_null_without_a_sign_is_unknown_and_not_secret() -> None:
    gegevens = momentopname()
    del gegevens["redenen"]
    assert {reden for *_, reden in parse_snapshot(gegevens).waarnemingen} == {None, "onbekend"}


@pytest.mark.parametrize(
    ("titel", "read_as"),
    [
        ("JH 121  Pleegzorg", ("hulpvorm", "11")),
        ("pleegzorg ", ("hulpvorm", "11")),
        ("JZ Totaal jeugdzorg", ("totaal", None)),
        ("JB 1 Totaal jeugdbescherming", ("buiten", None)),
        ("Zorg op een boerderij", ("onbekend", None)),
    ],
)
def test_a_form_is_known_by_its_title(titel: str, read_as: tuple[str, str | None]) -> None:
    gegevens = momentopname(vormen={"SYN02": "Daghulp op locatie van de aanbieder", "X": titel})
    gegevens["waarnemingen"] = [
        row for row in gegevens["waarnemingen"] if "SYN02" in row["VormenVanJeugdzorg"]
    ]
    vorm = parse_snapshot(gegevens).vormen[1]
    assert (vorm.soort, vorm.hulpvorm) == read_as


def test_the_same_content_is_the_same_bytes_whatever_its_order() -> None:
    gegevens = momentopname()
    turned = {
        name: gegevens[name] for name in reversed(gegevens)
    } | {"waarnemingen": gegevens["waarnemingen"][::-1]}  # fmt: skip
    assert parse_snapshot(turned).inhoud == parse_snapshot(gegevens).inhoud
    assert parse_snapshot(momentopname(CELLS[:-1])).inhoud != parse_snapshot(gegevens).inhoud


def test_the_kept_bytes_give_the_same_snapshot_again(tmp_path: Path) -> None:
    snapshot = parse_snapshot(momentopname())
    path = tmp_path / "85099NED.json"
    path.write_bytes(b"\xef\xbb\xbf" + snapshot.inhoud)
    assert read_snapshot(path) == snapshot


def edit(member: str, **changes: Any) -> Callable[[dict[str, Any]], None]:
    """Change the first row of a list: of ``waarnemingen``, or of a list below ``metadata``."""

    def apply(gegevens: dict[str, Any]) -> None:
        (gegevens if member in gegevens else gegevens["metadata"])[member][0].update(changes)

    return apply


def rename(old: str, new: str) -> Callable[[dict[str, Any]], None]:
    def apply(gegevens: dict[str, Any]) -> None:
        gegevens[new] = gegevens.pop(old)

    return apply


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (rename("metadata", "meta"), "KeyError: 'metadata'"),
        (rename("waarnemingen", "rijen"), "KeyError: 'waarnemingen'"),
        (edit("TableInfos", Identifier="85097NED"), "alleen 85099NED kan worden geladen"),
        (edit("TableInfos", Modified="gisteren"), "niet de verwachte vorm"),
        (edit("DataProperties", Type="GeoDimension"), "niet de verwachte vorm"),
        (edit("Perioden", Status="Concept"), "status 'Concept' is onbekend"),
        (edit("Perioden", Key="2026KW01"), "Periode 2026KW01"),
        (edit("waarnemingen", RegioS="GM9999"), "in geen codelijst staan: GM9999"),
        (edit("waarnemingen", Perioden="2019JJ00"), "in geen codelijst staan: 2019JJ00"),
        (edit("waarnemingen", **{TOPIC: 12.5}), "is 12.5, geen aantal"),
        (edit("waarnemingen", **{TOPIC: -5}), "is -5, geen aantal"),
        (edit("waarnemingen", **{TOPIC: "veel"}), "niet de verwachte vorm"),
        (edit("VormenVanJeugdzorg", Title="Pleegzorg"), "dezelfde hulpvorm: Pleegzorg; Pleegzorg"),
        (lambda g: g["waarnemingen"].append({**g["waarnemingen"][0], "ID": 99}), "De cel .* vaker dan eens"),
        (
            lambda g: g["waarnemingen"].append({**g["waarnemingen"][0], "RegioS": "GM0358"}),
            "een ID staat vaker dan eens",
        ),
        (lambda g: g["waarnemingen"].clear(), "geen enkele waarneming"),
        (lambda g: g["metadata"]["DataProperties"].pop(), "geen onderwerp JongerenMetJeugdzorg_1, wel: geen"),
    ],
)
def test_an_unsound_snapshot_is_refused_with_what_is_wrong(
    spoil: Callable[[dict[str, Any]], None], said: str
) -> None:
    gegevens = momentopname()
    spoil(gegevens)
    with pytest.raises(CbsError, match=said) as caught:
        parse_snapshot(gegevens)
    assert caught.value.remedy


def test_a_snapshot_without_any_known_hulpvorm_is_refused_and_names_its_forms() -> None:
    gegevens = momentopname([("A1", "GM0363", "2026HJ01", 5)], vormen={"A1": "Iets nieuws"})
    with pytest.raises(CbsError, match="Geen enkele hulpvorm herkend in: Iets nieuws") as caught:
        parse_snapshot(gegevens)
    assert "vormen.csv" in caught.value.remedy


@pytest.mark.parametrize("text", ['{"tabel": "85099', "<html></html>", '"tekst"', "[]"])
def test_a_file_that_is_no_snapshot_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kapot.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CbsError):
        read_snapshot(path)


def test_the_documented_example_can_be_loaded() -> None:
    text = (ROOT / "docs" / "cbs-momentopname.md").read_text(encoding="utf-8")
    example = json.loads(text.split("```json\n")[1].split("```")[0])
    assert parse_snapshot(example).vormen[1].hulpvorm == "02"


def read_rows(name: str) -> list[dict[str, str]]:
    with (CBS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_forms_cover_the_eight_hulpvormen_and_nothing_is_taken_for_granted() -> None:
    rows = read_rows("vormen.csv")
    assert hulpvormen() == {"01", "02", "03", "04", "11", "12", "13", "14"}
    assert len({row["titel"].lower() for row in rows}) == len(rows)
    assert all((row["soort"] == "hulpvorm") == bool(row["hulpvorm"]) for row in rows)
    assert all(row["status"] in ("vastgesteld", "te verifiëren") and row["bron"] for row in rows)
    assert not any(row["sleutel"].startswith("SYN") for row in rows), "a synthetic key is no key of CBS"
    assert all(row["status"] == "te verifiëren" for row in rows if not row["sleutel"])


def test_every_sign_has_one_reason_and_a_source() -> None:
    rows = read_rows("tekens.csv")
    assert {row["teken"]: row["reden"] for row in rows} == {
        ".": "geheim",
        "x": "geheim",
        "": "kan niet voorkomen",
    }
    assert all(row["bron"] and row["status"] for row in rows)
