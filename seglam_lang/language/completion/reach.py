"""Which types a value can become: the registry read as a graph whose edges are methods, fields and operators.

That is what keeps an incremental parser out of dead ends: a value may stand where its type, or one that it can still
become by what may follow it there, is the type that is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins.registry import Builtin
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.rules import is_ground, is_value
from seglam_lang.language.syntax.lexicon import BINDINGS, UNARY_LEVELS
from seglam_lang.language.syntax.lexicon import LEVELS as LEVEL_OF
from seglam_lang.language.types import (
    SCALARS,
    TABULAR,
    Con,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    columns_of,
    is_a,
    keys_of,
    resolve,
    satisfies,
    unify,
)

# Levels of binding, loosest first: an operand is written at its operator's level or a tighter one.
ANY, COMPARE, POSTFIX = LEVEL_OF["expression"], LEVEL_OF["comparison"], LEVEL_OF["postfix"]
NOT, NEGATE = UNARY_LEVELS["not"], UNARY_LEVELS["-"]
SEALED = -1  # of a value that nothing binds to: an empty list or `none`, whose type is known from where it stands
LEVELS = {sign: binding.level for sign, binding in BINDINGS.items()}
_LOOSEST_OPERATOR, _TIGHTEST_OPERATOR = min(LEVELS.values()), max(LEVELS.values())
FAR = 1_000_000  # the distance of what cannot be reached
STEPS = 5  # how far values are followed: longer detours exist, but nobody needs them to finish an expression
NESTING = 3  # of the types on the way
_NOT_COMPLETED = (Constructor.TABLE, Constructor.TYPE)  # arguments that are not followed here


@dataclass(frozen=True, slots=True)
class Operation:
    """A binary operator after a left operand of a known type."""

    lexeme: str
    right: Con
    right_level: int  # what the right operand is written at
    result: Con
    result_level: int  # what the whole is, as a left operand


@cache
def operation(lexeme: str, left: Con) -> Operation | None:
    """What an operator means after a left operand; None if it means nothing there."""
    operands = rules.operands(lexeme, left) if is_value(left) else None
    if operands is None:
        return None
    right, result = operands
    level, left_level, right_level = BINDINGS[lexeme]
    # What does not group to the left is no left operand of its own level.
    return Operation(lexeme, right, right_level, result, level if left_level == level else level - 1)


@cache
def operations(left: Con) -> tuple[Operation, ...]:
    """Every operator that may follow a left operand, tightest first."""
    known = (operation(lexeme, left) for lexeme in sorted(LEVELS, key=LEVELS.__getitem__, reverse=True))
    return tuple(found for found in known if found is not None)


@cache
def methods(receiver: str) -> Mapping[str, Builtin]:
    """What may be called on a receiver of this constructor, `row[column]` included (as "[]").

    Not among them is what takes a second table or the name of a type.
    """
    found = {
        declared.name: declared
        for declared in REGISTRY.methods(receiver)
        if not any(is_a(param, *_NOT_COMPLETED) for param in declared.params[1:])
    }
    index = REGISTRY.find("[]", receiver)
    return {**found, index.name: index} if index else found


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a builtin, read up to its argument `index`; `params` and `result` are what is known of the types."""

    builtin: Builtin = field(hash=False)
    receiver: Con
    params: tuple[Type, ...]
    result: Type
    index: int = 1
    columns: tuple[str, ...] = ()  # named in the arguments so far

    @staticmethod
    def begin(name: str, receiver: Con) -> Call | None:
        """`name` called on a receiver; None if there is no such builtin."""
        builtin = REGISTRY.find(name, receiver.constructor)
        if builtin is None:
            return None
        return Call(builtin, receiver, builtin.params, builtin.result, 0)._bound(builtin.params[0], receiver)

    @property
    def needs_more(self) -> bool:
        """Whether arguments are still missing."""
        return self.index < len(self.params) - self.builtin.optional

    @property
    def expected(self) -> Type:
        """The type of the next argument; of a lambda, that of its body. None is expected after the last."""
        param = self.params[self.index]
        return param.args[-1] if is_a(param, Constructor.FUNCTION) else param

    @property
    def lambda_params(self) -> tuple[Con, ...] | None:
        """What a lambda that stands next is given; None if something else stands next."""
        param = self.params[self.index] if self.index < len(self.params) else None
        if not is_a(param, Constructor.FUNCTION):
            return None
        given = (kind for kind in param.args[:-1] if isinstance(kind, Con))
        return tuple(
            Con(kind.constructor, kind.args, columns_of(self.receiver)) if kind.constructor in TABULAR else kind
            for kind in given
        )

    def given(self, kind: Con) -> Call | None:
        """The call with its next argument (a lambda: its body) of type `kind`; None if that does not fit."""
        if self.index >= len(self.params):
            return None
        expected = self.expected
        if kind.constructor is Constructor.COLUMN:
            return self._given_column(expected, kind)
        if not is_value(kind) and not (isinstance(expected, Con) and expected.constructor is kind.constructor):
            return None
        return self._bound(expected, kind)

    def _given_column(self, expected: Type, kind: Con) -> Call | None:
        label = kind.labels[0]
        if not isinstance(expected, Con) or label not in self.columns_left():
            return None
        call = self._bound(expected, kind)
        return call and replace(call, columns=(*self.columns, label))

    def _bound(self, expected: Type, kind: Con) -> Call | None:
        bindings: Substitution = {}
        try:
            unify(expected, kind, bindings)
        except Mismatch:
            return None
        params, result = self.params, self.result
        if bindings:
            params, result = tuple(resolve(param, bindings) for param in params), resolve(result, bindings)
        return Call(self.builtin, self.receiver, params, result, self.index + 1, self.columns)

    def finished(self) -> Con:
        """The type of the whole call."""
        assert isinstance(self.result, Con)
        if self.result.constructor not in TABULAR:
            return self.result
        return Con(self.result.constructor, self.result.args, self._result_labels())

    def columns_left(self) -> tuple[str, ...]:
        """The columns that may be named next: each once, and that which is grouped by not again."""
        left_out = (*self.columns, *keys_of(self.receiver))
        return tuple(label for label in columns_of(self.receiver) if label not in left_out)

    def _result_labels(self) -> tuple[str, ...]:
        return self.builtin.result_labels(self.receiver, self.columns, ())


