"""JW301 Toewijzing: the municipality allocates care. One row of core.toewijzing a ToegewezenProduct."""

from integrations.ijw.bericht import Kop, Rijen
from integrations.ijw.velden import (
    CLIENT_COLUMNS,
    Node,
    read_client,
    read_datum,
    read_datum_if,
    read_getal_if,
    read_tijd,
    read_velden,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "client": CLIENT_COLUMNS,
    "toewijzing": (
        "regelnummer",
        "gemeente_code",
        "aanbieder_agb_code",
        "bsn",
        "toewijzing_nummer",
        "referentie_aanbieder",
        "product_categorie",
        "product_code",
        "toewijzingsdatum",
        "toewijzingstijd",
        "ingangsdatum",
        "einddatum",
        "reden_wijziging",
        "volume",
        "eenheid",
        "frequentie",
        "budget_cent",
    ),
}


def read_rijen(bericht: Node, kop: Kop) -> Rijen:
    """Rows of a validated JW301."""
    client = bericht[1]
    persoon = read_velden(client)
    rijen = []
    for regelnummer, product in enumerate(client[-1], start=1):
        velden = read_velden(product)
        rijen.append(
            (
                regelnummer,
                kop.gemeente_code,
                kop.aanbieder_agb_code,
                persoon["Bsn"],
                int(velden["ToewijzingNummer"]),
                velden.get("ReferentieAanbieder"),
                velden.get("Product/Categorie"),
                velden.get("Product/Code"),
                read_datum(velden["Toewijzingsdatum"]),
                read_tijd(velden["Toewijzingstijd"]),
                read_datum(velden["Ingangsdatum"]),
                read_datum_if(velden.get("Einddatum")),
                velden.get("RedenWijziging"),
                read_getal_if(velden.get("Omvang/Volume")),
                velden.get("Omvang/Eenheid"),
                velden.get("Omvang/Frequentie"),
                read_getal_if(velden.get("Budget")),
            )
        )
    return {"client": [read_client(persoon, kop)], "toewijzing": rijen}
