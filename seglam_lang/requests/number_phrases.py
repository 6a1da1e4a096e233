"""Numbers in every usual form: "100k", "1.2 M", "minus five", "half a dozen", "two and a third", "1e6", "40 000".

`number_words` reads composed numbers; here is what may stand around them.
"""

from __future__ import annotations

from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.computing.numbers import add, divide, multiply, negate, parse_number
from seglam_lang.language.values import Number
from seglam_lang.requests import number_words
from seglam_lang.requests.currencies import NAMES
from seglam_lang.requests.number_words import Found, is_digits
from seglam_lang.requests.request import Request

_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "lakh": 5, "lac": 5, "crore": 7}
_SCALES |= {f"{name}s": power for name, power in _SCALES.items()}
_SHORT_SCALES = {"mn": 6, "mln": 6, "bn": 9, "bln": 9, "tn": 12, "tln": 12, "trn": 12, "cr": 7}
SCALE_AFTER = _SCALES | _SHORT_SCALES
_LETTERS = {"k": 3, "K": 3, "M": 6, "b": 9, "B": 9}  # right after digits; "m" is a meter or a minute
_DOZENS = {"dozen": 12, "dozens": 12, "hundreds": 100}
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8)}
_ALONE = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "naught": 0, "nought": 0, "nil": 0}
_TWO = frozenset(("couple", "pair"))
_MINUS = frozenset(("minus", "negative"))
_JOINED_ORDINALS = {
    tens + word: number + value
    for tens, number in number_words.TENS.items()
    for word, value in number_words.ORDINALS.items()
    if value < 10
}
_NO_UNITS = frozenset(("month", "months", "year", "years", "am", "pm", "cents", "c", "p"))  # and yet said of numbers
_EXPONENT = 300  # a larger one is no number that somebody writes out

STARTS = frozenset((*number_words.STARTS, *_VULGAR, *_ALONE, *_MINUS, *_SCALES, "-", "+"))


def number_at(request: Request, at: int, amount: bool = False) -> Found:
    """Read the longest number that begins here, with its sign. `amount` says that it is of money: $5m is million."""
    norms = request.norms
    signed = norms[at] in _MINUS or (norms[at] in "+-" and not _follows_operand(request, at))
    start = at + 1 if signed else at
    if start >= len(norms) or (signed and norms[at] in _MINUS and _follows_operand(request, at)):
        return None
    found = _unsigned(request, start, amount)
    if found is None or not signed:
        return found
    return found[0], negate(found[1]) if norms[at] != "+" else found[1]


def _follows_operand(request: Request, at: int) -> bool:
    """Return whether an amount stands before a sign, which is an operator then ("10 minus 5", "5k - 1.8k")."""
    before = request.norms[at - 1] if at else ""
    joined = request.adjacent(at - 1) and before[-1].isalnum()
    return bool(before) and (joined or _is_number(before) or before in (")", "%") or _ends_amount(request, at - 1))


def _ends_amount(request: Request, at: int) -> bool:
    """Return whether a word is what a number right before it is of: the k of "5k", the minutes of "20 minutes"."""
    word, number = request.word(at), request.word(at - 1)
    if not number or not (is_digits(number) or number in number_words.STARTS):
        return False
    glued = is_digits(number) and request.adjacent(at - 1)
    return glued or word in SCALE_AFTER or word in _NO_UNITS or (word,) in NAMES or unit_of(word) is not None


def _is_number(norm: str) -> bool:
    return is_digits(norm) or (norm in number_words.STARTS and norm not in ("a", "an"))


def _unsigned(request: Request, at: int, amount: bool = False, below: int = _EXPONENT) -> Found:
    """Read a number without a sign, with scales whose power of ten is `below` this."""
    norms = request.norms
    if norms[at] in _ALONE and request.word(at + 1) != "point":
        return at + 1, _ALONE[norms[at]]
    if norms[at] in ("a", "an") and request.word(at + 1) in _TWO:
        return (at + 3 if request.word(at + 2) == "of" else at + 2), 2
    zero = (at + 1, 0) if norms[at] in _ALONE else None
    found = zero or _scientific(request, at) or _grouped(request, at) or part_at(request, at)
    found = found or number_words.whole(norms, at)
    if found is None:
        return None
    end, value = _mixed(request, at, *found)
    end, value = _decimals(request, end, value)
    end, value = _over(request, at, end, value)
    return _scaled(request, end, value, amount, below)


