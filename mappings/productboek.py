"""Product books: the CSV in which a municipality, a region or the country says what its product codes mean.

The format is in README.md of this package. A row that cannot be used is refused and reported, and the others go in;
a file that is no product book is an error, and then nothing changes.
"""

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from integrations.errors import ReferenceDataError
from integrations.sqlfiles import read_sql, run_sql
from mappings.csvfiles import Row, read_csv

COLUMNS = ("product_categorie", "product_code", "omschrijving", "eenheid", "tarief_cent", "zorgcategorie")
OPTIONAL_COLUMNS = ("hulpvorm",)
PRODUCT_CODE = re.compile(r"\S(.{0,3}\S)?")
TARIEF_CENT = re.compile(r"[0-9]{1,9}")
GEMEENTE = "SELECT gemeente_code FROM mapping.gemeente WHERE gemeente_code = :code"
REGIO = (
    "SELECT regio_code FROM mapping.regio WHERE regio_code = upper(:code) OR lower(regio_naam) = lower(:code)"
)

Allowed = dict[str, set[str]]


@dataclass(frozen=True)
class GeweigerdeRegel:
    """A row that was not taken over: its line in the file, its code and the Dutch reason."""

    regel: int
    product_categorie: str
    product_code: str
    reden: str


@dataclass(frozen=True)
class ImportVerslag:
    """What an import did, in rows: gelezen = nieuw + gewijzigd + ongewijzigd + len(geweigerd)."""

    bestand: str
    niveau: str
    code: str | None
    geldig_vanaf: date
    gelezen: int
    nieuw: int
    gewijzigd: int
    ongewijzigd: int
    geweigerd: list[GeweigerdeRegel]


def import_productboek(
    conn: Connection, path: Path, niveau: str, code: str | None, geldig_vanaf: date, bekend_vanaf: datetime
) -> ImportVerslag:
    """Take over the product book at ``path``; it holds from ``geldig_vanaf``. The caller commits.

    Nothing is overwritten: an entry that changes lapses at ``bekend_vanaf``, and a new version is known from then.

    Args:
        niveau: gemeente, regio or landelijk.
        code: the municipality's code; the region's code or name; None for landelijk.
        bekend_vanaf: the moment of this import, with time zone.

    Raises:
        ReferenceDataError: no such owner, the file is not a product book, or it changes what became known after
            ``bekend_vanaf``. Nothing has changed then.
    """
    owner = _find_owner(conn, niveau, code)
    rows = read_csv(path.name, path.read_bytes(), COLUMNS, OPTIONAL_COLUMNS)
    with conn.begin_nested():
        conn.execute(text("LOCK TABLE mapping.koppeling IN SHARE ROW EXCLUSIVE MODE"))
        _check_moment(conn, owner or niveau, bekend_vanaf)
        accepted, refused = _judge(rows, _read_allowed(conn, geldig_vanaf), geldig_vanaf)
        version = {
            "geldig_vanaf": geldig_vanaf,
            "bekend_vanaf": bekend_vanaf,
            "bron": f"productboek {path.name}",
        }
        verdicts = _write(conn, accepted, niveau, owner, version)
    return ImportVerslag(
        bestand=path.name,
        niveau=niveau,
        code=owner,
        geldig_vanaf=geldig_vanaf,
        gelezen=len(rows),
        nieuw=verdicts["nieuw"],
        gewijzigd=verdicts["gewijzigd"],
        ongewijzigd=verdicts["ongewijzigd"],
        geweigerd=refused,
    )


def export_koppelingen(conn: Connection, path: Path, peildatum: date | None = None) -> int:
    """Write the entries of all product books to one CSV, with their periods; returns the number of entries.

    With ``peildatum`` only those that hold on that day. Delimiter ``;`` and a byte order mark, so that a
    spreadsheet reads it as it is.
    """
    result = run_sql(conn, read_sql("mappings", "sql/koppelingen_export.sql"), {"peildatum": peildatum})
    rows = result.all()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(result.keys())
        writer.writerows(rows)
    return len(rows)


def _find_owner(conn: Connection, niveau: str, code: str | None) -> str | None:
    """The code of the municipality or region; None for the country."""
    if niveau == "landelijk":
        return None
    if niveau not in ("gemeente", "regio"):
        raise ReferenceDataError(f"Niveau {niveau} bestaat niet.", "kies gemeente, regio of landelijk.")
    query = GEMEENTE if niveau == "gemeente" else REGIO
    owner: str | None = conn.execute(text(query), {"code": code}).scalars().first()
    if owner is None:
        raise ReferenceDataError(
            f"{niveau.capitalize()} {code} staat niet in de lijst.",
            "geef de vier cijfers van de gemeentecode."
            if niveau == "gemeente"
            else "geef de regiocode of -naam.",
        )
    return owner


