"""The whole world: chooses municipalities, lets each live, writes messages, product books, CBS and the truth.

    out/berichten/*.xml        the messages, in file names that tell their story
    out/productboeken/*.csv    product books in the import format of mappings, with inhoud.csv
    out/cbs/85099NED.json      what CBS published about it
    out/waarheid/              what really happened, every injected fault, and the sums to arrive at
    out/LEESMIJ.md             says that all of this is synthetic

Municipalities do not depend on each other: each draws from the seed and its own keys.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from integrations.errors import ConfigurationError
from integrations.wereld.berichtenstroom import Berichtenstroom
from integrations.wereld.bevolking import Bsns, Jeugdige, Zorgvraag, make_jeugdige, make_zorgvragen
from integrations.wereld.cbs import TABEL, Jeugdtelling, write_snapshot
from integrations.wereld.declaratie import Declaratiestroom
from integrations.wereld.inkoop import Gemeente, Inkoop
from integrations.wereld.kalender import month_end, months, parse_maand
from integrations.wereld.leesmij import write_leesmij
from integrations.wereld.productboek import write_boeken
from integrations.wereld.regelstoring import Omgeving
from integrations.wereld.storingen import Storingen
from integrations.wereld.toeval import random_for, split
from integrations.wereld.toewijzing import Zorgtoewijzing, allocate
from integrations.wereld.verzending import Verzender
from integrations.wereld.waarheid import Waarheid

Progress = Callable[[int, int], None]

LEESMIJ = "LEESMIJ.md"
MAPPEN = ("berichten", "productboeken", "cbs", "waarheid")
WIJKTEAM = "Z01"
AANDEEL_EIGEN_BOEK = 0.6
GEMEENTEN_PER_REGIO = 8


@dataclass(frozen=True, slots=True)
class Wereld:
    """What was written."""

    pad: Path
    gemeenten: tuple[str, ...]
    jeugdigen: int
    berichten: int
    prestaties: int
    productcodes: int
    storingen: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What every municipality needs to know of the whole."""

    seed: int
    van: date
    tot: date
    gemeenten: Sequence[Gemeente]
    jeugdigen: Sequence[int]
    hulpvormen: Mapping[str, str | None]
    storingen: Storingen
    bsns: Bsns

    @property
    def maanden(self) -> list[date]:
        return months(self.van, self.tot)

    @property
    def horizon(self) -> date:
        """The last day on which a message is sent: the month after the last month is declared in full."""
        return month_end(self.tot + timedelta(days=1))


def generate(
    out: Path,
    *,
    gemeenten: int = 6,
    jeugdigen: int = 1200,
    van: str = "2025-01",
    tot: str = "2026-06",
    seed: int = 1,
    gemeentelijst: Sequence[Mapping[str, str]],
    zorgcategorieen: Sequence[Mapping[str, Any]],
    storingen: Storingen | None = None,
    progress: Progress | None = None,
) -> Wereld:
    """Write a synthetic world into ``out``; an earlier world there is replaced.

    Args:
        gemeenten: how many municipalities, at most those of ``gemeentelijst``.
        jeugdigen: how many youths, at most as many as there are test BSNs (some 9,000).
        van, tot: first and last month, as 2025-01.
        seed: the same seed gives the same bytes.
        gemeentelijst: rows with gemeente_code, gemeente_naam, regio_code (JR01), regio_naam.
        zorgcategorieen: rows with zorgcategorie and hulpvorm (empty or None: none).
        storingen: which faults, and how often; the defaults of ``Storingen`` when absent.
        progress: called as ``progress(done, total)``.

    Raises:
        ConfigurationError: months, numbers or lists that no world can be made of, or ``out`` holds something else.
    """
    plan = _make_plan(
        gemeenten, jeugdigen, van, tot, seed, gemeentelijst, zorgcategorieen, storingen or Storingen()
    )
    _prepare(out)
    jaren = list(range(plan.van.year, plan.tot.year + 1))
    inkoop = {gemeente.gemeente_code: Inkoop(seed, gemeente, jaren) for gemeente in plan.gemeenten}
    boeken = {(boek.niveau, boek.eigenaar): boek for een in inkoop.values() for boek in een.boeken}
    write_boeken(out / "productboeken", [boek for _, boek in sorted(boeken.items())])
    voortgang = _Voortgang(
        progress, jeugdigen + sum(len(een.aanbieders) for een in inkoop.values()) * len(plan.maanden)
    )
    telling = Jeugdtelling(plan.van, plan.tot)
    with Waarheid(out / "waarheid", inkoop) as waarheid:
        waarheid.add_boeken(boek for _, boek in sorted(boeken.items()))
        waarheid.add_aanbieders(aanbieder for een in inkoop.values() for aanbieder in een.aanbieders)
        eerste = 0
        for gemeente, aantal in zip(plan.gemeenten, plan.jeugdigen, strict=True):
            leven = _Gemeenteleven(plan, out, inkoop[gemeente.gemeente_code], telling, waarheid, voortgang)
            leven.run(range(eerste, eerste + aantal))
            eerste += aantal
        waarheid.add_telling(telling.rows(plan.gemeenten))
        kop = {"synthetisch": True, "seed": seed, "van": van, "tot": tot}
        waarheid.write_samenvatting(kop)
    if telling.perioden:
        write_snapshot(out / "cbs" / f"{TABEL}.json", telling, plan.gemeenten, plan.tot)
    totaal = waarheid.samenvatting
    wereld = Wereld(
        pad=out,
        gemeenten=tuple(gemeente.gemeente_code for gemeente in plan.gemeenten),
        jeugdigen=jeugdigen,
        berichten=sum(totaal.berichten.values()),
        prestaties=sum(gemeente.regels for gemeente in totaal.gemeenten.values()),
        productcodes=totaal.productcodes,
        storingen=sum(totaal.storingen.values()),
    )
    write_leesmij(out / LEESMIJ, wereld.berichten, wereld.prestaties, kop)
    return wereld


