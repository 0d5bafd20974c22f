"""Messages about care for golden cases: one line of YAML is one message with one product.

``op`` is the date of the message and of its reception, unless ``ontvangen`` says otherwise. A message with ``naam`` can
be answered by a return.
"""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

from integrations.wereld.kalender import add_months, maand_van, month_end
from tests.conftest import ROOT
from tests.integration.publicatie.bouw import AANBIEDER, Bouw, op, pseudoniem

Regel = dict[str, Any]


def zorgbericht(bouw: Bouw, soort: str, op: Any, naam: str | None = None, **rest: Any) -> None:
    """Put one message into the database; ``soort`` is a key of SOORTEN.

    ``naam`` is unique in the case and the mark of the message.
    """
    berichttype, schrijf = SOORTEN[soort]
    gemeente, aanbieder = rest.pop("gemeente", "0001"), str(rest.pop("aanbieder", AANBIEDER))
    ontvangen = rest.pop("ontvangen", op)
    naam = naam or f"{soort}{len(bouw.berichten)}"
    bericht_id = bouw.bericht(berichttype, ontvangen, gemeente, identificatie=naam, aanbieder=aanbieder, dagtekening=op)  # fmt: skip
    bouw.berichten[naam] = bericht_id
    schrijf(bouw, _kop(bericht_id, ontvangen, gemeente, aanbieder), op=op, **rest)


def redenen(bouw: Bouw) -> None:
    """The reasons of ending as the program maps them onto those of BIJ."""
    overgang = "reden_beeindiging__bij"
    with (ROOT / "mappings" / overgang / f"{overgang}.csv").open(encoding="utf-8", newline="") as file:
        for rij in csv.DictReader(file):
            bouw.add("mapping.code_naar", overgang=overgang, code=rij["reden_beeindiging"], doel=rij["bij"] or None,
                     geldig_vanaf=rij["geldig_vanaf"], status=rij["status"], bron="test")  # fmt: skip


def leveren(
    bouw: Bouw, identificatie: str, van: date, tot: date, ontvangen: Any = None, **regel: Any
) -> None:
    """A JW323 with a line of a hundred cents a month: the first and the last are cut off at ``van`` and ``tot``.

    It comes in on ``tot``, unless told otherwise; ``regel`` says what every line has (see ``Bouw.declaratie``).
    """
    regels = []
    dag = van
    while dag <= tot:
        regels.append({"dag": dag, "tot": min(month_end(dag), tot), "cent": 100, **regel})
        dag = add_months(maand_van(dag), 1)
    bouw.declaratie(identificatie, ontvangen or tot, regels)


def _kop(bericht_id: int, ontvangen: Any, gemeente: str, aanbieder: str) -> Regel:
    return {"bericht_id": bericht_id, "bekend_vanaf": op(ontvangen), "gemeente_code": gemeente,
            "aanbieder_agb_code": aanbieder}  # fmt: skip


def _client(bouw: Bouw, kop: Regel, jeugdige: str) -> Regel:
    """The youth in ``core.client``, and what every product of the message repeats."""
    persoon = {"regelnummer": 1, "client_pseudoniem": pseudoniem(jeugdige)}
    genoemd = {"geboortedatum": "2012-03-04", "geslacht": "1"} | bouw.personen.get(jeugdige, {})
    bouw.add("core.client", **kop, **persoon, is_bsn_geldig=True, **genoemd)
    return kop | persoon


def _product(code: str | None) -> Regel:
    return {"product_categorie": "45" if code else None, "product_code": code}


def _toewijzing(bouw: Bouw, kop: Regel, op: Any, nummer: int, jeugdige: str, van: Any, code: str | None = None,
                tot: Any = None, reden: str | None = None, ref: str | None = None, tijd: str = "12:00",
                besloten: Any = None) -> None:  # fmt: skip
    """JW301. ``besloten``: Toewijzingsdatum, the date of the message unless told otherwise."""
    bouw.add("core.toewijzing", **_client(bouw, kop, jeugdige), **_product(code), toewijzing_nummer=nummer,
             referentie_aanbieder=ref, toewijzingsdatum=besloten or op, toewijzingstijd=tijd, ingangsdatum=van,
             einddatum=tot, reden_wijziging=reden)  # fmt: skip


