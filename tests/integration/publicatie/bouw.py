"""A small builder: messages, mappings and findings straight into core, mapping and quality.

Times are dates at midnight UTC; a youth is a letter or a word and becomes a pseudonym; money is in cents.
"""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

AANBIEDER = "12345678"
VAN_GEMEENTE = ("JW301", "JW306", "JW308", "JW316", "JW318", "JW319", "JW325")
BERICHTCODES = {
    "JW301": "436",
    "JW305": "438",
    "JW307": "440",
    "JW315": "446",
    "JW317": "486",
    "JW319": "488",
}
NAMEN: dict[str, str] = {}
"""Pseudonym to the name that a case uses."""
CATEGORIEEN = {
    "Z02": ("Begeleiding individueel", "02"),
    "Z03": ("Begeleiding groep", "03"),
    "Z06": ("Specialistische ggz ambulant", "02"),
    "V01": ("Pleegzorg", "11"),
    "C01": ("Crisis ambulant", "04"),
    "G01": ("Jeugdbescherming", None),
}


def op(day: date | str) -> datetime:
    """The moment at which that day begins, UTC."""
    return datetime.combine(date.fromisoformat(str(day)), datetime.min.time(), UTC)


def pseudoniem(jeugdige: str) -> str:
    """A stable stand-in for the pseudonym of a youth."""
    gevonden = hashlib.sha256(jeugdige.encode()).hexdigest()[:32]
    NAMEN[gevonden] = jeugdige
    return gevonden


