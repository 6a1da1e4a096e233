"""Numbers that are written as a formula: "12 + 8 * 3 - 4", "(80 + 20) / 8", "$50 - $12.50 - $7", "9 minus 4 minus 2".

A formula is one more notation of a number, as "3/4" and "2 1/2" are, and its value is a Number or an amount. So it may
stand in the slot of any wording that takes one: "15% of (80 + 20)", and by itself it asks for its value.

    sum     = product (("+" | "-") product)*
    product = power (("*" | "/") power)*        also x, ×, · and ÷, and in words "times", "multiplied by", ...
    power   = factor ["^" power]                also **
    factor  = number ["!"] | amount | "(" sum ")" | ("+" | "-") factor

Signs follow the order that is taught at school. In words nobody says parentheses, and "2 plus 3 times 4" may be meant
from left to right: where that makes a difference it is no formula, and neither is what follows "of" without
parentheses ("10% of 50 + 20"), or stands before a word that takes a number ("3 + 4 squared"). Numbers with nothing but
hyphens between them ("5-10", "555-1234") are not one either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from seglam_lang.language.computing.numbers import LIMIT, divide, parse_number
from seglam_lang.language.types import NUMBER
from seglam_lang.requests import kinds, number_phrases
from seglam_lang.requests.currencies import currency_after, currency_before
from seglam_lang.requests.kinds import Kind
from seglam_lang.requests.model import Literal
from seglam_lang.requests.number_words import STARTS, is_digits
from seglam_lang.requests.request import Request

_Signs = Mapping[tuple[str, ...], str]
_SUMS: _Signs = {("+",): "+", ("plus",): "+", ("-",): "-", ("minus",): "-"}
_PRODUCTS: _Signs = {
    **dict.fromkeys((("*",), ("x",), ("×",), ("·",), ("times",), ("multiplied", "by")), "*"),
    **dict.fromkeys((("/",), ("÷",), ("divided", "by")), "/"),
}
_POWERS: _Signs = {("^",): "^", ("*", "*"): "^"}
_RANKS = {"+": 0, "-": 0, "*": 1, "/": 1, "^": 2, "!": 3}
# What takes a number before it or behind it, so that of a formula it may mean the first or last number alone.
_AMONG = frozenset(
    (
        *("of", "off", "on", "by", "and", "than", "to", "plus", "minus", "times", "%", "percent", "mod", "modulo"),
        *("sqrt", "√", "root", "square", "cube", "double", "twice", "triple", "thrice", "half", *"+-*/^x×·÷)$€£¥₹"),
    )
)
_BINDS = frozenset(("squared", "cubed", "factorial", "mod", "modulo", "doubled", "tripled", "halved"))
_NUMBERS = STARTS - {"a", "an"}
_PERCENT = frozenset(("%", "percent", "pct", "per"))
_LARGEST_POWER = 99
_LARGEST_FACTORIAL = 31  # a larger one has more digits than a number
_DEEPEST = 20  # of parentheses, signs and powers


def formulas(request: Request) -> Iterator[Literal]:
    """Find formulas of two or more numbers, from left to right, each as long as it goes."""
    position = 0
    while position < len(request.norms):
        reader = _Reader(request, position)
        if found := _formula(reader):
            yield found
        position = max(reader.at, position + 1)


def _formula(reader: _Reader) -> Literal | None:
    try:
        value = reader.sum()
    except (_NoFormula, ZeroDivisionError):
        return None
    if not reader.is_formula or abs(value.size) >= LIMIT:
        return None
    number = divide(value.size.numerator, value.size.denominator)
    return Literal(reader.start, reader.at, NUMBER, number, value.kind)


class _NoFormula(Exception):
    """What was begun is no formula."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A number, or an amount of money."""

    size: Fraction
    kind: Kind = kinds.NUMBER

    def plus(self, other: _Value) -> _Value:
        """Return the sum: of amounts in one currency, to which a bare number may be added ("$50 + 20")."""
        found = {self.kind, other.kind} - {kinds.NUMBER}
        if len(found) > 1:
            raise _NoFormula
        return _Value(self.size + other.size, *found)

    def times(self, other: _Value) -> _Value:
        """Return the product: of two amounts there is none."""
        found = [kind for kind in (self.kind, other.kind) if kind != kinds.NUMBER]
        if len(found) > 1:
            raise _NoFormula
        return _Value(self.size * other.size, *found)

    def over(self, other: _Value) -> _Value:
        """Return the quotient: of two amounts it is a number."""
        if other.kind not in (kinds.NUMBER, self.kind):
            raise _NoFormula
        return _Value(self.size / other.size, self.kind if other.kind == kinds.NUMBER else kinds.NUMBER)

    def to_the(self, power: _Value) -> _Value:
        """Return a power of a number, of moderate size and with a whole exponent."""
        if self.kind != kinds.NUMBER or power.kind != kinds.NUMBER or power.size.denominator != 1:
            raise _NoFormula
        exponent = power.size.numerator
        bits = max(self.size.numerator.bit_length(), self.size.denominator.bit_length())
        if max(abs(exponent), bits) > _LARGEST_POWER:
            raise _NoFormula
        return _Value(self.size**exponent)


