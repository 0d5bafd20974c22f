"""When messages were received, from a CSV: exact, or refused with the line that is wrong."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.errors import ConfigurationError
from integrations.inbox.ontvangsttijden import read_ontvangsttijden

NU = datetime(2026, 1, 1, tzinfo=UTC)


def read(tmp_path: Path, tekst: str) -> dict[str, datetime]:
    path = tmp_path / "tijden.csv"
    path.write_text(tekst, encoding="utf-8")
    return read_ontvangsttijden(path, NU)


def test_moments_keep_their_offset(tmp_path: Path) -> None:
    tijden = read(
        tmp_path, '"bestand","ontvangen_op"\na.xml,2025-03-04T09:15:00Z\nb.xml,2025-07-01 09:00:00.5+02:00\n'
    )
    assert tijden["a.xml"] == datetime(2025, 3, 4, 9, 15, tzinfo=UTC)
    assert tijden["b.xml"] == datetime(2025, 7, 1, 7, 0, 0, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        ("", "begint niet met"),
        ("naam,moment\n", "begint niet met"),
        ("bestand,ontvangen_op\na.xml,2025-03-04T09:15:00\n", "regel 2"),
        ("bestand,ontvangen_op\na.xml,2025-03-04T09:15:00Z\nb.xml,gisteren\n", "regel 3"),
        ("bestand,ontvangen_op\na.xml\n", "regel 2"),
        ("bestand,ontvangen_op\na.xml,2026-03-04T09:15:00Z\n", "regel 2"),
    ],
)
def test_what_is_no_past_moment_is_refused(tmp_path: Path, tekst: str, melding: str) -> None:
    with pytest.raises(ConfigurationError, match=melding):
        read(tmp_path, tekst)
