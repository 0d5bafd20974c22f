"""The catalogue: every rule as data, read from ``regels/`` and ``controles/`` and kept in ``quality.regel``.

A rule is one YAML file. Beside it may stand one SQL file of the same name: then the runner carries the
rule out over everything in the database. A rule without SQL is reported at reception, by whoever reads
the message. The fields are those of :class:`Regel`; a field too many or too few is an error, so that a
typo never becomes a rule that quietly does nothing.
"""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import Connection

from integrations.errors import QualityError
from integrations.sqlfiles import read_sql, run_sql

Tekst = Annotated[str, Field(min_length=1)]
Soort = Literal["ijw_regel", "controle", "ontvangst"]
Waarop = Literal["prestatie", "declaratie", "declaratie_antwoord", "afgewezen_prestatie"]
Dimensie = Literal["volledigheid", "juistheid", "tijdigheid", "vergelijkbaarheid", "plausibiliteit"]


class Regel(BaseModel):
    """One rule.

    ``redengeving`` says why the rule has this ``gevolg`` and not a milder or harder one. ``waarop`` is what the
    SQL judges: the table of core whose known rows are counted as checked. A rule of ``ronde`` 2 is judged
    when the findings of the first are in place, since it looks at what those hold back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    regel_id: Annotated[str, Field(pattern=r"^[A-Z]+-?[A-Z0-9]+$")]
    soort: Soort
    titel: Tekst
    niveau: Literal["bestand", "xsd", "bericht", "berichtoverstijgend", "externe bron", "gegevensverzameling"]
    dimensie: Dimensie
    ernst: Literal["fout", "waarschuwing", "info"]
    gevolg: Literal["weigeren", "aanhouden", "markeren"]
    redengeving: Tekst
    retourcode: str | None = None
    berichten: tuple[str, ...]
    tekst: Tekst
    remedie: Tekst
    bron: Tekst
    waarop: Waarop | None = None
    ronde: Literal[1, 2] = 1
    sql: str | None = Field(default=None, exclude=True)

    @model_validator(mode="after")
    def _sql_says_on_what(self) -> "Regel":
        if (self.sql is None) != (self.waarop is None):
            raise ValueError("waarop hoort bij een regel met SQL, en alleen daarbij")
        return self


@cache
def read_regels() -> tuple[Regel, ...]:
    """All rules of ``quality/regels``, by id; ``sql`` is None for those reported at reception."""
    return tuple(_read_regel(name) for name in yaml_names("regels"))


def load_regels(conn: Connection) -> int:
    """Bring ``quality.regel`` up to the catalogue; running it again changes nothing. Returns their number.

    A rule that left the catalogue keeps its row: findings of the past point at it.
    """
    regels = read_regels()
    statement = read_sql("quality", "sql/load_regel.sql")
    for regel in regels:
        run_sql(conn, statement, {**regel.model_dump(), "berichten": list(regel.berichten)})
    return len(regels)


def yaml_names(folder: str) -> list[str]:
    """Names without suffix of the YAML files in ``quality/<folder>``, sorted."""
    files = resources.files("quality").joinpath(folder).iterdir()
    return sorted(f.name.removesuffix(".yaml") for f in files if f.name.endswith(".yaml"))


def read_yaml(path: str) -> dict[str, object]:
    """The mapping in ``quality/<path>``."""
    return dict(yaml.safe_load(_resource(path).read_text(encoding="utf-8")))


def read_optional_sql(path: str) -> str | None:
    """Text of ``quality/<path>``, or None when there is no such file."""
    return read_sql("quality", path) if _resource(path).is_file() else None


def _resource(path: str) -> Traversable:
    return resources.files("quality").joinpath(*path.split("/"))


def _read_regel(name: str) -> Regel:
    data = read_yaml(f"regels/{name}.yaml")
    try:
        regel = Regel.model_validate({**data, "sql": read_optional_sql(f"regels/{name}.sql")})
    except ValidationError as err:
        raise catalogue_error(f"regels/{name}.yaml", err) from err
    if regel.regel_id != name:
        raise QualityError(
            f"{name}.yaml beschrijft regel {regel.regel_id}.", "geef bestand en regel dezelfde naam."
        )
    return regel


def catalogue_error(path: str, err: ValidationError) -> QualityError:
    """The error of a rule file that breaks its own contract, with the fields that do."""
    fields = ", ".join(sorted({str(e["loc"][0]) if e["loc"] else "waarop" for e in err.errors()}))
    remedy = "vergelijk het bestand met quality/catalogus.py."
    return QualityError(f"quality/{path} klopt niet: {fields}.", remedy)
