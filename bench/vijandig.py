"""``python -m bench vijandig``: what each hostile case costs from file to verdict, and what it is answered.

Every case has a process and a database of its own: the file (or the inbox full of files) is received and processed as
a user would. Printed is a Markdown table with seconds, peak memory of that process, and the verdict with its first
reason; ``--schrijf`` puts it into docs/vijandige-invoer.md, ``--alleen WOORD`` measures some cases only.
"""

import argparse
import os
import re
import shutil
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from rich.console import Console

from bench.berichten import make_declaratie
from bench.gevallen import GEVALLEN, GROOT, Geval, MiB, declaratie
from bench.ontvangst import AT, KEY, fresh_database, prepare
from integrations.database import embedded_server, ensure_database, make_engine
from integrations.ijw import MAX_BYTES
from integrations.inbox.landing import sweep_inbox
from integrations.inbox.verwerking import process
from quality.berichtregels import make_berichtregels

DOC = Path(__file__).resolve().parents[1] / "docs" / "vijandige-invoer.md"
BEGIN, EIND = "<!-- python -m bench vijandig -->", "<!-- einde -->"


class Meting(NamedTuple):
    """One case: bytes in the inbox, seconds, peak memory of the process before and during it, and the answer."""

    grootte: int
    ontvangen: float
    verwerken: float
    vooraf_mb: float
    piek_mb: float
    antwoord: str


Maker = Callable[[Path], None]


def _put(path: Path, inhoud: bytes) -> None:
    path.write_bytes(inhoud)


