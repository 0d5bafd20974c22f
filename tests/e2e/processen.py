"""Which processes belong to an installation, whoever their parent is now.

By working folder, command line or environment: Airflow's parts give themselves a title that overwrites the last two.
"""

import time
from pathlib import Path

import psutil


def processes_of(folder: Path) -> list[str]:
    """Command lines of the processes that work for the installation in ``folder``, this one left out."""
    mark = str(folder)
    found = []
    for process in psutil.process_iter():
        try:
            told = [process.cwd(), *process.cmdline(), *process.environ().values()]
            if process.pid != psutil.Process().pid and any(mark in text for text in told):
                found.append(" ".join(process.cmdline())[:200] or process.name())
        except psutil.Error:
            continue
    return found


def wait_for_processes(folder: Path, text: str, seconds: float = 60) -> bool:
    """Whether a process of the installation with ``text`` in its command line appears in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if any(text in line for line in processes_of(folder)):
            return True
        time.sleep(0.2)
    return False
