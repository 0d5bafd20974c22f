"""What the tasks of the flows do: each is one function here, with the settings of the environment.

No airflow in here, so the command line uses the same steps. Heavy libraries are imported inside the function that
needs them: a task that lands files does not wait for pandas. Every function can be repeated without harm.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from integrations.database import open_database
from integrations.errors import ConfigurationError, PublicationError
from integrations.settings import Settings

if TYPE_CHECKING:
    from quality.controles import ControleRun
    from quality.regels import RegelRun

logger = logging.getLogger(__name__)
for chatty in ("alembic", "great_expectations"):  # the log of a task is for what it did
    logging.getLogger(chatty).setLevel(logging.WARNING)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
RULES_LOCK = 7_001_311
MAX_WORKERS = 2
MESSAGES_PER_WORKER = 500


def load_reference_data(engine: sa.Engine) -> None:
    """Code lists, crosswalks and rules of this version into the database; nothing changes when they are there."""
    from mappings.loader import load_reference
    from quality.catalogus import load_regels

    with engine.begin() as conn:
        load_reference(conn)
        load_regels(conn)


def land() -> list[int]:
    """Take the files of the inbox into landing; returns one number for each worker that the queue asks for."""
    from integrations.inbox.bijgewerkt import taking_in
    from integrations.inbox.landing import sweep_inbox

    settings = Settings()
    with open_database(settings) as engine:
        with taking_in(engine):
            reception = sweep_inbox(engine, settings.inbox_dir, now())
        logger.info("%d nieuw, %d al bekend", reception.aantal_nieuw, reception.aantal_bekend)
        for file in reception.onleesbaar:
            logger.warning("%s: %s", file.bestand, file.melding)
        with engine.connect() as conn:
            waiting = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
            ).scalar_one()
    return list(range(1, min(MAX_WORKERS, -(-waiting // MESSAGES_PER_WORKER)) + 1))


def process_pending() -> dict[str, int]:
    """Work off the queue of landing, beside any other worker; returns how many messages got which status."""
    from integrations.inbox.verwerking import process
    from quality.berichtregels import make_berichtregels

    settings = Settings()
    key = settings.require_pseudonym_key()
    with open_database(settings) as engine:
        run = process(engine, key, xsd=settings.ijw_xsd, beoordeel=make_berichtregels())
        counts = run.telling()
    logger.info(", ".join(f"{count} {status.replace('_', ' ')}" for status, count in counts.items()))
    return dict(counts)


def check_rules() -> None:
    """Judge the rules across messages on all that core knows now."""
    from quality.regels import run_regels

    with open_database(Settings()) as engine, exclusive(engine, RULES_LOCK), engine.begin() as conn:
        log_run(run_regels(conn, now()))


def prepare_release(engine: sa.Engine, as_of: datetime, *, volledig: bool = False) -> None:
    """Everything a release needs, in its order: rules; marts with the reconciliation and the views; checks.

    Args:
        volledig: judge the rules and build the marts over everything again, and not only over what is new.

    Raises:
        PublicationError: messages received by ``as_of`` wait, and nobody works on them.
    """
    from integrations.inbox.bijgewerkt import await_processed
    from integrations.publicatie.marts import build_marts
    from quality.controles import run_controles
    from quality.regels import run_regels

    await_processed(engine, as_of)
    with engine.begin() as conn:
        log_run(run_regels(conn, as_of, volledig=volledig))
        build_marts(conn, as_of, volledig=volledig or None)
    log_run(run_controles(engine.url.render_as_string(hide_password=False), as_of))


def log_run(run: "RegelRun | ControleRun") -> None:
    """What a run over rules or checks did; one that could not be carried out is a warning, since it never passed."""
    logger.info(
        "%d getoetst, %d bevindingen erbij, %d opgelost", len(run.resultaten), run.geopend, run.gesloten
    )
    for result in run.resultaten:
        if result.status == "niet uitvoerbaar":
            logger.warning("%s kon niet worden uitgevoerd (%s)", result.regel_id, result.fout_klasse)


def prepare_publication(params: Mapping[str, Any]) -> list[dict[str, str]]:
    """Prepare a release of all data known at ``as_of``; returns one order for each municipality.

    A moment that has passed makes an old release again, beside its record and in a folder of its own: then the order
    names that folder, where the files stand already.

    Args:
        params: ``week`` (ISO week, default the last one that ended) and ``as_of`` (ISO moment with zone, default now:
            findings only move forward, so the clock is read when no other run judges the rules).
    """
    from integrations.orchestration.herhaling import is_past
    from integrations.publicatie.publiceer import list_gemeenten
    from integrations.publicatie.week import parse_week

    week = parse_week(params.get("week") or last_complete_week(now())).naam
    settings = Settings()
    as_of = read_moment(params.get("as_of"))
    with open_database(settings) as engine:
        if as_of and is_past(engine, as_of):
            return _make_again(engine, week, replay_dir(settings, as_of), as_of)
        with exclusive(engine, RULES_LOCK):
            prepare_release(engine, as_of or now())
        with engine.connect() as conn:
            gemeenten = list_gemeenten(conn)
    return [{"week": week, "gemeente_code": code, "naam": naam} for code, naam in gemeenten]


def _make_again(engine: sa.Engine, week: str, folder: Path, as_of: datetime) -> list[dict[str, str]]:
    """Make an old release again; tells what came of it, and a difference as a warning."""
    from integrations.orchestration.herhaling import replay, summarise

    releases = replay(engine, week, folder, as_of)
    for line in summarise(releases):
        logger.log(logging.WARNING if "verschilt" in line else logging.INFO, "%s", line)
    return [
        {"week": week, "gemeente_code": r.gemeente_code, "naam": r.gemeente_naam, "map": str(r.map)}
        for r in releases
    ]


def publish_gemeente(order: Mapping[str, str]) -> str:
    """Write the files of one municipality and read them back against their manifest; returns its code.

    Those of an old release stand already, in the folder that the order names.
    """
    from integrations.publicatie import publiceer
    from integrations.publicatie.verifieer import verify

    settings = Settings()
    if "map" in order:
        folder = Path(order["map"])
    else:
        with open_database(settings) as engine:
            release = publiceer.publish_gemeente(
                engine, order["week"], release_dir(settings), order["gemeente_code"]
            )
        folder = release.map
        logger.info("%s: %s", release.gemeente_naam, release.oordeel.lower())
    if problems := verify(folder):
        raise PublicationError(
            f"De publicatie van {order['naam']} klopt niet met haar manifest: {problems[0]}",
            "voer deze taak opnieuw uit; blijft het zo, kijk dan of de schijf vol of alleen-lezen is.",
        )
    logger.info("%s: de bestanden staan in %s", order["naam"], folder)
    return order["gemeente_code"]


def close_release(orders: Sequence[Mapping[str, str]] | None, published: Sequence[str]) -> dict[str, int]:
    """Look back on a release: one municipality that failed does not stop the others, but it fails the run.

    Raises:
        PublicationError: the preparation failed (no orders), or a municipality was not published.
    """
    if orders is None:
        raise PublicationError(
            "Het voorbereiden is mislukt; er is niets gepubliceerd.", "kijk in de log van die taak."
        )
    missing = [order["naam"] for order in orders if order["gemeente_code"] not in set(published)]
    if missing:
        raise PublicationError(
            f"Niet gepubliceerd: {', '.join(missing)}.",
            "kijk in de log van die gemeente en voer haar taak opnieuw uit.",
        )
    return {"gemeenten": len(orders)}


def pull_cbs(tabel: str) -> None:
    """Fetch one StatLine table; unchanged content makes no new vintage."""
    from integrations.cbs.laden import pull
    from integrations.inbox.bijgewerkt import taking_in

    settings = Settings()
    with open_database(settings) as engine, taking_in(engine):
        logger.info("%s", pull(engine, settings.cbs_base_url, tabel, now()))


def release_dir(settings: Settings) -> Path:
    """The folder under which weeks are published."""
    return settings.data_dir / "publicatie"


def replay_dir(settings: Settings, as_of: datetime) -> Path:
    """The folder for releases made again as of a moment, beside those of the weeks themselves."""
    return settings.data_dir / "herhaald" / as_of.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def last_complete_week(moment: datetime) -> str:
    """The last ISO week that ended before ``moment`` by Dutch time, like ``2026-W46``."""
    year, week, _ = (moment.astimezone(AMSTERDAM) - timedelta(days=7)).isocalendar()
    return f"{year}-W{week:02d}"


def read_moment(text: str | None) -> datetime | None:
    """A moment as someone typed it in Airflow; None when nothing was typed.

    Raises:
        ConfigurationError: no ISO moment, or one without a zone.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigurationError(
            f"'{text}' is geen moment met tijdzone.",
            "geef bijvoorbeeld 2026-11-23T05:00:00+01:00, of laat as_of leeg.",
        )
    return moment


def now() -> datetime:
    """The one place where a task reads the clock; what it calls gets the moment handed in."""
    return datetime.now(UTC)


@contextmanager
def exclusive(engine: sa.Engine, lock: int) -> Iterator[None]:
    """Hold an advisory lock: of the runs that come here at the same time, the others wait their turn."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("SELECT pg_advisory_lock(%(lock)s)", {"lock": lock})
        try:
            yield
        finally:
            conn.exec_driver_sql("SELECT pg_advisory_unlock(%(lock)s)", {"lock": lock})
