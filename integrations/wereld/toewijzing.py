"""From a need for care to allocations: which product of which provider, in which variant, from when to when."""

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from integrations.wereld.aannames import zorgprofielen
from integrations.wereld.bevolking import Jeugdige, Zorgvraag
from integrations.wereld.inkoop import Aanbieder, Inkoop
from integrations.wereld.kalender import VERZOEKTERMIJN, later, month_end, working_days_after
from integrations.wereld.productboek import Product
from integrations.wereld.toeval import draw, random_for

PER_DAG, PER_WEEK, PER_MAAND, TOTAAL = "1", "2", "4", "6"
STUKS_OUTPUT, EURO = "82", "83"
VARIANTEN = (("specifiek", 0.86), ("aspecifiek", 0.065), ("budget", 0.06), ("generiek", 0.015))
"""Of products with a volume a week; all others are allocated specifically."""
MET_AANVRAAG = ("02", "03", "05")
"""Referrers of the medical route: there the provider asks the municipality for an allocation (JW315)."""
DOOR_GEMEENTE = "36"
REDEN_WIJZIGING = {"32": "12", "33": "12", "34": "12", "35": "07", "38": "09", "39": "06"}
"""Reason of ending (JZ588) to the reason with which the municipality shortens the allocation (JZ002)."""
VERLENGING = "04"
AANDEEL_INGEKORT = 0.3
AANDEEL_OPEN_EINDE = 0.4
AANDEEL_ONDERZOEK = 0.12
LANG_GENOEG = 75
"""Days from request to the end of the care."""
ONDERZOEK, LAAT = "onderzoek", "laat"
MAX_BUDGET_CENT = 99_000_000


@dataclass(frozen=True, slots=True)
class Wijziging:
    """A second JW301 on the same toewijzingnummer, that moves its einddatum; ``reden`` is a code of JZ002.

    ``referentie``: of the JW317 that asked for it.
    """

    dagtekening: date
    einddatum: date
    reden: str
    referentie: str | None = None


