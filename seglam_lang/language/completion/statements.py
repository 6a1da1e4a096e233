"""The statements of a body: what is asked and promised, the steps, the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from seglam_lang.language.completion.annotations import TypeReader
from seglam_lang.language.completion.asks import AskFrame
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Exactly, Held, NamedValue, is_inhabited, result_goal
from seglam_lang.language.completion.lexemes import CLASSES, literal
from seglam_lang.language.completion.loops import begin_loop, begin_yield, end_of_loop
from seglam_lang.language.completion.operators import ANY
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.completion.state import (
    READERS,
    RESULT,
    STEPS_IN_ALL,
    Frame,
    Inside,
    Mode,
    OpenBlock,
    Reader,
    State,
)
from seglam_lang.language.types import BOOL, TEXT, Con

_STEPS = frozenset({"let", "var", "for", "check"})
_PROMISES = frozenset({"ask", "check", "ensure"})
# What may follow a statement that has no end of its own.
_FOLLOWING = frozenset({*_STEPS, *_PROMISES, "return", "set", "if", "yield", "}"})


# --- statements ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReturnFrame(Frame):
    """The result."""

    takes_loop: ClassVar[bool] = True
    ends_body: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFrame(Frame):
    """`let` or `var`: its name, the type that is written behind it, its value."""

    name: str = ""
    annotation: TypeReader | None = None
    type: Con | None = None
    closers: ClassVar[frozenset[str]] = _FOLLOWING

    def read(self, state: State, lexeme: str) -> State | None:
        """Read the name, and the type behind it."""
        if not self.name:
            free = state.may_name(lexeme) and lexeme not in state.block.lambdas
            return state.own(replace(self, name=lexeme)) if free else None
        if lexeme == "=":
            return self._value(state)
        if self.annotation is not None:
            reader = self.annotation.advance(lexeme, state.must_end)
        else:
            annotates = lexeme == ":" and state.has(Construct.ANNOTATIONS)
            reader = TypeReader(state.places.types) if annotates else None
        return None if reader is None else state.own(replace(self, annotation=reader))

    def _value(self, state: State) -> State | None:
        if self.annotation is None:
            return state.expect(self)
        kind = self.annotation.type
        if kind is None or not is_inhabited(state.places, kind):
            return None
        return state.expect(replace(self, goal=state.places.goal(Exactly, ANY, kind), type=kind))

    def candidates(self, state: State) -> Iterable[str]:
        """See `Frame`."""
        if not self.name:
            return (state.free_name(),)
        return ("=", ":") if self.annotation is None else self.annotation.candidates()

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        block = replace(self.declared(state), begins=False, may_else=False)
        return read_statement(state.statement(block, steps=1, spent=0), lexeme)

    def declared(self, state: State) -> OpenBlock:
        """The block with the name."""
        scope = {**state.block.scope, self.name: self.type or state.value}
        return replace(state.block, scope=scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetFrame(DeclarationFrame):
    """`let x = value`."""

    takes_loop: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VarFrame(DeclarationFrame):
    """`var x = value`."""

    def declared(self, state: State) -> OpenBlock:
        """The block with the name, which may be set."""
        block = DeclarationFrame.declared(self, state)
        return replace(block, vars=block.vars | {self.name})


@dataclass(frozen=True, slots=True)
class SetFrame(Frame):
    """`set x = value`."""

    closers: ClassVar[frozenset[str]] = _FOLLOWING

    def read(self, state: State, lexeme: str) -> State | None:
        """Read the name."""
        if lexeme not in state.block.vars:
            return None
        goal = state.places.goal(Exactly, ANY, state.scope[lexeme])
        return state.expect(replace(self, goal=goal), ("=",)) if goal.nearest() < FAR else None

    def candidates(self, state: State) -> Iterable[str]:
        """See `Frame`."""
        return state.block.vars

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        block = replace(state.block, begins=False, may_else=False)
        return read_statement(state.statement(block, steps=1, spent=0), lexeme)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionFrame(Frame):
    """The condition of an `if` that is a statement."""

    closers: ClassVar[frozenset[str]] = frozenset({"{"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        return _open_sets(state, may_else=True)


@dataclass(frozen=True, slots=True)
class OtherwiseFrame(Frame):
    """What stands behind the `else` of an `if` that is a statement: another one, or `{`."""

    def read(self, state: State, lexeme: str) -> State | None:
        """Read `if` or `{`."""
        if lexeme == "{":
            return _open_sets(state, may_else=False)
        return _condition(state) if lexeme == "if" and not state.must_end else None

    def candidates(self, state: State) -> Iterable[str]:
        """See `Frame`."""
        return ("if", "{")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFrame(Frame):
    """`check condition else "message"`."""

    closers: ClassVar[frozenset[str]] = frozenset({"else"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        return state.own(self)

    def read(self, state: State, lexeme: str) -> State | None:
        """Read the text."""
        found = literal(lexeme)
        if found is None or found[0] != TEXT:
            return None
        return state.statement(replace(state.block, may_else=False), steps=1)


@dataclass(frozen=True, slots=True)
class EnsureFrame(Frame):
    """`ensure condition`."""

    closers: ClassVar[frozenset[str]] = _FOLLOWING

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        return read_statement(state.statement(replace(state.block, promises=False), spent=0), lexeme)


# --- what begins a statement --------------------------------------------------------------------------------------


def _return(state: State) -> State | None:
    goal = result_goal(state.places, state.block.promised)
    return state.expect(ReturnFrame(goal, None, state.block.depth + 1)) if goal.nearest() < FAR else None


def _let(state: State) -> State | None:
    return _declare(state, LetFrame(state.places.goal(NamedValue), None, state.block.depth + 1))


def _var(state: State) -> State | None:
    return _declare(state, VarFrame(state.places.goal(Held), None, state.block.depth + 1))


def _declare(state: State, frame: DeclarationFrame) -> State | None:
    if state.has(Construct.ANY_NAMES):
        return state.own(frame)
    name = state.free_name()
    if state.has(Construct.ANNOTATIONS):
        return state.own(replace(frame, name=name), (name,))
    return state.expect(replace(frame, name=name), (name, "="))


def _set(state: State) -> State | None:
    goal = state.places.goal(Held)
    return state.own(SetFrame(goal, None, state.block.depth + 1)) if state.block.vars else None


def _condition(state: State) -> State | None:
    goal = state.places.goal(Exactly, ANY, BOOL)
    return state.expect(ConditionFrame(goal, None, state.block.depth + 1)) if state.block.vars else None


def _open_sets(state: State, may_else: bool) -> State:
    outer = state.block
    block = OpenBlock(Inside.SETS, outer.scope, outer.depth + 1, outer, outer.vars, outer.lambdas, before_else=may_else)
    return state.statement(block, steps=2)


def _end_of_block(state: State) -> State | None:
    block = state.block
    if block.inside is Inside.ROUND:
        return end_of_loop(state)
    if block.outer is None or block.begins:
        return None
    outer = replace(block.outer, lambdas=block.outer.lambdas | block.lambdas, begins=False, may_else=block.before_else)
    return state.statement(outer)


def _else(state: State) -> State | None:
    goal = state.places.goal(Exactly, ANY, BOOL)
    return state.own(OtherwiseFrame(goal, None, state.block.depth + 1)) if state.block.may_else else None


def _check(state: State) -> State | None:
    return state.expect(CheckFrame(state.places.goal(Exactly, ANY, BOOL), None, state.block.depth + 1))


def _ask(state: State) -> State | None:
    return state.own(AskFrame(state.places.goal(Exactly, ANY, TEXT), None, state.block.depth + 1))


def _ensure(state: State) -> State | None:
    kind = state.places.result_type
    scope = state.scope if kind is None else {**state.scope, RESULT: kind}
    frame = EnsureFrame(state.places.goal(Exactly, ANY, BOOL), None, state.block.depth + 1)
    return replace(state, block=replace(state.block, promises=True)).expect(frame, scope=scope)


_STATEMENTS: Mapping[str, Callable[[State], State | None]] = {
    "return": _return,
    "let": _let,
    "var": _var,
    "for": begin_loop,
    "check": _check,
    "set": _set,
    "if": _condition,
    "else": _else,
    "yield": begin_yield,
    "}": _end_of_block,
    "ask": _ask,
    "ensure": _ensure,
}
_NEEDS = {
    "var": Construct.LOOPS,
    "for": Construct.LOOPS,
    "ask": Construct.PROMISES,
    "check": Construct.PROMISES,
    "ensure": Construct.PROMISES,
}


def read_statement(state: State, lexeme: str) -> State | None:
    """The state after the first lexeme of a statement."""
    begin = _STATEMENTS.get(lexeme)
    return begin(state) if begin is not None and _may_begin(state, lexeme) else None


def _may_begin(state: State, lexeme: str) -> bool:
    block = state.block
    if lexeme in _NEEDS and not state.has(_NEEDS[lexeme]):
        return False
    if lexeme in ("ask", "check") and CLASSES[TEXT] not in state.places.literals:
        return False
    ends = lexeme == "return" if block.inside is Inside.BODY else lexeme in ("yield", "}")
    if ends:
        return True
    if lexeme in ("set", "if", "else"):
        allowed = block.inside is not Inside.BODY
    elif block.inside is Inside.SETS:
        allowed = False
    else:
        allowed = lexeme in _STEPS or (lexeme in _PROMISES and block.inside is Inside.BODY and block.begins)
    if not allowed or ((state.must_end or state.steps >= STEPS_IN_ALL) and not _must_set(state, lexeme)):
        return False
    return result_goal(state.places).nearest() < FAR


def _must_set(state: State, lexeme: str) -> bool:
    """Whether `if` has been read, in the braces of which something must be set."""
    return lexeme == "set" and state.block.inside is Inside.SETS and state.block.begins


def _statements(state: State) -> Iterator[str]:
    yield from _STATEMENTS


READERS[Mode.STATEMENT] = Reader(read_statement, _statements, frozenset(_STATEMENTS))
