"""Of what a body takes of one stretch of words, all is taken of the longest mention.

    from 15 to 24 January 2025        s1: 24 January 2025, s2 and s3: the first and the last day of the period
    row[c0] >= s2 and row[c0] <= s1   says the same as with s3, but only that can be found in another period

A date that is the end of a period in use is that end: no template could have a slot in another one. And two dates that
are the ends of one, "from 1 January 2024 to 31 January 2024", are that period, so that "in January 2024" asks for the
same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from seglam_lang.requests import kinds
from seglam_lang.requests.model import Mention
from seglam_lang.requests.scope import PartOrigin, Scope, mention_in

_NAME = re.compile(r"\bs\d+\b")  # of what the words state


def in_wholes(body: str, scope: Scope) -> str:
    """Return a body over the names of a scope, with parts of the mentions in use in place of mentions inside these. A
    period is in use too where both of its days are.
    """
    used = [name for name in dict.fromkeys(_NAME.findall(body)) if name in scope.origins]
    renamed: dict[str, str] = {}
    for whole, parts in _wholes(scope):
        inside = {name: part for name in used if (part := _part_that_is(name, whole, parts, scope))}
        is_spelled = whole.kind == kinds.PERIOD and set(inside.values()) == set(parts)
        if is_spelled or not set(parts).isdisjoint(used):
            renamed |= {name: part for name, part in inside.items() if part not in used}
    return _NAME.sub(lambda match: renamed.get(match[0], match[0]), body) if renamed else body


def _wholes(scope: Scope) -> Iterator[tuple[Mention, list[str]]]:
    """Yield the mentions of which there are parts, with the names of these."""
    parts = [(each.mention, name) for name, each in scope.origins.items() if isinstance(each, PartOrigin)]
    for whole, of_it in groupby(parts, itemgetter(0)):
        yield whole, [name for _, name in of_it]


def _part_that_is(name: str, whole: Mention, parts: Sequence[str], scope: Scope) -> str | None:
    """Return the part of a mention that has the value of one inside it; None where there is none."""
    inner = mention_in(scope.origins[name])
    if inner is None or not is_inside(inner, whole):
        return None
    return next((part for part in parts if _are_one(name, part, scope)), None)


def is_inside(inner: Mention, whole: Mention) -> bool:
    """Return whether a mention stands within the words of a longer one."""
    is_within = whole.first <= inner.first and inner.last <= whole.last
    return is_within and (inner.first, inner.last) != (whole.first, whole.last)


def _are_one(name: str, other: str, scope: Scope) -> bool:
    one, two = scope.arguments[name], scope.arguments[other]
    return type(one) is type(two) and bool(one == two)