@dataclass(slots=True)
class Toewijzing:
    """An allocation and what became of it.

    ``nummer`` is handed out when the first JW301 is sent, ``referentie`` when a JW315 asks for it.

    ``volume`` is per ``frequentie`` in the unit of the product (cents for unit 83); the message states it in the
    variant ``specifiek`` only. ``einddatum`` is the last one that was sent, ``begindatum`` and ``stopdatum`` bound
    the care itself; ``stopdatum`` may lie beyond the world.
    """

    traject_id: str
    variant: str
    product: Product
    volume: int
    toegewezen_op: date
    ingangsdatum: date
    eerste_einddatum: date | None
    begindatum: date
    stopdatum: date
    reden_beeindiging: str
    wijziging: Wijziging | None = None
    nummer: int = 0
    referentie: str | None = None

    @property
    def einddatum(self) -> date | None:
        return self.wijziging.einddatum if self.wijziging else self.eerste_einddatum

    @property
    def product_code(self) -> str:
        """The code under which it was allocated, and is declared to the end."""
        return self.product.op(self.ingangsdatum).product_code

    def tarief_cent(self, maand: date) -> int | None:
        """What a unit costs in ``maand``: indexed at New Year, unless the code was replaced then."""
        nu = self.product.op(maand)
        is_vervangen = self.variant == "specifiek" and nu.product_code != self.product_code
        return (self.product.op(self.ingangsdatum) if is_vervangen else nu).tarief_cent

    def budget_cent(self) -> int:
        """Room for the whole period and a fifth more, in whole thousands of euros."""
        weken = (
            max(self.eerste_einddatum or self.stopdatum, self.stopdatum) - self.ingangsdatum
        ).days / 7 + 1
        verwacht = weken * self.volume * (self.tarief_cent(self.ingangsdatum) or 0)
        return min(MAX_BUDGET_CENT, (int(verwacht * 1.2) // 100_000 + 1) * 100_000)


@dataclass(slots=True)
class Zorgtoewijzing:
    """All allocations for one need for care, at one provider.

    ``antwoord``: how a request was answered, by an allocation in time (empty), ONDERZOEK (first a JW319 that it is
    looked into) or LAAT. ``is_enige``: the client has no other care in this municipality.
    ``omstandigheden``: what messages do not tell of it, as the kind of ``Storingen`` and words for it.
    """

    jeugdige: Jeugdige
    zorgvraag: Zorgvraag
    aanbieder: Aanbieder
    aanvraagdatum: date
    antwoord: str = ""
    is_enige: bool = False
    toewijzingen: list[Toewijzing] = field(default_factory=list)
    omstandigheden: list[tuple[str, str]] = field(default_factory=list)

    @property
    def heeft_aanvraag(self) -> bool:
        return self.zorgvraag.verwijzer_type in MET_AANVRAAG


def allocate(
    seed: int,
    inkoop: Inkoop,
    jeugdige: Jeugdige,
    zorgvraag: Zorgvraag,
    van: date,
    late_antwoord: float,
    bezet: Collection[str],
) -> Zorgtoewijzing | None:
    """What the municipality allocates for this need.

    ``van`` is the first day of the world, ``late_antwoord`` the chance that a request is answered too late, ``bezet``
    the providers that give this youth other care: one provider has one need for care of a youth, so that a JW301 can
    hold all of it (OP087). None: no other provider gives this care.
    """
    rng = random_for(seed, "toewijzing", jeugdige.nummer, zorgvraag.nummer)
    profiel = next(p for p in zorgprofielen() if p.zorgcategorie == zorgvraag.zorgcategorieen[0])
    aanbieder = inkoop.draw_aanbieder(rng, profiel, bezet)
    if aanbieder is None:
        return None
    voorsprong = rng.randint(20, 50) if zorgvraag.ingangsdatum == van else rng.randint(3, 35)
    aanvraagdatum = later(rng, zorgvraag.ingangsdatum - timedelta(days=voorsprong), 0, 0)
    antwoord, toegewezen_op = _decide(rng, zorgvraag, aanvraagdatum, late_antwoord)
    wachtdagen = 0 if zorgvraag.ingangsdatum == van else rng.randint(0, 14)
    begin = min(max(zorgvraag.ingangsdatum, toegewezen_op) + timedelta(days=wachtdagen), zorgvraag.einddatum)
    resultaat = Zorgtoewijzing(jeugdige, zorgvraag, aanbieder, aanvraagdatum, antwoord)
    for i, zorgcategorie in enumerate(zorgvraag.zorgcategorieen):
        product = inkoop.draw_product(rng, zorgcategorie)
        variant = draw(rng, VARIANTEN) if len(zorgvraag.zorgcategorieen) == 1 else "specifiek"
        if variant != "specifiek" and product.vorm.frequentie != PER_WEEK:
            variant = "specifiek"
        traject_id = zorgvraag.traject_id(jeugdige, i)
        resultaat.toewijzingen.extend(
            _allocate_product(rng, traject_id, variant, product, zorgvraag, toegewezen_op, begin)
        )
    return resultaat


def _decide(
    rng: random.Random, zorgvraag: Zorgvraag, aanvraagdatum: date, late_antwoord: float
) -> tuple[str, date]:
    """How and when the municipality decides: on a request within five working days, unless it looks into it first.

    Only what lasts long enough is decided slowly: care is never over before it is allocated.
    """
    toeval = rng.random()
    if zorgvraag.verwijzer_type not in MET_AANVRAAG:
        dag = later(rng, aanvraagdatum, 2, 12)
    elif (zorgvraag.einddatum - aanvraagdatum).days < LANG_GENOEG:
        dag = working_days_after(aanvraagdatum, rng.randint(1, VERZOEKTERMIJN))
    elif toeval < late_antwoord:
        return LAAT, later(rng, aanvraagdatum, 21, 45)
    elif toeval < late_antwoord + AANDEEL_ONDERZOEK:
        return ONDERZOEK, working_days_after(aanvraagdatum, rng.randint(VERZOEKTERMIJN + 1, 25))
    else:
        dag = working_days_after(aanvraagdatum, rng.randint(1, VERZOEKTERMIJN))
    return "", min(dag, zorgvraag.einddatum)


def _allocate_product(
    rng: random.Random,
    traject_id: str,
    variant: str,
    product: Product,
    zorgvraag: Zorgvraag,
    toegewezen_op: date,
    begin: date,
) -> Iterator[Toewijzing]:
    """One allocation, or one a year when the code is replaced at New Year while the care goes on."""
    volume = rng.randint(*product.vorm.volume)
    gepland = zorgvraag.geplande_einddatum
    knippen = _replaced_on(product, zorgvraag) if variant == "specifiek" else []
    stop = zorgvraag.einddatum if not knippen else min(zorgvraag.einddatum, gepland)
    delen = zip(
        [zorgvraag.ingangsdatum, *knippen], [*(k - timedelta(days=1) for k in knippen), gepland], strict=True
    )
    for nummer, (ingang, einde) in enumerate(delen):
        if ingang > stop:
            return
        is_laatste = einde == gepland or stop <= einde
        toewijzing = Toewijzing(
            traject_id=traject_id,
            variant=variant,
            product=product,
            volume=volume,
            toegewezen_op=toegewezen_op if nummer == 0 else later(rng, ingang, -25, -10),
            ingangsdatum=ingang,
            eerste_einddatum=einde,
            begindatum=min(max(begin, ingang), einde, stop),
            stopdatum=stop if is_laatste else einde,
            reden_beeindiging=zorgvraag.reden_beeindiging if is_laatste else DOOR_GEMEENTE,
        )
        if einde == gepland and _may_be_open(rng, toewijzing):
            toewijzing.eerste_einddatum = None
        toewijzing.wijziging = _change(rng, toewijzing, zorgvraag.reden_wijziging)
        yield toewijzing


def _replaced_on(product: Product, zorgvraag: Zorgvraag) -> list[date]:
    """New Year's days within the planned period on which the code is replaced; a total is never cut in two."""
    if product.vorm.frequentie == TOTAAL:
        return []
    paren = zip(product.jaargangen, product.jaargangen[1:], strict=False)
    dagen = [nieuw.geldig_vanaf for oud, nieuw in paren if oud.product_code != nieuw.product_code]
    return [dag for dag in dagen if zorgvraag.ingangsdatum < dag <= zorgvraag.geplande_einddatum]


def _may_be_open(rng: random.Random, toewijzing: Toewijzing) -> bool:
    """Only an allocation per month or an aspecific one may go without einddatum; one that is extended has one."""
    mag = toewijzing.variant == "aspecifiek" or toewijzing.product.vorm.frequentie == PER_MAAND
    verlengd = toewijzing.eerste_einddatum is not None and toewijzing.stopdatum > toewijzing.eerste_einddatum
    return (
        mag
        and toewijzing.variant in ("specifiek", "aspecifiek")
        and not verlengd
        and rng.random() < AANDEEL_OPEN_EINDE
    )


def _change(rng: random.Random, toewijzing: Toewijzing, waarom: str | None) -> Wijziging | None:
    """An extension before the first einddatum, or for a part of the early endings a shortening to the stop date.

    With ``waarom`` (JZ002: the youth moves, or the municipality is merged) always a shortening.

    A shortening is dated before the declaration of that month, which is cut to the allocation (TR388).
    """
    einde, stop = toewijzing.eerste_einddatum, toewijzing.stopdatum
    if einde is not None and stop > einde:
        dagtekening = later(rng, einde, -25, -8)
        return Wijziging(max(dagtekening, toewijzing.toegewezen_op + timedelta(days=1)), stop, VERLENGING)
    reden = waarom or REDEN_WIJZIGING.get(toewijzing.reden_beeindiging)
    is_eerder = einde is None or stop < einde
    if reden and is_eerder and (waarom or rng.random() < AANDEEL_INGEKORT):
        dagtekening = min(later(rng, stop, 1, 8), month_end(stop) + timedelta(days=2))
        if dagtekening > toewijzing.toegewezen_op:
            return Wijziging(dagtekening, stop, reden)
    return None
