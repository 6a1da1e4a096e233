"""Literals with parts: `[1, 2]`, `["a": 1]`, `[:]`, `{name: "x", age: 3}`.

What a literal is read as where its own parts do not say it (`[]`, `[none]`) follows from where it stands: nothing binds
to such a literal (it is SEALED), because the checker would not know its type there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.goals import Exactly, Goal, Strictly, present
from seglam_lang.language.completion.lexemes import label_of
from seglam_lang.language.completion.operators import ANY, POSTFIX, SEALED
from seglam_lang.language.completion.parts import FieldValue, Item, wanted_fields
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.completion.state import Frame, State
from seglam_lang.language.syntax.inline import print_label
from seglam_lang.language.types import Con, Constructor, is_a, is_too_large, list_of, map_of

_NO_FIELDS = Con(Constructor.RECORD)


# --- lists and maps -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFrame(Frame):
    """A list, or a map of which no key has ended; `known` is the type of the items so far."""

    known: Con | None = None
    sealed: bool = False
    closers: ClassVar[frozenset[str]] = frozenset({"]", ",", ":"})

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        assert self.below is not None
        outer, height = self.below.goal, max(self.height, state.height)
        item = self.goal.joined(state.value) if isinstance(self.goal, Item) else state.value
        assert item is not None
        whole = list_of(item)
        sealed = self.sealed or (self.known is None and state.level == SEALED)
        closes = outer.takes_sealed(whole) if sealed else outer.distance(whole, POSTFIX) < FAR
        if lexeme == "]":
            level = SEALED if sealed else POSTFIX
            return state.read(self.below, whole, level, height + 1) if closes and not is_too_large(whole, {}) else None
        if state.must_end and closes:
            return None
        if lexeme == ":":
            is_key = self.known is None and isinstance(self.goal, Item) and self.goal.as_key(item) < FAR
            if sealed:  # its type is that of the keys of a map that is expected, or of the items of a list
                is_key = is_key and outer.hint is not None and is_a(present(outer.hint), Constructor.MAP)
            frame = MapFrame(self.goal, self.below, self.depth, height, key=item, sealed=sealed)
            return frame.expecting_value(state) if is_key else None
        if (sealed and not closes) or (isinstance(self.goal, Item) and self.goal.to_end(item) >= FAR):
            return None
        if sealed or not state.has(Construct.ABSENCE):
            goal: Goal = state.places.goal(Exactly, ANY, item)
        else:
            goal = state.places.goal(Item, outer, None, item)
        return state.expect(replace(self, goal=goal, height=height, known=item, sealed=sealed))


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFrame(Frame):
    """A map whose keys are of type `key`, and its values so far of type `known`."""

    key: Con
    known: Con | None = None
    reads_key: bool = False
    sealed: bool = False
    closers: ClassVar[frozenset[str]] = frozenset({"]", ",", ":"})

    def expecting_value(self, state: State) -> State:
        """The state before a value."""
        assert self.below is not None
        outer = self.below.goal
        if self.sealed and self.known is not None:
            goal: Goal = state.places.goal(Exactly, ANY, self.known)
        elif self.sealed and outer.hint is not None:
            goal = state.places.goal(Strictly, ANY, present(outer.hint).args[-1])
        else:
            goal = state.places.goal(Item, outer, self.key, self.known)
        return state.expect(replace(self, goal=goal, reads_key=False))

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        height = max(self.height, state.height)
        if self.reads_key or lexeme == ":":
            ends = self.reads_key and lexeme == ":"
            return replace(self, height=height).expecting_value(state) if ends else None
        assert self.below is not None
        value = self.goal.joined(state.value) if isinstance(self.goal, Item) else state.value
        assert value is not None
        whole = map_of(self.key, value)
        outer = self.below.goal
        sealed = self.sealed or (self.known is None and state.level == SEALED)
        closes = outer.takes_sealed(whole) if sealed else outer.distance(whole, POSTFIX) < FAR
        if lexeme == "]":
            level = SEALED if sealed else POSTFIX
            return state.read(self.below, whole, level, height + 1) if closes and not is_too_large(whole, {}) else None
        if state.must_end and closes:
            return None
        goal = state.places.goal(Exactly, ANY, self.key)
        return state.expect(replace(self, goal=goal, height=height, known=value, reads_key=True, sealed=sealed))


def begin_list(state: State) -> State | None:
    """The state after the `[` of a list or a map."""
    frame = state.top
    first = state.places.goal(Item, frame.goal, None, None)
    has_parts = state.must_end and any(map(frame.goal.thrifty.literal_leads, (Constructor.LIST, Constructor.MAP)))
    may_have_items = first.nearest() < FAR and (has_parts or not state.must_end)
    if not may_have_items and _empty(state, frame.goal) is None:
        return None
    return state.expect(ListFrame(first, frame, frame.depth + 1))


def empty_list(state: State, lexeme: str) -> State | None:
    """The state after the `]` of `[]` or the `:` of `[:]`; None where they do not stand."""
    frame = state.top
    if not isinstance(frame, ListFrame) or frame.known is not None or frame.below is None:
        return None
    kind = _empty(state, frame.below.goal)
    if kind is None or (kind.constructor is Constructor.LIST) != (lexeme == "]"):
        return None
    after = state.read(frame.below, kind, SEALED, 1)
    return after if lexeme == "]" else replace(after, pending=("]",))


def _empty(state: State, goal: Goal) -> Con | None:
    """The type of an empty list or map that stands in a place; None where none may."""
    hint = goal.hint
    if hint is None:
        return None
    kind = present(hint) if state.has(Construct.ABSENCE) else hint
    is_either = kind.constructor in (Constructor.LIST, Constructor.MAP) and state.places.has_short_literal(kind)
    return kind if is_either and goal.takes_sealed(kind) else None


# --- records ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFrame(Frame):
    """A record whose fields so far are `known`, a record type; `label` is the field that is read."""

    known: Con = _NO_FIELDS
    label: str = ""
    sealed: bool = False
    closers: ClassVar[frozenset[str]] = frozenset({",", "}"})

    def read(self, state: State, lexeme: str) -> State | None:
        """Read the name of a field."""
        label = label_of(lexeme)
        assert self.below is not None
        if label is None or label in self.known.labels:
            return None
        is_beginning = wanted_fields(self.below.goal, self.known) is not None
        only_wanted = self.sealed or (state.must_end and is_beginning)
        goal = state.places.goal(FieldValue, self.below.goal, self.known, label, only_wanted)
        if goal.nearest() >= FAR:
            return None
        return state.expect(replace(self, goal=goal, label=label), (":",))

    def candidates(self, state: State) -> Iterable[str]:
        """See `Frame`."""
        assert self.below is not None
        wanted = wanted_fields(self.below.goal, self.known)
        return () if wanted is None else (print_label(wanted.labels[len(self.known.labels)]),)

    def end(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        assert isinstance(self.goal, FieldValue) and self.below is not None
        known = self.goal.with_field(state.value)
        outer, height = self.below.goal, max(self.height, state.height)
        sealed = self.sealed or state.level == SEALED
        closes = outer.takes_sealed(known) if sealed else outer.distance(known, POSTFIX) < FAR
        if is_too_large(known, {}):
            return None
        is_beginning = wanted_fields(outer, known) is not None
        if lexeme == "}":
            closes = closes and not (state.must_end and is_beginning)
            return state.read(self.below, known, SEALED if sealed else POSTFIX, height + 1) if closes else None
        goes_on = not sealed and not state.must_end and _leads_on(state, outer, known)
        if not is_beginning and not goes_on:
            return None
        return state.own(replace(self, height=height, known=known, sealed=sealed))


def begin_record(state: State) -> State | None:
    """The state after the `{` of a record."""
    frame, goal = state.top, state.top.goal
    wanted = wanted_fields(goal, _NO_FIELDS)
    possible = wanted is not None and goal.distance(wanted, POSTFIX) < FAR
    if state.must_end and not goal.for_fields:
        possible = possible and goal.thrifty.literal_leads(Constructor.RECORD)
    elif not possible:
        possible = _leads_on(state, goal, _NO_FIELDS)
    return state.own(RecordFrame(goal, frame, frame.depth + 1)) if possible else None


def _leads_on(state: State, outer: Goal, known: Con) -> bool:
    """Whether a record with these fields and one more of any name can become what is expected around it."""
    label = "_" * (1 + max(map(len, known.labels), default=0))  # one that it does not have
    return state.places.goal(FieldValue, outer, known, label, False).nearest() < FAR
