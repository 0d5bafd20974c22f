"""The endpoint: SOAP over HTTP, an envelope in, a confirmation or a fault out.

    POST /ggk      an envelope; 200 with Bv03 once it is kept, otherwise a SOAP fault with Fo03
    GET  /gezond   200 when the database answers, 503 when not; says nothing about anybody

A fault has status 500, as SOAP 1.1 (WS-I Basic Profile) asks; what HTTP has a word for has that status, with the same
fault as its body: 401, 405, 413, 415, and 503 when the request may be tried again unchanged.
Memory is bounded by a budget for the bytes of all requests together; a request beyond it is asked to come back.
"""

import asyncio
import hmac
import logging
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.errors import DatabaseError
from integrations.ggk.antwoord import CONTENT_TYPE, build_bv03, build_fault
from integrations.ggk.envelop import (
    MAX_BODY,
    Envelop,
    Stuurgegevens,
    Weigering,
    read_envelop,
    refuse_shape,
    too_large,
)
from integrations.ggk.groepscommit import Groepscommit

logger = logging.getLogger(__name__)

BODY_SECONDS = 60.0
"""A sender gets this long to hand over a request, whatever its size."""
BUDGET_BYTES = 4 * MAX_BODY
"""Bytes of requests under way together; reading one takes about five times its size, and large ones wait in line."""
SMALL = 64 * 1024
"""Up to here a request is read where it arrives, which takes less than handing it to a thread."""
RETRY_SECONDS = 5


class Eindpunt:
    """What the routes share: the writer, the secret that senders show, and the bytes under way."""

    def __init__(
        self,
        writer: Groepscommit,
        is_healthy: Callable[[], bool],
        token: str | None = None,
        body_seconds: float = BODY_SECONDS,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        self.writer, self.is_healthy, self.token = writer, is_healthy, token
        self.body_seconds, self.budget_bytes = body_seconds, budget_bytes
        self.under_way = 0
        self.reader = ThreadPoolExecutor(
            1, "envelop"
        )  # one: memory of reading large requests is not multiplied

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/ggk", self.receive, methods=["POST", "GET", "PUT", "DELETE", "PATCH"]),
                Route("/gezond", self.health, methods=["GET"]),
            ]
        )

    async def health(self, _request: Request) -> Response:
        """Whether an envelope could be kept now."""
        is_healthy = await asyncio.to_thread(self.is_healthy)
        return JSONResponse({"gezond": is_healthy}, status_code=200 if is_healthy else 503)

    async def receive(self, request: Request) -> Response:
        """One envelope."""
        if refusal := self._refuse_request(request):
            return refusal
        held = [0]
        try:
            return await self._receive(request, held)
        except (ClientDisconnect, TimeoutError):
            return answer_fault(
                refuse_shape("Het verzoek is niet op tijd volledig aangekomen."), 408, {"Connection": "close"}
            )
        finally:
            self.under_way -= held[0]

    async def _receive(self, request: Request, held: list[int]) -> Response:
        body = bytearray()
        async with asyncio.timeout(self.body_seconds):
            async for chunk in request.stream():
                held[0] += len(chunk)
                self.under_way += len(chunk)
                if len(body) + len(chunk) > MAX_BODY:
                    return answer_fault(too_large(), 413, {"Connection": "close"})
                if self.under_way > self.budget_bytes:
                    return busy()
                body += chunk
        envelop = await self._read(bytes(body))
        if isinstance(envelop, Weigering):
            return answer_fault(envelop, 500)
        try:
            answer = await asyncio.wrap_future(self.writer.submit(envelop))
        except DatabaseError:
            return answer_fault(cannot_keep(envelop.stuurgegevens), 503, {"Retry-After": str(RETRY_SECONDS)})
        if isinstance(answer, Weigering):
            return answer_fault(answer, 500)
        confirmation = build_bv03(envelop.stuurgegevens, answer.nummer, answer.ontvangen_op)
        return Response(confirmation, media_type=CONTENT_TYPE)

    async def _read(self, body: bytes) -> Envelop | Weigering:
        if len(body) <= SMALL:
            return read_envelop(body)
        return await asyncio.get_running_loop().run_in_executor(self.reader, read_envelop, body)

    def _refuse_request(self, request: Request) -> Response | None:
        """What can be said before the body is there; the connection is closed, since the body is not read."""
        headers = {"Connection": "close"}
        if request.method != "POST":
            fault = refuse_shape("Dit adres ontvangt enveloppen met POST.")
            return answer_fault(fault, 405, {"Allow": "POST"})
        if self.token is not None and not self._shows_token(request):
            fault = replace(
                refuse_shape("Het verzoek draagt niet het afgesproken kenmerk."),
                details="Vraag de beheerder welk kenmerk in de header Authorization hoort (Bearer).",
            )
            return answer_fault(fault, 401, headers | {"WWW-Authenticate": "Bearer"})
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "text/xml":
            fault = replace(
                refuse_shape("Het verzoek is geen text/xml."),
                details="Stuur SOAP 1.1 als text/xml, met het bericht als base64 in de envelop; MTOM kan hier niet.",
            )
            return answer_fault(fault, 415, headers)
        length = request.headers.get("content-length", "0")
        if length.isdecimal() and int(length) > MAX_BODY:
            return answer_fault(too_large(), 413, headers)
        if length.isdecimal() and self.under_way + int(length) > self.budget_bytes:
            return busy()
        return None

    def _shows_token(self, request: Request) -> bool:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        expected = (self.token or "").encode()
        return scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), expected)


def answer_fault(weigering: Weigering, status: int, headers: dict[str, str] | None = None) -> Response:
    """The fault as a response; the log has its code and its sentence, which quote nobody."""
    logger.warning("Geweigerd met %s: %s", weigering.code, weigering.omschrijving)
    body = build_fault(weigering, str(uuid.uuid4()), datetime.now(UTC))
    return Response(body, status, headers, media_type=CONTENT_TYPE)


def busy() -> Response:
    """More is under way than fits in the memory set aside for it."""
    fault = replace(cannot_keep(None), omschrijving="Er komt nu meer binnen dan verwerkt kan worden.")
    return answer_fault(fault, 503, {"Retry-After": str(RETRY_SECONDS), "Connection": "close"})


def cannot_keep(stuurgegevens: Stuurgegevens | None) -> Weigering:
    """Nothing is wrong with the envelope, but it could not be kept."""
    return Weigering(
        "StUF046",
        "server",
        "Het bericht kon niet worden bewaard.",
        "Stuur dezelfde envelop over enkele minuten opnieuw; dubbel ontvangen kan geen kwaad.",
        stuurgegevens,
        "Server",
    )
