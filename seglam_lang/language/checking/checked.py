"""The checker's results: procedures that are ready to run, with what people see of them."""

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.language import core
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Type
from seglam_lang.language.values import Value


@dataclass(frozen=True, slots=True)
class Example:
    """`example name(arguments) == expected`: values, the arguments in the order of the core's parameters.

    `source` is how it was written, `start` and `end` where, in the source that was checked; `in_percent` says of each
    argument whether it is written as a percentage.
    """

    arguments: tuple[Value, ...]
    expected: Value
    source: str
    start: int
    end: int
    in_percent: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the parameter `param` is where no word of a phrase spells it.

    A column's `value` is its header, and `type` the name of its cells' type, "" for any. Any other parameter is the
    cell `value` of the `column`, the name of a parameter too, which may hold the values `among`.
    """

    param: str
    value: Value
    type: str = ""
    column: str = ""
    among: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """`ask "phrase" with ...`: words that ask for a procedure, and what they do not spell."""

    phrase: str
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A procedure that the checker has accepted.

    `params` are the names that the source gives the core's parameters, in the core's order (first use first), `written`
    the same in the author's order. `declared` are the types that the author gave `params`, then that of the result,
    with type parameters as variables: the core's are the most general ones. `source` is the procedure as the formatter
    prints it, below the types of its file that it names and without its examples; `spans[n]` is where in it node n of
    the core's preorder walk (checks, body, ensures) stands, and `origins[n]` where in the text that was checked. `asks`
    are the wordings it declares.
    """

    name: str
    core: core.Procedure
    params: tuple[str, ...]
    source: str
    spans: tuple[nodes.Span, ...]
    asks: tuple[Ask, ...] = ()
    examples: tuple[Example, ...] = ()
    origins: tuple[nodes.Span, ...] = ()
    written: tuple[str, ...] = ()
    declared: tuple[Type, ...] = ()

    @property
    def types(self) -> dict[str, Type]:
        """The types of the parameters as their author declared them, in the core's order."""
        return dict(zip(self.params, self.declared[:-1], strict=True))