Inhabited = Callable[[Con], bool]


class Reach:
    """What values become, for one signature's columns and the literals that can be written."""

    def __init__(self, names: Mapping[str, Con], common: frozenset[Con], known: frozenset[str] | None) -> None:
        """`names` are those that are always in scope; `common` the scalars of which there are literals; `known` the
        methods that can be written, None for all."""
        self._known = known
        self._methods: dict[str, Mapping[str, Builtin]] = {}
        self._names = names
        self._common = tuple(kind for kind in SCALARS if kind in common)
        self._writable = common.union(names.values())
        self._edges: dict[Con, tuple[Con, ...]] = {}
        self._postfix: dict[Con, dict[Con, int]] = {}
        self._closures: dict[tuple[Con, int, int], tuple[tuple[Con, int], ...]] = {}

    def methods(self, receiver: str) -> Mapping[str, Builtin]:
        """Those of `methods` that can be written."""
        known = self._known
        if known is None:
            return methods(receiver)
        found = self._methods.get(receiver)
        if found is None:
            found = {name: each for name, each in methods(receiver).items() if name in known or name == "[]"}
            self._methods[receiver] = found
        return found

    def outcomes(self, call: Call, inhabited: Inhabited) -> Iterator[Con]:
        """What a call can result in, each argument being something that can be written."""
        if not call.needs_more:
            yield call.finished()
            return
        for sample in self._samples(call, inhabited):
            further = call.given(sample)
            if further is not None:
                yield from self.outcomes(further, inhabited)

    def _samples(self, call: Call, inhabited: Inhabited) -> Iterator[Con]:
        expected = call.expected
        if isinstance(expected, Var):
            yield from (kind for kind in self._common if satisfies(kind, expected.bound))
        elif expected.constructor is Constructor.COLUMN:
            columns = (self._names[label] for label in call.columns_left())
            yield from {column.args: column for column in columns}.values()  # two of one type lead to the same types
        elif is_ground(expected) and inhabited(expected):
            yield expected

    def _easy(self, kind: Con) -> bool:
        """Whether a value of the type can be written whatever names there are."""
        return kind in self._writable or kind.constructor in (Constructor.LIST, Constructor.OPTIONAL)

    def edges(self, kind: Con) -> tuple[Con, ...]:
        """What one method or field makes of a value (of what can be done with any arguments)."""
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
            call = Call.begin(name, kind)
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
        key = kind, level, least
        found = self._closures.get(key)
        if found is None:
            reached = dict(self._after_postfix(kind)) if level >= POSTFIX else {kind: 0}
            for operator_level in range(min(level, _TIGHTEST_OPERATOR), max(least, _LOOSEST_OPERATOR) - 1, -1):
                for before, steps in list(reached.items()):
                    for known in operations(before):
                        if LEVELS[known.lexeme] == operator_level and self._easy(known.right):
                            reached[known.result] = min(reached.get(known.result, FAR), steps + 1)
            found = self._closures[key] = tuple(sorted(reached.items(), key=lambda pair: pair[1]))
        return found


@cache
def _nesting(kind: Con) -> int:
    return 1 + max((_nesting(arg) for arg in kind.args if isinstance(arg, Con)), default=0)
