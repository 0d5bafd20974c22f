"""A folder for a whole installation; not pytest's own, which the user that PostgreSQL runs as may not enter."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="jk-e2e-"))
    yield folder
    shutil.rmtree(folder)
