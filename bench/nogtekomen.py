"""``python -m bench nogtekomen``: how far past estimates of what was still to come were off, over synthetic worlds.

The truth of a world says which line arrived when. For each of a year of month ends the triangle is cut to what had been
received by then, the estimate is made as a release would, and set beside what came in until the end of the world; every
month end lies a year or more before that. The naive way beside it carries forward: a month of which nothing can have
come gets what is known of the month before it, older months count as complete.

``--schrijf docs/nog-te-komen.md`` puts the tables there. A rejected line is left out from the start, also
when its answer came after the month end (some 1% of the lines).
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow.parquet import read_table
from rich.console import Console

from integrations.orchestration.score_verslag import write_block
from integrations.publicatie.nogtekomen import AMSTERDAM, cut, estimate
from integrations.wereld import generate
from mappings.loader import read_gemeenten, read_zorgcategorieen

SEEDS = (5, 6, 7)
GEMEENTEN, JEUGDIGEN = 8, 3_000
VAN, TOT = "2022-01", "2026-06"
EERSTE_MOMENT, MOMENTEN = "2024-08", 12
TERUG = 12
"""Months of care that count at each moment, the youngest first."""
VIER_VAN_VIJF = 1.2816
CEL = ["gemeente_code", "zorgcategorie", "maand"]
BEDRAGEN = ["geschat", "naief", "werkelijk", "variantie", "patroon"]
LEEFTIJDEN = (("youngest", 0, 0), ("one older", 1, 1), ("older", 2, TERUG - 1), ("all", 0, TERUG - 1))


def main(argv: Sequence[str] | None = None) -> None:
    """Make the worlds, look back, and print the tables."""
    arguments = _parse(argv)
    console = Console(width=130)
    per_wereld = {}
    for seed in arguments.seeds:
        console.print(f"world {seed} …")
        with tempfile.TemporaryDirectory(prefix="jk-bench-") as tijdelijk:
            driehoek = make_world(Path(tijdelijk) / "wereld", seed)
        per_wereld[f"{seed} ({len(driehoek):,} lines)"] = look_back(
            driehoek, month_ends(EERSTE_MOMENT, MOMENTEN)
        )
    tekst = as_markdown(per_wereld)
    console.print(tekst, markup=False)
    if arguments.schrijf:
        write_block(arguments.schrijf, "terugblik", tekst)


def make_world(
    out: Path, seed: int, *, gemeenten: int = GEMEENTEN, jeugdigen: int = JEUGDIGEN
) -> pd.DataFrame:
    """A world in ``out``; returns its triangle, by its truth: each line on the day on which its message arrived."""
    lijst = read_gemeenten()
    generate(
        out,
        gemeenten=gemeenten,
        jeugdigen=jeugdigen,
        van=VAN,
        tot=TOT,
        seed=seed,
        gemeentelijst=lijst,
        zorgcategorieen=read_zorgcategorieen(),
        processen=1,
    )
    regels, berichten = (
        read_table(out / "waarheid" / naam).to_pandas() for naam in ("prestaties", "berichten")
    )
    regels = regels[regels["lot"] != "afgewezen"].merge(berichten[["bestand", "ontvangen_op"]], on="bestand")
    ontvangen = regels["ontvangen_op"].dt.tz_convert("Europe/Amsterdam").dt.tz_localize(None)
    return pd.DataFrame(
        {
            "gemeente_code": regels["gemeente_code"],
            "regio_code": regels["gemeente_code"].map({g["gemeente_code"]: g["regio_code"] for g in lijst}),
            "zorgcategorie": regels["zorgcategorie_boek"].fillna("niet gekoppeld"),
            "maand": pd.to_datetime(regels["maand"]),
            "ontvangen_datum": ontvangen.dt.normalize(),
            "regels": 1,
            "cent": regels["saldo_cent"],
        }
    )


def month_ends(eerste: str, aantal: int) -> list[datetime]:
    """Midnights, by Dutch time, at which a month ends, from that at which ``eerste`` (``2024-08``) begins."""
    return [
        datetime(period.year, period.month, 1, tzinfo=AMSTERDAM)
        for period in pd.period_range(eerste, periods=aantal, freq="M")
    ]


def look_back(driehoek: pd.DataFrame, momenten: Sequence[datetime]) -> pd.DataFrame:
    """Per moment, cell and month of care, in cents: estimated, naive and real amount still to come, and the spread."""
    return pd.concat([_look_back_at(driehoek, moment) for moment in momenten], ignore_index=True)


def _look_back_at(driehoek: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    vanaf = pd.Period(f"{moment:%Y-%m}", "M")
    geschat = estimate(cut(driehoek, moment))
    geschat["maand"] = [(vanaf - 1 - leeftijd).to_timestamp() for leeftijd in geschat["leeftijd"]]
    einde = driehoek.groupby(CEL, as_index=False)["cent"].sum()
    einde = einde[einde["maand"] < vanaf.to_timestamp()]
    cellen = geschat.merge(einde, how="outer", on=CEL).fillna(
        {"cent": 0}
    )  # a cell may not have been seen yet
    getallen = cellen.select_dtypes("number").columns
    cellen[getallen] = cellen[getallen].fillna(0)
    maand = cellen["maand"].dt
    cellen["leeftijd"] = (vanaf.year - maand.year) * 12 + vanaf.month - 1 - maand.month
    bekend = cellen.set_index(["gemeente_code", "zorgcategorie", "leeftijd"])["bekend_cent"]
    vorige = pd.MultiIndex.from_arrays(
        [cellen["gemeente_code"], cellen["zorgcategorie"], cellen["leeftijd"] + 1]
    )
    cellen["naief"] = np.where(
        cellen["leeftijd"] == 0, bekend.reindex(vorige, fill_value=0).to_numpy() - cellen["bekend_cent"], 0
    )
    cellen["geschat"], cellen["patroon"] = cellen["nog_te_komen_cent"], cellen["patroon_cent"]
    cellen["werkelijk"] = cellen["cent"] - cellen["bekend_cent"]
    cellen["variantie"] = cellen["toeval_cent"] ** 2
    cellen["moment"] = moment
    return cellen.loc[cellen["leeftijd"] < TERUG, ["moment", *CEL, "leeftijd", *BEDRAGEN]]


def score(terugblik: pd.DataFrame, per: Sequence[str]) -> dict[str, float]:
    """Errors of sums over ``per``: of the estimate and the naive one, as a share of what came; bias; coverage."""
    som = terugblik.groupby(list(per))[BEDRAGEN].sum()
    kwam = som["werkelijk"].abs().sum()
    marge = VIER_VAN_VIJF * np.sqrt(som["variantie"] + som["patroon"] ** 2)
    afwijking = som["geschat"] - som["werkelijk"]
    return {
        "kwam": kwam / 100,
        "fout": afwijking.abs().sum() / kwam,
        "fout naief": (som["naief"] - som["werkelijk"]).abs().sum() / kwam,
        "scheefte": afwijking.sum() / kwam,
        "scheefte naief": (som["naief"] - som["werkelijk"]).sum() / kwam,
        "binnen": float((afwijking.abs() <= marge).mean()),
    }


def as_markdown(per_wereld: dict[str, pd.DataFrame]) -> str:
    """The tables: by age of the month of care over all worlds, and by world."""
    alles = pd.concat([frame.assign(wereld=naam) for naam, frame in per_wereld.items()])
    return "\n".join([*_by_age(alles), "", *_by_world(alles)])


def _by_age(alles: pd.DataFrame) -> Iterator[str]:
    yield "| sums per | month of care | came, euro | error | naive | bias | naive | within the margin |"
    yield "|---|---|---|---|---|---|---|---|"
    niveaus = (
        ("municipality, category and month", ["wereld", "moment", *CEL]),
        ("municipality and month", ["wereld", "moment", "gemeente_code", "maand"]),
        ("world and moment", ["wereld", "moment"]),
    )
    for niveau, per in niveaus:
        for naam, van, tot in LEEFTIJDEN:
            yield _row(niveau, naam, score(alles[alles["leeftijd"].between(van, tot)], per))


def _by_world(alles: pd.DataFrame) -> Iterator[str]:
    yield "| world | sums per | came, euro | error | naive | bias | naive | within the margin |"
    yield "|---|---|---|---|---|---|---|---|"
    for naam, wereld in alles.groupby("wereld"):
        yield _row(str(naam), "municipality and month", score(wereld, ["moment", "gemeente_code", "maand"]))
        yield _row(str(naam), "moment", score(wereld, ["moment"]))


def _row(eerste: str, tweede: str, uitslag: dict[str, float]) -> str:
    return (
        f"| {eerste} | {tweede} | {uitslag['kwam']:,.0f} | {uitslag['fout']:.1%} | {uitslag['fout naief']:.1%} | "
        f"{uitslag['scheefte']:+.1%} | {uitslag['scheefte naief']:+.1%} | {uitslag['binnen']:.0%} |"
    )


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench nogtekomen", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), help="a world for each")
    parser.add_argument("--schrijf", type=Path, help="the document that gets the tables")
    return parser.parse_args(argv)
