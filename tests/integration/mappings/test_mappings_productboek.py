"""Product books in and out, on a real PostgreSQL."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import ReferenceDataError
from mappings import productboek
from mappings.loader import load_reference
from mappings.productboek import ImportVerslag, export_koppelingen
from mappings.resolver import resolve

pytestmark = pytest.mark.integration

HEADER = "product_categorie;product_code;omschrijving;eenheid;tarief_cent;zorgcategorie"
JAN, APR, JUL = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)
NU = datetime(2026, 8, 1, tzinfo=UTC)


@pytest.fixture
def conn(engine: sa.Engine) -> sa.Connection:
    with engine.connect() as conn:
        load_reference(conn)
        yield conn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def book(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "boek.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def import_productboek(
    conn: sa.Connection, path: Path, niveau: str, code: str | None, day: date, at: datetime = NU
) -> ImportVerslag:
    return productboek.import_productboek(conn, path, niveau, code, day, bekend_vanaf=at)


def counts(report: ImportVerslag) -> tuple[int, int, int, int, int]:
    """Read, new, changed, unchanged, refused."""
    return (report.gelezen, report.nieuw, report.gewijzigd, report.ongewijzigd, len(report.geweigerd))


def periods(conn: sa.Connection) -> list[tuple[object, ...]]:
    sql = (
        "SELECT product_code, zorgcategorie, tarief_cent, geldig_vanaf, geldig_tot FROM mapping.koppeling"
        " WHERE niveau = 'gemeente' AND vervallen_op IS NULL ORDER BY product_code, geldig_vanaf"
    )
    return [tuple(row) for row in conn.exec_driver_sql(sql)]


def test_a_book_goes_in_once(conn: sa.Connection, folder: Path) -> None:
    path = book(folder, "45;45A01;Begeleiding;04;7250;Z02", "45;45A02;Nog niet ingedeeld;;;")
    assert counts(import_productboek(conn, path, "gemeente", "0363", JAN)) == (2, 2, 0, 0, 0)
    first = periods(conn)
    assert first == [("45A01", "Z02", 7250, JAN, None), ("45A02", None, None, JAN, None)]
    assert counts(import_productboek(conn, path, "gemeente", "0363", JAN)) == (2, 0, 0, 2, 0)
    assert periods(conn) == first


def test_a_new_book_ends_the_old_period_and_spares_what_stays_the_same(
    conn: sa.Connection, folder: Path
) -> None:
    import_productboek(
        conn, book(folder, "45;45A01;A;04;100;Z02", "45;45A02;B;04;100;Z04", "45;45A03;C;04;100;Z02"), "gemeente", "0363", JAN
    )  # fmt: skip
    report = import_productboek(
        conn, book(folder, "45;45A01;A;04;110;Z02", "45;45A02;B;04;100;Z04"), "gemeente", "0363", JUL
    )
    assert counts(report) == (2, 0, 1, 1, 0)
    assert periods(conn) == [
        ("45A01", "Z02", 100, JAN, JUL),
        ("45A01", "Z02", 110, JUL, None),
        ("45A02", "Z04", 100, JAN, None),
        ("45A03", "Z02", 100, JAN, None),
    ]


def test_a_book_for_an_earlier_date_holds_until_the_next_period(conn: sa.Connection, folder: Path) -> None:
    import_productboek(conn, book(folder, "45;45A01;A;04;110;Z02"), "gemeente", "0363", JUL)
    import_productboek(conn, book(folder, "45;45A01;A;04;100;Z02"), "gemeente", "0363", JAN)
    import_productboek(conn, book(folder, "45;45A01;A;04;105;Z02"), "gemeente", "0363", APR)
    assert [(p[2], p[3], p[4]) for p in periods(conn)] == [(100, JAN, APR), (105, APR, JUL), (110, JUL, None)]


def test_the_same_date_with_other_contents_is_a_correction(conn: sa.Connection, folder: Path) -> None:
    import_productboek(conn, book(folder, "45;45A01;A;04;100;Z02"), "gemeente", "0363", JAN)
    report = import_productboek(conn, book(folder, "45;45A01;A;04;100;Z03"), "gemeente", "0363", JAN)
    assert counts(report) == (1, 0, 1, 0, 0)
    assert periods(conn) == [("45A01", "Z03", 100, JAN, None)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("99;45A01;A;04;100;Z02;", "productcategorie '99' staat op 2026-01-01 niet in JZ020"),
        ("45;;A;04;100;Z02;", "heeft geen 1 tot 5 tekens"),
        ("45;45A012;A;04;100;Z02;", "heeft geen 1 tot 5 tekens"),
        ("45;45A01;A;05;100;Z02;", "eenheid '05' staat niet in WJ756"),
        ("45;45A01;A;04;72,50;Z02;", "geen heel aantal centen"),
        ("45;45A01;A;04;-1;Z02;", "geen heel aantal centen"),
        ("45;45A01;A;04;100;Z2;", "zorgcategorie 'Z2' bestaat niet"),
        ("45;45A01;A;04;100;;04", "hulpvorm zonder zorgcategorie"),
        ("45;45A01;A;04;100;Z02;11", "hulpvorm '11' past niet bij Z02 (mogelijk: 02, 03, 04)"),
        ("48;48A01;A;82;100;G01;04", "hulpvorm '04' past niet bij G01 (mogelijk: geen)"),
        ("45;45A01;A;04;100", "meer of minder waarden dan kolommen"),
        ("45;45A00;B;04;100;Z02;", "deze code staat ook op regel 2"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_others_go_in(
    conn: sa.Connection, folder: Path, row: str, reason: str
) -> None:
    path = book(folder, "45;45A00;A;04;100;Z02;", row, header=f"{HEADER};hulpvorm")
    report = import_productboek(conn, path, "gemeente", "0363", JAN)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.geweigerd[0].regel == 3
    assert reason in report.geweigerd[0].reden
    assert [p[0] for p in periods(conn)] == ["45A00"]


def test_a_hulpvorm_of_the_book_wins_from_the_crosswalk(conn: sa.Connection, folder: Path) -> None:
    path = book(folder, "45;45A01;A;04;100;Z02;02", "45;45A02;B;04;100;Z02;", header=f"{HEADER};hulpvorm")
    import_productboek(conn, path, "gemeente", "0363", JAN)
    assert resolve(conn, "0363", "45", "45A01", JAN, NU).hulpvorm == "02"
    assert resolve(conn, "0363", "45", "45A02", JAN, NU).hulpvorm == "04"


@pytest.mark.parametrize("name", ["JR02", "jr02", "Amsterdam-Amstelland", "amsterdam-amstelland"])
def test_a_region_is_found_by_code_or_name(conn: sa.Connection, folder: Path, name: str) -> None:
    report = import_productboek(conn, book(folder, "45;45A01;A;04;100;Z02"), "regio", name, JAN)
    assert report.code == "JR02"
    assert resolve(conn, "0358", "45", "45A01", JAN, NU).pad == "regio"


@pytest.mark.parametrize(
    ("niveau", "code"),
    [("gemeente", "9999"), ("gemeente", None), ("regio", "JR99"), ("provincie", "Utrecht")],
)
def test_an_unknown_owner_is_an_error(
    conn: sa.Connection, folder: Path, niveau: str, code: str | None
) -> None:
    with pytest.raises(ReferenceDataError):
        import_productboek(conn, book(folder, "45;45A01;A;04;100;Z02"), niveau, code, JAN)
    assert periods(conn) == []


def test_a_file_that_is_no_product_book_changes_nothing(conn: sa.Connection, folder: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"boek\.csv, regel 1"):
        import_productboek(conn, book(folder, "45;45A01", header="categorie;code"), "landelijk", None, JAN)
    assert (
        conn.exec_driver_sql("SELECT count(*) FROM mapping.koppeling WHERE niveau = 'landelijk'").scalar()
        == 0
    )


def test_what_is_exported_can_be_imported(conn: sa.Connection, folder: Path) -> None:
    rows = ("45;45A01;Begeleiding; en meer;04;100;Z02", "44;44A01;Gezinshuis;14;200;V02")
    quoted = [rows[0].replace("Begeleiding; en meer", '"Begeleiding; en meer"'), rows[1]]
    import_productboek(conn, book(folder, *quoted), "gemeente", "0363", JAN)
    import_productboek(conn, book(folder, "45;45L01;Landelijk;04;100;Z02"), "landelijk", None, JAN)
    target = folder / "uit.csv"
    assert export_koppelingen(conn, target) == 3
    assert export_koppelingen(conn, folder / "eerder.csv", date(2025, 12, 31)) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        exported = list(csv.DictReader(file, delimiter=";"))
    assert [(r["niveau"], r["code"], r["product_code"]) for r in exported] == [
        ("gemeente", "0363", "44A01"), ("gemeente", "0363", "45A01"), ("landelijk", "", "45L01"),
    ]  # fmt: skip
    columns = HEADER.split(";")
    again = folder / "weer.csv"
    with again.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*columns, "hulpvorm"], delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(r for r in exported if r["niveau"] == "gemeente")
    assert counts(import_productboek(conn, again, "gemeente", "0363", JAN)) == (2, 0, 0, 2, 0)


def test_what_was_known_earlier_stays_to_be_read(conn: sa.Connection, folder: Path) -> None:
    """One correction and one change, each imported later: every moment keeps its own answer."""
    first, second, third = (datetime(2026, month, 1, tzinfo=UTC) for month in (2, 5, 8))
    import_productboek(conn, book(folder, "45;45A01;A;04;100;Z02"), "gemeente", "0363", JAN, first)
    import_productboek(conn, book(folder, "45;45A01;A;04;100;Z03"), "gemeente", "0363", JAN, second)
    import_productboek(conn, book(folder, "45;45A01;A;04;100;Z04"), "gemeente", "0363", JUL, third)

    def category(day: date, at: datetime) -> str | None:
        return resolve(conn, "0363", "45", "45A01", day, at).zorgcategorie

    assert [category(JAN, at) for at in (first, second, third)] == ["Z02", "Z03", "Z03"]
    assert [category(JUL, at) for at in (first, second, third)] == ["Z02", "Z03", "Z04"]
    assert category(JAN, datetime(2026, 1, 31, tzinfo=UTC)) is None


def test_an_import_touches_only_what_it_changes(conn: sa.Connection, folder: Path) -> None:
    early = datetime(2026, 2, 1, tzinfo=UTC)
    rows = "45;45A01;A;04;100;Z02", "45;45A02;B;04;100;Z04"
    import_productboek(conn, book(folder, *rows), "gemeente", "0363", JAN, early)
    import_productboek(conn, book(folder, rows[0], "45;45A02;B;04;100;Z02"), "gemeente", "0363", JAN)
    found = conn.exec_driver_sql(
        "SELECT product_code, zorgcategorie, bekend_vanaf, vervallen_op FROM mapping.koppeling"
        " WHERE niveau = 'gemeente' ORDER BY koppeling_id"
    )
    assert [tuple(row) for row in found] == [
        ("45A01", "Z02", early, None), ("45A02", "Z04", early, NU), ("45A02", "Z02", NU, None),
    ]  # fmt: skip


def test_a_book_does_not_go_before_what_is_known(conn: sa.Connection, folder: Path) -> None:
    import_productboek(conn, book(folder, "45;45A01;A;04;100;Z02"), "gemeente", "0363", JAN)
    with pytest.raises(ReferenceDataError, match="later moment"):
        import_productboek(
            conn,
            book(folder, "45;45A01;A;04;100;Z03"),
            "gemeente",
            "0363",
            JAN,
            datetime(2026, 2, 1, tzinfo=UTC),
        )


def test_a_version_is_never_overwritten(conn: sa.Connection, folder: Path) -> None:
    for category in ("Z02", "Z04"):
        import_productboek(conn, book(folder, f"45;45A01;A;04;100;{category}"), "gemeente", "0363", JAN)
    for statement in (
        "DELETE FROM mapping.koppeling",
        "TRUNCATE mapping.koppeling",
        "UPDATE mapping.koppeling SET zorgcategorie = 'Z03' WHERE niveau = 'gemeente'",
        "UPDATE mapping.koppeling SET bron = 'x' WHERE vervallen_op IS NOT NULL",
        "DELETE FROM mapping.referentie",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="groeit alleen aan"), conn.begin_nested():
            conn.exec_driver_sql(statement)
