"""``make demo``: synthetic messages through a real Airflow, to published tables and a report under ``var/demo``.

The demo only does what a municipality and its providers would do: put product books and files where they belong,
and ask for a publication. The runs of ``ontvangst`` are started by the files themselves.
"""

import argparse
import csv
import fcntl
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from integrations.errors import JeugdkoppelError, OrchestrationError
from integrations.orchestration.lokaal import KEY_FILE, Installation, run_installation, with_own_key
from integrations.orchestration.rest import AirflowApi, wait_for
from integrations.orchestration.server import PROJECT_ROOT, stop_on_signals
from integrations.orchestration.taken import AMSTERDAM, release_dir
from integrations.settings import Settings
from integrations.sqlfiles import read_sql, run_sql

WAVES = 3
SMALLEST_WAVE = 500
RECEIVE_SECONDS = 600
PUBLISH_SECONDS = 600
RUNNING = {"queued", "running"}
Step = Callable[[int, int], None]

console = Console()


@dataclass(frozen=True)
class Omvang:
    """How much the synthetic world holds."""

    gemeenten: int = 6
    jeugdigen: int = 1200
    van: str = "2025-01"
    tot: str = "2026-06"
    seed: int = 1


@dataclass
class Verloop:
    """Progress on the screen, and the seconds that each step took."""

    progress: Progress
    seconden: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, naam: str, tekst: str) -> Iterator[Step]:
        """One step: a line with a bar while it lasts, its duration kept under ``naam``; yields ``step(done, total)``."""
        started = time.monotonic()
        if not console.is_terminal:  # a log shows no moving bars
            console.print(tekst)
        task = self.progress.add_task(tekst, total=None)
        yield lambda done, total: self.progress.update(task, completed=done, total=total)
        self.progress.update(task, total=1, completed=1)
        self.seconden[naam] = round(time.monotonic() - started, 1)


def run_demo(folder: Path, omvang: Omvang) -> dict[str, Any]:
    """The whole demo in ``folder``, which is emptied first; returns the summary that it also writes there."""
    started = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        sole_user_of(folder),
        Progress(*columns, console=console, disable=not console.is_terminal) as progress,
    ):
        verloop = Verloop(progress)
        settings = with_own_key(Settings(data_dir=folder, inbox=folder / "inbox", database_url=None))
        with run_installation(settings) as installation:
            with verloop.step("wereld", "Synthetische wereld maken") as step:
                world = make_world(folder / "wereld", omvang, step)
                load_books_and_cbs(installation.engine, world)
            with verloop.step("airflow", "Wachten tot Airflow klaarstaat"), installation.airflow.api() as api:
                installation.airflow.wait_until_healthy()
                wait_for("de flows zijn ingelezen", lambda: are_read(api), 60)
            with installation.airflow.api() as api:
                with verloop.step("ontvangst", "Berichten in de inbox, flow ontvangst") as step:
                    deliver(installation, api, list_in_order(world / "berichten"), step)
                week = this_week(datetime.now(UTC))
                with verloop.step("publicatie", f"Week {week} publiceren, flow publicatie"):
                    publish(installation, api, week)
                summary = summarise(installation.engine, api, week)
            stopping = progress.add_task("Airflow en PostgreSQL stoppen", total=None)
        progress.update(stopping, total=1, completed=1)
    summary["seconden"] = {**verloop.seconden, "totaal": round(time.monotonic() - started, 1)}
    text = json.dumps(summary, ensure_ascii=False, indent=2)
    (folder / "samenvatting.json").write_text(text + "\n", encoding="utf-8")
    return summary


