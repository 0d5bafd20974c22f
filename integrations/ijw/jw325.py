"""JW325 Declaratie-antwoord: what the municipality grants. One row of core.afgewezen_prestatie a rejected Prestatie.

A message without DeclaratieAntwoord refuses the whole declaration: the codes in its header say why.
"""

from typing import Any

from integrations.ijw.bericht import Kop, Rijen
from integrations.ijw.velden import (
    PRESTATIE_COLUMNS,
    Node,
    is_bsn_geldig,
    local_name,
    read_datum,
    read_prestatie,
    read_retour_codes,
    read_velden,
)
from integrations.ijw.vorm import Berichttype

_COLUMNS: dict[str, tuple[str, ...]] = {
    "declaratie_antwoord": (
        "gemeente_code",
        "aanbieder_agb_code",
        "declaratie_identificatie",
        "declaratie_dagtekening",
        "xslt_versie",
        "basisschema_xsd_versie_declaratie",
        "bericht_xsd_versie_declaratie",
        "declaratie_nummer",
        "totaal_ingediend_bedrag_cent",
        "totaal_ingediend_debet_credit",
        "totaal_toegekend_bedrag_cent",
        "totaal_toegekend_debet_credit",
        "header_retour_codes",
        "antwoord_retour_codes",
    ),
    "afgewezen_prestatie": (*PRESTATIE_COLUMNS, "client_retour_codes", "retour_codes"),
}


def _read_rijen(bericht: Node, kop: Kop) -> Rijen:
    """Rows of a validated JW325."""
    header, *antwoord = bericht
    velden = read_velden(header)
    kop_rij = (
        kop.gemeente_code,
        kop.aanbieder_agb_code,
        velden["DeclaratieIdentificatie/Identificatie"],
        read_datum(velden["DeclaratieIdentificatie/Dagtekening"]),
        velden.get("XsltVersie"),
        velden["XsdVersieDeclaratie/BasisschemaXsdVersie"],
        velden["XsdVersieDeclaratie/BerichtXsdVersie"],
        *(_read_totalen(antwoord[0]) if antwoord else (None,) * 5),
        read_retour_codes(header[-1]),
        read_retour_codes(antwoord[0][-1]) if antwoord else [],
    )
    return {
        "declaratie_antwoord": [kop_rij],
        "afgewezen_prestatie": _read_afgewezen(antwoord[0], kop) if antwoord else [],
    }


def _read_totalen(antwoord: Node) -> tuple[Any, ...]:
    velden = read_velden(antwoord[:3])
    return (
        velden["DeclaratieNummer"],
        int(velden["TotaalIngediendBedrag/TotaalBedrag"]),
        velden["TotaalIngediendBedrag/DebetCredit"],
        int(velden["TotaalToegekendBedrag/TotaalBedrag"]),
        velden["TotaalToegekendBedrag/DebetCredit"],
    )


def _read_afgewezen(antwoord: Node, kop: Kop) -> list[tuple[Any, ...]]:
    """Rejected lines; Clienten is absent when nothing was rejected."""
    rijen: list[tuple[Any, ...]] = []
    clienten = antwoord[3]
    if local_name(clienten.tag) != "Clienten":
        return rijen
    for bsn, prestaties, retour_codes in clienten:
        is_geldig = is_bsn_geldig(bsn.text)
        for prestatie in prestaties:
            *velden, eigen_codes = prestatie
            rijen.append(
                (
                    len(rijen) + 1,
                    kop.gemeente_code,
                    kop.aanbieder_agb_code,
                    bsn.text,
                    is_geldig,
                    *read_prestatie(velden),
                    read_retour_codes(retour_codes),
                    read_retour_codes(eigen_codes),
                )
            )
    return rijen


BERICHT = Berichttype(_COLUMNS, _read_rijen)
