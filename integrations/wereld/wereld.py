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
from pathlib import Path
from typing import Any

from integrations.errors import ConfigurationError
from integrations.wereld.cbs import TABEL, Jeugdtelling, write_snapshot
from integrations.wereld.gemeenteleven import Gemeenteleven
from integrations.wereld.inkoop import Inkoop
from integrations.wereld.leesmij import write_leesmij
from integrations.wereld.plan import make_plan
from integrations.wereld.productboek import write_boeken
from integrations.wereld.storingen import Storingen
from integrations.wereld.waarheid import Waarheid

Progress = Callable[[int, int], None]

LEESMIJ = "LEESMIJ.md"
MAPPEN = ("berichten", "productboeken", "cbs", "waarheid")


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
    plan = make_plan(
        gemeenten, jeugdigen, van, tot, seed, gemeentelijst, zorgcategorieen, storingen or Storingen()
    )
    _prepare(out)
    write_leesmij(out / LEESMIJ, seed, van, tot)
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
            eigen = inkoop[gemeente.gemeente_code]
            leven = Gemeenteleven(plan, out / "berichten", eigen, telling, waarheid, voortgang.step)
            leven.run(range(eerste, eerste + aantal))
            eerste += aantal
        waarheid.add_telling(telling.rows(plan.gemeenten))
        waarheid.write_samenvatting({"synthetisch": True, "seed": seed, "van": van, "tot": tot})
    if telling.perioden:
        write_snapshot(out / "cbs" / f"{TABEL}.json", telling, plan.gemeenten, plan.tot)
    totaal = waarheid.samenvatting
    return Wereld(
        pad=out,
        gemeenten=tuple(gemeente.gemeente_code for gemeente in plan.gemeenten),
        jeugdigen=jeugdigen,
        berichten=sum(totaal.berichten.values()),
        prestaties=sum(gemeente.regels for gemeente in totaal.gemeenten.values()),
        productcodes=totaal.productcodes,
        storingen=sum(totaal.storingen.values()),
    )


class _Voortgang:
    """Counts units of work: a youth, or a month of one provider."""

    def __init__(self, progress: Progress | None, totaal: int) -> None:
        self._progress, self._totaal, self._gedaan = progress, totaal, 0

    def step(self) -> None:
        self._gedaan += 1
        if self._progress:
            self._progress(self._gedaan, self._totaal)


def _prepare(out: Path) -> None:
    """An empty place for the world; only an earlier world, finished or not, is thrown away."""
    if out.exists() and any(out.iterdir()) and not (out / LEESMIJ).exists():
        raise ConfigurationError(f"{out} is niet leeg en geen eerdere wereld.", "kies een lege map.")
    for map_naam in MAPPEN:
        shutil.rmtree(out / map_naam, ignore_errors=True)
        (out / map_naam).mkdir(parents=True)
