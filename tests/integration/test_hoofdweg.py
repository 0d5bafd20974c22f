"""The main road on a small world: the money beside the truth to the cent, and no person in anything but landing."""

import json
import logging
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.orchestration.demo import load_books_and_cbs
from integrations.orchestration.taken import prepare_release
from integrations.publicatie.publiceer import publish_all
from integrations.publicatie.verifieer import verify
from integrations.wereld import Storingen, generate
from mappings.loader import load_reference, read_gemeenten, read_zorgcategorieen
from quality.catalogus import load_regels
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.integration
WEEK = "2026-W46"
WORD = r"[\w@.]+"
PERSONAL = ("Bsn", "Achternaam", "Voornamen", "Straatnaam", "Emailadres", "Telefoonnummer")


@dataclass
class Weg:
    engine: sa.Engine
    world: Path
    out: Path
    log: str


@pytest.fixture
def weg(engine: sa.Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Weg:
    """A world of 80 youths carried all the way; everything that was logged on the way.

    So many lines without an allocation that whatever the seed, some are rejected and some held back.
    """
    caplog.set_level(logging.DEBUG)
    world = tmp_path / "wereld"
    generate(
        world, gemeenten=2, jeugdigen=80, van="2025-07", tot="2026-03", seed=2, gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(), storingen=Storingen(onbekende_toewijzing=0.05),
    )  # fmt: skip
    with engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
    load_books_and_cbs(engine, world)
    receive_paths(engine, [world / "berichten"], "opdrachtregel", datetime.now(UTC))
    process(engine, TEST_KEY.encode())
    prepare_release(engine, datetime.now(UTC))
    publish_all(engine, WEEK, tmp_path / "publicatie")
    return Weg(engine, world, tmp_path / "publicatie", caplog.text)


def test_the_road_ends_where_the_truth_says(weg: Weg) -> None:
    truth = json.loads((weg.world / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    expected = {
        g["gemeente_code"]: (g["regels"], g["gedeclareerd_cent"], g["afgewezen_cent"])
        for g in truth["gemeenten"]
    }
    statement = (
        "SELECT gemeente_code, count(*), sum(saldo_cent)::bigint, "
        "coalesce(sum(saldo_cent) FILTER (WHERE lot = 'afgewezen'), 0)::bigint FROM mart.prestatie GROUP BY 1"
    )
    with weg.engine.connect() as conn:
        found = {code: tuple(rest) for code, *rest in conn.exec_driver_sql(statement)}
        declared, *parts = conn.exec_driver_sql(
            "SELECT sum(gedeclareerd_cent), sum(gepubliceerd_cent), sum(afgewezen_cent), sum(aangehouden_cent) "
            "FROM mart.kosten_maand"
        ).one()
        beside_cbs = conn.exec_driver_sql(
            "SELECT count(*) FROM mart.aansluiting WHERE cbs_status IS NOT NULL"
        )
        assert beside_cbs.scalar_one() > 0, "the marts hold our figures beside those of CBS"
        unexplained = conn.exec_driver_sql("SELECT sum(onverklaard_cent) FROM mart.sluiting").scalar_one()
        assert unexplained == 0, "every total that a message states is that of its lines"
    assert found == expected
    assert declared == sum(parts) != 0
    assert all(part != 0 for part in parts), "the world has something of each fate"

    assert verify(weg.out / WEEK) == []
    manifests = [json.loads(path.read_text(encoding="utf-8")) for path in weg.out.glob("*/*/manifest.json")]
    assert [manifest["synthetisch"] for manifest in manifests] == [True, True]
    assert all(
        "Synthetische gegevens" in path.read_text(encoding="utf-8") for path in weg.out.rglob("rapport.html")
    )
    people = personal_values(weg.world / "berichten")
    assert len(people["Bsn"]) > 50
    assert people["Achternaam"]
    secrets = set().union(*people.values())
    phrases = {secret for secret in secrets if not re.fullmatch(WORD, secret)}
    found_in = {
        place
        for place, text in everything_written(weg)
        if secrets & set(re.findall(WORD, text)) or any(phrase in text for phrase in phrases)
    }
    assert found_in == set(), "a BSN, name or address left landing"


def personal_values(folder: Path) -> dict[str, set[str]]:
    """What the input says about persons, per element; names of the synthetic world are recognisable words."""
    found: dict[str, set[str]] = {element: set() for element in PERSONAL}
    for file in folder.rglob("*.xml"):
        text = file.read_text(encoding="utf-8", errors="replace")
        for element, values in found.items():
            values |= set(re.findall(rf"<(?:\w+:)?{element}>([^<]{{4,}})</", text))
    return found


def everything_written(weg: Weg) -> list[tuple[str, str]]:
    """Place and text of all that the road left behind: tables (not landing's bytes), files, log."""
    places = [("log", weg.log)]
    with weg.engine.connect() as conn:
        for schema in ("landing", "core", "mapping", "quality", "cbs", "mart", "publish"):
            for table in sa.inspect(conn).get_table_names(schema) + sa.inspect(conn).get_view_names(schema):
                rows = conn.exec_driver_sql(f"SELECT to_jsonb(t) - 'inhoud' FROM {schema}.\"{table}\" AS t")
                places.append(
                    (f"{schema}.{table}", "\n".join(json.dumps(row[0], ensure_ascii=False) for row in rows))
                )
    for file in sorted(p for p in weg.out.rglob("*") if p.is_file()):
        places.append((str(file.relative_to(weg.out)), read_any(file)))
    return places


def read_any(file: Path) -> str:
    """All text of a file, whatever it is packed in."""
    if file.suffix == ".parquet":
        return str(pq.read_table(file).to_pylist())
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return file.read_text(encoding="utf-8")
