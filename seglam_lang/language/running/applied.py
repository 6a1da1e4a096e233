"""Closures of builtins that apply functions to each item of their receiver (`Builtin.applied`).

The calls of the functions are charged before the first call, then the work of the builtin on their results.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from seglam_lang.language.failures import Failure
from seglam_lang.language.running.closures import Code, Frame, Function, place, spend
from seglam_lang.language.values import Groups, Table, Value

Items = tuple[Any, ...]
Each = Callable[[Frame, Items], Any]  # what is given for each item of a list


def apply(impl: Function, cost: Callable[..., int], receiver: Code, parts: list[Each], size: int, number: int) -> Code:
    """Return the code of a builtin on its receiver and the results of each part; the functions' bodies have `size`
    nodes in all."""
    if len(parts) == 1:
        return _apply_one(impl, cost, receiver, parts[0], size, number)

    def run(frame: Frame) -> Any:
        try:
            items = receiver(frame)
            spend(frame, size * len(items))
            args = [part(frame, items) for part in parts]
            spend(frame, cost(items, *args))
            return impl(items, *args)
        except Failure as failure:
            place(failure, number)
            raise

    return run


def apply_to_groups(
    impl: Function, cost: Callable[..., int], receiver: Code, part: Each, size: int, number: int
) -> Code:
    """Return the code of a builtin on groups and the results of a function for the rows of each; if there are no groups
    it is applied to no rows, so that the columns of its result are known."""

    def run(frame: Frame) -> Any:
        try:
            groups = receiver(frame)
            tables = groups_or_no_rows(groups)
            spend(frame, size * len(tables))
            given = part(frame, tables)
            spend(frame, cost(groups, given))
            return impl(groups, given)
        except Failure as failure:
            place(failure, number)
            raise

    return run


def groups_or_no_rows(groups: Groups) -> tuple[Table, ...]:
    """Return the rows of each group; a table without rows if there are no groups."""
    return tuple(groups.tables()) or (groups.table.take([]),)


def _apply_one(impl: Function, cost: Callable[..., int], receiver: Code, part: Each, size: int, number: int) -> Code:
    def run(frame: Frame) -> Any:
        try:
            items = receiver(frame)
            spend(frame, size * len(items))
            given = part(frame, items)
            spend(frame, cost(items, given))
            return impl(items, given)
        except Failure as failure:
            place(failure, number)
            raise

    return run


def the_items(_frame: Frame, items: Items) -> Items:
    """Return the results of `x => x`: the items themselves."""
    return items


def results(slot: int, body: Code) -> Each:
    """Return the results of a function of one parameter for each item."""
    return lambda frame, items: tuple([body(frame) for frame[slot] in items])


# For the comparisons, which are no functions of the language's own: what they give for all items and a constant.
_COMPARED: dict[Function, Callable[[Items, Value], list[bool]]] = {
    operator.eq: lambda items, constant: [item == constant for item in items],
    operator.ne: lambda items, constant: [item != constant for item in items],
    operator.lt: lambda items, constant: [item < constant for item in items],
    operator.le: lambda items, constant: [item <= constant for item in items],
    operator.gt: lambda items, constant: [item > constant for item in items],
    operator.ge: lambda items, constant: [item >= constant for item in items],
}


def compared_with_constant(impl: Function, constant: Value) -> Each:
    """Return the results of comparing each item with a constant without parts; this never fails."""
    compared = _COMPARED[impl]
    return lambda frame, items: tuple(compared(items, constant))


def results_with_constant(impl: Function, constant: Value, number: int) -> Each:
    """Return the results of a builtin for each item and a constant."""

    def given(_frame: Frame, items: Items) -> Items:
        try:
            return tuple([impl(item, constant) for item in items])
        except Failure as failure:
            place(failure, number)
            raise

    return given


def once(code: Code) -> Each:
    """Return an argument that is not a function."""
    return lambda frame, items: code(frame)


def left_out(_frame: Frame, _items: Items) -> None:
    """Return None for an argument that is left out."""
