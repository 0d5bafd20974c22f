"""What the valid messages of a world say, as frames: one row an element that repeats, straight from the XML.

Every row carries its message: file, municipality, provider, identification and date of the message, and when it
arrived. People are pseudonyms from here on. Days are ``datetime64``, amounts cents, codes text, what is absent missing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from integrations.pseudonym import make_pseudonymiser
from tests.conftest import TEST_KEY

Rij = dict[str, Any]
PRODUCT = {"product_categorie": "Product/Categorie", "product_code": "Product/Code"}
MELDING = {
    **PRODUCT,
    "toewijzing_nummer": "ToewijzingNummer",
    "begindatum": "Begindatum",
    "einddatum": "Einddatum",
    "reden_beeindiging": "RedenBeeindiging",
    "status_aanlevering": "StatusAanlevering",
}
VELDEN: dict[str, tuple[str, str, dict[str, str]]] = {
    "JW301": (
        "toewijzingen",
        "ToegewezenProduct",
        {
            **PRODUCT,
            "toewijzing_nummer": "ToewijzingNummer",
            "referentie_aanbieder": "ReferentieAanbieder",
            "toewijzingsdatum": "Toewijzingsdatum",
            "toewijzingstijd": "Toewijzingstijd",
            "ingangsdatum": "Ingangsdatum",
            "einddatum": "Einddatum",
            "reden_wijziging": "RedenWijziging",
        },
    ),
    "JW305": ("starts", "StartProduct", MELDING),
    "JW307": ("stops", "StopProduct", MELDING),
    "JW315": (
        "verzoeken",
        "AangevraagdProduct",
        {
            **PRODUCT,
            "referentie_aanbieder": "ReferentieAanbieder",
            "gewenste_ingangsdatum": "ToewijzingIngangsdatum",
            "verwijzer_type": "Verwijzer/Type",
        },
    ),
    "JW317": ("verzoeken", "Verzoek", {"referentie_aanbieder": "ReferentieAanbieder"}),
    "JW319": (
        "antwoorden",
        "Antwoord",
        {"referentie_aanbieder": "ReferentieAanbieder", "verzoek_antwoord": "VerzoekAntwoord"},
    ),
    "JW323": (
        "regels",
        "Prestatie",
        {
            "referentie_nummer": "ProductReferentie/ReferentieNummer",
            "vorig_referentie_nummer": "ProductReferentie/VorigReferentieNummer",
            "toewijzing_nummer": "ToewijzingNummer",
            "product_categorie": "ProductCategorie",
            "product_code": "ProductCode",
            "begindatum": "ProductPeriode/Begindatum",
            "einddatum": "ProductPeriode/Einddatum",
            "volume": "GeleverdVolume",
            "eenheid": "Eenheid",
            "bedrag_cent": "IngediendBedrag/Bedrag",
            "debet_credit": "IngediendBedrag/DebetCredit",
        },
    ),
    "JW325": (
        "declaratieantwoorden",
        "DeclaratieIdentificatie",
        {"declaratie": "Identificatie", "declaratie_dagtekening": "Dagtekening"},
    ),
}
"""Per type of message: the frame, the element that repeats, and of each column the path below that element."""
DAGEN = (
    "dagtekening",
    "declaratie_dagtekening",
    "begindatum",
    "einddatum",
    "toewijzingsdatum",
    "ingangsdatum",
    "gewenste_ingangsdatum",
)
GETALLEN = ("volume", "bedrag_cent", "toewijzing_nummer")


@dataclass(frozen=True)
class Bron:
    """Where a world stands, and up to when its messages are known."""

    map_: Path
    stand: datetime

    def waarheid(self, tabel: str) -> pd.DataFrame:
        return pd.read_parquet(self.map_ / "waarheid" / tabel)


def read_messages(bron: Bron) -> dict[str, pd.DataFrame]:
    """The frames of ``VELDEN``, and ``clienten``: who is named, with date of birth and sex."""
    bekend = bron.waarheid("berichten").query("oordeel == 'geldig' and ontvangen_op <= @bron.stand")
    paden = {pad.name: pad for pad in (bron.map_ / "berichten").rglob("*.xml")}
    pseudonymise = make_pseudonymiser(TEST_KEY.encode())
    rijen: dict[str, list[Rij]] = defaultdict(list)
    for bestand, berichttype, ontvangen_op in zip(
        bekend["bestand"], bekend["berichttype"], bekend["ontvangen_op"], strict=True
    ):
        if berichttype in VELDEN:
            wortel = etree.parse(paden[bestand]).getroot()
            kop = {"bestand": bestand, "berichttype": berichttype, "bekend_vanaf": ontvangen_op} | _kop(
                wortel
            )
            naam, element, velden = VELDEN[berichttype]
            rijen[naam].extend(kop | rij for rij in _rows(wortel, element, velden, pseudonymise))
            rijen["clienten"].extend(kop | rij for rij in _clients(wortel, pseudonymise))
    return {naam: _typed(pd.DataFrame(lijst)) for naam, lijst in rijen.items()}


def _kop(wortel: Any) -> Rij:
    afzender, ontvanger = (wortel.findtext(f".//{{*}}{naam}") for naam in ("Afzender", "Ontvanger"))
    gemeente, aanbieder = (afzender, ontvanger) if len(afzender) == 4 else (ontvanger, afzender)
    return {
        "gemeente_code": gemeente,
        "aanbieder_agb_code": aanbieder,
        "identificatie": wortel.findtext(".//{*}BerichtIdentificatie/{*}Identificatie"),
        "dagtekening": wortel.findtext(".//{*}BerichtIdentificatie/{*}Dagtekening"),
    }


def _rows(
    wortel: Any, naam: str, velden: dict[str, str], pseudonymise: Callable[[str], str]
) -> Iterator[Rij]:
    for regelnummer, element in enumerate(wortel.iter(f"{{*}}{naam}"), 1):
        rij: Rij = {"regelnummer": regelnummer, "client_pseudoniem": None}
        bsn = next((client.findtext("{*}Bsn") for client in element.iterancestors("{*}Client")), None)
        if bsn is not None:
            rij["client_pseudoniem"] = pseudonymise(bsn)
        for kolom, pad in velden.items():
            rij[kolom] = element.findtext("/".join(f"{{*}}{stap}" for stap in pad.split("/")))
        yield rij


def _clients(wortel: Any, pseudonymise: Callable[[str], str]) -> Iterator[Rij]:
    for client in wortel.iter("{*}Client"):
        geboren = client.findtext("{*}Geboortedatum/{*}Datum")
        if geboren is not None:
            yield {
                "client_pseudoniem": pseudonymise(client.findtext("{*}Bsn")),
                "geboortedatum": geboren,
                "geslacht": client.findtext("{*}Geslacht"),
            }


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    for kolom in frame.columns.intersection([*DAGEN, "geboortedatum"]):
        frame[kolom] = pd.to_datetime(frame[kolom])
    for kolom in frame.columns.intersection(GETALLEN):
        frame[kolom] = frame[kolom].astype("int64")
    lege = [kolom for kolom in frame.columns if frame[kolom].dtype == object]
    return frame.astype(dict.fromkeys(lege, "str"))
