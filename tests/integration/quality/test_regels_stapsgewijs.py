"""Judging what is new gives what judging everything gives: in any order of arrival, in any batches.

A small world in which little is unique (three youths, four allocations, six numbers), so that almost every message
meets another one: repeats, credits, rejections, new versions, removals, answers to nothing. It arrives in random
batches: messages that became known long before the last run, several at one moment, some only known later. After every
batch the open findings, and what the run says of itself, must be those of a full judgement.
"""

import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from quality.regels import run_regels
from quality.run import Run
from tests.golden.regels.opstelling import complete_case, insert_rows, moment

pytestmark = pytest.mark.integration

Rows = list[dict[str, Any]]
MOMENTEN = ("2026-03-02", "2026-03-20", "2026-04-10", "2026-04-10", "2026-05-01", "2026-06-01")
MAANDEN = (("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"))
DAGEN = ("2026-02-05", "2026-02-05", "2026-03-05", "2026-04-05")
BERICHTEN = 60
FINDINGS = """
    SELECT regel_id, bericht_id, regelnummer, gemeente_code, bedrag_cent, toelichting
    FROM quality.bevinding WHERE opgelost_op IS NULL ORDER BY 1, 2, 3, 6
"""


def make_line(rng: random.Random, known: Rows) -> dict[str, Any]:
    """A line: a tidy credit of a known one, or something of which half has a number of its own."""
    debits = [line for line in known if line["debet_credit"] == "D"]
    if debits and rng.random() < 0.2:
        debit = rng.choice(debits)
        own = {"debet_credit": "C", "vorig_referentie_nummer": debit["referentie_nummer"]}
        return debit | own | {"referentie_nummer": f"C{rng.randrange(10**6)}"}
    begin, einde = rng.choice(MAANDEN)
    is_credit = rng.random() < 0.1
    return {
        "client": rng.choice("aab") if rng.random() < 0.9 else "onbekend",
        "is_bsn_geldig": rng.random() < 0.95,
        "toewijzing_nummer": rng.randint(1, 4),
        "referentie_nummer": f"N{rng.randint(1, 8)}" if rng.random() < 0.5 else f"U{rng.randrange(10**6)}",
        "vorig_referentie_nummer": f"N{rng.randint(1, 8)}" if is_credit else None,
        "debet_credit": "C" if is_credit else "D",
        "begindatum": begin,
        "einddatum": einde,
        "geleverd_volume": rng.choice((5, 10, 40)),
        "eenheid": rng.choice(("04", "04", "01")),
        "product_code": rng.choice(("45A01", "45A01", "45A02")),
    }


def make_toewijzing(rng: random.Random) -> dict[str, Any]:
    omvang = {"volume": rng.choice((2, 12, 30)), "eenheid": "04", "frequentie": rng.choice("246")}
    return {
        "client": rng.choice("ab"),
        "toewijzing_nummer": rng.randint(1, 4),
        "toewijzingsdatum": rng.choice(DAGEN),
        "ingangsdatum": rng.choice(("2025-12-01", "2026-01-01", "2026-01-15")),
        "einddatum": rng.choice((None, "2026-02-28", "2026-03-15")),
        "reden_wijziging": rng.choice((None, None, "05", "13")),
        "budget_cent": rng.choice((None, 60_000, 120_000)),
        "referentie_aanbieder": rng.choice((None, "V1", "V2")),
        **(omvang if rng.random() < 0.7 else {}),
    }


def make_world(seed: int) -> dict[str, Rows]:
    """Rows of a case; every message of one type, at one moment, between one of two providers and one of two gemeenten."""
    rng = random.Random(seed)  # noqa: S311
    case: dict[str, Rows] = {}
    declaraties: Rows = []
    for bericht_id in rng.sample(range(1, 500), BERICHTEN):
        parties = {
            "bericht_id": bericht_id,
            "bekend_vanaf": rng.choice(MOMENTEN),
            "gemeente_code": rng.choice(("0001", "0001", "0001", "0002")),
            "aanbieder_agb_code": rng.choice(("12345678", "12345678", "87654321")),
            "dagtekening": rng.choice(DAGEN),
        }
        soort = rng.choices(
            ("toewijzing", "client", "prestatie", "antwoord", "start", "stop", "verzoek", "verzoek_antwoord"),
            (18, 3, 34, 25, 5, 5, 5, 5),
        )[0]
        if soort == "antwoord" and declaraties:
            add_antwoord(rng, case, parties, rng.choice(declaraties))
        elif soort in ("prestatie", "antwoord"):
            declaratie = parties | {"declaratie_nummer": f"D{rng.randint(1, 12)}"}
            declaraties.append(declaratie)
            case.setdefault("declaratie", []).append(declaratie)
            known = case.setdefault("prestatie", [])
            known += [make_line(rng, known) | parties for _ in range(rng.randint(1, 3))]
        else:
            case.setdefault(soort, []).append(parties | make_other(rng, soort))
    return case


