"""The five tables of StatLine about a world: their columns, and their cells from a ``Telling``.

Keys and titles that are CBS's own are said to be so in docs/cbs-momentopname.md, with their source; every other key
begins with ``SYN``, so that nobody takes it for one of CBS.
"""

from collections.abc import Iterator, Mapping, Sequence

from integrations.wereld.cbs_momentopname import (
    NEDERLAND,
    Cel,
    Dimensie,
    Inhoud,
    Onderwerp,
    published,
    regions,
    share,
    times,
)
from integrations.wereld.cbs_telling import (
    BESCHERMING,
    BESCHERMING_MET_VERBLIJF,
    MET_VERBLIJF,
    RECLASSERING,
    TOTAAL,
    TOTAAL_VERWIJZER,
    ZONDER_VERBLIJF,
    Telling,
)
from integrations.wereld.toeval import random_for, split

VORMEN = {
    TOTAAL: "JH 1 Totaal jeugdhulp",
    ZONDER_VERBLIJF: "JH 121 Totaal jeugdhulp zonder verblijf",
    MET_VERBLIJF: "JH 122 Totaal jeugdhulp met verblijf",
    "01": "Uitgevoerd door het wijk- of buurtteam",
    "02": "Ambulante jeugdhulp op locatie van de aanbieder",
    "03": "Daghulp op locatie van de aanbieder",
    "04": "Jeugdhulp in het netwerk van de jeugdige",
    "11": "Pleegzorg",
    "12": "Gezinsgericht",
    "13": "Gesloten plaatsing",
    "14": "Jeugdhulp met ander verblijf",
}
VERWIJZERS = {
    TOTAAL_VERWIJZER: "Totaal verwijzer",
    "01": "Gemeentelijke toegang",
    "02": "Huisarts",
    "03": "Jeugdarts",
    "04": "Gecertificeerde instelling",
    "05": "Medisch specialist",
    "06": "Geen verwijzer",
    "08": "Rechter, OvJ, functionaris JJI",
}
KOSTENVORMEN = {
    "00": "JZ Totaal jeugdzorg",
    "01": "JH 1 Totaal jeugdhulp",
    "02": "JB 1 Totaal jeugdbescherming",
    "03": "JR 1 Totaal jeugdreclassering",
}
LEEFTIJDEN = {"T": "Totaal 0 tot 23 jaar", **{f"{jaar:02d}": f"{jaar} jaar" for jaar in range(23)}}
GESLACHTEN = {"T": "Totaal mannen en vrouwen", "1": "Mannen", "2": "Vrouwen"}
AANDEEL_ZONDER_KOSTEN = 0.12
"""Municipalities that do not supply their costs: 83454NED is voluntary."""

Gemeenten = Sequence[tuple[str, str]]
Statussen = Mapping[str, str]
FASEN = {"Voorlopig": 0, "NaderVoorlopig": 1, "Definitief": 2}


def _synthetic(titels: Mapping[str, str]) -> dict[str, str]:
    return {f"SYN{code}": titel for code, titel in titels.items()}


def _cells(
    codes: Sequence[str], gemeenten: Gemeenten, statussen: Statussen
) -> Iterator[tuple[str, str, str, int]]:
    """code, region, period and stage of every cell, in the order of StatLine: periods within regions within codes."""
    regios = [NEDERLAND, *(f"GM{code}" for code, _ in gemeenten)]
    for code in codes:
        for regio in regios:
            for periode, status in statussen.items():
                yield code, regio, periode, FASEN[status]


