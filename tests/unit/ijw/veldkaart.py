"""Where every element of the fourteen messages lands: ``table.column``, ``kop.field``, or left out and why.

Written by hand from the schema files and the columns of core, apart from the code that reads: the tests hold the
one against the other. A path that ends in ``/*`` covers everything below it.
"""

from typing import Final

PRIVACY: Final = "weggelaten: zegt wie het is of is vrije tekst"
VAST: Final = "weggelaten: ligt vast in het schema; staat als release in de kop"
KOPIE: Final = "weggelaten: overgenomen uit het beantwoorde bericht, staat daar"
SOFTWARE: Final = "weggelaten: gaat over de software van de afzender, telt alleen bij een declaratie"

PARTIJ_VAN_GEMEENTE = {"Header/Afzender": ["kop.afzender", "*.gemeente_code"]} | {
    "Header/Ontvanger": ["kop.ontvanger", "*.aanbieder_agb_code"]
}
PARTIJ_VAN_AANBIEDER = {"Header/Afzender": ["kop.afzender", "*.aanbieder_agb_code"]} | {
    "Header/Ontvanger": ["kop.ontvanger", "*.gemeente_code"]
}
KOP = {
    "Header/BerichtCode": ["kop.berichtcode"],
    "Header/BerichtVersie": VAST,
    "Header/BerichtSubversie": VAST,
    "Header/BerichtIdentificatie/Identificatie": ["kop.identificatie"],
    "Header/BerichtIdentificatie/Dagtekening": ["kop.dagtekening"],
}
CLIENT = {
    "Client/Geboortedatum/Datum": ["client.geboortedatum"],
    "Client/Geboortedatum/DatumGebruik": ["client.datum_gebruik"],
    "Client/Geslacht": ["client.geslacht"],
    "Client/Naam/*": PRIVACY,
}


RETOUR_KOP: dict[str, list[str] | str] = {
    "Header/BerichtCode": ["kop.berichtcode"],
    "Header/BerichtVersie": VAST,
    "Header/BerichtSubversie": VAST,
    "Header/BerichtIdentificatie/Identificatie": ["retourbericht.beantwoord_identificatie"],
    "Header/BerichtIdentificatie/Dagtekening": ["retourbericht.beantwoord_dagtekening"],
    "Header/XsdVersie/BasisschemaXsdVersie": ["retourbericht.basisschema_xsd_versie"],
    "Header/XsdVersie/BerichtXsdVersie": ["retourbericht.bericht_xsd_versie"],
    "Header/IdentificatieRetour": ["kop.identificatie", "retourbericht.identificatie_retour"],
    "Header/DagtekeningRetour": ["kop.dagtekening", "retourbericht.dagtekening_retour"],
    "Header/XsltVersie": ["retourbericht.xslt_versie"],
    "Header/XsdVersieRetour/BasisschemaXsdVersie": ["retourbericht.basisschema_xsd_versie_retour"],
    "Header/XsdVersieRetour/BerichtXsdVersie": ["retourbericht.bericht_xsd_versie_retour"],
    "Header/RetourCodes/RetourCode": ["retourbericht.header_retour_codes"],
}
RETOUR_VAN_GEMEENTE = {
    "Header/Afzender": ["kop.ontvanger", "*.aanbieder_agb_code"],
    "Header/Ontvanger": ["kop.afzender", "*.gemeente_code"],
}
"""The municipality returns what a provider sent: the header names the parties of that message."""
RETOUR_VAN_AANBIEDER = {
    "Header/Afzender": ["kop.ontvanger", "*.gemeente_code"],
    "Header/Ontvanger": ["kop.afzender", "*.aanbieder_agb_code"],
}
RETOUR_CLIENT: dict[str, list[str] | str] = {
    "Client/Bsn": KOPIE,
    "Client/Geboortedatum/*": KOPIE,
    "Client/Geslacht": KOPIE,
    "Client/Naam/*": PRIVACY,
}


def codes(*paths: str) -> dict[str, list[str]]:
    """The parts of a return that bear codes."""
    return {f"{path}/RetourCodes/RetourCode": ["retour_code.retour_code"] for path in paths}