class _Voortgang:
    """Counts units of work: a youth, or a month of one provider."""

    def __init__(self, progress: Progress | None, totaal: int) -> None:
        self._progress, self._totaal, self._gedaan = progress, totaal, 0

    def step(self) -> None:
        self._gedaan += 1
        if self._progress:
            self._progress(self._gedaan, self._totaal)


class _Gemeenteleven:
    """One municipality from its people to its declarations."""

    def __init__(
        self,
        plan: _Plan,
        out: Path,
        inkoop: Inkoop,
        telling: Jeugdtelling,
        waarheid: Waarheid,
        voortgang: _Voortgang,
    ) -> None:
        self.plan, self.inkoop, self.gemeente = plan, inkoop, inkoop.gemeente
        self.telling, self.waarheid, self.voortgang = telling, waarheid, voortgang
        code = self.gemeente.gemeente_code
        self.verzender = Verzender(out / "berichten", plan.seed, code, plan.storingen, waarheid)

    def run(self, nummers: range) -> None:
        """The youths with these numbers live here."""
        plan = self.plan
        self.waarheid.add_gemeente(self.gemeente)
        stroom = Berichtenstroom(
            plan.seed, self.gemeente, plan.horizon, plan.storingen, self.verzender, self.waarheid
        )
        per_aanbieder: dict[str, list[Zorgtoewijzing]] = {a.agb_code: [] for a in self.inkoop.aanbieders}
        for nummer in nummers:
            bsn, code = plan.bsns.of(nummer), self.gemeente.gemeente_code
            jeugdige = make_jeugdige(plan.seed, nummer, bsn, code, plan.van)
            zorgvragen = make_zorgvragen(plan.seed, jeugdige, plan.van, plan.tot)
            zorg = [z for z in zorgvragen if z.zorgcategorieen[0] != WIJKTEAM]
            self.waarheid.add_persoon(jeugdige, heeft_berichten=bool(zorg))
            for zorgvraag in zorgvragen:
                if zorgvraag.zorgcategorieen[0] == WIJKTEAM:
                    self._record_wijkteam(jeugdige, zorgvraag)
                    continue
                bundel = allocate(plan.seed, self.inkoop, jeugdige, zorgvraag, plan.van)
                stroom.send(bundel)
                self._record(bundel)
                per_aanbieder[bundel.aanbieder.agb_code].append(bundel)
            self.voortgang.step()
        self._declare(per_aanbieder)

    def _declare(self, per_aanbieder: Mapping[str, Sequence[Zorgtoewijzing]]) -> None:
        plan = self.plan
        for aanbieder in self.inkoop.aanbieders:
            omgeving = Omgeving(self.inkoop, plan.bsns, sum(plan.jeugdigen))
            stroom = Declaratiestroom(
                plan.seed, self.gemeente, aanbieder, plan.storingen, omgeving, self.verzender, self.waarheid
            )
            for _ in stroom.declare(per_aanbieder[aanbieder.agb_code], plan.maanden):
                self.voortgang.step()

    def _record(self, bundel: Zorgtoewijzing) -> None:
        """The trajectories to the truth and to CBS; allocations in a row under one trajectory are one."""
        for i, zorgcategorie in enumerate(bundel.zorgvraag.zorgcategorieen):
            traject_id = f"T{bundel.jeugdige.nummer:07d}-{bundel.zorgvraag.nummer}{i}"
            eigen = [t for t in bundel.toewijzingen if t.traject_id == traject_id]
            if not eigen:
                continue
            periode = (min(t.begindatum for t in eigen), max(t.stopdatum for t in eigen))
            hulpvorm = self.plan.hulpvormen[zorgcategorie]
            self.telling.add(self.gemeente.gemeente_code, hulpvorm, bundel.jeugdige.nummer, *periode)
            vraag = bundel.zorgvraag
            self.waarheid.add_traject(
                traject_id,
                bundel.jeugdige,
                bundel.aanbieder,
                zorgcategorie,
                hulpvorm,
                vraag.verwijzer_type,
                periode,
                vraag.reden_beeindiging,
            )

    def _record_wijkteam(self, jeugdige: Jeugdige, vraag: Zorgvraag) -> None:
        """Care of the wijkteam: CBS counts it, no message tells of it."""
        hulpvorm = self.plan.hulpvormen[WIJKTEAM]
        periode = (vraag.ingangsdatum, vraag.einddatum)
        self.telling.add(self.gemeente.gemeente_code, hulpvorm, jeugdige.nummer, *periode)
        traject_id = f"T{jeugdige.nummer:07d}-{vraag.nummer}0"
        reden = vraag.reden_beeindiging
        self.waarheid.add_traject(
            traject_id, jeugdige, None, WIJKTEAM, hulpvorm, vraag.verwijzer_type, periode, reden
        )


