"""A program of the data, written over the names of a request's scope: what of it the words say, and what they do not.

Each column, value and input that the program needs is looked up in the scope that the reader offers. So a program
becomes the body that a model is to write, and where it does not, what is missing is known one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import Any

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.computing.numbers import number_value, show_number
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import Constructor, is_a, show
from seglam_lang.language.values import Record
from seglam_lang.requests.model import ColumnRef, FieldRef, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import (
    ColumnOrigin,
    InputOrigin,
    Origin,
    PartOrigin,
    Scope,
    ValueOrigin,
    columns_of,
    mention_in,
)
from seglam_lang.translator.nano import constants
from seglam_lang.translator.nano.headed import TABLE, Headed


class Way(Enum):
    """How a program comes by something that it needs."""

    WORDS = "in the words"
    VALUE = "by its value"  # a column that holds a value which the words state
    IMPLICIT = "implicit"  # offered although the words do not spell it
    OWN = "the program's own"  # a constant of the vocabulary, or a name or message that the program makes up
    NOT_OFFERED = "not offered"  # in the words, of a kind that no model is offered yet
    MISSING = "missing"


_TABLES = (Constructor.TABLE, Constructor.GROUPS, Constructor.ROW)
_TAKING_COLUMNS = {  # where a column is taken, a text is the name of one that the program made
    (builtin.name, place)
    for builtin in REGISTRY.by_id.values()
    if builtin.receiver in _TABLES
    for place, kind in enumerate(builtin.params[1:])
    if is_a(kind, Constructor.COLUMN)
}
_MAKERS = {each.name for each in REGISTRY.by_id.values() if each.columns == "added"} | {"rename"}  # of new columns
_WITH_DAY_BESIDE = {"<": ("<=", -1), "<=": ("<", 1), ">": (">=", 1), ">=": (">", -1)}
OFFERED = frozenset({Way.WORDS, Way.VALUE, Way.IMPLICIT, Way.OWN})


@dataclass(frozen=True, slots=True)
class Need:
    """A column (`value` is its header), a literal or an input that a program needs.

    `what` is "column", "input" or the type of the literal, `place` where it stands in the program ("== a Text column",
    ".contains("), `name` what to write for it, "" where it is not offered.
    """

    what: str
    value: Any
    place: str
    way: Way
    name: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A program over a scope; `body` is None where something that it needs is not offered."""

    body: str | None
    needs: tuple[Need, ...]


def place(program: Headed, reading: Reading, scope: Scope) -> Placed:
    """Write a program over the names of a scope, with the constants of a model.

    Raise LanguageError where it cannot be read.
    """
    return _Placing(program, reading, scope).result()


_Found = tuple[nodes.Span, Need]


