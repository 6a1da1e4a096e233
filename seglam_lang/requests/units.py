"""Words for units, as the language's own table of units knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from seglam_lang.language.builtins.units import UNITS, Unit, same_dimension, unit_of
from seglam_lang.requests.model import Token
from seglam_lang.requests.request import Request
from seglam_lang.requests.tokens import norms

Written = Callable[[int, int], str]  # tokens first to last, as they are written

_LONGEST = 3  # tokens: "square feet", "miles per hour", "km/h"
_BEFORE_SHORT = frozenset(("to", "into", "in", "as", "of", "many", "convert"))
_EACH = frozenset(("the", "a", "an", "each", "every", "any"))
_DEGREES = frozenset(("degree", "degrees"))
_LONG = 7  # letters of a word that is still known with one of them wrong: of shorter ones there are too many alike
_PREFIXES = (
    *("yotta", "zetta", "exa", "peta", "tera", "giga", "mega", "kilo", "hecto", "hekto", "deca", "deka", "deci"),
    *("centi", "milli", "micro", "nano", "pico", "femto", "kibi", "mebi", "gibi", "tebi", "pebi"),
)
_FIRST_WORDS = frozenset(norms(name)[0] for unit in UNITS for name in unit.names)


def units_in(words: Sequence[str], text: Written, after_number: set[int]) -> Iterator[tuple[int, int, Unit]]:
    """Find the units that normalised tokens name, as (first, last, unit), if at least two convert to each other.

    One unit alone ("how many years", "5 km") changes nothing about what is computed. `text` gives a span as it is
    written, since capitals may count; `after_number` are the positions right after a number.
    """
    found = list(_all_units(words, text, after_number))
    parts = {at for one, other in pairwise(found) if _is_of_each(words[one[1] : other[0]]) for at in (one[0], other[0])}
    found = [each for each in found if each[0] not in parts]
    for first, last, unit in found:
        if meant := next(filter(None, (_converted(unit, other) for _, _, other in found)), None):
            yield first, last, meant


def _is_of_each(between: Sequence[str]) -> bool:
    """Return whether words between two units make one a part of the other: "the days of the week"."""
    return len(between) == 2 and between[0] == "of" and between[1] in _EACH


def named_units(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Unit]]:
    """Find every unit that tokens name, as (first, last, unit), whether it converts to another or not."""
    words = [token.norm for token in tokens]
    after_number = {at + 1 for at, word in enumerate(words) if word[0].isdigit()}
    yield from _all_units(words, lambda first, last: " ".join(token.text for token in tokens[first:last]), after_number)


def _converted(unit: Unit, other: Unit) -> Unit | None:
    """Return a unit as it is meant beside another that it converts to: an ounce beside cups is one of volume."""
    source, target = same_dimension(unit, other)
    return source if source is not target and source.dimension == target.dimension else None


def _all_units(words: Sequence[str], text: Written, after_number: set[int]) -> Iterator[tuple[int, int, Unit]]:
    position = 0
    while position < len(words):
        found = None
        if words[position] in _FIRST_WORDS or _misspelled(words[position]):
            found = _unit_at(words, text, position, position in after_number)
        if found:
            yield position, *found
        position = found[0] if found else position + 1


def _unit_at(
    words: Sequence[str], text: Callable[[int, int], str], position: int, after_number: bool
) -> tuple[int, Unit] | None:
    """Return the longest unit that is named from `position` on.

    Abbreviations of one or two letters ("in", "m", "c") are also words, so they count only right after a number or,
    except "in", where the unit of a result stands ("to m", "how many km") or a request begins with one ("lb to kg").
    """
    for last in range(min(position + _LONGEST, len(words)), position, -1):
        unit = unit_of(text(position, last))
        if unit is None and (last == position + 1 or (last == position + 2 and words[position] in _DEGREES)):
            unit = _misspelled(words[last - 1])
        if unit is None:
            continue
        short = last == position + 1 and len(words[position]) <= 2
        after_to = words[position] != "in" and position > 0 and words[position - 1] in _BEFORE_SHORT
        before_to = position == 0 and words[last : last + 1] in (["to"], ["into"])
        return (last, unit) if after_number or not short or after_to or before_to else None
    return None


@lru_cache(maxsize=1024)
def _misspelled(word: str) -> Unit | None:
    """Return the unit whose name is a word but for one letter that is missing, added, wrong or out of place."""
    if len(word) < _LONG or not word.isalpha() or unit_of(word) is not None:
        return None
    names = ((name, unit) for unit in UNITS for name in unit.names if len(name) >= _LONG)
    found = {unit.name: unit for name, unit in names if _is_slip(word, name) and _prefix(word) in ("", _prefix(name))}
    return next(iter(found.values())) if len(found) == 1 else None


def _prefix(word: str) -> str:
    """Return the prefix that multiplies a unit: a decameter is one that we do not know, and no slip for a decimeter."""
    return next((each for each in _PREFIXES if word.startswith(each)), "")


def _is_slip(word: str, name: str) -> bool:
    start = next((at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), len(word))
    rest, meant = word[start:], name[start:]
    exchanged = rest[:2] == meant[:2][::-1] and rest[2:] == meant[2:]
    return rest[1:] == meant or rest == meant[1:] or rest[1:] == meant[1:] or exchanged


_ALSO = {
    "km/hr": "km/h",
    "kms/h": "km/h",
    "gs": "g",
    "gramme": "gram",
    "microgrammes": "microgram",
    "centigrate": "celsius",
}
_ALSO |= {"sqm": "square meter", "sqft": "square foot", "sqkm": "square kilometer"}
_ALSO |= {"farenheit": "fahrenheit", "''": "inch"}


def unit_written(request: Request, first: int, last: int, after_degrees: bool = False) -> Unit | None:
    """Return the unit that a span of tokens names right after a number. After "degrees" it is one of temperature."""
    text = request.plain[request.tokens[first].start : request.tokens[last - 1].end]
    squeezed = text.replace(" ", "") if text.replace(" ", "").replace("/", "").isalpha() else text
    unit = unit_of(text) or unit_of(_ALSO.get(squeezed.lower(), squeezed))
    if unit is None or (after_degrees and unit.dimension != "temperature"):
        return None
    return unit
