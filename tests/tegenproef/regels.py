"""Declaration lines with their fate and meaning: what ``mart.prestatie`` holds."""

import pandas as pd

from tests.tegenproef.berichten import Bron
from tests.tegenproef.betekenis import Betekenis

PLAATS = ["bestand", "regelnummer"]


def make_lines(
    bron: Bron, berichten: dict[str, pd.DataFrame], betekenis: Betekenis, aangehouden: pd.DataFrame
) -> pd.DataFrame:
    """Every line with saldo, signed volume, month, zorgcategorie, hulpvorm and lot.

    Args:
        aangehouden: bestand, regelnummer (missing: the whole message) of the open findings that hold back.
    """
    regels = berichten["regels"].copy()
    teken = regels["debet_credit"].map({"D": 1, "C": -1})
    regels["saldo_cent"] = teken * regels["bedrag_cent"]
    regels["volume"] = teken * regels["volume"]
    regels["maand"] = first_of_month(regels["begindatum"])
    regels = betekenis.add_to(regels, "maand")
    waar = bron.waarheid("prestaties").set_index(PLAATS)
    waar = waar.loc[pd.MultiIndex.from_frame(regels[PLAATS])].reset_index()
    in_boek = waar["zorgcategorie_boek"].notna()
    assert (waar["zorgcategorie_boek"] == regels["zorgcategorie"])[in_boek].all()
    assert (waar["saldo_cent"] == regels["saldo_cent"]).all()
    is_afgewezen = (waar["lot"] == "afgewezen") & _is_answered(regels, berichten["declaratieantwoorden"])
    heel = aangehouden.loc[aangehouden["regelnummer"].isna(), "bestand"]
    los = pd.MultiIndex.from_frame(
        aangehouden.dropna(subset="regelnummer").astype({"regelnummer": "int64"})[PLAATS]
    )
    is_aangehouden = regels["bestand"].isin(heel) | pd.MultiIndex.from_frame(regels[PLAATS]).isin(los)
    regels["lot"] = "gepubliceerd"
    regels.loc[is_aangehouden, "lot"] = "aangehouden"
    regels.loc[is_afgewezen, "lot"] = "afgewezen"
    return regels


def _is_answered(regels: pd.DataFrame, antwoorden: pd.DataFrame) -> pd.Series:
    """Whether the answer to the declaration of each line is known."""
    partijen = ["gemeente_code", "aanbieder_agb_code"]
    bekend = pd.MultiIndex.from_frame(antwoorden[[*partijen, "declaratie", "declaratie_dagtekening"]])
    return pd.Series(
        pd.MultiIndex.from_frame(regels[[*partijen, "identificatie", "dagtekening"]]).isin(bekend),
        regels.index,
    )


def first_of_month(dagen: pd.Series) -> pd.Series:
    return dagen.dt.to_period("M").dt.to_timestamp()
