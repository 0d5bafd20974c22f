"""Mutations that know what a message looks like, so that fuzzing goes past the parser and the schema.

A mutation is a function of bytes and a seed. What is well formed is changed as a tree (values, elements, attributes,
namespaces) or in its writing (encoding, entities, comments, cuts); the rest is left to the fuzzer's own mutations.
"""

import copy
import random
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.fuzz.eisen import KANARIE

Node = Any
Chance = random.Random
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = (
    "",
    "urn:elders",
    "http://www.istandaarden.nl/ijw/3_2/basisschema/schema",
    "http://www.istandaarden.nl/ijw/3_1/jw303/schema",
    "http://www.istandaarden.nl/ijw/99_99_99/jw323/schema",
    "http://www.istandaarden.nl/ijw/٣_٢/jw٣٢٣/schema",
    "http://www.istandaarden.nl/ijw/3_2/jw301/schema",
    "http://www.istandaarden.nl/ijw/3_2/jw999/schema",
    "http://www.istandaarden.nl/iwmo/3_2/wmo301/schema",
    "http://www.stufstandaarden.nl/koppelvlak/ggk0210",
    "http://www.istandaarden.nl/ijw/3_2/basisschema/schema/" + "x" * 300,
)
WAARDEN = (
    "", " ", "\t\n", "0", "-0", "+1", "-1", "007", "1.0", "1,50", "1e3", "0x10", "NaN", "true", "9" * 5, "9" * 9,
    "9" * 10, "9" * 16, "9" * 400, "٣٤٥", "１２３４", "²", "1_000", " 12 ", "999900006", "99990006", "0999900006",
    "999.900.006", "99990000６", KANARIE, KANARIE * 40, "a", "é" * 12, "A" * 24, "A" * 25, "A" * 64, "A" * 65,
    "A" * 5000, "\u00a0", "\u200b", "\u2028", "\ufeff", "\ufffd", "\U0001f600", "e\u0301", "a\nb", "a\rb", "a\tb",
    '"', "'", "&", "<", ">", "]]>", "{a}", "%s", "\\", "\\N", "NULL", "2026-02-30", "2026-04-01Z", "2026-13-01",
    "-0001-01-01", "0000-01-01", "0001-01-01", "9999-12-31", "12026-01-01", "2026-4-1", "20260401", "2026-W01-1",
    "2026-04-01T00:00:00", "2026-04-01+14:00", "2024-02-29", "24:00:00", "24:00:00.000", "24:00:01", "23:59:60",
    "12:00:00.123456789", "12:00:00+01:00", "12:00", "1.0.0", "100.0.0", "01.0.0", "D", "C", "d", "0384", "42420001",
    "8001", "9999", "0001", "01", "04", "43A04", "54", "323", "301", "000000000",
)  # fmt: skip
ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-be",
    "utf-7",
    "latin-1",
    "cp1252",
    "cp037",
    "ascii",
)
NAMEN = (
    "UTF-8",
    "utf8",
    "UTF-16",
    "ISO-8859-1",
    "US-ASCII",
    "EBCDIC-CP-NL",
    "UTF-7",
    "x",
    "UCS-4",
    "windows-1252",
    "",
)
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def mutate(inhoud: bytes, max_size: int, seed: int) -> bytes | None:
    """One to four mutations of a well-formed message; None when it is better left to the fuzzer's own."""
    chance = random.Random(seed)  # noqa: S311
    try:
        root = etree.fromstring(inhoud, PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return None
    try:
        for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
            chance.choice(BOOM)(root, chance)
        uit = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    except (ValueError, TypeError, etree.LxmlError):
        return None
    if chance.random() < 0.25:
        uit = chance.choice(SCHRIFT)(uit, chance)
    return uit if len(uit) <= max_size else None


def cross(een: bytes, ander: bytes, max_size: int, seed: int) -> bytes | None:
    """The first message with one element of the second in it, in the place of one of the same name if there is one."""
    chance = random.Random(seed)  # noqa: S311
    try:
        doel, bron = etree.fromstring(een, PARSER), etree.fromstring(ander, PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return None
    stuk = copy.deepcopy(_pick(bron, chance))
    gelijk = [n for n in doel.iter(stuk.tag) if n is not doel] if isinstance(stuk.tag, str) else []
    plek = chance.choice(gelijk) if gelijk else _pick(doel, chance)
    if plek is doel:
        doel.append(stuk)
    else:
        plek.getparent().replace(plek, stuk)
    uit = etree.tostring(doel, xml_declaration=True, encoding="UTF-8")
    return uit if len(uit) <= max_size else None


def _pick(root: Node, chance: Chance) -> Node:
    return chance.choice(list(root.iter("*")))


def _pick_blad(root: Node, chance: Chance) -> Node:
    return chance.choice([n for n in root.iter("*") if len(n) == 0] or [root])


def _waarde(root: Node, chance: Chance) -> None:
    _pick_blad(root, chance).text = chance.choice(WAARDEN)


def _waarde_van_ander(root: Node, chance: Chance) -> None:
    _pick_blad(root, chance).text = _pick_blad(root, chance).text


def _teken(root: Node, chance: Chance) -> None:
    blad = _pick_blad(root, chance)
    tekst = blad.text or ""
    plek = chance.randint(0, len(tekst))
    teken = chance.choice(("", "0", "9", "a", " ", "-", ".", ":", "\u00a0", "\u0660", "\n"))
    blad.text = tekst[:plek] + teken + tekst[plek + chance.randint(0, 1) :]


def _weg(root: Node, chance: Chance) -> None:
    node = _pick(root, chance)
    if node is not root:
        node.getparent().remove(node)


def _dubbel(root: Node, chance: Chance) -> None:
    node = _pick(root, chance)
    if node is not root:
        for _ in range(chance.choice((1, 1, 2, 30))):
            node.addnext(copy.deepcopy(node))


def _verplaats(root: Node, chance: Chance) -> None:
    node, doel = _pick(root, chance), _pick(root, chance)
    if node is not root and doel not in node.iter():
        doel.insert(chance.randint(0, len(doel)), node)


def _hernoem(root: Node, chance: Chance) -> None:
    node, ander = _pick(root, chance), _pick(root, chance)
    node.tag = chance.choice((ander.tag, f"{{{NAMESPACES[1]}}}Vreemd", "Zonder", etree.QName(node).localname))


def _naamruimte(root: Node, chance: Chance) -> None:
    node = _pick(root, chance) if chance.random() < 0.5 else root
    space, local = chance.choice(NAMESPACES), etree.QName(node).localname
    node.tag = f"{{{space}}}{local}" if space else local


def _attribuut(root: Node, chance: Chance) -> None:
    naam = chance.choice(("x", f"{{{XSI}}}type", f"{{{XSI}}}nil", f"{{{XSI}}}schemaLocation", "{urn:a}b"))
    waarde = chance.choice(("true", "false", "ijw:LDT_Nummer", "xs:string", KANARIE, "999900006", "1"))
    _pick(root, chance).set(naam, waarde)


def _tekst_ertussen(root: Node, chance: Chance) -> None:
    _pick(root, chance).tail = chance.choice((KANARIE, "999900006", " ", "1"))


def _kind(root: Node, chance: Chance) -> None:
    node = _pick(root, chance)
    etree.SubElement(node, chance.choice((node.tag, "Zonder", _pick(root, chance).tag))).text = chance.choice(
        WAARDEN
    )


def _diep(root: Node, chance: Chance) -> None:
    node = _pick(root, chance)
    for _ in range(chance.choice((5, 100, 254, 260))):
        node = etree.SubElement(node, node.tag)


def _commentaar(root: Node, chance: Chance) -> None:
    soort = chance.choice(
        (etree.Comment(KANARIE), etree.ProcessingInstruction("doe", "999900006"), etree.Entity("x"))
    )
    node = _pick(root, chance)
    node.insert(chance.randint(0, len(node)), soort)


def _leeg(root: Node, chance: Chance) -> None:
    node = _pick(root, chance)
    for child in list(node):
        node.remove(child)
    node.text = None


BOOM: tuple[Callable[[Node, Chance], None], ...] = (
    _waarde, _waarde, _waarde, _waarde, _waarde_van_ander, _teken, _teken, _teken, _weg, _dubbel, _verplaats,
    _hernoem, _naamruimte, _attribuut, _tekst_ertussen, _kind, _diep, _commentaar, _leeg,
)  # fmt: skip


def _hercodeer(uit: bytes, chance: Chance) -> bytes:
    tekst = uit.decode()
    if chance.random() < 0.7:
        tekst = tekst.replace("UTF-8", chance.choice(NAMEN), 1)
    return tekst.encode(chance.choice(ENCODINGS), "replace")


def _bom(uit: bytes, chance: Chance) -> bytes:
    boms = (b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2, b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
    return chance.choice(boms) + uit


def _afgekapt(uit: bytes, chance: Chance) -> bytes:
    return uit[: chance.randint(0, len(uit))]


def _dtd(uit: bytes, chance: Chance) -> bytes:
    hoofd, _, rest = uit.partition(b"\n")
    dtd = chance.choice(
        (
            b"<!DOCTYPE x>",
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
            b'<!DOCTYPE x [<!ENTITY e "999900006">]>',
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
            b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
            b'<!DOCTYPE x [<!ATTLIST x y CDATA "z">]>',
            b"<!DOCTYPE",
        )
    )
    return hoofd + b"\n" + dtd + rest


def _ruwe_bytes(uit: bytes, chance: Chance) -> bytes:
    plek = chance.randint(0, len(uit))
    stuk = chance.choice(
        (b"\0", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"&#0;", b"&#xD800;", b"&#x10FFFF;", b"&#13;", b"&lt;",
         b"&x;", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?x", b"?>", b"<", b">", b"</", b"/>", b'"', b"<x:y/>",
         b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>')
    )  # fmt: skip
    return uit[:plek] + stuk + uit[plek:]


SCHRIFT: tuple[Callable[[bytes, Chance], bytes], ...] = (
    _hercodeer,
    _bom,
    _afgekapt,
    _dtd,
    _ruwe_bytes,
    _ruwe_bytes,
)
