"""The files for machines: CSV, Parquet, the Frictionless data package and the manifest."""

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from integrations.publicatie.definities import Kolom, Tabel
from integrations.publicatie.tabellen import SYNTHETISCH, Inhoud, Levering

MANIFEST = "manifest.json"
DATAPACKAGE = "datapackage.json"


def write_csv(path: Path, inhoud: Inhoud) -> None:
    """RFC 4180 in UTF-8 without byte order mark: comma, decimal point, ISO dates, ``true``/``false``, empty is null.

    Meant for programs, and described as such in the data package; a spreadsheet reader is better off with the workbook.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(inhoud.tabel.kolommen)
        writer.writerows([_as_text(value) for value in row] for row in inhoud.rijen)


def _as_text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def write_parquet(path: Path, inhoud: Inhoud) -> None:
    """Typed columns: money as decimal(16, 2), counts as 64-bit integers, months as dates; descriptions as metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "string": pa.string(), "integer": pa.int64(), "number": pa.decimal128(16, 2),
        "date": pa.date32(), "boolean": pa.bool_(),
    }  # fmt: skip
    schema = pa.schema(
        [
            pa.field(
                name,
                types[k.type],
                nullable=k.mag_leeg,
                metadata={"omschrijving": k.omschrijving, "eenheid": k.eenheid},
            )
            for name, k in inhoud.tabel.kolommen.items()
        ],
        metadata={"tabel": inhoud.tabel.naam, "omschrijving": inhoud.tabel.zin},
    )
    columns = list(zip(*inhoud.rijen, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    pq.write_table(pa.table(arrays, schema=schema), path, compression="zstd")


def write_datapackage(path: Path, levering: Levering) -> None:
    """A Frictionless tabular data package (v1) over the CSV files in the same folder."""
    write_json(
        path,
        {
            "profile": "tabular-data-package",
            "name": f"jeugdkoppel-{levering.gemeente_code}-{levering.week.naam.lower()}",
            "title": f"Jeugdhulp {levering.gemeente_naam}, {levering.week.titel}",
            "description": (
                "Gebruik en kosten van jeugdhulp uit het iJw-berichtenverkeer, met de koppeling, de kwaliteit en de "
                "aansluiting op het CBS. Bestemd voor de gemeente zelf."
                + (f" {SYNTHETISCH}" if levering.is_synthetisch else "")
            ),
            "synthetisch": levering.is_synthetisch,
            "created": levering.as_of.isoformat(),
            "gemeente_code": levering.gemeente_code,
            "week": levering.week.naam,
            "versies": levering.versies,
            "resources": [_resource(path.parent, inhoud.tabel) for inhoud in levering.inhoud.values()],
        },
    )


def _resource(folder: Path, tabel: Tabel) -> dict[str, Any]:
    content = (folder / f"{tabel.naam}.csv").read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": tabel.naam,
        "title": tabel.titel,
        "description": tabel.zin,
        "path": f"{tabel.naam}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminator": "\r\n",
            "header": True,
        },
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "kleine_aantallen": tabel.kleine_aantallen,
        "schema": {
            "fields": [_field(name, kolom) for name, kolom in tabel.kolommen.items()],
            "primaryKey": list(tabel.korrel),
            "missingValues": [""],
        },
    }


def _field(name: str, kolom: Kolom) -> dict[str, Any]:
    return {
        "name": name,
        "type": kolom.type,
        "title": kolom.kop,
        "description": kolom.omschrijving,
        "eenheid": kolom.eenheid,
        "constraints": {"required": not kolom.mag_leeg},
    }


def write_manifest(folder: Path, levering: Levering, rijen: Mapping[str, int]) -> None:
    """Which files belong to the release, with their fingerprints; written last, so a manifest means a whole release."""
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    write_json(
        folder / MANIFEST,
        {
            "gemeente_code": levering.gemeente_code,
            "gemeente_naam": levering.gemeente_naam,
            "synthetisch": levering.is_synthetisch,
            "week": levering.week.naam,
            "as_of": levering.as_of.isoformat(),
            "versies": levering.versies,
            "bestanden": [
                {
                    "naam": path.name,
                    "bytes": path.stat().st_size,
                    "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                    **({"rijen": rijen[path.stem]} if path.stem in rijen else {}),
                }
                for path in files
            ],
        },
    )


def write_json(path: Path, data: Any) -> None:
    """UTF-8, indented, one newline at the end."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
