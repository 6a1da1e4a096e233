"""What the core of a procedure gives for testing it: its constants, and the laws that its builtins promise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins.registry import Law
from seglam_lang.language.core import Call, Const, Core, If, Lambda, Let, Local, Procedure, children, preorder
from seglam_lang.language.types import Constructor, is_a
from seglam_lang.verifier.generate import Hints

_TEXT_IN_EXAMPLE = re.compile(r'"([^"\\]{0,16})"')


def hints_of(cores: Iterable[Procedure]) -> Hints:
    """Return values that chance would hardly give: the constants of procedures, and texts of their builtins' examples.

    "km" means something to `convert`, and the examples of `convert` are where that is written down.
    """
    numbers: dict[int | Decimal, None] = {}
    texts: dict[str, None] = {}
    dates: dict[date, None] = {}
    times: dict[datetime | time | timedelta, None] = {}
    for core in cores:
        for node in (node for root in core.roots() for node in preorder(root)):
            if isinstance(node, Call):
                for example in REGISTRY.by_id[node.builtin].examples:
                    texts.update(dict.fromkeys(_TEXT_IN_EXAMPLE.findall(example)))
            elif isinstance(node, Const):
                if isinstance(node.value, str):
                    texts[node.value] = None
                elif isinstance(node.value, datetime | time | timedelta):
                    times[node.value] = None
                elif isinstance(node.value, date):
                    dates[node.value] = None
                elif isinstance(node.value, (int, Decimal)) and not isinstance(node.value, bool):
                    numbers[node.value] = None
    return Hints(tuple(numbers), tuple(texts), tuple(dates), tuple(times))


class Order(IntEnum):
    """How a value depends on the order of the rows and items of the arguments."""

    NONE = 0  # not at all
    BAG = 1  # its own items come in another order
    ANY = 2  # in a way we do not follow


def order_is_irrelevant(core: Procedure) -> bool:
    """Return whether the laws of its builtins promise one result for any order of its arguments' rows and items."""
    orders = [Order.BAG if is_a(kind, Constructor.TABLE, Constructor.LIST) else Order.NONE for kind in core.params]
    return any(orders) and _order(core.body, orders + [Order.NONE] * (core.frame - len(orders))) is Order.NONE


def _order(node: Core, orders: list[Order]) -> Order:
    match node:
        case Local(slot):
            return orders[slot]
        case Let(slot, value, body):
            orders[slot] = _order(value, orders)
            return _order(body, orders)
        case Lambda(_, body):
            return Order.NONE if _order(body, orders) is Order.NONE else Order.ANY
        case Call(builtin, args) if args:
            receiver, rest = _order(args[0], orders), [_order(arg, orders) for arg in args[1:]]
            if any(rest):
                return Order.ANY
            if receiver is not Order.BAG:
                return receiver
            return Order.NONE if Law.PERMUTATION_INVARIANT in REGISTRY.by_id[builtin].laws else Order.ANY
        case If(condition, yes, no):
            return Order.ANY if _order(condition, orders) else max(_order(yes, orders), _order(no, orders))
        case _:
            return Order.ANY if any([_order(child, orders) for child in children(node)]) else Order.NONE
