"""`seglam exec --batch`: a file of requests in, a file of answers out, with a bar to watch."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from seglam_lang.batch import read_rows, run
from seglam_lang.cli.opening import open_seglam


def run_batch(source: str, target: str, cache: str | None, model: str | None, *, no_model: bool) -> None:
    """Answer the rows of `source` that `target` does not answer yet, and say how it went."""
    total = sum(1 for _ in read_rows(Path(source)))
    counts: Counter[str] = Counter()
    with open_seglam(cache, model, no_model=no_model) as seglam, _progress(total) as step:

        def count(result: dict[str, Any]) -> None:
            counts[result["status"]] += 1
            step()

        done = run(seglam, Path(source), Path(target), count)
    told = ", ".join(f"{counts[status]} {status}" for status in ("hit", "miss", "refused", "error"))
    before = f" ({done} were answered before)" if done else ""
    click.echo(f"{total} rows{before}: {told}", err=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; elsewhere nothing, so that logs stay readable."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=total, label="answering", file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