def _start(bouw: Bouw, kop: Regel, op: Any, jeugdige: str, dag: Any, nummer: int | None = None,
           code: str | None = None, status: str = "1") -> None:  # fmt: skip
    """JW305; without ``nummer`` taakgericht."""
    bouw.add("core.start", **_client(bouw, kop, jeugdige), **_product(code), toewijzing_nummer=nummer,
             begindatum=dag, status_aanlevering=status)  # fmt: skip


def _stop(bouw: Bouw, kop: Regel, op: Any, jeugdige: str, begin: Any, dag: Any, nummer: int | None = None,
          code: str | None = None, reden: str = "31", status: str = "1") -> None:  # fmt: skip
    """JW307 on the care that began on ``begin``."""
    bouw.add("core.stop", **_client(bouw, kop, jeugdige), **_product(code), toewijzing_nummer=nummer,
             begindatum=begin, reden_beeindiging=reden, einddatum=dag, status_aanlevering=status)  # fmt: skip


def _verzoek(bouw: Bouw, kop: Regel, op: Any, jeugdige: str, ref: str, van: Any, code: str | None = None,
             verwijzer: str = "02") -> None:  # fmt: skip
    """JW315."""
    bouw.add("core.verzoek", **_client(bouw, kop, jeugdige), **_product(code), referentie_aanbieder=ref,
             toewijzing_ingangsdatum=van, verwijzer_type=verwijzer)  # fmt: skip


def _wijziging(bouw: Bouw, kop: Regel, op: Any, jeugdige: str, ref: str) -> None:
    """JW317, without its products."""
    bouw.add("core.wijzigingsverzoek", **kop, client_pseudoniem=pseudoniem(jeugdige), is_bsn_geldig=True,
             referentie_aanbieder=ref, reden_verzoek="1")  # fmt: skip


def _antwoord(bouw: Bouw, kop: Regel, op: Any, ref: str, antwoord: str = "2") -> None:
    """JW319: 1 rejected, 2 looked into."""
    bouw.add("core.verzoek_antwoord", **kop, referentie_aanbieder=ref, verzoek_antwoord=antwoord)


def _retour(bouw: Bouw, kop: Regel, op: Any, bericht: str, afgekeurd: bool = True) -> None:
    """The technical return on the message with that name."""
    query = "SELECT berichttype, identificatie, dagtekening FROM landing.bericht WHERE bericht_id = %s"
    heen = bouw.conn.exec_driver_sql(query, (bouw.berichten[bericht],)).one()
    bouw.add("core.retourbericht", **kop, beantwoord_berichttype=heen.berichttype,
             beantwoord_identificatie=heen.identificatie, beantwoord_dagtekening=heen.dagtekening,
             basisschema_xsd_versie="1.0.0", bericht_xsd_versie="1.0.0", identificatie_retour="R",
             dagtekening_retour=op, basisschema_xsd_versie_retour="1.0.0", bericht_xsd_versie_retour="1.0.0",
             header_retour_codes=["0001" if afgekeurd else "0200"], is_afgekeurd=afgekeurd)  # fmt: skip


SOORTEN: dict[str, tuple[str, Callable[..., None]]] = {
    "verzoek": ("JW315", _verzoek),
    "wijziging": ("JW317", _wijziging),
    "antwoord": ("JW319", _antwoord),
    "toewijzing": ("JW301", _toewijzing),
    "start": ("JW305", _start),
    "stop": ("JW307", _stop),
    "retour_toewijzing": ("JW302", _retour),
    "retour_start": ("JW306", _retour),
    "retour_stop": ("JW308", _retour),
    "retour_verzoek": ("JW316", _retour),
}
"""What a golden case calls a message, its type, and what writes it."""
