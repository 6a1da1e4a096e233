"""What completion knows about typing: operators, calls of builtins and procedures, and what fits where.

All of it is asked from left to right: a receiver's type is known before its method's name is read, and a call's types
become known argument by argument. Nothing outside of this module looks into the registry of builtins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import ClassVar, Self

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins.registry import Builtin
from seglam_lang.language.checking.signature import Signature, is_column
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.syntax.inline import KEYWORDS
from seglam_lang.language.types import (
    BOOL,
    TABULAR,
    Con,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    columns_of,
    is_a,
    is_too_large,
    keys_of,
    optional,
    parameter,
    resolve,
    unify,
)

# Levels of binding, loosest first: an operand is written at its operator's level or a tighter one.
ANY, OR, AND, NOT, COMPARE, COALESCE, RANGE, ADD, MULTIPLY, NEGATE, POSTFIX = range(11)
SEALED = -1  # of a value that nothing binds to, because its type follows from where it stands: `[]`, `none`
LEVELS = {
    **{"or": OR, "and": AND, "??": COALESCE, "to": RANGE, "+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY},
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), COMPARE),
}
_ARGUMENTS = {Construct.SECOND_TABLES: Constructor.TABLE, Construct.EXCHANGE: Constructor.TYPE}
_NO_VALUES = frozenset({*TABULAR, Constructor.COLUMN, Constructor.FUNCTION, Constructor.TYPE})


# --- types --------------------------------------------------------------------------------------------------------


@cache
def is_value(kind: Con) -> bool:
    """Whether a type is made of scalars, lists, maps, optionals and records only."""
    return kind.constructor not in _NO_VALUES and all(isinstance(arg, Con) and is_value(arg) for arg in kind.args)


@cache
def is_ground(kind: Type) -> bool:
    """Whether a type has no variables."""
    return isinstance(kind, Con) and all(map(is_ground, kind.args))


@cache
def is_known(kind: Con) -> bool:
    """Whether no type parameter is in a type."""
    return kind.constructor is not Constructor.PARAMETER and all(
        isinstance(arg, Con) and is_known(arg) for arg in kind.args
    )


@cache
def is_small(kind: Con) -> bool:
    """Whether a type has no more parts than the checker allows."""
    return not is_too_large(kind, {})


def settled(kind: Type) -> Con:
    """A parameter's type; a type parameter becomes a type of its own, of which nothing is known but its bound."""
    if isinstance(kind, Var):
        return parameter(kind.name, kind.bound)
    return Con(kind.constructor, tuple(settled(arg) for arg in kind.args), kind.labels)


def present(kind: Con) -> Con:
    """The T of a T?; any other type is itself."""
    inner = kind.args[0] if kind.constructor is Constructor.OPTIONAL else kind
    assert isinstance(inner, Con)
    return inner


def fits(kind: Con, expected: Con, lifts: bool) -> bool:
    """Whether a value of type `kind` may stand where `expected` does; a T for a T? only where `lifts`.

    A table stands for one that has fewer columns.
    """
    if kind == expected or (lifts and optional(kind) == expected):
        return True
    is_table = expected.constructor is Constructor.TABLE and kind.constructor is Constructor.TABLE
    return is_table and set(expected.labels) <= set(kind.labels)


def common(one: Con, other: Con) -> Con | None:
    """The type of what is either `one` or `other`: one of them may be absent, tables keep the columns of both."""
    if one == other:
        return one
    if one.constructor in TABULAR and one.constructor is other.constructor:
        return Con(one.constructor, one.args, tuple(each for each in one.labels if each in other.labels))
    if optional(one) == other:
        return other
    return one if optional(other) == one else None


def item_of(kind: Con) -> Con | None:
    """What a loop over a value of this type takes, one at a time; None if a loop cannot go over it."""
    if kind.constructor is Constructor.TABLE:
        return Con(Constructor.ROW, (), kind.labels)
    item = kind.args[0] if kind.constructor is Constructor.LIST else None
    return item if isinstance(item, Con) and is_value(item) else None


def field_of(record: Con, name: str) -> Con | None:
    """The type of a record's field; None if the record has no such field."""
    fields: Mapping[str, Type] = dict(zip(record.labels, record.args, strict=True))
    found = fields.get(name)
    return found if isinstance(found, Con) else None


