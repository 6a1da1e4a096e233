"""Calls that have been read up to one of their arguments: of builtins, whose types checking/rules.py knows, and of
procedures, read from left to right.

What is completion's own here is which names a call may take: a column is named once in it, and one that the receiver
is grouped by not again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import ClassVar

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.rules import INDEX, fit_argument, is_ground, matching, may_be_returned
from seglam_lang.language.checking.signature import Signature, is_column
from seglam_lang.language.completion.constructs import Construct
from seglam_lang.language.types import Con, Constructor, Substitution, Type, columns_of, is_a, keys_of, resolve

_ARGUMENTS = {Construct.SECOND_TABLES: Constructor.TABLE, Construct.EXCHANGE: Constructor.TYPE}


@cache
def methods(receiver: Constructor, constructs: frozenset[Construct]) -> Mapping[str, Builtin]:
    """Return what may be called on a receiver of this constructor, `row[column]` included."""
    every = REGISTRY.methods(receiver)
    if Construct.EXCHANGE in constructs and may_be_returned(Con(receiver)):
        every = [*REGISTRY.methods(""), *every]
    left_out = [kind for construct, kind in _ARGUMENTS.items() if construct not in constructs]
    found = {
        declared.name: declared
        for declared in every
        if not any(is_a(param, *left_out) for param in declared.params[1:])
    }
    index = REGISTRY.find(INDEX, receiver)
    return {**found, INDEX: index} if index else found


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A call of a builtin; `columns` are those that the next argument may name.

    Where it `lifts`, a T may be given for a T?.
    """

    typed: rules.Call
    columns: tuple[str, ...]
    lifts: bool

    @staticmethod
    def begin(name: str, receiver: Con, lifts: bool = False) -> MethodCall | None:
        """Return `name` called on a receiver, before its first argument; None if there is no such builtin."""
        typed = rules.call_of(name, receiver)
        if typed is None:
            return None
        keys = keys_of(receiver)
        return MethodCall(typed, tuple(each for each in typed.columns if each not in keys), lifts)

    @property
    def result(self) -> Type:
        """What is known of the type of the whole."""
        return self.typed.result

    @property
    def is_empty(self) -> bool:
        """Whether no argument has been given."""
        return self.typed.index == 1

    @property
    def needs_more(self) -> bool:
        """Whether an argument that may not be left out is missing."""
        return self.typed.needs_more

    @property
    def takes_more(self) -> bool:
        """Whether another argument may be given."""
        return self.typed.param is not None

    @property
    def expected(self) -> Type | None:
        """The type of the next argument; of a lambda, that of its body. None after the last."""
        return self.typed.expected

    @property
    def lambda_params(self) -> tuple[Con, ...] | None:
        """What a lambda that stands next is given; None if something else stands next."""
        kinds = self.typed.function_takes
        return None if kinds is None else tuple(kind for kind in kinds if isinstance(kind, Con))

    def given(self, kind: Con) -> MethodCall | None:
        """Return the call with its next argument (a lambda: its body) of type `kind`; None if that does not fit."""
        is_name = kind.constructor is Constructor.COLUMN
        if is_name and kind.labels[0] not in self.columns:
            return None
        typed = self.typed.given(kind, lifts=self.lifts)
        if typed is None:
            return None
        columns = self.columns
        if is_name:
            columns = tuple(each for each in columns if each not in kind.labels)
        elif kind.constructor is Constructor.TABLE:
            columns = typed.columns
        return MethodCall(typed, columns, self.lifts)

    def outcome(self) -> Con:
        """Return the type of the whole call, with the columns that it has."""
        found = self.typed.outcome()
        assert isinstance(found, Con)
        return found


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
class ProcedureCall:
    """A call of a procedure; `tables` are the columns of the tables given so far, by their parameters' names."""

    callee: GeneralSignature = field(hash=False)
    name: str
    params: tuple[Type, ...]
    result: Type
    index: int = 0
    tables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lambda_params: ClassVar[None] = None

    @staticmethod
    def begin(name: str, callee: GeneralSignature) -> ProcedureCall:
        """Return a call of a procedure, of which nothing but its name has been read."""
        return ProcedureCall(callee, name, tuple(each.type for each in callee.signature.params), callee.result)

    @property
    def is_empty(self) -> bool:
        """Whether no argument has been given."""
        return self.index == 0

    @property
    def takes_more(self) -> bool:
        """Whether another argument may be given."""
        return self.index < len(self.params)

    @property
    def needs_more(self) -> bool:
        """Whether arguments are still missing: none may be left out."""
        return self.takes_more

    @property
    def expected(self) -> Type | None:
        """The type of the next argument; None after the last."""
        return self.params[self.index] if self.takes_more else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the next argument may name."""
        signature = self.callee.signature
        return dict(self.tables).get(signature.table_of(signature.params[self.index]), ())

    def given(self, kind: Con) -> ProcedureCall | None:
        """Return the call with its next argument of type `kind`; None if that does not fit."""
        expected = self.expected
        if expected is None or (is_column(kind) and kind.labels[0] not in self.columns):
            return None
        bindings = fit_argument(expected, kind)
        if bindings is None:
            return None
        tables = self.tables
        if kind.constructor is Constructor.TABLE:
            tables = (*tables, (self.callee.signature.params[self.index].name, columns_of(kind)))
        return replace(self._resolved(bindings), tables=tables, index=self.index + 1)

    def _resolved(self, bindings: Substitution) -> ProcedureCall:
        if not bindings:
            return self
        params = tuple(resolve(each, bindings) for each in self.params)
        return replace(self, params=params, result=resolve(self.result, bindings))

    def outcome(self) -> Con:
        """Return the type of the whole call."""
        assert isinstance(self.result, Con)
        return self.result


PartialCall = MethodCall | ProcedureCall


def wished(call: PartialCall, wishes: Iterable[Con]) -> Con | None:
    """Return the type of the next argument with which a call results in one of `wishes`; None where none follows."""
    expected = call.expected
    if expected is None:
        return None
    for wish in wishes:
        bindings = matching(call.result, wish)
        found = None if bindings is None else resolve(expected, bindings)
        if isinstance(found, Con) and is_ground(found):
            return found
    return None
