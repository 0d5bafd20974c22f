"""JW323 Declaratie: the provider declares what it delivered. One row of core.prestatie a Prestatie."""

from integrations.ijw.bericht import Kop, Rijen
from integrations.ijw.velden import (
    PRESTATIE_COLUMNS,
    Node,
    is_bsn_geldig,
    read_datum,
    read_prestatie,
    read_velden,
)
from integrations.ijw.vorm import Berichttype

_COLUMNS: dict[str, tuple[str, ...]] = {
    "declaratie": (
        "gemeente_code",
        "aanbieder_agb_code",
        "identificatie",
        "dagtekening",
        "basisschema_xsd_versie",
        "bericht_xsd_versie",
        "declaratie_nummer",
        "declaratie_periode_begindatum",
        "declaratie_periode_einddatum",
        "declaratie_dagtekening",
        "totaal_ingediend_bedrag_cent",
        "totaal_debet_credit",
    ),
    "prestatie": PRESTATIE_COLUMNS,
}


def _read_rijen(bericht: Node, kop: Kop) -> Rijen:
    """Rows of a validated JW323."""
    header, declaratie = bericht
    *totalen, clienten = declaratie
    basisschema_versie, bericht_versie = header[-1]
    velden = read_velden(totalen)
    gemeente, aanbieder = kop.gemeente_code, kop.aanbieder_agb_code
    kop_rij = (
        gemeente,
        aanbieder,
        kop.identificatie,
        kop.dagtekening,
        basisschema_versie.text,
        bericht_versie.text,
        velden["DeclaratieNummer"],
        read_datum(velden["DeclaratiePeriode/Begindatum"]),
        read_datum(velden["DeclaratiePeriode/Einddatum"]),
        read_datum(velden["DeclaratieDagtekening"]),
        int(velden["TotaalIngediendBedrag/TotaalBedrag"]),
        velden["TotaalIngediendBedrag/DebetCredit"],
    )
    rijen = []
    regelnummer = 0
    for client in clienten:
        bsn, prestaties = client[0].text, client[1]
        is_geldig = is_bsn_geldig(bsn)
        for prestatie in prestaties:
            regelnummer += 1
            rijen.append((regelnummer, gemeente, aanbieder, bsn, is_geldig, *read_prestatie(prestatie)))
    return {"declaratie": [kop_rij], "prestatie": rijen}


BERICHT = Berichttype(_COLUMNS, _read_rijen)
