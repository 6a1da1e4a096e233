"""The normal form of a header, by which wordings remember columns that the words of a request do not mention."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from seglam_lang.requests.tokens import plain

_JOINT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")


@lru_cache(maxsize=4096)
def normal_header(header: str) -> str:
    """Return a header without what people change when they export a table again: capitals, joined words, spaces.

    "Hire_Date", "hireDate" and " Hire  date" are "hire date". Signs count: "Amount ($)" is no "Amount (€)". A header
    of which nothing is left stays as it is, so that every header has a normal form, which is its own normal form.
    """
    return " ".join(plain(_JOINT.sub(" ", header)).casefold().split()) or header


@lru_cache(maxsize=256)
def digest_of_headers(headers: tuple[str, ...]) -> str:
    """Return what tables have in common that have the same headers, in their normal forms and in whatever order."""
    return sha256("\n".join(sorted(map(normal_header, headers))).encode()).hexdigest()[:32]
