"""What a program does and takes: what words may go with.

rows.where(row => row[amount] > 3).total(amount)
-> features: where, greater, total, where(greater), where.total, value:Number, =3, column:Number, gives:Number
   headers:  Amount
   values:   3
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from seglam_lang.language import core
from seglam_lang.language.core import Call, Const, Core, Lambda, Let, Local, Procedure, preorder
from seglam_lang.language.types import Con, Constructor, is_a
from seglam_lang.language.values import Column, Table, Value

_FORMS: Mapping[type[Core], str] = {
    core.And: "and",
    core.Or: "or",
    core.If: "if",
    core.Coalesce: "??",
    core.ListOf: "list",
    core.RecordOf: "record",
    core.Loop: "for",
    core.Invoke: "call",
}
_CELL = "cell"  # the builtin behind row[column], which says nothing
_ALSO = {"row.is_blank@1": ("not", "has_value", "get")}  # what says the same: not row.get(column).has_value()
_LARGEST = 100  # whole numbers up to this one, and halves and quarters, are features of their own: "twice" is 2


class Footprint(NamedTuple):
    """What a program does (`features`), and the `headers` of the columns and the `values` that it takes."""

    features: frozenset[str]
    headers: frozenset[str]
    values: tuple[Value, ...]


def footprint_of(procedure: Procedure, arguments: Sequence[Value]) -> Footprint:
    """Return what a procedure does with `arguments`; without any (`()`), what it does with whatever it is given."""
    nodes = [node for root in procedure.roots() for node in preorder(root)]
    lets = {node.slot: node.value for node in nodes if isinstance(node, Let)}
    found = {feature for node in nodes for feature in _of_node(node, lets)}
    found.add(f"gives:{_name_of(procedure.result)}")
    values = [node.value for node in nodes if isinstance(node, Const)]
    values += [each for each in arguments if not isinstance(each, Column | Table)]
    headers = {each.header for each in arguments if isinstance(each, Column)}
    found.update(feature for value in values for feature in _of_value(value))
    if arguments:
        found.update(f"column:{each.type.name}" for each in arguments if isinstance(each, Column))
    else:
        found.update(_of_parameter(kind) for kind in procedure.params if isinstance(kind, Con))
    if len(headers) > 1:
        found.add("columns")
    return Footprint(frozenset(found), frozenset(headers), tuple(values))


def _of_node(node: Core, lets: Mapping[int, Core]) -> Iterator[str]:
    """Yield what a node does, and how it is joined to the calls that it works on."""
    if form := _FORMS.get(type(node)):
        yield form
    if not isinstance(node, Call) or (name := _called(node)) == _CELL:
        return
    yield name
    yield from _ALSO.get(node.builtin, ())
    for part in node.args:
        if isinstance(part, Lambda):
            yield from (f"{name}({inner})" for inner in _inside(part.body))
        given = lets.get(part.slot, part) if isinstance(part, Local) else part
        if isinstance(given, Call) and (inner := _called(given)) != _CELL:
            yield f"{inner}.{name}"


def _inside(body: Core) -> Iterator[str]:
    for part in preorder(body):
        if isinstance(part, Call) and (name := _called(part)) != _CELL:
            yield name
            yield from _ALSO.get(part.builtin, ())
        elif form := _FORMS.get(type(part)):
            yield form


def _called(call: Call) -> str:
    """Return the name of a builtin without its receiver and version: words go with `sum`, whatever is added up."""
    return call.builtin.partition("@")[0].rpartition(".")[2]


def _of_value(value: Value) -> Iterator[str]:
    if isinstance(value, bool) or value is None:
        yield str(value).lower()
    elif isinstance(value, int | Decimal):
        yield "value:Number"
        if 0 <= value <= _LARGEST and value * 4 == int(value * 4):
            yield f"={value}"
    elif isinstance(value, str | date):
        yield "value:Text" if isinstance(value, str) else "value:Date"


def _of_parameter(kind: Con) -> str:
    if is_a(kind, Constructor.COLUMN):
        return f"column:{_name_of(kind.args[0])}"
    return f"value:{kind.name}"


def _name_of(kind: object) -> str:
    return kind.name if isinstance(kind, Con) else "any"
