"""The pseudonym and the eleven test."""

import pytest

from integrations.pseudonym import make_pseudonymiser, passes_elfproef


@pytest.mark.parametrize("bsn", ["999900006", "999900018", "999990019"])
def test_numbers_that_pass(bsn: str) -> None:
    digits = [int(d) for d in bsn]
    by_hand = sum((9 - i) * digits[i] for i in range(8)) - digits[8]
    assert passes_elfproef(bsn) is (by_hand % 11 == 0)


@pytest.mark.parametrize(
    "bsn", ["999900007", "000000000", "99990000", "9999000060", "99990000x", "٩٩٩٩٠٠٠٠٦", ""]
)
def test_what_is_no_bsn(bsn: str) -> None:
    assert not passes_elfproef(bsn)


def test_a_pseudonym_is_stable_and_keyed_and_hides_the_number() -> None:
    ours, theirs = make_pseudonymiser(b"a" * 32), make_pseudonymiser(b"b" * 32)
    assert ours("999900006") == make_pseudonymiser(b"a" * 32)("999900006")
    assert ours("999900006") != theirs("999900006")
    assert ours("999900006") != ours("999900018")
    assert len(ours("999900006")) == 32
    assert "9999" not in ours("999900006")
