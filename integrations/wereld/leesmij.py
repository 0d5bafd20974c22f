"""The note beside a generated world: that nobody in it exists, and what is in which folder."""

from pathlib import Path

TEKST = """# Synthetische proefwereld

Alles in deze map is **synthetisch**: geen jeugdige, aanbieder, toewijzing of declaratie heeft ooit bestaan. BSN's komen
uit de officiële testreeks, namen beginnen met "Fictief", AGB-codes met 00 (een zorgsoort die niet bestaat). De namen
en codes van gemeenten en regio's zijn echt; hun aantallen, tarieven en productcodes zijn verzonnen.

Gemaakt met seed {seed}; zorg van {van} tot en met {tot}. De aantallen staan in `waarheid/samenvatting.json`.

| map | wat |
|---|---|
| `berichten/` | iJw-berichten; de bestandsnaam noemt type, partijen en maand of dag. Na `__` staat wat er met het bestand mis is |
| `productboeken/` | productboeken per gemeente, regio en landelijk; `inhoud.csv` zegt welk boek vanaf wanneer voor wie geldt |
| `cbs/` | tabel 85099NED zoals CBS die over deze wereld gepubliceerd zou hebben |
| `waarheid/` | wat er werkelijk gebeurde, elke ingebouwde storing, en in `samenvatting.json` de totalen |

## De waarheid

| bestand | een rij is |
|---|---|
| `personen.csv` | een jeugdige, onder een nummer van deze wereld |
| `trajecten.csv` | zorg zoals die werkelijk was, ook die van het wijkteam (zonder berichten) |
| `prestaties.csv` | een declaratieregel uit een geldig bericht: bedrag met teken, lot (toegekend of afgewezen), aanleiding, storing; `zorgcategorie` is de werkelijke, `zorgcategorie_boek` die van de gedeclareerde code volgens de productboeken |
| `productcodes.csv` | een code uit een productboek en wat hij werkelijk betekent |
| `berichten.csv` | een bestand en het oordeel dat het hoort te krijgen |
| `storingen.csv` | een storing: soort, bestand, regelnummer, de regel die hem hoort te vinden |
| `cbs_telling.csv` | jeugdigen per gemeente, periode en hulpvorm: werkelijk en zoals gepubliceerd (leeg: geheim) |
| `aanbieders.csv` | een aanbieder |
| `samenvatting.json` | de totalen per gemeente, in centen |
"""


def write_leesmij(path: Path, seed: int, van: str, tot: str) -> None:
    """Write the note for the world of ``seed`` with care from month ``van`` to ``tot``."""
    path.write_text(TEKST.format(seed=seed, van=van, tot=tot), encoding="utf-8")
