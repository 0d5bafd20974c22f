"""publicatie: every week, for every municipality, tables and a report that can be traced to the messages."""

from airflow.sdk import DAG, Param, TriggerRule, task
from assets import BELEID, BEVINDINGEN, CBS, CORE, MARTS, PUBLICATIES, by_clock

from integrations.orchestration import taken

DOC = """
### Wekelijkse publicatie

Publiceert elke maandagochtend de week die zojuist is afgelopen: per gemeente tabellen, een werkmap en een rapport in
`JEUGDKOPPEL_DATA_DIR/publicatie/<week>/<gemeentecode>/`.

1. **voorbereiden** – toetst de regels, bouwt de tabellen, draait de controles en legt alles naast CBS.
2. **publiceren** – één taak per gemeente; een fout bij de ene houdt de andere niet tegen.
3. **afronden** – rood zodra één gemeente ontbreekt, met haar naam.

**Met de hand:** kies *Trigger* en vul zo nodig `week` in (zoals 2026-W47). Laat `as_of` leeg voor de stand van nu;
een eerder moment herhaalt de uitgave van toen, in `JEUGDKOPPEL_DATA_DIR/herhaald/`, en zegt of zij gelijk is.
Opnieuw publiceren van dezelfde week naar de stand van nu vervangt de bestanden van die week.
"""

with DAG(
    "publicatie",
    description="Tabellen, werkmap en rapport per gemeente en week",
    doc_md=DOC,
    tags=["publicatie", "wekelijks"],
    default_args=BELEID,
    schedule=by_clock("0 5 * * 1"),
    catchup=False,
    max_active_runs=1,
    params={
        "week": Param(
            None, type=["null", "string"], pattern=r"^\d{4}-W\d{2}$", title="Week", description="ISO-week"
        ),
        "as_of": Param(
            None, type=["null", "string"], format="date-time", title="Stand", description="Leeg: nu"
        ),
    },
):

    @task(inlets=[CORE, CBS], outlets=[BEVINDINGEN, MARTS])
    def voorbereiden(params: dict[str, str | None] | None = None) -> list[dict[str, str]]:
        return taken.prepare_publication(params or {})

    @task(inlets=[MARTS], map_index_template="{{ task.op_kwargs['opdracht']['naam'] }}")
    def publiceren(opdracht: dict[str, str]) -> str:
        return taken.publish_gemeente(opdracht)

    @task(inlets=[MARTS], outlets=PUBLICATIES, trigger_rule=TriggerRule.ALL_DONE)
    def afronden(opdrachten: list[dict[str, str]] | None, gepubliceerd: list[str]) -> dict[str, int]:
        return taken.close_release(opdrachten, gepubliceerd[:])

    opdrachten = voorbereiden()
    afronden(opdrachten, publiceren.expand(opdracht=opdrachten))