def _zip(leden: Sequence[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in leden:
            archief.writestr(naam, inhoud)
    return stream.getvalue()


def _bundel(leden: Sequence[tuple[str, bytes]]) -> Maker:
    return lambda inbox: _put(inbox / "bundel.zip", _zip(leden))


def _overlappend(inbox: Path) -> None:
    """A thousand names for one packed member of 20 MB: twenty gigabytes in a small file."""
    een = _zip([("a.xml", b"\0" * 20 * MiB)])
    at, einde = een.index(b"PK\x01\x02"), een.index(b"PK\x05\x06")
    lijst = een[at:einde] * 1000
    staart = bytearray(een[einde:])
    staart[8:12] = (1000).to_bytes(2, "little") * 2
    staart[12:16] = len(lijst).to_bytes(4, "little")
    _put(inbox / "bundel.zip", een[:at] + lijst + bytes(staart))


def _precies(omvang: int) -> Maker:
    """A valid message of exactly ``omvang`` bytes."""
    return lambda inbox: _put(inbox / "bericht.xml", declaratie(omvang).ljust(omvang))


def _gaten(inbox: Path) -> None:
    with (inbox / "bericht.xml").open("wb") as stream:
        stream.truncate(300 * MiB)


def _vol(inbox: Path) -> None:
    with (inbox / "bericht.xml").open("wb") as stream:
        for _ in range(300):
            stream.write(b"x" * MiB)


def _honderdduizend(inbox: Path) -> None:
    """100,000 small messages, one of them a pipe, one cut off, one a broken bundle."""
    een = make_declaratie(1, 1)
    for i in range(100_000):
        _put(inbox / f"{i:06}.xml", een.replace(b">B1<", f">B{i}<".encode(), 1))
    _put(inbox / "000500.xml", een[:300])
    _put(inbox / "000501.xml", _zip([("a.xml", een)])[:-40])
    os.mkfifo(inbox / "000502.pijp")


def _groot(geval: Geval) -> Maker:
    return lambda inbox: _put(inbox / "bericht.xml", geval.maak(GROOT))


BIJZONDER: dict[str, Maker] = {
    "precies 25 MB": _precies(MAX_BYTES),
    "25 MB en een byte": _precies(MAX_BYTES + 1),
    "200 MB": lambda inbox: _put(inbox / "bericht.xml", b"<a>" + b" " * 200 * MiB),
    "300 MB": _vol,
    "bestand met gaten van 300 MB": _gaten,
    "bundel van 100 berichten": lambda inbox: _bundel([(f"{i}.xml", make_declaratie(i, 60)) for i in range(100)])(inbox),
    "bundel: zipbom van 24 MB per lid": lambda inbox: _bundel([(f"{i}.xml", b"\0" * 24 * MiB) for i in range(50)])(inbox),
    "bundel: bom in een bom": lambda inbox: _bundel([("b.zip", _zip([("c.zip", _zip([("a.xml", b"\0" * 24 * MiB)]))]))])(inbox),
    "bundel: duizend keer dezelfde bytes": _overlappend,
    "bundel: 20.000 leden": lambda inbox: _bundel([(f"{i}.xml", b"<a/>") for i in range(20_000)])(inbox),
    "bundel: namen met paden": lambda inbox: _bundel([("../../a.xml", make_declaratie(1, 1)), ("C:\\a.xml", make_declaratie(2, 1))])(inbox),
    "bundel, afgekapt": lambda inbox: _put(inbox / "bundel.zip", _zip([("a.xml", declaratie(MiB))])[:-100]),
    "100.000 bestanden": _honderdduizend,
}  # fmt: skip


def main(argv: Sequence[str]) -> None:
    """Measure every case, or those whose name holds a word."""
    parser = argparse.ArgumentParser(prog="python -m bench vijandig")
    parser.add_argument("--alleen", default="", help="cases whose name holds this")
    parser.add_argument("--schrijf", action="store_true", help="put the table into docs/vijandige-invoer.md")
    args = parser.parse_args(argv)
    console = Console(stderr=True)
    gevallen = {g.naam: _groot(g) for g in GEVALLEN} | BIJZONDER
    rows = [
        "| Geval | Bestand | Ontvangen | Verwerken | Piek van het proces | Antwoord |",
        "|---|---:|---:|---:|---:|---|",
    ]
    folder = Path(tempfile.mkdtemp(prefix="jk-vijandig-"))
    try:
        with embedded_server(folder) as server:
            prepare(ensure_database(server, "bron"))
            for naam, maak in gevallen.items():
                if args.alleen in naam:
                    rows.append(_row(naam, _measure_case(naam, maak, folder / "inbox", server)))
                    console.print(rows[-1], highlight=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if args.schrijf:
        _write_doc(rows)
    else:
        print("\n".join(rows))  # noqa: T201


def _measure_case(naam: str, maak: Maker, inbox: Path, server: str) -> Meting:
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir()
    maak(inbox)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, fresh_database(server), inbox).result()


def _measure(url: str, inbox: Path) -> Meting:
    """Receive and process what is in the inbox, in a process of its own."""
    grootte = sum(p.stat().st_size for p in inbox.iterdir())
    engine = make_engine(url)
    beoordeel = make_berichtregels()
    with engine.connect():
        vooraf = _peak_mb()
    started = time.perf_counter()
    swept = sweep_inbox(engine, inbox, AT)
    received = time.perf_counter()
    process(engine, KEY, beoordeel=beoordeel)
    done = time.perf_counter()
    piek = _peak_mb()
    antwoord = _answer(engine, [o.melding for o in swept.onleesbaar])
    return Meting(grootte, received - started, done - received, vooraf, piek, antwoord)


def _answer(engine: sa.Engine, onleesbaar: Sequence[str]) -> str:
    """The verdicts, and the first reason of a refusal; what never came into landing is told of instead."""
    with engine.connect() as conn:
        found = conn.exec_driver_sql(
            "SELECT status, redenen -> 0 ->> 'melding' FROM landing.bericht ORDER BY bericht_id"
        ).all()
    engine.dispose()
    telling = Counter(status for status, _ in found)
    statuses = ", ".join(status if n == 1 == len(found) else f"{n} {status}" for status, n in telling.items())
    reden = next((melding for _, melding in found if melding), "") or "".join(onleesbaar[:1])
    return ": ".join(filter(None, (statuses or "blijft in de inbox", reden)))


def _row(naam: str, meting: Meting) -> str:
    grootte = f"{meting.grootte / MiB:.1f} MB" if meting.grootte >= MiB // 10 else f"{meting.grootte} B"
    antwoord = meting.antwoord.replace("|", "\\|").replace("<", "&lt;")
    return (
        f"| {naam} | {grootte} | {meting.ontvangen:.2f} s | {meting.verwerken:.2f} s | {meting.piek_mb:.0f} MB "
        f"({meting.vooraf_mb:.0f} vooraf) | {antwoord} |"
    )


def _write_doc(rows: Sequence[str]) -> None:
    text = DOC.read_text(encoding="utf-8")
    table = "\n".join((BEGIN, "", *rows, "", EIND))
    DOC.write_text(re.sub(f"{BEGIN}.*{EIND}", lambda _: table, text, flags=re.DOTALL), encoding="utf-8")


def _peak_mb() -> float:
    """Peak resident memory since this process began; getrusage would count its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(match[1]) / 1024 if match else 0.0
