"""Loads what this package ships into the schema mapping, and leaves product books alone."""

import hashlib
import json
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from integrations.errors import ReferenceDataError
from integrations.sqlfiles import read_sql, run_sql
from mappings.reference import TRUTH, Crosswalk, Record, Reference, read_reference, split_codes

LOAD_LOCK = 7_001_302
DEFAULTS = "productcategorie__zorgcategorie"


def load_reference(
    conn: Connection, root: Traversable | None = None, bekend_vanaf: datetime | None = None
) -> bool:
    """Bring the reference tables in line with the files under ``root`` (default: this package).

    Does nothing when the same files were loaded last. Every load is kept, so that ``lay_back`` can show the lists of
    an older moment. The caller commits.

    Args:
        bekend_vanaf: the moment of this load, with time zone (default: that of the transaction). The first lists of
            a database are known from the beginning of time.

    Returns:
        Whether anything was loaded.

    Raises:
        ReferenceDataError: a file breaks its contract, or drops a region or zorgcategorie that a product book uses.
    """
    root = root or resources.files("mappings")
    fingerprint = _fingerprint(root)
    if _loaded(conn) == fingerprint:
        return False
    conn.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": LOAD_LOCK})
    if _loaded(conn) == fingerprint:
        return False
    tables = {name: json.dumps(rows) for name, rows in _tables(read_reference(root)).items()}
    try:
        with conn.begin_nested():
            run_sql(conn, read_sql("mappings", "sql/load_reference.sql"), tables)
            params = {**tables, "vingerafdruk": fingerprint, "bekend_vanaf": bekend_vanaf}
            run_sql(conn, read_sql("mappings", "sql/keep_reference.sql"), params)
            run_sql(conn, read_sql("mappings", "sql/drop_reference.sql"), tables)
    except IntegrityError as err:
        raise ReferenceDataError(
            f"De lijsten zijn niet te laden: {err.orig}".strip(),
            "een regio of zorgcategorie die een productboek gebruikt, kan niet weg; pas eerst de koppelingen aan.",
        ) from err
    return True


def lay_back(conn: Connection, as_of: datetime) -> None:
    """Put the lists that held at ``as_of`` in place of those of now; for a transaction that is rolled back."""
    then = run_sql(conn, read_sql("mappings", "sql/reference_op.sql"), {"as_of": as_of}).one_or_none()
    if then is not None and then.vingerafdruk != _loaded(conn):
        tables = {name: json.dumps(rows) for name, rows in then.lijsten.items()}
        run_sql(conn, read_sql("mappings", "sql/load_reference.sql"), tables)
        run_sql(conn, read_sql("mappings", "sql/lay_back.sql"), {"as_of": as_of, **then._mapping})


def read_gemeenten() -> list[dict[str, Any]]:
    """The municipalities of this package, with their region: gemeente_code, gemeente_naam, provincie, regio_code, regio_naam."""
    reference = read_reference(resources.files("mappings"))
    regios = {r["regio_code"]: r["regio_naam"] for r in reference.regios}
    keys = ("gemeente_code", "gemeente_naam", "provincie", "regio_code")
    return [{**{k: g[k] for k in keys}, "regio_naam": regios[g["regio_code"]]} for g in reference.gemeenten]


def read_zorgcategorieen() -> list[dict[str, Any]]:
    """The zorgcategorieën of this package: zorgcategorie, naam, is_crisis, and the hulpvorm without end date (or None)."""
    reference = read_reference(resources.files("mappings"))
    crosswalk = next(c for c in reference.crosswalks if c.name == "zorgcategorie__hulpvorm")
    hulpvorm = {r["zorgcategorie"]: r["hulpvorm"] for r in crosswalk.records if r["geldig_tot"] is None}
    return [
        {
            "zorgcategorie": z["zorgcategorie"],
            "naam": z["naam"],
            "is_crisis": TRUTH[str(z["is_crisis"])],
            "hulpvorm": hulpvorm[z["zorgcategorie"]],
        }
        for z in reference.zorgcategorieen
    ]


def _loaded(conn: Connection) -> str | None:
    """The fingerprint of the files that are loaded now."""
    return conn.execute(
        text("SELECT vingerafdruk FROM mapping.referentie ORDER BY referentie_id DESC LIMIT 1")
    ).scalar_one_or_none()


def _fingerprint(root: Traversable) -> str:
    """SHA-256 over every data file and the statement that loads them."""
    digest = hashlib.sha256(read_sql("mappings", "sql/load_reference.sql").encode())
    for folder in sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith((".csv", ".yaml")):
                digest.update(f"{folder.name}/{file.name}".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _tables(reference: Reference) -> dict[str, list[dict[str, object]]]:
    """Rows by table name, with the names of its columns."""
    crosswalks = {c.name: c for c in reference.crosswalks}
    defaults = crosswalks.pop(DEFAULTS)
    naar = [c for c in crosswalks.values() if c.source == "zorgcategorie"]
    other = [c for c in crosswalks.values() if c.source != "zorgcategorie"]
    names = {r["code"]: r["betekenis"] for r in reference.codelijsten["JZ020"]}
    return {
        "codelijst": [
            {"lijst": name, **r.values} for name, rows in reference.codelijsten.items() for r in rows
        ],
        "regio": [dict(r.values) for r in reference.regios],
        "gemeente": [dict(r.values) for r in reference.gemeenten],
        "feestdag": [dict(r.values) for r in reference.feestdagen],
        "zorgcategorie": [
            {**r.values, "is_crisis": TRUTH[str(r["is_crisis"])]} for r in reference.zorgcategorieen
        ],
        "zorgcategorie_naar": [_naar(c, r) for c in naar for r in c.records],
        "code_naar": [
            {**r.values, "overgang": c.name, "code": r[c.source], "doel": r[c.target]}
            for c in other
            for r in c.records
        ],
        "koppeling": [
            {
                **r.values,
                "product_categorie": r["productcategorie"],
                "omschrijving": names[r["productcategorie"]],
            }
            for r in defaults.records
        ],
    }


def _naar(crosswalk: Crosswalk, record: Record) -> dict[str, object]:
    return {
        **record.values,
        "indeling": crosswalk.target,
        "doel": record[crosswalk.target],
        "ook_toegestaan": split_codes(record.values.get("ook_toegestaan")),
    }
