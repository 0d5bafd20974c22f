"""The truth behind the world, as Parquet: who got which care, what became of every line, where each fault sits.

    <tabel>/<gemeente_code>.parquet    written by the process in which that municipality lives
    <tabel>/alle.parquet               tables of the world as a whole
    datapackage.json                   what every column means (``waarheid_schema``)
    samenvatting.json                  the sums that a reader of the messages has to arrive at, to the cent

People carry an id of this world; no BSN and no name is written here.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from integrations.wereld.bevolking import Jeugdige, Verhuizing
from integrations.wereld.inkoop import Aanbieder, Inkoop
from integrations.wereld.prestatie import Prestatie
from integrations.wereld.storingen import Storing
from integrations.wereld.waarheid_schema import TABELLEN, arrow_schema

PER_GEMEENTE = ("personen", "trajecten", "prestaties", "berichten", "storingen")
RIJEN_PER_GROEP = 50_000
"""Rows that are kept in memory before they are written."""


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
class Deel:
    """What one municipality amounts to; this goes back from its process."""

    totaal: Gemeentetotaal
    berichten: Counter[str] = field(default_factory=Counter)
    oordelen: Counter[str] = field(default_factory=Counter)
    storingen: Counter[str] = field(default_factory=Counter)
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Traject:
    """Care as it really was; ``aanbieder`` None: no messages tell of it."""

    traject_id: str
    jeugdige: Jeugdige
    aanbieder: Aanbieder | None
    zorgcategorie: str
    hulpvorm: str | None
    verwijzer_type: str
    begindatum: date
    einddatum: date
    reden_beeindiging: str
    uitvoering: str
    bekostiging: str = ""
    uitvoerder_agb_code: str = ""
    volgt_op: str = ""


class Waarheid:
    """Writes the truth of one municipality below ``folder``; a context manager."""

    def __init__(self, folder: Path, inkoop: Inkoop) -> None:
        gemeente = inkoop.gemeente
        self.folder, self.inkoop, self.gemeente_code = folder, inkoop, gemeente.gemeente_code
        totaal = Gemeentetotaal(gemeente.gemeente_code, gemeente.gemeente_naam, gemeente.regio_code)
        self.deel = Deel(totaal)
        self._rijen: dict[str, list[tuple[object, ...]]] = {tabel: [] for tabel in PER_GEMEENTE}
        self._schrijvers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        for tabel in PER_GEMEENTE:
            self._schrijvers[tabel] = _open(self.folder, tabel, self.gemeente_code)
        return self

    def __exit__(self, *exc: object) -> None:
        for tabel, schrijver in self._schrijvers.items():
            self._flush(tabel)
            schrijver.close()

    def _write(self, tabel: str, *waarden: object) -> None:
        rijen = self._rijen[tabel]
        rijen.append(waarden)
        if len(rijen) >= RIJEN_PER_GROEP:
            self._flush(tabel)

    def _flush(self, tabel: str) -> None:
        if self._rijen[tabel]:
            self._schrijvers[tabel].write_table(_to_table(tabel, self._rijen[tabel]))
            self._rijen[tabel] = []

    def add_persoon(self, jeugdige: Jeugdige, verhuizing: Verhuizing | None, heeft_berichten: bool) -> None:
        """A youth whose care begins in this municipality; of the date of birth only the year."""
        self.deel.totaal.jeugdigen += 1
        self.deel.totaal.jeugdigen_met_berichten += heeft_berichten
        naar, op = (verhuizing.naar, verhuizing.dag) if verhuizing else ("", None)
        self._write(
            "personen",
            jeugdige.persoon_id,
            jeugdige.gemeente_code,
            jeugdige.geboortedatum.year,
            jeugdige.geslacht,
            jeugdige.huishouden,
            naar,
            op,
        )

    def add_traject(self, traject: Traject) -> None:
        """Care as it really was."""
        self._write(
            "trajecten",
            traject.traject_id,
            traject.jeugdige.persoon_id,
            self.gemeente_code,
            traject.aanbieder.agb_code if traject.aanbieder else "",
            traject.zorgcategorie,
            traject.hulpvorm,
            traject.verwijzer_type,
            traject.begindatum,
            traject.einddatum,
            traject.reden_beeindiging,
            traject.aanbieder is not None,
            traject.uitvoering,
            traject.bekostiging,
            traject.uitvoerder_agb_code,
            traject.volgt_op,
        )

    def add_prestatie(
        self, aanbieder: Aanbieder, bestand: str, regelnummer: int, regel: Prestatie, is_afgewezen: bool
    ) -> None:
        """A declaration line with its fate."""
        in_boek = self.inkoop.resolve(regel.product_categorie, regel.product_code, regel.begindatum)
        totaal, saldo = self.deel.totaal, regel.saldo_cent
        totaal.regels += 1
        totaal.gedeclareerd_cent += saldo
        if is_afgewezen:
            totaal.afgewezen_regels += 1
            totaal.afgewezen_cent += saldo
        if in_boek is None:
            totaal.niet_ingedeeld_regels += 1
            totaal.niet_ingedeeld_cent += saldo
        self._write(
            "prestaties",
            bestand,
            regelnummer,
            self.gemeente_code,
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
            saldo,
            "afgewezen" if is_afgewezen else "toegekend",
            regel.aanleiding,
            regel.storing.soort if regel.storing else None,
        )

    def add_undeclared(self, saldo_cent: int) -> None:
        """Care or a correction whose line is still to come when the world ends."""
        self.deel.totaal.nog_niet_gedeclareerd_cent += saldo_cent

    def add_bericht(
        self,
        bestand: str,
        berichttype: str,
        oordeel: str,
        dagtekening: date,
        ontvangen_op: datetime,
        omvang: int,
    ) -> None:
        """A file of ``omvang`` bytes, and what a reader should make of it."""
        self.deel.berichten[berichttype] += 1
        self.deel.oordelen[oordeel] += 1
        self.deel.bytes += omvang
        self._write("berichten", bestand, berichttype, self.gemeente_code, oordeel, dagtekening, ontvangen_op)

    def add_storing(self, storing: Storing) -> None:
        """A fault and its place."""
        self.deel.storingen[storing.soort] += 1
        self._write(
            "storingen",
            storing.soort,
            storing.bestand,
            storing.regelnummer,
            storing.regel_id,
            storing.is_afgewezen,
            storing.toelichting,
            storing.traject_id,
            self.gemeente_code,
        )


def write_tabel(folder: Path, tabel: str, rijen: Iterable[Sequence[object]]) -> None:
    """A table of the whole world, as ``<tabel>/alle.parquet``."""
    with _open(folder, tabel, "alle") as schrijver:
        schrijver.write_table(_to_table(tabel, list(rijen)))


def read_tabel(folder: Path, tabel: str, kolommen: Sequence[str] | None = None) -> Any:
    """The whole table of the truth in ``folder`` as an Arrow table, municipalities in order of their code."""
    paden = sorted((folder / tabel).glob("*.parquet"))
    namen = list(kolommen) if kolommen else None
    return pa.concat_tables([pq.read_table(pad, columns=namen, partitioning=None) for pad in paden])


def read_rijen(folder: Path, tabel: str, kolommen: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a table of the truth in ``folder`` as dictionaries; for worlds that fit in memory."""
    rijen: list[dict[str, Any]] = read_tabel(folder, tabel, kolommen).to_pylist()
    return rijen


