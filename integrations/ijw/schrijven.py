"""Write a message: nested values in, bytes out. The inverse of reading, and as strict as its caller wants.

The same values give the same bytes. Written by string, not by tree: the synthetic world writes ten million lines.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from integrations.ijw.schema import BASIS, TYPEN, Element, load_model

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


class _Veld(NamedTuple):
    """How to write one element: its field, its tags, its own fields (none for a value) and a fixed value."""

    veld: str
    begin: str
    eind: str
    kinderen: tuple["_Veld", ...]
    is_herhaalbaar: bool
    vast: str | None


def write_bericht(berichttype: str, gegevens: Mapping[str, Any]) -> bytes:
    """The message of ``berichttype`` (one of the fourteen of ``TYPEN``) with ``gegevens``, as UTF-8.

    ``gegevens`` mirrors the schema below ``Bericht``: each element is a key in snake case (``ToewijzingNummer`` is
    ``toewijzing_nummer``, ``XsdVersie`` is ``xsd_versie``), an element with children is a mapping of its own, an
    element that may repeat is a list. A value is a str, an int (numbers, amounts in cents), a date or a time. A key
    that is absent or None is not written; only an absent BerichtCode, BerichtVersie or BerichtSubversie is, with the
    value that the schema fixes. Keys may come in any order. The start of a JW323:

        {"header": {
            "afzender": "42420001", "ontvanger": "0384",
            "bericht_identificatie": {"identificatie": "D202604", "dagtekening": date(2026, 5, 4)},
            "xsd_versie": {"basisschema_xsd_versie": "1.0.0", "bericht_xsd_versie": "1.0.0"}},
         "declaratie": {
            "declaratie_nummer": "DN001",
            "declaratie_periode": {"begindatum": date(2026, 4, 1), "einddatum": date(2026, 4, 30)},
            "declaratie_dagtekening": date(2026, 5, 4),
            "totaal_ingediend_bedrag": {"totaal_bedrag": 5000, "debet_credit": "D"},
            "clienten": {"client": [{"bsn": "999900006", "prestaties": {"prestatie": [
                {"product_referentie": {"referentie_nummer": "RN001"}, ...}]}}]}}}

    Nothing is validated: what is missing or wrong is written so, and refused by ``read_bericht``.

    Raises:
        KeyError: the type is not one of iJw 3.2, or ``gegevens`` has a key that is not an element in that place.
    """
    bericht = _make_plan(berichttype)
    uit = ['<?xml version="1.0" encoding="UTF-8"?>\n', bericht.begin]
    _write(bericht.kinderen, gegevens, uit)
    uit += (bericht.eind, "\n")
    return "".join(uit).encode()


def _write(velden: tuple[_Veld, ...], gegevens: Mapping[str, Any], uit: list[str]) -> None:
    used = 0
    for veld, begin, eind, kinderen, is_herhaalbaar, vast in velden:
        used += veld in gegevens
        waarde = gegevens.get(veld, vast)
        if waarde is None:
            continue
        for een in waarde if is_herhaalbaar else (waarde,):
            if kinderen:
                uit.append(begin)
                _write(kinderen, een, uit)
                uit.append(eind)
            elif isinstance(een, str) and not een.isalnum():
                uit.append(f"{begin}{een.translate(_ESCAPES)}{eind}")
            else:
                uit.append(f"{begin}{een}{eind}")
    if used != len(gegevens):
        unknown = set(gegevens) - {veld.veld for veld in velden}
        raise KeyError(f"geen element op deze plaats: {', '.join(sorted(unknown))}")


@cache
def _make_plan(berichttype: str) -> _Veld:
    if berichttype not in TYPEN:
        raise KeyError(f"berichttype {berichttype} wordt niet ondersteund; wel {', '.join(TYPEN)}")
    prefix = berichttype.lower()
    bericht = _plan(load_model(berichttype), prefix)
    namespaces = (
        f'xmlns:ijw="{BASIS[1:-1]}" xmlns:{prefix}="{load_model(berichttype).tag[1:].partition("}")[0]}"'
    )
    return bericht._replace(begin=f"<{prefix}:Bericht {namespaces}>")


def _plan(element: Element, prefix: str) -> _Veld:
    """Repeated elements start on a line of their own, so that a reason can name a line."""
    name = f"{'ijw' if element.tag.startswith(BASIS) else prefix}:{element.naam}"
    return _Veld(
        veld=element.veld,
        begin=f"\n<{name}>" if element.is_herhaalbaar else f"<{name}>",
        eind=f"</{name}>",
        kinderen=tuple(_plan(kind, prefix) for kind in element.kinderen),
        is_herhaalbaar=element.is_herhaalbaar,
        vast=element.waarde.vast if element.waarde else None,
    )
