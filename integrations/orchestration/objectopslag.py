"""A prefix in a bucket that speaks S3 (AWS, MinIO, Ceph), over Airflow's own hook and its connection form.

An object is there as a whole or not at all, so there is nothing to wait for. Moving is copying and then deleting; both
ask for the object that was read, by its ETag, so that what was put in its place in the meantime stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from botocore.exceptions import ClientError

from integrations.orchestration.ophalen import BestandVeranderdError, Vondst

GONE = {"NoSuchKey", "404", "NotFound"}
CHANGED = {"PreconditionFailed", "412", "ConditionalRequestConflict"}


def open_objectopslag(conn_id: str, bucket: str, prefix: str) -> "Objectopslag":
    """The objects below ``prefix`` in ``bucket``; ``endpoint_url`` in the connection names a store of your own."""
    return Objectopslag(S3Hook(aws_conn_id=conn_id).get_conn(), bucket, prefix)


class Objectopslag:
    """A prefix with everything below it."""

    kanaal = "objectopslag"
    is_atomair = True

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client, self.bucket = client, bucket
        self.prefix = prefix and f"{prefix.strip('/')}/"

    def find(self) -> Iterator[Vondst]:
        """Every object; what ends with a slash is a folder that some tools make."""
        for page in self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix
        ):
            for found in page.get("Contents", ()):
                pad = found["Key"].removeprefix(self.prefix)
                if pad and not pad.endswith("/"):
                    yield Vondst(pad, found["Size"], found["ETag"])

    def read(self, vondst: Vondst) -> bytes:
        """The bytes of an object."""
        with _explained():
            answer = self.client.get_object(Bucket=self.bucket, Key=self._key(vondst), IfMatch=vondst.stempel)
            inhoud: bytes = answer["Body"].read(vondst.grootte_bytes + 1)
        if len(inhoud) != vondst.grootte_bytes:
            raise BestandVeranderdError
        return inhoud

    def set_aside(self, vondst: Vondst, doel: str) -> None:
        """Copy, then delete; a copy that is there already has the same bytes, since its name holds their hash."""
        try:
            with _explained():
                self.client.copy_object(
                    Bucket=self.bucket,
                    Key=f"{self.prefix}{doel}",
                    CopySource={"Bucket": self.bucket, "Key": self._key(vondst)},
                    CopySourceIfMatch=vondst.stempel,
                )
        except FileNotFoundError:
            return
        self.delete(vondst)

    def delete(self, vondst: Vondst) -> None:
        """Delete an object that is still the one that was read."""
        try:
            with _explained():
                self.client.head_object(Bucket=self.bucket, Key=self._key(vondst), IfMatch=vondst.stempel)
                self.client.delete_object(Bucket=self.bucket, Key=self._key(vondst))
        except FileNotFoundError:
            return

    def _key(self, vondst: Vondst) -> str:
        return f"{self.prefix}{vondst.pad}"


@contextmanager
def _explained() -> Iterator[None]:
    """What the store says about one object, as the errors that are known here; the rest goes on."""
    try:
        yield
    except ClientError as err:
        code = str(err.response.get("Error", {}).get("Code", ""))
        if code in GONE:
            raise FileNotFoundError from None
        if code in CHANGED:
            raise BestandVeranderdError from None
        if code in ("AccessDenied", "403"):
            raise PermissionError from None
        raise
