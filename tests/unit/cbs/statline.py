"""A small StatLine: a snapshot made from a few cells, and a real HTTP server that gives it out with faults."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOPIC = "JongerenMetJeugdzorg_1"
VORMEN = {
    "SYN00": "JH 1 Totaal jeugdhulp",
    "SYN02": "Ambulante jeugdhulp op locatie van de aanbieder",
    "SYN03": "Daghulp op locatie van de aanbieder",
    "SYN11": "Pleegzorg",
}
REGIOS = {"NL01": "Nederland", "GM0358": "Aalsmeer", "GM0363": "Amsterdam", "GM0394": "Haarlemmermeer"}
PERIODEN = {"2026HJ01": "Voorlopig", "2025HJ02": "NaderVoorlopig", "2025JJ00": "Definitief"}
CELLS = [
    ("SYN00", "NL01", "2025JJ00", 438125),
    ("SYN00", "GM0363", "2026HJ01", 6300),
    ("SYN02", "GM0363", "2026HJ01", 1240),
    ("SYN03", "GM0363", "2026HJ01", 35),
    ("SYN02", "GM0358", "2026HJ01", "."),
    ("SYN11", "GM0358", "2026HJ01", ""),
    ("SYN02", "GM0363", "2025HJ02", 1210),
]

Cell = tuple[str, str, str, int | str | None]
Fault = Callable[[BaseHTTPRequestHandler, bytes], None]


def momentopname(
    cells: Iterable[Cell] = CELLS,
    *,
    modified: str = "2026-10-30T02:00:00",
    perioden: dict[str, str] = PERIODEN,
    regios: dict[str, str] = REGIOS,
    vormen: dict[str, str] = VORMEN,
) -> dict[str, Any]:
    """A snapshot in the shape of docs/cbs-momentopname.md; text as a figure is the sign of a missing one.

    Keys are padded with blanks, and in the cells otherwise than in the lists.
    """
    columns = [
        {"ID": 0, "Type": "Dimension", "Key": "VormenVanJeugdzorg"},
        {"ID": 1, "Type": "GeoDimension", "Key": "RegioS"},
        {"ID": 2, "Type": "TimeDimension", "Key": "Perioden"},
        {"ID": 3, "Type": "Topic", "Key": TOPIC, "Unit": "aantal"},
    ]
    rows, redenen = [], {}
    for row_id, (vorm, regio, periode, figure) in enumerate(cells):
        key = {"VormenVanJeugdzorg": f"{vorm:8}", "RegioS": f"{regio:8}", "Perioden": periode}
        rows.append({"ID": row_id, **key, TOPIC: figure if isinstance(figure, int) else None})
        if isinstance(figure, str):
            redenen[str(row_id)] = {TOPIC: figure}
    return {
        "tabel": "85099NED",
        "metadata": {
            "TableInfos": [
                {
                    "ID": 0,
                    "Title": "Kerncijfers over jeugdzorg",
                    "Identifier": "85099NED",
                    "Modified": modified,
                }
            ],
            "DataProperties": columns,
            "VormenVanJeugdzorg": [{"Key": f"{key:10}", "Title": title} for key, title in vormen.items()],
            "RegioS": [{"Key": f"{key:6}", "Title": title} for key, title in regios.items()],
            "Perioden": [{"Key": key, "Title": key, "Status": status} for key, status in perioden.items()],
        },
        "waarnemingen": rows,
        "redenen": redenen,
    }


class FakeStatLine:
    """What the server gives out. ``faults``: collection → faults, one taken a request. ``requests``: what was asked."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self.faults: dict[str, list[Fault]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.agents: set[str | None] = set()
        self.base_url = ""
        self.page_rows = 10_000
        self.collections: dict[str, list[dict[str, Any]]] = {
            **snapshot["metadata"],
            "TypedDataSet": snapshot["waarnemingen"],
            "UntypedDataSet": [self._as_text(row, snapshot["redenen"]) for row in snapshot["waarnemingen"]],
        }
        self.counts = {name: len(rows) for name, rows in self.collections.items()}

    @staticmethod
    def _as_text(row: dict[str, Any], redenen: dict[str, dict[str, str]]) -> dict[str, Any]:
        sign = redenen.get(str(row["ID"]), {}).get(TOPIC, "")
        return {**row, TOPIC: f"{sign if row[TOPIC] is None else row[TOPIC]:>8}"}

    def answer(self, path: list[str], query: dict[str, str]) -> bytes:
        rows = self.collections[path[0]]
        if path[1:] == ["$count"]:
            return f"\ufeff{self.counts[path[0]]}".encode()
        most = self.page_rows if path[0].endswith("DataSet") else 10_000
        skip, top = int(query.get("$skip", 0)), min(int(query.get("$top", most)), most)
        return json.dumps({"odata.metadata": self.base_url, "value": rows[skip : skip + top]}).encode()


@contextmanager
def serve(fake: FakeStatLine) -> Iterator[FakeStatLine]:
    """Serve on a free local port until the context ends; ``fake.base_url`` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            _, _, tabel, *path = url.path.split("/")
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            fake.requests.append(("/".join(path), query))
            fake.agents.add(self.headers.get("User-Agent"))
            if tabel != "85099NED" or path[0] not in fake.collections:
                return status(404)(self, b"")
            body = fake.answer(path, query)
            waiting = fake.faults.get("/".join(path), [])
            return waiting.pop(0)(self, body) if waiting else status(200)(self, body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.base_url = f"http://127.0.0.1:{server.server_port}/odata"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, *, content: bytes | None = None, **headers: str) -> Fault:
    """Answer with this status, and with ``content`` instead of what was asked for."""

    def respond(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body if content is None else content)))
        handler.end_headers()
        handler.wfile.write(body if content is None else content)

    return respond


def cut_off(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Promise the whole body, send half of it and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


def half_json(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """A complete answer that holds half of the JSON."""
    status(200, content=body[: len(body) // 2])(handler, body)


def hang_up(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def stall(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Say nothing for longer than the client waits."""
    time.sleep(1.0)


HTML = status(200, content=b"<html><body>Onderhoud</body></html>", Content_Type="text/html")