def _scientific(request: Request, at: int) -> Found:
    """Read "1.3e6", "-12e-1"."""
    norms = request.norms
    if not is_digits(norms[at]) or request.word(at + 1) != "e" or not request.adjacent(at):
        return None
    last = at + 3 if request.word(at + 2) in ("+", "-") else at + 2
    exponent = request.word(last)
    if not exponent.isdecimal() or len(exponent) > 3 or int(exponent) > _EXPONENT or not request.adjacent(last - 1):
        return None
    value = parse_number("".join(norms[at : last + 1]))
    return None if value is None else (last + 1, value)


def _grouped(request: Request, at: int) -> Found:
    """Read "40 000", "1 414 021 100": digits in threes."""
    norms, end = request.norms, at + 1
    if not norms[at].isdecimal() or len(norms[at]) > 3 or norms[at][0] == "0":
        return None
    while len(group := request.word(end).partition(".")[0]) == 3 and group.isdecimal() and "." not in norms[end - 1]:
        end += 1
    value = parse_number("".join(norms[at:end])) if end > at + 1 else None
    return None if value is None else (end, value)


def part_at(request: Request, at: int) -> Found:
    """Read a part of one: "1/2", "½", "half", "a quarter", "three fifths"."""
    norms, word = request.norms, request.word(at)
    if not word:
        return None
    if word in _VULGAR:
        return at + 1, divide(*_VULGAR[word])
    if word == "half":
        return at + 1, divide(1, 2)
    chained = request.word(at - 1) == "/"  # 12/3/2 is 12/3 divided by 2
    if (
        is_digits(word)
        and not chained
        and request.word(at + 1) == "/"
        and request.adjacent(at)
        and request.adjacent(at + 1)
    ):
        above, below = parse_number(word), parse_number(norms[at + 2])
        if isinstance(above, int) and isinstance(below, int) and below and request.word(at + 3) != "/":
            return at + 3, divide(above, below)
        return None
    if word not in number_words.STARTS:
        return None
    found = (at + 1, 1) if word in ("a", "an") else number_words.below_hundred(norms, at)
    longer = number_words.whole(norms, at)
    if longer and "and" in norms[at : longer[0]]:  # of "two million and three fifths" three are fifths
        longer = None
    parts = [_parts(request, each) for each in (found, longer) if each]
    return next(filter(None, parts), None)


def _parts(request: Request, counted: tuple[int, Number]) -> Found:
    """Read the parts of which some are counted: of "three fifths" what follows "three"."""
    count_end, count = counted
    start = count_end + 1 if request.word(count_end) == "-" else count_end
    below = _denominator(request, start, count)
    return (below[0], divide(count, below[1])) if below else None


def _denominator(request: Request, at: int, count: Number) -> Found:
    norm = request.word(at)
    if norm in ("quarter", "quarters"):
        return at + 1, 4
    if norm == "half" and count == 1:
        return at + 1, 2
    singular = norm.removesuffix("s")
    if (norm == singular) != (count == 1) or singular in ("first", "second"):
        return None
    if norm in number_words.TENS:
        norms = request.norms[at : at + 3]
        last = 2 if norms[1:2] == ["-"] else 1
        if last < len(norms):
            norms[last] = norms[last].removesuffix("s")
        found = number_words.ordinal(norms, 0)
        return (at + found[0], found[1]) if found else None
    return (at + 1, number_words.ORDINALS[singular]) if singular in number_words.ORDINALS else None


def _mixed(request: Request, start: int, end: int, value: Number) -> tuple[int, Number]:
    """Add the part after a whole number: "2 1/4", "3½", "five and a quarter"."""
    if not isinstance(value, int):
        return end, value
    norms = request.norms
    if request.word(end) == "and":
        is_quarter = request.word(end + 1) == "quarter"  # "one and quarter of an hour"
        found = (end + 2, divide(1, 4)) if is_quarter else part_at(request, end + 1) if end + 1 < len(norms) else None
    elif is_digits(norms[start]) and end < len(norms) and (is_digits(norms[end]) or norms[end] in _VULGAR):
        found = part_at(request, end)
    else:
        return end, value
    is_larger = norms[end - 1] in _SCALES and request.word(found[0]) in SCALE_AFTER if found else False
    if found is None or found[1] >= 1 or is_larger:  # "3 million and half a million" are two; 2.5 million is one
        return end, value
    scale = 10 ** _SCALES.get(norms[end - 1], 0)  # "3 million and a half" is 3.5 million
    return found[0], add(value, multiply(found[1], scale))


