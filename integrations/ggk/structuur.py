"""The shape of the two envelopes of GGK (StUF 03.01, sector model ggk 0210), as data, and the check against it.

Written from the facts of ggk0310_msg.xsd and stuf0301.xsd; the verdict is theirs, the words are ours. On top of them a
blank reference number is refused: an envelope without one cannot be confirmed, nor recognised when it comes again.
"""

import re
from dataclasses import dataclass
from typing import Any

STUF = "http://www.egem.nl/StUF/StUF0301"
GGK = "http://www.stufstandaarden.nl/sectormodel/ggk/0210"
XMIME = "http://www.w3.org/2005/05/xmlmime"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

CONTENT_TYPE, BESTANDSNAAM = f"{{{XMIME}}}contentType", f"{{{STUF}}}bestandsnaam"
Node = Any  # an element of lxml, whose stubs know no attributes

_TIJDSTIP = re.compile(r"[0-9]{8,17}")
_VERSIE = re.compile(r"[0-9]{4}")
_BLANK = re.compile(r"\s*")


@dataclass(frozen=True)
class Deel:
    """One element: a value with its limits when ``kinderen`` is empty, otherwise a group in this order."""

    naam: str
    namespace: str = STUF
    is_verplicht: bool = True
    minimum: int = 0
    maximum: int | None = None
    vorm: re.Pattern[str] | None = None
    vast: str | None = None
    is_inhoud: bool = False
    kinderen: tuple["Deel", ...] = ()

    @property
    def tag(self) -> str:
        return f"{{{self.namespace}}}{self.naam}"


def _systeem(naam: str) -> Deel:
    return Deel(
        naam,
        kinderen=(
            Deel("organisatie", maximum=200),
            Deel("applicatie", minimum=3, maximum=50),
            Deel("administratie", is_verplicht=False, maximum=50),
            Deel("gebruiker", is_verplicht=False, maximum=100),
        ),
    )


def _refnummer(naam: str, namespace: str = STUF, *, is_verplicht: bool = True) -> Deel:
    return Deel(naam, namespace, is_verplicht=is_verplicht, maximum=40)


def _envelop(naam: str, code: str, kruis: tuple[Deel, ...], kruis_bericht: tuple[Deel, ...]) -> Deel:
    versies = ("applicatieVersie", "applicatieSubversie", "functieVersie", "functieSubversie")
    stuurgegevens = (
        Deel("berichtcode", vast=code),
        _systeem("zender"),
        _systeem("ontvanger"),
        _refnummer("referentienummer"),
        Deel("tijdstipBericht", vorm=_TIJDSTIP),
        *kruis,
        Deel("functie", maximum=30),
    )
    parameters = (
        _refnummer("referentienummerBericht", GGK, is_verplicht=False),
        *kruis_bericht,
        *(Deel(versie, GGK, vorm=_VERSIE) for versie in versies),
        Deel("bericht", GGK, is_inhoud=True),
    )
    return Deel(
        naam,
        GGK,
        kinderen=(
            Deel("stuurgegevens", GGK, kinderen=stuurgegevens),
            Deel("parameters", GGK, kinderen=parameters),
        ),
    )


ENVELOPPEN = {
    deel.tag: deel
    for deel in (
        _envelop("envelopHeenbericht-ggk_Di01", "Di01", (), ()),
        _envelop(
            "envelopRetourbericht-ggk_Du01",
            "Du01",
            (_refnummer("crossRefnummer"),),
            (_refnummer("crossRefnummerBericht", GGK, is_verplicht=False),),
        ),
    )
}


def find_fault(element: Node, deel: Deel) -> str | None:
    """The first fault of ``element`` against ``deel`` as a Dutch sentence, or None; it quotes no value."""
    if element.tag != deel.tag:
        return f"Verwacht was het element {deel.naam}."
    if fault := _find_attribute_fault(element, deel):
        return fault
    return _find_group_fault(element, deel) if deel.kinderen else _find_value_fault(element, deel)


def _find_attribute_fault(element: Node, deel: Deel) -> str | None:
    own = {name: value for name, value in element.attrib.items() if not name.startswith(f"{{{XSI}}}")}
    if not deel.is_inhoud:
        return f"Het element {deel.naam} heeft een attribuut dat er niet hoort." if own else None
    if set(own) - {CONTENT_TYPE, BESTANDSNAAM}:
        return f"Het element {deel.naam} heeft een attribuut dat er niet hoort."
    if len(own.get(CONTENT_TYPE, "")) < 3:
        return f"Het element {deel.naam} mist het attribuut contentType."
    if len(own.get(BESTANDSNAAM, "")) > 255:
        return "De bestandsnaam is langer dan 255 tekens."
    return None


def _find_group_fault(element: Node, deel: Deel) -> str | None:
    texts = [element.text, *(child.tail for child in element)]
    if not all(_BLANK.fullmatch(text or "") for text in texts):
        return f"Tussen de elementen van {deel.naam} staat losse tekst."
    children = iter(element)
    child = next(children, None)
    for part in deel.kinderen:
        if child is not None and child.tag == part.tag:
            if fault := find_fault(child, part):
                return fault
            child = next(children, None)
        elif part.is_verplicht:
            return f"In {deel.naam} ontbreekt {part.naam}, of het staat niet op zijn plaats."
    if child is not None:
        return f"In {deel.naam} staat een element te veel of op de verkeerde plaats."
    return None


def _find_value_fault(element: Node, deel: Deel) -> str | None:
    if len(element):
        return f"Het element {deel.naam} bevat andere elementen in plaats van een waarde."
    if deel.is_inhoud:
        return None  # judged when it is decoded
    text = element.text or ""
    if deel.vast is not None and text != deel.vast:
        return f"De waarde van {deel.naam} hoort {deel.vast} te zijn."
    if deel.vorm and not deel.vorm.fullmatch(text):
        return f"De waarde van {deel.naam} heeft niet de juiste vorm."
    if len(text) < deel.minimum or (deel.maximum is not None and len(text) > deel.maximum):
        return f"De waarde van {deel.naam} heeft niet de juiste lengte."
    if deel.naam == "referentienummer" and not text.strip():
        return "Het referentienummer is leeg; zonder nummer is het bericht niet te bevestigen."
    return None
