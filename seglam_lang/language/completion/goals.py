"""What an expression is read for: which types may stand in a place, and how far a value is from one of them.

A distance counts the methods and operators that are still needed, to the end of all that the place is part of. Mostly
it only matters whether there is a way, so the first that is found will do. Where a body must come to its end the
shortest ways are asked for: those know the same places of the `Places`' twin (`Goal.thrifty`), whose distances are the
least. Both look at few types: at none where nothing around a place can be reached (`Goal.floor`), and where a value of
one type is expected at what becomes of types alone, whatever is around (`Exactly`, `KnownArgument`).

Goals are made once for each place of a signature's drafts (by their `Places`), so that what one candidate finds out
about a place is known to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, islice

from seglam_lang.language.checking.rules import fit, is_value, item_of, may_be_returned
from seglam_lang.language.completion.operators import ANY, POSTFIX, Operation, operation
from seglam_lang.language.completion.partial_calls import PartialCall, wished
from seglam_lang.language.completion.places import SEARCHED, Places
from seglam_lang.language.completion.reach import FAR, STEPS
from seglam_lang.language.types import TABLE, Con, Constructor, Var, columns_of, is_a, list_of, table

FEW_SEARCHED = 2  # layers of types that are mostly enough, where there are detours


def is_known(kind: Con) -> bool:
    """Return whether no type parameter is in a type."""
    return not is_a(kind, Constructor.PARAMETER) and all(isinstance(arg, Con) and is_known(arg) for arg in kind.args)


def present(kind: Con) -> Con:
    """Return the T of a T?; any other type is itself."""
    inner = kind.args[0] if kind.constructor is Constructor.OPTIONAL else kind
    assert isinstance(inner, Con)
    return inner


class Goal:
    """A place for an expression: which types may end there, and which can still become one of those.

    `hint` is the one type that is accepted, if there is one: `none`, `[]` and `[:]` are of that type here. `wish` is a
    type that is accepted among others.
    """

    for_nothing = False  # whether no expression may stand here at all: a call takes no argument, or no more
    for_column = False
    for_type = False
    for_fields = False  # whether only a record that is written out may stand here
    is_transparent = False  # whether what a value here can become is found out by the place around it, too

    def __init__(self, places: Places, level: int = ANY, hint: Con | None = None) -> None:
        """`level` is the loosest that may stand here."""
        self.places = places
        self.level = level
        self.hint = hint
        self.wish = hint
        self._costs: dict[Con, int] = {}
        self._distances: dict[tuple[Con, int], int] = {}
        self._calls: dict[tuple[Con, str], int] = {}
        self._least_calls: dict[Con, int] = {}
        self._operations: dict[tuple[Con, str], Operation | None] = {}
        self._nearest: int | None = None

    def beyond(self, kind: Con) -> int:
        """The steps still needed around this place if a value of the type stands here; FAR if it must not."""
        raise NotImplementedError

    def cost(self, kind: Con) -> int:
        """What `beyond` says, remembered (each kind of goal has its own `beyond`)."""
        found = self._costs.get(kind)
        if found is None:
            found = self._costs[kind] = self.beyond(kind)
        return found

    def accepts(self, kind: Con) -> bool:
        """Whether a value of the type may stand here as it is."""
        return self.cost(kind) < FAR

    @cached_property
    def floor(self) -> int:
        """A number of steps that no type costs less than; FAR where none may stand here, whatever it becomes."""
        return 0

    @property
    def lifts_sealed(self) -> bool:
        """Whether such a literal may be a T where a T? is expected."""
        return self.places.lifts

    def takes_sealed(self, kind: Con) -> bool:
        """Whether a literal may stand here whose type, `kind`, follows from this place alone."""
        hint = self.hint
        if hint is None or not self.accepts(kind):
            return False
        return kind == hint or (self.lifts_sealed and fit(hint, kind, lifts=True) is not None)

    def distance(self, kind: Con, level: int) -> int:
        """The number of steps from a value here, written at `level`; FAR if none make it one that is accepted."""
        key = kind, level
        found = self._distances.get(key)
        if found is None:
            detour = self._detour(kind) if level >= POSTFIX and self.wish is not None else FAR
            searched = 1 if detour < FAR and not self.places.is_thrifty else self._searched
            found = min(detour, self._search(kind, level, searched))
            self._distances[key] = found
        return found

    @cached_property
    def thrifty(self) -> Goal:
        """The same place, where the distances are those of the shortest ways: dear, and needed at a body's end only."""
        places = self.places.twin
        if places is self.places:
            return self
        kind, *about = self.places.about(self)
        found: Goal = places.goal(kind, *(each.thrifty if isinstance(each, Goal) else each for each in about))
        return found

    @cached_property
    def _searched(self) -> int:
        """How many layers of types are searched: as few as lead from something at hand to what is expected."""
        if not self.places.has_detours:
            return STEPS
        if self.places.is_thrifty:
            return SEARCHED
        is_near = any(self._search(kind, POSTFIX, FEW_SEARCHED) < FAR for kind in self._at_hand())
        return FEW_SEARCHED if is_near else SEARCHED

    def _search(self, kind: Con, level: int, searched: int) -> int:
        """The distance without a detour, of what so many layers of types have in them."""
        found = FAR
        layers: Iterable[tuple[Con, ...]] = self.places.reach.ahead(kind, level, self.level)
        if self.places.has_detours:
            around = self.is_transparent and is_value(kind) and self._behind_detour >= FAR
            layers = islice(layers, 1 if around else searched)
        for steps, layer in enumerate(layers):
            if steps + self.floor >= found:
                break
            for after in layer:
                found = min(found, steps + self.cost(after))
                if found < FAR and not self.places.is_thrifty:
                    return found
        return found

    def _least(self, distances: Iterable[int]) -> int:
        """The least of some distances; where they need not be the shortest, the first that is not FAR."""
        found = FAR
        for each in distances:
            found = min(found, each)
            if found <= self.floor or (found < FAR and not self.places.is_thrifty):
                break
        return found

    def _detour(self, kind: Con) -> int:
        """The distance by the detour that leads from any value to what is wished."""
        target = self._target
        if target is None or self._behind_detour >= FAR:
            return FAR
        return min(FAR, self.places.detour(kind, target) + self._behind_detour)

    @cached_property
    def _target(self) -> Con | None:
        """The type that a detour leads to: what is wished, or the T where that is a T? for which a T may stand."""
        wish = self.wish
        if wish is None or not self.places.has_detours or self.for_column or self.for_type:
            return None
        return present(wish) if self.accepts(present(wish)) and self.cost(present(wish)) <= self.cost(wish) else wish

    @cached_property
    def _behind_detour(self) -> int:
        """The steps still needed around this place behind a detour; FAR if there is none."""
        target = self._target
        if target is None:
            return FAR
        if target.constructor is Constructor.TABLE:
            return self.cost(table(()))
        return self.cost(target) if is_value(target) and self.places.can_write(target) else FAR

    @property
    def wishes(self) -> tuple[Con, ...]:
        """The types that a call is to result in here, if it can."""
        target = self._target
        return () if target is None or not is_value(target) else (target, list_of(target))

    def nearest(self) -> int:
        """The distance of the nearest thing that can be written here at once, wherever this is."""
        if self._nearest is None:
            at_hand = (self.distance(kind, POSTFIX) for kind in self._at_hand())
            self._nearest = self._least(chain((self.literal_distance(),), at_hand))
        return self._nearest

    def literal_distance(self) -> int:
        """The distance of a list, map or record literal or of `none`, of the type that is wanted."""
        hint, wish = self.hint, self.wish
        if hint is not None and self.places.has_short_literal(hint):
            return self.cost(hint)
        if wish is None or not is_a(present(wish), Constructor.LIST, Constructor.MAP, Constructor.RECORD):
            return FAR
        if not self.places.has_detours:
            return FAR
        whole = present(wish)
        written = all(isinstance(part, Con) and self.can_write_part(part, whole) for part in whole.args)
        return self.cost(whole) if written else FAR

    def can_write_part(self, part: Con, whole: Con) -> bool:
        """Whether a value of type `part` can be written in a literal of type `whole` here."""
        return is_inhabited(self.places, part) if self.takes_sealed(whole) else self.places.can_write(part)

    def literal_leads(self, constructor: Constructor) -> bool:
        """Whether nothing is nearer than a literal that is made with this constructor, and has parts."""
        hint, wish = self.hint, self.wish
        if wish is None or not is_a(present(wish), constructor):
            return False
        if hint is not None and self.places.has_short_literal(hint):
            return False
        return self.literal_distance() <= self.nearest() < FAR

    def _at_hand(self) -> Sequence[Con]:
        """The types of what can be written with one lexeme."""
        return self.places.at_hand

    def call(self, kind: Con, name: str) -> int:
        """The distance of a value here if the next step is the method or field `name`; FAR if it must not be."""
        key = kind, name
        found = self._calls.get(key)
        if found is None:
            found = self._calls[key] = min(FAR, 1 + self._find_call(kind, name))
        return found

    def least_call(self, kind: Con) -> int:
        """The distance of a value here by the nearest of its methods and fields, where the shortest ways are known."""
        found = self._least_calls.get(kind)
        if found is None:
            found = FAR
            for name in self.places.step_names(kind):
                found = min(found, self.call(kind, name))
                if found <= 1 + self.floor:
                    break
            self._least_calls[kind] = found
        return found

    def _find_call(self, kind: Con, name: str) -> int:
        after = self.places.field(kind, name)
        if after is not None:
            return self.distance(after, POSTFIX)
        call = self.places.method(name, kind)
        return FAR if call is None else self.after(call)

    def after(self, call: PartialCall) -> int:
        """The least distance of what a call can result in here, whatever its other arguments."""
        return self._least(self.distance(outcome, POSTFIX) for outcome in self._outcomes(call))

    def _outcomes(self, call: PartialCall) -> Iterable[Con]:
        """What a call can result in, whatever its other arguments: what is wished, if it can."""
        places = self.places

        def inhabited(kind: Con) -> bool:
            return is_inhabited(places, kind)

        def further(call: PartialCall) -> Iterable[Con]:
            wish = wished(call, self.wishes)
            if wish is not None and places.can_write(wish):
                yield wish
            if not isinstance(call.expected, Var):
                yield from places.types_at_hand

        if places.has_detours:
            return places.reach.outcomes(call, inhabited, further)
        return places.reach.outcomes(call, inhabited)

    def operation(self, kind: Con, lexeme: str) -> Operation | None:
        """What an operator after a value here means; None if it may not follow."""
        key = kind, lexeme
        if key not in self._operations:
            found = operation(lexeme, kind)
            if found is not None:
                right = self.places.goal(Exactly, found.right_level, found.right)
                if right.nearest() >= FAR or self.distance(found.result, found.result_level) >= FAR:
                    found = None
            self._operations[key] = found
        return self._operations[key]