def is_plain(name: str) -> bool:
    """Whether a field is written after a dot without quotes, as a name."""
    return name.isascii() and name.isidentifier() and name not in KEYWORDS


# --- operators ----------------------------------------------------------------------------------------------------


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
    level = LEVELS[lexeme]
    if level in (OR, AND):
        return Operation(lexeme, BOOL, level + 1, BOOL, level) if left == BOOL else None
    if level == COALESCE:  # groups to the right
        if left.constructor is not Constructor.OPTIONAL or not isinstance(item := left.args[0], Con):
            return None
        return Operation(lexeme, item, COALESCE, item, COMPARE)
    call = MethodCall.begin(lexeme, left)
    if call is None or len(call.params) != 2 or not is_value(left):
        return None
    right, result = call.params[1], call.result
    assert isinstance(right, Con) and isinstance(result, Con)
    alone = level in (COMPARE, RANGE)  # does not associate
    return Operation(lexeme, right, level + 1, result, level - 1 if alone else level)


@cache
def operations(left: Con) -> tuple[Operation, ...]:
    """Every operator that may follow a left operand, tightest first."""
    known = (operation(lexeme, left) for lexeme in sorted(LEVELS, key=LEVELS.__getitem__, reverse=True))
    return tuple(found for found in known if found is not None)


# --- calls --------------------------------------------------------------------------------------------------------


@cache
def methods(receiver: Constructor, constructs: frozenset[Construct]) -> Mapping[str, Builtin]:
    """What may be called on a receiver of this constructor, `row[column]` included (as "[]")."""
    every = REGISTRY.methods(receiver)
    if Construct.EXCHANGE in constructs and (receiver is Constructor.TABLE or receiver not in _NO_VALUES):
        every = [*REGISTRY.methods(""), *every]
    left_out = [kind for construct, kind in _ARGUMENTS.items() if construct not in constructs]
    found = {
        declared.name: declared
        for declared in every
        if not any(is_a(param, *left_out) for param in declared.params[1:])
    }
    index = REGISTRY.find("[]", receiver)
    return {**found, index.name: index} if index else found


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has been read up to its argument `index`; `params` and `result` are what is known of the types.

    Where `lifts`, a T may be given for a T?.
    """

    params: tuple[Type, ...]
    result: Type
    index: int
    lifts: bool
    first: ClassVar[int] = 0  # the index of the first argument in parentheses

    @property
    def optional(self) -> int:
        """How many of the last arguments may be left out."""
        return 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the next argument may name."""
        return ()

    @property
    def needs_more(self) -> bool:
        """Whether arguments are still missing."""
        return self.index < len(self.params) - self.optional

    @property
    def takes_more(self) -> bool:
        """Whether another argument may be given."""
        return self.index < len(self.params)

    @property
    def expected(self) -> Type:
        """The type of the next argument; of a lambda, that of its body. None is expected after the last."""
        param = self.params[self.index]
        return param.args[-1] if is_a(param, Constructor.FUNCTION) else param

    @property
    def lambda_params(self) -> tuple[Con, ...] | None:
        """What a lambda that stands next is given; None if something else stands next."""
        return None

    def finished(self) -> Con:
        """The type of the whole call."""
        assert isinstance(self.result, Con)
        return self.result

    def given(self, kind: Con) -> Self | None:
        """The call with its next argument (a lambda: its body) of type `kind`; None if that does not fit."""
        if not self.takes_more:
            return None
        expected = self.expected
        is_column = kind.constructor is Constructor.COLUMN
        if is_column and not (isinstance(expected, Con) and kind.labels[0] in self.columns):
            return None
        if self.lifts and is_a(expected, Constructor.OPTIONAL) and kind.constructor is not Constructor.OPTIONAL:
            expected = expected.args[0]
        if not is_value(kind) and not (isinstance(expected, Con) and expected.constructor is kind.constructor):
            return None
        call = self._bound(expected, kind)
        if call is None or not (is_column or kind.constructor is Constructor.TABLE):
            return call
        return call._naming(kind)

    def _naming(self, kind: Con) -> Self:
        """The call after an argument that is a column or a table, which decides what columns may be named."""
        return self

    def _bound(self, expected: Type, kind: Con) -> Self | None:
        bindings: Substitution = {}
        try:
            unify(expected, kind, bindings)
        except Mismatch:
            return None
        if not bindings:
            return replace(self, index=self.index + 1)
        params = tuple(resolve(param, bindings) for param in self.params)
        return replace(self, params=params, result=resolve(self.result, bindings), index=self.index + 1)