def products(inkoop: Iterable[Inkoop], hulpvormen: Mapping[str, str | None]) -> list[tuple[object, ...]]:
    """Rows of ``productcodes``: what every code of every book really means."""
    boeken = {(boek.niveau, boek.eigenaar): boek for een in inkoop for boek in een.boeken}
    rijen: dict[tuple[str, str, str, str], tuple[object, ...]] = {}
    for (niveau, eigenaar), boek in sorted(boeken.items()):
        for nummer, product in enumerate(boek.producten):
            vorm = product.vorm
            for jaargang in product.jaargangen:
                sleutel = (niveau, eigenaar, str(nummer), jaargang.product_code)
                rij = (vorm.product_categorie, jaargang.product_code, jaargang.geldig_vanaf)
                zin = (product.omschrijving, vorm.zorgcategorie, product.is_ingedeeld)
                rijen.setdefault(sleutel, (niveau, eigenaar, *rij, *zin, hulpvormen[vorm.zorgcategorie]))
    return list(rijen.values())


def write_samenvatting(folder: Path, kop: dict[str, Any], delen: Sequence[Deel], productcodes: int) -> None:
    """``samenvatting.json``: ``kop`` says how the world was made, the rest what is in it."""
    gemeenten = [
        {veld.name: getattr(deel.totaal, veld.name) for veld in fields(Gemeentetotaal)}
        for deel in sorted(delen, key=lambda deel: deel.totaal.gemeente_code)
    ]
    som = {
        sleutel: sum(gemeente[sleutel] for gemeente in gemeenten)
        for sleutel, waarde in gemeenten[0].items()
        if not isinstance(waarde, str)
    }
    tellers = {
        naam: sum((getattr(deel, naam) for deel in delen), Counter[str]())
        for naam in ("berichten", "oordelen", "storingen")
    }
    inhoud = {
        **kop,
        "totaal": som,
        "gemeenten": gemeenten,
        **{naam: dict(sorted(teller.items())) for naam, teller in tellers.items()},
        "bytes_berichten": sum(deel.bytes for deel in delen),
        "productcodes": productcodes,
    }
    tekst = json.dumps(inhoud, ensure_ascii=False, indent=2)
    (folder / "samenvatting.json").write_text(f"{tekst}\n", encoding="utf-8")


def _open(folder: Path, tabel: str, naam: str) -> Any:
    (folder / tabel).mkdir(parents=True, exist_ok=True)
    return pq.ParquetWriter(folder / tabel / f"{naam}.parquet", arrow_schema(tabel), compression="zstd")


def _to_table(tabel: str, rijen: Sequence[Sequence[object]]) -> Any:
    schema = arrow_schema(tabel)
    kolommen = list(zip(*rijen, strict=True)) or [()] * len(TABELLEN[tabel].kolommen)
    return pa.Table.from_arrays(
        [pa.array(kolom, type=soort) for kolom, soort in zip(kolommen, schema.types, strict=True)],
        schema=schema,
    )
