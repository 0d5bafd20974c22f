"""The workbook: a first sheet to read, a sheet for every table, and one with the meaning of every column."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

from integrations.publicatie.cijfers import Cijfers
from integrations.publicatie.definities import Kolom
from integrations.publicatie.leeswijzer import add_front_sheet
from integrations.publicatie.oordeel import Oordeel
from integrations.publicatie.tabellen import Inhoud, Levering
from integrations.publicatie.werkblad import DECIMAAL, EURO, GETAL, GRIJS, PETROL, Werkmap

KOPRIJ = 3
MAX_BREEDTE = 60
REGELHOOGTE = 15
KOLOMKOP = {
    "bold": True,
    "text_wrap": True,
    "bg_color": "#E8EFF0",
    "bottom": 2,
    "bottom_color": PETROL,
    "valign": "vcenter",
}


def write_workbook(path: Path, levering: Levering, cijfers: Cijfers, oordeel: Oordeel) -> None:
    """Write the workbook to ``path``; the same release gives the same bytes."""
    werkmap = Werkmap(path, levering)
    add_front_sheet(werkmap, cijfers, oordeel)
    for inhoud in levering.inhoud.values():
        _add_table(werkmap, inhoud)
    _add_columns(werkmap)
    werkmap.book.close()


def _add_table(w: Werkmap, inhoud: Inhoud) -> None:
    """One table: its sentence, a way back, Dutch heads with a note each, frozen panes and a filter."""
    tabel = inhoud.tabel
    sheet = w.add_sheet(tabel.titel)
    sheet.repeat_rows(KOPRIJ)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, tabel.titel, w.form(bold=True, font_size=16, font_color=PETROL))
    sheet.write_string(1, 0, tabel.zin, w.form(font_color=GRIJS))
    link = w.form(font_color=PETROL, underline=1)
    sheet.write_url(2, 0, "internal:'Leeswijzer'!A1", link, "terug naar de leeswijzer")
    sheet.set_row(KOPRIJ, 32)
    lines: dict[int, int] = {}
    for column, (name, kolom) in enumerate(tabel.kolommen.items()):
        values = [row[column] for row in inhoud.rijen]
        width = _width(kolom, values)
        sheet.set_column(column, column, width, w.form(**_cell_format(name, kolom, width)))
        align = {"align": "right"} if kolom.type in ("number", "integer") else {"align": "left", "indent": 1}
        sheet.write_string(KOPRIJ, column, kolom.kop, w.form(**KOLOMKOP, **align))
        note = f"{kolom.omschrijving}\n\nEenheid: {kolom.eenheid}. Veld: {name}."
        sheet.write_comment(KOPRIJ, column, note, {"author": "jeugdkoppel", "x_scale": 2.2, "y_scale": 1.4})
        for number, value in enumerate(values, start=KOPRIJ + 1):
            _write(sheet, number, column, value)
            if width == MAX_BREEDTE and value is not None:
                lines[number] = max(lines.get(number, 1), ceil(len(str(value)) / MAX_BREEDTE))
    for number, count in lines.items():
        sheet.set_row(number, REGELHOOGTE * count)
    sheet.freeze_panes(KOPRIJ + 1, 1)
    if inhoud.rijen:
        sheet.autofilter(KOPRIJ, 0, KOPRIJ + len(inhoud.rijen), len(tabel.kolommen) - 1)
    else:
        sheet.write_string(
            KOPRIJ + 1, 0, "Geen rijen voor deze gemeente.", w.form(italic=True, font_color=GRIJS)
        )


def _add_columns(w: Werkmap) -> None:
    """Every column of every sheet with its meaning, to read or to search."""
    sheet = w.add_sheet("Kolommen")
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, "Wat elke kolom betekent", w.form(bold=True, font_size=16, font_color=PETROL))
    heads = {"Blad": 18, "Kolom": 24, "Veld": 24, "Eenheid": 16, "Omschrijving": 90}
    for column, (text, width) in enumerate(heads.items()):
        sheet.set_column(column, column, width, w.form(text_wrap=True))
        sheet.write_string(2, column, text, w.form(**KOLOMKOP))
    rows = [
        (inhoud.tabel.titel, kolom.kop, name, kolom.eenheid, kolom.omschrijving)
        for inhoud in w.levering.inhoud.values()
        for name, kolom in inhoud.tabel.kolommen.items()
    ]
    for number, row in enumerate(rows, start=3):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, 2 + len(rows), len(heads) - 1)


def _cell_format(name: str, kolom: Kolom, width: float) -> dict[str, Any]:
    match kolom.type:
        case "number":
            return {"num_format": EURO if kolom.eenheid.startswith("euro") else DECIMAAL}
        case "integer":
            return {"num_format": "0" if kolom.eenheid in ("jaar", "halfjaar") else GETAL}
        case "date":
            return {
                "num_format": "[$-413]mmm yyyy" if "maand" in name else "dd-mm-yyyy",
                "align": "left",
                "indent": 1,
            }
        case _:
            return {"indent": 1, "text_wrap": width >= MAX_BREEDTE}


def _width(kolom: Kolom, values: Sequence[Any]) -> float:
    """Wide enough for the head on two lines and for what is in the column, up to a reading width."""
    extra = 5 if kolom.type == "number" else 2
    longest = max((len(str(value)) + extra for value in values if value is not None), default=0)
    return min(max(10, len(kolom.kop) * 0.75 + 4, longest), MAX_BREEDTE)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    """One cell; nothing stays an empty cell."""
    if isinstance(value, bool):
        sheet.write_string(row, column, "ja" if value else "nee")
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, value)
