"""An inbox in which anything may lie: what is a message comes in, the rest is told, and nothing stops the others."""

import io
import os
import socket
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.berichten import make_declaratie
from integrations.inbox import bewaren, kopie, landing
from integrations.inbox.bewaren import receive_file
from integrations.inbox.landing import receive_paths, sweep_inbox
from integrations.inbox.verwerking import process
from tests.integration.inbox.hulp import AT, KEY, receive

pytestmark = pytest.mark.integration


def zipped(**leden: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in leden.items():
            archief.writestr(f"{naam}.xml", inhoud)
    return stream.getvalue()


def stored(engine: sa.Engine) -> dict[str, bytes]:
    with engine.connect() as conn:
        rows = conn.exec_driver_sql("SELECT bestandsnaam, inhoud FROM landing.bericht ORDER BY bericht_id")
        return {naam: bytes(inhoud) for naam, inhoud in rows}


def test_a_bundle_comes_in_message_by_message(ready: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(make_declaratie(1, 1))
    (tmp_path / "b.zip").write_bytes(zipped(een=make_declaratie(2, 1), twee=make_declaratie(3, 1)))
    (tmp_path / "c.xml").write_bytes(make_declaratie(4, 1))
    swept = sweep_inbox(ready, tmp_path, AT)
    assert (swept.aantal_nieuw, swept.aantal_bekend, swept.onleesbaar) == (4, 0, ())
    assert list(stored(ready)) == ["a.xml", "b.zip/een.xml", "b.zip/twee.xml", "c.xml"]
    assert stored(ready)["b.zip/twee.xml"] == make_declaratie(3, 1)
    assert [p.name for p in tmp_path.iterdir()] == ["_ontvangen"]
    assert process(ready, KEY).telling()["verwerkt"] == 4


def test_a_bundle_again_or_loose_after_it_adds_nothing(ready: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(zipped(een=b"<a/>", twee=b"<b/>", drie=b"<a/>"))
    assert receive_paths(ready, [tmp_path], "opdrachtregel", AT).aantal_nieuw == 2
    (tmp_path / "een.xml").write_bytes(b"<a/>")
    again = receive_paths(ready, [tmp_path], "opdrachtregel", AT)
    assert (again.aantal_nieuw, again.aantal_bekend) == (0, 4)


def test_a_bundle_that_cannot_be_used_whole_is_kept_with_its_reasons(
    ready: sa.Engine, tmp_path: Path
) -> None:
    bundel = zipped(goed=make_declaratie(5, 1), leeg=b"", nest=zipped(een=b"<a/>"))
    (tmp_path / "b.zip").write_bytes(bundel)
    swept = sweep_inbox(ready, tmp_path, AT)
    assert swept.aantal_nieuw == 2
    assert "2 keer iets niet bruikbaar" in swept.onleesbaar[0].melding
    assert list(stored(ready)) == ["b.zip/goed.xml", "b.zip"]
    assert stored(ready)["b.zip"] == bundel
    assert [p.name for p in tmp_path.iterdir()] == ["_ontvangen"]
    goed, heel = process(ready, KEY).berichten
    assert (goed.status, heel.status) == ("verwerkt", "geweigerd")
    assert [r["element"] for r in heel.redenen] == ["Bestand 2", "Bestand 3"]
    assert all(r["remedie"] for r in heel.redenen)


def test_a_bundle_is_one_transaction(
    ready: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.zip").write_bytes(zipped(een=b"<a/>", twee=b"<b/>", drie=b"<c/>"))
    monkeypatch.setattr(bewaren, "BATCH_FILES", 1)
    real = bewaren.keep

    def keep_until_the_power_goes(*args: object) -> bewaren.Bewaard:
        kept = real(*args)  # type: ignore[arg-type]
        if len(stored(ready)) == 0 and next(power):
            return kept
        raise KeyboardInterrupt

    power = iter((True, False))
    monkeypatch.setattr(bewaren, "keep", keep_until_the_power_goes)
    with pytest.raises(KeyboardInterrupt):
        sweep_inbox(ready, tmp_path, AT)
    assert stored(ready) == {}
    assert (tmp_path / "b.zip").exists()
    monkeypatch.setattr(bewaren, "keep", real)
    assert sweep_inbox(ready, tmp_path, AT).aantal_nieuw == 3


def test_another_channel_hands_in_a_bundle(ready: sa.Engine) -> None:
    with ready.begin() as conn:
        kept = receive_file(conn, "b.zip", zipped(een=b"<a/>"), "http", AT)
        assert kept == bewaren.Bewaard(1, 0)
        assert receive_file(conn, "a.xml", b"<a/>", "http", AT) == bewaren.Bewaard(0, 1)
    assert list(stored(ready)) == ["b.zip/een.xml"]


def test_a_bsn_in_the_name_of_a_member_is_masked(ready: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(zipped(**{"999900006": b"<a/>", "leeg 999900006": b""}))
    swept = sweep_inbox(ready, tmp_path, AT)
    process(ready, KEY)
    with ready.connect() as conn:
        rest = conn.exec_driver_sql("SELECT bestandsnaam, redenen::text FROM landing.bericht").all()
    assert "b.zip/*********.xml" in dict(map(tuple, rest))
    assert "999900006" not in f"{swept} {rest}"


def test_what_is_no_file_is_told_with_a_remedy_and_stops_nothing(
    engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elders = tmp_path / "elders.xml"
    elders.write_text("<geheim/>")
    inbox = tmp_path / "inbox"
    (inbox / "map.xml").mkdir(parents=True)
    (inbox / "map.xml" / "goed.xml").write_text("<a/>")
    os.mkfifo(inbox / "pijp.xml")
    (inbox / "kring.xml").symlink_to(inbox / "kring.xml")
    (inbox / "nergens.xml").symlink_to(tmp_path / "weg")
    (inbox / "verwijzing.xml").symlink_to(elders)
    (inbox / "nul.xml").touch()
    monkeypatch.chdir(inbox)  # the address of a socket may be a hundred characters long
    with socket.socket(socket.AF_UNIX) as stopcontact, (inbox / "gaten.xml").open("wb") as gaten:
        stopcontact.bind("stopcontact.xml")
        gaten.truncate(landing.MAX_FILE_BYTES + 1)
        (inbox / "z.xml").write_text("<z/>")
        swept = sweep_inbox(engine, inbox, AT)
    assert swept.aantal_nieuw == 2
    assert list(stored(engine).values()) == [b"<a/>", b"<z/>"]
    told = {Path(o.bestand).name: o.melding for o in swept.onleesbaar}
    assert {naam: melding.split()[0:2] for naam, melding in told.items()} == {
        "gaten.xml": ["het", "bestand"],
        "kring.xml": ["kon", "niet"],
        "nergens.xml": ["kon", "niet"],
        "nul.xml": ["het", "bestand"],
        "pijp.xml": ["geen", "gewoon"],
        "stopcontact.xml": ["kon", "niet"],
        "verwijzing.xml": ["kon", "niet"],
    }
    assert "leg het bestand zelf neer" in told["verwijzing.xml"]
    assert elders.exists()


def test_a_file_that_grows_while_it_is_read_waits(
    engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<a>")
    real = os.fstat
    looks = iter((True, False))

    def fstat_and_write(number: int) -> os.stat_result:
        found = real(number)
        if next(looks, False):
            with file.open("a") as stream:
                stream.write("</a>")
        return found

    monkeypatch.setattr(os, "fstat", fstat_and_write)
    first = sweep_inbox(engine, tmp_path, AT)
    monkeypatch.undo()
    assert (first.aantal_nieuw, stored(engine)) == (0, {})
    assert "veranderde tijdens het ontvangen" in first.onleesbaar[0].melding
    assert sweep_inbox(engine, tmp_path, AT).aantal_nieuw == 1
    assert list(stored(engine).values()) == [b"<a></a>"]


def test_names_of_any_kind_are_kept_as_text(engine: sa.Engine, tmp_path: Path) -> None:
    namen = [
        b"twee\nregels.xml",
        b"caf\xe9.xml",
        b"999900006.xml",
        "links\u202enaar.xml".encode(),
        b"n" * 250,
    ]
    for i, naam in enumerate(namen):
        (tmp_path / os.fsdecode(naam)).write_text(f"<a{i}/>")
    assert sweep_inbox(engine, tmp_path, AT).aantal_nieuw == 5
    assert set(stored(engine)) == {
        "twee?regels.xml", "caf?.xml", "*********.xml", "links?naar.xml", "n" * 250
    }  # fmt: skip
    for i, naam in enumerate(namen):  # other bytes under the same names
        (tmp_path / os.fsdecode(naam)).write_text(f"<b{i}/>")
    again = sweep_inbox(engine, tmp_path, AT)
    assert (again.aantal_nieuw, again.onleesbaar) == (5, ())
    assert [p.name for p in tmp_path.iterdir()] == ["_ontvangen"]


def test_what_is_too_large_for_a_message_is_refused_without_being_handed_out(
    ready: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundel = zipped(leeg=b"", goed=make_declaratie(5, 40))
    receive(ready, [b"<a>" + b" " * 5_000, bundel])
    monkeypatch.setattr(kopie, "MAX_BYTES", 1_000)
    groot, pak = process(ready, KEY).berichten
    assert "meer dan 25 MB wordt niet gelezen" in groot.redenen[0]["melding"]
    assert pak.redenen[0]["element"] == "Bestand 1", "a bundle is looked into, whatever its size"
    assert len(bundel) > 1_000
