"""The comparison behind ``make world-score``: injected faults beside findings.

*Recall* of a kind of fault: the share of its places on which an expected rule has a finding. *Precision* of a rule: the
share of its findings that a fault explains. A fault explains a finding when it sits in the same file, on the same line
(or one of both is about the whole message), and the rule is expected for that kind or an accepted side effect of it; or
when it sits on another line of the same care, and the rule is a consequence there: who declared too much in one month
passes the total in another. Expected is the rule that the truth names; what comes on top, and why, is data:
``score_dekking.csv``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

AL_BEKEND = "(al bekend)"
"""Stands for the rule that the same bytes are one message; reception keeps it without a finding."""
Plek = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Fout:
    """An injected fault; ``regelnummer`` None is the whole message, ``bestand`` empty is in no message at all.

    ``traject_id`` is the care it is about, empty when it is about none or about more.
    """

    soort: str
    bestand: str
    regelnummer: int | None
    regel_id: str
    is_afgewezen: bool
    traject_id: str = ""


@dataclass(frozen=True, slots=True)
class Bevinding:
    """An open finding, with the severity of its rule."""

    regel_id: str
    bestand: str
    regelnummer: int | None
    ernst: str


@dataclass(frozen=True, slots=True)
class Soortscore:
    """One kind of fault. ``verwacht`` empty: no rule covers it, and ``recall`` is None."""

    soort: str
    verwacht: str
    ingebouwd: int
    zelf_afgewezen: int
    gevonden: int
    recall: float | None


@dataclass(frozen=True, slots=True)
class Regelscore:
    """One rule: its findings, how many a fault explains, and what share that is."""

    regel_id: str
    ernst: str
    bevindingen: int
    terecht: int
    vals: int
    precisie: float


@dataclass(frozen=True, slots=True)
class Score:
    """The whole score. ``controles``: checks on the whole that do not hold, which no single fault explains."""

    regels: int
    berichten: int
    soorten: list[Soortscore]
    regelscores: list[Regelscore]
    controles: list[dict[str, Any]]

    @property
    def niet_gedekt(self) -> list[str]:
        """Kinds of fault that no rule covers."""
        return [rij.soort for rij in self.soorten if not rij.verwacht]

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "niet_gedekt": self.niet_gedekt}


def read_dekking() -> dict[str, dict[str, set[str]]]:
    """aard (verwacht, bijwerking, gevolg) → soort → rules, from ``score_dekking.csv``."""
    tekst = resources.files(__package__).joinpath("score_dekking.csv").read_text(encoding="utf-8")
    soorten = ("verwacht", "bijwerking", "gevolg")
    dekking: dict[str, dict[str, set[str]]] = {aard: defaultdict(set) for aard in soorten}
    for rij in csv.DictReader(tekst.splitlines()):
        dekking[rij["aard"]][rij["soort"]].add(rij["regel_id"])
    return dekking


def compare(
    fouten: Iterable[Fout],
    bevindingen: Iterable[Bevinding],
    bestaande_regels: set[str],
    dekking: dict[str, dict[str, set[str]]],
    regels_van: Mapping[str, Iterable[Plek]] | None = None,
) -> tuple[list[Soortscore], list[Regelscore]]:
    """Faults beside findings: a row for every kind and for every rule that found or should have found something.

    ``bestaande_regels``: a rule that the truth names but the project does not have covers nothing. ``regels_van``: care
    → its declaration lines, for the consequences of a fault.
    """
    gevonden: dict[str, set[Plek]] = defaultdict(set)
    ernst: dict[str, str] = {}
    for bevinding in bevindingen:
        gevonden[bevinding.regel_id].add((bevinding.bestand, bevinding.regelnummer))
        ernst[bevinding.regel_id] = bevinding.ernst
    per_bestand = {regel: {bestand for bestand, _ in plekken} for regel, plekken in gevonden.items()}
    per_soort: dict[str, list[tuple[Fout, bool]]] = defaultdict(list)
    verwachte: dict[str, set[str]] = defaultdict(set)
    verklaard: dict[str, set[Plek]] = defaultdict(set)
    for fout in fouten:
        expected = ({fout.regel_id} | dekking["verwacht"].get(fout.soort, set())) & bestaande_regels
        verwachte[fout.soort] |= expected
        is_gevonden = any(_is_at(fout, gevonden[r], per_bestand.get(r, set())) for r in expected)
        per_soort[fout.soort].append((fout, is_gevonden))
        for regel in expected | dekking["bijwerking"].get(fout.soort, set()):
            verklaard[regel].add((fout.bestand, fout.regelnummer))
        for regel in dekking.get("gevolg", {}).get(fout.soort, ()):
            verklaard[regel].update((regels_van or {}).get(fout.traject_id, ()))
    soorten = [
        _soortscore(soort, gevallen, verwachte[soort]) for soort, gevallen in sorted(per_soort.items())
    ]
    regels = [
        _regelscore(regel, ernst[regel], plekken, verklaard[regel])
        for regel, plekken in sorted(gevonden.items())
        if plekken
    ]
    return soorten, regels


def _is_at(fout: Fout, plekken: set[Plek], bestanden: set[str]) -> bool:
    """Whether a finding sits on this fault."""
    if fout.regelnummer is None:
        return fout.bestand in bestanden
    return (fout.bestand, fout.regelnummer) in plekken or (fout.bestand, None) in plekken


def _soortscore(soort: str, gevallen: Sequence[tuple[Fout, bool]], regels: set[str]) -> Soortscore:
    gevonden = sum(is_gevonden for _, is_gevonden in gevallen)
    return Soortscore(
        soort=soort,
        verwacht=", ".join(sorted(regels)),
        ingebouwd=len(gevallen),
        zelf_afgewezen=sum(fout.is_afgewezen for fout, _ in gevallen),
        gevonden=gevonden,
        recall=round(gevonden / len(gevallen), 4) if regels else None,
    )


def _regelscore(regel_id: str, ernst: str, plekken: set[Plek], verklaard: set[Plek]) -> Regelscore:
    """A finding on a whole message is explained by any fault in it that the rule is about, and the other way round."""
    bestanden = {bestand for bestand, _ in verklaard}
    terecht = sum(
        plek in verklaard or (plek[0], None) in verklaard or (plek[1] is None and plek[0] in bestanden)
        for plek in plekken
    )
    vals = len(plekken) - terecht
    return Regelscore(regel_id, ernst, len(plekken), terecht, vals, round(terecht / len(plekken), 4))
