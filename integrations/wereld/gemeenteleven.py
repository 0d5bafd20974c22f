"""One municipality from its people to its declarations. It waits for no other: each draws from keys of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from integrations.wereld.berichtenstroom import Berichtenstroom
from integrations.wereld.bevolking import Jeugdige, Zorgvraag, make_jeugdige, make_zorgvragen
from integrations.wereld.cbs import Jeugdtelling
from integrations.wereld.declaratie import Declaratiestroom
from integrations.wereld.inkoop import Aanbieder, Inkoop
from integrations.wereld.plan import WIJKTEAM, Plan
from integrations.wereld.regelstoring import Omgeving
from integrations.wereld.toewijzing import Zorgtoewijzing, allocate
from integrations.wereld.verzending import Verzender
from integrations.wereld.waarheid import Waarheid


class Gemeenteleven:
    """Writes the messages of one municipality into ``folder`` and its truth into ``waarheid``.

    ``step`` is called once for every youth and once for every month of every provider.
    """

    def __init__(
        self,
        plan: Plan,
        folder: Path,
        inkoop: Inkoop,
        telling: Jeugdtelling,
        waarheid: Waarheid,
        step: Callable[[], None],
    ) -> None:
        self.plan, self.inkoop, self.gemeente = plan, inkoop, inkoop.gemeente
        self.telling, self.waarheid, self.step = telling, waarheid, step
        self.verzender = Verzender(folder, plan.seed, self.gemeente.gemeente_code, plan.storingen, waarheid)

    def run(self, nummers: range) -> None:
        """The youths with these numbers live here."""
        self.waarheid.add_gemeente(self.gemeente)
        per_aanbieder: dict[str, list[Zorgtoewijzing]] = {a.agb_code: [] for a in self.inkoop.aanbieders}
        for bundel in self._care(nummers):
            per_aanbieder[bundel.aanbieder.agb_code].append(bundel)
        self._declare(per_aanbieder)

    def _care(self, nummers: range) -> Iterator[Zorgtoewijzing]:
        """People and their care; sends every message about a client."""
        plan, code = self.plan, self.gemeente.gemeente_code
        stroom = Berichtenstroom(
            plan.seed, self.gemeente, plan.horizon, plan.storingen, self.verzender, self.waarheid
        )
        for nummer in nummers:
            jeugdige = make_jeugdige(plan.seed, nummer, plan.bsns.of(nummer), code, plan.van)
            zorgvragen = make_zorgvragen(plan.seed, jeugdige, plan.van, plan.tot)
            met_berichten = [z for z in zorgvragen if z.zorgcategorieen[0] != WIJKTEAM]
            self.waarheid.add_persoon(jeugdige, heeft_berichten=bool(met_berichten))
            for zorgvraag in zorgvragen:
                if zorgvraag not in met_berichten:
                    periode = (zorgvraag.ingangsdatum, zorgvraag.einddatum)
                    self._record(jeugdige, zorgvraag, 0, None, periode)
                    continue
                bundel = allocate(plan.seed, self.inkoop, jeugdige, zorgvraag, plan.van)
                stroom.send(bundel)
                self._record_bundel(bundel)
                yield bundel
            self.step()

    def _declare(self, per_aanbieder: Mapping[str, Sequence[Zorgtoewijzing]]) -> None:
        plan = self.plan
        for aanbieder in self.inkoop.aanbieders:
            omgeving = Omgeving(self.inkoop, plan.bsns, sum(plan.jeugdigen))
            stroom = Declaratiestroom(
                plan.seed, self.gemeente, aanbieder, plan.storingen, omgeving, self.verzender, self.waarheid
            )
            for _ in stroom.declare(per_aanbieder[aanbieder.agb_code], plan.maanden):
                self.step()

    def _record_bundel(self, bundel: Zorgtoewijzing) -> None:
        """The trajectories of a bundle; allocations that follow each other under one trajectory are one."""
        for volgnummer in range(len(bundel.zorgvraag.zorgcategorieen)):
            traject_id = bundel.zorgvraag.traject_id(bundel.jeugdige, volgnummer)
            eigen = [t for t in bundel.toewijzingen if t.traject_id == traject_id]
            if eigen:
                periode = (min(t.begindatum for t in eigen), max(t.stopdatum for t in eigen))
                self._record(bundel.jeugdige, bundel.zorgvraag, volgnummer, bundel.aanbieder, periode)

    def _record(
        self,
        jeugdige: Jeugdige,
        zorgvraag: Zorgvraag,
        volgnummer: int,
        aanbieder: Aanbieder | None,
        periode: tuple[date, date],
    ) -> None:
        """One trajectory to the truth and to CBS. Without provider it is of the wijkteam: no message tells of it."""
        zorgcategorie = zorgvraag.zorgcategorieen[volgnummer]
        hulpvorm = self.plan.hulpvormen[zorgcategorie]
        self.telling.add(self.gemeente.gemeente_code, hulpvorm, jeugdige.nummer, *periode)
        self.waarheid.add_traject(
            zorgvraag.traject_id(jeugdige, volgnummer),
            jeugdige,
            aanbieder,
            zorgcategorie,
            hulpvorm,
            zorgvraag.verwijzer_type,
            periode,
            zorgvraag.reden_beeindiging,
        )
