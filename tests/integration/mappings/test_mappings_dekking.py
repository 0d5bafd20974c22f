"""Coverage over declared lines, and that mapping.koppel stays something the planner sees through."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from mappings.dekking import coverage
from mappings.loader import load_reference
from mappings.resolver import Resolutie, resolve

pytestmark = pytest.mark.integration

EARLY, LATE = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


def add_line(
    conn: sa.Connection, known: datetime, categorie: str, code: str, cents: int, side: str = "D"
) -> None:
    """One message with one declared line of January 2026 for Amsterdam."""
    message = conn.exec_driver_sql(
        "INSERT INTO landing.bericht (bestandsnaam, kanaal, ontvangen_op, inhoud, sha256) VALUES ('t.xml', 'inbox',"
        " %(k)s, '', encode(sha256(random()::text::bytea), 'hex')) RETURNING bericht_id",
        {"k": known},
    ).scalar_one()
    header = {
        "bericht_id": message, "bekend_vanaf": known, "gemeente_code": "0363", "aanbieder_agb_code": "12345678",
        "identificatie": str(message), "dagtekening": "2026-02-01", "basisschema_xsd_versie": "1",
        "bericht_xsd_versie": "1", "declaratie_nummer": str(message), "declaratie_periode_begindatum": "2026-01-01",
        "declaratie_periode_einddatum": "2026-01-31", "declaratie_dagtekening": "2026-02-01",
        "totaal_ingediend_bedrag_cent": cents, "totaal_debet_credit": side,
    }  # fmt: skip
    line = {
        "bericht_id": message, "regelnummer": 1, "bekend_vanaf": known, "gemeente_code": "0363",
        "aanbieder_agb_code": "12345678", "client_pseudoniem": "a" * 32, "is_bsn_geldig": True,
        "referentie_nummer": "R1", "toewijzing_nummer": 1, "product_categorie": categorie, "product_code": code,
        "begindatum": "2026-01-05", "einddatum": "2026-01-31", "geleverd_volume": 1, "eenheid": "04",
        "ingediend_bedrag_cent": cents, "debet_credit": side,
    }  # fmt: skip
    for table, row in (("core.declaratie", header), ("core.prestatie", line)):
        columns, marks = ", ".join(row), ", ".join(f"%({c})s" for c in row)
        conn.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)


def test_counts_codes_lines_and_euros_by_path(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        load_reference(conn)
        add_line(conn, EARLY, "45", "45A01", 1000)
        add_line(conn, EARLY, "45", "45A01", 400, "C")
        add_line(conn, EARLY, "45", "45A02", 50)
        add_line(conn, EARLY, "48", "48A01", 700)
        add_line(conn, LATE, "48", "48A01", 9999)
        rows = coverage(conn, EARLY)
    assert rows == [
        {"gemeente_code": "0363", "pad": "productcategorie", "codes": 1, "regels": 1, "bedrag_cent": 700},
        {"gemeente_code": "0363", "pad": "niet gekoppeld", "codes": 2, "regels": 3, "bedrag_cent": 650},
    ]


def test_an_empty_database_has_no_coverage(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        assert coverage(conn, LATE) == []


def test_a_database_without_reference_data_still_answers(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        answer = resolve(conn, "0363", "48", "48A01", date(2026, 1, 1), LATE)
    assert answer == Resolutie(None, None, "niet gekoppeld", None)


def test_the_planner_sees_through_koppel(engine: sa.Engine) -> None:
    """Inlined, and by index once there are the 5,000 codes of a country."""
    sql = (
        "EXPLAIN SELECT k.pad FROM (SELECT g.gemeente_code, '45A01' AS code FROM mapping.gemeente AS g) AS c"
        " CROSS JOIN LATERAL mapping.koppel(c.gemeente_code, '45', c.code, '2026-01-01', '2026-02-01') AS k"
    )
    with engine.begin() as conn:
        load_reference(conn)
        conn.exec_driver_sql(
            "INSERT INTO mapping.koppeling (niveau, product_categorie, product_code, zorgcategorie, geldig_vanaf, status,"
            " bron, bekend_vanaf) SELECT 'landelijk', '45', lpad(i::text, 5, '0'), 'Z02', '2026-01-01', 'vastgesteld',"
            " 'test', '-infinity'"
            " FROM generate_series(1, 5000) AS i"
        )
        conn.exec_driver_sql("ANALYZE mapping.koppeling")
        plan = "\n".join(conn.exec_driver_sql(sql).scalars())
    assert "Function Scan" not in plan
    assert "koppeling_zoek" in plan
