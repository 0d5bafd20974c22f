"""Golden rows into core: a case names only the columns that matter, defaults fill the rest.

A case is a mapping from table of core to rows. ``client: a`` is a youth, ``bekend_vanaf`` a date (midnight UTC),
``dagtekening`` the date of the row's message. A return says with ``beantwoordt`` to which message it is one.
Messages in landing, and a declaration around lines or an answer around rejected lines, are made where the case
does not say them; ``geweigerd`` are messages that landing holds without a row in core; the total of such a declaration is the sum of its lines.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

Row = dict[str, Any]

TYPES = {
    "geweigerd": "JW323",
    "client": "JW301",
    "toewijzing": "JW301",
    "start": "JW305",
    "stop": "JW307",
    "verzoek": "JW315",
    "wijzigingsverzoek": "JW317",
    "ongewijzigd_product": "JW317",
    "te_wijzigen_product": "JW317",
    "nieuw_product": "JW317",
    "verzoek_antwoord": "JW319",
    "retourbericht": "JW302",
    "declaratie": "JW323",
    "prestatie": "JW323",
    "declaratie_antwoord": "JW325",
    "afgewezen_prestatie": "JW325",
}
FROM_GEMEENTE = ("JW301", "JW306", "JW308", "JW316", "JW318", "JW319", "JW325")
RETOUR = {
    "JW301": "JW302",
    "JW305": "JW306",
    "JW307": "JW308",
    "JW315": "JW316",
    "JW317": "JW318",
    "JW319": "JW320",
}
BERICHTCODES = {
    "JW301": "436",
    "JW305": "438",
    "JW307": "440",
    "JW315": "446",
    "JW317": "486",
    "JW319": "488",
}
DAGTEKENING = "2026-02-05"
COMMON: Row = {"bekend_vanaf": "2026-03-01", "gemeente_code": "0001", "aanbieder_agb_code": "12345678"}
LINE: Row = {
    "regelnummer": None,
    "client": "a",
    "is_bsn_geldig": True,
    "referentie_nummer": None,
    "toewijzing_nummer": 1,
    "product_categorie": "45",
    "product_code": "45A01",
    "begindatum": "2026-01-01",
    "einddatum": "2026-01-31",
    "geleverd_volume": 10,
    "eenheid": "04",
    "product_tarief_cent": 5000,
    "ingediend_bedrag_cent": 50000,
    "debet_credit": "D",
}
REGIE: Row = {"regelnummer": None, "client": "a", "toewijzing_nummer": 1, "begindatum": "2026-01-01",
              "status_aanlevering": "1"}  # fmt: skip
DEFAULTS: dict[str, Row] = {
    "geweigerd": {"berichttype": "JW323", "status": "geweigerd"},
    "client": {"regelnummer": 1, "client": "a", "is_bsn_geldig": True, "geboortedatum": "2015-05-05", "geslacht": "0"},
    "toewijzing": {"regelnummer": None, "client": "a", "toewijzing_nummer": 1, "product_categorie": "45",
                   "product_code": "45A01", "toewijzingsdatum": "2026-01-01", "toewijzingstijd": "12:00",
                   "ingangsdatum": "2026-01-01"},
    "start": REGIE,
    "stop": REGIE | {"einddatum": "2026-01-31", "reden_beeindiging": "31"},
    "verzoek": {"regelnummer": None, "client": "a", "referentie_aanbieder": None, "product_categorie": "45",
                "product_code": "45A01", "toewijzing_ingangsdatum": "2026-03-01", "verwijzer_type": "02"},
    "wijzigingsverzoek": {"client": "a", "is_bsn_geldig": True, "referentie_aanbieder": None, "reden_verzoek": "1"},
    "ongewijzigd_product": {"regelnummer": None, "client": "a", "toewijzing_nummer": 1},
    "te_wijzigen_product": {"regelnummer": None, "client": "a", "toewijzing_nummer": 1,
                            "gewenste_ingangsdatum": "2026-01-01"},
    "nieuw_product": {"regelnummer": None, "client": "a", "product_categorie": "45", "product_code": "45A02",
                      "gewenste_ingangsdatum": "2026-04-01"},
    "verzoek_antwoord": {"referentie_aanbieder": "V1", "verzoek_antwoord": "1"},
    "retourbericht": {"beantwoord_berichttype": "JW301", "beantwoord_dagtekening": DAGTEKENING,
                      "basisschema_xsd_versie": "1.0.0", "bericht_xsd_versie": "1.0.0", "identificatie_retour": "R",
                      "basisschema_xsd_versie_retour": "1.0.0", "bericht_xsd_versie_retour": "1.0.0",
                      "header_retour_codes": [], "is_afgekeurd": False},
    "declaratie": {"identificatie": None, "dagtekening": "2026-02-05", "basisschema_xsd_versie": "1.0.0",
                   "bericht_xsd_versie": "1.0.0", "declaratie_nummer": None,
                   "declaratie_periode_begindatum": "2026-01-01", "declaratie_periode_einddatum": "2026-01-31",
                   "declaratie_dagtekening": "2026-02-05"},
    "prestatie": LINE,
    "declaratie_antwoord": {"declaratie_identificatie": None, "declaratie_dagtekening": "2026-02-05",
                            "basisschema_xsd_versie_declaratie": "1.0.0", "bericht_xsd_versie_declaratie": "1.0.0",
                            "header_retour_codes": ["0200"]},
    "afgewezen_prestatie": LINE | {"client_retour_codes": ["0200"], "retour_codes": ["9307"]},
}  # fmt: skip
KOPPELING: Row = {"geldig_vanaf": "2026-01-01", "status": "vastgesteld", "bron": "test"}


def moment(day: str | date) -> datetime:
    """The moment at which ``day`` begins, UTC."""
    return datetime.combine(date.fromisoformat(str(day)), datetime.min.time(), UTC)


def complete_case(case: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows of ``case`` with every column, tables in the order in which they can be filled."""
    rows = {table: _complete(table, case.get(table, [])) for table in TYPES}
    _add_declarations(rows)
    return rows


