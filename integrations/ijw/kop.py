"""What identifies a message: read from the header of any iStandaarden message, valid or not."""

import re
from datetime import date

from integrations.ijw.bericht import Kop
from integrations.ijw.registry import Herkomst
from integrations.ijw.retour import HEENBERICHT
from integrations.ijw.velden import Node, local_name, read_datum, read_velden

_PARTIJ = re.compile(r"[0-9]{4}|[0-9]{8}")
_CODE = re.compile(r"[0-9]{3}")

_EIGEN = ("Afzender", "Ontvanger", "BerichtIdentificatie/Identificatie", "BerichtIdentificatie/Dagtekening")
_RETOUR = ("Ontvanger", "Afzender", "IdentificatieRetour", "DagtekeningRetour")


def read_kop(bericht: Node, herkomst: Herkomst | None) -> Kop:
    """The header of any iStandaarden message; a value without its proper form is left out, never guessed.

    A technical return repeats parties and identity of the message it answers (iJw IV028): who sends the return is that
    message's receiver, and the return's own identity has elements of its own.
    """
    if herkomst is None:
        return Kop(None, None)
    header = bericht[0] if len(bericht) and local_name(bericht[0].tag) == "Header" else ()
    velden = {naam: text for naam, text in read_velden(header).items() if text}
    is_retour = herkomst.is_ondersteund and herkomst.berichttype in HEENBERICHT
    afzender, ontvanger, identificatie, dagtekening = (
        velden.get(naam, "") for naam in (_RETOUR if is_retour else _EIGEN)
    )
    return Kop(
        berichttype=herkomst.berichttype,
        release=herkomst.release,
        berichtcode=_if_formed(_CODE, velden.get("BerichtCode", "")),
        afzender=_if_formed(_PARTIJ, afzender),
        ontvanger=_if_formed(_PARTIJ, ontvanger),
        identificatie=identificatie
        if 1 <= len(identificatie) <= 12 and identificatie.strip(" \t\r\n")
        else None,
        dagtekening=_read_datum(dagtekening),
    )


def _if_formed(vorm: re.Pattern[str], text: str) -> str | None:
    return text if vorm.fullmatch(text) else None


def _read_datum(text: str) -> date | None:
    try:
        return read_datum(text)
    except ValueError:
        return None
