"""The pictures of the report: small SVGs with real text, the same bytes for the same figures.

matplotlib is imported inside the functions, since it takes a second. Every picture stands beside a table with the
same figures, and carries a title for whoever does not see it.
"""

import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from integrations.publicatie.cijfers import NIET_GEKOPPELD, PADEN, Aansluiting, Categoriecijfers, Maandcijfers
from integrations.publicatie.opmaak import euro_kort, getal, maand_kort, procent
from integrations.publicatie.tabellen import Rij

INKT, GRIJS, LIJN = "#22313a", "#5d6b74", "#d9dee1"
PETROL, MIST, OKER, STEEN = "#0d5c6c", "#bcd6da", "#c98a1b", "#a2402f"
PADKLEUREN = dict(zip(PADEN, ("#0d5c6c", "#3f8592", "#7db0b8", "#bcd6da", OKER), strict=True))
MAX_CATEGORIEEN = 10

STIJL: Any = {  # matplotlib types its keys as a list of hundreds of names
    "svg.fonttype": "none",
    "svg.hashsalt": "jeugdkoppel",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INKT,
    "text.parse_math": False,
    "axes.edgecolor": LIJN,
    "axes.labelcolor": GRIJS,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "grid.color": LIJN,
    "grid.linewidth": 0.7,
    "xtick.color": GRIJS,
    "ytick.color": GRIJS,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
}


