"""Lay a frame of the second definition beside a table of the database, cell by cell."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa


@dataclass(frozen=True)
class Uitkomst:
    """One table: rows and cells compared, and the differences as readable lines."""

    tabel: str
    rijen: int
    cellen: int
    verschillen: list[str]


def read_table(engine: sa.Engine, sql: str) -> pd.DataFrame:
    with engine.connect() as conn:
        rijen = conn.exec_driver_sql(sql)
        return pd.DataFrame(rijen.fetchall(), columns=list(rijen.keys()))


def compare(
    tabel: str,
    verwacht: pd.DataFrame,
    gevonden: pd.DataFrame,
    sleutel: list[str],
    decimalen: dict[str, int] | None = None,
) -> Uitkomst:
    """Every row on either side, and every column beside the key, equal as text: no rounding, no row too many.

    Args:
        gevonden: its columns are the columns compared; ``verwacht`` has them all.
        decimalen: columns that are stored rounded, with their number of decimals: these may be half a unit of it off.
    """
    kolommen = list(gevonden.columns)
    afgerond = decimalen or {}
    links = _keyed(verwacht[kolommen], sleutel, afgerond)
    rechts = _keyed(gevonden, sleutel, afgerond)
    beide = links.index.intersection(rechts.index)
    verschillen = [f"alleen verwacht: {_show(links, naam)}" for naam in links.index.difference(rechts.index)]
    verschillen += [
        f"alleen gevonden: {_show(rechts, naam)}" for naam in rechts.index.difference(links.index)
    ]
    for kolom in links.columns:
        een, ander = links.loc[beide, kolom], rechts.loc[beide, kolom]
        anders = _is_off(een, ander, afgerond[kolom]) if kolom in afgerond else een != ander
        verschillen += [
            f"{naam}: {kolom} verwacht {een[naam]!r}, gevonden {ander[naam]!r}"
            for naam in beide[anders.to_numpy()]
        ]
    rijen = len(links.index.union(rechts.index))
    return Uitkomst(tabel, rijen, rijen * len(links.columns), verschillen)


def _is_off(een: pd.Series, ander: pd.Series, decimalen: int) -> pd.Series:
    te_ver = (een - ander).abs() > 0.5 * 10**-decimalen + 1e-9
    return te_ver | (een.isna() != ander.isna())


def _show(frame: pd.DataFrame, naam: str) -> str:
    return f"{naam} {frame.loc[naam].to_dict()}"


def _keyed(frame: pd.DataFrame, sleutel: list[str], getallen: Iterable[str]) -> pd.DataFrame:
    """The frame by its key, in text but for the columns that are compared as numbers."""
    tekst = pd.DataFrame(
        {
            kolom: frame[kolom].astype("float") if kolom in getallen else _as_text(frame[kolom])
            for kolom in frame.columns
        }
    )
    namen = tekst[sleutel[0]].str.cat(tekst[sleutel[1:]], sep=" / ")
    assert namen.is_unique, namen[namen.duplicated()].head(3).tolist()
    return tekst.drop(columns=sleutel).set_index(namen).sort_index()


def _as_text(kolom: pd.Series) -> pd.Series:
    """Each different value is written once: a column has few."""
    if kolom.map(type).eq(list).any():
        return kolom.map(_text).astype("str")
    nummers, waarden = pd.factorize(kolom, use_na_sentinel=False)
    teksten = pd.Series([_text(waarde) for waarde in waarden], dtype="str")
    return pd.Series(teksten.to_numpy()[nummers], kolom.index, dtype="str")


def _text(waarde: object) -> str:
    """One way to write a value, whatever type it has here and there."""
    if isinstance(waarde, list):
        return " | ".join(sorted(waarde))
    if pd.isna(waarde):
        return ""
    if isinstance(waarde, pd.Timestamp):
        return waarde.date().isoformat()
    if isinstance(waarde, float) and waarde.is_integer():
        return str(int(waarde))
    return str(waarde)
