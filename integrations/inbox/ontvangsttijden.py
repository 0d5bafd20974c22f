"""When messages were received, from a CSV: for synthetic worlds, and for messages that were received elsewhere before."""

import csv
from datetime import datetime
from pathlib import Path

from integrations.errors import ConfigurationError

KOLOMMEN = ["bestand", "ontvangen_op"]


def read_ontvangsttijden(path: Path, nu: datetime) -> dict[str, datetime]:
    """Name of a file → moment, from lines ``bestand,ontvangen_op`` (ISO 8601 with an offset or Z) under that head.

    Raises:
        ConfigurationError: another head, a line that is not a name and a moment, or a moment after ``nu``.
    """
    tijden: dict[str, datetime] = {}
    with path.open(encoding="utf-8", newline="") as bestand:
        regels = csv.reader(bestand)
        if next(regels, []) != KOLOMMEN:
            raise ConfigurationError(
                f"{path.name} begint niet met {','.join(KOLOMMEN)}.", "geef een CSV met deze twee kolommen."
            )
        for regel in regels:
            try:
                naam, tekst = regel
                moment = datetime.fromisoformat(tekst)
                in_orde = moment <= nu  # TypeError: no offset
            except (ValueError, TypeError):
                in_orde = False
            if not in_orde:
                raise ConfigurationError(
                    f"{path.name}, regel {regels.line_num}: geen bestandsnaam met een moment in het verleden.",
                    "schrijf bijvoorbeeld bericht.xml,2025-03-04T09:15:00Z.",
                )
            tijden[naam] = moment
    return tijden
