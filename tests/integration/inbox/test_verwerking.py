"""From landing to core: the verdicts, the reasons, and what happens when it is done twice or goes wrong."""

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import DatabaseError
from integrations.ijw import BERICHTTYPEN, COLUMNS, GelezenBericht, read_bericht
from integrations.inbox import afhandeling
from integrations.inbox.landing import receive_paths
from integrations.inbox.uitslag import VerwerkingMisluktError
from integrations.inbox.verwerking import process
from tests.integration.inbox.hulp import AT, KEY, fingerprint, receive, statuses

pytestmark = pytest.mark.integration
Sample = Callable[[str], bytes]

REFUSED = {"JW315": ("ToewijzingEinddatum", "2027-06-31"), "JW318": ("RetourCode", None)}


def test_the_samples_of_the_standard(ready: sa.Engine, reference: Path) -> None:
    receive_paths(ready, [reference / "ijw-3.2/berichten"], "opdrachtregel", AT)
    run = process(ready, KEY)
    by_status: dict[str, set[str | None]] = {}
    for bericht in run.berichten:
        by_status.setdefault(bericht.status, set()).add(bericht.berichttype)
    assert by_status == {"verwerkt": set(BERICHTTYPEN) - set(REFUSED), "geweigerd": set(REFUSED)}
    assert run.telling() == {"verwerkt": 12, "geweigerd": 2, "niet_ondersteund": 0, "mislukt": 0}
    refused = {b.berichttype: b.redenen for b in run.berichten if b.status == "geweigerd"}
    for berichttype, reason in REFUSED.items():
        assert {(r["element"], r["waarde"]) for r in refused[berichttype]} == {reason}
        assert all(r["remedie"] for r in refused[berichttype])
    with ready.connect() as conn:
        findings = {
            r: n
            for r, n in conn.exec_driver_sql("SELECT regel_id, count(*) FROM quality.bevinding GROUP BY 1")
        }
        kept = {
            t: r
            for t, r in conn.exec_driver_sql(
                "SELECT berichttype, redenen FROM landing.bericht WHERE status = 'geweigerd'"
            )
        }
        filled = {
            t for t in COLUMNS if conn.exec_driver_sql(f"SELECT EXISTS (SELECT FROM core.{t})").scalar_one()
        }
        money = conn.exec_driver_sql(
            "SELECT sum(saldo_cent), max(totaal_saldo_cent) FROM core.prestatie JOIN core.declaratie USING (bericht_id)"
        ).one()
    assert findings == {"ONTVANGST-SCHEMA": 2}
    assert kept == refused
    assert filled == set(COLUMNS) - {"verzoek", "te_wijzigen_product"}, "no sample that is valid has these"
    assert money[0] == money[1] == 79000, "the lines add up to the declared total"


def test_twice_changes_nothing(ready: sa.Engine, reference: Path) -> None:
    folder = reference / "ijw-3.2/berichten"
    receive_paths(ready, [folder], "opdrachtregel", AT)
    process(ready, KEY)
    once = fingerprint(ready)
    assert receive_paths(ready, [folder], "opdrachtregel", AT).aantal_nieuw == 0
    assert process(ready, KEY).berichten == []
    assert fingerprint(ready) == once


def test_rows_point_at_their_message_and_say_since_when(ready: sa.Engine, sample: Sample) -> None:
    (bericht_id,) = receive(ready, [sample("JW323")])
    process(ready, KEY)
    with ready.connect() as conn:
        rows = conn.exec_driver_sql(
            "SELECT bericht_id, regelnummer, bekend_vanaf FROM core.prestatie ORDER BY regelnummer"
        ).all()
    assert [r.regelnummer for r in rows] == list(range(1, len(rows) + 1))
    assert {(r.bericht_id, r.bekend_vanaf) for r in rows} == {(bericht_id, AT)}


def test_awkward_text_arrives_as_it_was_sent(ready: sa.Engine, sample: Sample) -> None:
    """What COPY gives a meaning to: quotes, commas, backslashes, line ends of every kind."""
    awkward = ['a"b', "a,b", "a\\b\\N", "a\rb", "a\nb", " a ", "\\.", "é€"]
    message = sample("JW323")
    berichten = []
    for i, text in enumerate(awkward):
        escaped = text.replace("\r", "&#13;").encode()
        berichten.append(message.replace(b"RN001", escaped).replace(b"765432198", f"A{i}".encode()))
    assert len(receive(ready, berichten)) == process(ready, KEY).telling()["verwerkt"]
    with ready.connect() as conn:
        query = "SELECT referentie_nummer FROM core.prestatie WHERE regelnummer = 1 ORDER BY bericht_id"
        assert conn.exec_driver_sql(query).scalars().all() == awkward


def test_rejected_lines_keep_their_return_codes(ready: sa.Engine, sample: Sample) -> None:
    receive(ready, [sample("JW325")])
    process(ready, KEY)
    expected = re.findall(rb"<jw325:RetourCode>(\d{4})<", sample("JW325"))
    with ready.connect() as conn:
        header = conn.exec_driver_sql(
            "SELECT header_retour_codes, antwoord_retour_codes FROM core.declaratie_antwoord"
        ).one()
        lines = conn.exec_driver_sql(
            "SELECT client_retour_codes, retour_codes FROM core.afgewezen_prestatie ORDER BY regelnummer"
        ).all()
    found = [code for codes in (*header, *(c for line in lines for c in line)) for code in codes]
    assert sorted(set(found)) == sorted({code.decode() for code in expected})
    assert all(line.retour_codes for line in lines)


