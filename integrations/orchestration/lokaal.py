"""A whole installation in one folder of this machine: embedded PostgreSQL, Airflow, inbox and publications.

For the demo and ``make up``. Elsewhere each of these is a service with settings of its own (docker-compose.yml).
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import SecretStr

from integrations.database import DATABASE_NAME, embedded_server, ensure_database, make_engine, upgrade
from integrations.orchestration.server import AirflowServer, run_airflow, write_private
from integrations.orchestration.taken import load_reference_data
from integrations.settings import Settings

KEY_FILE = "pseudoniemsleutel"


@dataclass(frozen=True)
class Installation:
    """What is running: the settings that the tasks work with, the database behind them, and Airflow."""

    settings: Settings
    engine: sa.Engine
    airflow: AirflowServer


@contextmanager
def run_installation(settings: Settings, port: int | None = None) -> Iterator[Installation]:
    """Bring the database up to date and start Airflow on it; on leaving, nothing is left running.

    Airflow's own tables are always in the embedded server. The project's are there too, unless ``settings`` names
    another server; the schema of that one is its owner's business.
    """
    settings.inbox_dir.mkdir(parents=True, exist_ok=True)
    with embedded_server(settings.data_dir) as template:
        if settings.database_url is None:
            url = ensure_database(template, DATABASE_NAME)
        else:
            url = settings.database_url.get_secret_value()
        engine = make_engine(url)
        try:
            if settings.database_url is None:
                upgrade(engine)
                load_reference_data(engine)
            home = settings.data_dir.resolve() / "airflow"
            with run_airflow(
                home, ensure_database(template, "airflow"), task_environment(settings, url), port
            ) as airflow:
                yield Installation(settings, engine, airflow)
        finally:
            engine.dispose()


def task_environment(settings: Settings, database_url: str) -> dict[str, str]:
    """The settings as the tasks read them: paths absolute, since a task runs in a folder of its own."""
    return {
        "JEUGDKOPPEL_DATA_DIR": str(settings.data_dir.resolve()),
        "JEUGDKOPPEL_INBOX": str(settings.inbox_dir.resolve()),
        "JEUGDKOPPEL_DATABASE_URL": database_url,
        "JEUGDKOPPEL_PSEUDONYM_KEY": settings.require_pseudonym_key().decode(),
        "JEUGDKOPPEL_CBS_BASE_URL": settings.cbs_base_url,
    }


def with_own_key(settings: Settings) -> Settings:
    """The same settings with the key that belongs to this folder, made when there is none yet.

    Only for data that is made up or tried out: who keeps the folder keeps the key, and can undo every pseudonym.
    """
    path: Path = settings.data_dir / KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_hex(32))
    return settings.model_copy(update={"pseudonym_key": SecretStr(path.read_text().strip())})
