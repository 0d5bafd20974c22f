"""A faultless world: the chain has no gap that the world did not make, and the trajectories are those that happened."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.inbox.landing import receive_paths
from integrations.inbox.verwerking import process
from integrations.publicatie.marts import build_marts
from integrations.wereld import Storingen, generate
from integrations.wereld.cbs_bij import by_person, read_zorg, records_of
from integrations.wereld.waarheid import read_rijen
from mappings.loader import load_reference, read_gemeenten, read_zorgcategorieen
from quality.catalogus import load_regels
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.integration

NU = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZEKER = date(2026, 7, 31) - timedelta(days=14)
"""Two weeks before the last message of the world: what began or ended by then has been told."""
LATER = date(9999, 12, 31)


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("keten") / "wereld"
    generate(
        out, gemeenten=3, jeugdigen=150, van="2025-01", tot="2026-06", seed=4, gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(), storingen=Storingen.none(),
    )  # fmt: skip
    return out


@pytest.fixture
def geladen(embedded_engine: sa.Engine, wereld: Path) -> sa.Engine:
    """Every message of the world, with product books that say of every code what it really means."""
    with embedded_engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
        for koppeling in koppelingen(wereld):
            conn.execute(sa.insert(KOPPELING).values(**koppeling))
    receive_paths(embedded_engine, [wereld / "berichten"], "opdrachtregel", NU)
    process(embedded_engine, TEST_KEY.encode())
    with embedded_engine.begin() as conn:
        build_marts(conn, NU)
    return embedded_engine


KOPPELING = sa.table(
    "koppeling",
    *map(sa.column, ("niveau", "gemeente_code", "regio_code", "product_categorie", "product_code", "zorgcategorie",
                     "geldig_vanaf", "geldig_tot", "status", "bron", "bekend_vanaf")),
    schema="mapping",
)  # fmt: skip


def koppelingen(wereld: Path) -> Iterator[dict[str, object]]:
    """The truth about product codes as mappings; a new edition takes over from the one before."""
    boeken = sorted(
        read_rijen(wereld / "waarheid", "productcodes"),
        key=lambda rij: (rij["niveau"], rij["code"] or "", rij["product_categorie"], rij["product_code"], rij["geldig_vanaf"]),
    )  # fmt: skip
    for rij, volgende in zip(boeken, [*boeken[1:], {}], strict=True):
        sleutel = ("niveau", "code", "product_categorie", "product_code")
        is_vervangen = all(rij[kolom] == volgende.get(kolom) for kolom in sleutel)
        yield {
            "niveau": rij["niveau"],
            "gemeente_code": rij["code"] if rij["niveau"] == "gemeente" else None,
            "regio_code": rij["code"] if rij["niveau"] == "regio" else None,
            "product_categorie": rij["product_categorie"],
            "product_code": rij["product_code"],
            "zorgcategorie": rij["zorgcategorie"],
            "geldig_vanaf": rij["geldig_vanaf"],
            "geldig_tot": volgende["geldig_vanaf"] if is_vervangen else None,
            "status": "vastgesteld",
            "bron": "waarheid",
            "bekend_vanaf": sa.text("'-infinity'"),
        }


def test_a_faultless_world_comes_out_as_it_was(geladen: sa.Engine, wereld: Path) -> None:
    assert_trajectories(geladen, wereld)
    assert_chain(geladen)


def assert_trajectories(geladen: sa.Engine, wereld: Path) -> None:
    """Compared without the youths: the truth knows no pseudonym. What ends after the last message runs still."""
    werkelijk = Counter(
        (r.gemeente_code, r.hulpvorm, r.begin, r.einde if r.einde <= ZEKER else LATER)
        for zorg in by_person(read_zorg(wereld / "waarheid"))
        for r in records_of(zorg)
        if r.begin <= ZEKER
    )
    with geladen.connect() as conn:
        rijen = conn.exec_driver_sql(
            "SELECT gemeente_code, hulpvorm, begindatum, einddatum, begin_bron, eind_bron FROM mart.traject"
        ).all()
    gevonden = Counter(
        (r.gemeente_code, r.hulpvorm, r.begindatum, r.einddatum if r.einddatum and r.einddatum <= ZEKER else LATER)
        for r in rijen
        if r.begindatum <= ZEKER
    )  # fmt: skip
    assert sum(werkelijk.values()) > 100
    assert gevonden == werkelijk


def assert_chain(geladen: sa.Engine) -> None:
    """No gap but one that is no fault: an aspecific allocation outlives a code. No number and no cent is lost."""
    with geladen.connect() as conn:
        gaten = set(conn.exec_driver_sql("SELECT DISTINCT gat FROM mart.keten_gat_stand").scalars())
        keten = conn.exec_driver_sql(
            "SELECT count(*) AS ketens, count(*) FILTER (WHERE is_toegewezen) AS toegewezen,"
            " sum(saldo_cent) AS saldo_cent FROM mart.keten"
        ).one()
        declaraties = conn.exec_driver_sql(
            "SELECT sum(saldo_cent) AS saldo_cent FROM mart.prestatie WHERE lot <> 'afgewezen'"
        ).one()
        nummers = conn.exec_driver_sql(
            "SELECT count(DISTINCT (gemeente_code, toewijzing_nummer)) FROM core.toewijzing"
        ).scalar_one()
    assert gaten <= {"aspecifieke toewijzing met meer codes"}
    assert keten.ketens == keten.toegewezen == nummers
    assert keten.saldo_cent == declaraties.saldo_cent
