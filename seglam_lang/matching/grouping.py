"""Where "by" may stand for "per" and "for each".

    known   average {0:column} by {1:column}        whose procedure groups by the second column
    asked   average cost per site                   of Site: N, S

Of the wordings of the data that differ in "by" and "per" between two columns, 26 pairs about 132 tables ask for the
same, and none for something else. But "by" also says what is divided, put in order, or compared, and "per" also asks
for a figure per each of what is counted or measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seglam_lang.language.types import NUMBER, Con, Type, Var
from seglam_lang.requests.alike import units
from seglam_lang.requests.alike.changes import is_slot
from seglam_lang.requests.model import ColumnRef, FromColumn, Match, Wording
from seglam_lang.requests.template import Template

_BY, _PER = "by", frozenset(("per", "each", "every"))


def may_not_group(wording: Wording, match: Match, params: Sequence[Type]) -> bool:
    """Return whether of a column that follows "by" in a stored wording, and "per" in the request, or the other way
    round, it is not sure that rows are grouped by it: the procedure takes it as more than a column of whatever it
    holds, or the request wants a figure per each, and it holds numbers.
    """
    pairs = zip(_before_slots(wording.template), _before_slots(match.template), match.slots, strict=True)
    for slot, (known, asked, mention) in enumerate(pairs):
        if (known == _BY and asked in _PER) or (asked == _BY and known in _PER):
            is_figure = asked != _BY and isinstance(mention, ColumnRef) and mention.type.args[0] == NUMBER
            if is_figure or not _is_of_anything(slot, wording, params):
                return True
    return False


def _before_slots(template: Template) -> Iterator[str]:
    """Yield the word before each slot, "" where none is."""
    words = units(template)
    for at, word in enumerate(words):
        if is_slot(word) and not word.startswith("{="):
            yield words[at - 1] if at else ""


def _is_of_anything(slot: int, wording: Wording, params: Sequence[Type]) -> bool:
    """Return whether a procedure takes the column in a slot, and neither computes with its cells nor orders them."""
    taken = [
        param
        for param, source in zip(params, wording.sources, strict=True)
        if isinstance(source, FromColumn) and source.slot == slot
    ]
    return bool(taken) and all(isinstance(each, Con) and _is_free(each.args[0]) for each in taken)


def _is_free(kind: Type) -> bool:
    return isinstance(kind, Var) and not kind.bound
