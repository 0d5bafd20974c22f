"""The whole proof: read a world, derive every table a second time, and lay each beside the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from tests.tegenproef import gebruik, geld, keten, looptijd, maanden, publicatie, zorg
from tests.tegenproef.berichten import Bron, read_messages
from tests.tegenproef.betekenis import Betekenis
from tests.tegenproef.cellen import CEL
from tests.tegenproef.regels import PLAATS, make_lines
from tests.tegenproef.traject import make_trajectories
from tests.tegenproef.vergelijk import Uitkomst, compare, read_table

GEBIED_PERIODE = CEL[:4]
BEVINDINGEN = Path(__file__).with_name("aangehouden.sql")
REGELS_SQL = Path(__file__).with_name("prestatie.sql")
GROOTBOEK_SQL = Path(__file__).with_name("grootboek.sql")


@dataclass(frozen=True)
class Proef:
    """The frames of one world as known at ``stand``; each is made once, from those that its definition names."""

    engine: sa.Engine
    map_: Path
    stand: datetime

    @cached_property
    def bron(self) -> Bron:
        return Bron(self.map_, self.stand)

    @cached_property
    def berichten(self) -> dict[str, pd.DataFrame]:
        return read_messages(self.bron)

    @cached_property
    def betekenis(self) -> Betekenis:
        return Betekenis(self.bron)

    @cached_property
    def aangehouden(self) -> pd.DataFrame:
        """Taken from the database as given: the open findings that hold a line or a message back."""
        return read_table(self.engine, BEVINDINGEN.read_text(encoding="utf-8"))

    @cached_property
    def regels(self) -> pd.DataFrame:
        return make_lines(self.bron, self.berichten, self.betekenis, self.aangehouden)

    @cached_property
    def verzoeken(self) -> pd.DataFrame:
        return keten.make_requests(self.berichten, self.betekenis)

    @cached_property
    def toegewezen(self) -> pd.DataFrame:
        return keten.make_allocations(self.berichten, self.betekenis)

    @cached_property
    def perioden(self) -> pd.DataFrame:
        return keten.make_periods(self.berichten)

    @cached_property
    def levering(self) -> pd.DataFrame:
        return keten.make_deliveries(self.regels)

    @cached_property
    def keten(self) -> pd.DataFrame:
        return keten.make_chain(self.verzoeken, self.toegewezen, self.perioden, self.levering)

    @cached_property
    def trajecten(self) -> pd.DataFrame:
        return make_trajectories(self.keten, self.perioden, self.levering, self.betekenis)

    @cached_property
    def jeugdigen(self) -> pd.DataFrame:
        return zorg.make_youths(self.berichten["clienten"])

    @cached_property
    def zorg(self) -> pd.DataFrame:
        return zorg.make_care_months(self.regels, self.keten, self.jeugdigen, self.betekenis)

    @cached_property
    def looptijden(self) -> pd.DataFrame:
        return looptijd.make_spans(self.trajecten, self.keten, self.verzoeken, self.jeugdigen, self.betekenis)

    @cached_property
    def geboekt(self) -> pd.DataFrame:
        return geld.make_bookings(self.regels)

    def run(self) -> Iterator[Uitkomst]:
        """Every table in turn."""
        yield from self._persons()
        yield from self._money()
        yield from self._indicators()

    def _persons(self) -> Iterator[Uitkomst]:
        yield self._beside("prestatie", self.regels, PLAATS, REGELS_SQL.read_text(encoding="utf-8"))
        yield self._beside("verzoek", self.verzoeken, [*keten.VERZOEK, "client_pseudoniem"])
        yield self._beside("toegewezen", self.toegewezen, keten.TOEWIJZING)
        yield self._beside("keten", self.keten, keten.SLEUTEL)
        sleutel = [*zorg.PERSOON, "hulpvorm", "begindatum"]
        yield self._beside("traject", self.trajecten, sleutel)
        yield self._beside("jeugdige", self.jeugdigen, zorg.PERSOON)
        yield self._beside("jeugdige_maand", self.zorg, [*zorg.PERSOON, "maand", *zorg.SOORT_ZORG, "eenheid"])
        yield self._beside("looptijd", self.looptijden, [*zorg.PERSOON, "soort", "bron"])

    def _money(self) -> Iterator[Uitkomst]:
        boekingen = geld.make_ledger(self.geboekt)
        yield self._beside(
            "grootboek", boekingen, [*PLAATS, "boeking"], GROOTBOEK_SQL.read_text(encoding="utf-8")
        )
        stroom = geld.make_flow(self.geboekt)
        yield self._beside("geldstroom_maand", stroom, geld.MAAND)
        yield self._beside("kosten_maand", stroom, geld.MAAND)
        yield self._beside("volume_maand", maanden.make_volume_months(self.regels), [*geld.MAAND, "eenheid"])
        yield self._beside("driehoek", geld.make_triangle(self.regels), geld.DRIEHOEK)

    def _indicators(self) -> Iterator[Uitkomst]:
        gebruikt = gebruik.make_use(self.zorg, self.betekenis)
        kosten = gebruik.make_costs(self.zorg, self.betekenis)
        volume = gebruik.make_volume(self.zorg, self.betekenis)
        herhaald = gebruik.make_renewed_use(self.zorg, self.betekenis)
        concentratie = maanden.make_concentration(self.zorg, self.betekenis)
        trajecten = looptijd.make_counts(self.trajecten, self.jeugdigen, self.betekenis)
        yield self._beside("gebruik", gebruikt, CEL)
        yield self._beside("kosten", kosten, CEL)
        yield self._beside("volume", volume, [*CEL, "eenheid"])
        yield self._beside("herhaald_beroep", herhaald, CEL)
        jaarcel = ["gebiedsoort", "gebied_code", "jaar", "dimensie", "waarde"]
        yield self._beside("concentratie", concentratie, jaarcel)
        yield self._beside("trajecten", trajecten, CEL)
        naast = publicatie.make_indicators(gebruikt, kosten, trajecten, herhaald, concentratie, self.dag)
        yield self._published("indicatoren_v1", naast, publicatie.CEL_V1, publicatie.INDICATOREN)
        sleutel = [*publicatie.CEL_V1, "genormaliseerde_eenheid"]
        yield self._published(
            "intensiteit_v1", publicatie.make_intensity(volume), sleutel, publicatie.INTENSITEIT
        )
        yield from self._other_indicators()

    def _other_indicators(self) -> Iterator[Uitkomst]:
        paden = gebruik.make_paths(self.zorg, self.betekenis)
        yield self._beside("zorgpad", paden, [*GEBIED_PERIODE, "zorgpad"])
        stromen = looptijd.make_referrals(self.trajecten, self.betekenis)
        yield self._beside("verwijzing", stromen, [*GEBIED_PERIODE, "verwijzer", "naar", "waarde"])
        schatting = looptijd.make_estimates(self.looptijden, self.dag, self.betekenis)
        afgerond = {"gemiddelde_dagen": 1, "verwachte_dagen": 1}
        yield self._beside("doorlooptijd", schatting, [*CEL, "soort"], decimalen=afgerond)
        gaten = maanden.make_gaps(self.keten, self.verzoeken)
        yield self._beside("keten_gat", gaten, ["gemeente_code", "maand", "gat"])
        yield self._beside("keten_maand", maanden.make_chain_months(self.keten), geld.MAAND)
        telling = maanden.make_cbs_count(self.regels)
        yield self._beside("telling_hulpvorm", telling, ["gemeente_code", "jaar", "halfjaar", "hulpvorm"])

    @property
    def dag(self) -> pd.Timestamp:
        return pd.Timestamp(self.stand.date())

    def _published(
        self, tabel: str, verwacht: pd.DataFrame, sleutel: list[str], decimalen: dict[str, int]
    ) -> Uitkomst:
        """The municipality's own rows of a published table: those of a region and the country are partly left empty."""
        gevonden = read_table(self.engine, f"SELECT * FROM publish.{tabel}")
        if "gebiedsoort" in gevonden.columns:
            gevonden = gevonden[gevonden["gebiedsoort"] == "gemeente"]
        namen = gevonden.columns.intersection(["gebiedsoort", "gebied_naam", "waarde_naam"])
        return compare(tabel, verwacht, gevonden.drop(columns=namen), sleutel, decimalen)

    def _beside(
        self,
        mart: str,
        verwacht: pd.DataFrame,
        sleutel: list[str],
        sql: str | None = None,
        decimalen: dict[str, int] | None = None,
    ) -> Uitkomst:
        gevonden = read_table(self.engine, sql or f"SELECT * FROM mart.{mart}")
        return compare(mart, verwacht, gevonden, sleutel, decimalen)