class _Placing:
    def __init__(self, program: Headed, reading: Reading, scope: Scope) -> None:
        self.program, self.reading, self.scope = program, reading, scope
        self.taken: set[str] = set()

    def result(self) -> Placed:
        body = self.program.nodes
        found = sorted(self._needs(body, ""), key=lambda each: each[0])
        needs = tuple(need for _, need in found)
        if any(need.way not in OFFERED for need in needs):
            return Placed(None, needs)
        parts, position = [], 0
        for (start, end), need in found:
            parts += [self.program.source[position:start], need.name]
            position = end
        return Placed("".join([*parts, self.program.source[position:]]), needs)

    def _needs(self, node: nodes.Node, place: str) -> Iterator[_Found]:
        """Yield what a node needs; `place` says where it stands."""
        match node:
            case nodes.Name(name) if name in self.program.headers:
                yield node.span, self._column(self.program.headers[name], place)
            case nodes.Name(name) if name == TABLE and self.tables:
                yield node.span, Need("input", name, place, Way.IMPLICIT, self.tables[0])
            case nodes.Field(nodes.Name(name), field) if (name, field) in self.fields:
                yield node.span, self._input(name, field, place)
            case nodes.Name(name) if (name, "") in self.fields:
                yield node.span, self._input(name, "", place)
            case nodes.Unary("-", nodes.Number(text)) if name := self._slot("Number", -number_value(text)):
                yield node.span, Need("Number", -number_value(text), place, Way.WORDS, name)
            case nodes.Number(text):
                yield node.span, self._literal("Number", number_value(text), place, text)
            case nodes.Text(value):
                yield node.span, self._literal("Text", value, place, self._written(node))
            case nodes.Date(value) | nodes.DateTime(value) | nodes.Time(value) | nodes.Duration(value):
                yield node.span, self._literal(type(node).__name__, value, place, self._written(node))
            case nodes.Binary(operator, left, nodes.Date(value) as right) if beside := self._day_beside(
                operator, value
            ):
                sort = f"{operator} {self._sort(left)}"
                yield from self._needs(left, f"{operator} {self._sort(right)}")
                start = self.program.source.rindex(operator, left.span[1], right.span[0])
                yield (start, right.span[1]), Need("Date", value, sort, Way.WORDS, beside)
            case nodes.Binary(operator, left, right):
                yield from self._needs(left, f"{operator} {self._sort(right)}")
                yield from self._needs(right, f"{operator} {self._sort(left)}")
            case nodes.Call(receiver, method, arguments):
                yield from self._needs(receiver, f"receiver of .{method}(")
                for argument in arguments:
                    yield from self._needs(argument, f".{method}(")
            case nodes.Lambda():
                yield from self._needs(node.body, "result of a function")
            case _:
                for child in nodes.children(node):
                    yield from self._needs(child, place)

    def _written(self, node: nodes.Literal) -> str:
        start, end = node.span
        return self.program.source[start:end]

    def _sort(self, node: nodes.Expression) -> str:
        """Say in a word or two what a literal is compared or computed with."""
        match node:
            case nodes.Index(_, nodes.Name(name)) | nodes.Call(_, "get", (nodes.Name(name),)):
                return f"a {self._type_of(name)} column"
            case nodes.Call(_, method):
                return f".{method}("
            case _:
                return type(node).__name__.lower()

    def _type_of(self, name: str) -> str:
        header = self.program.headers.get(name)
        for rows in self.reading.inputs.tables.values():
            if header in rows.headers:
                return rows.types[rows.headers.index(header)].name
        return "made"

    # What is offered

    @cached_property
    def tables(self) -> list[str]:
        """The names of the tables in the scope."""
        return list(self.scope.signature.tables)

    @cached_property
    def fields(self) -> dict[tuple[str, str], Origin]:
        """The inputs that are no tables, by their name and that of the field, "" for an input itself."""
        fields = self.reading.inputs.fields
        return {(each.input, each.name if each.inside else ""): InputOrigin(each.input) for each in fields}

    def _input(self, name: str, field: str, place: str) -> Need:
        for written, origin in self.scope.origins.items():
            if isinstance(origin, FieldRef) and (origin.input, origin.name) == (name, field or name):
                return Need("input", field or name, place, Way.WORDS, written)
        offered = self.scope.name_of(InputOrigin(name, field))
        return Need("input", field or name, place, Way.IMPLICIT if offered else Way.MISSING, offered or "")

    def _column(self, header: str, place: str) -> Need:
        table = next(iter(self.reading.inputs.tables), "")
        origin = ColumnOrigin(table, header)
        name = self.scope.name_of(origin)
        if name is None:
            return Need("column", header, place, Way.MISSING)
        about = [mention for mention in self.reading.visible if origin in columns_of(mention)]
        called = any(isinstance(mention, ColumnRef) for mention in about)
        return Need("column", header, place, Way.WORDS if called else Way.VALUE if about else Way.IMPLICIT, name)

    def _literal(self, what: str, value: Any, place: str, written: str) -> Need:
        unit = unit_of(value) if place == ".convert(" and what == "Text" else None
        value = unit.name if unit else value
        if name := self._slot(what, value):
            return Need(what, value, place, Way.WORDS, name)
        if name := self._implicit(what, value):
            return Need(what, value, place, Way.IMPLICIT, name)
        if self._is_constant(what, value):
            return Need(what, value, place, Way.OWN, show_value(value))
        if what == "Text" and (place == ".require(" or value in self.made):
            return Need(what, value, place, Way.OWN, written)
        further = any(_holds(mention, what, value) for mention in self.reading.further)
        return Need(what, value, place, Way.NOT_OFFERED if further else Way.MISSING)

    def _day_beside(self, operator: str, day: date) -> str:
        """Return a comparison with the day before or after that says the same, where the words state only that one:
        "in April" has no first of May, but `< @2024-05-01` is `<= @2024-04-30`.
        """
        if operator not in _WITH_DAY_BESIDE or self._holding("Date", day):
            return ""
        other, step = _WITH_DAY_BESIDE[operator]
        name = self._slot("Date", day + timedelta(days=step)) if date.min < day < date.max else ""
        return f"{other} {name}" if name else ""

    def _slot(self, what: str, value: Any) -> str:
        """Return a slot that holds the value: one not used yet, if there is one; a text also one in other capitals."""
        found = self._holding(what, value)
        if not found:
            return ""
        name = next((name for name in found if name not in self.taken), found[0])
        self.taken.add(name)
        return name

    def _holding(self, what: str, value: Any) -> list[str]:
        """Return the slots that hold a value."""
        offered = [each for each in self._of_type(what) if mention_in(self.scope.origins[each]) is not None]
        values = self.scope.arguments
        found = [name for name in offered if values[name] == value]
        if not found and what == "Text":
            quoted = [name for name in offered if not isinstance(self.scope.origins[name], PartOrigin)]
            found = [name for name in quoted if values[name].casefold() == value.casefold()]
        return found

    def _implicit(self, what: str, value: Any) -> str:
        """Return the name of a value that is offered without being in the words."""
        offered = [each for each in self._of_type(what) if isinstance(self.scope.origins[each], ValueOrigin)]
        return next((name for name in offered if self.scope.arguments[name] == value), "")

    def _of_type(self, what: str) -> list[str]:
        return [param.name for param in self.scope.signature.params if show(param.type) == what]

    def _is_constant(self, what: str, value: Any) -> bool:
        """Return whether a model may write a literal whatever the words say."""
        if what == "Number":
            return show_number(value) in constants.NUMBERS
        return what == "Text" and value in constants.TEXTS

    @cached_property
    def made(self) -> set[str]:
        """The names of columns and fields that the program makes."""
        every = list(nodes.walk(self.program.nodes))
        fields = {name for node in every if isinstance(node, nodes.RecordOf) for name in node.names}
        cells = {
            node.column.value for node in every if isinstance(node, nodes.Index) and isinstance(node.column, nodes.Text)
        }
        return fields | cells | {text for node in every if isinstance(node, nodes.Call) for text in _names_in(node)}


def _names_in(call: nodes.Call) -> Iterator[str]:
    """Yield the arguments of a call that are names of columns which the program makes."""
    for place, argument in enumerate(call.arguments):
        if isinstance(argument, nodes.Text) and (call.method in _MAKERS or (call.method, place) in _TAKING_COLUMNS):
            yield argument.value


def _holds(mention: Mention, what: str, value: Any) -> bool:
    """Return whether a mention is this literal, or a period or range that begins or ends with it."""
    if isinstance(mention.value, Record):
        return any(value == part and type(value) is type(part) for part in mention.value.values)
    return mention.type.name == what and bool(mention.value == value)
