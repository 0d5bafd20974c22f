"""The list of providers: versions are added, what is wrong refuses the whole file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import ReferenceDataError
from mappings.aanbieders import import_aanbieders

pytestmark = pytest.mark.integration
KOP = "aanbieder_agb_code,soort,grootteklasse,bron\n"
MAART, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def classes(conn: sa.Connection, as_of: datetime) -> dict[str, str]:
    query = "SELECT aanbieder_agb_code, grootteklasse FROM mapping.aanbieder_op(%s)"
    return {code: klasse for code, klasse in conn.exec_driver_sql(query, (as_of,))}


def test_a_change_is_a_version_and_the_old_one_stays_known(engine: sa.Engine, tmp_path: Path) -> None:
    file = tmp_path / "aanbieders.csv"
    with engine.begin() as conn:
        file.write_text(f"{KOP}12345678,ggz,klein,test\n87654321,gi,groot,test\n", encoding="utf-8")
        assert import_aanbieders(conn, file, MAART) == 2
        file.write_text(f"{KOP}12345678,ggz,middel,test\n", encoding="utf-8")
        assert import_aanbieders(conn, file, APRIL) == 1
        assert classes(conn, MAART) == {"12345678": "klein", "87654321": "groot"}
        assert classes(conn, APRIL) == {"12345678": "middel", "87654321": "groot"}
        with pytest.raises(ReferenceDataError, match="al een lijst"):
            import_aanbieders(conn, file, MAART)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("1234567,ggz,klein,test\n", "regel 2: '1234567' is geen AGB-code"),
        ("12345678,ggz,reusachtig,test\n", "grootteklasse 'reusachtig'"),
        ("12345678,ggz,klein,test\n12345678,ggz,groot,test\n", "regel 3: .* twee keer"),
        ("12345678,,klein,test\n", "soort of bron is leeg"),
        ("12345678,ggz,klein\n", "meer of minder waarden"),
    ],
)
def test_a_row_that_is_wrong_refuses_the_file(
    engine: sa.Engine, tmp_path: Path, rows: str, reason: str
) -> None:
    file = tmp_path / "aanbieders.csv"
    file.write_text(KOP + rows, encoding="utf-8")
    with engine.begin() as conn:
        with pytest.raises(ReferenceDataError, match=reason):
            import_aanbieders(conn, file, MAART)
        assert classes(conn, MAART) == {}
