"""A BSN or a name that goes in comes out nowhere but in landing's raw bytes."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import etree

from integrations.ijw import GelezenBericht, read_bericht
from integrations.inbox import afhandeling
from integrations.inbox.uitslag import VerwerkingMisluktError
from integrations.inbox.verwerking import process
from tests.conftest import ROOT
from tests.integration.inbox.hulp import KEY, make_stream, receive

pytestmark = pytest.mark.integration

SCHEMAS = ("landing", "core", "mapping", "quality", "cbs", "mart", "publish")
PERSONAL = {"Bsn", "Achternaam", "Voornamen", "Commentaar", "Emailadres", "Straatnaam", "Telefoonnummer"}
PERSONAL |= {"Organisatie", "Postcode", "Taal"}
GOLDEN = [
    f"{case}/bericht.xml"
    for case in (
        "jw302-volledig",
        "jw302-retourcode-onbekend",
        "jw302-bsn-in-retourcode",
        "jw306-volledig",
        "jw308-volledig",
        "jw316-volledig",
        "jw317-naam-in-gewenste-ingangsdatum",
        "jw317-naam-en-adres-die-er-niet-horen",
        "jw318-volledig",
        "jw319-bsn-als-gemeente",
        "jw320-volledig",
    )
]
TEST_RANGE = re.compile(r"(?<![0-9])9999[0-9]{5}(?![0-9])")


def personal_texts(berichten: list[bytes]) -> set[str]:
    """Everything personal in the messages; texts of under three characters would be found anywhere."""
    found = set()
    for inhoud in berichten:
        tree = etree.fromstring(inhoud, etree.XMLParser(recover=True))
        found |= {e.text for e in tree.iter("{*}*") if etree.QName(e).localname in PERSONAL and e.text}
    return {text for text in found if len(text) >= 3}


def rows_as_text(engine: sa.Engine) -> dict[str, str]:
    """All rows of all tables and views of ours as text, but for the one column where a BSN belongs."""
    inspector = sa.inspect(engine)
    tables = [
        f"{schema}.{name}"
        for schema in SCHEMAS
        for name in inspector.get_table_names(schema) + inspector.get_view_names(schema)
    ]
    with engine.connect() as conn:
        return {
            table: conn.exec_driver_sql(
                f"SELECT coalesce(string_agg((to_jsonb(t) - 'inhoud')::text, ' '), '') FROM {table} AS t"
            ).scalar_one()
            for table in tables
        }


def test_nothing_personal_leaves_the_raw_bytes(
    ready: sa.Engine,
    sample: Callable[[str], bytes],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    berichten = [sample(t) for t in ("JW301", "JW305", "JW307", "JW315", "JW317", "JW323", "JW325")]
    berichten += [(ROOT / "tests/golden/ijw" / case).read_bytes() for case in GOLDEN]
    berichten += make_stream(100)
    berichten.append(sample("JW305").replace(b">999900006<", b">9999000061<"))  # a BSN of ten digits
    berichten.append(
        sample("JW307").replace(b"<jw307:Geslacht>", b"<jw307:Geslacht>999900006")
    )  # in a wrong place
    stumbled_on = sample("JW323").replace(b"765432198", b"STRUIKEL")
    receive(ready, [*berichten, stumbled_on])

    def read_or_stumble(inhoud: bytes, *rest: object) -> GelezenBericht:
        if inhoud == stumbled_on:
            raise ValueError(f"a bug that quotes what it read: {inhoud!r}")
        return read_bericht(inhoud)

    monkeypatch.setattr(afhandeling, "read_bericht", read_or_stumble)
    with pytest.raises(VerwerkingMisluktError) as failure:
        process(ready, KEY)
    run = failure.value.verwerking
    assert run.telling()["verwerkt"] >= 92
    assert run.telling()["geweigerd"] >= 22

    outputs = rows_as_text(ready) | {
        "result": str(run),
        "error": str(failure.value),
        "log": caplog.text,
        "server log": server_log(ready),
    }
    secrets = personal_texts([*berichten, stumbled_on])
    assert len(secrets) > 100
    found = {where: [s for s in secrets if s in text] for where, text in outputs.items()}
    assert {where: hits for where, hits in found.items() if hits} == {}
    assert [where for where, text in outputs.items() if TEST_RANGE.search(text)] == []
    assert len(outputs["core.prestatie"]) > 10_000, "it searched something"
    with ready.connect() as conn:
        kept = conn.exec_driver_sql(
            "SELECT count(*) FROM landing.bericht WHERE position('999900006' IN inhoud) > 0"
        )
        assert kept.scalar_one() > 0


def server_log(engine: sa.Engine) -> str:
    """What the embedded server logged; a server elsewhere keeps its own."""
    with engine.connect() as conn:
        file = Path(conn.exec_driver_sql("SHOW data_directory").scalar_one()) / "log"
    return file.read_text(errors="replace") if file.is_file() else ""
