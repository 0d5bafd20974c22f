"""Bundles: every member comes out or gets a reason, and no bundle costs more than its limits."""

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from unittest import mock

import pytest

from integrations.ijw import bundel, read_bericht
from integrations.ijw.bericht import Reden
from integrations.ijw.bundel import Lid, clean_naam, explain_bundel, is_bundel, unpack_bundel
from tests.fuzz.eisen import check_redenen

MiB = 1024 * 1024


def make(leden: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, attr: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archief:
        for naam, inhoud in leden.items():
            info = zipfile.ZipInfo(naam)
            info.compress_type, info.external_attr = method, attr
            archief.writestr(info, inhoud)
    return stream.getvalue()


def patched(inhoud: bytes, magic: bytes, place: int, vorm: str, waarde: int) -> bytes:
    """With one field of every header of this kind replaced."""
    at = inhoud.find(magic)
    uit = bytearray(inhoud)
    while at >= 0:
        struct.pack_into(vorm, uit, at + place, waarde)
        at = inhoud.find(magic, at + 4)
    return bytes(uit)


def overlapping() -> bytes:
    """Two names for the same stretch of the file, as the zip bombs that need no nesting have."""
    inhoud = make({"a.xml": b"x" * 1000, "b.xml": b"y" * 10})
    einde = inhoud.index(b"PK\x05\x06")
    tweede = inhoud.index(b"PK\x01\x02", inhoud.index(b"PK\x01\x02") + 4)
    eerste = inhoud.index(b"PK\x01\x02")
    assert einde - tweede == tweede - eerste
    return inhoud[:tweede] + inhoud[eerste:tweede].replace(b"a.xml", b"b.xml") + inhoud[einde:]


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
EEN = {"a.xml": b"<a/>"}
BEZWAREN: list[tuple[str, Callable[[], bytes], str]] = [
    ("leeg", lambda: make({}), "De bundel is leeg"),
    ("afgekapt", lambda: make(EEN)[:-30], "beschadigd of niet compleet"),
    ("alleen een begin", lambda: b"PK\x03\x04" + b"\0" * 100, "beschadigd of niet compleet"),
    ("leeg bestand", lambda: make({"a.xml": b""}), "is leeg"),
    ("bom", lambda: make({"a.xml": b"\0" * 24 * MiB}), "zipbom"),
    ("te groot lid", lambda: make({"a.xml": bytes(26 * MiB)}, zipfile.ZIP_STORED), "groter dan 25 MB"),
    ("over elkaar", overlapping, "over elkaar heen"),
    ("genest", lambda: make({"b.zip": make(EEN)}), "bundel in een bundel"),
    ("versleuteld", lambda: patched(patched(make(EEN), LOCAL, 6, "<H", 1), CENTRAL, 8, "<H", 1), "versleuteld"),
    ("lzma", lambda: make(EEN, zipfile.ZIP_LZMA), "methode"),
    ("onbekende methode", lambda: patched(patched(make(EEN), LOCAL, 8, "<H", 99), CENTRAL, 10, "<H", 99), "methode"),
    ("symlink", lambda: make({"a.xml": b"/etc/passwd"}, attr=(stat.S_IFLNK | 0o777) << 16), "symlink"),
    ("liegt: kleiner", lambda: patched(make({"a.xml": b"x" * 500}), CENTRAL, 24, "<I", 10), "controlegetal"),
    ("liegt: groter", lambda: patched(make({"a.xml": b"x" * 500}), CENTRAL, 24, "<I", 900), "maat"),
    ("liegt: controlegetal", lambda: patched(make(EEN), CENTRAL, 16, "<I", 7), "controlegetal"),
    ("liegt: plaats", lambda: patched(make(EEN), CENTRAL, 42, "<I", 7), "beschadigd of niet compleet"),
    ("office-document", lambda: make({"[Content_Types].xml": b"<a/>", "xl/a.xml": b"<a/>"}), "document"),
]  # fmt: skip


@pytest.mark.parametrize(("maak", "woorden"), [b[1:] for b in BEZWAREN], ids=[b[0] for b in BEZWAREN])
def test_what_cannot_be_used_gets_a_reason(maak: Callable[[], bytes], woorden: str) -> None:
    inhoud = maak()
    assert is_bundel(inhoud)
    stukken = list(unpack_bundel(inhoud))
    assert [stuk.melding for stuk in stukken if isinstance(stuk, Reden) and woorden in stuk.melding], stukken
    assert not [stuk for stuk in stukken if isinstance(stuk, Lid)]
    gelezen = read_bericht(inhoud)
    assert (gelezen.oordeel, gelezen.redenen) == ("ongeldig", stukken)
    check_redenen(gelezen.redenen)


def test_the_other_members_come_out() -> None:
    leden = {"a.xml": b"<a/>", "leeg.xml": b"", "map/": b"", "map/b.xml": b"<b/>"}
    stukken = list(unpack_bundel(make(leden)))
    assert [s for s in stukken if isinstance(s, Lid)] == [Lid("a.xml", b"<a/>"), Lid("map/b.xml", b"<b/>")]
    assert [s.element for s in stukken if isinstance(s, Reden)] == ["Bestand 2"]


def test_members_of_one_name_all_come_out() -> None:
    inhoud = make({"a.xml": b"<een/>", "b.xml": b"<twee/>"}).replace(b"b.xml", b"a.xml")
    assert list(unpack_bundel(inhoud)) == [Lid("a.xml", b"<een/>"), Lid("a.xml", b"<twee/>")]


def test_bytes_that_no_member_covers_are_reported() -> None:
    een, twee = make({"a.xml": b"<a/>" * 20}), make({"b.xml": b"<b/>" * 20}, zipfile.ZIP_STORED)
    verborgen = twee[: twee.index(CENTRAL)]  # a member that the table of contents does not name
    at = een.index(CENTRAL)
    inhoud = een[:at] + verborgen + een[at:-6] + struct.pack("<I", at + len(verborgen)) + een[-2:]
    lid, reden = unpack_bundel(inhoud)
    assert isinstance(lid, Lid)
    assert isinstance(reden, Reden)
    assert "geen enkel bestand" in reden.melding


@pytest.mark.parametrize(
    ("naam", "schoon"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\export\\a.xml", "export/a.xml"),
        ("\\\\server\\deel\\a.xml", "server/deel/a.xml"),
        ("C:C:a.xml", "a.xml"),
        ("./D:/a.xml", "a.xml"),
        ("..", "naamloos"),
        ("a" * 500 + ".xml", "a" * 196 + ".xml"),
    ],
)
def test_a_name_is_a_label_and_no_path(naam: str, schoon: str) -> None:
    assert clean_naam(naam) == schoon
    (lid,) = unpack_bundel(make({naam: b"<a/>"}))
    assert isinstance(lid, Lid)
    assert lid.naam == schoon


def test_a_bundle_stops_at_its_limits() -> None:
    leden = {f"{i}.xml": bytes([i]) * 50_000 for i in range(20)}
    with mock.patch.object(bundel, "MAX_TOTAAL", 500_000):
        *stukken, laatste = unpack_bundel(make(leden, zipfile.ZIP_STORED))
    assert sum(len(s.inhoud) for s in stukken if isinstance(s, Lid)) == 500_000
    assert isinstance(laatste, Reden)
    assert "vanaf bestand 11" in laatste.melding
    with mock.patch.object(bundel, "MAX_TOTAAL", 500_000), mock.patch.object(bundel, "MAX_BYTES", 40_000):
        *stukken, laatste = unpack_bundel(make(leden, zipfile.ZIP_STORED))  # what is refused counts as well
    assert isinstance(laatste, Reden)
    assert "vanaf bestand" in laatste.melding
    assert len(stukken) == 10
    with mock.patch.object(bundel, "MAX_LEDEN", 19):
        (reden,) = unpack_bundel(make(leden))
    assert isinstance(reden, Reden)
    assert "meer dan 19 bestanden" in reden.melding


def test_a_bomb_is_never_in_memory() -> None:
    bom = make({f"{i}.xml": b"\0" * 20 * MiB for i in range(3)})
    tracemalloc.start()
    stukken = list(unpack_bundel(bom))
    _, piek = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [isinstance(s, Reden) for s in stukken] == [True] * 3
    assert piek < 6 * MiB


def test_a_bundle_that_was_not_unpacked_says_how_it_will_be() -> None:
    (reden,) = read_bericht(make(EEN)).redenen
    assert "niet is uitgepakt" in reden.melding
    assert "jeugdkoppel receive" in reden.remedie


def test_many_useless_members_are_counted_and_not_all_listed() -> None:
    redenen = explain_bundel(make({f"{i}.xml": b"" for i in range(150)}))
    assert len(redenen) == 101
    assert redenen[-1].melding.startswith("Nog 50 ")
