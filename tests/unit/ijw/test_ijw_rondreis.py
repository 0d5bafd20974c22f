"""Writing and reading are each other's inverse, for any valid message."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from integrations.ijw import BERICHTTYPEN, COLUMNS, read_bericht, write_bericht
from integrations.ijw.schema import Element, load_model
from integrations.pseudonym import passes_elfproef
from tests.unit.ijw.berichten import berichten
from tests.unit.ijw.veldkaart import KAART, REGELS

Context = dict[str, Any]
"""A place in a message: the path of each open element with its values."""

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def to_gegevens(node: Any, element: Element) -> Any:
    """The nested values of an XML element: the inverse of writing, apart from the reader."""
    if element.waarde is not None:
        soort, text = element.waarde.soort, node.text
        return int(text) if soort == "getal" else date.fromisoformat(text) if soort == "datum" else text
    found: dict[str, Any] = {}
    for child in node:
        kind = next(k for k in element.kinderen if k.tag == child.tag)
        value = to_gegevens(child, kind)
        if kind.is_herhaalbaar:
            found.setdefault(kind.veld, []).append(value)
        else:
            found[kind.veld] = value
    return found


def as_written(gegevens: Any) -> Any:
    """Values as they come back: a time comes back as its text."""
    if isinstance(gegevens, dict):
        return {k: as_written(v) for k, v in gegevens.items()}
    if isinstance(gegevens, list):
        return [as_written(v) for v in gegevens]
    return gegevens if isinstance(gegevens, int | date) else str(gegevens)


def look_up(gegevens: Any, element: Element, steps: list[str]) -> Any:
    """The value at a path below ``element``; None when an element on the way is absent."""
    for step in steps:
        element = next(kind for kind in element.kinderen if kind.naam == step)
        gegevens = None if gegevens is None else gegevens.get(element.veld)
    return gegevens


def occurrences(gegevens: Any, element: Element, path: list[str], context: Context) -> Iterator[Context]:
    """Every place at ``path``, each with the values of the elements it lies in."""
    if not path:
        yield context
        return
    kind = next(k for k in element.kinderen if k.naam == path[0])
    value = gegevens.get(kind.veld)
    for each in value if kind.is_herhaalbaar else [value]:
        if each is not None:
            here = f"{list(context)[-1]}/{kind.naam}".lstrip("/")
            yield from occurrences(each, kind, path[1:], {**context, here: (each, kind)})


def expected_rijen(berichttype: str, gegevens: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows by the hand-written map, without the code that reads."""
    model = load_model(berichttype)
    rijen: dict[str, list[dict[str, Any]]] = {}
    for table, path in REGELS[berichttype].items():
        rijen[table] = []
        steps = path.split("/") if path else []
        for context in occurrences(gegevens, model, steps, {"": (gegevens, model)}):
            rij: dict[str, Any] = dict.fromkeys(COLUMNS[table])
            for source, targets in KAART[berichttype].items():
                for target in targets if isinstance(targets, list) else ():
                    if target.split(".")[0] in (table, "*"):
                        inner = max(
                            (p for p in context if source == p or source.startswith(p and f"{p}/")), key=len
                        )
                        values, element = context[inner]
                        rij[target.split(".")[1]] = look_up(
                            values, element, source[len(inner) :].strip("/").split("/")
                        )
            if "regelnummer" in rij:
                earlier = sum(map(len, rijen.values())) - 1 if berichttype == "JW317" else len(rijen[table])
                rij["regelnummer"] = earlier + 1
            if "is_bsn_geldig" in rij:
                rij["is_bsn_geldig"] = passes_elfproef(rij["bsn"])
            if table == "declaratie_antwoord":
                rij["antwoord_retour_codes"] = rij["antwoord_retour_codes"] or []
            if table == "retourbericht":
                rij["header_retour_codes"] = rij["header_retour_codes"] or []
                rij["beantwoord_berichttype"] = f"JW{int(berichttype[2:]) - 1}"
            rijen[table].append(rij)
    if "retourbericht" in rijen:
        rijen["retour_code"] = list(expected_codes(berichttype, gegevens))
        codes = {rij["retour_code"] for rij in rijen["retour_code"]}
        codes.update(rijen["retourbericht"][0]["header_retour_codes"])
        rijen["retourbericht"][0]["is_afgekeurd"] = bool(codes - {"0200", "0233", "8001"})
    return rijen


