"""The report: one Dutch HTML file that needs nothing else, neither scripts nor fonts nor the network."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from integrations.publicatie import opmaak, plaatjes
from integrations.publicatie.cijfers import UITSLAGEN, Bedragen, Cijfers
from integrations.publicatie.definities import Mart, marts
from integrations.publicatie.oordeel import Oordeel
from integrations.publicatie.tabellen import SYNTHETISCH, Levering, Rij

VERSIES = {
    "programma": "Programma",
    "schema": "Schema van de database",
    "koppelingen": "Koppelingen",
    "regels": "Controleregels",
    "cbs_85099ned": "CBS-tabel 85099NED, gewijzigd op",
}


@dataclass(frozen=True)
class Kerncijfer:
    """A figure at the top, with what it means in half a sentence."""

    naam: str
    waarde: str
    uitleg: str


def write_report(path: Path, levering: Levering, cijfers: Cijfers, oordeel: Oordeel) -> None:
    """Render the report to ``path``."""
    text = _environment().get_template("rapport.html.j2").render(
        levering=levering,
        synthetisch=SYNTHETISCH,
        cijfers=cijfers,
        oordeel=oordeel,
        kerncijfers=key_figures(cijfers),
        plaatjes=_pictures(cijfers),
        uitslagzin=_results_sentence(cijfers),
        begrippen=definitions(),
        jaren=_years(levering),
        looptijden=_durations(levering),
        versies=[(VERSIES[key], value) for key, value in levering.versies.items()],
        aandeel=_share_of(cijfers.bedragen.gedeclareerd),
        bedragcellen=_money_cells,
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")


def key_figures(cijfers: Cijfers) -> list[Kerncijfer]:
    """The four figures that the report and the workbook both begin with."""
    month = cijfers.peilmaand
    findings = sum(row["bevindingen"] for row in cijfers.bevindingen)
    return [
        Kerncijfer("Gepubliceerd bedrag", opmaak.euro(cijfers.bedragen.gepubliceerd),
                   f"van {opmaak.euro(cijfers.bedragen.gedeclareerd)} gedeclareerd"),
        Kerncijfer("Jeugdigen in zorg", opmaak.getal(month.jeugdigen if month else None),
                   f"uniek, in {opmaak.maand(month.maand)}" if month else "nog geen maand bekend"),
        Kerncijfer("Gekoppeld", opmaak.procent(cijfers.aandeel_euro), "van de gedeclareerde euro’s heeft een zorgcategorie"),
        Kerncijfer("Open bevindingen", opmaak.getal(findings), f"van {len(cijfers.bevindingen)} controleregels"),
    ]  # fmt: skip


def definitions() -> list[Mart]:
    """The marts that have measures, by title; every measure with its definition, as written beside the SQL."""
    return sorted((mart for mart in marts() if mart.maten), key=lambda mart: (mart.titel, mart.naam))


def _years(levering: Levering) -> list[Rij]:
    """The whole of every year, of the municipality and of what it may see of its region and the country; newest first."""
    rows = [
        row
        for row in levering.rijen("indicatoren_v1")
        if row["periodesoort"] == "jaar" and row["uitsplitsing"] == "totaal"
    ]
    order = ("gemeente", "regio", "land")
    return sorted(rows, key=lambda row: (-row["periode"].year, order.index(row["gebiedsoort"])))


def _durations(levering: Levering) -> list[Rij]:
    """How long trajectories and waits of every year last, as a whole; newest first."""
    rows = [
        row
        for row in levering.rijen("doorlooptijd_v1")
        if row["periodesoort"] == "jaar" and row["uitsplitsing"] == "totaal"
    ]
    return sorted(rows, key=lambda row: (row["soort"], -row["periode"].year))


def _pictures(cijfers: Cijfers) -> dict[str, str]:
    """The pictures for which there are figures."""
    pictures = {}
    if cijfers.peilmaand:
        pictures["gebruik"] = plaatjes.gebruik(cijfers.maanden)
    if cijfers.bedragen.regels:
        pictures["kosten"] = plaatjes.kosten(cijfers.maanden)
        pictures["categorieen"] = plaatjes.categorieen(cijfers.categorieen)
        pictures["koppeling"] = plaatjes.koppeling(cijfers.paden)
    if cijfers.nog_te_komen:
        pictures["nog_te_komen"] = plaatjes.nog_te_komen(cijfers.nog_te_komen.maanden)
    if cijfers.aansluiting:
        pictures["cbs"] = plaatjes.cbs(cijfers.aansluiting)
    return pictures


def _results_sentence(cijfers: Cijfers) -> str:
    if not cijfers.regels:
        return "Er zijn geen controleregels geladen."
    counts = [f"{cijfers.uitslagen[status]} {status}" for status in UITSLAGEN if cijfers.uitslagen[status]]
    return f"Van de {len(cijfers.regels)} controleregels: {opmaak.opsomming(counts)}."


def _share_of(total: Decimal) -> Callable[[Decimal], str]:
    return lambda part: opmaak.procent(float(part / total)) if total > 0 else opmaak.NIETS


def _money_cells(b: Bedragen) -> Markup:
    """The five cells of a row of money."""
    amounts = (b.gedeclareerd, b.afgewezen, b.aangehouden, b.gepubliceerd)
    cells = [opmaak.getal(b.regels), *(opmaak.euro(amount, 2) for amount in amounts)]
    return Markup("").join(Markup('<td class="getal">{}</td>').format(cell) for cell in cells)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__, "sjablonen"), autoescape=True, undefined=StrictUndefined
    )
    for name in ("getal", "euro", "procent", "aandeel", "maand", "datum", "moment"):
        environment.filters[name] = getattr(opmaak, name)
    return environment
