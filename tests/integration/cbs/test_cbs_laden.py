"""Vintages in a real PostgreSQL: added, never changed, never half; and StatLine to database over real HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from integrations.cbs import snapshot as snapshot_module
from integrations.cbs.laden import load_snapshot, pull
from integrations.errors import CbsError
from tests.unit.cbs.statline import CELLS, FakeStatLine, momentopname, serve, status

pytestmark = pytest.mark.integration

NOVEMBER, DECEMBER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Write a snapshot to a file; gives the path."""

    def write(gegevens: dict[str, Any], indent: int | None = None) -> Path:
        path = tmp_path / "85099NED.json"
        path.write_text(json.dumps(gegevens, indent=indent), encoding="utf-8")
        return path

    return write


def select(engine: sa.Engine, sql: str) -> list[tuple[Any, ...]]:
    with engine.connect() as conn:
        return [tuple(row) for row in conn.execute(sa.text(sql))]


def test_a_snapshot_becomes_a_vintage_with_its_figures_and_statuses(engine: sa.Engine, write: Any) -> None:
    loaded = load_snapshot(engine, write(momentopname()), NOVEMBER)
    assert (loaded.is_nieuw, loaded.waarnemingen, loaded.geheim) == (True, len(CELLS), 1)
    figures = """
        SELECT regio_code, gemeente_code, periode_code, jaar, halfjaar, status, hulpvorm, aantal, reden, is_geheim
        FROM cbs.jeugdigen_85099ned WHERE vintage_id = 1 ORDER BY regio_code, periode_code, hulpvorm_sleutel
    """
    assert select(engine, figures) == [
        ("GM0358", "0358", "2026HJ01", 2026, 1, "voorlopig", "02", None, "geheim", True),
        ("GM0358", "0358", "2026HJ01", 2026, 1, "voorlopig", "11", None, "kan niet voorkomen", False),
        ("GM0363", "0363", "2025HJ02", 2025, 2, "nader voorlopig", "02", 1210, None, False),
        ("GM0363", "0363", "2026HJ01", 2026, 1, "voorlopig", None, 6300, None, False),
        ("GM0363", "0363", "2026HJ01", 2026, 1, "voorlopig", "02", 1240, None, False),
        ("GM0363", "0363", "2026HJ01", 2026, 1, "voorlopig", "03", 35, None, False),
        ("NL01", None, "2025JJ00", 2025, None, "definitief", None, 438125, None, False),
    ]


def test_what_is_kept_is_the_whole_json_and_its_hash(engine: sa.Engine, write: Any) -> None:
    load_snapshot(engine, write(momentopname()), NOVEMBER)
    ((inhoud, matches, bron),) = select(
        engine, "SELECT inhoud, sha256 = encode(sha256(inhoud), 'hex'), bron FROM cbs.publicatie"
    )
    assert json.loads(bytes(inhoud)) == momentopname()
    assert matches
    assert bron == "85099NED.json"


def test_the_same_content_adds_nothing(engine: sa.Engine, write: Any) -> None:
    first = load_snapshot(engine, write(momentopname()), NOVEMBER)
    again = load_snapshot(engine, write(momentopname(), indent=2), DECEMBER)
    assert (first.is_nieuw, again.is_nieuw) == (True, False)
    assert again.vintage_id == first.vintage_id
    assert select(engine, "SELECT opgehaald_op FROM cbs.publicatie") == [(NOVEMBER,)]
    assert select(engine, "SELECT count(*) FROM cbs.waarneming_85099ned") == [(len(CELLS),)]
    assert "al bekende publicatie" in str(again)


