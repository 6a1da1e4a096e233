"""What the words of a request and a program must have in common, whatever the drafts agree on."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.model import CellRef, ColumnRef, name_of
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin, Scope, columns_of, mention_in
from seglam_lang.requests.unread import Span, Unexplained, footprint_of, unexplained
from seglam_lang.verifier.programs import Program

# Of words, in parts of the least chance. Chosen on everyday.dev and wikisql.dev: it refuses 28 of 58 wrong answers and
# 2 of 26 right ones there, and 1 of 192 right ones here.
LEAST_EXPLAINED = 0.4


def mentioned_columns(reading: Reading, used: Sequence[Origin]) -> set[ColumnOrigin]:
    """Return the columns that the words name, or that hold one of the mentioned values in use."""
    values = [mention for mention in map(mention_in, used) if mention is not None]
    named = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    return {column for mention in (*values, *named) for column in columns_of(mention)}


def left_unexplained(reading: Reading, scope: Scope, program: Program) -> Unexplained | None:
    """Return the words that a program explains least, None where it accounts for all of them."""
    arguments = [scope.arguments[name] for name in program.params]
    return unexplained(reading, footprint_of(program.checked.core, arguments))


def drops_words(left: Unexplained) -> bool:
    """Return whether a program leaves words unexplained that hardly anybody says without meaning them: then no chance
    of being right makes up for it, and a person has to say whether they matter.
    """
    return left.chance < LEAST_EXPLAINED


def in_words(found: Unexplained, reading: Reading) -> str:
    """Return, as a sentence, that words are left unexplained, and what a person may do about it."""
    span, first = found.span, found.span.first
    if first and reading.tokens[first - 1].norm in FUNCTION_WORDS:
        first -= 1  # "by hour", "no linden"
    words = reading.words(first, span.last)
    return f'nothing in the procedure that was found explains "{words}": {_advice(span, reading)}'


def _advice(span: Span, reading: Reading) -> str:
    """Return what a person may do about words that are not understood."""
    meant = [each for each in (*reading.visible, *reading.hints) if each.first <= span.first and span.last <= each.last]
    names = [name_of(each) for each in meant if isinstance(each, ColumnRef | CellRef)]
    if names and span.is_name:
        return f"it does not use {names[0]!r}; say what is asked of it, or leave it out"
    if reading.inputs.tables:
        return "name the column or cell that is meant, or say it in other words"
    return "say it in other words"
