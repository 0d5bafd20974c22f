"""A valid message of any type with every element in it, as a tree that a test may spoil."""

from typing import Any

from lxml import etree

from integrations.ijw import write_bericht
from integrations.ijw.schema import Element, Waarde, load_model

JW_RETOUR = ("JW302", "JW306", "JW308", "JW316", "JW318", "JW320")
VORMEN = {
    "negen cijfers": "999900006",
    "acht cijfers": "00000001",
    "vier cijfers": "0000",
    "hoogstens vijftien cijfers": "06",
    "hoogstens zes letters, zonder punten of spaties": "A",
    "drie gehele getallen met punten ertussen, zoals 1.0.0": "1.0.0",
}


def make_volledig(berichttype: str) -> Any:
    """The root element of a message of ``berichttype`` with one of everything."""
    return etree.fromstring(write_bericht(berichttype, _fill(load_model(berichttype))))


def find_elements(bericht: Any, klasse: str, element: str) -> list[Any]:
    """The elements at path ``element`` below every ``klasse``, whatever their namespaces."""
    path = "/".join(f"*[local-name()='{naam}']" for naam in element.split("/"))
    return list(bericht.xpath(f"//*[local-name()='{klasse}']/{path}"))


def _fill(element: Element) -> dict[str, Any]:
    filled = {}
    for kind in element.kinderen:
        value = _fill(kind) if kind.waarde is None else _value(kind.waarde)
        filled[kind.veld] = [value] if kind.is_herhaalbaar else value
    return filled


def _value(waarde: Waarde) -> Any:
    match waarde.soort:
        case "code":
            return waarde.codes[0]
        case "datum":
            return "2026-03-02"
        case "tijd":
            return "12:00:00"
        case "getal":
            return waarde.vast or waarde.minimum + 1
        case _:
            return waarde.vast or VORMEN.get(waarde.vorm, "A")
