"""The definitions beside the SQL: ``sql/mart/*/metadata.yaml``, ``sql/publish/*/metadata.yaml`` and its field list.

A folder is a table. What a column means is written once: a field that more tables share is described in
``sql/publish/velden.yaml``, and a table may not describe it differently.
"""

from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from integrations.errors import PublicationError
from integrations.sqlfiles import folders, read_sql

Veldtype = Literal["string", "integer", "number", "date", "boolean"]
Bereik = Literal["regel", "toewijzing", "jeugdige_maand", "jeugdige", "alles", "vooraf"]
Definitie = TypeVar("Definitie", bound=BaseModel)


class Maat(BaseModel):
    """An indicator: one sentence, one formula, one unit; where it is known, the range expected and its source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zin: str = Field(min_length=10)
    formule: str = Field(min_length=1)
    eenheid: str = Field(min_length=1)
    verwacht: str | None = None
    bron: str | None = None


class Mart(BaseModel):
    """A mart: ``korrel`` names its key columns, ``invoer`` the tables it is built from (``schema.table``).

    ``bereik`` is the grain at which it can be built in part (see ``bereik.KEYS``): its rows of a touched key must follow
    from rows of that key alone. ``alles``: built whole each
    time, so for small marts that read small ones. ``vooraf``: also whole, and first; what differs from the build before
    decides what is touched.

    ``optelbaar``: every column outside ``korrel`` is a sum or a count over rows of marts with a ``bereik``, none of them
    null, and one of them is never zero, such as ``count(*)``. Then the mart is not built again in part, but what the
    touched rows gave is taken off and what they give now is added. No column may depend on a row outside the scope, so
    not on the first or last month that is known: such a thing is for the view that is published. A mart without a
    scope may be looked up if it follows from the lists alone (``gebied``): when those change, all is built anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    naam: str
    titel: str
    zin: str
    korrel: tuple[str, ...]
    invoer: tuple[str, ...]
    bereik: Bereik = "alles"
    optelbaar: bool = False
    is_persoonsniveau: bool = False
    maten: dict[str, Maat] = {}


class Kolom(BaseModel):
    """A published column; ``type`` is a Frictionless field type, ``kop`` its head in the workbook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kop: str = Field(min_length=1)
    omschrijving: str = Field(min_length=10)
    type: Veldtype
    eenheid: str = Field(min_length=1)
    mag_leeg: bool = False


class Tabel(BaseModel):
    """A published table; ``naam`` carries its version (``kosten_v1``), the columns are in the order of its query."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    naam: str = Field(pattern=r"^[a-z_]+_v[0-9]+$")
    volgorde: int
    titel: str
    zin: str
    korrel: tuple[str, ...]
    eigenaar: str
    invoer: tuple[str, ...]
    kleine_aantallen: str = Field(min_length=10)
    kolommen: dict[str, Kolom]


@cache
def marts() -> tuple[Mart, ...]:
    """All marts, each after the marts it is built from.

    Raises:
        PublicationError: a definition is not what it should be, or two marts need each other.
    """
    found = {f"mart.{name}": _parse(Mart, "mart", name, data) for name, data in _read_folders("mart")}
    graph = {key: [i for i in mart.invoer if i in found] for key, mart in found.items()}
    try:
        return tuple(found[key] for key in TopologicalSorter(graph).static_order())
    except CycleError as err:
        raise PublicationError(
            f"De marts hebben elkaar over en weer nodig: {err.args[1]}.",
            "haal de lus uit `invoer` in sql/mart/.",
        ) from err


@cache
def tabellen() -> tuple[Tabel, ...]:
    """All published tables, in the order in which a reader meets them.

    Raises:
        PublicationError: a definition is not what it should be, or describes a shared field anew.
    """
    velden: dict[str, Any] = yaml.safe_load(read_sql("sql", "publish/velden.yaml"))
    result = [
        _parse(Tabel, "publish", name, data | {"kolommen": _fill_in(name, data["kolommen"], velden)})
        for name, data in _read_folders("publish")
    ]
    return tuple(sorted(result, key=lambda tabel: tabel.volgorde))


def _fill_in(name: str, columns: dict[str, Any], velden: dict[str, Any]) -> dict[str, Any]:
    """The columns of a table, those left empty taken from the shared fields."""
    wrong = sorted(column for column, own in columns.items() if (own is None) != (column in velden))
    if wrong:
        raise PublicationError(
            f"{name}: {', '.join(wrong)} ontbreekt in velden.yaml of wordt anders beschreven dan daar.",
            "beschrijf een veld op één plek: gedeeld in velden.yaml, of in de tabel zelf.",
        )
    return {column: own or velden[column] for column, own in columns.items()}


def _read_folders(schema: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and metadata of every table folder of ``sql/<schema>``."""
    for folder in folders("sql", schema):
        yield folder.name, yaml.safe_load(read_sql("sql", f"{schema}/{folder.name}/metadata.yaml"))


def _parse(model: type[Definitie], schema: str, name: str, data: dict[str, Any]) -> Definitie:
    try:
        return model.model_validate({"naam": name, **data})
    except ValidationError as err:
        raise PublicationError(
            f"sql/{schema}/{name}/metadata.yaml is geen geldige definitie: {err}",
            "vul aan of herstel wat hier staat.",
        ) from err
