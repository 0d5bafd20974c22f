"""The distributions of a world beside the published figures: measured, as a table, and as one picture.

Published figures and their sources: ``gegevens/gepubliceerd.csv``. Measured from the truth over the first half-year
(stay: over the first year) of BIJ records, so of youths with jeugdhulp. A youth with and without a stay counts in both,
as with CBS; all shares are of the sum of the groups.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from integrations.errors import ConfigurationError
from integrations.wereld.aannames import read_rows
from integrations.wereld.cbs_bij import VERBLIJF, by_person, periods, read_zorg, records_of
from integrations.wereld.waarheidlezer import read_rijen

LEEFTIJD, HUISHOUDEN, STAY, VERWIJZER = "Leeftijd", "Huishouden", "Verblijf (jaar)", "Verwijzer"
BANDEN = ((3, "0–3 jaar"), (11, "4–11 jaar"), (17, "12–17 jaar"), (22, "18–22 jaar"))
MEDISCH = ("02", "03", "05")
"""General practitioner, youth doctor, medical specialist."""
KLEUREN = {"gepubliceerd": "#9aa5b1", "wereld": "#1f6f8b"}


@dataclass(frozen=True, slots=True)
class Aandeel:
    """One group of one distribution: shares from 0 to 1."""

    verdeling: str
    groep: str
    gepubliceerd: float
    wereld: float

    @property
    def verschil(self) -> float:
        return self.wereld - self.gepubliceerd


def compare_distributions(waarheid: Path, van: date, tot: date) -> list[Aandeel]:
    """Every published share with that of the world, which runs from ``van`` to ``tot``.

    Raises:
        ConfigurationError: the world does not cover a whole year, or has nobody in it.
    """
    perioden = periods(van, tot)
    jaar = next((naam for naam in perioden if naam.endswith("JJ00")), None)
    if jaar is None:
        raise ConfigurationError(
            "Deze wereld beslaat geen heel jaar.", "maak een wereld die een heel jaar beslaat."
        )
    halfjaar = next(naam for naam in perioden if "HJ" in naam)
    gemeten = measure(waarheid, perioden[halfjaar], perioden[jaar])
    rijen = read_rows("gepubliceerd")
    totalen: Counter[str] = Counter()
    for rij in rijen:
        totalen[rij["verdeling"]] += int(rij["aantal"])
    return [
        Aandeel(
            verdeling=rij["verdeling"],
            groep=rij["groep"],
            gepubliceerd=int(rij["aantal"]) / totalen[rij["verdeling"]],
            wereld=gemeten[rij["verdeling"]][rij["groep"]] / max(1, gemeten[rij["verdeling"]].total()),
        )
        for rij in rijen
    ]


def measure(waarheid: Path, halfjaar: tuple[date, date], jaar: tuple[date, date]) -> dict[str, Counter[str]]:
    """Distribution → group → youths (referrers: records)."""
    kolommen = ("persoon_id", "geboortejaar", "huishouden")
    personen = {persoon: rest for persoon, *rest in read_rijen(waarheid, "personen", kolommen)}
    gemeten: dict[str, Counter[str]] = defaultdict(Counter)
    for zorg in by_person(read_zorg(waarheid)):
        records = records_of(zorg)
        nu = [record for record in records if record.overlaps(halfjaar)]
        if nu:
            geboortejaar, huishouden = personen[zorg[0].persoon_id]
            gemeten[LEEFTIJD][age_band(halfjaar[0].year - geboortejaar - 1)] += 1
            gemeten[HUISHOUDEN][huishouden] += 1
        for record in nu:
            gemeten[VERWIJZER]["medische route" if record.verwijzer_type in MEDISCH else "anders"] += 1
        vormen = {record.hulpvorm for record in records if record.overlaps(jaar)}
        gemeten[STAY]["met verblijf"] += bool(vormen & set(VERBLIJF))
        gemeten[STAY]["zonder verblijf"] += bool(vormen - set(VERBLIJF))
    return gemeten


def age_band(leeftijd: int) -> str:
    """The group of an age on 1 January; born in the year itself is youngest."""
    return next((naam for hoogste, naam in BANDEN if leeftijd <= hoogste), "23 jaar en ouder")


def draw_distributions(path: Path, aandelen: list[Aandeel]) -> None:
    """One picture (SVG) of all distributions; the same shares give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    verdelingen = list(dict.fromkeys(aandeel.verdeling for aandeel in aandelen))
    groepen = [sum(aandeel.verdeling == naam for aandeel in aandelen) for naam in verdelingen]
    with matplotlib.rc_context(
        {"svg.hashsalt": "wereld", "svg.fonttype": "none", "font.family": "sans-serif"}
    ):
        figuur = Figure(figsize=(9, 6.5), layout="constrained")
        vlakken = figuur.subplots(len(verdelingen), 1, height_ratios=groepen)
        for naam, vlak in zip(verdelingen, vlakken, strict=True):
            _draw_one(vlak, naam, [aandeel for aandeel in aandelen if aandeel.verdeling == naam])
        handvatten = vlakken[0].get_legend_handles_labels()
        figuur.legend(*handvatten, loc="outside lower center", ncols=2, frameon=False)
        figuur.suptitle(
            "De synthetische wereld naast gepubliceerde cijfers (aandelen in procenten)", fontsize=11
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        figuur.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _draw_one(vlak: Any, naam: str, aandelen: list[Aandeel]) -> None:
    """Two bars a group, each with its share."""
    for verschuiving, soort in ((-0.2, "gepubliceerd"), (0.2, "wereld")):
        plaatsen = [i + verschuiving for i in range(len(aandelen))]
        waarden = [100 * getattr(aandeel, soort) for aandeel in aandelen]
        balken = vlak.barh(plaatsen, waarden, height=0.38, color=KLEUREN[soort], label=soort, clip_on=False)
        vlak.bar_label(balken, fmt=_percent, padding=3, fontsize=8)
    vlak.set_yticks(range(len(aandelen)), [aandeel.groep for aandeel in aandelen], fontsize=9)
    vlak.set_title(naam, loc="left", fontsize=10, fontweight="bold")
    vlak.set_xlim(0, 105)
    vlak.invert_yaxis()
    vlak.xaxis.set_visible(False)
    for rand in ("top", "right", "bottom"):
        vlak.spines[rand].set_visible(False)


def _percent(waarde: float) -> str:
    return f"{waarde:.1f}".replace(".", ",")
