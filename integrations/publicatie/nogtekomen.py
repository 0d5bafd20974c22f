"""What is still to come of every municipality, zorgcategorie and month of care, with its uncertainty.

The development triangle says how months filled up until now; ``ketting`` turns it into a pattern. The choices made here,
with their reasons in docs/decisions/0016-still-to-come.md:

* **Same day of the month.** On the 16th a month is compared with older months as they stood on a 16th.
* **Whose pattern.** Of the municipality's own category when that has ``GENOEG_REGELS`` lines, else of the same category
  in its region, else in the country, else of all care together.
* **Usual level.** What is known of a month is blended with the mean of the last ``NIVEAU_MAANDEN`` months; a month of
  which less than ``HELFT`` can be known gets that mean, and how far such a mean was off in the last year.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import sqlalchemy as sa

from integrations.publicatie.ketting import Gehelen, Getallen, Ketting, Uitkomst, blend, fit, project
from integrations.sqlfiles import read_sql, run_sql

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MAX_LEEFTIJD = 60
"""Months after the month of care: after five years a claim lapses (article 3:308 of the Civil Code)."""
GENOEG_REGELS = 1000
NIVEAU_MAANDEN = 2
FOUT_MAANDEN = 12
HELFT = 0.5
BEDRAGEN = ("bekend_cent", "nog_te_komen_cent", "toeval_cent", "patroon_cent")
KOLOMMEN = ("gemeente_code", "zorgcategorie", "leeftijd", "methode", *BEDRAGEN)


class Niveau(NamedTuple):
    """What a month usually ends at, and the variance of the next one around it."""

    hoogte: float
    variantie: float


@dataclass(frozen=True)
class Cellen:
    """The cells of one category: per cell its municipality, region, lines and triangle of increments in cents."""

    gemeente_code: Gehelen
    regio_code: Gehelen
    regels: Gehelen
    aanwas: Getallen

    def of_region(self, regio: str) -> "Cellen":
        mine = self.regio_code == regio
        return replace(
            self,
            gemeente_code=self.gemeente_code[mine],
            regio_code=self.regio_code[mine],
            regels=self.regels[mine],
            aanwas=self.aanwas[mine],
        )


def fill_nog_te_komen(conn: sa.Connection, as_of: datetime) -> int:
    """Estimate anew what is still to come as seen at ``as_of``, from ``mart.driehoek``; returns the number of rows."""
    laatste, _ = reference(as_of)
    schatting = estimate(cut(read_driehoek(conn), as_of))
    leeftijd = schatting.pop("leeftijd").to_numpy(dtype=np.int64)
    schatting["maand"] = np.datetime64(laatste, "M") - leeftijd.astype("timedelta64[M]")
    schatting["maand"] = schatting["maand"].dt.date
    run_sql(conn, "TRUNCATE mart.nog_te_komen")
    cursor: Any = conn.connection.cursor()
    copy = f"COPY mart.nog_te_komen ({', '.join(schatting.columns)}) FROM STDIN (FORMAT csv)"
    cursor.copy_expert(copy, io.StringIO(schatting.to_csv(index=False, header=False)))
    run_sql(conn, "ANALYZE mart.nog_te_komen")
    return len(schatting)


def read_driehoek(conn: sa.Connection) -> pd.DataFrame:
    """``mart.driehoek`` with the region: ``maand`` and ``ontvangen_datum`` as dates, ``regels`` and ``cent`` counted."""
    query = read_sql("integrations", "publicatie/sql/driehoek.sql")
    buffer = io.StringIO()
    cursor: Any = conn.connection.cursor()
    cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)", buffer)
    buffer.seek(0)
    codes = dict.fromkeys(("gemeente_code", "regio_code", "zorgcategorie"), "str")
    dates = dict.fromkeys(("maand", "ontvangen_datum"), "datetime64[s]")
    return pd.read_csv(buffer, dtype=codes, keep_default_na=False, parse_dates=list(dates)).astype(dates)


def cut(driehoek: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """The triangle as it stood at ``as_of``, for ``estimate``: months of care that had ended, by age and delay.

    Delays run from day to day: what came in the first days of a month, as many as have passed at ``as_of``, belongs to
    the month before it. So every month of care is seen as it stood on this day of the month.
    """
    laatste, dag = reference(as_of)
    nu = laatste.year * 12 + laatste.month
    laatste_dag = (as_of - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()
    toen = driehoek[driehoek["ontvangen_datum"] <= pd.Timestamp(laatste_dag)]
    zorg, ontvangen = toen["maand"].dt, toen["ontvangen_datum"].dt
    maand = zorg.year * 12 + zorg.month
    ontvangen_maand = np.minimum(ontvangen.year * 12 + ontvangen.month - (ontvangen.day <= dag), nu)
    leeftijd = nu - maand
    plaats = toen.assign(leeftijd=leeftijd, vertraging=np.maximum(ontvangen_maand - maand, 0))
    sleutels = ["gemeente_code", "regio_code", "zorgcategorie", "leeftijd", "vertraging"]
    binnen = plaats[leeftijd.between(0, MAX_LEEFTIJD)]
    gesneden: pd.DataFrame = binnen.groupby(sleutels, as_index=False)[["regels", "cent"]].sum()
    return gesneden


def reference(as_of: datetime) -> tuple[date, int]:
    """The last month of care that has ended at ``as_of`` by Dutch time, and how many days of the next have passed."""
    lokaal = as_of.astimezone(AMSTERDAM)
    jaar, maand = divmod(lokaal.year * 12 + lokaal.month - 2, 12)
    return date(jaar, maand + 1, 1), lokaal.day - 1


def estimate(driehoek: pd.DataFrame) -> pd.DataFrame:
    """A row for each cell and month of care of which anything is known or expected.

    Args:
        driehoek: increments with ``gemeente_code``, ``regio_code``, ``zorgcategorie``, ``leeftijd`` (months since the
            month of care, 0 the youngest), ``vertraging`` (0 to ``leeftijd``), ``regels`` and ``cent``.

    Returns:
        ``KOLOMMEN``, sorted; ``toeval_cent`` and ``patroon_cent`` are standard deviations: chance, which adds up over
        cells and months as squares, and a pattern that may be off, which adds up as it is.
    """
    if driehoek.empty:
        return pd.DataFrame(columns=list(KOLOMMEN))
    maanden = int(driehoek["leeftijd"].max()) + 1
    alles = fit(_triangle(_increments(driehoek, maanden)))
    cellen = [
        (gemeente, categorie, methode, _estimate_cell(_triangle(aanwas), ketting))
        for categorie, rijen in driehoek.groupby("zorgcategorie")
        for gemeente, aanwas, methode, ketting in _choose_patterns(_cells(rijen, maanden), alles)
    ]
    gemeente_code, zorgcategorie, methode, bedragen = zip(*cellen, strict=True)
    geschat = pd.DataFrame(np.concatenate(bedragen), columns=list(BEDRAGEN))
    geschat["gemeente_code"] = np.repeat(gemeente_code, maanden)
    geschat["zorgcategorie"] = np.repeat(zorgcategorie, maanden)
    geschat["methode"] = np.repeat(methode, maanden)
    geschat["leeftijd"] = np.tile(np.arange(maanden)[::-1], len(cellen))
    geschat = geschat[(geschat[list(BEDRAGEN)] != 0).any(axis=1)]
    return geschat.sort_values(["gemeente_code", "zorgcategorie", "leeftijd"], ignore_index=True)[
        list(KOLOMMEN)
    ]


def _choose_patterns(cellen: Cellen, alles: Ketting) -> Iterator[tuple[str, Getallen, str, Ketting]]:
    """Of each cell its municipality, increments, and the nearest pattern that rests on enough lines."""
    landelijk = _fit_if_enough(cellen.regels, cellen.aanwas)
    for regio in np.unique(cellen.regio_code):
        buren = cellen.of_region(regio)
        regionaal = _fit_if_enough(buren.regels, buren.aanwas)
        for i, gemeente in enumerate(buren.gemeente_code):
            eigen = _fit_if_enough(buren.regels[i : i + 1], buren.aanwas[i : i + 1])
            dichtbij = (("eigen", eigen), ("regio", regionaal), ("land", landelijk))
            methode, ketting = next(((m, k) for m, k in dichtbij if k), ("alle zorg", alles))
            yield gemeente, buren.aanwas[i], methode, ketting


def _fit_if_enough(regels: Gehelen, aanwas: Getallen) -> Ketting | None:
    return fit(_triangle(aanwas.sum(axis=0))) if regels.sum() >= GENOEG_REGELS else None


def _cells(rijen: pd.DataFrame, maanden: int) -> Cellen:
    groepen = rijen.groupby(["gemeente_code", "regio_code"])
    sleutels = groepen["regels"].sum()
    cel: Gehelen = np.asarray(groepen.ngroup(), dtype=np.int64)
    return Cellen(
        sleutels.index.get_level_values(0).to_numpy(),
        sleutels.index.get_level_values(1).to_numpy(),
        sleutels.to_numpy(),
        _increments(rijen, maanden, cel),
    )


def _increments(rijen: pd.DataFrame, maanden: int, cel: Gehelen | None = None) -> Getallen:
    """Cents by month of care (the oldest first) and delay; with ``cel`` such a square for every cell."""
    plaats = (maanden - 1 - rijen["leeftijd"].to_numpy(), rijen["vertraging"].to_numpy())
    cent = rijen["cent"].to_numpy(dtype=float)
    if cel is None:
        aanwas = np.zeros((maanden, maanden))
        np.add.at(aanwas, plaats, cent)
    else:
        aanwas = np.zeros((cel.max() + 1, maanden, maanden))
        np.add.at(aanwas, (cel, *plaats), cent)
    return aanwas


def _triangle(aanwas: Getallen) -> Getallen:
    """Cumulative; NaN where the moment has not come yet."""
    maanden = np.arange(len(aanwas))
    return np.where(np.add.outer(maanden, maanden) < len(aanwas), aanwas.cumsum(axis=1), np.nan)


def _estimate_cell(driehoek: Getallen, ketting: Ketting) -> Gehelen:
    """Per month of one cell, the oldest first, ``BEDRAGEN`` in whole cents."""
    leeftijd = np.arange(len(driehoek))[::-1]
    bekend = np.diagonal(driehoek[:, ::-1])
    uitkomst = forecast(ketting, bekend, leeftijd)
    nog = uitkomst.uiteindelijk - bekend
    bedragen = np.column_stack([bekend, nog, np.sqrt(uitkomst.toeval), np.sqrt(uitkomst.patroon)])
    return bedragen.round().astype(np.int64)


def forecast(ketting: Ketting, bekend: Getallen, leeftijd: Gehelen) -> Uitkomst:
    """Where each month of a cell ends, oldest first; ``bekend`` is what is known ``leeftijd`` months after it.

    The chain begins at the first delay at which ``HELFT`` is known. A month before that begins there with the usual
    level, and bears on top how far months are from it. Of the other months what is known is blended with that level.
    """
    begin = int(np.argmax(ketting.aandeel >= HELFT))
    is_jong = leeftijd < begin
    vanaf = np.maximum(leeftijd, begin)
    aandeel = ketting.aandeel[vanaf]
    niveau = usual_level((bekend / aandeel)[~is_jong])
    basis = np.where(is_jong, aandeel * niveau.hoogte, blend(aandeel, bekend, niveau.hoogte))
    uitkomst = project(ketting, basis, vanaf)
    rest = uitkomst.uiteindelijk - basis
    eigen = np.where(is_jong, 1.0, (1 - aandeel) ** 4) * niveau.variantie
    return Uitkomst(
        np.where(is_jong, uitkomst.uiteindelijk, bekend + rest), uitkomst.toeval + eigen, uitkomst.patroon
    )


def usual_level(uiteindelijk: Getallen) -> Niveau:
    """Of months by their end, oldest first: the mean of the last ones, and how far such a mean was off last year."""
    laatste = uiteindelijk[-(NIVEAU_MAANDEN + FOUT_MAANDEN) :]
    hoogte = float(laatste[-NIVEAU_MAANDEN:].mean()) if len(laatste) else 0.0
    if len(laatste) <= NIVEAU_MAANDEN:
        return Niveau(hoogte, hoogte**2)
    gemiddelden = np.convolve(laatste, np.ones(NIVEAU_MAANDEN) / NIVEAU_MAANDEN, mode="valid")
    return Niveau(hoogte, float(((laatste[NIVEAU_MAANDEN:] - gemiddelden[:-1]) ** 2).mean()))
