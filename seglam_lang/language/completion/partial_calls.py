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
from seglam_lang.language.completion.lexemes import label_of
from seglam_lang.language.types import (
    Con,
    Constructor,
    Substitution,
    Type,
    columns_of,
    entries_of,
    is_a,
    is_made,
    keys_of,
    resolve,
)

_ARGUMENTS = {Construct.SECOND_TABLES: Constructor.TABLE, Construct.EXCHANGE: Constructor.TYPE}
_FOR_FIELDS = frozenset({Construct.OWN_COLUMNS, Construct.RECORDS})


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
        and (declared.columns != "fields" or constructs >= _FOR_FIELDS)
    }
    index = REGISTRY.find(INDEX, receiver)
    return {**found, INDEX: index} if index else found


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A call of a builtin; `columns` are those that the next argument may name.

    Where it `lifts`, a T may be given for a T?; where it `computes`, functions for columns and the names of those that
    were made.
    """

    typed: rules.Call
    columns: tuple[str, ...]
    lifts: bool
    computes: bool

    @staticmethod
    def begin(name: str, receiver: Con, lifts: bool = False, computes: bool = True) -> MethodCall | None:
        """Return `name` called on a receiver, before its first argument; None if there is no such builtin."""
        typed = rules.call_of(name, receiver)
        if typed is None:
            return None
        keys = keys_of(receiver)
        columns = tuple([each for each in typed.columns if each not in keys and (computes or not is_made(each))])
        return MethodCall(typed, columns, lifts, computes)

    def _named_by(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        return labels if self.computes else tuple(each for each in labels if not is_made(each))

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

    @property
    def row(self) -> Con | None:
        """What a function that stands next, for a column, is given; None if none may stand there."""
        return self.typed.row if self.computes else None

    @property
    def takes_fields(self) -> bool:
        """Whether the function that stands next gives the fields of new columns, written out."""
        return self.typed.builtin.columns == "fields"

    def column(self, label: str) -> Con:
        """Return the type of a made column that the next argument may name."""
        cells = dict(entries_of(self.typed.table))[label]
        assert cells is not None
        return Con(Constructor.COLUMN, (cells,), (label,))

    def given(self, kind: Con, by: str = "") -> MethodCall | None:
        """Return the call with its next argument (a lambda: its body) of type `kind`; None if that does not fit.

        `by` is the text that gives it, in quotes, or the method.
        """
        is_name = kind.constructor is Constructor.COLUMN
        if is_name and kind.labels[0] not in self.columns:
            return None
        if self.takes_fields and not _is_of_cells(kind):
            return None
        if self.row is not None and not is_name:
            typed = self.typed.given_function(kind, "" if by.startswith('"') else by)
        else:
            typed = self.typed.given(kind, lifts=self.lifts, text=label_of(by) if by.startswith('"') else None)
        if typed is None:
            return None
        columns = self.columns
        if is_name:
            columns = tuple(each for each in columns if each not in kind.labels)
        elif kind.constructor is Constructor.TABLE:
            columns = self._named_by(typed.columns)
        return MethodCall(typed, columns, self.lifts, self.computes)

    def outcome(self) -> Con:
        """Return the type of the whole call, with the columns that it has."""
        found = self.typed.outcome()
        assert isinstance(found, Con)
        return found


def _is_of_cells(kind: Con) -> bool:
    """Whether a type is a record whose fields are cells of new columns."""
    return kind.constructor is Constructor.RECORD and all(rules.cell_type(part) is not None for part in kind.args)


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
    row: ClassVar[None] = None
    takes_fields: ClassVar[bool] = False

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
        """The columns that the next argument may name: none that was made, as only builtins take those."""
        signature = self.callee.signature
        labels = dict(self.tables).get(signature.table_of(signature.params[self.index]), ())
        return tuple(each for each in labels if not is_made(each))

    def given(self, kind: Con, by: str = "") -> ProcedureCall | None:
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
