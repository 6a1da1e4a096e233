"""Loops: `for x in items until done { ... yield value }`, as a step or as the value of a `let` or of the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from seglam_lang.language.checking.rules import fit, item_of
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Exactly, Items
from seglam_lang.language.completion.operators import ANY, SEALED
from seglam_lang.language.completion.parts import Yielded
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.completion.state import Frame, Inside, OpenBlock, State
from seglam_lang.language.types import BOOL, Con, list_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopFrame(Frame):
    """The head of a loop; the frame below is the statement whose value the loop is, None if it stands alone."""

    item: str = ""
    closers: ClassVar[frozenset[str]] = frozenset({"until", "{"})

    def read(self, state: State, lexeme: str) -> State | None:
        """Read the name of the item."""
        return state.expect(replace(self, item=lexeme), ("in",)) if state.may_name(lexeme) else None

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        kind = item_of(state.value)
        assert isinstance(kind, Con)
        outer = state.block
        scope = {**outer.scope, self.item: kind}
        block = OpenBlock(Inside.ROUND, scope, self.depth, outer, outer.vars, value_of=self.below)
        inside = state.statement(block, steps=1)
        if lexeme == "{":
            return inside
        return inside.expect(UntilFrame(state.places.goal(Exactly, ANY, BOOL), None, self.depth + 1))


@dataclass(frozen=True, slots=True)
class UntilFrame(Frame):
    """What ends a loop early."""

    closers: ClassVar[frozenset[str]] = frozenset({"{"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        return state.statement(state.block)


@dataclass(frozen=True, slots=True)
class YieldFrame(Frame):
    """What a round of a loop yields."""

    closers: ClassVar[frozenset[str]] = frozenset({"}"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        kind, wanted = state.value, self.goal.hint
        if wanted is not None and fit(wanted, kind, lifts=state.places.lifts) is not None:
            kind = wanted
        after = end_of_round(state)
        return after.read(state.block.value_of, list_of(kind), SEALED, state.height + 1)


def begin_loop(state: State) -> State | None:
    """The state after the `for` of a loop, which is the value of the statement that is read, or stands alone."""
    below = state.frame
    goal = state.places.goal(Items)
    if state.must_end or goal.nearest() >= FAR:
        return None
    if below is not None and state.places.goal(Yielded, below.goal).nearest() >= FAR:
        return None
    frame = LoopFrame(goal, below, state.block.depth + 1)
    if state.has(Construct.ANY_NAMES):
        return state.own(frame)
    name = state.free_name()
    return state.expect(replace(frame, item=name), (name, "in"))


def begin_yield(state: State) -> State | None:
    """The state after `yield`; None where the loop is no value."""
    block = state.block
    if block.value_of is None:
        return None
    goal = state.places.goal(Yielded, block.value_of.goal)
    return state.expect(YieldFrame(goal, None, block.depth + 1))


def end_of_loop(state: State) -> State | None:
    """The state after the `}` of a loop that yields nothing; None where it must."""
    return end_of_round(state) if state.block.value_of is None else None


def end_of_round(state: State) -> State:
    """The state behind the loop that is read, before the next statement."""
    block = state.block
    assert block.outer is not None
    return state.statement(
        replace(block.outer, lambdas=block.outer.lambdas | block.lambdas, begins=False, may_else=False)
    )
