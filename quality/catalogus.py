"""The catalogue: every rule as data, read from ``regels/`` and ``controles/`` and kept in ``quality.regel``.

A rule is one YAML file. Beside it may stand one SQL file of the same name: then the runner carries the
rule out over what is in the database. A rule with ``xpath`` is judged on the message itself, at reception; one with
neither is reported there, by whoever reads the message. The fields are those of :class:`Regel` and :class:`Controle`; a field too many or too few is an
error, so that a typo never becomes a rule that quietly does nothing.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import Connection

from integrations.errors import QualityError
from integrations.sqlfiles import read_sql, run_sql

Tekst = Annotated[str, Field(min_length=1)]
Soort = Literal["ijw_regel", "controle", "ontvangst"]
Tabel = Annotated[str, Field(pattern=r"^[a-z_]+$")]
Ernst = Literal["fout", "waarschuwing", "info"]
Dimensie = Literal["volledigheid", "juistheid", "tijdigheid", "vergelijkbaarheid", "plausibiliteit"]

Soortgenoot = TypeVar("Soortgenoot", bound="Beschrijving")


class Beschrijving(BaseModel):
    """What a rule and a check have in common: who they are, what they say and what follows from them.

    ``redengeving`` says why it has this ``gevolg`` and not a milder or harder one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    regel_id: Annotated[str, Field(pattern=r"^[A-Z]+-?[A-Z0-9]+(x[0-9])?$")]
    soort: Soort
    titel: Tekst
    niveau: Literal["bestand", "xsd", "bericht", "berichtoverstijgend", "externe bron", "gegevensverzameling"]
    dimensie: Dimensie
    ernst: Ernst
    gevolg: Literal["weigeren", "aanhouden", "markeren"]
    redengeving: Tekst
    retourcode: str | None = None
    berichten: tuple[str, ...]
    tekst: Tekst
    remedie: Tekst
    bron: Tekst
    sql: str | None = Field(default=None, exclude=True)


class Overlap(BaseModel):
    """Periods of the same kind may not run at the same time.

    ``van`` and ``tot`` are paths to their days (no ``tot``: no end), ``gelijk`` to what makes them the same kind, from
    wide to narrow; an absent one stands for everything below it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    van: Tekst
    tot: Tekst
    gelijk: tuple[Tekst, ...]


class Toets(BaseModel):
    """What a rule within one message looks at (``bij``) and when that is wrong, in XPath (see ``berichtregels``).

    Either a ``fout`` that holds, or a ``sleutel`` that an earlier element has too, or an ``overlap``. Without
    ``berichten`` it goes for all messages of its rule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    bij: Tekst
    fout: Tekst | None = None
    sleutel: tuple[Tekst, ...] = ()
    overlap: Overlap | None = None
    toelichting: Tekst
    berichten: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way_to_be_wrong(self) -> "Toets":
        if sum(map(bool, (self.fout, self.sleutel, self.overlap))) != 1:
            raise ValueError("een toets heeft een fout, een sleutel of een overlap, en daarvan precies een")
        return self


class Regel(Beschrijving):
    """A rule of the standard, or of reception.

    ``waarop`` is what its SQL judges: the table of core whose known rows are counted as checked. Which of those rows
    a run looks at says ``bereik/<bereik>.sql``; when it is not given, that of ``waarop``. ``termijn_dagen`` belongs to
    a rule whose verdict changes by the passing of time: within so many calendar days. A rule of ``ronde`` 2 is
    judged when the findings of the first are in place, since it looks at what those hold back. A rule within one
    message may have ``xpath`` instead of SQL: then it is judged at reception.
    """

    soort: Literal["ijw_regel", "ontvangst"]
    waarop: Tabel | None = None
    bereik: Tabel | None = None
    termijn_dagen: Annotated[int, Field(ge=1, le=60)] | None = None
    ronde: Literal[1, 2] = 1
    xpath: tuple[Toets, ...] = ()

    @property
    def relatie(self) -> str:
        """Name of the scope, of ``bereik/<relatie>.sql``."""
        return str(self.bereik or self.waarop)

    @model_validator(mode="after")
    def _sql_says_on_what(self) -> "Regel":
        if (self.sql is None) != (self.waarop is None):
            raise ValueError("waarop hoort bij een regel met SQL, en alleen daarbij")
        if self.sql is not None and self.xpath:
            raise ValueError("een regel heeft SQL of xpath, niet allebei")
        if self.sql is not None and "FROM %(bereik)s AS" not in self.sql:
            raise ValueError("de SQL van een regel leest wat zij beoordeelt uit %(bereik)s")
        return self


