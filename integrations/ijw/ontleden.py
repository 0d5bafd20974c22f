"""Parse and validate with bounds: no DTD, no entities, no network, and no cost that grows faster than the file.

libxml2 tells for each schema fault where it is by counting the siblings before it: a large file with a fault in every
line would take minutes. So a large file is validated while it is parsed, piece by piece, where faults have no place
yet and the first few hundred suffice; their places then come from the part of the file that holds them. That in turn
is slow for a value that comes in very many pieces (references, comments): a file that may hold one is validated piece
by piece in a copy with its long values shortened.
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from integrations.ijw.velden import Node

GROOT = 256 * 1024
"""Up to here a fault in every element costs half a second; four times as much takes fifteen times as long."""
MAX_ELEMENTEN = 1_500_000
"""A valid message of the largest size has fewer than a million; six million fit, and take 800 MB of memory."""
GENOEG_FOUTEN = 250

_PIECE = 1024 * 1024
"""After each piece the parser waits for Python's lock: beside a busy thread 16 kB at a time takes seven times as long."""
_FINE_PIECE = 16 * 1024
_WINDOW = 2 * 1024
_PEEK = 8 * 1024
_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
# With entities left unresolved, lxml forgives a validating parser that is fed in pieces every fault in the XML itself.
_STREAM_OPTIONS = {**_OPTIONS, "resolve_entities": "internal"}
_PARSER = etree.XMLParser(**_OPTIONS)
_PARTIAL = etree.XMLParser(recover=True, **_OPTIONS)


@dataclass(frozen=True, slots=True)
class Fouten:
    """What the schema refuses: libxml2's reports, and whether there are more than these."""

    meldingen: list[Any]
    is_afgebroken: bool = False


def has_more_elementen(inhoud: bytes, hoogstens: int) -> bool:
    """Whether a file of one of the common encodings has more elements than this, without parsing it."""
    begins = inhoud.count(b"<")
    if begins > hoogstens:
        begins -= sum(inhoud.count(other) for other in (b"</", b"<!", b"<?"))
    return begins > hoogstens


def parse(inhoud: bytes) -> Node:
    """The root element.

    Raises:
        XMLSyntaxError: the file is not well-formed.
    """
    return etree.fromstring(inhoud, _PARSER)


def peek_namespace(inhoud: bytes) -> str:
    """Namespace of the root element, from the first bytes only; empty when it cannot be seen there."""
    parser = etree.XMLPullParser(events=("start",), **_OPTIONS)
    try:
        parser.feed(inhoud[:_PEEK])
        for _, element in parser.read_events():
            tag: Any = element
            return etree.QName(tag).namespace or ""
    except (etree.XMLSyntaxError, ValueError):  # the latter for a prefix that stands for nothing
        pass
    return ""


def is_streamable(inhoud: bytes) -> bool:
    """Whether it is text of one byte a sign without DTD, comments or values longer than two windows."""
    return (
        b"\0" not in inhoud[:4]
        and b"<!" not in inhoud
        and inhoud.count(b"<?") <= 1
        and all(
            inhoud.find(b"<", start, start + _WINDOW) >= 0
            for start in range(0, len(inhoud) - _WINDOW, _WINDOW)
        )
    )


def parse_valid(inhoud: bytes, schema: etree.XMLSchema) -> tuple[Node | None, bytes | None]:
    """Parse and validate in one pass: the root when all is well.

    Otherwise None, and the part of the file in which there are too many faults to look further, if there is.
    """
    bericht, einde = _feed(inhoud, schema, _PIECE)
    if einde is None:
        return bericht, None
    _, fijner = _feed(inhoud[:einde], schema, _FINE_PIECE)
    return None, inhoud[: fijner or einde]


def _feed(inhoud: bytes, schema: etree.XMLSchema, piece: int) -> tuple[Node | None, int | None]:
    """The root when all is well; else None, and after how many bytes, piece by piece, there are too many faults."""
    parser = etree.XMLParser(schema=schema, **_STREAM_OPTIONS)
    try:
        for start in range(0, len(inhoud), piece):
            parser.feed(inhoud[start : start + piece])
            if len(parser.feed_error_log) > GENOEG_FOUTEN:
                return None, start + piece
        return parser.close(), None
    except etree.XMLSyntaxError:
        return None, None


def find_fouten(bericht: Node, inhoud: bytes, begin: bytes | None, schema: etree.XMLSchema) -> Fouten | None:
    """The faults of ``bericht`` with their places; None when it is valid.

    Args:
        bericht: the root of ``inhoud``.
        begin: the part of it that ``parse_valid`` found too many faults in.
    """
    if begin is None and len(inhoud) > GROOT and not is_streamable(inhoud):
        _, begin = parse_valid(_shorten(bericht), schema)
    if begin is None:
        return None if schema.validate(bericht) else Fouten(_log(schema))
    deel = etree.fromstring(begin, _PARTIAL)
    schema.validate(deel)
    # What is open at the cut lacks what comes after it, so nothing can be said about it yet.
    open_paden = _open_paths(deel)
    alle = _log(schema)
    return Fouten([fout for fout in alle if fout.path not in open_paden] or alle, is_afgebroken=True)


def _shorten(bericht: Node) -> bytes:
    """``bericht`` as bytes, with long texts cut to one window; the schema takes these where it takes the long ones."""
    lang = [
        (node, node.text, node.tail)
        for node in bericht.iter()
        if len(node.text or "") > _WINDOW or len(node.tail or "") > _WINDOW
    ]
    for node, tekst, staart in lang:
        node.text, node.tail = (deel and deel.strip()[:_WINDOW] for deel in (tekst, staart))
    kort: bytes = etree.tostring(bericht)
    for node, tekst, staart in lang:
        node.text, node.tail = tekst, staart
    return kort


def _log(schema: etree.XMLSchema) -> list[Any]:
    log: Any = schema.error_log  # which the stubs do not know to be iterable
    return list(log)


def _open_paths(deel: Node) -> set[str]:
    """Paths of the last element and of everything around it."""
    boom = deel.getroottree()
    node = deel
    while len(node):
        node = node[-1]
    return {boom.getpath(node), *(boom.getpath(ouder) for ouder in node.iterancestors())}
