"""Smaller tables: the chain and its gaps a month, costs and volume a month, concentration, the count beside CBS."""

from math import ceil

import pandas as pd

from tests.tegenproef.betekenis import NIET_GEKOPPELD, Betekenis
from tests.tegenproef.cellen import DIMENSIES, age_band, over_areas, over_dimensions
from tests.tegenproef.regels import first_of_month
from tests.tegenproef.zorg import PERSOON

MAAND = ["gemeente_code", "maand", "zorgcategorie"]
DUURSTE = (5, 10, 20)
GATEN = {
    "start_zonder_toewijzing": "start zonder toewijzing",
    "regels_zonder_toewijzing": "regels zonder toewijzing",
    "regels_zonder_start": "regels zonder start",
    "stop_zonder_start": "stop zonder start",
    "regels_na_stop": "regels na stop",
    "meer_codes": "aspecifieke toewijzing met meer codes",
}
TOESTANDEN = (
    "toegewezen",
    "gestart",
    "in levering",
    "zonder start",
    "gestopt",
    "verwijderd",
    "niet toegewezen",
)


def make_gaps(keten: pd.DataFrame, verzoeken: pd.DataFrame) -> pd.DataFrame:
    """How often each gap occurs in a month, with all that was declared on those allocations."""
    gaten = keten.explode("gaten").dropna(subset="gaten").rename(columns={"gaten": "gat"})
    open_ = verzoeken[verzoeken["antwoord"].isna() & verzoeken["toegewezen_op"].isna()]
    open_ = open_.assign(
        maand=first_of_month(open_["verzoek_datum"]), gat="verzoek zonder antwoord", saldo_cent=0
    )
    alle = pd.concat([gaten, open_]).assign(aantal=1)
    return alle.groupby(["gemeente_code", "maand", "gat"], as_index=False)[["aantal", "saldo_cent"]].sum()


def make_chain_months(keten: pd.DataFrame) -> pd.DataFrame:
    """Allocations of a month by state, and how many have each gap."""
    telling = keten.assign(
        zorgcategorie=keten["zorgcategorie"].fillna(NIET_GEKOPPELD),
        aantal=1,
        aangevraagd=keten["verzoek_datum"].notna().astype(int),
        aspecifiek=(keten["is_toegewezen"] & keten["product_code"].isna()).astype(int),
        **{naam.replace(" ", "_"): (keten["toestand"] == naam).astype(int) for naam in TOESTANDEN},
        **{kolom: [int(gat in gaten) for gaten in keten["gaten"]] for kolom, gat in GATEN.items()},
    )
    namen = [*(naam.replace(" ", "_") for naam in TOESTANDEN), *GATEN]
    return telling.groupby(MAAND, as_index=False)[
        ["aantal", "aangevraagd", "aspecifiek", "saldo_cent", *namen]
    ].sum()


def make_volume_months(regels: pd.DataFrame) -> pd.DataFrame:
    """Volume in the unit of the declaration."""
    regels = regels.fillna({"zorgcategorie": NIET_GEKOPPELD}).assign(
        regels=1,
        gedeclareerd_volume=regels["volume"],
        gepubliceerd_volume=regels["volume"].where(regels["lot"] == "gepubliceerd", 0),
    )
    maten = ["regels", "gedeclareerd_volume", "gepubliceerd_volume"]
    return regels.groupby([*MAAND, "eenheid"], as_index=False)[maten].sum()


def make_concentration(zorg: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """What went to the most expensive 5, 10 and 20 per cent of the youths with costs in a year."""
    zorg = zorg.assign(jaar=zorg["maand"].dt.to_period("Y").dt.to_timestamp())
    zorg["leeftijd"] = age_band(zorg["geboortedatum"], zorg["jaar"])
    kern = zorg.groupby([*PERSOON, "jaar", *DIMENSIES[1:]], as_index=False)["gepubliceerd_cent"].sum()
    sleutel = ["gebiedsoort", "gebied_code", "jaar", "dimensie", "waarde"]
    rijen = []
    for deel in over_dimensions(over_areas(kern, betekenis)):
        kosten = deel.groupby([*sleutel, *PERSOON])["gepubliceerd_cent"].sum()
        kosten = kosten[kosten > 0].sort_values(ascending=False)
        for naam, cel in kosten.groupby(sleutel):
            duurste = [cel.iloc[: ceil(procent * len(cel) / 100)].sum() for procent in DUURSTE]
            rijen.append((*naam, len(cel), cel.sum(), *duurste))
    maten = ["jeugdigen", "kosten_cent", *(f"duurste_{procent}_cent" for procent in DUURSTE)]
    return pd.DataFrame(rijen, columns=[*sleutel, *maten])


def make_cbs_count(regels: pd.DataFrame) -> pd.DataFrame:
    """Youths with a published amount above zero in a half-year, per hulpvorm."""
    regels = regels[regels["lot"] == "gepubliceerd"].dropna(subset="hulpvorm")
    regels = regels.assign(jaar=regels["maand"].dt.year, halfjaar=(regels["maand"].dt.month - 1) // 6 + 1)
    sleutel = ["gemeente_code", "jaar", "halfjaar", "hulpvorm"]
    saldo = regels.groupby([*sleutel, "client_pseudoniem"])["saldo_cent"].sum()
    return saldo[saldo > 0].groupby(sleutel).size().rename("jeugdigen").reset_index()
