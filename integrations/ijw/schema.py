"""The schema files of ``schemas/``: compiled to judge with, and as a tree of facts to write and to explain with."""

import re
import threading
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
BASIS = "{http://www.istandaarden.nl/ijw/3_2/basisschema/schema}"

TYPEN = (
    "JW301",
    "JW302",
    "JW305",
    "JW306",
    "JW307",
    "JW308",
    "JW315",
    "JW316",
    "JW317",
    "JW318",
    "JW319",
    "JW320",
    "JW323",
    "JW325",
)
"""The message types of iJw 3.2: each has its schema file, and can be written."""

Soort = Literal["code", "datum", "getal", "tekst", "tijd"]
_SOORT: dict[str, Soort] = {
    "xs:date": "datum",
    "xs:time": "tijd",
    "xs:integer": "getal",
    "xs:string": "tekst",
}
_Node = Any  # an element of a schema file: attributes are there because the file is ours
_Types = dict[str, tuple[_Node, str]]
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Waarde:
    """The facts of a simple type: its kind and its limits, as far as it has them."""

    soort: Soort
    codes: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    max_lengte: int | None = None
    vast: str | None = None
    vorm: str = ""


@dataclass(frozen=True)
class Element:
    """One element of a message; ``veld`` is its name in snake case, ``waarde`` is None when it has children."""

    naam: str
    tag: str
    veld: str
    is_verplicht: bool
    is_herhaalbaar: bool
    waarde: Waarde | None
    kinderen: tuple["Element", ...] = ()


class _Compiled(threading.local):
    """The compiled schemas of this thread: a compiled schema keeps its error log in itself."""

    def __init__(self) -> None:
        self.schemas: dict[str, etree.XMLSchema] = {}


_compiled = _Compiled()


def load_schema(berichttype: str) -> etree.XMLSchema:
    """The compiled schema of ``berichttype`` for this thread."""
    schema = _compiled.schemas.get(berichttype)
    if schema is None:
        schema = _compiled.schemas[berichttype] = etree.XMLSchema(_parse(berichttype))
    return schema


@cache
def load_model(berichttype: str) -> Element:
    """The root element of ``berichttype`` with everything below it."""
    schema: _Node = _parse(berichttype).getroot()
    types = {f"ijw:{t.get('name')}": (t, BASIS) for t in _parse("basisschema").getroot().iterfind("*[@name]")}
    own = f"{{{schema.get('targetNamespace')}}}"
    types |= {f"{berichttype.lower()}:{t.get('name')}": (t, own) for t in schema.iterfind(f"{XS}complexType")}
    return _read_element(schema.find(f"{XS}element"), own, types)


def _parse(name: str) -> _Node:
    path = resources.files(__package__).joinpath("schemas", f"{name}.xsd")
    return etree.parse(str(path), etree.XMLParser(remove_comments=True, no_network=True))


def _read_element(declaration: _Node, namespace: str, types: _Types) -> Element:
    naam = declaration.attrib["name"]
    inline = declaration.find(f"{XS}simpleType")
    definition, inner = (inline, namespace) if inline is not None else types[declaration.attrib["type"]]
    is_simple = definition.tag == f"{XS}simpleType"
    return Element(
        naam=naam,
        tag=namespace + naam,
        veld=_WORD_START.sub("_", naam).lower(),
        is_verplicht=declaration.get("minOccurs") != "0",
        is_herhaalbaar=declaration.get("maxOccurs") == "unbounded",
        waarde=_read_waarde(definition, types) if is_simple else None,
        kinderen=()
        if is_simple
        else tuple(_read_element(e, inner, types) for e in definition.iter(f"{XS}element")),
    )


def _read_waarde(definition: _Node, types: _Types) -> Waarde:
    """Facts of a simple type and the types it restricts; the narrowest limit comes first and wins."""
    facets: dict[str, str] = {}
    codes: list[str] = []
    base = ""
    while base not in _SOORT:
        restriction = definition.find(f"{XS}restriction")
        facets["vorm"] = facets.get("vorm") or definition.findtext(f"{XS}annotation/{XS}documentation") or ""
        for facet in restriction:
            if facet.tag == f"{XS}enumeration":
                codes.append(facet.attrib["value"])
            facets.setdefault(facet.tag, facet.attrib["value"])
        base = restriction.attrib["base"]
        definition = types[base][0] if base in types else definition
    vast = facets.get(f"{XS}pattern", "")
    return Waarde(
        soort="code" if codes else _SOORT[base],
        codes=tuple(codes),
        minimum=int(facets.get(f"{XS}minInclusive", 0)),
        maximum=int(facets.get(f"{XS}maxInclusive", 0)),
        max_lengte=int(facets[f"{XS}maxLength"]) if f"{XS}maxLength" in facets else None,
        vast=vast if vast.isdigit() else None,
        vorm=facets["vorm"],
    )
