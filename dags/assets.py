"""What the flows pass on, as Airflow draws it from inbox to published table; and the policy that they share."""

from datetime import timedelta

from airflow.sdk import Asset, AssetWatcher, CronTriggerTimetable

from integrations.orchestration.trigger import InboxTrigger
from integrations.settings import Settings
from integrations.sqlfiles import folders

DEURBEL = AssetWatcher(name="deurbel", trigger=InboxTrigger(str(Settings().inbox_dir.resolve())))

INBOX = Asset("inbox", watchers=[DEURBEL])
KANALEN = Asset("kanalen")  # the endpoint, SFTP and object storage: they land by themselves and then ring
LANDING = Asset("landing.bericht")
CORE = Asset("core")
BEVINDINGEN = Asset("quality.bevinding")
CBS = Asset("cbs.publicatie")
MARTS = Asset("mart")
PUBLICATIES = [Asset(f"publish.{folder.name}") for folder in folders("sql", "publish")]

BELEID = {"owner": "jeugdkoppel", "retries": 2, "retry_delay": timedelta(seconds=30)}


def by_clock(cron: str) -> CronTriggerTimetable:
    """Dutch time; a flow that is switched on waits for its next moment, since Airflow would still catch a recent one."""
    return CronTriggerTimetable(cron, timezone="Europe/Amsterdam", run_immediately=timedelta())
