"""docker-compose.yml: the production shape, with each secret only where it belongs."""

import os
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

COMPOSE = ROOT / "docker-compose.yml"
OURS = {"init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
AIRFLOW = OURS
OURS = AIRFLOW | {"eindpunt"}
SECRETS = {
    "AIRFLOW_FERNET_KEY",
    "AIRFLOW_JWT_SECRET",
    "AIRFLOW_API_SECRET_KEY",
    "AIRFLOW_DB_PASSWORD",
    "JEUGDKOPPEL_DB_PASSWORD",
    "JEUGDKOPPEL_PSEUDONYM_KEY",
    "JEUGDKOPPEL_GGK_TOKEN",
}
OPTIONAL = {  # what may be left empty: the doorbell of the endpoint, the places to fetch from, the standard's schemas
    "JEUGDKOPPEL_AIRFLOW_PASSWORD",
    "JEUGDKOPPEL_SFTP_CONN_ID",
    "JEUGDKOPPEL_SFTP_FOLDER",
    "JEUGDKOPPEL_S3_CONN_ID",
    "JEUGDKOPPEL_S3_BUCKET",
    "JEUGDKOPPEL_S3_PREFIX",
    "JEUGDKOPPEL_FETCHED",
    "JEUGDKOPPEL_IJW_XSD",
}
# variable -> the services that have it, and no other
BELONGS_TO = {
    "AIRFLOW__CORE__EXECUTOR": AIRFLOW,
    "AIRFLOW__CORE__FERNET_KEY": AIRFLOW,
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": AIRFLOW - {"worker"},
    "AIRFLOW__API_AUTH__JWT_SECRET": {"api-server", "scheduler"},
    "AIRFLOW__API__SECRET_KEY": {"api-server", "worker", "triggerer"},
    "AIRFLOW__CELERY__BROKER_URL": {"scheduler", "worker"},
    "AIRFLOW__CELERY__RESULT_BACKEND": {"scheduler", "worker"},
    "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": {"scheduler", "worker"},
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": {"worker"},
    "JEUGDKOPPEL_DATABASE_URL": {"init", "worker", "eindpunt"},
    "JEUGDKOPPEL_PSEUDONYM_KEY": {"worker"},
    "JEUGDKOPPEL_GGK_TOKEN": {"eindpunt"},
    "JEUGDKOPPEL_AIRFLOW_PASSWORD": {"eindpunt"},
    "JEUGDKOPPEL_SFTP_CONN_ID": {"worker"},
    "JEUGDKOPPEL_S3_CONN_ID": {"worker"},
    "JEUGDKOPPEL_IJW_XSD": {"worker"},
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"])


def test_every_part_is_a_service_of_its_own(services: dict[str, Any]) -> None:
    assert set(services) == OURS | {"postgres", "airflow-db", "redis"}
    command = {name: str(services[name]["command"]) for name in OURS}
    for name in ("api-server", "scheduler", "dag-processor", "triggerer"):
        assert command[name] == f"airflow {name}"
    assert command["worker"].startswith("airflow celery worker")
    assert "airflow db migrate" in command["init"]
    assert "jeugdkoppel db upgrade" in command["init"]
    assert command["eindpunt"].startswith("jeugdkoppel serve --host 0.0.0.0")


def test_nothing_is_published_beyond_this_host(services: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert set(ports) == {"api-server", "eindpunt"}
    assert all(port.startswith("127.0.0.1:") for published in ports.values() for port in published)


@pytest.mark.parametrize("variable", sorted(BELONGS_TO))
def test_a_setting_is_where_it_belongs_and_nowhere_else(services: dict[str, Any], variable: str) -> None:
    having = {name for name, service in services.items() if variable in service.get("environment", {})}
    assert having == BELONGS_TO[variable]


def test_only_those_who_need_the_messages_can_reach_them(services: dict[str, Any]) -> None:
    assert {name for name in services if "data" in services[name]["networks"]} == {
        "postgres",
        "init",
        "worker",
        "eindpunt",
    }
    inbox = {
        name: volume.endswith(":ro")
        for name, service in services.items()
        for volume in service.get("volumes", [])
        if ":/data/inbox" in volume
    }
    assert inbox == {"triggerer": True, "worker": False}


def test_a_secret_has_no_default_and_says_what_is_missing() -> None:
    found = re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)([^}]*)\}", COMPOSE.read_text(encoding="utf-8"))
    assert {name for name, _ in found if not name.endswith("_DIR")} == SECRETS | OPTIONAL
    for name, rest in found:
        assert (name in OPTIONAL) <= rest.startswith((":-", ":+")), name
        if name in SECRETS:
            assert rest.startswith(":?"), f"{name} has a default"
            assert len(rest) > 10, f"{name} does not say what to do"


def test_who_judges_with_the_files_of_the_standard_has_them_in_the_worker(services: dict[str, Any]) -> None:
    setting = services["worker"]["environment"]["JEUGDKOPPEL_IJW_XSD"]
    place = re.fullmatch(r"\$\{JEUGDKOPPEL_IJW_XSD:\+(.+)\}", setting)
    assert place, "empty unless it is set: our own schemas judge"
    assert (
        f"${{JEUGDKOPPEL_IJW_XSD:-./integrations/ijw/schemas}}:{place[1]}:ro" in services["worker"]["volumes"]
    )


def test_images_are_pinned_to_a_full_version(services: dict[str, Any]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    images = {service["image"] for service in services.values()} | set(
        re.findall(r"^FROM (\S+)", dockerfile, re.M)
    )
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?(-|$)", image), f"{image} is not pinned"


def test_every_service_is_watched_and_waits_for_what_it_needs(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert ("healthcheck" in service) == (name != "init"), name
        for other, wanted in service.get("depends_on", {}).items():
            is_watched = "healthcheck" in services[other]
            assert wanted["condition"] == (
                "service_healthy" if is_watched else "service_completed_successfully"
            )


def test_the_image_holds_every_package_of_the_wheel() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for package in ("integrations", "mappings", "quality", "sql", "dags"):
        assert re.search(rf"^COPY {package} ", dockerfile, re.M)
        assert f"!{package}\n" in ignored


def test_the_compose_client_accepts_it() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        **dict.fromkeys(SECRETS, "x"),
    }
    for client in (["docker", "compose"], ["docker-compose"]):
        if (
            shutil.which(client[0])
            and not subprocess.run([*client, "version"], capture_output=True).returncode
        ):
            break
    else:
        pytest.skip("no compose client on this machine; the other tests judge the structure")
    check = [*client, "--file", str(COMPOSE), "config", "--quiet"]
    accepted = subprocess.run(check, env=environment, capture_output=True, text=True)
    assert accepted.returncode == 0, accepted.stderr
    refused = subprocess.run(
        check, env={**environment, "JEUGDKOPPEL_PSEUDONYM_KEY": ""}, capture_output=True, text=True
    )
    assert refused.returncode != 0
    assert "openssl rand" in refused.stderr
