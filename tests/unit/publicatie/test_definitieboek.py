"""The page of indicators says what the definitions beside the SQL say."""

from integrations.publicatie.definitieboek import DOCUMENT, make_document
from integrations.publicatie.definities import marts


def test_the_page_is_that_of_the_definitions() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == make_document(marts()), (
        "python -m integrations.publicatie.definitieboek"
    )


def test_every_mart_with_measures_has_a_chapter_with_each_of_them() -> None:
    page = make_document(marts())
    for mart in marts():
        for name, maat in mart.maten.items():
            assert f"- **{name}**: {maat.zin}" in page
