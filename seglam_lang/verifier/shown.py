"""A column that the words list with what is wanted, and name once more in a condition, and that is not shown.

    show me Bill, Renewal where Renewal is in 2024     rows.where(row => row[Renewal].year() == 2024).values(Bill)

Of 33,635 right programs of the data none does so (`python -m tests.bench.objections`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seglam_lang.language.core import Call, Core, Local, Procedure, preorder
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.verifier.figures import end_of

_SHOWS = frozenset(("table.values@1", "table.select@1"))
_WHERE = "table.where@1"
_LISTING = frozenset((",", "and", "&", "+"))  # between columns


def why_not_shown(core: Procedure, arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a program shows some of the columns that the words list, and takes another of them
    for a condition alone, though they name it twice; "" where it does not.
    """
    end = end_of(core)
    if not isinstance(end, Call) or end.builtin not in _SHOWS:
        return ""
    chosen = [node for node in preorder(end) if isinstance(node, Call) and node.builtin == _WHERE]
    tested = set(_headers((part for node in chosen for part in preorder(node.args[1])), arguments))
    shown = set(_headers(end.args[1:], arguments))
    often = [*_headers(preorder(end), arguments)]
    named = [each for each in reading.visible if isinstance(each, ColumnRef)]
    words = [token.norm for token in reading.tokens]
    hidden = {header for header in tested - shown if often.count(header) == 1}
    for one in (each for each in named if each.header in hidden):
        is_twice = sum(each.header == one.header for each in named) > 1
        if is_twice and any(_are_listed(one, other, words) for other in named if other.header in shown):
            return f"it does not show {one.header!r}, which the request names twice"
    return ""


def _headers(nodes: Iterable[Core], arguments: Sequence[Value]) -> Iterator[str]:
    """Yield the headers of the columns among some nodes."""
    for node in nodes:
        value = arguments[node.slot] if isinstance(node, Local) and node.slot < len(arguments) else None
        if isinstance(value, Column):
            yield value.header


def _are_listed(one: ColumnRef, other: ColumnRef, words: Sequence[str]) -> bool:
    """Return whether nothing stands between two columns but what a list has there: "Bill, Renewal", "bill and day"."""
    first, second = (one, other) if one.first < other.first else (other, one)
    between = words[first.last : second.first]
    return bool(between) and _LISTING.issuperset(between)
