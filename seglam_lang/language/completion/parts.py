"""The places inside of an expression: branches, parts of literals, arguments. Each asks the place around it.

A value of some type may stand in such a place if what it makes of the whole can stand in the place around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from seglam_lang.language.checking.rules import fit, is_ground, is_value, join
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Exactly, Goal, present
from seglam_lang.language.completion.operators import ANY, POSTFIX, Operation
from seglam_lang.language.completion.partial_calls import PartialCall, wished
from seglam_lang.language.completion.places import Places
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.types import Con, Constructor, is_a, list_of, map_of, optional

STEPS_INSIDE = 32  # more than an argument ever needs to become what is expected


class Within(Goal):
    """A part of an expression that itself stands in the place `outer`."""

    def __init__(self, places: Places, outer: Goal, hint: Con | None = None, wish: Con | None = None) -> None:
        super().__init__(places, hint=hint)
        self.outer = outer
        self.wish = hint if wish is None else wish

    @cached_property
    def floor(self) -> int:
        """See `Goal`: what is around this place has to be gone through from here, too."""
        return self.outer.floor


class Yielded(Within):
    """What a loop yields, whose list stands in the place `outer` as it is."""

    def __init__(self, places: Places, outer: Goal) -> None:
        hint = outer.hint.args[0] if is_a(outer.hint, Constructor.LIST) else None
        super().__init__(places, outer, hint if isinstance(hint, Con) else None)

    def beyond(self, kind: Con) -> int:
        if self.hint is not None and fit(self.hint, kind) is not None:
            kind = self.hint
        return self.outer.cost(list_of(kind)) if is_value(kind) else FAR


class Enclosed(Within):
    """What stands in parentheses: whatever can go on to what is expected around them."""

    is_transparent = True

    def __init__(self, places: Places, outer: Goal) -> None:
        super().__init__(places, outer, wish=outer.wish)

    def beyond(self, kind: Con) -> int:
        return self.outer.distance(kind, POSTFIX)


class Branch(Within):
    """What `if` results in where its condition is true."""

    def __init__(self, places: Places, outer: Goal) -> None:
        super().__init__(places, outer, outer.hint, outer.wish)

    def beyond(self, kind: Con) -> int:
        if not is_value(kind):
            chosen = kind.constructor is Constructor.TABLE and Construct.CHOSEN_TABLES in self.places.constructs
            return self.outer.cost(kind) if chosen and self.otherwise(kind).nearest() < FAR else FAR
        cost = self.outer.cost(kind)
        if cost >= FAR and self.places.lifts and kind.constructor is not Constructor.OPTIONAL:
            cost = min(FAR, 1 + self.outer.cost(optional(kind)))  # as in `if c then 5 else none`
        return cost

    def otherwise(self, kind: Con) -> Goal:
        """The place behind `else`, where what stands behind `then` has the type `kind`."""
        if self.places.constructs.isdisjoint((Construct.ABSENCE, Construct.CHOSEN_TABLES)):
            return self.places.goal(Exactly, ANY, kind)
        return self.places.goal(Otherwise, self.outer, kind)


class Otherwise(Within):
    """What `if` results in where its condition is false, the other result being of type `yes`."""

    def __init__(self, places: Places, outer: Goal, yes: Con) -> None:
        hint = yes
        if places.lifts and is_value(yes) and yes.constructor is not Constructor.OPTIONAL:
            hint = optional(yes) if outer.accepts(optional(yes)) else yes
        super().__init__(places, outer, hint)
        self.yes = yes

    def beyond(self, kind: Con) -> int:
        return FAR if (result := self.result(kind)) is None else self.outer.cost(result)

    def result(self, kind: Con) -> Con | None:
        """The type of the whole, where this branch is of type `kind`; None if they do not fit."""
        return join(self.yes, kind) if self.places.lifts or kind == self.yes or not is_value(kind) else None


class Item(Within):
    """An item of a list, or a value of a map whose keys are of type `key`; `known` is the type of those before it."""

    is_transparent = True

    def __init__(self, places: Places, outer: Goal, key: Con | None, known: Con | None) -> None:
        self.key = key
        self.known = known
        super().__init__(places, outer)
        if not places.lifts:
            self.hint = self.wish = known
        elif known is None:
            self.wish = self._part_of(outer.wish)
            self.hint = self.wish if outer.hint is not None and outer.takes_sealed(present(outer.hint)) else None
        else:
            self.hint = self.wish = self._perhaps_absent(known)

    def _part_of(self, whole: Con | None) -> Con | None:
        """The part of a list or map that stands here."""
        wanted = None if whole is None else present(whole)
        if is_a(wanted, Constructor.MAP):
            found = wanted.args[0 if self.key is None else 1]
        elif is_a(wanted, Constructor.LIST) and self.key is None:
            found = wanted.args[0]
        else:
            return None
        return found if isinstance(found, Con) else None

    def _perhaps_absent(self, known: Con) -> Con:
        absent = known if known.constructor is Constructor.OPTIONAL else optional(known)
        return absent if self.outer.distance(self.whole(absent), POSTFIX) < FAR else known

    @property
    def lifts_sealed(self) -> bool:
        """See `Goal`: the first item decides the type of the list."""
        return self.places.lifts and self.known is not None

    def whole(self, item: Con) -> Con:
        """The type of the list or map whose items are of type `item`."""
        return list_of(item) if self.key is None else map_of(self.key, item)

    def beyond(self, kind: Con) -> int:
        found = self.to_end(kind)
        if self.key is None and self.known is None:  # it may turn out to be a key
            found = min(found, self.as_key(kind))
        return found

    def joined(self, kind: Con) -> Con | None:
        """The type of the items with one of type `kind` among them; None if it does not fit."""
        if not is_value(kind):
            return None
        if self.known is None:
            return kind
        return join(self.known, kind) if self.places.lifts or kind == self.known else None

    def to_end(self, kind: Con) -> int:
        """The distance of the whole, where an item is of type `kind`; others may follow it."""
        item = self.joined(kind)
        if item is None:
            return FAR
        found = self.outer.distance(self.whole(item), POSTFIX)
        if found >= FAR and self.places.lifts and item.constructor is not Constructor.OPTIONAL:
            found = min(FAR, 1 + self.outer.distance(self.whole(optional(item)), POSTFIX))  # as in `[1, none]`
        return found

    def as_key(self, kind: Con) -> int:
        """The distance of a map whose first key is of type `kind`."""
        if Construct.MAPS not in self.places.constructs or not is_value(kind):
            return FAR
        wanted = None if self.outer.wish is None else present(self.outer.wish)
        values = dict.fromkeys([*(wanted.args[1:] if is_a(wanted, Constructor.MAP) else ()), *self.places.at_hand])
        maps = (
            map_of(kind, value)
            for value in values
            if isinstance(value, Con) and is_value(value) and self.outer.can_write_part(value, map_of(kind, value))
        )
        distances = (self.outer.distance(each, POSTFIX) for each in maps)
        return next((distance for distance in distances if distance < FAR), FAR)


class FieldValue(Within):
    """The value of the next field, `label`, of a record literal whose fields so far are `known`.

    Where the record that is wanted begins with those fields, the next of its fields is wanted; else the record must
    lead on to what is expected around it whatever else it has.
    """

    is_transparent = True

    def __init__(self, places: Places, outer: Goal, known: Con, label: str, only_wanted: bool) -> None:
        """Where `only_wanted`, the record is to become the one that is wanted, and no other."""
        self.known = known
        self.label = label
        self.only_wanted = only_wanted
        self.wanted = wanted_fields(outer, known)
        goes_on = self.wanted is not None and self.wanted.labels[len(known.labels)] == label
        part = self.wanted.args[len(known.labels)] if self.wanted is not None and goes_on else None
        wish = part if isinstance(part, Con) else None
        is_sealed = outer.hint is not None and self.wanted is not None and outer.takes_sealed(self.wanted)
        super().__init__(places, outer, wish if is_sealed else None, wish)

    def beyond(self, kind: Con) -> int:
        if not is_value(kind):
            return FAR
        if kind == self.wish and self.wanted is not None:
            return self.outer.distance(self.wanted, POSTFIX)
        if self.only_wanted:
            return FAR
        return self.outer.distance(self.with_field(kind), POSTFIX)

    @property
    def lifts_sealed(self) -> bool:
        """See `Goal`."""
        return False

    def with_field(self, kind: Con) -> Con:
        """The type of the record with this field."""
        return Con(Constructor.RECORD, (*self.known.args, kind), (*self.known.labels, self.label))


def wanted_fields(outer: Goal, known: Con) -> Con | None:
    """The record type that is wanted in the place `outer`, if a literal with the fields `known` begins it."""
    wanted = None if outer.wish is None else present(outer.wish)
    length = len(known.labels)
    if not is_a(wanted, Constructor.RECORD) or len(wanted.labels) <= length or not outer.can_write_part(wanted, wanted):
        return None
    begins = wanted.labels[:length] == known.labels and wanted.args[:length] == known.args
    return wanted if begins else None


class Argument(Within):
    """The next argument of a call (of a lambda: its body)."""

    def __init__(self, places: Places, outer: Goal, call: PartialCall) -> None:
        expected = call.expected
        super().__init__(places, outer, expected if isinstance(expected, Con) and is_ground(expected) else None)
        if self.hint is None and expected is not None:
            wish = wished(call, outer.wishes)
            self.wish = wish if wish is not None and places.can_write(wish) else None
        self.call_so_far = call
        self.for_nothing = expected is None
        self.for_column = is_a(expected, Constructor.COLUMN)
        self.for_fields = call.takes_fields
        self.for_type = is_a(expected, Constructor.TYPE)

    def _at_hand(self) -> Sequence[Con]:
        return self.places.type_arguments if self.for_type else self.places.at_hand

    def beyond(self, kind: Con) -> int:
        if self.for_column and kind.constructor is not Constructor.COLUMN:
            return FAR
        return self._behind(self.call_so_far.given(kind))

    def _search(self, kind: Con, level: int, searched: int) -> int:
        if self.for_fields or self.for_column:  # no value becomes a column
            return self.cost(kind)
        return super()._search(kind, level, searched)

    @cached_property
    def floor(self) -> int:
        """See `Goal`."""
        return self._counted(self.outer.floor)

    def _behind(self, call: PartialCall | None) -> int:
        return FAR if call is None else self._counted(self.outer.after(call))

    def _counted(self, distance: int) -> int:
        """Where it matters how far it is, what an argument leads to counts more than the steps in it."""
        counts_more = self.places.has_detours and self.places.is_thrifty
        return min(FAR, distance * (STEPS_INSIDE if counts_more else 1))


class KnownArgument(Argument):
    """An argument that must be a value of one type.

    To the call all such values are alike: what leads to one of them here does so wherever one is expected, and is
    found out once for all these places. What is around this place adds the same number of steps to each.
    """

    @cached_property
    def anywhere(self) -> Goal:
        """The place of such a value with nothing around it."""
        return self.places.goal(Exactly, ANY, self.hint)

    @cached_property
    def floor(self) -> int:
        """See `Goal`."""
        assert self.hint is not None
        return self.cost(self.hint)

    def _from(self, distance: int) -> int:
        return min(FAR, self.floor + distance)

    def distance(self, kind: Con, level: int) -> int:
        """See `Goal`."""
        return self._from(self.anywhere.distance(kind, level))

    def nearest(self) -> int:
        """See `Goal`."""
        return self._from(self.anywhere.nearest())

    def call(self, kind: Con, name: str) -> int:
        """See `Goal`."""
        return self._from(self.anywhere.call(kind, name))

    def least_call(self, kind: Con) -> int:
        """See `Goal`."""
        return self._from(self.anywhere.least_call(kind))

    def after(self, call: PartialCall) -> int:
        """See `Goal`."""
        return self._from(self.anywhere.after(call))

    def operation(self, kind: Con, lexeme: str) -> Operation | None:
        """See `Goal`."""
        return self.anywhere.operation(kind, lexeme) if self.floor < FAR else None


def argument(outer: Goal, call: PartialCall) -> Argument:
    """Return the place of the next argument of a call that stands in the place `outer`."""
    expected = call.expected
    is_known = isinstance(expected, Con) and is_value(expected) and not call.takes_fields
    return outer.places.goal(KnownArgument if is_known else Argument, outer, call)


class ComputedColumn(Argument):
    """The body of a function of a row that stands for a column."""

    def __init__(self, places: Places, outer: Goal, call: PartialCall) -> None:
        super().__init__(places, outer, call)
        self.for_column = False
        cell = call.expected.args[0] if is_a(call.expected, Constructor.COLUMN) else None
        self.wish = cell if isinstance(cell, Con) and is_ground(cell) else None
        self.hint = None

    def beyond(self, kind: Con) -> int:
        return FAR if kind.constructor is Constructor.COLUMN else self._behind(self.call_so_far.given(kind))
