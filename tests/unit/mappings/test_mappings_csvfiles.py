"""The strict CSV reader: what it accepts, and that it names the line of what it does not."""

import pytest

from integrations.errors import ReferenceDataError
from mappings.csvfiles import Row, read_csv

COLUMNS = ("code", "naam")


@pytest.mark.parametrize(
    "content",
    [
        "code;naam\n01;Uur\n",
        "code,naam\n01,Uur\n",
        "\ufeffcode;naam\r\n01;Uur\r\n",
        "naam;code\nUur;01\n",
        'code;naam\n\n" 01 ";Uur',
    ],
    ids=["semicolon", "comma", "windows-byte-order-mark", "other-order", "blank-line-spaces-and-no-newline"],
)
def test_reads_the_same_row_from_every_accepted_form(content: str) -> None:
    assert [row.values for row in read_csv("x.csv", content.encode(), COLUMNS)] == [
        {"code": "01", "naam": "Uur"}
    ]


def test_a_row_keeps_the_line_where_it_starts() -> None:
    content = 'code;naam\n01;"over\ntwee regels"\n02;Uur\n'
    assert [row.line for row in read_csv("x.csv", content.encode(), COLUMNS)] == [2, 4]


def test_a_row_of_another_width_has_no_values() -> None:
    rows = read_csv("x.csv", b"code;naam\n01\n02;Uur;extra\n03;Dag\n", COLUMNS)
    assert rows[:2] == [Row(2, None), Row(3, None)]
    assert rows[2].values == {"code": "03", "naam": "Dag"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "regel 1: de kolommen kloppen niet (ontbreekt: code, naam)"),
        (b"code;naam;prijs\n", "onbekend: prijs"),
        (b"code;naam;naam\n", "dubbel: naam"),
        (b"code;naam\n01;Caf\xe9\n", "regel 2: dit teken is geen UTF-8"),
        (b'code;naam\n01;"open\n', "regel 2: de aanhalingstekens kloppen niet"),
    ],
    ids=["empty", "unknown-column", "double-column", "latin-1", "open-quote"],
)
def test_refuses_a_file_that_is_something_else(content: bytes, expected: str) -> None:
    with pytest.raises(ReferenceDataError) as caught:
        read_csv("boek.csv", content, COLUMNS)
    assert caught.value.message.startswith("boek.csv")
    assert expected in caught.value.message
    assert caught.value.remedy


def test_an_optional_column_may_be_there() -> None:
    rows = read_csv("x.csv", b"code;naam;hulpvorm\n01;Uur;04\n", COLUMNS, ("hulpvorm",))
    assert rows[0].values == {"code": "01", "naam": "Uur", "hulpvorm": "04"}