def youths(telling: Telling, gemeenten: Gemeenten, statussen: Statussen) -> Inhoud:
    """85099NED: youths by form; a youth counts once in each form and in each total."""
    return Inhoud(
        "85099NED",
        "Kerncijfers over jeugdzorg",
        "Perhalfjaar",
        (
            Dimensie("VormenVanJeugdzorg", "Vormen van jeugdzorg", _synthetic(VORMEN)),
            regions(gemeenten),
            times(dict(statussen)),
        ),
        (Onderwerp("JongerenMetJeugdzorg_1", "Jongeren met jeugdzorg", "aantal"),),
        (
            ((f"SYN{vorm}", regio, periode), (published(telling.jeugdigen[fase, regio, periode, vorm]),))
            for vorm, regio, periode, fase in _cells(list(VORMEN), gemeenten, statussen)
        ),
    )


def trajectories(telling: Telling, gemeenten: Gemeenten, statussen: Statussen) -> Inhoud:
    """85097NED: BIJ records by referrer: all, begun, ended, and how long the ended ones lasted."""

    def cells(verwijzer: str, regio: str, periode: str, fase: int) -> tuple[Cel, ...]:
        sleutel = (fase, regio, periode, verwijzer)
        beeindigd = published(telling.beeindigd[sleutel])
        duur = round(telling.duur_dagen[sleutel] / telling.beeindigd[sleutel]) if beeindigd else None
        aantallen = (published(telling.trajecten[sleutel]), published(telling.begonnen[sleutel]), beeindigd)
        return (*aantallen, duur)

    return Inhoud(
        "85097NED",
        "Jeugdhulptrajecten in natura; verwijzer, regio (gemeente)",
        "Perhalfjaar",
        (
            Dimensie("VerwijzerJeugdzorg", "Verwijzer jeugdzorg", _synthetic(VERWIJZERS)),
            regions(gemeenten),
            times(dict(statussen)),
        ),
        (
            Onderwerp("TotaalTrajecten_1", "Totaal trajecten", "aantal"),
            Onderwerp("BegonnenTrajecten_2", "Begonnen trajecten", "aantal"),
            Onderwerp("BeeindigdeTrajecten_3", "Beëindigde trajecten", "aantal"),
            Onderwerp("GemiddeldeDuur_4", "Gemiddelde duur van beëindigde trajecten", "dagen"),
        ),
        (
            ((f"SYN{verwijzer}", regio, periode), cells(verwijzer, regio, periode, fase))
            for verwijzer, regio, periode, fase in _cells(list(VERWIJZERS), gemeenten, statussen)
        ),
    )


def indicators(
    telling: Telling, gemeenten: Gemeenten, statussen: Statussen, bevolking: Mapping[str, int]
) -> Inhoud:
    """85098NED: shares. ``bevolking``: region → people of 0 to 22 years."""

    def cells(regio: str, periode: str, fase: int) -> tuple[Cel, ...]:
        def aantal(vorm: str) -> int:
            return telling.jeugdigen[fase, regio, periode, vorm]

        return (
            share(aantal(TOTAAL), bevolking[regio]),
            share(aantal(MET_VERBLIJF), aantal(TOTAAL)),
            share(aantal(BESCHERMING), bevolking[regio]),
            share(aantal(BESCHERMING_MET_VERBLIJF), aantal(BESCHERMING)),
            share(aantal(RECLASSERING), bevolking[regio]),
        )

    return Inhoud(
        "85098NED",
        "Indicatoren jeugdzorg in natura; gemeenten",
        "Perhalfjaar",
        (regions(gemeenten), times(dict(statussen))),
        (
            Onderwerp("JongerenMetJeugdhulpInNatura_1", "Jongeren met jeugdhulp in natura", "%", 1),
            Onderwerp("JongerenMetJeugdhMetVerblInNat_2", "Jongeren met jeugdhulp met verblijf", "%", 1),
            Onderwerp("JongerenMetJeugdbescherming_3", "Jongeren met jeugdbescherming", "%", 1),
            Onderwerp(
                "JeugdbeschEnJeugdhMetVerblInNat_4", "Jeugdbescherming en jeugdhulp met verblijf", "%", 1
            ),
            Onderwerp("JongerenMetJeugdreclassering_5", "Jongeren met jeugdreclassering", "%", 1),
        ),
        (
            ((regio, periode), cells(regio, periode, fase))
            for _, regio, periode, fase in _cells([""], gemeenten, statussen)
        ),
    )


