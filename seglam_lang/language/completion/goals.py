"""What an expression is read for: which types may stand in a place, and how far a value is from one of them.

A distance counts the methods and operators that are still needed, to the end of all that the place is part of.

Goals are made once for each place of a signature's drafts (by their `World`), so that what one candidate finds out
about a place is known to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from seglam_lang.language.checking.rules import is_ground, is_value
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion.lexemes import CLASSES, literal
from seglam_lang.language.completion.reach import (
    ANY,
    FAR,
    POSTFIX,
    Call,
    Operation,
    Reach,
    operation,
)
from seglam_lang.language.syntax.lexicon import KEYWORDS
from seglam_lang.language.types import BOOL, SCALARS, Con, Constructor, Type, Var, is_a, parameter


class Goal:
    """A place for an expression: which types may end there, and which can still become one of those."""

    def __init__(self, world: World, level: int = ANY, ground: Con | None = None) -> None:
        """`level` is the loosest that may stand here; `ground` the type, where only one is accepted."""
        self.world = world
        self.level = level
        self.ground = ground
        self.for_column = False
        self._costs: dict[Con, int] = {}
        self._distances: dict[tuple[Con, int], int] = {}
        self._calls: dict[tuple[Con, str], int] = {}
        self._operations: dict[tuple[Con, str], Operation | None] = {}
        self._nearest: int | None = None

    def beyond(self, kind: Con) -> int:
        """The steps still needed around this place if a value of the type stands here; FAR if it must not."""
        return 0 if kind == self.ground else FAR

    def cost(self, kind: Con) -> int:
        """What `beyond` says, remembered (each kind of goal has its own `beyond`)."""
        found = self._costs.get(kind)
        if found is None:
            found = self._costs[kind] = self.beyond(kind)
        return found

    def accepts(self, kind: Con) -> bool:
        """Whether a value of the type may stand here as it is."""
        return self.cost(kind) < FAR

    def distance(self, kind: Con, level: int) -> int:
        """The least number of steps from a value here, written at `level`; FAR if none make it one that is accepted."""
        key = kind, level
        found = self._distances.get(key)
        if found is None:
            found = FAR
            for after, steps in self.world.reach.closure(kind, level, self.level):
                if steps >= found:
                    break
                found = min(found, steps + self.cost(after))
            self._distances[key] = found
        return found

    def nearest(self) -> int:
        """The distance of the nearest thing that can be written here with one lexeme (or as `[]`), wherever this is."""
        if self._nearest is None:
            best = (
                self.cost(self.ground)
                if self.ground and self.ground.constructor in (Constructor.LIST, Constructor.OPTIONAL)
                else FAR
            )
            for kind in self.world.at_hand:
                if best == 0:
                    break
                best = min(best, self.distance(kind, POSTFIX))
            self._nearest = best
        return self._nearest

    def call(self, kind: Con, name: str) -> int:
        """The distance of a value here if the next step is the method or field `name`; FAR if it must not be."""
        key = kind, name
        found = self._calls.get(key)
        if found is None:
            found = self._calls[key] = min(FAR, 1 + self._find_call(kind, name))
        return found

    def _find_call(self, kind: Con, name: str) -> int:
        if kind.constructor is Constructor.RECORD:
            after = field_of(kind, name)
            return FAR if after is None else self.distance(after, POSTFIX)
        call = Call.begin(name, kind) if name in self.world.reach.methods(kind.constructor) else None
        return FAR if call is None else self.after(call)

    def after(self, call: Call) -> int:
        """The least distance of what a call can result in here, whatever its other arguments."""
        outcomes = set(self.world.reach.outcomes(call, self.world.inhabited))
        return min((self.distance(outcome, POSTFIX) for outcome in outcomes), default=FAR)

    def operation(self, kind: Con, lexeme: str) -> Operation | None:
        """What an operator after a value here means; None if it may not follow."""
        key = kind, lexeme
        if key not in self._operations:
            found = operation(lexeme, kind)
            if found is not None:
                right = self.world.exactly(found.right, found.right_level)
                if right.nearest() >= FAR or self.distance(found.result, found.result_level) >= FAR:
                    found = None
            self._operations[key] = found
        return self._operations[key]


class Answer(Goal):
    """The result of the procedure: any table, or any value of a type that is known."""

    def beyond(self, kind: Con) -> int:
        return 0 if kind.constructor is Constructor.TABLE or (is_value(kind) and is_known(kind)) else FAR


class Within(Goal):
    """A part of an expression that itself stands in the place `outer`."""

    def __init__(self, world: World, outer: Goal, ground: Con | None = None) -> None:
        super().__init__(world, ground=ground)
        self.outer = outer


class Enclosed(Within):
    """What stands in parentheses: whatever can go on to what is expected around them."""

    def beyond(self, kind: Con) -> int:
        return self.outer.distance(kind, POSTFIX)


class Branch(Within):
    """What `if` results in: what is expected there, if its type does not depend on columns."""

    def __init__(self, world: World, outer: Goal) -> None:
        super().__init__(world, outer, outer.ground)

    def beyond(self, kind: Con) -> int:
        return self.outer.cost(kind) if is_value(kind) else FAR


class FirstItem(Within):
    """The first item of a list: its type decides the list's."""

    def beyond(self, kind: Con) -> int:
        return self.outer.distance(Con(Constructor.LIST, (kind,)), POSTFIX) if is_value(kind) else FAR


