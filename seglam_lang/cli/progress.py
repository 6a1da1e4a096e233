"""A bar for what takes longer than a second: on stderr, at a terminal only, and gone when it is done."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from seglam_lang.inputs.progress import watching

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds before a bar is shown


class _State(NamedTuple):
    what: str
    done: int = 0
    total: int = 0  # 0 where nobody knows
    unit: str = ""


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[None]:
    """Show how far the work of a block has come, once it has taken a while; `what` where it does not say it itself."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    bar = _Bar(what)
    try:
        with watching(bar.hear):
            yield
    finally:
        bar.close()


class _Bar:
    """A bar that a timer shows, in a thread of its own, with the latest of what it has heard."""

    def __init__(self, what: str) -> None:
        self._state = _State(what)
        self._lock = threading.Lock()
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self._is_over = False
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def hear(self, what: str, done: int, total: int, unit: str) -> None:
        """Take over how far the work has come."""
        self._state = _State(what, done, total, unit)
        if self._shown is not None:
            self._update()

    def close(self) -> None:
        """Take the bar away, or see to it that there will be none."""
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._shown is not None:
                self._shown.stop()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[amount]}"))
        shown = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
        with self._lock:
            if self._is_over:
                return
            self._task = shown.add_task(self._state.what, total=None, amount="")
            shown.start()
            self._shown = shown
        self._update()

    def _update(self) -> None:
        what, done, total, unit = self._state
        amount = f"{done:,} of {total:,} {unit}" if total else ""
        assert self._shown is not None and self._task is not None
        self._shown.update(self._task, description=what, completed=done, total=total or None, amount=amount)
