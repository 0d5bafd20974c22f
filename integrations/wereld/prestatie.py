"""What is delivered in a month under an allocation, and the declaration line that belongs to it."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime

from integrations.wereld.bevolking import Jeugdige
from integrations.wereld.kalender import month_end, overlap_days
from integrations.wereld.toewijzing import EURO, PER_DAG, PER_MAAND, PER_WEEK, STUKS_OUTPUT, Toewijzing

MINUUT, UUR, ETMAAL = "01", "04", "14"
SEIZOEN = (1.0, 1.0, 1.0, 1.0, 0.95, 1.0, 0.75, 0.65, 1.0, 1.0, 1.0, 0.85)
"""Less ambulant care in the summer and at Christmas; a bed is slept in all year."""


@dataclass(frozen=True, slots=True)
class Regelstoring:
    """The fault in one line: its kind, the rule that should find it and the WJ001 code that rejects it, if any."""

    soort: str
    regel_id: str
    retourcode: str | None
    toelichting: str


@dataclass(slots=True)
class Prestatie:
    """A declaration line. Cents and volume unsigned; ``aanleiding`` says why it is there.

    ``bedoeld`` is the line as it should have been, when a fault was put into it. ``eerder``: volume of the months
    before, under the same allocation. ``na``: when the message arrived in which it, or the line that it refers to, was
    sent before; who takes back or repairs a line knows that it was there.
    """

    jeugdige: Jeugdige
    toewijzing: Toewijzing
    bsn: str
    toewijzing_nummer: int
    product_categorie: str
    product_code: str
    begindatum: date
    einddatum: date
    volume: int
    eenheid: str
    tarief_cent: int | None
    bedrag_cent: int
    debet_credit: str = "D"
    referentie_nummer: str = ""
    vorig_referentie_nummer: str | None = None
    aanleiding: str = "levering"
    storing: Regelstoring | None = None
    bedoeld: "Prestatie | None" = None
    eerder: int = 0
    na: datetime | None = None

    @property
    def saldo_cent(self) -> int:
        return self.bedrag_cent if self.debet_credit == "D" else -self.bedrag_cent

    def credit(self) -> "Prestatie":
        """The line that takes this one back."""
        return replace(
            self,
            debet_credit="C",
            vorig_referentie_nummer=self.referentie_nummer,
            referentie_nummer="",
            aanleiding="credit",
        )

    def corrected(self, volume: int) -> "Prestatie":
        """The same delivery declared anew, with another volume."""
        bedrag = amount(self.toewijzing, self.begindatum, volume)
        return replace(self, volume=volume, bedrag_cent=bedrag, referentie_nummer="", aanleiding="correctie")


def half_up(teller: int, noemer: int) -> int:
    """``teller / noemer`` rounded arithmetically, halves up (IV081)."""
    return (2 * teller + noemer) // (2 * noemer)


def amount(toewijzing: Toewijzing, maand: date, volume: int) -> int:
    """Cents for ``volume`` in the unit of declaration; an hour tariff on minutes is rounded once, at the end (TR346)."""
    vorm = toewijzing.product.vorm
    tarief = toewijzing.tarief_cent(maand)
    if vorm.eenheid == EURO or tarief is None:
        return volume
    if declares_minutes(toewijzing):
        return half_up(tarief * volume, 60)
    return tarief * volume


def deliver(
    rng: random.Random, jeugdige: Jeugdige, toewijzing: Toewijzing, maand: date, al_geleverd: int
) -> Prestatie | None:
    """The line for ``maand``, None when nothing is delivered then.

    The period is the calendar month cut to the allocation (TR387, TR388), whatever part of it has care. The volume
    stays within the allocation (TR321, TR322); ``al_geleverd`` is what was declared on it in earlier months.
    """
    begin = max(maand, toewijzing.ingangsdatum)
    einde = min(month_end(maand), toewijzing.einddatum or date.max)
    dagen = overlap_days(begin, einde, toewijzing.begindatum, toewijzing.stopdatum)
    if dagen == 0:
        return None
    volume = _volume(rng, toewijzing, maand, dagen, al_geleverd)
    if volume < 1:
        return None
    vorm = toewijzing.product.vorm
    code = (
        toewijzing.product_code
        if toewijzing.variant == "specifiek"
        else toewijzing.product.op(maand).product_code
    )
    tarief = toewijzing.tarief_cent(maand)
    return Prestatie(
        jeugdige=jeugdige,
        toewijzing=toewijzing,
        bsn=jeugdige.bsn,
        toewijzing_nummer=toewijzing.nummer,
        product_categorie=vorm.product_categorie,
        product_code=code,
        begindatum=begin,
        einddatum=einde,
        volume=volume,
        eenheid=vorm.declaratie_eenheid,
        tarief_cent=half_up(tarief, 60) if tarief is not None and declares_minutes(toewijzing) else tarief,
        bedrag_cent=amount(toewijzing, maand, volume),
        eerder=al_geleverd,
    )


def declares_minutes(toewijzing: Toewijzing) -> bool:
    """Whether it is allocated in hours and declared in minutes."""
    return (toewijzing.product.vorm.eenheid, toewijzing.product.vorm.declaratie_eenheid) == (UUR, MINUUT)


def _volume(rng: random.Random, toewijzing: Toewijzing, maand: date, dagen: int, al_geleverd: int) -> int:
    """Volume in the unit of declaration for ``dagen`` days of care in ``maand``."""
    vorm = toewijzing.product.vorm
    omvang = toewijzing.volume * (60 if declares_minutes(toewijzing) else 1)
    if vorm.eenheid == STUKS_OUTPUT:
        return omvang if vorm.frequentie == PER_MAAND or not al_geleverd else 0
    if vorm.eenheid == ETMAAL and toewijzing.volume in (7, 31):
        return dagen
    opkomst = rng.uniform(0.75, 1.0) * (1.0 if vorm.eenheid in (ETMAAL, EURO) else SEIZOEN[maand.month - 1])
    match vorm.frequentie:
        case frequentie if frequentie == PER_DAG:
            ruimte: float = omvang * dagen
        case frequentie if frequentie == PER_WEEK:
            ruimte = omvang * dagen / 7
        case frequentie if frequentie == PER_MAAND:
            ruimte = omvang * dagen / ((month_end(maand) - maand).days + 1)
        case _:
            einde = toewijzing.eerste_einddatum or toewijzing.stopdatum
            looptijd = (max(einde, toewijzing.stopdatum) - toewijzing.ingangsdatum).days + 1
            ruimte = min(omvang * dagen / looptijd, omvang - al_geleverd)
    stap = 5 if vorm.declaratie_eenheid == MINUUT else 100 if vorm.eenheid == EURO else 1
    return min(max(stap, round(ruimte * opkomst / stap) * stap), int(ruimte))
