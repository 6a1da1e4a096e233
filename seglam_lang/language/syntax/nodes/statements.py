"""Nodes of statements.

`before` are the comments on lines of their own above a statement, `after` the one at the end of its line.
"""
# ruff: noqa: RUF009 - `place()` makes a dataclass field; it is no default that instances would share

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.language.syntax.nodes.expressions import Expression
from seglam_lang.language.syntax.nodes.spans import Span, place
from seglam_lang.language.syntax.nodes.types import TypeNode


@dataclass(frozen=True, slots=True)
class Given:
    """`status = "Status"` or `unpaid = "Unpaid" of status in ["Paid", "Unpaid"]`, behind `with`: what a parameter is
    that no word of a phrase spells. `at` is the name.
    """

    name: str
    value: Expression
    type: TypeNode | None = None
    column: str = ""
    among: Expression | None = None
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Ask:
    """`ask "total {value} by {group}"`: a wording that asks for this procedure."""

    text: str
    given: tuple[Given, ...] = ()
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Check:
    """`check condition else "message"`: what the arguments must satisfy, or what has been computed from them."""

    condition: Expression
    message: str
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Ensure:
    """`ensure condition`: what the result, named `result`, must satisfy."""

    condition: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Let:
    """`let name = value` or `let name: type = value`; `at` is the name."""

    name: str
    value: Expression | Loop
    before: tuple[str, ...] = ()
    after: str = ""
    type: TypeNode | None = None
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Var:
    """`var name = value` or `var name: type = value`: what a loop may `set`; `at` is the name."""

    name: str
    value: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    type: TypeNode | None = None
    span: Span = place()
    at: Span = place()


@dataclass(frozen=True, slots=True)
class Set:
    """`set name = value`, inside a loop; `at` is the name."""

    name: str
    value: Expression
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()
    at: Span = place()


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
    span: Span = place()

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
    span: Span = place()


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
    span: Span = place()
    at: Span = place()

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
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`."""

    value: Expression | Loop
    before: tuple[str, ...] = ()
    after: str = ""
    span: Span = place()


Header = Ask | Check | Ensure
Step = Let | Var | Set | Conditional | ForEach | Check
Statement = Header | Step | Yield | Return
