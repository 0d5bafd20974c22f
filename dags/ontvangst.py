"""ontvangst: from a file in the inbox to rows in core, within seconds of its arrival."""

from airflow.sdk import DAG, AssetOrTimeSchedule, task
from assets import BELEID, BEVINDINGEN, CORE, INBOX, KANALEN, LANDING, by_clock

from integrations.orchestration import taken

DOC = """
### Ontvangst van iJw-berichten

Zodra er een bestand in de inbox staat (asset `inbox`), of een bericht binnenkwam over het GGK-eindpunt, SFTP of
objectopslag (asset `kanalen`), gaat de bel en start deze flow. De bel zegt alleen *dat* er iets ligt; de taken kijken zelf *wat*. Gaat een bel verloren, dan haalt de ronde van elke tien minuten het op.

1. **landen** – neemt elk bestand byte voor byte over in `landing.bericht` en ruimt daarna de inbox op.
2. **verwerken** – leest en toetst elk wachtend bericht en schrijft de regels naar `core`, één transactie per bericht.
   Bij veel berichten werken meer werkers naast elkaar. Ligt er niets, dan wordt deze stap overgeslagen.
3. **regels_toetsen** – legt de berichten naast elkaar en schrijft bevindingen.

**Bericht geweigerd?** Dan is deze flow gewoon geslaagd: het bericht staat met de reden in `landing.bericht` en in het
rapport. **Taak rood?** Dan is er iets met de techniek: database, schijf of sleutel. Herstel dat en voer de taak
opnieuw uit; er raakt niets zoek en er komt niets dubbel.
"""

with DAG(
    "ontvangst",
    description="Van bestand in de inbox naar regels in core",
    doc_md=DOC,
    tags=["ijw", "gebeurtenis"],
    default_args=BELEID,
    schedule=AssetOrTimeSchedule(assets=INBOX | KANALEN, timetable=by_clock("*/10 * * * *")),
    catchup=False,
    max_active_runs=2,  # the next message need not wait while the rules of this run are judged
    is_paused_upon_creation=False,
):

    @task(inlets=[INBOX, KANALEN], outlets=[LANDING])
    def landen() -> list[int]:
        return taken.land()

    @task(inlets=[LANDING], outlets=[CORE], map_index_template="werker {{ task.op_kwargs['werker'] }}")
    def verwerken(werker: int) -> dict[str, int]:
        return taken.process_pending()

    @task(inlets=[CORE], outlets=[BEVINDINGEN])
    def regels_toetsen() -> None:
        taken.check_rules()

    verwerken.expand(werker=landen()) >> regels_toetsen()
