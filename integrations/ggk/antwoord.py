"""What a sender gets back: Bv03 when his envelope is kept, Fo03 in a SOAP fault when it is not.

The WSDL of GGK (OntvangAsynchroon) knows these two and no other: a Di01 is asynchronous, so what is confirmed here is
that it was received, not what becomes of it. The substance of the answer (a JW325, a retourbericht) travels later, in
an envelope of its own.
"""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from lxml import etree

from integrations.ggk.envelop import SOAP, Stuurgegevens, Systeem, Weigering
from integrations.ggk.structuur import STUF, Node

CONTENT_TYPE = "text/xml; charset=utf-8"
LOCAL_TIME = ZoneInfo("Europe/Amsterdam")
OURSELVES = Systeem(None, "jeugdkoppel")
UNKNOWN = Systeem(None, "onbekend")
UNKNOWN_NUMBER = "onbekend"
_PARTS = ("organisatie", "applicatie", "administratie", "gebruiker")


def build_bv03(ontvangen: Stuurgegevens, referentienummer: str, moment: datetime) -> bytes:
    """The SOAP answer that confirms an envelope: same input, same bytes.

    Args:
        ontvangen: the stuurgegevens of the envelope; sender and receiver change places.
        referentienummer: of this confirmation, at most 40 characters.
        moment: of reception, with time zone.
    """
    root, body = _soap()
    _stuurgegevens(_add(body, "Bv03Bericht"), "Bv03", ontvangen, referentienummer, moment)
    return _serialize(root)


def build_fault(weigering: Weigering, referentienummer: str, moment: datetime) -> bytes:
    """The SOAP fault with a Fo03 as its detail. What is not known of the envelope is ``onbekend``."""
    root, body = _soap()
    fault = etree.SubElement(body, f"{{{SOAP}}}Fault")
    etree.SubElement(fault, "faultcode").text = f"soap:{weigering.soap_code}"
    etree.SubElement(fault, "faultstring").text = weigering.omschrijving[:200]
    detail = etree.SubElement(fault, "detail")
    message = _add(detail, "Fo03Bericht")
    _stuurgegevens(message, "Fo03", weigering.stuurgegevens, referentienummer, moment)
    content = _add(message, "body")
    _add(content, "code", weigering.code)
    _add(content, "plek", weigering.plek)
    _add(content, "omschrijving", weigering.omschrijving[:200])
    _add(content, "details", weigering.details[:1000])
    return _serialize(root)


def _soap() -> tuple[Node, Node]:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP, "StUF": STUF})
    return root, etree.SubElement(root, f"{{{SOAP}}}Body")


def _stuurgegevens(
    message: Node,
    code: Literal["Bv03", "Fo03"],
    ontvangen: Stuurgegevens | None,
    referentienummer: str,
    moment: datetime,
) -> None:
    part = _add(message, "stuurgegevens")
    _add(part, "berichtcode", code)
    _systeem(part, "zender", ontvangen.ontvanger if ontvangen else OURSELVES)
    _systeem(part, "ontvanger", ontvangen.zender if ontvangen else UNKNOWN)
    _add(part, "referentienummer", referentienummer)
    _add(part, "tijdstipBericht", moment.astimezone(LOCAL_TIME).strftime("%Y%m%d%H%M%S%f")[:17])
    _add(part, "crossRefnummer", ontvangen.referentienummer if ontvangen else UNKNOWN_NUMBER)


def _systeem(parent: Node, naam: str, systeem: Systeem) -> None:
    element = _add(parent, naam)
    for part in _PARTS:
        if (value := getattr(systeem, part)) is not None:
            _add(element, part, value)


def _add(parent: Node, naam: str, text: str | None = None) -> Node:
    element = etree.SubElement(parent, f"{{{STUF}}}{naam}")
    element.text = text
    return element


def _serialize(root: Node) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
