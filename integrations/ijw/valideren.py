"""Judge files without a database: what ``jeugdkoppel ijw validate`` prints."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from integrations.ijw.lezen import MAX_BYTES, read_bericht
from integrations.ijw.schema import check_xsd


def find_files(path: Path) -> list[Path]:
    """``path`` itself, or every ``*.xml`` in that folder and below, sorted."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() == ".xml" and file.is_file())


def validate_files(paths: Iterable[Path], xsd: Path | None = None) -> list[dict[str, Any]]:
    """The verdict on each file of ``paths`` (files and folders), in that order.

    Args:
        paths: what to judge.
        xsd: the folder with the standard's own schema files, which then judge; None for ours.

    Returns:
        Per file ``{"bestand", "berichttype", "geldig", "redenen": [{"regel", "element", "regel_in_bestand",
        "waarde", "melding", "remedie"}]}``. A type or release that is not supported is not ``geldig``.

    Raises:
        OSError: a file does not exist or cannot be read.
        ConfigurationError: ``xsd`` cannot judge every type; nothing was read then.
    """
    return list(iter_verdicts(paths, xsd))


def iter_verdicts(paths: Iterable[Path], xsd: Path | None = None) -> Iterator[dict[str, Any]]:
    """As ``validate_files``, one at a time for a progress bar."""
    check_xsd(xsd)
    for path in paths:
        for file in find_files(path):
            with file.open("rb") as stream:
                gelezen = read_bericht(stream.read(MAX_BYTES + 1), xsd)
            yield {
                "bestand": str(file),
                "berichttype": gelezen.kop.berichttype if gelezen.kop else None,
                "geldig": gelezen.oordeel == "geldig",
                "redenen": [asdict(reden) for reden in gelezen.redenen],
            }
