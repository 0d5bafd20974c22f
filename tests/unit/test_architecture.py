"""The rooms of the house, kept true over the syntax tree: who may import whom, and what no file may hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

KERNEL = {"settings", "errors", "database", "sqlfiles", "pseudonym"}
OWN = {"integrations", "mappings", "quality", "sql", "dags", "tests", "bench"}
EVERYTHING = {"*"}

# room -> the other rooms whose modules it may import; every room may import itself
MAY_IMPORT = {
    "kernel": set(),
    "ijw": {"kernel"},
    "inbox": {"kernel", "ijw"},
    "ggk": {
        "kernel",
        "ijw",
        "inbox",
    },  # what an envelope carries goes into landing by the same door as a file
    "wereld": {"kernel", "ijw"},
    "cbs": {"kernel"},
    "publicatie": {"kernel"},
    "mappings": {"kernel"},
    "quality": {"kernel"},
    "scherm": {"kernel"},
    "orchestration": EVERYTHING,
    "cli": EVERYTHING,
    "dags": EVERYTHING,
    "bench": EVERYTHING,
}
AIRFLOW_ROOMS = {"orchestration", "dags"}
PURE_ROOMS = {"ijw"}
PURE_FORBIDDEN = {"sqlalchemy", "psycopg2", "httpx", "pandas", "airflow", "great_expectations"}


def source_files() -> list[Path]:
    return sorted(
        p
        for room in ("integrations", "mappings", "quality", "dags", "bench")
        for p in (ROOT / room).rglob("*.py")
    )


def room_of(parts: tuple[str, ...]) -> str | None:
    """Room of a module given as path parts without suffix; None for somebody else's package."""
    if parts[0] not in OWN:
        return None
    if parts[0] != "integrations":
        return parts[0]
    if len(parts) == 1 or parts[1] in KERNEL or parts[1] == "__init__":
        return "kernel"
    return parts[1]


def imports_of(path: Path) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            base = tuple(node.module.split("."))
            found |= {(*base, alias.name) for alias in node.names} if base == ("integrations",) else {base}
    return found


@pytest.mark.parametrize("path", source_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = room_of(path.relative_to(ROOT).with_suffix("").parts)
    assert room in MAY_IMPORT, f"{path}: an unknown room; add it to the table on purpose"
    allowed = MAY_IMPORT[room]
    for module in imports_of(path):
        other = room_of(module)
        if other is None:
            if module[0] == "airflow":
                assert room in AIRFLOW_ROOMS, f"{path} imports airflow"
            if room in PURE_ROOMS:
                assert module[0] not in PURE_FORBIDDEN, f"{path} is pure and imports {module[0]}"
        else:
            assert other == room or other in allowed or allowed is EVERYTHING, (
                f"{path} imports {'.'.join(module)}"
            )


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in source_files()
        if re.search(r"os\.environ(\[|\.get\()|os\.getenv", path.read_text(encoding="utf-8"))
        and not str(path.relative_to(ROOT)).startswith("integrations/orchestration/")
    }
    assert readers == set(), "settings are handed in; only orchestration builds an environment for Airflow"


def test_python_holds_no_long_sql() -> None:
    statement = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE)\s", re.M)
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if statement.match(node.value) and node.value.count("\n") > 1
    ]
    assert long == [], "SQL longer than a line lives in a .sql file"


def test_no_dag_file_is_named_like_a_package() -> None:
    assert {p.stem for p in (ROOT / "dags").glob("*.py")} & OWN == set()


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def passes(digits: str) -> bool:
    return sum((9 - i) * int(digits[i]) for i in range(8)) % 11 == int(digits[8]) % 11


def test_no_committed_file_holds_a_bsn_outside_the_test_range() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}"
        for path in tracked_files()
        if path.suffix not in {".png", ".xlsx", ".parquet", ".lock"}
        for digits in re.findall(r"(?<!\d)\d{9}(?!\d)", path.read_text(encoding="utf-8", errors="replace"))
        if passes(digits) and not 999_900_006 <= int(digits) <= 999_999_990 and set(digits) != {"0"}
    ]
    assert offenders == []


def test_the_lock_names_versions_and_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    pins = re.findall(r"^[a-z0-9][a-z0-9._-]*(?:\[[^\]]*\])?==", lock, re.M | re.I)
    assert len(pins) > 100
    assert lock.count("--hash=sha256:") >= len(pins)


def test_no_published_table_has_a_column_at_the_level_of_a_person_or_a_message() -> None:
    for path in sorted((ROOT / "sql" / "publish").glob("*/metadata.yaml")):
        columns = set(yaml.safe_load(path.read_text(encoding="utf-8"))["kolommen"])
        assert columns & {"client_pseudoniem", "bsn", "bericht_id", "geboortedatum"} == set(), (
            path.parent.name
        )
