"""Which types a value can become: the registry read as a graph whose edges are methods, fields and operators.

That is what keeps an incremental parser out of dead ends: a value may stand where its type, or one that it can still
become by what may follow it there, is the type that is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from seglam_lang.language.builtins.registry import Builtin
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.rules import (
    LEVELS,
    MULTIPLY,
    OR,
    POSTFIX,
    Call,
    MethodCall,
    is_ground,
    is_value,
    methods,
    operations,
)
from seglam_lang.language.types import SCALARS, TABULAR, Con, Constructor, Var, is_a, satisfies, show, type_argument

FAR = 1_000_000  # the distance of what cannot be reached
STEPS = 5  # how far values are followed: longer detours exist, but nobody needs them to finish an expression
NESTING = 3  # of the types on the way

Inhabited = Callable[[Con], bool]


@dataclass(frozen=True, slots=True)
class Means:
    """What can be written for all signatures alike.

    `scalars` are the types of which there are literals, `constructs` the parts of the language, `methods` the builtins
    (None: all), `types` those that have names.
    """

    scalars: frozenset[Con]
    constructs: frozenset[Construct]
    methods: frozenset[str] | None
    types: frozenset[Con]


class Reach:
    """What values become, for some columns and the literals that can be written.

    What a value without columns becomes depends on no column, so that all signatures with values of the same types
    have that part in common: it is computed once a process.
    """

    def __init__(
        self, means: Means, values: frozenset[Con], columns: Mapping[str, Con], tables: tuple[Con, ...]
    ) -> None:
        """`values` are the types of the values that are always in scope, `columns` and `tables` those of the rest."""
        self._means = means
        self._columns = columns
        self._tables = tables
        self._shared = _reach_of_values(means, values) if columns or tables else self
        self._methods: dict[Constructor, Mapping[str, Builtin]] = {}
        self._scalars = tuple(kind for kind in SCALARS if kind in means.scalars)
        self._values = tuple(sorted(values.difference(means.scalars), key=show))
        self._writable = means.scalars | values
        self._edges: dict[Con, tuple[Con, ...]] = {}
        self._postfix: dict[Con, dict[Con, int]] = {}
        self._closures: dict[tuple[Con, int, int], tuple[tuple[Con, int], ...]] = {}

    def methods(self, receiver: Constructor) -> Mapping[str, Builtin]:
        """What can be called on a receiver of this constructor."""
        found = self._methods.get(receiver)
        if found is None:
            known = self._means.methods
            every = methods(receiver, self._means.constructs)
            found = {name: each for name, each in every.items() if known is None or name in known or name == "[]"}
            self._methods[receiver] = found
        return found

    def outcomes(self, call: Call, inhabited: Inhabited, further: Iterable[Con] = ()) -> Iterator[Con]:
        """What a call can result in, each argument being something that can be written.

        `further` are types of which one may stand where the type of an argument is known in part only.
        """
        calls = {call: None}
        while calls:
            ahead: dict[Call, None] = {}
            for each in calls:
                if not each.needs_more:
                    yield each.finished()
                    continue
                given = (each.given(sample) for sample in self._samples(each, inhabited, further))
                ahead.update((following, None) for following in given if following is not None)
            calls = ahead

    def _samples(self, call: Call, inhabited: Inhabited, further: Iterable[Con]) -> Iterable[Con]:
        expected = call.expected
        if isinstance(expected, Var):
            known = [kind for kind in self._scalars if satisfies(kind, expected.bound)]
            return known or [kind for kind in self._values if satisfies(kind, expected.bound)]
        if expected.constructor is Constructor.COLUMN:
            columns = (self._columns[label] for label in call.columns)
            return {column.args: column for column in columns}.values()  # two of one type lead to the same types
        if expected.constructor is Constructor.TABLE:
            return self._tables
        if expected.constructor is Constructor.TYPE:
            return [type_argument(kind) for kind in self.named_types]
        if is_ground(expected):
            return (expected,) if inhabited(expected) else ()
        return further

    @property
    def named_types(self) -> tuple[Con, ...]:
        """The types whose name may be given to a method that takes one."""
        return (*SCALARS, *sorted(self._means.types.difference(SCALARS), key=show))

    def _easy(self, kind: Con) -> bool:
        """Whether a value of the type can be written whatever names there are."""
        return kind in self._writable or kind.constructor in (Constructor.LIST, Constructor.OPTIONAL)

    def edges(self, kind: Con) -> tuple[Con, ...]:
        """What one method or field makes of a value (of what can be done with any arguments)."""
        if self._shared is not self and is_value(kind):
            return self._shared.edges(kind)
        found = self._edges.get(kind)
        if found is None:
            found = self._edges[kind] = tuple(dict.fromkeys(self._find_edges(kind)))
        return found

    def _find_edges(self, kind: Con) -> Iterator[Con]:
        if kind.constructor is Constructor.RECORD:
            yield from (arg for arg in kind.args if isinstance(arg, Con))
        for name, builtin in self.methods(kind.constructor).items():
            if kind.constructor is Constructor.TABLE and is_a(builtin.result, *TABULAR):
                continue  # no table has more columns than this one, so that way leads nowhere else
            call = MethodCall.begin(name, kind)
            if call is not None:
                yield from self.outcomes(call, self._easy)

    def _after_postfix(self, kind: Con) -> dict[Con, int]:
        found = self._postfix.get(kind)
        if found is not None:
            return found
        found, border = {kind: 0}, [kind]
        for step in range(1, STEPS):
            ahead = (after for before in border for after in self.edges(before))
            border = [after for after in dict.fromkeys(ahead) if after not in found and _nesting(after) <= NESTING]
            found.update(dict.fromkeys(border, step))
        self._postfix[kind] = found
        return found

    def closure(self, kind: Con, level: int, least: int) -> tuple[tuple[Con, int], ...]:
        """What a value written at `level` becomes by what binds at `least` or tighter: types, nearest first."""
        if self._shared is not self and is_value(kind):
            return self._shared.closure(kind, level, least)
        key = kind, level, least
        found = self._closures.get(key)
        if found is None:
            reached = dict(self._after_postfix(kind)) if level >= POSTFIX else {kind: 0}
            for operator_level in range(min(level, MULTIPLY), max(least, OR) - 1, -1):
                for before, steps in list(reached.items()):
                    for known in operations(before):
                        if LEVELS[known.lexeme] == operator_level and self._easy(known.right):
                            reached[known.result] = min(reached.get(known.result, FAR), steps + 1)
            found = self._closures[key] = tuple(sorted(reached.items(), key=lambda pair: pair[1]))
        return found


@lru_cache(maxsize=64)
def _reach_of_values(means: Means, values: frozenset[Con]) -> Reach:
    return Reach(means, values, {}, ())


@cache
def _nesting(kind: Con) -> int:
    return 1 + max((_nesting(arg) for arg in kind.args if isinstance(arg, Con)), default=0)
