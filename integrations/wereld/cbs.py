"""What CBS would have published about a world, from its truth: five tables of StatLine, publication after publication.

    cbs/<tabel>.json                  the newest publication of each table
    cbs/eerder/<datum>/<tabel>.json   the ones before it: half a year earlier each, with figures that were revised since

CBS publishes four months after a half-year. A half-year is *voorlopig* at first; the first half of a year becomes
*nader voorlopig* with the second; all of a year becomes *definitief* with the first half of the next (source:
docs/cbs-momentopname.md). What was delivered late comes in on the way: ``cbs_levering.Aanlevering``.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from integrations.wereld.cbs_bij import by_person, periods, read_zorg
from integrations.wereld.cbs_levering import Aanlevering, Cbs, read_herkomst
from integrations.wereld.cbs_momentopname import NEDERLAND, Inhoud, published, write_momentopname
from integrations.wereld.cbs_tabellen import (
    FASEN,
    VORMEN,
    Gemeenten,
    costs,
    indicators,
    population,
    trajectories,
    youths,
)
from integrations.wereld.cbs_telling import TOTAAL, WERKELIJK, Telling, all_records
from integrations.wereld.kalender import add_months, month_end
from integrations.wereld.oorzaken import Aansluiting
from integrations.wereld.toeval import random_for
from integrations.wereld.waarheid import write_tabel
from integrations.wereld.waarheidlezer import read_rijen

MAANDEN_TOT_PUBLICATIE = 4
INWONERS_PER_JEUGDIGE = 11.6
"""People of 0 to 22 years for each youth with jeugdhulp in a half-year (2021: some 4.4 million to 379,615)."""


def publish_cbs(out: Path, *, seed: int, van: date, tot: date, aanlevering: Aanlevering) -> None:
    """Write every publication about the world in ``out`` below ``out/cbs``, from ``out/waarheid``.

    ``van`` and ``tot`` are the first and last day of the world; one that covers no half-year gets no publication. The
    counts themselves go to the truth, as ``cbs_telling``, and their causes as ``aansluiting``.
    """
    waarheid = out / "waarheid"
    perioden = periods(van, tot)
    if not perioden:
        write_tabel(waarheid, "cbs_telling", [])
        write_tabel(waarheid, "aansluiting", [])
        return
    gemeenten = sorted(read_rijen(waarheid, "gemeenten", ("gemeente_code", "gemeente_naam")))
    zorg = list(by_person(read_zorg(waarheid)))
    cbs = Cbs(seed, aanlevering, tot, all_records(zorg), read_herkomst(waarheid))
    telling = Telling(perioden, cbs)
    for jeugdige in zorg:
        telling.add(jeugdige)
    bevolking = inhabitants(telling, gemeenten, seed)
    kosten = read_costs(waarheid)
    momenten = [einde for naam, (_, einde) in perioden.items() if "HJ" in naam]
    for moment in momenten:
        statussen = {p: status(p, moment) for p, (_, einde) in perioden.items() if einde <= moment}
        gewijzigd = month_end(add_months(moment.replace(day=1), MAANDEN_TOT_PUBLICATIE))
        folder = out / "cbs" if moment == momenten[-1] else out / "cbs" / "eerder" / f"{gewijzigd}"
        for inhoud in _tables(telling, gemeenten, statussen, bevolking, kosten, seed):
            write_momentopname(folder / f"{inhoud.tabel}.json", inhoud, gewijzigd, statussen)
    fasen = {periode: FASEN[status(periode, momenten[-1])] for periode in perioden}
    write_tabel(waarheid, "cbs_telling", _telling_rows(telling, gemeenten, fasen))
    aansluiting = Aansluiting(waarheid, perioden, telling, fasen)
    write_tabel(waarheid, "aansluiting", (rij for code, _ in gemeenten for rij in aansluiting.rows(code)))


def _tables(
    telling: Telling,
    gemeenten: Gemeenten,
    statussen: dict[str, str],
    bevolking: dict[str, int],
    kosten: dict[tuple[str, str, str], int],
    seed: int,
) -> Iterable[Inhoud]:
    """The tables of one publication; those of years only once a year is over."""
    yield youths(telling, gemeenten, statussen)
    yield trajectories(telling, gemeenten, statussen)
    yield indicators(telling, gemeenten, statussen, bevolking)
    if any(periode.endswith("JJ00") for periode in statussen):
        yield costs(kosten, gemeenten, statussen, seed)
        yield population(bevolking, gemeenten, statussen, seed)


def status(periode: str, moment: date) -> str:
    """The status of a period in the publication about the half-year that ends on ``moment``."""
    if int(periode[:4]) < moment.year:
        return "Definitief"
    is_nieuw = not (periode.endswith("HJ01") and moment.month == 12)
    return "Voorlopig" if is_nieuw else "NaderVoorlopig"


def inhabitants(telling: Telling, gemeenten: Gemeenten, seed: int) -> dict[str, int]:
    """Region → people of 0 to 22 years: so many that the use of care differs between municipalities."""
    halfjaar = next(naam for naam in telling.perioden if "HJ" in naam)
    bevolking: Counter[str] = Counter()
    for code, _ in gemeenten:
        jeugdigen = telling.jeugdigen[WERKELIJK, f"GM{code}", halfjaar, TOTAAL]
        spreiding = random_for(seed, "inwoners", code).uniform(0.8, 1.25)
        bevolking[f"GM{code}"] = max(100, round(jeugdigen * INWONERS_PER_JEUGDIGE * spreiding))
        bevolking[NEDERLAND] += bevolking[f"GM{code}"]
    return dict(bevolking)


def read_costs(waarheid: Path) -> dict[tuple[str, str, str], int]:
    """(municipality, year, key of KOSTENVORMEN) → cents declared and awarded. Wijkteams and PGB declare nothing."""
    vormen = {"G01": "02", "G02": "03"}
    kosten: Counter[tuple[str, str, str]] = Counter()
    kolommen = ("gemeente_code", "maand", "zorgcategorie", "saldo_cent", "lot")
    for gemeente, maand, categorie, saldo, lot in read_rijen(waarheid, "prestaties", kolommen):
        if lot == "toegekend":
            jaar = f"{maand.year}"
            kosten[gemeente, jaar, "00"] += saldo
            kosten[gemeente, jaar, vormen.get(categorie, "01")] += saldo
    return dict(kosten)


def _telling_rows(
    telling: Telling, gemeenten: Gemeenten, fasen: dict[str, int]
) -> list[tuple[str, str, str, int, int | None]]:
    """Municipality, period, form, youths by BIJ, and what CBS published last (None: secret)."""
    rijen = []
    for gemeente, _ in gemeenten:
        for periode in telling.perioden:
            for vorm in VORMEN:
                cel = (f"GM{gemeente}", periode, vorm)
                werkelijk, geteld = (
                    telling.jeugdigen[WERKELIJK, *cel],
                    telling.jeugdigen[fasen[periode], *cel],
                )
                rijen.append((gemeente, periode, vorm, werkelijk, published(geteld)))
    return rijen
