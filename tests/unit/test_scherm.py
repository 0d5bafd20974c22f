"""What people see: whatever a file is called, it is shown as it is."""

import pytest
from rich.console import Console

from integrations import scherm
from integrations.errors import ConfigurationError

NAAM = "[/rood] [bold]x[/bold].xml"


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    console = Console(record=True, width=200)
    monkeypatch.setattr(scherm, "out", console)
    monkeypatch.setattr(scherm, "err", console)
    return console


def test_a_name_that_looks_like_layout_is_shown_as_it_is(console: Console) -> None:
    reden = {"melding": "Er staat [/] in.", "remedie": "Haal [dim] weg."}
    scherm.print_reasons([(NAAM.replace("/", "|"), "geweigerd", [reden])])
    shown = console.export_text()
    assert "[|rood] [bold]x[|bold].xml: geweigerd" in shown
    assert "Er staat [/] in." in shown
    assert "Haal [dim] weg." in shown


def test_a_failure_that_names_a_file_is_shown_as_it_is(console: Console) -> None:
    scherm.print_failure(ConfigurationError(f"{NAAM} bestaat niet.", f"maak {NAAM}."))
    shown = console.export_text()
    assert f"{NAAM} bestaat niet." in shown
    assert f"maak {NAAM}." in shown
