"""JW305 Start: the provider reports that care began. One row of core.start a StartProduct."""

from integrations.ijw.velden import read_datum
from integrations.ijw.vorm import PRODUCT, Kolom, make_clientbericht

BERICHT = make_clientbericht(
    "start",
    "StartProducten/StartProduct",
    Kolom("toewijzing_nummer", "ToewijzingNummer", int),
    *PRODUCT,
    Kolom("toewijzing_ingangsdatum", "ToewijzingIngangsdatum", read_datum),
    Kolom("begindatum", "Begindatum", read_datum),
    Kolom("status_aanlevering", "StatusAanlevering"),
)
