"""Reading the truth of a written world back, a municipality at a time: a country does not have to fit in memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


def read_rijen(
    folder: Path, tabel: str, kolommen: Sequence[str], gemeente_code: str | None = None
) -> Iterator[tuple[Any, ...]]:
    """The columns ``kolommen`` of a table of the truth as tuples, municipalities in the order of their codes.

    Args:
        folder: the folder ``waarheid`` of a world.
        gemeente_code: only the rows of this municipality; none when it has no file of this table.
    """
    naam = f"{gemeente_code}.parquet" if gemeente_code else "*.parquet"
    for path in sorted((folder / tabel).glob(naam)):
        for deel in pq.ParquetFile(path).iter_batches(columns=list(kolommen)):
            yield from zip(*(deel.column(kolom).to_pylist() for kolom in kolommen), strict=True)