def _make_plan(
    gemeenten: int,
    jeugdigen: int,
    van: str,
    tot: str,
    seed: int,
    gemeentelijst: Sequence[Mapping[str, str]],
    zorgcategorieen: Sequence[Mapping[str, Any]],
    storingen: Storingen,
) -> _Plan:
    eerste, laatste = parse_maand(van), month_end(parse_maand(tot))
    if eerste > laatste:
        raise ConfigurationError(
            f"De wereld eindigt ({tot}) voor zij begint ({van}).", "kies een latere maand voor tot."
        )
    if not 1 <= gemeenten <= len(gemeentelijst):
        raise ConfigurationError(
            f"{gemeenten} gemeenten kan niet.", f"kies een aantal van 1 tot en met {len(gemeentelijst)}."
        )
    if jeugdigen < gemeenten:
        raise ConfigurationError(
            f"{jeugdigen} jeugdigen is te weinig.", "kies er ten minste één per gemeente."
        )
    bsns = Bsns(seed)
    bsns.require(jeugdigen)
    gekozen = choose_gemeenten(seed, gemeenten, gemeentelijst)
    groottes = [random_for(seed, "grootte", g.gemeente_code).lognormvariate(0, 0.6) for g in gekozen]
    return _Plan(
        seed=seed,
        van=eerste,
        tot=laatste,
        gemeenten=gekozen,
        jeugdigen=[aantal + 1 for aantal in split(jeugdigen - gemeenten, groottes)],
        hulpvormen={str(rij["zorgcategorie"]): rij.get("hulpvorm") or None for rij in zorgcategorieen},
        storingen=storingen,
        bsns=bsns,
    )


def choose_gemeenten(seed: int, aantal: int, gemeentelijst: Sequence[Mapping[str, str]]) -> list[Gemeente]:
    """``aantal`` municipalities, as evenly as can be over a few regions, so that neighbours share a product book."""
    regios: dict[str, list[Mapping[str, str]]] = {}
    for rij in sorted(gemeentelijst, key=lambda rij: rij["gemeente_code"]):
        regios.setdefault(rij["regio_code"], []).append(rij)
    groepen = [regios[code] for code in sorted(regios)]
    rng = random_for(seed, "gemeenten")
    for groep in groepen:
        rng.shuffle(groep)
    rng.shuffle(groepen)
    genoeg = max(2, -(-aantal // GEMEENTEN_PER_REGIO))
    gekozen: list[Mapping[str, str]] = []
    while len(gekozen) < aantal:
        nu, groepen = groepen[:genoeg], groepen[genoeg:]
        while any(nu) and len(gekozen) < aantal:
            gekozen += [groep.pop() for groep in nu if groep][: aantal - len(gekozen)]
    return [
        Gemeente(
            gemeente_code=rij["gemeente_code"],
            gemeente_naam=rij["gemeente_naam"],
            regio_code=rij["regio_code"],
            regio_naam=rij["regio_naam"],
            heeft_eigen_boek=i == 0
            or random_for(seed, "eigen boek", rij["gemeente_code"]).random() < AANDEEL_EIGEN_BOEK,
        )
        for i, rij in enumerate(gekozen)
    ]


def _prepare(out: Path) -> None:
    """An empty place for the world; only an earlier world is thrown away."""
    if out.exists() and any(out.iterdir()) and not (out / LEESMIJ).exists():
        raise ConfigurationError(f"{out} is niet leeg en geen eerdere wereld.", "kies een lege map.")
    for map_naam in MAPPEN:
        shutil.rmtree(out / map_naam, ignore_errors=True)
        (out / map_naam).mkdir(parents=True)
