"""What is published for one municipality: its tables, read once, and where they come from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib import metadata
from typing import Any

import sqlalchemy as sa

from integrations.errors import PublicationError
from integrations.publicatie.definities import Tabel, tabellen
from integrations.publicatie.week import Week
from integrations.sqlfiles import run_sql

Rij = dict[str, Any]

SYNTHETISCH = "Synthetische gegevens: deze cijfers zijn verzonnen en zeggen niets over deze gemeente."


@dataclass(frozen=True)
class Inhoud:
    """One published table of one municipality; the rows follow ``tabel.kolommen`` and are sorted by its grain."""

    tabel: Tabel
    rijen: list[tuple[Any, ...]]

    @cached_property
    def als_dicts(self) -> list[Rij]:
        """The rows with their column names."""
        return [dict(zip(self.tabel.kolommen, row, strict=True)) for row in self.rijen]


@dataclass(frozen=True)
class Levering:
    """All of one release: who, which week, known at what moment, by which versions, and the tables by name."""

    gemeente_code: str
    gemeente_naam: str
    regio_naam: str | None
    is_synthetisch: bool
    week: Week
    as_of: datetime
    versies: dict[str, str]
    inhoud: dict[str, Inhoud]

    def rijen(self, naam: str) -> list[Rij]:
        """The rows of published table ``naam`` as dictionaries."""
        return self.inhoud[naam].als_dicts


def list_gemeenten(conn: sa.Connection) -> list[tuple[str, str]]:
    """Code and name of the municipalities of which messages were known when the marts were built."""
    rows = run_sql(conn, "SELECT gemeente_code, gemeente_naam FROM mart.gemeente")
    return sorted((str(row.gemeente_code), str(row.gemeente_naam)) for row in rows)


def read_levering(conn: sa.Connection, week: Week, gemeente_code: str) -> Levering:
    """Everything to publish for one municipality, from the marts as they stand.

    Raises:
        PublicationError: the marts were never built, or know nothing of this municipality.
    """
    stand = run_sql(conn, "SELECT as_of, koppelversie, regelversie FROM mart.stand").one_or_none()
    if stand is None:
        raise PublicationError(
            "De marts zijn nog niet opgebouwd.", "voer `jeugdkoppel publish` uit, of de DAG publicatie."
        )
    gemeente = run_sql(
        conn,
        "SELECT gemeente_naam, regio_naam, is_synthetisch FROM mart.gemeente WHERE gemeente_code = %(code)s",
        {"code": gemeente_code},
    ).one_or_none()
    if gemeente is None:
        raise PublicationError(
            f"Van gemeente '{gemeente_code}' is geen enkel bericht bekend.",
            "controleer de code (vier cijfers, met voorloopnullen) en of de berichten zijn ontvangen en verwerkt.",
        )
    inhoud = {tabel.naam: Inhoud(tabel, _read_rows(conn, tabel, gemeente_code)) for tabel in tabellen()}
    cbs = sorted(
        {str(r["cbs_gewijzigd_op"]) for r in inhoud["aansluiting_v1"].als_dicts if r["cbs_gewijzigd_op"]}
    )
    versies = {
        "programma": metadata.version("jeugdkoppel"),
        "schema": str(run_sql(conn, "SELECT version_num FROM alembic_version").scalar_one()),
        "koppelingen": stand.koppelversie,
        "regels": stand.regelversie,
        "cbs_85099ned": ", ".join(cbs) or "geen",
    }
    return Levering(
        gemeente_code=gemeente_code,
        gemeente_naam=gemeente.gemeente_naam,
        regio_naam=gemeente.regio_naam,
        is_synthetisch=gemeente.is_synthetisch,
        week=week,
        as_of=stand.as_of.astimezone(UTC),
        versies=versies,
        inhoud=inhoud,
    )


def _read_rows(conn: sa.Connection, tabel: Tabel, gemeente_code: str) -> list[tuple[Any, ...]]:
    """The municipality's rows, sorted here: the order of text differs between databases."""
    columns = list(tabel.kolommen)
    query = f"SELECT {', '.join(columns)} FROM publish.{tabel.naam} WHERE gemeente_code = %(code)s"  # noqa: S608
    rows = [tuple(row) for row in run_sql(conn, query, {"code": gemeente_code})]
    key = [columns.index(column) for column in tabel.korrel]
    return sorted(rows, key=lambda row: tuple((row[i] is not None, row[i]) for i in key))
