"""Trajectories as Beleidsinformatie Jeugd counts them: periods of care, records of a provider, trajectories.

Written youth by youth in plain loops, as the protocol tells it; ``mart.traject`` does the same in windows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pandas as pd

from tests.tegenproef.betekenis import MAPPINGS, Betekenis, read_crosswalk
from tests.tegenproef.keten import SLEUTEL

STILTE = timedelta(183)
DAG = timedelta(1)
EINDELOOS = date(9999, 12, 31)
VERBLIJF = ("11", "12", "13", "14")
TIJDELIJK = "20"
GEEN = ""
VOORTIJDIG = ("02", "03", "04", "05")
Rij = Any
"""A row of ``itertuples``."""
Deel = dict[str, Any]
"""What was declared of one hulpvorm: hulpvorm, zorgcategorie, and the days van and tot where they are known."""
BERICHT, REGELS, TOEWIJZING, UIT_VERBLIJF = (
    "bericht",
    "afgeleid uit regels",
    "afgeleid uit toewijzing",
    "afgeleid uit verblijf",
)


@dataclass(frozen=True)
class Zorg:
    """Care of one hulpvorm over a stretch of days, with where its ends come from. ``is_open``: no real end is known."""

    client_pseudoniem: str
    gemeente_code: str
    hulpvorm: str
    aanbieder_agb_code: str
    zorgcategorie: str
    verwijzer_type: str | None
    van: date
    van_bron: str
    tot: date
    tot_bron: str | None
    is_open: bool
    gaat_door: bool
    reden: str | None

    @property
    def reikt_tot(self) -> date:
        """Up to when what begins is still the same care."""
        loopt_door = (self.is_open or self.gaat_door) and self.tot < EINDELOOS - STILTE
        return self.tot + STILTE if loopt_door else self.tot


def make_trajectories(
    keten: pd.DataFrame, perioden: pd.DataFrame, levering: pd.DataFrame, betekenis: Betekenis
) -> pd.DataFrame:
    """One row a youth, municipality, hulpvorm and first day."""
    zorg = list(_periods(keten, perioden, levering, betekenis))
    reeksen = [
        deel
        for _, groep in _grouped(zorg, lambda z: (z.client_pseudoniem, z.gemeente_code, z.aanbieder_agb_code))
        for deel in _outside_stays(list(_merged_by_form(groep)))
    ]
    return pd.DataFrame(_trajectories(reeksen))


def _grouped(zorg: Iterable[Zorg], sleutel: Callable[[Zorg], Any]) -> Iterator[tuple[object, list[Zorg]]]:
    for naam, groep in groupby(sorted(zorg, key=sleutel), key=sleutel):
        yield naam, list(groep)


def _periods(
    keten: pd.DataFrame, perioden: pd.DataFrame, levering: pd.DataFrame, betekenis: Betekenis
) -> Iterator[Zorg]:
    """The periods of each allocation number that is not removed: as reported, else as declared."""
    declared = _declared(levering[levering["is_geleverd"] & (levering["lot"] == "gepubliceerd")])
    gemeld = defaultdict(list)
    for melding in betekenis.add_to(perioden, "begindatum").itertuples():
        gemeld[_key(melding)].append(melding)
    for rij in keten[~keten["is_verwijderd"]].itertuples():
        regels = declared[_key(rij)]
        toegewezen = _named(rij, regels)
        if not gemeld[_key(rij)] and regels:
            for deel in toegewezen or regels:
                yield _zorg(rij, deel, deel["van"], REGELS, deel["tot"], REGELS)
        for melding in gemeld[_key(rij)]:
            yield from _reported(rij, melding, _named(melding, regels) or toegewezen or regels)


def _named(bericht: Rij, regels: list[Deel]) -> list[Deel]:
    """The product that a message names, over all declared days; nothing when it names none."""
    if not isinstance(bericht.product_code, str):
        return []
    deel = {"hulpvorm": bericht.hulpvorm, "zorgcategorie": bericht.zorgcategorie}
    if regels:
        deel |= {"van": min(r["van"] for r in regels), "tot": max(r["tot"] for r in regels)}
    return [deel]


def _reported(rij: Rij, melding: Rij, delen: list[Deel]) -> Iterator[Zorg]:
    """The first part began with the start, the last ended with the stop; the other days are those of the lines."""
    for plaats, deel in enumerate(delen):
        van, van_bron = (deel["van"], REGELS) if plaats else (_day(melding.begindatum), BERICHT)
        if pd.notna(melding.einddatum):
            if len(delen) == 1 or deel["tot"] == max(ander["tot"] for ander in delen):
                einde = _day(melding.einddatum)
                yield _zorg(rij, deel, van, van_bron, einde, BERICHT, melding.reden_beeindiging)
            else:
                yield replace(_zorg(rij, deel, van, van_bron, deel["tot"], REGELS), is_open=False)
        elif "tot" in deel:
            yield _zorg(rij, deel, van, van_bron, max(van, deel["tot"]), REGELS)
        elif pd.notna(rij.einddatum):
            yield _zorg(rij, deel, van, van_bron, max(van, _day(rij.einddatum)), TOEWIJZING)
        else:
            yield _zorg(rij, deel, van, van_bron, EINDELOOS, None)


def _key(rij: Rij) -> tuple[str, int, str]:
    return rij.gemeente_code, rij.toewijzing_nummer, rij.client_pseudoniem


def _declared(regels: pd.DataFrame) -> dict[tuple[str, int, str], list[Deel]]:
    """Per allocation the first and last day of each declared hulpvorm, by first day; to have none is one of them."""
    regels = regels.sort_values("begindatum").fillna({"hulpvorm": GEEN})
    dagen = regels.groupby([*SLEUTEL, "hulpvorm"], as_index=False).agg(
        zorgcategorie=("zorgcategorie", "first"), van=("begindatum", "min"), tot=("einddatum", "max")
    )
    delen = defaultdict(list)
    for rij in dagen.sort_values("van").itertuples():
        deel = {
            "hulpvorm": rij.hulpvorm,
            "zorgcategorie": rij.zorgcategorie,
            "van": _day(rij.van),
            "tot": _day(rij.tot),
        }
        delen[_key(rij)].append(deel)
    return delen


def _zorg(
    rij: Rij, deel: Deel, van: date, van_bron: str, tot: date, tot_bron: str | None, reden: str | None = None
) -> Zorg:
    doel = _bij(reden)
    return Zorg(
        rij.client_pseudoniem,
        rij.gemeente_code,
        deel["hulpvorm"],
        rij.aanbieder_agb_code,
        deel["zorgcategorie"],
        rij.verwijzer_type if isinstance(rij.verwijzer_type, str) else None,
        van,
        van_bron,
        tot,
        tot_bron,
        is_open=tot_bron != BERICHT or reden == TIJDELIJK,
        gaat_door=reden is not None and doel is None,
        reden=reden,
    )


_BIJ = read_crosswalk("reden_beeindiging__bij").set_index("reden_beeindiging")["bij"].dropna().to_dict()


def _bij(reden: str | None) -> str | None:
    return _BIJ.get(reden)


def _merged_by_form(zorg: list[Zorg]) -> Iterator[Zorg]:
    for _, groep in _grouped(
        [z for z in zorg if isinstance(z.hulpvorm, str) and z.hulpvorm != GEEN], lambda z: z.hulpvorm
    ):
        yield from (merged for merged, _ in _merged(groep))


def _merged(zorg: list[Zorg]) -> Iterator[tuple[Zorg, bool]]:
    """Stretches that overlap, or follow an open end within the silence, as one; and whether another follows."""
    stapels: list[list[Zorg]] = []
    for deel in sorted(zorg, key=lambda z: (z.van, z.zorgcategorie, z.aanbieder_agb_code)):
        if stapels and deel.van <= max(z.reikt_tot for z in stapels[-1]):
            stapels[-1].append(deel)
        else:
            stapels.append([deel])
    for plaats, stapel in enumerate(stapels, 1):
        laatste = max(stapel, key=lambda z: (z.tot, z.is_open))
        samen = replace(
            stapel[0],
            tot=laatste.tot,
            tot_bron=laatste.tot_bron,
            is_open=laatste.is_open,
            gaat_door=laatste.gaat_door,
            reden=laatste.reden,
        )
        yield samen, plaats < len(stapels)


def _outside_stays(reeksen: list[Zorg]) -> Iterator[Zorg]:
    """Stays as they are, and of other care what lies outside the stays of this provider."""
    verblijven = sorted((z for z in reeksen if z.hulpvorm in VERBLIJF), key=lambda z: z.van)
    yield from verblijven
    for zorg in reeksen:
        if zorg.hulpvorm in VERBLIJF:
            continue
        rest: Zorg | None = zorg
        for verblijf in verblijven:
            if rest is None or verblijf.reikt_tot < rest.van or verblijf.van > rest.tot:
                continue
            if verblijf.van > rest.van:
                yield replace(
                    rest,
                    tot=verblijf.van - DAG,
                    tot_bron=UIT_VERBLIJF,
                    is_open=False,
                    gaat_door=False,
                    reden=None,
                )
            na = (
                replace(rest, van=verblijf.reikt_tot + DAG, van_bron=UIT_VERBLIJF)
                if verblijf.reikt_tot < rest.tot
                else None
            )
            rest = na
        if rest is not None:
            yield rest


def _trajectories(reeksen: list[Zorg]) -> Iterator[dict[str, object]]:
    crisis = pd.read_csv(MAPPINGS / "zorgcategorie" / "zorgcategorie.csv").set_index("zorgcategorie")[
        "is_crisis"
    ]
    for _, groep in _grouped(reeksen, lambda z: (z.client_pseudoniem, z.gemeente_code, z.hulpvorm)):
        for zorg, er_volgt_een in _merged(groep):
            is_over = not zorg.is_open or er_volgt_een
            reden = zorg.reden if is_over else None
            bij = _bij(reden)
            yield {
                "gemeente_code": zorg.gemeente_code,
                "client_pseudoniem": zorg.client_pseudoniem,
                "hulpvorm": zorg.hulpvorm,
                "begindatum": zorg.van,
                "aanbieder_agb_code": zorg.aanbieder_agb_code,
                "zorgcategorie": zorg.zorgcategorie,
                "verwijzer_type": zorg.verwijzer_type,
                "is_crisis": crisis[zorg.zorgcategorie] == "ja",
                "einddatum": zorg.tot if is_over else None,
                "begin_bron": zorg.van_bron,
                "eind_bron": zorg.tot_bron if is_over else None,
                "reden_beeindiging": reden,
                "reden_bij": bij,
                "is_voortijdig": bij in VOORTIJDIG if bij else None,
                "bekend_tot": zorg.tot,
                "bekend_bron": zorg.tot_bron,
            }


def _day(moment: pd.Timestamp) -> date:
    return moment.date()
