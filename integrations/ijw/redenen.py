"""Say in Dutch why the schema refuses a message: which element, which line, what is wrong, what to do.

libxml2 finds the fault. Its texts are never passed on, since they quote the value, a BSN included: from its report
only the place is used, and what is wrong there is worked out again from the element and the facts of the schema.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lxml import etree

from integrations.ijw.bericht import REGEL_SCHEMA, Reden
from integrations.ijw.schema import BASIS, Element, Waarde
from integrations.ijw.velden import Node, local_name, read_datum, read_tijd
from integrations.ijw.waarden import VERBETER, WITRUIMTE, explain_waarde, show

MAX_REDENEN = 100
MAX_STEP = 90
PERSOONLIJK = frozenset({"Contactgegevens", "Relaties"})

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ATTRIBUTE_ERRORS = (
    "SCHEMAV_CVC_ATTRIBUTE",
    "SCHEMAV_CVC_COMPLEX_TYPE_3",
    "SCHEMAV_CVC_ELT_3",
    "SCHEMAV_CVC_ELT_4",
    "SCHEMAV_CVC_TYPE_3_1_1",
)
_STEP = re.compile(r"(?<=/)[^/*\[]+")
_READERS: dict[str, Callable[[str], object]] = {"datum": read_datum, "tijd": read_tijd, "getal": int}


def explain_schema(
    errors: Iterable[Any], bericht: Node, model: Element, is_afgebroken: bool = False
) -> list[Reden]:
    """One reason per faulty element in the order of the file; past ``MAX_REDENEN`` only how many more.

    Args:
        errors: the log of the schema's verdict.
        bericht: the root element.
        model: the facts of the message type.
        is_afgebroken: there are more errors than these; nobody counted them.
    """
    first_per_place: dict[str, Any] = {}
    for error in errors:
        first_per_place.setdefault(error.path, error)
    faults = list(first_per_place.values())
    in_order: set[Node] = set()  # kept, so that a parent of many faulty children is looked through once
    redenen = [_explain(error, bericht, model, in_order) for error in faults[:MAX_REDENEN]]
    if is_afgebroken:
        melding = f"Na {len(faults)} fouten is niet verder gezocht; getoond zijn de eerste {len(redenen)}."
        return [*redenen, _reden(None, None, melding)]
    return redenen + _count_rest(len(faults))


def explain_unreadable(bericht: Node, model: Element) -> list[Reden]:
    """The values that the schema allows but no date or number here can hold, such as the year 12026."""
    redenen = []
    total = 0
    for node in bericht.iter():
        fact = _find_fact(node, model)
        if fact is None or fact.waarde is None or fact.waarde.soort not in _READERS:
            continue
        try:
            _READERS[fact.waarde.soort](node.text)
        except ValueError:
            total += 1
            if total <= MAX_REDENEN:
                fout = "verwerkt worden alleen waarden van gewone lengte en jaren van 0001 tot en met 9999"
                redenen.append(_refuse_waarde(node, fact.waarde, model, (fout, VERBETER)))
    return redenen + _count_rest(total)


def _explain(error: Any, bericht: Node, model: Element, in_order: set[Node]) -> Reden:
    node = _locate(bericht, error.path)
    if node is None:
        return _reden(None, error.line, "Een element voldoet niet aan het schema van dit berichttype.")
    if error.type_name == "SCHEMAV_ELEMENT_CONTENT":
        for ouder in (node.getparent(), node):
            reden = None if ouder is None or ouder in in_order else _explain_kinderen(ouder, model)
            if reden is not None:
                return reden
            in_order.add(ouder)
    fact = _find_fact(node, model)
    if fact is None:
        return _reden(None, node.sourceline, "Het hoofdelement van dit bericht moet Bericht heten.")
    where = f"{_label(node)}{_plaats(node, model)}"
    if error.type_name.startswith(_ATTRIBUTE_ERRORS) or XSI_TYPE in node.attrib:
        return _reden(_label(node), node.sourceline, f"{where} heeft een attribuut dat daar niet hoort.")
    if fact.waarde is None:
        return _reden(_label(node), node.sourceline, f"{where} bevat tekst buiten zijn elementen.")
    if len(node):
        return _reden(_label(node), node.sourceline, f"{where} bevat elementen waar een waarde hoort.")
    return _refuse_waarde(node, fact.waarde, model)


def _refuse_waarde(
    node: Node, waarde: Waarde, model: Element, uitleg: tuple[str, str] | None = None
) -> Reden:
    """The reason for one value; the value itself only where it cannot be personal."""
    tekst = node.text or ""
    is_persoonlijk = any(local_name(a.tag) in PERSOONLIJK for a in node.iterancestors())
    zichtbaar = None if is_persoonlijk else show(local_name(node.tag), waarde.soort, tekst.strip())
    fout, remedie = uitleg or explain_waarde(waarde, tekst, zichtbaar is not None)
    if not tekst.strip(WITRUIMTE):
        stand = "is leeg"
    elif zichtbaar:
        stand = f"is {zichtbaar}"
    else:
        stand = "heeft een onjuiste waarde (niet getoond)"
    melding = f"{_label(node)}{_plaats(node, model)} {stand}: {fout}."
    return Reden(REGEL_SCHEMA, _label(node), node.sourceline, zichtbaar, melding, remedie)


def _explain_kinderen(ouder: Node, model: Element) -> Reden | None:
    """The first child that is missing, comes too often, stands in the wrong place or does not belong there."""
    fact = _find_fact(ouder, model)
    if fact is None or fact.waarde is not None:
        return None
    waar = f"{fact.naam}{_plaats(ouder, model)}"
    tags = [kind.tag for kind in fact.kinderen]
    turn = 0
    seen: set[str] = set()
    for child in ouder:
        if child.tag not in tags:
            return _explain_vreemd(child, fact, waar, fact.kinderen[turn:], model)
        position = tags.index(child.tag)
        naam = fact.kinderen[position].naam
        if position < turn and naam in seen and not fact.kinderen[position].is_herhaalbaar:
            return _reden(
                naam, child.sourceline, f"{naam} mag in {waar} één keer voorkomen en staat er vaker."
            )
        if position < turn:
            melding = f"{naam} staat in {waar} op de verkeerde plaats, na {fact.kinderen[turn - 1].naam}."
            return _reden(naam, child.sourceline, melding, _order(fact))
        missing = _first_missing(fact.kinderen[turn:position], seen)
        if missing is not None:
            return _missing(missing, waar, child.sourceline, f", vóór {naam}")
        seen.add(naam)
        turn = position if fact.kinderen[position].is_herhaalbaar else position + 1
    missing = _first_missing(fact.kinderen[turn:], seen)
    return None if missing is None else _missing(missing, waar, ouder.sourceline, "")


def _explain_vreemd(
    child: Node, fact: Element, waar: str, verwacht: Sequence[Element], model: Element
) -> Reden:
    """An element that has no place here: named when it is one of this message, since then it tells about nobody."""
    naam, line = local_name(child.tag), child.sourceline
    for kind in fact.kinderen:
        if kind.naam == naam:
            ruimte = kind.tag[1:].partition("}")[0]
            melding = f"{naam} staat in {waar} in een verkeerde naamruimte of in geen."
            return _reden(naam, line, melding, f"{naam} hoort in de naamruimte {ruimte}.")
        if kind.naam.lower() == naam.lower():
            melding = f"{kind.naam} is in {waar} met andere hoofdletters of kleine letters geschreven."
            return _reden(kind.naam, line, melding, f"Schrijf de naam precies als {kind.naam}.")
        if any(inner.tag == child.tag for inner in kind.kinderen):
            melding = f"{naam} staat los in {waar}, maar hoort binnen {kind.naam}."
            return _reden(naam, line, melding, f"Zet {naam} in {kind.naam}.")
    hier = f", waar {verwacht[0].naam} mag staan" if verwacht else ""
    if _has_tag(model, child.tag):
        return _reden(naam, line, f"{naam} staat in {waar}{hier}, maar hoort daar niet.", _order(fact))
    melding = f"In {waar} staat een element dat daar niet hoort{hier}; let ook op de naamruimte."
    return _reden(fact.naam, line, melding)


def _has_tag(element: Element, tag: str) -> bool:
    return element.tag == tag or any(_has_tag(kind, tag) for kind in element.kinderen)


def _order(fact: Element) -> str:
    """What goes into an element and in what order."""
    return f"In {fact.naam} komt, in deze volgorde: {', '.join(kind.naam for kind in fact.kinderen)}."


def _first_missing(kinderen: Iterable[Element], seen: set[str]) -> str | None:
    return next((kind.naam for kind in kinderen if kind.is_verplicht and kind.naam not in seen), None)


def _missing(naam: str, waar: str, line: int, plek: str) -> Reden:
    melding = f"{naam} is verplicht in {waar}{plek}, maar ontbreekt of staat niet op zijn plaats."
    return _reden(naam, line, melding)


def _locate(bericht: Node, path: str | None) -> Node | None:
    """The element of libxml2's path, which names elements with their prefix as the message writes it."""
    try:
        found = bericht.xpath(_STEP.sub(_select, path or ""))
    except etree.XPathError:
        return None
    return found[0] if found and isinstance(found[0], etree._Element) else None


