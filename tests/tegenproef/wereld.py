"""A world with a known truth, and a database that has gone the whole road over it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from integrations.inbox.landing import receive_paths
from integrations.inbox.ontvangsttijden import read_ontvangsttijden
from integrations.inbox.verwerking import process
from integrations.publicatie.marts import build_marts
from integrations.wereld import Storingen, generate
from mappings.aanbieders import COLUMNS, import_aanbieders
from mappings.loader import load_reference, read_gemeenten, read_zorgcategorieen
from mappings.productboek import import_productboek
from quality.catalogus import load_regels
from quality.regels import run_regels
from tests.conftest import TEST_KEY

INRICHTING = datetime(2024, 1, 1, tzinfo=UTC)
NA_AFLOOP = datetime(2026, 11, 20, 12, tzinfo=UTC)
STAND = datetime(2026, 6, 20, 12, tzinfo=UTC)
"""Before the world ends: the last messages are not known yet, and much still waits or runs."""


@dataclass(frozen=True)
class Opdracht:
    """How large a world; about nine lines a youth."""

    gemeenten: int
    jeugdigen: int
    seed: int = 7


def make_world(map_: Path, opdracht: Opdracht, storingen: Storingen) -> None:
    generate(
        map_,
        gemeenten=opdracht.gemeenten,
        jeugdigen=opdracht.jeugdigen,
        seed=opdracht.seed,
        gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(),
        storingen=storingen,
    )


def load_world(engine: sa.Engine, map_: Path) -> None:
    """Product books, every message at the moment it arrived, rules and marts as known at ``STAND``."""
    with engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)
        for boek in _read_csv(map_ / "productboeken" / "inhoud.csv"):
            verslag = import_productboek(
                conn,
                map_ / "productboeken" / boek["bestand"],
                boek["niveau"],
                boek["code"] or None,
                date.fromisoformat(boek["geldig_vanaf"]),
                bekend_vanaf=INRICHTING,
            )
            assert verslag.geweigerd == []
        import_aanbieders(conn, write_provider_list(map_), INRICHTING)
    tijden = read_ontvangsttijden(map_ / "ontvangsttijden.csv", NA_AFLOOP)
    receive_paths(engine, [map_ / "berichten"], "opdrachtregel", NA_AFLOOP, tijden=tijden)
    process(engine, TEST_KEY.encode())
    with engine.begin() as conn:
        run_regels(conn, STAND)
        build_marts(conn, STAND)


def write_provider_list(map_: Path) -> Path:
    """A list of providers as a region would keep it: all but the national one."""
    aanbieders = pd.read_parquet(map_ / "waarheid" / "aanbieders").query("soort != 'landelijk'")
    pad = map_ / "aanbieders.csv"
    aanbieders.assign(bron="tegenproef").to_csv(pad, columns=list(COLUMNS), index=False)
    return pad


def _read_csv(pad: Path) -> Iterator[dict[str, str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        yield from csv.DictReader(bestand)
