"""The command line as people meet it: every command documented, errors in two sentences, exit codes as promised."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from integrations.cli import app
from tests.conftest import ROOT

CONTRACT = {
    "db upgrade", "world generate", "world serve-cbs", "ijw validate", "receive", "process", "cbs pull", "cbs load", "mapping coverage",
    "mapping import", "mapping export", "quality run", "reconcile", "publish", "verify", "doctor", "serve",
}  # fmt: skip


def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("JEUGDKOPPEL_")}
    return subprocess.run(
        [sys.executable, "-m", "integrations.cli", *args],
        capture_output=True, text=True, cwd=ROOT, env=inherited | env, timeout=60, check=False,
    )  # fmt: skip


def commands() -> dict[str, object]:
    root = typer.main.get_command(app)
    found: dict[str, object] = {}
    for name, command in root.commands.items():
        if hasattr(command, "commands"):
            found |= {f"{name} {sub}": leaf for sub, leaf in command.commands.items()}
        else:
            found[name] = command
    return found


def test_the_commands_are_these_and_no_other() -> None:
    assert set(commands()) == CONTRACT


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_every_command_has_json_and_a_dutch_sentence_and_is_in_the_readme(name: str) -> None:
    command = commands()[name]
    assert any("--json" in getattr(p, "opts", []) for p in command.params)  # type: ignore[attr-defined]
    assert command.help.strip().endswith(".")  # type: ignore[attr-defined]
    assert f"jeugdkoppel {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_missing_key_is_wrong_use_and_says_what_to_do(tmp_path: Path) -> None:
    done = run("process", JEUGDKOPPEL_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "JEUGDKOPPEL_PSEUDONYM_KEY" in done.stderr
    assert "Wat te doen:" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_json_an_error_is_json_too(tmp_path: Path) -> None:
    done = run("process", "--json", JEUGDKOPPEL_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert set(json.loads(done.stdout)) == {"fout", "remedie"}


def test_an_unknown_path_is_wrong_use(tmp_path: Path) -> None:
    assert run("receive", str(tmp_path / "nergens"), JEUGDKOPPEL_DATA_DIR=str(tmp_path)).returncode == 2


def test_validating_needs_no_database_and_tells_why(tmp_path: Path, reference: Path) -> None:
    folder = reference / "ijw-3.2" / "berichten"
    done = run("ijw", "validate", "--json", str(folder / "JW323.xml"), str(folder / "JW315.xml"))
    assert done.returncode == 1
    results = {r["berichttype"]: r for r in json.loads(done.stdout)}
    assert results["JW323"]["geldig"] is True
    assert results["JW323"]["redenen"] == []
    reason = results["JW315"]["redenen"][0]
    assert (reason["element"], reason["waarde"]) == ("ToewijzingEinddatum", "2027-06-31")
    assert reason["remedie"]
    assert re.search(r"999900\d{3}", done.stdout) is None
    assert run("ijw", "validate", str(folder / "JW323.xml")).returncode == 0
