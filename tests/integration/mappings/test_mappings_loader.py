"""Loading reference data: once, again, changed, and refused, on a real PostgreSQL."""

import shutil
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import ReferenceDataError
from mappings.loader import lay_back, load_reference
from mappings.resolver import resolve

pytestmark = pytest.mark.integration

TABLES = ("codelijst", "regio", "gemeente", "zorgcategorie", "zorgcategorie_naar", "code_naar", "koppeling")


def contents(conn: sa.Connection) -> dict[str, list[str]]:
    """Every row of every mapping table as text, without the number that the database hands out and its moment."""
    rows = {}
    for table in TABLES:
        sql = f"SELECT (to_jsonb(t) - '{{koppeling_id,bekend_vanaf}}'::text[])::text FROM mapping.{table} AS t ORDER BY 1"
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
        " geldig_vanaf, status, bron, bekend_vanaf) VALUES ('gemeente', '0363', '45', '45A01', %(z)s, '2026-01-01',"
        " 'vastgesteld', 'test', '-infinity')",
        {"z": zorgcategorie},
    )


def drop_lines(root: Path, start: str, *folders: str) -> None:
    for folder in folders:
        path = root / folder / f"{folder}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(start)), encoding="utf-8")


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
    drop_lines(root, "Z08", "zorgcategorie", *(f"zorgcategorie__{x}" for x in ("hulpvorm", "segment", "iv3")))
    drop_lines(root, "55", "productcategorie__zorgcategorie")
    with engine.begin() as conn:
        load_reference(conn)
        add_product(conn, "Z08")
        before = contents(conn)
        with pytest.raises(ReferenceDataError, match="koppelingen"):
            load_reference(conn, root)
        assert contents(conn) == before
        conn.exec_driver_sql("UPDATE mapping.koppeling SET vervallen_op = now() WHERE niveau = 'gemeente'")
        load_reference(conn, root)
        after = contents(conn)
        defaults_now = conn.exec_driver_sql(
            "SELECT count(*) FROM mapping.koppeling WHERE niveau = 'productcategorie' AND vervallen_op IS NULL"
        ).scalar()
    assert len(after["zorgcategorie"]) == 27, "a lapsed version still names it"
    assert (len(after["koppeling"]), defaults_now) == (15, 13)


def test_a_dropped_zorgcategorie_that_nobody_ever_used_goes(engine: sa.Engine, root: Path) -> None:
    drop_lines(root, "Z08", "zorgcategorie", *(f"zorgcategorie__{x}" for x in ("hulpvorm", "segment", "iv3")))
    with engine.begin() as conn:
        load_reference(conn)
        load_reference(conn, root)
        assert len(contents(conn)["zorgcategorie"]) == 26


def test_the_lists_of_an_older_moment_can_be_laid_back(engine: sa.Engine, root: Path) -> None:
    """Also a category that is gone since, and the default of a productcategorie as it was known then."""
    drop_lines(root, "Z08", "zorgcategorie", *(f"zorgcategorie__{x}" for x in ("hulpvorm", "segment", "iv3")))
    drop_lines(root, "55", "productcategorie__zorgcategorie")
    upgraded = datetime(2026, 7, 1, tzinfo=UTC)
    with engine.begin() as conn:
        load_reference(conn)
        before = contents(conn)
        load_reference(conn, root, bekend_vanaf=upgraded)
        lists = [table for table in TABLES if table != "koppeling"]
        assert contents(conn) != before
        lay_back(conn, upgraded)
        assert len(contents(conn)["zorgcategorie"]) == 26, "those of that moment stand already"
        lay_back(conn, upgraded - timedelta(seconds=1))
        assert {t: contents(conn)[t] for t in lists} == {t: before[t] for t in lists}
        known = [
            resolve(conn, "0363", "55", "55A01", date(2026, 1, 1), at).pad
            for at in (upgraded - timedelta(seconds=1), upgraded)
        ]
    assert known == ["productcategorie", "niet gekoppeld"]


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
        rows = values.replace("), (", ", '2026-01-01', 'vastgesteld', 'test', '-infinity'), (")
        rows = f"{rows[:-1]}, '2026-01-01', 'vastgesteld', 'test', '-infinity')"
        with pytest.raises(sa.exc.IntegrityError):
            conn.exec_driver_sql(
                f"INSERT INTO mapping.koppeling ({columns}, geldig_vanaf, status, bron, bekend_vanaf) VALUES {rows}"
            )
