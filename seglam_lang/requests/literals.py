"""Literals of a request: numbers, percentages, amounts, ordinals, dates, quoted texts, addresses, units and inline
lists.

Only values are recognised here, never what is to be done with them. A token may belong to several literals ("3, 8 and
12" is a list and three numbers; "second" is an ordinal and a unit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seglam_lang.inputs.currencies import CURRENCY_SIGNS, DOLLARS
from seglam_lang.inputs.dates import dates_in
from seglam_lang.language.computing.numbers import divide, negate, parse_number
from seglam_lang.language.types import DATE, NUMBER, TEXT, list_of
from seglam_lang.language.values import Number
from seglam_lang.requests import kinds, number_words
from seglam_lang.requests.dates import days_in
from seglam_lang.requests.model import Literal
from seglam_lang.requests.request import Request
from seglam_lang.requests.units import units_in

_OTHER_CODES = ("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "MXN", "NOK", "NZD", "PLN", "SEK", "SGD", "ZAR")
_CODES = frozenset((*CURRENCY_SIGNS.values(), *_OTHER_CODES))
_PERCENT = frozenset(("%", "percent", "pct"))
_DOUBLE_QUOTED = re.compile(r'"([^"\n]+)"')
_SINGLE_QUOTED = re.compile(r"(?<!\w)'(?=\S)([^\n]+?)(?<=\S)'(?!\w)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w+|(?:https?://|www\.)[^\s\"'<>]*[\w/#=&]", re.IGNORECASE)
_LISTED = {kinds.NUMBER: kinds.LIST, kinds.TEXT: kinds.LIST_OF_TEXTS}  # kinds of items, and of lists of them


def literals(request: Request) -> list[Literal]:
    """Return every literal of the request, in no particular order."""
    text, tokens = request.text, request.tokens
    quoted = list(_quoted(request))
    closed = [literal for literal in quoted if text[tokens[literal.first].start] != "'"]
    closed += _addresses(request)
    closed += _dates(request)
    hidden = {position for literal in closed for position in range(literal.first, literal.last)}
    ordinals = [literal for literal in _ordinals(request) if literal.first not in hidden]
    hidden |= {literal.first for literal in ordinals}  # the twenty of twenty-first
    numbers = [literal for literal in _numbers(request) if literal.first not in hidden]
    units = [literal for literal in _units(request, numbers) if literal.first not in hidden]
    singles = [literal for literal in quoted if literal not in closed]
    lists = [found for items in (numbers, quoted) if items for found in _lists(request, items)]
    return closed + singles + numbers + ordinals + units + lists


def _quoted(request: Request) -> Iterator[Literal]:
    patterns = [pattern for sign, pattern in (('"', _DOUBLE_QUOTED), ("'", _SINGLE_QUOTED)) if sign in request.plain]
    for pattern in patterns:
        for match in pattern.finditer(request.plain):
            span = request.span(match.start(), match.end())
            if span:
                yield Literal(*span, TEXT, request.text[match.start(1) : match.end(1)], kinds.TEXT)


def _addresses(request: Request) -> Iterator[Literal]:
    if "@" not in request.text and "://" not in request.text and "www." not in request.plain.lower():
        return
    for match in _ADDRESS.finditer(request.text):
        span = request.span(match.start(), match.end())
        if span:
            yield Literal(*span, TEXT, match.group(), kinds.TEXT)


def _dates(request: Request) -> Iterator[Literal]:
    spans: set[tuple[int, int]] = set()
    if any(norm[0].isdigit() for norm in request.norms):
        for start, end, value in dates_in(request.plain, request.day_first):
            span = request.span(start, end)
            if span:
                spans.add(span)
                yield Literal(*span, DATE, value, kinds.DATE)
    norms = request.norms
    if (
        spans and request.today is None
    ):  # only with a day to count from are there longer ones: "2 days after 2024-03-31"
        within = {at for span in spans for at in range(*span)}
        norms = ["\0" if at in within else norm for at, norm in enumerate(norms)]
    for first, last, days in days_in(norms, request.today, request.day_first):
        if (first, last) not in spans:
            yield Literal(first, last, DATE, days.first, kinds.DATE)


def _ordinals(request: Request) -> Iterator[Literal]:
    done = 0
    for position, norm in enumerate(request.norms):
        if position < done or not (norm in number_words.ORDINAL_STARTS or (norm[0].isdigit() and norm[-1].isalpha())):
            continue
        found = number_words.ordinal(request.norms, position)
        if found:
            done, value = found
            yield Literal(position, done, NUMBER, value, kinds.ORDINAL)


def _numbers(request: Request) -> Iterator[Literal]:
    """Find numbers, percentages and amounts. What is part of a longer one is not found again."""
    done = 0
    for position, norm in enumerate(request.norms):
        digits = number_words.is_digits(norm)
        if position < done or not (digits or norm in number_words.STARTS):
            continue
        if digits and _belongs_to_name(request, position):
            continue
        found = _slashed(request, position) if digits else None
        found = found or number_words.cardinal(request.norms, position)
        if found is not None:
            done, value = found
            yield _with_signs(request, position, done, value)


def _belongs_to_name(request: Request, position: int) -> bool:
    """Return whether digits are joined to a word with a hyphen, as in "F-16"."""
    glued = request.adjacent(position - 1) and request.norms[position - 1] == "-" and request.adjacent(position - 2)
    return glued and request.norms[position - 2][-1].isalpha()


def _with_signs(request: Request, first: int, last: int, value: Number) -> Literal:
    """Return the number with the sign, currency or percent sign that stands beside it."""
    norms, kind = request.norms, kinds.NUMBER
    first, value = _signed(request, first, value)
    before = norms[first - 1] if first else ""
    after = norms[last] if last < len(norms) else ""
    letters = norms[first - 2] if first > 1 and before == "$" and request.adjacent(first - 2) else ""
    if letters in DOLLARS:  # US$5, R$ 5
        first, kind = first - 2, kinds.money(DOLLARS[letters])
    elif before in CURRENCY_SIGNS:
        kind = kinds.money(CURRENCY_SIGNS[before])
        first, value = _signed(request, first - 1, value)
    elif before.upper() in _CODES:
        first, kind = first - 1, kinds.money(before.upper())
    elif after in CURRENCY_SIGNS and request.adjacent(last - 1):
        last, kind = last + 1, kinds.money(CURRENCY_SIGNS[after])
    elif after.upper() in _CODES:
        last, kind = last + 1, kinds.money(after.upper())
    elif after in _PERCENT:
        last, kind, value = last + 1, kinds.PERCENT, divide(value, 100)
    elif after == "per" and norms[last + 1 : last + 2] == ["cent"]:
        last, kind, value = last + 2, kinds.PERCENT, divide(value, 100)
    return Literal(first, last, NUMBER, value, kind)


def _signed(request: Request, first: int, value: Number) -> tuple[int, Number]:
    """Include a sign that touches the number and nothing before it. After another number it is an operator."""
    sign = first - 1
    if sign < 0 or request.norms[sign] not in "+-" or not request.adjacent(sign):
        return first, value
    touched = sign > 0 and request.adjacent(sign - 1) and request.norms[sign - 1] not in "([=$€£¥₹₩"
    if touched or (sign > 0 and _is_operand(request, sign - 1)):
        return first, value
    return sign, negate(value) if request.norms[sign] == "-" else value


def _is_operand(request: Request, position: int) -> bool:
    norm = request.norms[position]
    return number_words.is_digits(norm) or norm in (")", "%")


def _slashed(request: Request, first: int) -> number_words.Found:
    """Return 1/2 as one number, if nothing else touches it."""
    norms = request.norms
    if norms[first + 1 : first + 2] != ["/"] or not (request.adjacent(first) and request.adjacent(first + 1)):
        return None
    chained = request.adjacent(first - 1) and norms[first - 1] == "/"
    if chained or (request.adjacent(first + 2) and norms[first + 3] == "/"):
        return None
    above, below = parse_number(norms[first]), parse_number(norms[first + 2])
    return (first + 3, divide(above, below)) if isinstance(above, int) and isinstance(below, int) and below else None


def _units(request: Request, numbers: Sequence[Literal]) -> Iterator[Literal]:
    def written(first: int, last: int) -> str:
        return request.plain[request.tokens[first].start : request.tokens[last - 1].end]

    for first, last, unit in units_in(request.norms, written, {literal.last for literal in numbers}):
        yield Literal(first, last, TEXT, unit.name, kinds.unit(unit.dimension))


def _lists(request: Request, items: Sequence[Literal]) -> Iterator[Literal]:
    """Find three or more items of one kind with commas or "and" between them, or any number in square brackets."""
    by_first = {literal.first: literal for literal in sorted(items, key=lambda literal: literal.last)}
    used: set[int] = set()
    for literal in sorted(items, key=lambda literal: literal.first):
        if literal.first in used or literal.kind not in _LISTED:
            continue
        run = [literal]
        while (following := by_first.get(request.after_separator(run[-1].last))) and following.kind == literal.kind:
            run.append(following)
        used.update(item.first for item in run)
        first, last = literal.first, run[-1].last
        bracketed = request.norms[first - 1 : first] == ["["] and request.norms[last : last + 1] == ["]"]
        if bracketed:
            first, last = first - 1, last + 1
        if bracketed or len(run) >= 3:
            yield Literal(first, last, list_of(literal.type), tuple(item.value for item in run), _LISTED[literal.kind])
