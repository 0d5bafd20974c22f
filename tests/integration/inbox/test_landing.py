"""Landing: byte for byte, once, and nothing lost between the inbox and the database."""

import hashlib
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import ConfigurationError, DatabaseError
from integrations.inbox import landing
from integrations.inbox.landing import receive_bytes, receive_paths, sweep_inbox

pytestmark = pytest.mark.integration
AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # in the Netherlands it is the 23rd already
AWKWARD = bytes(range(256)) + b"\r\n\x00<?xml"


def stored(engine: sa.Engine) -> list[tuple[str, bytes]]:
    with engine.connect() as conn:
        rows = conn.exec_driver_sql("SELECT bestandsnaam, inhoud FROM landing.bericht ORDER BY bericht_id")
        return [(name, bytes(inhoud)) for name, inhoud in rows]


def test_bytes_are_kept_exactly_with_their_circumstances(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        bericht_id = receive_bytes(conn, "vreemd.xml", AWKWARD, "http", AT)
        row = conn.exec_driver_sql("SELECT * FROM landing.bericht").mappings().one()
    assert bytes(row["inhoud"]) == AWKWARD
    assert row["bericht_id"] == bericht_id
    assert row["sha256"] == hashlib.sha256(AWKWARD).hexdigest()
    assert (row["kanaal"], row["ontvangen_op"], row["status"], row["redenen"]) == (
        "http",
        AT,
        "ontvangen",
        [],
    )
    assert row["grootte_bytes"] == len(AWKWARD)


def test_the_same_bytes_are_one_message_under_any_name(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        assert receive_bytes(conn, "a.xml", b"<a/>", "inbox", AT) is not None
        assert receive_bytes(conn, "b.xml", b"<a/>", "http", AT) is None
    assert stored(engine) == [("a.xml", b"<a/>")]


def test_files_and_folders_are_received_once_and_stay_where_they_are(
    engine: sa.Engine, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.xml", "sub/b.xml", "half.xml.part"):
        (tmp_path / name).write_text(f"<{name}>")
    (tmp_path / "leeg.xml").touch()
    steps: list[tuple[int, int]] = []
    first = receive_paths(
        engine, [tmp_path, tmp_path / "weg.xml"], "opdrachtregel", AT, lambda *s: steps.append(s)
    )
    assert (first.aantal_nieuw, first.aantal_bekend) == (2, 0)
    assert {(Path(o.bestand).name, o.melding) for o in first.onleesbaar} == {
        ("leeg.xml", "het bestand is leeg; vraag de afzender het opnieuw te versturen en haal dit weg."),
        ("weg.xml", "bestaat niet."),
    }
    assert steps[-1] == (2, 3)
    again = receive_paths(engine, [tmp_path], "opdrachtregel", AT)
    assert (again.aantal_nieuw, again.aantal_bekend) == (0, 2)
    assert [name for name, _ in stored(engine)] == ["a.xml", "b.xml"]
    assert (tmp_path / "a.xml").exists()


def test_more_files_than_one_batch(
    engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "BATCH_FILES", 3)
    for i in range(8):
        (tmp_path / f"{i}.xml").write_text(str(i))
    assert receive_paths(engine, [tmp_path], "opdrachtregel", AT).aantal_nieuw == 8


def test_a_file_leaves_the_inbox_after_reception_only(engine: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(AWKWARD)
    (tmp_path / "b.xml.part").write_text("nog bezig")
    assert sweep_inbox(engine, tmp_path, AT).aantal_nieuw == 1
    assert stored(engine) == [("a.xml", AWKWARD)]
    assert (tmp_path / "_ontvangen/2026-11-23/a.xml").read_bytes() == AWKWARD
    assert not (tmp_path / "a.xml").exists()
    assert (tmp_path / "b.xml.part").exists()
    assert sweep_inbox(engine, tmp_path, AT) == landing.Ontvangst(0, 0, ())


def test_a_file_keeps_its_place_when_the_database_fails(engine: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<a/>")
    with engine.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE landing.bericht RENAME TO elders")
    with pytest.raises(DatabaseError, match="UndefinedTable"):
        sweep_inbox(engine, tmp_path, AT)
    assert (tmp_path / "a.xml").exists()


def test_another_message_under_a_name_already_set_aside_keeps_both(engine: sa.Engine, tmp_path: Path) -> None:
    for text in ("een", "twee", "een"):
        (tmp_path / "a.xml").write_text(text)
        sweep_inbox(engine, tmp_path, AT)
    set_aside = sorted((tmp_path / "_ontvangen/2026-11-23").iterdir())
    assert sorted({p.read_text() for p in set_aside}) == ["een", "twee"]
    assert [inhoud for _, inhoud in stored(engine)] == [b"een", b"twee"]


def test_a_sweep_that_died_before_moving_is_finished_by_the_next(engine: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<a/>")
    receive_paths(engine, [tmp_path / "a.xml"], "inbox", AT)  # committed, and then the power went
    swept = sweep_inbox(engine, tmp_path, AT)
    assert (swept.aantal_nieuw, swept.aantal_bekend) == (0, 1)
    assert (tmp_path / "_ontvangen/2026-11-23/a.xml").exists()


def test_a_file_that_grows_while_it_is_received_stays(
    engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<a>")
    real = landing._keep

    def keep_while_the_writer_goes_on(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        if file.read_text() == "<a>":
            file.write_text("<a></a>")

    monkeypatch.setattr(landing, "_keep", keep_while_the_writer_goes_on)
    first = sweep_inbox(engine, tmp_path, AT)
    assert "veranderde tijdens het ontvangen" in first.onleesbaar[0].melding
    assert sweep_inbox(engine, tmp_path, AT).aantal_nieuw == 1
    assert [inhoud for _, inhoud in stored(engine)] == [b"<a>", b"<a></a>"]


def test_what_is_no_readable_file_is_reported_and_blocks_nothing(engine: sa.Engine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a-pijp.xml")
    (tmp_path / "b-wijst-nergens.xml").symlink_to(tmp_path / "weg")
    with (tmp_path / "c-te-groot.zip").open("wb") as stream:
        stream.truncate(landing.MAX_FILE_BYTES + 1)
    (tmp_path / "d.xml").write_text("<d/>")
    swept = sweep_inbox(engine, tmp_path, AT)
    assert swept.aantal_nieuw == 1
    assert [Path(o.bestand).name[0] for o in swept.onleesbaar] == ["a", "b", "c"]
    assert (tmp_path / "c-te-groot.zip").exists()


def test_sweeps_of_one_inbox_at_the_same_time(engine: sa.Engine, tmp_path: Path) -> None:
    for i in range(300):
        (tmp_path / f"{i:03}.xml").write_text(str(i // 2))  # every message under two names
    results: list[landing.Ontvangst] = []
    threads = [
        threading.Thread(target=lambda: results.append(sweep_inbox(engine, tmp_path, AT))) for _ in range(3)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sum(r.aantal_nieuw for r in results) == len(stored(engine)) == 150
    assert [r.onleesbaar for r in results] == [(), (), ()]
    assert [p.name for p in tmp_path.iterdir()] == ["_ontvangen"]
    assert len(list((tmp_path / "_ontvangen/2026-11-23").iterdir())) == 300


def test_an_inbox_that_is_not_there_is_no_quiet_day(engine: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="JEUGDKOPPEL_INBOX"):
        sweep_inbox(engine, tmp_path / "tikfout", AT)


def test_a_bsn_in_a_file_name_reaches_neither_database_nor_report(engine: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "999900006.xml").write_text("<a/>")
    (tmp_path / "leeg 999900006.xml").touch()
    swept = sweep_inbox(engine, tmp_path, AT)
    assert "999900006" not in str(swept)
    assert stored(engine)[0][0] == "*********.xml"
