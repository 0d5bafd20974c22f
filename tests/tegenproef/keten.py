"""The chain: requests, allocations, starts and stops, deliveries; what ``mart.verzoek`` and ``mart.keten`` hold.

Returns of this world all approve (0200), so every message counts as sent; ``make_chain`` need not look at them.
"""

import pandas as pd

from tests.tegenproef.betekenis import Betekenis
from tests.tegenproef.regels import first_of_month

Frames = dict[str, pd.DataFrame]
TOEWIJZING = ["gemeente_code", "toewijzing_nummer"]
SLEUTEL = [*TOEWIJZING, "client_pseudoniem"]
VERZOEK = ["gemeente_code", "aanbieder_agb_code", "referentie_aanbieder"]
PRODUCT = ["product_categorie", "product_code"]
PERIODE = [*SLEUTEL, "aanbieder_agb_code", *PRODUCT, "begindatum"]
ZORG = [*PERIODE, "einddatum"]
VERWIJDERD = "13"


def make_requests(berichten: Frames, betekenis: Betekenis) -> pd.DataFrame:
    """One row a request, with its answer and the first decision that carries its reference."""
    verzoeken = berichten["verzoeken"].sort_values(["dagtekening", "identificatie", "regelnummer"])
    verzoeken = verzoeken.drop_duplicates([*VERZOEK, "client_pseudoniem"])
    antwoorden = (
        berichten["antwoorden"].sort_values(["verzoek_antwoord", "dagtekening"]).drop_duplicates(VERZOEK)
    )
    antwoorden = antwoorden.assign(
        antwoord=antwoorden["verzoek_antwoord"].map({"1": "afgewezen", "2": "in onderzoek"})
    )
    antwoorden = antwoorden.rename(columns={"dagtekening": "antwoord_datum"})
    besluiten = berichten["toewijzingen"].groupby([*VERZOEK, "client_pseudoniem"])["toewijzingsdatum"].min()
    verzoeken = verzoeken.rename(columns={"dagtekening": "verzoek_datum"})
    verzoeken = verzoeken.merge(antwoorden[[*VERZOEK, "antwoord", "antwoord_datum"]], on=VERZOEK, how="left")
    verzoeken = verzoeken.merge(
        besluiten.rename("toegewezen_op"),
        left_on=[*VERZOEK, "client_pseudoniem"],
        right_index=True,
        how="left",
    )
    verzoeken = betekenis.add_to(verzoeken, "gewenste_ingangsdatum")
    verzoeken.loc[verzoeken["toegewezen_op"].notna(), ["zorgcategorie", "hulpvorm"]] = None
    return verzoeken


def make_allocations(berichten: Frames, betekenis: Betekenis) -> pd.DataFrame:
    """Every allocation as last decided; toewijzingsdatum and referentie_aanbieder of the first decision."""
    versies = berichten["toewijzingen"].sort_values(["toewijzingsdatum", "toewijzingstijd", "dagtekening"])
    geldig = versies.drop_duplicates(TOEWIJZING, keep="last").set_index(TOEWIJZING)
    eerste = versies.drop_duplicates(TOEWIJZING).set_index(TOEWIJZING)
    geldig["versie_datum"] = geldig["toewijzingsdatum"]
    geldig["toewijzingsdatum"] = eerste["toewijzingsdatum"]
    geldig["referentie_aanbieder"] = eerste["referentie_aanbieder"]
    geldig["is_verwijderd"] = geldig["reden_wijziging"] == VERWIJDERD
    geldig = betekenis.add_to(geldig.reset_index(), "ingangsdatum")
    geldig.loc[geldig["product_code"].isna(), ["zorgcategorie", "hulpvorm"]] = None
    return geldig


def make_periods(berichten: Frames) -> pd.DataFrame:
    """Reported periods of care: a start with the stop that ends last, or a stop without a start."""
    starts = _standing(berichten["starts"])[PERIODE].drop_duplicates()
    stops = (
        _standing(berichten["stops"])
        .sort_values(["einddatum", "dagtekening"])
        .drop_duplicates(PERIODE, keep="last")
    )
    perioden = starts.assign(heeft_start=True).merge(
        stops[[*PERIODE, "einddatum", "reden_beeindiging"]], on=PERIODE, how="outer"
    )
    return perioden.assign(heeft_start=perioden["heeft_start"].notna())


def _standing(meldingen: pd.DataFrame) -> pd.DataFrame:
    """Those not taken back. A removal takes back what was sent on an earlier day, else what was sent that day."""
    is_intrekking = meldingen["status_aanlevering"] == "3"
    dagen = meldingen[is_intrekking].groupby(PERIODE, dropna=False)["dagtekening"].max().rename("ingetrokken")
    meldingen = meldingen[~is_intrekking].merge(dagen.reset_index(), on=PERIODE, how="left")
    eerste = meldingen.groupby(PERIODE, dropna=False)["dagtekening"].transform("min")
    vervangt = (meldingen["dagtekening"] == meldingen["ingetrokken"]) & (eerste < meldingen["ingetrokken"])
    blijft = (
        meldingen["ingetrokken"].isna() | (meldingen["dagtekening"] > meldingen["ingetrokken"]) | vervangt
    )
    return meldingen[blijft]


