"""Faults: which there are, how often they occur, which rule should find them. Each can be switched off.

Faults of a whole file are made here from its bytes; faults of a declaration line are made in ``regelstoring``.
"""

import dataclasses
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

REGEL_SCHEMA, REGEL_XML, REGEL_TYPE, REGEL_IDENTITEIT = (
    "ONTVANGST-SCHEMA",
    "ONTVANGST-XML",
    "ONTVANGST-TYPE",
    "TR056",
)
REGEL_RETOUR, REGEL_ZONDER_BERICHT, REGEL_ZONDER_STOP = "TERMIJN-RETOUR", "IV028", ""
REGEL_START, REGEL_STOP, REGEL_VERZOEK = "TERMIJN-START", "TERMIJN-STOP", "TERMIJN-VERZOEK"


@dataclass(frozen=True, slots=True)
class Storingen:
    """Chance of each fault: per message, per declaration line, per allocation or per declaration.

    Attributes:
        schemafout: a message is first sent in a form that breaks the schema, then again as it should be.
        dubbel_bestand: the same bytes arrive under a second name.
        zelfde_identiteit: a JW305 or JW323 arrives again with the same identity and other contents.
        niet_ondersteund: a JW301 or JW315 arrives also as the same message of iWmo.
        oude_release: a declaration is also sent in release 3.1.
        dubbel_declaratienummer: a declaration carries the DeclaratieNummer of an earlier one.
        late_start, late_stop, ontbrekende_stop: of an allocation. late_declaratie: of a line, one month to five years.
            Of ontbrekende_stop the cases that no message shows are noted as ``verborgen_stop``.
        late_antwoord: a request (JW315) is answered weeks too late.
        late_retour, ontbrekende_retour: of a message that should get a technical return, that it comes weeks too late
            or never. retour_zonder_bericht: that another return comes in, about a message that was never sent.
        ontbrekende_reden_beeindiging: a JW307 first comes without its reason, which the schema asks for.
        over_volume, over_totaal, over_budget: a line beyond what is allocated in its period, in all, or in money.
        ongeldig_bsn, ontbrekend_bsn: a number that fails the elfproef; nine zeros or nines.
        correctie: an awarded line is taken back and declared anew. No fault, but the same knob.
        afwijzing: the municipality sees a faulty line and rejects it in its JW325; else it slips through.

    And what is no fault but makes messages differ from the care, or from CBS:

        retourberichten: share of the relations between a municipality and a provider whose returns are here too.
        wijkteam: share of the care by wijkteams that there is (they send no messages).
        pgb: a need for care is met from a personal budget, without messages.
        taakgericht: a contract of a provider with a municipality is a lump sum: no declarations.
        onderaanneming: of care by a large or medium provider, that a small one gives it in its name.
        verhuizing: a youth moves to the next municipality of the world, which takes over.
        herindeling: one municipality of the world is merged into a neighbour at New Year (fictional).
    """

    schemafout: float = 0.004
    dubbel_bestand: float = 0.003
    zelfde_identiteit: float = 0.006
    niet_ondersteund: float = 0.01
    oude_release: float = 0.003
    dubbel_declaratienummer: float = 0.008
    onbekende_toewijzing: float = 0.0015
    onbekende_client: float = 0.0015
    dubbele_referentie: float = 0.0015
    dubbele_regel: float = 0.001
    credit_zonder_debet: float = 0.0015
    verkeerde_categorie: float = 0.0015
    verkeerde_code: float = 0.0015
    buiten_toewijzing: float = 0.02
    afwijkend_tarief: float = 0.0015
    verkeerde_eenheid: float = 0.001
    over_volume: float = 0.001
    over_totaal: float = 0.002
    over_budget: float = 0.01
    ongeldig_bsn: float = 0.001
    ontbrekend_bsn: float = 0.0003
    late_start: float = 0.05
    late_stop: float = 0.03
    ontbrekende_stop: float = 0.15
    late_antwoord: float = 0.04
    late_retour: float = 0.02
    ontbrekende_retour: float = 0.02
    retour_zonder_bericht: float = 0.005
    ontbrekende_reden_beeindiging: float = 0.01
    late_declaratie: float = 0.04
    correctie: float = 0.015
    afwijzing: float = 0.5
    retourberichten: float = 0.2
    wijkteam: float = 1.0
    pgb: float = 0.02
    taakgericht: float = 0.03
    onderaanneming: float = 0.06
    verhuizing: float = 0.01
    herindeling: float = 0.0

    @classmethod
    def none(cls) -> "Storingen":
        """A world without faults, late messages or corrections."""
        return cls(**{veld.name: 0.0 for veld in dataclasses.fields(cls)})


@dataclass(frozen=True, slots=True)
class Storing:
    """One fault, where it sits and what should find it.

    ``regelnummer`` is the ordinal of the line in its message, None for the whole message. ``regel_id`` is empty
    where no rule of iJw or of reception covers this kind. ``is_afgewezen``: the municipality rejected it itself.
    ``bestand`` is empty for care of which no message tells; then ``traject_id`` names it.
    """

    soort: str
    bestand: str
    regelnummer: int | None
    regel_id: str
    is_afgewezen: bool
    toelichting: str
    traject_id: str = ""


