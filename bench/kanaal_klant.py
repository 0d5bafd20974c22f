"""A sender of envelopes with patience: keeps a pace, and sends again what was not confirmed.

The pace is open: envelope number i is due at start + i / rate, whether or not the ones before it are answered, and its
time runs from when it was due. So a server that stalls is not measured kindly.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

REFUSED_SECONDS = 0.05
ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Verzending:
    """What became of one envelope: seconds from due to confirmed, times sent, and the confirmation."""

    seconden: float
    pogingen: int
    bevestiging: bytes


class Verbinding:
    """One connection that is kept open, and opened again when it breaks."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self.port = port
        self.authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; OSError or EOFError when the connection does not hold."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        head = (
            f"POST /ggk HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n{self.authorization}"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(answer[9:12]), await reader.readexactly(length)

    def close(self) -> None:
        """Give the connection up."""
        if self.streams:
            self.streams[1].close()
        self.streams = None


async def send_all(
    bodies: Sequence[bytes],
    port: int,
    rate: float,
    senders: int,
    on_confirmed: Callable[[int], None] = lambda number: None,
    token: str | None = None,
) -> list[Verzending]:
    """Send every body until it is confirmed, at most ``rate`` a second, over ``senders`` connections."""
    done: dict[int, Verzending] = {}
    numbers = iter(range(len(bodies)))
    start = time.perf_counter()

    async def sender() -> None:
        connection = Verbinding(port, token)
        for number in numbers:
            due = start + number / rate
            await asyncio.sleep(due - time.perf_counter())
            tries, confirmation = await _confirm(connection, bodies[number])
            done[number] = Verzending(time.perf_counter() - due, tries, confirmation)
            on_confirmed(number)
        connection.close()

    await asyncio.gather(*(sender() for _ in range(senders)))
    return [done[number] for number in range(len(bodies))]


async def _confirm(connection: Verbinding, body: bytes) -> tuple[int, bytes]:
    """How often it was sent, and the confirmation.

    Raises:
        ValueError: the server refuses the envelope; sending it again would not help.
    """
    tries = 0
    while True:
        tries += 1
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                status, answer = await connection.post(body)
        except (OSError, EOFError, TimeoutError):
            status, answer = 503, b""
        if status == 200:
            return tries, answer
        connection.close()
        if status != 503:
            raise ValueError(f"refused with {status}: {answer.decode(errors='replace')}")
        await asyncio.sleep(REFUSED_SECONDS)
