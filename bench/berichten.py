"""Declarations to measure with: valid, varied, and the same ones every time."""

import random
from datetime import date
from functools import cache
from typing import Any

from integrations.ijw import write_bericht
from integrations.pseudonym import passes_elfproef

FIRST_BSN, LAST_BSN = 999900006, 999999990  # the range the standard reserves for tests
LINES_PER_CLIENT = 3


@cache
def test_bsns() -> tuple[str, ...]:
    """Every number of the test range that passes the elfproef."""
    return tuple(str(n) for n in range(FIRST_BSN, LAST_BSN + 1) if passes_elfproef(str(n)))


def make_declaratie(nummer: int, regels: int) -> bytes:
    """JW323 number ``nummer`` with ``regels`` lines, one in ten of them a credit."""
    chance = random.Random(nummer)  # noqa: S311
    lines = [_make_prestatie(chance, f"R{nummer}-{i}") for i in range(regels)]
    bsns = chance.choices(test_bsns(), k=-(-regels // LINES_PER_CLIENT))
    total = sum(_signed(line["ingediend_bedrag"]) for line in lines)
    return write_bericht(
        "JW323",
        {
            "header": {
                "afzender": f"{65000000 + nummer % 400}",
                "ontvanger": f"{chance.choice((363, 518, 599, 344, 384)):04}",
                "bericht_identificatie": {"identificatie": f"B{nummer}", "dagtekening": date(2026, 5, 6)},
                "xsd_versie": {"basisschema_xsd_versie": "1.0.0", "bericht_xsd_versie": "1.0.0"},
            },
            "declaratie": {
                "declaratie_nummer": f"DN{nummer}",
                "declaratie_periode": {"begindatum": date(2026, 4, 1), "einddatum": date(2026, 4, 30)},
                "declaratie_dagtekening": date(2026, 5, 6),
                "totaal_ingediend_bedrag": {
                    "totaal_bedrag": abs(total),
                    "debet_credit": "C" if total < 0 else "D",
                },
                "clienten": {
                    "client": [
                        {"bsn": bsn, "prestaties": {"prestatie": lines[i : i + LINES_PER_CLIENT]}}
                        for bsn, i in zip(bsns, range(0, regels, LINES_PER_CLIENT), strict=True)
                    ]
                },
            },
        },
    )


def _make_prestatie(chance: random.Random, referentie: str) -> dict[str, Any]:
    volume, tarief = chance.randint(1, 60), chance.randint(500, 20000)
    categorie = chance.choice(("43", "45", "50", "54"))
    day = chance.randint(1, 28)
    return {
        "product_referentie": {"referentie_nummer": referentie},
        "toewijzing_nummer": chance.randint(1, 999999),
        "product_categorie": categorie,
        "product_code": f"{categorie}A{chance.randint(0, 99):02}",
        "product_periode": {"begindatum": date(2026, 4, 1), "einddatum": date(2026, 4, day)},
        "geleverd_volume": volume,
        "eenheid": "04",
        "product_tarief": tarief,
        "ingediend_bedrag": {"bedrag": volume * tarief, "debet_credit": chance.choice("DDDDDDDDDC")},
    }


def _signed(bedrag: dict[str, Any]) -> int:
    cents: int = bedrag["bedrag"]
    return cents if bedrag["debet_credit"] == "D" else -cents
