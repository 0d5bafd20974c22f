"""A database that can take messages, and the standard's own messages to give it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from quality.catalogus import load_regels


@pytest.fixture
def ready(engine: sa.Engine) -> sa.Engine:
    """A migrated database with the rules that a refusal points at."""
    with engine.begin() as conn:
        load_regels(conn)
    return engine


@pytest.fixture
def sample(reference: Path) -> Callable[[str], bytes]:
    """Bytes of the standard's own sample message of a type."""
    return lambda berichttype: (reference / "ijw-3.2/berichten" / f"{berichttype}.xml").read_bytes()
