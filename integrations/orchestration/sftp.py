"""A folder on an SFTP server, over Airflow's own hook: its connection form, keys and host key check."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import PurePosixPath

from airflow.providers.sftp.hooks.sftp import SFTPHook
from paramiko import SFTPAttributes, SFTPClient

from integrations.orchestration.ophalen import BestandVeranderdError, Vondst, is_finished_name

MAX_DEPTH = 8


@contextmanager
def open_sftp(conn_id: str, folder: str) -> Iterator["SftpMap"]:
    """The folder ``folder`` of the server behind the connection ``conn_id``; relative to where one arrives."""
    with SFTPHook(ssh_conn_id=conn_id).get_managed_conn() as client:
        yield SftpMap(client, folder)


class SftpMap:
    """A folder with everything below it; links are not followed."""

    kanaal = "sftp"
    is_atomair = False

    def __init__(self, client: SFTPClient, folder: str) -> None:
        self.client, self.folder = client, PurePosixPath(folder)

    def find(self) -> Iterator[Vondst]:
        """Every ordinary file."""
        yield from self._walk(PurePosixPath(), MAX_DEPTH)

    def _walk(self, below: PurePosixPath, depth: int) -> Iterator[Vondst]:
        for entry in self.client.listdir_attr(str(self.folder / below)):
            pad, mode = below / entry.filename, entry.st_mode or 0
            if stat.S_ISREG(mode):
                yield Vondst(str(pad), entry.st_size or 0, _stamp(entry))
            elif stat.S_ISDIR(mode) and depth and is_finished_name(str(pad / "x")):
                yield from self._walk(pad, depth - 1)

    def read(self, vondst: Vondst) -> bytes:
        """The bytes of a file."""
        self._require_unchanged(vondst)
        stream = BytesIO()
        self.client.getfo(self._path(vondst), stream, max_concurrent_prefetch_requests=64)
        if stream.tell() != vondst.grootte_bytes:
            raise BestandVeranderdError
        return stream.getvalue()

    def set_aside(self, vondst: Vondst, doel: str) -> None:
        """Move a file; a copy that is there already has the same bytes, since its name holds their hash."""
        target = self.folder / doel
        with suppress(FileNotFoundError):
            self._require_unchanged(vondst)
            self._make_folders(target.parent)
            try:
                self.client.rename(self._path(vondst), str(target))
            except FileNotFoundError:
                raise
            except OSError:
                if not self._exists(target):
                    raise
                self.client.remove(self._path(vondst))

    def delete(self, vondst: Vondst) -> None:
        """Delete a file."""
        with suppress(FileNotFoundError):
            self._require_unchanged(vondst)
            self.client.remove(self._path(vondst))

    def _require_unchanged(self, vondst: Vondst) -> None:
        if _stamp(self.client.lstat(self._path(vondst))) != vondst.stempel:
            raise BestandVeranderdError

    def _make_folders(self, folder: PurePosixPath) -> None:
        missing = []
        while not self._exists(folder):
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            self.client.mkdir(str(each))

    def _exists(self, path: PurePosixPath) -> bool:
        try:
            self.client.lstat(str(path))
        except FileNotFoundError:
            return False
        return True

    def _path(self, vondst: Vondst) -> str:
        return str(self.folder / vondst.pad)


def _stamp(found: SFTPAttributes) -> str:
    return f"{found.st_size}-{found.st_mtime}"
