"""Read a message: bytes in, verdict and rows out.

Secure by construction: no DTD, no entities, no network, no more than 25 MB (``ontleden``). The schema files judge; what
they refuse is explained in Dutch by ``redenen``. Nothing here raises for the content of a message: bad data is a verdict.
"""

from pathlib import Path

from lxml import etree

from integrations.ijw.bericht import Beoordelaar, GelezenBericht, Reden
from integrations.ijw.bundel import explain_bundel, is_bundel
from integrations.ijw.kop import read_kop
from integrations.ijw.ontleden import (
    GROOT,
    MAX_ELEMENTEN,
    find_fouten,
    has_more_elementen,
    is_streamable,
    parse,
    parse_valid,
    peek_namespace,
)
from integrations.ijw.redenen import explain_schema, explain_unreadable
from integrations.ijw.registry import BERICHTTYPEN, Herkomst, explain_unsupported, identify
from integrations.ijw.schema import load_model, load_schema
from integrations.ijw.velden import Node
from integrations.ijw.xmlfouten import MAX_BYTES as MAX_BYTES
from integrations.ijw.xmlfouten import explain_dtd, explain_syntax, explain_too_large, explain_too_many

MAX_NAAMRUIMTE = 200


def read_bericht(
    inhoud: bytes, xsd: Path | None = None, beoordeel: Beoordelaar | None = None
) -> GelezenBericht:
    """Judge ``inhoud`` and, when it is a valid message of a supported type, read its rows.

    Args:
        inhoud: the file as it arrived.
        xsd: the folder with the standard's own schema files, which then judge; None for ours.
        beoordeel: judges a valid message further; what it finds goes into ``vondsten`` and changes no verdict.

    Returns:
        ``geldig`` with the rows of each core table (see ``COLUMNS``); ``ongeldig`` with one reason per fault, in the
        order of the file; ``niet_ondersteund`` with the reason why the message is kept but not processed.

    Raises:
        ConfigurationError: a file in ``xsd`` is absent or broken; ``check_xsd`` says so beforehand.
    """
    if is_bundel(inhoud):
        return GelezenBericht("ongeldig", None, explain_bundel(inhoud))
    if len(inhoud) > MAX_BYTES:
        return refuse_too_large(len(inhoud))
    bericht: Node | None = None
    begin: bytes | None = None
    if len(inhoud) > GROOT:
        if has_more_elementen(inhoud, MAX_ELEMENTEN):
            return _refuse(explain_too_many(MAX_ELEMENTEN))
        herkomst = _identify(peek_namespace(inhoud))
        if herkomst is not None and herkomst.is_ondersteund and is_streamable(inhoud):
            bericht, begin = parse_valid(inhoud, load_schema(herkomst.berichttype, xsd))
    is_getoetst = bericht is not None
    try:
        bericht = parse(inhoud) if bericht is None else bericht
    except etree.XMLSyntaxError as err:
        return _refuse(explain_syntax(err, inhoud))
    if bericht.getroottree().docinfo.internalDTD is not None:
        return _refuse(explain_dtd())

    namespace = etree.QName(bericht).namespace or ""
    herkomst = _identify(namespace)
    kop = read_kop(bericht, herkomst)
    if herkomst is None or not herkomst.is_ondersteund:
        return GelezenBericht("niet_ondersteund", kop, [explain_unsupported(herkomst, namespace)])

    schema, model = load_schema(herkomst.berichttype, xsd), load_model(herkomst.berichttype, xsd)
    fouten = None if is_getoetst else find_fouten(bericht, inhoud, begin, schema)
    if fouten is not None:
        redenen = explain_schema(fouten.meldingen, bericht, model, fouten.is_afgebroken)
        return GelezenBericht("ongeldig", kop, redenen)
    try:
        if kop.dagtekening is not None:
            rijen = BERICHTTYPEN[herkomst.berichttype].read_rijen(bericht, kop)
            vondsten = beoordeel(herkomst.berichttype, bericht) if beoordeel else []
            return GelezenBericht("geldig", kop, [], rijen, vondsten)
    except ValueError:
        pass
    return GelezenBericht("ongeldig", kop, explain_unreadable(bericht, model))


def _identify(namespace: str) -> Herkomst | None:
    """As ``identify``, for a text of any length and script: the database holds the type as plain letters and digits."""
    return identify(namespace) if len(namespace) <= MAX_NAAMRUIMTE and namespace.isascii() else None


def refuse_too_large(grootte_bytes: int) -> GelezenBericht:
    """The verdict on a file of more than ``MAX_BYTES``, which nobody has to read for it."""
    return _refuse(explain_too_large(grootte_bytes, MAX_BYTES))


def _refuse(reden: Reden) -> GelezenBericht:
    return GelezenBericht("ongeldig", None, [reden])
