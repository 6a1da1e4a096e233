"""Number words and composed numbers: "twelve", "twenty-five", "2 million", "two and a half", "third", "three quarters".

Each function reads a sequence of normalised tokens from a position and returns (end, value), or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.computing.numbers import add, divide, multiply, parse_number
from seglam_lang.language.values import Number

Found = tuple[int, Number] | None

_UNITS_AND_TEENS = """
    zero one two three four five six seven eight nine
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_ORDINAL_WORDS = """
    zeroth first second third fourth fifth sixth seventh eighth ninth
    tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_UNITS_AND_TEENS.split())}
TENS = {word: value for value, word in zip(range(20, 100, 10), _TENS_WORDS.split(), strict=True)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MULTIPLES = {"hundred": 100, "dozen": 12}
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS.split()) if value}
ORDINALS |= {word[:-1] + "ieth": value for word, value in TENS.items()} | {"hundredth": 100}
_PARTS = {"half": 2, "quarter": 4} | {word: value for word, value in ORDINALS.items() if 3 <= value <= 20}
_PARTS |= {word + "s": value for word, value in _PARTS.items() if word != "half"} | {"halves": 2}

STARTS = frozenset((*_SMALL, *TENS, *_SCALES, *_MULTIPLES, "a", "an", "half"))
ORDINAL_STARTS = frozenset((*ORDINALS, *TENS))


def is_digits(norm: str) -> bool:
    """Return whether a token is a number in digits."""
    return ("0" <= norm[-1] <= "9") and (norm[0] == "." or "0" <= norm[0] <= "9")


def cardinal(norms: Sequence[str], start: int) -> Found:
    """Read a number in digits or words, composed or with a fraction: "two hundred and five", "two and a half"."""
    found = _fraction(norms, start) or whole(norms, start)
    if found is None:
        return None
    end, value = found
    if end < len(norms) and norms[end] == "point" and not is_digits(norms[start]):
        return _decimals(norms, end, value)
    if tuple(norms[end : end + 3]) == ("and", "a", "half"):
        return end + 3, add(value, divide(1, 2))
    if tuple(norms[end : end + 2]) == ("and", "half") and tuple(norms[end + 2 : end + 3]) != ("of",):
        return end + 2, add(value, divide(1, 2))
    return found


def ordinal(norms: Sequence[str], start: int) -> Found:
    """Read an ordinal: "1st", "third", "twenty-first"."""
    norm = norms[start]
    if norm[0].isdigit() and norm[-1].isalpha():
        value = parse_number(norm[:-2])
        return None if value is None else (start + 1, value)
    if norm in ORDINALS:
        return start + 1, ORDINALS[norm]
    if norm in TENS:
        rest = start + 2 if norms[start + 1 : start + 2] == ["-"] else start + 1
        if rest < len(norms) and ORDINALS.get(norms[rest], 10) < 10:
            return rest + 1, TENS[norm] + ORDINALS[norms[rest]]
    return None


def _fraction(norms: Sequence[str], start: int) -> Found:
    """Read parts of one: "a half", "one sixth", "three quarters". Several parts need the plural.

    The parts are fewer than make a whole, and quarters are counted in words: "760 quarters" and "3 quarters" are coins.
    """
    if start + 1 >= len(norms):
        return None
    count = 1 if norms[start] in ("a", "an", "1") else _SMALL.get(norms[start])
    if count is None and norms[start].isascii() and norms[start].isdecimal():
        count = int(norms[start][:9])
    after = start + 2 if norms[start + 1] == "-" else start + 1
    part = norms[after] if after < len(norms) else ""
    if not count or part not in _PARTS or (count == 1) != (part[-1] != "s") or count >= _PARTS[part]:
        return None
    if part.startswith("quarter") and is_digits(norms[start]):
        return None
    return after + 1, divide(count, _PARTS[part])


def _decimals(norms: Sequence[str], point: int, value: Number) -> Found:
    """Read the digits after a point, in words: "two point five"."""
    digits, end = "", point + 1
    while end < len(norms) and _SMALL.get(norms[end], 10) < 10:
        digits, end = digits + str(_SMALL[norms[end]]), end + 1
    tail = parse_number("." + digits) if digits else None
    return (point, value) if tail is None else (end, add(value, tail))


def whole(norms: Sequence[str], start: int) -> Found:
    """Read groups below a thousand, each with its scale, in descending order: "1 million twelve hundred"."""
    total: Number = 0
    last_scale, position, end = 10**15, start, None
    if norms[start] in ("a", "an"):
        following = norms[start + 1] if start + 1 < len(norms) else ""
        if following not in _SCALES and following not in _MULTIPLES:
            return None
        position += 1
    while (group := _group(norms, position)) is not None:
        after, value = group
        scale = _SCALES.get(norms[after], 0) if after < len(norms) else 0
        if scale >= last_scale:
            break
        total = add(total, multiply(value, scale or 1))
        end = position = after + 1 if scale else after
        if not scale:
            break
        last_scale = scale
        if position < len(norms) and norms[position] == "and" and _ends_here(norms, position + 1):
            position += 1
    return None if end is None else (end, total)


def _group(norms: Sequence[str], start: int) -> Found:
    """Read what may stand before a scale: digits, words, hundreds, dozens. A bare scale is one of it."""
    if start >= len(norms):
        return None
    norm = norms[start]
    if norm in _SCALES:
        return start, 1
    digits = parse_number(norm) if is_digits(norm) else None
    found: Found = (start + 1, digits) if digits is not None else below_hundred(norms, start)
    end, value = found or (start, 1)
    multiple = _MULTIPLES.get(norms[end], 0) if end < len(norms) else 0
    if not multiple or (digits is not None and not 0 < digits < 100):
        return found
    end, value = end + 1, multiply(value, multiple)
    if multiple == 100 and end < len(norms):
        skip = 1 if norms[end] == "and" else 0
        rest = below_hundred(norms, end + skip)
        if rest and (not skip or _ends_here(norms, end + skip)):
            return rest[0], add(value, rest[1])
    return end, value


def below_hundred(norms: Sequence[str], start: int) -> tuple[int, int] | None:
    """Read a number below a hundred in words: "seven", "twenty-five"."""
    if start >= len(norms):
        return None
    norm = norms[start]
    if norm in _SMALL:
        return start + 1, _SMALL[norm]
    if norm not in TENS:
        return None
    unit = start + 2 if norms[start + 1 : start + 2] == ["-"] else start + 1
    if unit < len(norms) and 0 < _SMALL.get(norms[unit], 0) < 10:
        return unit + 1, TENS[norm] + _SMALL[norms[unit]]
    return start + 1, TENS[norm]


def _ends_here(norms: Sequence[str], start: int) -> bool:
    """Return whether words below a hundred follow and close the number.

    "one hundred and two thousand" may be one number or two, so it is read as two.
    """
    found = below_hundred(norms, start)
    return found is not None and (found[0] >= len(norms) or norms[found[0]] not in (*_SCALES, *_MULTIPLES))