def kopie(path: str, *namen: str) -> dict[str, str]:
    return {f"{path}/{naam}": KOPIE for naam in namen}


def sleutel(path: str, *namen: str) -> dict[str, list[str]]:
    """The key of a line in a return."""
    kolommen = {
        "ToewijzingNummer": "toewijzing_nummer",
        "ReferentieAanbieder": "referentie_aanbieder",
        "Product/Categorie": "product_categorie",
        "Product/Code": "product_code",
        "Begindatum": "begindatum",
    }
    return {f"{path}/{naam}": [f"retour_code.{kolommen[naam]}"] for naam in namen}


def contact(path: str) -> dict[str, str]:
    namen = ("Soort", "Adres/*", "Organisatie", "Telefoon/*", "Emailadres", "Periode/*")
    return {f"{path}/{naam}": PRIVACY for naam in namen}


def product(path: str, tabel: str) -> dict[str, list[str]]:
    return {
        f"{path}/Product/Categorie": [f"{tabel}.product_categorie"],
        f"{path}/Product/Code": [f"{tabel}.product_code"],
    }


def omvang(path: str, tabel: str) -> dict[str, list[str]]:
    return {
        f"{path}/Omvang/Volume": [f"{tabel}.volume"],
        f"{path}/Omvang/Eenheid": [f"{tabel}.eenheid"],
        f"{path}/Omvang/Frequentie": [f"{tabel}.frequentie"],
        f"{path}/Budget": [f"{tabel}.budget_cent"],
    }


def prestatie(path: str, tabel: str) -> dict[str, list[str]]:
    return {
        f"{path}/ProductReferentie/ReferentieNummer": [f"{tabel}.referentie_nummer"],
        f"{path}/ProductReferentie/VorigReferentieNummer": [f"{tabel}.vorig_referentie_nummer"],
        f"{path}/ToewijzingNummer": [f"{tabel}.toewijzing_nummer"],
        f"{path}/ProductCategorie": [f"{tabel}.product_categorie"],
        f"{path}/ProductCode": [f"{tabel}.product_code"],
        f"{path}/ProductPeriode/Begindatum": [f"{tabel}.begindatum"],
        f"{path}/ProductPeriode/Einddatum": [f"{tabel}.einddatum"],
        f"{path}/GeleverdVolume": [f"{tabel}.geleverd_volume"],
        f"{path}/Eenheid": [f"{tabel}.eenheid"],
        f"{path}/ProductTarief": [f"{tabel}.product_tarief_cent"],
        f"{path}/IngediendBedrag/Bedrag": [f"{tabel}.ingediend_bedrag_cent"],
        f"{path}/IngediendBedrag/DebetCredit": [f"{tabel}.debet_credit"],
    }


TOEGEWEZEN = "Client/ToegewezenProducten/ToegewezenProduct"
GESTART = "Client/StartProducten/StartProduct"
GESTOPT = "Client/StopProducten/StopProduct"
AANGEVRAAGD = "Client/AangevraagdeProducten/AangevraagdProduct"
ONGEWIJZIGD = "Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct"
TE_WIJZIGEN = "Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct"
NIEUW = "Client/Verzoek/NieuweProducten/NieuwProduct"
GEDECLAREERD = "Declaratie/Clienten/Client"
AFGEWEZEN = "DeclaratieAntwoord/Clienten/Client"

REGELS: dict[str, dict[str, str]] = {
    "JW301": {"client": "Client", "toewijzing": TOEGEWEZEN},
    "JW305": {"client": "Client", "start": GESTART},
    "JW307": {"client": "Client", "stop": GESTOPT},
    "JW315": {"client": "Client", "verzoek": AANGEVRAAGD},
    "JW317": {
        "wijzigingsverzoek": "Client/Verzoek",
        "ongewijzigd_product": ONGEWIJZIGD,
        "te_wijzigen_product": TE_WIJZIGEN,
        "nieuw_product": NIEUW,
    },
    "JW319": {"verzoek_antwoord": "Antwoord"},
    "JW323": {"declaratie": "Declaratie", "prestatie": f"{GEDECLAREERD}/Prestaties/Prestatie"},
    "JW325": {"declaratie_antwoord": "", "afgewezen_prestatie": f"{AFGEWEZEN}/Prestaties/Prestatie"},
}
"""Per type and table the element that makes a row. The codes of a return have many places: see the round trip."""
REGELS |= {
    retour: {"retourbericht": "Header"} for retour in ("JW302", "JW306", "JW308", "JW316", "JW318", "JW320")
}

