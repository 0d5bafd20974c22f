"""What the truth knows and messages do not say: meanings of codes, regions, sizes of providers."""

from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from tests.tegenproef.berichten import Bron

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
NIET_GEKOPPELD = "niet gekoppeld"


def read_crosswalk(naam: str) -> pd.DataFrame:
    """A crosswalk of ``mappings``: the data that the definitions name, codes as text."""
    return pd.read_csv(MAPPINGS / naam / f"{naam}.csv", dtype="str")


class Betekenis:
    """What a product means at a municipality on a day, by the books of the world.

    The first of municipality, region and country whose latest edition of the code, by its first day, names a
    zorgcategorie; else what the product category means, where it means one thing.
    """

    def __init__(self, bron: Bron) -> None:
        self._bron = bron
        codes = bron.waarheid("productcodes").sort_values("geldig_vanaf")
        self._boeken: dict[tuple[str, str, str], list[tuple[pd.Timestamp, str | None, str | None]]] = {}
        for rij in codes.itertuples():
            waarde = (rij.zorgcategorie, _leeg(rij.hulpvorm)) if rij.is_ingedeeld else (None, None)
            sleutel = (
                rij.code if isinstance(rij.code, str) and rij.code else "landelijk",
                rij.product_categorie,
                rij.product_code,
            )
            self._boeken.setdefault(sleutel, []).append((pd.Timestamp(rij.geldig_vanaf), *waarde))
        standaard = read_crosswalk("productcategorie__zorgcategorie")
        self._standaard = dict(zip(standaard["productcategorie"], standaard["zorgcategorie"], strict=True))
        vormen = read_crosswalk("zorgcategorie__hulpvorm")
        self._vormen = dict(zip(vormen["zorgcategorie"], map(_leeg, vormen["hulpvorm"]), strict=True))

    @cached_property
    def gemeenten(self) -> pd.DataFrame:
        return self._bron.waarheid("gemeenten").set_index("gemeente_code")

    @cached_property
    def klassen(self) -> dict[str, str]:
        aanbieders = pd.read_csv(self._bron.map_ / "aanbieders.csv", dtype="str")
        return dict(zip(aanbieders["aanbieder_agb_code"], aanbieders["grootteklasse"], strict=True))

    def add_to(self, frame: pd.DataFrame, dag: str) -> pd.DataFrame:
        """``frame`` with zorgcategorie and hulpvorm of its product on the day in column ``dag``; missing: none."""
        sleutels = zip(
            *(frame[k] for k in ("gemeente_code", "product_categorie", "product_code", dag)), strict=True
        )
        waarden = [self.find(*sleutel) for sleutel in sleutels]
        kolommen = pd.DataFrame(
            waarden, index=frame.index, columns=["zorgcategorie", "hulpvorm"], dtype="str"
        )
        return pd.concat([frame, kolommen], axis=1)

    @cache  # noqa: B019 - lives as long as the world that it describes
    def find(
        self, gemeente: str, categorie: str, code: str, dag: pd.Timestamp
    ) -> tuple[str | None, str | None]:
        if not isinstance(categorie, str):
            return None, None
        if isinstance(code, str):
            for eigenaar in (gemeente, self.gemeenten["regio_code"][gemeente], "landelijk"):
                edities = [e for e in self._boeken.get((eigenaar, categorie, code), ()) if e[0] <= dag]
                if edities and edities[-1][1]:
                    return edities[-1][1:]
        zorgcategorie = self._standaard.get(categorie)
        return zorgcategorie, self._vormen.get(zorgcategorie) if zorgcategorie else None


def _leeg(waarde: object) -> str | None:
    return waarde if isinstance(waarde, str) and waarde else None
