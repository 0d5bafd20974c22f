"""``make world-score``: how much of what was put into a synthetic world the rules find, and what they find beside it.

A world is made, taken through reception, processing, rules, marts and checks on a database of its own, and compared
with its truth; how, says ``score_vergelijking``.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import SecretStr
from rich.console import Console

from integrations.database import open_database
from integrations.errors import JeugdkoppelError
from integrations.orchestration.demo import load_books_and_cbs
from integrations.orchestration.score_vergelijking import (
    AL_BEKEND,
    Bevinding,
    Fout,
    Plek,
    Score,
    compare,
    read_dekking,
)
from integrations.orchestration.score_verslag import (
    as_markdown,
    causes_as_markdown,
    distributions_as_markdown,
    show,
    write_block,
)
from integrations.orchestration.taken import load_reference_data, prepare_release
from integrations.scherm import progress_bar
from integrations.settings import Settings
from integrations.sqlfiles import read_sql, run_sql
from integrations.wereld import generate
from integrations.wereld.kalender import add_months, month_end, parse_maand
from integrations.wereld.plaatje import compare_distributions, draw_distributions
from integrations.wereld.processen import count_processen
from integrations.wereld.waarheidlezer import read_rijen

REGELS_PER_JEUGDIGE = 9.4
JEUGDIGEN_PER_GEMEENTE = 250
JEUGDIGEN_PER_PROCES = 4_000
TABLE_WIDTH = 110
KEY = SecretStr("uitsluitend-voor-een-verzonnen-wereld")


def make_world(folder: Path, regels: int, seed: int) -> None:
    """A world of some ``regels`` declaration lines over eighteen months."""
    from mappings.loader import read_gemeenten, read_zorgcategorieen

    jeugdigen = max(20, round(regels / REGELS_PER_JEUGDIGE))
    lijst = read_gemeenten()
    with progress_bar("Wereld maken", silent=False) as step:
        generate(
            folder,
            gemeenten=min(len(lijst), max(2, jeugdigen // JEUGDIGEN_PER_GEMEENTE)),
            jeugdigen=jeugdigen,
            seed=seed,
            gemeentelijst=lijst,
            zorgcategorieen=read_zorgcategorieen(),
            processen=count_processen(None) if jeugdigen > JEUGDIGEN_PER_PROCES else 1,
            progress=step,
        )


def load_world(engine: sa.Engine, wereld: Path) -> None:
    """Product books, CBS and messages of a world, through the real road up to a release.

    Judged at the end of the world, not now: what would have been sent after it cannot be missed in it.
    """
    from integrations.inbox.landing import receive_paths
    from integrations.inbox.verwerking import process
    from quality.berichtregels import make_berichtregels

    load_reference_data(engine)
    load_books_and_cbs(engine, wereld)
    einde = read_einde(wereld)
    with progress_bar("Ontvangen", silent=False) as step:
        tijden = read_aankomst(wereld, einde)
        receive_paths(engine, [wereld / "berichten"], "opdrachtregel", einde, step, tijden)
    with progress_bar("Verwerken", silent=False) as step:
        process(engine, KEY.get_secret_value().encode(), progress=step, beoordeel=make_berichtregels())
    prepare_release(engine, einde)


def read_aankomst(wereld: Path, einde: datetime) -> dict[str, datetime]:
    """File → moment of arrival. What is still under way when the world ends arrives at that moment: a rule cannot miss
    what it has not been sent.
    """
    rijen = read_rijen(wereld / "waarheid", "berichten", ("bestand", "ontvangen_op"))
    return {bestand: min(moment, einde) for bestand, moment in rijen}


def read_looptijd(wereld: Path) -> tuple[date, date]:
    """The first and the last day of the care in a world."""
    inhoud = json.loads((wereld / "waarheid" / "samenvatting.json").read_text(encoding="utf-8"))
    return parse_maand(inhoud["van"]), month_end(parse_maand(inhoud["tot"]))


def read_einde(wereld: Path) -> datetime:
    """The moment at which a world ends: its last month has been declared and answered."""
    laatste = read_looptijd(wereld)[1].replace(day=1)
    return datetime.combine(add_months(laatste, 2), time(12), UTC)


def read_score(engine: sa.Engine, wereld: Path) -> Score:
    """The score of a world that has been loaded."""
    waarheid = wereld / "waarheid"
    kolommen = ("soort", "bestand", "regelnummer", "regel_id", "is_afgewezen", "traject_id")
    fouten = [
        Fout(soort, bestand or "", regelnummer, regel_id or "", bool(is_afgewezen), traject_id or "")
        for soort, bestand, regelnummer, regel_id, is_afgewezen, traject_id in read_rijen(
            waarheid, "storingen", kolommen
        )
    ]
    with engine.connect() as conn:
        statement = read_sql(__package__, "sql/score_bevindingen.sql")
        bevindingen = [Bevinding(**rij) for rij in run_sql(conn, statement).mappings()]
        ontvangen = set(run_sql(conn, "SELECT bestandsnaam FROM landing.bericht").scalars())
        bestaande = set(run_sql(conn, "SELECT regel_id FROM quality.regel").scalars()) | {AL_BEKEND}
        regels = run_sql(conn, "SELECT count(*) FROM core.prestatie").scalar_one()
        statement = read_sql(__package__, "sql/score_controles.sql")
        controles = [dict(rij) for rij in run_sql(conn, statement).mappings()]
    bestanden = {bestand for (bestand,) in read_rijen(waarheid, "berichten", ("bestand",))}
    bevindingen += [Bevinding(AL_BEKEND, bestand, None, "info") for bestand in bestanden - ontvangen]
    soorten, regelscores = compare(fouten, bevindingen, bestaande, read_dekking(), read_regels_van(waarheid))
    return Score(int(regels), len(ontvangen), soorten, regelscores, controles)


def read_regels_van(waarheid: Path) -> dict[str, list[Plek]]:
    """Care → its declaration lines, each by file and number."""
    regels: dict[str, list[Plek]] = defaultdict(list)
    for traject_id, *plek in read_rijen(waarheid, "prestaties", ("traject_id", "bestand", "regelnummer")):
        regels[traject_id].append((plek[0], plek[1]))
    return regels


def run_score(folder: Path, wereld: Path) -> Score:
    """Load ``wereld`` into a new database in ``folder`` and score it."""
    settings = Settings(data_dir=folder, database_url=None, pseudonym_key=KEY)
    with open_database(settings) as engine:
        load_world(engine, wereld)
        return read_score(engine, wereld)


def write_docs(docs: Path, score: Score, wereld: Path) -> None:
    """Bring ``docs/wereldscore.md`` and its picture up to date: score, distributions and causes."""
    aandelen = compare_distributions(wereld / "waarheid", *read_looptijd(wereld))
    draw_distributions(docs / "img" / "wereld-verdeling.svg", aandelen)
    write_block(docs / "wereldscore.md", "score", as_markdown(score))
    write_block(docs / "wereldscore.md", "verdeling", distributions_as_markdown(aandelen))
    write_block(docs / "wereldscore.md", "oorzaken", causes_as_markdown(wereld / "waarheid"))


def main(argv: Sequence[str] | None = None) -> None:
    """Entry point of ``python -m integrations.orchestration.score``."""
    arguments = _parse(argv)
    place: Any = (
        nullcontext(arguments.map) if arguments.map else tempfile.TemporaryDirectory(prefix="jeugdkoppel-")
    )
    try:
        with place as folder:
            wereld = arguments.wereld or Path(folder) / "wereld"
            if not arguments.wereld:
                make_world(wereld, arguments.regels, arguments.seed)
            score = run_score(Path(folder), wereld)
            if arguments.schrijf:
                write_docs(arguments.schrijf, score, wereld)
    except JeugdkoppelError as problem:
        Console(stderr=True).print(f"Fout: {problem.message}\nWat te doen: {problem.remedy}", highlight=False)
        raise SystemExit(1) from None
    if arguments.as_json:
        sys.stdout.write(json.dumps(score.as_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        show(score, Console(width=max(Console().width, TABLE_WIDTH)))


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Wat vinden de regels van wat in een wereld is ingebouwd?")
    parser.add_argument("--regels", type=int, default=20_000, help="ongeveer hoeveel declaratieregels")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--wereld", type=Path, help="een bestaande wereld in plaats van een nieuwe")
    parser.add_argument("--map", type=Path, help="lege map voor wereld en database; zonder: een tijdelijke")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument(
        "--schrijf", type=Path, metavar="DOCS", help="werk wereldscore.md en haar plaatje bij"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    main()
