"""What a run over the rules has to look at: everything, or what is new and what depends on it.

``bereik/<naam>.sql`` selects the rows of core whose verdict can have changed; there is one for each kind of row that
rules judge. It may read the temporary tables of this run (``nieuw_bericht``, ``nieuw_antwoord``, ``nieuw_afgewezen``,
``nieuwe_regel``, ``geraakte_regel``, ``nieuwe_toewijzing``, ``geraakte_jeugdige``, ``geraakte_referentie``) and takes
``as_of`` and ``sinds``. Too many rows only cost time; a row too few is a verdict that does not change when it should.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from integrations.sqlfiles import read_sql, run_sql
from quality.catalogus import Regel

BOEKEN = ("mapping.koppeling_op", "quality.boektarief_op")
KLEIN = 1_000
"""Up to this many new messages are always judged by themselves."""
DEEL = 5
"""When more than one in so many messages is new, judging everything costs less than finding out what depends on it."""


@dataclass(frozen=True)
class Bereik:
    """The scope of one run.

    ``volledig`` are the rules that judge everything, ``relaties`` the scopes of the others, ``eerder`` how many rows
    those judged before; ``vingerafdrukken`` is of all rules.
    """

    as_of: datetime
    is_volledig: bool
    nieuwe_berichten: int
    volledig: frozenset[str]
    relaties: frozenset[str]
    eerder: dict[str, int]
    vingerafdrukken: dict[str, str]

    def relation(self, regel: Regel) -> str:
        """What the parameter ``bereik`` in the SQL of ``regel`` stands for."""
        if regel.regel_id in self.volledig:
            return f"(SELECT * FROM core.{regel.waarop} WHERE bekend_vanaf <= %(as_of)s)"  # noqa: S608
        return f"bereik_{regel.relatie}"


def fingerprint(regel: Regel, lijsten: str, koppelingen: str) -> str:
    """Of what decides the findings of ``regel`` and what follows from them: another one means judging all anew.

    ``lijsten`` is of the code lists and calendars of the release, ``koppelingen`` of the product books.
    """
    scope = read_sql("quality", f"bereik/{regel.relatie}.sql")
    books = koppelingen if any(name in str(regel.sql) for name in BOEKEN) else ""
    parts = (regel.sql, regel.waarop, regel.ronde, regel.gevolg, regel.termijn_dagen, scope, lijsten, books)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def lay_out(conn: sa.Connection, regels: Iterable[Regel], as_of: datetime, *, volledig: bool) -> Bereik:
    """Decide which rules judge everything, bring what is known up to ``as_of`` and lay out the scopes of the others.

    Args:
        volledig: forget earlier runs and judge everything.
    """
    regels = tuple(regels)
    params = {"as_of": as_of}
    run_sql(conn, read_sql("quality", "sql/nieuw_bericht.sql"), params)
    stand = {row.regel_id: row for row in run_sql(conn, "SELECT * FROM quality.stand_regel")}
    if volledig or not stand or _is_mostly_new(conn):
        run_sql(conn, read_sql("quality", "sql/vergeet_stand.sql"))
        run_sql(conn, read_sql("quality", "sql/alle_berichten.sql"), params)
        stand = {}
    news = int(run_sql(conn, "SELECT count(*) FROM nieuw_bericht").scalar_one())
    sources = run_sql(conn, read_sql("quality", "sql/vingerafdruk_mapping.sql"), params).one()
    prints = {r.regel_id: fingerprint(r, sources.lijsten, sources.koppelingen) for r in regels}
    everything = {
        regel_id
        for regel_id, vingerafdruk in prints.items()
        if regel_id not in stand or stand[regel_id].vingerafdruk != vingerafdruk
    }
    if any(r.ronde == 1 for r in regels if r.regel_id in everything):
        everything |= {r.regel_id for r in regels if r.ronde == 2}
    if everything:
        run_sql(conn, read_sql("quality", "sql/analyze.sql"))
    for part in ("beantwoord", "werk_stand_bij", "geraakte_jeugdige", "werk_regie_bij"):
        run_sql(conn, read_sql("quality", f"sql/{part}.sql"), params)
    partial = [r for r in regels if r.regel_id not in everything]
    if partial:
        _lay_out_partial(conn, partial, as_of)
    return Bereik(
        as_of=as_of,
        is_volledig=not partial,
        nieuwe_berichten=news,
        volledig=frozenset(everything),
        relaties=frozenset(r.relatie for r in partial),
        eerder={r.regel_id: stand[r.regel_id].aantal_gecontroleerd for r in partial},
        vingerafdrukken=prints,
    )


def _is_mostly_new(conn: sa.Connection) -> bool:
    row = run_sql(conn, read_sql("quality", "sql/hoeveel_nieuw.sql")).one()
    return bool(row.nieuw > KLEIN and row.nieuw * DEEL > row.beoordeeld)


def _lay_out_partial(conn: sa.Connection, regels: list[Regel], as_of: datetime) -> None:
    """The temporary tables ``bereik_<naam>``; those of rules with a clock reach back to who can have become late."""
    run_sql(conn, read_sql("quality", "sql/geraakte_regel.sql"))
    last = run_sql(conn, "SELECT max(as_of) FROM quality.run WHERE soort = 'regels'").scalar_one()
    for name in sorted({r.relatie for r in regels}):
        days = max((r.termijn_dagen or 0 for r in regels if r.relatie == name), default=0)
        params = {"as_of": as_of, "sinds": last - timedelta(days=days) if days else as_of}
        select = read_sql("quality", f"bereik/{name}.sql")
        run_sql(conn, f"DROP TABLE IF EXISTS pg_temp.bereik_{name}")
        run_sql(conn, f"CREATE TEMPORARY TABLE bereik_{name} ON COMMIT DROP AS\n{select}", params)
        run_sql(conn, f"ANALYZE bereik_{name}")


def extend_to_round_two(conn: sa.Connection, bereik: Bereik) -> None:
    """Add what the second round looks at because the first changed a finding."""
    if not bereik.relaties & {"prestatie", "prestatie_op_toewijzing"}:
        return
    run_sql(conn, read_sql("quality", "sql/veranderde_regel.sql"))
    for name in sorted(bereik.relaties & {"prestatie", "prestatie_op_toewijzing"}):
        statement = read_sql("quality", f"sql/bereik_ronde_2_{name}.sql")
        run_sql(conn, statement, {"as_of": bereik.as_of})


def looked_at(conn: sa.Connection, relatie: str) -> str:
    """SQL condition on finding ``b``: the row it sits on was in scope. Rows without a line stand for their message."""
    columns = list(run_sql(conn, f"SELECT * FROM bereik_{relatie} LIMIT 0").keys())  # noqa: S608
    is_line = "regelnummer" in columns
    key = "b.bericht_id, coalesce(b.regelnummer, 0)" if is_line else "b.bericht_id"
    return f"({key}) IN (SELECT {key.replace('b.', '')} FROM bereik_{relatie})"  # noqa: S608


def count_new(conn: sa.Connection, tabel: str) -> int:
    """Number of rows of ``core.<tabel>`` in the new messages."""
    query = f"SELECT count(*) FROM core.{tabel} INNER JOIN nieuw_bericht USING (bericht_id)"  # noqa: S608
    return int(run_sql(conn, query).scalar_one())


def remember(conn: sa.Connection, bereik: Bereik, checked: dict[str, int | None]) -> None:
    """How many rows each rule judged in all; None: it failed, so the next run judges everything by it."""
    failed = [regel_id for regel_id, number in checked.items() if number is None]
    run_sql(conn, "DELETE FROM quality.stand_regel WHERE regel_id = ANY(%(ids)s)", {"ids": failed})
    for regel_id, number in checked.items():
        if number is not None:
            params = {
                "regel_id": regel_id,
                "vingerafdruk": bereik.vingerafdrukken[regel_id],
                "aantal": number,
            }
            run_sql(conn, read_sql("quality", "sql/onthoud_regel.sql"), params)


def close(conn: sa.Connection) -> None:
    """Take the judged messages off the list of those that wait."""
    run_sql(
        conn, "DELETE FROM quality.te_beoordelen WHERE bericht_id IN (SELECT bericht_id FROM nieuw_bericht)"
    )
