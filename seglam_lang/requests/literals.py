"""Literals of a request: numbers, percentages, amounts, ordinals, dates, quoted texts, addresses, units and inline
lists.

Only values are recognised here, never what is to be done with them. A token may belong to several literals ("3, 8 and
12" is a list and three numbers; "second" is an ordinal and a unit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seglam_lang.inputs.columns import CURRENCY_SIGNS
from seglam_lang.inputs.dates import dates_in
from seglam_lang.language.computing.numbers import divide, negate, parse_number
from seglam_lang.language.types import DATE, NUMBER, TEXT, list_of
from seglam_lang.language.values import Number
from seglam_lang.requests import number_words
from seglam_lang.requests.model import Mention, Token
from seglam_lang.requests.tokens import plain
from seglam_lang.requests.units import units_in

_OTHER_CODES = ("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "MXN", "NOK", "NZD", "PLN", "SEK", "SGD", "ZAR")
_CODES = frozenset((*CURRENCY_SIGNS.values(), *_OTHER_CODES))
_PERCENT = frozenset(("%", "percent", "pct"))
_DOUBLE_QUOTED = re.compile(r'"([^"\n]+)"')
_SINGLE_QUOTED = re.compile(r"(?<!\w)'(?=\S)([^\n]+?)(?<=\S)'(?!\w)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w+|(?:https?://|www\.)[^\s\"'<>]*[\w/#=&]", re.IGNORECASE)
_CONJUNCTIONS = frozenset(("and", "&", "or"))


@dataclass(frozen=True, slots=True)
class _Request:
    """A request with what is looked up often about its tokens."""

    text: str
    plain: str
    tokens: tuple[Token, ...]
    norms: list[str]
    starts: dict[int, int]  # position in the text -> the token that starts there
    ends: dict[int, int]  # position in the text -> the token after the one that ends there

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens of a stretch of text, or None if it cuts one."""
        first, last = self.starts.get(start), self.ends.get(end)
        return None if first is None or last is None else (first, last)

    def adjacent(self, left: int) -> bool:
        """Whether nothing stands between tokens `left` and `left + 1` (False at the borders)."""
        return 0 <= left < len(self.tokens) - 1 and self.tokens[left].end == self.tokens[left + 1].start


def literals(text: str, tokens: tuple[Token, ...]) -> list[Mention]:
    """Every literal of the request, in no particular order."""
    starts = {token.start: position for position, token in enumerate(tokens)}
    ends = {token.end: position for position, token in enumerate(tokens, 1)}
    request = _Request(text, plain(text), tokens, [token.norm for token in tokens], starts, ends)
    quoted = list(_quoted(request))
    closed = [mention for mention in quoted if text[tokens[mention.first].start] != "'"]
    closed += _addresses(request)
    closed += _dates(request)
    hidden = {position for mention in closed for position in range(mention.first, mention.last)}
    ordinals = [mention for mention in _ordinals(request) if mention.first not in hidden]
    hidden |= {mention.first for mention in ordinals}  # the twenty of twenty-first
    numbers = [mention for mention in _numbers(request) if mention.first not in hidden]
    units = [mention for mention in _units(request, numbers) if mention.first not in hidden]
    singles = [mention for mention in quoted if mention not in closed]
    lists = [*_lists(request, numbers), *_lists(request, quoted)]
    return closed + singles + numbers + ordinals + units + lists


def _quoted(request: _Request) -> Iterator[Mention]:
    patterns = [pattern for sign, pattern in (('"', _DOUBLE_QUOTED), ("'", _SINGLE_QUOTED)) if sign in request.plain]
    for pattern in patterns:
        for match in pattern.finditer(request.plain):
            span = request.span(match.start(), match.end())
            if span:
                yield Mention(*span, "text", TEXT, request.text[match.start(1) : match.end(1)])


def _addresses(request: _Request) -> Iterator[Mention]:
    if "@" not in request.text and "://" not in request.text and "www." not in request.plain.lower():
        return
    for match in _ADDRESS.finditer(request.text):
        span = request.span(match.start(), match.end())
        if span:
            yield Mention(*span, "text", TEXT, match.group())


def _dates(request: _Request) -> Iterator[Mention]:
    if not any(norm[0].isdigit() for norm in request.norms):
        return
    for start, end, value in dates_in(request.plain):
        span = request.span(start, end)
        if span:
            yield Mention(*span, "date", DATE, value)


def _ordinals(request: _Request) -> Iterator[Mention]:
    done = 0
    for position, norm in enumerate(request.norms):
        if position < done or not (norm in number_words.ORDINAL_STARTS or (norm[0].isdigit() and norm[-1].isalpha())):
            continue
        found = number_words.ordinal(request.norms, position)
        if found:
            done, value = found
            yield Mention(position, done, "ordinal", NUMBER, value)


