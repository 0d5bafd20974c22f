"""``make demo`` on a small world: a real Airflow from the first file to the published tables, and nothing left."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from integrations.database import embedded_server, make_engine
from integrations.orchestration.lokaal import task_environment, with_own_key
from integrations.orchestration.server import airflow_environment
from integrations.settings import Settings
from tests.conftest import ROOT
from tests.e2e.processen import processes_of, wait_for_processes

pytestmark = pytest.mark.e2e
RUN = [
    sys.executable,
    "-m",
    "integrations.orchestration.demo",
    "--gemeenten",
    "2",
    "--jeugdigen",
    "40",
    "--map",
]
BSN = re.compile(rb"(?<!\d)9999\d{5}(?!\d)")


@dataclass(frozen=True)
class Demo:
    folder: Path
    output: str
    summary: dict[str, Any]
    left_running: list[str]


@pytest.fixture(scope="module")
def demo(home: Path) -> Demo:
    folder = home / "demo"
    done = subprocess.run([*RUN, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)
    left = processes_of(folder)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return Demo(folder, done.stdout, json.loads((folder / "samenvatting.json").read_text()), left)


@pytest.mark.timeout(400)
def test_nothing_is_left_running(demo: Demo) -> None:
    assert demo.left_running == []


def test_the_summary_has_the_agreed_shape(demo: Demo) -> None:
    shape = {k: set(v) if isinstance(v, dict) else type(v) for k, v in demo.summary.items()}
    assert shape == {
        "week": str,
        "gemeenten": int,
        "berichten": {"ontvangen", "verwerkt", "geweigerd", "niet_ondersteund"},
        "prestaties": int,
        "bedrag_cent": {"gedeclareerd", "gepubliceerd", "afgewezen", "aangehouden"},
        "gekoppeld": {"regels", "bedrag"},
        "bevindingen": int,
        "dag_runs": {"ontvangst", "publicatie"},
        "seconden": {"wereld", "airflow", "ontvangst", "publicatie", "totaal"},
    }


def test_every_message_has_a_verdict_and_every_cent_a_lot(demo: Demo) -> None:
    messages, money = demo.summary["berichten"], demo.summary["bedrag_cent"]
    assert messages["ontvangen"] == sum(messages[k] for k in ("verwerkt", "geweigerd", "niet_ondersteund"))
    assert messages["verwerkt"] > 40
    assert demo.summary["prestaties"] > 40
    assert money["gedeclareerd"] == money["gepubliceerd"] + money["afgewezen"] + money["aangehouden"] > 0
    assert 0 < demo.summary["gekoppeld"]["regels"] <= 1
    assert 0 < demo.summary["gekoppeld"]["bedrag"] <= 1


def test_the_sums_are_those_of_the_world_that_was_put_in(demo: Demo) -> None:
    truth = json.loads((demo.folder / "wereld" / "waarheid" / "samenvatting.json").read_text())["totaal"]
    assert demo.summary["prestaties"] == truth["regels"]
    assert demo.summary["bedrag_cent"]["gedeclareerd"] == truth["gedeclareerd_cent"]
    assert demo.summary["bedrag_cent"]["afgewezen"] == truth["afgewezen_cent"]


def test_the_files_themselves_started_the_reception(demo: Demo) -> None:
    assert demo.summary["dag_runs"]["ontvangst"] >= 1
    assert demo.summary["dag_runs"]["publicatie"] == 1


def test_the_inbox_is_empty_and_every_municipality_is_published(demo: Demo) -> None:
    assert [
        p for p in (demo.folder / "inbox").rglob("*") if p.is_file() and "_ontvangen" not in p.parts
    ] == []
    releases = sorted((demo.folder / "publicatie" / demo.summary["week"]).iterdir())
    assert len(releases) == demo.summary["gemeenten"] == 2
    for release in releases:
        assert {"werkmap.xlsx", "rapport.html", "datapackage.json", "manifest.json"} <= {
            path.name for path in release.iterdir()
        }
    assert str(releases[0] / "werkmap.xlsx") in demo.output
    assert str(releases[0] / "rapport.html") in demo.output


@pytest.fixture(scope="module")
def numbers(demo: Demo) -> set[bytes]:
    """Every citizen number that the demo put in."""
    found = {
        bsn
        for file in (demo.folder / "wereld" / "berichten").rglob("*.xml")
        for bsn in BSN.findall(file.read_bytes())
    }
    assert len(found) > 20
    return found


def test_no_file_outside_the_messages_holds_a_bsn(demo: Demo, numbers: set[bytes]) -> None:
    may = {demo.folder / "wereld", demo.folder / "inbox" / "_ontvangen", demo.folder / "postgres"}
    searched, holding = 0, []
    for file in demo.folder.rglob("*"):
        if file.is_file() and not may & set(file.parents):
            searched += 1
            if numbers & set(BSN.findall(file.read_bytes())):
                holding.append(file.name)
    assert searched > 50, "logs, files and reports were searched"
    assert holding == []
    assert not numbers & set(BSN.findall(demo.output.encode()))


@pytest.fixture(scope="module")
def databases(demo: Demo) -> Iterator[dict[str, str]]:
    with embedded_server(demo.folder) as template:
        yield {name: template.format(database=name) for name in ("jeugdkoppel", "airflow")}


@pytest.mark.parametrize("name", ["jeugdkoppel", "airflow"])
def test_no_table_outside_landing_holds_a_bsn(
    databases: dict[str, str], numbers: set[bytes], name: str
) -> None:
    engine = make_engine(databases[name])
    searched, holding = 0, []
    with engine.connect() as conn:
        tables = conn.exec_driver_sql(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^(pg_|information_)'"
        ).scalars()
        for table in tables.all():
            text = "concat_ws(' ', t.bestandsnaam, t.redenen)" if table == "landing.bericht" else "t::text"
            rows = conn.exec_driver_sql(f"SELECT {text} FROM {table} AS t").scalars().all()
            searched += len(rows)
            if numbers & {bsn for row in rows for bsn in BSN.findall(row.encode())}:
                holding.append(table)
    engine.dispose()
    assert searched > 100
    assert holding == []


PUBLISH_AGAIN = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
import assets
assets.BELEID["retries"] = 0  # half a minute of waiting each, and nothing that would mend
from airflow.dag_processing.dagbag import BundleDagBag
bag = BundleDagBag(sys.argv[1], bundle_path=pathlib.Path(sys.argv[1]), bundle_name="dags-folder")
run = bag.get_dag("publicatie").test(run_conf={"week": sys.argv[2]})
tasks = [(t.task_id, t.rendered_map_index, str(t.state)) for t in run.get_task_instances()]
print(json.dumps({"run": str(run.state), "tasks": sorted(tasks, key=str)}))
"""


