"""A worker in a process of its own: ``python -m tests.integration.inbox.werker URL KEY [vast]``.

Prints one line when its first message is done, and its counts at the end. With ``vast`` it stops for ever inside
its first message, holding the claim, and says so.
"""

import json
import sys
import time

from integrations.database import make_engine
from integrations.inbox import verwerking


def hang(inhoud: bytes) -> None:
    print("vast", flush=True)
    time.sleep(300)


def main(url: str, key: str, *options: str) -> None:
    if "vast" in options:
        verwerking.read_bericht = hang  # type: ignore[assignment]

    def tell_first(done: int, total: int) -> None:
        if done == 1:
            print("bezig", flush=True)

    print(json.dumps(verwerking.process(make_engine(url), key.encode(), progress=tell_first).telling()))


if __name__ == "__main__":
    main(*sys.argv[1:])
