"""Fetching over real sockets: durable here first, tidied there afterwards, and once whatever happens in between."""

import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import asyncssh
import paramiko
import pytest
import sqlalchemy as sa
from airflow.sdk.exceptions import AirflowSkipException

from integrations.database import ensure_database, make_engine, upgrade
from integrations.inbox.landing import Ontvangst
from integrations.orchestration import ophalen
from integrations.orchestration.ophalen import Vondst, fetch, fetch_channel, is_finished_name
from tests.integration.kanalen.conftest import SFTP_CONN, Plek, environment, rows

pytestmark = pytest.mark.integration
AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
MOVED = "_ontvangen/2026-11-23/"


@pytest.fixture(scope="module")
def module_engine(embedded_template: str) -> Iterator[sa.Engine]:
    engine = make_engine(ensure_database(embedded_template, "jk_test_ophalen"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(module_engine: sa.Engine) -> sa.Engine:
    """A database with nothing in landing."""
    with module_engine.begin() as conn:
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")  # core only grows
        conn.exec_driver_sql("TRUNCATE landing.envelop, landing.bericht RESTART IDENTITY CASCADE")
    return module_engine


def take(plek: Plek, engine: sa.Engine, delete: bool = False, settle_seconds: float = 0.0) -> Ontvangst:
    with plek.open() as bron:
        return fetch(engine, bron, AT, delete=delete, settle_seconds=settle_seconds)


def landed(engine: sa.Engine) -> dict[str, bytes]:
    return {
        row.bestandsnaam: bytes(row.inhoud)
        for row in rows(engine, "SELECT bestandsnaam, inhoud FROM landing.bericht ORDER BY bericht_id")
    }


def test_what_is_there_is_taken_and_set_aside(plek: Plek, engine: sa.Engine) -> None:
    messages = {"a.xml": b"een", "sub/b één.xml": b"\xff\x00" * 50_000, "zonder": b"drie"}
    for pad, inhoud in messages.items():
        plek.put(pad, inhoud)
    reception = take(plek, engine)
    assert (reception.aantal_nieuw, reception.aantal_bekend, reception.onleesbaar) == (3, 0, ())
    assert landed(engine) == {pad.rpartition("/")[2]: inhoud for pad, inhoud in messages.items()}
    assert rows(engine, "SELECT DISTINCT kanaal, ontvangen_op FROM landing.bericht") == [(plek.kanaal, AT)]
    kept = plek.files()
    assert sorted(kept.values()) == sorted(messages.values())
    assert all(pad.startswith(MOVED) for pad in kept), kept
    assert take(plek, engine) == Ontvangst(0, 0, ())


def test_it_can_be_deleted_instead(plek: Plek, engine: sa.Engine) -> None:
    plek.put("a.xml", b"een")
    assert take(plek, engine, delete=True).aantal_nieuw == 1
    assert plek.files() == {}
    assert landed(engine) == {"a.xml": b"een"}


@pytest.mark.parametrize("delete", [False, True])
def test_killed_after_the_commit_the_next_round_only_tidies_up(
    plek: Plek, engine: sa.Engine, delete: bool
) -> None:
    for number in range(5):
        plek.put(f"{number}.xml", b"bericht %d" % number)
    with plek.open() as bron, pytest.raises(KeyboardInterrupt):
        fetch(engine, Killed(bron, after=2), AT, delete=delete, settle_seconds=0)
    assert len(landed(engine)) == 5, "all were durable before the first was touched"
    assert sum(not pad.startswith(MOVED) for pad in plek.files()) == 3
    assert take(plek, engine, delete=delete) == Ontvangst(0, 3, ())
    assert len(landed(engine)) == 5
    assert all(pad.startswith(MOVED) for pad in plek.files())
    assert len(plek.files()) == (0 if delete else 5)


class Killed:
    """A place, for somebody who is killed after tidying up so many files."""

    def __init__(self, bron: Any, after: int) -> None:
        self.bron, self.left = bron, after
        self.kanaal, self.is_atomair = bron.kanaal, bron.is_atomair
        self.find, self.read = bron.find, bron.read

    def _count(self) -> None:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1

    def set_aside(self, vondst: Vondst, doel: str) -> None:
        self._count()
        self.bron.set_aside(vondst, doel)

    def delete(self, vondst: Vondst) -> None:
        self._count()
        self.bron.delete(vondst)


def test_killed_between_copy_and_delete_leaves_one(objectopslag: Plek, engine: sa.Engine) -> None:
    objectopslag.put("a.xml", b"een")
    with objectopslag.open() as bron, pytest.MonkeyPatch.context() as patch:
        patch.setattr(bron, "delete", lambda vondst: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            fetch(engine, bron, AT, delete=False)
    assert len(objectopslag.files()) == 2
    take(objectopslag, engine)
    (moved,) = objectopslag.files()
    assert moved.startswith(MOVED)
    assert len(landed(engine)) == 1


def test_a_copy_that_is_there_already_is_no_obstacle(plek: Plek, engine: sa.Engine) -> None:
    for _ in range(2):
        plek.put("a.xml", b"een")
        take(plek, engine)
    assert len(plek.files()) == len(landed(engine)) == 1


def test_two_with_one_name_on_one_day_are_both_kept(plek: Plek, engine: sa.Engine) -> None:
    for inhoud in (b"een", b"twee"):
        plek.put("bericht.xml", inhoud)
        take(plek, engine)
    assert sorted(plek.files().values()) == [b"een", b"twee"]
    assert len(rows(engine, "SELECT 1 FROM landing.bericht")) == 2


def test_what_is_not_finished_is_left_alone(plek: Plek, engine: sa.Engine) -> None:
    unfinished = ["a.xml.part", ".b.xml", "c.xml~", "_apart/d.xml", "sub/.git/e.xml"]
    for pad in unfinished:
        plek.put(pad, b"half")
    assert take(plek, engine) == Ontvangst(0, 0, ())
    assert sorted(plek.files()) == sorted(unfinished)


@pytest.mark.parametrize("pad", ["", ".", "_a/b", "a/_b/c", "a/.b/c", ".a", "a.part", "a~"])
def test_these_names_are_no_finished_files(pad: str) -> None:
    assert not is_finished_name(pad)
    assert is_finished_name("a_b/c.d/_e.xml")


def test_a_file_that_is_still_written_waits_for_the_next_round(sftp: Plek, engine: sa.Engine) -> None:
    sftp.put("groeit.xml", b"half")
    sftp.put("klaar.xml", b"heel")
    writer = threading.Timer(0.2, lambda: sftp.put("groeit.xml", b"half en half"))
    writer.start()
    assert take(sftp, engine, settle_seconds=0.6).aantal_nieuw == 1
    writer.join()
    assert landed(engine) == {"klaar.xml": b"heel"}
    assert take(sftp, engine).aantal_nieuw == 1
    assert landed(engine)["groeit.xml"] == b"half en half"


def test_what_changed_while_it_was_fetched_stays(plek: Plek, engine: sa.Engine) -> None:
    plek.put("a.xml", b"een")
    with plek.open() as bron, pytest.MonkeyPatch.context() as patch:
        read = bron.read

        def read_and_replace(vondst: Vondst) -> bytes:
            inhoud = read(vondst)
            plek.put("a.xml", b"een nieuwe")
            return inhoud

        patch.setattr(bron, "read", read_and_replace)
        reception = fetch(engine, bron, AT, delete=True, settle_seconds=0)
    assert (reception.aantal_nieuw, len(reception.onleesbaar)) == (1, 1)
    assert "veranderde" in reception.onleesbaar[0].melding
    assert plek.files() == {"a.xml": b"een nieuwe"}
    assert take(plek, engine, delete=True).aantal_nieuw == 1
    assert plek.files() == {}


def test_what_another_round_took_first_is_no_problem(plek: Plek, engine: sa.Engine) -> None:
    for number in range(3):
        plek.put(f"{number}.xml", b"bericht %d" % number)
    with plek.open() as bron, pytest.MonkeyPatch.context() as patch:
        found = list(bron.find())
        take(plek, engine)
        patch.setattr(bron, "find", lambda: iter(found))
        assert fetch(engine, bron, AT, delete=False, settle_seconds=0) == Ontvangst(0, 0, ())
        for vondst in found:
            bron.set_aside(vondst, f"{MOVED}weg")
            bron.delete(vondst)
    assert len(landed(engine)) == len(plek.files()) == 3


def test_one_that_cannot_be_taken_does_not_stop_the_others(
    plek: Plek, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ophalen, "MAX_FILE_BYTES", 1000)
    plek.put("leeg.xml", b"")
    plek.put("groot 999900006.xml", b"x" * 1001)
    plek.put("goed.xml", b"x" * 1000)
    reception = take(plek, engine)
    assert list(landed(engine)) == ["goed.xml"]
    told = {problem.bestand: problem.melding for problem in reception.onleesbaar}
    assert set(told) == {"leeg.xml", "groot *********.xml"}, "a BSN in a name is masked"
    assert "leeg" in told["leeg.xml"]
    assert {"leeg.xml", "groot 999900006.xml"} < set(plek.files()), "what was not taken stays"


def test_a_link_is_not_followed(sftp: Plek, sftp_root: Any, engine: sa.Engine, tmp_path: Any) -> None:
    sftp.put("a.xml", b"een")
    folder = sftp_root / tmp_path.name / "aanlevering"
    (folder / "lus").symlink_to(folder)
    (folder / "geheim.xml").symlink_to("/etc/passwd")
    assert take(sftp, engine).aantal_nieuw == 1


def test_a_database_that_falls_away_leaves_everything_there(plek: Plek) -> None:
    plek.put("a.xml", b"een")
    away = sa.create_engine("postgresql+psycopg2://niemand@127.0.0.1:1/nergens")
    with pytest.raises(Exception, match="database"):
        take(plek, away)
    assert plek.files() == {"a.xml": b"een"}


def test_the_task_says_what_it_did_and_rings_only_for_what_is_new(plek: Plek, engine: sa.Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with environment(JEUGDKOPPEL_DATABASE_URL=url):
        with pytest.raises(AirflowSkipException, match="niets ingesteld"):
            fetch_channel(plek.kanaal)
        with environment(**plek.settings), pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "sleep", lambda seconds: None)
            with pytest.raises(AirflowSkipException, match="niets nieuws"):
                fetch_channel(plek.kanaal)
            plek.put("a.xml", b"een")
            assert fetch_channel(plek.kanaal) == 1
            with environment(JEUGDKOPPEL_FETCHED="delete"):
                plek.put("b.xml", b"twee")
                assert fetch_channel(plek.kanaal) == 1
    assert len(plek.files()) == 1


def test_a_bundle_comes_in_message_by_message(plek: Plek, engine: sa.Engine) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        bundle.writestr("a.xml", "<een/>")
        bundle.writestr("b.xml", "<twee/>")
        bundle.writestr("leeg.xml", "")
    plek.put("bundel.zip", stream.getvalue())
    plek.put("los.xml", b"<drie/>")
    reception = take(plek, engine)
    assert {b"<een/>", b"<twee/>", b"<drie/>"} < set(landed(engine).values())
    assert [problem.bestand for problem in reception.onleesbaar] == ["bundel.zip"], "not all of it is of use"
    assert all(pad.startswith(MOVED) for pad in plek.files())
    assert take(plek, engine) == Ontvangst(0, 0, ())


def test_a_server_with_another_key_is_not_talked_to(sftp: Plek) -> None:
    name = f"AIRFLOW_CONN_{SFTP_CONN.upper()}"
    connection = json.loads(os.environ[name])
    connection["extra"]["host_key"] = (
        asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    )
    sftp.put("a.xml", b"een")
    with (
        environment(**{name: json.dumps(connection)}),
        pytest.raises(paramiko.SSHException, match="does not match"),
        sftp.open(),
    ):
        pass
