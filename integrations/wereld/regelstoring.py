"""Faults in declaration lines. Each takes a right line and gives the wrong ones that are sent in its place."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from integrations.wereld.bevolking import Bsns
from integrations.wereld.inkoop import Inkoop
from integrations.wereld.kalender import maand_van, month_end
from integrations.wereld.prestatie import Prestatie, Regelstoring
from integrations.wereld.storingen import Storingen
from integrations.wereld.toewijzing import EURO

ONBEKEND_VANAF = 9_000_000
ANDERE_CATEGORIE = {"45": "54", "54": "45", "44": "43", "43": "44", "52": "54", "41": "45"}


@dataclass(slots=True)
class Omgeving:
    """What a fault may draw on: the municipality's purchasing, unused BSNs, references of earlier lines."""

    inkoop: Inkoop
    bsns: Bsns
    jeugdigen: int
    referenties: list[str] = field(default_factory=list)


Storing = Callable[[random.Random, Prestatie, Omgeving], Prestatie | None]


def disturb(
    rng: random.Random, storingen: Storingen, regel: Prestatie, omgeving: Omgeving
) -> list[Prestatie]:
    """The lines to send for ``regel``: mostly itself, sometimes a faulty one in its place or beside it."""
    for soort, maak in REGELSTORINGEN.items():
        if rng.random() < getattr(storingen, soort):
            fout = maak(rng, regel, omgeving)
            if fout is not None:
                return [regel, fout] if soort in EXTRA_REGEL else [fout]
    return [regel]


def _faulty(regel: Prestatie, storing: Regelstoring, **anders: object) -> Prestatie:
    return replace(regel, storing=storing, bedoeld=regel, **anders)  # type: ignore[arg-type]


def _onbekende_toewijzing(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie:
    nummer = ONBEKEND_VANAF + rng.randrange(900_000)
    storing = Regelstoring(
        "onbekende_toewijzing", "TR338", "9338", "toewijzingnummer bestaat niet bij deze gemeente"
    )
    return _faulty(regel, storing, toewijzing_nummer=nummer)


def _onbekende_client(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie:
    storing = Regelstoring(
        "onbekende_client", "TR304", "8187", "client heeft bij deze gemeente geen enkele toewijzing"
    )
    return _faulty(regel, storing, bsn=omgeving.bsns.unused(rng, omgeving.jeugdigen))


def _ongeldig_bsn(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie:
    """Another last digit: then the elfproef always fails."""
    laatste = (int(regel.bsn[-1]) + rng.randint(1, 9)) % 10
    storing = Regelstoring("ongeldig_bsn", "CS002", None, "nummer voldoet niet aan de elfproef")
    return _faulty(regel, storing, bsn=f"{regel.bsn[:-1]}{laatste}")


def _dubbele_referentie(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    if not omgeving.referenties:
        return None
    storing = Regelstoring(
        "dubbele_referentie", "TR314", "8021", "referentienummer van een regel uit een eerdere maand"
    )
    return _faulty(regel, storing, referentie_nummer=rng.choice(omgeving.referenties))


def _dubbele_regel(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie:
    storing = Regelstoring(
        "dubbele_regel", "TR389", "9389", "dezelfde levering een maand later nog eens gedeclareerd"
    )
    return _faulty(regel, storing)


def _credit_zonder_debet(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie:
    storing = Regelstoring(
        "credit_zonder_debet", "TR323", "8017", "verwijst naar een regel die nooit is gedeclareerd"
    )
    nooit = f"X{regel.jeugdige.gemeente_code}{rng.randrange(10**6):06d}"
    return _faulty(regel, storing, debet_credit="C", vorig_referentie_nummer=nooit)


def _verkeerde_categorie(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    anders = ANDERE_CATEGORIE.get(regel.product_categorie)
    if anders is None or regel.toewijzing.variant == "generiek":
        return None
    storing = Regelstoring(
        "verkeerde_categorie", "TR339", "9339", f"toegewezen in categorie {regel.product_categorie}"
    )
    return _faulty(regel, storing, product_categorie=anders)


def _verkeerde_code(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    anders = omgeving.inkoop.draw_other_code(
        rng, regel.product_categorie, regel.product_code, regel.begindatum
    )
    if anders is None or regel.toewijzing.variant != "specifiek":
        return None
    storing = Regelstoring("verkeerde_code", "TR340", "9340", f"toegewezen met code {regel.product_code}")
    return _faulty(regel, storing, product_code=anders)


def _buiten_toewijzing(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    """A whole month is declared where the allocation begins (TR307) or ends (TR308) halfway."""
    begin, einde = maand_van(regel.begindatum), month_end(regel.begindatum)
    if regel.begindatum > begin:
        storing = Regelstoring(
            "buiten_toewijzing", "TR307", "9307", "hele maand gedeclareerd, toewijzing begint later"
        )
        return _faulty(regel, storing, begindatum=begin)
    if regel.einddatum < einde:
        storing = Regelstoring(
            "buiten_toewijzing", "TR308", "9308", "hele maand gedeclareerd, toewijzing eindigt eerder"
        )
        return _faulty(regel, storing, einddatum=einde)
    return None


def _afwijkend_tarief(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    """Three to twenty percent too much, and more than rounding of a minute tariff can explain."""
    if regel.eenheid == EURO:
        return None
    meer = max(regel.bedrag_cent * rng.randint(3, 20) // 100, regel.volume, 500)
    storing = Regelstoring("afwijkend_tarief", "TR346", "9346", f"{meer} cent meer dan volume maal tarief")
    return _faulty(regel, storing, bedrag_cent=regel.bedrag_cent + meer)


# Names are those of the fields of Storingen; the order is the order in which chance is drawn.
REGELSTORINGEN: dict[str, Storing] = {
    "onbekende_toewijzing": _onbekende_toewijzing,
    "onbekende_client": _onbekende_client,
    "ongeldig_bsn": _ongeldig_bsn,
    "dubbele_referentie": _dubbele_referentie,
    "dubbele_regel": _dubbele_regel,
    "credit_zonder_debet": _credit_zonder_debet,
    "verkeerde_categorie": _verkeerde_categorie,
    "verkeerde_code": _verkeerde_code,
    "buiten_toewijzing": _buiten_toewijzing,
    "afwijkend_tarief": _afwijkend_tarief,
}
EXTRA_REGEL = ("dubbele_regel", "credit_zonder_debet")
