"""The runner of the rules: findings open, stay, close and come back; a rule that fails is not a rule that passes."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from integrations.errors import QualityError
from quality import regels as runner
from quality.catalogus import read_regels
from quality.overzicht import bevindingen_bij_berichten, samenvatting, samenvatting_per_gemeente
from quality.regels import run_regels
from quality.run import Run
from tests.golden.regels.opstelling import insert_case, moment

pytestmark = pytest.mark.integration

MAART, APRIL, MEI = (moment(f"2026-0{m}-01") for m in (3, 4, 5))
ZONDER_TOEWIJZING = {"client": [{"bericht_id": 1}], "prestatie": [{"bericht_id": 2, "toewijzing_nummer": 7}]}


def findings(conn: sa.Connection, regel_id: str = "TR338") -> list[tuple[int, datetime, datetime | None]]:
    rows = conn.exec_driver_sql(
        "SELECT bevinding_id, bekend_vanaf, opgelost_op FROM quality.bevinding WHERE regel_id = %s ORDER BY 1",
        (regel_id,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def status_of(run: Run, regel_id: str) -> str:
    return next(r.status for r in run.resultaten if r.regel_id == regel_id)


def allocate(conn: sa.Connection, bericht_id: int, **columns: object) -> None:
    insert_case(conn, {"toewijzing": [{"bericht_id": bericht_id, "toewijzing_nummer": 7, **columns}]})


def test_running_again_keeps_every_finding(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        first = run_regels(conn, MAART)
        before = findings(conn)
        second = run_regels(conn, APRIL)
        assert findings(conn) == before == [(before[0][0], MAART, None)]
    assert (first.geopend, first.gesloten) == (1, 0)
    assert (second.geopend, second.gesloten) == (0, 0)
    assert first.run_id != second.run_id


def test_a_finding_closes_when_its_cause_is_gone_and_comes_back_as_a_new_one(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        run_regels(conn, MAART)
        allocate(conn, 3, bekend_vanaf="2026-04-01")
        run_regels(conn, APRIL)
        ((first, *times),) = findings(conn)
        assert times == [MAART, APRIL]
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        conn.exec_driver_sql("DELETE FROM core.toewijzing")
        run_regels(conn, MEI, volledig=True)
        assert [row[1:] for row in findings(conn)] == [(MAART, APRIL), (MEI, None)]
        assert findings(conn)[1][0] != first


def test_a_changed_explanation_closes_the_old_finding(engine: sa.Engine) -> None:
    """The allocation moves from 10 to 20 January: still too late, but for another reason than was written down."""
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        allocate(conn, 3, ingangsdatum="2026-01-10")
        run_regels(conn, MAART)
        allocate(conn, 4, ingangsdatum="2026-01-20", toewijzingsdatum="2026-02-01", bekend_vanaf="2026-04-01")
        run_regels(conn, APRIL)
        assert [row[1:] for row in findings(conn, "TR307")] == [(MAART, APRIL), (APRIL, None)]


def test_findings_of_reception_are_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        run_regels(conn, MAART)
        for regel_id in ("TR056", "ONTVANGST-SCHEMA"):
            conn.exec_driver_sql(
                "INSERT INTO quality.bevinding (regel_id, bericht_id, toelichting, bekend_vanaf)"
                " VALUES (%s, 2, 'bij ontvangst', %s)",
                (regel_id, MAART),
            )
        run_regels(conn, APRIL)
        assert [row[2] for r in ("TR056", "ONTVANGST-SCHEMA") for row in findings(conn, r)] == [None, None]


def with_sql(monkeypatch: pytest.MonkeyPatch, regel_id: str, sql: str) -> None:
    changed = tuple(
        r.model_copy(update={"sql": sql}) if r.regel_id == regel_id else r for r in read_regels()
    )  # fmt: skip
    monkeypatch.setattr(runner, "read_regels", lambda: changed)


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("SELECT nergens FROM core.bestaat_niet, %(bereik)s AS p", "UndefinedTable"),
        (
            "SELECT bericht_id, regelnummer, gemeente_code, 1 / (saldo_cent - saldo_cent) AS bedrag_cent,"
            " 'x' AS toelichting FROM %(bereik)s AS p",
            "DivisionByZero",
        ),
        (
            "SELECT bericht_id, regelnummer, gemeente_code, saldo_cent AS bedrag_cent, 'x' AS toelichting"
            " FROM %(bereik)s AS p CROSS JOIN generate_series(1, 2)",
            "UniqueViolation",
        ),
    ],
)
def test_a_rule_that_cannot_be_carried_out_keeps_its_findings(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch, sql: str, error: str
) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        run_regels(conn, MAART)
        allocate(conn, 3, bekend_vanaf="2026-04-01")
        with_sql(monkeypatch, "TR338", sql)
        run = run_regels(conn, APRIL)
        result = next(r for r in run.resultaten if r.regel_id == "TR338")
        assert (result.status, result.fout_klasse, result.aantal_afwijkend) == (
            "niet uitvoerbaar",
            error,
            None,
        )
        assert [row[2] for row in findings(conn)] == [None], "a rule that did not run solves nothing"
        assert status_of(run, "TR304") == "voldoet", "the other rules ran"


def test_a_rule_without_anything_to_judge_does_not_pass(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        run = run_regels(conn, MAART)
    assert {r.status for r in run.resultaten} == {"niet van toepassing"}
    assert {r.regel_id for r in run.resultaten} == {r.regel_id for r in read_regels() if r.sql}


def test_what_came_later_is_not_judged(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, {"prestatie": [{"bericht_id": 2, "bekend_vanaf": "2026-04-01"}]})
        run = run_regels(conn, MAART)
        assert status_of(run, "TR338") == "niet van toepassing"
        assert findings(conn) == []


def test_a_run_does_not_go_back_in_time(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        run_regels(conn, APRIL)
        with pytest.raises(QualityError, match="al beoordeeld naar de stand van 01-04-2026"):
            run_regels(conn, MAART)
        assert run_regels(conn, APRIL).as_of == APRIL, "the same moment may be judged again"


def test_a_moment_without_zone_is_refused(engine: sa.Engine) -> None:
    with engine.begin() as conn, pytest.raises(QualityError, match="tijdzone"):
        run_regels(conn, datetime(2026, 4, 1))


def test_results_are_recorded_as_they_were_returned(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        run = run_regels(conn, MAART)
        rows = conn.exec_driver_sql(
            "SELECT regel_id, status, aantal_gecontroleerd, aantal_afwijkend, fout_klasse, reden"
            " FROM quality.resultaat WHERE run_id = %s",
            (run.run_id,),
        )
        assert {tuple(row) for row in rows} == {tuple(vars(r).values()) for r in run.resultaten}


def test_one_missing_allocation_is_one_finding(engine: sa.Engine) -> None:
    """Everything that leans on the allocation stays silent when there is none: TR338 says it once."""
    line = {"bericht_id": 2, "toewijzing_nummer": 7, "product_categorie": "54", "eenheid": "16"}
    with engine.begin() as conn:
        insert_case(conn, {"client": [{"bericht_id": 1}], "prestatie": [line]})
        run_regels(conn, MAART)
        found = conn.exec_driver_sql("SELECT regel_id FROM quality.bevinding").scalars().all()
    assert found == ["TR338"]


def test_overviews_count_open_findings_and_signed_cents(engine: sa.Engine) -> None:
    lines = [
        {"bericht_id": 2, "toewijzing_nummer": 7, "ingediend_bedrag_cent": 900, "product_tarief_cent": 90},
        {"bericht_id": 2, "toewijzing_nummer": 8, "ingediend_bedrag_cent": 200, "product_tarief_cent": 20,
         "begindatum": "2025-12-01", "einddatum": "2025-12-31", "debet_credit": "C", "vorig_referentie_nummer": "X"},
    ]  # fmt: skip
    with engine.begin() as conn:
        insert_case(conn, {"client": [{"bericht_id": 1}], "prestatie": lines})
        run_regels(conn, MAART)
        row = next(r for r in samenvatting(conn) if r["regel_id"] == "TR338")
        per_gemeente = samenvatting_per_gemeente(conn)
        per_bericht = bevindingen_bij_berichten(conn, [1, 2])
    assert (row["status"], row["open_bevindingen"], row["bedrag_cent"]) == ("voldoet niet", 2, 700)
    assert [(r["gemeente_code"], r["regel_id"], r["bedrag_cent"]) for r in per_gemeente] == [
        ("0001", "TR323", -200),
        ("0001", "TR338", 700),
    ]
    assert [(f["regelnummer"], f["regel_id"]) for f in per_bericht[2]] == [
        (1, "TR338"),
        (2, "TR323"),
        (2, "TR338"),
    ]
    assert 1 not in per_bericht
    assert all(f["melding"] and f["remedie"] for f in per_bericht[2])


def test_the_overview_has_what_was_found_at_reception_too(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, {"toewijzing": [{"bericht_id": 1}]})
        run_regels(conn, MAART)
        before = {r["regel_id"] for r in samenvatting(conn)}
        conn.exec_driver_sql(
            "INSERT INTO quality.bevinding (regel_id, bericht_id, toelichting, bekend_vanaf)"
            " VALUES ('TR302', 1, 'Test.', '2026-03-01')"
        )
        after = {r["regel_id"]: r for r in samenvatting(conn)}
    assert set(after) - before == {"TR302"}
    row = after["TR302"]
    assert (row["status"], row["aantal_gecontroleerd"], row["open_bevindingen"]) == ("voldoet niet", None, 1)


def run_of(run: Run, regel_id: str) -> tuple[str, int | None, int | None]:
    return next(
        (r.status, r.aantal_gecontroleerd, r.aantal_afwijkend)
        for r in run.resultaten
        if r.regel_id == regel_id
    )


def test_only_what_is_new_is_judged_and_all_is_counted(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        first = run_regels(conn, MAART)
        second = run_regels(conn, APRIL)
        insert_case(conn, {"prestatie": [{"bericht_id": 3, "toewijzing_nummer": 8}]})
        third = run_regels(conn, APRIL)
    assert [(run.is_volledig, run.nieuwe_berichten) for run in (first, second, third)] == [
        (True, 2),
        (False, 0),
        (False, 1),
    ]
    assert run_of(second, "TR338") == ("voldoet niet", 1, 1), "what was found before still stands"
    assert run_of(third, "TR338") == ("voldoet niet", 2, 2)


def test_a_message_processed_long_after_its_reception_is_new(engine: sa.Engine) -> None:
    """The allocation was received in February and waited; two runs went by before it was processed."""
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        run_regels(conn, MAART)
        run_regels(conn, APRIL)
        allocate(conn, 3, bekend_vanaf="2026-02-01")
        run_regels(conn, APRIL)
        assert [row[2] for row in findings(conn)] == [APRIL]


def test_a_message_known_later_waits_for_its_moment(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        allocate(conn, 3, bekend_vanaf="2026-04-01")
        run_regels(conn, MAART)
        assert conn.exec_driver_sql("SELECT bericht_id FROM quality.te_beoordelen").scalars().all() == [3]
        run_regels(conn, APRIL)
        assert [row[1:] for row in findings(conn)] == [(MAART, APRIL)]
        assert conn.exec_driver_sql("SELECT count(*) FROM quality.te_beoordelen").scalar() == 0


def test_a_changed_rule_judges_everything_again(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.begin() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        run_regels(conn, MAART)
        (sql,) = (r.sql for r in read_regels() if r.regel_id == "TR338")
        with_sql(monkeypatch, "TR338", str(sql).replace("t.bericht_id IS NULL", "FALSE"))
        run = run_regels(conn, APRIL)
        assert [row[2] for row in findings(conn)] == [APRIL]
    assert run_of(run, "TR338") == ("voldoet", 1, 0)
    assert not run.is_volledig, "the other rules looked at what was new"


def test_a_rule_that_failed_judges_everything_the_next_time(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as conn:
        run_regels(conn, MAART)
        insert_case(conn, ZONDER_TOEWIJZING)
        with monkeypatch.context() as during:
            with_sql(during, "TR338", "SELECT nergens FROM core.bestaat_niet, %(bereik)s AS p")
            assert status_of(run_regels(conn, APRIL), "TR338") == "niet uitvoerbaar"
        run = run_regels(conn, MEI)
        assert [row[1:] for row in findings(conn)] == [(MEI, None)]
    assert run_of(run, "TR338") == ("voldoet niet", 1, 1)


def test_a_run_that_is_undone_judges_its_messages_again(engine: sa.Engine) -> None:
    with engine.begin() as conn:
        run_regels(conn, MAART)
    with engine.connect() as conn:
        insert_case(conn, ZONDER_TOEWIJZING)
        conn.commit()
        run_regels(conn, APRIL)
        conn.rollback()
        run_regels(conn, APRIL)
        assert [row[1:] for row in findings(conn)] == [(APRIL, None)]


def open_findings(conn: sa.Connection, regel_id: str) -> list[tuple[int, int | None]]:
    rows = conn.exec_driver_sql(
        "SELECT bericht_id, regelnummer FROM quality.bevinding WHERE regel_id = %s AND opgelost_op IS NULL",
        (regel_id,),
    )
    return [(row[0], row[1]) for row in rows]


def test_what_becomes_held_back_changes_what_hangs_on_it(engine: sa.Engine) -> None:
    """An earlier declaration under the same number comes in late: the other is held back, with all that counted on it."""
    februari = {"begindatum": "2026-02-01", "einddatum": "2026-02-28"}
    with engine.begin() as conn:
        insert_case(conn, {
            "toewijzing": [{"bericht_id": 1, "toewijzing_nummer": 7, "volume": 15, "eenheid": "04", "frequentie": "6"},
                           {"bericht_id": 1, "toewijzing_nummer": 8}],
            "declaratie": [{"bericht_id": 5, "declaratie_nummer": "D", "dagtekening": "2026-02-10"},
                           {"bericht_id": 6, "dagtekening": "2026-02-20"}],
            "prestatie": [{"bericht_id": 5, "toewijzing_nummer": 7},
                          {"bericht_id": 5, "toewijzing_nummer": 8, "referentie_nummer": "RN1"},
                          {"bericht_id": 6, "toewijzing_nummer": 7, **februari},
                          {"bericht_id": 6, "toewijzing_nummer": 8, "debet_credit": "C", "vorig_referentie_nummer": "RN1"}],
        })  # fmt: skip
        run_regels(conn, MAART)
        assert (open_findings(conn, "TR322"), open_findings(conn, "TR323")) == ([(6, 1)], [])
        insert_case(conn, {"declaratie": [{"bericht_id": 4, "declaratie_nummer": "D"}]})
        run_regels(conn, APRIL)
        assert open_findings(conn, "TR333") == [(5, None)]
        assert (open_findings(conn, "TR322"), open_findings(conn, "TR323")) == ([], [(6, 2)])


def test_an_answer_that_rejects_nothing_is_news_too(engine: sa.Engine) -> None:
    """The removal was there; that its lines were approved comes later."""
    with engine.begin() as conn:
        insert_case(conn, {
            "toewijzing": [{"bericht_id": 1, "reden_wijziging": "13", "toewijzingsdatum": "2026-02-20"}],
            "prestatie": [{"bericht_id": 2}],
        })  # fmt: skip
        run_regels(conn, MAART)
        assert open_findings(conn, "TR385") == []
        insert_case(conn, {"declaratie_antwoord": [{"bericht_id": 3, "declaratie_identificatie": "B2"}]})
        run_regels(conn, APRIL)
        assert open_findings(conn, "TR385") == [(1, 1)]
