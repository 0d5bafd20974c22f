"""The first sheet of the workbook: what it is, the verdict, the figures, a picture, how to read it, where things are."""

from collections.abc import Sequence
from typing import Any

from integrations.publicatie import opmaak
from integrations.publicatie.cijfers import Cijfers
from integrations.publicatie.oordeel import Oordeel, Uitslag
from integrations.publicatie.rapport import key_figures
from integrations.publicatie.tabellen import SYNTHETISCH
from integrations.publicatie.werkblad import EURO, GETAL, GRIJS, INKT, LIJN, OKER, PETROL, STEEN, Werkmap

LAATSTE_KOLOM = 7
RIJEN_VAN_GRAFIEK = 16
KLEUREN = {
    Uitslag.GOED: "#1F6B4F",
    Uitslag.ONBEKEND: "#53616A",
    Uitslag.LET_OP: "#8A5A00",
    Uitslag.ONVOLDOENDE: "#9A3324",
}
UITLEG = (
    "Elke rij van een tabel is één combinatie van de eerste kolommen; de kop van een kolom toont wat zij betekent.",
    "Gedeclareerd = gepubliceerd + afgewezen + aangehouden, op de cent. De gebruikscijfers rusten op gepubliceerd.",
    "Jeugdigen per zorgcategorie tellen niet op tot unieke jeugdigen: wie twee soorten zorg krijgt, telt in beide.",
    "De jongste maanden zijn nog niet vol: aanbieders declareren achteraf.",
    "Duur en wachttijd tellen wat nog open is mee als open; het gemiddelde van wat is afgelopen is in jonge jaren te kort.",
    "'niet gekoppeld' betekent dat een productcode nog geen zorgcategorie heeft. Het geld telt wel mee.",
    "De cijfers zijn voor de gemeente zelf. Maak aantallen onder de 10 niet openbaar.",
)


def add_front_sheet(w: Werkmap, cijfers: Cijfers, oordeel: Oordeel) -> None:
    """Add the sheet ``Leeswijzer``; row by row, each part returns the row after it."""
    sheet = w.add_sheet("Leeswijzer")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, LAATSTE_KOLOM, 18)
    levering = w.levering
    sheet.set_row(1, 30)
    sheet.write_string(
        1, 1, f"Jeugdhulp {levering.gemeente_naam}", w.form(bold=True, font_size=22, font_color=PETROL)
    )
    subtitle = f"{levering.week.titel.capitalize()}. Stand van {opmaak.moment(levering.as_of)}."
    sheet.write_string(2, 1, subtitle, w.form(font_color=GRIJS))
    if levering.is_synthetisch:
        sheet.write_string(3, 1, SYNTHETISCH, w.form(bold=True, font_color=KLEUREN[Uitslag.ONVOLDOENDE]))
    row = _verdict(w, sheet, 4, oordeel)
    row = _figures(w, sheet, row + 1, cijfers)
    row = _criteria(w, sheet, row + 1, oordeel)
    row = _months(w, sheet, row + 1, cijfers)
    row = _explanation(w, sheet, row + 1, UITLEG)
    _contents(w, sheet, row + 1)


def _heading(w: Werkmap, sheet: Any, row: int, title: str) -> None:
    sheet.set_row(row, 24)
    sheet.write_string(row, 1, title, w.form(bold=True, font_size=14, valign="vcenter"))


def _verdict(w: Werkmap, sheet: Any, row: int, oordeel: Oordeel) -> int:
    banner = {
        "bg_color": KLEUREN[oordeel.uitslag],
        "font_color": "#FFFFFF",
        "valign": "vcenter",
        "indent": 1,
        "text_wrap": True,
    }
    sheet.set_row(row, 26)
    sheet.merge_range(row, 1, row, LAATSTE_KOLOM, oordeel.kop, w.form(bold=True, font_size=15, **banner))
    sheet.set_row(row + 1, 34)
    sheet.merge_range(row + 1, 1, row + 1, LAATSTE_KOLOM, oordeel.zin, w.form(**banner))
    return row + 2


