"""What begins and must end: ``mart.trajecten``, ``verwijzing``, ``looptijd`` and the estimates of ``doorlooptijd``."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tests.tegenproef.betekenis import Betekenis
from tests.tegenproef.cellen import CEL, age_band, over_areas, over_dimensions, over_periods, sum_cells
from tests.tegenproef.regels import first_of_month
from tests.tegenproef.zorg import PERSOON, add_kind, add_person

EINDELOOS = pd.Timestamp("9999-12-31")
KENMERKEN = ["zorgcategorie", "hulpvorm", "verwijzer_type", "aanbieder_agb_code"]
BESTEMMINGEN = ("zorgcategorie", "hulpvorm", "aanbiederklasse")
NAAR_TOEWIJZING, NAAR_START, HELE_WACHT = (
    "verzoek tot toewijzing",
    "toewijzing tot start",
    "verzoek tot start",
)


def make_counts(trajecten: pd.DataFrame, jeugdigen: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """Trajectories that began, ended, and ended early, each by the month of its own day."""
    begin = trajecten.assign(dag=trajecten["begindatum"], begonnen=1, beeindigd=0, met_reden=0, voortijdig=0)
    einde = trajecten.dropna(subset="einddatum")
    einde = einde.assign(
        dag=einde["einddatum"],
        begonnen=0,
        beeindigd=1,
        met_reden=einde["is_voortijdig"].notna().astype(int),
        voortijdig=(einde["is_voortijdig"] == True).astype(int),  # noqa: E712 - missing is not early
    )
    beide = add_kind(add_person(pd.concat([begin, einde]), jeugdigen), betekenis)
    beide["dag"] = first_of_month(pd.to_datetime(beide["dag"]))
    beide["leeftijd"] = age_band(beide["geboortedatum"], beide["dag"])
    beide["aantal"] = 1
    return sum_cells(beide, "dag", ["aantal", "begonnen", "beeindigd", "met_reden", "voortijdig"], betekenis)


def make_referrals(trajecten: pd.DataFrame, betekenis: Betekenis) -> pd.DataFrame:
    """Trajectories that began, per verwijzer and where to."""
    begin = add_kind(trajecten, betekenis).assign(dag=pd.to_datetime(trajecten["begindatum"]))
    ruim = over_periods(over_areas(begin, betekenis), "dag")
    delen = [ruim.assign(naar=naar, waarde=ruim[naar]) for naar in BESTEMMINGEN]
    sleutel = [*CEL[:4], "verwijzer", "naar", "waarde"]
    return pd.concat(delen).groupby(sleutel, as_index=False).size().rename(columns={"size": "aantal"})


def make_spans(
    trajecten: pd.DataFrame,
    keten: pd.DataFrame,
    verzoeken: pd.DataFrame,
    jeugdigen: pd.DataFrame,
    betekenis: Betekenis,
) -> pd.DataFrame:
    """Each trajectory and each wait, with the day on which it ends or, without one, is known to last."""
    stukken = pd.concat([_of_trajectories(trajecten), *_of_allocations(keten), *_of_requests(verzoeken)])
    stukken = add_kind(add_person(stukken, jeugdigen), betekenis)
    for dag in ("van", "tot", "uiterlijk"):
        stukken[dag] = pd.to_datetime(stukken[dag])
    return stukken.assign(leeftijd=age_band(stukken["geboortedatum"], first_of_month(stukken["van"])))


def _of_trajectories(trajecten: pd.DataFrame) -> pd.DataFrame:
    bron = trajecten["hulpvorm"] + "/" + trajecten["begindatum"].astype("str")
    return trajecten[[*PERSOON, *KENMERKEN]].assign(
        soort="traject",
        bron=bron,
        van=trajecten["begindatum"],
        tot=trajecten["einddatum"],
        uiterlijk=trajecten["bekend_tot"],
        is_voortijdig=trajecten["is_voortijdig"],
    )


def _of_allocations(keten: pd.DataFrame) -> Iterator[pd.DataFrame]:
    geldig = keten[keten["is_toegewezen"] & ~keten["is_verwijderd"]]
    gevraagd = geldig["verzoek_type"] == "JW315"
    start_te_zien = geldig["start_datum"].notna() | (geldig["codes"] == 0)
    vervalt = geldig[["stop_datum", "einddatum"]].min(axis=1).fillna(EINDELOOS)
    basis = geldig[[*PERSOON, *KENMERKEN]].assign(bron=geldig["toewijzing_nummer"].astype("str"))
    yield basis.assign(
        soort=NAAR_TOEWIJZING, van=geldig["verzoek_datum"], tot=geldig["toewijzingsdatum"], uiterlijk=vervalt
    )[gevraagd]
    yield basis.assign(
        soort=NAAR_START, van=geldig["toewijzingsdatum"], tot=geldig["start_datum"], uiterlijk=vervalt
    )[start_te_zien]
    yield basis.assign(
        soort=HELE_WACHT, van=geldig["verzoek_datum"], tot=geldig["start_datum"], uiterlijk=vervalt
    )[gevraagd & start_te_zien]


def _of_requests(verzoeken: pd.DataFrame) -> Iterator[pd.DataFrame]:
    wacht = verzoeken[(verzoeken["berichttype"] == "JW315") & verzoeken["toegewezen_op"].isna()]
    vervalt = wacht["antwoord_datum"].where(wacht["antwoord"] == "afgewezen").fillna(EINDELOOS)
    for soort in (NAAR_TOEWIJZING, HELE_WACHT):
        yield wacht[[*PERSOON, *KENMERKEN]].assign(
            soort=soort,
            bron=wacht["aanbieder_agb_code"] + "/" + wacht["referentie_aanbieder"],
            van=wacht["verzoek_datum"],
            tot=pd.NaT,
            uiterlijk=vervalt,
        )


def make_estimates(stukken: pd.DataFrame, stand: pd.Timestamp, betekenis: Betekenis) -> pd.DataFrame:
    """Per cell and soort the numbers, the mean of what ended, and Kaplan and Meier's mean and median of all."""
    is_traject = stukken["soort"] == "traject"
    klaar = stukken["tot"].notna()
    einde = stukken["tot"].where(klaar, stukken["uiterlijk"].clip(upper=stand))
    dagen = (einde - stukken["van"]).dt.days.clip(lower=0) + is_traject
    loopt = ~klaar & (stukken["van"] <= stand) & (is_traject | (stand < stukken["uiterlijk"]))
    stukken = stukken.assign(dagen=dagen, aantal=1, afgelopen=klaar.astype(int), open=loopt.astype(int))
    stukken["som"] = stukken["dagen"].where(klaar, 0)
    ruim = over_periods(over_areas(stukken, betekenis), "van")
    sleutel = [*CEL, "soort"]
    per_dag = pd.concat(
        deel.groupby([*sleutel, "dagen"], as_index=False)[["aantal", "afgelopen", "open", "som"]].sum()
        for deel in over_dimensions(ruim)
    )
    cellen = per_dag.groupby(sleutel)[["aantal", "afgelopen", "open", "som"]].sum()
    cellen["gemiddelde_dagen"] = (cellen["som"] / cellen["afgelopen"]).where(cellen["afgelopen"] > 0)
    per_dag = per_dag.sort_values([*sleutel, "dagen"])
    grenzen = np.flatnonzero(~per_dag.duplicated(sleutel))[1:]
    kolommen = [np.split(per_dag[kolom].to_numpy(), grenzen) for kolom in ("dagen", "aantal", "afgelopen")]
    cellen[["verwachte_dagen", "mediaan_dagen"]] = [kaplan_meier(*cel) for cel in zip(*kolommen, strict=True)]
    return cellen.reset_index()


def kaplan_meier(dagen: np.ndarray, aantal: np.ndarray, klaar: np.ndarray) -> tuple[float, float]:
    """The mean up to the longest duration seen, and the first day on which at most half is left (none: missing).

    Args:
        dagen: every duration seen, rising, with how many lasted it (aantal) and how many of those ended (klaar).
    """
    bezig = aantal[::-1].cumsum()[::-1]
    over = np.cumprod(1 - klaar / bezig)
    stappen = np.diff(dagen, prepend=0)
    verwacht = float((np.concatenate([[1.0], over[:-1]]) * stappen).sum())
    voorbij_de_helft = np.flatnonzero(over <= 0.5 + 1e-12)
    return verwacht, float(dagen[voorbij_de_helft[0]]) if len(voorbij_de_helft) else float("nan")
