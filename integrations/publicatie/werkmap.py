"""The workbook: a first sheet to read, a sheet for every table, and one with the meaning of every column.

XlsxWriter is imported inside the function. Text is always written as text, so that no value is taken for a formula.
"""

from collections.abc import Sequence
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from typing import Any

from integrations.publicatie import opmaak
from integrations.publicatie.cijfers import Cijfers
from integrations.publicatie.definities import Kolom
from integrations.publicatie.oordeel import Oordeel, Uitslag
from integrations.publicatie.rapport import key_figures
from integrations.publicatie.tabellen import Inhoud, Levering

INKT, GRIJS, LIJN, PETROL, OKER, STEEN = "#22313A", "#53616A", "#D9DEE1", "#0D5C6C", "#C98A1B", "#A2402F"
KLEUREN = {
    Uitslag.GOED: "#1F6B4F",
    Uitslag.ONBEKEND: "#53616A",
    Uitslag.LET_OP: "#8A5A00",
    Uitslag.ONVOLDOENDE: "#9A3324",
}
GETALVORM = {
    "euro": "[$€-413] #,##0.00;[Red][$€-413] -#,##0.00",
    "integer": "#,##0;[Red]-#,##0",
    "maand": "[$-413]mmm yyyy",
    "datum": "dd-mm-yyyy",
}
MAX_BREEDTE = 60
KOLOMKOP = {
    "bold": True,
    "text_wrap": True,
    "bg_color": "#E8EFF0",
    "bottom": 2,
    "bottom_color": PETROL,
    "valign": "vcenter",
}
UITLEG = (
    "Elke rij van een tabel is één combinatie van de eerste kolommen; de kop van een kolom toont wat zij betekent.",
    "Gedeclareerd = gepubliceerd + afgewezen + aangehouden, op de cent. De gebruikscijfers rusten op gepubliceerd.",
    "Jeugdigen per zorgcategorie tellen niet op tot unieke jeugdigen: wie twee soorten zorg krijgt, telt in beide.",
    "De jongste maanden zijn nog niet vol: aanbieders declareren achteraf.",
    "'niet gekoppeld' betekent dat een productcode nog geen zorgcategorie heeft. Het geld telt wel mee.",
    "De cijfers zijn voor de gemeente zelf. Maak aantallen onder de 10 niet openbaar.",
)


class Werkmap:
    """One workbook in the making; ``Leeswijzer`` first, then the tables, then ``Kolommen``."""

    def __init__(self, path: Path, levering: Levering) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.levering = levering
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.book.set_properties(
            {
                "title": f"Jeugdhulp {levering.gemeente_naam}, {levering.week.naam}",
                "subject": "Gebruik en kosten van jeugdhulp",
                "author": "jeugdkoppel",
                "created": levering.as_of.astimezone(UTC).replace(tzinfo=None),
            }
        )
        self.book.set_calc_mode("auto")

    def form(self, **properties: Any) -> Any:
        """A cell format, made once for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": "Calibri", "font_size": 11, "font_color": INKT, "valign": "top"}
            self.formats[key] = self.book.add_format(base | properties)
        return self.formats[key]


def write_workbook(path: Path, levering: Levering, cijfers: Cijfers, oordeel: Oordeel) -> None:
    """Write the workbook to ``path``; the same release gives the same bytes."""
    werkmap = Werkmap(path, levering)
    sheet = werkmap.book.add_worksheet("Leeswijzer")
    _front(werkmap, sheet, cijfers, oordeel)
    for inhoud in levering.inhoud.values():
        _table_sheet(werkmap, inhoud)
    _columns_sheet(werkmap)
    werkmap.book.close()


def _front(w: Werkmap, sheet: Any, cijfers: Cijfers, oordeel: Oordeel) -> None:
    """The first sheet: what this is, the verdict, the figures, a picture, how to read it and where things are."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 5, 18)
    sheet.set_column(6, 6, 34)
    levering = w.levering
    sheet.set_row(1, 30)
    sheet.write_string(
        1, 1, f"Jeugdhulp {levering.gemeente_naam}", w.form(bold=True, font_size=22, font_color=PETROL)
    )
    sheet.write_string(
        2,
        1,
        f"{levering.week.titel.capitalize()}. Stand van {opmaak.moment(levering.as_of)}.",
        w.form(font_color=GRIJS),
    )

    verdict = {
        "bg_color": KLEUREN[oordeel.uitslag],
        "font_color": "#FFFFFF",
        "valign": "vcenter",
        "indent": 1,
    }
    sheet.set_row(4, 26)
    sheet.merge_range(4, 1, 4, 6, oordeel.kop, w.form(bold=True, font_size=15, **verdict))
    sheet.set_row(5, 34)
    sheet.merge_range(5, 1, 5, 6, oordeel.zin, w.form(text_wrap=True, **verdict))

    row = 7
    for figure in key_figures(cijfers):
        sheet.write_string(row, 1, figure.naam, w.form(font_color=GRIJS))
        sheet.write_string(row, 2, figure.waarde, w.form(bold=True, font_size=13))
        sheet.write_string(row, 3, figure.uitleg, w.form(font_color=GRIJS))
        row += 1

    row = _criteria(w, sheet, row + 1, oordeel)
    row = _months(w, sheet, row + 1, cijfers)
    row = _lines(w, sheet, row + 1, "Zo leest u dit", UITLEG)
    _heading(w, sheet, row + 1, "Bladen")
    for number, inhoud in enumerate(levering.inhoud.values(), start=row + 2):
        sheet.write_url(
            number,
            1,
            f"internal:'{inhoud.tabel.titel}'!A1",
            w.form(font_color=PETROL, underline=1),
            inhoud.tabel.titel,
        )
        sheet.write_string(number, 2, inhoud.tabel.zin, w.form())


