"""A release made by hand: two months of a small municipality, and an empty one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from integrations.publicatie.definities import tabellen
from integrations.publicatie.tabellen import Inhoud, Levering
from integrations.publicatie.week import Week

AS_OF = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
# Columns that would bring a published row down to one person or one line.
PERSOONSGEGEVENS = {
    "client_pseudoniem", "bsn", "geboortedatum", "geslacht", "naam", "adres", "postcode",
    "bericht_id", "regelnummer", "referentie_nummer", "toewijzing_nummer", "beschikking_nummer", "identificatie",
}  # fmt: skip

APRIL, MEI = date(2026, 4, 1), date(2026, 5, 1)


def cent(amount: int) -> Decimal:
    return Decimal(amount) / 100


def kosten(
    maand: date, zorgcategorie: str, naam: str, gepubliceerd: int, aangehouden: int, afgewezen: int
) -> tuple[Any, ...]:
    goedgekeurd = gepubliceerd + aangehouden
    amounts = (goedgekeurd + afgewezen, afgewezen, goedgekeurd, aangehouden, gepubliceerd)
    return ("0363", maand, zorgcategorie, naam, 3, *(cent(amount) for amount in amounts))


ROWS: dict[str, list[tuple[Any, ...]]] = {
    "kosten_v1": [
        kosten(APRIL, "Z02", "Begeleiding individueel", 100_001, 2_000, 300),
        kosten(APRIL, "niet gekoppeld", "Niet gekoppeld", 5_000, 0, 0),
        kosten(MEI, "Z02", "Begeleiding individueel", 90_000, 0, -450),
    ],
    "geld_v1": [
        ("0363", APRIL, "Z02", "Begeleiding individueel", 3, cent(90_000), cent(-5_000), cent(17_000), cent(301),
         cent(102_301), cent(300), cent(102_001), cent(2_000), cent(100_001)),
        ("0363", MEI, "Z02", "Begeleiding individueel", 3, cent(90_000), cent(-450), cent(0), cent(0),
         cent(89_550), cent(-450), cent(90_000), cent(0), cent(90_000)),
    ],
    "gebruik_totaal_v1": [("0363", APRIL, 12, None, 2), ("0363", MEI, 11, 1, None)],
    "gebruik_v1": [
        ("0363", APRIL, "Z02", "Begeleiding individueel", 11, None, None, 2),
        ("0363", APRIL, "niet gekoppeld", "Niet gekoppeld", 2, None, None, 0),
        ("0363", MEI, "Z02", "Begeleiding individueel", 11, 1, 1, None),
    ],
    "indicatoren_v1": [
        ("0363", "gemeente", "Amsterdam", "jaar", date(2026, 1, 1), "totaal", "totaal", "totaal", 13, None, None, None,
         cent(195_001), cent(15_000), 14, 3, Decimal("33.3"), 2, None, Decimal("41.5")),
        ("0363", "regio", "Amsterdam-Amstelland", "jaar", date(2026, 1, 1), "totaal", "totaal", "totaal", 40, None, None,
         None, cent(800_000), cent(20_000), 45, None, None, 15, None, None),
    ],
    "doorlooptijd_v1": [
        ("0363", "traject", "jaar", date(2026, 1, 1), "totaal", "totaal", "totaal", 14, 3, 11, Decimal("61.5"),
         Decimal("142.0"), None),
    ],
    "intensiteit_v1": [
        ("0363", "jaar", date(2026, 1, 1), "totaal", "totaal", "totaal", "uur", Decimal("120.50"), 20, Decimal("6.03"),
         cent(8_000)),
    ],
    "verwijsstromen_v1": [
        ("0363", "jaar", date(2026, 1, 1), "02", "Huisarts", "hulpvorm", "02", "Ambulante jeugdhulp", 12),
    ],
    "zorgpaden_v1": [("0363", date(2026, 1, 1), "Z02 > Z06", 1, 12)],
    "nog_te_komen_totaal_v1": [
        ("0363", APRIL, cent(107_001), cent(1_000), cent(-282), cent(2_282), Decimal("99.07"), cent(800), cent(600)),
        ("0363", MEI, cent(90_000), cent(5_000), cent(2_437), cent(7_563), Decimal("94.74"), cent(1_200), cent(1_600)),
    ],
    "nog_te_komen_v1": [
        ("0363", APRIL, "Z02", "Begeleiding individueel", cent(102_001), cent(1_000), cent(-282), cent(2_282),
         Decimal("99.03"), "regio"),
        ("0363", MEI, "Z02", "Begeleiding individueel", cent(90_000), cent(5_000), cent(2_437), cent(7_563),
         Decimal("94.74"), "regio"),
    ],
    "keten_v1": [
        ("0363", APRIL, "Z02", "Begeleiding individueel", 12, 1, 1, 8, 0, 2, 0, 0, 7, 0, 0, 0, 0, 0, 0, 1, 0, cent(191_851)),
    ],
    "trajecten_v1": [("0363", 2026, 1, "02", "Ambulant", 12, 3, 1, 2, 1, 1, 12)],
    "volume_v1": [("0363", APRIL, "Z02", "Begeleiding individueel", "04", "Uur", 3, 40, 38)],
    "koppeling_v1": [("0363", "gemeente", 1, 6, cent(191_851)), ("0363", "niet gekoppeld", 1, 3, cent(5_000))],
    "productcodes_v1": [
        ("0363", "45", "45A01", "=1+1", "gemeente", "Z02", "Begeleiding individueel", "02", 6, cent(191_851),
         cent(190_001), APRIL, MEI),
        ("0363", "45", "45X01", "<b>nieuw</b>", "niet gekoppeld", "niet gekoppeld", "Niet gekoppeld", None, 3,
         cent(5_000), cent(5_000), APRIL, APRIL),
    ],
    "bevindingen_v1": [
        ("0363", "TR304", "Geen toewijzing", "juistheid", "fout", "markeren", 4, 2, None, "Tekst.", "Remedie een."),
        ("0363", "TR346", "Bedrag klopt niet", "juistheid", "fout", "aanhouden", 1, 1, cent(2_000), "Tekst.", "Remedie twee."),
    ],
    "kwaliteit_v1": [
        ("0363", "TR304", "Geen toewijzing", "juistheid", "fout", "gemeente", "voldoet niet", None, 4),
        ("0363", "TR314", "Referentie", "juistheid", "fout", "gemeente", "voldoet", None, 0),
        ("0363", "TR390", "Dubbel credit", "juistheid", "fout", "gemeente", "overgeslagen", "nog niet gemaakt", 0),
    ],
    "aansluiting_v1": [
        ("0363", 2025, 2, "02", "Ambulant", 21, 20, 18, 22, None, "definitief", 1, True, date(2026, 10, 30)),
        ("0363", 2025, 2, "11", "Pleegzorg", 9, None, 0, 7, "geheim", "definitief", None, False, date(2026, 10, 30)),
        ("0363", 2026, 1, "02", "Ambulant", 30, None, None, None, "niet gepubliceerd", None, None, None, None),
    ],
    "berichten_v1": [
        ("0363", date(2026, 6, 1), "JW301", "12345678", "verwerkt", 2),
        ("0363", date(2026, 10, 1), "JW323", "12345678", "verwerkt", 1),
    ],
}  # fmt: skip


def make_levering(rows: dict[str, list[tuple[Any, ...]]] | None = None) -> Levering:
    """A release with ``rows`` in place of the standard ones; ``{}`` gives empty tables."""
    chosen = ROWS if rows is None else rows
    return Levering(
        gemeente_code="0363",
        gemeente_naam="Amsterdam",
        regio_naam="Amsterdam-Amstelland",
        is_synthetisch=False,
        week=Week(2026, 47),
        as_of=AS_OF,
        versies={
            "programma": "0.1.0",
            "schema": "0005",
            "koppelingen": "abc",
            "regels": "def",
            "cbs_85099ned": "2026-10-30",
        },
        inhoud={tabel.naam: Inhoud(tabel, chosen.get(tabel.naam, [])) for tabel in tabellen()},
    )
