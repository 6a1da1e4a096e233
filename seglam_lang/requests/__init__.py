"""Requests: words and inputs to the template that the cache knows and the values that its slots bind.

    inputs = read_inputs(files=[("", Path("shops.csv"))])
    reading = read("total revenue for each city", inputs)
    for match in matches(reading): ...     # candidate templates, most specific first
"""

from __future__ import annotations

from seglam_lang.requests.inputs import from_python, read_file, read_inputs, read_value
from seglam_lang.requests.literals import literals
from seglam_lang.requests.mentions import mentions_of
from seglam_lang.requests.model import Inputs, Mention, Reading, RequestError
from seglam_lang.requests.tokens import tokenise

LONGEST = 10_000  # characters of a request

__all__ = [
    "Inputs",
    "Mention",
    "Reading",
    "RequestError",
    "from_python",
    "read",
    "read_file",
    "read_inputs",
    "read_value",
]


def read(request: str, inputs: Inputs) -> Reading:
    """Everything that `request` may mention; RequestError if it is empty or too long."""
    if len(request) > LONGEST:
        message = f"the request has {len(request):,} characters; {LONGEST:,} are the most. Give data with --in, not in the words"
        raise RequestError("request-too-long", message)
    tokens = tokenise(request)
    if not tokens:
        raise RequestError("empty-request", "the request is empty")
    found = mentions_of(request, tokens, inputs, literals(request, tokens))
    found.sort(key=lambda mention: (mention.first, -mention.last))
    return Reading(request, tokens, tuple(found), inputs)
