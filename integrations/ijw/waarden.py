"""What is wrong with one value, in Dutch, and whether that value may be shown."""

import calendar
import re

from integrations.ijw.schema import Soort, Waarde
from integrations.pseudonym import passes_elfproef

MAX_CODES = 30
WITRUIMTE = " \t\r\n"
VERBETER = "Laat de afzender dit verbeteren en het bericht opnieuw versturen."

# Only these elements may show their value: dates, codes, numbers and amounts that do not tell who it is about.
OPENBAAR = frozenset(
    {
        "Afzender",
        "BasisschemaXsdVersie",
        "Bedrag",
        "Begindatum",
        "BerichtCode",
        "BerichtSubversie",
        "BerichtVersie",
        "BerichtXsdVersie",
        "BeschikkingIngangsdatum",
        "BeschikkingNummer",
        "Budget",
        "Categorie",
        "Code",
        "Dagtekening",
        "DagtekeningRetour",
        "DebetCredit",
        "DeclaratieDagtekening",
        "Eenheid",
        "Einddatum",
        "Frequentie",
        "GeleverdVolume",
        "Gemeente",
        "GewensteIngangsdatum",
        "Ingangsdatum",
        "Ontvanger",
        "ProductCategorie",
        "ProductCode",
        "ProductTarief",
        "Raamcontract",
        "RedenAfwijzingVerzoek",
        "RedenBeeindiging",
        "RedenVerzoek",
        "RedenWijziging",
        "RetourCode",
        "StatusAanlevering",
        "ToewijzingEinddatum",
        "ToewijzingIngangsdatum",
        "ToewijzingNummer",
        "Toewijzingsdatum",
        "Toewijzingstijd",
        "TotaalBedrag",
        "Type",
        "VerzoekAntwoord",
        "Volume",
        "XsltVersie",
    }
)

# And only when it looks like such a value, so that a name or a BSN in the wrong place stays hidden.
_VORM: dict[Soort, re.Pattern[str]] = {
    "code": re.compile(r"[0-9]{0,6}[A-Za-z]?[0-9]{0,6}"),
    "datum": re.compile(r"[0-9TZ:./+-]{0,25}"),
    "getal": re.compile(r"[+-]?[0-9]{0,14}([.,][0-9]{0,4})?"),
    "tekst": re.compile(r"[0-9.]{0,8}[A-Za-z]?[0-9.]{0,8}"),
    "tijd": re.compile(r"[0-9Z:.+-]{0,20}"),
}
_DATUM = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(.*)", re.DOTALL)
_GETAL = re.compile(r"[+-]?[0-9]+")


def show(naam: str, soort: Soort, tekst: str) -> str | None:
    """``tekst`` when it may be shown to a reader, else None."""
    is_shown = naam in OPENBAAR and _VORM[soort].fullmatch(tekst) and not _may_hold_bsn(tekst)
    return tekst if is_shown and tekst else None


def explain_waarde(waarde: Waarde, tekst: str, is_zichtbaar: bool) -> tuple[str, str]:
    """Why ``tekst`` is not a value of this type, and what to do about it.

    Neither text quotes the value; ``is_zichtbaar`` tells whether a hint may be derived from it.
    """
    if not tekst.strip(WITRUIMTE):
        return (
            "een leeg element is niet toegestaan",
            f"Vul een waarde in, of laat het weg als dat mag. {VERBETER}",
        )
    if waarde.vast is not None:
        return f"in dit bericht is dat altijd {waarde.vast}", VERBETER
    if waarde.soort == "datum":
        return _explain_datum(tekst.strip(), is_zichtbaar)
    if waarde.soort == "tijd":
        return "een tijd heeft de vorm uu:mm:ss, zonder tijdzone", VERBETER
    if waarde.soort == "getal":
        if not _GETAL.fullmatch(tekst.strip()):
            return "dit moet een geheel getal zijn, zonder punt, komma of spatie", VERBETER
        return f"dit moet tussen {waarde.minimum} en {waarde.maximum} liggen", VERBETER
    if waarde.soort == "code":
        few = len(waarde.codes) <= MAX_CODES
        keuze = f"Toegestaan zijn {', '.join(waarde.codes)}. " if few else ""
        return "deze code staat niet in de codelijst van iJw 3.2", f"{keuze}{VERBETER}"
    if waarde.max_lengte is not None and len(tekst) > waarde.max_lengte:
        return f"dit mag hoogstens {waarde.max_lengte} tekens lang zijn en het zijn er {len(tekst)}", VERBETER
    return f"de vorm moet zijn: {waarde.vorm}", VERBETER


def _explain_datum(tekst: str, is_zichtbaar: bool) -> tuple[str, str]:
    match = _DATUM.fullmatch(tekst)
    if match is None:
        return "een datum heeft de vorm jjjj-mm-dd", VERBETER
    jaar, maand, dag, rest = int(match[1]), int(match[2]), int(match[3]), match[4]
    if rest:
        return "een datum heeft de vorm jjjj-mm-dd, zonder tijd of tijdzone", VERBETER
    hint = ""
    if is_zichtbaar and jaar and 1 <= maand <= 12 and dag:
        hint = f"Die maand telt {calendar.monthrange(jaar, maand)[1]} dagen. "
    return "die datum bestaat niet in de kalender", f"{hint}{VERBETER}"


def _may_hold_bsn(tekst: str) -> bool:
    """Whether any nine digits in a row, or eight with the leading zero lost, pass the eleven test."""
    for run in re.findall(r"[0-9]{8,}", tekst):
        padded = run.zfill(9)
        if any(passes_elfproef(padded[i : i + 9]) for i in range(len(padded) - 8)):
            return True
    return False