class _Reader:
    """Recursive descent from one token on; `at` is behind what has been read."""

    def __init__(self, request: Request, at: int) -> None:
        self.request, self.start, self.at = request, at, at
        self.signs: list[str] = []
        self.depth = 0
        self.is_spelled = self.has_parentheses = False  # a sign is a word; a part is in parentheses
        self.is_hyphened = True  # so far all signs are hyphens without spaces

    @property
    def is_formula(self) -> bool:
        """Whether what was read is a formula, is all of one, and can be meant in one way only."""
        request, last = self.request, self.at
        before, behind = request.word(self.start - 1), request.word(last)
        whole = request.word(self.start) == "(" and request.word(last - 1) == ")"
        if not self.signs or self.is_hyphened or behind in _PERCENT or self._sign(_PRODUCTS) or self._sign(_POWERS):
            return False
        if behind and behind[0].isalnum() and request.adjacent(last - 1):  # the km of "3 + 5km"
            return False
        to_the_power = tuple(request.norms[last : last + 4]) == ("to", "the", "power", "of")
        among = before in _AMONG or before in _NUMBERS or (before and is_digits(before))
        if (among or behind in _BINDS or to_the_power) and not whole:
            return False
        ranks = [_RANKS[sign] for sign in self.signs]
        return not (self.is_spelled and (self.has_parentheses or ranks != sorted(ranks, reverse=True)))

    def sum(self) -> _Value:
        """Read a sum, as far as it goes."""
        value = self._product()
        while step := self._next(_SUMS, self._product):
            sign, right = step
            value = value.plus(right if sign == "+" else _Value(-right.size, right.kind))
        return value

    def _product(self) -> _Value:
        value = self._power()
        while step := self._next(_PRODUCTS, self._power):
            sign, right = step
            value = value.times(right) if sign == "*" else value.over(right)
        return value

    def _power(self) -> _Value:
        value = self._factor()
        self.depth += 1
        step = self._next(_POWERS, self._power) if self.depth < _DEEPEST else None
        self.depth -= 1
        return value.to_the(step[1]) if step else value

    def _next(self, signs: _Signs, read: Callable[[], _Value]) -> tuple[str, _Value] | None:
        """Read a sign with what it joins; None, with nothing read, where that does not follow."""
        found = self._sign(signs)
        if found is None:
            return None
        sign, length = found
        before, kept = self.at, (len(self.signs), self.is_spelled, self.has_parentheses, self.is_hyphened)
        word, tight = self.request.word(before), self.request.adjacent(before - 1) and self.request.adjacent(before)
        self.at += length
        self.signs.append(sign)
        self.is_spelled |= len(word) > 1
        self.is_hyphened &= word == "-" and tight
        try:
            return sign, read()
        except _NoFormula:
            self.at = before
            count, self.is_spelled, self.has_parentheses, self.is_hyphened = kept
            del self.signs[count:]
            return None

    def _sign(self, signs: _Signs) -> tuple[str, int] | None:
        for words, sign in signs.items():
            if tuple(self.request.norms[self.at : self.at + len(words)]) == words:
                longer = words == ("*",) and self.request.word(self.at + 1) == "*"
                return None if longer else (sign, len(words))
        return None

    def _factor(self) -> _Value:
        word = self.request.word(self.at)
        if word == "(" and self.depth < _DEEPEST:
            return self._in_parentheses()
        if word in ("-", "+", "minus", "negative") and self.depth < _DEEPEST:
            self.at, self.depth = self.at + 1, self.depth + 1
            value = self._power()  # -3^2 is -9
            self.depth -= 1
            return value if word == "+" else _Value(-value.size, value.kind)
        return self._operand()

    def _in_parentheses(self) -> _Value:
        self.at, self.depth, self.has_parentheses = self.at + 1, self.depth + 1, True
        value = self.sum()
        if self.request.word(self.at) != ")":
            raise _NoFormula
        self.at, self.depth = self.at + 1, self.depth - 1
        return value

    def _operand(self) -> _Value:
        """Read a number or an amount."""
        request = self.request
        at = next((at for at in range(self.at, self.at + 3) if _is_number(request.word(at))), -1)
        before = currency_before(request, at) if at > self.at else None
        if at < 0 or (at > self.at and (before is None or before[0] != self.at)):
            raise _NoFormula
        divided = request.word(at + 1) == "/" and is_digits(request.norms[at])  # 1/2 is a quotient as any other
        value = parse_number(request.norms[at]) if divided else None
        found = number_phrases.number_at(request, at, before is not None) if value is None else (at + 1, value)
        if found is None or request.word(found[0]) in _PERCENT:
            raise _NoFormula
        self.at, size = found
        is_factorial = before is None and request.word(self.at) == "!" and request.adjacent(self.at - 1)
        if is_factorial and size in range(_LARGEST_FACTORIAL + 1):
            return self._factorial(int(size))
        kind = kinds.money(before[1]) if before else kinds.NUMBER
        behind = None if before else currency_after(request, self.at)
        if behind:
            self.at, kind = behind[0], kinds.money(behind[1])
        return _Value(Fraction(size), kind)

    def _factorial(self, number: int) -> _Value:
        self.at += 1
        if self.request.word(self.at) == "!":
            raise _NoFormula  # 3!! is another function
        self.signs.append("!")
        self.is_hyphened = False
        return _Value(Fraction(factorial(number)))


def _is_number(word: str) -> bool:
    return bool(word) and (is_digits(word) or word in _NUMBERS)
