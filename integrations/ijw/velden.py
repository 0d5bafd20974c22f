"""The values of a message: from validated XML text to Python, and the parts that several types share.

Everything here trusts the schema: an element has the children and the text that its type says. What the schema
allows and Python cannot hold (a year above 9999, a number of 5,000 digits) raises ValueError.
"""

from datetime import date, time
from functools import lru_cache
from typing import Any

from integrations.pseudonym import passes_elfproef

Node = Any
"""An lxml element of a validated message: after validation its text is there, which its type cannot say."""

is_bsn_geldig = lru_cache(maxsize=100_000)(passes_elfproef)
"""The eleven test, remembered: a client returns every month, with several lines."""

PRESTATIE_COLUMNS = (
    "regelnummer",
    "gemeente_code",
    "aanbieder_agb_code",
    "bsn",
    "is_bsn_geldig",
    "referentie_nummer",
    "vorig_referentie_nummer",
    "toewijzing_nummer",
    "product_categorie",
    "product_code",
    "begindatum",
    "einddatum",
    "geleverd_volume",
    "eenheid",
    "product_tarief_cent",
    "ingediend_bedrag_cent",
    "debet_credit",
)


def read_velden(element: Node) -> dict[str, str]:
    """Text of the children and grandchildren of ``element`` by name: ``Einddatum``, ``Product/Code``."""
    velden = {}
    for child in element:
        naam = local_name(child.tag)
        velden[naam] = child.text
        for grandchild in child:
            velden[f"{naam}/{local_name(grandchild.tag)}"] = grandchild.text
    return velden


def find_elementen(element: Node, plaats: str) -> list[Node]:
    """The elements at ``plaats`` (names with slashes) below ``element``, in the order of the file."""
    gevonden = [element]
    for naam in plaats.split("/"):
        gevonden = [kind for ouder in gevonden for kind in ouder.iterchildren(f"{{*}}{naam}")]
    return gevonden


def local_name(tag: str) -> str:
    """``{namespace}Naam`` without its namespace."""
    return tag[tag.find("}") + 1 :]


MAX_DATUM = 100
"""The texts of dates are remembered: with megabytes of white space around each they would fill the memory."""


@lru_cache(maxsize=10_000)
def read_datum(text: str) -> date:
    """A date; white space around it is allowed, as XML Schema does. The same few return in every message.

    Raises:
        ValueError: no date, or more white space than is worth remembering.
    """
    if len(text) > MAX_DATUM:
        raise ValueError
    return date.fromisoformat(text.strip())


def read_tijd(text: str) -> time:
    """A time of day. 24:00:00 is the start of the day, as in XML Schema; an offset is dropped, the clock is kept."""
    stripped = text.strip()
    return time() if stripped.startswith("24:") else time.fromisoformat(stripped).replace(tzinfo=None)


def read_retour_codes(element: Node) -> list[str]:
    """The codes of a RetourCodes element, in their order."""
    return [code.text for code in element]


def read_prestatie(prestatie: Node) -> tuple[Any, ...]:
    """The columns of one Prestatie from ``referentie_nummer`` on; ProductTarief is its only optional child.

    The hot path: ten million of these make a country-year. One unpacking, then indexing, is the quickest way through.
    """
    referentie, toewijzing, categorie, code, periode, volume, eenheid, *tarief, bedrag = prestatie
    return (
        referentie[0].text,
        referentie[1].text if len(referentie) == 2 else None,
        int(toewijzing.text),
        categorie.text,
        code.text,
        read_datum(periode[0].text),
        read_datum(periode[1].text),
        int(volume.text),
        eenheid.text,
        int(tarief[0].text) if tarief else None,
        int(bedrag[0].text),
        bedrag[1].text,
    )