def _figures(w: Werkmap, sheet: Any, row: int, cijfers: Cijfers) -> int:
    figures = key_figures(cijfers)
    for number, figure in enumerate(figures, start=row):
        sheet.write_string(number, 1, figure.naam, w.form(font_color=GRIJS))
        sheet.write_string(number, 2, figure.waarde, w.form(bold=True, font_size=13))
        sheet.write_string(number, 3, figure.uitleg, w.form(font_color=GRIJS))
    return row + len(figures)


def _criteria(w: Werkmap, sheet: Any, row: int, oordeel: Oordeel) -> int:
    if not oordeel.criteria:
        return row
    _heading(w, sheet, row, "Waar het oordeel op rust")
    heads = {1: "Punt", 2: "Uitslag", 3: "Gevonden", 5: "Gevraagd"}
    for column in range(1, LAATSTE_KOLOM + 1):
        sheet.write_string(row + 1, column, heads.get(column, ""), w.form(bold=True, bottom=1))
    for number, c in enumerate(oordeel.criteria, start=row + 2):
        sheet.write_string(number, 1, c.naam, w.form())
        sheet.write_string(number, 2, c.uitslag.naam, w.form(bold=True, font_color=KLEUREN[c.uitslag]))
        sheet.write_string(number, 3, c.gevonden, w.form())
        sheet.write_string(number, 5, c.norm, w.form())
    return row + 2 + len(oordeel.criteria)


def _months(w: Werkmap, sheet: Any, row: int, cijfers: Cijfers) -> int:
    """A chart of the money per month, and under it the table that it draws."""
    if not cijfers.maanden:
        return row
    _heading(w, sheet, row, "Per zorgmaand")
    head = row + 1 + RIJEN_VAN_GRAFIEK
    first, last = head + 1, head + len(cijfers.maanden)
    heads = ("Maand", "Unieke jeugdigen", "Gepubliceerd", "Aangehouden", "Afgewezen", "Gedeclareerd")
    for column, text in enumerate(heads, start=1):
        align = "left" if column == 1 else "right"
        sheet.write_string(head, column, text, w.form(bold=True, bottom=1, align=align))
    for number, m in enumerate(cijfers.maanden, start=first):
        sheet.write_datetime(number, 1, m.maand, w.form(num_format="[$-413]mmmm yyyy", align="left"))
        if m.jeugdigen is not None:
            sheet.write_number(number, 2, m.jeugdigen, w.form(num_format=GETAL))
        b = m.bedragen
        amounts = (b.gepubliceerd, b.aangehouden, b.afgewezen, b.gedeclareerd)
        for column, amount in enumerate(amounts, start=3):
            sheet.write_number(number, column, amount, w.form(num_format=EURO))
    _chart(w, sheet, row + 1, head, first, last)
    return last + 1


def _chart(w: Werkmap, sheet: Any, row: int, head: int, first: int, last: int) -> None:
    chart = w.book.add_chart({"type": "column", "subtype": "stacked"})
    for column, colour in ((3, PETROL), (4, OKER), (5, STEEN)):
        chart.add_series(
            {
                "name": [sheet.name, head, column],
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
    chart.set_size({"width": 1010, "height": 20 * RIJEN_VAN_GRAFIEK - 20})
    text = "Gepubliceerd, aangehouden en afgewezen bedrag per maand, gestapeld; de cijfers staan eronder"
    sheet.insert_chart(row, 1, chart, {"description": text, "object_position": 2, "y_offset": 4})


def _explanation(w: Werkmap, sheet: Any, row: int, lines: Sequence[str]) -> int:
    _heading(w, sheet, row, "Zo leest u dit")
    for number, line in enumerate(lines, start=row + 1):
        sheet.write_string(number, 1, f"•  {line}", w.form())
    return row + 1 + len(lines)


def _contents(w: Werkmap, sheet: Any, row: int) -> None:
    _heading(w, sheet, row, "Bladen")
    link = w.form(font_color=PETROL, underline=1)
    for number, inhoud in enumerate(w.levering.inhoud.values(), start=row + 1):
        sheet.write_url(number, 1, f"internal:'{inhoud.tabel.titel}'!A1", link, inhoud.tabel.titel)
        sheet.write_string(number, 2, inhoud.tabel.zin, w.form())
