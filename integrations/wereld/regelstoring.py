"""Faults in declaration lines. Each takes a right line and gives the wrong ones that are sent in its place."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from integrations.wereld.bevolking import Bsns
from integrations.wereld.inkoop import Inkoop
from integrations.wereld.kalender import maand_van, month_end
from integrations.wereld.prestatie import Prestatie, Regelstoring, amount, declares_minutes
from integrations.wereld.storingen import Storingen
from integrations.wereld.toewijzing import EURO, PER_DAG, PER_WEEK, TOTAAL

ONBEKEND_VANAF = 9_000_000
MAX_CENT = 90_000_000
ANDERE_EENHEID = {"01": "04", "04": "16", "16": "04", "14": "16", "82": "84", "84": "82"}
ANDERE_CATEGORIE = {"45": "54", "54": "45", "44": "43", "43": "44", "52": "54", "41": "45"}


@dataclass(slots=True)
class Omgeving:
    """What a fault may draw on: the municipality's purchasing, unused BSNs, references of earlier lines and when those
    arrived.
    """

    inkoop: Inkoop
    bsns: Bsns
    jeugdigen: int
    storingen: Storingen
    referenties: list[tuple[str, datetime | None]] = field(default_factory=list)
    kansen: list[tuple[float, str]] = field(init=False)
    totale_kans: float = field(init=False)

    def __post_init__(self) -> None:
        """Chances added up, so that one draw decides: a line has at most one fault."""
        self.kansen, self.totale_kans = [], 0.0
        for soort in (soort for soort in REGELSTORINGEN if soort not in OP_WEINIG_REGELS):
            self.totale_kans += getattr(self.storingen, soort)
            self.kansen.append((self.totale_kans, soort))


Storing = Callable[[random.Random, Prestatie, Omgeving], Prestatie | None]


def disturb(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> list[Prestatie]:
    """The lines to send for ``regel``: mostly itself, sometimes a faulty one in its place or beside it."""
    for soort in OP_WEINIG_REGELS:
        if rng.random() < getattr(omgeving.storingen, soort):
            fout = REGELSTORINGEN[soort](rng, regel, omgeving)
            if fout is not None:
                return [fout]
    punt = rng.random()
    if punt >= omgeving.totale_kans:
        return [regel]
    soort = next(soort for grens, soort in omgeving.kansen if punt < grens)
    fout = REGELSTORINGEN[soort](rng, regel, omgeving)
    if fout is None:
        return [regel]
    return [regel, fout] if soort in EXTRA_REGEL else [fout]


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


def _ontbrekend_bsn(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie:
    storing = Regelstoring("ontbrekend_bsn", "CS002", None, "negen gelijke cijfers in plaats van een nummer")
    return _faulty(regel, storing, bsn=rng.choice("09") * 9)


def _dubbele_referentie(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    if not omgeving.referenties:
        return None
    storing = Regelstoring(
        "dubbele_referentie", "TR314", "8021", "referentienummer van een regel uit een eerdere maand"
    )
    referentie_nummer, na = rng.choice(omgeving.referenties)
    return _faulty(regel, storing, referentie_nummer=referentie_nummer, na=na)


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


def _verkeerde_eenheid(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    """Another unit with the same volume and amount; minutes on hours are allowed, so those lines are left alone."""
    anders = ANDERE_EENHEID.get(regel.eenheid)
    if anders is None or regel.toewijzing.variant != "specifiek" or declares_minutes(regel.toewijzing):
        return None
    storing = Regelstoring("verkeerde_eenheid", "TR341", "9341", f"toegewezen in eenheid {regel.eenheid}")
    return _faulty(regel, storing, eenheid=anders)


def _more(regel: Prestatie, storing: Regelstoring, volume: int) -> Prestatie | None:
    """The line with ``volume``, None when the amount would no longer fit in a message."""
    bedrag = amount(regel.toewijzing, regel.begindatum, volume)
    return _faulty(regel, storing, volume=volume, bedrag_cent=bedrag) if bedrag <= MAX_CENT else None


def _allocated(regel: Prestatie) -> int:
    """The volume of the allocation in the unit of the declaration."""
    return regel.toewijzing.volume * (60 if declares_minutes(regel.toewijzing) else 1)


def _over_volume(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    """More than the allocation has room for in the period of the line, however its weeks are counted."""
    if regel.toewijzing.variant != "specifiek":
        return None
    dagen = (regel.einddatum - regel.begindatum).days + 1
    keren = {PER_DAG: dagen, PER_WEEK: dagen // 7 + 2}.get(regel.toewijzing.product.vorm.frequentie, 1)
    volume = int(_allocated(regel) * keren * rng.uniform(1.1, 1.6)) + 1
    storing = Regelstoring("over_volume", "TR321", "9321", f"volume {volume} waar {regel.volume} is geleverd")
    return _more(regel, storing, volume)


def _over_totaal(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    """The whole of a total once more, after earlier months: each line fits, together they do not."""
    vorm = regel.toewijzing.product.vorm
    if regel.toewijzing.variant != "specifiek" or vorm.frequentie != TOTAAL or not regel.eerder:
        return None
    storing = Regelstoring("over_totaal", "TR322", "9322", f"eerdere maanden samen {regel.eerder}")
    return _more(regel, storing, _allocated(regel))


def _over_budget(rng: random.Random, regel: Prestatie, omgeving: Omgeving) -> Prestatie | None:
    """One line for more than the whole budget of the allocation."""
    if regel.toewijzing.variant not in ("budget", "generiek") or not regel.bedrag_cent:
        return None
    keer = regel.toewijzing.budget_cent() * rng.uniform(1.05, 1.4) / regel.bedrag_cent
    storing = Regelstoring("over_budget", "TR369", "9369", "een regel boven het hele budget")
    return _more(regel, storing, int(regel.volume * keer) + 1)


# Names are those of the fields of Storingen; the order is the order in which chance is drawn.
REGELSTORINGEN: dict[str, Storing] = {
    "onbekende_toewijzing": _onbekende_toewijzing,
    "onbekende_client": _onbekende_client,
    "verkeerde_eenheid": _verkeerde_eenheid,
    "over_volume": _over_volume,
    "over_totaal": _over_totaal,
    "over_budget": _over_budget,
    "ongeldig_bsn": _ongeldig_bsn,
    "ontbrekend_bsn": _ontbrekend_bsn,
    "dubbele_referentie": _dubbele_referentie,
    "dubbele_regel": _dubbele_regel,
    "credit_zonder_debet": _credit_zonder_debet,
    "verkeerde_categorie": _verkeerde_categorie,
    "verkeerde_code": _verkeerde_code,
    "buiten_toewijzing": _buiten_toewijzing,
    "afwijkend_tarief": _afwijkend_tarief,
}
OP_WEINIG_REGELS = ("over_totaal", "over_budget")
"""Possible on few lines; their chance is among those."""
EXTRA_REGEL = ("dubbele_regel", "credit_zonder_debet")
