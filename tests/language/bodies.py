"""The bodies of the procedures in a file, with all that completion is told of what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seglam_lang.language import check
from seglam_lang.language.checking.annotations import declared_types, result_type, type_parameters
from seglam_lang.language.checking.procedures import read_signature
from seglam_lang.language.checking.signature import Param, Signature, is_column
from seglam_lang.language.completion import GeneralSignature, State, lexemes, start
from seglam_lang.language.completion.operators import SEALED
from seglam_lang.language.core import depth
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.parser import parse
from seglam_lang.language.types import TABULAR, Constructor, Type, is_a

ROOT = Path(__file__).parents[2]
LITERALS = {  # what a walk writes for each class of literals
    "<number>": ("0", "1", "2.50", "18%", "0.07"),
    "<text>": ('""', '"a"', '"b"', '"\\u{1F600}\\n"'),
    "<date>": ("@2024-02-29",),
    "<datetime>": ("@2024-02-29T09:30", "@2024-02-29T23:59:59.999999"),
    "<time>": ("@09:30", "@23:59:59.999999"),
    "<duration>": ("@PT1H30M", "@P2W"),
}


@dataclass(frozen=True)
class Stopped:
    """What has been read of a body, with the first lexeme that is not admitted; `state` is the one before it."""

    name: str
    lexemes: list[str]
    state: State

    def __str__(self) -> str:
        return f"{self.name}: {' '.join(self.lexemes[-25:])}"

    @property
    def excepted(self) -> str:
        """The reason that completion states for not reading this (see its docstring); "" where it states none."""
        *before, last = self.lexemes
        state, goal = self.state, self.state.top.goal
        is_empty = before[-1:] == ["["] and last in ("]", ":")
        is_sealed = state.level == SEALED or getattr(state.top, "sealed", False)  # read as what is expected here
        if last == "none" or is_empty or is_sealed or "none" in before[-2:]:
            return "a type that is not known from the left"
        if goal.for_column and last in before:
            return "a column named twice"
        kind = goal.hint if state.kind is None else state.kind
        if is_a(kind, Constructor.COLUMN):
            return "a column named twice"
        return "a table as a part" if is_a(kind, *TABULAR) else ""


@dataclass(frozen=True)
class Body:
    """The body of a procedure: its text, and what is known before it is read."""

    name: str
    text: str
    signature: Signature
    result: Type | None
    types: Mapping[str, Type]
    procedures: Mapping[str, GeneralSignature]

    def start(self) -> State:
        """The state before the body, without a limit that matters."""
        return start(
            self.signature,
            result=self.result,
            types=self.types,
            procedures=self.procedures,
            budget=1_000_000,
            depth=60,
        )

    def stopped_at(self) -> Stopped | None:
        """Where a lexeme is not admitted; None if the body is whole."""
        state = self.start()
        found = lexemes(self.text)
        for place, lexeme in enumerate(found):
            following = state.advance(lexeme)
            if following is None:
                return Stopped(self.name, found[: place + 1], state)
            state = following
        return None if state.complete else Stopped(self.name, [*found, "(end)"], state)


def bodies_of(source: str) -> Iterator[Body]:
    """The bodies of a file's procedures; all of them may be called by those below them."""
    module = parse(source)
    types, wrong = declared_types(module)
    assert not wrong
    callees = {each.name: each for each in check(source)}
    written = [each for each in module.declarations if isinstance(each, nodes.Procedure)]
    general: dict[str, GeneralSignature] = {}
    for each in written:
        checked = callees[each.name]
        kinds = dict(zip(checked.params, checked.core.params, strict=True))
        tables = dict(zip(checked.params, checked.core.tables, strict=True))
        params = tuple(
            Param(name, kinds[name], checked.params[tables[name]] if is_column(kinds[name]) else "")
            for name in checked.written
        )
        general[each.name] = GeneralSignature(Signature(params), checked.core.result, depth(checked.core))
    for each in written:
        declared = type_parameters(each, types)
        result = None if each.result is None else result_type(each.result, declared)
        statements = (*each.body.header, *each.body.steps, each.body.result)
        first = min(statement.span[0] for statement in statements)
        text = source[first : each.body.result.span[1]]
        others = {name: callee for name, callee in general.items() if name != each.name}
        yield Body(each.name, text, read_signature(each, declared), result, declared, others)


def files() -> list[Path]:
    """The files of procedures that are written by hand: shipped ones, examples, solved tasks."""
    return sorted(
        [*ROOT.glob("cache/*.seg"), *ROOT.glob("examples/**/*.seg"), *ROOT.glob("tests/mbpp/*.seg")],
    )


# What a text with a notation of its own (the registry's `literals`) may be wrong in: no walk looks into its texts.
NOTATIONS = {"bad-date-pattern", "bad-pattern", "bad-separator", "no-such-unit", "unknown-unit"}
