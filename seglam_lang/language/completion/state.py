"""The state of the incremental parser: a stack of the constructs that are open, advanced by one lexeme at a time.

Operators are read as in operator precedence parsing (Floyd 1963): an operator that binds looser than its neighbour on
the left closes it first. A state is never changed, and states share what they have in common, so that to fork is free.

Each construct is a kind of `Frame`, in the module of its kind: statements.py, loops.py, operands.py, literals.py,
calls.py. What may come next depends on the state's `Mode`; the modules enter in `READERS` what reads in each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import count
from typing import ClassVar

from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Goal
from seglam_lang.language.completion.lexemes import CLASSES, NAME_CLASS
from seglam_lang.language.completion.operators import POSTFIX
from seglam_lang.language.completion.places import Places
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con

LEVELS_IN_ALL = 88  # of steps and the tree of one expression, fewer than the checker allows
STEPS_IN_ALL = 60  # after which a body must come to its result
RESULT = "result"  # what an `ensure` calls the result
_SAMPLES = {  # a literal of each class
    CLASSES[NUMBER]: "0",
    CLASSES[TEXT]: '""',
    CLASSES[DATE]: "@2000-01-01",
    CLASSES[DATETIME]: "@2000-01-01T00:00",
    CLASSES[TIME]: "@00:00",
    CLASSES[DURATION]: "@PT0S",
}

Scope = Mapping[str, Con]


class Mode(IntEnum):
    """What is expected next."""

    STATEMENT = 0
    OPERAND = 1
    AFTER = 2  # what follows a value
    STEP = 3  # what follows a value and a dot
    OWN = 4  # what the innermost construct reads itself: a name, a label, a type


@dataclass(frozen=True, slots=True)
class Frame:
    """A construct that has begun and not ended; `goal` is the place of the expression that is read in it now."""

    goal: Goal
    below: Frame | None
    depth: int
    height: int = 0  # of the tree of what has been read of the construct

    implicit: ClassVar[bool] = False  # whether it ends with what follows it
    closers: ClassVar[frozenset[str]] = frozenset()  # else: the lexemes that end the expression in it
    takes_loop: ClassVar[bool] = False  # whether a loop may stand in place of the expression
    ends_body: ClassVar[bool] = False  # whether the body is whole behind the expression

    def reduced(self, state: State) -> State:
        """The state after an implicit construct, which has ended before what follows it."""
        raise NotImplementedError

    def end(self, state: State, lexeme: str) -> State | None:
        """The state after one of `closers`, behind an expression that `goal` accepts."""
        raise NotImplementedError

    def read(self, state: State, lexeme: str) -> State | None:
        """The state after a lexeme that the construct reads itself."""
        raise NotImplementedError

    def candidates(self, state: State) -> Iterable[str]:
        """The lexemes that `read` may accept, but for names and literals."""
        return ()


class Inside(IntEnum):
    """What the statements of a block belong to."""

    BODY = 0
    ROUND = 1  # of a loop
    SETS = 2  # of an `if` that is a statement


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """The statements that are open around a place; `scope` are the names that may be used between them."""

    inside: Inside
    scope: Scope
    depth: int = 0
    outer: OpenBlock | None = None
    vars: frozenset[str] = frozenset()  # the names that may be set
    lambdas: frozenset[str] = frozenset()  # the names that lambdas have in it: no step may have them
    begins: bool = True  # whether there is no step yet
    may_else: bool = False  # whether `else` may follow here,
    before_else: bool = False  # and whether it may follow the block
    promised: frozenset[str] = frozenset()  # the columns that an `ensure` has named, which the result must have
    promises: bool = False  # whether an `ensure` is read
    value_of: Frame | None = None  # of a loop: the statement whose value it is


@dataclass(frozen=True, slots=True)
class State:
    """A prefix of a well-typed body; at least one lexeme may follow, or it is complete."""

    places: Places
    block: OpenBlock
    scope: Scope
    mode: Mode = Mode.STATEMENT
    frame: Frame | None = None
    kind: Con | None = None  # the type of the value before this place,
    level: int = POSTFIX  # what it is written at
    height: int = 0  # and the height of its tree
    by: str = ""  # the text that it is, in quotes, or the method that gives it
    pending: tuple[str, ...] = ()  # lexemes that must come first
    spent: int = 0
    budget: int = 0
    steps: int = 0

    # ---- what may be asked

    def advance(self, lexeme: str) -> State | None:
        """The state after one more lexeme; None if it may not follow."""
        if self.pending:
            if lexeme != self.pending[0]:
                return None
            return self._moved(
                self.mode, self.frame, self.kind, self.level, self.height, self.by, pending=self.pending[1:]
            )
        return READERS[self.mode].read(self, lexeme)

    def next(self) -> frozenset[str]:
        """The lexemes that may follow; `<number>`, `<text>`, `<date>` and `<name>` stand for any such."""
        if self.pending:
            return frozenset(self.pending[:1])
        found = {lexeme for lexeme in READERS[self.mode].candidates(self) if self.advance(lexeme) is not None}
        if self.mode == Mode.OWN or (self.mode == Mode.OPERAND and not self.top.goal.for_column):
            found.update(name for name, sample in _SAMPLES.items() if self.advance(sample) is not None)
        if self.mode == Mode.OWN and self.advance(self._fresh()) is not None:
            found.add(NAME_CLASS)
        return frozenset(found)

    @property
    def candidates(self) -> Iterator[str]:
        """Lexemes among which are all that may follow, but for literals and names of the writer's choice."""
        yield from self.pending[:1] or READERS[self.mode].candidates(self)

    @property
    def admits_any_name(self) -> bool:
        """Whether a name of the writer's choice may follow."""
        is_place = self.mode in (Mode.OWN, Mode.OPERAND) and not self.pending
        return is_place and self.advance(self._fresh()) is not None

    @property
    def among(self) -> frozenset[str] | None:
        """Some lexemes among which are all that may follow, known without trying them; None where there are not."""
        return frozenset(self.pending[:1]) if self.pending else READERS[self.mode].among

    @property
    def complete(self) -> bool:
        """Whether this is a whole body."""
        ended = self.ended() if self.mode == Mode.AFTER and not self.pending else None
        return ended is not None and ended.top.ends_body

    # ---- its parts

    @property
    def top(self) -> Frame:
        """The innermost construct."""
        assert self.frame is not None
        return self.frame

    @property
    def value(self) -> Con:
        """The type of the value before this place."""
        assert self.kind is not None
        return self.kind

    @property
    def must_end(self) -> bool:
        """Whether the body is so deep or so long that only the shortest ways to its end are left."""
        deep = (self.frame.depth if self.frame else self.block.depth) + self.height
        return deep > self.places.depth or self.spent >= self.budget or deep + self.steps > LEVELS_IN_ALL

    def has(self, construct: Construct) -> bool:
        """Whether who writes can write this."""
        return construct in self.places.constructs

    # ---- states made from it

    def expect(self, frame: Frame, pending: tuple[str, ...] = (), scope: Scope | None = None) -> State:
        """An operand is expected in a frame, after what is pending."""
        return self._moved(Mode.OPERAND, frame, scope=scope, pending=pending)

    def own(self, frame: Frame, pending: tuple[str, ...] = ()) -> State:
        """The construct reads on by itself, after what is pending."""
        return self._moved(Mode.OWN, frame, pending=pending)

    def read(self, frame: Frame | None, kind: Con, level: int, height: int, by: str = "") -> State:
        """A value has been read in a frame: `by` is the text that it is, in quotes, or the method that gives it."""
        return self._moved(Mode.AFTER, frame, kind, level, height, by)

    def step(self) -> State:
        """A dot has been read behind the value before this place."""
        return self._moved(Mode.STEP, self.frame, self.kind, POSTFIX, self.height)

    def naming(self, column: str) -> State:
        """The state with a column named. In an `ensure` it may be one of the result, which must have it then."""
        block = self.block
        table = self.places.result_type
        if not block.promises or table is None or column not in table.labels:
            return self
        return replace(self, block=replace(block, promised=block.promised | {column}))

    def statement(self, block: OpenBlock, steps: int = 0, spent: int = 1) -> State:
        """A statement is expected in a block, after so many more steps and lexemes."""
        spent, steps = self.spent + spent, self.steps + steps
        return State(self.places, block, block.scope, spent=spent, budget=self.budget, steps=steps)

    def reduced(self, kind: Con, level: int, scope: Scope | None = None, by: str = "") -> State:
        """The value before this place has become a part of what the innermost construct, an implicit one, is."""
        frame = self.top
        height = max(frame.height, self.height) + 1
        return self._moved(Mode.AFTER, frame.below, kind, level, height, by, scope=scope, spent=0)

    def _moved(
        self,
        mode: Mode,
        frame: Frame | None,
        kind: Con | None = None,
        level: int = POSTFIX,
        height: int = 0,
        by: str = "",
        *,
        scope: Scope | None = None,
        pending: tuple[str, ...] = (),
        spent: int = 1,
    ) -> State:
        scope = self.scope if scope is None else scope
        spent += self.spent
        return State(
            self.places,
            self.block,
            scope,
            mode,
            frame,
            kind,
            level,
            height,
            by,
            pending,
            spent,
            self.budget,
            self.steps,
        )

    # ---- where what is open ends

    @property
    def may_stand(self) -> bool:
        """Whether the value before this place may be what is expected; if the body must end, it must be no detour."""
        goal, kind = self.top.goal, self.value
        if not goal.accepts(kind):
            return False
        ways = goal.thrifty if self.places.has_detours and self.must_end else None
        return ways is None or ways.cost(kind) <= ways.distance(kind, self.level)

    def ended(self) -> State | None:
        """The state in which the value before this place is all that the innermost frame with an end expects."""
        state = self
        while state.may_stand:
            if not state.top.implicit:
                return state
            state = state.top.reduced(state)
        return None

    def close(self, lexeme: str) -> State | None:
        """The state after a lexeme that ends something."""
        state = self.ended()
        if state is None or lexeme not in state.top.closers:
            return None
        return state.top.end(state, lexeme)

    # ---- names

    def free_name(self) -> str:
        """The next of the names x1, x2, ... that nothing has."""
        return next(name for i in count(1) if (name := f"x{i}") not in self.scope)

    def may_name(self, lexeme: str) -> bool:
        """Whether a step or the item of a loop may have a name of the writer's choice."""
        return is_name(lexeme) and lexeme != RESULT and lexeme not in self.block.scope

    def _fresh(self) -> str:
        return f"name_{self.spent}"


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the next lexeme in a mode, and those among which it finds what may come."""

    read: Callable[[State, str], State | None]
    candidates: Callable[[State], Iterator[str]]
    among: frozenset[str] | None = None  # all that it ever reads; None where that has no end


def _candidates_of_frame(state: State) -> Iterator[str]:
    yield from state.top.candidates(state)


READERS: dict[Mode, Reader] = {
    Mode.OWN: Reader(lambda state, lexeme: state.top.read(state, lexeme), _candidates_of_frame),
}
