"""Which faults a world gets can be said in a file; what it does not understand it refuses by name."""

import json
from pathlib import Path

import pytest

from integrations.errors import ConfigurationError
from integrations.wereld import Storingen
from integrations.wereld.storingenbestand import read_storingen


def write(tmp_path: Path, naam: str, tekst: str) -> Path:
    path = tmp_path / naam
    path.write_text(tekst, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("naam", "tekst"),
    [
        ("s.yaml", "dubbele_regel: 0.01\nlate_start: 1\n"),
        ("s.json", json.dumps({"dubbele_regel": 0.01, "late_start": 1})),
        ("s.toml", "dubbele_regel = 0.01\nlate_start = 1\n"),
    ],
)
def test_named_faults_change_and_the_others_keep_their_rate(tmp_path: Path, naam: str, tekst: str) -> None:
    storingen = read_storingen(write(tmp_path, naam, tekst))
    assert (storingen.dubbele_regel, storingen.late_start) == (0.01, 1.0)
    assert storingen.ontbrekende_stop == Storingen().ontbrekende_stop == 0.15


def test_all_others_can_be_switched_off(tmp_path: Path) -> None:
    storingen = read_storingen(write(tmp_path, "s.yaml", "basis: geen\npgb: 0.5\n"))
    assert storingen == Storingen(**{**_zero(), "pgb": 0.5})


def _zero() -> dict[str, float]:
    return dict.fromkeys(Storingen.__dataclass_fields__, 0.0)


@pytest.mark.parametrize(
    ("naam", "tekst", "melding"),
    [
        ("s.yaml", "dubbele_regels: 0.01", "onbekende storing dubbele_regels"),
        ("s.yaml", "late_start: 1.5", "late_start heeft geen kans"),
        ("s.yaml", "late_start: vaak", "late_start heeft geen kans"),
        ("s.yaml", "late_start: true", "late_start heeft geen kans"),
        ("s.yaml", "basis: alles", "basis 'alles' bestaat niet"),
        ("s.yaml", "- late_start", "geen lijst van storingen"),
        ("s.yaml", "late_start: [", "niet te lezen"),
        ("s.toml", "late_start: 0.1", "niet te lezen"),
        ("s.json", "", "geen lijst van storingen"),
    ],
)
def test_what_is_no_list_of_chances_is_refused(tmp_path: Path, naam: str, tekst: str, melding: str) -> None:
    with pytest.raises(ConfigurationError, match=melding):
        read_storingen(write(tmp_path, naam, tekst))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="niet te lezen"):
        read_storingen(tmp_path / "weg.yaml")
