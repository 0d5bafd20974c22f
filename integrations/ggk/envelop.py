"""Unwrap an envelope of GGK: a SOAP request in, the message it carries and the stuurgegevens out.

Secure by construction, as the reader of messages is: no DTD, no entities, no network, and a limit to the size and to
the number of elements and attributes, so that a request costs memory in proportion to its bytes. An envelope that is refused comes back as a ``Weigering`` with the fault code of StUF and a Dutch sentence; no value of
the envelope is quoted in it, since a sender may put anything there.
"""

import binascii
import re
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from integrations.ggk.structuur import BESTANDSNAAM, ENVELOPPEN, GGK, STUF, Node, find_fault

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
MAX_PAYLOAD = 25 * 1024 * 1024
"""Bytes of the message inside: the limit of the standard, which the reader of messages has too."""
MAX_BODY = MAX_PAYLOAD * 4 // 3 + MAX_PAYLOAD // 28 + 64 * 1024
"""Bytes of a request: the message in base64, a line end (two characters) every 76, and the envelope around it."""
MAX_MARKUP = 1_000
"""Tags, or attributes, in a request. An envelope has about 50; base64 has no ``<`` and at most two ``=``."""

_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii"}
Plek = Literal["client", "server"]
FaultCode = Literal["Client", "Server", "MustUnderstand", "VersionMismatch"]


@dataclass(frozen=True)
class Systeem:
    """A party of an envelope; absent parts are None. ``gebruiker`` may be a person and is kept nowhere."""

    organisatie: str | None
    applicatie: str
    administratie: str | None = None
    gebruiker: str | None = None


@dataclass(frozen=True)
class Stuurgegevens:
    """Who sends what to whom, under which number."""

    berichtcode: str
    zender: Systeem
    ontvanger: Systeem
    referentienummer: str
    functie: str


@dataclass(frozen=True)
class Envelop:
    """What an accepted envelope holds: its stuurgegevens and the message with the name of its file."""

    stuurgegevens: Stuurgegevens
    bestandsnaam: str
    inhoud: bytes


@dataclass(frozen=True)
class Weigering:
    """Why an envelope is not taken in: code and place of StUF, a sentence, and what the sender can do."""

    code: str
    plek: Plek
    omschrijving: str
    details: str
    stuurgegevens: Stuurgegevens | None = None
    soap_code: FaultCode = "Client"


def read_envelop(body: bytes) -> Envelop | Weigering:
    """The envelope in a SOAP 1.1 request, or why there is none.

    Args:
        body: the request as it arrived.
    """
    if danger := _find_danger(body):
        return danger
    try:
        document = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError:
        return refuse_shape("Het verzoek is geen goed gevormde XML.")
    inner = _find_inner(document)
    if isinstance(inner, Weigering):
        return inner
    deel = ENVELOPPEN.get(inner.tag)
    if deel is None:
        return Weigering(
            "StUF025",
            "server",
            "Dit bericht wordt op dit adres niet ondersteund.",
            "Stuur een envelopHeenbericht-ggk_Di01 of een envelopRetourbericht-ggk_Du01.",
        )
    if fault := find_fault(inner, deel):
        return refuse_shape(fault)
    return _read(inner)


def refuse_shape(omschrijving: str) -> Weigering:
    """The request is not an envelope as the schemas of GGK and StUF describe it."""
    return Weigering(
        "StUF055",
        "client",
        omschrijving,
        "Laat de softwareleverancier de envelop nakijken tegen de schema's van GGK en StUF 03.01; "
        "stuur haar daarna opnieuw.",
    )


def too_large(stuurgegevens: Stuurgegevens | None = None) -> Weigering:
    """The message is larger than the chain allows."""
    return Weigering(
        "IB003",
        "client",
        f"Het bericht is groter dan {MAX_PAYLOAD // 1024**2} MB.",
        "Verdeel de aanlevering over meerdere berichten.",
        stuurgegevens,
    )


