"""JW301 Toewijzing: the municipality allocates care. One row of core.toewijzing a ToegewezenProduct."""

from integrations.ijw.velden import read_datum, read_tijd
from integrations.ijw.vorm import OMVANG, PRODUCT, Kolom, make_clientbericht

BERICHT = make_clientbericht(
    "toewijzing",
    "ToegewezenProducten/ToegewezenProduct",
    Kolom("toewijzing_nummer", "ToewijzingNummer", int),
    Kolom("referentie_aanbieder", "ReferentieAanbieder"),
    *PRODUCT,
    Kolom("toewijzingsdatum", "Toewijzingsdatum", read_datum),
    Kolom("toewijzingstijd", "Toewijzingstijd", read_tijd),
    Kolom("ingangsdatum", "Ingangsdatum", read_datum),
    Kolom("einddatum", "Einddatum", read_datum),
    Kolom("reden_wijziging", "RedenWijziging"),
    *OMVANG,
)
