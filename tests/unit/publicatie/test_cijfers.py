"""The figures and the verdict: sums over published rows, and bounds that decide."""

import dataclasses
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from integrations.publicatie.cijfers import MAX_MAANDEN, Aansluiting, Bedragen, Cijfers, compute
from integrations.publicatie.oordeel import Uitslag, judge
from tests.unit.publicatie.levering import APRIL, AS_OF, MEI, ROWS, cent, kosten, make_levering


def test_money_of_all_rows_adds_up() -> None:
    b = compute(make_levering()).bedragen
    assert (b.gedeclareerd, b.afgewezen, b.aangehouden, b.gepubliceerd) == (
        cent(196_851), cent(-150), cent(2_000), cent(195_001),
    )  # fmt: skip
    assert b.goedgekeurd == cent(197_001)
    assert b.verschil == 0


def test_the_reference_month_is_the_last_with_a_known_next_month() -> None:
    month = compute(make_levering()).peilmaand
    assert month is not None
    assert (month.maand, month.jeugdigen, month.uitstroom) == (APRIL, 12, 2)


def test_a_single_month_is_its_own_reference() -> None:
    rows = ROWS | {"gebruik_totaal_v1": [("0363", MEI, 11, None, None)]}
    month = compute(make_levering(rows)).peilmaand
    assert month is not None
    assert month.maand == MEI


def test_old_months_are_summed_so_that_the_table_still_adds_up() -> None:
    months = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(MAX_MAANDEN + 3)]
    rows = {"kosten_v1": [kosten(m, "Z02", "Begeleiding", 100, 10, 1) for m in months]}
    figures = compute(make_levering(rows))
    assert figures.eerder.gepubliceerd == cent(300)
    shown = sum((m.bedragen.gepubliceerd for m in figures.maanden), Decimal(0))
    assert figures.eerder.gepubliceerd + shown == figures.bedragen.gepubliceerd


def test_unmapped_is_counted_in_lines_and_in_euros() -> None:
    figures = compute(make_levering())
    assert figures.aandeel_regels == pytest.approx(6 / 9)
    assert figures.aandeel_euro == pytest.approx(191_851 / 196_851)
    assert [row["product_code"] for row in figures.niet_gekoppeld] == ["45X01"]


def test_no_share_is_taken_where_credits_leave_nothing() -> None:
    rows = {
        "koppeling_v1": [("0363", "gemeente", 1, 1, cent(100)), ("0363", "niet gekoppeld", 1, 1, cent(-100))]
    }
    assert compute(make_levering(rows)).aandeel_euro is None


def test_findings_are_ordered_by_money_and_rules_by_what_needs_attention() -> None:
    figures = compute(make_levering())
    assert [row["regel_id"] for row in figures.bevindingen] == ["TR346", "TR304"]
    assert [row["regel_id"] for row in figures.regels] == ["TR304", "TR390", "TR314"]


def test_the_newest_half_year_that_cbs_published_is_compared() -> None:
    link = compute(make_levering()).aansluiting
    assert link is not None
    assert (link.naam, link.vergelijkbaar, link.binnen) == ("tweede halfjaar van 2025", 2, 1)


def test_an_empty_release_has_no_figures_and_nothing_to_judge() -> None:
    figures = compute(make_levering({}))
    assert figures.bedragen == Bedragen()
    assert figures.peilmaand is None
    assert figures.aansluiting is None
    assert judge(figures, AS_OF).kop == "Nog niets te beoordelen"


def results(*statuses: str, reikwijdte: str = "gemeente", ernst: str = "fout") -> dict[str, Any]:
    """Rules with these statuses, as the figures hold them."""
    rows = [
        {"regel_id": f"R{n}", "status": s, "reikwijdte": reikwijdte, "ernst": ernst}
        for n, s in enumerate(statuses)
    ]
    return {"regels": rows, "uitslagen": Counter(statuses)}


