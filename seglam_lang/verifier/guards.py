"""What the words of a request and a program must have in common, whatever the drafts agree on."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.model import CellRef, ColumnRef, name_of
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin, Scope, columns_of, mention_in
from seglam_lang.requests.unread import Span, Unexplained, footprint_of, unexplained
from seglam_lang.verifier.programs import Program

LEAST_EXPLAINED = 0.4  # of words, in parts of the least chance: below it hardly anybody says them without meaning them
# Where such a word may name something, it may be what the rows are called ("how many technicians"). Of what the model
# writes for 7,000 requests (`nano.calibrate`), and is as sure of as this, 58 of 64 such answers are right, where it is
# less sure 11 of 17, and 4 of 11 that leave a column or cell.
SURE_WITHOUT = 0.7


def mentioned_columns(reading: Reading, used: Sequence[Origin]) -> set[ColumnOrigin]:
    """Return the columns that the words name, or that hold one of the mentioned values in use."""
    values = [mention for mention in map(mention_in, used) if mention is not None]
    named = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    return {column for mention in (*values, *named) for column in columns_of(mention)}


def left_unexplained(reading: Reading, scope: Scope, program: Program) -> Unexplained | None:
    """Return the words that a program explains least, None where it accounts for all of them."""
    arguments = [scope.arguments[name] for name in program.params]
    return unexplained(reading, footprint_of(program.checked.core, arguments))


def left_by(found: Unexplained | None) -> tuple[Unexplained, ...]:
    """Return the words that hardly anybody says without meaning them, of those that a program leaves unexplained."""
    return tuple(each for each in (found, *found.others) if each.chance < LEAST_EXPLAINED) if found else ()


def dropped_by(found: Unexplained | None, confidence: float, is_measured: bool) -> Unexplained | None:
    """Return the words that a program leaves and should not: a column or cell, or a word for what is done, whatever the
    chance of being right, and other words where that is not high, or not measured for what was written and chosen so.
    Then a person has to say whether they matter. None where there are none.
    """
    is_sure = is_measured and confidence >= SURE_WITHOUT
    return next((each for each in left_by(found) if not (each.may_name and is_sure)), None)


def left_in_words(found: Unexplained | None, reading: Reading) -> str:
    """Return, as a sentence, that an answer has nothing to do with some words; "" where it has with all."""
    words = [f'"{reading.words(each.span.first, each.span.last)}"' for each in left_by(found)]
    if len(words) > 1:
        return f"{', '.join(words[:-1])} and {words[-1]} name no column or cell, and were not used"
    return f"{words[0]} names no column or cell, and was not used" if words else ""


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