def test_a_revised_table_comes_beside_the_earlier_one(engine: sa.Engine, write: Any) -> None:
    load_snapshot(engine, write(momentopname()), NOVEMBER)
    revised = [*CELLS[:2], ("SYN02", "GM0363", "2026HJ01", 1255), *CELLS[3:]]
    load_snapshot(engine, write(momentopname(revised, modified="2026-11-30T02:00:00")), DECEMBER)
    figures = """
        SELECT vintage_id, aantal FROM cbs.jeugdigen_85099ned
        WHERE gemeente_code = '0363' AND hulpvorm = '02' AND jaar = 2026 ORDER BY vintage_id
    """
    assert select(engine, figures) == [(1, 1240), (2, 1255)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cbs.publicatie SET opgehaald_op = now()",
        "UPDATE cbs.waarneming_85099ned SET aantal = 0 WHERE aantal = 35",
        "DELETE FROM cbs.waarneming_85099ned",
        "TRUNCATE cbs.publicatie CASCADE",
        "UPDATE cbs.periode SET status = 'definitief'",
    ],
)
def test_a_vintage_cannot_be_changed(engine: sa.Engine, write: Any, statement: str) -> None:
    load_snapshot(engine, write(momentopname()), NOVEMBER)
    with pytest.raises(sa.exc.DBAPIError, match="onveranderlijk"), engine.begin() as conn:
        conn.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO cbs.waarneming_85099ned VALUES (1, 'GM0394', '2026HJ01', 'SYN02', NULL, NULL)", "aantal_of_reden"),
        ("INSERT INTO cbs.waarneming_85099ned VALUES (1, 'GM0394', '2026HJ01', 'SYN02', 5, 'geheim')", "aantal_of_reden"),
        ("INSERT INTO cbs.waarneming_85099ned VALUES (1, 'GM0394', '2019HJ01', 'SYN02', 5, NULL)", "foreign key"),
        ("INSERT INTO cbs.vorm VALUES (1, 'NIEUW', 'Pleegzorg', 'hulpvorm', '11')", "hulpvorm_eenmaal"),
        ("INSERT INTO cbs.vorm VALUES (1, 'NIEUW', 'Pleegzorg', 'totaal', '11')", "hulpvorm_bij_soort"),
    ],
)  # fmt: skip
def test_postgresql_refuses_nonsense(engine: sa.Engine, write: Any, statement: str, constraint: str) -> None:
    load_snapshot(engine, write(momentopname()), NOVEMBER)
    with pytest.raises(sa.exc.IntegrityError, match=constraint), engine.begin() as conn:
        conn.execute(sa.text(statement))


def test_a_new_form_is_loaded_and_named(engine: sa.Engine, write: Any) -> None:
    vormen = {"SYN02": "Daghulp op locatie van de aanbieder", "SYN99": "Zorg op een boerderij"}
    cells = [("SYN02", "GM0363", "2026HJ01", 35), ("SYN99", "GM0363", "2026HJ01", 20)]
    loaded = load_snapshot(engine, write(momentopname(cells, vormen=vormen)), NOVEMBER)
    assert loaded.niet_herkend == ["Zorg op een boerderij"]
    assert loaded.ontbrekende_hulpvormen == ["01", "02", "04", "11", "12", "13", "14"]
    assert "vormen.csv: Zorg op een boerderij" in str(loaded)
    assert select(engine, "SELECT aantal FROM cbs.jeugdigen_85099ned WHERE hulpvorm IS NULL") == [(20,)]


def test_a_corrected_reading_of_the_forms_reaches_a_known_vintage(
    engine: sa.Engine, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(momentopname())
    load_snapshot(engine, path, NOVEMBER)
    swapped = {"SYN02": ("hulpvorm", "03"), "SYN03": ("hulpvorm", "02")}
    monkeypatch.setattr(snapshot_module, "_vormen", lambda: (swapped, {}))
    assert not load_snapshot(engine, path, DECEMBER).is_nieuw
    read = "SELECT hulpvorm_sleutel, hulpvorm FROM cbs.vorm WHERE soort = 'hulpvorm' ORDER BY 1"
    assert select(engine, read) == [("SYN02", "03"), ("SYN03", "02")]
    assert select(engine, "SELECT count(*) FROM cbs.waarneming_85099ned") == [(len(CELLS),)]


def test_pull_reads_statline_into_a_vintage_and_only_once(engine: sa.Engine, write: Any) -> None:
    with serve(FakeStatLine(momentopname())) as fake:
        pulled = pull(engine, fake.base_url, "85099NED", NOVEMBER)
        again = pull(engine, fake.base_url, "85099NED", DECEMBER)
        assert select(engine, "SELECT bron FROM cbs.publicatie") == [(f"{fake.base_url}/85099NED",)]
    assert (pulled.is_nieuw, pulled.geheim, again.is_nieuw) == (True, 1, False)
    assert not load_snapshot(engine, write(momentopname()), DECEMBER).is_nieuw


def test_a_pull_that_fails_on_the_way_loads_nothing(engine: sa.Engine) -> None:
    with serve(FakeStatLine(momentopname())) as fake:
        fake.faults["UntypedDataSet"] = [status(404)]
        with pytest.raises(CbsError, match="UntypedDataSet niet"):
            pull(engine, fake.base_url, "85099NED", NOVEMBER)
    assert select(
        engine, "SELECT (SELECT count(*) FROM cbs.publicatie), (SELECT count(*) FROM cbs.vorm)"
    ) == [(0, 0)]


def test_two_loads_at_once_give_one_vintage(engine: sa.Engine, write: Any) -> None:
    path = write(momentopname())
    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(lambda _: load_snapshot(engine, path, NOVEMBER), range(4)))
    assert sorted(one.is_nieuw for one in loaded) == [False, False, False, True]
    assert select(engine, "SELECT count(*) FROM cbs.publicatie") == [(1,)]