def findings(gevolg: str, amount: Decimal | None) -> dict[str, Any]:
    return {"bevindingen": [{"gevolg": gevolg, "bedrag_euro": amount}]}


def good_figures(**changes: Any) -> Cijfers:
    """Figures on which every criterion is good, but for ``changes``."""
    figures = dataclasses.replace(
        compute(make_levering()),
        bedragen=Bedragen(9, cent(10_000), cent(0), cent(0), cent(10_000)),
        aandeel_euro=1.0,
        bevindingen=[],
        **results("voldoet", "voldoet niet", "niet van toepassing"),
        aansluiting=Aansluiting(2025, 2, [], 4, 4),
        laatste_declaraties=date(2026, 10, 1),
    )
    return dataclasses.replace(figures, **changes)


def test_good_figures_are_usable() -> None:
    assert judge(good_figures(), AS_OF).kop == "Bruikbaar"


@pytest.mark.parametrize(
    ("changes", "worst"),
    [
        ({"bedragen": Bedragen(9, cent(10_001), cent(0), cent(0), cent(10_000))}, Uitslag.ONVOLDOENDE),
        ({"aandeel_euro": 0.95}, Uitslag.GOED),
        ({"aandeel_euro": 0.9499}, Uitslag.LET_OP),
        ({"aandeel_euro": 0.80}, Uitslag.LET_OP),
        ({"aandeel_euro": 0.7999}, Uitslag.ONVOLDOENDE),
        ({"aandeel_euro": None}, Uitslag.ONBEKEND),
        ({"bedragen": Bedragen(9, cent(10_000), cent(0), cent(200), cent(9_800))}, Uitslag.GOED),
        ({"bedragen": Bedragen(9, cent(10_000), cent(0), cent(201), cent(9_799))}, Uitslag.LET_OP),
        ({"bedragen": Bedragen(9, cent(10_000), cent(0), cent(1_001), cent(8_999))}, Uitslag.ONVOLDOENDE),
        ({"bedragen": Bedragen(9, cent(0), cent(0), cent(0), cent(0))}, Uitslag.ONBEKEND),
        (findings("markeren", cent(500)), Uitslag.GOED),
        (findings("markeren", cent(501)), Uitslag.LET_OP),
        (findings("markeren", cent(1_501)), Uitslag.ONVOLDOENDE),
        (findings("aanhouden", cent(9_000)), Uitslag.GOED),
        (findings("markeren", None), Uitslag.GOED),
        (results("voldoet", "overgeslagen"), Uitslag.LET_OP),
        (results("voldoet", "niet uitvoerbaar"), Uitslag.LET_OP),
        (results("overgeslagen", "overgeslagen"), Uitslag.ONBEKEND),
        (results(), Uitslag.ONBEKEND),
        (results("voldoet niet", reikwijdte="alle gemeenten"), Uitslag.LET_OP),
        (results("voldoet niet", reikwijdte="alle gemeenten", ernst="waarschuwing"), Uitslag.GOED),
        ({"aansluiting": None}, Uitslag.ONBEKEND),
        ({"aansluiting": Aansluiting(2025, 2, [], 4, 0)}, Uitslag.LET_OP),
        ({"laatste_declaraties": date(2026, 9, 1)}, Uitslag.LET_OP),
        ({"laatste_declaraties": date(2026, 7, 1)}, Uitslag.ONVOLDOENDE),
        ({"laatste_declaraties": None}, Uitslag.ONBEKEND),
    ],
)
def test_the_worst_criterion_decides(changes: dict[str, Any], worst: Uitslag) -> None:
    assert judge(good_figures(**changes), AS_OF).uitslag is worst


def test_what_was_not_judged_is_never_called_usable_without_reserve() -> None:
    verdict = judge(good_figures(aansluiting=None), AS_OF)
    assert verdict.kop == "Bruikbaar met voorbehoud"
    assert verdict.zin == "Niet te beoordelen: aansluiting met het CBS."