def expected_codes(berichttype: str, gegevens: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of core.retour_code, by the schema: each code below the header with its place and the key beside it."""
    partijen = [gegevens["header"][p] for p in ("afzender", "ontvanger")]
    gemeente, aanbieder = sorted(partijen, key=len)
    nummers, regels = count(1), count(1)
    for pad, naam, regel, velden in parts(gegevens, load_model(berichttype), "", "", None, regels):
        if not pad.startswith("Header"):
            product = velden.get("product") or {}
            for code in velden["retour_codes"]["retour_code"]:
                yield {
                    "regelnummer": next(nummers),
                    "gemeente_code": gemeente,
                    "aanbieder_agb_code": aanbieder,
                    "berichtklasse": naam,
                    "pad": pad,
                    "beantwoord_regelnummer": regel,
                    "toewijzing_nummer": velden.get("toewijzing_nummer"),
                    "referentie_aanbieder": velden.get("referentie_aanbieder"),
                    "product_categorie": product.get("categorie"),
                    "product_code": product.get("code"),
                    "begindatum": velden.get("begindatum"),
                    "retour_code": code,
                }


def parts(
    velden: dict[str, Any], element: Element, pad: str, naam: str, regel: int | None, regels: Iterator[int]
) -> Iterator[tuple[str, str, int | None, dict[str, Any]]]:
    """Every part of a message with codes: its place, name, line among the products, and values."""
    for kind in element.kinderen:
        value = velden.get(kind.veld)
        if kind.naam == "RetourCodes" and value is not None:
            yield pad, naam, regel, velden
        elif kind.kinderen and value is not None:
            for nummer, each in enumerate(value if kind.is_herhaalbaar else [value], start=1):
                here = f"{pad}/{kind.naam}".lstrip("/") + (f"[{nummer}]" if kind.is_herhaalbaar else "")
                line = next(regels) if kind.is_herhaalbaar and kind.naam.endswith("Product") else None
                yield from parts(each, kind, here, kind.naam, line, regels)


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
@quick
@given(data=st.data())
def test_reading_what_was_written_gives_the_rows_of_the_map(berichttype: str, data: st.DataObject) -> None:
    gegevens = data.draw(berichten(berichttype))
    gelezen = read_bericht(write_bericht(berichttype, gegevens))
    assert gelezen.oordeel == "geldig", gelezen.redenen
    rows = {
        table: [dict(zip(COLUMNS[table], r, strict=True)) for r in rs] for table, rs in gelezen.rijen.items()
    }
    assert rows == expected_rijen(berichttype, gegevens)
    assert gelezen.kop is not None
    header, kop = gegevens["header"], gelezen.kop
    eigen = (header["bericht_identificatie"]["identificatie"], header["bericht_identificatie"]["dagtekening"])
    if "identificatie_retour" in header:  # who sends a return received what it answers
        eigen = (header["identificatie_retour"], header["dagtekening_retour"])
        assert (kop.ontvanger, kop.afzender) == (header["afzender"], header["ontvanger"])
    else:
        assert (kop.afzender, kop.ontvanger) == (header["afzender"], header["ontvanger"])
    assert (kop.identificatie, kop.dagtekening) == eigen


@pytest.mark.parametrize("berichttype", BERICHTTYPEN)
@quick
@given(data=st.data())
def test_nothing_is_lost_or_changed_in_writing(berichttype: str, data: st.DataObject) -> None:
    gegevens = data.draw(berichten(berichttype))
    inhoud = write_bericht(berichttype, gegevens)
    back = to_gegevens(etree.fromstring(inhoud), load_model(berichttype))
    for vast in ("bericht_code", "bericht_versie", "bericht_subversie"):
        assert back["header"].pop(vast) is not None
    assert back == as_written(gegevens)
    assert write_bericht(berichttype, back) == inhoud, "the same values give the same bytes"


def test_keys_may_come_in_any_order() -> None:
    header = {"afzender": "98765432", "ontvanger": "0999"}
    backwards = dict(reversed(header.items()))
    assert write_bericht("JW305", {"header": header}) == write_bericht("JW305", {"header": backwards})


def test_a_key_that_is_no_element_is_an_error_that_does_not_quote_its_value() -> None:
    with pytest.raises(KeyError, match="geen element op deze plaats: bsnn") as caught:
        write_bericht("JW305", {"client": {"bsnn": "999900006"}})
    assert "999900006" not in str(caught.value)


def test_a_type_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(KeyError, match="JW303"):
        write_bericht("JW303", {})


def test_what_is_missing_is_written_so_and_refused_on_reading() -> None:
    inhoud = write_bericht("JW323", {"header": {"afzender": "98765432", "bericht_code": None}})
    assert b"BerichtCode" not in inhoud
    assert b"BerichtVersie>3<" in inhoud
    assert [r.element for r in read_bericht(inhoud).redenen] == ["BerichtCode", "Declaratie"]
