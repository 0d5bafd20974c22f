"""What a run over the queue did: per message, and as an error when our own machinery failed on some."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from integrations.errors import JeugdkoppelError
from integrations.inbox.afhandeling import STATUS, Status


@dataclass(frozen=True)
class BerichtUitslag:
    """What became of one message. ``redenen`` holds the fields of :class:`integrations.ijw.Reden`."""

    bericht_id: int
    bestand: str
    berichttype: str | None
    status: Status
    redenen: list[dict[str, Any]]


@dataclass(frozen=True)
class Verwerking:
    """What a run did, message by message, in the order of the queue."""

    berichten: list[BerichtUitslag] = field(default_factory=list)
    mislukt: dict[int, str] = field(default_factory=dict)
    """Messages that still wait because our machinery failed on them: bericht_id to class and place of the error."""

    def telling(self) -> dict[str, int]:
        """Number of messages per status, and ``mislukt``."""
        counts = Counter(b.status for b in self.berichten)
        return {**{s: counts[s] for s in STATUS.values()}, "mislukt": len(self.mislukt)}

    @property
    def aantal(self) -> int:
        """Messages claimed, whatever came of it."""
        return len(self.berichten) + len(self.mislukt)


class VerwerkingMisluktError(JeugdkoppelError):
    """Some messages could not be handled through no fault of theirs; ``verwerking`` holds what did happen."""

    def __init__(self, verwerking: Verwerking) -> None:
        which = "; ".join(f"bericht {i} ({cause})" for i, cause in list(verwerking.mislukt.items())[:5])
        super().__init__(
            f"{len(verwerking.mislukt)} bericht(en) konden door een fout in het programma niet worden verwerkt "
            f"en wachten nog: {which}. De overige {len(verwerking.berichten)} zijn behandeld.",
            "meld dit met de tekst tussen haakjes bij de beheerder; "
            "`jeugdkoppel process` probeert deze berichten de volgende keer vanzelf opnieuw.",
        )
        self.verwerking = verwerking

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.verwerking,)
