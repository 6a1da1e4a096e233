"""Arguments that a builtin has a use for: without them most calls of, say, `convert` would fail at once.

The key is a parameter's name, alone or behind its builtin's. A generated call takes one of these now and then.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

_DATE_PATTERNS = ("yyyy-MM-dd", "d MMMM yyyy", "EEE, dd.MM.yy", "'day' d", "YYYY", "'", "")
_TIME_PATTERNS = ("HH:mm", "h:mm a", "yyyy-MM-dd HH:mm:ss.SSS", "d MMM yyyy, H:mm", "h", "mm", "'", "")
_BASES = (2, 10, 16, 36, 1, 37)
_COUNTS = (0, 1, 2, 3, 20, -1, Decimal("1.5"), 10**6, 10**12)
HINTS: dict[str, tuple[Any, ...]] = {
    "pattern": ("a", "[0-9]+", "(a|b)*", r"(\w)(\d*)", "a{2,5}", "(", "a**", r"\bx\b", "", ".", "^$", "(?i)A"),
    "date.format.pattern": _DATE_PATTERNS,
    "datetime.format.pattern": _TIME_PATTERNS,
    "time.format.pattern": _TIME_PATTERNS,
    "duration.format.pattern": ("h:mm", "d 'd' hh:mm:ss", "m", "ss.SSS", "HH", "'"),
    "text.to_datetime.pattern": _TIME_PATTERNS,
    "text.to_datetime.self": ("2024-01-31T09:30", "31 January 2024, 9:30 pm", "31.01.24 09:30", "2024-02-30T09:30"),
    "text.to_time.pattern": _TIME_PATTERNS,
    "text.to_time.self": ("09:30", "9:30 pm", "25:00", "09:30:15.25"),
    "text.to_duration.self": ("PT1H30M", "1 h 30 min", "36:15:00", "P1M"),
    "datetime.truncate.unit": ("hour", "week", "year", "second", "hours"),
    "time.truncate.unit": ("hour", "minute", "second", "day"),
    "number.time.self": (0, 9, 23, 24, -1),
    "minute": (0, 30, 59, 60),
    "second": (0, Decimal("59.9999999"), 60, Decimal("0.5")),
    "text.to_date.pattern": _DATE_PATTERNS,
    "text.to_date.self": ("2024-01-31", "31 January 2024", "31.01.24", "2024-02-30"),
    "replacement": (r"\1", r"\0\0", "x", "\\", r"\9"),
    "separator": (",", ";", " ", "", "\n", "ab", '"'),
    "number.convert.from": ("ft", "in", "m", "km", "kg", "°C", "K", "h", "MB", "mph", "parsec", ""),
    "number.convert.to": ("ft", "in", "m", "g", "lb", "°F", "min", "GiB", "km/h", ""),
    "date.next_weekday.name": ("Monday", "friday", "Mon", ""),
    "number.date.self": (2024, 1999, 0, 10**12),
    "month": (1, 2, 12, 13, 0),
    "day": (1, 29, 30, 31, 32),
    "text.from_base.base": _BASES,
    "number.to_base.base": _BASES,
    "fill": (" ", "0", "", "ab"),
    "width": _COUNTS,
    "times": _COUNTS,
    "size": (1, 2, 3, 0, -1, 10, 10**9),
    "number": _COUNTS,
    "position": (1, 2, 3, 0, -1, Decimal("0.5"), 10**33),
    "from": (1, 2, 0, -1, 10**20),
    "to": (1, 2, 3, 0, -1, 10**20),
    "share": (0, Decimal("0.25"), Decimal("0.5"), 1, 2),
    "exponent": (0, 1, 2, 10, -1, Decimal("0.5"), 10**9, Decimal("1E-30")),
    "degree": (2, 3, 0, -1, 10**6),
    "rate": (0, Decimal("0.01"), Decimal("0.3"), -1, Decimal("-0.5"), 10**6),
    "periods": (1, 12, 360, 0, Decimal("2.5"), 10**9),
    "times_a_year": (1, 12, 365, 0),
    "years": (1, 2, 10, 0, -1, 10**7),
    "digits": (0, 1, 2, 34, -3, 40, -7000, 7000, 10**30),
    "decimals": (0, 2, 34, 7000, -1),
    "thousands": (",", ".", " ", "", "abc"),
    "point": (".", ",", "", "abc"),
    "days": (0, 1, 30, -400, 4 * 10**6, 10**30, Decimal("0.5")),
    "months": (0, 1, 12, -13, 10**9),
    "weeks": (0, 1, -52, 10**8),
    "step": (1, 2, -1, 0, Decimal("0.1"), Decimal("1E-30")),
    "number.to_character.self": (65, 0x1F600, 0xD800, 0x110000, -1),
    "number.factorial.self": (0, 5, 30, 2000, 3000, 10**6),
    "number.is_prime.self": (2, 91, 10**12 + 39, 10**33 + 1),
    "number.divisors.self": (1, 12, 720720, 10**12),
    "number.prime_factors.self": (1, 12, 10**12 + 39, 10**14),
    "list.percentile.share": (0, Decimal("0.25"), Decimal("0.5"), 1, 2),
    "list.internal_rate_of_return.self": (),
    "text.before.self": ("a,b;c", "x ab y", "2024-01-31"),
    "text.after.self": ("a,b;c", "x ab y", "2024-01-31"),
    "text.before_last.self": ("a,b,c", "x ab y", "2024-01-31"),
    "text.after_last.self": ("a,b,c", "x ab y", "2024-01-31"),
    "text.between.self": ("f(x), g(y)", "<b>", "a,b,c"),
    "start": ("(", ",", "", "x"),
    "end": (")", ",", "", "y"),
    "number.arcsin.self": (0, Decimal("0.5"), 1, 2),
    "number.arccos.self": (0, Decimal("0.5"), 1, 2),
    "text.parse_csv.self": ("a,b\n1,x\n2,\n", "n,t\n1,x\n", "a\n", '"a","t"\n"1","""x"""\n', "a;b\n1;2\n", '"'),
    "text.parse_json.self": ("1", '"a"', "[1, 2.5]", "[]", "null", '{"a": 1, "b": "x"}', "[" * 200, '[{"n": 1}]', "{}"),
}  # fmt: skip


def hints(builtin: str, name: str) -> tuple[Any, ...]:
    """What is worth trying for the parameter `name` of `builtin`."""
    stem = builtin.partition("@")[0]
    return HINTS.get(f"{stem}.{name}", HINTS.get(name, ()))
