"""What an answer leaves out though it is level with what it has: of two rows with the largest value one is the first.

    rows.top(1, salary).values(name)      Ann, though Bob earns as much
    rows.top(1, salary).values(salary)    the same number, whoever is taken

A procedure that ranks, and reads the order of rows and items in no other way, is run again on all of them in other
orders (`ORDERS`): what comes to light then is level with what was shown. Of many that are level it is not all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from seglam_lang.language.builtins.registry import REGISTRY, Law
from seglam_lang.language.core import Call, Core, Invoke, Let, Local, Loop, Procedure, preorder
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Table, Value

if TYPE_CHECKING:
    from seglam_lang.language.running.compiled import Compiled

_ORDERED = frozenset(("Table", "List", "Groups"))  # receivers whose rows or items come one after another
_RANKING = frozenset(("top", "bottom", "maximum_by", "minimum_by", "mode", "most_frequent"))
_SORTING = frozenset(("sort", "sort_descending", "sort_by", "sort_by_descending", "top", "bottom"))
_CUTTING = frozenset(("take", "take_last", "drop", "drop_last", "first", "last", "at"))  # what is sorted, it ranks
_KEEPING = frozenset(("where", "filter", "map", "values", "select", "without", "rename", "with_column", "drop_blanks"))
_OF_ANY_ORDER = frozenset(  # the same rows, items and numbers, in whatever order they are given
    (
        *(*_SORTING, *_KEEPING, "value", "columns", "to_table", "present", "append_rows", "distinct_rows", "flat_map"),
        *("fill_blanks", "with_rank", "with_rank_descending", "with_share", "group_by", "count_by", "each", "summary"),
        *("total", "average", "minimum", "maximum", "median", "count", "count_distinct", "count_blanks", "any", "all"),
    )
)

Order = Callable[[Sequence[Value]], list[Value]]


def _backwards(items: Sequence[Value]) -> list[Value]:
    return list(items[::-1])


def _second_half_first(items: Sequence[Value]) -> list[Value]:
    middle = len(items) // 2
    return [*items[middle:], *items[:middle]]


ORDERS: tuple[Order, ...] = (_backwards, _second_half_first, lambda items: _backwards(_second_half_first(items)))


def ranks(procedure: Procedure) -> bool:
    """Return whether a procedure ranks rows or items, and reads their order in no other way."""
    nodes = list(preorder(procedure.body))
    bound = {node.slot: node.value for node in nodes if isinstance(node, Let)}
    found = False
    for node in nodes:
        if isinstance(node, Invoke | Loop):
            return False  # what they read is not followed
        if isinstance(node, Call) and (declared := REGISTRY.by_id[node.builtin]).receiver in _ORDERED:
            name = _name(node)
            if name in _RANKING or (name in _CUTTING and _is_sorted(node.args[0], bound)):
                found = True
            elif name not in _OF_ANY_ORDER and Law.PERMUTATION_INVARIANT not in declared.laws:
                return False
    return found


def level(compiled: Compiled, arguments: Sequence[Value]) -> tuple[Value, ...]:
    """Return what a procedure that `ranks` leaves out of its value for arguments, though it is level with what is in
    it: rows, as tuples of their cells, or items, or the one other value.
    """
    found: dict[Value, None] = {}
    try:
        shown = set(_parts(compiled.run(arguments)))
        for order in ORDERS:
            found |= dict.fromkeys(_parts(compiled.run([_in(order, each) for each in arguments])))
    except Failure:
        return ()
    return tuple(part for part in found if part not in shown)


def _is_sorted(node: Core, bound: Mapping[int, Core]) -> bool:
    """Return whether rows or items, or those of which they are a part, were sorted."""
    while isinstance(node, Local) and node.slot in bound:
        node = bound[node.slot]
    return isinstance(node, Call) and (
        _name(node) in _SORTING or (_name(node) in _KEEPING and _is_sorted(node.args[0], bound))
    )


def _name(call: Call) -> str:
    return call.builtin.partition("@")[0].partition(".")[2]


def _in(order: Order, value: Value) -> Value:
    """Return an argument with its rows or its items in another order."""
    if isinstance(value, Table):
        return value.take(order(range(value.length)))
    return tuple(order(value)) if isinstance(value, tuple) else value


def _parts(value: Value) -> Iterator[Value]:
    """Yield the rows or the items of a value, or itself."""
    if isinstance(value, Table):
        yield from value.rows()
    elif isinstance(value, tuple):
        yield from value
    else:
        yield value
