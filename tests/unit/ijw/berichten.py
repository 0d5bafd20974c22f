"""Random valid messages made from the facts of the schema, for hypothesis."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from integrations.ijw.schema import Element, Waarde, load_model

LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufffe\uffff"
)
TEKST = st.one_of(LETTERS, st.sampled_from("&<>\"' \t]é"))
VORMEN = {
    "negen cijfers": st.integers(999900000, 999999999).map(str),
    "acht cijfers": st.from_regex(r"[0-9]{8}", fullmatch=True),
    "vier cijfers": st.from_regex(r"[0-9]{4}", fullmatch=True),
    "hoogstens vijftien cijfers": st.from_regex(r"[0-9]{1,15}", fullmatch=True),
    "hoogstens zes letters, zonder punten of spaties": st.text("aZÀé", min_size=1, max_size=6),
    "drie gehele getallen met punten ertussen, zoals 1.0.0": st.from_regex(
        r"(0|[1-9]\d?\.){2}0", fullmatch=True
    ),
    "een tot twaalf letters of cijfers": st.from_regex(r"[a-zA-Z0-9]{1,12}", fullmatch=True),
}


def waarden(waarde: Waarde) -> st.SearchStrategy[Any]:
    """Values of a simple type, as ``write_bericht`` takes them."""
    if waarde.soort == "code":
        return st.sampled_from(waarde.codes)
    if waarde.soort == "datum":
        return st.dates(min_value=date(1, 1, 1))
    if waarde.soort == "tijd":
        return st.times()
    if waarde.soort == "getal":
        return st.integers(waarde.minimum, waarde.maximum)
    if waarde.vorm == "drie gehele getallen met punten ertussen, zoals 1.0.0":
        return st.tuples(*[st.integers(0, 120)] * 3).map(lambda parts: ".".join(map(str, parts)))
    if waarde.vorm in VORMEN:
        return VORMEN[waarde.vorm]
    return st.text(TEKST, min_size=1, max_size=waarde.max_lengte or 60).filter(
        lambda text: bool(text.strip(" \t"))
    )


def gegevens(element: Element) -> st.SearchStrategy[dict[str, Any]]:
    """Values for everything below ``element``: optional elements now and then, repeated ones up to three times."""
    verplicht, facultatief = {}, {}
    for kind in element.kinderen:
        if kind.waarde is not None and kind.waarde.vast is not None:
            continue
        een = gegevens(kind) if kind.waarde is None else waarden(kind.waarde)
        veld = st.lists(een, min_size=1, max_size=3) if kind.is_herhaalbaar else een
        (verplicht if kind.is_verplicht else facultatief)[kind.veld] = veld
    return st.fixed_dictionaries(verplicht, optional=facultatief)


def berichten(berichttype: str) -> st.SearchStrategy[dict[str, Any]]:
    """Values of whole valid messages of ``berichttype``."""
    return gegevens(load_model(berichttype))
