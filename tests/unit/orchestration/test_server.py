"""Starting and stopping a family of processes, without Airflow: the family is a few shells."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from integrations.errors import OrchestrationError
from integrations.orchestration import server
from integrations.orchestration.server import (
    AirflowServer,
    airflow_environment,
    find_free_ports,
    stop_standalone,
)

# Like standalone: starts children, ends in order when interrupted. The grandchild loses its parent at once.
OBEDIENT = """
import signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
subprocess.run([sys.executable, "-c", "import subprocess, sys; subprocess.Popen(['sleep', '600'])"])
print("ready", flush=True)
try:
    time.sleep(600)
except KeyboardInterrupt:
    child.terminate()
"""
DEAF = OBEDIENT.replace("signal.default_int_handler", "signal.SIG_IGN")


def start(script: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


@pytest.mark.parametrize(("script", "code"), [(OBEDIENT, 0), (DEAF, -signal.SIGKILL)])
def test_nothing_of_the_family_is_left(monkeypatch: pytest.MonkeyPatch, script: str, code: int) -> None:
    monkeypatch.setattr(server, "STOP_SECONDS", 2)
    process = start(script)
    family = server.find_family(process.pid)
    assert len(family) == 2, "a child, and a grandchild whose parent has gone"
    stop_standalone(process)
    assert process.returncode == code
    assert not any(psutil.pid_exists(p.pid) and p.status() != psutil.STATUS_ZOMBIE for p in family)


def test_stopping_twice_and_stopping_the_dead_is_no_error() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    process.wait()
    stop_standalone(process)
    stop_standalone(process)
    assert process.returncode == 0


def test_a_second_interrupt_does_not_break_off_the_stopping() -> None:
    before = signal.getsignal(signal.SIGINT)
    with server.interrupts_wait():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_request_to_end_is_an_interrupt() -> None:
    before = {number: signal.getsignal(number) for number in server.STOP_SIGNALS}
    try:
        server.stop_on_signals()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_free_ports_differ_and_are_free() -> None:
    ports = find_free_ports(4)
    assert len(set(ports)) == 4
    assert all(server.is_port_free(port) for port in ports)


def test_the_secrets_of_a_home_stay_the_same_and_are_private(tmp_path: Path) -> None:
    first, second = (airflow_environment(tmp_path, "postgresql+psycopg2://x/airflow", {}) for _ in range(2))
    for name in ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__API__SECRET_KEY"):
        assert first[name] == second[name]
        assert len(first[name]) >= 32
    assert first["AIRFLOW__API__PORT"] != second["AIRFLOW__API__PORT"]
    assert server.write_passwords(tmp_path / "passwords.json") == server.write_passwords(
        tmp_path / "passwords.json"
    )
    assert {oct(path.stat().st_mode)[-3:] for path in tmp_path.glob("*.json")} == {"600"}


def test_ours_goes_above_what_the_machine_has_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "True")
    monkeypatch.setenv("JEUGDKOPPEL_INBOX", "/elders")
    environment = airflow_environment(tmp_path, "x", {"JEUGDKOPPEL_INBOX": "/hier"}, port=8080)
    assert environment["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert environment["JEUGDKOPPEL_INBOX"] == "/hier"
    assert environment["AIRFLOW__API__BASE_URL"] == "http://localhost:8080"


def test_an_airflow_that_died_says_so_with_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "standalone.log"
    log.write_text("\n".join(f"regel {n}" for n in range(40)))
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()
    dead = AirflowServer("http://localhost:1", "x", log, {}, process)
    started = time.monotonic()
    with pytest.raises(OrchestrationError, match="code 3") as caught:
        dead.wait_until_healthy()
    assert "regel 39" in str(caught.value)
    assert "regel 10" not in str(caught.value)
    assert time.monotonic() - started < 10
