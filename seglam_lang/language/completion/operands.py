"""Operands and what follows them: names, literals of scalars, operators, parentheses, `if ... then ... else`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from seglam_lang.language.checking.rules import is_value, unary
from seglam_lang.language.completion.calls import (
    begin_computed_column,
    begin_index,
    begin_invocation,
    begin_require,
    columns_to_make,
    end_of_call,
    has_step,
    made_column,
)
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Exactly, Goal, Operand
from seglam_lang.language.completion.literals import begin_list, begin_record, empty_list
from seglam_lang.language.completion.loops import begin_loop
from seglam_lang.language.completion.operators import ANY, LEVELS, POSTFIX, SEALED
from seglam_lang.language.completion.parts import Branch, Enclosed, Otherwise
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.completion.state import READERS, Frame, Mode, Reader, State
from seglam_lang.language.syntax.lexicon import UNARY_LEVELS
from seglam_lang.language.types import BOOL, Con, Constructor, type_argument

_BEGINNINGS = ("true", "false", "none", "(", "[", "{", "-", "not", "if", "for", ")", "]", ":")
_CLOSING = (")", "]", "}", ",", ":", "{", "then", "else", "until")
_STARTING = ("let", "return", "var", "for", "check", "set", "if", "yield", "ask", "ensure")
_ENDING = frozenset({*_CLOSING, *_STARTING})


# --- constructs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OperatorFrame(Frame):
    """An operator whose right operand is read; `result` is the type of the whole, at `result_level`."""

    result: Con = BOOL
    result_level: int = ANY
    implicit: ClassVar[bool] = True

    def reduced(self, state: State) -> State:
        """See `Frame`."""
        return state.reduced(self.result, self.result_level)


@dataclass(frozen=True, slots=True)
class UnaryFrame(Frame):
    """A unary operator whose operand is read; the whole is written at `result_level`."""

    operator: str = "-"
    result_level: int = ANY
    implicit: ClassVar[bool] = True

    def reduced(self, state: State) -> State:
        """See `Frame`."""
        whole = unary(self.operator)[state.value]
        assert isinstance(whole, Con)
        return state.reduced(whole, self.result_level)


@dataclass(frozen=True, slots=True)
class ParenthesisFrame(Frame):
    """An expression in parentheses."""

    closers: ClassVar[frozenset[str]] = frozenset({")"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        return state.read(self.below, state.value, POSTFIX, max(self.height, state.height), state.by)


@dataclass(frozen=True, slots=True)
class IfFrame(Frame):
    """The condition of an `if`."""

    closers: ClassVar[frozenset[str]] = frozenset({"then"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        assert self.below is not None
        goal = state.places.goal(Branch, self.below.goal)
        return state.expect(ThenFrame(goal, self.below, self.depth, max(self.height, state.height)))


@dataclass(frozen=True, slots=True)
class ThenFrame(Frame):
    """What an `if` results in where its condition is true."""

    closers: ClassVar[frozenset[str]] = frozenset({"else"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        assert isinstance(self.goal, Branch)
        goal = self.goal.otherwise(state.value)
        return state.expect(ElseFrame(goal, self.below, self.depth, max(self.height, state.height)))


@dataclass(frozen=True, slots=True)
class ElseFrame(Frame):
    """What an `if` results in where its condition is false."""

    implicit: ClassVar[bool] = True

    def reduced(self, state: State) -> State:
        """See `Frame`."""
        kind = self.goal.result(state.value) if isinstance(self.goal, Otherwise) else state.value
        assert kind is not None
        return state.reduced(kind, ANY)


# --- operands -----------------------------------------------------------------------------------------------------


def read_operand(state: State, lexeme: str) -> State | None:
    """The state after the first lexeme of an operand."""
    frame, goal = state.top, state.top.goal
    if lexeme == ")":
        return end_of_call(state)
    if goal.for_nothing:
        return None
    if state.must_end and end_of_call(state) is not None:
        return None
    kind = _kind_of(state, lexeme, goal)
    if kind is not None:
        distance = goal.distance(kind, POSTFIX)
        if distance >= FAR or (state.must_end and goal.thrifty.distance(kind, POSTFIX) > goal.thrifty.nearest()):
            return None
        if kind.constructor is Constructor.COLUMN:
            state = state.naming(lexeme)
        return state.read(frame, kind, POSTFIX, 1, lexeme if lexeme.startswith('"') else "")
    if goal.for_column:
        return begin_computed_column(state, lexeme)
    if goal.for_type:
        return None
    if goal.for_fields:
        return begin_record(state) if lexeme == "{" else None
    if lexeme == "none":
        return _nothing(state, goal)
    if lexeme in ("]", ":"):
        return empty_list(state, lexeme)
    if lexeme == "[":
        return begin_list(state)
    if lexeme == "{":
        return begin_record(state) if state.has(Construct.RECORDS) else None
    return None if state.must_end else _longer_operand(state, lexeme, goal)


def _kind_of(state: State, lexeme: str, goal: Goal) -> Con | None:
    """The type of an operand that is one lexeme: a name or a literal."""
    places = state.places
    if goal.for_type:
        named = places.types.get(lexeme)
        return None if named is None or named.constructor is Constructor.PARAMETER else type_argument(named)
    if goal.for_column and lexeme.startswith('"'):
        return made_column(state, lexeme)
    if goal.for_fields:
        return None
    return state.scope.get(lexeme) or places.literal(lexeme)


def _nothing(state: State, goal: Goal) -> State | None:
    hint = goal.hint
    if hint is None or not goal.accepts(hint):
        return None
    if hint.constructor is Constructor.OPTIONAL:
        return state.read(state.frame, hint, SEALED, 1)
    return begin_require(state, hint) if state.has(Construct.ABSENCE) and is_value(hint) else None


def _longer_operand(state: State, lexeme: str, goal: Goal) -> State | None:
    places, frame = state.places, state.top
    depth = frame.depth + 1
    if lexeme == "(":
        inner = places.goal(Enclosed, goal)
        return state.expect(ParenthesisFrame(inner, frame, depth)) if inner.nearest() < FAR else None
    if lexeme in UNARY_LEVELS:
        return _unary(state, lexeme, goal)
    if lexeme == "if" and goal.level == ANY and places.goal(Branch, goal).nearest() < FAR:
        return state.expect(IfFrame(places.goal(Exactly, ANY, BOOL), frame, depth))
    if lexeme == "for":
        return begin_loop(state) if frame.takes_loop and state.has(Construct.LOOPS) else None
    return begin_invocation(state, lexeme)


def _unary(state: State, lexeme: str, goal: Goal) -> State | None:
    level = UNARY_LEVELS[lexeme]
    wholes = unary(lexeme).items()
    kinds = tuple([kind for kind, whole in wholes if isinstance(whole, Con) and goal.distance(whole, level) < FAR])
    if level < goal.level or not kinds:
        return None
    inner = state.places.goal(Operand, level + 1, kinds)  # none stands behind another without parentheses
    if inner.nearest() >= FAR:
        return None
    return state.expect(UnaryFrame(inner, state.top, state.top.depth + 1, 1, lexeme, level))


def _operands(state: State) -> Iterator[str]:
    if state.top.goal.for_type:
        yield from state.places.types
    if state.top.goal.for_column:
        yield from columns_to_make(state)
    yield from state.scope
    yield from state.places.procedures
    yield from _BEGINNINGS


# --- after a value ------------------------------------------------------------------------------------------------


def read_after(state: State, lexeme: str) -> State | None:
    """The state after a lexeme that follows a value."""
    if state.top.goal.for_fields:
        return state.close(lexeme)
    level = LEVELS.get(lexeme)
    if level is not None:
        return _operator(state, lexeme, level)
    if lexeme == ".":
        return state.step() if state.level == POSTFIX and has_step(state) else None
    if lexeme == "[" and state.level == POSTFIX:
        return begin_index(state)
    return state.close(lexeme) if lexeme in _ENDING else None


def _operator(state: State, lexeme: str, level: int) -> State | None:
    """A binary operator: what binds tighter than it on the left ends here."""
    must_end = state.must_end
    while True:
        frame, kind = state.top, state.value
        if level >= frame.goal.level and not (must_end and frame.goal.accepts(kind)):
            break
        if not isinstance(frame, OperatorFrame | UnaryFrame) or not frame.goal.accepts(kind):
            return None
        state = frame.reduced(state)
    found = frame.goal.operation(kind, lexeme) if level <= state.level else None
    if found is None:
        return None
    if must_end:
        ways = frame.goal.thrifty
        if ways.distance(found.result, found.result_level) >= ways.distance(kind, state.level):
            return None
    right = state.places.goal(Exactly, found.right_level, found.right)
    return state.expect(OperatorFrame(right, frame, frame.depth + 1, state.height, found.result, found.result_level))


def _following(state: State) -> Iterator[str]:
    yield from LEVELS
    yield from (".", "[", *_CLOSING, *_STARTING)


READERS[Mode.OPERAND] = Reader(read_operand, _operands)
READERS[Mode.AFTER] = Reader(read_after, _following, frozenset({*LEVELS, ".", "[", *_ENDING}))
