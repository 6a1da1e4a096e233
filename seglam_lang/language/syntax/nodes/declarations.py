"""Nodes of declarations, and of what they are made of: procedures, types, examples, a file."""
# ruff: noqa: RUF009 - `place()` makes a dataclass field; it is no default that instances would share

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.language.syntax.nodes.expressions import Expression
from seglam_lang.language.syntax.nodes.spans import Span, place
from seglam_lang.language.syntax.nodes.statements import Header, Return, Statement, Step
from seglam_lang.language.syntax.nodes.types import TypeNode


@dataclass(frozen=True, slots=True)
class TypeParameter:
    """`G` or `K: ordered` in `proc f<G, K: ordered>`."""

    name: str
    bound: str = ""
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Parameter:
    """`value: Column<Number> of rows`; `at` is the name."""

    name: str
    type: TypeNode
    table: str = ""
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between the braces; `closing` are the comments after the last statement."""

    header: tuple[Header, ...]
    steps: tuple[Step, ...]
    result: Return
    closing: tuple[str, ...] = ()
    span: Span = place()

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
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class ExampleDeclaration:
    """`example name(arguments) == expected`; `at` is the name."""

    procedure: str
    arguments: tuple[Expression, ...]
    expected: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class TypeDeclaration:
    """`type name = type`; `at` is the name."""

    name: str
    type: TypeNode
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()
    at: Span = place()


Declaration = TypeDeclaration | Procedure | ExampleDeclaration


@dataclass(frozen=True, slots=True)
class Module:
    """A source file; `opening` are the comments at its head, with an empty line below them."""

    declarations: tuple[Declaration, ...]
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
