"""The type that a Python value most likely has, for parameters whose type is a type parameter.

Nothing here raises: where the parts of a value disagree, the first says what its type is, and the converter of that
type (`converters`) says what does not fit it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seglam_lang.language.python.converters import NOT_ITEMS
from seglam_lang.language.python.scalars import scalar_type
from seglam_lang.language.types import (
    Con,
    Constructor,
    Type,
    Var,
    list_of,
    map_of,
    optional,
    record,
)

UNKNOWN = Var("?")  # the type of what says nothing, such as the items of []
_DEEPEST = 16  # levels that are looked at; a type that is nested deeper has to be in the signature


def type_of(value: Any, depth: int = 0) -> Type:
    """Return the type of a value; UNKNOWN stands for what it says nothing of."""
    if value is None:
        return optional(UNKNOWN)
    kind = scalar_type(value)
    if kind is not None:
        return kind
    if depth == _DEEPEST:
        return UNKNOWN
    if isinstance(value, Mapping):
        return _type_of_mapping(value, depth + 1)
    if isinstance(value, Sequence) and not isinstance(value, NOT_ITEMS):
        return list_of(type_of_all(value, depth + 1))
    return UNKNOWN


def type_of_all(items: Sequence[Any], depth: int = 0) -> Type:
    """Return the type that all of `items` have."""
    found: Type = UNKNOWN
    kinds = set(map(type, items))
    if len(kinds) == 1 and scalar_type(items[0]) is not None:
        return type_of(items[0])
    for item in items:
        found = join(found, type_of(item, depth))
    return found


def _type_of_mapping(value: Mapping[Any, Any], depth: int) -> Type:
    """Return the type of a dict: a record if its keys are all texts, else a Map."""
    if value and all(isinstance(name, str) for name in value):
        return record({str.__str__(name): type_of(each, depth) for name, each in value.items()})
    return map_of(type_of_all(list(value), depth), type_of_all(list(value.values()), depth))


def join(left: Type, right: Type) -> Type:
    """Return the type that has the values of both; `left` where there is none.

    What may be absent in one, may be absent in both.
    """
    if isinstance(left, Var) or isinstance(right, Var):
        return right if isinstance(left, Var) else left
    if left == right:
        return left
    if Constructor.OPTIONAL in (left.constructor, right.constructor):
        one, other = (each.args[0] if each.constructor is Constructor.OPTIONAL else each for each in (left, right))
        return optional(join(one, other))
    if left.constructor is not right.constructor:
        return left
    if left.constructor is Constructor.RECORD:
        fields = dict(zip(left.labels, left.args, strict=True))
        for label, kind in zip(right.labels, right.args, strict=True):
            fields[label] = join(fields.get(label, UNKNOWN), kind)
        return record(fields)
    return Con(left.constructor, tuple(map(join, left.args, right.args)))
