"""The endpoint under load: 200 envelopes a second from a second process, twice a minute long.

The first minute measures; in the second the server is killed (SIGKILL) again and again and started anew, while the
sender sends again what was not confirmed. Afterwards PostgreSQL itself is stopped the hard way and started again, and
then every confirmed envelope has to be in landing, once.

    python -m bench kanaal [--seconden 60] [--tempo 200] [--regels 20]
"""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import psutil
from rich.console import Console
from rich.table import Table

from bench.berichten import make_declaratie
from bench.kanaal_klant import Verzending, send_all
from integrations.database import embedded_server, ensure_database, make_engine, upgrade
from integrations.orchestration.server import find_free_ports

ROOT = Path(__file__).resolve().parents[1]
SENDERS = 64
GGK, STUF = "http://www.stufstandaarden.nl/sectormodel/ggk/0210", "http://www.egem.nl/StUF/StUF0301"


class Server:
    """``jeugdkoppel serve`` as a process of its own, that can be killed and started again on the same port."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.port = find_free_ports(1)[0]
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JEUGDKOPPEL_")},
            "JEUGDKOPPEL_DATABASE_URL": database_url,
            "JEUGDKOPPEL_DATA_DIR": str(folder),
        }
        self.log = (folder / "serve.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns when it listens."""
        command = [sys.executable, "-m", "integrations.cli", "serve", "--port", str(self.port), "--json"]
        self.process = subprocess.Popen(  # noqa: S603
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=self.log
        )
        assert self.process.stdout is not None  # noqa: S101
        for line in self.process.stdout:
            if b"adres" in line:
                return
        raise RuntimeError(f"the server did not start; see {self.log.name}")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End it, by default without a chance to say goodbye."""
        if self.process:
            self.process.send_signal(number)
            self.process.communicate()


@contextmanager
def run_server(database_url: str, folder: Path) -> Iterator[Server]:
    """A server that is stopped on leaving."""
    server = Server(database_url, folder)
    server.start()
    try:
        yield server
    finally:
        server.kill(signal.SIGTERM)
        server.log.close()


def make_envelop(inhoud: bytes, nummer: str) -> bytes:
    """A request with one message, as a provider's software sends it."""
    return f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<g:envelopHeenbericht-ggk_Di01 xmlns:g="{GGK}" xmlns:f="{STUF}" xmlns:m="http://www.w3.org/2005/05/xmlmime">
<g:stuurgegevens><f:berichtcode>Di01</f:berichtcode><f:zender><f:organisatie>01023456</f:organisatie>
<f:applicatie>Zorgpakket</f:applicatie></f:zender><f:ontvanger><f:organisatie>0344</f:organisatie>
<f:applicatie>GGk</f:applicatie></f:ontvanger><f:referentienummer>{nummer}</f:referentienummer>
<f:tijdstipBericht>20261122120000</f:tijdstipBericht><f:functie>JW323</f:functie></g:stuurgegevens>
<g:parameters><g:applicatieVersie>0004</g:applicatieVersie><g:applicatieSubversie>0003</g:applicatieSubversie>
<g:functieVersie>0003</g:functieVersie><g:functieSubversie>0002</g:functieSubversie>
<g:bericht f:bestandsnaam="JW323.xml" m:contentType="application/xml">{b64encode(inhoud).decode()}</g:bericht>
</g:parameters></g:envelopHeenbericht-ggk_Di01></s:Body></s:Envelope>""".encode()


def main(arguments: Sequence[str] | None = None) -> None:
    """Both minutes and the count afterwards."""
    parser = argparse.ArgumentParser(prog="python -m bench kanaal")
    parser.add_argument("--seconden", type=int, default=60)
    parser.add_argument("--tempo", type=int, default=200, help="envelopes a second")
    parser.add_argument("--regels", type=int, default=20, help="lines of a message")
    chosen = parser.parse_args(arguments)
    console = Console(width=110)
    folder = Path(tempfile.mkdtemp(prefix="jk-bench-"))
    try:
        _run(console, folder, chosen.seconden, chosen.tempo, chosen.regels)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(console: Console, folder: Path, seconds: int, rate: int, lines: int) -> None:
    count = seconds * rate
    bodies = [make_envelop(make_declaratie(i, lines), f"ref-{i}") for i in range(2 * count)]
    console.print(
        f"{count} envelopes of {len(bodies[0]) / 1024:.1f} KB, {rate} a second, {SENDERS} connections"
    )
    table = Table(title="endpoint → confirmation", title_justify="left")
    for head in (
        "minute",
        "confirmed",
        "a second",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "max ms",
        "sent again",
        "kills",
        "CPU",
    ):
        table.add_column(head, justify="right" if table.columns else "left")
    with embedded_server(folder) as template:
        url = ensure_database(template, "kanaal")
        engine = make_engine(url)
        upgrade(engine)
        engine.dispose()
        with run_server(url, folder) as server:
            for name, part, kills in (
                ("undisturbed", bodies[:count], 0),
                ("killed", bodies[count:], max(1, seconds // 12)),
            ):
                table.add_row(name, *_measure(server, part, rate, kills, seconds))
        crash(folder)
    console.print(table)
    _print_losses(console, folder, len(bodies))


def _measure(server: Server, bodies: Sequence[bytes], rate: int, kills: int, seconds: int) -> list[str]:
    """The cells of one minute."""
    stop = threading.Event()

    def killer() -> None:
        for _ in range(kills):
            if stop.wait(seconds / (kills + 1)):
                return
            server.kill()
            server.start()

    thread = threading.Thread(target=killer)
    thread.start()
    before = _cpu(server) if not kills else 0.0
    started = time.perf_counter()
    sent = asyncio.run(send_all(bodies, server.port, rate, SENDERS))
    took = time.perf_counter() - started
    cpu = f"{100 * (_cpu(server) - before) / took:.0f}%" if not kills else ""
    stop.set()
    thread.join()
    return [
        f"{len(sent)}",
        f"{len(sent) / took:.0f}",
        *percentiles(sent),
        f"{sum(v.pogingen - 1 for v in sent)}",
        f"{kills}",
        cpu,
    ]


def percentiles(sent: Sequence[Verzending]) -> list[str]:
    """p50, p95, p99 and the largest, in milliseconds."""
    times = [1000 * v.seconden for v in sent]
    cuts = quantiles(times, n=100)
    return [f"{value:.1f}" for value in (cuts[49], cuts[94], cuts[98], max(times))]


def _cpu(server: Server) -> float:
    times = psutil.Process(server.process.pid if server.process else None).cpu_times()
    return float(times.user + times.system)


def crash(folder: Path) -> None:
    """Stop the embedded PostgreSQL without a checkpoint, as a power cut does; the next start has to recover."""
    postmaster = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(30)


def _print_losses(console: Console, folder: Path, confirmed: int) -> None:
    with embedded_server(folder) as template:
        engine = make_engine(template.format(database="kanaal"))
        with engine.connect() as conn:
            row = conn.exec_driver_sql(
                "SELECT count(*), count(DISTINCT sleutel), count(DISTINCT bericht_id) FROM landing.envelop"
            ).one()
            landed = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE kanaal = 'ggk'"
            ).scalar_one()
        engine.dispose()
    table = Table(title="after a hard stop of PostgreSQL", title_justify="left")
    for head in ("confirmed", "envelopes kept", "messages in landing", "lost", "twice"):
        table.add_column(head, justify="right")
    table.add_row(f"{confirmed}", f"{row[0]}", f"{landed}", f"{confirmed - row[1]}", f"{landed - row[2]}")
    console.print(table)
    if row[1] != confirmed or landed != confirmed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
