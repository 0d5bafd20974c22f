"""Is the comparison sharp enough to see a mistake? Our schema files with one fact wrong, again and again.

``python -m tests.unit.ijw.schemamutanten`` makes every such mistake and names the ones that no message shows.
"""

import copy
import tempfile
from collections.abc import Container, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from integrations.ijw.schema import TYPEN, load_schema
from tests.conftest import ROOT
from tests.unit.ijw.compleet import minimaal, volledig
from tests.unit.ijw.mutaties import Geval, with_structure
from tests.unit.ijw.verschil import XSD, with_broken_values

XS = "{http://www.w3.org/2001/XMLSchema}"
OWN = ROOT / "integrations" / "ijw" / "schemas"
SHIFTED = ("maxLength", "minInclusive", "maxInclusive")
NEVER_SEEN = (
    "basisschema: LDT_BerichtCode m",
    "basisschema: LDT_BerichtVersie m",
    "basisschema: LDT_BerichtSubversie m",
    "basisschema: LDT_Commentaar base is a token",
    "basisschema: LDT_Commentaar pattern (\\s*\\S(\\s|\\S)*)(\\n|-|Z)?",
)
"""Beginnings of mistakes that change no verdict: a message fixes these limits with a pattern, a comment takes all."""


class Mutant(NamedTuple):
    """A schema file with one mistake in it."""

    bestand: str
    fout: str
    schema: Any


def mutanten(bestand: str) -> Iterator[Mutant]:
    """Every way in which ``bestand`` (JW301 … JW325, basisschema) can have one fact wrong."""
    root: Any = etree.parse(str(OWN / f"{bestand}.xsd"), etree.XMLParser(remove_comments=True)).getroot()
    for position, node in enumerate(root.iter(f"{XS}*")):
        for fout, change in _mistakes(node):
            mutant = copy.deepcopy(root)
            change(next(n for i, n in enumerate(mutant.iter(f"{XS}*")) if i == position))
            yield Mutant(bestand, f"{bestand}: {_owner(node)} {fout}", mutant)


def _mistakes(node: Any) -> Iterator[tuple[str, Any]]:
    kind, value = node.tag.removeprefix(XS), node.get("value")
    if kind == "element" and node.getparent().tag == f"{XS}sequence":
        yield from _mistakes_in_element(node)
    elif kind in SHIFTED:
        for other in (int(value) - 1, int(value) + 1):
            yield f"{kind} {value} -> {other}", lambda n, o=other: n.set("value", str(o))
    elif kind in ("enumeration", "minLength", "pattern"):
        yield f"{kind} {value} removed", _remove
        if kind == "enumeration":
            yield f"enumeration {value} -> {value}x", lambda n: n.set("value", f"{value}x")
        if kind == "pattern":
            looser = f"{value[:-1]}[0-9]" if value.isdigit() else f"({value})(\\n|-|Z)?"
            yield f"pattern {looser}", lambda n: n.set("value", looser)
    elif kind == "restriction" and node.get("base") == "xs:string":
        yield "base is a token", lambda n: n.set("base", "xs:token")


def _mistakes_in_element(node: Any) -> Iterator[tuple[str, Any]]:
    yield "removed", _remove
    yield "renamed", lambda n: n.set("name", f"{n.get('name')}X")
    yield "occurs twice", lambda n: n.set("maxOccurs", "2")
    if node.get("minOccurs"):
        yield "required", lambda n: n.attrib.pop("minOccurs")
    else:
        yield "optional", lambda n: n.set("minOccurs", "0")
    yield "nillable", lambda n: n.set("nillable", "true")
    if node.getnext() is not None:
        yield "swapped", lambda n: n.getnext().addnext(n)
    if node.get("maxOccurs"):
        yield "occurs once", lambda n: n.attrib.pop("maxOccurs")


def _remove(node: Any) -> None:
    node.getparent().remove(node)


def _owner(node: Any) -> str:
    named = [a.get("name") for a in (node, *node.iterancestors()) if a.get("name")]
    return ".".join(reversed(named))


def is_seen(mutant: Mutant, xsd: Path) -> bool:
    """Whether some message gets another verdict, from the mutant than from the standard."""
    owner = mutant.fout.split(" ")[1]
    names = {owner.split(".")[-1], *_elements(owner)}
    types = [mutant.bestand] if mutant.bestand in TYPEN else _users(owner.split(".")[0])
    for only in (names, None):  # where the mistake is, then everywhere
        for berichttype in types:
            own, theirs = _compile(mutant, berichttype), load_schema(berichttype, xsd)
            gevallen = _gevallen(berichttype, xsd, only)
            if any(own.validate(geval.root) != theirs.validate(geval.root) for geval in gevallen):
                return True
    return False


def _compile(mutant: Mutant, berichttype: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        for bestand in ("basisschema", berichttype):
            Path(folder, f"{bestand}.xsd").write_bytes((OWN / f"{bestand}.xsd").read_bytes())
        Path(folder, f"{mutant.bestand}.xsd").write_bytes(etree.tostring(mutant.schema))
        return etree.XMLSchema(etree.parse(f"{folder}/{berichttype}.xsd"))


def _gevallen(berichttype: str, xsd: Path, only: Container[str] | None) -> Iterator[Geval]:
    return chain(
        [Geval("valid", "complete", volledig(berichttype)), Geval("valid", "minimal", minimaal(berichttype))],
        with_broken_values(berichttype, xsd, only),
        with_structure(volledig(berichttype), only),
        with_structure(minimaal(berichttype), only),
    )


@cache
def _declarations() -> list[tuple[str, str, str]]:
    """Of every element of our files: the file, its name, its type."""
    return [
        (path.stem, str(e.get("name")), str(e.get("type")).removeprefix("ijw:"))
        for path in sorted(OWN.glob("*.xsd"))
        for e in etree.parse(str(path)).iter(f"{XS}element")
    ]


@cache
def _types_on(type_name: str) -> set[str]:
    """The shared type and those that are made of it."""
    names = {type_name}
    basis = etree.parse(str(OWN / "basisschema.xsd")).getroot()
    while (
        more := {
            str(t.get("name"))
            for t in basis
            for part in t.iter(f"{XS}element", f"{XS}restriction")
            if (part.get("type") or part.get("base") or "").removeprefix("ijw:") in names
        }
        - names
    ):
        names |= more
    return names


@cache
def _elements(type_name: str) -> set[str]:
    """The elements that have this shared type, or one made of it."""
    return {name for _, name, declared in _declarations() if declared in _types_on(type_name)}


@cache
def _users(type_name: str) -> list[str]:
    """The message types in which a shared type occurs, the shortest message first."""
    texts = {t: (OWN / f"{t}.xsd").read_text(encoding="utf-8") for t in TYPEN}
    users = [t for t, text in texts.items() if any(f'"ijw:{name}"' in text for name in _types_on(type_name))]
    return sorted(users, key=lambda t: len(list(volledig(t).iter())))


def alle_mutanten() -> Iterator[Mutant]:
    """Every mistake in every file."""
    return chain.from_iterable(map(mutanten, (*TYPEN, "basisschema")))


def main() -> None:
    """Try every mistake that can change a verdict."""
    tried = unseen = harmless = 0
    for mutant in alle_mutanten():
        if mutant.fout.startswith(NEVER_SEEN):
            harmless += 1
            continue
        tried += 1
        if not is_seen(mutant, XSD):
            unseen += 1
            print(mutant.fout, flush=True)
    print(f"{tried} mistakes tried, {unseen} that no message shows; {harmless} left out")


if __name__ == "__main__":
    main()