@contextmanager
def sole_user_of(folder: Path) -> Iterator[None]:
    """Empty the folder of an earlier demo, and keep a second demo out while this one runs."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise OrchestrationError(
                f"In {folder} draait al een demo.", "wacht tot die klaar is, of stop hem met Ctrl-C."
            ) from err
        if folder.exists():
            if any(folder.iterdir()) and not (folder / KEY_FILE).exists():
                raise OrchestrationError(
                    f"{folder} is niet leeg en is geen demo.", "kies een nieuwe of lege map."
                )
            shutil.rmtree(folder)
        folder.mkdir()
        yield


def make_world(folder: Path, omvang: Omvang, progress: Step | None = None) -> Path:
    """Generate messages, product books and a CBS snapshot; returns their folder."""
    from integrations.wereld.wereld import generate
    from mappings.loader import read_gemeenten, read_zorgcategorieen

    generate(
        folder,
        gemeenten=omvang.gemeenten,
        jeugdigen=omvang.jeugdigen,
        van=omvang.van,
        tot=omvang.tot,
        seed=omvang.seed,
        gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(),
        progress=progress,
    )
    return folder


def load_books_and_cbs(engine: sa.Engine, world: Path) -> None:
    """What the municipalities say about their codes and providers, and what CBS published."""
    from integrations.cbs.laden import load_snapshot
    from integrations.cbs.snapshot import TABEL
    from mappings.aanbieders import import_aanbieders
    from mappings.productboek import import_productboek

    books = world / "productboeken"
    with engine.begin() as conn, (books / "inhoud.csv").open(encoding="utf-8", newline="") as contents:
        for row in csv.DictReader(contents):
            geldig_vanaf = date.fromisoformat(row["geldig_vanaf"])
            import_productboek(
                conn,
                books / row["bestand"],
                row["niveau"],
                row["code"] or None,
                geldig_vanaf,
                bekend_vanaf=datetime(geldig_vanaf.year, geldig_vanaf.month, geldig_vanaf.day, tzinfo=UTC),
            )
        import_aanbieders(conn, world / "aanbieders.csv", bekend_vanaf=datetime(2015, 1, 1, tzinfo=UTC))
    for snapshot in sorted((world / "cbs").glob(f"{TABEL}*.json")):
        load_snapshot(engine, snapshot, datetime.now(UTC))


def are_read(api: AirflowApi) -> bool:
    """Whether both flows of the demo are there; switches them on as soon as they are."""
    flows = ("ontvangst", "publicatie")
    if not all(api.has_dag(flow) for flow in flows):
        return False
    for flow in flows:
        api.unpause(flow)
    return True


def deliver(installation: Installation, api: AirflowApi, files: Sequence[Path], step: Step) -> None:
    """Put the messages in the inbox, a part at a time, and wait until the flow that they start has handled all."""
    step(0, len(files))
    size = max(-(-len(files) // WAVES), SMALLEST_WAVE)
    for start in range(0, len(files), size):
        for file in files[start : start + size]:
            drop(file, installation.settings.inbox_dir)
        wait_for(
            "de inbox is leeg en alle berichten zijn verwerkt",
            lambda: is_handled(installation, api),
            RECEIVE_SECONDS,
            installation.airflow.require_alive,
        )
        step(min(start + size, len(files)), len(files))


def list_in_order(folder: Path) -> list[Path]:
    """The messages of the world in the order in which they were sent: the last part of a name starts with its date."""

    def sent(file: Path) -> tuple[str, str]:
        moment = re.search(r"_(\d{4}-\d{2}(-\d{2})?)(_|\.|$)", file.name)
        return (moment[1] if moment else "", file.name)

    return sorted(folder.rglob("*.xml"), key=sent)


def drop(file: Path, inbox: Path) -> None:
    """Copy under a name that nobody looks at, then rename: a message is there whole or not at all."""
    unfinished = inbox / f"{file.name}.part"
    shutil.copyfile(file, unfinished)
    unfinished.rename(inbox / file.name)


def is_handled(installation: Installation, api: AirflowApi) -> bool:
    """Whether nothing waits in inbox or landing and no run of ``ontvangst`` is busy.

    Raises:
        OrchestrationError: a run failed; waiting any longer would not help.
    """
    from integrations.inbox.landing import find_files

    if find_files(installation.settings.inbox_dir):
        return False
    runs = api.runs("ontvangst")
    require_success(api, [run for run in runs if run["state"] not in RUNNING])
    with installation.engine.connect() as conn:
        waiting = conn.exec_driver_sql(
            "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
        ).scalar_one()
    return waiting == 0 and not any(run["state"] in RUNNING for run in runs)


def publish(installation: Installation, api: AirflowApi, week: str) -> None:
    """Ask for the publication of ``week`` and wait until it is there."""
    run_id = api.start("publicatie", {"week": week})
    wait_for(
        f"week {week} is gepubliceerd",
        lambda: api.run("publicatie", run_id)["state"] not in RUNNING,
        PUBLISH_SECONDS,
        installation.airflow.require_alive,
    )
    require_success(api, [api.run("publicatie", run_id)])


def require_success(api: AirflowApi, runs: Sequence[dict[str, Any]]) -> None:
    """Raises OrchestrationError for the first of these runs that failed, with the names of its failed tasks."""
    for run in runs:
        if run["state"] == "failed":
            tasks = ", ".join(api.failed_tasks(run["dag_id"], run["dag_run_id"]))
            raise OrchestrationError(
                f"De flow {run['dag_id']} is mislukt in: {tasks}.",
                "lees de log van die taak in de map airflow/logs.",
            )


def this_week(moment: datetime) -> str:
    """The ISO week of ``moment`` by Dutch time: the demo's messages have only just arrived."""
    year, week, _ = moment.astimezone(AMSTERDAM).isocalendar()
    return f"{year}-W{week:02d}"


