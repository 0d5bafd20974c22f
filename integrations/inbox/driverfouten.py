"""What may be said about an error: never its text, since a driver quotes rows and a parser quotes values."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import sqlalchemy as sa

from integrations.errors import DatabaseError


@contextmanager
def shielded() -> Iterator[None]:
    """Turns an error of the driver into a DatabaseError that names its class only.

    Raises:
        DatabaseError: the database refused or fell away.
    """
    try:
        yield
    except (sa.exc.DBAPIError, psycopg2.Error) as err:
        raise DatabaseError(
            f"De database weigerde een opdracht of viel weg ({_cause(err)}).",
            "controleer met `jeugdkoppel doctor` of de server draait en ruimte heeft, en probeer opnieuw; "
            "er is niets verloren en niets half verwerkt.",
        ) from None


def describe(err: BaseException) -> str:
    """Class of an error and the last place of ours it went through, without its text: ``KeyError, lezen.py:123``."""
    frames = traceback.extract_tb(err.__traceback__)
    place = ([f for f in frames if "integrations" in Path(f.filename).parts] or frames)[-1]
    return f"{_cause(err)}, {Path(place.filename).name}:{place.lineno}"


def _cause(err: BaseException) -> str:
    return type(err.orig if isinstance(err, sa.exc.DBAPIError) and err.orig else err).__name__
