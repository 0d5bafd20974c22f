"""Whatever the schema accepts, core accepts: no sender can make a message that our own machinery stumbles over."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from lxml import etree

from integrations.inbox.verwerking import process
from tests.conftest import ROOT
from tests.integration.inbox.hulp import KEY, receive

pytestmark = pytest.mark.integration

VALUES = [
    "",
    " ",
    "0",
    "-1",
    "+1",
    "01",
    "1.0",
    "C",
    "99999999",
    "999999999",
    "2147483648",
    "9" * 30,
    "é" * 12,
    "a\nb",
]
VALUES += [
    "0001-01-01",
    "9999-12-31",
    "2026-04-01Z",
    "-2026-04-01",
    "12026-04-01",
    "24:00:00",
    "23:59:59.999",
]
VALUES += ["12:00:00+01:00", "0384", "000000000"]


def variants(sample: bytes) -> Iterator[bytes]:
    """The sample with one value replaced by another, for every leaf, or with one element left out or doubled."""
    for place, _ in enumerate(etree.fromstring(sample).iter("{*}*")):
        for variant, value in enumerate([*VALUES, None, "twice"]):
            tree = etree.fromstring(sample)
            header = tree[0]
            identity = header.find("{*}IdentificatieRetour")  # of a return; any other has but the one
            if identity is None:
                identity = header.find("{*}BerichtIdentificatie/{*}Identificatie")
            assert identity is not None
            identity.text = f"G{place}-{variant}"
            element = list(tree.iter("{*}*"))[place]
            parent = element.getparent()
            if parent is None:
                continue
            if value is None:
                parent.remove(element)
            elif value == "twice":
                element.addnext(etree.fromstring(etree.tostring(element)))
            elif len(element) == 0:
                element.text = value
            else:
                continue
            yield etree.tostring(tree)


@pytest.mark.parametrize("server_template", ["embedded"], indirect=True)  # one kind of server will do
@pytest.mark.parametrize(
    "berichttype",
    ["JW301", "JW305", "JW307", "JW315", "JW317", "JW318", "JW319", "JW320", "JW323", "JW325"],
)
def test_whatever_the_schema_accepts_core_accepts(
    ready: sa.Engine, sample: Callable[[str], bytes], berichttype: str
) -> None:
    case = ROOT / "tests/golden/ijw" / f"{berichttype.lower()}-volledig" / "bericht.xml"
    is_ours = berichttype in ("JW317", "JW318", "JW320")  # their samples leave out much
    original = case.read_bytes() if is_ours else sample(berichttype).replace(b"2027-06-31", b"2027-06-30")
    receive(ready, dict.fromkeys(variants(original)))
    run = process(ready, KEY)  # and does not raise
    found = Counter(b.status for b in run.berichten)
    assert found["verwerkt"] > 20
    assert found["geweigerd"] > 200
