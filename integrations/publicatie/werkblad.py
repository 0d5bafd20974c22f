"""What the sheets of the workbook share: the file, its colours and its number formats."""

from pathlib import Path
from typing import Any

from integrations.publicatie.tabellen import Levering

INKT, GRIJS, LIJN, PETROL, OKER, STEEN = "#22313A", "#53616A", "#D9DEE1", "#0D5C6C", "#C98A1B", "#A2402F"
EURO = "[$€-413] #,##0.00;[Red][$€-413] -#,##0.00"
GETAL = "#,##0;[Red]-#,##0"
DECIMAAL = "#,##0.0#;[Red]-#,##0.0#"
A4 = 9


class Werkmap:
    """A workbook in the making. Text is always written as text: no value is ever taken for a formula or a link."""

    def __init__(self, path: Path, levering: Levering) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.levering = levering
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.book.set_properties(
            {
                "title": f"Jeugdhulp {levering.gemeente_naam}, {levering.week.naam}",
                "subject": "Gebruik en kosten van jeugdhulp",
                "author": "jeugdkoppel",
                "created": levering.as_of.replace(tzinfo=None),
            }
        )

    def add_sheet(self, name: str) -> Any:
        """A new sheet that prints on landscape A4, one page wide."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def form(self, **properties: Any) -> Any:
        """A cell format; the same properties give the same one."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Calibri", "font_size": 11, "font_color": INKT, "valign": "top"}
            self._formats[key] = self.book.add_format(base | properties)
        return self._formats[key]
