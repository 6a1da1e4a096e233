"""Requests: from words and inputs to the templates that a request may have, and the values in their slots.

inputs = read_inputs(files=[("", Path("shops.csv"))])
reading = read("total revenue for each city", inputs)
for match in reading.matches: ...     # most specific first
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from seglam_lang.inputs.model import InputError, Inputs, is_encodable
from seglam_lang.inputs.numbers import refuse_rounding
from seglam_lang.language.types import NUMBER
from seglam_lang.requests import kinds
from seglam_lang.requests.advice import (
    Suggestion,
    ambiguous_dates,
    ask_for_today,
    did_you_mean,
    fiscal_years,
    mixed_currencies,
    nearest_columns,
    shared_header,
    texts_that_count,
)
from seglam_lang.requests.literals import literals
from seglam_lang.requests.mentions import mentions_of
from seglam_lang.requests.model import Match, Mention, Token, Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.request import Request
from seglam_lang.requests.template import Template

LONGEST = 10_000  # characters of a request
_TEXTS = (kinds.TEXT, kinds.CELL)
_MAY_PRESENT = re.compile(  # in lower case
    r"chart|graph|plot|diagram|scatter|histogram|visuali|\b(?:as (?:an? )?(?:bar|line|area)"
    r"|(?:bars|pies?|donut|doughnut|stacked|grouped|clustered|horizontal|vertical)\b)|\bdraw (?:it|them|th)|\(lines\)"
    r"|\b(?:simple|small|nice|quick|basic|ranked|side-by-side|multi|multiple|single)[ -]+(?:bar|column|line|area)"
)

__all__ = [
    "Match",
    "Mention",
    "Reading",
    "Suggestion",
    "Template",
    "Wording",
    "ambiguous_dates",
    "ask_for_today",
    "did_you_mean",
    "fiscal_years",
    "mixed_currencies",
    "nearest_columns",
    "presented",
    "read",
    "shared_header",
    "texts_that_count",
]


def read(request: str, inputs: Inputs, today: date | None = None) -> Reading:
    """Return `request` with everything that it may mention. Without `today` relative dates are none.

    Raise InputError if the request is empty, too long or holds a number that would be rounded.
    """
    if not isinstance(request, str):
        raise InputError("no-request", f"the request is a text, not a value of type {type(request).__name__}")
    if len(request) > LONGEST:
        size = f"the request has {len(request):,} characters, {LONGEST:,} are the most"
        message = f"{size}; data goes into an input, not the words"
        raise InputError("request-too-long", message)
    if not is_encodable(request):
        said = "the request holds half of a surrogate pair, which is no character"
        raise InputError("not-text", f"{said}; on a command line that is a byte that is no UTF-8")
    cut = Request.of(request, today, inputs.notations)
    tokens = cut.tokens
    if not tokens:
        raise InputError("empty-request", "the request is empty")
    found = mentions_of(request, tokens, inputs, literals(cut))
    _refuse_rounding(tokens, found)
    found.sort(key=lambda mention: (mention.first, -mention.last))
    return Reading(request, tokens, tuple(found), inputs, today)


def presented(reading: Reading) -> Reading:
    """Return the reading of a request without the words that say how its answer is to be shown, as `shown_as` says.

    It is the same one where there are none.
    """
    if not _MAY_PRESENT.search(reading.request.lower()):
        return reading
    from seglam_lang.requests.presentation import presentation  # a hit does not need it

    found = presentation(reading)
    if found is None:
        return reading
    same = found.words == reading.request
    return replace(reading if same else read(found.words, reading.inputs, reading.today), shown_as=found.kind)


def _refuse_rounding(tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
    """Refuse a whole number with more digits than are kept, unless it stands in a text or is one, as a cell."""
    texts = {at for each in mentions if each.kind in _TEXTS for at in range(each.first, each.last)}
    numbers = {at for each in mentions if each.type == NUMBER for at in range(each.first, each.last)}
    for at in sorted(numbers - texts):
        refuse_rounding(tokens[at].norm, "the request")