def make_other(rng: random.Random, soort: str) -> dict[str, Any]:
    match soort:
        case "toewijzing":
            return make_toewijzing(rng)
        case "client":
            return {"client": rng.choice(("a", "onbekend"))}
        case "start" | "stop":
            return {
                "client": rng.choice("ab"),
                "toewijzing_nummer": rng.choice((None, 1, 2, 3)),
                "status_aanlevering": rng.choice("113"),
            }
        case "verzoek":
            return {"client": rng.choice("ab"), "referentie_aanbieder": rng.choice(("V1", "V2", "V3"))}
        case _:
            return {"referentie_aanbieder": rng.choice(("V1", "V2", "V3"))}


def add_antwoord(
    rng: random.Random, case: dict[str, Rows], parties: dict[str, Any], declaratie: dict[str, Any]
) -> None:
    """An answer: all granted, some lines rejected (also ones that do not exist), or refused as a whole."""
    parties = parties | {key: declaratie[key] for key in ("gemeente_code", "aanbieder_agb_code")}
    header = parties | {
        "declaratie_identificatie": f"B{declaratie['bericht_id']}",
        "declaratie_dagtekening": declaratie["dagtekening"] if rng.random() < 0.9 else "2026-01-01",
    }
    if rng.random() < 0.25:
        case.setdefault("declaratie_antwoord", []).append(header | {"header_retour_codes": ["9333"]})
        return
    bedragen = {
        "declaratie_nummer": rng.choice((declaratie["declaratie_nummer"], "D1")),
        "totaal_ingediend_bedrag_cent": 100_000,
        "totaal_ingediend_debet_credit": "D",
        "totaal_toegekend_bedrag_cent": 50_000,
        "totaal_toegekend_debet_credit": "D",
    }
    case.setdefault("declaratie_antwoord", []).append(header | bedragen)
    own = [line for line in case["prestatie"] if line["bericht_id"] == declaratie["bericht_id"]]
    for line in rng.sample(own, rng.randint(0, len(own)) if rng.random() < 0.5 else 0):
        rejected = {
            key: value
            for key, value in line.items()
            if key not in ("bericht_id", "bekend_vanaf", "dagtekening")
        }
        case.setdefault("afgewezen_prestatie", []).append(parties | rejected)
    if rng.random() < 0.3:
        case.setdefault("afgewezen_prestatie", []).append(parties | make_line(rng, []))


def in_batches(seed: int, rows: dict[str, Rows]) -> Iterator[dict[str, Rows]]:
    """The rows of whole messages, in a random order, one batch for each moment of judging."""
    rng = random.Random(seed)  # noqa: S311
    messages = sorted({row["bericht_id"] for its_rows in rows.values() for row in its_rows})
    batch = {bericht_id: rng.randrange(len(MOMENTEN)) for bericht_id in messages}
    for number in range(len(MOMENTEN)):
        yield {
            table: [r for r in its_rows if batch[r["bericht_id"]] == number]
            for table, its_rows in rows.items()
        }


def findings(conn: sa.Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in conn.exec_driver_sql(FINDINGS)]


def verdicts(run: Run) -> list[tuple[Any, ...]]:
    return [(r.regel_id, r.status, r.aantal_gecontroleerd, r.aantal_afwijkend) for r in run.resultaten]


@pytest.mark.parametrize("seed", range(3))
def test_step_by_step_gives_what_all_at_once_gives(embedded_engine: sa.Engine, seed: int) -> None:
    rows = complete_case(make_world(seed))
    seen: set[str] = set()
    with embedded_engine.connect() as conn:
        run_regels(conn, moment("2026-03-01"))
        for as_of, batch in zip(map(moment, MOMENTEN), in_batches(seed, rows), strict=True):
            insert_rows(conn, batch)
            stepwise = run_regels(conn, as_of)
            assert not stepwise.is_volledig
            assert "niet uitvoerbaar" not in {r.status for r in stepwise.resultaten}
            found = findings(conn)
            with conn.begin_nested() as undo:
                everything = run_regels(conn, as_of, volledig=True)
                assert findings(conn) == found
                assert verdicts(everything) == verdicts(stepwise)
                assert (everything.geopend, everything.gesloten) == (0, 0)
                undo.rollback()
            seen |= {regel_id for regel_id, *_ in found}
        waiting = conn.exec_driver_sql("SELECT count(*) FROM quality.te_beoordelen").scalar()
    assert waiting == 0, "by the last moment everything is known and judged"
    assert len(seen) > 15, "a world in which little goes wrong shows little"
