"""From a municipality's product code to one zorgcategorie and one hulpvorm, and who decided."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from integrations.sqlfiles import run_sql

KOPPEL = "SELECT * FROM mapping.koppel(%(gemeente)s, %(categorie)s, %(code)s, %(peildatum)s, %(as_of)s)"


@dataclass(frozen=True)
class Resolutie:
    """What a product means on a day.

    ``pad`` is the level that decided: gemeente, regio, landelijk, productcategorie or 'niet gekoppeld'. In that
    last case the other three are None; ``hulpvorm`` is also None where BIJ has none for the zorgcategorie.
    """

    zorgcategorie: str | None
    hulpvorm: str | None
    pad: str
    koppeling_id: int | None


def resolve(
    conn: Connection,
    gemeente_code: str,
    product_categorie: str | None,
    product_code: str | None,
    peildatum: date,
    as_of: datetime,
) -> Resolutie:
    """Resolve one product on ``peildatum`` by what was known at ``as_of`` (with time zone), by ``mapping.koppel``.

    For many, join that function LATERAL to distinct combinations. Category and code may be absent, as they are in an aspecific or generic allocation.
    """
    params = {
        "gemeente": gemeente_code,
        "categorie": product_categorie,
        "code": product_code,
        "peildatum": peildatum,
        "as_of": as_of,
    }
    row = run_sql(conn, KOPPEL, params).one()
    return Resolutie(row.zorgcategorie, row.hulpvorm, row.pad, row.koppeling_id)