class Argument(Within):
    """The next argument of a call (of a lambda: its body)."""

    def __init__(self, world: World, outer: Goal, call: Call) -> None:
        expected = call.expected if call.index < len(call.params) else None
        ground = expected if isinstance(expected, Con) and is_ground(expected) else None
        super().__init__(world, outer, ground)
        self.call_so_far = call
        self.for_column = is_a(expected, Constructor.COLUMN)

    def beyond(self, kind: Con) -> int:
        call = self.call_so_far.given(kind)
        return FAR if call is None else self.outer.after(call)


class World:
    """What all drafts for one signature have in common: its names, and the goals that have come up."""

    def __init__(self, signature: Signature, literals: frozenset[str], methods: frozenset[str] | None) -> None:
        self.literals = literals
        self.names: dict[str, Con] = {}
        for param in signature.params:
            kind = settled(param.type)
            if kind.constructor is Constructor.TABLE:
                kind = Con(Constructor.TABLE, (), signature.columns_of(param.name))
            elif kind.constructor is Constructor.COLUMN:
                kind = Con(Constructor.COLUMN, kind.args, (param.name,))
            self.names[param.name] = kind
        common = frozenset({BOOL, *(kind for kind, name in CLASSES.items() if name in literals)})
        self.at_hand = tuple(dict.fromkeys([*(kind for kind in SCALARS if kind in common), *self.names.values()]))
        self.reach = Reach(self.names, common, methods)
        self._goals: dict[tuple[object, ...], Goal] = {}

    def exactly(self, kind: Con, level: int = ANY) -> Goal:
        """The place for a value of one type, written at a level or a tighter one."""
        key = kind, level
        return self._goals.get(key) or self._goals.setdefault(key, Goal(self, level, kind))

    def answer(self) -> Goal:
        """The place after `return`; what `let` names may be the same."""
        return self._goals.get((Answer,)) or self._goals.setdefault((Answer,), Answer(self))

    def within(self, part: type[Enclosed] | type[Branch] | type[FirstItem], outer: Goal) -> Goal:
        """A place inside an expression that stands in the place `outer`."""
        key = part, outer
        return self._goals.get(key) or self._goals.setdefault(key, part(self, outer))

    def argument(self, call: Call, outer: Goal) -> Goal:
        """The place of the next argument of a call that stands in the place `outer`."""
        key = call, outer
        return self._goals.get(key) or self._goals.setdefault(key, Argument(self, outer, call))

    def inhabited(self, kind: Con) -> bool:
        """Whether a value of the type can be written wherever there are only the signature's names."""
        return self.exactly(kind).nearest() < FAR

    def literal(self, lexeme: str) -> Con | None:
        """The type of a literal that may be written here."""
        found = literal(lexeme)
        return found[0] if found and (not found[1] or found[1] in self.literals) else None


def step_names(kind: Con, reach: Reach) -> Iterator[str]:
    """The names that mean something after a value and a dot."""
    if kind.constructor is Constructor.RECORD:
        return (label for label in kind.labels if label.isidentifier() and label not in KEYWORDS)
    return (name for name in reach.methods(kind.constructor) if name != "[]")


def field_of(record: Con, name: str) -> Con | None:
    """The type of a record's field, if the field can be named after a dot."""
    if name in KEYWORDS or not name.isidentifier():
        return None
    fields: Mapping[str, Type] = dict(zip(record.labels, record.args, strict=True))
    found = fields.get(name)
    return found if isinstance(found, Con) else None


def settled(kind: Type) -> Con:
    """A parameter's type; a type parameter becomes a type of its own, of which nothing is known but equality."""
    if isinstance(kind, Var):
        return parameter(kind.name)
    return Con(kind.constructor, tuple(settled(arg) for arg in kind.args), kind.labels)


@cache
def is_known(kind: Con) -> bool:
    """Whether no type parameter is in a type."""
    return kind.constructor is not Constructor.PARAMETER and all(
        isinstance(arg, Con) and is_known(arg) for arg in kind.args
    )
