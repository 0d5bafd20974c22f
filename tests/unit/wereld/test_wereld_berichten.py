"""Every message is what the truth says of it: valid, broken in the way that was meant, or the same once more."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from integrations.ijw import read_bericht
from integrations.ijw.registry import BERICHTTYPEN
from integrations.pseudonym import passes_elfproef
from integrations.wereld.bevolking import BSN_EERSTE, BSN_LAATSTE, VERDER_VANAF, Bsns
from integrations.wereld.storingen import SCHEMAFOUTEN, Schemafout
from tests.unit.wereld.kleine_wereld import Gelezen

TYPEN = ("JW301", "JW305", "JW307", "JW315", "JW323", "JW325")
VERDICT = {
    "geldig": "geldig",
    "ongeldig": "ongeldig",
    "niet ondersteund": "niet_ondersteund",
    "al bekend": "geldig",
    "zelfde identiteit": "geldig",
}


def test_every_file_gets_the_verdict_that_the_truth_expects(gestoord: Gelezen) -> None:
    assert set(gestoord.berichten) == set(gestoord.oordelen)
    for bestand, bericht in gestoord.berichten.items():
        assert bericht.oordeel == VERDICT[gestoord.oordelen[bestand]], (bestand, bericht.redenen)
    assert set(gestoord.oordelen.values()) == set(VERDICT)


def test_the_reason_of_a_refusal_is_the_injected_one(gestoord: Gelezen) -> None:
    verwacht = {
        s["bestand"]: s["regel_id"]
        for s in gestoord.waarheid("storingen")
        if s["regel_id"].startswith("ONTV")
    }
    gevonden = {b: m.redenen[0].regel for b, m in gestoord.berichten.items() if m.oordeel != "geldig"}
    assert gevonden == verwacht


def test_valid_by_the_schemas_of_the_standard_too(gestoord: Gelezen, reference: Path) -> None:
    """Those of the messages as they are published, beside the project's own; a document type is not their affair."""
    schemas: dict[str, etree.XMLSchema] = {}
    for rij in gestoord.waarheid("berichten"):
        if rij["oordeel"] == "niet ondersteund" or "documenttype" in rij["bestand"]:
            continue
        naam = rij["berichttype"]
        if naam not in schemas:
            xsd = etree.parse(str(reference / "ijw-3.2" / "xsd" / f"{naam}.xsd"))
            schemas[naam] = etree.XMLSchema(xsd)
        try:
            document = etree.parse(str(gestoord.paden[rij["bestand"]]))
            geldig = schemas[naam].validate(document)
        except etree.XMLSyntaxError:
            geldig = False
        assert geldig == (rij["oordeel"] != "ongeldig"), (rij["bestand"], schemas[naam].error_log)
    assert set(schemas) == set(BERICHTTYPEN)


@pytest.mark.parametrize("fout", SCHEMAFOUTEN, ids=lambda fout: fout.naam)
@pytest.mark.parametrize("berichttype", TYPEN)
def test_every_schema_fault_breaks_every_type(schoon: Gelezen, berichttype: str, fout: Schemafout) -> None:
    heel = next(p for naam, p in schoon.paden.items() if naam.startswith(berichttype)).read_bytes()
    gebroken = read_bericht(fout.breek(heel))
    assert gebroken.oordeel == "ongeldig"
    assert {reden.regel for reden in gebroken.redenen} == {fout.regel_id}


def test_a_double_file_has_the_bytes_of_the_first_and_a_second_identity_has_not(gestoord: Gelezen) -> None:
    paden = gestoord.paden
    for bestand, oordeel in gestoord.oordelen.items():
        if oordeel in ("al bekend", "zelfde identiteit"):
            eerste = f"{bestand.split('__')[0]}.xml"
            assert eerste < bestand
            zelfde_bytes = paden[bestand].read_bytes() == paden[eerste].read_bytes()
            assert zelfde_bytes == (oordeel == "al bekend")
            assert gestoord.berichten[bestand].kop == gestoord.berichten[eerste].kop


def test_identities_are_unique_per_sender_and_type(gestoord: Gelezen) -> None:
    gezien = Counter(
        (bericht.kop.afzender, bericht.kop.berichttype, bericht.kop.identificatie)
        for bestand, bericht in gestoord.berichten.items()
        if gestoord.oordelen[bestand] == "geldig" and bericht.kop
    )
    assert gezien.most_common(1)[0][1] == 1


def test_every_bsn_lies_in_the_test_range_and_fails_the_elfproef_only_on_purpose(gestoord: Gelezen) -> None:
    patroon = re.compile(rb"Bsn>(\d+)<")
    gezien = set()
    for path in gestoord.paden.values():
        gezien |= {m.decode() for m in patroon.findall(path.read_bytes())}
    assert len(gezien) > 100
    assert {"0" * 9, "9" * 9} <= gezien
    gezien -= {"0" * 9, "9" * 9}
    assert all(BSN_EERSTE // 10 <= int(bsn) // 10 <= BSN_LAATSTE // 10 for bsn in gezien)
    ongeldig = [rij for rij in gestoord.rijen("prestatie") if not rij["is_bsn_geldig"]]
    soorten = ("ongeldig_bsn", "ontbrekend_bsn")
    verwacht = [s for s in gestoord.waarheid("storingen") if s["soort"] in soorten]
    assert sorted((r["bestand"], str(r["regelnummer"])) for r in ongeldig) == sorted(
        (s["bestand"], s["regelnummer"]) for s in verwacht
    )
    verkeerd = {r["bsn"] for r in ongeldig} - {"0" * 9, "9" * 9}
    assert {bsn for bsn in gezien if not passes_elfproef(bsn)} == verkeerd


def test_the_test_range_is_used_whole_and_every_youth_has_a_number_of_their_own() -> None:
    bsns = Bsns(1, 8_900)
    alle = [bsns.of(nummer) for nummer in range(8_900)]
    assert len(set(alle)) == 8_900
    assert all(passes_elfproef(bsn) and BSN_EERSTE <= int(bsn) <= BSN_LAATSTE for bsn in alle)


def test_beyond_the_test_range_numbers_start_at_990_million_and_stay_unique() -> None:
    bsns = Bsns(1, 900_000)
    alle = [int(bsns.of(nummer)) for nummer in range(900_000)]
    assert len(set(alle)) == 900_000
    assert min(alle) >= VERDER_VANAF * 10
    assert all(BSN_EERSTE <= bsn <= BSN_LAATSTE for bsn in alle[:9_000])
    assert all(passes_elfproef(str(bsn)) for bsn in alle[9_000::97])
    klein = Bsns(1, 10)
    assert alle[:9_000] == [int(klein.of(nummer)) for nummer in range(9_000)]


def test_agb_codes_are_of_a_kind_of_care_that_does_not_exist(schoon: Gelezen) -> None:
    codes = {rij["aanbieder_agb_code"] for rij in schoon.rijen("prestatie")}
    assert codes <= {rij["aanbieder_agb_code"] for rij in schoon.waarheid("aanbieders")}
    assert all(re.fullmatch(r"00\d{6}", code) for code in codes)
