"""A small stream of messages that get in each other's way, to be replayed in any order and any batches.

The messages are laid in core once, and kept aside in the schema ``opname``. A replay gives each the number and the
moment of its place in the order, as reception would; the moments lie within one day, since figures per day of
reception do depend on when a message came.
"""

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from integrations.publicatie.definities import marts
from tests.golden.regels.opstelling import insert_case, insert_koppelingen, moment
from tests.integration.publicatie.bouw import Bouw

BERICHTEN = Path(__file__).parent / "stroom.yaml"
BEGIN = moment("2026-06-01")
EINDE = BEGIN + timedelta(hours=12)
AANKOMST = {"gemeente": ("eerste_ontvangst", "laatste_ontvangst")}
"""What does follow from the order: when a municipality's first and last message came."""


class Stroom:
    """The stream in one database, which it fills; ``namen`` are the messages by their number in the recording."""

    def __init__(self, conn: sa.Connection) -> None:
        self.conn = conn
        case = yaml.safe_load(BERICHTEN.read_text(encoding="utf-8"))
        bouw = Bouw(conn)
        for gemeente in case["gemeenten"]:
            bouw.gemeente(gemeente)
        insert_koppelingen(conn, case["koppelingen"])
        insert_case(conn, case["berichten"])
        self.tabellen = self._record()
        numbers = conn.exec_driver_sql("SELECT bericht_id FROM opname.bericht ORDER BY bericht_id")
        self.nummers = [int(number) for number in numbers.scalars()]
        self._clear()

    def _record(self) -> dict[str, str]:
        """Copy what holds the messages; returns per table, in the order of filling, its columns."""
        self.conn.exec_driver_sql("CREATE SCHEMA opname")
        rows = self.conn.exec_driver_sql(
            "SELECT table_schema || '.' || table_name AS tabel, string_agg(column_name, ', ') AS kolommen "
            "FROM information_schema.columns INNER JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE (table_schema = 'core' OR table_schema || table_name = 'landingbericht') "
            "AND table_type = 'BASE TABLE' AND table_name <> 'sleutel' AND is_generated = 'NEVER' "
            "AND column_name NOT IN ('bericht_id', 'bekend_vanaf', 'ontvangen_op') GROUP BY 1 "
            "ORDER BY min(array_position(ARRAY['bericht', 'declaratie', 'declaratie_antwoord', 'wijzigingsverzoek'], "
            "table_name::text))"
        )
        tables = {row.tabel: row.kolommen for row in rows}
        for table in tables:
            name = table.split(".")[1]
            self.conn.exec_driver_sql(f"CREATE TABLE opname.{name} AS TABLE {table}")
        return tables

    def _clear(self) -> None:
        """Nothing came in yet; what forbids that in earnest is off for the moment."""
        self.conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        self.conn.exec_driver_sql(
            f"TRUNCATE {', '.join(self.tabellen)}, quality.te_beoordelen, mart.te_verwerken CASCADE"
        )
        self.conn.exec_driver_sql("SET LOCAL session_replication_role = origin")

    def receive(self, order: Sequence[int], van: int, tot: int) -> None:
        """The messages of ``order`` from place ``van`` up to ``tot`` come in."""
        for table, columns in self.tabellen.items():
            moment_column = "ontvangen_op" if table == "landing.bericht" else "bekend_vanaf"
            self.conn.exec_driver_sql(
                f"INSERT INTO {table} (bericht_id, {moment_column}, {columns}) OVERRIDING SYSTEM VALUE "
                f"SELECT v.plaats, %(begin)s + make_interval(mins => v.plaats::integer), {columns} "
                f"FROM opname.{table.split('.')[1]} INNER JOIN "
                "unnest(%(order)s::bigint[]) WITH ORDINALITY AS v (bericht_id, plaats) USING (bericht_id) "
                "WHERE v.plaats > %(van)s AND v.plaats <= %(tot)s",
                {"order": list(order), "begin": BEGIN, "van": van, "tot": tot},
            )

    def content(self) -> dict[str, list[str]]:
        """The rows of every mart, sorted, with messages by what they call themselves; without ``AANKOMST``."""
        named = self.conn.exec_driver_sql(
            "SELECT bericht_id, concat_ws('/', afzender, berichttype, identificatie) FROM landing.bericht"
        )
        namen: dict[int, str] = {row[0]: row[1] for row in named}
        found = {}
        for mart in marts():
            dropped = AANKOMST.get(mart.naam, ())
            rows = self.conn.exec_driver_sql(f"SELECT to_jsonb(m) FROM mart.{mart.naam} AS m").scalars()
            found[mart.naam] = sorted(_name(row, namen, dropped) for row in rows)
        return found


def _name(row: dict[str, Any], namen: dict[int, str], dropped: Sequence[str]) -> str:
    return str(
        {
            key: namen[value] if key.endswith("bericht_id") else value
            for key, value in sorted(row.items())
            if key not in dropped
        }
    )


def shuffle(nummers: Sequence[int], seed: int) -> tuple[list[int], list[int]]:
    """A random order, and where its batches end."""
    chance = random.Random(seed)  # noqa: S311
    order = chance.sample(nummers, len(nummers))
    ends = sorted(chance.sample(range(1, len(order)), chance.randint(0, 4)))
    return order, [*ends, len(order)]
