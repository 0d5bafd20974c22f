"""The set of flows and the policy they share, as Airflow reads them; and that reading them costs little."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from integrations.sqlfiles import folders
from tests.conftest import ROOT

HEAVY = {
    "great_expectations",
    "pandas",
    "pyarrow",
    "matplotlib",
    "xlsxwriter",
    "celery",
    "paramiko",
    "botocore",
}

READ_FLOWS = """
import json, pathlib, sys
import airflow.models.dagrun  # what Airflow itself needs is not ours to count
before = set(sys.modules)
from airflow.dag_processing.dagbag import BundleDagBag
bag = BundleDagBag(sys.argv[1], bundle_path=pathlib.Path(sys.argv[1]), bundle_name="dags-folder")
def read_clock(timetable):
    return [timetable.expression, str(timetable.timezone), str(timetable.run_immediately)]
print(json.dumps({
    "errors": bag.import_errors,
    "modules": sorted({m.partition(".")[0] for m in set(sys.modules) - before}),
    "dags": {
        dag.dag_id: {
            "owner": dag.owner,
            "tags": sorted(dag.tags),
            "doc": dag.doc_md,
            "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "paused": dag.is_paused_upon_creation,
            "clock": read_clock(getattr(dag.timetable, "timetable", dag.timetable)),
            "params": dag.params.dump(),
            "tasks": {
                task.task_id: {
                    "retries": task.retries,
                    "delay": task.retry_delay.total_seconds(),
                    "pool": task.pool,
                    "mapped": task.is_mapped,
                    "after": sorted(task.upstream_task_ids),
                    "trigger_rule": task.trigger_rule.value,
                    "inlets": [asset.name for asset in task.inlets],
                    "outlets": [asset.name for asset in task.outlets],
                }
                for task in dag.tasks
            },
        }
        for dag in bag.dags.values()
    },
}))
"""


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a fresh process reads in ``dags/``; Airflow's import has side effects that no other test should feel."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "JEUGDKOPPEL_INBOX": str(home / "inbox"),
    }
    done = subprocess.run(
        [sys.executable, "-c", READ_FLOWS, str(ROOT / "dags")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_file_is_read_without_error(flows: dict[str, Any]) -> None:
    assert flows["errors"] == {}
    assert set(flows["dags"]) == {"ontvangst", "ophalen", "cbs_ophalen", "publicatie"}


def test_every_flow_follows_the_policy(flows: dict[str, Any]) -> None:
    for dag_id, dag in flows["dags"].items():
        assert dag["owner"] == "jeugdkoppel", dag_id
        assert dag["tags"], dag_id
        assert dag["catchup"] is False, dag_id
        assert dag["doc"].strip().startswith("### "), f"{dag_id} explains itself in the UI"
        for task_id, task in dag["tasks"].items():
            assert (task["retries"], task["delay"]) == (2, 30), f"{dag_id}.{task_id}"
            assert task["pool"] == "default_pool", "a pool that is not there leaves a task waiting for ever"


def test_only_the_doorbell_works_without_being_switched_on(flows: dict[str, Any]) -> None:
    switched_on = {dag_id for dag_id, dag in flows["dags"].items() if dag["paused"] is False}
    assert switched_on == {"ontvangst"}


def test_flows_keep_dutch_time_and_never_start_by_being_switched_on(flows: dict[str, Any]) -> None:
    assert {dag_id: dag["clock"] for dag_id, dag in flows["dags"].items()} == {
        "ontvangst": ["*/10 * * * *", "Europe/Amsterdam", "0:00:00"],
        "ophalen": ["*/5 * * * *", "Europe/Amsterdam", "0:00:00"],
        "cbs_ophalen": ["0 3 * * 1", "Europe/Amsterdam", "0:00:00"],
        "publicatie": ["0 5 * * 1", "Europe/Amsterdam", "0:00:00"],
    }


def test_the_wiring_is_as_described(flows: dict[str, Any]) -> None:
    wiring = {
        dag_id: {task_id: task["after"] for task_id, task in dag["tasks"].items()}
        for dag_id, dag in flows["dags"].items()
    }
    assert wiring == {
        "ontvangst": {"landen": [], "verwerken": ["landen"], "regels_toetsen": ["verwerken"]},
        "ophalen": {"overnemen": []},
        "cbs_ophalen": {"ophalen": []},
        "publicatie": {
            "voorbereiden": [],
            "publiceren": ["voorbereiden"],
            "afronden": ["publiceren", "voorbereiden"],
        },
    }


def test_one_municipality_that_fails_does_not_stop_the_others(flows: dict[str, Any]) -> None:
    tasks = flows["dags"]["publicatie"]["tasks"]
    assert tasks["publiceren"]["mapped"]
    assert tasks["afronden"]["trigger_rule"] == "all_done"


def test_two_publications_never_run_at_once(flows: dict[str, Any]) -> None:
    assert flows["dags"]["publicatie"]["max_active_runs"] == 1
    assert flows["dags"]["publicatie"]["params"] == {"week": None, "as_of": None}


def test_lineage_runs_from_inbox_to_every_published_table(flows: dict[str, Any]) -> None:
    tasks = [task for dag in flows["dags"].values() for task in dag["tasks"].values()]
    reached = {"inbox"}
    for _ in tasks:
        reached |= {name for task in tasks if reached & set(task["inlets"]) for name in task["outlets"]}
    published = {f"publish.{folder.name}" for folder in folders("sql", "publish")}
    assert published, "there is something to publish"
    assert "landing.bericht" in flows["dags"]["ontvangst"]["tasks"]["landen"]["outlets"]
    assert set(flows["dags"]["ontvangst"]["tasks"]["landen"]["inlets"]) == {"inbox", "kanalen"}
    assert flows["dags"]["ophalen"]["tasks"]["overnemen"]["outlets"] == ["kanalen"], (
        "what is fetched rings too"
    )
    assert reached >= {"landing.bericht", "core", "quality.bevinding", "mart"} | published


def test_reading_the_flows_imports_nothing_heavy(flows: dict[str, Any]) -> None:
    assert set(flows["modules"]) & HEAVY == set()


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("*.py")), ids=lambda path: path.name)
def test_a_flow_is_wiring(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80
