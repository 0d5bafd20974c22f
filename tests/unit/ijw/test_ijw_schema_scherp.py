"""The comparison with the standard's schemas is sharp: a mistake in ours does not pass it."""

from pathlib import Path
from random import Random

from tests.unit.ijw.schemamutanten import NEVER_SEEN, alle_mutanten, is_seen


def test_a_mistake_in_our_schemas_does_not_pass(reference: Path) -> None:
    mutanten = [m for m in alle_mutanten() if not m.fout.startswith(NEVER_SEEN)]
    assert len(mutanten) > 3000
    for mutant in Random(4).sample(mutanten, 60):  # noqa: S311
        assert is_seen(mutant, reference / "ijw-3.2" / "xsd"), mutant.fout