def _numbers(request: _Request) -> Iterator[Mention]:
    """Numbers, percentages and amounts; a number that a longer phrase has used up is not told again."""
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


def _belongs_to_name(request: _Request, position: int) -> bool:
    """Whether digits are glued to a word with a hyphen, as in "F-16"."""
    glued = request.adjacent(position - 1) and request.norms[position - 1] == "-" and request.adjacent(position - 2)
    return glued and request.norms[position - 2][-1].isalpha()


def _with_signs(request: _Request, first: int, last: int, value: Number) -> Mention:
    """The number with the sign, currency or percent sign that stands beside it."""
    norms, kind = request.norms, "number"
    first, value = _signed(request, first, value)
    before = norms[first - 1] if first else ""
    after = norms[last] if last < len(norms) else ""
    if before in CURRENCY_SIGNS:
        kind = f"money:{CURRENCY_SIGNS[before]}"
        first, value = _signed(request, first - 1, value)
    elif before.upper() in _CODES:
        first, kind = first - 1, f"money:{before.upper()}"
    elif after in CURRENCY_SIGNS and request.adjacent(last - 1):
        last, kind = last + 1, f"money:{CURRENCY_SIGNS[after]}"
    elif after.upper() in _CODES:
        last, kind = last + 1, f"money:{after.upper()}"
    elif after in _PERCENT:
        last, kind, value = last + 1, "percent", divide(value, 100)
    elif after == "per" and norms[last + 1 : last + 2] == ["cent"]:
        last, kind, value = last + 2, "percent", divide(value, 100)
    return Mention(first, last, kind, NUMBER, value)


def _signed(request: _Request, first: int, value: Number) -> tuple[int, Number]:
    """Include a sign that touches the number and nothing before it; after another number it is an operator."""
    sign = first - 1
    if sign < 0 or request.norms[sign] not in "+-" or not request.adjacent(sign):
        return first, value
    touched = sign > 0 and request.adjacent(sign - 1) and request.norms[sign - 1] not in "([=$€£¥₹₩"
    if touched or (sign > 0 and _is_operand(request, sign - 1)):
        return first, value
    return sign, negate(value) if request.norms[sign] == "-" else value


def _is_operand(request: _Request, position: int) -> bool:
    norm = request.norms[position]
    return number_words.is_digits(norm) or norm in (")", "%")


def _slashed(request: _Request, first: int) -> number_words.Found:
    """1/2 as one number, if nothing else touches it."""
    norms = request.norms
    if norms[first + 1 : first + 2] != ["/"] or not (request.adjacent(first) and request.adjacent(first + 1)):
        return None
    chained = request.adjacent(first - 1) and norms[first - 1] == "/"
    if chained or (request.adjacent(first + 2) and norms[first + 3] == "/"):
        return None
    above, below = parse_number(norms[first]), parse_number(norms[first + 2])
    return (first + 3, divide(above, below)) if isinstance(above, int) and isinstance(below, int) and below else None


def _units(request: _Request, numbers: Sequence[Mention]) -> Iterator[Mention]:
    def written(first: int, last: int) -> str:
        return request.plain[request.tokens[first].start : request.tokens[last - 1].end]

    for first, last, unit in units_in(request.norms, written, {mention.last for mention in numbers}):
        yield Mention(first, last, f"unit:{unit.dimension}", TEXT, unit.name)


def _lists(request: _Request, items: Sequence[Mention]) -> Iterator[Mention]:
    """Three or more items of one kind with commas or "and" between them, or any number of them in square brackets."""
    by_first = {mention.first: mention for mention in sorted(items, key=lambda mention: mention.last)}
    used: set[int] = set()
    for mention in sorted(items, key=lambda mention: mention.first):
        if mention.first in used or mention.kind not in ("number", "text"):
            continue
        run = [mention]
        while (following := by_first.get(_after_separator(request, run[-1].last))) and following.kind == mention.kind:
            run.append(following)
        used.update(item.first for item in run)
        first, last = mention.first, run[-1].last
        bracketed = request.norms[first - 1 : first] == ["["] and request.norms[last : last + 1] == ["]"]
        if bracketed:
            first, last = first - 1, last + 1
        if bracketed or len(run) >= 3:
            yield Mention(first, last, "list", list_of(mention.type), tuple(item.value for item in run))


def _after_separator(request: _Request, position: int) -> int:
    """The position after ",", "and" or ", and"; -1 if there is no separator."""
    norms, start = request.norms, position
    if position < len(norms) and norms[position] == ",":
        position += 1
    if position < len(norms) and norms[position] in _CONJUNCTIONS:
        position += 1
    return position if position > start else -1