def draw(naam: str, titel: str, size: tuple[float, float], paint: Callable[[Any], None]) -> str:
    """An inline SVG of ``size`` inches: ``paint`` fills the figure, ``naam`` keeps its ids apart from others."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STIJL):
        figure = Figure(figsize=size, layout="constrained")
        paint(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\b(id="|href="#|url\(#)', rf"\g<1>{naam}-", svg)
    svg = svg.replace("font-family: 'DejaVu Sans'; ", "")  # the page has its own
    head = re.search(r'viewBox="[^"]+"', svg)
    opening = f'<svg {head[0] if head else ""} role="img" aria-labelledby="{naam}-titel" xmlns="http://www.w3.org/2000/svg"'
    opening += f' xmlns:xlink="http://www.w3.org/1999/xlink"><title id="{naam}-titel">{titel}</title>'
    return opening + svg[svg.index(">") + 1 :].rstrip()


def gebruik(maanden: Sequence[Maandcijfers]) -> str:
    """Youths per month as a line; below it who came in and who left."""

    def paint(figure: Any) -> None:
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1.4])
        x = range(len(maanden))
        youths = [m.jeugdigen or 0 for m in maanden]
        top.fill_between(x, youths, color=MIST, alpha=0.55, linewidth=0)
        top.plot(x, youths, color=PETROL, linewidth=2, marker="o", markersize=3.5)
        top.set_ylim(0, max(youths, default=0) * 1.15 + 1)
        top.set_ylabel("Unieke jeugdigen")
        bottom.bar(x, [m.instroom or 0 for m in maanden], color=PETROL, width=0.62, label="Instroom")
        bottom.bar(x, [-(m.uitstroom or 0) for m in maanden], color=OKER, width=0.62, label="Uitstroom")
        bottom.axhline(0, color=GRIJS, linewidth=0.8)
        bottom.set_ylabel("In en uit")
        bottom.legend(loc="upper left", bbox_to_anchor=(0, -0.25), ncols=2, borderaxespad=0)
        for axes in (top, bottom):
            axes.grid(True, axis="y")
            axes.yaxis.set_major_formatter(lambda value, _: getal(round(abs(value))))
            axes.yaxis.get_major_locator().set_params(integer=True)
        _month_axis(bottom, [m.maand for m in maanden])

    return draw("gebruik", "Unieke jeugdigen in zorg per maand, met instroom en uitstroom", (7.6, 4.0), paint)


def kosten(maanden: Sequence[Maandcijfers]) -> str:
    """Declared money per month, split by where it ended up."""

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        up, down = [0.0] * len(maanden), [0.0] * len(maanden)
        for name, colour in (("gepubliceerd", PETROL), ("aangehouden", OKER), ("afgewezen", STEEN)):
            values = [float(getattr(m.bedragen, name)) for m in maanden]
            bases = [u if v >= 0 else d for v, u, d in zip(values, up, down, strict=True)]
            axes.bar(
                range(len(maanden)), values, bottom=bases, color=colour, width=0.68, label=name.capitalize()
            )
            up = [u + max(v, 0) for u, v in zip(up, values, strict=True)]
            down = [d + min(v, 0) for d, v in zip(down, values, strict=True)]
        axes.axhline(0, color=GRIJS, linewidth=0.8)
        axes.grid(True, axis="y")
        axes.yaxis.set_major_formatter(lambda value, _: euro_kort(Decimal(round(value))))
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=3, borderaxespad=0)
        _month_axis(axes, [m.maand for m in maanden])

    return draw(
        "kosten",
        "Gedeclareerd bedrag per maand, verdeeld in gepubliceerd, aangehouden en afgewezen",
        (7.6, 3.2),
        paint,
    )


def nog_te_komen(maanden: Sequence[Rij]) -> str:
    """What is known of each month of care and what is expected on top, with the margin of the whole."""

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        x = range(len(maanden))
        known = [float(m["bekend_totaal_euro"]) for m in maanden]
        rest = [float(m["nog_te_komen_totaal_euro"]) for m in maanden]
        ends = [k + r for k, r in zip(known, rest, strict=True)]
        margins = [float(m["bovengrens_totaal_euro"]) - r for m, r in zip(maanden, rest, strict=True)]
        axes.bar(x, known, color=PETROL, width=0.68, label="Bekend")
        axes.bar(x, rest, bottom=known, color=MIST, width=0.68, label="Nog te komen (schatting)")
        axes.errorbar(
            x, ends, yerr=margins, fmt="none", ecolor=GRIJS, elinewidth=1, capsize=3, label="Marge van 80%"
        )
        axes.axhline(0, color=GRIJS, linewidth=0.8)
        axes.grid(True, axis="y")
        axes.yaxis.set_major_formatter(lambda value, _: euro_kort(Decimal(round(value))))
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=3, borderaxespad=0)
        _month_axis(axes, [m["maand"] for m in maanden])

    return draw(
        "nog-te-komen", "Bekend bedrag per zorgmaand en wat naar schatting nog komt", (7.6, 3.2), paint
    )


def categorieen(rows: Sequence[Categoriecijfers]) -> str:
    """The largest categories by published money."""
    shown = list(rows[:MAX_CATEGORIEEN])

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        values = [float(c.bedragen.gepubliceerd) for c in shown]
        colours = [OKER if c.code == NIET_GEKOPPELD else PETROL for c in shown]
        axes.barh(range(len(shown)), values, color=colours, height=0.64)
        axes.set_yticks(range(len(shown)), [c.naam for c in shown], color=INKT)
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.margins(x=0.14)
        for index, value in enumerate(values):
            axes.annotate(euro_kort(Decimal(round(value))), (max(value, 0), index), xytext=(4, 0),
                          textcoords="offset points", va="center", color=GRIJS)  # fmt: skip

    return draw(
        "categorieen",
        "Gepubliceerd bedrag van de grootste zorgcategorieën",
        (7.6, 0.6 + 0.3 * len(shown)),
        paint,
    )


def koppeling(paden: Sequence[Rij]) -> str:
    """By which path codes got their meaning: as shares of codes, lines and euros."""

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        bars = (("Euro's", "gedeclareerd_euro"), ("Regels", "regels"), ("Productcodes", "codes"))
        for index, (_, column) in enumerate(bars):
            amounts = [max(float(row[column]), 0.0) for row in paden]
            left = 0.0
            for row, amount in zip(paden, amounts, strict=True):
                share = amount / (sum(amounts) or 1)
                dark = PADKLEUREN[row["pad"]] in (PETROL, "#3f8592")
                axes.barh(index, share, left=left, color=PADKLEUREN[row["pad"]], height=0.6,
                          label=row["pad"].capitalize() if index == 0 else None)  # fmt: skip
                if share >= 0.06:
                    axes.text(left + share / 2, index, procent(share, 0), ha="center", va="center",
                              color="white" if dark else INKT)  # fmt: skip
                left += share
        axes.set_yticks(range(len(bars)), [label for label, _ in bars], color=INKT)
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.02), ncols=5, borderaxespad=0, columnspacing=1.2)

    return draw(
        "koppeling", "Aandeel van euro's, regels en productcodes per manier van koppelen", (7.6, 2.0), paint
    )


def cbs(aansluiting: Aansluiting) -> str:
    """Per hulpvorm the interval in which CBS's rounded count lies, and our own count."""
    rows = [row for row in aansluiting.rijen if row["cbs_ondergrens"] is not None or row["eigen_jeugdigen"]]

    def paint(figure: Any) -> None:
        axes = figure.subplots()
        for index, row in enumerate(rows):
            low, high, own = row["cbs_ondergrens"], row["cbs_bovengrens"], row["eigen_jeugdigen"]
            if low is not None:
                axes.plot(
                    [low, high], [index, index], color=MIST, linewidth=11, solid_capstyle="butt", zorder=1
                )
                for edge in (low, high):
                    axes.plot(
                        [edge, edge], [index - 0.24, index + 0.24], color="#7db0b8", linewidth=1, zorder=2
                    )
            if own is not None:
                inside = row["is_binnen_afronding"]
                axes.plot(
                    own,
                    index,
                    "o" if inside else "D",
                    color=PETROL if inside else STEEN,
                    markersize=6,
                    zorder=3,
                )
        axes.set_yticks(
            range(len(rows)), [row["hulpvorm_naam"] or row["hulpvorm"] for row in rows], color=INKT
        )
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(left=min(0, axes.get_xlim()[0]))
        axes.grid(True, axis="x")
        axes.xaxis.set_major_formatter(lambda value, _: getal(round(value)) if value >= 0 else "")
        axes.set_xlabel("Jeugdigen")

    return draw("cbs", f"Eigen aantal jeugdigen en de speling van het CBS per hulpvorm, {aansluiting.naam}",
                (7.6, 1.0 + 0.36 * len(rows)), paint)  # fmt: skip


def _month_axis(axes: Any, maanden: Sequence[date]) -> None:
    """Month names under the bars; every second or third one when there are many."""
    step = 1 + len(maanden) // 12
    ticks = range((len(maanden) - 1) % step, len(maanden), step)
    axes.set_xticks(ticks, [maand_kort(maanden[i]) for i in ticks])
    axes.set_xlim(-0.6, len(maanden) - 0.4)
