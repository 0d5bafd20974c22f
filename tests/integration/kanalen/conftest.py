"""An SFTP server and an object store on real sockets, with the connections of Airflow that lead to them."""

import asyncio
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import boto3
import pytest
import sqlalchemy as sa
from moto.server import ThreadedMotoServer

import tests.airflow_home  # noqa: F401  before airflow is imported
from integrations.orchestration.objectopslag import open_objectopslag
from integrations.orchestration.ophalen import Bron
from integrations.orchestration.sftp import open_sftp

SFTP_CONN, S3_CONN, BUCKET = "jk_test_sftp", "jk_test_s3", "aanlevering"


@dataclass
class Plek:
    """A place elsewhere: how ours opens it, and how its owner writes and looks, past us. Paths are below the folder."""

    kanaal: str
    open: Callable[[], AbstractContextManager[Bron]]
    put: Callable[[str, bytes], None]
    files: Callable[[], dict[str, bytes]]
    settings: dict[str, str]


class _Server(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("aanbieder", "geheim")


@pytest.fixture(scope="session")
def sftp_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder behind an SFTP server that runs for the session."""
    root = tmp_path_factory.mktemp("sftp")
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> Any:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=_Server,
            server_host_keys=[key],
            sftp_factory=lambda chan: asyncssh.SFTPServer(chan, chroot=str(root)),
        )

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(30)
    connection = {
        "conn_type": "sftp",
        "host": "127.0.0.1",
        "port": server.get_port(),
        "login": "aanbieder",
        "password": "geheim",
        "extra": {"host_key": key.export_public_key().decode().strip()},
    }
    with environment(**{f"AIRFLOW_CONN_{SFTP_CONN.upper()}": json.dumps(connection)}):
        yield root
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    """The address of an object store that runs for the session."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    connection = {
        "conn_type": "aws",
        "login": "sleutel",
        "password": "geheim",
        "extra": {"endpoint_url": url, "region_name": "eu-west-1"},
    }
    with environment(**{f"AIRFLOW_CONN_{S3_CONN.upper()}": json.dumps(connection)}):
        yield url
    server.stop()


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Environment variables for as long as the block takes."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@pytest.fixture
def sftp(sftp_root: Path, tmp_path: Path) -> Plek:
    """A folder of its own on the SFTP server."""
    folder = sftp_root / tmp_path.name / "aanlevering"
    folder.mkdir(parents=True)

    def put(pad: str, inhoud: bytes) -> None:
        (folder / pad).parent.mkdir(parents=True, exist_ok=True)
        (folder / pad).write_bytes(inhoud)

    def files() -> dict[str, bytes]:
        return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}

    below = f"{tmp_path.name}/aanlevering"
    settings = {"JEUGDKOPPEL_SFTP_CONN_ID": SFTP_CONN, "JEUGDKOPPEL_SFTP_FOLDER": below}
    return Plek("sftp", lambda: open_sftp(SFTP_CONN, below), put, files, settings)


@pytest.fixture
def objectopslag(s3_url: str, tmp_path: Path) -> Plek:
    """A prefix of its own in a bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=s3_url,
        region_name="eu-west-1",
        aws_access_key_id="sleutel",
        aws_secret_access_key="geheim",  # noqa: S106
    )
    if BUCKET not in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    below = f"{tmp_path.name}/aanlevering"

    def put(pad: str, inhoud: bytes) -> None:
        client.put_object(Bucket=BUCKET, Key=f"{below}/{pad}", Body=inhoud)

    def files() -> dict[str, bytes]:
        found = client.list_objects_v2(Bucket=BUCKET, Prefix=f"{below}/").get("Contents", ())
        return {
            o["Key"].removeprefix(f"{below}/"): client.get_object(Bucket=BUCKET, Key=o["Key"])["Body"].read()
            for o in found
        }

    settings = {
        "JEUGDKOPPEL_S3_CONN_ID": S3_CONN,
        "JEUGDKOPPEL_S3_BUCKET": BUCKET,
        "JEUGDKOPPEL_S3_PREFIX": below,
    }
    return Plek(
        "objectopslag",
        lambda: nullcontext(open_objectopslag(S3_CONN, BUCKET, below)),
        put,
        files,
        settings,
    )


@pytest.fixture(params=["sftp", "objectopslag"])
def plek(request: pytest.FixtureRequest) -> Plek:
    """Both kinds of places in turn."""
    found: Plek = request.getfixturevalue(request.param)
    return found


def rows(engine: sa.Engine, sql: str) -> list[Any]:
    """All rows of a query."""
    with engine.connect() as conn:
        return list(conn.exec_driver_sql(sql))
