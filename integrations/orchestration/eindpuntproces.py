"""``jeugdkoppel serve`` as a process beside Airflow, for ``make up`` and the tests; elsewhere it is a service of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from integrations.errors import OrchestrationError

STOP_SECONDS = 45


@dataclass(frozen=True)
class EindpuntServer:
    """A running endpoint: the address that senders post to, its log, and the process."""

    url: str
    log: Path
    process: subprocess.Popen[str]

    def require_alive(self) -> None:
        """Raises OrchestrationError when it has stopped by itself."""
        if self.process.poll() is not None:
            raise OrchestrationError(
                f"Het GGK-eindpunt is gestopt met code {self.process.returncode}.",
                f"lees {self.log} voor de oorzaak.",
            )


def eindpunt_environment(
    task_environment: Mapping[str, str], airflow_url: str, user: str, password: str
) -> dict[str, str]:
    """The settings of the tasks and whom to ring; without the pseudonym key, which it has no use for."""
    inherited = {**os.environ, **task_environment}
    inherited.pop("JEUGDKOPPEL_PSEUDONYM_KEY", None)
    return {
        **inherited,
        "JEUGDKOPPEL_AIRFLOW_URL": airflow_url,
        "JEUGDKOPPEL_AIRFLOW_USER": user,
        "JEUGDKOPPEL_AIRFLOW_PASSWORD": password,
    }


@contextmanager
def run_eindpunt(home: Path, environment: Mapping[str, str], port: int = 0) -> Iterator[EindpuntServer]:
    """Start the endpoint on this machine alone; on leaving it answers what it has begun and stops.

    Args:
        home: folder of its log.
        port: 0 takes a free one.

    Raises:
        OrchestrationError: it does not start.
    """
    log = home / "eindpunt.log"
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "integrations.cli", "serve", "--port", str(port), "--json"],
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=output,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C on the terminal reaches us only; we pass it on
        )
        try:
            yield EindpuntServer(_read_address(process, log), log, process)
        finally:
            process.terminate()
            try:
                process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def _read_address(process: subprocess.Popen[str], log: Path) -> str:
    """The address that it tells when it listens."""
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if line.rstrip() == "}":
            break
    told: dict[str, str] = json.loads("".join(lines) or "{}")
    if "adres" not in told:
        raise OrchestrationError(
            f"Het GGK-eindpunt start niet. {told.get('fout', '')}".rstrip(),
            told.get("remedie", f"lees {log} voor de oorzaak."),
        )
    return told["adres"]
