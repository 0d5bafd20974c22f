"""The tables of the truth: columns, types and meaning. One source for the Parquet files and for ``datapackage.json``."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from integrations.wereld.aannames import read_rows

TYPEN: dict[str, tuple[Any, str]] = {
    "tekst": (pa.string(), "string"),
    "geheel": (pa.int64(), "integer"),
    "datum": (pa.date32(), "date"),
    "moment": (pa.timestamp("ms", tz="UTC"), "datetime"),
    "janee": (pa.bool_(), "boolean"),
}
"""Our word for a type, with that of Arrow and that of Frictionless."""

Kolommen = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table of the truth: what a row is, and (name, type, meaning) of each column."""

    rij: str
    kolommen: Kolommen

    @property
    def namen(self) -> tuple[str, ...]:
        return tuple(naam for naam, _, _ in self.kolommen)


_GEMEENTE = ("gemeente_code", "tekst", "vier cijfers")
_AANBIEDER = ("aanbieder_agb_code", "tekst", "de aanbieder die de berichten wisselt; leeg: geen berichten")
_PERSOON = ("persoon_id", "tekst", "nummer van de jeugdige in deze wereld; zegt niets over het BSN")
_TRAJECT = ("traject_id", "tekst", "nummer van de zorg in deze wereld")
_BESTAND = ("bestand", "tekst", "naam van het bestand zonder map; uniek in de wereld")

