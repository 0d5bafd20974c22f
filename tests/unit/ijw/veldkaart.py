"""Where every element of the six messages lands: ``table.column``, ``kop.field``, or left out and why.

Written by hand from the schema files and the columns of core, apart from the code that reads: the tests hold the
one against the other. A path that ends in ``/*`` covers everything below it.
"""

from typing import Final

PRIVACY: Final = "weggelaten: zegt wie het is of is vrije tekst"
VAST: Final = "weggelaten: ligt vast in het schema; staat als release in de kop"
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
GEDECLAREERD = "Declaratie/Clienten/Client"
AFGEWEZEN = "DeclaratieAntwoord/Clienten/Client"

REGELS: dict[str, dict[str, str]] = {
    "JW301": {"client": "Client", "toewijzing": TOEGEWEZEN},
    "JW305": {"client": "Client", "start": GESTART},
    "JW307": {"client": "Client", "stop": GESTOPT},
    "JW315": {"client": "Client", "verzoek": AANGEVRAAGD},
    "JW323": {"declaratie": "Declaratie", "prestatie": f"{GEDECLAREERD}/Prestaties/Prestatie"},
    "JW325": {"declaratie_antwoord": "", "afgewezen_prestatie": f"{AFGEWEZEN}/Prestaties/Prestatie"},
}
"""Per type and table the element that makes a row."""

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
