"""StatLine on localhost, over a real socket: the project's own client gets every table whole."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from integrations.cbs.client import StatLine
from integrations.errors import ConfigurationError
from integrations.wereld.serveer import MEESTE_RIJEN, Publicaties, Statline, serve_in_background
from tests.unit.wereld.kleine_wereld import Gelezen


@pytest.mark.parametrize("peildatum", [None, "2026-04-30", "2025-12-01"])
def test_the_client_pulls_every_table_as_it_was_published(gestoord: Gelezen, peildatum: str | None) -> None:
    publicaties = Publicaties(gestoord.out, peildatum)
    assert "85099NED" in publicaties.tabellen()
    with serve_in_background(publicaties) as server, StatLine(server.base_url, page_rows=50) as statline:
        for tabel in publicaties.tabellen():
            pad = publicaties.bestanden[tabel]
            assert statline.read_tabel(tabel) == json.loads(pad.read_text(encoding="utf-8"))
            assert ("eerder" in str(pad)) == (peildatum is not None)


@pytest.fixture
def groot(tmp_path: Path) -> Publicaties:
    """A table of more rows than one answer holds."""
    gegevens = {
        "tabel": "1NED",
        "metadata": {
            "TableInfos": [{"ID": 0, "Identifier": "1NED", "Modified": "2026-10-31T02:00:00"}],
            "DataProperties": [{"ID": 0, "Type": "GeoDimension", "Key": "RegioS"}, {"ID": 1, "Type": "Topic", "Key": "A_1"}],
            "RegioS": [{"Key": "NL01  ", "Title": "Nederland"}],
        },
        "waarnemingen": [{"ID": i, "RegioS": "NL01  ", "A_1": None if i == 3 else i} for i in range(MEESTE_RIJEN + 5)],
        "redenen": {"3": {"A_1": "."}},
    }  # fmt: skip
    (tmp_path / "1NED.json").write_text(json.dumps(gegevens), encoding="utf-8")
    return Publicaties(tmp_path)


def test_an_answer_of_the_feed_ends_at_ten_thousand_rows_and_skip_gives_the_rest(groot: Publicaties) -> None:
    with serve_in_background(groot) as server, httpx.Client(base_url=server.base_url) as http:
        assert http.get("/1NED/TypedDataSet/$count").text.strip("\ufeff") == "10005"
        assert [r["ID"] for r in http.get("/1NED/TypedDataSet").json()["value"]] == list(range(MEESTE_RIJEN))
        rest = http.get("/1NED/TypedDataSet", params={"$top": "20000", "$skip": "10000"}).json()["value"]
        assert [r["ID"] for r in rest] == list(range(10_000, 10_005))
        assert http.get("/1NED/TypedDataSet", params={"$top": "2"}).json()["value"] == [
            {"ID": 0, "RegioS": "NL01  ", "A_1": 0},
            {"ID": 1, "RegioS": "NL01  ", "A_1": 1},
        ]
        with StatLine(server.base_url) as statline:
            assert len(statline.read_tabel("1NED")["waarnemingen"]) == MEESTE_RIJEN + 5


def test_untyped_figures_are_padded_text_and_show_the_sign(groot: Publicaties) -> None:
    with serve_in_background(groot) as server:
        rijen = httpx.get(f"{server.base_url}/1NED/UntypedDataSet", params={"$top": "5"}).json()["value"]
    assert [rij["A_1"] for rij in rijen] == ["       0", "       1", "       2", "       .", "       4"]


@pytest.mark.parametrize(
    ("pad", "status"),
    [
        ("/ODataApi/odata/1NED/TypedDataSet?$skip=1&$top=1", 500),
        ("/ODataApi/odata/1NED/TypedDataSet", 500),
        ("/ODataApi/odata/1NED/TypedDataSet?$top=10001", 500),
        ("/ODataApi/odata/1NED/TypedDataSet?$top=10000", 200),
        ("/ODataApi/odata/1NED/RegioS", 200),
        ("/ODataFeed/odata/1NED/TypedDataSet?$top=tien", 400),
        ("/ODataFeed/odata/2NED/TypedDataSet", 404),
        ("/ODataFeed/odata/1NED/Perioden", 404),
        ("/ODataFeed/odata/1NED/../../etc", 404),
        ("/", 404),
    ],
)
def test_what_goes_beyond_the_limits_or_does_not_exist_is_refused(
    groot: Publicaties, pad: str, status: int
) -> None:
    with serve_in_background(groot) as server:
        antwoord = httpx.get(f"{server.adres}{pad}")
    assert antwoord.status_code == status
    assert ("odata.error" in antwoord.json()) == (status != 200)


def test_the_service_documents_name_the_tables_and_their_lists(groot: Publicaties) -> None:
    with serve_in_background(groot) as server:
        tabellen = httpx.get(server.base_url).json()["value"]
        lijsten = httpx.get(tabellen[0]["url"]).json()["value"]
        assert httpx.get(lijsten[-1]["url"]).status_code == 200
    assert [t["name"] for t in tabellen] == ["1NED"]
    assert [r["name"] for r in lijsten] == [
        "TableInfos",
        "DataProperties",
        "RegioS",
        "TypedDataSet",
        "UntypedDataSet",
    ]


def test_a_folder_without_publications_is_told(tmp_path: Path, groot: Publicaties) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(ConfigurationError, match="geen publicatie"):
        Publicaties(tmp_path / "leeg")
    with pytest.raises(ConfigurationError, match="tot en met 2020-01-01"):
        Publicaties(tmp_path, "2020-01-01")


def test_a_port_that_is_taken_is_told(groot: Publicaties) -> None:
    with serve_in_background(groot) as server, pytest.raises(ConfigurationError, match="niet vrij"):
        Statline(groot, server.server_port)


def test_the_command_prints_the_address_serves_and_stops_at_ctrl_c(
    groot: Publicaties, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "integrations.cli", "world", "serve-cbs", str(tmp_path), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        regels = []
        while not regels or regels[-1] != "}\n":
            regels.append(process.stdout.readline())
            assert regels[-1], "the command ended before it served"
        gezegd = json.loads("".join(regels))
        assert gezegd["tabellen"] == ["1NED"]
        assert httpx.get(f"{gezegd['adres']}/1NED/RegioS").json()["value"] == groot.rijen("1NED", "RegioS")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
