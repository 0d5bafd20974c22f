"""Zip files to fuzz with: honest and dishonest ones, and changes to the fields that headers lie with."""

import random
import re
import struct
import zipfile
import zlib
from io import BytesIO

Chance = random.Random
NAMEN = (
    "a.xml", "b.xml", "map/c.xml", "../../etc/passwd", "/etc/passwd", "C:\\x\\a.xml", "\\\\server\\a.xml", "a\0b.xml",
    "é\u202e.xml", "", ".", "..", "map/", "A" * 300, "999900006.xml", "a\nb.xml", "mimetype", "META-INF/x",
)  # fmt: skip
GETALLEN = (0, 1, 20, 30, 46, 100, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
METHODEN = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_BZIP2,
    zipfile.ZIP_LZMA,
)
# place in the header and size of: flags, method, crc, sizes, lengths, offset
LOCAL = ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2))
CENTRAL = ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (38, 4), (42, 4))
END = ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2))
FIELDS = {b"PK\x03\x04": LOCAL, b"PK\x01\x02": CENTRAL, b"PK\x05\x06": END}


def mutate_bundel(inhoud: bytes, max_size: int, seed: int) -> bytes | None:
    """A new bundle, or ``inhoud`` with some fields of its headers changed; None when it is better left alone."""
    chance = random.Random(seed)  # noqa: S311
    uit = make_bundel(chance) if chance.random() < 0.3 or not inhoud.startswith(b"PK") else inhoud
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        uit = change_field(uit, chance)
    if chance.random() < 0.1:
        plek = chance.randint(0, len(uit))
        uit = chance.choice((uit[:plek], uit + uit, uit[:plek] + b"\0" * 40 + uit[plek:], b"x" * 5 + uit))
    return uit if len(uit) <= max_size else None


def make_bundel(chance: Chance, depth: int = 0) -> bytes:
    """A zip file of up to six members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archief:
        archief.comment = b"PK\x05\x06" if chance.random() < 0.1 else b""
        for _ in range(chance.choice((0, 1, 2, 3, 6))):
            info = zipfile.ZipInfo(chance.choice(NAMEN))
            info.compress_type = chance.choice(METHODEN)
            info.external_attr = chance.choice((0, 0o100644 << 16, 0o120777 << 16, 0o040755 << 16))
            archief.writestr(info, make_inhoud(chance, depth))
    return stream.getvalue()


def make_inhoud(chance: Chance, depth: int) -> bytes:
    """Bytes of a member: nothing, text, what grows beyond a limit, or another bundle."""
    if depth == 0 and chance.random() < 0.1:
        return make_bundel(chance, depth=1)
    return chance.choice((b"", b"<a/>", b"x" * 500, b"\0" * 30_000, b"y" * 120_000, chance.randbytes(2_000)))


def change_field(inhoud: bytes, chance: Chance) -> bytes:
    """One field of one header with another number, or a member's data with another deflate stream."""
    heads = [(m.start(), FIELDS[m[0]]) for m in re.finditer(rb"PK(\x03\x04|\x01\x02|\x05\x06)", inhoud)]
    if not heads:
        return inhoud
    at, fields = chance.choice(heads)
    place, size = chance.choice(fields)
    begin = at + place
    if begin + size > len(inhoud):
        return inhoud
    now = int.from_bytes(inhoud[begin : begin + size], "little")
    number = chance.choice((*GETALLEN, now + 1, now - 1, now ^ 1, now ^ 8, len(inhoud), zlib.crc32(b"<a/>")))
    return inhoud[:begin] + struct.pack("<I", number & 0xFFFFFFFF)[:size] + inhoud[begin + size :]
