"""What answers what: every answer of the golden cases finds its message in core.beantwoording, and nothing else does."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrations.ijw.schema import TYPEN
from integrations.inbox.landing import receive_bytes
from integrations.inbox.verwerking import process
from tests.conftest import ROOT
from tests.integration.inbox.hulp import AT, KEY

pytestmark = pytest.mark.integration

PAREN = {
    ("retour", "JW301", None, "JW302", None, "afgekeurd"),
    ("retour", "JW305", None, "JW306", None, "afgekeurd"),
    ("retour", "JW307", None, "JW308", None, "afgekeurd"),
    ("retour", "JW315", None, "JW316", None, "afgekeurd"),
    ("retour", "JW317", None, "JW318", None, "afgekeurd"),
    ("retour", "JW319", None, "JW320", None, "afgekeurd"),
    ("declaratie", "JW323", None, "JW325", None, "beantwoord"),
    ("verzoek", "JW317", None, "JW319", None, "afgewezen"),
    ("toewijzing", "JW315", 1, "JW301", 1, "toegewezen"),
}
IN_ONDERZOEK = ("verzoek", "JW315", 1, "JW319", None, "in onderzoek")


def golden(case: str) -> bytes:
    return (ROOT / "tests/golden/ijw" / case / "bericht.xml").read_bytes()


def volledig(berichttype: str) -> bytes:
    return golden(f"{berichttype.lower()}-volledig")


def land(engine: sa.Engine, berichten: list[bytes]) -> None:
    """Receive and process, each message a day after the one before it."""
    with engine.begin() as conn:
        for day, inhoud in enumerate(berichten):
            receive_bytes(conn, f"{day}.xml", inhoud, "inbox", AT + timedelta(days=day))
    process(engine, KEY)


def paren(engine: sa.Engine, where: str = "true") -> set[tuple[object, ...]]:
    columns = "soort, beantwoord_berichttype, beantwoord_regelnummer, antwoord_berichttype, antwoord_regelnummer, uitkomst"
    with engine.connect() as conn:
        found = conn.exec_driver_sql(f"SELECT {columns} FROM core.beantwoording WHERE {where}")
        rows = [tuple(row) for row in found]
    assert len(rows) == len(set(rows)), "a pair is one row"
    return set(rows)


def test_every_answer_finds_its_message_and_its_moments(ready: sa.Engine) -> None:
    land(ready, [*map(volledig, TYPEN), golden("jw319-in-onderzoek").replace(b"A-2026-044", b"A-2026-045")])
    assert paren(ready) == {*PAREN, IN_ONDERZOEK}
    with ready.connect() as conn:
        moments = conn.exec_driver_sql(
            "SELECT b.antwoord_dagtekening, b.antwoord_bekend_vanaf - b.beantwoord_bekend_vanaf, "
            "b.beantwoord_dagtekening FROM core.beantwoording AS b WHERE b.antwoord_berichttype = 'JW302'"
        ).one()
    assert [str(m) for m in moments] == ["2026-04-07", "1 day, 0:00:00", "2026-04-02"]


def test_the_order_of_arrival_means_nothing(ready: sa.Engine) -> None:
    land(ready, [volledig(t) for t in reversed(TYPEN)])
    assert paren(ready) == PAREN


def test_a_choice_of_messages_gives_their_pairs_only(ready: sa.Engine) -> None:
    land(ready, [volledig(t) for t in TYPEN])
    ids = "(SELECT array_agg(bericht_id) FROM landing.bericht WHERE berichttype = 'JW319')::bigint[]"
    answers = {p for p in PAREN if p[3] == "JW319"}
    answered = {p for p in PAREN if p[1] == "JW319"}
    assert paren(ready, f"antwoord_bericht_id = ANY({ids})") == answers
    assert paren(ready, f"beantwoord_bericht_id = ANY({ids})") == answered
    assert answers
    assert answered


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"T-2026-017", b"T-2026-018"),  # another message
        (b"Dagtekening>2026-04-02", b"Dagtekening>2026-04-03"),
        (b"98765432", b"98765433"),  # another provider
        (b"0999<", b"0998<"),
    ],
)
def test_a_return_to_another_message_is_no_answer(ready: sa.Engine, old: bytes, new: bytes) -> None:
    retour = golden("jw302-goedgekeurd")
    assert old in retour
    elders = retour.replace(old, new).replace(b"RET-302-2", b"RET-302-9")
    land(ready, [volledig("JW301"), elders])
    assert paren(ready) == set()
    land(ready, [retour])
    assert paren(ready) == {("retour", "JW301", None, "JW302", None, "goedgekeurd")}


def test_a_refused_message_has_no_answer_and_a_second_return_is_kept_beside_the_first(
    ready: sa.Engine,
) -> None:
    refused = volledig("JW301").replace(b"Eenheid>01<", b"Eenheid>98<")
    first, second = golden("jw302-goedgekeurd"), golden("jw302-technisch-afgekeurd")
    land(ready, [refused, first, second])
    assert paren(ready) == set()
    land(ready, [volledig("JW301")])
    assert {p[-1] for p in paren(ready)} == {"goedgekeurd", "afgekeurd"}


def test_an_answer_to_another_provider_is_no_answer(ready: sa.Engine) -> None:
    land(ready, [volledig("JW317"), volledig("JW319").replace(b"98765432", b"98765433")])
    assert paren(ready) == set()
