"""Great Expectations, kept small: checks in, counts out.

The only module that imports it, and imported inside the function that needs it: the import takes seconds. Its
defaults are unsafe for personal data, so: SQL checks only count, no values of rows are asked for, no data docs
are written, and of an exception only the class leaves this module.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import sqlalchemy as sa
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.row_conditions import Column

from integrations.errors import QualityError
from quality.catalogus import Controle

SEVERITY = {"fout": "critical", "waarschuwing": "warning", "info": "info"}
RESULT_FORMAT = {"result_format": "SUMMARY", "exclude_unexpected_values": True}
URL_VARIABLE = "JEUGDKOPPEL_CONTROLES_URL"


@dataclass(frozen=True)
class Uitkomst:
    """What one check counted. ``gecontroleerd`` is None where the expectation does not look at rows."""

    regel_id: str
    is_geslaagd: bool
    gecontroleerd: int | None = None
    afwijkend: int | None = None
    fout_klasse: str | None = None


class CountOnlyRows(gxe.UnexpectedRowsExpectation):  # type: ignore[misc, name-defined]
    """No row may come out of the query. As shipped, this expectation would fetch the rows; here they are counted."""

    metric_dependencies = ("unexpected_rows_query.row_count",)

    def _validate(self, metrics: dict[str, Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
        number = metrics["unexpected_rows_query.row_count"]
        return {"success": number == 0, "result": {"observed_value": number}}


def evaluate(
    url: sa.URL, snapshot: str, controles: Sequence[Controle], as_of: datetime
) -> dict[str, Uitkomst]:
    """Carry out the checks on the exported ``snapshot``, reading only; one outcome per id.

    Raises:
        QualityError: fewer checks came back than went in; a missing check is not a passed one.
    """
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # it logs values of failing queries
    context = gx.get_context(
        mode="ephemeral", runtime_environment={URL_VARIABLE: url.render_as_string(False)}
    )
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    context.delete_data_docs_site("local_site")
    outcomes: dict[str, Uitkomst] = {}
    for schema, its_checks in groupby(
        sorted(controles, key=lambda c: c.tabel), lambda c: c.tabel.split(".")[0]
    ):
        source = _read_only_source(context, schema, snapshot)
        for tabel, checks in groupby(its_checks, lambda c: c.tabel):
            for outcome in _validate_table(context, source, tabel, list(checks), as_of):
                outcomes[outcome.regel_id] = outcome
        source.get_execution_engine().engine.dispose()
    if missing := {c.regel_id for c in controles} - set(outcomes):
        raise QualityError(
            f"Great Expectations gaf geen uitkomst voor {', '.join(sorted(missing))}.",
            "voer de controles opnieuw uit; blijft het zo, kijk dan de YAML van deze controles na.",
        )
    return outcomes


def _read_only_source(context: Any, schema: str, snapshot: str) -> Any:
    """A data source on one schema whose every transaction sees the same snapshot."""
    options = f"-c search_path={schema} -c default_transaction_read_only=on -c work_mem=256MB -c jit=off"
    source = context.data_sources.add_postgres(
        schema, connection_string=f"${{{URL_VARIABLE}}}", kwargs={"connect_args": {"options": options}}
    )

    def use_snapshot(connection: sa.Connection) -> None:
        cursor = connection.connection.cursor()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", (snapshot,))
        cursor.close()

    sa.event.listen(source.get_execution_engine().engine, "begin", use_snapshot)
    return source


def _validate_table(
    context: Any, source: Any, tabel: str, controles: list[Controle], as_of: datetime
) -> Iterable[Uitkomst]:
    """All checks on one table in one validation."""
    expectations = []
    for controle in controles:
        try:
            expectations.append(_expectation(controle, as_of))
        except (AttributeError, ValueError) as err:  # an unknown expectation, or arguments it does not take
            yield Uitkomst(controle.regel_id, False, fout_klasse=type(err).__name__)
    batch = source.add_table_asset(tabel, table_name=tabel.split(".")[1]).add_batch_definition_whole_table(
        "alles"
    )
    suite = context.suites.add(gx.ExpectationSuite(tabel, expectations=expectations))
    validation = gx.ValidationDefinition(name=tabel, data=batch, suite=suite)
    for result in context.validation_definitions.add(validation).run(result_format=RESULT_FORMAT).results:
        yield _outcome(result)


def _expectation(controle: Controle, as_of: datetime) -> Any:
    common: dict[str, Any] = {
        "meta": {"regel_id": controle.regel_id},
        "description": controle.titel,
        "severity": SEVERITY[controle.ernst],
    }
    if controle.sql is not None:
        bound = controle.sql % {"as_of": f"TIMESTAMPTZ '{as_of.isoformat()}'"}
        # It wants to see its batch in the query; ours names its tables itself.
        return CountOnlyRows(unexpected_rows_query=f"/* {{batch}} */\n{bound}", **common)
    if controle.tabel.startswith("core."):
        common["row_condition"] = Column("bekend_vanaf") <= as_of
    return getattr(gxe, str(controle.verwachting))(**controle.kwargs, **common)


def _outcome(result: Any) -> Uitkomst:
    regel_id, counts = result.expectation_config.meta["regel_id"], result.result or {}
    if error := _error_class(result.exception_info or {}):
        return Uitkomst(regel_id, False, fout_klasse=error)
    checked, wrong = counts.get("element_count"), counts.get("unexpected_count")
    if checked is not None:
        checked -= counts.get("missing_count") or 0
    if (
        wrong is None
    ):  # a count over the whole table: of offending rows, or one figure that is in order or not
        is_sql = result.expectation_config.type == "count_only_rows"
        wrong = counts["observed_value"] if is_sql else int(not result.success)
    return Uitkomst(regel_id, bool(result.success), checked, wrong)


def _error_class(info: dict[str, Any]) -> str | None:
    """Class of the exception behind a result, or None; its message may hold values and is dropped."""
    for entry in [info] if "raised_exception" in info else info.values():
        if entry.get("raised_exception"):
            found = re.search(r"psycopg2\.errors\.(\w+)", str(entry.get("exception_message")))
            return found.group(1) if found else "MetricResolutionError"
    return None
