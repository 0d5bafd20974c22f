"""What the book calls covered by the schema: at every place, a message that breaks the rule is refused."""

import re

import pytest

from integrations.ijw.schema import load_schema
from quality.regelboek import Plaats, read_boek
from tests.unit.quality.volledig_bericht import find_elements, make_volledig

HOOGSTENS = {
    "RS002": 99,
    "RS004": 99_999,
    "RS005": 99_999_999,
    "RS006": 999_999_999,
    "RS040": 999_999_999_999,
}
LENGTE = {
    "RS008": 1, "RS009": 2, "RS010": 3, "RS011": 4, "RS012": 5, "RS013": 6, "RS014": 8, "RS015": 9, "RS016": 10,
    "RS017": 12, "RS018": 15, "RS019": 20, "RS020": 24, "RS021": 25, "RS023": 35, "RS024": 36, "RS025": 64, "RS026": 80,
    "RS028": 200,
}  # fmt: skip
ONTBREEKT = {"OP076", "OP079", "OP091"}
FOUT: dict[str, tuple[str, ...]] = {
    "RS001": ("-1",),
    "RS031": ("", " "),
    "RS032": ("2026-03-02Z", "2026-03-02+01:00"),
    "RS033": ("", " "),
    "RS035": ("123", "12345", "12a4"),
    "RS036": ("1234567", "123456789", "1234567a"),
    "RS037": ("99990000", "9999000061", "99990000a"),
    "RS045": ("J.H", "J H"),
    "RS046": ("06 12", "06-12", "+316"),
    "RS047": ("999",),
    "RS048": ("1.0", "1.0.0.0", "1.a.0", "1,0,0"),
    "CS015": ("1", "3"),
    "CS025": ("2", "4"),
    "CS319": ("A 1", "A-1", "A.1"),
    "OP254": ("1234567", "AGB00001"),
    "IV024": ("1.50", "1,50", "€ 1"),
    "IV034": ("", "1"),
}
CASES = [
    pytest.param(regel.code, plaats, id=f"{regel.code}-{plaats}")
    for regel in read_boek().values()
    if regel.uitvoering == "schema"
    for plaats in regel.plaatsen
]


def wrong_values(code: str, letters: bool) -> tuple[str, ...]:
    if code in HOOGSTENS:
        return (str(HOOGSTENS[code] + 1),)
    if code in LENGTE:
        return (("a" if letters else "1") * (LENGTE[code] + 1),)
    return FOUT[code]


@pytest.mark.parametrize(("code", "plaats"), CASES)
def test_a_message_that_breaks_the_rule_is_refused(code: str, plaats: Plaats) -> None:
    schema = load_schema(plaats.bericht)
    bericht = make_volledig(plaats.bericht)
    assert schema.validate(bericht), schema.error_log
    elements = find_elements(bericht, plaats.klasse, plaats.element)
    assert elements, "the place exists"
    for element in elements:
        if code in ONTBREEKT:
            parent = element.getparent()
            at = parent.index(element)
            parent.remove(element)
            assert not schema.validate(bericht)
            parent.insert(at, element)
            continue
        good = element.text
        for wrong in wrong_values(code, letters=plaats.element.endswith("Voorletters")):
            element.text = wrong
            assert not schema.validate(bericht), f"{wrong!r} is accepted"
        element.text = good
    assert schema.validate(bericht)


@pytest.mark.parametrize(("code", "plaats"), [c for c in CASES if c.values[0] in HOOGSTENS | LENGTE])
def test_the_limit_itself_is_accepted(code: str, plaats: Plaats) -> None:
    """So that the message above is refused for its length or height. Codes and fixed values have no limit of their own."""
    schema = load_schema(plaats.bericht)
    bericht = make_volledig(plaats.bericht)
    (element, *_) = find_elements(bericht, plaats.klasse, plaats.element)
    letters = "a" if plaats.element.endswith("Voorletters") else "1"
    most = str(HOOGSTENS[code]) if code in HOOGSTENS else letters * LENGTE[code]
    element.text = most
    if not schema.validate(bericht):
        assert re.search("enumeration|pattern", str(schema.error_log)), schema.error_log
