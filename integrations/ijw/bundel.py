"""A bundle: a zip file with messages in it. Its members one by one, and a reason for each that cannot be used.

A bundle is hostile until shown otherwise. Nothing is written to disk and no name in it is used as a path; sizes in
its headers are not believed: members are inflated in pieces under limits on the member, the whole and the ratio.
Only stored and deflated members are read, since the other methods may ask for gigabytes before they give a byte.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from integrations.ijw.bericht import REGEL_XML, Reden
from integrations.ijw.xmlfouten import MAX_BYTES

MAX_LEDEN = 10_000
MAX_TOTAAL = 512 * 1024 * 1024
MAX_VERHOUDING = 200
"""Times its packed size that a member may grow; messages grow ten to forty times."""
KLEIN = 1024 * 1024
"""Below this a member may have any ratio: a short text of one repeated line is no bomb."""
MAX_REDENEN = 100
MAX_NAAM = 200

_PIECE = 64 * 1024
MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER, _LOCAL_SIZE = b"PK\x03\x04", 30
_DESCRIPTOR_SIZE = 24  # at most so many bytes may stand between two members
_ENCRYPTED = 0x1 | 0x40
_DOCUMENT = re.compile(r"\[Content_Types\]\.xml|mimetype|META-INF/.*")
_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
_OPNIEUW = "Vraag de afzender de bundel opnieuw te maken en te versturen"


@dataclass(frozen=True, slots=True)
class Lid:
    """A member that can be received: its name, for people only, and its bytes."""

    naam: str
    inhoud: bytes


@dataclass(slots=True)
class _Ruimte:
    """How many bytes the bundle may still grow, whether what grew is used or not."""

    rest: int


def is_bundel(inhoud: bytes) -> bool:
    """Whether these bytes begin as a zip file does; the name says nothing."""
    return inhoud[:4] in MAGIC


def unpack_bundel(inhoud: bytes) -> Iterator[Lid | Reden]:
    """The members in the order of the bundle, one in memory at a time; a Reden for each that cannot be used.

    Never raises for what is in the bundle. What breaks the bundle as a whole is one Reden, and ends it.
    """
    if inhoud.count(_DIRECTORY_ENTRY) > MAX_LEDEN:
        yield _reden(
            f"De bundel bevat meer dan {MAX_LEDEN} bestanden en wordt niet uitgepakt.",
            "Laat de afzender de berichten over meer bundels verdelen.",
        )
        return
    try:
        with zipfile.ZipFile(BytesIO(inhoud)) as archief:
            bezwaar = _refuse_whole(inhoud, archief)
            if bezwaar is not None:
                yield bezwaar
                return
            yield from _unpack_leden(archief)
            if _has_gaps(inhoud, archief):
                yield _reden(
                    "De bundel bevat gegevens die bij geen enkel bestand in de inhoudsopgave horen.",
                    f"{_OPNIEUW}; daarin kan een bericht zitten dat niet is ontvangen.",
                )
    except _ERRORS:
        yield _reden(
            "De bundel is beschadigd of niet compleet: de inhoudsopgave van het zip-bestand is niet te lezen.",
            f"{_OPNIEUW}; waarschijnlijk is hij niet volledig overgekomen.",
        )


def explain_bundel(inhoud: bytes) -> list[Reden]:
    """Why a bundle is in landing itself, beside the messages that did come out of it."""
    redenen: list[Reden] = []
    totaal = 0
    for stuk in unpack_bundel(inhoud):
        if isinstance(stuk, Reden):
            totaal += 1
            redenen += [stuk] if totaal <= MAX_REDENEN else []
    if totaal > MAX_REDENEN:
        rest = f"Nog {totaal - MAX_REDENEN} andere bestanden in de bundel zijn niet bruikbaar."
        redenen.append(_reden(rest, f"{_OPNIEUW}, zonder de bestanden die hierboven staan."))
    return redenen or [
        _reden(
            "Dit is een bundel (zip) met bruikbare bestanden, die langs deze weg niet is uitgepakt.",
            "Leg de bundel in de inbox of geef hem aan `jeugdkoppel receive`; dan wordt elk bericht los ontvangen.",
        )
    ]


def _unpack_leden(archief: zipfile.ZipFile) -> Iterator[Lid | Reden]:
    ruimte = _Ruimte(MAX_TOTAAL)
    for nummer, info in enumerate(archief.infolist(), start=1):
        if info.filename.endswith("/") and info.file_size == 0:
            continue
        stuk = _read_lid(archief, info, nummer, ruimte)
        yield stuk
        if isinstance(stuk, Reden) and stuk.element == "Bundel":
            return


def _read_lid(archief: zipfile.ZipFile, info: zipfile.ZipInfo, nummer: int, ruimte: _Ruimte) -> Lid | Reden:
    """One member, or why not."""
    wie = f"Bestand {nummer} in de bundel"
    if info.flag_bits & _ENCRYPTED:
        return _reden(
            f"{wie} is versleuteld.", f"{_OPNIEUW} zonder wachtwoord; het transport is al beveiligd.", nummer
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _reden(
            f"{wie} is ingepakt met een methode die hier niet wordt gelezen ({info.compress_type}).",
            f"{_OPNIEUW} als gewone zip (deflate).",
            nummer,
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return _reden(
            f"{wie} is een verwijzing naar een ander bestand (symlink), geen bericht.",
            f"{_OPNIEUW} met het bestand zelf erin.",
            nummer,
        )
    try:
        inhoud = _inflate(archief, info, nummer, ruimte)
    except _ERRORS:
        return _reden(
            f"{wie} is beschadigd: het controlegetal of de maat klopt niet met de inhoud.",
            f"{_OPNIEUW}; de andere berichten eruit zijn wel ontvangen.",
            nummer,
        )
    if isinstance(inhoud, Reden):
        return inhoud
    if not inhoud:
        return _reden(f"{wie} is leeg.", f"{_OPNIEUW} met de inhoud van dat bericht.", nummer)
    if is_bundel(inhoud):
        return _reden(
            f"{wie} is zelf weer een bundel; een bundel in een bundel wordt niet uitgepakt.",
            "Laat de afzender die bundel los versturen.",
            nummer,
        )
    return Lid(clean_naam(info.filename), inhoud)


def _inflate(archief: zipfile.ZipFile, info: zipfile.ZipInfo, nummer: int, ruimte: _Ruimte) -> bytes | Reden:
    """The bytes of a member, or the limit it passes; never more than one piece beyond a limit is held."""
    stukken = []
    grootte = 0
    with archief.open(info) as stroom:
        while stuk := stroom.read(_PIECE):
            grootte += len(stuk)
            ruimte.rest -= len(stuk)
            if ruimte.rest < 0:
                return _reden(
                    f"De bundel is uitgepakt groter dan {MAX_TOTAAL // KLEIN} MB; vanaf bestand {nummer} is hij niet "
                    "ontvangen.",
                    "Laat de afzender de berichten over meer bundels verdelen.",
                )
            if grootte > KLEIN and grootte > MAX_VERHOUDING * info.compress_size:
                return _reden(
                    f"Bestand {nummer} in de bundel wordt bij het uitpakken meer dan {MAX_VERHOUDING} keer zo groot; "
                    "zo ziet een zipbom eruit.",
                    "Vraag de afzender wat dit is; een echt bericht kan los, niet ingepakt, worden aangeleverd.",
                    nummer,
                )
            if grootte > MAX_BYTES:
                return _reden(
                    f"Bestand {nummer} in de bundel is uitgepakt groter dan {MAX_BYTES // KLEIN} MB.",
                    "Laat de afzender dit bericht in kleinere berichten verdelen.",
                    nummer,
                )
            stukken.append(stuk)
    if grootte != info.file_size:
        raise zipfile.BadZipFile
    return b"".join(stukken)


def _refuse_whole(inhoud: bytes, archief: zipfile.ZipFile) -> Reden | None:
    """What keeps a bundle from being opened at all: nothing in it, an office document, members over each other."""
    infos = archief.infolist()
    if not infos:
        return _reden("De bundel is leeg.", f"{_OPNIEUW} met de berichten erin.")
    if any(_DOCUMENT.fullmatch(info.filename) for info in infos):
        return _reden(
            "Dit is een document (zoals van Word of Excel) of een programma, geen bundel met berichten.",
            "Lever alleen de XML-bestanden van iJw-berichten aan, los of in een zip.",
        )
    einde = 0
    for begin, eind in _places(inhoud, infos):
        if begin < einde:
            return _reden(
                "In de bundel liggen bestanden over elkaar heen; zo ziet een zipbom eruit.",
                f"{_OPNIEUW} met een gewoon zip-programma.",
            )
        einde = eind
    return None


def _has_gaps(inhoud: bytes, archief: zipfile.ZipFile) -> bool:
    """Whether there are bytes before the table of contents that no member in it covers."""
    einde = 0
    for begin, eind in [*_places(inhoud, archief.infolist()), (archief.start_dir, 0)]:
        if begin - einde > _DESCRIPTOR_SIZE:
            return True
        einde = eind
    return False


def _places(inhoud: bytes, infos: list[zipfile.ZipInfo]) -> list[tuple[int, int]]:
    """Begin and end of each member with its local header, in the order of the file.

    Raises:
        BadZipFile: there is no member where the table of contents says so.
    """
    places = []
    for begin, packed in sorted((info.header_offset, info.compress_size) for info in infos):
        kop = inhoud[begin : begin + _LOCAL_SIZE] if begin >= 0 else b""
        if len(kop) < _LOCAL_SIZE or not kop.startswith(_LOCAL_HEADER):
            raise zipfile.BadZipFile
        naam, extra = struct.unpack("<HH", kop[26:30])
        places.append((begin, begin + _LOCAL_SIZE + naam + extra + packed))
    return places


def clean_naam(naam: str) -> str:
    """The name of a member as a label: no drive, no way up, no empty parts, and not without end."""
    delen = (re.sub(r"^([A-Za-z]:)+", "", deel) for deel in re.split(r"[/\\]+", naam))
    return "/".join(deel for deel in delen if deel not in ("", ".", ".."))[-MAX_NAAM:] or "naamloos"


def _reden(melding: str, remedie: str, nummer: int | None = None) -> Reden:
    return Reden(REGEL_XML, "Bundel" if nummer is None else f"Bestand {nummer}", None, None, melding, remedie)
