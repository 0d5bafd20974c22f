"""``python -m tests.tegenproef --regels 200000``: make a world of that size, take it the whole road, prove every table.

Prints a table of rows, cells and differences, and the first differences of each; exit 1 when there are any.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from integrations.database import embedded_server, ensure_database, make_engine, upgrade
from integrations.wereld import Storingen
from tests.tegenproef.proef import Proef
from tests.tegenproef.wereld import STAND, Opdracht, load_world, make_world

REGELS_PER_JEUGDIGE = 9
JEUGDIGEN_PER_GEMEENTE = 550
GETOOND = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tegenproef")
    parser.add_argument("--regels", type=int, default=5_000)
    parser.add_argument(
        "--map", type=Path, help="where the world and the database are kept; else thrown away"
    )
    opties = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tegenproef-") as tijdelijk:
        return prove(opties.map or Path(tijdelijk), opties.regels)


def prove(map_: Path, regels: int) -> int:
    jeugdigen = regels // REGELS_PER_JEUGDIGE
    wereld = map_ / "wereld"
    if not wereld.exists():
        make_world(wereld, Opdracht(max(4, jeugdigen // JEUGDIGEN_PER_GEMEENTE), jeugdigen), Storingen())
    fout = 0
    with embedded_server(map_) as template:
        engine = make_engine(ensure_database(template, "tegenproef"))
        upgrade(engine)
        load_world(engine, wereld)
        print(f"{'tabel':<20}{'rijen':>12}{'cellen':>14}{'verschillen':>14}")
        for uitkomst in Proef(engine, wereld, STAND).run():
            print(
                f"{uitkomst.tabel:<20}{uitkomst.rijen:>12,}{uitkomst.cellen:>14,}{len(uitkomst.verschillen):>14,}"
            )
            for verschil in uitkomst.verschillen[:GETOOND]:
                print(f"    {verschil}")
            fout += len(uitkomst.verschillen)
        engine.dispose()
    return int(fout > 0)


if __name__ == "__main__":
    sys.exit(main())
