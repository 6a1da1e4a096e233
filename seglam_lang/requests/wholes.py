"""Of what a body takes of one stretch of words, all is taken of the longest mention.

    from 15 to 24 January 2025        s1: 24 January 2025, s2 and s3: the first and the last day of the period
    row[c0] >= s2 and row[c0] <= s1   says the same as with s3, but only that can be found in another period

A date that is the end of a period in use is that end: no template could have a slot in another one.
"""

from __future__ import annotations

import re

from seglam_lang.requests.model import Mention
from seglam_lang.requests.scope import PartOrigin, Scope, mention_in

_NAME = re.compile(r"\bs\d+\b")  # of what the words state


def in_wholes(body: str, scope: Scope) -> str:
    """Return a body over the names of a scope, with parts of the mentions in use in place of mentions inside these."""
    used = [name for name in dict.fromkeys(_NAME.findall(body)) if name in scope.origins]
    renamed = {name: part for name in used if (part := _part(name, used, scope)) is not None and part not in used}
    return _NAME.sub(lambda match: renamed.get(match[0], match[0]), body) if renamed else body


def _part(name: str, used: list[str], scope: Scope) -> str | None:
    """Return the name of the same value as a part of a longer mention in use; None where there is none."""
    inner = mention_in(scope.origins[name])
    for other in used:
        origin = scope.origins[other]
        if inner is not None and isinstance(origin, PartOrigin) and is_inside(inner, origin.mention):
            for part, meant in scope.origins.items():
                if isinstance(meant, PartOrigin) and meant.mention == origin.mention and _are_one(name, part, scope):
                    return part
    return None


def is_inside(inner: Mention, whole: Mention) -> bool:
    """Return whether a mention stands within the words of a longer one."""
    is_within = whole.first <= inner.first and inner.last <= whole.last
    return is_within and (inner.first, inner.last) != (whole.first, whole.last)


def _are_one(name: str, other: str, scope: Scope) -> bool:
    one, two = scope.arguments[name], scope.arguments[other]
    return type(one) is type(two) and bool(one == two)
