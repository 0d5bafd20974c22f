"""What a declaration (JW323) and its answer (JW325) say, in the form that ``ijw.write_bericht`` takes."""

from collections.abc import Iterable, Sequence
from datetime import date

from integrations.wereld.inhoud import Gegevens
from integrations.wereld.kalender import month_end
from integrations.wereld.prestatie import Prestatie

GEEN_OPMERKING, GEHEEL_TOEGEKEND, NUMMER_NIET_UNIEK = "0200", "8001", "9333"


def declaratie(nummer: str, maand: date, dagtekening: date, regels: Sequence[Prestatie]) -> Gegevens:
    """A JW323 without header; lines of one client stand together, in the order of ``regels``."""
    clienten = [
        {"bsn": bsn, "prestaties": {"prestatie": [_prestatie(regel) for regel in groep]}}
        for bsn, groep in group_by_client(regels).items()
    ]
    inhoud: Gegevens = {
        "declaratie_nummer": nummer,
        "declaratie_periode": {"begindatum": maand, "einddatum": month_end(maand)},
        "declaratie_dagtekening": dagtekening,
        "totaal_ingediend_bedrag": _totaal(sum(regel.saldo_cent for regel in regels)),
        "clienten": {"client": clienten},
    }
    return {"declaratie": inhoud}


def antwoord(
    nummer: str, regels: Iterable[Prestatie], afgewezen: Sequence[Prestatie], is_geheel_afgewezen: bool
) -> Gegevens:
    """A JW325 without header: totals and the rejected lines, or no lines at all where the whole is rejected (IV087)."""
    ingediend = sum(regel.saldo_cent for regel in regels)
    toegekend = ingediend - sum(regel.saldo_cent for regel in afgewezen)
    inhoud: Gegevens = {
        "declaratie_nummer": nummer,
        "totaal_ingediend_bedrag": _totaal(ingediend),
        "totaal_toegekend_bedrag": _totaal(toegekend),
    }
    if is_geheel_afgewezen:
        return {"declaratie_antwoord": {**inhoud, "retour_codes": _retour_codes(NUMMER_NIET_UNIEK)}}
    if not afgewezen:
        return {"declaratie_antwoord": {**inhoud, "retour_codes": _retour_codes(GEHEEL_TOEGEKEND)}}
    clienten = [
        {
            "bsn": bsn,
            "prestaties": {"prestatie": [_afgewezen_prestatie(regel) for regel in groep]},
            "retour_codes": _retour_codes(GEEN_OPMERKING),
        }
        for bsn, groep in group_by_client(afgewezen).items()
    ]
    inhoud |= {"clienten": {"client": clienten}, "retour_codes": _retour_codes(GEEN_OPMERKING)}
    return {"declaratie_antwoord": inhoud}


def antwoord_header(identificatie: str, dagtekening: date, xsd_versie: Gegevens) -> Gegevens:
    """What the header of a JW325 has beyond that of other messages: which declaration it answers."""
    return {
        "declaratie_identificatie": {"identificatie": identificatie, "dagtekening": dagtekening},
        "xsd_versie_declaratie": xsd_versie,
        "retour_codes": _retour_codes(GEEN_OPMERKING),
    }


def group_by_client(regels: Iterable[Prestatie]) -> dict[str, list[Prestatie]]:
    """Lines by BSN, clients in order of their first line."""
    groepen: dict[str, list[Prestatie]] = {}
    for regel in regels:
        groepen.setdefault(regel.bsn, []).append(regel)
    return groepen


def _afgewezen_prestatie(regel: Prestatie) -> Gegevens:
    code = regel.storing.retourcode if regel.storing else None
    return {**_prestatie(regel), "retour_codes": _retour_codes(code or GEEN_OPMERKING)}


def _prestatie(regel: Prestatie) -> Gegevens:
    return {
        "product_referentie": {
            "referentie_nummer": regel.referentie_nummer,
            "vorig_referentie_nummer": regel.vorig_referentie_nummer,
        },
        "toewijzing_nummer": regel.toewijzing_nummer,
        "product_categorie": regel.product_categorie,
        "product_code": regel.product_code,
        "product_periode": {"begindatum": regel.begindatum, "einddatum": regel.einddatum},
        "geleverd_volume": regel.volume,
        "eenheid": regel.eenheid,
        "product_tarief": regel.tarief_cent,
        "ingediend_bedrag": {"bedrag": regel.bedrag_cent, "debet_credit": regel.debet_credit},
    }


def _totaal(saldo_cent: int) -> Gegevens:
    return {"totaal_bedrag": abs(saldo_cent), "debet_credit": "C" if saldo_cent < 0 else "D"}


def _retour_codes(code: str) -> Gegevens:
    return {"retour_code": [code]}
