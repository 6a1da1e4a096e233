"""What a procedure must use of a request: what is written in digits or quotes is meant, whatever else is wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seglam_lang.language.types import NUMBER
from seglam_lang.requests import kinds
from seglam_lang.requests.kinds import Family
from seglam_lang.requests.model import ColumnRef, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Scope, columns_of, mention_in
from seglam_lang.requests.tokens import tokenise

_MEANT = (
    kinds.TEXT,
    kinds.DATE,
    kinds.PERIOD,
    kinds.DATETIME,
    kinds.LIST,
    kinds.LIST_OF_TEXTS,
    kinds.FIELD,
)  # nobody writes these for their words alone
_MEANT_IN_DIGITS = (
    *(Family.NUMBER, Family.PERCENT, Family.MONEY, Family.QUANTITY, Family.AGE),
    *(Family.RANGE, Family.TIME, Family.DURATION),
)

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Required:
    """Words of a request that a procedure must use: by one of `names`, those of the ways to read them."""

    words: str
    names: frozenset[str]


def required(reading: Reading, scope: Scope) -> tuple[Required, ...]:
    """Return what a procedure must use: each literal in digits or quotes, and each input that is called by its name.

    A number in words may be wording ("one of the"), and a cell may be a common word, but what is written in digits is
    meant. A number is used where a list or range that it stands in is, and where a column is that is headed by it ("in
    2023" of `2023 Arrivals`). What is made up of such values is used where they are: "from 5 to 9" by its 5 and its 9;
    but "5k" is none of its 5.
    """
    found = [(name, mention_in(origin)) for name, origin in scope.origins.items()]
    mentions = [(name, mention) for name, mention in found if mention is not None]
    columns = {(each.first, each.last) for each in reading.visible if isinstance(each, ColumnRef)}
    spans = {(origin.first, origin.last) for _, origin in mentions} - columns
    every = [origin for _, origin in mentions]
    meant = [span for span in sorted(spans) if _is_meant(reading, every, *span)]
    smallest = [
        span for span in meant if _is_scaled(every, span) or not any(_is_inside(other, span) for other in meant)
    ]
    return tuple(
        Required(
            reading.words(first, last),
            frozenset(name for name, origin in mentions if origin.first <= first and last <= origin.last)
            | _headed(reading, scope, first, last),
        )
        for first, last in smallest
    )


def _is_scaled(mentions: Sequence[Mention], span: tuple[int, int]) -> bool:
    """Return whether a span is a number of thousands or more, of which the number inside says less: "5k"."""
    whole = [each for each in mentions if (each.first, each.last) == span]
    inside = [
        each.value for each in mentions if _is_inside((each.first, each.last), span) and each.kind == kinds.NUMBER
    ]
    return bool(inside and whole) and all(
        each.type == NUMBER and all(abs(each.value) >= _THOUSAND * abs(value) for value in inside) for each in whole
    )


def _is_inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _headed(reading: Reading, scope: Scope, first: int, last: int) -> frozenset[str]:
    """Return the names of the columns whose headers hold the words from `first` to `last` that have digits, or that may
    be called so: "march" may be a column `Mar att.`, and no date.
    """
    called = {
        column for each in reading.hints if (each.first, each.last) == (first, last) for column in columns_of(each)
    }
    digits = {token.norm for token in reading.tokens[first:last] if any(map(str.isdigit, token.norm))}
    return frozenset(
        name
        for name, origin in scope.origins.items()
        if isinstance(origin, ColumnOrigin)
        and (origin in called or (digits and digits <= {token.norm for token in tokenise(origin.header)}))
    )


def _is_meant(reading: Reading, mentions: Sequence[Mention], first: int, last: int) -> bool:
    """Return whether the tokens from `first` to `last` can only be a value, and no wording."""
    found = {each.kind for each in mentions if (each.first, each.last) == (first, last)}
    if not found.isdisjoint(_MEANT):
        return True
    if any(kind.family is Family.UNIT for kind in found):  # of two units one is converted to the other
        return len({each.value for each in mentions if each.kind in found}) > 1
    digits = any(char.isdigit() for token in reading.tokens[first:last] for char in token.text)
    return digits and any(kind.family in _MEANT_IN_DIGITS for kind in found)
