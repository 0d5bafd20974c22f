"""Strict CSV: UTF-8, one header line with known column names, every row as wide as the header."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from integrations.errors import ReferenceDataError

DELIMITERS = ";,"


@dataclass(frozen=True)
class Row:
    """One row of a file: its line (the header is line 1) and its values by column name, stripped.

    ``values`` is None where the row is wider or narrower than the header.
    """

    line: int
    values: dict[str, str] | None


def read_csv(name: str, content: bytes, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Rows of ``content``, delimited by ``;`` or ``,``, with exactly ``columns`` and perhaps ``optional`` ones.

    A byte order mark is skipped and so are empty lines. ``name`` is what errors call the file.

    Raises:
        ReferenceDataError: not UTF-8, no or another header, or quotes that do not close.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = content.count(b"\n", 0, err.start) + 1
        raise ReferenceDataError(
            f"{name}, regel {line}: dit teken is geen UTF-8.",
            "sla het bestand op als CSV UTF-8 en probeer opnieuw.",
        ) from err
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        header = [column.strip() for column in next(reader, [])]
        _check_header(name, header, columns, optional)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                fits = len(cells) == len(header)
                values = dict(zip(header, (c.strip() for c in cells), strict=True)) if fits else None
                rows.append(Row(line, values))
            line = reader.line_num + 1
    except csv.Error as err:
        raise ReferenceDataError(
            f"{name}, regel {reader.line_num}: de aanhalingstekens kloppen niet.",
            "zet een tekst met aanhalingstekens tussen dubbele aanhalingstekens, of haal ze weg.",
        ) from err
    return rows


def _check_header(name: str, header: list[str], columns: Sequence[str], optional: Sequence[str]) -> None:
    missing = [c for c in columns if c not in header]
    unknown = [c for c in header if c not in (*columns, *optional)]
    double = sorted({c for c in header if header.count(c) > 1})
    problems = [
        f"{what} {', '.join(which)}"
        for what, which in (("ontbreekt:", missing), ("onbekend:", unknown), ("dubbel:", double))
        if which
    ]
    if problems:
        raise ReferenceDataError(
            f"{name}, regel 1: de kolommen kloppen niet ({'; '.join(problems)}).",
            f"begin het bestand met de regel {';'.join(columns)}"
            + (f" (en eventueel {', '.join(optional)})." if optional else "."),
        )
