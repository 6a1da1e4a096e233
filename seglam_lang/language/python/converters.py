"""Python values to values of a type: what a program gives a procedure.

    a scalar                    see `scalars`
    List      list, tuple or another sequence
    record    dict with the record's fields; an optional field may be left out
    Map       dict; where the keys are no scalars, a list of {"key": ..., "value": ...}
    T?        None, or a T
    Table     see `tables`

Each type has one converter, built once. It raises `Unfit`, which says where inside the argument the misfit is.
`results` has the way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.computing.numbers import LIMIT
from seglam_lang.language.failures import Failure
from seglam_lang.language.python.misfits import Unfit, short_repr, unfit
from seglam_lang.language.python.scalars import SCALAR_CONVERTERS, Converter, to_numbers
from seglam_lang.language.types import BOOL, DATE, NUMBER, SCALARS, TEXT, Con, Constructor, Type, Var, is_a, show
from seglam_lang.language.values import Map, Record, Value

NOT_ITEMS = (str, bytes, bytearray, memoryview)  # sequences for Python, but no lists of anything
KEYS = frozenset(SCALARS)  # types whose values can be the keys of a Python dict
_SEQUENCES = frozenset({list, tuple})


@lru_cache(maxsize=4096)
def converter(kind: Type) -> Converter:
    """Return the function that makes Python values into values of a type, or raises `Unfit`.

    A variable stands for a type of which nothing is known: only what has no parts, such as `[]`, fits what is made of
    it.
    """
    if isinstance(kind, Var):
        return _no_value
    if kind in SCALARS:
        return SCALAR_CONVERTERS[kind]
    if kind.constructor is Constructor.OPTIONAL:
        return _optional(converter(kind.args[0]))
    if kind.constructor is Constructor.LIST:
        return _list(kind)
    if kind.constructor is Constructor.RECORD:
        return _record(kind)
    if kind.constructor is Constructor.MAP:
        return _map(kind)
    raise TypeError(f"no argument is of type {show(kind)}")


def _no_value(value: Any) -> Value:
    raise unfit("a value of the language", value)


_CLASSES = {NUMBER: frozenset({int}), TEXT: frozenset({str}), BOOL: frozenset({bool}), DATE: frozenset({date})}
_NO_CLASSES: frozenset[type] = frozenset()
_FRACTIONS = frozenset({Decimal, float, int})


def _are_values(items: Sequence[Any], kind: Type) -> bool:
    """Return whether all items are values of a type as they are: seen at one glance, because most lists are such."""
    if is_a(kind, Constructor.OPTIONAL):
        kind, items = kind.args[0], [item for item in items if item is not None]
    if not items:
        return True
    if not isinstance(kind, Con) or not _CLASSES.get(kind, _NO_CLASSES).issuperset(map(type, items)):
        return False
    if kind == NUMBER:
        return bool(min(items) > -LIMIT and max(items) < LIMIT)
    return kind != TEXT or all(map(str.isascii, items))


def convert_all(items: tuple[Any, ...], kind: Type) -> tuple[Value, ...]:
    """Return the items as values of a type; the path of an `Unfit` begins with the item's position."""
    if not items:
        return ()
    if _are_values(items, kind):
        return items
    if kind == NUMBER and _FRACTIONS.issuperset(map(type, items)):
        numbers = to_numbers(items)
        if numbers is not None:
            return tuple(numbers)
    convert = converter(kind)
    try:
        return tuple([convert(item) for item in items])
    except Unfit:
        pass  # where it is, is looked for only now
    for position, item in enumerate(items):
        try:
            convert(item)
        except Unfit as misfit:
            raise misfit.inside(position) from None
    raise AssertionError("the items changed while they were read")


def as_items(value: Any, expected: Type | str) -> tuple[Any, ...]:
    """Return the items of a sequence; `Unfit` for anything else, texts and bytes too."""
    if type(value) not in _SEQUENCES and (not isinstance(value, Sequence) or isinstance(value, NOT_ITEMS)):
        raise unfit(expected, value)
    return tuple(value)


def _list(kind: Con) -> Converter:
    (item,) = kind.args
    return lambda value: convert_all(as_items(value, kind), item)


def _optional(convert: Converter) -> Converter:
    return lambda value: None if value is None else convert(value)


def _record(kind: Con) -> Converter:
    names = kind.labels
    fields = [(name, converter(each), _may_be_absent(each)) for name, each in zip(names, kind.args, strict=True)]

    def convert(value: Any) -> Record:
        if not isinstance(value, Mapping):
            raise unfit(kind, value)
        values = []
        for name, convert_field, absent in fields:
            if name not in value and not absent:
                raise Unfit(f"the field `{name}` is missing", f"expected {show(kind)}")
            try:
                values.append(convert_field(value.get(name)))
            except Unfit as misfit:
                raise misfit.inside(name) from None
        for name in value:
            if name not in names:
                from seglam_lang.language.diagnostics import did_you_mean

                hint = (did_you_mean(name, names) if isinstance(name, str) else "") or f"expected {show(kind)}"
                raise Unfit(f"there is no field {short_repr(name)}", hint)
        return Record(names, tuple(values))

    return convert


def _may_be_absent(kind: Type) -> bool:
    return is_a(kind, Constructor.OPTIONAL)


def _map(kind: Con) -> Converter:
    key, item = kind.args
    convert_key, convert_item = converter(key), converter(item)
    entries = isinstance(key, Con) and key not in KEYS

    def pairs(value: Any) -> list[tuple[Any, Any]]:
        if isinstance(value, Mapping):
            return list(value.items())
        if not entries:
            raise unfit(kind, value)
        found = as_items(value, kind)
        if all(isinstance(each, Mapping) and each.keys() == {"key", "value"} for each in found):
            return [(each["key"], each["value"]) for each in found]
        raise unfit(kind, value, 'give a list of {"key": ..., "value": ...}')

    def convert(value: Any) -> Map:
        keys, items = [], []
        for name, each in pairs(value):
            try:
                keys.append(convert_key(name))
                items.append(convert_item(each))
            except Unfit as misfit:
                raise misfit.inside(name) from None
        try:
            check_keys(keys)
        except Failure as failure:
            raise unfit(kind, value, failure.message) from None
        made = dict(zip(keys, items, strict=True))
        if len(made) < len(keys):  # as 0.1 and Decimal("0.1"), which differ in Python
            raise Unfit("two of the keys are the same value")
        return Map(made)

    return convert
