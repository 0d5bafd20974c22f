"""From snapshot to database: every publication of CBS becomes a vintage beside the earlier ones."""

import csv
import dataclasses
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from integrations.cbs.client import StatLine
from integrations.cbs.snapshot import Momentopname, hulpvormen, parse_snapshot, read_snapshot
from integrations.sqlfiles import read_sql, run_sql


@dataclass(frozen=True)
class Lading:
    """What loading one snapshot did.

    niet_herkend: titles of forms that vormen.csv does not know. ontbrekende_hulpvormen: BIJ codes without a form.
    """

    tabel: str
    vintage_id: int
    is_nieuw: bool
    gewijzigd_op: datetime
    waarnemingen: int
    geheim: int
    niet_herkend: list[str]
    ontbrekende_hulpvormen: list[str]

    def __str__(self) -> str:
        nieuw = "nieuwe publicatie" if self.is_nieuw else "al bekende publicatie"
        text = (
            f"{self.tabel}: {nieuw} van {self.gewijzigd_op:%d-%m-%Y} met {self.waarnemingen} cijfers, "
            f"waarvan {self.geheim} geheim (vintage {self.vintage_id})."
        )
        if self.ontbrekende_hulpvormen:
            text += f" Zonder cijfer van CBS: hulpvorm {', '.join(self.ontbrekende_hulpvormen)}."
        if self.niet_herkend:
            text += f" Niet herkend, vul aan in integrations/cbs/vormen.csv: {'; '.join(self.niet_herkend)}."
        return text


def load_snapshot(engine: sa.Engine, path: Path, opgehaald_op: datetime) -> Lading:
    """Load a snapshot file as a vintage known from ``opgehaald_op``; known content changes nothing.

    Raises:
        CbsError: the file is not a sound snapshot; nothing of it is loaded.
    """
    snapshot = read_snapshot(path)
    with engine.begin() as conn:
        return store(conn, snapshot, opgehaald_op, bron=path.name)


def pull(
    engine: sa.Engine,
    base_url: str,
    tabel: str,
    opgehaald_op: datetime,
    transport: httpx.BaseTransport | None = None,
) -> Lading:
    """Read a table from StatLine and load it as a vintage; nothing is loaded unless all of it arrived.

    Raises:
        CbsError: StatLine does not give the whole table, or it is not the one we know.
    """
    with StatLine(base_url, transport) as statline:
        snapshot = parse_snapshot(statline.read_tabel(tabel))
    with engine.begin() as conn:
        return store(conn, snapshot, opgehaald_op, bron=f"{base_url.rstrip('/')}/{tabel}")


def store(conn: sa.Connection, snapshot: Momentopname, opgehaald_op: datetime, bron: str) -> Lading:
    """Write a checked snapshot. Figures of a known vintage stay as they are; its forms are read anew.

    The second part lets a corrected vormen.csv work on a publication that was loaded before.
    """
    publicatie = {
        "tabel": snapshot.tabel,
        "titel": snapshot.titel,
        "gewijzigd_op": snapshot.gewijzigd_op,
        "opgehaald_op": opgehaald_op,
        "bron": bron,
        "inhoud": snapshot.inhoud,
    }
    added = run_sql(conn, read_sql("sql", "cbs/insert_publicatie.sql"), publicatie).scalar()
    vintage_id = added or _find_vintage(conn, snapshot)
    upsert_vorm = read_sql("sql", "cbs/upsert_vorm.sql")
    for vorm in snapshot.vormen:
        run_sql(conn, upsert_vorm, {"vintage_id": vintage_id, **dataclasses.asdict(vorm)})
    if added:
        _copy(conn, "cbs.periode", ("periode_code", "titel", "status"), vintage_id, snapshot.perioden)
        columns = ("regio_code", "periode_code", "hulpvorm_sleutel", "aantal", "reden")
        _copy(conn, "cbs.waarneming_85099ned", columns, vintage_id, snapshot.waarnemingen)
    return Lading(
        tabel=snapshot.tabel,
        vintage_id=vintage_id,
        is_nieuw=added is not None,
        gewijzigd_op=snapshot.gewijzigd_op,
        waarnemingen=len(snapshot.waarnemingen),
        geheim=sum(reden == "geheim" for *_, reden in snapshot.waarnemingen),
        niet_herkend=[vorm.titel for vorm in snapshot.vormen if vorm.soort == "onbekend"],
        ontbrekende_hulpvormen=sorted(hulpvormen() - {str(vorm.hulpvorm) for vorm in snapshot.vormen}),
    )


def _find_vintage(conn: sa.Connection, snapshot: Momentopname) -> int:
    """The vintage that holds exactly this content."""
    sql = "SELECT vintage_id FROM cbs.publicatie WHERE tabel = %(tabel)s AND sha256 = %(sha256)s"
    sha256 = hashlib.sha256(snapshot.inhoud).hexdigest()
    return int(run_sql(conn, sql, {"tabel": snapshot.tabel, "sha256": sha256}).scalar_one())


def _copy(
    conn: sa.Connection,
    table: str,
    columns: tuple[str, ...],
    vintage_id: int,
    rows: Iterable[tuple[object, ...]],
) -> None:
    """COPY rows into ``table``, each with the vintage before it; None becomes NULL."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows((vintage_id, *row) for row in rows)
    buffer.seek(0)
    driver: Any = conn.connection.driver_connection
    with driver.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} (vintage_id, {', '.join(columns)}) FROM STDIN (FORMAT csv)", buffer)
