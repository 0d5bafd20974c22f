"""The score over the real road: a world full of faults, and one without any."""

import dataclasses
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.orchestration.score import load_world, read_score
from integrations.wereld import Storingen, generate
from mappings.loader import read_gemeenten, read_zorgcategorieen
from tests.unit.wereld.kleine_wereld import VEEL_STORINGEN

pytestmark = pytest.mark.integration


NOG_MEER = dataclasses.replace(
    VEEL_STORINGEN,
    **dict.fromkeys(
        ("onbekende_toewijzing", "onbekende_client", "dubbele_regel", "credit_zonder_debet", "afwijkend_tarief", "over_volume",
         "verkeerde_eenheid", "ongeldig_bsn"),
        0.03,
    ),
)  # fmt: skip
"""So many that a small world holds every kind."""


def make(out: Path, storingen: Storingen) -> Path:
    generate(
        out, gemeenten=3, jeugdigen=70, seed=13, gemeentelijst=read_gemeenten(),
        zorgcategorieen=read_zorgcategorieen(), storingen=storingen,
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def gestoord(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("score") / "gestoord", NOG_MEER)


@pytest.fixture(scope="module")
def schoon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("score") / "schoon", Storingen.none())


def test_what_the_rules_cover_is_found_and_nothing_else_is_reported(
    embedded_engine: sa.Engine, gestoord: Path
) -> None:
    load_world(embedded_engine, gestoord)
    score = read_score(embedded_engine, gestoord)
    assert score.regels > 400
    gedekt = {rij.soort: rij.recall for rij in score.soorten if rij.verwacht}
    gedekt.pop("ontbrekende_retour", None)  # where few messages go, no return is missed
    assert (gedekt.pop("over_totaal", 1.0) or 0) > 0.7  # another line may pass the total
    assert len(gedekt) >= 15
    assert {
        s: recall for s, recall in gedekt.items() if recall and recall < 0.9
    } == {}  # one may undo another
    assert [rij for rij in score.regelscores if rij.vals] == []
    assert {"wijkteam", "pgb", "late_declaratie"} <= set(score.niet_gedekt)


def test_a_world_without_faults_gives_no_finding_above_info(embedded_engine: sa.Engine, schoon: Path) -> None:
    load_world(embedded_engine, schoon)
    score = read_score(embedded_engine, schoon)
    assert score.regels > 400
    assert score.soorten == []
    assert [rij for rij in score.regelscores if rij.ernst != "info"] == []
    assert [rij for rij in score.controles if rij["ernst"] == "fout"] == []