def test_one_municipality_that_fails_does_not_stop_the_others(demo: Demo, databases: dict[str, str]) -> None:
    """The flow once more on the data of the demo, with something in the way of the first municipality."""
    release = demo.folder / "publicatie" / demo.summary["week"]
    first, second = sorted(release.iterdir())
    (release / f".{first.name}.nieuw").write_text("in de weg")
    before = {folder: (folder / "manifest.json").stat().st_mtime_ns for folder in (first, second)}
    settings = with_own_key(Settings(data_dir=demo.folder))
    environment = airflow_environment(
        demo.folder / "airflow", databases["airflow"], task_environment(settings, databases["jeugdkoppel"])
    )
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH_AGAIN, str(ROOT / "dags"), demo.summary["week"]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["run"] == "failed"
    states = [(task, state) for task, _, state in outcome["tasks"]]
    assert sorted(states) == [
        ("afronden", "failed"),
        ("publiceren", "failed"),
        ("publiceren", "success"),
        ("voorbereiden", "success"),
    ]
    names = {name for task, name, _ in outcome["tasks"] if task == "publiceren"}
    assert len(names) == 2
    assert all(name and not name.isdigit() for name in names), "the UI shows the name of the municipality"
    after = {folder: (folder / "manifest.json").stat().st_mtime_ns for folder in (first, second)}
    assert after[first] == before[first], "the release of last time is still there, whole"
    assert after[second] > before[second]


@pytest.mark.parametrize("moment", ["postgres", "airflow dag-processor"])
def test_an_interrupted_demo_leaves_nothing_running(home: Path, moment: str) -> None:
    folder = home / "afgebroken"
    process = subprocess.Popen(
        [*RUN, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    appeared = wait_for_processes(folder, moment)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    assert appeared, f"no {moment} was started: {processes_of(folder)}"
    assert processes_of(folder) == []
    assert process.returncode == 130, output[-2000:]
    assert "Afgebroken" in output
