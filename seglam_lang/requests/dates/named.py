"""What the calendar names, with a year or without: a day of a month, a month, quarter, half or season.

Each function reads a sequence of normalised tokens from a position and returns (end, value), or None.
"""

from __future__ import annotations

from seglam_lang.inputs.dates import month_and_day
from seglam_lang.language.computing.times import full_year
from seglam_lang.requests import number_words
from seglam_lang.requests.dates.days import Named
from seglam_lang.requests.dates.words import (
    PARTS,
    SEASONS,
    FoundInt,
    Norms,
    day_of_month,
    is_ordinal,
    joint,
    month,
    short_year,
    skip,
    word,
    year,
)

FoundNamed = tuple[int, Named] | None


def named(norms: Norms, at: int, day_first: bool = False) -> FoundNamed:
    """Read what the calendar names, with a year or without: a day of a month, a month, quarter, half or season.

    `day_first` is the order of "3/4/2024".
    """
    numeric = _numeric(norms, at, day_first)
    if numeric:
        return numeric
    for form in (_dotted, _year_first, _day_first, _month_first, _part_of_year, _season):
        found = form(norms, at)
        if found:
            return found
    return None


def _year_after(norms: Norms, at: int, sign: str = "") -> FoundInt:
    """Read the year of a date that ends here. Two digits are one after "of", an apostrophe, or the `sign` that stands
    between the day and the month too.
    """
    full = year(norms, joint(norms, at))
    if full:
        return full
    if word(norms, at) == "'":
        return short_year(norms, at)
    return short_year(norms, at + 1) if word(norms, at) == "of" or word(norms, at) == sign in ("-", "/") else None


def _month_first(norms: Norms, at: int) -> FoundNamed:
    """Read "January 12, 2016", "sep-23-2020", "May the fourth", "March 2024", "December"."""
    found = month(norms, at)
    if found is None:
        return None
    end, number = found
    full = year(norms, joint(norms, end)) or (_year_after(norms, end) if word(norms, end) in ("of", "'") else None)
    if full:
        return full[0], Named(full[1], number, number)
    day = day_of_month(norms, joint(norms, end) if word(norms, end) in (",", "-", "/") else end)
    if day is None or month(norms, skip(norms, day[0], "of")):  # "May, 5 June"
        return end, Named(None, number, number)
    full = _year_after(norms, day[0], word(norms, end))
    return (full[0], Named(full[1], number, number, day[1])) if full else (day[0], Named(None, number, number, day[1]))


def _day_first(norms: Norms, at: int) -> FoundNamed:
    """Read "12 January 2016", "the second of March", "31/Oct/1974", "14 nov"."""
    day = day_of_month(norms, at)
    if day is None:
        return None
    found = month(norms, joint(norms, skip(norms, day[0], "day")))
    if found is None:
        return None
    end, number = found
    full = _year_after(norms, end, word(norms, day[0]))
    return (full[0], Named(full[1], number, number, day[1])) if full else (end, Named(None, number, number, day[1]))


def _year_first(norms: Norms, at: int) -> FoundNamed:
    """Read "2019/sep/01", "2019-aug-1"."""
    full = year(norms, at)
    if full is None or word(norms, full[0]) not in ("-", "/"):
        return None
    found = month(norms, full[0] + 1)
    if found is None:
        return None
    end, number = found
    day = day_of_month(norms, end + 1) if word(norms, end) == word(norms, full[0]) else None
    return (day[0], Named(full[1], number, number, day[1])) if day else (end, Named(full[1], number, number))


def _numeric(norms: Norms, at: int, day_first: bool) -> FoundNamed:
    """Read "10/31/74", "21-04-2016", "2016/11", "11-2016", "4/22"."""
    sign = word(norms, at + 1)
    parts = [_digits(norms, at)]
    end = at + 1
    while len(parts) < 3 and word(norms, end) in (sign, ",") and sign in ("/", "-") and _digits(norms, end + 1):
        if word(norms, end) == "," and (len(parts) < 2 or len(norms[end + 1]) != 4):
            break
        parts.append(_digits(norms, end + 1))
        end += 2
    is_iso = len(parts) == 3 and len(parts[0]) == 4
    if not parts[0] or (not is_iso and _is_chained(norms, at, end, len(parts[-1]) == 4)):
        return None
    numbers = [int(part) for part in parts]
    if len(parts) == 3:
        if len(parts[0]) == 4:
            return _valid(end, *numbers)
        if len(parts[2]) == 1:
            return None
        full = numbers[2] if len(parts[2]) == 4 else full_year(numbers[2])
        return _valid(end, full, *month_and_day(numbers[0], numbers[1], day_first))
    if len(parts) == 2:
        first, second = numbers
        if len(parts[0]) == 4 or len(parts[1]) == 4:
            full, number = (first, second) if len(parts[0]) == 4 else (second, first)
            return _valid(end, full, number, None)
        if sign == "/":
            return _valid(end, None, *month_and_day(first, second, day_first))
    return None


