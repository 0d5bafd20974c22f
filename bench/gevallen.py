"""Files that a hostile or broken sender may send, made from a valid message, in any size; and what the answer must say.

Used small by the tests and large by ``python -m bench vijandig``.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import NamedTuple

from bench.berichten import make_declaratie

MiB = 1024 * 1024
GROOT = 24 * MiB
NS = "http://www.istandaarden.nl/ijw/3_2"
KOP = f'<?xml version="1.0" encoding="UTF-8"?>\n<j:Bericht xmlns:ijw="{NS}/basisschema/schema" xmlns:j="{NS}/jw323/schema"'


class Geval(NamedTuple):
    """A case: how to make it in about ``omvang`` bytes, the verdict, and words that its first reason holds.

    ``groot`` are the words when the file is too large for the answer that a small one gets.
    """

    naam: str
    maak: Callable[[int], bytes]
    oordeel: str
    woorden: str
    groot: str | None = None


@cache
def declaratie(omvang: int) -> bytes:
    """A valid JW323 of at most ``omvang`` bytes."""
    return make_declaratie(1, max(1, omvang // 720))


def herhaald(stuk: str, omvang: int, voor: str = ">", na: str = "</j:Bericht>") -> bytes:
    """A JW323 root with ``stuk`` as often as fits; ``{i}`` in it counts."""
    aantal = max(1, omvang // len(stuk.replace("{i}", "1000000")))
    midden = "".join(stuk.replace("{i}", str(i)) for i in range(aantal))
    return f"{KOP}{voor}{midden}{na}".encode()


def in_dtd(omvang: int, dtd: str, verwijzing: str = "R") -> bytes:
    """A declaration with ``dtd`` before its root, and ``verwijzing`` where its references begin."""
    voor, _, na = declaratie(omvang).partition(b"\n")
    return voor + f"\n<!DOCTYPE b {dtd}>".encode() + na.replace(b">R1-", f">{verwijzing}".encode(), 1)


def lachers(omvang: int) -> bytes:
    """Entities that multiply by ten, twelve times over."""
    lagen = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 13))
    return in_dtd(omvang, f'[<!ENTITY e0 "lachers">{lagen}]', "&e12;")


def in_codering(omvang: int, codering: str, genoemd: str) -> bytes:
    """A declaration written in one encoding that says it is in another."""
    tekst = declaratie(omvang).decode().replace("UTF-8", genoemd, 1)
    return tekst.replace(">R1-", ">é-", 1).encode(codering)


def in_naamruimte(omvang: int, naamruimte: str) -> bytes:
    """A declaration in another namespace."""
    return declaratie(omvang).replace(f"{NS}/jw323/schema".encode(), naamruimte.encode())


def met_waarde(omvang: int, waarde: str) -> bytes:
    """A declaration with this number of the declaration."""
    return declaratie(20_000).replace(
        b"DeclaratieNummer>DN1<", f"DeclaratieNummer>{waarde * omvang}<".encode()
    )


def leeggemaakt(omvang: int) -> bytes:
    """A declaration without any number, in one client."""
    flat = re.sub(
        rb"</\w+:Prestaties></\w+:Client>\s*<\w+:Client><\w+:Bsn>[0-9]+</\w+:Bsn><\w+:Prestaties>",
        b"",
        declaratie(omvang),
    )
    return re.sub(rb">[0-9]+<", b"><", flat)


GEVALLEN: tuple[Geval, ...] = (
    Geval("geldig bericht, ter vergelijking", declaratie, "geldig", ""),
    Geval("interne entiteit", lambda n: in_dtd(n, '[<!ENTITY e "x">]', "&e;"), "ongeldig", "DTD"),
    Geval("externe entiteit (bestand)", lambda n: in_dtd(n, '[<!ENTITY e SYSTEM "file:///etc/passwd">]', "&e;"), "ongeldig", "DTD"),
    Geval("externe DTD (netwerk)", lambda n: in_dtd(n, 'SYSTEM "http://127.0.0.1:9/x.dtd"'), "ongeldig", "DTD"),
    Geval("parameterentiteit", lambda n: in_dtd(n, '[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'), "ongeldig", "DTD"),
    Geval("miljard lachers", lachers, "ongeldig", "DTD"),
    Geval("kwadratische entiteit", lambda n: in_dtd(20_000, f'[<!ENTITY e "{"x" * (n // 2)}">]', "&e;" * (n // 8)), "ongeldig", "DTD"),
    Geval("DTD in UTF-16", lambda n: in_dtd(n // 2, '[<!ENTITY e "x">]', "&e;").replace(b"UTF-8", b"UTF-16", 1).decode().encode("utf-16"), "ongeldig", "DTD"),
    Geval("onbekende verwijzing", lambda n: met_waarde(n // 3, "&x;"), "ongeldig", "verwijzing"),
    Geval("XInclude", lambda n: herhaald('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>', n), "ongeldig", "element dat daar niet hoort"),
    Geval("verwerkingsinstructies", lambda n: declaratie(20_000) + b"<?doe iets?>" * (n // 12), "geldig", ""),
    Geval("commentaar", lambda n: declaratie(20_000) + b"<!-- x -->" * (n // 10), "geldig", ""),
    Geval("diepe nesting", lambda n: f"{KOP}>".encode() + b"<j:Header>" * (n // 10), "ongeldig", "te veel lagen", "elementen"),
    Geval("even onder de grens diep, heel vaak", lambda n: herhaald("<j:Header>" * 200 + "</j:Header>" * 200, n), "ongeldig", "Header staat in Header"),
    Geval("alleen maar begintekens", lambda n: b"<" * n, "ongeldig", "midden in het bericht", "elementen"),
    Geval("heel veel lege elementen", lambda n: herhaald("<a/>", n), "ongeldig", "element dat daar niet hoort", "elementen"),
    Geval("heel veel attributen", lambda n: herhaald(' a{i}=""', n, "", "/>"), "ongeldig", "attribuut", "te lange waarde"),
    Geval("hetzelfde attribuut heel vaak", lambda n: herhaald(' a=""', n, "", "/>"), "ongeldig", "goed gevormde", "te lange waarde"),
    Geval("heel veel naamruimten", lambda n: herhaald(' xmlns:a{i}="u"', n, "", "/>"), "ongeldig", "Header", "te lange waarde"),
    Geval("waarde van megabytes", lambda n: met_waarde(min(n, 9 * MiB), "9"), "ongeldig", "hoogstens"),
    Geval("waarde boven de grens van de lezer", lambda n: met_waarde(11 * MiB, "9"), "ongeldig", "te lange waarde"),
    Geval("waarde in miljoenen stukjes", lambda n: met_waarde(n // 5, "&#57;"), "ongeldig", "hoogstens"),
    Geval("attribuut van megabytes", lambda n: f'{KOP} a="{"x" * min(n, 9 * MiB)}"/>'.encode(), "ongeldig", "attribuut"),
    Geval("elke waarde fout", leeggemaakt, "ongeldig", "BerichtCode is leeg"),
    Geval("tekst tussen alle elementen", lambda n: declaratie(n).replace(b"Eenheid><", b"Eenheid>x<"), "ongeldig", "tekst buiten zijn elementen"),
    Geval("naamruimte zonder eind", lambda n: in_naamruimte(20_000, f"{NS}{'_3' * (min(n, 8 * MiB) // 2)}/jw323/schema"), "niet_ondersteund", "naamruimte"),
    Geval("type in andere cijfers", lambda n: in_naamruimte(n, "http://www.istandaarden.nl/ijw/3_2/jw٣٢٣/schema"), "ongeldig", "goed gevormde"),
    Geval("andere naamruimte", lambda n: in_naamruimte(n, "urn:elders"), "niet_ondersteund", "naamruimte"),
    Geval("release 2.2", lambda n: in_naamruimte(n, "http://www.istandaarden.nl/ijw/2_2/jw323/schema"), "niet_ondersteund", "release 2.2"),
    Geval("release 3.0", lambda n: in_naamruimte(n, "http://www.istandaarden.nl/ijw/3_0/jw323/schema"), "niet_ondersteund", "release 3.0"),
    Geval("release 3.1", lambda n: in_naamruimte(n, "http://www.istandaarden.nl/ijw/3_1/jw323/schema"), "niet_ondersteund", "release 3.1"),
    Geval("iWmo-bericht", lambda n: in_naamruimte(n, "http://www.istandaarden.nl/iwmo/3_2/wmo323/schema"), "niet_ondersteund", "iWmo"),
    Geval("leeg bestand", lambda n: b"", "ongeldig", "leeg"),
    Geval("alleen spaties", lambda n: b" " * n, "ongeldig", "leeg"),
    Geval("alleen NUL", lambda n: b"\0" * n, "ongeldig", "geen XML"),
    Geval("NUL in een waarde", lambda n: declaratie(n).replace(b"DN1<", b"D\0N<"), "ongeldig", "NUL"),
    Geval("willekeurige bytes", lambda n: bytes(islice(iter((i * 37 + i // 7) % 256 for i in range(1, n + 1)), n)), "ongeldig", "geen XML"),
    Geval("PDF", lambda n: b"%PDF-1.7\n" + b"x" * n, "ongeldig", "geen XML"),
    Geval("gzip", lambda n: b"\x1f\x8b\x08" + b"\0" * n, "ongeldig", "gzip"),
    Geval("afgekapt", lambda n: declaratie(n)[: n // 2], "ongeldig", "midden in het bericht"),
    Geval("twee berichten achter elkaar", lambda n: declaratie(n // 2) * 2, "ongeldig", "al afgelopen"),
    Geval("Latin-1, zegt UTF-8", lambda n: in_codering(n, "latin-1", "UTF-8"), "ongeldig", "tekenset UTF-8"),
    Geval("UTF-8, zegt UTF-16", lambda n: in_codering(n, "utf-8", "UTF-16"), "ongeldig", "tekenset UTF-16"),
    Geval("UTF-16, naar waarheid", lambda n: in_codering(n // 2, "utf-16", "UTF-16"), "geldig", ""),
    Geval("UTF-16, zegt UTF-8", lambda n: in_codering(n // 2, "utf-16", "UTF-8"), "geldig", ""),
    Geval("UTF-32, naar waarheid", lambda n: in_codering(n // 4, "utf-32", "UTF-32"), "geldig", ""),
    Geval("UTF-7, zegt UTF-8", lambda n: in_codering(n, "utf-7", "UTF-8"), "geldig", ""),
    Geval("EBCDIC", lambda n: in_codering(n, "cp037", "IBM037"), "ongeldig", "tekenset"),
    Geval("BOM twee keer", lambda n: b"\xef\xbb\xbf" * 2 + declaratie(n), "ongeldig", "geen XML"),
)  # fmt: skip