KAART: dict[str, dict[str, list[str] | str]] = {
    "JW301": {
        **KOP,
        **PARTIJ_VAN_GEMEENTE,
        "Header/XsdVersie/*": SOFTWARE,
        **CLIENT,
        "Client/Bsn": ["client.bsn", "toewijzing.bsn"],
        "Client/Communicatie/Vorm": ["client.communicatie_vorm"],
        "Client/Communicatie/Taal": PRIVACY,
        "Client/JuridischeStatus": ["client.juridische_status"],
        "Client/WettelijkeVertegenwoordiging": ["client.wettelijke_vertegenwoordiging"],
        "Client/Commentaar": PRIVACY,
        "Client/Relaties/*": PRIVACY,
        "Client/Contactgegevens/*": PRIVACY,
        f"{TOEGEWEZEN}/ToewijzingNummer": ["toewijzing.toewijzing_nummer"],
        f"{TOEGEWEZEN}/ReferentieAanbieder": ["toewijzing.referentie_aanbieder"],
        **product(TOEGEWEZEN, "toewijzing"),
        f"{TOEGEWEZEN}/Toewijzingsdatum": ["toewijzing.toewijzingsdatum"],
        f"{TOEGEWEZEN}/Toewijzingstijd": ["toewijzing.toewijzingstijd"],
        f"{TOEGEWEZEN}/Ingangsdatum": ["toewijzing.ingangsdatum"],
        f"{TOEGEWEZEN}/Einddatum": ["toewijzing.einddatum"],
        f"{TOEGEWEZEN}/RedenWijziging": ["toewijzing.reden_wijziging"],
        **omvang(TOEGEWEZEN, "toewijzing"),
        f"{TOEGEWEZEN}/Commentaar": PRIVACY,
    },
    "JW302": {
        **RETOUR_KOP,
        **RETOUR_VAN_AANBIEDER,
        **RETOUR_CLIENT,
        **kopie("Client", "Communicatie/Vorm", "JuridischeStatus", "WettelijkeVertegenwoordiging"),
        "Client/Communicatie/Taal": PRIVACY,
        "Client/Commentaar": PRIVACY,
        "Client/Relaties/Relatie/Nummer": PRIVACY,
        "Client/Relaties/Relatie/Volgorde": PRIVACY,
        "Client/Relaties/Relatie/Soort": PRIVACY,
        "Client/Relaties/Relatie/Geboortedatum/*": PRIVACY,
        "Client/Relaties/Relatie/Geslacht": PRIVACY,
        "Client/Relaties/Relatie/Naam/*": PRIVACY,
        **contact("Client/Relaties/Relatie/Contact"),
        **contact("Client/Contactgegevens/Contact"),
        **sleutel(TOEGEWEZEN, "ToewijzingNummer", "ReferentieAanbieder", "Product/Categorie", "Product/Code"),
        **kopie(TOEGEWEZEN, "Toewijzingsdatum", "Toewijzingstijd", "Ingangsdatum", "Einddatum"),
        **kopie(TOEGEWEZEN, "RedenWijziging", "Omvang/*", "Budget"),
        f"{TOEGEWEZEN}/Commentaar": PRIVACY,
        **codes("Client", "Client/Relaties/Relatie", "Client/Relaties/Relatie/Contact"),
        **codes("Client/Contactgegevens/Contact", TOEGEWEZEN),
    },
    "JW305": {
        **KOP,
        **PARTIJ_VAN_AANBIEDER,
        "Header/XsdVersie/*": SOFTWARE,
        **CLIENT,
        "Client/Bsn": ["client.bsn", "start.bsn"],
        f"{GESTART}/ToewijzingNummer": ["start.toewijzing_nummer"],
        **product(GESTART, "start"),
        f"{GESTART}/ToewijzingIngangsdatum": ["start.toewijzing_ingangsdatum"],
        f"{GESTART}/Begindatum": ["start.begindatum"],
        f"{GESTART}/StatusAanlevering": ["start.status_aanlevering"],
    },
    "JW306": {
        **RETOUR_KOP,
        **RETOUR_VAN_GEMEENTE,
        **RETOUR_CLIENT,
        **sleutel(GESTART, "ToewijzingNummer", "Product/Categorie", "Product/Code", "Begindatum"),
        **kopie(GESTART, "ToewijzingIngangsdatum", "StatusAanlevering"),
        **codes("Client", GESTART),
    },
    "JW307": {
        **KOP,
        **PARTIJ_VAN_AANBIEDER,
        "Header/XsdVersie/*": SOFTWARE,
        **CLIENT,
        "Client/Bsn": ["client.bsn", "stop.bsn"],
        f"{GESTOPT}/ToewijzingNummer": ["stop.toewijzing_nummer"],
        **product(GESTOPT, "stop"),
        f"{GESTOPT}/ToewijzingIngangsdatum": ["stop.toewijzing_ingangsdatum"],
        f"{GESTOPT}/Begindatum": ["stop.begindatum"],
        f"{GESTOPT}/RedenBeeindiging": ["stop.reden_beeindiging"],
        f"{GESTOPT}/Einddatum": ["stop.einddatum"],
        f"{GESTOPT}/StatusAanlevering": ["stop.status_aanlevering"],
    },
    "JW308": {
        **RETOUR_KOP,
        **RETOUR_VAN_GEMEENTE,
        **RETOUR_CLIENT,
        **sleutel(GESTOPT, "ToewijzingNummer", "Product/Categorie", "Product/Code", "Begindatum"),
        **kopie(GESTOPT, "ToewijzingIngangsdatum", "RedenBeeindiging", "Einddatum", "StatusAanlevering"),
        **codes("Client", GESTOPT),
    },
    "JW315": {
        **KOP,
        **PARTIJ_VAN_AANBIEDER,
        "Header/XsdVersie/*": SOFTWARE,
        **CLIENT,
        "Client/Bsn": ["client.bsn", "verzoek.bsn"],
        "Client/GezagsdragerBekend": ["client.gezagsdrager_bekend"],
        "Client/Commentaar": PRIVACY,
        f"{AANGEVRAAGD}/ReferentieAanbieder": ["verzoek.referentie_aanbieder"],
        f"{AANGEVRAAGD}/BeschikkingNummer": ["verzoek.beschikking_nummer"],
        **product(AANGEVRAAGD, "verzoek"),
        f"{AANGEVRAAGD}/BeschikkingIngangsdatum": ["verzoek.beschikking_ingangsdatum"],
        f"{AANGEVRAAGD}/ToewijzingIngangsdatum": ["verzoek.toewijzing_ingangsdatum"],
        f"{AANGEVRAAGD}/ToewijzingEinddatum": ["verzoek.toewijzing_einddatum"],
        **omvang(AANGEVRAAGD, "verzoek"),
        f"{AANGEVRAAGD}/Verwijzer/Type": ["verzoek.verwijzer_type"],
        f"{AANGEVRAAGD}/Verwijzer/Naam": PRIVACY,
        f"{AANGEVRAAGD}/Verwijzer/ZorgverlenerCode": ["verzoek.verwijzer_zorgverlener_code"],
        f"{AANGEVRAAGD}/Raamcontract": ["verzoek.raamcontract"],
        f"{AANGEVRAAGD}/Commentaar": PRIVACY,
    },
    "JW316": {
        **RETOUR_KOP,
        **RETOUR_VAN_GEMEENTE,
        **RETOUR_CLIENT,
        "Client/GezagsdragerBekend": KOPIE,
        "Client/Commentaar": PRIVACY,
        **sleutel(AANGEVRAAGD, "ReferentieAanbieder", "Product/Categorie", "Product/Code"),
        **kopie(AANGEVRAAGD, "BeschikkingNummer", "BeschikkingIngangsdatum", "ToewijzingIngangsdatum"),
        **kopie(AANGEVRAAGD, "ToewijzingEinddatum", "Omvang/*", "Budget", "Raamcontract"),
        **kopie(AANGEVRAAGD, "Verwijzer/Type", "Verwijzer/ZorgverlenerCode"),
        f"{AANGEVRAAGD}/Verwijzer/Naam": PRIVACY,
        f"{AANGEVRAAGD}/Commentaar": PRIVACY,
        **codes("Client", AANGEVRAAGD),
    },
    "JW317": {
        **KOP,
        **PARTIJ_VAN_AANBIEDER,
        "Header/XsdVersie/*": SOFTWARE,
        "Client/Bsn": [
            "wijzigingsverzoek.bsn",
            "ongewijzigd_product.bsn",
            "te_wijzigen_product.bsn",
            "nieuw_product.bsn",
        ],
        "Client/Verzoek/ReferentieAanbieder": ["wijzigingsverzoek.referentie_aanbieder"],
        "Client/Verzoek/RedenVerzoek": ["wijzigingsverzoek.reden_verzoek"],
        f"{ONGEWIJZIGD}/ToewijzingNummer": ["ongewijzigd_product.toewijzing_nummer"],
        f"{TE_WIJZIGEN}/ToewijzingNummer": ["te_wijzigen_product.toewijzing_nummer"],
        f"{TE_WIJZIGEN}/GewensteIngangsdatum": ["te_wijzigen_product.gewenste_ingangsdatum"],
        f"{TE_WIJZIGEN}/Einddatum": ["te_wijzigen_product.einddatum"],
        **omvang(TE_WIJZIGEN, "te_wijzigen_product"),
        **product(NIEUW, "nieuw_product"),
        f"{NIEUW}/GewensteIngangsdatum": ["nieuw_product.gewenste_ingangsdatum"],
        f"{NIEUW}/Einddatum": ["nieuw_product.einddatum"],
        **omvang(NIEUW, "nieuw_product"),
    },
    "JW318": {
        **RETOUR_KOP,
        **RETOUR_VAN_GEMEENTE,
        "Client/Bsn": KOPIE,
        **sleutel("Client/Verzoek", "ReferentieAanbieder"),
        "Client/Verzoek/RedenVerzoek": KOPIE,
        **sleutel(ONGEWIJZIGD, "ToewijzingNummer"),
        **sleutel(TE_WIJZIGEN, "ToewijzingNummer"),
        **kopie(TE_WIJZIGEN, "GewensteIngangsdatum", "Einddatum", "Omvang/*", "Budget"),
        **sleutel(NIEUW, "Product/Categorie", "Product/Code"),
        **kopie(NIEUW, "GewensteIngangsdatum", "Einddatum", "Omvang/*", "Budget"),
        **codes("Client", "Client/Verzoek", ONGEWIJZIGD, TE_WIJZIGEN, NIEUW),
    },
    "JW319": {
        **KOP,
        **PARTIJ_VAN_GEMEENTE,
        "Header/XsdVersie/*": SOFTWARE,
        "Antwoord/ReferentieAanbieder": ["verzoek_antwoord.referentie_aanbieder"],
        "Antwoord/VerzoekAntwoord": ["verzoek_antwoord.verzoek_antwoord"],
        "Antwoord/RedenAfwijzingVerzoek": ["verzoek_antwoord.reden_afwijzing_verzoek"],
        "Antwoord/Woonplaatsbeginsel/Gemeente": ["verzoek_antwoord.woonplaats_gemeente_code"],
    },
    "JW320": {
        **RETOUR_KOP,
        **RETOUR_VAN_AANBIEDER,
        **sleutel("Antwoord", "ReferentieAanbieder"),
        **kopie("Antwoord", "VerzoekAntwoord", "RedenAfwijzingVerzoek", "Woonplaatsbeginsel/Gemeente"),
        **codes("Antwoord", "Antwoord/Woonplaatsbeginsel"),
    },
    "JW323": {
        **KOP,
        **PARTIJ_VAN_AANBIEDER,
        "Header/BerichtIdentificatie/Identificatie": ["kop.identificatie", "declaratie.identificatie"],
        "Header/BerichtIdentificatie/Dagtekening": ["kop.dagtekening", "declaratie.dagtekening"],
        "Header/XsdVersie/BasisschemaXsdVersie": ["declaratie.basisschema_xsd_versie"],
        "Header/XsdVersie/BerichtXsdVersie": ["declaratie.bericht_xsd_versie"],
        "Declaratie/DeclaratieNummer": ["declaratie.declaratie_nummer"],
        "Declaratie/DeclaratiePeriode/Begindatum": ["declaratie.declaratie_periode_begindatum"],
        "Declaratie/DeclaratiePeriode/Einddatum": ["declaratie.declaratie_periode_einddatum"],
        "Declaratie/DeclaratieDagtekening": ["declaratie.declaratie_dagtekening"],
        "Declaratie/TotaalIngediendBedrag/TotaalBedrag": ["declaratie.totaal_ingediend_bedrag_cent"],
        "Declaratie/TotaalIngediendBedrag/DebetCredit": ["declaratie.totaal_debet_credit"],
        f"{GEDECLAREERD}/Bsn": ["prestatie.bsn"],
        **prestatie(f"{GEDECLAREERD}/Prestaties/Prestatie", "prestatie"),
    },
    "JW325": {
        **KOP,
        **PARTIJ_VAN_GEMEENTE,
        "Header/XsdVersie/*": SOFTWARE,
        "Header/DeclaratieIdentificatie/Identificatie": ["declaratie_antwoord.declaratie_identificatie"],
        "Header/DeclaratieIdentificatie/Dagtekening": ["declaratie_antwoord.declaratie_dagtekening"],
        "Header/XsltVersie": ["declaratie_antwoord.xslt_versie"],
        "Header/XsdVersieDeclaratie/BasisschemaXsdVersie": [
            "declaratie_antwoord.basisschema_xsd_versie_declaratie"
        ],
        "Header/XsdVersieDeclaratie/BerichtXsdVersie": ["declaratie_antwoord.bericht_xsd_versie_declaratie"],
        "Header/RetourCodes/RetourCode": ["declaratie_antwoord.header_retour_codes"],
        "DeclaratieAntwoord/DeclaratieNummer": ["declaratie_antwoord.declaratie_nummer"],
        "DeclaratieAntwoord/TotaalIngediendBedrag/TotaalBedrag": [
            "declaratie_antwoord.totaal_ingediend_bedrag_cent"
        ],
        "DeclaratieAntwoord/TotaalIngediendBedrag/DebetCredit": [
            "declaratie_antwoord.totaal_ingediend_debet_credit"
        ],
        "DeclaratieAntwoord/TotaalToegekendBedrag/TotaalBedrag": [
            "declaratie_antwoord.totaal_toegekend_bedrag_cent"
        ],
        "DeclaratieAntwoord/TotaalToegekendBedrag/DebetCredit": [
            "declaratie_antwoord.totaal_toegekend_debet_credit"
        ],
        "DeclaratieAntwoord/RetourCodes/RetourCode": ["declaratie_antwoord.antwoord_retour_codes"],
        f"{AFGEWEZEN}/Bsn": ["afgewezen_prestatie.bsn"],
        f"{AFGEWEZEN}/RetourCodes/RetourCode": ["afgewezen_prestatie.client_retour_codes"],
        **prestatie(f"{AFGEWEZEN}/Prestaties/Prestatie", "afgewezen_prestatie"),
        f"{AFGEWEZEN}/Prestaties/Prestatie/RetourCodes/RetourCode": ["afgewezen_prestatie.retour_codes"],
    },
}
