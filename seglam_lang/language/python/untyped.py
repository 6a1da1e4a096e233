"""Python values whose type nothing states: what each is, found by one walk that asks a policy where there is a choice.

A dict is a record, a list of dicts or {"columns", "rows"} a table, any other sequence a list of one type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from seglam_lang.language.python.converters import NOT_ITEMS, as_items
from seglam_lang.language.python.misfits import Unfit, short_repr, unfit
from seglam_lang.language.python.policy import Policy
from seglam_lang.language.python.scalars import SCALAR_CONVERTERS, scalar_type
from seglam_lang.language.python.tables import is_table, read_table
from seglam_lang.language.types import MAX_DEPTH, TABLE, Con, Type, Var, list_of, optional, record, show
from seglam_lang.language.values import Record, Value

ANY = Var("_any")  # the item type of an empty list
VALUE = "a value"


class TypedValue(NamedTuple):
    """A value that was read, the type that was found for it, and sentences for people about how it was read."""

    value: Value
    type: Con
    notes: tuple[str, ...] = ()


def read_untyped(value: Any, policy: Policy, depth: int = 0) -> TypedValue:
    """Return a Python value as a value of the language with its type; raise `Unfit` where it is none."""
    kind = scalar_type(value)
    if kind is not None:
        return TypedValue(SCALAR_CONVERTERS[kind](value), kind)
    if depth > MAX_DEPTH:
        raise Unfit("the value is nested too deeply")
    if is_table(value):
        columns = read_table(value, policy)
        return TypedValue(columns.table(), TABLE, columns.notes)
    if isinstance(value, Mapping):
        return _read_record(value, policy, depth + 1)
    if isinstance(value, Sequence) and not isinstance(value, NOT_ITEMS):
        return _read_list(as_items(value, VALUE), policy, depth + 1)
    raise unfit(VALUE, value, "", "blank-input" if value is None else "bad-input")


def _read_record(value: Mapping[Any, Any], policy: Policy, depth: int) -> TypedValue:
    fields: dict[str, TypedValue] = {}
    for key, item in value.items():
        name = policy.field_name(key)
        if name in fields:
            raise Unfit(f"two fields are named {short_repr(name)}", "rename one")
        fields[name] = _read_part(item, policy, depth, key)
    kind = record({name: each.type for name, each in fields.items()})
    return TypedValue(Record(tuple(fields), tuple(each.value for each in fields.values())), kind)


def _read_list(items: tuple[Any, ...], policy: Policy, depth: int) -> TypedValue:
    """Read a list; items of one type that may be blank make a list of optionals."""
    found = [None if item is None else _read_part(item, policy, depth, place) for place, item in enumerate(items)]
    present = [each for each in found if each is not None]
    values = tuple([None if each is None else each.value for each in found])
    kinds = dict.fromkeys(each.type for each in present)
    if len(kinds) > 1:
        if any(scalar_type(each.value) is None for each in present):
            names = ", ".join(map(show, kinds))
            raise Unfit(f"the items of a list are of one type, not of several: {names}", "", "mixed-list")
        values = policy.one_type(values)
        kinds = dict.fromkeys(kind for kind in map(scalar_type, values) if kind is not None)
    item_type: Type = next(iter(kinds), ANY)
    return TypedValue(values, list_of(optional(item_type) if None in values else item_type))


def _read_part(value: Any, policy: Policy, depth: int, step: object) -> TypedValue:
    try:
        return read_untyped(value, policy, depth)
    except Unfit as misfit:
        raise misfit.inside(step) from None