def summarise(engine: sa.Engine, api: AirflowApi, week: str) -> dict[str, Any]:
    """The summary without its seconds: from the database, and from Airflow what started each run."""
    with engine.connect() as conn:
        row = run_sql(conn, read_sql("integrations.orchestration", "sql/samenvatting.sql")).mappings().one()
    by_event = [run for run in api.runs("ontvangst") if run["run_type"] == "asset_triggered"]
    by_hand = [run for run in by_event if run["triggered_by"] != "asset" or run["triggering_user_name"]]
    if by_hand or not by_event:
        raise OrchestrationError(
            f"Van ontvangst zijn {len(by_event)} runs door een bestand gestart, waarvan {len(by_hand)} toch met de hand.",
            "kijk in de log van de triggerer of de deurbel (InboxTrigger) draait.",
        )
    return {
        "week": week,
        "gemeenten": row["gemeenten"],
        "berichten": {k: row[k] for k in ("ontvangen", "verwerkt", "geweigerd", "niet_ondersteund")},
        "prestaties": row["prestaties"],
        "bedrag_cent": {k: row[k] for k in ("gedeclareerd", "gepubliceerd", "afgewezen", "aangehouden")},
        "gekoppeld": {
            "regels": round(row["regels_gekoppeld"], 4),
            "bedrag": round(row["bedrag_gekoppeld"], 4),
        },
        "bevindingen": row["bevindingen"],
        "dag_runs": {"ontvangst": len(by_event), "publicatie": len(api.runs("publicatie"))},
    }


def show(folder: Path, summary: dict[str, Any]) -> None:
    """Tell a person what happened and where to look first."""
    table = Table(title="Wat er gebeurd is", title_justify="left", show_header=False)
    for what, value in describe(summary):
        table.add_row(what, value)
    console.print(table, highlight=False)
    release = release_dir(Settings(data_dir=folder)) / summary["week"]
    first = min(path for path in release.iterdir() if path.is_dir())
    for what, path in (
        ("Werkmap van de eerste gemeente", first / "werkmap.xlsx"),
        ("Rapport van de eerste gemeente", first / "rapport.html"),
        ("Alle gemeenten", release),
        ("Samenvatting", folder / "samenvatting.json"),
    ):
        console.print(f"{what}: {path}", highlight=False, soft_wrap=True)


def describe(summary: dict[str, Any]) -> list[tuple[str, str]]:
    """The summary in words and in Dutch notation, one line a fact."""
    messages, money, linked = summary["berichten"], summary["bedrag_cent"], summary["gekoppeld"]
    return [
        ("Week", summary["week"]),
        ("Gemeenten", dutch(summary["gemeenten"])),
        ("Berichten ontvangen", dutch(messages["ontvangen"])),
        ("  verwerkt", dutch(messages["verwerkt"])),
        ("  geweigerd, met reden", dutch(messages["geweigerd"])),
        ("  nog niet ondersteund", dutch(messages["niet_ondersteund"])),
        ("Declaratieregels", dutch(summary["prestaties"])),
        *(
            (f"  {lot}" if lot != "gedeclareerd" else "Gedeclareerd", f"€ {dutch(cent / 100, 2)}")
            for lot, cent in money.items()
        ),
        ("Gekoppeld aan een zorgcategorie", f"{dutch(100 * linked['regels'], 1)}% van de regels"),
        ("", f"{dutch(100 * linked['bedrag'], 1)}% van de euro's"),
        ("Open bevindingen", dutch(summary["bevindingen"])),
        ("Ontvangst gestart door de inbox", f"{summary['dag_runs']['ontvangst']} keer"),
        ("Duur", f"{dutch(summary['seconden']['totaal'])} seconden"),
    ]


def dutch(number: float, decimals: int = 0) -> str:
    """A number with a point for thousands and a comma for decimals."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def main() -> None:
    """Entry point of ``python -m integrations.orchestration.demo``."""
    parser = argparse.ArgumentParser(
        description="De hele weg van bericht tot publicatie, met verzonnen gegevens."
    )
    parser.add_argument(
        "--map", type=Path, default=PROJECT_ROOT / "var" / "demo", help="wordt eerst leeggemaakt"
    )
    parser.add_argument("--gemeenten", type=int, default=Omvang.gemeenten)
    parser.add_argument("--jeugdigen", type=int, default=Omvang.jeugdigen)
    arguments = parser.parse_args()
    folder = arguments.map.resolve()
    stop_on_signals()
    try:
        summary = run_demo(folder, Omvang(arguments.gemeenten, arguments.jeugdigen))
    except KeyboardInterrupt:
        console.print("Afgebroken; alles is gestopt.")
        sys.exit(130)
    except JeugdkoppelError as problem:
        console.print(
            f"[bold red]Fout:[/] {problem.message}\n[bold]Wat te doen:[/] {problem.remedy}", highlight=False
        )
        sys.exit(1)
    show(folder, summary)


if __name__ == "__main__":
    main()
