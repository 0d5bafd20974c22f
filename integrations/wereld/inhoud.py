"""What the six messages say: nested dictionaries in the form that ``ijw.write_bericht`` takes, without header.

A value None is an element that is not written.
"""

from datetime import date
from typing import Any

from integrations.wereld.bevolking import Jeugdige
from integrations.wereld.inkoop import Gemeente
from integrations.wereld.toewijzing import Toewijzing, Wijziging

Gegevens = dict[str, Any]

VRIJE_TEKST = "Vrije tekst uit de proefwereld over Fictief: hoort nergens buiten het bericht."
TOEWIJZINGSTIJD = "09:30:00"


def client_301(jeugdige: Jeugdige, gemeente: Gemeente, producten: list[Gegevens]) -> Gegevens:
    """Client of a JW301, with an invented address and for every seventh youth free text."""
    client: Gegevens = {
        "bsn": jeugdige.bsn,
        "geboortedatum": {"datum": jeugdige.geboortedatum},
        "geslacht": jeugdige.geslacht,
        "naam": {**_naam(jeugdige), "naam_gebruik": "1"},
    }
    if jeugdige.nummer % 7 == 0:
        client["commentaar"] = VRIJE_TEKST
    adres = {
        "huis": {"huisnummer": jeugdige.nummer % 300 + 1},
        "postcode": "9999XX",
        "straatnaam": "Voorbeeldstraat",
        "plaatsnaam": gemeente.gemeente_naam,
        "land_code": "NL",
    }
    client["contactgegevens"] = {"contact": [{"soort": "01", "adres": adres}]}
    client["toegewezen_producten"] = {"toegewezen_product": producten}
    return {"client": client}


def client_kort(jeugdige: Jeugdige, **producten: Any) -> Gegevens:
    """Client of a JW305, JW307 or JW315: short name, no address."""
    client: Gegevens = {
        "bsn": jeugdige.bsn,
        "geboortedatum": {"datum": jeugdige.geboortedatum},
        "geslacht": jeugdige.geslacht,
        "naam": _naam(jeugdige),
    }
    return {"client": client | producten}


def _naam(jeugdige: Jeugdige) -> Gegevens:
    return {
        "geslachtsnaam": {"achternaam": jeugdige.achternaam},
        "voornamen": jeugdige.voornaam,
        "voorletters": jeugdige.voornaam[0],
    }


def _product(toewijzing: Toewijzing) -> Gegevens:
    """The element Product as far as the variant of the allocation has one."""
    vorm = toewijzing.product.vorm
    match toewijzing.variant:
        case "specifiek":
            return {"product": {"categorie": vorm.product_categorie, "code": toewijzing.product_code}}
        case "generiek":
            return {}
        case _:
            return {"product": {"categorie": vorm.product_categorie}}


def _omvang(toewijzing: Toewijzing) -> Gegevens:
    """Omvang for a specific allocation, Budget where there is one, nothing for an aspecific one."""
    vorm = toewijzing.product.vorm
    match toewijzing.variant:
        case "specifiek":
            omvang = {"volume": toewijzing.volume, "eenheid": vorm.eenheid, "frequentie": vorm.frequentie}
            return {"omvang": omvang}
        case "aspecifiek":
            return {}
        case _:
            return {"budget": toewijzing.budget_cent()}


def toegewezen_product(toewijzing: Toewijzing, wijziging: Wijziging | None = None) -> Gegevens:
    """ToegewezenProduct of the first JW301 on this allocation, or of the one that tells of ``wijziging``."""
    return {
        "toewijzing_nummer": toewijzing.nummer,
        "referentie_aanbieder": wijziging.referentie if wijziging else toewijzing.referentie,
        **_product(toewijzing),
        "toewijzingsdatum": wijziging.dagtekening if wijziging else toewijzing.toegewezen_op,
        "toewijzingstijd": TOEWIJZINGSTIJD,
        "ingangsdatum": toewijzing.ingangsdatum,
        "einddatum": wijziging.einddatum if wijziging else toewijzing.eerste_einddatum,
        "reden_wijziging": wijziging.reden if wijziging else None,
        **_omvang(toewijzing),
    }


def aangevraagd_product(toewijzing: Toewijzing, verwijzer: Gegevens) -> Gegevens:
    """AangevraagdProduct of a JW315."""
    return {
        "referentie_aanbieder": toewijzing.referentie,
        **_product(toewijzing),
        "toewijzing_ingangsdatum": toewijzing.ingangsdatum,
        "toewijzing_einddatum": toewijzing.eerste_einddatum,
        **_omvang(toewijzing),
        "verwijzer": verwijzer,
        "raamcontract": "1",
    }


def te_wijzigen_product(
    toewijzing: Toewijzing, gewenst_vanaf: date, einddatum: date | None, volume: int
) -> Gegevens:
    """TeWijzigenProduct of a JW317, of a specific allocation."""
    vorm = toewijzing.product.vorm
    return {
        "toewijzing_nummer": toewijzing.nummer,
        "gewenste_ingangsdatum": gewenst_vanaf,
        "einddatum": einddatum,
        "omvang": {"volume": volume, "eenheid": vorm.eenheid, "frequentie": vorm.frequentie},
    }


def verzoek_om_wijziging(
    jeugdige: Jeugdige, referentie: str, product: Gegevens, ongewijzigd: list[int]
) -> Gegevens:
    """A JW317 without header: one product to change, and the numbers of the allocations that stay as they are."""
    verzoek: Gegevens = {
        "referentie_aanbieder": referentie,
        "reden_verzoek": "1",
        "te_wijzigen_producten": {"te_wijzigen_product": [product]},
    }
    if ongewijzigd:
        nummers = [{"toewijzing_nummer": nummer} for nummer in ongewijzigd]
        verzoek["ongewijzigde_producten"] = {"ongewijzigd_product": nummers}
    return {"client": {"bsn": jeugdige.bsn, "verzoek": verzoek}}


def start_product(toewijzing: Toewijzing, begindatum: date, status: str = "1") -> Gegevens:
    """StartProduct of a JW305."""
    return {
        "toewijzing_nummer": toewijzing.nummer,
        **_product(toewijzing),
        "toewijzing_ingangsdatum": toewijzing.ingangsdatum,
        "begindatum": begindatum,
        "status_aanlevering": status,
    }


def stop_product(toewijzing: Toewijzing) -> Gegevens:
    """StopProduct of a JW307: the keys of the start, the reason and the last day."""
    return {
        "toewijzing_nummer": toewijzing.nummer,
        **_product(toewijzing),
        "toewijzing_ingangsdatum": toewijzing.ingangsdatum,
        "begindatum": toewijzing.begindatum,
        "reden_beeindiging": toewijzing.reden_beeindiging,
        "einddatum": toewijzing.stopdatum,
        "status_aanlevering": "1",
    }
