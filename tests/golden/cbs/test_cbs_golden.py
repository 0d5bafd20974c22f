"""Golden cases of the reconciliation: a folder is a case, its files are rows in and rows out.

``prestatie.yaml``: rows of mart.prestatie (gemeente, client, maand, hulpvorm, saldo_cent, lot; the last two default to
1000 and gepubliceerd). ``cbs.yaml``: ``as_of`` and the publications in the order in which they were loaded, their cells
as [vorm, regio, periode, figure or sign]. ``expect.yaml``: all rows, with every column.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from integrations.cbs.aansluiting import read_aansluiting
from integrations.cbs.laden import store
from integrations.cbs.snapshot import parse_snapshot
from integrations.publicatie.bereik import lay_out_all
from integrations.publicatie.bijwerken import rebuild
from integrations.publicatie.definities import marts
from tests.unit.cbs.statline import momentopname

pytestmark = pytest.mark.integration

CASES = sorted(folder for folder in Path(__file__).parent.iterdir() if (folder / "expect.yaml").exists())
KOPPELING = """
    INSERT INTO mart.koppeling (gemeente_code, product_categorie, product_code, maand, pad)
    SELECT DISTINCT gemeente_code, product_categorie, product_code, maand, 'niet gekoppeld' FROM mart.prestatie
"""
PRESTATIE = """
    INSERT INTO mart.prestatie (
        bericht_id, regelnummer, gemeente_code, aanbieder_agb_code, client_pseudoniem, maand, product_categorie,
        product_code, zorgcategorie, hulpvorm, pad, eenheid, geleverd_volume, saldo_cent, lot, reden,
        toewijzing_nummer, referentie_nummer, debet_credit, begindatum, einddatum, ontvangen_datum
    ) VALUES (
        1, :nr, :gemeente, '01234567', lpad(:client, 32, '0'), :maand, '45', '45A01', 'Z02', :hulpvorm, 'gemeente',
        '04', 1, :saldo_cent, :lot, CASE WHEN :lot <> 'gepubliceerd' THEN 'x' END,
        1, 'r' || :nr, 'D', :maand, :maand, :maand
    )
"""
JEUGDIGE = """
    INSERT INTO bereik_jeugdige SELECT DISTINCT client_pseudoniem FROM mart.prestatie
"""
FROM_LINES = ("jeugdige_maand", "telling_hulpvorm", "aansluiting")


def read(folder: Path, name: str) -> Any:
    return yaml.safe_load((folder / name).read_text(encoding="utf-8"))


def add_prestaties(conn: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """Rows of mart.prestatie from their short form, and the combinations they were mapped by."""
    for nr, row in enumerate(rows, start=1):
        full = {"saldo_cent": 1000, "lot": "gepubliceerd", **row, "nr": nr}
        full["maand"] = date.fromisoformat(f"{row['maand']}-01")
        conn.execute(sa.text(PRESTATIE), full)
    conn.execute(sa.text(KOPPELING))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_golden(folder: Path, engine: sa.Engine) -> None:
    cbs, expected = read(folder, "cbs.yaml"), read(folder, "expect.yaml")
    with engine.begin() as conn:
        add_prestaties(conn, read(folder, "prestatie.yaml"))
        for publicatie in cbs["publicaties"]:
            snapshot = momentopname(
                publicatie["cellen"],
                modified=publicatie["modified"].isoformat(),
                perioden=publicatie["perioden"],
            )
            store(conn, parse_snapshot(snapshot), publicatie["opgehaald_op"], bron=folder.name)
        lay_out_all(conn, cbs["as_of"])
        conn.execute(sa.text(JEUGDIGE))
        for mart in (mart for mart in marts() if mart.naam in FROM_LINES):
            rebuild(conn, mart, cbs["as_of"], volledig=True)
        columns = list(expected[0])
        assert [{column: row[column] for column in columns} for row in read_aansluiting(conn)] == expected
        assert set(columns) == read_aansluiting(conn)[0].keys()


def test_there_are_cases() -> None:
    assert len(CASES) >= 4
