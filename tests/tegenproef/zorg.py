"""Care of a youth in a month: what most indicators count. ``mart.jeugdige`` and ``mart.jeugdige_maand``."""

import pandas as pd

from tests.tegenproef.betekenis import NIET_GEKOPPELD, Betekenis
from tests.tegenproef.cellen import ONBEKEND, age_band
from tests.tegenproef.keten import SLEUTEL

NORM = {
    "01": ("uur", 1),
    "04": ("uur", 60),
    "14": ("etmaal", 1),
    "16": ("dagdeel", 1),
    "82": ("stuk (output)", 1),
    "83": ("euro", 1),
    "84": ("stuk (inspanning)", 1),
}
"""Normalised unit of WJ756, and how many of its smallest part: minutes of an hour, cents of a euro."""
LOTEN = ("afgewezen", "aangehouden", "gepubliceerd")
PERSOON = ["client_pseudoniem", "gemeente_code"]
SOORT_ZORG = ["zorgcategorie", "hulpvorm", "verwijzer", "aanbiederklasse"]


def make_youths(clienten: pd.DataFrame) -> pd.DataFrame:
    """Date of birth and sex as a municipality or its providers stated them last."""
    op_volgorde = clienten.sort_values(["dagtekening", "geboortedatum", "geslacht"], ascending=False)
    return op_volgorde.drop_duplicates(PERSOON)[[*PERSOON, "geboortedatum", "geslacht"]]


def add_person(frame: pd.DataFrame, jeugdigen: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with geboortedatum and geslacht; unknown sex is a value of its own."""
    frame = frame.merge(jeugdigen, on=PERSOON, how="left")
    return frame.assign(geslacht=frame["geslacht"].fillna(ONBEKEND))


def add_kind(frame: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """``frame`` with every value of ``SOORT_ZORG`` filled, from zorgcategorie, hulpvorm, verwijzer_type and provider."""
    hulpvorm = frame["hulpvorm"].fillna("geen").where(frame["zorgcategorie"].notna(), NIET_GEKOPPELD)
    return frame.assign(
        zorgcategorie=frame["zorgcategorie"].fillna(NIET_GEKOPPELD),
        hulpvorm=hulpvorm,
        verwijzer=frame["verwijzer_type"].fillna(ONBEKEND),
        aanbiederklasse=frame["aanbieder_agb_code"].map(betekenis.klassen).fillna(ONBEKEND),
    )


def make_care_months(
    regels: pd.DataFrame, keten: pd.DataFrame, jeugdigen: pd.DataFrame, betekenis: Betekenis
) -> pd.DataFrame:
    """The lines of a youth in a municipality and month, added up per kind of care and unit."""
    regels = regels.merge(keten[[*SLEUTEL, "verwijzer_type"]], on=SLEUTEL, how="left", validate="many_to_one")
    regels = add_kind(regels, betekenis)
    teller = regels["eenheid"].map({code: teller for code, (_, teller) in NORM.items()})
    regels["eenheid"] = regels["eenheid"].map({code: norm for code, (norm, _) in NORM.items()})
    regels["regels"] = 1
    regels["gedeclareerd_cent"] = regels["saldo_cent"]
    for lot in LOTEN:
        regels[f"{lot}_cent"] = regels["saldo_cent"].where(regels["lot"] == lot, 0)
    regels["gepubliceerd_volume"] = (regels["volume"] * teller).where(regels["lot"] == "gepubliceerd", 0)
    maten = ["regels", "gedeclareerd_cent", *(f"{lot}_cent" for lot in LOTEN), "gepubliceerd_volume"]
    zorg = regels.groupby([*PERSOON, "maand", *SOORT_ZORG, "eenheid"], as_index=False)[maten].sum()
    zorg = add_person(zorg, jeugdigen)
    return zorg.assign(leeftijd=age_band(zorg["geboortedatum"], zorg["maand"]))


def in_care(zorg: pd.DataFrame) -> pd.DataFrame:
    """The rows of which the published amount or volume is above zero."""
    return zorg[(zorg["gepubliceerd_cent"] > 0) | (zorg["gepubliceerd_volume"] > 0)]
