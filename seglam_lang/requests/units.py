"""Words for units, as the language's own table of units knows them."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.builtins.units import unit_of

_LONGEST = 3  # tokens: "square feet", "degrees fahrenheit"
_BEFORE_SHORT = frozenset(("to", "into", "in", "as", "of"))


def unit_at(norms: Sequence[str], position: int, after_number: bool) -> tuple[int, str, str] | None:
    """The unit named by the tokens from `position` on, longest first, as (end, canonical name, dimension).

    Abbreviations of one or two letters ("in", "m", "c") are also words, so they count only right after a number or, except
    "in", where the unit of a result stands ("to m").
    """
    for last in range(min(position + _LONGEST, len(norms)), position, -1):
        name = " ".join(norms[position:last])
        if len(name) <= 2 and not after_number and not (
            name != "in" and position and norms[position - 1] in _BEFORE_SHORT
        ):
            return None
        unit = unit_of(name)
        if unit is not None:
            return last, unit.name, unit.dimension
    return None
