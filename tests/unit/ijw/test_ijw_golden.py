"""Golden cases: one folder a case with ``bericht.xml`` and what reading it must give in ``verwacht.json``.

A folder that also has ``gegevens.json`` is written too, and must give the same bytes.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from integrations.ijw import COLUMNS, read_bericht, write_bericht
from tests.conftest import ROOT

CASES = sorted((ROOT / "tests" / "golden" / "ijw").iterdir())


def outcome(inhoud: bytes) -> dict[str, Any]:
    """The result of reading as plain JSON, each row with the names of its columns."""
    gelezen = read_bericht(inhoud)
    rijen = {
        table: [dict(zip(COLUMNS[table], rij, strict=True)) for rij in rijen]
        for table, rijen in gelezen.rijen.items()
    }
    kop = asdict(gelezen.kop) if gelezen.kop else None
    plain = {
        "oordeel": gelezen.oordeel,
        "kop": kop,
        "redenen": [asdict(r) for r in gelezen.redenen],
        "rijen": rijen,
    }
    return dict(json.loads(json.dumps(plain, default=str)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading_gives_what_the_case_says(case: Path) -> None:
    expected = json.loads((case / "verwacht.json").read_text(encoding="utf-8"))
    assert outcome((case / "bericht.xml").read_bytes()) == expected


@pytest.mark.parametrize(
    "case", [c for c in CASES if (c / "gegevens.json").exists()], ids=lambda case: case.name
)
def test_writing_gives_the_bytes_of_the_case(case: Path) -> None:
    gegevens = json.loads((case / "gegevens.json").read_text(encoding="utf-8"))
    assert write_bericht(case.name[:5].upper(), gegevens) == (case / "bericht.xml").read_bytes()


def test_cases_cover_every_verdict() -> None:
    verdicts = {json.loads((c / "verwacht.json").read_text(encoding="utf-8"))["oordeel"] for c in CASES}
    assert verdicts == {"geldig", "ongeldig", "niet_ondersteund"}
