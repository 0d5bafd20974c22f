"""JW315 Verzoek om toewijzing: the provider asks for an allocation. One row of core.verzoek an AangevraagdProduct."""

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
    "verzoek": (
        "regelnummer",
        "gemeente_code",
        "aanbieder_agb_code",
        "bsn",
        "referentie_aanbieder",
        "beschikking_nummer",
        "product_categorie",
        "product_code",
        "beschikking_ingangsdatum",
        "toewijzing_ingangsdatum",
        "toewijzing_einddatum",
        "volume",
        "eenheid",
        "frequentie",
        "budget_cent",
        "verwijzer_type",
        "verwijzer_zorgverlener_code",
        "raamcontract",
    ),
}


def read_rijen(bericht: Node, kop: Kop) -> Rijen:
    """Rows of a validated JW315."""
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
                velden["ReferentieAanbieder"],
                read_getal_if(velden.get("BeschikkingNummer")),
                velden.get("Product/Categorie"),
                velden.get("Product/Code"),
                read_datum_if(velden.get("BeschikkingIngangsdatum")),
                read_datum(velden["ToewijzingIngangsdatum"]),
                read_datum_if(velden.get("ToewijzingEinddatum")),
                read_getal_if(velden.get("Omvang/Volume")),
                velden.get("Omvang/Eenheid"),
                velden.get("Omvang/Frequentie"),
                read_getal_if(velden.get("Budget")),
                velden["Verwijzer/Type"],
                velden.get("Verwijzer/ZorgverlenerCode"),
                velden.get("Raamcontract"),
            )
        )
    return {"client": [read_client(persoon, kop)], "verzoek": rijen}
