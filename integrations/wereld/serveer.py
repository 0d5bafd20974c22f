"""StatLine on localhost: the publications of a world, served as OData version 3 with StatLine's own limits.

    /ODataFeed/odata/<tabel>/<lijst>          $top and $skip; at most 10,000 rows an answer
    /ODataFeed/odata/<tabel>/<lijst>/$count   the number of rows, as plain text
    /ODataApi/odata/…                         the same, but refuses $skip, and a set of more than 10,000 rows without $top

A list is TableInfos, DataProperties, a code list of a dimension, TypedDataSet or UntypedDataSet. What is known of the
real service, and from where: docs/cbs-momentopname.md.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from integrations.errors import ConfigurationError

MEESTE_RIJEN = 10_000
FEED, API = "ODataFeed", "ODataApi"
PAD = re.compile(rf"/({FEED}|{API})/odata(?:/([0-9A-Za-z]+)(?:/([0-9A-Za-z]+)(/\$count)?)?)?/?")
DATASETS = ("TypedDataSet", "UntypedDataSet")
BREEDTE = 8
"""UntypedDataSet gives every figure as text, filled up with blanks before it."""

Rij = dict[str, Any]


class Geweigerd(Exception):
    """A question that StatLine does not answer, with the status and the reason it gives."""

    def __init__(self, status: HTTPStatus, reden: str) -> None:
        super().__init__(status, reden)
        self.status, self.reden = status, reden


class Publicaties:
    """The snapshots of a world as lists of rows. ``peildatum`` (2026-04-30): as published on that day."""

    def __init__(self, folder: Path, peildatum: str | None = None) -> None:
        """``folder`` is a world or its folder ``cbs``.

        Raises:
            ConfigurationError: no publication is found there.
        """
        basis = folder / "cbs" if (folder / "cbs").is_dir() else folder
        self.bestanden = _find(basis, peildatum)
        if not self.bestanden:
            raise ConfigurationError(
                f"In {folder} staat geen publicatie van CBS{f' tot en met {peildatum}' if peildatum else ''}.",
                "geef de map van een wereld die een heel halfjaar beslaat, gemaakt met `jeugdkoppel world generate`.",
            )
        self._lijsten = lru_cache(maxsize=None)(self._read)

    def tabellen(self) -> list[str]:
        return sorted(self.bestanden)

    def rijen(self, tabel: str, lijst: str) -> list[Rij]:
        """All rows of one list of one table."""
        if tabel not in self.bestanden or lijst not in (lijsten := self._lijsten(tabel)):
            raise Geweigerd(HTTPStatus.NOT_FOUND, f"{tabel}/{lijst} bestaat niet.")
        return lijsten[lijst]

    def lijsten(self, tabel: str) -> list[str]:
        """Names of the lists of a table."""
        if tabel not in self.bestanden:
            raise Geweigerd(HTTPStatus.NOT_FOUND, f"{tabel} bestaat niet.")
        return list(self._lijsten(tabel))

    def _read(self, tabel: str) -> dict[str, list[Rij]]:
        gegevens = json.loads(self.bestanden[tabel].read_text(encoding="utf-8"))
        metadata, typed = gegevens["metadata"], gegevens["waarnemingen"]
        onderwerpen = [k["Key"] for k in metadata["DataProperties"] if k["Type"] == "Topic"]
        redenen = gegevens.get("redenen", {})
        untyped = [_as_text(rij, onderwerpen, redenen.get(str(rij["ID"]), {})) for rij in typed]
        return {**metadata, "TypedDataSet": typed, "UntypedDataSet": untyped}


def _find(basis: Path, peildatum: str | None) -> dict[str, Path]:
    """Table → its newest publication, or the newest that was there on ``peildatum``."""
    gevonden: dict[str, tuple[str, Path]] = {}
    for path in [*basis.glob("*.json"), *basis.glob("eerder/*/*.json")]:
        gewijzigd = _read_modified(path)
        op_tijd = peildatum is None or gewijzigd[:10] <= peildatum
        if op_tijd and gewijzigd > gevonden.get(path.stem, ("", path))[0]:
            gevonden[path.stem] = (gewijzigd, path)
    return {tabel: path for tabel, (_, path) in gevonden.items()}


def _read_modified(path: Path) -> str:
    gewijzigd = re.search(r'"Modified": "([^"]+)"', path.read_text(encoding="utf-8"))
    return gewijzigd[1] if gewijzigd else ""


def _as_text(rij: Rij, onderwerpen: list[str], redenen: dict[str, str]) -> Rij:
    """A row of UntypedDataSet: figures as text, and the sign of a missing one."""
    teksten = {naam: redenen.get(naam, "") if rij[naam] is None else str(rij[naam]) for naam in onderwerpen}
    return {**rij, **{naam: f"{tekst:>{BREEDTE}}" for naam, tekst in teksten.items()}}


def answer(publicaties: Publicaties, pad: str, adres: str) -> tuple[str, bytes]:
    """Content type and body for a request, ``pad`` with its query.

    Raises:
        Geweigerd: what was asked for does not exist, or goes beyond StatLine's limits.
    """
    url = urlsplit(pad)
    gevonden = PAD.fullmatch(unquote(url.path))
    if gevonden is None:
        raise Geweigerd(HTTPStatus.NOT_FOUND, "Dit adres bestaat niet.")
    dienst, tabel, lijst, telt = gevonden.groups()
    if tabel is None or lijst is None:
        namen = publicaties.tabellen() if tabel is None else publicaties.lijsten(tabel)
        return _as_json(
            adres, [{"name": naam, "url": f"{adres}{url.path.rstrip('/')}/{naam}"} for naam in namen]
        )
    rijen = publicaties.rijen(tabel, lijst)
    if telt:
        return "text/plain;charset=utf-8", f"\ufeff{len(rijen)}".encode()
    vraag = {sleutel: waarden[-1] for sleutel, waarden in parse_qs(url.query).items()}
    top, skip = _number(vraag, "$top"), _number(vraag, "$skip") or 0
    if dienst == API:
        if "$skip" in vraag:
            raise Geweigerd(HTTPStatus.INTERNAL_SERVER_ERROR, "$skip wordt hier niet ondersteund.")
        if lijst in DATASETS and min(len(rijen), len(rijen) if top is None else top) > MEESTE_RIJEN:
            raise Geweigerd(HTTPStatus.INTERNAL_SERVER_ERROR, f"Meer dan {MEESTE_RIJEN} rijen gevraagd.")
    aantal = MEESTE_RIJEN if top is None else min(top, MEESTE_RIJEN)
    return _as_json(f"{adres}/{dienst}/odata/{tabel}/$metadata#{lijst}", rijen[skip : skip + aantal])


def _number(vraag: dict[str, str], naam: str) -> int | None:
    if naam not in vraag:
        return None
    if not vraag[naam].isdecimal():
        raise Geweigerd(HTTPStatus.BAD_REQUEST, f"{naam} is geen geheel getal vanaf 0.")
    return int(vraag[naam])


def _as_json(metadata: str, rijen: list[Rij]) -> tuple[str, bytes]:
    inhoud = json.dumps({"odata.metadata": metadata, "value": rijen}, ensure_ascii=False)
    return "application/json;odata=minimalmetadata;charset=utf-8", inhoud.encode()


class _Handler(BaseHTTPRequestHandler):
    """Answers GET; the publications and the address hang on the server."""

    server: "Statline"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        try:
            status = HTTPStatus.OK
            soort, inhoud = answer(self.server.publicaties, self.path, self.server.adres)
        except Geweigerd as weigering:
            status, soort = weigering.status, "application/json;charset=utf-8"
            fout = {"odata.error": {"code": "", "message": {"lang": "nl-NL", "value": weigering.reden}}}
            inhoud = json.dumps(fout, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", soort)
        self.send_header("DataServiceVersion", "3.0;")
        self.send_header("Content-Length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal is for the address."""


class Statline(ThreadingHTTPServer):
    """The server, on localhost only; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, publicaties: Publicaties, poort: int = 0) -> None:
        """Raises ConfigurationError when the port is taken."""
        try:
            super().__init__(("127.0.0.1", poort), _Handler)
        except OSError as err:
            raise ConfigurationError(
                f"Poort {poort} is niet vrij ({err.strerror}).", "kies een andere poort, of 0 voor een vrije."
            ) from err
        self.publicaties = publicaties

    @property
    def adres(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def base_url(self) -> str:
        """What JEUGDKOPPEL_CBS_BASE_URL has to be."""
        return f"{self.adres}/{FEED}/odata"


@contextmanager
def serve_in_background(publicaties: Publicaties) -> Iterator[Statline]:
    """A server on a free port for as long as the context lasts."""
    with Statline(publicaties) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
