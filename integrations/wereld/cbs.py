"""What CBS would have published about this world: table 85099NED in the shape of ``docs/cbs-momentopname.md``.

Counted from the truth, as providers would have delivered it: a youth counts once in each hulpvorm in which there was
care in the period, wijkteams included. Counts are rounded to fives; 0 to 7 youths are secret.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from integrations.wereld.inkoop import Gemeente
from integrations.wereld.kalender import add_months, month_end

TABEL = "85099NED"
TOPIC = "JongerenMetJeugdzorg_1"
NEDERLAND = "NL01"
TOTAAL = "00"
GEHEIM_TOT_EN_MET = 7
VORMEN = {
    TOTAAL: "JH 1 Totaal jeugdhulp",
    "01": "Uitgevoerd door het wijk- of buurtteam",
    "02": "Ambulante jeugdhulp op locatie van de aanbieder",
    "03": "Daghulp op locatie van de aanbieder",
    "04": "Jeugdhulp in het netwerk van de jeugdige",
    "11": "Pleegzorg",
    "12": "Gezinsgericht",
    "13": "Gesloten plaatsing",
    "14": "Jeugdhulp met ander verblijf",
}


class Jeugdtelling:
    """Counts youths per region, period and hulpvorm; only periods that the world covers entirely."""

    def __init__(self, van: date, tot: date) -> None:
        """``van`` and ``tot`` are the first and last day of the world."""
        self.perioden: dict[str, tuple[date, date]] = {}
        for jaar in range(van.year, tot.year + 1):
            for naam, begin, maanden in (("HJ01", 1, 6), ("HJ02", 7, 6), ("JJ00", 1, 12)):
                eerste = date(jaar, begin, 1)
                laatste = month_end(add_months(eerste, maanden - 1))
                if van <= eerste and laatste <= tot:
                    self.perioden[f"{jaar}{naam}"] = (eerste, laatste)
        self._jeugdigen: dict[tuple[str, str, str], set[int]] = {}

    def add(self, gemeente_code: str, hulpvorm: str | None, jeugdige: int, begin: date, einde: date) -> None:
        """Care of one youth from ``begin`` to ``einde``; care without a hulpvorm is no jeugdhulp and is not counted."""
        for periode, (eerste, laatste) in self.perioden.items():
            if hulpvorm and begin <= laatste and eerste <= einde:
                for regio in (f"GM{gemeente_code}", NEDERLAND):
                    for vorm in (hulpvorm, TOTAAL):
                        self._jeugdigen.setdefault((regio, periode, vorm), set()).add(jeugdige)

    def count(self, regio: str, periode: str, vorm: str) -> int:
        """Youths in this cell, exactly."""
        return len(self._jeugdigen.get((regio, periode, vorm), ()))

    def rows(self, gemeenten: Iterable[Gemeente]) -> Iterator[tuple[str, str, str, int, int | None]]:
        """For the truth: municipality, period, hulpvorm, youths, and the published count (None: secret)."""
        for gemeente in gemeenten:
            for periode in self.perioden:
                for vorm in VORMEN:
                    aantal = self.count(f"GM{gemeente.gemeente_code}", periode, vorm)
                    yield gemeente.gemeente_code, periode, vorm, aantal, published(aantal)


def published(aantal: int) -> int | None:
    """As CBS publishes a count: rounded to fives, None where it is secret."""
    return None if aantal <= GEHEIM_TOT_EN_MET else (aantal + 2) // 5 * 5


def write_snapshot(path: Path, telling: Jeugdtelling, gemeenten: Sequence[Gemeente], tot: date) -> None:
    """Write the snapshot that CBS publishes four months after ``tot``; keys carry trailing blanks as CBS's do."""
    gewijzigd = month_end(add_months(tot.replace(day=1), 4))
    waarnemingen: list[dict[str, Any]] = []
    redenen: dict[str, dict[str, str]] = {}
    for periode in telling.perioden:
        for regio in (NEDERLAND, *(f"GM{gemeente.gemeente_code}" for gemeente in gemeenten)):
            for vorm in VORMEN:
                aantal = published(telling.count(regio, periode, vorm))
                sleutel = {
                    "VormenVanJeugdzorg": f"SYN{vorm}   ",
                    "RegioS": f"{regio:<6}",
                    "Perioden": periode,
                }
                if aantal is None:
                    redenen[str(len(waarnemingen))] = {TOPIC: "."}
                waarnemingen.append({"ID": len(waarnemingen), **sleutel, TOPIC: aantal})
    inhoud = {
        "tabel": TABEL,
        "metadata": {
            "TableInfos": [
                {
                    "ID": 0,
                    "Title": "Kerncijfers over jeugdzorg (synthetisch)",
                    "Identifier": TABEL,
                    "Modified": f"{gewijzigd}T02:00:00",
                    "Frequency": "Perhalfjaar",
                    "OutputStatus": "Regulier",
                    "Language": "nl",
                }
            ],
            "DataProperties": _PROPERTIES,
            "VormenVanJeugdzorg": [_key(f"SYN{vorm}   ", titel) for vorm, titel in VORMEN.items()],
            "RegioS": [
                _key(f"{NEDERLAND:<6}", "Nederland"),
                *(_key(f"GM{g.gemeente_code}", g.gemeente_naam) for g in gemeenten),
            ],
            "Perioden": [_periode(periode, telling.perioden) for periode in telling.perioden],
        },
        "waarnemingen": waarnemingen,
        "redenen": redenen,
    }
    path.write_text(f"{json.dumps(inhoud, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


_PROPERTIES = [
    {
        "ID": 0,
        "Position": 0,
        "Type": "Dimension",
        "Key": "VormenVanJeugdzorg",
        "Title": "Vormen van jeugdzorg",
    },
    {"ID": 1, "Position": 1, "Type": "GeoDimension", "Key": "RegioS", "Title": "Regio's"},
    {"ID": 2, "Position": 2, "Type": "TimeDimension", "Key": "Perioden", "Title": "Perioden"},
    {
        "ID": 3,
        "Position": 3,
        "Type": "Topic",
        "Key": TOPIC,
        "Title": "Jongeren met jeugdzorg",
        "Datatype": "Long",
        "Unit": "aantal",
        "Decimals": 0,
    },
]


def _key(sleutel: str, titel: str) -> dict[str, str]:
    return {"Key": sleutel, "Title": titel, "Description": ""}


def _periode(periode: str, perioden: Iterable[str]) -> dict[str, str]:
    """The last year of the world is voorlopig, marked with a star; what is older is definitief."""
    jaar, soort = periode[:4], periode[4:]
    titel = {"HJ01": f"{jaar} 1e halfjaar", "HJ02": f"{jaar} 2e halfjaar", "JJ00": jaar}[soort]
    is_voorlopig = jaar == max(perioden)[:4]
    status = "Voorlopig" if is_voorlopig else "Definitief"
    return {**_key(periode, f"{titel}*" if is_voorlopig else titel), "Status": status}