def _heading(w: Werkmap, sheet: Any, row: int, title: str) -> None:
    sheet.set_row(row, 24)
    sheet.write_string(row, 1, title, w.form(bold=True, font_size=14, valign="vcenter"))


def _criteria(w: Werkmap, sheet: Any, row: int, oordeel: Oordeel) -> int:
    if not oordeel.criteria:
        return row
    _heading(w, sheet, row, "Waar het oordeel op rust")
    for column, head in ((1, "Punt"), (2, "Uitslag"), (3, "Gevonden"), (5, "Gevraagd")):
        sheet.write_string(row + 1, column, head, w.form(bold=True, bottom=1))
    for column in (4, 6):
        sheet.write_blank(row + 1, column, None, w.form(bottom=1))
    for number, c in enumerate(oordeel.criteria, start=row + 2):
        sheet.write_string(number, 1, c.naam, w.form())
        sheet.write_string(number, 2, c.uitslag.naam, w.form(bold=True, font_color=KLEUREN[c.uitslag]))
        sheet.write_string(number, 3, c.gevonden, w.form())
        sheet.write_string(number, 5, c.norm, w.form())
    return row + 2 + len(oordeel.criteria)


def _months(w: Werkmap, sheet: Any, row: int, cijfers: Cijfers) -> int:
    """Money and youths per month, with a chart under the table."""
    if not cijfers.maanden:
        return row
    _heading(w, sheet, row, "Per zorgmaand")
    heads = ("Maand", "Unieke jeugdigen", "Gepubliceerd", "Aangehouden", "Afgewezen", "Gedeclareerd")
    for column, head in enumerate(heads, start=1):
        sheet.write_string(
            row + 1, column, head, w.form(bold=True, bottom=1, align="left" if column == 1 else "right")
        )
    euro = w.form(num_format=GETALVORM["euro"])
    first = row + 2
    for number, m in enumerate(cijfers.maanden, start=first):
        sheet.write_datetime(number, 1, m.maand, w.form(num_format="[$-413]mmmm yyyy", align="left"))
        if m.jeugdigen is not None:
            sheet.write_number(number, 2, m.jeugdigen, w.form(num_format=GETALVORM["integer"]))
        b = m.bedragen
        for column, amount in enumerate(
            (b.gepubliceerd, b.aangehouden, b.afgewezen, b.gedeclareerd), start=3
        ):
            sheet.write_number(number, column, amount, euro)
    last = first + len(cijfers.maanden) - 1
    chart = w.book.add_chart({"type": "column", "subtype": "stacked"})
    for column, colour in ((3, PETROL), (4, OKER), (5, STEEN)):
        chart.add_series(
            {
                "name": [sheet.name, row + 1, column],
                "categories": [sheet.name, first, 1, last, 1],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 45,
            }
        )
    chart.set_title({"name": "Gedeclareerd bedrag per zorgmaand", "name_font": {"size": 12, "color": INKT}})
    chart.set_y_axis(
        {
            "num_format": "[$€-413] #,##0",
            "major_gridlines": {"visible": True, "line": {"color": LIJN}},
            "line": {"none": True},
        }
    )
    chart.set_x_axis({"num_format": "[$-413]mmm yy", "text_axis": True, "line": {"color": GRIJS}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 300})
    sheet.insert_chart(
        last + 2,
        1,
        chart,
        {"description": "Gepubliceerd, aangehouden en afgewezen bedrag per maand", "object_position": 2},
    )
    return last + 18


