"""The figures of the report and of the workbook's first sheet: sums over the published tables, nothing else."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from integrations.publicatie.tabellen import Levering, Rij

MAX_MAANDEN = 18
MAX_CODES = 10
VIER_VAN_VIJF = Decimal("1.2816")
"""Standard deviations within which four in five lie, of a normal distribution; as in publish.nog_te_komen_v1."""
NIET_GEKOPPELD = "niet gekoppeld"
UITSLAGEN = ("voldoet niet", "niet uitvoerbaar", "overgeslagen", "voldoet", "niet van toepassing")
PADEN = ("gemeente", "regio", "landelijk", "productcategorie", NIET_GEKOPPELD)


@dataclass(frozen=True)
class Bedragen:
    """Sums over declaration lines, in euros; each is summed on its own from the published rows."""

    regels: int = 0
    gedeclareerd: Decimal = Decimal(0)
    afgewezen: Decimal = Decimal(0)
    aangehouden: Decimal = Decimal(0)
    gepubliceerd: Decimal = Decimal(0)

    @property
    def goedgekeurd(self) -> Decimal:
        return self.gedeclareerd - self.afgewezen

    @property
    def verschil(self) -> Decimal:
        """What declared is more than published, rejected and held back together; nought when the money adds up."""
        return self.gedeclareerd - self.gepubliceerd - self.afgewezen - self.aangehouden

    @classmethod
    def of(cls, rows: Iterable[Rij]) -> "Bedragen":
        rows = list(rows)
        money = ("gedeclareerd", "afgewezen", "aangehouden", "gepubliceerd")
        sums = {name: sum((row[f"{name}_euro"] for row in rows), Decimal(0)) for name in money}
        return cls(regels=sum(row["regels"] for row in rows), **sums)


@dataclass(frozen=True)
class Maandcijfers:
    """One month; the counts of youths are None in a month without anyone in care."""

    maand: date
    bedragen: Bedragen
    jeugdigen: int | None
    instroom: int | None
    uitstroom: int | None


@dataclass(frozen=True)
class Categoriecijfers:
    """One zorgcategorie: money over all months, youths in the reference month."""

    code: str
    naam: str
    bedragen: Bedragen
    jeugdigen: int | None
    instroom: int | None
    doorstroom: int | None
    uitstroom: int | None


@dataclass(frozen=True)
class Aansluiting:
    """The newest half-year with figures of CBS; ``binnen`` of the ``vergelijkbaar`` cells lie within its rounding."""

    jaar: int
    halfjaar: int
    rijen: list[Rij]
    vergelijkbaar: int
    binnen: int

    @property
    def naam(self) -> str:
        return f"{'eerste' if self.halfjaar == 1 else 'tweede'} halfjaar van {self.jaar}"


@dataclass(frozen=True)
class NogTeKomen:
    """What is still to come over all months, with its margin; of the youngest months a row each, the oldest first."""

    bedrag: Decimal
    ondergrens: Decimal
    bovengrens: Decimal
    maanden: list[Rij]


@dataclass(frozen=True)
class Cijfers:
    """Everything the reader is told, computed once."""

    bedragen: Bedragen
    maanden: list[Maandcijfers]
    eerder: Bedragen
    categorieen: list[Categoriecijfers]
    peilmaand: Maandcijfers | None
    paden: list[Rij]
    aandeel_regels: float | None
    aandeel_euro: float | None
    niet_gekoppeld: list[Rij]
    bevindingen: list[Rij]
    regels: list[Rij]
    uitslagen: Counter[str]
    aansluiting: Aansluiting | None
    laatste_declaraties: date | None
    nog_te_komen: NogTeKomen | None


def compute(levering: Levering) -> Cijfers:
    """All figures of one release."""
    costs, use = levering.rijen("kosten_v1"), levering.rijen("gebruik_totaal_v1")
    months = _months(costs, use)
    shown = months[-MAX_MAANDEN:]
    known = [month for month in months if month.jeugdigen is not None]
    reference = next(
        (month for month in reversed(known) if month.uitstroom is not None), known[-1] if known else None
    )
    paths = sorted(levering.rijen("koppeling_v1"), key=lambda row: PADEN.index(row["pad"]))
    unmapped = [row for row in levering.rijen("productcodes_v1") if row["pad"] == NIET_GEKOPPELD]
    received = [
        row["ontvangstmaand"]
        for row in levering.rijen("berichten_v1")
        if row["berichttype"] == "JW323" and row["berichtstatus"] == "verwerkt"
    ]
    return Cijfers(
        bedragen=Bedragen.of(costs),
        maanden=shown,
        eerder=Bedragen.of(row for row in costs if shown and row["maand"] < shown[0].maand),
        categorieen=_categories(costs, levering.rijen("gebruik_v1"), reference),
        peilmaand=reference,
        paden=paths,
        aandeel_regels=_mapped_share(paths, lambda row: Decimal(row["regels"])),
        aandeel_euro=_mapped_share(paths, lambda row: Decimal(row["gedeclareerd_euro"])),
        niet_gekoppeld=sorted(unmapped, key=lambda r: (-abs(r["gedeclareerd_euro"]), r["product_code"]))[
            :MAX_CODES
        ],
        bevindingen=sorted(
            levering.rijen("bevindingen_v1"),
            key=lambda r: (-(r["bedrag_euro"] or Decimal(0)), -r["bevindingen"], r["regel_id"]),
        ),
        regels=sorted(
            levering.rijen("kwaliteit_v1"), key=lambda r: (UITSLAGEN.index(r["status"]), r["regel_id"])
        ),
        uitslagen=Counter(row["status"] for row in levering.rijen("kwaliteit_v1")),
        aansluiting=_newest_half_year(levering.rijen("aansluiting_v1")),
        laatste_declaraties=max(received, default=None),
        nog_te_komen=_still_to_come(levering.rijen("nog_te_komen_totaal_v1")),
    )


def _still_to_come(rows: list[Rij]) -> NogTeKomen | None:
    """Chance adds up over months as squares, the pattern as it is; see the columns of the table."""
    if not rows:
        return None
    total = sum((row["nog_te_komen_totaal_euro"] for row in rows), Decimal(0))
    chance = sum((row["toeval_euro"] ** 2 for row in rows), Decimal(0))
    pattern = sum((row["patroon_euro"] for row in rows), Decimal(0))
    margin = VIER_VAN_VIJF * (chance + pattern**2).sqrt()
    months = sorted(rows, key=lambda row: row["maand"])[-MAX_MAANDEN:]
    return NogTeKomen(total, total - margin, total + margin, months)


def _months(costs: list[Rij], use: list[Rij]) -> list[Maandcijfers]:
    youths = {row["maand"]: row for row in use}
    return [
        Maandcijfers(
            maand=month,
            bedragen=Bedragen.of(row for row in costs if row["maand"] == month),
            jeugdigen=youths.get(month, {}).get("jeugdigen_totaal"),
            instroom=youths.get(month, {}).get("instroom_totaal"),
            uitstroom=youths.get(month, {}).get("uitstroom_totaal"),
        )
        for month in sorted({row["maand"] for row in costs} | set(youths))
    ]


def _categories(costs: list[Rij], use: list[Rij], reference: Maandcijfers | None) -> list[Categoriecijfers]:
    """Every category with money or youths, the largest amount first."""
    month = reference.maand if reference else None
    youths = {row["zorgcategorie"]: row for row in use if row["maand"] == month}
    names = {row["zorgcategorie"]: row["zorgcategorie_naam"] for row in [*costs, *use]}
    result = [
        Categoriecijfers(
            code=code,
            naam=name,
            bedragen=Bedragen.of(row for row in costs if row["zorgcategorie"] == code),
            **{
                key: youths.get(code, {}).get(key)
                for key in ("jeugdigen", "instroom", "doorstroom", "uitstroom")
            },
        )
        for code, name in names.items()
    ]
    return sorted(result, key=lambda c: (-c.bedragen.gepubliceerd, c.code))


def _mapped_share(paths: list[Rij], value: Callable[[Rij], Decimal]) -> float | None:
    """The share that has a meaning; None without lines, or where credits leave nothing to take a share of."""
    total = sum((value(row) for row in paths), Decimal(0))
    mapped = sum((value(row) for row in paths if row["pad"] != NIET_GEKOPPELD), Decimal(0))
    return float(mapped / total) if total > 0 and 0 <= mapped <= total else None


def _newest_half_year(rows: list[Rij]) -> Aansluiting | None:
    published = [
        (row["jaar"], row["halfjaar"])
        for row in rows
        if row["cbs_status"] and row["eigen_jeugdigen"] is not None
    ]
    if not published:
        return None
    jaar, halfjaar = max(published)
    chosen = [row for row in rows if (row["jaar"], row["halfjaar"]) == (jaar, halfjaar)]
    judged = [row["is_binnen_afronding"] for row in chosen if row["is_binnen_afronding"] is not None]
    return Aansluiting(jaar, halfjaar, chosen, len(judged), sum(judged))
