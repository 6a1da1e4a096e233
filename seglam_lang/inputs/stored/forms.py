"""The forms that the cells of a column may have in common, as far as the database recognises them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from seglam_lang.language.backends.columns import number_type
from seglam_lang.language.types import DATE, DATETIME, NUMBER, Con

_MOST_WHOLE = 15  # digits before the point of a number that the database recognises: more may be a code
_MOST_SCALE = 15  # digits behind it
_STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"

_WHOLE = f"[1-9][0-9]{{0,{_MOST_WHOLE - 1}}}"
_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_BY_FOUR = "(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = f"(?:[0-9]{{2}}{_BY_FOUR}|{_BY_FOUR}00)"
_LONG, _SHORT = "(?:0[13578]|1[02])", "(?:0[469]|11)"  # months
_DAY = (
    f"{_YEAR}-(?:(?:{_LONG}|{_SHORT}|02)-(?:0[1-9]|1[0-9]|2[0-8])|(?:{_LONG}|{_SHORT})-(?:29|30)|{_LONG}-31)"
    f"|{_LEAP_YEAR}-02-29"
)


class Form(NamedTuple):
    """A form that all cells of a column may have: how many have it, in SQL, and what they are then.

    A `cell` is a pattern of RE2's that each of them matches from end to end; it may be narrower than what is asked in
    SQL, and none where no pattern says enough. SQL reads each such cell as a value of the type; where the form
    `is_exact`, it writes that value as the cell is written.
    """

    type: Con
    asked: Callable[[str], str]
    sql_type: str
    digits: int = 0
    scale: int = 0
    cell: str = ""
    is_exact: bool = False


_DAYS = Form(
    DATE,
    lambda c: f"count_if(strlen({c}) = 10 AND CAST(TRY_CAST({c} AS DATE) AS VARCHAR) = {c})",
    "DATE",
    cell=_DAY,
    is_exact=True,
)
_STAMPS = Form(
    DATETIME,
    lambda c: (
        f"CASE WHEN count_if(CAST(TRY_CAST({c} AS TIMESTAMP) AS TIME) <> TIME '00:00:00') > 0 THEN "
        f"count_if(regexp_full_match({c}, '{_STAMP}') AND {c} >= '0001' AND TRY_CAST({c} AS TIMESTAMP) IS NOT NULL) END"
    ),
    "TIMESTAMP",
)


def stated(cells: Iterable[str | None]) -> list[str]:
    """Return the different texts among some cells, without spaces around them and without blanks."""
    return list(dict.fromkeys(cell.strip() for cell in cells if cell and not cell.isspace()))


def form_of(head: Sequence[str]) -> Form | None:
    """Return the form that the first texts of a column have in common."""
    if not head:
        return None
    if all(map(_is_plain, head)):
        scales = {len(text.partition(".")[2]) for text in head}
        return _numbers(max(scales), len(scales) == 1) if max(scales) <= _MOST_SCALE else None
    if all(len(text) == 10 and text[4] == text[7] == "-" for text in head):
        return _DAYS
    if all(len(text) in (16, 19) and text[4] == "-" and text[10] in " T" for text in head):
        return _STAMPS
    return None


def _numbers(scale: int, is_same: bool) -> Form:
    """Return the form of numbers with at most so many decimals, none of them written with zeros in front; it is exact
    if all of them have as many."""
    decimals = rf"(?:\.[0-9]{{1,{scale}}})?" if scale else ""
    pattern = f"-?(?:0|{_WHOLE}){decimals}"
    digits = _MOST_WHOLE + scale
    return Form(
        NUMBER,
        lambda c: f"count_if(regexp_full_match({c}, '{pattern}'))",
        number_type(digits, scale),
        digits,
        scale,
        _exact_number(scale) if is_same else pattern,
        is_same,
    )


def _exact_number(scale: int) -> str:
    """Return the pattern of numbers with so many decimals, as SQL writes them: a zero has no sign."""
    if not scale:
        return f"0|-?{_WHOLE}"
    fractions = "|".join(f"0{{{zeros}}}[1-9][0-9]{{{scale - 1 - zeros}}}" for zeros in range(scale))
    return rf"-?{_WHOLE}\.[0-9]{{{scale}}}|-?0\.(?:{fractions})|0\.0{{{scale}}}"


def _is_plain(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return text.isascii() and digits.isdigit() and not text.startswith(".") and not text.endswith(".")
