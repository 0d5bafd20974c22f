"""Published values that are worked out of the marts: shares, prices and intensity, of a municipality itself."""

import pandas as pd

from tests.tegenproef.cellen import CEL, PERIODESOORTEN

NOEMER = {"uur": 60, "euro": 100}
"""Of what is stored in its smallest part; other units are whole."""
CEL_V1 = ["gemeente_code", "periodesoort", "periode", "uitsplitsing", "waarde"]
GENOEG_JEUGDIGEN = 20
INDICATOREN = {
    "kosten_euro": 2,
    "kosten_per_jeugdige_euro": 2,
    "voortijdig_procent": 1,
    "herhaald_procent": 1,
    "duurste_10_procent": 1,
}
INTENSITEIT = {"volume": 2, "intensiteit": 2, "prijs_euro": 2}
"""The columns that are printed rounded, with their number of decimals."""


def make_indicators(
    gebruik: pd.DataFrame,
    kosten: pd.DataFrame,
    trajecten: pd.DataFrame,
    herhaald: pd.DataFrame,
    concentratie: pd.DataFrame,
    stand: pd.Timestamp,
) -> pd.DataFrame:
    """The indicators of a municipality beside each other, in every cell in which someone is in care."""
    duurste = concentratie.rename(columns={"jaar": "periode", "jeugdigen": "met_kosten"}).assign(
        periodesoort="jaar"
    )
    naast = gebruik[gebruik["gebiedsoort"] == "gemeente"]
    for tabel in (kosten, trajecten, herhaald, duurste):
        naast = naast.merge(tabel, on=CEL, how="left")
    bekend = naast.groupby(["gebied_code", "periodesoort"])["periode"]
    is_eerste = naast["periode"] == bekend.transform("min")
    is_laatste = naast["periode"] == bekend.transform("max")
    maanden = naast["periodesoort"].map(PERIODESOORTEN) + 12
    voorbij = [
        periode + pd.DateOffset(months=n) <= stand
        for periode, n in zip(naast["periode"], maanden, strict=True)
    ]
    genoeg = naast["met_kosten"] >= GENOEG_JEUGDIGEN
    return naast.assign(
        gemeente_code=naast["gebied_code"],
        uitsplitsing=naast["dimensie"],
        jeugdigen_in_zorg=naast["jeugdigen"],
        nieuw_in_zorg=naast["instroom"].mask(is_eerste),
        overgestapt=naast["doorstroom"].mask(is_eerste),
        uit_zorg=naast["uitstroom"].mask(is_laatste),
        kosten_euro=naast["gepubliceerd_cent"] / 100,
        kosten_per_jeugdige_euro=naast["gepubliceerd_cent"] / 100 / naast["jeugdigen"],
        trajecten_begonnen=naast["begonnen"],
        trajecten_beeindigd=naast["beeindigd"],
        voortijdig_procent=(100 * naast["voortijdig"] / naast["met_reden"]).where(naast["met_reden"] > 0),
        zorg_afgesloten=naast["afgesloten"],
        herhaald_procent=(100 * naast["herhaald"] / naast["afgesloten"]).where(voorbij),
        duurste_10_procent=(100 * naast["duurste_10_cent"] / naast["kosten_cent"]).where(genoeg),
    )


def make_intensity(volume: pd.DataFrame) -> pd.DataFrame:
    """Volume in whole units, how much a month of care had of it, and the price of a unit."""
    eigen = volume[(volume["gebiedsoort"] == "gemeente") & (volume["periodesoort"] != "maand")]
    eenheden = eigen["volume"] / eigen["eenheid"].map(NOEMER).fillna(1)
    return eigen.assign(
        gemeente_code=eigen["gebied_code"],
        uitsplitsing=eigen["dimensie"],
        genormaliseerde_eenheid=eigen["eenheid"],
        volume=eenheden,
        intensiteit=(eenheden / eigen["zorgmaanden"]).where(eigen["zorgmaanden"] > 0),
        prijs_euro=(eigen["gepubliceerd_cent"] / 100 / eenheden).where(eenheden > 0),
    )
