"""Why a column is one of texts, though what stands in it are numbers: in two notations, or with units behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seglam_lang.inputs.amounts import is_amount, read_numbers
from seglam_lang.language.types import TEXT

_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*(?:\s?([^\W\d_]{2,10}[²³23]?)|\s([^\W\d_]|[°µ][^\W\d_]?))\.?")
_ORDINAL = ("st", "nd", "rd", "th")


def why_no_numbers(present: Sequence[str]) -> str:
    """Return why different texts are no numbers, "" where they are, or do not look so."""
    found = read_numbers(present)
    if found is not None:
        return found.note if found.type == TEXT else ""
    return why_not_read(present)


def why_not_read(present: Sequence[str]) -> str:
    """Return why different texts, which `read_numbers` does not read, are no numbers, though they look so."""
    return _percents_among_others(present) or _units(present)


def _percents_among_others(present: Sequence[str]) -> str:
    """Return that 15% stands beside 0.2, which may be the fifth part or less than a percent."""
    percent = next((text for text in present if text.endswith("%")), None)
    other = next((text for text in present if not text.endswith("%")), None)
    if percent is None or other is None or not all(map(is_amount, present)):
        return ""
    return f"percentages and numbers without a sign ({percent} and {other})"


def _units(present: Sequence[str]) -> str:
    """Return that one unit stands behind all of the numbers, or behind some of them."""
    units: dict[str, str] = {}
    for text in present:
        match = _WITH_UNIT.fullmatch(text)
        if match:
            units.setdefault((match[1] or match[2]).casefold(), text)
        elif not is_amount(text):
            return ""
    if len(units) != 1 or not units.keys().isdisjoint(_ORDINAL):
        return ""
    (example,) = units.values()
    return f"numbers with a unit ({example})"
