"""``jeugdkoppel world generate`` as a user meets it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from integrations.cli import app

runner = CliRunner()


def test_faults_processes_and_municipalities_are_asked_for_on_the_command_line(tmp_path: Path) -> None:
    faults = tmp_path / "storingen.yaml"
    faults.write_text("basis: geen\npgb: 1\n", encoding="utf-8")
    opties = [
        "--gemeenten",
        "2",
        "--jeugdigen",
        "10",
        "--storingen",
        str(faults),
        "--processen",
        "2",
        "--json",
    ]
    uitkomst = runner.invoke(app, ["world", "generate", "--out", str(tmp_path / "w"), *opties])
    assert uitkomst.exit_code == 0, uitkomst.output
    wereld = json.loads(uitkomst.stdout)
    assert (len(wereld["gemeenten"]), wereld["prestaties"], wereld["berichten"]) == (2, 0, 0)
    assert wereld["storingen"] > 0
    assert "declaratieregels" in uitkomst.stderr


def test_a_number_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    uitkomst = runner.invoke(app, ["world", "generate", "--out", str(tmp_path / "w"), "--gemeenten", "veel"])
    assert uitkomst.exit_code == 2
    assert not (tmp_path / "w").exists()