def _check_moment(conn: Connection, eigenaar: str, bekend_vanaf: datetime) -> None:
    """Knowledge only moves forward: what an owner said last is not preceded afterwards."""
    last = run_sql(
        conn,
        "SELECT max(bekend_vanaf) FROM mapping.koppeling WHERE eigenaar = %(eigenaar)s",
        {"eigenaar": eigenaar},
    ).scalar()
    if last is not None and bekend_vanaf < last:
        raise ReferenceDataError(
            f"Van {eigenaar} is al een productboek van een later moment ingelezen ({last:%d-%m-%Y %H:%M:%S} UTC).",
            "lees productboeken in op volgorde; wat al bekend was, wordt niet achteraf veranderd.",
        )


def _read_allowed(conn: Connection, geldig_vanaf: date) -> Allowed:
    allowed: Allowed = {}
    sql = read_sql("mappings", "sql/productboek_toegestaan.sql")
    for row in run_sql(conn, sql, {"geldig_vanaf": geldig_vanaf}):
        allowed.setdefault(row.soort, set()).add(row.code)
    return allowed


def _judge(
    rows: list[Row], allowed: Allowed, day: date
) -> tuple[list[dict[str, object]], list[GeweigerdeRegel]]:
    """Split rows into those to take over, with an empty value as None, and those to refuse."""
    accepted: list[dict[str, object]] = []
    refused: list[GeweigerdeRegel] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        values = row.values or {}
        key = (values.get("product_categorie", ""), values.get("product_code", ""))
        reason = _reason_to_refuse(row, allowed, day)
        if reason is None and key in seen:
            reason = f"deze code staat ook op regel {seen[key]}; laat één regel staan"
        if reason is None:
            seen[key] = row.line
            accepted.append(
                {"regel": row.line, "hulpvorm": None, **{c: v or None for c, v in values.items()}}
            )
        else:
            refused.append(GeweigerdeRegel(row.line, *key, reden=reason))
    return accepted, refused


def _reason_to_refuse(row: Row, allowed: Allowed, day: date) -> str | None:
    """The first thing that is wrong with a row, in Dutch; None when it can be taken over."""
    if row.values is None:
        return "er staan meer of minder waarden dan kolommen; zet een tekst met het scheidingsteken tussen aanhalingstekens"
    get = row.values.get
    if get("product_categorie") not in allowed["product_categorie"]:
        return f"productcategorie '{get('product_categorie')}' staat op {day} niet in JZ020"
    if not PRODUCT_CODE.fullmatch(get("product_code", "")):
        return f"productcode '{get('product_code')}' heeft geen 1 tot 5 tekens"
    if get("eenheid") and get("eenheid") not in allowed["eenheid"]:
        return f"eenheid '{get('eenheid')}' staat niet in WJ756"
    if get("tarief_cent") and not TARIEF_CENT.fullmatch(get("tarief_cent", "")):
        return f"tarief_cent '{get('tarief_cent')}' is geen heel aantal centen"
    zorgcategorie, hulpvorm = get("zorgcategorie"), get("hulpvorm")
    if zorgcategorie and zorgcategorie not in allowed["zorgcategorie"]:
        return f"zorgcategorie '{zorgcategorie}' bestaat niet"
    if hulpvorm and not zorgcategorie:
        return "een hulpvorm zonder zorgcategorie zegt niets; vul de zorgcategorie in"
    if hulpvorm and hulpvorm not in allowed.get(f"hulpvorm {zorgcategorie}", set()):
        choices = ", ".join(sorted(allowed.get(f"hulpvorm {zorgcategorie}", set()))) or "geen"
        return f"hulpvorm '{hulpvorm}' past niet bij {zorgcategorie} (mogelijk: {choices})"
    return None


def _write(
    conn: Connection,
    accepted: list[dict[str, object]],
    niveau: str,
    owner: str | None,
    version: dict[str, object],
) -> Counter[str]:
    """Compare with what is known, write what differs as ``version``; returns the number of rows by verdict."""
    params: dict[str, object] = {
        "regels": json.dumps(accepted),
        "eigenaar": owner or niveau,
        "niveau": niveau,
        "gemeente_code": owner if niveau == "gemeente" else None,
        "regio_code": owner if niveau == "regio" else None,
        **version,
    }
    compared = run_sql(conn, read_sql("mappings", "sql/productboek_vergelijk.sql"), params).all()
    verdicts = {row.regel: row.oordeel for row in compared}
    params["regels"] = json.dumps([r for r in accepted if verdicts[r["regel"]] != "ongewijzigd"])
    params["vervangen"] = [row.koppeling_id for row in compared if row.oordeel == "gewijzigd"]
    run_sql(conn, read_sql("mappings", "sql/productboek_verwerk.sql"), params)
    return Counter(verdicts.values())
