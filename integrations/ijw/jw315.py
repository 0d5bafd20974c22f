"""JW315 Verzoek om toewijzing: the provider asks for an allocation. One row of core.verzoek an AangevraagdProduct."""

from integrations.ijw.velden import read_datum
from integrations.ijw.vorm import OMVANG, PRODUCT, Kolom, make_clientbericht

BERICHT = make_clientbericht(
    "verzoek",
    "AangevraagdeProducten/AangevraagdProduct",
    Kolom("referentie_aanbieder", "ReferentieAanbieder"),
    Kolom("beschikking_nummer", "BeschikkingNummer", int),
    *PRODUCT,
    Kolom("beschikking_ingangsdatum", "BeschikkingIngangsdatum", read_datum),
    Kolom("toewijzing_ingangsdatum", "ToewijzingIngangsdatum", read_datum),
    Kolom("toewijzing_einddatum", "ToewijzingEinddatum", read_datum),
    *OMVANG,
    Kolom("verwijzer_type", "Verwijzer/Type"),
    Kolom("verwijzer_zorgverlener_code", "Verwijzer/ZorgverlenerCode"),
    Kolom("raamcontract", "Raamcontract"),
)
