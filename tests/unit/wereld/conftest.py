"""Two small worlds, written once: one without faults, one full of them."""

import pytest

from integrations.wereld import Storingen
from tests.unit.wereld.kleine_wereld import VEEL_STORINGEN, Gelezen, make_wereld


@pytest.fixture(scope="session")
def schoon(tmp_path_factory: pytest.TempPathFactory) -> Gelezen:
    """A world in which nothing goes wrong."""
    out = tmp_path_factory.mktemp("schoon") / "wereld"
    make_wereld(out, storingen=Storingen.none())
    return Gelezen(out)


@pytest.fixture(scope="session")
def gestoord(tmp_path_factory: pytest.TempPathFactory) -> Gelezen:
    """A world in which every kind of fault occurs."""
    out = tmp_path_factory.mktemp("gestoord") / "wereld"
    make_wereld(out, storingen=VEEL_STORINGEN)
    return Gelezen(out)
