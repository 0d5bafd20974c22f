"""ophalen: messages that wait elsewhere, on an SFTP server or in object storage, into landing."""

from airflow.sdk import DAG, task
from assets import BELEID, KANALEN, by_clock

from integrations.orchestration import ophalen

KANALEN_BUITEN = ["sftp", "objectopslag"]

DOC = """
### Berichten ophalen

Kijkt elke vijf minuten op een SFTP-server en in objectopslag (S3), en neemt wat daar klaarstaat over in
`landing.bericht`. Eerst staat het bericht hier vast; pas daarna wordt het daar verplaatst naar `_ontvangen/<datum>/`,
of verwijderd (`JEUGDKOPPEL_FETCHED=delete`). Komt er iets nieuws binnen, dan gaat de bel en start `ontvangst`.

Zet deze flow aan als er iets is ingesteld: `JEUGDKOPPEL_SFTP_CONN_ID` en `JEUGDKOPPEL_SFTP_FOLDER`, of
`JEUGDKOPPEL_S3_CONN_ID`, `JEUGDKOPPEL_S3_BUCKET` en `JEUGDKOPPEL_S3_PREFIX`. De verbindingen zelf staan in Airflow onder
*Admin → Connections*.

**Overgeslagen (roze)?** Dan is er voor dat kanaal niets ingesteld, of er was niets nieuws; de log zegt welk van de twee.
**Rood?** Dan was de server niet bereikbaar of de database weg. Er raakt niets zoek: de volgende ronde begint opnieuw.
"""

with DAG(
    "ophalen",
    description="Van SFTP en objectopslag naar landing",
    doc_md=DOC,
    tags=["ijw", "kanaal"],
    default_args=BELEID,
    schedule=by_clock("*/5 * * * *"),
    catchup=False,
    max_active_runs=1,
):

    @task(outlets=[KANALEN], map_index_template="{{ task.op_kwargs['kanaal'] }}")
    def overnemen(kanaal: str) -> int:
        return ophalen.fetch_channel(kanaal)

    overnemen.expand(kanaal=KANALEN_BUITEN)
