"""Which files of a folder are messages, and what may be kept of their names."""

import os
from pathlib import Path

import pytest

from integrations.inbox.landing import find_files, safe_name


def test_unfinished_hidden_and_set_aside_files_are_not_taken(tmp_path: Path) -> None:
    taken = ["a.xml", "sub/b.XML", "zonder-uitgang"]
    left = [".a.xml", "a.xml.part", "a.xml~", "_ontvangen/2026-11-22/c.xml", ".git/d.xml", "sub/_later/e.xml"]
    for name in taken + left:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [str(p.relative_to(tmp_path)) for p in find_files(tmp_path)] == taken


@pytest.mark.parametrize(
    ("naam", "bewaard"),
    [
        ("JW323-0384.xml", "JW323-0384.xml"),
        ("client_999900006.xml", "client_*********.xml"),
        ("map 999990020/999900006.xml", "map *********/*********.xml"),
        ("volgnummer 999900007.xml", "volgnummer 999900007.xml"),  # fails the elfproef: no BSN
        ("20999900006.xml", "20999900006.xml"),  # eleven digits: no BSN
        ("café.xml", "café.xml"),
        ("twee\nregels\x00.xml", "twee?regels?.xml"),
        (os.fsdecode(b"caf\xe9.xml"), "caf?.xml"),  # Latin-1 on disk
    ],
)
def test_a_name_is_kept_without_bsn_and_as_storable_text(naam: str, bewaard: str) -> None:
    assert safe_name(naam) == bewaard
