"""The schema files: compiled to judge with, and as a tree of facts to write and to explain with.

Ours are in ``schemas/``. Who has the standard's own files may hand in their folder; then those judge.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from integrations.errors import ConfigurationError

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
        self.schemas: dict[tuple[str, Path | None], etree.XMLSchema] = {}


_compiled = _Compiled()
_compiling = threading.Lock()
"""libxml2 sets up its built-in types at the first schema, without a lock: two at once leave a process that has none."""


def load_schema(berichttype: str, xsd: Path | None = None) -> etree.XMLSchema:
    """The compiled schema of ``berichttype`` for this thread.

    Args:
        berichttype: one of ``TYPEN``.
        xsd: the folder with the standard's own files, to judge with those; None for ours.

    Raises:
        ConfigurationError: the file in ``xsd`` is absent, or not the schema of this type.
    """
    key = berichttype, xsd
    schema = _compiled.schemas.get(key)
    if schema is None:
        with _compiling:
            schema = _compiled.schemas[key] = _compile(berichttype, xsd)
    return schema


@cache
def load_model(berichttype: str, xsd: Path | None = None) -> Element:
    """The root element of ``berichttype`` with everything below it; arguments and errors as ``load_schema``.

    The elements of ``xsd`` must be ours, since the rows are read by their place; limits and codes may differ.
    """
    own = _read_model(berichttype, None)
    if xsd is None:
        return own
    with _refusing(berichttype, xsd):
        return _join(_read_model(berichttype, xsd), own)


def check_xsd(xsd: Path | None) -> None:
    """Whether ``xsd`` can judge every type, before the first message is read; None, for our own files, always can.

    Raises:
        ConfigurationError: the folder or one of its files is not there, or is not what it should be.
    """
    if xsd is None:
        return
    if not xsd.is_dir():
        raise _refuse_xsd(f"De map {xsd} bestaat niet of is geen map.")
    missing = [f"{name}.xsd" for name in ("basisschema", *TYPEN) if not (xsd / f"{name}.xsd").is_file()]
    if missing:
        raise _refuse_xsd(f"In de map {xsd} ontbreekt: {', '.join(missing)}.")
    for berichttype in TYPEN:
        load_schema(berichttype, xsd)
        load_model(berichttype, xsd)


def _compile(berichttype: str, xsd: Path | None) -> etree.XMLSchema:
    if xsd is None:
        return etree.XMLSchema(_parse(berichttype, None))
    with _refusing(berichttype, xsd):
        return etree.XMLSchema(_parse(berichttype, xsd))


def _parse(name: str, xsd: Path | None) -> _Node:
    path = (xsd or resources.files(__package__).joinpath("schemas")) / f"{name}.xsd"
    return etree.parse(str(path), etree.XMLParser(remove_comments=True, no_network=True))


@contextmanager
def _refusing(berichttype: str, xsd: Path) -> Iterator[None]:
    """Whatever goes wrong over a file of the user is a wrong setting."""
    try:
        yield
    except OSError as err:
        raise _refuse_xsd(f"{berichttype}.xsd of basisschema.xsd in de map {xsd} is niet te lezen.") from err
    except (etree.LxmlError, AttributeError, KeyError, LookupError, TypeError, ValueError) as err:
        raise _refuse_xsd(
            f"{berichttype}.xsd of basisschema.xsd in de map {xsd} is niet het schema van iJw 3.2."
        ) from err


def _refuse_xsd(message: str) -> ConfigurationError:
    return ConfigurationError(
        message,
        "zet in de map van JEUGDKOPPEL_IJW_XSD de schemabestanden van iJw 3.2 (basisschema.xsd en JW301.xsd tot en "
        "met JW325.xsd), of laat de instelling weg: dan oordelen de schema's van dit programma.",
    )


def _join(theirs: Element, own: Element) -> Element:
    """``theirs`` with our words for its forms; raises ValueError where the elements differ from ours."""
    place = (theirs.tag, theirs.is_verplicht, theirs.is_herhaalbaar, len(theirs.kinderen))
    if place != (own.tag, own.is_verplicht, own.is_herhaalbaar, len(own.kinderen)):
        raise ValueError(own.naam)
    if theirs.waarde is None or own.waarde is None:
        if theirs.waarde is not own.waarde:
            raise ValueError(own.naam)
        return replace(theirs, kinderen=tuple(map(_join, theirs.kinderen, own.kinderen)))
    if theirs.waarde.soort != own.waarde.soort:
        raise ValueError(own.naam)
    return replace(theirs, waarde=replace(theirs.waarde, vorm=own.waarde.vorm))


def _read_model(berichttype: str, xsd: Path | None) -> Element:
    schema: _Node = _parse(berichttype, xsd).getroot()
    types = {
        f"ijw:{t.get('name')}": (t, BASIS) for t in _parse("basisschema", xsd).getroot().iterfind("*[@name]")
    }
    own = f"{{{schema.get('targetNamespace')}}}"
    types |= {f"{berichttype.lower()}:{t.get('name')}": (t, own) for t in schema.iterfind(f"{XS}complexType")}
    return _read_element(schema.find(f"{XS}element"), own, types)


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
            facets.setdefault(facet.tag, facet.get("value", ""))
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
