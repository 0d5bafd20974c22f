"""Our schema files against the standard's own: every message judged by both, and where they differ.

``python -m tests.unit.ijw.verschil`` writes the numbers into docs/schemas.md.
"""

import argparse
import copy
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree

from integrations.ijw.schema import TYPEN, Element, load_model, load_schema
from tests.conftest import ROOT
from tests.unit.ijw.compleet import Node, maak, minimaal, volledig
from tests.unit.ijw.mutaties import Geval, leaves, with_random, with_structure, with_text, with_types
from tests.unit.ijw.randwaarden import alle, randen

XSD = ROOT.parent / "shared" / "reference" / "ijw-3.2" / "xsd"
DOCS = ROOT / "docs" / "schemas.md"
MARK = "<!-- numbers: written by python -m tests.unit.ijw.verschil -->"
WILLEKEURIG = 1000
MAX_SHOWN = 20
OORDEEL, PLAATS, REGEL = "other verdict", "other places", "other first line"
KOLOMMEN = ("messages", "valid", "refused", OORDEEL, PLAATS, REGEL)


@dataclass
class Uitkomst:
    """What was judged: numbers by (message type, kind of mutation, what), and the first differences in full."""

    aantallen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    verschillen: list[str] = field(default_factory=list)

    def tel(self, wat: str, *, berichttype: str | None = None, soort: str | None = None) -> int:
        """How many messages of a type, of a kind, or in all, have ``wat``."""
        return sum(
            aantal
            for (type_, soort_, wat_), aantal in self.aantallen.items()
            if wat_ == wat and berichttype in (None, type_) and soort in (None, soort_)
        )


@cache
def vergelijk(berichttype: str, xsd: Path) -> Uitkomst:
    """Judge every message of ``gevallen`` by our schema and by the standard's in ``xsd``, and count; done once."""
    uitkomst = Uitkomst()
    own, theirs = load_schema(berichttype), load_schema(berichttype, xsd)
    for soort, naam, root in gevallen(berichttype, xsd):
        is_valid, is_valid_theirs = own.validate(root), theirs.validate(root)
        wat = ["messages", "valid" if is_valid_theirs else "refused"]
        if is_valid != is_valid_theirs:
            wat.append(OORDEEL)
        elif not is_valid:
            wat += _compare_places(own.error_log, theirs.error_log)
        for each in wat:
            uitkomst.aantallen[berichttype, soort, each] += 1
        if len(wat) > 2 and len(uitkomst.verschillen) < MAX_SHOWN:
            uitkomst.verschillen.append(f"{berichttype}, {soort}, {naam}: {', '.join(wat[2:])}")
    return uitkomst


def vergelijk_alles(xsd: Path) -> Uitkomst:
    """All types together, as the documentation counts them."""
    alles = Uitkomst()
    for uitkomst in (vergelijk(berichttype, xsd) for berichttype in TYPEN):
        alles.aantallen += uitkomst.aantallen
        alles.verschillen += uitkomst.verschillen
    return alles


def _compare_places(own: Any, theirs: Any) -> list[str]:
    """What differs in where two refusals see the faults: the elements, and the line of the first."""
    places = [] if {e.path for e in own} == {e.path for e in theirs} else [PLAATS]
    return places if own[0].line == theirs[0].line else [*places, REGEL]


def gevallen(berichttype: str, xsd: Path) -> Iterator[Geval]:
    """Every message that is judged, the same ones each time."""
    sample = xsd.parent / "berichten" / f"{berichttype}.xml"
    if sample.exists():
        yield Geval("as the standard shows it", "sample", etree.parse(str(sample)).getroot())
    yield Geval("valid, random", "complete", volledig(berichttype))
    yield Geval("valid, random", "minimal", minimaal(berichttype))
    yield from with_structure(volledig(berichttype))
    yield from with_structure(minimaal(berichttype))
    yield from with_broken_values(berichttype, xsd)
    for seed in range(WILLEKEURIG):
        root = maak(berichttype, seed)
        if seed % 5 == 0:
            yield Geval("valid, random", f"seed {seed}", root)
        geval = with_random(root, Random(seed))  # noqa: S311
        yield geval._replace(naam=f"seed {seed}: {geval.naam}")


def with_broken_values(berichttype: str, xsd: Path, only: Container[str] | None = None) -> Iterator[Geval]:
    """Every leaf (of these names) with the edges of its type; the first leaf of each type with all there is."""
    root, model = copy.deepcopy(volledig(berichttype)), load_model(berichttype)
    names = [
        f"ijw:{t.get('name')}" for t in etree.parse(str(xsd / "basisschema.xsd")).getroot() if t.get("name")
    ]
    seen = set()
    for leaf in leaves(root):
        if only is not None and etree.QName(leaf).localname not in only:
            continue
        waarde = find(leaf, model).waarde
        assert waarde is not None
        for soort, values in randen(waarde, leaf.text):
            yield from with_text(root, leaf, values, soort)
        if waarde not in seen:
            seen.add(waarde)
            yield from with_types(root, leaf, names)
            for soort, values in alle(waarde):
                yield from with_text(root, leaf, values, soort)


def find(node: Node, model: Element) -> Element:
    """What the schema says about ``node`` of a valid message."""
    if node.getparent() is None:
        return model
    return next(kind for kind in find(node.getparent(), model).kinderen if kind.tag == node.tag)


def beschrijf(uitkomst: Uitkomst) -> str:
    """Two tables in markdown: by message type and by kind of mutation."""
    soorten = sorted({soort for _, soort, _ in uitkomst.aantallen})
    per_type = [(t, [uitkomst.tel(k, berichttype=t) for k in KOLOMMEN]) for t in TYPEN]
    per_soort = [(s, [uitkomst.tel(k, soort=s) for k in KOLOMMEN]) for s in soorten]
    alles = [("**all**", [uitkomst.tel(k) for k in KOLOMMEN])]
    return "\n\n".join(
        [_table("message type", per_type + alles), _table("kind of mutation", per_soort + alles)]
    )


def _table(kop: str, rijen: list[tuple[str, list[int]]]) -> str:
    lines = [f"| {kop} | {' | '.join(KOLOMMEN)} |", f"| --- |{' ---: |' * len(KOLOMMEN)}"]
    return "\n".join(
        lines + [f"| {naam} | {' | '.join(f'{n:,}' for n in aantallen)} |" for naam, aantallen in rijen]
    )


def main() -> None:
    """Judge, print what differs, and write the numbers into docs/schemas.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--xsd", type=Path, default=XSD, help="the folder with the standard's own files")
    uitkomst = vergelijk_alles(parser.parse_args().xsd)
    print("\n".join(uitkomst.verschillen))
    print(beschrijf(uitkomst))
    uitleg = DOCS.read_text(encoding="utf-8").partition(MARK)[0]
    DOCS.write_text(f"{uitleg}{MARK}\n\n{beschrijf(uitkomst)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
