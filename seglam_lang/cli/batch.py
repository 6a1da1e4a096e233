"""`seglam exec --batch`: a file of requests in, a file of answers out, with a bar to watch."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from seglam_lang.answer import ERROR, HIT, MISS, REFUSED
from seglam_lang.batch import read_rows, run
from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.errors import Interrupted, Sentence
from seglam_lang.cli.opening import open_seglam
from seglam_lang.cli.options import Loop
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.translator.failures import ModelError


def run_batch(source: str, target: str, loop: Loop, *, today: str | None, no_model: bool) -> None:
    """Answer the rows of `source` that `target` does not answer yet, and report the counts."""
    total = _count(Path(source))
    before = _answered(target)
    counts: Counter[str] = Counter()
    with open_seglam(loop, no_model=no_model) as seglam, _progress(total, before) as update:

        def count(result: dict[str, Any]) -> None:
            counts[result["status"]] += 1
            update(counts)

        try:
            done = run(partial(seglam.exec, today=today), Path(source), Path(target), count)
        except ModelError as error:
            place = f"row {before + counts.total() + 1} of {total}"
            raise Sentence(f"{error}; stopped at {place}; the same command goes on from there") from error
        except KeyboardInterrupt:
            place = f"row {_answered(target)} of {total}"
            raise Interrupted(f"interrupted after {place}; the same command goes on from there") from None
    earlier = f" ({done} were answered before)" if done else ""
    click.echo(f"{format_count(total, 'row')}{earlier}: {_describe(counts)}", err=True)


def _count(source: Path) -> int:
    """Return how many rows there are, and say which two have the same id: their answers can be told apart only by
    their order."""
    first: dict[str, int] = {}
    twice: list[str] = []
    total = 0
    for row in read_rows(source):
        total += 1
        id = row.get("id") if isinstance(row, Mapping) else None
        if id is None:
            continue
        known = first.setdefault(dumps(id), total)
        if known != total:
            twice.append(f"rows {known} and {total} have the id {dumps(id)}")
    if twice:
        more = f", and {len(twice) - 1} more have that of an earlier one" if len(twice) > 1 else ""
        click.echo(f"note: {twice[0]}{more}", err=True)
    return total


def _answered(target: str) -> int:
    return Path(target).read_bytes().count(b"\n") if Path(target).exists() else 0


def _describe(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[status]} {status}" for status in (HIT, MISS, REFUSED, ERROR))


@contextmanager
def _progress(total: int, before: int) -> Iterator[Callable[[Counter[str]], None]]:
    """Show a bar with the counts on a terminal; elsewhere show nothing, so that logs stay readable."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=before)
        yield lambda counts: bar.update(task, description=_describe(counts), advance=1)