@dataclass(frozen=True, slots=True)
class Schemafout:
    """A way to break a message: the bytes in, the broken bytes out."""

    naam: str
    regel_id: str
    breek: Callable[[bytes], bytes]


def _element(naam: str) -> bytes:
    """Pattern of an element without children, whatever its prefix; groups: begin tag, text, end tag."""
    return rb"(<(?:\w+:)?%b>)([^<]*)(</(?:\w+:)?%b>)" % (naam.encode(), naam.encode())


def _set_text(naam: str, tekst: bytes) -> Callable[[bytes], bytes]:
    """Gives the first element ``naam`` another text."""
    return lambda inhoud: re.sub(_element(naam), rb"\g<1>" + tekst + rb"\g<3>", inhoud, count=1)


def _remove(naam: str) -> Callable[[bytes], bytes]:
    return lambda inhoud: re.sub(_element(naam), b"", inhoud, count=1)


def _swap_afzender(inhoud: bytes) -> bytes:
    paar = _element("Afzender") + rb"(\s*)" + _element("Ontvanger")
    return re.sub(paar, rb"\5\6\7\4\1\2\3", inhoud, count=1)


def _add_element(inhoud: bytes) -> bytes:
    """Repeats Ontvanger under a name that no schema knows."""
    extra = rb"\g<0><Doorgestuurd>ja</Doorgestuurd>"
    return re.sub(_element("Ontvanger"), extra, inhoud, count=1)


def _cut_off(inhoud: bytes) -> bytes:
    return inhoud[: len(inhoud) * 3 // 5]


def _add_doctype(inhoud: bytes) -> bytes:
    begin = inhoud.index(b"?>") + 2
    return inhoud[:begin] + b'\n<!DOCTYPE Bericht [<!ENTITY naam "waarde">]>' + inhoud[begin:]


SCHEMAFOUTEN = (
    Schemafout("onmogelijke-datum", REGEL_SCHEMA, _set_text("Dagtekening", b"2025-02-30")),
    Schemafout("datum-met-streepjes-verkeerd-om", REGEL_SCHEMA, _set_text("Dagtekening", b"01-03-2025")),
    Schemafout(
        "te-lange-identificatie", REGEL_SCHEMA, _set_text("Identificatie", b"KENMERK-VAN-DE-AFZENDER")
    ),
    Schemafout("lege-afzender", REGEL_SCHEMA, _set_text("Afzender", b"")),
    Schemafout("letters-in-ontvanger", REGEL_SCHEMA, _set_text("Ontvanger", b"GM01")),
    Schemafout("verkeerde-berichtcode", REGEL_SCHEMA, _set_text("BerichtCode", b"999")),
    Schemafout("ontbrekende-berichtversie", REGEL_SCHEMA, _remove("BerichtVersie")),
    Schemafout("versie-zonder-punten", REGEL_SCHEMA, _set_text("BerichtXsdVersie", b"1")),
    Schemafout("verkeerde-volgorde", REGEL_SCHEMA, _swap_afzender),
    Schemafout("onbekend-element", REGEL_SCHEMA, _add_element),
    Schemafout("afgebroken-bestand", REGEL_XML, _cut_off),
    Schemafout("documenttype", REGEL_XML, _add_doctype),
)


ZONDER_REDEN = Schemafout("zonder-reden-beeindiging", REGEL_SCHEMA, _remove("RedenBeeindiging"))
"""Of a JW307 only, and with a rate of its own."""


def draw_schemafout(rng: random.Random) -> Schemafout:
    """One of the ways to break a message."""
    return rng.choice(SCHEMAFOUTEN)


def to_old_release(inhoud: bytes) -> bytes:
    """The same message in release 3.1: namespaces and BerichtSubversie."""
    return _set_text("BerichtSubversie", b"1")(inhoud.replace(b"/ijw/3_2/", b"/ijw/3_1/"))


def to_wmo(inhoud: bytes, berichttype: str) -> bytes:
    """The same message as one of iWmo: JW301 becomes WMO301."""
    nummer = berichttype[2:].encode()
    ander = inhoud.replace(b"/ijw/3_2/jw" + nummer, b"/iwmo/3_2/wmo" + nummer)
    return ander.replace(b"/ijw/3_2/", b"/iwmo/3_2/")


def to_other_contents(inhoud: bytes, berichttype: str) -> bytes:
    """The same identity with other contents: another start (JW305), signed on another day (JW323)."""
    naam = "Begindatum" if berichttype == "JW305" else "DeclaratieDagtekening"
    gevonden = re.search(_element(naam), inhoud)
    if gevonden is None:
        raise AssertionError(f"{berichttype} zonder {naam}")
    dag = b"17" if gevonden[2].endswith(b"-16") else b"16"
    return _set_text(naam, gevonden[2][:8] + dag)(inhoud)