# --- places of statements -----------------------------------------------------------------------------------------


class Exactly(Goal):
    """A value of one type, its `hint`."""

    def beyond(self, kind: Con) -> int:
        assert self.hint is not None
        has_columns = set(columns_of(self.hint)) <= set(columns_of(kind))
        return 0 if has_columns and fit(self.hint, kind, lifts=self.places.lifts) is not None else FAR

    def _search(self, kind: Con, level: int, searched: int) -> int:
        assert self.hint is not None
        if not is_value(self.hint):
            return super()._search(kind, level, searched)
        return self.places.reach.steps(kind, level, self.level, self.hint, searched)


class Strictly(Goal):
    """A value of one type, its `hint`; a T may not stand for a T?."""

    @property
    def lifts_sealed(self) -> bool:
        """See `Goal`."""
        return False

    def beyond(self, kind: Con) -> int:
        return 0 if kind == self.hint else FAR


class Operand(Goal):
    """The operand of a sign, whose types must be known before its place is looked at."""

    def __init__(self, places: Places, level: int, kinds: tuple[Con, ...]) -> None:
        super().__init__(places, level)
        self.wish = kinds[0]
        self.kinds = kinds

    def beyond(self, kind: Con) -> int:
        return 0 if kind in self.kinds else FAR


class ResultGoal(Goal):
    """The result of a procedure that does not say its type: any table, or any value of a type that is known."""

    def beyond(self, kind: Con) -> int:
        return 0 if may_be_returned(kind) and is_known(kind) else FAR


class NamedValue(Goal):
    """What `let` names: anything that is an expression."""

    def beyond(self, kind: Con) -> int:
        return FAR if kind.constructor is Constructor.COLUMN else 0


class Held(Goal):
    """What a `var` holds: a value."""

    def beyond(self, kind: Con) -> int:
        return 0 if is_value(kind) else FAR


class Items(Goal):
    """What a loop goes over: a list or a table."""

    def beyond(self, kind: Con) -> int:
        return FAR if item_of(kind) is None else 0


def result_goal(places: Places, columns: frozenset[str] = frozenset()) -> Goal:
    """Return the place after `return`, where a table must have these columns."""
    if columns:
        return places.goal(Exactly, ANY, table(tuple(name for name in places.names if name in columns)))
    known = places.result_type
    if known is None:
        return places.goal(ResultGoal)
    return places.goal(Exactly, ANY, TABLE if known.constructor is Constructor.TABLE else known)


def is_inhabited(places: Places, kind: Con) -> bool:
    """Return whether a value of the type can be written wherever there are only the signature's names."""
    return places.goal(Exactly, ANY, kind).nearest() < FAR
