"""The ledger: chains of lines for the same care, their bookings, and the flow of money. ``docs/geld.md`` tells how."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from tests.tegenproef.keten import ZORG

Regel = Any
"""A line as ``itertuples`` gives it."""
VOLGORDE = ["dagtekening", "identificatie", "regelnummer"]
MAAND = ["gemeente_code", "maand", "zorgcategorie"]
DRIEHOEK = ["gemeente_code", "zorgcategorie", "maand", "vertraging_maanden", "ontvangen_datum"]
LOTEN = ("afgewezen", "aangehouden", "gepubliceerd")
STAPPEN = {
    "gecrediteerd_cent": ("gecrediteerd", "dubbel gecrediteerd", "credit zonder debet"),
    "opnieuw_ingediend_cent": ("opnieuw ingediend",),
    "dubbel_ingediend_cent": ("dubbel ingediend",),
    "ingediend_cent": ("ingediend",),
}


def make_bookings(regels: pd.DataFrame) -> pd.DataFrame:
    """Every line with what it does in its chain, its place there, and the chain's first line."""
    regels = regels.sort_values([*ZORG, *VOLGORDE]).copy()
    beoordeeld = (regels["debet_credit"] == "C") | (regels["lot"] != "gepubliceerd")
    samen = beoordeeld.groupby([regels[k] for k in ZORG]).transform("any")
    regels = regels.assign(boeking="ingediend", volgnummer=1, keten_bestand=regels["bestand"])
    regels["keten_regelnummer"] = regels["regelnummer"]
    ketens = regels[samen]
    keten = ketens.groupby(ZORG, sort=False)
    ketens = ketens.assign(
        volgnummer=keten.cumcount() + 1,
        keten_bestand=keten["bestand"].transform("first"),
        keten_regelnummer=keten["regelnummer"].transform("first"),
    )
    ketens["boeking"] = [
        boeking
        for _, groep in groupby(ketens.itertuples(), key=lambda r: tuple(getattr(r, kolom) for kolom in ZORG))
        for boeking in _judge(list(groep))
    ]
    return pd.concat([regels[~samen], ketens])


def _judge(regels: list[Regel]) -> Iterator[str]:
    """What each line of a chain is, in order. A debit is closed when it is rejected or a credit that stands names it."""
    for plaats, regel in enumerate(regels):
        eerder = regels[:plaats]
        debetten = [r for r in eerder if r.debet_credit == "D"]
        if regel.debet_credit == "D":
            if not debetten:
                yield "ingediend"
            elif all(r.lot == "afgewezen" or _taken_back(r, regels) for r in debetten):
                yield "opnieuw ingediend"
            else:
                yield "dubbel ingediend"
        elif not any(r.referentie_nummer == regel.vorig_referentie_nummer for r in debetten):
            yield "credit zonder debet"
        elif any(_takes_back(r, regel.vorig_referentie_nummer) for r in eerder):
            yield "dubbel gecrediteerd"
        else:
            yield "gecrediteerd"


def _takes_back(regel: Regel, referentie: str) -> bool:
    return (
        regel.debet_credit == "C" and regel.lot != "afgewezen" and regel.vorig_referentie_nummer == referentie
    )


def _taken_back(debet: Regel, regels: list[Regel]) -> bool:
    return any(_takes_back(regel, debet.referentie_nummer) for regel in regels)


def make_ledger(geboekt: pd.DataFrame) -> pd.DataFrame:
    """The bookings of each line: as it came in, and once more when its money is rejected or held back."""
    cent = geboekt["saldo_cent"]
    binnen = geboekt.assign(gedeclareerd_cent=cent, goedgekeurd_cent=cent, gepubliceerd_cent=cent)
    af = geboekt[geboekt["lot"] != "gepubliceerd"]
    af = af.assign(
        boeking=af["lot"],
        gedeclareerd_cent=0,
        goedgekeurd_cent=-af["saldo_cent"].where(af["lot"] == "afgewezen", 0),
        gepubliceerd_cent=-af["saldo_cent"],
    )
    return pd.concat([binnen, af])


def make_flow(geboekt: pd.DataFrame) -> pd.DataFrame:
    """Every step of the money, per municipality, month and zorgcategorie."""
    geboekt = geboekt.assign(
        regels=1,
        gedeclareerd_cent=geboekt["saldo_cent"],
        **{stap: geboekt["saldo_cent"].where(geboekt["boeking"].isin(b), 0) for stap, b in STAPPEN.items()},
        **{f"{lot}_cent": geboekt["saldo_cent"].where(geboekt["lot"] == lot, 0) for lot in LOTEN},
    )
    geboekt["goedgekeurd_cent"] = geboekt["gedeclareerd_cent"] - geboekt["afgewezen_cent"]
    maten = ["regels", "gedeclareerd_cent", "goedgekeurd_cent", *STAPPEN, *(f"{lot}_cent" for lot in LOTEN)]
    return geboekt.fillna({"zorgcategorie": "niet gekoppeld"}).groupby(MAAND, as_index=False)[maten].sum()


def make_triangle(regels: pd.DataFrame) -> pd.DataFrame:
    """Lines and money by month of care and day of reception; vertraging in whole calendar months."""
    dag = regels["bekend_vanaf"].dt.tz_convert("UTC").dt.tz_localize(None).dt.normalize()
    vertraging = dag.dt.year * 12 + dag.dt.month - regels["maand"].dt.year * 12 - regels["maand"].dt.month
    regels = regels.fillna({"zorgcategorie": "niet gekoppeld"}).assign(
        ontvangen_datum=dag,
        vertraging_maanden=vertraging,
        regels=1,
        gedeclareerd_cent=regels["saldo_cent"],
        goedgekeurd_cent=regels["saldo_cent"].where(regels["lot"] != "afgewezen", 0),
    )
    return regels.groupby(DRIEHOEK, as_index=False)[["regels", "gedeclareerd_cent", "goedgekeurd_cent"]].sum()
