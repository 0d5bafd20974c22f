"""What the command line shows: JSON for machines, tables and sentences for people, progress on standard error."""

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from integrations.errors import JeugdkoppelError

out = Console()
err = Console(stderr=True)


@contextmanager
def progress_bar(text: str, *, silent: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; yields ``step(done, total)``."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=silent, transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def emit(data: Any, as_json: bool, *tables: Table, text: str = "") -> None:
    """Print ``data`` as JSON, or the tables and the closing line for people."""
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n")
        return
    for table in tables:
        out.print(table)
    if text:
        out.print(text)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)


def as_table(title: str, rows: Sequence[dict[str, Any]]) -> Table:
    """A table of equal dictionaries: keys become heads, nested values are left to ``--json``."""
    table = Table(title=title, title_justify="left")
    columns = [k for k, v in rows[0].items() if not isinstance(v, (list, dict))] if rows else []
    for column in columns:
        table.add_column(column.replace("_", " "))
    for row in rows:
        table.add_row(*("" if row[c] is None else str(row[c]) for c in columns))
    return table


def print_reasons(messages: Iterable[tuple[str, str, list[dict[str, Any]]]]) -> None:
    """Per message what is wrong and what to do; equal sentences are told once, with how often."""
    for name, status, reasons in messages:
        if reasons:
            out.print(f"[bold]{escape(Path(name).name)}[/]: {status.replace('_', ' ')}", highlight=False)
        told = Counter((r["melding"], r["remedie"]) for r in reasons)
        for (sentence, remedy), times in told.items():
            again = f" ({times} keer)" if times > 1 else ""
            out.print(f"  – {escape(sentence)}{again}\n    [dim]{escape(remedy)}[/]", highlight=False)


def print_failure(problem: JeugdkoppelError) -> None:
    """What went wrong and what to do, on standard error."""
    err.print(
        f"[bold red]Fout:[/] {escape(problem.message)}\n[bold]Wat te doen:[/] {escape(problem.remedy)}",
        highlight=False,
    )
