"""The checks through Great Expectations itself, on a real database: what fails, what is skipped, what never leaks."""

import logging
from typing import Any

import pytest
import sqlalchemy as sa

from integrations.errors import QualityError
from integrations.publicatie.marts import build_marts
from mappings.loader import load_reference
from quality import controles as runner
from quality.catalogus import Controle, read_controles
from quality.controles import run_controles
from quality.overzicht import samenvatting
from quality.run import Run
from tests.golden.regels.opstelling import insert_case, moment

pytestmark = pytest.mark.integration

AS_OF = moment("2026-03-15")
LATER = moment("2026-03-16")
GEMEENTE = "0344"
BSN = "999900006"
OVERTREDEN = {
    "DC104", "DC105", "DC201", "DC202", "DC203", "DC204", "DC205", "DC206", "DC207", "DC208", "DC209", "DC404",
    "DC501", "DC502", "DC503",
}  # fmt: skip


def in_gemeente(case: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {table: [{"gemeente_code": GEMEENTE} | row for row in rows] for table, rows in case.items()}


GOED = in_gemeente({
    "client": [{"bericht_id": 1}],
    "toewijzing": [{"bericht_id": 1, "einddatum": "2026-01-31", "reden_wijziging": "05"}],
    "start": [{"bericht_id": 2}],
    "stop": [{"bericht_id": 3}],
    "prestatie": [{"bericht_id": 4}],
})  # fmt: skip
FOUT = in_gemeente({
    "client": [{"bericht_id": 11, "client": "b", "geboortedatum": "1990-01-01", "is_bsn_geldig": False}],
    "toewijzing": [{"bericht_id": 11, "toewijzing_nummer": 2, "client": "b", "ingangsdatum": "2026-02-01",
                    "einddatum": "2026-01-31", "reden_wijziging": "99"}],
    "start": [{"bericht_id": 12, "toewijzing_nummer": 2}],
    "stop": [{"bericht_id": 13, "toewijzing_nummer": 9, "einddatum": "2025-12-31", "reden_beeindiging": "99"}],
    "prestatie": [{"bericht_id": 14, "client": "b", "eenheid": "99"},
                  {"bericht_id": 14, "product_categorie": "00", "einddatum": "2025-12-31", "geleverd_volume": 0},
                  {"bericht_id": 14, "eenheid": "14", "geleverd_volume": 32, "product_tarief_cent": 0}],
})  # fmt: skip


def fill(engine: sa.Engine, *cases: dict[str, list[dict[str, Any]]]) -> None:
    """Reference data, a mapping for the code in use, the cases, and the marts at ``AS_OF``."""
    with engine.begin() as conn:
        load_reference(conn)
        conn.exec_driver_sql(
            "INSERT INTO mapping.koppeling (niveau, product_categorie, product_code, zorgcategorie, geldig_vanaf,"
            " status, bron, bekend_vanaf) VALUES ('landelijk', '45', '45A01', 'Z02', '2015-01-01', 'vastgesteld',"
            " 'test', '-infinity')"
        )
        for case in cases:
            insert_case(conn, case)
        build_marts(conn, AS_OF)


def url_of(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def status(run: Run) -> dict[str, str]:
    return {r.regel_id: r.status for r in run.resultaten}


def open_findings(engine: sa.Engine, regel_id: str) -> list[tuple[int, int | None]]:
    with engine.connect() as conn:
        rows = conn.exec_driver_sql(
            "SELECT bericht_id, regelnummer FROM quality.bevinding"
            " WHERE regel_id = %s AND opgelost_op IS NULL ORDER BY 1, 2",
            (regel_id,),
        )
        return [(row[0], row[1]) for row in rows]


def test_sound_data_passes_every_check(engine: sa.Engine) -> None:
    fill(engine, GOED)
    run = run_controles(url_of(engine), AS_OF)
    assert len(run.resultaten) == len(read_controles()) >= 15
    assert {r.regel_id for r in run.resultaten if r.status not in ("voldoet", "niet van toepassing")} == set()
    # one line, one start, one stop: only the check on answers had nothing to look at
    assert {r.regel_id for r in run.resultaten if r.status == "niet van toepassing"} == {"DC212"}
    with engine.connect() as conn:
        assert {r["status"] for r in samenvatting(conn)} == {"voldoet", "niet van toepassing"}


def test_every_fault_is_found_counted_and_kept_with_its_line(engine: sa.Engine) -> None:
    fill(engine, GOED, FOUT)
    with engine.begin() as conn:  # what PostgreSQL refuses has to be let in first
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        conn.exec_driver_sql("ALTER DOMAIN core.pseudoniem DROP CONSTRAINT pseudoniem_check")
        conn.exec_driver_sql(f"UPDATE core.prestatie SET client_pseudoniem = '{BSN}' WHERE bericht_id = 4")
        conn.exec_driver_sql("UPDATE mart.koppeling SET hulpvorm = '99' WHERE zorgcategorie IS NOT NULL")
    run = run_controles(url_of(engine), AS_OF)
    failed = {r.regel_id: r.aantal_afwijkend for r in run.resultaten if r.status == "voldoet niet"}
    assert set(failed) >= OVERTREDEN
    assert all(r.status != "niet uitvoerbaar" for r in run.resultaten)
    assert failed["DC201"] == failed["DC202"] == failed["DC207"] == failed["DC209"] == 1
    assert open_findings(engine, "DC203") == [(14, 1)]
    assert open_findings(engine, "DC204") == [(14, 2)]
    assert open_findings(engine, "DC503") == [(14, 3)]
    again = run_controles(url_of(engine), LATER)
    assert (again.geopend, again.gesloten) == (0, 0)
    with engine.begin() as conn:
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        conn.exec_driver_sql("UPDATE core.prestatie SET geleverd_volume = 0")
    assert run_controles(url_of(engine), LATER).gesloten == 1
    assert open_findings(engine, "DC503") == []


def test_without_a_line_nothing_passes_on_emptiness(engine: sa.Engine) -> None:
    """The password is for the address: it goes to Great Expectations as a variable, and its own ``$`` is not one."""
    url = engine.url.set(password="a$b${c}%@/d")  # noqa: S106
    run = run_controles(url.render_as_string(hide_password=False), AS_OF)
    assert status(run)["DC101"] == "voldoet niet"
    assert set(status(run).values()) == {"voldoet niet", "niet van toepassing", "overgeslagen"}


def test_checks_on_marts_of_another_moment_are_skipped(engine: sa.Engine) -> None:
    fill(engine, GOED)
    run = run_controles(url_of(engine), LATER)
    skipped = {r.regel_id: r.reden for r in run.resultaten if r.status == "overgeslagen"}
    assert set(skipped) == {c.regel_id for c in read_controles() if c.leest_mart}
    assert {"DC102", "DC210", "DC211", "DC402"} <= set(skipped)
    assert set(skipped.values()) == {"De cijfers zijn niet opgebouwd naar dit moment."}


def changed(**updates: dict[str, object]) -> tuple[Controle, ...]:
    return tuple(c.model_copy(update=updates.get(c.regel_id, {})) for c in read_controles())


def test_a_check_that_cannot_be_carried_out_never_passes(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, GOED)
    broken = changed(
        DC503={"sql": "SELECT 1 FROM core.bestaat_niet"},
        DC207={"verwachting": "ExpectIetsAnders"},
        DC208={"kwargs": {"kolom": "einddatum"}},
        DC209={"kwargs": {"column_A": "bestaat_niet", "column_B": "ingangsdatum"}},
    )
    monkeypatch.setattr(runner, "read_controles", lambda: broken)
    run = run_controles(url_of(engine), AS_OF)
    unable = {r.regel_id: r.fout_klasse for r in run.resultaten if r.status == "niet uitvoerbaar"}
    assert unable == {
        "DC207": "AttributeError",
        "DC208": "ValidationError",
        "DC209": "MetricResolutionError",
        "DC503": "UndefinedTable",
    }
    assert all(r.aantal_afwijkend is None for r in run.resultaten if r.regel_id in unable)
    assert status(run)["DC201"] == "voldoet", "the other checks ran"


def test_the_whole_run_sees_one_moment(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that arrives while the checks run belongs to the next run, in every check and in the findings."""
    from quality import ge

    fill(engine, GOED)
    real = ge.evaluate

    def while_data_arrives(*args: Any) -> dict[str, ge.Uitkomst]:
        with engine.begin() as conn:
            insert_case(conn, in_gemeente({"prestatie": [{"bericht_id": 20, "geleverd_volume": 999}]}))
        return real(*args)

    monkeypatch.setattr(ge, "evaluate", while_data_arrives)
    first = run_controles(url_of(engine), AS_OF)
    assert (status(first)["DC503"], status(first)["DC102"]) == ("voldoet", "voldoet")
    monkeypatch.setattr(ge, "evaluate", real)
    second = run_controles(url_of(engine), AS_OF)
    assert (status(second)["DC503"], status(second)["DC102"]) == ("voldoet niet", "voldoet niet")


def test_a_check_without_an_outcome_is_an_error(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from quality import ge

    monkeypatch.setattr(ge, "_validate_table", lambda *args: [])
    with pytest.raises(QualityError, match="geen uitkomst voor DC101"):
        run_controles(url_of(engine), AS_OF)
    with engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM quality.run").scalar() == 0, "half a run is no run"


def test_no_value_of_a_row_leaves_the_database(
    engine: sa.Engine,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A number in the place of a pseudonym, and a query that trips over it and quotes it in its error."""
    fill(engine, GOED)
    with engine.begin() as conn:
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        conn.exec_driver_sql("ALTER DOMAIN core.pseudoniem DROP CONSTRAINT pseudoniem_check")
        conn.exec_driver_sql(f"UPDATE core.prestatie SET client_pseudoniem = 'x{BSN}'")
    quoting = "SELECT 1 FROM core.prestatie WHERE client_pseudoniem::integer > 0"
    monkeypatch.setattr(
        runner, "read_controles", lambda: changed(DC503={"sql": quoting, "heeft_bevindingen": False})
    )
    with caplog.at_level(logging.DEBUG):
        run = run_controles(url_of(engine), AS_OF)
    result = next(r for r in run.resultaten if r.regel_id == "DC503")
    assert (result.status, result.fout_klasse) == ("niet uitvoerbaar", "InvalidTextRepresentation")
    assert status(run)["DC201"] == "voldoet niet"
    printed = "".join(capfd.readouterr())
    with engine.connect() as conn:
        stored = conn.exec_driver_sql(
            "SELECT (SELECT json_agg(r)::text FROM quality.resultaat AS r)"
            " || coalesce((SELECT json_agg(b)::text FROM quality.bevinding AS b), '')"
        ).scalar_one()
    assert BSN not in printed + caplog.text + stored + repr(run)


def test_a_run_does_not_go_back_in_time(engine: sa.Engine) -> None:
    run_controles(url_of(engine), LATER)
    with pytest.raises(QualityError, match="De controles zijn al beoordeeld"):
        run_controles(url_of(engine), AS_OF)
