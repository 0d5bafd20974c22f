"""``python -m integrations.publicatie.definitieboek``: write ``docs/indicatoren.md`` from the definitions of the marts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from integrations.publicatie.definities import Maat, Mart, marts

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "indicatoren.md"
INLEIDING = """\
# De indicatoren

<!-- Gemaakt met `python -m integrations.publicatie.definitieboek`; wijzig sql/mart/*/metadata.yaml, niet deze pagina. -->

Elke maat heeft één definitie: een zin, een formule en een eenheid, met waar dat kan wat te verwachten is en waar dat
vandaan komt. Dezelfde tekst staat in het rapport en in de werkmap. Wat hier geldt voor alle indicatoren:

- **Gebied**: gemeente, regio (jeugdregio) en land (`NL`). Een gemeente zonder bekende regio telt alleen in het land.
- **Periode**: maand, kwartaal, halfjaar en jaar, genoemd naar hun eerste dag.
- **Dimensie**: één tegelijk: totaal, zorgcategorie, hulpvorm, leeftijd, geslacht (COD046: 1 man, 2 vrouw,
  anders onbekend), verwijzer en aanbiederklasse; zie `jeugdige` en `jeugdige_maand`.
- **Tijd**: een mart hangt alleen af van wat bekend was, niet van de klok. Wat van het moment van lezen afhangt, rekent de
  publicatie uit de stand (`mart.stand.as_of`).
"""


def make_document(definitions: Iterable[Mart]) -> str:
    """The whole page, Markdown: every mart that has measures, by name."""
    with_measures = sorted((mart for mart in definitions if mart.maten), key=lambda mart: mart.naam)
    return "\n".join([INLEIDING, *(line for mart in with_measures for line in _chapter(mart))])


def _chapter(mart: Mart) -> Iterator[str]:
    yield f"## {mart.titel}\n"
    yield f"{mart.zin}\n"
    yield f"Tabel `mart.{mart.naam}`, een rij per {', '.join(f'`{name}`' for name in mart.korrel)}.\n"
    for name, maat in mart.maten.items():
        yield from _measure(name, maat)


def _measure(name: str, maat: Maat) -> Iterator[str]:
    yield f"- **{name}**: {maat.zin}"
    yield f"  - Formule: {maat.formule}. Eenheid: {maat.eenheid}."
    if maat.verwacht:
        yield f"  - Verwacht: {maat.verwacht}."
    if maat.bron:
        yield f"  - Bron: {maat.bron}."
    yield ""


if __name__ == "__main__":
    DOCUMENT.write_text(make_document(marts()), encoding="utf-8")
