"""Functions of a foreign language, written in this one.

What a suite's language has as a builtin function with an order of arguments or a meaning at the edges of its own is a
procedure in `<adapter>_library.seg`; a translation calls it by name and takes it along. Overloads of one function are
told apart by what follows two underscores: `floor` and `floor__scale`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from seglam_lang import language
from seglam_lang.language.computing.numbers import canonical
from seglam_lang.language.failures import Failure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.syntax.printer import print_procedure
from seglam_lang.language.types import (
    NUMBER,
    Con,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    optional,
    record,
    resolve,
    unify,
)
from tests.conformance.harness import NotTranslatable

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_CALLED = re.compile(r"(?<![.\w])([a-z]\w*)\(")


@dataclass(frozen=True, slots=True)
class Helper:
    """A procedure of a library: its name, parameters and result, and how it is written."""

    name: str
    params: tuple[tuple[str, Type], ...]
    result: Type
    source: str

    @property
    def function(self) -> str:
        """The foreign function's name, without what tells overloads apart."""
        return self.name.partition("__")[0]


@dataclass(frozen=True, slots=True)
class Code:
    """An expression of ours and what is known of its type; it may stand wherever an operand may."""

    text: str
    type: Type


Library = Mapping[str, Helper]


def read_library(path: Path) -> Library:
    """The procedures of a `.seg` file, by name."""
    found: dict[str, Helper] = {}
    for each in language.parse(path.read_bytes()).declarations:
        if isinstance(each, nodes.Procedure):
            assert each.result is not None, f"{each.name} says no result type"
            variables = frozenset(declared.name for declared in each.types)
            params = tuple((param.name, _type(param.type, variables)) for param in each.params)
            found[each.name] = Helper(each.name, params, _type(each.result, variables), print_procedure(each))
    return found


def with_helpers(source: str, library: Library) -> str:
    """`source` with the procedures of `library` that it calls, and those that they call, in front of it."""
    needed: dict[str, str] = {}
    pending = _CALLED.findall(source)
    while pending:
        name = pending.pop()
        if name in library and name not in needed:
            needed[name] = library[name].source
            pending.extend(_CALLED.findall(library[name].source.partition("{")[2]))
    return "\n\n".join([*(needed[name] for name in sorted(needed)), source])


def with_arguments(helper: Helper, arguments: Sequence[Code]) -> tuple[Code, bool]:
    """The call of a helper, and whether the arguments fit; where they do not, the checker will say why."""
    bindings: Substitution = {}
    fits = len(arguments) == len(helper.params)
    for code, (_, kind) in zip(arguments, helper.params, strict=False):
        try:
            unify(code.type, kind, bindings)
        except Mismatch:
            fits = False
    text = f"{helper.name}({', '.join(bare(each.text) for each in arguments)})"
    return Code(text, resolve(helper.result, bindings)), fits


def number_literal(digits: str) -> Code:
    """A foreign number (`.5`, `007`, `1e3`) as this language writes it: plain digits, no exponent."""
    try:
        text = show_value(canonical(Decimal(digits)))
    except Failure:
        raise NotTranslatable("a number out of range") from None
    if "e" in text.lower():
        raise NotTranslatable("a number too long to write without an exponent")
    return Code(text, NUMBER)


def bare(text: str) -> str:
    """The text without parentheses around all of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, char in enumerate(_QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return text[1:-1] if place == len(text) - 1 else text
    return text


def _type(node: nodes.TypeNode, variables: frozenset[str]) -> Type:
    """A written type; the procedure's type parameters are variables."""
    if isinstance(node, nodes.OptionalType):
        return optional(_type(node.item, variables))
    if isinstance(node, nodes.RecordType):
        fields = zip(node.names, node.types, strict=True)
        return record({name: _type(each, variables) for name, each in fields})
    if node.name in variables:
        return Var(node.name)
    return Con(Constructor(node.name), tuple(_type(each, variables) for each in node.args))