def _find_danger(body: bytes) -> Weigering | None:
    """What has to be known before a parser sees the request; each look takes time in proportion to its bytes."""
    if len(body) > MAX_BODY:
        return too_large()
    declared = _ENCODING.match(body.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in body or (declared and declared.group(1).lower() not in _UTF8):
        return refuse_shape("Het verzoek staat niet in UTF-8.")
    if b"<!DOCTYPE" in body:
        return refuse_shape("Het verzoek bevat een DTD; dat is om veiligheidsredenen niet toegestaan.")
    if max(body.count(b"<"), body.count(b"=")) > MAX_MARKUP:
        return refuse_shape("Het verzoek heeft veel meer elementen of attributen dan een envelop.")
    return None


def _parser() -> etree.XMLParser:
    """A parser of its own for each request, since they are read in several threads.

    The encoding is fixed, so that what was looked for in the bytes cannot hide in another one. ``huge_tree`` lifts the
    limit of ten million characters to one text, which a message of 25 MB needs; ``_find_danger`` is the limit here.
    """
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def _find_inner(document: Node) -> Node | Weigering:
    """The one child of the SOAP body."""
    if document.tag == f"{{{SOAP12}}}Envelope":
        return Weigering(
            "StUF055",
            "client",
            "Het verzoek is SOAP 1.2; dit adres spreekt SOAP 1.1.",
            "Stel het zendende systeem in op SOAP 1.1.",
            soap_code="VersionMismatch",
        )
    if document.tag != f"{{{SOAP}}}Envelope":
        return refuse_shape("Het verzoek is geen SOAP-envelop.")
    for header in document.iterfind(f"{{{SOAP}}}Header/*"):
        if header.get(f"{{{SOAP}}}mustUnderstand") in ("1", "true"):
            return Weigering(
                "StUF055",
                "client",
                "De SOAP-header verplicht tot iets dat dit adres niet kent.",
                "Zet WS-Security en WS-Addressing uit voor dit adres; beveiliging loopt via TLS.",
                soap_code="MustUnderstand",
            )
    inner = document.findall(f"{{{SOAP}}}Body/*")
    return inner[0] if len(inner) == 1 else refuse_shape("De SOAP-body bevat niet precies één bericht.")


def _read(envelop: Node) -> Envelop | Weigering:
    """The values of an envelope whose structure is right."""
    head, parameters = envelop
    stuurgegevens = Stuurgegevens(
        berichtcode=head.findtext(f"{{{STUF}}}berichtcode"),
        zender=_read_systeem(head.find(f"{{{STUF}}}zender")),
        ontvanger=_read_systeem(head.find(f"{{{STUF}}}ontvanger")),
        referentienummer=head.findtext(f"{{{STUF}}}referentienummer"),
        functie=head.findtext(f"{{{STUF}}}functie"),
    )
    bericht = parameters.find(f"{{{GGK}}}bericht")
    base64 = (bericht.text or "").encode().translate(None, b" \t\r\n")
    try:
        inhoud = binascii.a2b_base64(base64, strict_mode=True)
    except binascii.Error:
        return replace(refuse_shape("De inhoud van bericht is geen base64."), stuurgegevens=stuurgegevens)
    if not inhoud:
        return replace(
            refuse_shape("De envelop is leeg: bericht heeft geen inhoud."), stuurgegevens=stuurgegevens
        )
    if len(inhoud) > MAX_PAYLOAD:
        return too_large(stuurgegevens)
    naam = bericht.get(BESTANDSNAAM) or f"{stuurgegevens.functie or stuurgegevens.berichtcode}.xml"
    return Envelop(stuurgegevens, naam, inhoud)


def _read_systeem(systeem: Node) -> Systeem:
    organisatie, applicatie, administratie, gebruiker = (
        systeem.findtext(f"{{{STUF}}}{part}")
        for part in ("organisatie", "applicatie", "administratie", "gebruiker")
    )
    return Systeem(organisatie, applicatie, administratie, gebruiker)
