"""Use, costs, volume, renewed use, care paths: ``mart.gebruik``, ``kosten``, ``volume``, ``herhaald_beroep``, ``zorgpad``."""

import pandas as pd

from tests.tegenproef.betekenis import Betekenis
from tests.tegenproef.cellen import (
    CEL,
    PERIODESOORTEN,
    age_band,
    month_number,
    over_areas,
    over_dimensions,
    over_periods,
    sum_cells,
)
from tests.tegenproef.zorg import PERSOON, in_care

GEBIED = ["gebiedsoort", "gebied_code"]
WIE = ["client_pseudoniem"]
PAUZE = 3
TERUG_BINNEN = 12
STAPPEN = 5


def make_use(zorg: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """Distinct youths a cell, and who of them were new, changed or left."""
    ruim = over_periods(over_areas(in_care(zorg), betekenis), "maand")
    ruim["leeftijd"] = age_band(ruim["geboortedatum"], ruim["periode"])
    ruim["nummer"] = month_number(ruim["periode"]) // ruim["periodesoort"].map(PERIODESOORTEN)
    periode = [*GEBIED, "periodesoort", "nummer"]
    ergens = _index(ruim, [*periode, *WIE])
    delen = []
    for deel in over_dimensions(ruim):
        cel = deel.drop_duplicates([*CEL, *WIE])
        waarde = [*periode, "waarde"]
        hier = _index(cel, [*waarde, *WIE])
        was_er = _index(cel, [*periode, *WIE], nummer=-1).isin(ergens)
        was_hier = _index(cel, [*waarde, *WIE], nummer=-1).isin(hier)
        komt_terug = _index(cel, [*periode, *WIE], nummer=1).isin(ergens)
        delen.append(
            cel.assign(
                jeugdigen=1,
                instroom=(~was_er).astype(int),
                doorstroom=(was_er & ~was_hier).astype(int),
                uitstroom=(~komt_terug).astype(int),
            )
        )
    maten = ["jeugdigen", "instroom", "doorstroom", "uitstroom"]
    return pd.concat(delen).groupby(CEL, as_index=False)[maten].sum()


def _index(frame: pd.DataFrame, kolommen: list[str], nummer: int = 0) -> pd.MultiIndex:
    """The rows as an index, as many periods later as ``nummer`` says."""
    return pd.MultiIndex.from_frame(frame[kolommen].assign(nummer=frame["nummer"] + nummer))


def make_costs(zorg: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    maten = ["regels", "gedeclareerd_cent", "afgewezen_cent", "aangehouden_cent", "gepubliceerd_cent"]
    return sum_cells(zorg, "maand", maten, betekenis)


def make_volume(zorg: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    zorg = zorg.assign(
        volume=zorg["gepubliceerd_volume"], zorgmaanden=(zorg["gepubliceerd_volume"] > 0).astype(int)
    )
    maten = ["regels", "volume", "zorgmaanden", "gepubliceerd_cent"]
    return sum_cells(zorg, "maand", maten, betekenis, extra=("eenheid",))


def make_renewed_use(zorg: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """Ends of care in a municipality: a month in care without care in the three after it; and who came back."""
    zorg = in_care(zorg)
    zorg = zorg.assign(nummer=month_number(zorg["maand"]))
    maanden = zorg.groupby(PERSOON)["nummer"].agg(set)
    alle = pd.MultiIndex.from_frame(zorg[PERSOON]).map(maanden)
    loopt, terug = (
        [
            any(maand + n in zijn for n in range(*later))
            for maand, zijn in zip(zorg["nummer"], alle, strict=True)
        ]
        for later in ((1, PAUZE + 1), (PAUZE + 1, TERUG_BINNEN + 1))
    )
    einden = zorg.assign(herhaald=terug)[[not door for door in loopt]]
    delen = [
        deel.drop_duplicates([*CEL, *PERSOON, "maand"]).assign(afgesloten=1).astype({"herhaald": int})
        for deel in over_dimensions(over_periods(over_areas(einden, betekenis), "maand"))
    ]
    return pd.concat(delen).groupby(CEL, as_index=False)[["afgesloten", "herhaald"]].sum()


def make_paths(zorg: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """Of each youth in a municipality the zorgcategorieën in order of their first month, by the first of all."""
    eerste = in_care(zorg).groupby([*PERSOON, "zorgcategorie"])["maand"].min().reset_index()
    paden = eerste.groupby(PERSOON)[["zorgcategorie", "maand"]].apply(_path).rename("zorgpad").reset_index()
    paden["maand"] = eerste.groupby(PERSOON)["maand"].min().to_numpy()
    ruim = over_periods(over_areas(paden, betekenis), "maand")
    return ruim.groupby([*CEL[:4], "zorgpad"], as_index=False).size().rename(columns={"size": "jeugdigen"})


def _path(zorg: pd.DataFrame) -> str:
    stappen = [" + ".join(sorted(groep)) for _, groep in zorg.groupby("maand")["zorgcategorie"]]
    return " > ".join(stappen[:STAPPEN] + ["…"] * (len(stappen) > STAPPEN))
