"""Systematic mutations of a message: each element dropped, doubled, emptied, moved; each value broken."""

import copy
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

Node = Any
XSI = "http://www.w3.org/2001/XMLSchema-instance"
IJW = "http://www.istandaarden.nl/ijw/3_2/basisschema/schema"

LENGTHS = (
    1,
    2,
    3,
    4,
    5,
    6,
    8,
    9,
    10,
    12,
    13,
    15,
    16,
    20,
    21,
    24,
    25,
    26,
    35,
    36,
    37,
    64,
    65,
    80,
    81,
    200,
    201,
)
GROUPS = json.loads(Path(__file__).with_name("waarden.json").read_text(encoding="utf-8"))
VALUES = [value for group in GROUPS.values() for value in group] + [c * n for c in "a1" for n in LENGTHS]


def with_values(root: Node, values: Sequence[str] = VALUES) -> Iterator[tuple[str, Node]]:
    """``root`` with, in turn, each value in each element that holds one; put back afterwards."""
    leaves = {
        tuple(a.tag for a in (leaf, *leaf.iterancestors())): leaf for leaf in root.iter() if len(leaf) == 0
    }
    for leaf in leaves.values():
        original = leaf.text
        for value in values:
            leaf.text = value
            yield f"{leaf.tag} = {value!r}", root
        leaf.text = original


def with_structure(root: Node) -> Iterator[tuple[str, Node]]:
    """Copies of ``root`` with one element dropped, doubled, emptied, swapped, renamed, moved or stuffed."""
    for position, original in enumerate(root.iter()):
        for name, mutate in STRUCTURE.items():
            if original is root and name in ("dropped", "doubled", "swapped", "moved to the end"):
                continue
            changed = copy.deepcopy(root)
            node = next(n for i, n in enumerate(changed.iter()) if i == position)
            if mutate(node) is not False:
                yield f"{original.tag} {name}", changed


def _drop(node: Node) -> None:
    node.getparent().remove(node)


def _double(node: Node) -> None:
    node.addnext(copy.deepcopy(node))


def _empty(node: Node) -> None:
    for child in list(node):
        node.remove(child)
    node.text = None


def _lengthen(node: Node) -> bool | None:
    if len(node):
        return False
    node.text = f"{node.text}{node.text}0"
    return None


def _swap(node: Node) -> bool | None:
    if node.getnext() is None:
        return False
    node.getnext().addnext(node)
    return None


def _move_to_end(node: Node) -> None:
    node.getparent().append(node)


def _rename(node: Node) -> None:
    node.tag = f"{{{etree.QName(node).namespace}}}Onbekend"


def _other_namespace(node: Node) -> None:
    name = etree.QName(node)
    node.tag = f"{{{'urn:elders' if name.namespace == IJW else IJW}}}{name.localname}"


def _no_namespace(node: Node) -> None:
    node.tag = etree.QName(node).localname


def _add_text(node: Node) -> None:
    node.tail = "Proefkonijn"


def _add_child(node: Node) -> None:
    etree.SubElement(node, node.tag).text = "1"


def _add_attribute(node: Node) -> None:
    node.set("extra", "1")


def _add_xsi(name: str, value: str) -> Any:
    return lambda node: node.set(f"{{{XSI}}}{name}", value)


STRUCTURE = {
    "dropped": _drop,
    "doubled": _double,
    "emptied": _empty,
    "lengthened": _lengthen,
    "swapped": _swap,
    "moved to the end": _move_to_end,
    "renamed": _rename,
    "in another namespace": _other_namespace,
    "in no namespace": _no_namespace,
    "followed by text": _add_text,
    "given a child": _add_child,
    "given an attribute": _add_attribute,
    "nil": _add_xsi("nil", "true"),
    "not nil": _add_xsi("nil", "false"),
    "typed as a number": _add_xsi("type", "ijw:LDT_Nummer"),
    "typed as a name": _add_xsi("type", "ijw:LDT_Naam"),
    "typed as text": _add_xsi("type", "ijw:GevuldeTekst"),
    "typed as a date": _add_xsi("type", "ijw:LDT_Datum"),
    "with a schema location": _add_xsi("schemaLocation", f"{IJW} elders.xsd"),
}
