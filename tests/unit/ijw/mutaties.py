"""Mutations of a message: each element dropped, doubled, emptied, moved, renamed, stuffed; each value broken.

A mutation has a kind, by which ``docs/schemas.md`` counts.
"""

import copy
import json
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from lxml import etree

Node = Any
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
IJW = "http://www.istandaarden.nl/ijw/3_2/basisschema/schema"

LENGTHS = (
    *range(1, 7), 8, 9, 10, 12, 13, 15, 16, 20, 21, 24, 25, 26, 35, 36, 37, 64, 65, 80, 81, 200, 201
)  # fmt: skip
GROUPS = json.loads(Path(__file__).with_name("waarden.json").read_text(encoding="utf-8"))
VALUES = [value for group in GROUPS.values() for value in group] + [c * n for c in "a1" for n in LENGTHS]


class Geval(NamedTuple):
    """A message with something done to it; ``root`` may be changed again once the next one is asked for."""

    soort: str
    naam: str
    root: Node


def with_values(root: Node, values: Sequence[str] = VALUES, soort: str = "any value") -> Iterator[Geval]:
    """A copy of ``root`` with, in turn, each value in each element that holds one."""
    root = copy.deepcopy(root)
    for leaf in leaves(root):
        yield from with_text(root, leaf, values, soort)


def leaves(root: Node) -> list[Node]:
    """The elements of ``root`` that hold a value, one of each path."""
    found = [n for n in root.iter(etree.Element) if len(n) == 0]
    return list({tuple(a.tag for a in (n, *n.iterancestors())): n for n in reversed(found)}.values())[::-1]


def with_text(root: Node, leaf: Node, values: Sequence[Any], soort: str) -> Iterator[Geval]:
    """``root`` with, in turn, each value in ``leaf``; put back afterwards."""
    original = leaf.text
    for value in values:
        leaf.text = value
        yield Geval(soort, f"{leaf.tag} = {leaf.text!r}", root)
    leaf.text = original


def with_structure(root: Node, only: Container[str] | None = None) -> Iterator[Geval]:
    """Copies of ``root`` with, in turn, every mutation of ``STRUCTURE`` done to every element (of these names)."""
    for position, original in enumerate(root.iter(etree.Element)):
        if only is not None and etree.QName(original).localname not in only:
            continue
        for soort, naam, mutate in STRUCTURE:
            changed = copy.deepcopy(root)
            node = next(n for i, n in enumerate(changed.iter(etree.Element)) if i == position)
            if _apply(mutate, node):
                yield Geval(soort, f"{original.tag} {naam}", changed)


def with_types(root: Node, leaf: Node, names: Sequence[str]) -> Iterator[Geval]:
    """``root`` with, in turn, each of ``names`` as the xsi:type of ``leaf``; taken away afterwards."""
    for name in names:
        leaf.set(f"{{{XSI}}}type", name)
        yield Geval("xsi", f"{leaf.tag} typed {name}", root)
    del leaf.attrib[f"{{{XSI}}}type"]


def with_random(root: Node, rng: Random) -> Geval:
    """``root``, changed in two to six places by any of the mutations."""
    namen = []
    for _ in range(rng.randint(2, 6)):
        node = rng.choice(list(root.iter(etree.Element)))
        if len(node) == 0 and rng.random() < 0.4:
            node.text = rng.choice(VALUES)
            namen.append(f"{node.tag} = {node.text!r}")
            continue
        _, naam, mutate = rng.choice(STRUCTURE)
        namen.append(f"{node.tag} {naam}")
        _apply(mutate, node)
    return Geval("random combinations", "; ".join(namen), root)


def _apply(mutate: Callable[[Node], Any], node: Node) -> bool:
    """Whether ``node`` could be changed so; what needs a place beside or above it cannot be done to the root."""
    return not (node.getparent() is None and mutate in BELOW_ROOT) and mutate(node) is not False


def _drop(node: Node) -> None:
    node.getparent().remove(node)


def _drop_rest(node: Node) -> None:
    for sibling in [*node.itersiblings(), node]:
        sibling.getparent().remove(sibling)


