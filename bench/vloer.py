"""The floor: what any program must do at least to get declaration lines from XML into a table.

libxml2 parses and validates against the same schema, the texts are taken out of the tree as they are, and one COPY
brings all rows to a table. No landing, no verdict, no pseudonym, nothing to start over from. Two tables: a bare one,
and one with the keys, checks and generated columns of core.prestatie, since a load that is to be trusted has those.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from lxml import etree

from integrations.ijw.schema import load_schema

COLUMNS = (
    "bericht_id, regelnummer, bekend_vanaf, gemeente_code, aanbieder_agb_code, client_pseudoniem, is_bsn_geldig, "
    "referentie_nummer, vorig_referentie_nummer, toewijzing_nummer, product_categorie, product_code, begindatum, "
    "einddatum, geleverd_volume, eenheid, product_tarief_cent, ingediend_bedrag_cent, debet_credit"
)
BARE = "CREATE TABLE public.vloer AS TABLE core.prestatie WITH NO DATA"
KEYED = "CREATE TABLE public.vloer (LIKE core.prestatie INCLUDING ALL)"


def run_floor(engine: sa.Engine, folder: Path, create: str) -> None:
    """Parse, validate, extract and COPY every message of ``folder`` into ``public.vloer``, made by ``create``."""
    schema = load_schema("JW323")
    text = io.StringIO()
    out = csv.writer(text)
    for bericht_id, path in enumerate(sorted(folder.iterdir()), start=1):
        tree = etree.fromstring(path.read_bytes())
        if not schema.validate(tree):
            raise ValueError(f"{path.name} is not valid")
        out.writerows(_extract(tree, bericht_id))
    text.seek(0)
    raw = engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute(create)
    cursor.copy_expert(f"COPY public.vloer ({COLUMNS}) FROM STDIN (FORMAT csv)", text, 1024 * 1024)
    raw.commit()
    raw.close()


def _extract(tree: Any, bericht_id: int) -> Iterator[tuple[Any, ...]]:
    """The columns of core.prestatie as text; the BSN padded to the width of a pseudonym stands in for it."""
    header, declaratie = tree
    afzender, ontvanger = header[3].text, header[4].text
    regelnummer = 0
    for client in declaratie[-1]:
        bsn = client[0].text.zfill(32)
        for referentie, toewijzing, categorie, code, periode, volume, eenheid, tarief, bedrag in client[1]:
            regelnummer += 1
            yield (
                bericht_id, regelnummer, "2026-11-22 12:00:00+00", ontvanger, afzender, bsn, "t",
                referentie[0].text, None, toewijzing.text, categorie.text, code.text, periode[0].text,
                periode[1].text, volume.text, eenheid.text, tarief.text, bedrag[0].text, bedrag[1].text,
            )  # fmt: skip