def mark_taken_back(regels: pd.DataFrame) -> pd.Series:
    """Whether a credit that is not rejected takes the debit of this line back."""
    credits = regels[(regels["debet_credit"] == "C") & (regels["lot"] != "afgewezen")]
    genoemd = pd.MultiIndex.from_frame(credits[[*ZORG, "vorig_referentie_nummer"]].astype("str"))
    zelf = pd.MultiIndex.from_frame(regels[[*ZORG, "referentie_nummer"]].astype("str"))
    return (regels["debet_credit"] == "D") & zelf.isin(genoemd)


def make_deliveries(regels: pd.DataFrame) -> pd.DataFrame:
    """Lines that are not rejected, with whether they are delivered: debits that nothing takes back."""
    levering = regels.assign(is_geleverd=(regels["debet_credit"] == "D") & ~mark_taken_back(regels))
    return levering[levering["lot"] != "afgewezen"]


def make_chain(
    verzoeken: pd.DataFrame, toegewezen: pd.DataFrame, perioden: pd.DataFrame, levering: pd.DataFrame
) -> pd.DataFrame:
    """One row an allocation number and youth, with its gaps."""
    geleverd = levering[levering["is_geleverd"]]
    starts = perioden[perioden["heeft_start"]]
    stops = perioden.dropna(subset="einddatum").sort_values("einddatum").drop_duplicates(SLEUTEL, keep="last")
    stops = stops.set_index(SLEUTEL)
    keten = pd.DataFrame(
        index=pd.MultiIndex.from_frame(
            pd.concat([toegewezen[SLEUTEL], perioden[SLEUTEL], levering[SLEUTEL]]).drop_duplicates()
        )
    )
    keten = keten.join(toegewezen.set_index(SLEUTEL))
    anders = pd.concat([perioden, levering]).drop_duplicates(SLEUTEL).set_index(SLEUTEL)["aanbieder_agb_code"]
    keten["aanbieder_agb_code"] = keten["aanbieder_agb_code"].fillna(anders)
    keten["is_toegewezen"] = keten["ingangsdatum"].notna()
    keten["is_verwijderd"] = keten["is_verwijderd"].fillna(False).astype(bool)
    keten["start_datum"] = starts.groupby(SLEUTEL)["begindatum"].min()
    laatste_start = starts.groupby(SLEUTEL)["begindatum"].max().reindex(keten.index)
    keten[["stop_datum", "reden_beeindiging"]] = stops[["einddatum", "reden_beeindiging"]]
    weer = laatste_start > keten["stop_datum"]
    keten["stop_datum"] = keten["stop_datum"].mask(weer)
    keten["reden_beeindiging"] = keten["reden_beeindiging"].mask(weer)
    per = levering.groupby(SLEUTEL)
    keten["regels"] = per.size()
    keten["saldo_cent"] = per["saldo_cent"].sum()
    keten["codes"] = geleverd.groupby(SLEUTEL)["product_code"].nunique()
    keten = keten.fillna({"regels": 0, "saldo_cent": 0, "codes": 0})
    keten["eerste_maand"] = geleverd.groupby(SLEUTEL)["maand"].min()
    keten["laatste_maand"] = geleverd.groupby(SLEUTEL)["maand"].max()
    eerste_regel = per["begindatum"].min()
    ingang = (
        keten["ingangsdatum"].fillna(keten["start_datum"]).fillna(keten["stop_datum"]).fillna(eerste_regel)
    )
    keten["maand"] = first_of_month(ingang)
    keten = keten.reset_index().merge(
        verzoeken[[*VERZOEK, "client_pseudoniem", "verzoek_datum", "berichttype", "verwijzer_type"]].rename(
            columns={"berichttype": "verzoek_type"}
        ),
        on=[*VERZOEK, "client_pseudoniem"],
        how="left",
        suffixes=("_bericht", ""),
    )
    laatste_dag = geleverd.groupby(SLEUTEL)["begindatum"].max()
    return _with_gaps(keten, keten[SLEUTEL].merge(laatste_dag.reset_index(), how="left")["begindatum"])


def _with_gaps(keten: pd.DataFrame, laatste_begin: pd.Series) -> pd.DataFrame:
    regels = keten["codes"] > 0
    gestart = keten["start_datum"].notna()
    gestopt = keten["stop_datum"].notna()
    toegewezen = keten["is_toegewezen"] & ~keten["is_verwijderd"]
    gaten = {
        "start zonder toewijzing": gestart & ~toegewezen,
        "regels zonder toewijzing": regels & ~toegewezen,
        "regels zonder start": toegewezen & regels & ~gestart,
        "stop zonder start": gestopt & ~gestart,
        "regels na stop": regels & gestopt & (laatste_begin > keten["stop_datum"]),
        "aspecifieke toewijzing met meer codes": toegewezen
        & keten["product_code"].isna()
        & (keten["codes"] > 1),
        "toewijzing nooit gebruikt": toegewezen & ~gestart & ~regels & ~gestopt,
    }
    toestanden = {
        "niet toegewezen": ~keten["is_toegewezen"],
        "verwijderd": keten["is_verwijderd"],
        "gestopt": gestopt,
        "in levering": gestart & regels,
        "gestart": gestart,
        "zonder start": regels,
        "toegewezen": keten["is_toegewezen"],
    }
    keten["gaten"] = [
        [naam for naam, geldt in zip(gaten, rij, strict=True) if geldt]
        for rij in zip(*gaten.values(), strict=True)
    ]
    keten["toestand"] = [
        next(naam for naam, geldt in zip(toestanden, rij, strict=True) if geldt)
        for rij in zip(*toestanden.values(), strict=True)
    ]
    return keten
