"""The whole world: chooses municipalities, lets each live, writes messages, product books, CBS and the truth.

    out/berichten/<gemeente_code>/*.xml   the messages, in file names that tell their story
    out/productboeken/*.csv               product books in the import format of mappings, with inhoud.csv
    out/cbs/*.json                        what CBS published about it
    out/waarheid/                         what really happened, every injected fault, and the sums to arrive at
    out/aanbieders.csv                    kind and size of every provider, in the import format of mappings
    out/ontvangsttijden.csv               when each message arrived, for ``jeugdkoppel receive``
    out/LEESMIJ.md                        says that all of this is synthetic

Municipalities do not depend on each other: each draws from the seed and its own keys, in whatever process.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyarrow import csv

from integrations.errors import ConfigurationError
from integrations.wereld.cbs import publish_cbs
from integrations.wereld.cbs_levering import Aanlevering
from integrations.wereld.inkoop import write_aanbieders
from integrations.wereld.leesmij import write_leesmij
from integrations.wereld.plan import Plan, make_plan
from integrations.wereld.processen import live_all
from integrations.wereld.productboek import write_boeken
from integrations.wereld.schatting import Schatting, estimate, require_room
from integrations.wereld.storingen import Storingen
from integrations.wereld.waarheid import Deel, products, read_tabel, write_samenvatting, write_tabel
from integrations.wereld.waarheid_schema import write_beschrijving

Progress = Callable[[int, int], None]

LEESMIJ = "LEESMIJ.md"
AANBIEDERS = "aanbieders.csv"
ONTVANGSTTIJDEN = "ontvangsttijden.csv"
MAPPEN = ("berichten", "productboeken", "cbs", "waarheid")


@dataclass(frozen=True, slots=True)
class Wereld:
    """What was written. ``bytes`` are those of the messages."""

    pad: Path
    gemeenten: tuple[str, ...]
    jeugdigen: int
    berichten: int
    prestaties: int
    productcodes: int
    storingen: int
    bytes: int


def generate(
    out: Path,
    *,
    gemeenten: int | None = 6,
    jeugdigen: int = 1200,
    van: str = "2025-01",
    tot: str = "2026-06",
    seed: int = 1,
    gemeentelijst: Sequence[Mapping[str, str]],
    zorgcategorieen: Sequence[Mapping[str, Any]],
    storingen: Storingen | None = None,
    processen: int = 1,
    announce: Callable[[Schatting], None] | None = None,
    progress: Progress | None = None,
) -> Wereld:
    """Write a synthetic world into ``out``; an earlier world there is replaced.

    Args:
        gemeenten: how many municipalities, at most those of ``gemeentelijst``; None: all of them.
        jeugdigen: how many youths, at most as many as there are BSNs for (some 900,000).
        van, tot: first and last month, as 2025-01.
        seed: the same seed gives the same bytes, whatever the number of processes.
        gemeentelijst: rows with gemeente_code, gemeente_naam, regio_code (JR01), regio_naam.
        zorgcategorieen: rows with zorgcategorie and hulpvorm (empty or None: none).
        storingen: which faults, and how often; the defaults of ``Storingen`` when absent.
        processen: how many processes share the work; each has one municipality in memory at a time.
        announce: called with an estimate of the size before anything is written.
        progress: called as ``progress(done, total)`` with youths.

    Raises:
        ConfigurationError: months, numbers or lists that no world can be made of, ``out`` holds something else, or
            the disk is too small.
    """
    plan = make_plan(
        len(gemeentelijst) if gemeenten is None else gemeenten,
        jeugdigen,
        van,
        tot,
        seed,
        gemeentelijst,
        zorgcategorieen,
        storingen or Storingen(),
    )
    schatting = estimate(plan)
    if announce:
        announce(schatting)
    require_room(out, schatting)
    _prepare(out)
    write_leesmij(out / LEESMIJ, seed, van, tot)
    productcodes = _write_inkoop(out, plan)
    voortgang = _Voortgang(progress, jeugdigen)
    delen = live_all(plan, out, processen, voortgang.add)
    _write_gemeenten(out, plan)
    _write_cbs(out, plan)
    _write_ontvangsttijden(out)
    kop = {"synthetisch": True, "seed": seed, "van": van, "tot": tot}
    write_samenvatting(out / "waarheid", kop, delen, productcodes)
    write_beschrijving(out / "waarheid")
    return _to_wereld(out, plan, delen, productcodes)


def _write_inkoop(out: Path, plan: Plan) -> int:
    """Product books and providers of every municipality; returns the number of codes."""
    inkoop = [plan.inkoop(index) for index in range(len(plan.gemeenten))]
    boeken = {(boek.niveau, boek.eigenaar): boek for een in inkoop for boek in een.boeken}
    write_boeken(out / "productboeken", [boek for _, boek in sorted(boeken.items())])
    codes = products(inkoop, plan.hulpvormen)
    write_tabel(out / "waarheid", "productcodes", codes)
    allen = {a.agb_code: a for een in inkoop for a in (*een.aanbieders, *een.onderaannemers)}
    rijen = [(code, a.naam, a.soort, a.grootteklasse) for code, a in sorted(allen.items())]
    write_tabel(out / "waarheid", "aanbieders", rijen)
    write_aanbieders(out / AANBIEDERS, [a for _, a in sorted(allen.items())])
    return len(codes)


def _write_gemeenten(out: Path, plan: Plan) -> None:
    rijen = []
    for index, gemeente in enumerate(plan.gemeenten):
        herindeling = plan.herindeling if plan.herindeling and plan.herindeling.van == index else None
        opgegaan = (
            (plan.gemeenten[herindeling.naar].gemeente_code, herindeling.dag) if herindeling else ("", None)
        )
        kop = (gemeente.gemeente_code, gemeente.gemeente_naam, gemeente.regio_code, plan.jeugdigen[index])
        rijen.append((*kop, *opgegaan))
    write_tabel(out / "waarheid", "gemeenten", rijen)


def _write_cbs(out: Path, plan: Plan) -> None:
    """What CBS publishes about the trajectories as they were, and why it differs from what the messages tell."""
    is_foutloos = plan.storingen == Storingen.none()
    aanlevering = Aanlevering.none() if is_foutloos else Aanlevering(plan.storingen.ontbrekende_stop)
    publish_cbs(out, seed=plan.seed, van=plan.van, tot=plan.tot, aanlevering=aanlevering)


def _write_ontvangsttijden(out: Path) -> None:
    """When each message arrived, as ``jeugdkoppel receive --ontvangsttijden`` takes it."""
    tabel = read_tabel(out / "waarheid", "berichten", ("bestand", "ontvangen_op"))
    csv.write_csv(tabel, out / ONTVANGSTTIJDEN, csv.WriteOptions(quoting_style="none"))


def _to_wereld(out: Path, plan: Plan, delen: Sequence[Deel], productcodes: int) -> Wereld:
    return Wereld(
        pad=out,
        gemeenten=tuple(gemeente.gemeente_code for gemeente in plan.gemeenten),
        jeugdigen=plan.grenzen[-1],
        berichten=sum(sum(deel.berichten.values()) for deel in delen),
        prestaties=sum(deel.totaal.regels for deel in delen),
        productcodes=productcodes,
        storingen=sum(sum(deel.storingen.values()) for deel in delen),
        bytes=sum(deel.bytes for deel in delen),
    )


class _Voortgang:
    """Counts the youths of the municipalities that are done."""

    def __init__(self, progress: Progress | None, totaal: int) -> None:
        self._progress, self._totaal, self._gedaan = progress, totaal, 0
        self.add(0)

    def add(self, aantal: int) -> None:
        self._gedaan += aantal
        if self._progress:
            self._progress(self._gedaan, self._totaal)


def _prepare(out: Path) -> None:
    """An empty place for the world; only an earlier world, finished or not, is thrown away."""
    if out.exists() and any(out.iterdir()) and not (out / LEESMIJ).exists():
        raise ConfigurationError(f"{out} is niet leeg en geen eerdere wereld.", "kies een lege map.")
    for map_naam in MAPPEN:
        shutil.rmtree(out / map_naam, ignore_errors=True)
        (out / map_naam).mkdir(parents=True)
    (out / ONTVANGSTTIJDEN).unlink(missing_ok=True)
