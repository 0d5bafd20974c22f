"""Looking back: a database that knows more shows an earlier moment as one that knew no more, and old releases again."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from integrations.cbs.laden import load_snapshot
from integrations.database import ensure_database, make_engine, upgrade
from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.orchestration.demo import Omvang, make_world
from integrations.orchestration.herhaling import is_past, look_back, replay
from integrations.orchestration.score import read_aankomst, read_einde
from integrations.publicatie.marts import build_marts
from integrations.publicatie.publiceer import publish_again, publish_all
from mappings.loader import load_reference
from mappings.productboek import import_productboek
from quality.berichtregels import make_berichtregels
from quality.catalogus import load_regels
from quality.regels import run_regels
from quality.terugblik import skip_controles
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.integration

WEEK = "2026-W20"
MOMENTEN = 10
UITGAVEN = 5
"""Every second moment a release is published, the last one too."""
OF_THE_BUILDER = {"opbouw", "te_verwerken"}
"""What it remembers between builds; no mart."""
OF_A_DATABASE = ("koppeling_id", "bevinding_id", "vintage_id")
"""Numbers that a database hands out; a message is known by its bytes instead."""


@dataclass(frozen=True)
class Boek:
    """A product book, and when it was taken in."""

    pad: Path
    niveau: str
    code: str | None
    geldig_vanaf: date
    bekend_vanaf: datetime


@dataclass(frozen=True)
class Stroom:
    """All that ever arrives, with its moment: messages in order, and product books."""

    berichten: list[tuple[datetime, Path]]
    boeken: list[Boek]
    cbs: list[Path]
    gemeente: str
    """Of which the books change, and which is published."""
    momenten: list[datetime]


@pytest.fixture
def second_engine(embedded_template: str) -> Iterator[sa.Engine]:
    """Another empty database beside ``embedded_engine``."""
    engine = make_engine(ensure_database(embedded_template, "jk_test_tweede"))
    upgrade(engine)
    yield engine
    engine.dispose()
    with sa.create_engine(
        embedded_template.format(database="postgres"), isolation_level="AUTOCOMMIT"
    ).connect() as conn:
        conn.exec_driver_sql("DROP DATABASE jk_test_tweede WITH (FORCE)")


def begin_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@pytest.fixture(scope="module")
def stroom(tmp_path_factory: pytest.TempPathFactory) -> Stroom:
    """A world with faults, in which messages arrive late, are corrected, answered and taken back; ten moments in it.

    Between the releases the books change: each time the next one or two codes of the first municipality mean
    something else, from the start of the world on.
    """
    folder = tmp_path_factory.mktemp("stroom")
    world = make_world(
        folder / "wereld", Omvang(gemeenten=2, jeugdigen=20, van="2026-01", tot="2026-04", seed=5)
    )
    arrival = read_aankomst(world, read_einde(world))
    messages = sorted((arrival[p.name], p) for p in (world / "berichten").rglob("*.xml") if p.name in arrival)
    step = len(messages) // MOMENTEN
    moments = [messages[step * number - 1][0] for number in range(1, MOMENTEN)] + [messages[-1][0]]
    books = read_books(world, moments, folder)
    gemeente = next(book.code for book in reversed(books) if book.code)
    snapshots = sorted((world / "cbs").glob("85099NED*.json"))
    return Stroom(messages, books, snapshots, gemeente, moments)


def read_books(world: Path, moments: Sequence[datetime], folder: Path) -> list[Boek]:
    """The books of the world, and a changed one of the first municipality before every second moment."""
    with (world / "productboeken" / "inhoud.csv").open(encoding="utf-8", newline="") as contents:
        rows = list(csv.DictReader(contents))
    books = [
        Boek(
            world / "productboeken" / row["bestand"],
            row["niveau"],
            row["code"] or None,
            date.fromisoformat(row["geldig_vanaf"]),
            begin_of(date.fromisoformat(row["geldig_vanaf"])),
        )
        for row in rows
    ]
    own = next(book for book in books if book.niveau == "gemeente")
    with own.pad.open(encoding="utf-8-sig", newline="") as contents:
        reader = csv.DictReader(contents, delimiter=";")
        codes, columns = list(reader), list(reader.fieldnames or ())
    for number in range(1, UITGAVEN):
        for row in codes[number - 1 :: UITGAVEN]:
            row |= {"zorgcategorie": "Z03" if row["zorgcategorie"] == "Z02" else "Z02"} | (
                {"hulpvorm": ""} if "hulpvorm" in columns else {}
            )
        path = folder / f"boek-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";")
            writer.writeheader()
            writer.writerows(codes)
        at = moments[2 * number] - timedelta(minutes=1)
        books.append(Boek(path, own.niveau, own.code, own.geldig_vanaf, at))
    return sorted(books, key=lambda book: book.bekend_vanaf)


def lay_foundation(engine: sa.Engine, stroom: Stroom) -> None:
    with engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
    for snapshot in stroom.cbs:
        load_snapshot(engine, snapshot, stroom.momenten[3])


def let_in(engine: sa.Engine, stroom: Stroom, after: datetime | None, until: datetime) -> None:
    """Everything that arrives after one moment and not after the other."""

    def is_due(moment: datetime) -> bool:
        return moment <= until and (after is None or moment > after)

    with engine.begin() as conn:
        for book in stroom.boeken:
            if is_due(book.bekend_vanaf):
                import_productboek(
                    conn, book.pad, book.niveau, book.code, book.geldig_vanaf, book.bekend_vanaf
                )
    due = [(moment, path) for moment, path in stroom.berichten if is_due(moment)]
    times = {path.name: moment for moment, path in due}
    receive_paths(engine, [path for _, path in due], "opdrachtregel", until, tijden=times)
    process(engine, TEST_KEY.encode(), beoordeel=make_berichtregels())


def release(engine: sa.Engine, as_of: datetime) -> None:
    """As ``prepare_release``, without the seconds that the checks take."""
    with engine.begin() as conn:
        run_regels(conn, as_of)
        build_marts(conn, as_of)
        skip_controles(conn, as_of)


def read_marts(conn: sa.Connection) -> dict[str, list[str]]:
    """Every row of every mart, and every open finding, without the numbers of one database."""
    messages = {
        row.bericht_id: row.sha256
        for row in conn.exec_driver_sql("SELECT bericht_id, sha256 FROM landing.bericht")
    }
    tables = set(sa.inspect(conn).get_table_names("mart")) - OF_THE_BUILDER
    statements = {table: f"SELECT to_jsonb(m) FROM mart.{table} AS m" for table in tables}
    statements["bevinding"] = (
        "SELECT to_jsonb(b) - 'bekend_vanaf' - 'opgelost_op' FROM quality.bevinding AS b, mart.stand AS s"
        " WHERE b.bekend_vanaf <= s.as_of AND coalesce(b.opgelost_op, 'infinity') > s.as_of"
    )
    return {
        name: sorted(natural(row, messages) for row in conn.exec_driver_sql(sql).scalars())
        for name, sql in statements.items()
    }


def natural(row: dict[str, Any], messages: dict[int, str]) -> str:
    kept = {
        name: messages[value] if name.endswith("bericht_id") and value is not None else value
        for name, value in row.items()
        if name not in OF_A_DATABASE
    }
    return json.dumps(kept, sort_keys=True)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_moment_can_be_seen_again(
    stroom: Stroom, embedded_engine: sa.Engine, second_engine: sa.Engine, tmp_path: Path
) -> None:
    """Ten moments of a database that grew, in one that learned everything at once; and five releases, byte for byte."""
    grown, full = embedded_engine, second_engine
    then: list[dict[str, list[str]]] = []
    published: dict[datetime, dict[str, bytes]] = {}
    lay_foundation(grown, stroom)
    for number, moment in enumerate(stroom.momenten):
        let_in(grown, stroom, stroom.momenten[number - 1] if number else None, moment)
        release(grown, moment)
        with grown.connect() as conn:
            then.append(read_marts(conn))
        if number % 2:
            publish_all(grown, WEEK, tmp_path / f"toen-{number}", gemeente=stroom.gemeente)
            published[moment] = files(tmp_path / f"toen-{number}")
    assert len({tuple(len(seen[name]) for name in sorted(seen)) for seen in then}) == MOMENTEN, (
        "every moment knows more"
    )
    assert len(published) == UITGAVEN
    assert len({json.loads(row)["koppelversie"] for seen in then for row in seen["stand"]}) >= UITGAVEN

    lay_foundation(full, stroom)
    let_in(full, stroom, None, stroom.momenten[-1])
    for number, moment in enumerate(stroom.momenten):
        with look_back(full, moment) as conn:
            seen = read_marts(conn)
            if number in (1, MOMENTEN - 1):
                publish_again(conn, WEEK, tmp_path / f"elders-{number}", stroom.gemeente, None)
                assert files(tmp_path / f"elders-{number}") == published[moment]
        for name, rows in then[number].items():
            assert seen[name] == rows, f"{name} at moment {number}"

    for number, (moment, before) in enumerate(published.items()):
        assert is_past(grown, moment)
        (again,) = replay(grown, WEEK, tmp_path / f"nu-{number}", moment, gemeente=stroom.gemeente)
        assert again.herhaling
        assert again.herhaling.uitkomst == "gelijk"
        assert files(tmp_path / f"nu-{number}") == before
    with look_back(grown, stroom.momenten[0]), grown.connect() as reader:
        reader.exec_driver_sql("SET lock_timeout = '1s'")
        assert read_marts(reader) == then[-1], (
            "who reads the present meanwhile sees it, and waits for nothing"
        )
        reader.exec_driver_sql("SELECT count(*) FROM publish.kosten_v1")
    with grown.connect() as conn:
        assert read_marts(conn) == then[-1], "looking back left the present as it was"


def test_only_marts_and_published_tables_are_views_on_marts(embedded_engine: sa.Engine) -> None:
    """Looking back makes those two schemas anew; a view elsewhere would still show the marts of now."""
    statement = "SELECT DISTINCT view_schema FROM information_schema.view_table_usage WHERE table_schema IN ('mart', 'publish')"
    with embedded_engine.connect() as conn:
        assert set(conn.exec_driver_sql(statement).scalars()) <= {"mart", "publish"}
