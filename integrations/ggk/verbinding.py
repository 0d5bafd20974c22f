"""A connection that cannot be kept busy with nothing: who does not send his headers is shown the door.

uvicorn waits for ever for a request that never starts, and keeps every header that comes; behind a proxy neither
happens, without one both do.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0
HEADER_BYTES = 64 * 1024


class Verbinding(HttpToolsProtocol):
    """HTTP/1.1 with a limit to the time and the size of the headers of a request."""

    header_seconds = HEADER_SECONDS
    _is_in_headers = True
    _header_bytes = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A client connects: his first request has to start now."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Bytes arrive; while headers are expected they count."""
        if self._is_in_headers:
            self._arm()
            self._header_bytes += len(data)
        super().data_received(data)
        if self._is_in_headers and self._header_bytes > HEADER_BYTES:
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The headers are in; from here the application watches the time."""
        self._is_in_headers = False
        self._disarm()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is in; what comes next are headers, for which uvicorn's keep-alive waits."""
        super().on_message_complete()
        self._is_in_headers, self._header_bytes = True, 0

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._disarm()
        super().connection_lost(exc)

    def _arm(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.header_seconds, self.transport.close)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