def _double(node: Node) -> None:
    node.addnext(copy.deepcopy(node))


def _double_at_the_end(node: Node) -> None:
    node.getparent().append(copy.deepcopy(node))


def _double_four_times(node: Node) -> None:
    for _ in range(4):
        _double(node)


def _empty(node: Node) -> None:
    for child in list(node):
        node.remove(child)
    node.text = None


def _blank(node: Node) -> None:
    _empty(node)
    node.text = " \n"


def _lengthen(node: Node) -> bool | None:
    if len(node):
        return False
    node.text = f"{node.text}{node.text}0"
    return None


def _shorten(node: Node) -> bool | None:
    if len(node) or not node.text:
        return False
    node.text = node.text[:-1]
    return None


def _swap(node: Node) -> bool | None:
    if node.getnext() is None:
        return False
    node.getnext().addnext(node)
    return None


def _move_to_end(node: Node) -> None:
    node.getparent().append(node)


def _move_to_front(node: Node) -> None:
    node.getparent().insert(0, node)


def _move_up(node: Node) -> bool | None:
    if node.getparent().getparent() is None:
        return False
    node.getparent().addprevious(node)
    return None


def _move_into_previous(node: Node) -> bool | None:
    if not isinstance(getattr(node.getprevious(), "tag", None), str):
        return False
    node.getprevious().append(node)
    return None


def _reverse(node: Node) -> bool | None:
    if len(node) < 2:
        return False
    node[:] = list(node)[::-1]
    return None


def _rename(node: Node) -> None:
    node.tag = f"{{{etree.QName(node).namespace}}}Onbekend"


def _lower(node: Node) -> None:
    name = etree.QName(node)
    node.tag = f"{{{name.namespace}}}{name.localname.lower()}"


def _other_namespace(node: Node) -> None:
    name = etree.QName(node)
    node.tag = f"{{{'urn:elders' if name.namespace == IJW else IJW}}}{name.localname}"


def _older_release(node: Node) -> None:
    name = etree.QName(node)
    node.tag = f"{{{str(name.namespace).replace('/3_2/', '/3_1/')}}}{name.localname}"


def _no_namespace(node: Node) -> None:
    node.tag = etree.QName(node).localname


def _insert(make: Callable[[Node], Node], where: int) -> Callable[[Node], None]:
    return lambda node: node.insert(where, make(node))


def _wrap(node: Node) -> None:
    outer = etree.Element(node.tag)
    node.addprevious(outer)
    outer.append(node)


def _tail(text: Any) -> Callable[[Node], None]:
    def add(node: Node) -> None:
        node.tail = text

    return add


def _text(node: Node) -> bool | None:
    if not len(node):
        return False
    node.text = "Proefkonijn"
    return None


def _beside(make: Callable[[], Node]) -> Callable[[Node], None]:
    return lambda node: node.addprevious(make())


