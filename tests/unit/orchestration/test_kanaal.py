"""Who may do without a token, and what is said to who may not; the process beside ``make up``."""

import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from integrations.errors import ConfigurationError, OrchestrationError
from integrations.orchestration.eindpuntproces import eindpunt_environment, run_eindpunt
from integrations.orchestration.kanaal import _listen, is_loopback, require_token
from integrations.settings import Settings


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("10.0.0.1", False),
        ("gemeente.local", False),
    ],
)
def test_only_this_machine_alone_may_do_without_a_token(host: str, ours: bool) -> None:
    assert is_loopback(host) == ours
    if ours:
        assert require_token(Settings(), host) is None
    else:
        with pytest.raises(ConfigurationError, match="JEUGDKOPPEL_GGK_TOKEN"):
            require_token(Settings(), host)


def test_a_token_counts_everywhere_and_has_to_be_a_secret() -> None:
    assert require_token(Settings(ggk_token=SecretStr("k" * 32)), "127.0.0.1") == "k" * 32
    with pytest.raises(ConfigurationError, match="korter"):
        require_token(Settings(ggk_token=SecretStr("kort")), "127.0.0.1")


def test_a_port_that_is_taken_is_two_sentences() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigurationError, match="luisterd"):
            _listen("127.0.0.1", taken.getsockname()[1])


def test_the_endpoint_never_sees_the_pseudonym_key() -> None:
    environment = eindpunt_environment(
        {"JEUGDKOPPEL_PSEUDONYM_KEY": "sleutel", "JEUGDKOPPEL_DATABASE_URL": "u"}, "http://a", "admin", "w"
    )
    assert "JEUGDKOPPEL_PSEUDONYM_KEY" not in environment
    assert environment["JEUGDKOPPEL_AIRFLOW_PASSWORD"] == "w"  # noqa: S105


def test_an_endpoint_that_does_not_start_says_why(tmp_path: Path) -> None:
    away = {"JEUGDKOPPEL_DATABASE_URL": "postgresql://niemand@127.0.0.1:1/nergens"}
    with pytest.raises(OrchestrationError, match="Geen verbinding") as caught, run_eindpunt(tmp_path, away):
        pass
    assert "JEUGDKOPPEL_DATABASE_URL" in caught.value.remedy
