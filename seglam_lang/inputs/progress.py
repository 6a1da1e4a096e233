"""Who watches long readings, if anyone does: a command may show a bar.

    with watching(listener):                                   # by the command
        read_inputs(...)
    for row in watched(rows, "reading orders.csv", total): ...     # by a reader

Where nobody watches, nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")
MEGABYTES, ROWS, COLUMNS = "MB", "rows", "columns"
_STEP = 4_096  # rows between two reports


class Listener(Protocol):
    """What is told how far a reading has come; it is called in the thread that reads."""

    def __call__(self, what: str, done: int, total: int, unit: str) -> None:
        """Hear that `done` of `total` units of some work are done."""


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def watching(listener: Listener) -> Iterator[None]:
    """Tell `listener` how far the readings of the block have come."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def listener() -> Listener | None:
    """Return who watches."""
    return _listener.get()


def watched(items: Iterable[T], what: str, total: int, unit: str = ROWS) -> Iterable[T]:
    """Return the items; whoever watches is told now and then how many of them have been taken."""
    hear = _listener.get()
    return items if hear is None else _counted(items, hear, what, total, unit)


def _counted(items: Iterable[T], hear: Listener, what: str, total: int, unit: str) -> Iterator[T]:
    step = _STEP if unit == ROWS else 1
    for done, item in enumerate(items):
        if not done % step:
            hear(what, done, total, unit)
        yield item
