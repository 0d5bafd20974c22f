"""The causes of the difference with CBS: one for each youth, and together exactly the difference."""

import pytest

from integrations.wereld import Storingen
from integrations.wereld.cbs_bij import Zorg
from integrations.wereld.oorzaken import TELT_MEE, Regel, causes, counted, judge, why_absent, why_extra
from integrations.wereld.waarheid import read_rijen
from tests.unit.wereld.kleine_wereld import Gelezen, make_wereld
from tests.unit.wereld.test_cbs_bij import zorg

ZIN = zorg("04", "2025-01-01", "2025-06-30")
WIJKTEAM = zorg("04", "2025-01-01", "2025-06-30", uitvoering="wijkteam", bekostiging="")
TAAKGERICHT = zorg("04", "2025-01-01", "2025-06-30", bekostiging="taakgericht")


def regel(oordeel: str = TELT_MEE, vorm: str = "04", ware_vorm: str = "04", saldo_cent: int = 100) -> Regel:
    return Regel("2025HJ01", vorm, ware_vorm, saldo_cent, oordeel)


@pytest.mark.parametrize(
    ("is_laat", "lot", "storing", "in_boek", "verwacht"),
    [
        (False, "toegekend", None, "Z04", TELT_MEE),
        (True, "afgewezen", "ongeldig_bsn", None, "laat"),
        (False, "afgewezen", "ongeldig_bsn", None, "afgewezen"),
        (False, "toegekend", "ontbrekend_bsn", "Z04", "geen_bsn"),
        (False, "toegekend", "afwijkend_tarief", "Z04", TELT_MEE),
        (False, "toegekend", None, None, "niet_gekoppeld"),
    ],
)
def test_a_line_counts_or_has_one_reason_why_not(
    is_laat: bool, lot: str, storing: str | None, in_boek: str | None, verwacht: str
) -> None:
    assert judge(is_laat, lot, storing, in_boek) == verwacht


def test_what_was_taken_back_entirely_does_not_count() -> None:
    assert counted([regel(), regel(vorm="02", saldo_cent=50), regel(vorm="02", saldo_cent=-50)]) == {"04"}
    assert counted([regel("laat"), regel(vorm="")]) == set()


@pytest.mark.parametrize(
    ("zorgen", "regels", "verwacht"),
    [
        ([WIJKTEAM], [], "wijkteam"),
        ([TAAKGERICHT], [], "taakgericht"),
        ([WIJKTEAM, TAAKGERICHT], [], "taakgericht"),
        ([WIJKTEAM, ZIN], [], "zonder_declaratie"),
        ([ZIN], [regel("afgewezen"), regel("laat")], "laat"),
        ([ZIN], [regel("niet_gekoppeld", vorm=""), regel(vorm="02")], "niet_gekoppeld"),
        ([ZIN], [regel(vorm="02")], "andere_hulpvorm"),
        ([ZIN], [regel(), regel(saldo_cent=-100)], "gecrediteerd"),
    ],
)
def test_why_care_does_not_count_in_the_messages(
    zorgen: list[Zorg], regels: list[Regel], verwacht: str
) -> None:
    assert why_absent("04", zorgen, regels) == verwacht


def test_why_the_messages_count_more_than_bij() -> None:
    assert why_extra("04", [ZIN], [regel(ware_vorm="02")]) == "andere_hulpvorm"
    assert why_extra("04", [ZIN], [regel()]) == "module_bij_verblijf"
    assert why_extra("04", [zorg("14", "2025-01-01", "2025-06-30")], [regel()]) == "buiten_zorgperiode"


OMSTANDIGHEDEN = {"onderaanneming", "pgb", "verhuizing", "wijkteam", "taakgericht"}


@pytest.fixture(scope="module")
def bewogen(tmp_path_factory: pytest.TempPathFactory) -> Gelezen:
    """Half of the care is subcontracted, a fifth is from a personal budget, and half of the youths move."""
    out = tmp_path_factory.mktemp("bewogen") / "wereld"
    storingen = Storingen(onderaanneming=0.5, pgb=0.2, verhuizing=0.5, taakgericht=0.2)
    make_wereld(out, storingen=storingen, jeugdigen=240)
    return Gelezen(out)


