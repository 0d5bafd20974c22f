"""The ledger over a world with faults: every cent is somewhere, and a total that is wrong has its finding.

The world's own messages add up, so some totals are changed and some declarations are lost before they are received.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from integrations.database import ensure_database, make_engine, upgrade
from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.publicatie.marts import build_marts
from integrations.sqlfiles import read_sql
from integrations.wereld import generate
from mappings.loader import load_reference, read_gemeenten, read_zorgcategorieen
from quality.catalogus import load_regels
from quality.regels import run_regels
from quality.run import find, prepare_run, settle_findings
from tests.conftest import ROOT, TEST_KEY
from tests.integration.publicatie.bouw import op
from tests.integration.publicatie.test_golden import load
from tests.unit.wereld.kleine_wereld import VEEL_STORINGEN

pytestmark = pytest.mark.integration
NU = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOTAAL = rb"(<jw32\d:%b><ijw:TotaalBedrag>)(\d+)"
STAPPEN = ("ingediend", "gecrediteerd", "opnieuw_ingediend", "dubbel_ingediend")
LOTEN = ("afgewezen", "aangehouden", "gepubliceerd")


@dataclass(frozen=True)
class Regel:
    """A declaration line as the messages and its lot have it; lines are in the order of their messages."""

    dagtekening: date
    identificatie: str
    regelnummer: int
    bericht_id: int
    gemeente_code: str
    maand: date
    zorgcategorie: str
    zorg: tuple[Any, ...]
    referentie_nummer: str
    vorig_referentie_nummer: str | None
    debet_credit: str
    saldo_cent: int
    lot: str


@pytest.fixture(scope="module")
def wereld(embedded_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """A small world with many faults and with totals that are wrong, taken to its release."""
    out = tmp_path_factory.mktemp("geld") / "wereld"
    storingen = replace(VEEL_STORINGEN, correctie=0.08, dubbele_regel=0.03, dubbel_declaratienummer=0.1)
    generate(out, gemeenten=2, jeugdigen=50, van="2025-07", tot="2026-03", seed=12,
             gemeentelijst=read_gemeenten(), zorgcategorieen=read_zorgcategorieen(), storingen=storingen)  # fmt: skip
    disturb_totals(out / "berichten")
    engine = make_engine(ensure_database(embedded_template, "jk_test_geld"))
    upgrade(engine)
    with engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
    receive_paths(engine, [out / "berichten"], "opdrachtregel", NU)
    process(engine, TEST_KEY.encode())
    with engine.begin() as conn:
        run_regels(conn, NU)
        build_marts(conn, NU)
        prepare_run(conn, "controles", NU)
        find(conn, "DC212", read_sql("quality", "controles/DC212.sql"), NU)
        settle_findings(conn, ["DC212"], NU)
    yield engine
    engine.dispose()


def disturb_totals(berichten: Path) -> None:
    """One declaration in ten is lost and one in ten states another total, as does one answer in five."""
    for number, file in enumerate(sorted(berichten.rglob("JW323_*.xml"))):
        if number % 10 == 0:
            file.unlink()
        elif number % 5 == 0:
            change_total(file, b"TotaalIngediendBedrag", 137)
    for file in sorted(berichten.rglob("JW325_*.xml"))[::5]:
        change_total(file, b"TotaalToegekendBedrag", -55)


def change_total(file: Path, element: bytes, cent: int) -> None:
    """Add ``cent`` to the total in ``element``, where the file has one that stays above zero."""

    def add(found: re.Match[bytes]) -> bytes:
        return found[1] + str(max(0, int(found[2]) + cent)).encode()

    file.write_bytes(re.sub(TOTAAL % element, add, file.read_bytes()))


def read(engine: sa.Engine, sql: str) -> list[dict[str, Any]]:
    with engine.connect() as conn:
        return [dict(row) for row in conn.exec_driver_sql(sql).mappings()]


def test_every_total_is_that_of_its_lines_or_has_a_finding(wereld: sa.Engine) -> None:
    rows = read(wereld, "SELECT * FROM mart.sluiting")
    gemeenten = {row["gemeente_code"] for row in rows}
    assert len(gemeenten) == 2
    assert Counter(row["totaal"] for row in rows) == {
        total: 2 for total in ("TotaalIngediendBedrag", "TotaalToegekendBedrag", "regels")
    }
    assert all(row["onverklaard_cent"] == 0 for row in rows), rows
    for row in rows:
        assert row["bericht_cent"] - row["regels_cent"] == row["verklaard_cent"], row
        assert len(row["bevinding_ids"]) == row["verklaard"], row
    explaining = read(
        wereld,
        "SELECT DISTINCT regel_id FROM quality.bevinding "
        "WHERE bevinding_id IN (SELECT unnest(bevinding_ids) FROM mart.sluiting)",
    )
    assert {row["regel_id"] for row in explaining} == {"TR358", "TR337", "DC212", "ONTVANGST-TYPE"}


def test_a_total_without_its_finding_is_not_explained(wereld: sa.Engine) -> None:
    with wereld.connect() as conn, conn.begin() as transaction:
        conn.exec_driver_sql("DELETE FROM quality.bevinding WHERE regel_id = 'TR358'")
        left = conn.exec_driver_sql("SELECT totaal FROM mart.sluiting WHERE onverklaard_cent > 0").scalars()
        assert set(left) == {"TotaalIngediendBedrag"}
        transaction.rollback()


def test_the_flow_of_money_is_that_of_the_lines(wereld: sa.Engine) -> None:
    expected: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for regel, soort in judge(read_regels(wereld)):
        seen[soort] += 1
        cell = expected[regel.gemeente_code, regel.maand, regel.zorgcategorie]
        step = "gecrediteerd" if regel.debet_credit == "C" else soort.replace(" ", "_")
        cell.update({"regels": 1, step: regel.saldo_cent, regel.lot: regel.saldo_cent})
    assert set(seen) >= {"gecrediteerd", "opnieuw ingediend", "dubbel ingediend", "credit zonder debet"}, seen
    found = read(wereld, "SELECT * FROM mart.geldstroom_maand")
    assert len(found) == len(expected) > 20
    for row in found:
        cell = expected[row["gemeente_code"], row["maand"], row["zorgcategorie"]]
        assert row["regels"] == cell["regels"]
        assert {name: row[f"{name}_cent"] for name in (*STAPPEN, *LOTEN)} == {
            name: cell[name] for name in (*STAPPEN, *LOTEN)
        }


def test_it_equals_the_costs_and_the_ledger(wereld: sa.Engine) -> None:
    shared = "gemeente_code, maand, zorgcategorie, regels, gedeclareerd_euro, afgewezen_euro, goedgekeurd_euro, aangehouden_euro, gepubliceerd_euro"
    costs = read(wereld, f"SELECT {shared} FROM publish.kosten_v1 ORDER BY 1, 2, 3")
    assert read(wereld, f"SELECT {shared} FROM publish.geld_v1 ORDER BY 1, 2, 3") == costs != []
    sums = "sum(gedeclareerd_cent), sum(goedgekeurd_cent), sum(gepubliceerd_cent)"
    with wereld.connect() as conn:
        ledger, flow = (
            conn.exec_driver_sql(f"SELECT {sums} FROM mart.{table}").one()
            for table in ("grootboek", "geldstroom_maand")
        )
    assert ledger == flow


def test_a_chain_comes_to_nothing_or_to_one_of_its_debits(wereld: sa.Engine) -> None:
    chains = read(
        wereld,
        "SELECT sum(gepubliceerd_cent) AS over, array_agg(gedeclareerd_cent) FILTER (WHERE gedeclareerd_cent > 0) "
        "AS debetten FROM mart.grootboek GROUP BY keten_bericht_id, keten_regelnummer",
    )
    assert len(chains) > 100
    assert [c for c in chains if c["over"] != 0 and c["over"] not in (c["debetten"] or [])] == []


def read_regels(engine: sa.Engine) -> list[Regel]:
    """All lines of core with their lot and category, in the order of their messages."""
    rows = read(
        engine,
        "SELECT d.dagtekening, d.identificatie, p.*, m.lot, coalesce(m.zorgcategorie, 'niet gekoppeld') AS zorgcategorie "
        "FROM core.prestatie AS p JOIN core.declaratie AS d USING (bericht_id) "
        "JOIN mart.prestatie AS m USING (bericht_id, regelnummer)",
    )
    care = ("gemeente_code", "aanbieder_agb_code", "client_pseudoniem", "toewijzing_nummer", "product_categorie",
            "product_code", "begindatum", "einddatum")  # fmt: skip
    fields = [name for name in Regel.__dataclass_fields__ if name != "zorg"]
    regels = [Regel(zorg=tuple(row[c] for c in care), **{f: row[f] for f in fields}) for row in rows]
    return sorted(regels, key=lambda r: (r.dagtekening, r.identificatie, r.regelnummer))


def judge(regels: list[Regel]) -> Iterator[tuple[Regel, str]]:
    """What each line does in its chain, told a second time: care by care, line by line."""
    chains: dict[tuple[Any, ...], list[Regel]] = defaultdict(list)
    for regel in regels:
        chains[regel.zorg].append(regel)
    for chain in chains.values():
        for index, regel in enumerate(chain):
            yield regel, judge_one(regel, chain[:index], chain)


def judge_one(regel: Regel, earlier: list[Regel], chain: list[Regel]) -> str:
    if regel.debet_credit == "C":
        if not any(takes_back(regel, other) for other in chain):
            return "credit zonder debet"
        same = [r for r in earlier if r.debet_credit == "C" and r.lot != "afgewezen"]
        again = any(r.vorig_referentie_nummer == regel.vorig_referentie_nummer for r in same)
        return "dubbel gecrediteerd" if again else "gecrediteerd"
    debits = [r for r in earlier if r.debet_credit == "D"]
    if not debits:
        return "ingediend"
    standing = [r for r in chain if r.debet_credit == "C" and r.lot != "afgewezen"]
    is_open = [d.lot != "afgewezen" and not any(takes_back(c, d) for c in standing) for d in debits]
    return "dubbel ingediend" if any(is_open) else "opnieuw ingediend"


def takes_back(credit: Regel, debit: Regel) -> bool:
    return (
        debit.debet_credit == "D"
        and credit.vorig_referentie_nummer == debit.referentie_nummer
        and credit.bericht_id != debit.bericht_id
        and credit.dagtekening >= debit.dagtekening
    )


def test_the_ledger_in_the_docs_is_that_of_the_golden_case(embedded_engine: sa.Engine) -> None:
    case = yaml.safe_load(
        (ROOT / "tests/golden/mart/geld_opnieuw_ingediend.yaml").read_text(encoding="utf-8")
    )
    with embedded_engine.begin() as conn:
        load(conn, case)
        build_marts(conn, op(case["as_of"]))
    rows = read(embedded_engine, "SELECT * FROM mart.boekingen_van('12345678', 'R7')")
    text = (ROOT / "docs" / "geld.md").read_text(encoding="utf-8")
    assert ledger_table(rows) in text, f"docs/geld.md should show:\n{ledger_table(rows)}"


def ledger_table(rows: list[dict[str, Any]]) -> str:
    """The ledger of one chain as a table in Markdown, in euros, with the sums below."""
    lines = ["| bekend vanaf | regel | boeking | reden | gedeclareerd | goedgekeurd | gepubliceerd |", "|---|---|---|---|--:|--:|--:|"]  # fmt: skip
    amounts = ("gedeclareerd_cent", "goedgekeurd_cent", "gepubliceerd_cent")
    for row in rows:
        credit = f" (op {row['vorig_referentie_nummer']})" if row["vorig_referentie_nummer"] else ""
        cells = (f"{row['bekend_vanaf']:%Y-%m-%d}", row["referentie_nummer"] + credit, row["boeking"], row["reden"] or "",
                 *(euro(row[a]) for a in amounts))  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    sums = " | ".join(f"**{euro(sum(row[a] for row in rows))}**" for a in amounts)
    return "\n".join([*lines, f"| | | **saldo** | | {sums} |"]) + "\n"


def euro(cent: int) -> str:
    """Cents as a Dutch amount; what a booking leaves alone is empty."""
    return f"{cent / 100:.2f}".replace(".", ",") if cent else ""
