"""What a hostile or broken sender may send: each gets the verdict and a reason with a remedy, small and as if large."""

from unittest import mock

import pytest

from bench.gevallen import GEVALLEN, Geval, declaratie, leeggemaakt
from integrations.ijw import lezen, ontleden, read_bericht
from integrations.ijw.bericht import GelezenBericht
from integrations.ijw.velden import read_datum
from tests.fuzz.eisen import check_groot, check_lezen, check_redenen

OMVANG = 20_000


def read_as_large(inhoud: bytes) -> GelezenBericht:
    """By the road of large files."""
    with mock.patch.object(lezen, "GROOT", -1), mock.patch.object(ontleden, "GROOT", -1):
        return read_bericht(inhoud)


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda geval: geval.naam)
def test_each_case_gets_its_verdict_and_a_reason_with_a_remedy(geval: Geval) -> None:
    inhoud = geval.maak(OMVANG)
    gelezen = read_bericht(inhoud)
    assert gelezen.oordeel == geval.oordeel
    if geval.oordeel != "geldig":
        assert geval.woorden in gelezen.redenen[0].melding
        assert gelezen.redenen[0].remedie
    check_redenen(gelezen.redenen)
    assert read_as_large(inhoud).oordeel == geval.oordeel


@pytest.mark.parametrize("inhoud", [declaratie(4_000), declaratie(4_000).decode().encode("utf-16")])
def test_a_message_cut_off_anywhere_is_refused(inhoud: bytes) -> None:
    einde = len(inhoud.rstrip(b"\n\0"))
    for plek in range(0, einde, 7):
        assert read_bericht(inhoud[:plek]).oordeel == "ongeldig", plek
    for plek in (1, 2, 3, 4, 100, 1_000, einde - 3, einde - 1):
        check_lezen(inhoud[:plek])
        check_groot(inhoud[:plek])


def test_a_large_message_full_of_faults_names_the_first_hundred_and_stops() -> None:
    with mock.patch.object(ontleden, "GENOEG_FOUTEN", 250):
        redenen = read_as_large(leeggemaakt(200_000)).redenen
    assert len(redenen) == 101
    assert redenen[:100] == read_bericht(leeggemaakt(200_000)).redenen[:100]
    assert "niet verder gezocht" in redenen[100].melding


def test_a_value_in_very_many_pieces_is_judged_like_any_other() -> None:
    waarde = b"DN1<"
    langer = declaratie(OMVANG).replace(waarde, b"&#57;" * 20_000 + waarde)
    assert read_as_large(langer) == read_bericht(langer)
    padded = declaratie(OMVANG).replace(
        b"</", b" " * 5_000 + b"</"
    )  # white space where the schema takes none
    assert read_as_large(padded).oordeel == read_bericht(padded).oordeel


def test_more_elements_than_any_message_has_are_refused_unread() -> None:
    with mock.patch.object(lezen, "MAX_ELEMENTEN", 100):
        assert "meer dan 100 elementen" in read_as_large(declaratie(OMVANG)).redenen[0].melding


def test_years_beyond_the_calendar_in_every_line_are_counted_and_not_all_listed() -> None:
    redenen = read_bericht(declaratie(150_000).replace(b"2026-04-01<", b"12026-04-01<")).redenen
    assert len(redenen) == 101
    assert redenen[100].melding.startswith("Nog ")


def test_a_date_in_a_sea_of_white_space_is_refused_and_not_remembered() -> None:
    read_datum.cache_clear()
    inhoud = declaratie(OMVANG).replace(b"2026-05-06<", b"2026-05-06%b<" % (b" " * 10_000))
    gelezen = read_bericht(inhoud)
    assert gelezen.oordeel == "ongeldig"
    assert "gewone lengte" in gelezen.redenen[0].melding
    read_datum(" " * 20 + "2026-05-06\n")
    assert read_datum.cache_info().currsize < 40


def test_faults_on_what_stands_around_everything_are_named_when_there_are_no_others() -> None:
    kenmerken = b" ".join(b'a%d=""' % i for i in range(300))
    redenen = read_as_large(
        declaratie(OMVANG).replace(b"Bericht ", b"Bericht " + kenmerken + b" ", 1)
    ).redenen
    assert "attribuut" in redenen[0].melding
