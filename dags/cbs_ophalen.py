"""cbs_ophalen: the statistics that our own figures are laid beside."""

from airflow.sdk import DAG, task
from assets import BELEID, CBS, by_clock

from integrations.orchestration import taken

TABELLEN = ["85099NED"]

DOC = """
### Cijfers van CBS ophalen

Haalt elke maandagnacht de tabellen over jeugdhulp op bij StatLine (`JEUGDKOPPEL_CBS_BASE_URL`). CBS publiceert twee
keer per jaar en stelt later bij; elke publicatie blijft bewaard. Is er niets veranderd, dan komt er niets bij.

Geen verbinding met internet? Laad dan een momentopname: `jeugdkoppel cbs load BESTAND`.
"""

with DAG(
    "cbs_ophalen",
    description="Tabellen over jeugdhulp van CBS StatLine",
    doc_md=DOC,
    tags=["cbs", "wekelijks"],
    default_args=BELEID,
    schedule=by_clock("0 3 * * 1"),
    catchup=False,
    max_active_runs=1,
):

    @task(outlets=[CBS], map_index_template="{{ task.op_kwargs['tabel'] }}")
    def ophalen(tabel: str) -> None:
        taken.pull_cbs(tabel)

    ophalen.expand(tabel=TABELLEN)
