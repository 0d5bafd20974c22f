"""The rules within one message, judged on its validated XML at reception: what they need, core does not keep.

A rule of this kind has no SQL but ``xpath`` in its YAML: XPath 1.0 with the prefix ``b`` for the elements of the
message itself and ``ijw`` for those of the basisschema. Everything is compiled once a message type; a message
without a fault costs one evaluation of all its rules together, and each rule is linear in the size of the message.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from lxml import etree

from quality.catalogus import Regel, Toets, read_regels

BASIS = "http://www.istandaarden.nl/ijw/3_2/basisschema/schema"
REGELS = (
    "ToegewezenProduct", "StartProduct", "StopProduct", "AangevraagdProduct", "OngewijzigdProduct",
    "TeWijzigenProduct", "NieuwProduct",
)  # fmt: skip
"""Elements that core holds as lines, numbered through the message in its order."""
GEEN_EINDE = "9999-99-99"
SCHEIDING = "\t"  # no value has one: white space is made single

Element = Any
XPath = Callable[[Element], Any]
Vondst = tuple[str, int | None, str]
"""Rule, number of the line (None: the message as a whole), and what is wrong, without a value of the message."""


class _Gecompileerd(NamedTuple):
    """One ``Toets``, ready to run: the elements it looks at, or those that offend when it has a ``fout``."""

    regel_id: str
    toets: Toets
    select: XPath
    sleutel: XPath


class _Plan(NamedTuple):
    """All that a message type has to pass. ``is_verdacht`` is whether any of ``fouten`` finds something."""

    is_verdacht: XPath | None
    fouten: tuple[_Gecompileerd, ...]
    vergelijkingen: tuple[_Gecompileerd, ...]
    regel_tags: tuple[str, ...]


class Berichtregels:
    """Judge of messages, for whoever receives them; ``regels`` are the rules it may find."""

    def __init__(self, regels: Iterable[Regel]) -> None:
        self._regels = tuple(regel for regel in regels if regel.xpath)
        self.regels = tuple(regel.regel_id for regel in self._regels)
        self._plans: dict[str, _Plan] = {}

    def __call__(self, berichttype: str, bericht: Element) -> list[Vondst]:
        """What is wrong with ``bericht`` (root of a valid message of ``berichttype``), one per rule and line."""
        plan = self._plans.get(berichttype)
        if plan is None:
            plan = self._plans[berichttype] = _make_plan(self._regels, berichttype)
        offending: list[tuple[_Gecompileerd, Element]] = []
        if plan.is_verdacht is not None and plan.is_verdacht(bericht):
            offending += [(toets, element) for toets in plan.fouten for element in toets.select(bericht)]
        for toets in plan.vergelijkingen:
            if elements := toets.select(bericht):
                offending += [(toets, element) for element in _compare(toets, elements)]
        return _report(offending, bericht, plan.regel_tags) if offending else []


@cache
def make_berichtregels() -> Berichtregels:
    """The judge with the rules of the catalogue."""
    return Berichtregels(read_regels())


def namespaces(berichttype: str) -> dict[str, str]:
    """The prefixes that the XPath of a rule may use."""
    return {"b": f"http://www.istandaarden.nl/ijw/3_2/{berichttype.lower()}/schema", "ijw": BASIS}


def compile_xpath(path: str, berichttype: str) -> XPath:
    """An XPath of a rule; ``dagtekening()`` and ``datum(path)`` give a date as a number (20260131).

    Raises:
        etree.XPathSyntaxError: not an XPath, or an unknown prefix.
    """
    path = path.replace("dagtekening()", "datum(/*/b:Header/b:BerichtIdentificatie/ijw:Dagtekening)")
    path = re.sub(r"datum\(([^()]*)\)", r"number(translate(\1, '-', ''))", path)
    return etree.XPath(path, namespaces=namespaces(berichttype), smart_strings=False)


def _make_plan(regels: Sequence[Regel], berichttype: str) -> _Plan:
    compiled = [
        _compile(regel.regel_id, toets, berichttype)
        for regel in regels
        for toets in regel.xpath
        if berichttype in (toets.berichten or regel.berichten)
    ]
    fouten = tuple(toets for toets in compiled if toets.toets.fout)
    by_place: dict[str, list[str]] = {}
    for toets in fouten:
        by_place.setdefault(toets.toets.bij, []).append(f"({toets.toets.fout})")
    anything = " or ".join(f"({bij})[{' or '.join(these)}]" for bij, these in by_place.items())
    return _Plan(
        is_verdacht=compile_xpath(anything, berichttype) if fouten else None,
        fouten=fouten,
        vergelijkingen=tuple(toets for toets in compiled if not toets.toets.fout),
        regel_tags=tuple(f"{{{namespaces(berichttype)['b']}}}{naam}" for naam in REGELS),
    )


def _compile(regel_id: str, toets: Toets, berichttype: str) -> _Gecompileerd:
    where = f"({toets.bij})[{toets.fout}]" if toets.fout else toets.bij
    keys: tuple[str, ...] = ()
    if toets.sleutel:
        keys = toets.sleutel
    elif toets.overlap:
        keys = (toets.overlap.van, toets.overlap.tot, *toets.overlap.gelijk)
    return _Gecompileerd(
        regel_id,
        toets,
        compile_xpath(where, berichttype),
        compile_xpath(f"concat({_joined(keys)}, '')" if keys else "''", berichttype),
    )


def _joined(keys: tuple[str, ...]) -> str:
    """The values of several paths as one text, which is one evaluation instead of several."""
    return f", '{SCHEIDING}', ".join(f"normalize-space({key})" for key in keys)


def _compare(toets: _Gecompileerd, elements: list[Element]) -> Iterator[Element]:
    """The elements that stand in the way of an other: the second under a key, the later of two that overlap."""
    values = [tuple(toets.sleutel(element).split(SCHEIDING)) for element in elements]
    if toets.toets.overlap:
        return _overlaps(elements, values)
    first = {value: i for i, value in reversed(list(enumerate(values)))}
    return (element for i, element in enumerate(elements) if first[values[i]] != i)


def _overlaps(elements: list[Element], values: list[tuple[str, ...]]) -> Iterator[Element]:
    """Those that begin while one of the same kind runs. A kind is a path of values: an empty one holds all below it."""
    ends_at: dict[tuple[str, ...], str] = {}
    ends_below: dict[tuple[str, ...], str] = {}
    for begin, i in sorted((begin, i) for i, (begin, *_) in enumerate(values)):
        end = values[i][1] or GEEN_EINDE
        kind = _until_empty(values[i][2:])
        above = [kind[:n] for n in range(len(kind) + 1)]
        if max([ends_below.get(kind, ""), *(ends_at.get(k, "") for k in above)]) >= begin:
            yield elements[i]
        ends_at[kind] = max(end, ends_at.get(kind, ""))
        for k in above:
            ends_below[k] = max(end, ends_below.get(k, ""))


def _until_empty(values: tuple[str, ...]) -> tuple[str, ...]:
    return values[: values.index("")] if "" in values else values


def _report(
    offending: list[tuple[_Gecompileerd, Element]], bericht: Element, regel_tags: tuple[str, ...]
) -> list[Vondst]:
    """One finding per rule and line; of several on one line, the first is told and the others are counted."""
    numbers = {element: i for i, element in enumerate(bericht.iter(*regel_tags), start=1)}
    found: dict[tuple[str, int | None], list[str]] = {}
    for toets, element in offending:
        line = next((numbers[e] for e in (element, *element.iterancestors()) if e in numbers), None)
        found.setdefault((toets.regel_id, line), []).append(toets.toets.toelichting)
    return [
        (regel_id, line, texts[0] + (f" (en nog {len(texts) - 1} keer)" if len(texts) > 1 else ""))
        for (regel_id, line), texts in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 0))
    ]
