"""Our errors: what a reader sees, and that they come whole out of another process."""

from collections.abc import Iterator
from copy import copy  # which goes the way of pickle
from http import HTTPStatus

from integrations.errors import JeugdkoppelError
from integrations.inbox.uitslag import BerichtUitslag, Verwerking, VerwerkingMisluktError
from integrations.wereld.serveer import Geweigerd


def error_classes(base: type[JeugdkoppelError] = JeugdkoppelError) -> Iterator[type[JeugdkoppelError]]:
    yield base
    for sub in base.__subclasses__():
        yield from error_classes(sub)


def test_every_error_says_what_to_do_also_out_of_another_process() -> None:
    classes = set(error_classes())
    assert len(classes) > 6
    for cls in classes - {VerwerkingMisluktError}:
        error = copy(cls("Het ging mis.", "probeer opnieuw."))
        assert type(error) is cls
        assert (error.message, error.remedy) == ("Het ging mis.", "probeer opnieuw.")
        assert str(error) == "Het ging mis. Wat te doen: probeer opnieuw."


def test_what_a_run_did_comes_along() -> None:
    verwerking = Verwerking(
        [BerichtUitslag(1, "a.xml", "JW323", "verwerkt", [])], {2: "KeyError, lezen.py:1"}
    )
    error = VerwerkingMisluktError(verwerking)
    assert copy(error).verwerking == verwerking
    assert str(copy(error)) == str(error)


def test_a_refusal_of_the_fake_statline_keeps_its_status() -> None:
    error = copy(Geweigerd(HTTPStatus.NOT_FOUND, "onbekende tabel"))
    assert (error.status, error.reden) == (HTTPStatus.NOT_FOUND, "onbekende tabel")
