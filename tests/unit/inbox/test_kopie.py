"""The rows as COPY gets them: message and moment in front, a pseudonym for the BSN, arrays as PostgreSQL reads them."""

from integrations.ijw import COLUMNS
from integrations.inbox.kopie import as_file, copy_statement, core_rows


def test_the_bsn_is_replaced_in_its_own_column_only() -> None:
    columns = COLUMNS["prestatie"]
    row = tuple("999900006" if c == "bsn" else c for c in columns)
    (made,) = core_rows("prestatie", [row], 7, "2026-11-22", lambda bsn: f"p-{bsn[-1]}")
    assert made[:2] == (7, "2026-11-22")
    assert dict(zip(columns, made[2:], strict=True)) == {c: "p-6" if c == "bsn" else c for c in columns}


def test_a_table_without_a_person_keeps_its_rows() -> None:
    row = COLUMNS["declaratie"]
    assert list(core_rows("declaratie", [row], 7, "nu", lambda _: "nooit")) == [(7, "nu", *row)]


def test_codes_become_an_array() -> None:
    row = tuple(["0200", 'a"b'] if c.endswith("retour_codes") else c for c in COLUMNS["declaratie_antwoord"])
    (made,) = core_rows("declaratie_antwoord", [row], 7, "nu", lambda _: "nooit")
    assert '{"0200","a\\"b"}' in made


def test_core_never_hears_of_a_column_bsn() -> None:
    assert all("bsn," not in copy_statement(t) for t in COLUMNS)
    assert "client_pseudoniem" in copy_statement("prestatie")


def test_parts_read_as_one_file_whatever_the_size_of_a_bite() -> None:
    parts = [b"", b"abc", b"", b"d" * 3_000_000, b"ef", b""]
    assert as_file(parts).read() == b"".join(parts)
    stream = as_file(parts[:2] + parts[4:])
    assert [stream.read(bite) for bite in (1, 3, 4, 4)] == [b"a", b"bce", b"f", b""]
    assert as_file([]).read(10) == b""