@dataclass(frozen=True, slots=True)
class MethodCall(Call):
    """A call of a builtin: a method, an operator or `row[column]`.

    `named` are the columns that have been named in it, `nameable` those that may be named next, `joined` those of a
    table that has been given.
    """

    builtin: Builtin = field(hash=False)
    receiver: Con
    named: tuple[str, ...]
    nameable: tuple[str, ...]
    joined: tuple[str, ...]
    first: ClassVar[int] = 1

    @staticmethod
    def begin(name: str, receiver: Con, lifts: bool = False) -> MethodCall | None:
        """`name` called on a receiver; None if there is no such builtin."""
        builtin = REGISTRY.find(name, receiver.constructor)
        if builtin is None:
            return None
        # A column is named once in a call, and that which is grouped by not again.
        keys = keys_of(receiver)
        columns = tuple(label for label in columns_of(receiver) if label not in keys)
        call = MethodCall(builtin.params, builtin.result, 0, lifts, builtin, receiver, (), columns, ())
        return call._bound(builtin.params[0], receiver)

    @property
    def optional(self) -> int:
        """How many of the last arguments may be left out."""
        return self.builtin.optional

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the next argument may name."""
        return self.nameable

    @property
    def lambda_params(self) -> tuple[Con, ...] | None:
        """What a lambda that stands next is given; None if something else stands next."""
        param = self.params[self.index] if self.takes_more else None
        if not is_a(param, Constructor.FUNCTION):
            return None
        given = (kind for kind in param.args[:-1] if isinstance(kind, Con))
        return tuple(
            Con(kind.constructor, kind.args, columns_of(self.receiver)) if kind.constructor in TABULAR else kind
            for kind in given
        )

    def finished(self) -> Con:
        """The type of the whole call, with the columns that it has."""
        assert isinstance(self.result, Con)
        if self.result.constructor not in TABULAR:
            return self.result
        labels = self.builtin.result_labels(self.receiver, self.named, self.joined)
        return Con(self.result.constructor, self.result.args, labels)

    def _naming(self, kind: Con) -> MethodCall:
        if kind.constructor is Constructor.TABLE:
            return replace(self, nameable=columns_of(kind), joined=columns_of(kind))
        label = kind.labels[0]
        left = tuple(each for each in self.nameable if each != label)
        return replace(self, named=(*self.named, label), nameable=left)


def wished(call: Call, wishes: Iterable[Con]) -> Con | None:
    """The type of the next argument with which the call results in one of `wishes`; None if that says nothing of it."""
    for wish in wishes:
        bindings: Substitution = {}
        try:
            unify(call.result, wish, bindings)
        except Mismatch:
            continue
        expected = resolve(call.expected, bindings)
        if isinstance(expected, Con) and is_ground(expected):
            return expected
    return None


@dataclass(frozen=True, slots=True)
class GeneralSignature:
    """A procedure that may be called: its parameters in the order of a call, and its result, at their general types.

    `depth` is how many levels deep its body is: they count where it is called.
    """

    signature: Signature
    result: Type
    depth: int = 1

    @property
    def reads_forward(self) -> bool:
        """Whether each column stands behind its table, as reading from left to right needs it."""
        before: set[str] = set()
        for each in self.signature.params:
            if is_column(each.type) and self.signature.table_of(each) not in before:
                return False
            before.add(each.name)
        return True


@dataclass(frozen=True, slots=True)
class Invocation(Call):
    """A call of a procedure; `tables` are the columns of the tables given so far, by their parameters' names."""

    callee: GeneralSignature = field(hash=False)
    name: str
    tables: tuple[tuple[str, tuple[str, ...]], ...]

    @staticmethod
    def begin(name: str, callee: GeneralSignature) -> Invocation:
        """A call of a procedure, of which nothing but its name has been read."""
        return Invocation(
            tuple(each.type for each in callee.signature.params), callee.result, 0, True, callee, name, ()
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the next argument may name."""
        signature = self.callee.signature
        return dict(self.tables).get(signature.table_of(signature.params[self.index]), ())

    def _naming(self, kind: Con) -> Invocation:
        if kind.constructor is not Constructor.TABLE:
            return self
        name = self.callee.signature.params[self.index - 1].name
        return replace(self, tables=(*self.tables, (name, columns_of(kind))))
