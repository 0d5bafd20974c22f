"""What must hold for any bytes whatever: the targets of the fuzzer, and of the replay of what it found.

Each target takes bytes and raises :class:`EisGeschondenError` when one of our promises is broken; any other exception is
a broken promise too, since nothing that reads a message may raise for its content.
"""

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import date
from types import ModuleType
from unittest import mock

from integrations.ggk.envelop import Envelop, read_envelop
from integrations.ijw import COLUMNS, GelezenBericht, bundel, lezen, ontleden, read_bericht
from integrations.ijw.bericht import REGEL_SCHEMA, REGEL_TYPE, REGEL_XML, Reden
from integrations.ijw.bundel import Lid, explain_bundel, unpack_bundel
from integrations.pseudonym import passes_elfproef

KANARIE = "Kanarievogel"
"""A word the mutator puts where names stand; it may come back in no reason."""
MAX_REDENEN, MAX_TEKST = 101, 600
REGELS = {REGEL_XML, REGEL_SCHEMA, REGEL_TYPE}
VORMEN = {"gemeente_code": r"[0-9]{4}", "aanbieder_agb_code": r"[0-9]{8}", "bsn": r"[0-9]{9}"}
CENT, NUMMER = 999_999_999_999, 999_999_999


class EisGeschondenError(AssertionError):
    """A promise that did not hold; the first argument names it, for telling findings apart."""


def eis(holds: object, naam: str, detail: object = "") -> None:
    """Raises EisGeschondenError under ``naam`` unless ``holds``."""
    if not holds:
        raise EisGeschondenError(naam, detail)


def check_lezen(inhoud: bytes) -> None:
    """Reading: never raises, one of three verdicts, reasons fit to show, rows fit to store, the same every time."""
    gelezen = read_bericht(inhoud)
    check_gelezen(gelezen)
    eis(read_bericht(inhoud) == gelezen, "twee keer lezen geeft hetzelfde")


def check_gelezen(gelezen: GelezenBericht) -> None:
    """What any outcome of reading promises."""
    eis(gelezen.oordeel in ("geldig", "ongeldig", "niet_ondersteund"), "oordeel is een van drie")
    check_redenen(gelezen.redenen)
    kop = () if gelezen.kop is None else astuple(gelezen.kop)
    for waarde in kop:
        eis(waarde is None or isinstance(waarde, date) or is_opslaanbaar(waarde), "kop past in de database")
    if gelezen.kop is not None and gelezen.kop.berichttype is not None:
        eis(re.fullmatch(r"[A-Z]{2,4}[0-9]{3}", gelezen.kop.berichttype), "berichttype past in de database")
    if gelezen.oordeel == "geldig":
        eis(not gelezen.redenen, "geldig is zonder redenen")
        eis(kop and None not in kop, "geldig heeft een volledige kop", kop)
        check_rijen(gelezen)
    else:
        eis(gelezen.redenen, "een weigering heeft een reden")
        eis(not gelezen.rijen, "een weigering heeft geen rijen")


def check_redenen(redenen: list[Reden]) -> None:
    """Reasons name a rule, a fault and a remedy, stay short, and hold nothing personal."""
    eis(len(redenen) <= MAX_REDENEN, "het aantal redenen is begrensd", len(redenen))
    for reden in redenen:
        eis(reden.regel in REGELS, "de reden noemt een regel", reden.regel)
        eis(len(reden.melding) > 15 and len(reden.remedie) > 15, "de reden heeft melding en remedie")
        eis(reden.regel_in_bestand is None or reden.regel_in_bestand >= 1, "de regel in het bestand is >= 1")
        tekst = "\n".join(filter(None, (reden.element, reden.waarde, reden.melding, reden.remedie)))
        eis(is_opslaanbaar(tekst), "de reden past in de database")
        eis(len(tekst) <= MAX_TEKST, "de reden is kort", len(tekst))
        eis(KANARIE.lower() not in tekst.lower(), "de reden noemt geen naam", reden)
        for cijfers in re.findall(r"(?=([0-9]{9}))", tekst):
            eis(not passes_elfproef(cijfers), "de reden noemt geen BSN", reden)


def check_rijen(gelezen: GelezenBericht) -> None:
    """Rows have the columns of their table, and values that the types of core take."""
    eis(gelezen.rijen, "geldig heeft rijen")
    for tabel, rijen in gelezen.rijen.items():
        kolommen = COLUMNS[tabel]
        for rij in rijen:
            eis(len(rij) == len(kolommen), "een rij heeft de kolommen van haar tabel", tabel)
            for kolom, waarde in zip(kolommen, rij, strict=True):
                eis(is_kolomwaarde(kolom, waarde), "een waarde past in haar kolom", (tabel, kolom))
        csv.writer(io.StringIO()).writerows(rijen)


def is_kolomwaarde(kolom: str, waarde: object) -> bool:
    """Whether core's column takes this value."""
    if isinstance(waarde, bool):
        return True
    if isinstance(waarde, int):
        return abs(waarde) <= (CENT if kolom.endswith("_cent") else NUMMER)
    if isinstance(waarde, list):
        return all(is_opslaanbaar(v) for v in waarde)
    if isinstance(waarde, str):
        return is_opslaanbaar(waarde) and re.fullmatch(VORMEN.get(kolom, r"(?s).*"), waarde) is not None
    return True


