"""Numbers, money and dates as a Dutch reader expects them; independent of the machine's locale."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NIETS = "\N{EN DASH}"


def getal(value: int | Decimal | None, decimals: int = 0) -> str:
    """``1234567`` as ``1.234.567``; nothing as a dash."""
    if value is None:
        return NIETS
    text = f"{abs(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return MINUS + text if value < 0 and text.strip("0,.") else text


def euro(value: Decimal | None, decimals: int = 0) -> str:
    """``Decimal('1234.5')`` as ``€ 1.235`` or, with two decimals, ``€ 1.234,50``."""
    return NIETS if value is None else f"€{NBSP}{getal(value, decimals)}"


def euro_kort(value: Decimal) -> str:
    """An amount for an axis or a tile: ``€ 1,2 mln``, ``€ 340 dzd``, ``€ 950``."""
    size = abs(value)
    if size >= 999_500:
        return f"€{NBSP}{getal(value / 1_000_000, 1 if size < 99_950_000 else 0)}{NBSP}mln"
    return f"€{NBSP}{getal(value / 1000)}{NBSP}dzd" if size >= 9_995 else euro(value)


def procent(share: float | None, decimals: int = 1) -> str:
    """A share between 0 and 1 as ``95,3%``; rounding never makes a part into the whole or into nothing."""
    if share is None:
        return NIETS
    text = f"{share * 100:.{decimals}f}"
    if 0 < share < 1 and float(text) in (0.0, 100.0):
        smallest = 10.0**-decimals
        return f"{'>' if share > 0.5 else '<'}{NBSP}{_komma(100 - smallest if share > 0.5 else smallest, decimals)}%"
    return text.replace(".", ",").replace("-", MINUS) + "%"


def aandeel(value: Decimal | None) -> str:
    """``Decimal('12.5')``, already out of a hundred, as ``12,5%``."""
    return NIETS if value is None else f"{getal(value, 1)}%"


def _komma(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def maand(value: date) -> str:
    """``januari 2026``."""
    return f"{MAANDEN[value.month - 1]} {value.year}"


def maand_kort(value: date) -> str:
    """``jan 26``, for an axis."""
    return f"{MAANDEN[value.month - 1][:3].replace('maa', 'mrt')} {value.year % 100:02d}"


def datum(value: date) -> str:
    """``21 november 2026``."""
    return f"{value.day} {MAANDEN[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``21 november 2026, 05:00 uur`` by Dutch time."""
    local = value.astimezone(AMSTERDAM)
    return f"{datum(local)}, {local:%H:%M} uur"


def opsomming(parts: list[str]) -> str:
    """``a``, ``a en b``, ``a, b en c``."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