def _within(make: Callable[[], Node]) -> Callable[[Node], None]:
    def split(node: Node) -> None:
        inner, text = make(), node.text or ""
        node.text, inner.tail = text[: len(text) // 2], text[len(text) // 2 :]
        node.insert(0, inner)

    return split


def _cdata(node: Node) -> bool | None:
    if len(node) or node.text is None:
        return False
    node.text = etree.CDATA(node.text)
    return None


def _attribute(name: str, value: str) -> Callable[[Node], None]:
    return lambda node: node.set(name, value)


def _nil_and_empty(node: Node) -> None:
    _empty(node)
    node.set(f"{{{XSI}}}nil", "true")


def _comment() -> Node:
    return etree.Comment(" 2026 ")


def _instruction() -> Node:
    return etree.ProcessingInstruction("doe", "iets")


STRUCTURE: list[tuple[str, str, Callable[[Node], Any]]] = [
    ("dropped", "dropped", _drop),
    ("dropped", "dropped with all that follows it", _drop_rest),
    ("doubled", "doubled", _double),
    ("doubled", "doubled at the end", _double_at_the_end),
    ("doubled", "doubled four times", _double_four_times),
    ("emptied", "emptied", _empty),
    ("emptied", "blank", _blank),
    ("lengthened or shortened", "lengthened", _lengthen),
    ("lengthened or shortened", "shortened", _shorten),
    ("reordered", "swapped", _swap),
    ("reordered", "moved to the end", _move_to_end),
    ("reordered", "moved to the front", _move_to_front),
    ("reordered", "moved a level up", _move_up),
    ("reordered", "moved into the element before it", _move_into_previous),
    ("reordered", "with its children in reverse", _reverse),
    ("renamed, other namespace", "renamed", _rename),
    ("renamed, other namespace", "in lower case", _lower),
    ("renamed, other namespace", "in another namespace", _other_namespace),
    ("renamed, other namespace", "in the namespace of an older release", _older_release),
    ("renamed, other namespace", "in no namespace", _no_namespace),
    ("foreign child", "given itself as a child", _insert(lambda n: etree.Element(n.tag), 0)),
    ("foreign child", "given a strange child", _insert(lambda _: etree.Element("{urn:elders}Kind"), 0)),
    ("foreign child", "given a strange last child", _insert(lambda _: etree.Element("{urn:elders}Kind"), 99)),
    ("foreign child", "wrapped in itself", _wrap),
    ("text between elements", "followed by text", _tail("Proefkonijn")),
    ("text between elements", "followed by CDATA", _tail(etree.CDATA("Proefkonijn"))),
    ("text between elements", "with text before its children", _text),
    ("text between elements", "followed by a no-break space", _tail("\u00a0")),
    ("white space, comments, CDATA", "followed by white space", _tail(" \t\r\n")),
    ("white space, comments, CDATA", "followed by white space in CDATA", _tail(etree.CDATA(" "))),
    ("white space, comments, CDATA", "after a comment", _beside(_comment)),
    ("white space, comments, CDATA", "after an instruction", _beside(_instruction)),
    ("white space, comments, CDATA", "with a comment within", _within(_comment)),
    ("white space, comments, CDATA", "with an instruction within", _within(_instruction)),
    ("white space, comments, CDATA", "as CDATA", _cdata),
    ("attributes", "given an attribute", _attribute("extra", "1")),
    ("attributes", "given an attribute of its own name", _attribute(f"{{{IJW}}}Bsn", "999900006")),
    ("attributes", "given a language", _attribute(f"{{{XML}}}lang", "nl")),
    ("attributes", "given a way with white space", _attribute(f"{{{XML}}}space", "preserve")),
    ("xsi", "nil", _attribute(f"{{{XSI}}}nil", "true")),
    ("xsi", "not nil", _attribute(f"{{{XSI}}}nil", "false")),
    ("xsi", "nil and empty", _nil_and_empty),
    ("xsi", "typed as a number", _attribute(f"{{{XSI}}}type", "ijw:LDT_Nummer")),
    ("xsi", "typed as a name", _attribute(f"{{{XSI}}}type", "ijw:LDT_Naam")),
    ("xsi", "typed as our text", _attribute(f"{{{XSI}}}type", "ijw:GevuldeTekst")),
    ("xsi", "typed as a date", _attribute(f"{{{XSI}}}type", "ijw:LDT_Datum")),
    ("xsi", "typed without a prefix", _attribute(f"{{{XSI}}}type", "LDT_Naam")),
    ("xsi", "with a schema location", _attribute(f"{{{XSI}}}schemaLocation", f"{IJW} elders.xsd")),
    ("xsi", "with a local schema", _attribute(f"{{{XSI}}}noNamespaceSchemaLocation", "elders.xsd")),
    ("xsi", "with an unknown one", _attribute(f"{{{XSI}}}anders", "1")),
]  # fmt: skip
"""Kind, name and what is done to an element; False when it cannot be done to that one."""

BELOW_ROOT = {
    mutate
    for _, naam, mutate in STRUCTURE
    if naam.startswith(("dropped", "doubled", "swapped", "moved", "wrapped", "followed"))
}
"""What needs a place beside or above an element, so cannot be done to the root."""
