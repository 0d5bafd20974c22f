"""Areas, periods and dimensions: in which cells of an indicator a row counts."""

from collections.abc import Iterator

import pandas as pd

from tests.tegenproef.betekenis import Betekenis

PERIODESOORTEN = {"maand": 1, "kwartaal": 3, "halfjaar": 6, "jaar": 12}
"""Months in a period; each begins at a multiple of them after New Year."""
DIMENSIES = ("totaal", "zorgcategorie", "hulpvorm", "leeftijd", "geslacht", "verwijzer", "aanbiederklasse")
BANDEN = ((4, "0-3"), (12, "4-11"), (18, "12-17"), (23, "18-22"))
CEL = ["gebiedsoort", "gebied_code", "periodesoort", "periode", "dimensie", "waarde"]
ONBEKEND = "onbekend"


def month_number(dagen: pd.Series) -> pd.Series:
    """Months since the year 0, so that the next month is one more."""
    return dagen.dt.year * 12 + dagen.dt.month - 1


def first_day(maanden: pd.Series) -> pd.Series:
    return pd.to_datetime({"year": maanden // 12, "month": maanden % 12 + 1, "day": 1})


def over_areas(frame: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """Each row in its municipality, its region and the country."""
    regio = frame["gemeente_code"].map(betekenis.gemeenten["regio_code"])
    return pd.concat(
        [
            frame.assign(gebiedsoort="gemeente", gebied_code=frame["gemeente_code"]),
            frame.assign(gebiedsoort="regio", gebied_code=regio),
            frame.assign(gebiedsoort="land", gebied_code="NL"),
        ],
        ignore_index=True,
    )


def over_periods(frame: pd.DataFrame, dag: str) -> pd.DataFrame:
    """Each row in the month, quarter, half-year and year of its day: the first day of each."""
    maand = month_number(frame[dag])
    delen = [
        frame.assign(periodesoort=soort, periode=first_day(maand // lengte * lengte))
        for soort, lengte in PERIODESOORTEN.items()
    ]
    return pd.concat(delen, ignore_index=True)


def over_dimensions(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows once a dimension, with its name and their value in it."""
    for dimensie in DIMENSIES:
        waarde = "totaal" if dimensie == "totaal" else frame[dimensie]
        yield frame.assign(dimensie=dimensie, waarde=waarde)


def sum_cells(
    frame: pd.DataFrame, dag: str, maten: list[str], betekenis: Betekenis, extra: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The sums of ``maten`` over every cell; ``extra`` are keys beside those of the cell."""
    kern = frame.groupby([*DIMENSIES[1:], "gemeente_code", dag, *extra], as_index=False)[maten].sum()
    ruim = over_periods(over_areas(kern, betekenis), dag)
    delen = [deel.groupby([*CEL, *extra], as_index=False)[maten].sum() for deel in over_dimensions(ruim)]
    return pd.concat(delen, ignore_index=True)


def age_band(geboren: pd.Series, dag: pd.Series) -> pd.Series:
    """CBS's band of the whole years between birth and a first day of a month; born later is 0."""
    jaren = dag.dt.year - geboren.dt.year
    nog_niet_jarig = (geboren.dt.month > dag.dt.month) | (
        (geboren.dt.month == dag.dt.month) & (geboren.dt.day > dag.dt.day)
    )
    jaren = jaren - nog_niet_jarig
    band = pd.Series("23+", geboren.index, dtype="str")
    for grens, naam in reversed(BANDEN):
        band[jaren < grens] = naam
    return band.where(geboren.notna(), ONBEKEND)
