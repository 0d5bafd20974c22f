"""The six technical returns (JW302, JW306, JW308, JW316, JW318, JW320): one form, so one module.

A return repeats the header of the message it answers, and, when that was judged line by line, the rest of it with codes
at every part (iJw IV028). What is repeated is in core already or is personal: of the parts below the header only the
codes, their place and the key of their line are read. One row of core.retourbericht; one of core.retour_code a code.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

from integrations.ijw.bericht import Kop, Rijen
from integrations.ijw.velden import Node, local_name, read_datum, read_retour_codes, read_velden
from integrations.ijw.vorm import PARTIJEN, PRODUCT, Berichttype, Kolom, read_kolommen

HEENBERICHT = {
    "JW302": "JW301",
    "JW306": "JW305",
    "JW308": "JW307",
    "JW316": "JW315",
    "JW318": "JW317",
    "JW320": "JW319",
}
"""Which type a return answers."""

KEURT_NIET_AF = frozenset({"0200", "0233", "8001"})
"""No remarks, not judged, wholly granted. Any other code rejects, and one of those rejects the whole message (IV032)."""

_REGELS = frozenset(
    {
        "AangevraagdeProducten",
        "NieuweProducten",
        "OngewijzigdeProducten",
        "StartProducten",
        "StopProducten",
        "TeWijzigenProducten",
        "ToegewezenProducten",
    }
)
"""Elements whose children are lines of the answered message, and are numbered as there."""
_LIJSTEN = _REGELS | {"Contactgegevens", "Relaties"}

_HEADER = (
    Kolom("beantwoord_identificatie", "BerichtIdentificatie/Identificatie"),
    Kolom("beantwoord_dagtekening", "BerichtIdentificatie/Dagtekening", read_datum),
    Kolom("basisschema_xsd_versie", "XsdVersie/BasisschemaXsdVersie"),
    Kolom("bericht_xsd_versie", "XsdVersie/BerichtXsdVersie"),
    Kolom("identificatie_retour", "IdentificatieRetour"),
    Kolom("dagtekening_retour", "DagtekeningRetour", read_datum),
    Kolom("xslt_versie", "XsltVersie"),
    Kolom("basisschema_xsd_versie_retour", "XsdVersieRetour/BasisschemaXsdVersie"),
    Kolom("bericht_xsd_versie_retour", "XsdVersieRetour/BerichtXsdVersie"),
)
_SLEUTEL = (
    Kolom("toewijzing_nummer", "ToewijzingNummer", int),
    Kolom("referentie_aanbieder", "ReferentieAanbieder"),
    *PRODUCT,
    Kolom("begindatum", "Begindatum", read_datum),
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "retourbericht": (
        *PARTIJEN,
        "beantwoord_berichttype",
        *(kolom.naam for kolom in _HEADER),
        "header_retour_codes",
        "is_afgekeurd",
    ),
    "retour_code": (
        "regelnummer",
        *PARTIJEN,
        "berichtklasse",
        "pad",
        "beantwoord_regelnummer",
        *(kolom.naam for kolom in _SLEUTEL),
        "retour_code",
    ),
}


class _Deel(NamedTuple):
    """A part of the message that bears codes: where it stands, and which line of the answered message it is."""

    element: Node
    pad: str
    regelnummer: int | None
    retour_codes: list[str]


def read_rijen(bericht: Node, kop: Kop) -> Rijen:
    """Rows of a validated return."""
    header, *inhoud = bericht
    header_codes = read_retour_codes(header[-1]) if local_name(header[-1].tag) == "RetourCodes" else []
    partijen = (kop.gemeente_code, kop.aanbieder_agb_code)
    codes: list[tuple[Any, ...]] = []
    regels = count(1)
    for element in inhoud:
        for deel in _iter_delen(element, local_name(element.tag), None, regels):
            sleutel = read_kolommen(_SLEUTEL, read_velden(deel.element))
            wat = (local_name(deel.element.tag), deel.pad, deel.regelnummer)
            codes += [(0, *partijen, *wat, *sleutel, code) for code in deel.retour_codes]
    is_afgekeurd = not KEURT_NIET_AF.issuperset({*header_codes, *(rij[-1] for rij in codes)})
    retour = (
        *partijen,
        HEENBERICHT[kop.berichttype or ""],
        *read_kolommen(_HEADER, read_velden(header)),
        header_codes,
        is_afgekeurd,
    )
    return {
        "retourbericht": [retour],
        "retour_code": [(nummer, *rij[1:]) for nummer, rij in enumerate(codes, start=1)],
    }


def _iter_delen(element: Node, pad: str, regelnummer: int | None, regels: Iterator[int]) -> Iterator[_Deel]:
    """``element`` and all below it that bear codes, in the order of their codes in the file."""
    for kind in element:
        naam = local_name(kind.tag)
        if naam == "RetourCodes":
            yield _Deel(element, pad, regelnummer, read_retour_codes(kind))
        elif naam in _LIJSTEN:
            for nummer, lid in enumerate(kind, start=1):
                regel = next(regels) if naam in _REGELS else None
                yield from _iter_delen(lid, f"{pad}/{naam}/{local_name(lid.tag)}[{nummer}]", regel, regels)
        elif len(kind):
            yield from _iter_delen(kind, f"{pad}/{naam}", None, regels)


BERICHT = Berichttype(COLUMNS, read_rijen)
