"""A real Airflow on this machine: start ``airflow standalone``, wait until all its parts are well, stop them all.

Only for the demo, ``make up`` and the tests; in production each part is a service of its own (docker-compose.yml).
Stopping is one SIGINT to standalone's own process: SIGTERM would orphan its children, and a signal to the whole
group can leave the scheduler hanging on its workers.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from cryptography.fernet import Fernet

from integrations.errors import OrchestrationError
from integrations.orchestration.rest import AirflowApi

PROJECT_ROOT = Path(__file__).resolve().parents[2]
USER = "admin"
START_SECONDS = 180
STOP_SECONDS = 90
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PORT_VARIABLES = (
    "AIRFLOW__API__PORT",
    "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT",
    "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT",
)


@dataclass(frozen=True)
class AirflowServer:
    """A running Airflow: where it is, who may enter, and the process that holds it up."""

    url: str
    password: str
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]

    def api(self) -> AirflowApi:
        """A client of its REST API; the caller closes it."""
        return AirflowApi(self.url, USER, self.password)

    def require_alive(self) -> None:
        """Raises OrchestrationError, with the end of the log, when standalone has stopped by itself."""
        if self.process.poll() is not None:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise OrchestrationError(
                f"Airflow is gestopt met code {self.process.returncode}:\n{tail}",
                f"lees {self.log} voor de oorzaak.",
            )

    def wait_until_healthy(self, tick: Callable[[], None] = lambda: None) -> None:
        """Wait for api-server, scheduler, dag-processor and triggerer; ``tick`` is called twice a second."""
        end = time.monotonic() + START_SECONDS
        with self.api() as api:
            while not api.is_healthy():
                self.require_alive()
                if time.monotonic() > end:
                    raise OrchestrationError(
                        f"Airflow was na {START_SECONDS} seconden nog niet klaar.",
                        f"lees {self.log} voor de oorzaak.",
                    )
                tick()
                time.sleep(0.5)


@contextmanager
def run_airflow(
    home: Path, metadata_url: str, project: Mapping[str, str], port: int | None = None
) -> Iterator[AirflowServer]:
    """Start Airflow with its own ``home`` and metadata database; on leaving, nothing of it is left running.

    Args:
        project: the ``JEUGDKOPPEL_*`` settings that the tasks get, and anything else for their environment.
        port: of the UI; a free one unless given.
    """
    home.mkdir(parents=True, exist_ok=True)
    password = write_passwords(home / "passwords.json")
    environment = airflow_environment(home, metadata_url, project, port)
    log = home / "standalone.log"
    with ExitStack() as on_leaving:
        output = on_leaving.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "airflow", "standalone"],
            env=environment,
            cwd=home,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C on the terminal reaches us only; we pass it on, once
            preexec_fn=_accept_interrupts,
        )
        on_leaving.callback(stop_standalone, process)
        yield AirflowServer(environment["AIRFLOW__API__BASE_URL"], password, log, environment, process)


def stop_standalone(process: subprocess.Popen[bytes]) -> None:
    """Interrupt standalone, give it time to stop its children, and end what is left of the family."""
    with interrupts_wait():
        family = find_family(process.pid)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        survivors = psutil.wait_procs(family | find_family(process.pid), timeout=3)[1]
        for survivor in survivors:
            survivor.kill()
        psutil.wait_procs(survivors, timeout=3)


def find_family(pid: int) -> set[psutil.Process]:
    """Descendants of ``pid``, and whoever else is in the session it leads: children that lost their parent."""
    family = set()
    for process in psutil.process_iter():
        try:
            related = os.getsid(process.pid) == pid or any(parent.pid == pid for parent in process.parents())
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue
        if related and process.pid != pid:
            family.add(process)
    return family


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """A second Ctrl-C while things are being stopped would leave half of them behind; it is ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_on_signals() -> None:
    """Make a request to end (kill, a closed terminal) the same as Ctrl-C, so that everything is stopped in order.

    What whoever started us chose to ignore (nohup) stays ignored.
    """
    for number in STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def airflow_environment(
    home: Path, metadata_url: str, project: Mapping[str, str], port: int | None = None
) -> dict[str, str]:
    """Environment of every Airflow process of this ``home``: ours goes above what the machine has set."""
    ports = [port or 0, 0, 0, 0]
    ports = [chosen or free for chosen, free in zip(ports, find_free_ports(len(ports)), strict=True)]
    url = f"http://localhost:{ports[0]}"
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",  # it calls `airflow` by name
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(home / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": str(max(2, os.cpu_count() or 2)),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_url,
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
        "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "airflow=WARNING http.access=WARNING supervisor=WARNING task=WARNING",
        **read_keys(home / "keys.json"),
        **{name: str(number) for name, number in zip(PORT_VARIABLES, ports, strict=True)},
        **project,
    }


def read_keys(path: Path) -> dict[str, str]:
    """Airflow's own secrets of this home, made once: another Fernet key would make its triggers unreadable."""
    if not path.exists():
        keys = {
            "AIRFLOW__CORE__FERNET_KEY": Fernet.generate_key().decode(),
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
            "AIRFLOW__API__SECRET_KEY": secrets.token_hex(16),
        }
        write_private(path, json.dumps(keys))
    return dict(json.loads(path.read_text()))


def write_passwords(path: Path) -> str:
    """Password of the one user of this home, made once."""
    if not path.exists():
        write_private(path, json.dumps({USER: secrets.token_urlsafe(12)}))
    return str(json.loads(path.read_text())[USER])


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from the first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def find_free_ports(count: int) -> list[int]:
    """Ports nobody listens on right now, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def is_port_free(port: int) -> bool:
    """Whether a server can start on this port of the local machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _accept_interrupts() -> None:
    """In the child: a shell that started us in the background made SIGINT ignored, and standalone needs it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
