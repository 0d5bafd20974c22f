"""The code lists, municipalities, zorgcategorieën and crosswalks of this package: read and checked, no database.

A folder ``<from>__<to>`` with a CSV of that name and a ``metadata.yaml`` is a crosswalk; adding one takes no Python.
What is checked: columns, dates, no overlapping periods for one key, and that every code that is named exists in
the list it comes from on the day it starts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import NoReturn

import yaml

from integrations.errors import ReferenceDataError
from mappings.csvfiles import read_csv

PERIOD = ("geldig_vanaf", "geldig_tot")
CODE_COLUMNS = ("code", "betekenis", *PERIOD, "bron")
GEMEENTE_COLUMNS = ("gemeente_code", "gemeente_naam", "provincie", "regio_code", *PERIOD, "bron")
REGIO_COLUMNS = ("regio_code", "regio_naam", "bron")
FEESTDAG_COLUMNS = ("dag", "naam", "bron")
ZORGCATEGORIE_COLUMNS = ("zorgcategorie", "naam", "omschrijving", "volgorde", "is_crisis", "bron")
CROSSWALK_COLUMNS = (*PERIOD, "status", "bron", "toelichting")
STATUSES = ("vastgesteld", "te verifiëren")
MAY_BE_EMPTY = ("geldig_tot", "toelichting", "ook_toegestaan")
TRUTH = {"ja": True, "nee": False}

Validity = list[tuple[date, date]]


@dataclass(frozen=True)
class Record:
    """One row with where it stands, for errors; an empty value is None."""

    file: str
    line: int
    values: dict[str, str | None]

    def __getitem__(self, column: str) -> str | None:
        return self.values[column]

    def fail(self, message: str, remedy: str) -> NoReturn:
        raise ReferenceDataError(f"{self.file}, regel {self.line}: {message}", remedy)

    def period(self) -> tuple[date, date]:
        """First day and first day after; an open end is the last day Python knows."""
        try:
            start = date.fromisoformat(self["geldig_vanaf"] or "")
            end = date.fromisoformat(self["geldig_tot"]) if self["geldig_tot"] else date.max
        except ValueError:
            self.fail("geldig_vanaf of geldig_tot is geen datum.", "schrijf datums als JJJJ-MM-DD.")
        if end <= start:
            self.fail("geldig_tot ligt niet na geldig_vanaf.", "laat geldig_tot leeg of kies een latere dag.")
        return start, end


@dataclass(frozen=True)
class Crosswalk:
    """One folder ``<from>__<to>``: its records and the column names of both sides."""

    source: str
    target: str
    records: list[Record]

    @property
    def name(self) -> str:
        return f"{self.source}__{self.target}"


@dataclass(frozen=True)
class Reference:
    """Everything this package ships, checked."""

    codelijsten: dict[str, list[Record]]
    regios: list[Record]
    gemeenten: list[Record]
    zorgcategorieen: list[Record]
    crosswalks: list[Crosswalk]
    feestdagen: list[Record]


def read_reference(root: Traversable) -> Reference:
    """Read the folders under ``root``.

    Raises:
        ReferenceDataError: names the file, the line and what to do.
    """
    codelijsten = _read_codelijsten(root)
    regios = _read_file(root, "gemeenten", "regio.csv", REGIO_COLUMNS)
    gemeenten = _read_file(root, "gemeenten", "gemeente.csv", GEMEENTE_COLUMNS)
    zorgcategorieen = _read_file(root, "zorgcategorie", "zorgcategorie.csv", ZORGCATEGORIE_COLUMNS)
    for record in zorgcategorieen:
        if record["is_crisis"] not in TRUTH:
            record.fail("is_crisis is geen ja of nee.", "vul ja of nee in.")
    known = {name: _validity(records) for name, records in codelijsten.items()}
    known["zorgcategorie"] = {str(r["zorgcategorie"]): [(date.min, date.max)] for r in zorgcategorieen}
    known["regio"] = {str(r["regio_code"]): [(date.min, date.max)] for r in regios}
    for records, key in ((regios, "regio_code"), (zorgcategorieen, "zorgcategorie")):
        _check_unique(records, key)
    _check_periods(gemeenten, "gemeente_code")
    for record in gemeenten:
        _check_known(record, "regio_code", "regio", known)
    crosswalks = [_read_crosswalk(root, f.name, known) for f in _folders(root) if "__" in f.name]
    return Reference(codelijsten, regios, gemeenten, zorgcategorieen, crosswalks, _read_feestdagen(root))


def _read_feestdagen(root: Traversable) -> list[Record]:
    """Every public holiday once; working days are counted from the first to the last year named."""
    feestdagen = _read_file(root, "feestdagen", "feestdag.csv", FEESTDAG_COLUMNS)
    _check_unique(feestdagen, "dag")
    for record in feestdagen:
        try:
            date.fromisoformat(record["dag"] or "")
        except ValueError:
            record.fail("dag is geen datum.", "schrijf datums als JJJJ-MM-DD.")
    return feestdagen


def _folders(root: Traversable) -> list[Traversable]:
    return sorted(
        (f for f in root.iterdir() if f.is_dir() and not f.name.startswith("_")), key=lambda f: f.name
    )


def _read_file(
    root: Traversable,
    folder: str,
    name: str,
    columns: Sequence[str],
    optional: Sequence[str] = (),
    empty: str = "",
) -> list[Record]:
    """Rows of one CSV; only the columns in MAY_BE_EMPTY and ``empty`` may be empty."""
    file = f"{folder}/{name}"
    records = []
    for row in read_csv(file, root.joinpath(folder, name).read_bytes(), columns, optional):
        if row.values is None:
            raise ReferenceDataError(
                f"{file}, regel {row.line}: er staan meer of minder waarden dan kolommen.",
                "zet een tekst met een komma tussen dubbele aanhalingstekens.",
            )
        record = Record(file, row.line, {c: v or None for c, v in row.values.items()})
        for column in columns:
            if record[column] is None and column not in (*MAY_BE_EMPTY, empty):
                record.fail(f"{column} is leeg.", "vul de waarde in.")
        records.append(record)
    return records


def _read_metadata(root: Traversable, folder: str, *keys: str) -> dict[str, object]:
    file = f"{folder}/metadata.yaml"
    try:
        metadata = yaml.safe_load(root.joinpath(folder, "metadata.yaml").read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as err:
        raise ReferenceDataError(
            f"{file} ontbreekt of is geen YAML.", "beschrijf de map in metadata.yaml."
        ) from err
    missing = [key for key in keys if key not in (metadata or {})]
    if missing:
        raise ReferenceDataError(f"{file}: {', '.join(missing)} ontbreekt.", "vul metadata.yaml aan.")
    return dict(metadata)


def _read_codelijsten(root: Traversable) -> dict[str, list[Record]]:
    described = _read_metadata(root, "codelijsten", "lijsten")["lijsten"]
    present = {
        f.name.removesuffix(".csv") for f in root.joinpath("codelijsten").iterdir() if f.name.endswith(".csv")
    }
    strays = present.symmetric_difference(described if isinstance(described, dict) else ())
    if strays:
        raise ReferenceDataError(
            f"codelijsten/metadata.yaml: bestanden en beschrijving verschillen ({', '.join(sorted(strays))}).",
            "beschrijf elke lijst onder lijsten, en haal een beschrijving zonder bestand weg.",
        )
    lists = {name: _read_file(root, "codelijsten", f"{name}.csv", CODE_COLUMNS) for name in sorted(present)}
    for records in lists.values():
        _check_periods(records, "code")
    return lists


def _read_crosswalk(root: Traversable, folder: str, known: dict[str, dict[str, Validity]]) -> Crosswalk:
    source, target = folder.split("__")
    metadata = _read_metadata(root, folder, "van", "naar")
    source_list, target_list = str(metadata["van"]), str(metadata["naar"])
    for name in (source_list, target_list):
        if name not in known:
            raise ReferenceDataError(
                f"{folder}/metadata.yaml: lijst {name} bestaat niet.", "noem een bestaande lijst."
            )
    records = _read_file(
        root, folder, f"{folder}.csv", (source, target, *CROSSWALK_COLUMNS), ("ook_toegestaan",), empty=target
    )
    _check_periods(records, source)
    for record in records:
        if record["status"] not in STATUSES:
            record.fail(f"status {record['status']} bestaat niet.", f"kies {' of '.join(STATUSES)}.")
        _check_known(record, source, source_list, known)
        _check_known(record, target, target_list, known)
        for code in split_codes(record.values.get("ook_toegestaan")):
            if code not in known[target_list]:
                record.fail(f"{code} staat niet in {target_list}.", "kies codes uit die lijst.")
    return Crosswalk(source, target, records)


def split_codes(codes: str | None) -> list[str]:
    """The codes in a cell that holds several, separated by ``;``."""
    return codes.split(";") if codes else []


def _validity(records: Iterable[Record]) -> dict[str, Validity]:
    validity: dict[str, Validity] = {}
    for record in records:
        validity.setdefault(str(record["code"]), []).append(record.period())
    return validity


def _check_unique(records: Iterable[Record], key: str) -> None:
    seen: dict[str | None, int] = {}
    for record in records:
        if record[key] in seen:
            record.fail(
                f"{key} {record[key]} staat ook op regel {seen[record[key]]}.", "laat één regel staan."
            )
        seen[record[key]] = record.line


def _check_periods(records: Iterable[Record], key: str) -> None:
    """No two periods of one key overlap: on any day a code means one thing."""
    earlier: dict[str | None, list[Record]] = {}
    for record in records:
        start, end = record.period()
        for other in earlier.setdefault(record[key], []):
            other_start, other_end = other.period()
            if start < other_end and other_start < end:
                record.fail(
                    f"de periode van {key} {record[key]} overlapt met regel {other.line}.",
                    "vul geldig_tot van de oudste regel in, of haal een van beide weg.",
                )
        earlier[record[key]].append(record)


def _check_known(record: Record, column: str, name: str, known: dict[str, dict[str, Validity]]) -> None:
    """The code in ``column``, when there is one, is in list ``name`` on the day the record starts."""
    code = record[column]
    if code is None:
        return
    start, _ = record.period()
    if not any(first <= start < after for first, after in known[name].get(code, [])):
        record.fail(
            f"{column} {code} staat op {start} niet in {name}.",
            f"kies een code uit {name} die dan geldt, of vul die lijst aan.",
        )
