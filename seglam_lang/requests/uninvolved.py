"""Inputs that a request says nothing of: no word of it may be a column, a cell or a value of theirs.

    asked    what is 15% of 80            with the table orders.csv, in which no column has an 80

A procedure that takes nothing but what these words state answers it as if there were no input. Whatever may be of the
inputs keeps it from that, however loosely: a part of a header, a number that some cell has by chance, a date where a
column has dates.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import Constructor, Type, is_a
from seglam_lang.language.values import Value
from seglam_lang.requests.kinds import Family
from seglam_lang.requests.loose import MAX_TOKENS
from seglam_lang.requests.model import Literal, Mention, Token

_DAYS = frozenset((Family.DATE, Family.DATETIME, Family.PERIOD))
_HOLD_DAYS = frozenset((Constructor.DATE, Constructor.DATETIME))


def says_nothing_of(inputs: Inputs, tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    """Return whether no word of a request may be of its inputs; `mentions` are all that it may mention, loose ones too.

    Of a request that is too long to be looked through for them some word may.
    """
    return len(tokens) <= MAX_TOKENS and not any(_may_be_of(each, inputs) for each in mentions)


def _may_be_of(mention: Mention, inputs: Inputs) -> bool:
    if not isinstance(mention, Literal) or mention.columns:
        return True
    kinds = [kind for table in inputs.tables.values() for kind in table.types]
    if mention.kind.family in _DAYS and any(map(_holds_days, [*kinds, *inputs.types.values()])):
        return True
    return any(_holds(each.value, mention.value) for each in inputs.fields)


def _holds_days(kind: Type) -> bool:
    return any(is_a(kind, each) for each in _HOLD_DAYS)


def _holds(value: Value, part: Value) -> bool:
    """Return whether a value that is no table is another one, or has it in it."""
    if isinstance(value, str):
        return isinstance(part, str) and part in value
    return value == part or (isinstance(value, Sequence) and any(_holds(each, part) for each in value))
