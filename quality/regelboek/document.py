"""The rule book as a page: coverage on top, then every rule with what became of it."""

from collections import Counter
from collections.abc import Iterator

from quality.catalogus import read_regels
from quality.regelboek import SOORTEN, STATEN, Boekregel, read_boek, staat

INLEIDING = """\
# De regels van iJw 3.2

<!-- Gemaakt met `python -m quality.regelboek`; wijzig quality/regelboek/*.csv of quality/regels/, niet deze pagina. -->

Elke technische regel (TR), conditie (CD), constraint (CS), restrictie (RS), bedrijfsregel (OP) en invulinstructie
(IV) van de standaard heeft hier een rij, in eigen woorden, met wat ervan geworden is:

- **ingebouwd**: er is een regel in `quality/regels/`, of er zijn er die hem samen uitvoeren (dan staat erbij welke);
- **door het schema gedekt**: een bericht dat hem overtreedt, haalt het schema niet en wordt geweigerd;
- **niet van toepassing**: de regel stelt geen eis aan wat hier binnenkomt;
- **niet toetsbaar**: wat ervoor nodig is, staat niet in de berichten;
- **nog niet ingebouwd**: toetsbaar, maar er is nog geen regel voor.

Hoe ruimte in de standaard is gelezen, staat in `docs/decisions/`.
"""


def make_document() -> str:
    """The whole page, Markdown."""
    return "\n".join([INLEIDING, *_coverage(), *(line for soort in SOORTEN for line in _chapter(soort))])


def _coverage() -> Iterator[str]:
    """How many rules of each kind and level are in each state."""
    boek = read_boek().values()
    counts = Counter((regel.soort, regel.niveau, staat(regel.code)) for regel in boek)
    yield "## Dekking\n"
    yield f"| soort | niveau | aantal | {' | '.join(STATEN)} |"
    yield f"|---|---|{'---:|' * (len(STATEN) + 1)}"
    for soort, niveau in dict.fromkeys((regel.soort, regel.niveau) for regel in boek):
        yield _row(SOORTEN[soort], niveau, [counts[soort, niveau, s] for s in STATEN])
    yield _row("**alle**", "", [sum(n for key, n in counts.items() if key[2] == s) for s in STATEN])
    yield ""


def _row(soort: str, niveau: str, counts: list[int]) -> str:
    return f"| {soort} | {niveau} | {sum(counts)} | {' | '.join(map(str, counts))} |"


def _chapter(soort: str) -> Iterator[str]:
    yield f"## {SOORTEN[soort]}\n"
    yield "| code | berichten | niveau | retourcode | ernst | gevolg | staat | regel |"
    yield "|---|---|---|---|---|---|---|---|"
    built = {regel.regel_id: regel for regel in read_regels()}
    for regel in read_boek().values():
        if regel.soort == soort:
            own = built.get(regel.code)
            cells = [
                regel.code,
                ", ".join(regel.berichten),
                regel.niveau,
                regel.retourcode or "",
                own.ernst if own else regel.ernst,
                own.gevolg if own else "weigeren" if regel.uitvoering == "schema" else "",
                staat(regel.code),
                _explain(regel),
            ]
            yield f"| {' | '.join(cells)} |"
    yield ""


def _explain(regel: Boekregel) -> str:
    """The rule itself, then where it bites or what carries it, then why it is not tested."""
    parts = [regel.tekst]
    if regel.door and regel.uitvoering == "regel":
        parts.append(f"*Uitgevoerd door {', '.join(regel.door)}.*")
    if regel.plaatsen:
        shown = "; ".join(map(str, regel.plaatsen[:4]))
        more = len(regel.plaatsen) - 4
        parts.append(f"*Plaats: {shown}{f'; en nog {more}' if more > 0 else ''}.*")
    if regel.reden:
        parts.append(f"*{regel.reden}*")
    return " ".join(parts).replace("|", "\\|")
