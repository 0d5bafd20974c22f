"""The truth behind the world, as CSV: who got which care, what became of every line, where each fault sits.

People carry an id of this world; no BSN and no name is written here. ``samenvatting.json`` holds the sums that a
reader of the messages has to arrive at, to the cent.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self, TextIO

from integrations.wereld.bevolking import Jeugdige
from integrations.wereld.inkoop import Aanbieder, Gemeente, Inkoop
from integrations.wereld.prestatie import Prestatie
from integrations.wereld.productboek import Productboek
from integrations.wereld.storingen import Storing

TABELLEN: dict[str, tuple[str, ...]] = {
    "personen": ("persoon_id", "gemeente_code", "geboortejaar", "geslacht"),
    "trajecten": (
        "traject_id",
        "persoon_id",
        "gemeente_code",
        "aanbieder_agb_code",
        "zorgcategorie",
        "hulpvorm",
        "verwijzer_type",
        "begindatum",
        "einddatum",
        "reden_beeindiging",
        "heeft_berichten",
    ),
    "prestaties": (
        "bestand",
        "regelnummer",
        "gemeente_code",
        "aanbieder_agb_code",
        "persoon_id",
        "traject_id",
        "maand",
        "product_categorie",
        "product_code",
        "zorgcategorie",
        "zorgcategorie_boek",
        "eenheid",
        "geleverd_volume",
        "saldo_cent",
        "lot",
        "aanleiding",
        "storing",
    ),
    "productcodes": (
        "niveau",
        "code",
        "product_categorie",
        "product_code",
        "geldig_vanaf",
        "omschrijving",
        "zorgcategorie",
        "is_ingedeeld",
    ),
    "aanbieders": ("aanbieder_agb_code", "naam", "soort"),
    "berichten": ("bestand", "berichttype", "gemeente_code", "oordeel"),
    "storingen": ("soort", "bestand", "regelnummer", "regel_id", "is_afgewezen", "toelichting"),
    "cbs_telling": ("gemeente_code", "periode", "hulpvorm", "jeugdigen", "gepubliceerd"),
}


@dataclass(slots=True)
class Gemeentetotaal:
    """Sums of one municipality. Cents are signed: credits count as negative, also when they are rejected."""

    gemeente_code: str
    gemeente_naam: str
    regio_code: str
    jeugdigen: int = 0
    jeugdigen_met_berichten: int = 0
    regels: int = 0
    gedeclareerd_cent: int = 0
    afgewezen_regels: int = 0
    afgewezen_cent: int = 0
    niet_ingedeeld_regels: int = 0
    niet_ingedeeld_cent: int = 0
    nog_niet_gedeclareerd_cent: int = 0


@dataclass(slots=True)
class Samenvatting:
    """What the world amounts to."""

    gemeenten: dict[str, Gemeentetotaal] = field(default_factory=dict)
    berichten: Counter[str] = field(default_factory=Counter)
    oordelen: Counter[str] = field(default_factory=Counter)
    storingen: Counter[str] = field(default_factory=Counter)
    productcodes: int = 0


class Waarheid:
    """Writes the truth row by row into ``folder``; a context manager."""

    def __init__(self, folder: Path, inkoop: dict[str, Inkoop]) -> None:
        self.folder = folder
        self.inkoop = inkoop
        self.samenvatting = Samenvatting()
        self._bestanden: dict[str, TextIO] = {}
        self._schrijvers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        for tabel, kolommen in TABELLEN.items():
            bestand = (self.folder / f"{tabel}.csv").open("w", encoding="utf-8", newline="")
            self._bestanden[tabel] = bestand
            self._schrijvers[tabel] = csv.writer(bestand, lineterminator="\n")
            self._schrijvers[tabel].writerow(kolommen)
        return self

    def __exit__(self, *exc: object) -> None:
        for bestand in self._bestanden.values():
            bestand.close()

    def _write(self, tabel: str, *waarden: object) -> None:
        self._schrijvers[tabel].writerow([_text(waarde) for waarde in waarden])

    def add_gemeente(self, gemeente: Gemeente) -> None:
        """Every municipality of the world, also one without care."""
        totaal = Gemeentetotaal(gemeente.gemeente_code, gemeente.gemeente_naam, gemeente.regio_code)
        self.samenvatting.gemeenten[gemeente.gemeente_code] = totaal

    def add_persoon(self, jeugdige: Jeugdige, heeft_berichten: bool) -> None:
        """A youth with care; of the date of birth only the year."""
        totaal = self.samenvatting.gemeenten[jeugdige.gemeente_code]
        totaal.jeugdigen += 1
        totaal.jeugdigen_met_berichten += heeft_berichten
        jaar = jeugdige.geboortedatum.year
        self._write("personen", jeugdige.persoon_id, jeugdige.gemeente_code, jaar, jeugdige.geslacht)

    def add_traject(
        self,
        traject_id: str,
        jeugdige: Jeugdige,
        aanbieder: Aanbieder | None,
        zorgcategorie: str,
        hulpvorm: str | None,
        verwijzer_type: str,
        periode: tuple[date, date],
        reden_beeindiging: str,
    ) -> None:
        """Care as it really was; ``aanbieder`` None is a wijkteam, which sends no messages."""
        self._write(
            "trajecten",
            traject_id,
            jeugdige.persoon_id,
            jeugdige.gemeente_code,
            aanbieder.agb_code if aanbieder else "",
            zorgcategorie,
            hulpvorm,
            verwijzer_type,
            *periode,
            reden_beeindiging,
            aanbieder is not None,
        )

    def add_prestatie(
        self,
        gemeente: Gemeente,
        aanbieder: Aanbieder,
        bestand: str,
        regelnummer: int,
        regel: Prestatie,
        is_afgewezen: bool,
    ) -> None:
        """A declaration line with its fate."""
        in_boek = self.inkoop[gemeente.gemeente_code].resolve(
            regel.product_categorie, regel.product_code, regel.begindatum
        )
        totaal = self.samenvatting.gemeenten[gemeente.gemeente_code]
        totaal.regels += 1
        totaal.gedeclareerd_cent += regel.saldo_cent
        if is_afgewezen:
            totaal.afgewezen_regels += 1
            totaal.afgewezen_cent += regel.saldo_cent
        if in_boek is None:
            totaal.niet_ingedeeld_regels += 1
            totaal.niet_ingedeeld_cent += regel.saldo_cent
        self._write(
            "prestaties",
            bestand,
            regelnummer,
            gemeente.gemeente_code,
            aanbieder.agb_code,
            regel.jeugdige.persoon_id,
            regel.toewijzing.traject_id,
            regel.begindatum.replace(day=1),
            regel.product_categorie,
            regel.product_code,
            regel.toewijzing.product.vorm.zorgcategorie,
            in_boek,
            regel.eenheid,
            regel.volume,
            regel.saldo_cent,
            "afgewezen" if is_afgewezen else "toegekend",
            regel.aanleiding,
            regel.storing.soort if regel.storing else None,
        )

    def add_undeclared(self, gemeente: Gemeente, saldo_cent: int) -> None:
        """Care or a correction whose line is still to come when the world ends."""
        self.samenvatting.gemeenten[gemeente.gemeente_code].nog_niet_gedeclareerd_cent += saldo_cent

    def add_bericht(self, gemeente_code: str, bestand: str, berichttype: str, oordeel: str) -> None:
        """A file, and what a reader should make of it."""
        self.samenvatting.berichten[berichttype] += 1
        self.samenvatting.oordelen[oordeel] += 1
        self._write("berichten", bestand, berichttype, gemeente_code, oordeel)

    def add_storing(self, storing: Storing) -> None:
        """A fault and its place."""
        self.samenvatting.storingen[storing.soort] += 1
        self._write(
            "storingen",
            storing.soort,
            storing.bestand,
            storing.regelnummer,
            storing.regel_id,
            storing.is_afgewezen,
            storing.toelichting,
        )

    def add_boeken(self, boeken: Iterable[Productboek]) -> None:
        """What every code of every book really means."""
        for boek in boeken:
            for product in boek.producten:
                gezien: list[str] = []
                for jaargang in product.jaargangen:
                    if jaargang.product_code in gezien:
                        continue
                    gezien.append(jaargang.product_code)
                    self.samenvatting.productcodes += 1
                    vorm = product.vorm
                    eerste = (
                        boek.niveau,
                        boek.eigenaar,
                        vorm.product_categorie,
                        jaargang.product_code,
                        jaargang.geldig_vanaf,
                    )
                    self._write(
                        "productcodes",
                        *eerste,
                        product.omschrijving,
                        vorm.zorgcategorie,
                        product.is_ingedeeld,
                    )

    def add_aanbieders(self, aanbieders: Iterable[Aanbieder]) -> None:
        """Every provider once."""
        for agb_code, aanbieder in sorted({a.agb_code: a for a in aanbieders}.items()):
            self._write("aanbieders", agb_code, aanbieder.naam, aanbieder.soort)

    def add_telling(self, rijen: Iterable[Sequence[object]]) -> None:
        """Youths per municipality, period and hulpvorm: really, and as CBS publishes it."""
        for rij in rijen:
            self._write("cbs_telling", *rij)

    def write_samenvatting(self, kop: dict[str, Any]) -> None:
        """``samenvatting.json``: ``kop`` says how the world was made, the rest what is in it."""
        gemeenten = [_as_dict(totaal) for _, totaal in sorted(self.samenvatting.gemeenten.items())]
        som = {
            sleutel: sum(gemeente[sleutel] for gemeente in gemeenten)
            for sleutel in gemeenten[0]
            if not isinstance(gemeenten[0][sleutel], str)
        }
        inhoud = {
            **kop,
            "totaal": som,
            "gemeenten": gemeenten,
            "berichten": dict(sorted(self.samenvatting.berichten.items())),
            "oordelen": dict(sorted(self.samenvatting.oordelen.items())),
            "storingen": dict(sorted(self.samenvatting.storingen.items())),
            "productcodes": self.samenvatting.productcodes,
        }
        tekst = json.dumps(inhoud, ensure_ascii=False, indent=2)
        (self.folder / "samenvatting.json").write_text(f"{tekst}\n", encoding="utf-8")


def _as_dict(totaal: Gemeentetotaal) -> dict[str, Any]:
    return {naam: getattr(totaal, naam) for naam in Gemeentetotaal.__dataclass_fields__}


def _text(waarde: object) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return str(waarde)
