"""Loading reference data: once, again, changed, and refused, on a real PostgreSQL."""

import shutil
from importlib import resources
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import ReferenceDataError
from mappings.loader import load_reference

pytestmark = pytest.mark.integration

TABLES = ("codelijst", "regio", "gemeente", "zorgcategorie", "zorgcategorie_naar", "code_naar", "koppeling")


def contents(conn: sa.Connection) -> dict[str, list[str]]:
    """Every row of every mapping table as text, without the number that the database hands out."""
    rows = {}
    for table in TABLES:
        sql = f"SELECT (to_jsonb(t) - 'koppeling_id')::text FROM mapping.{table} AS t ORDER BY 1"
        rows[table] = list(conn.exec_driver_sql(sql).scalars())
    return rows


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the data folders of the package, to be changed."""
    for folder in Path(str(resources.files("mappings"))).iterdir():
        if (folder / "metadata.yaml").exists():
            shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path


def add_product(conn: sa.Connection, zorgcategorie: str = "Z02") -> None:
    conn.exec_driver_sql(
        "INSERT INTO mapping.koppeling (niveau, gemeente_code, product_categorie, product_code, zorgcategorie,"
        " geldig_vanaf, status, bron) VALUES ('gemeente', '0363', '45', '45A01', %(z)s, '2026-01-01',"
        " 'vastgesteld', 'test')",
        {"z": zorgcategorie},
    )


def test_loads_everything_once(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        assert load_reference(conn) is True
        first = contents(conn)
        assert load_reference(conn) is False
        assert contents(conn) == first
    assert {table: len(rows) for table, rows in first.items()} == {
        "codelijst": 501, "regio": 42, "gemeente": 342, "zorgcategorie": 27, "zorgcategorie_naar": 135,
        "code_naar": 18, "koppeling": 14,
    }  # fmt: skip


def test_changed_files_replace_what_is_shipped_and_leave_product_books(engine: sa.Engine, root: Path) -> None:
    with engine.begin() as conn:
        load_reference(conn)
        add_product(conn)
        before = contents(conn)
        path = root / "zorgcategorie" / "zorgcategorie.csv"
        text = path.read_text(encoding="utf-8").replace(",1,nee,", ",99,nee,").replace(",2,nee,", ",1,nee,")
        path.write_text(text.replace(",99,nee,", ",2,nee,"), encoding="utf-8")  # Z01 and Z02 change places
        assert load_reference(conn, root) is True
        order = conn.exec_driver_sql(
            "SELECT zorgcategorie FROM mapping.zorgcategorie ORDER BY volgorde"
        ).scalars()
        assert list(order)[:2] == ["Z02", "Z01"]
        assert load_reference(conn) is True
        assert contents(conn) == before


def test_a_dropped_default_goes_and_a_dropped_zorgcategorie_in_use_is_refused(
    engine: sa.Engine, root: Path
) -> None:
    for folder in (
        "zorgcategorie",
        "zorgcategorie__hulpvorm",
        "zorgcategorie__segment",
        "zorgcategorie__iv3",
    ):
        path = root / folder / f"{folder}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("Z08")), encoding="utf-8")
    defaults = root / "productcategorie__zorgcategorie" / "productcategorie__zorgcategorie.csv"
    lines = defaults.read_text(encoding="utf-8").splitlines(keepends=True)
    defaults.write_text("".join(line for line in lines if not line.startswith("55")), encoding="utf-8")
    with engine.begin() as conn:
        load_reference(conn)
        add_product(conn, "Z08")
        before = contents(conn)
        with pytest.raises(ReferenceDataError, match="koppelingen"):
            load_reference(conn, root)
        assert contents(conn) == before
        conn.exec_driver_sql("DELETE FROM mapping.koppeling WHERE niveau = 'gemeente'")
        load_reference(conn, root)
        after = contents(conn)
    assert len(after["zorgcategorie"]) == 26
    assert len(after["koppeling"]) == 13


@pytest.mark.parametrize(
    "values",
    [
        "('gemeente', NULL, NULL, '45', '45A01', 'Z02', NULL, NULL)",
        "('regio', '0363', 'JR02', '45', '45A01', 'Z02', NULL, NULL)",
        "('productcategorie', NULL, NULL, '45', '45A01', 'Z02', NULL, NULL)",
        "('landelijk', NULL, NULL, '45', '45A01', NULL, '04', NULL)",
        "('landelijk', NULL, NULL, '45', '45A01', 'Z02', '05', NULL)",
        "('landelijk', NULL, NULL, '45', '45A01', 'Z99', NULL, NULL)",
        "('landelijk', NULL, NULL, '45', '45A01', 'Z02', NULL, '2025-12-31')",
        "('landelijk', NULL, NULL, '45', '45A01', 'Z03', NULL, NULL), ('landelijk', NULL, NULL, '45', '45A01', 'Z02',"
        " NULL, NULL)",
    ],
    ids=["no-owner", "two-owners", "default-with-code", "hulpvorm-without-zorgcategorie", "unknown-hulpvorm",
         "unknown-zorgcategorie", "ends-before-it-starts", "overlap"],
)  # fmt: skip
def test_the_database_refuses_nonsense(engine: sa.Engine, values: str) -> None:
    columns = "niveau, gemeente_code, regio_code, product_categorie, product_code, zorgcategorie, hulpvorm, geldig_tot"
    with engine.connect() as conn:
        load_reference(conn)
        rows = values.replace("), (", ", '2026-01-01', 'vastgesteld', 'test'), (")
        rows = f"{rows[:-1]}, '2026-01-01', 'vastgesteld', 'test')"
        with pytest.raises(sa.exc.IntegrityError):
            conn.exec_driver_sql(
                f"INSERT INTO mapping.koppeling ({columns}, geldig_vanaf, status, bron) VALUES {rows}"
            )
