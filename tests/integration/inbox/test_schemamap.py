"""The schema files of the standard itself judge when their folder is handed in."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrations.errors import ConfigurationError
from integrations.inbox.verwerking import process
from quality.catalogus import load_regels
from tests.integration.inbox.hulp import KEY, forget_processing, receive, statuses

pytestmark = pytest.mark.integration


def test_the_folder_that_is_handed_in_judges(
    embedded_engine: sa.Engine, reference: Path, sample: Callable[[str], bytes], tmp_path: Path
) -> None:
    with embedded_engine.begin() as conn:
        load_regels(conn)
    strict = shutil.copytree(reference / "ijw-3.2" / "xsd", tmp_path / "xsd") / "basisschema.xsd"
    text = strict.read_text(encoding="utf-8")
    assert text.count('<xs:maxLength value="20"/>') > 1
    strict.write_text(
        text.replace('<xs:maxLength value="20"/>', '<xs:maxLength value="4"/>'), encoding="utf-8"
    )
    (bericht_id,) = receive(embedded_engine, [sample("JW323")])

    process(embedded_engine, KEY, xsd=tmp_path / "xsd")
    assert statuses(embedded_engine) == {bericht_id: "geweigerd"}
    forget_processing(embedded_engine)
    process(embedded_engine, KEY, xsd=reference / "ijw-3.2" / "xsd")
    assert statuses(embedded_engine) == {bericht_id: "verwerkt"}
    forget_processing(embedded_engine)
    with pytest.raises(ConfigurationError, match=r"ontbreekt: basisschema\.xsd"):
        process(embedded_engine, KEY, xsd=reference)
    assert statuses(embedded_engine) == {bericht_id: "ontvangen"}, "nothing was handled"
