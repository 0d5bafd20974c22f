"""The note beside a generated world: that nobody in it exists, and what is in which folder."""

from pathlib import Path

from integrations.wereld.waarheid_schema import TABELLEN

TEKST = """# Synthetische proefwereld

Alles in deze map is **synthetisch**: geen jeugdige, aanbieder, toewijzing of declaratie heeft ooit bestaan. BSN's komen
uit de officiële testreeks; een grote wereld gaat verder met nummers vanaf 990000000. Deel ze niet buiten deze proef.
Namen beginnen met "Fictief", AGB-codes met 00 (een zorgsoort die niet bestaat). De namen en codes van gemeenten en
regio's zijn echt; hun aantallen, tarieven, productcodes en een eventuele herindeling zijn verzonnen.

Gemaakt met seed {seed}; zorg van {van} tot en met {tot}. De aantallen staan in `waarheid/samenvatting.json`.

| map of bestand | wat |
|---|---|
| `berichten/<gemeente_code>/` | iJw-berichten; de bestandsnaam noemt type, partijen en maand of dag. Na `__` staat wat er met het bestand mis is |
| `ontvangsttijden.csv` | wanneer elk bericht aankwam, voor `jeugdkoppel receive --ontvangsttijden` |
| `productboeken/` | productboeken per gemeente, regio en landelijk; `inhoud.csv` zegt welk boek vanaf wanneer voor wie geldt |
| `aanbieders.csv` | soort en grootteklasse van elke (verzonnen) aanbieder, voor `jeugdkoppel mapping import --aanbieders` |
| `cbs/` | wat CBS over deze wereld gepubliceerd zou hebben; `eerder/` de publicaties daarvoor |
| `waarheid/` | wat er werkelijk gebeurde, elke ingebouwde storing, en in `samenvatting.json` de totalen in centen |

## De waarheid

Elke tabel is een map met Parquetbestanden, één per gemeente of `alle.parquet`. `datapackage.json` beschrijft elke kolom.

| tabel | een rij is |
|---|---|
{tabellen}
"""


def write_leesmij(path: Path, seed: int, van: str, tot: str) -> None:
    """Write the note for the world of ``seed`` with care from month ``van`` to ``tot``."""
    tabellen = "\n".join(f"| `{naam}` | {tabel.rij} |" for naam, tabel in TABELLEN.items())
    path.write_text(TEKST.format(seed=seed, van=van, tot=tot, tabellen=tabellen), encoding="utf-8")
