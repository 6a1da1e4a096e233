"""What a request wants to see, and a program does not show.

    show me Bill, Renewal where Renewal is in 2024     rows.where(row => row[Renewal].year() == 2024).values(Bill)
    show the Tips of all shifts at Tech Park           rows.where(row => row[Pitch] == "Tech Park").total(Tips)

Of 33,635 right programs of the data none leaves out a column that is listed and named once more in the condition, and
2 of Spider add up what is to be shown (`python -m tests.bench.objections`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seglam_lang.language.core import Call, Core, Local, Procedure, preorder
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.alike.guard import sense_of
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.verifier.figures import end_of

_SHOWS = frozenset(("table.values@1", "table.select@1"))
_WHERE = "table.where@1"
_TOTAL = "table.total@1"
_SHOW = frozenset(("display", "list", "show"))
_SUMMED = frozenset(("much", "together", "altogether", "overall", "comes", "come"))  # "show what it comes to"
_OF_FIGURES = frozenset(("a sum", "a number of", "an average", "a share"))
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


def why_not_listed(core: Procedure, reading: Reading) -> str:
    """Return, as a sentence, that a program adds up a column that a request says to show, and nothing of a sum; ""
    where it does not.
    """
    end = end_of(core)
    words = [token.norm for token in reading.tokens]
    is_total = isinstance(end, Call) and end.builtin == _TOTAL
    is_summed = not _OF_FIGURES.isdisjoint(map(sense_of, words)) or not _SUMMED.isdisjoint(words)
    if not is_total or words[0] not in _SHOW or is_summed:
        return ""
    return f'it adds up, and the request says "{reading.words(0, 1)}"'


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
