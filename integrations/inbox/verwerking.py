"""From landing to core: batch by batch, one transaction a batch, as many workers as you like.

A worker claims the next waiting messages with row locks, reads them, and commits their rows, findings and verdicts
together. Killed at any moment, these messages wait again as if nothing had happened. A message that turns out wrong
is *geweigerd*, with reasons. When our own machinery stumbles over a batch, its messages are tried one by one, and the
one that makes it stumble stays *ontvangen* for a better day while the rest of the queue goes on; the run ends in an
error that names it.

Within a run two batches are under way, each on a connection and a thread of its own: one is read while the other is
written (libxml2 and the database both work without Python's lock). They are written in the order of the queue, so
which of two messages with one identity comes first does not depend on the weather.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from psycopg2.extensions import connection as Connection

from integrations.database import check_pseudonym_key
from integrations.errors import DatabaseError
from integrations.ijw import Beoordelaar, check_xsd
from integrations.inbox.afhandeling import Leeswijze
from integrations.inbox.driverfouten import shielded
from integrations.inbox.landing import Progress
from integrations.inbox.uitslag import Verwerking, VerwerkingMisluktError
from integrations.inbox.wachtrij import Rij
from integrations.inbox.werker import Werker
from integrations.pseudonym import make_pseudonymiser
from integrations.sqlfiles import read_sql, run_sql

THREADS = 2
REGELS = ("ONTVANGST-SCHEMA", "ONTVANGST-TYPE", "ONTVANGST-XML", "TR056")


def process(
    engine: sa.Engine,
    key: bytes,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
    xsd: Path | None = None,
    beoordeel: Beoordelaar | None = None,
) -> Verwerking:
    """Handle every waiting message, or ``limit`` of them.

    Args:
        key: of the client pseudonym; a database takes one key for ever.
        progress: called with (done, total) after each message; total is the queue at the start.
        xsd: the folder with the standard's own schema files, which then judge; None for ours.
        beoordeel: judges accepted messages by rules within the message; its findings are written with the verdict.

    Raises:
        VerwerkingMisluktError: after the rest of the queue, when our machinery failed on some message.
        DatabaseError: no connection, another key, or rules that are not in the database yet.
        ConfigurationError: ``xsd`` cannot judge every type; nothing was handled then.
    """
    check_xsd(xsd)
    with shielded():
        with engine.begin() as conn:
            check_pseudonym_key(conn, key)
            _check_regels(conn, [*REGELS, *(beoordeel.regels if beoordeel else ())])
            waiting: int = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
            ).scalar_one()
        rij = Rij(limit, waiting, progress)
        _run_workers(engine, rij, Leeswijze(make_pseudonymiser(key), xsd, beoordeel))
    if rij.done.mislukt:
        raise VerwerkingMisluktError(rij.done)
    return rij.done


def _check_regels(conn: sa.Connection, regels: list[str]) -> None:
    """Raises DatabaseError when a rule that a finding may point at is not in the database."""
    statement = read_sql(__package__, "sql/missing_regels.sql")
    missing = run_sql(conn, statement, {"regels": regels}).scalars().all()
    if missing:
        raise DatabaseError(
            f"De regels {', '.join(missing)} staan niet in de database.", "voer `jeugdkoppel db upgrade` uit."
        )


def _run_workers(engine: sa.Engine, rij: Rij, leeswijze: Leeswijze) -> None:
    """Let the threads go through the queue; the first error of one stops the others after their batch."""

    def work() -> None:
        try:
            with closing(engine.raw_connection()) as pooled:
                Werker(cast(Connection, pooled.driver_connection), leeswijze, rij).run()
        except BaseException:
            rij.stop()
            raise

    with ThreadPoolExecutor(THREADS, thread_name_prefix="verwerking") as pool:
        try:
            for worker in [pool.submit(work) for _ in range(THREADS)]:
                worker.result()
        finally:
            rij.stop()  # also when the user interrupts
