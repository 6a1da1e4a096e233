"""Which types a value can become: the registry read as a graph whose edges are methods, fields and operators.

That is what keeps an incremental parser out of dead ends: a value may stand where its type, or one that it can still
become by what may follow it there, is the type that is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from seglam_lang.language.builtins import Builtin
from seglam_lang.language.checking.rules import INDEX, KEPT, is_ground, is_value
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.completion.operators import ANY, LEVELS, POSTFIX, SEALED, operations
from seglam_lang.language.completion.partial_calls import MethodCall, PartialCall, methods
from seglam_lang.language.types import (
    BOOL,
    SCALARS,
    TABULAR,
    Con,
    Constructor,
    Type,
    Var,
    is_a,
    is_made,
    record,
    satisfies,
    show,
    type_argument,
)

FAR = 10**60  # the distance of what cannot be reached
STEPS = 5  # how far values are followed: longer detours exist, but nobody needs them to finish an expression
NESTING = 3  # of the types on the way
MOST_KEPT = 2_000  # types whose ways are kept between drafts


class _Layers:
    """A sequence that is made as it is read, once for all who read it."""

    def __init__(self, source: Iterator[tuple[Con, ...]]) -> None:
        self._source = source
        self._made: list[tuple[Con, ...]] = []

    def __iter__(self) -> Iterator[tuple[Con, ...]]:
        place = 0
        while True:
            while place < len(self._made):
                yield self._made[place]
                place += 1
            following = next(self._source, None)
            if following is None:
                return
            self._made.append(following)


Inhabited = Callable[[Con], bool]
Further = Callable[[PartialCall], Iterable[Con]]


def _none(call: PartialCall) -> Iterable[Con]:
    return ()


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

    def needs_name(self, kind: Con) -> bool:
        """Whether a value of the type can only be written where a name has it."""
        if kind in self.scalars or kind.constructor in (Constructor.LIST, Constructor.OPTIONAL):
            return False
        return is_value(kind)


class Reach:
    """What values become, for some columns and the literals that can be written.

    What a value without columns becomes depends on no column, so that all signatures with values of the same types
    have that part in common: it is computed once a process (`reach_of`).
    """

    def __init__(
        self,
        means: Means,
        values: frozenset[Con],
        columns: Mapping[str, Con],
        tables: tuple[Con, ...],
        shared: Reach | None = None,
    ) -> None:
        """`values` are the types of the values in scope that need a name, `columns` and `tables` those of the rest."""
        self._means = means
        self._columns = columns
        self._tables = tables
        self._shared = shared or self
        self._methods: dict[Constructor, Mapping[str, Builtin]] = {}
        self._scalars = tuple(kind for kind in SCALARS if kind in means.scalars)
        self._values = tuple(sorted(values.difference(means.scalars), key=show))
        self._writable = means.scalars | values
        self._edges: dict[Con, tuple[Con, ...]] = {}
        self._ahead: dict[tuple[Con, int, int], _Layers] = {}
        self._steps: dict[tuple[Con, int, int, Con, int], int] = {}

    def forget_if_full(self) -> None:
        """Begin anew where much is kept: who writes makes ever new types, of records with other names of fields."""
        if len(self._ahead) > MOST_KEPT:
            self._edges, self._ahead, self._steps = {}, {}, {}

    def methods(self, receiver: Constructor) -> Mapping[str, Builtin]:
        """What can be called on a receiver of this constructor."""
        found = self._methods.get(receiver)
        if found is None:
            known = self._means.methods
            every = methods(receiver, self._means.constructs)
            found = {name: each for name, each in every.items() if known is None or name in known or name == INDEX}
            self._methods[receiver] = found
        return found

    def outcomes(self, call: PartialCall, inhabited: Inhabited, further: Further = _none) -> Iterator[Con]:
        """What a call can result in, each argument being something that can be written.

        `further` gives types of which one may stand where the type of a call's next argument is not known.
        """
        calls = {call: None}
        while calls:
            ahead: dict[PartialCall, None] = {}
            for each in calls:
                if not each.needs_more:
                    yield each.outcome()
                    continue
                given = (each.given(sample) for sample in self._samples(each, inhabited, further))
                ahead.update((following, None) for following in given if following is not None)
            calls = ahead

    def _samples(self, call: PartialCall, inhabited: Inhabited, further: Further) -> Iterable[Con]:
        expected = call.expected
        if expected is None:
            return ()
        if call.takes_fields:
            return (record({"_": BOOL}),)
        if isinstance(expected, Var):
            known = [kind for kind in self._scalars if satisfies(kind, expected.bound)]
            known = known or [kind for kind in self._values if satisfies(kind, expected.bound)]
            return [*known, *further(call)]
        if expected.constructor is Constructor.COLUMN:
            return self._sample_columns(call, expected, inhabited)
        if expected.constructor is Constructor.TABLE:
            return self._tables if call.lambda_params is None else (expected,)
        if expected.constructor is Constructor.TYPE:
            return [type_argument(kind) for kind in self.named_types]
        if is_ground(expected):
            return (expected,) if inhabited(expected) else ()
        return further(call)

    def _sample_columns(self, call: PartialCall, expected: Con, inhabited: Inhabited) -> Iterable[Con]:
        """A column of each type that may be named, two of one type lead to the same types; or what a function gives."""
        columns: dict[tuple[Type, ...], Con] = {}
        for label in call.columns:
            column = call.column(label) if isinstance(call, MethodCall) and is_made(label) else self._columns[label]
            columns[column.args] = column
        found = columns.values()
        cell = expected.args[0]
        if call.row is None or any(call.given(column) for column in found):
            return found
        return [cell] if isinstance(cell, Con) and inhabited(cell) else []

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
            call = MethodCall.begin(name, kind, computes=Construct.OWN_COLUMNS in self._means.constructs)
            if call is not None:
                yield from self.outcomes(call, self._easy)

    def ahead(self, kind: Con, level: int, least: int) -> Iterator[tuple[Con, ...]]:
        """What a value written at `level` becomes by what binds at `least` or tighter: the types after 0, 1, ... steps.

        They are found as they are asked for: what is near is mostly enough.
        """
        if self._shared is not self and is_value(kind):
            return self._shared.ahead(kind, level, least)
        key = kind, level, least
        found = self._ahead.get(key)
        if found is None:
            found = self._ahead[key] = _Layers(self._search(kind, level, least))
        return iter(found)

    def steps(self, kind: Con, level: int, least: int, wanted: Con, searched: int) -> int:
        """How many steps lead from a value to one that fits `wanted`, a type of values, in so many layers; FAR if none.

        This depends on the two types alone, not on the place: all places where such a value is expected share it.
        """
        if self._shared is not self and is_value(kind):
            return self._shared.steps(kind, level, least, wanted, searched)
        key = kind, level, least, wanted, searched
        found = self._steps.get(key)
        if found is None:
            fitting = self._fitting(wanted)
            layers = islice(self.ahead(kind, level, least), searched)
            found = next((at for at, kinds in enumerate(layers) if not fitting.isdisjoint(kinds)), FAR)
            self._steps[key] = found
        return found

    def _fitting(self, wanted: Con) -> frozenset[Type]:
        """The types of the values that fit a type of values (`rules.fit`): that type, and a T where it is T?."""
        lifts = Construct.ABSENCE in self._means.constructs and wanted.constructor is Constructor.OPTIONAL
        present = [each for each in wanted.args if lifts and not is_a(each, Constructor.OPTIONAL)]
        return frozenset([wanted, *present])

    def _search(self, kind: Con, level: int, least: int) -> Iterator[tuple[Con, ...]]:
        """Breadth first: methods and fields, then operators, each at a looser level than the one before."""
        seen: dict[Con, int] = {}  # the tightest level at which a type has been reached
        border = {kind: level}
        steps = 0
        nesting = max(NESTING, _nesting(kind)) if Construct.EXCHANGE in self._means.constructs else NESTING
        while border:
            new = {each: at for each, at in border.items() if at > seen.get(each, SEALED - 1)}
            yield tuple(each for each in new if each not in seen)
            seen.update(new)
            steps += 1
            border = {}
            for each, at in new.items():
                if at >= POSTFIX and steps < STEPS:
                    for after in self.edges(each):
                        if _nesting(after) <= nesting:
                            border[after] = POSTFIX
                for known in operations(each):
                    if least <= LEVELS[known.lexeme] <= at and self._easy(known.right):
                        border[known.result] = max(known.result_level, border.get(known.result, ANY))


def reach_of(means: Means, values: frozenset[Con], columns: Mapping[str, Con], tables: tuple[Con, ...]) -> Reach:
    """Return what values become, with what is known of it from before; see `Reach.__init__`."""
    shared = _reach_of_values(means, values)
    shared.forget_if_full()
    return Reach(means, values, columns, tables, shared) if columns or tables else shared


@lru_cache(maxsize=16)  # where the whole language may follow, one takes up to 10 MB
def _reach_of_values(means: Means, values: frozenset[Con]) -> Reach:
    return Reach(means, values, {}, ())


@lru_cache(maxsize=4 * KEPT)  # of types that are only looked at, too
def _nesting(kind: Con) -> int:
    return 1 + max((_nesting(arg) for arg in kind.args if isinstance(arg, Con)), default=0)
