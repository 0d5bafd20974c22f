"""Say in Dutch why a file cannot be read as XML at all. Only a place is taken from libxml2, never its text."""

import re

from lxml import etree

from integrations.ijw.bericht import REGEL_XML, Reden

MAX_BYTES = 25 * 1024 * 1024
"""The standard's own limit on a file."""
_INPAKKERS = {
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
_ERR = etree.ErrorTypes
_ENCODING = re.compile(rb"""<\?xml[^>]{0,80}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODING_ERRORS = {
    _ERR.ERR_INVALID_CHAR,
    _ERR.ERR_INVALID_ENCODING,
    _ERR.ERR_UNKNOWN_ENCODING,
    _ERR.ERR_UNSUPPORTED_ENCODING,
    _ERR.I18N_CONV_FAILED,
}
_NAMESPACE_ERRORS = {_ERR.NS_ERR_UNDEFINED_NAMESPACE, _ERR.NS_ERR_QNAME, _ERR.NS_ERR_XML_NAMESPACE}
_OPNIEUW = "Vraag de afzender het bericht opnieuw te versturen"


def explain_too_large(size: int, limit: int) -> Reden:
    """The file is larger than is read at all."""
    mib = 1024 * 1024
    melding = f"Het bestand is {size / mib:.1f} MB; meer dan {limit // mib} MB wordt niet gelezen."
    return _reden(melding, "Laat de afzender de declaratie of het bericht in kleinere berichten verdelen.")


def explain_too_many(limit: int) -> Reden:
    """The file has more elements than any message, and would cost memory out of proportion to its size."""
    return _reden(
        f"Het bestand bevat meer dan {limit} elementen en wordt daarom niet gelezen; geen bericht heeft er zoveel.",
        "Laat de afzender de declaratie of het bericht in kleinere berichten verdelen.",
    )


def explain_dtd() -> Reden:
    """The file has a document type declaration: a way to smuggle in entities, and never part of iJw."""
    return _reden(
        "Het bestand bevat een DTD (<!DOCTYPE>); dat is om veiligheidsredenen niet toegestaan.",
        f"{_OPNIEUW} zonder DTD en zonder eigen entiteiten.",
    )


def explain_syntax(err: etree.XMLSyntaxError, inhoud: bytes) -> Reden:
    """The file is not well-formed XML."""
    code, line = err.code, err.position[0]  # type: ignore[attr-defined]
    if b"<!DOCTYPE" in inhoud:
        return explain_dtd()
    if not inhoud.strip():
        return _reden("Het bestand is leeg.", f"{_OPNIEUW}; het is zonder inhoud aangekomen.")
    ingepakt = next((naam for begin, naam in _INPAKKERS.items() if inhoud.startswith(begin)), None)
    if ingepakt is not None:
        return _reden(
            f"Het bestand is ingepakt met {ingepakt}; alleen XML en zip worden gelezen.",
            "Pak het uit en lever de XML-bestanden los aan, of samen in een gewone zip.",
        )
    if code == _ERR.ERR_DOCUMENT_EMPTY:
        return _reden("Het bestand is geen XML.", "Lever alleen de XML-bestanden van iJw-berichten aan.")
    if b"\0" in inhoud and b"\0" not in inhoud[:4]:
        return _reden(
            "Het bestand bevat NUL-tekens; die horen niet in tekst.",
            f"{_OPNIEUW}; waarschijnlijk is het bij het opslaan of overbrengen beschadigd.",
            line,
        )
    if code == _ERR.ERR_DOCUMENT_END or (code == _ERR.ERR_RESERVED_XML_NAME and inhoud.startswith(b"<")):
        return _reden(
            f"Op regel {line} is het bericht al afgelopen, maar daarna komt nog iets.",
            f"{_OPNIEUW} als een bestand met een bericht; meer berichten kunnen samen in een zip.",
            line,
        )
    declared = _ENCODING.match(inhoud.removeprefix(b"\xef\xbb\xbf"))
    if code in _ENCODING_ERRORS or (declared and line == 1 and not _is_utf8(declared)):
        name = declared.group(1).decode() if declared else "UTF-8"
        return _reden(
            f"De tekens op regel {line} passen niet bij de tekenset {name} waarin het bestand zegt te staan.",
            f'{_OPNIEUW} in UTF-8, met encoding="UTF-8" op de eerste regel.',
            line,
        )
    if code == _ERR.ERR_RESOURCE_LIMIT:
        return _reden(
            "Het bestand bevat een te lange waarde of te veel lagen en wordt om veiligheidsredenen niet gelezen.",
            f"{_OPNIEUW} volgens het schema van de iJw-standaard.",
            line,
        )
    if code == _ERR.ERR_UNDECLARED_ENTITY:
        return _reden(
            f"Op regel {line} staat een verwijzing (&...;) die XML niet kent.",
            f"{_OPNIEUW} met het teken zelf, of &amp; voor een ampersand.",
            line,
        )
    if code in _NAMESPACE_ERRORS:
        return _reden(
            f"Op regel {line} staat een element met een voorvoegsel zonder naamruimte.",
            f"{_OPNIEUW} met alle naamruimten in het hoofdelement.",
            line,
        )
    if not inhoud.rstrip(b" \t\r\n\0").endswith((b">", b">\0")):
        return _reden(
            f"Het bestand houdt op regel {line} midden in het bericht op.",
            f"{_OPNIEUW}; waarschijnlijk is het niet volledig overgekomen.",
            line,
        )
    return _reden(
        f"Dit is geen goed gevormde XML: op regel {line} klopt een begin- of eindteken niet.",
        f"{_OPNIEUW}; laat zijn softwareleverancier het bestand met een XML-controle nakijken.",
        line,
    )


def _is_utf8(declared: re.Match[bytes]) -> bool:
    return declared.group(1).lower() in (b"utf-8", b"us-ascii")


def _reden(melding: str, remedie: str, line: int | None = None) -> Reden:
    return Reden(REGEL_XML, None, line, None, melding, remedie)