class Bouw:
    """Puts rows into an empty, migrated database."""

    def __init__(self, conn: sa.Connection) -> None:
        self.conn = conn
        self.personen: dict[str, dict[str, Any]] = {}
        self.berichten: dict[str, int] = {}
        self.add("mapping.regio", regio_code="JR01", regio_naam="Testregio", bron="test")
        for order, (code, (naam, hulpvorm)) in enumerate(CATEGORIEEN.items()):
            self.add("mapping.zorgcategorie", zorgcategorie=code, naam=naam, omschrijving=naam, volgorde=order,
                     is_crisis=code == "C01", bron="test")  # fmt: skip
            self.add("mapping.zorgcategorie_naar", zorgcategorie=code, indeling="hulpvorm", doel=hulpvorm,
                     geldig_vanaf="2015-01-01", status="vastgesteld", bron="test")  # fmt: skip

    def add(self, table: str, returning: str | None = None, **row: Any) -> Any:
        """Insert one row; returns the value of column ``returning``."""
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f'%({k})s' for k in row)})"
        result = self.conn.exec_driver_sql(f"{sql} RETURNING {returning}" if returning else sql, row)
        return result.scalar_one() if returning else None

    def gemeente(self, code: str, naam: str = "Testgemeente") -> None:
        self.add("mapping.gemeente", gemeente_code=code, gemeente_naam=naam, provincie="Utrecht", regio_code="JR01",
                 geldig_vanaf="2015-01-01", bron="test")  # fmt: skip

    def koppeling(
        self, product_code: str, zorgcategorie: str | None, gemeente: str | None = "0001", **rest: Any
    ) -> None:
        """A mapping of product category 45; ``gemeente=None`` makes it a national one."""
        self.add("mapping.koppeling", niveau="gemeente" if gemeente else "landelijk", gemeente_code=gemeente,
                 product_categorie="45", product_code=product_code, zorgcategorie=zorgcategorie,
                 status="vastgesteld", bron="test",
                 **({"geldig_vanaf": "2015-01-01", "bekend_vanaf": "-infinity"} | rest))  # fmt: skip

    def bericht(self, berichttype: str, ontvangen: Any, gemeente: str = "0001", *, identificatie: str | None = None,
                aanbieder: str = AANBIEDER, status: str = "verwerkt", dagtekening: Any = None) -> int:  # fmt: skip
        """A message in landing, with contents that say nothing."""
        inhoud = f"{berichttype}/{identificatie}/{gemeente}/{aanbieder}/{ontvangen}/{status}".encode()
        sender = (gemeente, aanbieder) if berichttype in VAN_GEMEENTE else (aanbieder, gemeente)
        return int(
            self.add(
                "landing.bericht",
                "bericht_id",
                bestandsnaam="test.xml",
                kanaal="inbox",
                ontvangen_op=op(ontvangen),
                inhoud=inhoud,
                sha256=hashlib.sha256(inhoud).hexdigest(),
                status=status,
                berichttype=berichttype,
                release="3.2",
                berichtcode=BERICHTCODES.get(berichttype, berichttype[2:]),
                afzender=sender[0],
                ontvanger=sender[1],
                identificatie=identificatie or f"B{ontvangen}",
                dagtekening=dagtekening or ontvangen,
                redenen="[]" if status == "verwerkt" else '[{"melding": "test"}]',
                verwerkt_op=op(ontvangen),
            )
        )

    def declaratie(self, identificatie: str, ontvangen: Any, regels: list[dict[str, Any]], gemeente: str = "0001",
                   aanbieder: str = AANBIEDER, *, dagtekening: Any = None, totaal: int | None = None) -> int:  # fmt: skip
        """A JW323. A line: ``jeugdige, code, dag, cent`` and optionally ``ref, credit_op, volume, eenheid``, ``tot``
        (its last day), ``nummer`` (of the allocation).

        ``dagtekening`` is the day of reception and ``totaal`` the sum of the lines, unless it says otherwise.
        """
        dagtekening = dagtekening or ontvangen
        bericht_id = self.bericht("JW323", ontvangen, gemeente, identificatie=identificatie, aanbieder=aanbieder,
                                  dagtekening=dagtekening)  # fmt: skip
        same = {"bericht_id": bericht_id, "bekend_vanaf": op(ontvangen), "gemeente_code": gemeente,
                "aanbieder_agb_code": aanbieder}  # fmt: skip
        lines = sum(-r["cent"] if "credit_op" in r else r["cent"] for r in regels)
        total = lines if totaal is None else totaal
        self.add("core.declaratie", **same, identificatie=identificatie, dagtekening=dagtekening,
                 basisschema_xsd_versie="1.0.0", bericht_xsd_versie="1.0.0", declaratie_nummer=identificatie,
                 declaratie_periode_begindatum=ontvangen, declaratie_periode_einddatum=ontvangen,
                 declaratie_dagtekening=ontvangen, totaal_ingediend_bedrag_cent=abs(total),
                 totaal_debet_credit="C" if total < 0 else "D")  # fmt: skip
        for number, r in enumerate(regels, start=1):
            self.add("core.prestatie", **same, regelnummer=number, client_pseudoniem=pseudoniem(r["jeugdige"]),
                     is_bsn_geldig=True, referentie_nummer=r.get("ref", f"{identificatie}-{number}"),
                     vorig_referentie_nummer=r.get("credit_op"), toewijzing_nummer=r.get("nummer", 1),
                     product_categorie="45", product_code=r["code"], begindatum=r["dag"],
                     einddatum=r.get("tot", r["dag"]),
                     geleverd_volume=r.get("volume", 1), eenheid=r.get("eenheid", "04"),
                     product_tarief_cent=None, ingediend_bedrag_cent=r["cent"],
                     debet_credit="C" if "credit_op" in r else "D")  # fmt: skip
        self.berichten[identificatie] = bericht_id
        return bericht_id

    def antwoord(self, declaratie: str, ontvangen: Any, *, codes: list[str] | None = None,
                 afgewezen: dict[str, list[str]] | None = None, toegekend: int | None = None) -> int:  # fmt: skip
        """A JW325 on ``declaratie``, known as ``A<declaratie>``: header ``codes``, rejected lines by reference, the
        granted total in cents.

        Without ``toegekend`` the message has no DeclaratieAntwoord.
        """
        d = self.conn.exec_driver_sql(
            "SELECT gemeente_code, aanbieder_agb_code, dagtekening, totaal_saldo_cent FROM core.declaratie WHERE bericht_id = %s",
            (self.berichten[declaratie],),
        ).one()  # fmt: skip
        bericht_id = self.bericht(
            "JW325",
            ontvangen,
            d.gemeente_code,
            identificatie=f"A{declaratie}",
            aanbieder=d.aanbieder_agb_code,
        )
        same = {"bericht_id": bericht_id, "bekend_vanaf": op(ontvangen), "gemeente_code": d.gemeente_code,
                "aanbieder_agb_code": d.aanbieder_agb_code}  # fmt: skip
        total = {} if toegekend is None else {
            "declaratie_nummer": declaratie, "totaal_ingediend_bedrag_cent": abs(d.totaal_saldo_cent),
            "totaal_ingediend_debet_credit": "C" if d.totaal_saldo_cent < 0 else "D",
            "totaal_toegekend_bedrag_cent": abs(toegekend),
            "totaal_toegekend_debet_credit": "C" if toegekend < 0 else "D",
        }  # fmt: skip
        self.add("core.declaratie_antwoord", **same, **total, declaratie_identificatie=declaratie,
                 declaratie_dagtekening=d.dagtekening, basisschema_xsd_versie_declaratie="1.0.0",
                 bericht_xsd_versie_declaratie="1.0.0", header_retour_codes=codes or ["0200"])  # fmt: skip
        self.berichten[f"A{declaratie}"] = bericht_id
        for number, (ref, retour) in enumerate((afgewezen or {}).items(), start=1):
            self.add("core.afgewezen_prestatie", **same, regelnummer=number, client_pseudoniem=pseudoniem("x"),
                     is_bsn_geldig=True, referentie_nummer=ref, toewijzing_nummer=1, product_categorie="45",
                     product_code="45A01", begindatum=ontvangen, einddatum=ontvangen, geleverd_volume=1, eenheid="04",
                     ingediend_bedrag_cent=1, debet_credit="D", client_retour_codes=["0200"],
                     retour_codes=retour)  # fmt: skip
        return bericht_id

    def regel(self, regel_id: str, gevolg: str = "aanhouden", soort: str = "ijw_regel", **rest: Any) -> None:
        row = {"titel": f"Regel {regel_id}", "niveau": "bericht", "dimensie": "juistheid", "ernst": "fout",
               "redengeving": "Waarom dit gevolg.", "berichten": ["JW323"], "tekst": "Wat de regel vraagt.", "remedie": "Wat te doen.", "bron": "test"}  # fmt: skip
        self.add("quality.regel", regel_id=regel_id, soort=soort, gevolg=gevolg, **(row | rest))

    def bevinding(self, regel_id: str, declaratie: str, regel: int | None, sinds: Any, *, opgelost: Any = None,
                  cent: int | None = None, gemeente: str = "0001") -> None:  # fmt: skip
        """An open finding since ``sinds`` on a line of a declaration, or on the whole message (or answer to it)."""
        self.add("quality.bevinding", regel_id=regel_id, bericht_id=self.berichten[declaratie], regelnummer=regel,
                 gemeente_code=gemeente, bedrag_cent=cent, toelichting="test", bekend_vanaf=op(sinds),
                 opgelost_op=op(opgelost) if opgelost else None)  # fmt: skip
