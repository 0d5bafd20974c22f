"""A worker in a process of its own: ``python -m tests.integration.inbox.werker URL-OR-FOLDER KEY [vast]``.

A folder means the embedded database in it, which this process starts when nobody did. Prints one line when its first message is done, and its counts at the end. With ``vast`` it stops for ever inside
its first message, holding the claim, and says so.
"""

import json
import sys
import time
from pathlib import Path

from pydantic import SecretStr

from integrations.database import open_database
from integrations.inbox import afhandeling, verwerking
from integrations.settings import Settings


def hang(inhoud: bytes, *rest: object) -> None:
    print("vast", flush=True)
    time.sleep(300)


def main(place: str, key: str, *options: str) -> None:
    if "vast" in options:
        afhandeling.read_bericht = hang  # type: ignore[assignment]
        verwerking.THREADS = 1
    url = None if place.startswith("/") else SecretStr(place)
    with open_database(Settings(data_dir=Path(place), database_url=url)) as engine:
        done = verwerking.process(engine, key.encode(), progress=tell_first)
    print(json.dumps(done.telling()))


def tell_first(done: int, total: int) -> None:
    if done == 1:
        print("bezig", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
