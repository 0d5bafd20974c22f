"""JW317 Verzoek om wijziging: the provider asks to change what was allocated to a client.

One row of core.wijzigingsverzoek, and one a product: what stays, what is to change, what is to be added.
"""

from integrations.ijw.velden import read_datum
from integrations.ijw.vorm import (
    OMVANG,
    PER_BERICHT,
    PER_REGEL,
    PRODUCT,
    Kolom,
    Tabel,
    make_berichttype,
)

_NUMMER = Kolom("toewijzing_nummer", "ToewijzingNummer", int)
_GEWENST = (
    Kolom("gewenste_ingangsdatum", "GewensteIngangsdatum", read_datum),
    Kolom("einddatum", "Einddatum", read_datum),
    *OMVANG,
)

BERICHT = make_berichttype(
    Tabel(
        "wijzigingsverzoek",
        "Client/Verzoek",
        (
            Kolom("referentie_aanbieder", "ReferentieAanbieder"),
            Kolom("reden_verzoek", "RedenVerzoek"),
        ),
        PER_BERICHT,
    ),
    Tabel(
        "ongewijzigd_product",
        "Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct",
        (_NUMMER,),
        PER_REGEL,
    ),
    Tabel(
        "te_wijzigen_product",
        "Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct",
        (_NUMMER, *_GEWENST),
        PER_REGEL,
    ),
    Tabel(
        "nieuw_product",
        "Client/Verzoek/NieuweProducten/NieuwProduct",
        (*PRODUCT, *_GEWENST),
        PER_REGEL,
    ),
    telt_door=True,
)