def test_a_limit_leaves_the_rest_waiting(ready: sa.Engine, sample: Sample) -> None:
    ids = receive(ready, [sample("JW301"), sample("JW305"), sample("JW307")])
    steps: list[tuple[int, int]] = []
    process(ready, KEY, limit=2, progress=lambda *s: steps.append(s))
    assert [statuses(ready)[i] for i in ids] == ["verwerkt", "verwerkt", "ontvangen"]
    assert steps == [(1, 2), (2, 2)]


def test_the_same_identity_with_other_bytes_is_refused_and_overwrites_nothing(
    ready: sa.Engine, sample: Sample
) -> None:
    lying = sample("JW323").replace(b"<jw323:ProductTarief>1250<", b"<jw323:ProductTarief>9999<")
    first, second = receive(ready, [sample("JW323"), lying])
    process(ready, KEY, limit=1)
    before = fingerprint(ready)
    (refused,) = process(ready, KEY).berichten
    assert (refused.bericht_id, refused.status) == (second, "geweigerd")
    assert refused.redenen[0]["regel"] == "TR056"
    assert f"Bericht {first}" in refused.redenen[0]["melding"]
    assert fingerprint(ready)["core.prestatie"] == before["core.prestatie"]
    with ready.connect() as conn:
        finding = conn.exec_driver_sql(
            "SELECT regel_id, bericht_id, gemeente_code FROM quality.bevinding"
        ).one()
    assert tuple(finding) == ("TR056", second, "0384")


def test_a_refused_message_does_not_use_up_its_identity(ready: sa.Engine, sample: Sample) -> None:
    better = sample("JW315").replace(b"2027-06-31", b"2027-06-30")
    receive(ready, [sample("JW315"), better])
    assert [b.status for b in process(ready, KEY).berichten] == ["geweigerd", "verwerkt"]


def test_anything_at_all_gets_a_verdict(ready: sa.Engine) -> None:
    receive(
        ready,
        [
            b"",
            b"geen xml",
            b"\x00\xff",
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            b"<a/>",
            b"\xef\xbb\xbf",
        ],
    )
    run = process(ready, KEY)
    assert [b.status for b in run.berichten] == ["geweigerd"] * 4 + ["niet_ondersteund", "geweigerd"]
    assert all(b.redenen[0]["remedie"] for b in run.berichten)


def stumble_over(monkeypatch: pytest.MonkeyPatch, part: bytes) -> None:
    def read(inhoud: bytes, *rest: object) -> GelezenBericht:
        if part in inhoud:
            raise ValueError(f"a bug that quotes what it read: {inhoud!r}")
        return read_bericht(inhoud)

    monkeypatch.setattr(afhandeling, "read_bericht", read)


def test_a_bug_on_one_message_stops_neither_the_queue_nor_loses_it(
    ready: sa.Engine, sample: Sample, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ids = receive(ready, [sample("JW301"), sample("JW323"), sample("JW305")])
    with monkeypatch.context() as patched, caplog.at_level(logging.DEBUG):
        stumble_over(patched, b"jw323")
        for _ in range(2):  # and it does not get in the way of later runs either
            with pytest.raises(VerwerkingMisluktError, match=rf"bericht {ids[1]} \(ValueError") as failure:
                process(ready, KEY)
    assert [statuses(ready)[i] for i in ids] == ["verwerkt", "ontvangen", "verwerkt"]
    assert failure.value.verwerking.telling()["mislukt"] == 1
    assert f"bericht {ids[1]} blijft wachten" in caplog.text
    assert "999900006" not in caplog.text + str(failure.value)
    assert process(ready, KEY).telling()["verwerkt"] == 1, "once the bug is gone the message goes through"


def test_rows_the_database_refuses_leave_nothing_behind(ready: sa.Engine, sample: Sample) -> None:
    with ready.begin() as conn:
        conn.exec_driver_sql(
            "ALTER TABLE core.prestatie ADD CONSTRAINT proef CHECK (referentie_nummer <> 'RN002')"
        )
    ids = receive(ready, [sample("JW323"), sample("JW305")])
    with pytest.raises(VerwerkingMisluktError, match=r"CheckViolation, kopie\.py") as failure:
        process(ready, KEY)
    assert [statuses(ready)[i] for i in ids] == ["ontvangen", "verwerkt"]
    assert fingerprint(ready)["core.declaratie"] == (0, None), "the header went back with the lines"
    assert "RN002" not in json.dumps(str(failure.value))


def test_a_lost_connection_is_broken_machinery(
    ready: sa.Engine, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(ready, [sample("JW323")])

    def cut_off(inhoud: bytes, *rest: object) -> GelezenBericht:
        with ready.connect() as conn:
            conn.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'idle in transaction'"
            )
        return read_bericht(inhoud)

    with monkeypatch.context() as patched:
        patched.setattr(afhandeling, "read_bericht", cut_off)
        with pytest.raises(DatabaseError) as failure:
            process(ready, KEY)
    assert "999900006" not in str(failure.value)
    assert process(ready, KEY).telling()["verwerkt"] == 1


def test_rules_that_are_not_there_yet_are_named_before_anything_is_claimed(engine: sa.Engine) -> None:
    receive(engine, [b"geen xml"])
    with pytest.raises(DatabaseError, match=r"ONTVANGST-SCHEMA.*db upgrade"):
        process(engine, KEY)
    assert list(statuses(engine).values()) == ["ontvangen"]


def test_another_key_is_refused(ready: sa.Engine, sample: Sample) -> None:
    receive(ready, [sample("JW323")])
    process(ready, KEY, limit=0)
    with pytest.raises(DatabaseError, match="andere JEUGDKOPPEL_PSEUDONYM_KEY"):
        process(ready, b"x" * 32)
    assert list(statuses(ready).values()) == ["ontvangen"]
