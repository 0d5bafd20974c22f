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
        for file in (demo.folder / "wereld" / "berichten").iterdir()
        for bsn in BSN.findall(file.read_bytes())
    }
    assert len(found) >= 40
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


@pytest.mark.parametrize("moment", ["postgres", "airflow dag-processor"])
def test_an_interrupted_demo_leaves_nothing_running(home: Path, moment: str) -> None:
    folder = home / "afgebroken"
    process = subprocess.Popen(
        [*RUN, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert wait_for_processes(folder, moment), f"no {moment} was started"
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    assert processes_of(folder) == []
    assert process.returncode == 130, output[-2000:]
    assert "Afgebroken" in output
