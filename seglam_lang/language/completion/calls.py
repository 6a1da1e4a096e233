"""Steps and calls: `.field`, `.method(...)`, `row[column]`, `procedure(...)`, and the lambdas among their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import ClassVar

from seglam_lang.language.checking.rules import INDEX
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.lexemes import label_of
from seglam_lang.language.completion.operators import ANY, POSTFIX, SEALED
from seglam_lang.language.completion.partial_calls import MethodCall, PartialCall
from seglam_lang.language.completion.parts import Argument, ComputedColumn, argument
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.completion.state import READERS, RESULT, Frame, Mode, Reader, Scope, State
from seglam_lang.language.syntax.inline import quote
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import Con, Constructor, is_made, made_label, optional

LAMBDA_NAMES = ("x", "y", "z")
ROW_NAME = "row"
_GOOD_NAMES = {Constructor.ROW: (ROW_NAME,), Constructor.TABLE: ("g",)}


# --- constructs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFrame(Frame):
    """A call whose next argument is read; `added` is the height that a called procedure adds."""

    call: PartialCall
    closer: str = ")"
    added: int = 0
    level: int = POSTFIX  # of the whole
    closers: ClassVar[frozenset[str]] = frozenset({")", "]", ","})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        call = self.call.given(state.value, state.by)
        if call is None:
            return None
        if lexeme == self.closer:
            return _finish(state, self, call)
        if lexeme != "," or not call.takes_more or (state.must_end and not call.needs_more):
            return None
        assert self.below is not None
        goal = argument(self.below.goal, call)
        if not call.needs_more and goal.nearest() >= FAR:
            return None  # an optional argument for which there is nothing to write
        return _argument(state, replace(self, goal=goal, call=call, height=max(self.height, state.height)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaFrame(Frame):
    """A lambda, whose parameters are of the types `kinds`; `around` is the scope that it stands in."""

    kinds: tuple[Con, ...]
    around: Scope
    names: tuple[str, ...] = ()
    named: bool = False  # whether a name has just been read
    implicit: ClassVar[bool] = True

    def reduced(self, state: State) -> State:
        """See `Frame`. The body stands in the call as its argument does."""
        return state.reduced(state.value, ANY, self.around, state.by)

    def read(self, state: State, lexeme: str) -> State | None:
        """Read the names of the parameters: `x =>` or `(x, y) =>`."""
        wanted = len(self.kinds)
        if not self.names and not self.named and wanted > 1:
            return state.own(replace(self, named=True)) if lexeme == "(" else None
        if lexeme in self.names or not is_name(lexeme) or lexeme in state.block.scope or lexeme == RESULT:
            return None
        names = (*self.names, lexeme)
        if len(names) < wanted:
            return state.own(replace(self, names=names), (",",))
        return self.body(state, names, ("=>",) if wanted == 1 else (")", "=>"))

    def candidates(self, state: State) -> Iterable[str]:
        """See `Frame`."""
        return ("(", *_canonical_names(self.kinds, self.around))

    def body(self, state: State, names: tuple[str, ...], pending: tuple[str, ...]) -> State:
        """The state before the body, where the parameters have these names."""
        frame = replace(self, names=names)
        scope = {**self.around, **dict(zip(names, self.kinds, strict=True))}
        if state.has(Construct.ANY_NAMES):
            block = replace(state.block, lambdas=state.block.lambdas.union(names))
            state = replace(state, block=block)
        return state.expect(frame, pending, scope)


# --- what begins a call -------------------------------------------------------------------------------------------


def begin_index(state: State) -> State | None:
    """The state after `row[`; None if the value before it has no columns to name."""
    ends = state.must_end and state.may_stand
    call = state.places.method(INDEX, state.value) if not ends and _admits(state, INDEX) else None
    return None if call is None else _begin(state, call, state.height, closer="]")


def begin_invocation(state: State, name: str) -> State | None:
    """The state after the name of a procedure; None if there is none, or if it cannot lead to what is expected."""
    call = state.places.invocation(name)
    if call is None or state.top.goal.after(call) >= FAR:
        return None
    depth = state.places.procedures[name].depth
    if state.top.depth + depth > state.places.depth:
        return None
    return _begin(state, call, 0, ("(",), added=depth)


def begin_require(state: State, kind: Con) -> State | None:
    """The state after `none`, which is to become `none.require("why")`: a failure in place of a value of a type."""
    call = state.places.method("require", optional(kind))
    if call is None or state.must_end:
        return None
    around = state.top
    goal = argument(around.goal, call)
    frame = CallFrame(goal, around, around.depth + 1, 1, call=call, level=SEALED)
    return _argument(state, frame, (".", "require", "("))


def read_step(state: State, lexeme: str) -> State | None:
    """The state after the name of a field or of a method."""
    if lexeme == INDEX or not state.places.means_step(state.value, lexeme) or not _admits(state, lexeme):
        return None
    after = state.places.field(state.value, lexeme)
    if after is not None:
        return state.read(state.frame, after, POSTFIX, state.height + 1)
    call = state.places.method(lexeme, state.value)
    return None if call is None else _begin(state, call, state.height, ("(",))


def has_step(state: State) -> bool:
    """Whether there is a field or a method that may follow the value before this place."""
    if state.must_end and state.may_stand:
        return False  # it is at its end
    return any(_admits(state, name) for name in state.places.step_names(state.value))


def _begin(
    state: State, call: PartialCall, height: int, pending: tuple[str, ...] = (), closer: str = ")", added: int = 0
) -> State:
    around = state.top
    goal = argument(around.goal, call)
    frame = CallFrame(goal, around, around.depth + 1, height, call=call, closer=closer, added=added)
    return _argument(state, frame, pending)


def _admits(state: State, name: str) -> bool:
    """Whether a method, field or index may follow the value before this place."""
    goal, kind = state.top.goal, state.value
    if state.must_end:
        ways = goal.thrifty
        least = ways.least_call(kind) if state.mode == Mode.STEP else ways.distance(kind, POSTFIX)
        if ways.call(kind, name) > least:
            return False
    if goal.call(kind, name) >= FAR:
        return False
    if state.must_end and state.mode == Mode.STEP:
        return True  # it may have become so after the dot
    if state.has(Construct.ANY_NAMES) or state.places.field(kind, name) is not None:
        return True
    call = state.places.method(name, kind)
    return call is None or not _shadows(state, call)


def _shadows(state: State, call: PartialCall) -> bool:
    """Whether a call only selects from its receiver, by a lambda for which no good name is left."""
    kinds, result = call.lambda_params, call.result
    if kinds is None or not isinstance(result, Con) or result.constructor is not state.value.constructor:
        return False
    return any(name not in (ROW_NAME, "g", *LAMBDA_NAMES) for name in _canonical_names(kinds, state.scope))


def _steps(state: State) -> Iterator[str]:
    yield from state.places.step_names(state.value)


READERS[Mode.STEP] = Reader(read_step, _steps)


# --- arguments ----------------------------------------------------------------------------------------------------


def end_of_call(state: State) -> State | None:
    """The state after the `)` of a call without arguments; None where it needs some, or is no call."""
    frame = state.top
    if not isinstance(frame, CallFrame) or not frame.call.is_empty or frame.call.needs_more:
        return None
    return _finish(state, frame, frame.call)


def _finish(state: State, frame: CallFrame, call: PartialCall) -> State | None:
    if call.needs_more:
        return None
    height = max(frame.height, state.height, frame.added) + 1
    by = call.typed.builtin.method if isinstance(call, MethodCall) else ""
    return state.read(frame.below, call.outcome(), frame.level, height, by)


def _argument(state: State, frame: CallFrame, pending: tuple[str, ...] = ()) -> State:
    """The next argument of a call is expected, a lambda or an expression."""
    kinds = frame.call.lambda_params
    if kinds is None:
        return state.expect(frame, pending)
    function = LambdaFrame(frame.goal, frame, frame.depth + 1, kinds=kinds, around=state.scope)
    if state.has(Construct.ANY_NAMES):
        return state.own(function, pending)
    names = _canonical_names(kinds, state.scope)
    listed = tuple(part for name in names for part in (",", name))[1:]
    header = (*listed, "=>") if len(names) == 1 else ("(", *listed, ")", "=>")
    return function.body(state, names, pending + header)


def begin_computed_column(state: State, lexeme: str) -> State | None:
    """The state after the parameter of a function of a row that stands for a column; None if none may stand there."""
    frame = state.top
    row = frame.call.row if isinstance(frame, CallFrame) else None
    if not isinstance(frame, CallFrame) or row is None or not _may_name_row(state, lexeme, row):
        return None
    if state.must_end and frame.goal.nearest() < FAR:
        return None  # a name is shorter
    assert isinstance(frame.goal, Argument)
    goal = state.places.goal(ComputedColumn, frame.goal.outer, frame.call)
    if min(goal.nearest(), goal.distance(row, POSTFIX)) >= FAR:
        return None
    below = replace(frame, goal=goal)
    function = LambdaFrame(goal, below, below.depth + 1, kinds=(row,), around=state.scope)
    return function.body(state, (lexeme,), ("=>",))


def _may_name_row(state: State, lexeme: str, row: Con) -> bool:
    if not state.has(Construct.ANY_NAMES):
        return (lexeme,) == _canonical_names((row,), state.scope)
    return is_name(lexeme) and lexeme not in state.scope and lexeme not in state.block.scope and lexeme != RESULT


def made_column(state: State, lexeme: str) -> Con | None:
    """The type of the column that the procedure made and that is named by a text in quotes; None if there is none."""
    frame, name = state.top, label_of(lexeme)
    call = frame.call if isinstance(frame, CallFrame) else None
    if name is None or not isinstance(call, MethodCall) or made_label(name) not in call.columns:
        return None
    return call.column(made_label(name))


def columns_to_make(state: State) -> Iterator[str]:
    """What names a column that was made, and what begins a function that stands for one."""
    frame = state.top
    if isinstance(frame, CallFrame):
        yield from (quote(label[1:]) for label in frame.call.columns if is_made(label))
        if frame.call.row is not None:
            yield from _canonical_names((frame.call.row,), state.scope)


def _canonical_names(kinds: tuple[Con, ...], scope: Scope) -> tuple[str, ...]:
    """Names for a lambda's parameters that nothing in scope has."""
    names: list[str] = []
    for kind in kinds:
        good = _GOOD_NAMES.get(kind.constructor, LAMBDA_NAMES)
        every = chain(good, (f"{good[0]}_{i}" for i in count(2)))
        names.append(next(name for name in every if name not in scope and name not in names))
    return tuple(names)