def costs(
    kosten_cent: Mapping[tuple[str, str, str], int], gemeenten: Gemeenten, statussen: Statussen, seed: int
) -> Inhoud:
    """83454NED: budget and costs in thousands of euros; some municipalities supply nothing, and NL01 is not given.

    ``kosten_cent``: (municipality, year, key of KOSTENVORMEN) → cents that were declared and awarded.
    """
    jaren = {periode: status for periode, status in statussen.items() if periode.endswith("JJ00")}

    def cells(vorm: str, regio: str, periode: str) -> tuple[Cel, ...]:
        rng = random_for(seed, "iv3", regio, periode)
        doet_mee, marge = rng.random() >= AANDEEL_ZONDER_KOSTEN, rng.uniform(0.85, 1.05)
        cent = kosten_cent.get((regio.removeprefix("GM"), periode[:4], vorm), 0)
        if not doet_mee or cent < 50_000:
            return None, None
        return round(cent * marge / 100_000), round(cent / 100_000)

    return Inhoud(
        "83454NED",
        "Gemeentelijke kosten; jeugdzorg, regio",
        "Perjaar",
        (
            Dimensie("VormenVanJeugdzorg", "Vormen van jeugdzorg", _synthetic(KOSTENVORMEN)),
            regions(gemeenten),
            times(jaren),
        ),
        (
            Onderwerp("BegroteKosten_1", "Begrote kosten", "1 000 euro"),
            Onderwerp("GerealiseerdeKosten_2", "Gerealiseerde kosten", "1 000 euro"),
        ),
        (
            ((f"SYN{vorm}", regio, periode), cells(vorm, regio, periode))
            for vorm, regio, periode, _ in _cells(list(KOSTENVORMEN), gemeenten, jaren)
            if regio != NEDERLAND
        ),
    )


def population(bevolking: Mapping[str, int], gemeenten: Gemeenten, statussen: Statussen, seed: int) -> Inhoud:
    """03759ned: people of 0 to 22 years on 1 January, by sex and year of age; the same size each year."""
    jaren = {periode: "Definitief" for periode in statussen if periode.endswith("JJ00")}
    verdeling: dict[tuple[str, str, str], int] = {}
    for code, _ in gemeenten:
        rng = random_for(seed, "bevolking", code)
        cellen = [(geslacht, f"{jaar:02d}") for geslacht in ("1", "2") for jaar in range(23)]
        delen = split(bevolking[f"GM{code}"], [rng.uniform(0.9, 1.1) for _ in cellen])
        for (geslacht, jaar), aantal in zip(cellen, delen, strict=True):
            for regio in (f"GM{code}", NEDERLAND):
                for g in (geslacht, "T"):
                    for leeftijd in (jaar, "T"):
                        verdeling[g, leeftijd, regio] = verdeling.get((g, leeftijd, regio), 0) + aantal
    regios = [NEDERLAND, *(f"GM{code}" for code, _ in gemeenten)]
    return Inhoud(
        "03759ned",
        "Bevolking op 1 januari; geslacht, leeftijd en regio",
        "Perjaar",
        (
            Dimensie("Geslacht", "Geslacht", _synthetic(GESLACHTEN)),
            Dimensie("Leeftijd", "Leeftijd", _synthetic(LEEFTIJDEN)),
            regions(gemeenten),
            times(jaren),
        ),
        (Onderwerp("BevolkingOp1Januari_1", "Bevolking op 1 januari", "aantal"),),
        (
            ((f"SYN{g}", f"SYN{leeftijd}", regio, periode), (verdeling.get((g, leeftijd, regio), 0),))
            for g in GESLACHTEN
            for leeftijd in LEEFTIJDEN
            for regio in regios
            for periode in jaren
        ),
    )
