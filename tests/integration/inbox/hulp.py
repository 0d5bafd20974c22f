"""How the tests here put messages in, start workers and look at what came of it."""

import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

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
        return dict(conn.exec_driver_sql("SELECT bericht_id, status FROM landing.bericht").tuples().all())


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
