"""The score for people: tables on the screen, and the same tables between two marks of a Markdown file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from integrations.errors import ConfigurationError
from integrations.orchestration.score_vergelijking import Score
from integrations.scherm import as_table
from integrations.wereld.aannames import read_rows
from integrations.wereld.oorzaken import causes
from integrations.wereld.plaatje import Aandeel
from integrations.wereld.waarheidlezer import read_rijen


def show(score: Score, console: Console) -> None:
    """The score as tables."""
    console.print(f"{score.regels} declaratieregels in {score.berichten} berichten.", highlight=False)
    console.print(as_table("Per soort storing", [asdict(rij) for rij in score.soorten]))
    console.print(as_table("Per regel of controle", [asdict(rij) for rij in score.regelscores]))
    if score.controles:
        console.print(as_table("Controles op het geheel die niet voldoen", score.controles))
    console.print(f"Nog door geen regel gedekt: {', '.join(score.niet_gedekt) or 'geen'}.", highlight=False)


def as_markdown(score: Score) -> str:
    """The score as Markdown tables with an opening and a closing sentence."""
    delen = [
        f"{_number(score.regels)} declaration lines in {_number(score.berichten)} messages.",
        _table([asdict(rij) for rij in score.soorten]),
        _table([asdict(rij) for rij in score.regelscores]),
    ]
    if score.controles:
        delen += ["Checks on the whole that do not hold:", _table(score.controles)]
    delen.append(f"Not covered by any rule yet: {', '.join(score.niet_gedekt) or 'none'}.")
    return "\n\n".join(delen)


def distributions_as_markdown(aandelen: Sequence[Aandeel]) -> str:
    """Published shares, those of the world, and the difference in percentage points."""
    return _table(
        [
            {
                "verdeling": aandeel.verdeling,
                "groep": aandeel.groep,
                "gepubliceerd": aandeel.gepubliceerd,
                "wereld": aandeel.wereld,
                "verschil": f"{100 * aandeel.verschil:+.1f}",
            }
            for aandeel in aandelen
        ]
    )


def causes_as_markdown(waarheid: Path) -> str:
    """From the count in the messages to the count of CBS, summed over all cells of the truth."""
    namen = ("berichten", *causes(), "cbs")
    som: Counter[str] = Counter()
    for rij in read_rijen(waarheid, "aansluiting", namen):
        som.update(dict(zip(namen, rij, strict=True)))
    uitleg = {rij["oorzaak"]: rij["uitleg"] for rij in read_rows("oorzaken")}
    kop = {"berichten": "telling uit berichten", "cbs": "telling van CBS, zonder afronding"}
    return _table(
        [
            {"post": naam, "jeugdigen": som[naam], "uitleg": kop.get(naam) or uitleg[naam]}
            for naam in ("berichten", *(oorzaak for oorzaak in causes() if oorzaak != "afronding"), "cbs")
        ]
    )


def write_block(path: Path, naam: str, tekst: str) -> None:
    """Put ``tekst`` between ``<!-- naam -->`` and ``<!-- /naam -->`` in the file; the rest stays as it is.

    Raises:
        ConfigurationError: the file does not hold both marks.
    """
    inhoud = path.read_text(encoding="utf-8")
    voor, mark, rest = inhoud.partition(f"<!-- {naam} -->")
    _, slot, na = rest.partition(f"<!-- /{naam} -->")
    if not mark or not slot:
        raise ConfigurationError(
            f"{path} heeft geen plaats voor '{naam}'.", f"zet er <!-- {naam} --> en <!-- /{naam} --> in."
        )
    path.write_text(f"{voor}{mark}\n{tekst}\n{slot}{na}", encoding="utf-8")


def _table(rijen: Sequence[Mapping[str, Any]]) -> str:
    if not rijen:
        return ""
    kop = [str(sleutel).replace("_", " ") for sleutel in rijen[0]]
    regels = [" | ".join(kop), " | ".join("---" for _ in kop)]
    regels += [" | ".join(_cell(waarde) for waarde in rij.values()) for rij in rijen]
    return "\n".join(f"| {regel} |" for regel in regels)


def _cell(waarde: Any) -> str:
    if isinstance(waarde, float):
        return f"{waarde:.1%}"
    if isinstance(waarde, int):
        return _number(waarde)
    return "–" if waarde in (None, "") else str(waarde)


def _number(getal: int) -> str:
    return f"{getal:,}"
