"""How the tests here put messages in, start workers and look at what came of it."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import sqlalchemy as sa

from bench.berichten import make_declaratie
from integrations.ijw import COLUMNS
from integrations.inbox.landing import receive_bytes
from tests.conftest import ROOT, TEST_KEY

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = TEST_KEY.encode()


def receive(engine: sa.Engine, berichten: Iterable[bytes]) -> list[int]:
    """Put messages into landing in this order; their ids."""
    with engine.begin() as conn:
        ids = [receive_bytes(conn, f"{i}.xml", inhoud, "inbox", AT) for i, inhoud in enumerate(berichten)]
    assert None not in ids, "a test hands in different messages"
    return [i for i in ids if i is not None]


def statuses(engine: sa.Engine) -> dict[int, str]:
    with engine.connect() as conn:
        return {
            i: status for i, status in conn.exec_driver_sql("SELECT bericht_id, status FROM landing.bericht")
        }


def fingerprint(engine: sa.Engine) -> dict[str, object]:
    """Everything that processing wrote, in a form to compare: row counts and hashes of all rows, and the money."""
    tables = [f"core.{t}" for t in COLUMNS]
    with engine.connect() as conn:
        found: dict[str, object] = {
            t: conn.exec_driver_sql(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {t} AS t"
            ).one()
            for t in tables
        }
        for name, query in {
            "verdicts": "SELECT bericht_id, status, berichttype, identificatie, redenen::text FROM landing.bericht ORDER BY 1",
            "findings": "SELECT regel_id, bericht_id, gemeente_code, toelichting FROM quality.bevinding ORDER BY 1, 2",
            "saldo": "SELECT sum(saldo_cent) FROM core.prestatie",
        }.items():
            found[name] = [tuple(row) for row in conn.exec_driver_sql(query)]
    return found


def start_worker(url: str, *options: str) -> subprocess.Popen[str]:
    """A worker in its own process; see ``werker.py``."""
    command = [sys.executable, "-m", "tests.integration.inbox.werker", url, TEST_KEY, *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


BAD_DATE, STOLEN_IDENTITY, OLD_RELEASE, CUT_OFF = 5, 10, 15, 19
PER_TWENTY = {"verwerkt": 16, "geweigerd": 3, "niet_ondersteund": 1}


def make_stream(aantal: int) -> Iterator[bytes]:
    """Different messages of every fate: of each twenty 16 are fine, the others are what goes wrong in practice."""
    for i in range(aantal):
        declaratie = make_declaratie(i, 1 + i % 6)
        fate = i % 20
        if fate == BAD_DATE:
            yield declaratie.replace(b"2026-04-01", b"2026-04-31", 1)
        elif fate == STOLEN_IDENTITY:  # that of the message before it
            yield make_declaratie(i - 1, 7).replace(b"2026-04-01", b"2026-03-01", 1)
        elif fate == OLD_RELEASE:
            yield declaratie.replace(b"ijw/3_2/", b"ijw/2_4/")
        elif fate == CUT_OFF:
            yield declaratie[: len(declaratie) // 2]
        else:
            yield declaratie


def forget_processing(engine: sa.Engine) -> None:
    """Back to the moment of reception: the same messages under the same ids, as if none was ever processed."""
    tables = ", ".join(f"core.{t}" for t in COLUMNS)
    with engine.begin() as conn:
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")  # core itself lets nothing go
        conn.exec_driver_sql(f"TRUNCATE {tables}, quality.bevinding")
        conn.exec_driver_sql(
            "UPDATE landing.bericht SET status = 'ontvangen', verwerkt_op = NULL, redenen = '[]', berichttype = NULL, "
            "release = NULL, berichtcode = NULL, afzender = NULL, ontvanger = NULL, identificatie = NULL, "
            "dagtekening = NULL"
        )