@pytest.fixture(scope="module")
def samengevoegd(tmp_path_factory: pytest.TempPathFactory) -> Gelezen:
    """One municipality goes up in another one."""
    out = tmp_path_factory.mktemp("samengevoegd") / "wereld"
    make_wereld(out, storingen=Storingen(verhuizing=0.0, herindeling=1.0), jeugdigen=240)
    return Gelezen(out)


def sum_of(gelezen: Gelezen, oorzaak: str) -> list[int]:
    """The sizes of this cause, of every cell that has it."""
    rijen = read_rijen(gelezen.out / "waarheid", "aansluiting")
    return [rij[oorzaak] for rij in rijen if rij[oorzaak]]


@pytest.mark.parametrize(
    ("wereld", "minstens"),
    [
        ("gestoord", {"niet_gekoppeld", "wijkteam", "einddatum_imputatie"}),
        ("bewogen", OMSTANDIGHEDEN),
        ("samengevoegd", {"wijkteam", "herindeling"}),
    ],
)
def test_the_causes_add_up_in_every_cell(
    wereld: str, minstens: set[str], request: pytest.FixtureRequest
) -> None:
    gelezen: Gelezen = request.getfixturevalue(wereld)
    rijen = read_rijen(gelezen.out / "waarheid", "aansluiting")
    assert len(rijen) > 40
    for rij in rijen:
        som = rij["berichten"] + sum(rij[oorzaak] for oorzaak in causes())
        assert som == (rij["cbs"] if rij["gepubliceerd"] is None else rij["gepubliceerd"])
        assert min(rij["bij"], rij["berichten"], rij["cbs"]) >= 0
    gezien = {oorzaak for rij in rijen for oorzaak in causes() if rij[oorzaak]}
    assert gezien >= minstens


def test_the_sign_of_a_cause_says_who_counts_more(bewogen: Gelezen, samengevoegd: Gelezen) -> None:
    assert max(sum_of(bewogen, "onderaanneming")) < 0
    assert min(sum_of(bewogen, "pgb")) > 0
    assert not sum_of(samengevoegd, "verhuizing")


@pytest.mark.parametrize(("wereld", "soort"), [("bewogen", "verhuizing"), ("samengevoegd", "herindeling")])
def test_what_a_move_takes_from_one_municipality_it_gives_to_another(
    wereld: str, soort: str, request: pytest.FixtureRequest
) -> None:
    """Less where the youth lives, more where the care was delivered; in one of both it may stand already."""
    grootten = sum_of(request.getfixturevalue(wereld), soort)
    assert min(grootten) < 0 < max(grootten)


def test_only_those_who_moved_are_counted_in_the_old_municipality(samengevoegd: Gelezen) -> None:
    """After the merger nobody lives in the old municipality: CBS still counts what it was given under the old code, or has no end of."""
    (oud,) = (
        r["gemeente_code"] for r in read_rijen(samengevoegd.out / "waarheid", "gemeenten") if r["opgegaan_in"]
    )
    na = [
        rij
        for rij in read_rijen(samengevoegd.out / "waarheid", "aansluiting")
        if (rij["gemeente_code"], rij["periode"]) == (oud, "2026HJ01")
    ]
    assert sum(rij["bij"] for rij in na) == 0
    assert sum(rij["herindeling"] for rij in na) > 0
    assert all(rij["cbs"] == rij["herindeling"] + rij["einddatum_imputatie"] for rij in na)


def test_the_counts_by_bij_are_those_that_cbs_is_told(gestoord: Gelezen) -> None:
    telling = {
        (rij["gemeente_code"], rij["periode"], rij["hulpvorm"]): rij["jeugdigen"]
        for rij in read_rijen(gestoord.out / "waarheid", "cbs_telling")
    }
    for rij in read_rijen(gestoord.out / "waarheid", "aansluiting"):
        assert rij["bij"] == telling[rij["gemeente_code"], rij["periode"], rij["hulpvorm"]]


def test_without_faults_only_what_cbs_itself_does_is_left(schoon: Gelezen) -> None:
    """No wijkteam, no lump sums, nothing late: then care, its forms by the books and rounding are all that differ."""
    gezien = {
        oorzaak
        for rij in read_rijen(schoon.out / "waarheid", "aansluiting")
        for oorzaak in causes()
        if rij[oorzaak]
    }
    assert gezien <= {
        "laat", "niet_gekoppeld", "andere_hulpvorm", "zonder_declaratie", "module_bij_verblijf", "buiten_zorgperiode", "afronding",
    }  # fmt: skip