def _is_chained(norms: Norms, at: int, end: int, is_whole: bool) -> bool:
    """Return whether more numbers are joined to these with the same sign: 1/2/3/4 is no date."""
    sign = norms[at + 1] if at + 1 < len(norms) else ""
    before = word(norms, at - 1) == sign and bool(_digits(norms, at - 2)) and len(norms[at - 2]) < 4
    return before or (not is_whole and word(norms, end) == sign)


def _dotted(norms: Norms, at: int) -> FoundNamed:
    """Read "13.5.2015", "10.31.1974", "2015.5.13": the day is first, unless it can only be second."""
    head, dot, second = word(norms, at).partition(".")
    last = _digits(norms, at + 2)
    if not dot or not last or word(norms, at + 1) != "." or not (head.isdecimal() and second.isdecimal()):
        return None
    if len(head) == 4:
        return _valid(at + 3, int(head), int(second), int(last))
    if len(last) != 4:
        return None
    day, number = (int(second), int(head)) if int(second) > 12 else (int(head), int(second))
    return _valid(at + 3, int(last), number, day)


def _digits(norms: Norms, at: int) -> str:
    norm = word(norms, at)
    return norm if norm.isdecimal() and norm.isascii() and len(norm) in (1, 2, 4) else ""


def _valid(end: int, full: int | None, number: int, day: int | None) -> FoundNamed:
    if not 1 <= number <= 12 or (day is not None and not 1 <= day <= 31) or (full is not None and full < 1000):
        return None
    return end, Named(full, number, number, day)


def _part_of_year(norms: Norms, at: int) -> FoundNamed:
    """Read "Q3 2016", "2016-Q3", "2016H2", "the third quarter of 2016", "the first half"."""
    head, mark, tail = word(norms, at).partition("'")
    if mark and head in PARTS and len(tail) == 2 and tail.isdecimal():  # "Q2'23" is one word
        return at + 1, Named(full_year(int(tail)), *PARTS[head])
    full = year(norms, at)
    start = joint(norms, full[0]) if full else at
    part = _part(norms, start)
    if part is None:
        return None
    end, (first, last) = part
    after = full or _year_after(norms, end)
    if full is None and after:
        end = after[0]
    return end, Named(after[1] if after else None, first, last)


def _part(norms: Norms, at: int) -> tuple[int, tuple[int, int]] | None:
    at = skip(norms, at, "the")
    norm = word(norms, at)
    if norm in PARTS:
        return at + 1, PARTS[norm]
    letter = "q" if norm in ("quarter", "qtr") else norm
    if letter in ("q", "h") and letter + word(norms, at + 1) in PARTS:
        return at + 2, PARTS[letter + norms[at + 1]]
    ordinal = number_words.ordinal(norms, at) if is_ordinal(norm) else None
    if ordinal is None or word(norms, ordinal[0]) not in ("quarter", "qtr", "half"):
        return None
    key = f"{'h' if norms[ordinal[0]] == 'half' else 'q'}{ordinal[1]}"
    return (ordinal[0] + 1, PARTS[key]) if key in PARTS else None


def _season(norms: Norms, at: int) -> FoundNamed:
    """Read "summer 2023", "the winter of 2023": December to February are the winter of the year it begins in."""
    months = SEASONS.get(word(norms, skip(norms, at, "the")))
    if months is None:
        return None
    end = skip(norms, at, "the") + 1
    full = year(norms, joint(norms, end))
    if full is None:
        return end, Named(None, *months)
    into = months[1] > 12 and word(norms, full[0]) in ("/", "-") and word(norms, full[0] + 1) == f"{full[1] + 1}"[-2:]
    return full[0] + 2 * into, Named(full[1], *months)  # "winter 2022/23"
