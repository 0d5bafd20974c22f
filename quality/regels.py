"""The rules: judge what is new and what depends on it, by what is known at one moment.

A rule is a SELECT of the rows that break it (``regels/<ID>.sql``), out of the scope that ``quality.bereik`` lays out.
A rule that is new, that changed or that failed the last time judges everything. Findings made at reception belong
to whoever received the message and are left alone.
"""

from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from quality import bereik as scope
from quality.bereik import Bereik
from quality.catalogus import Regel, load_regels, read_regels
from quality.run import (
    Resultaat,
    Run,
    count_findings,
    count_rows,
    find,
    judge,
    prepare_run,
    record_run,
    settle_findings,
)

RegelRun = Run


def run_regels(conn: sa.Connection, as_of: datetime, *, volledig: bool = False) -> RegelRun:
    """Judge the rules on what was known at ``as_of`` (with zone), inside the transaction of ``conn``.

    A rule whose SQL fails is recorded as *niet uitvoerbaar* and keeps its findings.

    Args:
        volledig: judge everything again, as after a repair by hand; gives the same findings.

    Raises:
        QualityError: ``as_of`` has no zone or lies before the last run; findings only move forward.
    """
    prepare_run(conn, "regels", as_of)
    load_regels(conn)
    regels = [regel for regel in read_regels() if regel.sql]
    bereik = scope.lay_out(conn, regels, as_of, volledig=volledig)
    results: dict[str, Resultaat] = {}
    opened = closed = 0
    for ronde in (1, 2):
        if ronde == 2:
            scope.extend_to_round_two(conn, bereik)
        batch = [regel for regel in regels if regel.ronde == ronde]
        failed = {r.regel_id: error for r in batch if (error := _find(conn, r, bereik))}
        new, gone = _settle(conn, [r for r in batch if r.regel_id not in failed], bereik)
        results |= _judge(conn, batch, failed, bereik)
        opened, closed = opened + new, closed + gone
    scope.close(conn)
    return record_run(
        conn, "regels", as_of, results.values(), opened, closed, bereik.nieuwe_berichten, bereik.is_volledig
    )


def _find(conn: sa.Connection, regel: Regel, bereik: Bereik) -> str | None:
    """Lay what breaks ``regel`` in ``gevonden``; returns the class of the error if that failed."""
    try:
        find(conn, regel.regel_id, str(regel.sql).replace("%(bereik)s", bereik.relation(regel)), bereik.as_of)
    except sa.exc.DBAPIError as err:
        return type(err.orig).__name__
    return None


def _settle(conn: sa.Connection, regels: list[Regel], bereik: Bereik) -> tuple[int, int]:
    """Open and close the findings of these rules, each within its scope; returns how many were opened and closed."""
    opened = closed = 0

    def group(regel: Regel) -> str:
        return "" if regel.regel_id in bereik.volledig else regel.relatie

    for relatie, members in groupby(sorted(regels, key=group), group):
        where = scope.looked_at(conn, relatie) if relatie else "TRUE"
        new, gone = settle_findings(conn, [r.regel_id for r in members], bereik.as_of, where)
        opened, closed = opened + new, closed + gone
    return opened, closed


def _judge(
    conn: sa.Connection, regels: list[Regel], failed: dict[str, str], bereik: Bereik
) -> dict[str, Resultaat]:
    """The results of rules whose findings are settled, over all rows that they ever judged; remembers those counts."""
    found = count_findings(conn, [r.regel_id for r in regels])
    counts: dict[tuple[str, bool], int] = {}
    results: dict[str, Resultaat] = {}
    for regel in regels:
        regel_id, key = regel.regel_id, (str(regel.waarop), regel.regel_id in bereik.volledig)
        if regel_id in failed:
            results[regel_id] = Resultaat(regel_id, "niet uitvoerbaar", fout_klasse=failed[regel_id])
            continue
        if key not in counts:
            counts[key] = _count(conn, *key, bereik.as_of)
        checked = counts[key] + bereik.eerder.get(regel_id, 0)
        results[regel_id] = judge(regel_id, checked, found.get(regel_id, 0))
    scope.remember(conn, bereik, {i: result.aantal_gecontroleerd for i, result in results.items()})
    return results


def _count(conn: sa.Connection, tabel: str, is_all: bool, as_of: datetime) -> int:
    return count_rows(conn, f"core.{tabel}", as_of) if is_all else scope.count_new(conn, tabel)
