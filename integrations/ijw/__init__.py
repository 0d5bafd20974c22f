"""iJw 3.2 messages: bytes in, verdict and rows out; and the other way around. Pure: no database, no clock."""

from integrations.ijw.bericht import Beoordelaar, GelezenBericht, Kop, Oordeel, Reden, Rijen, Vondst
from integrations.ijw.lezen import MAX_BYTES, read_bericht, refuse_too_large
from integrations.ijw.registry import BERICHTTYPEN, COLUMNS, RELEASE
from integrations.ijw.schema import check_xsd
from integrations.ijw.schrijven import write_bericht
from integrations.ijw.valideren import validate_files

__all__ = [
    "BERICHTTYPEN",
    "COLUMNS",
    "MAX_BYTES",
    "RELEASE",
    "Beoordelaar",
    "GelezenBericht",
    "Kop",
    "Oordeel",
    "Reden",
    "Rijen",
    "Vondst",
    "check_xsd",
    "read_bericht",
    "refuse_too_large",
    "validate_files",
    "write_bericht",
]
