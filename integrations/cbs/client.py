"""StatLine as open data (OData version 3): read one table whole, or not at all.

The feed (``ODataFeed``) answers at most 10,000 rows a request and pages with ``$top`` and ``$skip``; the smaller
``ODataApi`` refuses ``$skip``. Facts and their sources: docs/cbs-momentopname.md.
"""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, Self, TypeVar

import httpx

from integrations.errors import CbsError

PAGE_ROWS = 10_000
ATTEMPTS = 5
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 120.0
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
LATER = "probeer het later opnieuw; wat eerder is geladen, blijft staan."

Answer = TypeVar("Answer")
Row = dict[str, Any]


class StatLine:
    """A reader of the tables below ``base_url``, say https://opendata.cbs.nl/ODataFeed/odata.

    Tries five times, waiting 1, 2, 4 and 8 seconds or as long as Retry-After asks; gives up when that is over two
    minutes. ``transport`` and ``sleep`` are the seams for tests.
    """

    def __init__(
        self,
        base_url: str,
        transport: httpx.BaseTransport | None = None,
        *,
        page_rows: int = PAGE_ROWS,
        timeout: httpx.Timeout = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base_url, self._page_rows, self._sleep = base_url.rstrip("/"), page_rows, sleep
        agent = f"jeugdkoppel/{version('jeugdkoppel')} (aansluiting van jeugdzorg op StatLine)"
        self._http = httpx.Client(
            transport=transport, timeout=timeout, follow_redirects=True, headers={"User-Agent": agent}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def read_tabel(self, tabel: str) -> dict[str, Any]:
        """The whole table in the shape of a snapshot: metadata first, then every row.

        Raises:
            CbsError: no usable answer, an incomplete table, or one that changed while it was read.
        """
        if not re.fullmatch(r"[0-9A-Za-z]+", tabel):
            raise CbsError(f"{tabel!r} is geen tabel van StatLine.", "geef een nummer zoals 85099NED.")
        metadata = {name: self._read_list(f"{tabel}/{name}") for name in ("TableInfos", "DataProperties")}
        columns = [(str(column.get("Type")), str(column.get("Key"))) for column in metadata["DataProperties"]]
        for soort, name in columns:
            if soort.endswith("Dimension"):
                metadata[name] = self._read_list(f"{tabel}/{name}")
        rows = self._read_rows(f"{tabel}/TypedDataSet")
        redenen = self._read_redenen(tabel, rows, [name for soort, name in columns if soort == "Topic"])
        if self._read_list(f"{tabel}/TableInfos") != metadata["TableInfos"]:
            raise CbsError(f"CBS wijzigde tabel {tabel} tijdens het ophalen.", LATER)
        return {"tabel": tabel, "metadata": metadata, "waarnemingen": rows, "redenen": redenen}

    def _read_redenen(self, tabel: str, rows: list[Row], topics: list[str]) -> dict[str, dict[str, str]]:
        """Row ID → topic → sign for every empty number: only ``UntypedDataSet`` tells why it is empty."""
        empty = {row.get("ID"): [topic for topic in topics if row.get(topic) is None] for row in rows}
        if not any(empty.values()):
            return {}
        signs = {row.get("ID"): row for row in self._read_rows(f"{tabel}/UntypedDataSet")}
        if signs.keys() != empty.keys():
            raise CbsError(f"TypedDataSet en UntypedDataSet van {tabel} hebben andere rijen.", LATER)
        return {
            str(row_id): {topic: str(signs[row_id].get(topic) or "").strip() for topic in names}
            for row_id, names in empty.items()
            if names
        }

    def _read_list(self, path: str) -> list[Row]:
        return self._get(path, {"$format": "json"}, _as_rows)

    def _read_rows(self, path: str) -> list[Row]:
        """Every row, page by page: as many as ``$count`` says, and no ID twice."""
        expected = self._get(f"{path}/$count", {}, _as_count)
        rows: list[Row] = []
        while len(rows) < expected:
            page = {"$format": "json", "$top": str(self._page_rows), "$skip": str(len(rows))}
            if not (found := self._get(path, page, _as_rows)):
                break
            rows += found
        unique = len({row.get("ID") for row in rows})
        if not expected == len(rows) == unique:
            message = f"{path} telt {expected} rijen; ontvangen zijn er {len(rows)}, waarvan {unique} verschillende."
            raise CbsError(message, LATER)
        return rows

    def _get(self, path: str, params: dict[str, str], read: Callable[[httpx.Response], Answer]) -> Answer:
        """GET with retries; ``read`` raises ValueError for an answer that is not what was asked for."""
        wait = 0.0
        for attempt in range(ATTEMPTS):
            self._sleep(wait)
            wait = FIRST_WAIT_S * 2**attempt
            try:
                response = self._http.get(f"{self._base_url}/{path}", params=params)
                if response.is_success:
                    return read(response)
                problem = f"status {response.status_code}: {_start(response)}"
                if response.status_code != 429 and response.status_code < 500:
                    break
                wait = max(wait, _retry_after(response))
            except (httpx.RequestError, httpx.InvalidURL, ValueError) as err:
                problem = str(err) or type(err).__name__
            if wait > LONGEST_WAIT_S:
                break
        raise CbsError(
            f"StatLine geeft {path} niet ({problem}).", f"controleer het adres {self._base_url}, of {LATER}"
        )


def _as_rows(response: httpx.Response) -> list[Row]:
    try:
        rows = response.json()["value"]
    except (ValueError, KeyError, TypeError) as err:
        raise ValueError(f"geen volledige JSON maar: {_start(response)}") from err
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("het antwoord is geen lijst van rijen")
    return rows


def _as_count(response: httpx.Response) -> int:
    count = response.text.strip("\ufeff \r\n")
    if not count.isdecimal():
        raise ValueError(f"geen aantal maar: {_start(response)}")
    return int(count)


def _start(response: httpx.Response) -> str:
    """The beginning of an answer, on one line, for in a message."""
    return " ".join(response.text.split())[:120]


def _retry_after(response: httpx.Response) -> float:
    """Seconds that Retry-After asks to wait, given as seconds or as a date; 0 without it."""
    value = response.headers.get("Retry-After", "")
    if value.isdigit():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0