def _select(step: re.Match[str]) -> str:
    """XPath for one step; of a very long name libxml2 gives the beginning only."""
    name = step[0]
    return f"*[name()='{name}']" if len(name) < MAX_STEP else f"*[starts-with(name(), '{name[:MAX_STEP]}')]"


def _find_fact(node: Node, model: Element) -> Element | None:
    """What the schema says about ``node``; None when the schema does not know it in that place."""
    if node.getparent() is None:
        return model if node.tag == model.tag else None
    ouder = _find_fact(node.getparent(), model)
    return next((kind for kind in ouder.kinderen if kind.tag == node.tag), None) if ouder else None


def _label(node: Node) -> str:
    """The element's name; what is part of a composed value gets its owner's name before it."""
    naam = local_name(node.tag)
    return f"{local_name(node.getparent().tag)}/{naam}" if node.tag.startswith(BASIS) else naam


def _plaats(node: Node, model: Element) -> str:
    """Which of the repeated elements ``node`` is in: " van Prestatie 17", counted through the message."""
    for ouder in (node, *node.iterancestors()):
        fact = _find_fact(ouder, model)
        if fact is not None and fact.is_herhaalbaar and fact.waarde is None:
            ordinal = next(
                i for i, other in enumerate(node.getroottree().iter(ouder.tag), start=1) if other is ouder
            )
            return f" {ordinal}" if ouder is node else f" van {fact.naam} {ordinal}"
    return ""


def _count_rest(total: int) -> list[Reden]:
    rest = total - MAX_REDENEN
    melding = f"Nog {rest} andere fouten in dit bericht zijn niet getoond."
    return [_reden(None, None, melding)] if rest > 0 else []


def _reden(element: str | None, line: int | None, melding: str, hulp: str = "") -> Reden:
    return Reden(REGEL_SCHEMA, element, line, None, melding, f"{hulp} {VERBETER}".lstrip())
