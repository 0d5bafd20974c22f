"""Settings: read from the environment once, frozen, handed to whoever needs them."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from integrations.errors import ConfigurationError

MIN_KEY_LENGTH = 32


class Settings(BaseSettings):
    """All settings, from environment variables with the prefix ``JEUGDKOPPEL_``; an empty one counts as absent.

    ``database_url`` absent means the embedded PostgreSQL in ``data_dir/postgres``.
    ``pseudonym_key`` is at least 32 characters; without it no message can be processed.
    ``ijw_xsd`` is a folder with the schema files of the standard itself; absent means that ours judge.
    ``ggk_token`` is the secret that senders to the endpoint of GGK show; ``airflow_*`` is whom the endpoint warns.
    ``sftp_*`` and ``s3_*`` name a connection of Airflow and a place there to fetch from; ``fetched`` is what then
    happens to a file there.
    """

    model_config = SettingsConfigDict(
        env_prefix="JEUGDKOPPEL_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: Path = Path("var")
    database_url: SecretStr | None = None
    inbox: Path | None = None
    ijw_xsd: Path | None = None
    pseudonym_key: SecretStr | None = None
    ggk_token: SecretStr | None = None
    airflow_url: str | None = None
    airflow_user: str = "deurbel"
    airflow_password: SecretStr | None = None
    sftp_conn_id: str | None = None
    sftp_folder: str = "."
    s3_conn_id: str | None = None
    s3_bucket: str | None = None
    s3_prefix: str = ""
    fetched: Literal["move", "delete"] = "move"
    cbs_base_url: str = "https://opendata.cbs.nl/ODataFeed/odata"

    @property
    def inbox_dir(self) -> Path:
        """The folder in which messages arrive; ``data_dir/inbox`` unless set."""
        return self.inbox or self.data_dir / "inbox"

    def require_pseudonym_key(self) -> bytes:
        """The key of the client pseudonym as bytes.

        Raises:
            ConfigurationError: the key is absent or shorter than 32 characters.
        """
        key = self.pseudonym_key.get_secret_value() if self.pseudonym_key else ""
        if len(key) < MIN_KEY_LENGTH:
            raise ConfigurationError(
                f"JEUGDKOPPEL_PSEUDONYM_KEY ontbreekt of is korter dan {MIN_KEY_LENGTH} tekens.",
                "maak één keer een sleutel met `openssl rand -hex 32`, bewaar hem buiten de database "
                "en zet hem in de omgeving; zonder dezelfde sleutel is geen enkele jeugdige terug te vinden.",
            )
        return key.encode()
