"""``jeugdkoppel serve``: the endpoint of GGK with everything behind it, until it is asked to stop."""

import ipaddress
import logging
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress

import sqlalchemy as sa
import uvicorn
from starlette.applications import Starlette

from integrations.errors import ConfigurationError
from integrations.ggk.eindpunt import Eindpunt
from integrations.ggk.groepscommit import Groepscommit
from integrations.ggk.verbinding import Verbinding
from integrations.orchestration.deurbel import deurbel_of
from integrations.orchestration.server import stop_on_signals
from integrations.settings import Settings

logger = logging.getLogger(__name__)

CONNECTIONS = 1_000
BACKLOG = 2_048
MIN_TOKEN_LENGTH = 32
STOP_SECONDS = 30


def serve(
    settings: Settings, engine: sa.Engine, host: str, port: int, announce: Callable[[str], None]
) -> None:
    """Take envelopes until SIGINT or SIGTERM; requests under way are then answered first.

    Args:
        port: 0 takes a free one.
        announce: called with the address once the port is ours.

    Raises:
        ConfigurationError: no token for others than this machine, or the port is taken.
    """
    stop_on_signals()
    token = require_token(settings, host)
    warn_when_not_durable(engine)
    with ExitStack() as stack:
        listener = stack.enter_context(_listen(host, port))
        bell = deurbel_of(settings)
        if bell is None:
            logger.warning(
                "Geen JEUGDKOPPEL_AIRFLOW_URL en _PASSWORD: Airflow kijkt alleen zelf, elke tien minuten."
            )
        else:
            stack.enter_context(bell)
        writer = stack.enter_context(Groepscommit(engine, bell.press if bell else lambda: None))
        server = make_server(Eindpunt(writer, lambda: is_reachable(engine), token).app())
        shown = f"[{host}]" if ":" in host else host
        announce(f"http://{shown}:{listener.getsockname()[1]}/ggk")
        with suppress(KeyboardInterrupt):  # uvicorn stops in order, and then passes the signal on
            server.run(sockets=[listener])


def make_server(app: Starlette) -> uvicorn.Server:
    """A server of ``app`` that no client can keep busy with nothing; on SIGTERM it answers what it has begun."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=Verbinding,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
            limit_concurrency=CONNECTIONS,
        )
    )


def require_token(settings: Settings, host: str) -> str | None:
    """The secret that senders show; only an endpoint for this machine alone may do without.

    Raises:
        ConfigurationError: it is absent while others can connect, or too short to be a secret.
    """
    token = settings.ggk_token.get_secret_value() if settings.ggk_token else None
    if token is None and is_loopback(host):
        return None
    if token is None or len(token) < MIN_TOKEN_LENGTH:
        raise ConfigurationError(
            f"JEUGDKOPPEL_GGK_TOKEN ontbreekt of is korter dan {MIN_TOKEN_LENGTH} tekens, "
            "terwijl anderen dan deze machine het eindpunt kunnen bereiken.",
            "maak een kenmerk met `openssl rand -hex 32` en laat de proxy die mutual TLS afhandelt het meesturen, "
            "of luister alleen op 127.0.0.1.",
        )
    return token


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_reachable(engine: sa.Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as conn:
            conn.exec_driver_sql("SELECT 1")
    except sa.exc.SQLAlchemyError:
        return False
    return True


def warn_when_not_durable(engine: sa.Engine) -> None:
    """A server that does not wait for its disk makes a promise of every confirmation that it may not keep."""
    with engine.connect() as conn:
        if conn.exec_driver_sql("SHOW fsync").scalar_one() != "on":
            logger.error(
                "De database draait met fsync=off: een bevestigd bericht kan bij stroomuitval verloren gaan."
            )


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a port that is taken is two sentences and not a traceback."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)  # from here a client that connects waits, and is not refused
    except OSError as err:
        listener.close()
        raise ConfigurationError(
            f"Op {host}:{port} kan niet worden geluisterd ({err.strerror}).",
            "kies met --host en --port een adres van deze machine dat vrij is.",
        ) from None
    return listener
