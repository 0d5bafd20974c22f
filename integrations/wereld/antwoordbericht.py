"""What answers say: a technical return on any message (JW302 and its kind), and JW319 on a request.

A return repeats parties and identity of the message it answers (IV028). Those of this world approve the whole message:
one that should be rejected breaks the schema, and is sent again as it should be.
"""

from datetime import date

from integrations.wereld.inhoud import Gegevens

RETOUR_OP = {
    "JW301": "JW302",
    "JW305": "JW306",
    "JW307": "JW308",
    "JW315": "JW316",
    "JW317": "JW318",
    "JW319": "JW320",
}
"""Type → the type that returns it. A JW323 has none: its answer is the JW325."""
XSD_VERSIE = {"basisschema_xsd_versie": "1.0.0", "bericht_xsd_versie": "1.0.0"}
GEEN_OPMERKING = "0200"
AFGEWEZEN, IN_ONDERZOEK = "1", "2"
PAST_NIET_BINNEN_BUDGET = "2"


def retour(
    afzender: str, ontvanger: str, identificatie: str, dagtekening: date, eigen: str, retour_op: date
) -> Gegevens:
    """A return; the first four are of the message it answers, ``eigen`` and ``retour_op`` its own identity and date."""
    header = {
        "afzender": afzender,
        "ontvanger": ontvanger,
        "bericht_identificatie": {"identificatie": identificatie, "dagtekening": dagtekening},
        "xsd_versie": XSD_VERSIE,
        "identificatie_retour": eigen,
        "dagtekening_retour": retour_op,
        "xsd_versie_retour": XSD_VERSIE,
        "retour_codes": {"retour_code": [GEEN_OPMERKING]},
    }
    return {"header": header}


def antwoord_op_verzoek(referentie: str, antwoord: str, reden: str | None = None) -> Gegevens:
    """A JW319 without header: a code of WJ760, with the reason (WJ759) where it rejects."""
    inhoud = {
        "referentie_aanbieder": referentie,
        "verzoek_antwoord": antwoord,
        "reden_afwijzing_verzoek": reden,
    }
    return {"antwoord": inhoud}