def _lines(w: Werkmap, sheet: Any, row: int, title: str, lines: Sequence[str]) -> int:
    _heading(w, sheet, row, title)
    for number, line in enumerate(lines, start=row + 1):
        sheet.write_string(number, 1, f"•  {line}", w.form())
    return row + 1 + len(lines)


def _table_sheet(w: Werkmap, inhoud: Inhoud) -> None:
    """One table: its sentence, a way back, Dutch heads with a note each, frozen panes and a filter."""
    tabel = inhoud.tabel
    sheet = w.book.add_worksheet(tabel.titel)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.write_string(0, 0, tabel.titel, w.form(bold=True, font_size=16, font_color=PETROL))
    sheet.write_string(1, 0, tabel.zin, w.form(font_color=GRIJS))
    sheet.write_url(
        2, 0, "internal:'Leeswijzer'!A1", w.form(font_color=PETROL, underline=1), "terug naar de leeswijzer"
    )
    sheet.set_row(0, 26)
    sheet.set_row(3, 32)
    for column, (name, kolom) in enumerate(tabel.kolommen.items()):
        values = [row[column] for row in inhoud.rijen]
        width = _width(kolom, values)
        sheet.set_column(column, column, width, w.form(**_cell_format(name, kolom, width)))
        align = "right" if kolom.type in ("number", "integer") else "left"
        sheet.write_string(3, column, kolom.kop, w.form(**KOLOMKOP, align=align))
        note = f"{kolom.omschrijving}\n\nEenheid: {kolom.eenheid}. Veld: {name}."
        sheet.write_comment(3, column, note, {"author": "jeugdkoppel", "x_scale": 2.2, "y_scale": 1.4})
        for number, value in enumerate(values, start=4):
            _write(sheet, number, column, value)
    sheet.freeze_panes(4, 1)
    if inhoud.rijen:
        sheet.autofilter(3, 0, 3 + len(inhoud.rijen), len(tabel.kolommen) - 1)
    else:
        sheet.write_string(4, 0, "Geen rijen voor deze gemeente.", w.form(italic=True, font_color=GRIJS))


def _columns_sheet(w: Werkmap) -> None:
    """Every column of every sheet with its meaning, to read or to search."""
    sheet = w.book.add_worksheet("Kolommen")
    sheet.write_string(0, 0, "Wat betekent elke kolom", w.form(bold=True, font_size=16, font_color=PETROL))
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
    sheet.autofilter(2, 0, 2 + len(rows), 4)


def _cell_format(name: str, kolom: Kolom, width: float) -> dict[str, Any]:
    if kolom.type == "number":
        return {"num_format": GETALVORM["euro"]}
    if kolom.type == "date":
        return {"num_format": GETALVORM["maand" if "maand" in name else "datum"], "align": "left"}
    if kolom.type == "integer":
        return {"num_format": "0" if kolom.eenheid in ("jaar", "halfjaar") else GETALVORM["integer"]}
    return {"text_wrap": True} if width >= MAX_BREEDTE else {}


def _width(kolom: Kolom, values: Sequence[Any]) -> float:
    """Wide enough for the head on two lines and for what is in the column, up to a reading width."""
    extra = 5 if kolom.type == "number" else 2
    longest = max((len(str(value)) + extra for value in values if value is not None), default=0)
    return min(max(10, len(kolom.kop) * 0.75 + 4, longest), MAX_BREEDTE)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "ja" if value else "nee")
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
