"""JW307 Stop: the provider reports that care ended. One row of core.stop a StopProduct."""

from integrations.ijw.bericht import Kop, Rijen
from integrations.ijw.velden import (
    CLIENT_COLUMNS,
    Node,
    read_client,
    read_datum,
    read_datum_if,
    read_getal_if,
    read_velden,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "client": CLIENT_COLUMNS,
    "stop": (
        "regelnummer",
        "gemeente_code",
        "aanbieder_agb_code",
        "bsn",
        "toewijzing_nummer",
        "product_categorie",
        "product_code",
        "toewijzing_ingangsdatum",
        "begindatum",
        "reden_beeindiging",
        "einddatum",
        "status_aanlevering",
    ),
}


def read_rijen(bericht: Node, kop: Kop) -> Rijen:
    """Rows of a validated JW307."""
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
                read_getal_if(velden.get("ToewijzingNummer")),
                velden.get("Product/Categorie"),
                velden.get("Product/Code"),
                read_datum_if(velden.get("ToewijzingIngangsdatum")),
                read_datum(velden["Begindatum"]),
                velden["RedenBeeindiging"],
                read_datum(velden["Einddatum"]),
                velden["StatusAanlevering"],
            )
        )
    return {"client": [read_client(persoon, kop)], "stop": rijen}
