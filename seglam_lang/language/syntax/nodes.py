"""The nodes of the source: what a person or a model wrote, with names, comments and places.

Two nodes are equal when they print alike: `span` (offsets of the first and past the last character) and `at` (the span
of the name that the node is about, where a caret should point) take no part in comparison.
"""
# ruff: noqa: RUF009 - `_place()` makes a dataclass field; it is no default that instances would share

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date

Span = tuple[int, int]


def _place() -> Span:
    return field(default=(0, 0), compare=False, repr=False)


# --- expressions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """`1`, `0.50`, `18%`; the text is kept so that it prints as it was written."""

    text: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Text:
    """`"text"`, escapes resolved."""

    value: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Bool:
    """`true` or `false`."""

    value: bool
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Nothing:
    """`none`: an optional without a value."""

    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Date:
    """`@2024-01-31`."""

    value: date
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[1, 2]`."""

    items: tuple[Expression, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class RecordOf:
    """`{a: 1, "two words": 2}`."""

    names: tuple[str, ...]
    items: tuple[Expression, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class MapOf:
    """`["a": 1, "b": 2]`; `[:]` has none."""

    keys: tuple[Expression, ...]
    values: tuple[Expression, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a `let`, a `var`, a loop's item or a lambda's parameter; as an argument also a type."""

    name: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    operator: str
    operand: Expression
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`; `at` is the operator."""

    operator: str
    left: Expression
    right: Expression
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class IfElse:
    """`if condition then yes else no`."""

    condition: Expression
    yes: Expression
    no: Expression
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Call:
    """`receiver.method(arguments)`; `at` is the method's name."""

    receiver: Expression
    method: str
    arguments: tuple[Expression | Lambda, ...]
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Invocation:
    """`procedure(arguments)`; `at` is the procedure's name."""

    procedure: str
    arguments: tuple[Expression, ...]
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Field:
    """`record.name`; `at` is the name."""

    record: Expression
    name: str
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Index:
    """`row[column]`."""

    row: Expression
    column: Expression
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Lambda:
    """`x => body` or `(a, b) => body`; stands only as an argument. `at` is the span of the parameters."""

    params: tuple[str, ...]
    body: Expression
    span: Span = _place()
    at: Span = _place()


Literal = Number | Text | Bool | Nothing | Date
Expression = Literal | ListOf | RecordOf | MapOf | Name | Unary | Binary | IfElse | Call | Invocation | Field | Index

# --- types --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamedType:
    """`Text`, `List<Number>`, a type parameter."""

    name: str
    args: tuple[TypeNode, ...] = ()
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class OptionalType:
    """`Text?`."""

    item: TypeNode
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class RecordType:
    """`{name: Text, age: Number}`."""

    names: tuple[str, ...]
    types: tuple[TypeNode, ...]
    span: Span = _place()


TypeNode = NamedType | OptionalType | RecordType

# --- statements and declarations ----------------------------------------------------------------------------------
# `before` are the comments on lines of their own above a statement, `after` the one at the end of its line.


@dataclass(frozen=True, slots=True)
class Ask:
    """`ask "total {value} by {group}"`: a wording that asks for this procedure."""

    text: str
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Check:
    """`check condition else "message"`: what the arguments must satisfy, or what has been computed from them."""

    condition: Expression
    message: str
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Ensure:
    """`ensure condition`: what the result, named `result`, must satisfy."""

    condition: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Let:
    """`let name = value` or `let name: type = value`; `at` is the name."""

    name: str
    value: Expression | Loop
    before: tuple[str, ...] = ()
    after: str = ""
    type: TypeNode | None = None
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Var:
    """`var name = value` or `var name: type = value`: what a loop may `set`; `at` is the name."""

    name: str
    value: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    type: TypeNode | None = None
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Set:
    """`set name = value`, inside a loop; `at` is the name."""

    name: str
    value: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if condition { sets } else { otherwise }`, inside a loop.

    `between` are the comments at the end of the first block where there is a second, `closing` those at the very end.
    """

    condition: Expression
    sets: tuple[Set | Conditional, ...]
    otherwise: tuple[Set | Conditional, ...] = ()
    before: tuple[str, ...] = ()
    after: str = ""
    closing: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    span: Span = _place()

    @property
    def statements(self) -> tuple[Set | Conditional, ...]:
        """All statements in it, in order."""
        return (*self.sets, *self.otherwise)


@dataclass(frozen=True, slots=True)
class Yield:
    """`yield value`: an item of the list that the loop makes."""

    value: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Loop:
    """`for item in items until condition { steps }`; `at` is the item's name.

    `closing` are the comments after the last statement. It stands where a `let` or `return` takes its value, or alone.
    """

    item: str
    items: Expression
    until: Expression | None
    steps: tuple[Step, ...]
    result: Yield | None
    closing: tuple[str, ...] = ()
    span: Span = _place()
    at: Span = _place()

    @property
    def statements(self) -> tuple[Step | Yield, ...]:
        """All statements in order."""
        return self.steps if self.result is None else (*self.steps, self.result)


@dataclass(frozen=True, slots=True)
class ForEach:
    """A loop that stands alone: it only sets."""

    loop: Loop
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`."""

    value: Expression | Loop
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()


Header = Ask | Check | Ensure
Step = Let | Var | Set | Conditional | ForEach | Check
Statement = Header | Step | Yield | Return


@dataclass(frozen=True, slots=True)
class TypeParameter:
    """`G` or `K: ordered` in `proc f<G, K: ordered>`."""

    name: str
    bound: str = ""
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Parameter:
    """`value: Column<Number> of rows`; `at` is the name."""

    name: str
    type: TypeNode
    table: str = ""
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between the braces; `closing` are the comments after the last statement."""

    header: tuple[Header, ...]
    steps: tuple[Step, ...]
    result: Return
    closing: tuple[str, ...] = ()
    span: Span = _place()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in order."""
        return (*self.header, *self.steps, self.result)


@dataclass(frozen=True, slots=True)
class Procedure:
    """`proc name<types>(params) -> result { body }`; `at` is the name."""

    name: str
    types: tuple[TypeParameter, ...]
    params: tuple[Parameter, ...]
    result: TypeNode | None
    body: Body
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class Example:
    """`example name(arguments) == expected`; `at` is the name."""

    procedure: str
    arguments: tuple[Expression, ...]
    expected: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()
    at: Span = _place()


@dataclass(frozen=True, slots=True)
class TypeDeclaration:
    """`type name = type`; `at` is the name."""

    name: str
    type: TypeNode
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = _place()
    at: Span = _place()


Declaration = TypeDeclaration | Procedure | Example


@dataclass(frozen=True, slots=True)
class Module:
    """A source file; `opening` are the comments at its head, with an empty line below them."""

    declarations: tuple[Declaration, ...]
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


Node = Expression | Lambda | Loop | TypeNode | Statement | TypeParameter | Parameter | Body | Declaration | Module


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside `node`, in the order in which they are written."""
    for each in fields(node):
        value = getattr(node, each.name)
        for item in value if isinstance(value, tuple) else (value,):
            if hasattr(item, "__dataclass_fields__"):
                yield item


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything inside it, each node before what it holds."""
    yield node
    for child in children(node):
        yield from walk(child)
