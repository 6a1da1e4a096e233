"""The incremental parser itself: a stack of the constructs that are open, advanced by one lexeme at a time.

Operators are read as in operator precedence parsing (Floyd 1963): an operator that binds looser than its neighbour on
the left closes it first. A state is never changed, and states share what they have in common, so that to fork is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from seglam_lang.language.completion.goals import Branch, Enclosed, FirstItem, Goal, World, field_of, step_names
from seglam_lang.language.completion.lexemes import CLASSES
from seglam_lang.language.completion.reach import (
    ANY,
    COMPARE,
    FAR,
    LEVELS,
    NEGATE,
    NOT,
    POSTFIX,
    SEALED,
    Call,
)
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con, Constructor

MAX_DEPTH = 24  # of the tree, after which only what leads to the end is admitted
MAX_LETS = 9  # x1 to x9
LAMBDA_NAMES = ("x", "y", "z")
_SAMPLES = {  # a literal of each class
    CLASSES[NUMBER]: "0",
    CLASSES[TEXT]: '""',
    CLASSES[DATE]: "@2000-01-01",
    CLASSES[DATETIME]: "@2000-01-01T00:00",
    CLASSES[TIME]: "@00:00",
    CLASSES[DURATION]: "@PT0S",
}

Scope = Mapping[str, Con]

# What is open. The first three end with what follows them; the others with a lexeme of their own.
OPERATOR, ELSE, LAMBDA = "operator", "else", "lambda"
RETURN, LET, PARENTHESIS, LIST, CALL, IF, THEN = "return", "let", "(", "list", "call", "if", "then"
_ENDED_BY_WHAT_FOLLOWS = (OPERATOR, ELSE, LAMBDA)

# What is expected next.
STATEMENT, OPERAND, AFTER, STEP = range(4)


@dataclass(frozen=True, slots=True)
class Frame:
    """A construct that has begun and not ended; `goal` is the place of the expression that is read in it now."""

    kind: str
    goal: Goal
    below: Frame | None
    depth: int
    height: int = 0  # of the tree of what has been read of the construct
    result: tuple[Con, int] | None = None  # of an operator: type and level of the whole
    call: Call | None = None
    closer: str = ")"
    name: str = ""  # of what `let` names
    scope: Scope | None = None  # around a lambda


@dataclass(frozen=True, slots=True)
class State:
    """A prefix of a well-typed body; at least one lexeme may follow, or it is complete."""

    world: World
    scope: Scope
    mode: int = STATEMENT
    frame: Frame | None = None
    kind: Con | None = None  # the type of the value before this place,
    level: int = POSTFIX  # what it is written at
    height: int = 0  # and the height of its tree
    pending: tuple[str, ...] = ()  # lexemes that must come first
    spent: int = 0
    budget: int = 0

    # ---- what may be asked

    def advance(self, lexeme: str) -> State | None:
        """The state after one more lexeme; None if it may not follow."""
        if self.pending:
            return self._without_pending() if lexeme == self.pending[0] else None
        return _READERS[self.mode](self, lexeme)

    def next(self) -> frozenset[str]:
        """The lexemes that may follow; `<number>`, `<text>` and `<date>` stand for any literal of the type."""
        if self.pending:
            return frozenset(self.pending[:1])
        found = {lexeme for lexeme in self._candidates() if self.advance(lexeme) is not None}
        if self.mode == OPERAND:
            found.update(name for name, sample in _SAMPLES.items() if self.advance(sample) is not None)
        return frozenset(found)

    @property
    def complete(self) -> bool:
        """Whether this is a whole body."""
        ended = self._ended() if self.mode == AFTER else None
        return ended is not None and ended._top.kind == RETURN

    def _candidates(self) -> Iterator[str]:
        if self.mode == STATEMENT:
            yield from ("let", "return")
        elif self.mode == OPERAND:
            yield from self.scope
            yield from ("true", "false", "none", "(", "[", "-", "not", "if", ")", "]")
        elif self.mode == STEP:
            yield from step_names(self._value, self.world.reach)
        else:
            yield from LEVELS
            yield from (".", "[", ")", "]", ",", "then", "else", "let", "return")

    # ---- the parts of a state, and states made from it

    @property
    def _top(self) -> Frame:
        assert self.frame is not None
        return self.frame

    @property
    def _value(self) -> Con:
        assert self.kind is not None
        return self.kind

    @property
    def _must_end(self) -> bool:
        """Whether the body is so deep or so long that only the shortest ways to its end are left."""
        depth = self.frame.depth if self.frame else 0
        return depth + self.height > MAX_DEPTH or self.spent >= self.budget

    def _without_pending(self) -> State:
        """The first of the lexemes that must come first has come."""
        return self._expect(self._top, self.pending[1:])

    def _expect(self, frame: Frame, pending: tuple[str, ...] = (), scope: Scope | None = None) -> State:
        """An operand is expected in a frame, after what is pending."""
        scope = self.scope if scope is None else scope
        return State(self.world, scope, OPERAND, frame, None, POSTFIX, 0, pending, self.spent + 1, self.budget)

    def _read(self, frame: Frame | None, kind: Con, level: int, height: int) -> State:
        """A value has been read in a frame."""
        return State(self.world, self.scope, AFTER, frame, kind, level, height, (), self.spent + 1, self.budget)

    def _open(self, kind: str, goal: Goal, height: int = 0, result: tuple[Con, int] | None = None) -> State:
        """An operand is expected in a new frame."""
        depth = self.frame.depth + 1 if self.frame else 1
        return self._expect(Frame(kind, goal, self.frame, depth, height, result))

    # ---- statements

    def _statement(self, lexeme: str) -> State | None:
        if lexeme == "return":
            return self._open(RETURN, self.world.answer())
        lets = len(self.scope) - len(self.world.names)
        if lexeme != "let" or lets >= MAX_LETS or self._must_end:
            return None
        name = next(name for i in count(1) if (name := f"x{i}") not in self.scope)
        return self._expect(Frame(LET, self.world.answer(), None, 1, name=name), (name, "="))

    # ---- operands

    def _operand(self, lexeme: str) -> State | None:
        frame = self._top
        goal = frame.goal
        if self._must_end and lexeme != ")" and self._may_end_call:
            return None
        kind = self.scope.get(lexeme) or self.world.literal(lexeme)
        if kind is not None:
            distance = goal.distance(kind, POSTFIX)
            if distance >= FAR or (self._must_end and distance > goal.nearest()):
                return None
            return self._read(frame, kind, POSTFIX, 1)
        if lexeme == ")":
            return self._end_call() if self._may_end_call else None
        if goal.for_column:
            return None
        ground = goal.ground.constructor if goal.ground else None
        if lexeme == "none":
            return self._read(frame, goal.ground, SEALED, 1) if goal.ground and ground == "Optional" else None
        if lexeme == "]":
            outer = goal.outer.ground if isinstance(goal, FirstItem) else None
            return (
                self._read(frame.below, outer, SEALED, 1) if outer and outer.constructor is Constructor.LIST else None
            )
        if lexeme == "[":
            first = self.world.within(FirstItem, goal)
            may_have_items = not self._must_end and first.nearest() < FAR
            return self._open(LIST, first) if may_have_items or ground == "List" else None
        return None if self._must_end else self._prefix(lexeme, goal)

    @property
    def _may_end_call(self) -> bool:
        """Whether a call that has no argument yet needs none."""
        call = self._top.call if self._top.kind == CALL else None
        return call is not None and call.index == 1 and not call.needs_more

    def _prefix(self, lexeme: str, goal: Goal) -> State | None:
        world = self.world
        if lexeme == "(":
            inner = world.within(Enclosed, goal)
            return self._open(PARENTHESIS, inner) if inner.nearest() < FAR else None
        if lexeme == "-" and goal.level <= NEGATE and goal.distance(NUMBER, NEGATE) < FAR:
            operand = world.exactly(NUMBER, POSTFIX)
            return self._open(OPERATOR, operand, 1, (NUMBER, NEGATE)) if operand.nearest() < FAR else None
        if lexeme == "not" and goal.level <= NOT and goal.distance(BOOL, NOT) < FAR:
            return self._open(OPERATOR, world.exactly(BOOL, COMPARE), 1, (BOOL, NOT))
        if lexeme == "if" and goal.level == ANY and world.within(Branch, goal).nearest() < FAR:
            return self._open(IF, world.exactly(BOOL))
        return None

    # ---- after a value

    def _after(self, lexeme: str) -> State | None:
        level = LEVELS.get(lexeme)
        if level is not None:
            return self._operator(lexeme, level)
        if lexeme == ".":
            kind = self._value
            if self.level < POSTFIX or not any(self._admits_step(name) for name in step_names(kind, self.world.reach)):
                return None
            return State(
                self.world, self.scope, STEP, self.frame, kind, POSTFIX, self.height, (), self.spent + 1, self.budget
            )
        if lexeme == "[":
            call = Call.begin("[]", self._value) if self.level == POSTFIX and self._admits_step("[]") else None
            return self._argument(call, self._top, self.height, "]") if call else None
        return self._close(lexeme)

    def _operator(self, lexeme: str, level: int) -> State | None:
        """A binary operator: what binds tighter than it on the left ends here."""
        state = self
        while True:
            frame, kind = state._top, state._value
            if level >= frame.goal.level and not (self._must_end and frame.goal.accepts(kind)):
                break
            if frame.kind != OPERATOR or not frame.goal.accepts(kind):
                return None
            state = state._reduced()
        found = frame.goal.operation(kind, lexeme) if level <= state.level else None
        if found is None:
            return None
        ahead = frame.goal.distance(found.result, found.result_level)
        if self._must_end and ahead >= frame.goal.distance(kind, state.level):
            return None
        right = self.world.exactly(found.right, found.right_level)
        return state._open(OPERATOR, right, state.height, (found.result, found.result_level))

    def _reduced(self) -> State:
        """The state in which the innermost construct, one that is ended by what follows it, has ended."""
        frame, kind = self._top, self._value
        height = max(frame.height, self.height) + 1
        after, level = frame.result or (kind, ANY)
        scope = self.scope if frame.scope is None else frame.scope
        return State(self.world, scope, AFTER, frame.below, after, level, height, (), self.spent, self.budget)

    def _ended(self) -> State | None:
        """The state in which the value before this place is all that the innermost frame with an end expects."""
        state = self
        while state._top.goal.accepts(state._value):
            if state._top.kind not in _ENDED_BY_WHAT_FOLLOWS:
                return state
            state = state._reduced()
        return None

    # ---- steps: `.name`, `.name(` and `row[`

    def _admits_step(self, name: str) -> bool:
        """Whether a method, field or index may follow the value before this place."""
        goal, kind = self._top.goal, self._value
        distance = goal.call(kind, name)
        if distance >= FAR:
            return False
        if self._must_end and self.mode == STEP:  # it may have become so after the dot
            return distance == min(goal.call(kind, step) for step in step_names(kind, self.world.reach))
        if self._must_end and (goal.accepts(kind) or distance > goal.distance(kind, POSTFIX)):
            return False
        call = None if kind.constructor is Constructor.RECORD else Call.begin(name, kind)
        return call is None or not self._shadows(call)

    def _shadows(self, call: Call) -> bool:
        """Whether a call only selects from its receiver, by a lambda for which no good name is left."""
        result = call.result
        return (
            isinstance(result, Con)
            and result.constructor is call.receiver.constructor
            and call.index < len(call.params)
            and call.lambda_params is not None
            and any(name not in ("row", *LAMBDA_NAMES) for name in self._lambda_names(call.lambda_params))
        )

    def _lambda_names(self, kinds: tuple[Con, ...]) -> tuple[str, ...]:
        """Names for a lambda's parameters that nothing in scope has."""
        names: list[str] = []
        for kind in kinds:
            good = ("row",) if kind.constructor is Constructor.ROW else LAMBDA_NAMES
            every = (*good, *(f"{good[0]}_{i}" for i in range(2, len(self.scope) + len(kinds) + 3)))
            names.append(next(name for name in every if name not in self.scope and name not in names))
        return tuple(names)

    def _step(self, lexeme: str) -> State | None:
        kind, frame = self._value, self._top
        if lexeme == "[]" or not self._admits_step(lexeme):
            return None
        if kind.constructor is Constructor.RECORD:
            after = field_of(kind, lexeme)
            return self._read(frame, after, POSTFIX, self.height + 1) if after else None
        call = Call.begin(lexeme, kind)
        return self._argument(call, frame, self.height, ")", ("(",)) if call else None

    # ---- calls

    def _argument(self, call: Call, around: Frame, height: int, closer: str, pending: tuple[str, ...] = ()) -> State:
        """The next argument of a call, which stands in the frame `around`, is expected."""
        goal = self.world.argument(call, around.goal)
        frame = Frame(CALL, goal, around, around.depth + 1, height, call=call, closer=closer)
        kinds = call.lambda_params
        if kinds is None:
            return self._expect(frame, pending)
        names = self._lambda_names(kinds)
        listed = tuple(part for name in names for part in (",", name))[1:]
        header = (*listed, "=>") if len(names) == 1 else ("(", *listed, ")", "=>")
        body = Frame(LAMBDA, goal, frame, frame.depth + 1, scope=self.scope)
        return self._expect(body, pending + header, {**self.scope, **dict(zip(names, kinds, strict=True))})

    def _end_call(self, call: Call | None = None) -> State | None:
        frame = self._top
        call = call or frame.call
        if call is None or call.needs_more:
            return None
        return self._read(frame.below, call.finished(), POSTFIX, max(frame.height, self.height) + 1)

    def _end_argument(self, lexeme: str) -> State | None:
        frame, kind = self._top, self._value
        call = frame.call.given(kind) if frame.call else None
        if call is None:
            return None
        if lexeme == frame.closer:
            return self._end_call(call)
        if lexeme != "," or call.index >= len(call.params) or (self._must_end and not call.needs_more):
            return None
        around = frame.below
        assert around is not None
        if not call.needs_more and self.world.argument(call, around.goal).nearest() >= FAR:
            return None  # an optional argument for which there is nothing to write
        return self._argument(call, around, max(frame.height, self.height), frame.closer)

    # ---- ends

    def _close(self, lexeme: str) -> State | None:
        """A lexeme that ends something."""
        opened = _ENDS.get(lexeme)
        state = self._ended() if opened else None
        if opened is None or state is None or state._top.kind not in opened:
            return None
        return state._end(lexeme)

    def _end(self, lexeme: str) -> State | None:
        frame, kind = self._top, self._value
        below, height = frame.below, max(frame.height, self.height)
        if frame.kind == CALL:
            return self._end_argument(lexeme)
        if frame.kind == LET:
            scope = {**self.scope, frame.name: kind}
            return State(self.world, scope, spent=self.spent, budget=self.budget)._statement(lexeme)
        assert below is not None
        if frame.kind == PARENTHESIS:
            return self._read(below, kind, POSTFIX, height)
        if frame.kind == LIST:
            if lexeme == "]":
                return self._read(below, Con(Constructor.LIST, (kind,)), POSTFIX, height + 1)
            goal = self.world.exactly(kind)
            return None if self._must_end else self._expect(Frame(LIST, goal, below, frame.depth, height))
        if frame.kind == IF:
            goal = self.world.within(Branch, below.goal)
            return self._expect(Frame(THEN, goal, below, frame.depth, height))
        return self._expect(Frame(ELSE, self.world.exactly(kind), below, frame.depth, height))


_READERS: dict[int, Callable[[State, str], State | None]] = {
    STATEMENT: State._statement,
    OPERAND: State._operand,
    AFTER: State._after,
    STEP: State._step,
}
_ENDS = {
    ")": (PARENTHESIS, CALL),
    "]": (LIST, CALL),
    ",": (LIST, CALL),
    "then": (IF,),
    "else": (THEN,),
    "let": (LET,),
    "return": (LET,),
}
