"""The rules within a message, judged at reception: findings beside the rows, in the transaction of the verdict."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrations.errors import DatabaseError
from integrations.ijw import write_bericht
from integrations.inbox.landing import receive_bytes
from integrations.inbox.verwerking import process
from quality.berichtregels import Berichtregels, make_berichtregels
from quality.catalogus import read_regels
from quality.regels import run_regels
from tests.golden.berichtregels.test_golden_berichtregels import FOLDER, lay_over, read_yaml
from tests.integration.inbox.hulp import AT, KEY

pytestmark = pytest.mark.integration

VERVALLEN = {"reden_wijziging": "01", "toewijzingstijd": "09:30:00-01:00"}


def receive_301(engine: sa.Engine, identificatie: str, *producten: dict[str, Any]) -> None:
    change = {
        "header": {"bericht_identificatie": {"identificatie": identificatie}},
        "client": {"toegewezen_producten": {"toegewezen_product": list(producten)}},
    }
    gegevens = lay_over(read_yaml(FOLDER / "basis.yaml")["JW301"], change)
    with engine.begin() as conn:
        receive_bytes(conn, "test.xml", write_bericht("JW301", gegevens), "inbox", AT)


def findings(engine: sa.Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as conn:
        return [
            tuple(row)
            for row in conn.exec_driver_sql(
                "SELECT regel_id, regelnummer, gemeente_code, bekend_vanaf, toelichting FROM quality.bevinding"
                " WHERE opgelost_op IS NULL ORDER BY regel_id, regelnummer"
            )
        ]


def test_a_message_is_accepted_and_what_is_wrong_with_it_is_found_line_by_line(ready: sa.Engine) -> None:
    receive_301(ready, "A1", {}, {"toewijzing_nummer": 2, "ingangsdatum": "2027-01-01", "einddatum": "2027-12-31"} | VERVALLEN)  # fmt: skip
    (uitslag,) = process(ready, KEY, beoordeel=make_berichtregels()).berichten
    assert uitslag.status == "verwerkt"
    expected = [
        ("CS336", 2, "0001", AT, "De reden van wijziging is 01, administratief vervallen."),
        ("RS034", 2, "0001", AT, "Achter de toewijzingstijd staat een tijdzone."),
    ]
    assert findings(ready) == expected
    with ready.begin() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM core.toewijzing").scalar_one() == 2
        run_regels(conn, AT)
    assert findings(ready) == expected, "a run of the rules across messages leaves them alone"


def test_a_refused_message_has_no_findings_but_its_refusal(ready: sa.Engine) -> None:
    receive_301(ready, "A1", {})
    receive_301(ready, "A1", VERVALLEN)
    process(ready, KEY, beoordeel=make_berichtregels())
    assert [regel_id for regel_id, *_ in findings(ready)] == ["TR056"]


def test_a_rule_that_the_database_does_not_know_is_told_before_anything_is_read(ready: sa.Engine) -> None:
    regel = next(r for r in read_regels() if r.xpath).model_copy(update={"regel_id": "CS999"})
    with pytest.raises(DatabaseError, match="CS999"):
        process(ready, KEY, beoordeel=Berichtregels([regel]))
