"""JW307 Stop: the provider reports that care ended. One row of core.stop a StopProduct."""

from integrations.ijw.velden import read_datum
from integrations.ijw.vorm import PRODUCT, Kolom, make_clientbericht

BERICHT = make_clientbericht(
    "stop",
    "StopProducten/StopProduct",
    Kolom("toewijzing_nummer", "ToewijzingNummer", int),
    *PRODUCT,
    Kolom("toewijzing_ingangsdatum", "ToewijzingIngangsdatum", read_datum),
    Kolom("begindatum", "Begindatum", read_datum),
    Kolom("reden_beeindiging", "RedenBeeindiging"),
    Kolom("einddatum", "Einddatum", read_datum),
    Kolom("status_aanlevering", "StatusAanlevering"),
)
