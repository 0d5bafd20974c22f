"""``python -m tests.fuzz DOEL MAP [--seconden N]``: fuzz one target; needs atheris (see CONTRIBUTING).

MAP keeps the corpus and, under ``bevindingen/``, one input for each promise that broke. A finding does not end the
run; the last line counts what was done.
"""

import argparse
import hashlib
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["integrations", "zipfile"]):
    from tests.fuzz.eisen import DOELEN, check_op_tijd

from tests.conftest import ROOT
from tests.fuzz.bundels import mutate_bundel
from tests.fuzz.mutatie import cross, mutate
from tests.unit.ggk.ggk_hulp import make_request

MAX_LEN = 64 * 1024


def _berichten() -> Iterator[bytes]:
    """The golden messages, and what the fuzzer found before."""
    for case in sorted((ROOT / "tests" / "golden" / "ijw").glob("*/bericht.xml")):
        yield case.read_bytes()
    yield from _gevonden()


def _gevonden() -> Iterator[bytes]:
    for found in sorted((ROOT / "tests" / "golden" / "gefuzzd").glob("*.bin")):
        yield found.read_bytes()


def _enveloppen() -> Iterator[bytes]:
    for soort in ("Di01", "Du01"):
        yield make_request(soort=soort)
        yield make_request(b"x" * 300, soort=soort, zender="999900006")
    yield from _gevonden()


SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "lezen": _berichten,
    "groot": _berichten,
    "bundel": _gevonden,
    "envelop": _enveloppen,
}


class Loop:
    """Runs one target and writes down what it finds, once for each kind."""

    def __init__(self, doel: str, folder: Path) -> None:
        self.doel, self.check = doel, DOELEN[doel]
        self.folder = folder / "bevindingen"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.seen: dict[str, int] = {}
        self.runs = 0
        self.started = time.monotonic()

    def one(self, inhoud: bytes) -> None:
        self.runs += 1
        try:
            check_op_tijd(self.check, inhoud)
        except Exception as err:
            self.keep(inhoud, err)
        if self.runs % 2_000 == 0:
            self.report()

    def keep(self, inhoud: bytes, err: Exception) -> None:
        place = traceback.extract_tb(err.__traceback__)[-1]
        kind = f"{type(err).__name__} {err.args[:1]} {Path(place.filename).name}:{place.lineno}"
        self.seen[kind] = self.seen.get(kind, 0) + 1
        name = f"{self.doel}-{hashlib.sha256(kind.encode()).hexdigest()[:10]}"
        known = self.folder / name
        if not known.exists() or len(inhoud) < known.stat().st_size:
            known.write_bytes(inhoud)
            (self.folder / f"{name}.txt").write_text(f"{kind}\n{err!r}\n{traceback.format_exc()}")

    def report(self) -> None:
        line = {"doel": self.doel, "runs": self.runs, "seconden": round(time.monotonic() - self.started),
                "cpu_seconden": round(time.process_time())}  # fmt: skip
        (self.folder.parent / f"stand-{self.doel}.json").write_text(
            json.dumps({**line, "bevindingen": self.seen})
        )


def main() -> None:
    """Run libFuzzer over one target for a number of seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("doel", choices=sorted(DOELEN))
    parser.add_argument("map", type=Path)
    parser.add_argument("--seconden", type=int, default=600)
    args = parser.parse_args()
    corpus = args.map / f"corpus-{args.doel}"
    corpus.mkdir(parents=True, exist_ok=True)
    for inhoud in SEEDS[args.doel]():
        (corpus / hashlib.sha256(inhoud).hexdigest()[:20]).write_bytes(inhoud)
    loop = Loop(args.doel, args.map)

    own = mutate_bundel if args.doel == "bundel" else mutate

    def mutator(data: bytes, max_size: int, seed: int) -> bytes:
        return (seed % 5 and own(data, max_size, seed)) or atheris.Mutate(data, max_size)

    def crossover(een: bytes, ander: bytes, max_size: int, seed: int) -> bytes:
        return cross(een, ander, max_size, seed) or een[:max_size]

    options = [sys.argv[0], str(corpus), f"-max_total_time={args.seconden}", f"-max_len={MAX_LEN}", "-timeout=60",
               "-rss_limit_mb=3000", "-print_final_stats=1", "-reload=0", f"-artifact_prefix={args.map}/"]  # fmt: skip
    atheris.Setup(options, loop.one, custom_mutator=mutator, custom_crossover=crossover)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