def insert_case(conn: sa.Connection, case: Mapping[str, list[Row]]) -> None:
    """Put the rows of ``case`` into an empty core."""
    insert_rows(conn, complete_case(case))


def insert_rows(conn: sa.Connection, rows: Mapping[str, list[Row]]) -> None:
    """Put complete rows into core, each with its message in landing."""
    for table, its_rows in rows.items():
        for row in its_rows:
            if table == "geweigerd":
                _ensure_bericht(conn, row, row["berichttype"], row["status"])
                continue
            _ensure_bericht(conn, row, RETOUR.get(row.get("beantwoord_berichttype", ""), TYPES[table]))
            insert(conn, f"core.{table}", {k: v for k, v in row.items() if not k.startswith("_")})


def insert_koppelingen(conn: sa.Connection, rows: list[Row]) -> None:
    """Entries of product books, from New Year 2026, known from the beginning of time."""
    for row in rows:
        insert(conn, "mapping.koppeling", {"bekend_vanaf": "-infinity"} | KOPPELING | row)


def insert(conn: sa.Connection, table: str, row: Row) -> None:
    """Insert one row; the columns are its keys."""
    columns, values = ", ".join(row), ", ".join(f"%({k})s" for k in row)
    conn.exec_driver_sql(f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values})", row)


def _complete(table: str, given: list[Row]) -> list[Row]:
    counts: dict[int, int] = {}
    rows = []
    for row in given:
        full: Row = COMMON | DEFAULTS[table] | row
        number = counts[row["bericht_id"]] = counts.get(row["bericht_id"], 0) + 1
        if "regelnummer" in full:
            full["regelnummer"] = full["regelnummer"] or number
        if "client" in full:
            full["client_pseudoniem"] = (full.pop("client").encode().hex() * 32)[:32]
        if table.endswith("verzoek"):
            full["referentie_aanbieder"] = full["referentie_aanbieder"] or f"V{row['bericht_id']}-{number}"
        if table == "retourbericht":
            full["beantwoord_identificatie"] = f"B{full.pop('beantwoordt')}"
            full["dagtekening_retour"] = full.get("dagtekening", DAGTEKENING)
        if "referentie_nummer" in full:
            full["referentie_nummer"] = full["referentie_nummer"] or f"R{row['bericht_id']}-{number}"
        if table == "declaratie":
            full["identificatie"] = full["identificatie"] or f"B{row['bericht_id']}"
            full["declaratie_nummer"] = full["declaratie_nummer"] or f"D{row['bericht_id']}"
        full["bekend_vanaf"] = moment(full["bekend_vanaf"])
        full["_dagtekening"] = full.get("dagtekening", DAGTEKENING)
        if table != "declaratie":
            full.pop("dagtekening", None)
        rows.append(full)
    return rows


def _add_declarations(rows: dict[str, list[Row]]) -> None:
    """A declaration around the lines that have none, and the sum of the lines where no total is given."""
    known = {d["bericht_id"] for d in rows["declaratie"]}
    for line in rows["prestatie"]:
        if line["bericht_id"] not in known:
            known.add(line["bericht_id"])
            same = {k: line[k] for k in ("bericht_id", "gemeente_code", "aanbieder_agb_code")}
            day = str(line["bekend_vanaf"].date())
            rows["declaratie"] += _complete("declaratie", [{**same, "bekend_vanaf": day}])
    for d in rows["declaratie"]:
        lines = [p for p in rows["prestatie"] if p["bericht_id"] == d["bericht_id"]]
        total = sum(p["ingediend_bedrag_cent"] * (1 if p["debet_credit"] == "D" else -1) for p in lines)
        d.setdefault("totaal_ingediend_bedrag_cent", abs(total))
        d.setdefault("totaal_debet_credit", "C" if total < 0 else "D")


def _ensure_bericht(conn: sa.Connection, row: Row, berichttype: str, status: str = "verwerkt") -> None:
    bericht_id, received = row["bericht_id"], row["bekend_vanaf"]
    if conn.exec_driver_sql("SELECT 1 FROM landing.bericht WHERE bericht_id = %s", (bericht_id,)).scalar():
        return
    parties = (row["gemeente_code"], row["aanbieder_agb_code"])
    sender, receiver = parties if berichttype in FROM_GEMEENTE else parties[::-1]
    content = f"{bericht_id}".encode()
    insert(conn, "landing.bericht", {
        "bericht_id": bericht_id, "bestandsnaam": "test.xml", "kanaal": "inbox", "ontvangen_op": received,
        "inhoud": content, "sha256": hashlib.sha256(content).hexdigest(), "status": status,
        "redenen": "[]" if status == "verwerkt" else "[{}]",
        "berichttype": berichttype, "release": "3.2", "berichtcode": BERICHTCODES.get(berichttype, berichttype[2:]), "afzender": sender,
        "ontvanger": receiver, "identificatie": f"B{bericht_id}", "dagtekening": row["_dagtekening"],
        "verwerkt_op": received,
    })  # fmt: skip