TABELLEN: dict[str, Tabel] = {
    "gemeenten": Tabel(
        "een gemeente van deze wereld",
        (
            _GEMEENTE,
            ("gemeente_naam", "tekst", "naam volgens de gemeentelijst"),
            ("regio_code", "tekst", "jeugdregio"),
            ("jeugdigen", "geheel", "jeugdigen met zorg die hier begonnen"),
            ("opgegaan_in", "tekst", "gemeente waarin deze in de wereld opgaat; leeg: geen"),
            ("opgegaan_op", "datum", "eerste dag van die (verzonnen) herindeling"),
        ),
    ),
    "personen": Tabel(
        "een jeugdige met zorg",
        (
            _PERSOON,
            ("gemeente_code", "tekst", "waar de jeugdige woont als de wereld begint"),
            ("geboortejaar", "geheel", "van de geboortedatum alleen het jaar"),
            ("geslacht", "tekst", "COD046: 1 man, 2 vrouw"),
            ("huishouden", "tekst", "eenouder, tweeouder of overig"),
            ("verhuisd_naar", "tekst", "gemeente na verhuizing of herindeling; leeg: blijft"),
            ("verhuisd_op", "datum", "eerste dag in die gemeente"),
        ),
    ),
    "trajecten": Tabel(
        "zorg zoals die werkelijk was, bij één gemeente",
        (
            _TRAJECT,
            _PERSOON,
            _GEMEENTE,
            _AANBIEDER,
            ("zorgcategorie", "tekst", "wat de zorg werkelijk is"),
            ("hulpvorm", "tekst", "hulpvorm van BIJ die erbij hoort; leeg: geen jeugdhulp"),
            ("verwijzer_type", "tekst", "COD327"),
            ("begindatum", "datum", "eerste dag van de zorg"),
            ("einddatum", "datum", "laatste dag; kan na het einde van de wereld liggen"),
            ("reden_beeindiging", "tekst", "JZ588"),
            ("heeft_berichten", "janee", "of er berichten over zijn gestuurd"),
            ("uitvoering", "tekst", "zin, pgb of wijkteam"),
            ("bekostiging", "tekst", "inspanning, output of taakgericht; leeg zonder berichten"),
            (
                "uitvoerder_agb_code",
                "tekst",
                "onderaannemer die de zorg werkelijk geeft; leeg: de aanbieder zelf",
            ),
            ("volgt_op", "tekst", "traject in de vorige gemeente, bij verhuizing of herindeling"),
        ),
    ),
    "prestaties": Tabel(
        "een declaratieregel uit een geldig bericht, met haar lot",
        (
            _BESTAND,
            ("regelnummer", "geheel", "volgnummer van de regel in het bericht, vanaf 1"),
            _GEMEENTE,
            _AANBIEDER,
            _PERSOON,
            _TRAJECT,
            ("maand", "datum", "eerste dag van de maand van de begindatum"),
            ("product_categorie", "tekst", "zoals gedeclareerd"),
            ("product_code", "tekst", "zoals gedeclareerd"),
            ("zorgcategorie", "tekst", "wat er werkelijk is geleverd"),
            (
                "zorgcategorie_boek",
                "tekst",
                "wat de productboeken van de gedeclareerde code zeggen; leeg: niets",
            ),
            ("eenheid", "tekst", "WJ756, zoals gedeclareerd"),
            ("geleverd_volume", "geheel", "zonder teken"),
            ("saldo_cent", "geheel", "met teken: credit is negatief"),
            ("lot", "tekst", "toegekend of afgewezen (JW325)"),
            ("aanleiding", "tekst", "levering, laat, dubbel, credit, correctie of herstel"),
            ("storing", "tekst", "soort storing in deze regel; leeg: geen"),
        ),
    ),
    "berichten": Tabel(
        "een bestand",
        (
            _BESTAND,
            ("berichttype", "tekst", "JW301, JW302, …"),
            _GEMEENTE,
            ("oordeel", "tekst", "geldig, ongeldig, niet ondersteund, al bekend of zelfde identiteit"),
            ("dagtekening", "datum", "dag waarop de afzender het bericht dateerde"),
            ("ontvangen_op", "moment", "wanneer het aankwam"),
        ),
    ),
    "storingen": Tabel(
        "een ingebouwde storing en haar plaats",
        (
            ("soort", "tekst", "naam van de storing, zoals in het storingenbestand"),
            ("bestand", "tekst", "het bericht waarin zij zit; leeg: er is geen bericht over deze zorg"),
            ("regelnummer", "geheel", "de regel in dat bericht; leeg: het hele bericht"),
            ("regel_id", "tekst", "de regel die haar hoort te vinden; leeg: nog geen regel"),
            ("is_afgewezen", "janee", "of de gemeente haar zelf zag en de regel afwees"),
            ("toelichting", "tekst", "wat er mis is"),
            ("traject_id", "tekst", "de zorg waar het om gaat, waar dat één traject is"),
            ("gemeente_code", "tekst", "de gemeente van het bericht of de zorg"),
        ),
    ),
    "productcodes": Tabel(
        "een code uit een productboek en wat hij werkelijk betekent",
        (
            ("niveau", "tekst", "gemeente, regio of landelijk"),
            ("code", "tekst", "gemeente of regio; leeg: landelijk"),
            ("product_categorie", "tekst", "NUM061/WJ232"),
            ("product_code", "tekst", "vijf tekens"),
            ("geldig_vanaf", "datum", "eerste dag"),
            ("omschrijving", "tekst", "zoals in het boek"),
            ("zorgcategorie", "tekst", "wat de code werkelijk betekent"),
            ("is_ingedeeld", "janee", "of het boek die zorgcategorie ook noemt"),
            ("hulpvorm", "tekst", "hulpvorm van BIJ die erbij hoort; leeg: geen jeugdhulp"),
        ),
    ),
    "aanbieders": Tabel(
        "een aanbieder",
        (
            ("aanbieder_agb_code", "tekst", "begint met 00: bestaat niet"),
            ("naam", "tekst", "verzonnen"),
            (
                "soort",
                "tekst",
                "breed, ggz, vg, pleegzorg, gi, dyslexie, eenpitter, landelijk; onderaannemer: heeft geen berichten",
            ),
            ("grootteklasse", "tekst", "groot, middel, klein of eenpitter"),
        ),
    ),
    "aansluiting": Tabel(
        "een gemeente, halfjaar en hulpvorm: de tellingen en de oorzaken ertussen, met teken (``oorzaken``)",
        (
            _GEMEENTE,
            ("periode", "tekst", "halfjaar zoals StatLine: 2025HJ01"),
            ("hulpvorm", "tekst", "BIJ: 01–04 en 11–14"),
            ("bij", "geheel", "jeugdigen volgens de definitie van BIJ"),
            ("berichten", "geheel", "jeugdigen die op de peildatum van CBS uit berichten te tellen waren"),
            ("cbs", "geheel", "jeugdigen die CBS in zijn nieuwste publicatie telt"),
            ("gepubliceerd", "geheel", "zoals gepubliceerd; leeg: geheim"),
            *((rij["oorzaak"], "geheel", rij["uitleg"]) for rij in read_rows("oorzaken")),
        ),
    ),
    "cbs_telling": Tabel(
        "een cel van 85099NED: jeugdigen per gemeente, periode en hulpvorm",
        (
            _GEMEENTE,
            ("periode", "tekst", "zoals StatLine: 2025HJ01, 2025JJ00"),
            ("hulpvorm", "tekst", "00 is totaal jeugdhulp"),
            ("jeugdigen", "geheel", "werkelijk aantal"),
            ("gepubliceerd", "geheel", "zoals gepubliceerd; leeg: geheim"),
        ),
    ),
}


@cache
def arrow_schema(tabel: str) -> Any:
    """The Arrow schema of this table."""
    return pa.schema([(naam, TYPEN[soort][0]) for naam, soort, _ in TABELLEN[tabel].kolommen])


def write_beschrijving(folder: Path) -> None:
    """``datapackage.json``: every table with its files and its columns, in the terms of Frictionless."""
    resources = [
        {
            "name": naam.replace("_", "-"),
            "title": f"Een rij is {tabel.rij}.",
            "path": sorted(f"{naam}/{path.name}" for path in (folder / naam).glob("*.parquet")),
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "schema": {
                "fields": [
                    {"name": kolom, "type": TYPEN[soort][1], "description": uitleg}
                    for kolom, soort, uitleg in tabel.kolommen
                ]
            },
        }
        for naam, tabel in TABELLEN.items()
        if (folder / naam).is_dir()
    ]
    inhoud = {
        "name": "waarheid",
        "title": "De waarheid achter een synthetische wereld",
        "resources": resources,
    }
    tekst = json.dumps(inhoud, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(f"{tekst}\n", encoding="utf-8")