def _decimals(request: Request, end: int, value: Number) -> tuple[int, Number]:
    """Add the digits after a point: "1 point 1", "two hundred point seventy-one"."""
    if request.word(end) != "point" or not isinstance(value, int):
        return end, value
    digits, last = "", end + 1
    while norm := request.word(last):
        found = number_words.below_hundred(request.norms, last)
        if norm.isdecimal() and norm.isascii() and not digits:
            digits, last = norm, last + 1
            break
        if norm in ("naught", "nought", "oh"):
            found = (last + 1, 0)
        if found is None or (found[1] >= 10 and digits):
            break
        digits, last = digits + str(found[1]), found[0]
    tail = parse_number(f".{digits}") if digits else None
    return (end, value) if tail is None else (last, add(value, tail))


def _over(request: Request, start: int, end: int, value: Number) -> tuple[int, Number]:
    """Read "one over twenty", "one out of three"."""
    over = end + 1 if request.word(end) == "over" and value == 1 and end == start + 1 else 0
    if request.norms[end : end + 2] == ["out", "of"]:
        over = end + 2
    below = number_words.cardinal(request.norms, over) if over and over < len(request.norms) else None
    if below is None or not isinstance(below[1], int) or not below[1] or value > below[1]:
        return end, value
    return below[0], divide(value, below[1])


def _scaled(request: Request, end: int, value: Number, amount: bool, below: int) -> Found:
    """Multiply by what stands behind: "100k", "2 lakh", "1.2 bn", "half a million", "3 dozens"; then add the rest, as
    "twelve lakh" of "three crore twelve lakh".
    """
    filled = request.word(end) in ("a", "of") and value < 1 and request.word(end + 1) in (*_SCALES, *_DOZENS)
    at = end + 1 if filled else end
    if request.word(at) in _DOZENS:
        return at + 1, multiply(value, _DOZENS[request.norms[at]])
    power = _power(request, at, amount)
    if power is not None:
        value, end = times_power(value, power), at + 1
    elif request.word(end) == "and":  # "3 hundred and 21": the scale has been read
        power = 2 if request.norms[end - 1] == "hundred" else _SCALES.get(request.norms[end - 1])
    if power is None or power >= below:
        return end, value
    rest = _rest(request, end, power)
    return (rest[0], add(value, rest[1])) if rest else (end, value)


def _power(request: Request, at: int, amount: bool) -> int | None:
    """Return the power of ten that a token multiplies by, if it does."""
    norm = request.word(at)
    if norm in SCALE_AFTER or not norm:
        return SCALE_AFTER.get(norm)
    if amount and norm in ("m", "mm"):
        return 6
    letter = request.tokens[at].text
    glued = request.adjacent(at - 1) and is_digits(request.norms[at - 1])
    return _LETTERS.get(letter) if glued or letter == "M" else None


def times_power(value: Number, power: int) -> Number:
    """Return `value` times ten to this power."""
    return multiply(value, 10**power)


def _rest(request: Request, at: int, power: int) -> Found:
    """Read the smaller number after a scale."""
    start = at + 1 if request.word(at) == "and" else at
    norm = request.word(start)
    if norm not in number_words.STARTS and not (start > at and norm.isdecimal()):
        return None
    found = _unsigned(request, start, below=power)
    return found if found and 0 < found[1] < 10**power else None


def ordinal_at(request: Request, at: int) -> Found:
    """Read "one hundred twenty-fifth", "two hundredth", "twentyfifth"."""
    norms = request.norms
    if norms[at] in _JOINED_ORDINALS:
        return at + 1, _JOINED_ORDINALS[norms[at]]
    if norms[at] not in number_words.STARTS or norms[at] in ("half", "a", "an"):
        return None
    found = number_words.below_hundred(norms, at)
    if found and request.word(found[0]) == "hundredth":
        return found[0] + 1, 100 * found[1]
    if found is None or request.word(found[0]) != "hundred":
        return None
    start = found[0] + 2 if request.word(found[0] + 1) == "and" else found[0] + 1
    rest = number_words.ordinal(norms, start) if start < len(norms) else None
    return (rest[0], 100 * found[1] + rest[1]) if rest and rest[1] < 100 else None
