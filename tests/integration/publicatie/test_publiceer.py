"""Publishing on a real database: whole folders, the same bytes, and nothing of a person in any file."""

from pathlib import Path

import psycopg2.errors
import pytest
import sqlalchemy as sa

from integrations.errors import PublicationError
from integrations.publicatie import publiceer
from integrations.publicatie.definities import marts, tabellen
from integrations.publicatie.marts import build_marts, share_marts
from integrations.publicatie.publiceer import list_gemeenten, publish_all, publish_gemeente
from integrations.publicatie.verifieer import verify
from tests.integration.publicatie.bouw import Bouw, op, pseudoniem
from tests.unit.publicatie.levering import PERSOONSGEGEVENS

pytestmark = pytest.mark.integration
WEEK = "2026-W23"


@pytest.fixture
def filled(engine: sa.Engine) -> sa.Engine:
    """A municipality with two lines, one with no more than an allocation; marts as known on 1 June 2026."""
    with engine.begin() as conn:
        bouw = Bouw(conn)
        bouw.gemeente("0001", "Ameland")
        bouw.gemeente("0002", "Terschelling")
        bouw.koppeling("45A01", "Z02")
        line = {"jeugdige": "an", "code": "45A01", "cent": 12345}
        bouw.declaratie("D1", "2026-05-05", [line | {"dag": "2026-04-10"}, line | {"dag": "2026-05-01"}])
        bouw.declaratie("D2", "2026-06-02", [line | {"dag": "2026-05-10"}])
        bouw.bericht("JW301", "2026-05-06", "0002", identificatie="T1")
        build_marts(conn, op("2026-06-01"))
    return engine


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_columns_of_the_views_are_those_described_and_none_is_of_a_person(filled: sa.Engine) -> None:
    inspector = sa.inspect(filled)
    views = set(inspector.get_view_names("publish"))
    assert views == {tabel.naam for tabel in tabellen()}
    for tabel in tabellen():
        found = [column["name"] for column in inspector.get_columns(tabel.naam, "publish")]
        assert found == list(tabel.kolommen), tabel.naam
        assert not PERSOONSGEGEVENS & set(found), tabel.naam


def test_the_grain_of_a_mart_is_its_key(filled: sa.Engine) -> None:
    inspector = sa.inspect(filled)
    for mart in marts():
        columns = {column["name"] for column in inspector.get_columns(mart.naam, "mart")}
        assert set(mart.korrel) <= columns, mart.naam
        key = inspector.get_pk_constraint(mart.naam, "mart")["constrained_columns"]
        assert not key or set(key) == set(mart.korrel), mart.naam
        assert mart.is_persoonsniveau == ("client_pseudoniem" in columns), mart.naam


def test_a_week_is_published_for_every_municipality(filled: sa.Engine, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    releases = publish_all(filled, WEEK, tmp_path, progress=lambda done, total: steps.append((done, total)))
    assert [(r.gemeente_code, r.gemeente_naam, r.rijen["kosten_v1"]) for r in releases] == [
        ("0001", "Ameland", 2), ("0002", "Terschelling", 0),
    ]  # fmt: skip
    assert steps == [(1, 2), (2, 2)]
    assert verify(tmp_path / WEEK) == []
    assert sorted(p.name for p in (tmp_path / WEEK).iterdir()) == ["0001", "0002"], (
        "nothing is left beside them"
    )


def test_publishing_again_gives_the_same_bytes_and_a_later_moment_replaces(
    filled: sa.Engine, tmp_path: Path
) -> None:
    publish_gemeente(filled, WEEK, tmp_path, "0001")
    first = contents(tmp_path)
    publish_gemeente(filled, WEEK, tmp_path, "0001")
    assert contents(tmp_path) == first
    with filled.begin() as conn:
        build_marts(conn, op("2026-06-01"))
    publish_gemeente(filled, WEEK, tmp_path, "0001")
    assert contents(tmp_path) == first, "marts built again from what was known then"
    with filled.begin() as conn:
        build_marts(conn, op("2026-06-03"))
    later = publish_gemeente(filled, WEEK, tmp_path, "0001")
    assert later.as_of == op("2026-06-03")
    assert contents(tmp_path)["2026-W23/0001/kosten_v1.csv"] != first["2026-W23/0001/kosten_v1.csv"]
    assert verify(tmp_path) == []


def test_no_file_holds_a_pseudonym(filled: sa.Engine, tmp_path: Path) -> None:
    publish_all(filled, WEEK, tmp_path)
    for name, data in contents(tmp_path).items():
        assert pseudoniem("an").encode() not in data, name


def test_a_release_that_fails_leaves_the_one_before(
    filled: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_gemeente(filled, WEEK, tmp_path, "0001")
    before = contents(tmp_path)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publiceer, "write_report", full_disk)
    with pytest.raises(PublicationError, match="kon niet worden geschreven"):
        publish_gemeente(filled, WEEK, tmp_path, "0001")
    assert contents(tmp_path) == before


def test_what_a_killed_run_left_is_swept_up(filled: sa.Engine, tmp_path: Path) -> None:
    half = tmp_path / WEEK / ".0001.nieuw"
    half.mkdir(parents=True)
    (half / "kosten_v1.csv").write_text("half")
    publish_gemeente(filled, WEEK, tmp_path, "0001")
    assert [p.name for p in (tmp_path / WEEK).iterdir()] == ["0001"]


def test_what_cannot_be_published_is_told(engine: sa.Engine, filled: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="geen enkel bericht"):
        publish_gemeente(filled, WEEK, tmp_path, "9999")
    with pytest.raises(PublicationError, match="geen week"):
        publish_all(filled, "2025-W53", tmp_path)
    with filled.begin() as conn:
        conn.exec_driver_sql("TRUNCATE mart.stand")
    with pytest.raises(PublicationError, match="nog niet opgebouwd"):
        publish_gemeente(filled, WEEK, tmp_path, "0001")
    assert contents(tmp_path) == {}


def test_marts_are_not_rebuilt_under_a_reader(filled: sa.Engine) -> None:
    with filled.begin() as reader, filled.connect() as builder:
        share_marts(reader)
        builder.exec_driver_sql("SET lock_timeout = '100ms'")
        with pytest.raises(sa.exc.OperationalError) as caught:
            build_marts(builder, op("2026-06-01"))
        assert isinstance(caught.value.orig, psycopg2.errors.LockNotAvailable)
        assert list_gemeenten(reader) == [("0001", "Ameland"), ("0002", "Terschelling")]


def test_money_that_does_not_add_up_is_refused_by_the_database(filled: sa.Engine) -> None:
    for change in ("afgewezen_cent = afgewezen_cent + 1", "aangehouden_cent = aangehouden_cent + 1"):
        with filled.begin() as conn, pytest.raises(sa.exc.IntegrityError, match="sluit"):
            conn.exec_driver_sql(f"UPDATE mart.kosten_maand SET {change}")
