"""The doorbell of the inbox: says *that* messages wait, never which ones.

The files are left alone; the task that the ring starts takes them. So a ring that is lost, merged with another
or repeated does no harm: the files are still there, and the bell rings again.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent
from watchfiles import awatch

from integrations.inbox.landing import find_files


class InboxTrigger(BaseEventTrigger):
    """Rings when a file is new in ``folder``, and every ``repeat_seconds`` while a file stays there.

    The operating system tells of changes; every ``scan_seconds`` the folder is also looked at without being told,
    since a network share or a sub-folder tells nothing. A folder that is not there yet is waited for.
    """

    def __init__(self, folder: str, scan_seconds: float = 2.0, repeat_seconds: float = 300.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = folder
        self.scan_seconds = scan_seconds
        self.repeat_seconds = repeat_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Importable path and keyword arguments: how Airflow hands the trigger to the triggerer."""
        arguments = {
            "folder": self.folder,
            "scan_seconds": self.scan_seconds,
            "repeat_seconds": self.repeat_seconds,
        }
        return f"{type(self).__module__}.{type(self).__qualname__}", arguments

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """One event a ring. It carries a count and no file name: a name is somebody else's free text."""
        rung: dict[Path, float] = {}
        async for _ in self._moments_to_look():
            now = time.monotonic()
            waiting = set(await asyncio.to_thread(find_files, Path(self.folder)))
            rung = {file: moment for file, moment in rung.items() if file in waiting}
            due = [file for file in waiting if file not in rung or now - rung[file] >= self.repeat_seconds]
            if due:
                rung.update(dict.fromkeys(due, now))
                yield TriggerEvent({"wachtend": len(waiting)})  # type: ignore[no-untyped-call]

    async def _moments_to_look(self) -> AsyncIterator[None]:
        """At once, after every change in the folder, and at least every ``scan_seconds``."""
        milliseconds = int(self.scan_seconds * 1000)
        while True:
            yield
            try:
                changes = awatch(
                    self.folder, recursive=False, yield_on_timeout=True, rust_timeout=milliseconds
                )
                async for _ in changes:
                    yield
            except OSError:  # no folder yet, or no watches left on this machine: looking now and then will do
                await asyncio.sleep(self.scan_seconds)
