"""Check a release against its manifest: nothing missing, nothing changed, nothing extra."""

import hashlib
import json
from pathlib import Path, PurePath
from typing import Any

from integrations.publicatie.bestanden import MANIFEST


def verify(folder: Path) -> list[str]:
    """What is wrong with the release in ``folder``, in Dutch; empty when it is as it was written.

    A folder of releases (a week, or all weeks) is checked release by release. The manifest vouches for the files,
    not for itself: keep its fingerprint elsewhere where that matters.
    """
    if (folder / MANIFEST).is_file():
        return _verify_release(folder)
    releases = sorted(path.parent for path in folder.rglob(MANIFEST))
    if not releases:
        return [f"{folder}: er is geen {MANIFEST}; dit is geen publicatie, of zij is niet compleet."]
    return [
        f"{release.relative_to(folder)}: {problem}"
        for release in releases
        for problem in _verify_release(release)
    ]


def _verify_release(folder: Path) -> list[str]:
    try:
        listed = _read_manifest(folder / MANIFEST)
    except (ValueError, KeyError, TypeError):
        return [f"{MANIFEST} is beschadigd en niet te lezen."]
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {
        MANIFEST
    }
    problems = [f"{name} ontbreekt." for name in sorted(set(listed) - present)]
    problems += [f"{name} staat niet in het manifest." for name in sorted(present - set(listed))]
    problems += [
        f"{name} is gewijzigd."
        for name in sorted(present & set(listed))
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]
    ]
    return problems


def _read_manifest(path: Path) -> dict[str, str]:
    """File names and fingerprints; a name that is not a plain file name makes the manifest unusable."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    files = {str(file["naam"]): str(file["sha256"]) for file in data["bestanden"]}
    if any(PurePath(name).name != name for name in files):
        raise ValueError(path)
    return files
