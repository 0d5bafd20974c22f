"""The report: Dutch, self-contained, readable without scripts, and its money adds up on the page itself."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html

from integrations.publicatie import plaatjes
from integrations.publicatie.cijfers import compute
from integrations.publicatie.oordeel import judge
from integrations.publicatie.rapport import definitions, write_report
from integrations.publicatie.tabellen import SYNTHETISCH, Levering
from tests.unit.publicatie.levering import AS_OF, make_levering


def render(folder: Path, levering: Levering) -> html.HtmlElement:
    figures = compute(levering)
    write_report(folder / "rapport.html", levering, figures, judge(figures, AS_OF))
    return html.fromstring((folder / "rapport.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["met cijfers", "leeg"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    return render(
        tmp_path_factory.mktemp("rapport"), make_levering(None if request.param == "met cijfers" else {})
    )


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    return render(tmp_path_factory.mktemp("rapport"), make_levering())


def test_it_is_dutch_and_needs_nothing_else(page: html.HtmlElement) -> None:
    assert page.get("lang") == "nl"
    assert not page.xpath("//script | //link | //iframe | //img | //@onclick")
    text = html.tostring(page, encoding="unicode")
    assert not re.search(r"(src|href)=\"(?!#)|url\((?!#)|@import", text.replace('xlink:href="#', 'x="#'))


def test_it_can_be_read_by_whoever_does_not_see_it(page: html.HtmlElement) -> None:
    for table in page.xpath("//table"):
        assert table.xpath("./caption"), "every table has a caption"
        assert table.xpath("./thead//th")
        assert all(th.get("scope") for th in table.xpath(".//th"))
    for svg in page.xpath("//*[local-name()='svg']"):
        assert svg.get("role") == "img"
        assert page.get_element_by_id(svg.get("aria-labelledby")).text
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels)), "no level of headings is skipped"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in page.xpath("//nav//a/@href"):
        assert target[1:] in ids


def test_synthetic_figures_say_so_and_real_ones_do_not(tmp_path: Path, full: html.HtmlElement) -> None:
    synthetic = render(tmp_path, replace(make_levering(), is_synthetisch=True))
    assert SYNTHETISCH in synthetic.xpath("string(//header)")
    assert SYNTHETISCH not in full.xpath("string(//header)")


def test_the_verdict_comes_first(full: html.HtmlElement) -> None:
    heads = [h.text_content() for h in full.xpath("//h2")]
    assert heads == [
        "Bruikbaar met voorbehoud", "Gebruik", "Kosten", "Nog te komen", "Indicatoren", "Koppeling", "Kwaliteit",
        "Verschil met het CBS", "Beperkingen", "Begrippen", "Versies en bestanden",
    ]  # fmt: skip


def amounts(row: html.HtmlElement) -> list[Decimal]:
    texts = [cell.text_content() for cell in row.xpath("./td") if "€" in cell.text_content()]
    return [Decimal(re.sub(r"[^0-9,−]", "", t).replace("−", "-").replace(",", ".")) for t in texts]


def test_the_money_on_the_page_adds_up_to_the_cent(full: html.HtmlElement) -> None:
    published, held, rejected, declared = (
        amounts(r)[0] for r in full.xpath("//table[caption[contains(., 'Van gede')]]//tbody/tr")
    )
    assert published + held + rejected == declared == Decimal("1968.51")
    for caption in ("Bedragen per zorgmaand", "Bedragen per zorgcategorie"):
        rows = [amounts(r) for r in full.xpath(f"//table[caption[contains(., '{caption}')]]/tbody/tr")]
        total = amounts(full.xpath(f"//table[caption[contains(., '{caption}')]]/tfoot/tr")[0])
        assert [sum(column) for column in zip(*rows, strict=True)] == total
        for declared, rejected, held, published in [*rows, total]:
            assert declared == rejected + held + published


def test_what_comes_from_a_product_book_is_text(full: html.HtmlElement) -> None:
    assert "<b>nieuw</b>" in full.text_content()
    assert not full.xpath("//b")


def test_findings_come_with_what_to_do(full: html.HtmlElement) -> None:
    text = full.text_content()
    assert text.index("Remedie twee.") < text.index("Remedie een."), "the largest amount first"
    assert "overgeslagen" in text


def test_every_indicator_is_defined(full: html.HtmlElement) -> None:
    text = " ".join(full.text_content().split())
    measures = {name: maat for mart in definitions() for name, maat in mart.maten.items()}
    assert {"gedeclareerd", "instroom", "doorstroom", "uitstroom", "jeugdigen"} <= set(measures)
    for maat in measures.values():
        for part in (maat.zin, maat.formule, maat.verwacht, maat.bron):
            assert " ".join((part or "").split()) in text


def test_a_picture_is_well_formed_and_always_the_same() -> None:
    months = compute(make_levering()).maanden
    picture = plaatjes.kosten(months)
    assert picture == plaatjes.kosten(months)
    root = etree.fromstring(picture)
    assert len(root.xpath("//*[local-name()='text']")) > 3, "text is text, not outlines"
    assert "2026-" not in picture, "no date of making"


def test_what_is_still_to_come_stands_with_its_margin(full: html.HtmlElement) -> None:
    section = full.xpath("//section[@aria-labelledby='nog-te-komen']")[0]
    text = " ".join(section.text_content().split())
    # 10 + 50 euro; margin 1.2816 x sqrt(8^2 + 12^2 + (6 + 16)^2) = 33.66
    assert "nog € 60 aan" in text
    assert "van € 26 tot € 94" in text
    assert [cell.text_content() for cell in section.xpath(".//tr[last()]/td")][-1] == "94,7%"
    assert len(section.xpath(".//*[local-name()='svg']")) == 1


def test_a_year_stands_beside_what_may_be_seen_of_the_region(full: html.HtmlElement) -> None:
    section = full.xpath("//section[@aria-labelledby='indicatoren']")[0]
    years, durations = [
        [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tbody/tr")]
        for table in section.xpath(".//table")
    ]
    assert [row[1] for row in years] == ["Amsterdam", "Amsterdam-Amstelland"]
    assert years[0][5:] == ["€ 150", "41,5%", "14", "33,3%", "–"]
    assert durations == [["Traject", "2026", "14", "11", "62", "142", "–"]]
