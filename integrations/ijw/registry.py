"""Which messages can be read: one line a type. Everything else is kept, and reported by its name."""

import re
from typing import NamedTuple

from integrations.ijw import jw301, jw305, jw307, jw315, jw317, jw319, jw323, jw325, retour
from integrations.ijw.bericht import REGEL_TYPE, Reden
from integrations.ijw.vorm import Berichttype

RELEASE = "3.2"

BERICHTTYPEN: dict[str, Berichttype] = {
    "JW301": jw301.BERICHT,
    "JW302": retour.BERICHT,
    "JW305": jw305.BERICHT,
    "JW306": retour.BERICHT,
    "JW307": jw307.BERICHT,
    "JW308": retour.BERICHT,
    "JW315": jw315.BERICHT,
    "JW316": retour.BERICHT,
    "JW317": jw317.BERICHT,
    "JW318": retour.BERICHT,
    "JW319": jw319.BERICHT,
    "JW320": retour.BERICHT,
    "JW323": jw323.BERICHT,
    "JW325": jw325.BERICHT,
}

COLUMNS = {tabel: columns for soort in BERICHTTYPEN.values() for tabel, columns in soort.columns.items()}
"""Columns of the rows by core table. Not there: bericht_id, bekend_vanaf and what the database generates;
``bsn`` stands where the table has client_pseudoniem."""


class Herkomst(NamedTuple):
    """Standard, release and type as the namespace of a message states them: iJw, 3.2, JW301."""

    standaard: str
    release: str
    berichttype: str

    @property
    def is_ondersteund(self) -> bool:
        return self.standaard == "iJw" and self.release == RELEASE and self.berichttype in BERICHTTYPEN


_NAMESPACE = re.compile(
    r"http://www\.istandaarden\.nl/i([a-z]{2,3})/(\d{1,2}(?:_\d{1,2})*)/([a-z]{2,4}\d{3})/schema"
)


def identify(namespace: str) -> Herkomst | None:
    """What the namespace of a root element says, or None when it is not one of the iStandaarden."""
    match = _NAMESPACE.fullmatch(namespace)
    if match is None:
        return None
    standaard, release, bericht = match.groups()
    return Herkomst(f"i{standaard.capitalize()}", release.replace("_", "."), bericht.upper())


def explain_unsupported(herkomst: Herkomst | None, namespace: str) -> Reden:
    """Why a well-formed document is kept without being processed."""
    bewaard = "Opnieuw versturen hoeft niet: het bericht blijft bewaard en wordt verwerkt zodra dit wordt ondersteund."
    if herkomst is None and "stuf" in namespace.lower():
        melding = "Dit is een StUF-envelop; een iJw-bericht in een envelop wordt nog niet uitgepakt."
        remedie = f"Haal het bericht uit de envelop en lever het los aan. {bewaard}"
    elif herkomst is None:
        melding = "Dit is XML, maar de naamruimte van het hoofdelement is niet die van een iJw-bericht."
        remedie = "Controleer of dit bestand hier hoort, en of de afzender de naamruimte van de iJw-standaard gebruikt."
    elif herkomst.standaard != "iJw":
        melding = (
            f"{herkomst.berichttype} is een bericht van {herkomst.standaard} {herkomst.release}, niet van iJw "
            "(jeugdhulp)."
        )
        remedie = "Lever hier alleen iJw-berichten aan. Het bericht blijft bewaard, maar telt niet mee."
    elif herkomst.release != RELEASE:
        melding = f"{herkomst.berichttype} is van iJw-release {herkomst.release}; verwerkt wordt alleen release {RELEASE}."
        remedie = bewaard
    else:
        melding = (
            f"{herkomst.berichttype} is geen berichttype van iJw-release {RELEASE}; "
            f"verwerkt worden {', '.join(BERICHTTYPEN)}."
        )
        remedie = f"Controleer bij de afzender welk bericht dit moet zijn. {bewaard}"
    return Reden(REGEL_TYPE, "Bericht", None, None, melding, remedie)