def is_opslaanbaar(tekst: str) -> bool:
    """Whether PostgreSQL can hold this as text and as JSON: UTF-8 without NUL."""
    try:
        json.dumps(tekst).encode()
        return "\0" not in tekst and bool(tekst.encode() or True)
    except UnicodeEncodeError:
        return False


def check_groot(inhoud: bytes) -> None:
    """A large file gets the verdict, the rows and the first reasons that a small one gets, by its other road."""
    gewoon = read_bericht(inhoud)
    keuze = sum(inhoud[-64:]) % 4
    with (
        changed(lezen, GROOT=-1),
        changed(ontleden, GROOT=-1, GENOEG_FOUTEN=(250, 3)[keuze % 2], _PIECE=(256, 16_384)[keuze // 2], _FINE_PIECE=97, _WINDOW=32 << 2 * keuze),
    ):  # fmt: skip
        groot = read_bericht(inhoud)
    eis(groot.oordeel == gewoon.oordeel, "groot en klein krijgen hetzelfde oordeel", (groot, gewoon))
    eis(groot.kop == gewoon.kop and groot.rijen == gewoon.rijen, "groot en klein geven dezelfde rijen")
    check_redenen(groot.redenen)
    if groot.redenen != gewoon.redenen:
        *eerste, rest = groot.redenen
        eis("niet verder gezocht" in rest.melding, "alleen wie stopt met zoeken geeft minder redenen", rest)
        if len(gewoon.redenen) < MAX_REDENEN:
            eis(set(eerste) <= set(gewoon.redenen), "wie stopt geeft geen andere redenen", (groot, gewoon))


def check_bundel(inhoud: bytes) -> None:
    """Unpacking: never raises, stays under its limits, and accounts for every member."""
    with changed(bundel, MAX_TOTAAL=300_000, MAX_BYTES=100_000, KLEIN=20_000, MAX_LEDEN=200):
        stukken = list(unpack_bundel(inhoud))
        redenen = explain_bundel(inhoud)
    leden = [stuk for stuk in stukken if isinstance(stuk, Lid)]
    fouten = [stuk for stuk in stukken if isinstance(stuk, Reden)]
    eis(sum(len(lid.inhoud) for lid in leden) <= 300_000, "de bundel blijft onder haar maat")
    eis(all(0 < len(lid.inhoud) <= 100_000 for lid in leden), "een lid blijft onder zijn maat")
    check_redenen(fouten)
    check_redenen(redenen)
    eis(redenen, "een bundel in landing heeft een reden")
    for lid in leden:
        delen = lid.naam.split("/")
        eis(0 < len(lid.naam) <= 200 and not {"", ".", ".."} & set(delen), "een naam is een naam", lid.naam)
        eis("\\" not in lid.naam and not re.match(r"[A-Za-z]:", lid.naam), "een naam is geen pad", lid.naam)
    if not any(fout.element == "Bundel" for fout in fouten):
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            verwacht = sum(not (i.filename.endswith("/") and i.file_size == 0) for i in archief.infolist())
        eis(len(stukken) == verwacht, "elk bestand in de bundel is verantwoord", (len(stukken), verwacht))


def check_envelop(inhoud: bytes) -> None:
    """Unwrapping: never raises, a message within its limit or a fault in Dutch that quotes nothing."""
    antwoord = read_envelop(inhoud)
    eis(read_envelop(inhoud) == antwoord, "twee keer uitpakken geeft hetzelfde")
    if isinstance(antwoord, Envelop):
        gegevens = antwoord.stuurgegevens
        for tekst in (
            antwoord.bestandsnaam,
            gegevens.referentienummer,
            gegevens.functie,
            gegevens.berichtcode,
        ):
            eis(is_opslaanbaar(tekst), "een veld van de envelop past in de database", tekst)
        eis(isinstance(antwoord.inhoud, bytes), "de envelop bevat een bericht")
    else:
        tekst = f"{antwoord.omschrijving} {antwoord.details}"
        eis(
            re.fullmatch(r"(StUF|IB)[0-9]{3}", antwoord.code),
            "een weigering heeft een foutcode",
            antwoord.code,
        )
        eis(antwoord.omschrijving and antwoord.details, "een weigering heeft een omschrijving en een remedie")
        eis(
            len(tekst) <= MAX_TEKST and KANARIE.lower() not in tekst.lower(),
            "een weigering citeert niets",
            tekst,
        )
        eis(
            not any(map(passes_elfproef, re.findall(r"(?=([0-9]{9}))", tekst))),
            "een weigering noemt geen BSN",
            tekst,
        )


def check_op_tijd(check: Callable[[bytes], None], inhoud: bytes) -> None:
    """``check``, and its time stays in proportion to the size: for the fuzzer, since the suite promises no seconds."""
    started = time.process_time()
    check(inhoud)
    seconds = time.process_time() - started
    # generous: many times what the slowest honest input of this size costs
    eis(seconds < 4.0 + len(inhoud) * 40e-6, "tijd blijft evenredig met de grootte", (seconds, len(inhoud)))


@contextmanager
def changed(module: ModuleType, **waarden: int) -> Iterator[None]:
    """``module`` with other limits, so that small inputs reach them."""
    with mock.patch.multiple(module, **waarden):
        yield


DOELEN: dict[str, Callable[[bytes], None]] = {
    "lezen": check_lezen,
    "groot": check_groot,
    "bundel": check_bundel,
    "envelop": check_envelop,
}