class Controle(Beschrijving):
    """A check by Great Expectations on ``tabel``: an expectation by name, or SQL of the offending rows.

    ``vereist`` are tables that must have rows, else the check is skipped. With ``heeft_bevindingen`` the SQL
    selects what a rule selects, and each row becomes a finding.
    """

    soort: Literal["controle"]
    tabel: Annotated[str, Field(pattern=r"^(core|mart)\.[a-z_]+$")]
    verwachting: Annotated[str, Field(pattern=r"^Expect[A-Za-z]+$")] | None = None
    kwargs: dict[str, Any] = {}
    vereist: tuple[str, ...] = ()
    heeft_bevindingen: bool = False

    @model_validator(mode="after")
    def _one_way_to_check(self) -> "Controle":
        if (self.sql is None) == (self.verwachting is None):
            raise ValueError("een controle heeft een verwachting of SQL, niet allebei en niet geen van beide")
        if self.heeft_bevindingen and self.sql is None:
            raise ValueError("bevindingen komen uit SQL")
        return self

    @property
    def leest_mart(self) -> bool:
        """Whether it says something about the marts, which are a picture of one moment."""
        return "mart." in f"{self.tabel} {self.sql}"


@cache
def read_regels() -> tuple[Regel, ...]:
    """All rules of ``quality/regels``, by id; ``sql`` is None for those reported at reception."""
    return tuple(_read("regels", Regel))


@cache
def read_controles() -> tuple[Controle, ...]:
    """All checks of ``quality/controles``, by id."""
    return tuple(_read("controles", Controle))


def load_regels(conn: Connection) -> int:
    """Bring ``quality.regel`` up to the catalogue; running it again changes nothing. Returns their number.

    A rule that left the catalogue keeps its row: findings of the past point at it.
    """
    regels = [*read_regels(), *read_controles()]
    statement = read_sql("quality", "sql/load_regel.sql")
    for regel in regels:
        run_sql(conn, statement, {**dict(regel), "berichten": list(regel.berichten)})
    return len(regels)


def _read(folder: str, model: type[Soortgenoot]) -> Iterator[Soortgenoot]:
    """Every YAML file of ``quality/<folder>`` with the SQL beside it, sorted by name."""
    files = {f.name: f for f in resources.files("quality").joinpath(folder).iterdir()}
    for name in sorted(n.removesuffix(".yaml") for n in files if n.endswith(".yaml")):
        data = yaml.safe_load(files[f"{name}.yaml"].read_text(encoding="utf-8"))
        sql = files.get(f"{name}.sql")
        yield parse(name, {**data, "sql": sql and sql.read_text(encoding="utf-8")}, model)


def parse(name: str, data: dict[str, Any], model: type[Soortgenoot]) -> Soortgenoot:
    """A rule or check from the data of file ``name``.

    Raises:
        QualityError: the data breaks the contract of ``model``, or describes something of another name.
    """
    remedy = "vergelijk het bestand met quality/catalogus.py."
    try:
        regel = model.model_validate(data)
    except ValidationError as err:
        fields = ", ".join(sorted({".".join(map(str, e["loc"])) or e["msg"] for e in err.errors()}))
        raise QualityError(f"{name}.yaml klopt niet: {fields}.", remedy) from err
    if regel.regel_id != name:
        raise QualityError(f"{name}.yaml beschrijft regel {regel.regel_id}.", remedy)
    return regel
