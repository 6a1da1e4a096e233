"""The typing rules: what operators, calls, fields, loops and branches take, and what type they have then.

Each rule stands here once. The checker applies them to types that are partly unknown and reports what does not fit; the
proof of soundness applies them to a core; completion asks, of types without variables, what may follow. Nothing here
knows of source text or of diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    NUMERIC,
    SCALARS,
    TABULAR,
    Con,
    Constructor,
    Entries,
    Entry,
    Mismatch,
    Substitution,
    Type,
    Var,
    column_of,
    columns_of,
    entries_of,
    instance,
    is_a,
    is_made,
    key_entries_of,
    made_label,
    optional,
    parameter,
    resolve,
    unify,
    with_columns,
    without_made,
)

INDEX = "[]"  # the builtin that `row[column]` calls
KEPT = 4096  # types about which an answer is kept: there is no end of types in a process that runs for long
UNARY = {"-": "unary -", "not": "not"}  # those that unary operators call
_T = Var("T")
# The operators that decide whether their right side is evaluated, and so are no builtins: operands and result.
LAZY: dict[str, tuple[tuple[Type, Type], Type]] = {
    "and": ((BOOL, BOOL), BOOL),
    "or": ((BOOL, BOOL), BOOL),
    "??": ((optional(_T), _T), _T),
}
_NO_VALUES = frozenset({*TABULAR, Constructor.COLUMN, Constructor.FUNCTION, Constructor.TYPE})


# --- types and places ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=KEPT)
def is_ground(kind: Type) -> bool:
    """Return whether a type has no variables."""
    return isinstance(kind, Con) and all(map(is_ground, kind.args))


@lru_cache(maxsize=KEPT)
def is_value(kind: Type) -> bool:
    """Return whether a type is known to be made of scalars, lists, maps, records and optionals only."""
    return isinstance(kind, Con) and kind.constructor not in _NO_VALUES and all(map(is_value, kind.args))


def has_columns(kind: Type) -> bool:
    """Return whether a table, a row, groups or a column is in a type: these are no values, and no part of one."""
    return isinstance(kind, Con) and (
        kind.constructor in TABULAR or kind.constructor is Constructor.COLUMN or any(map(has_columns, kind.args))
    )


def may_be_returned(kind: Type) -> bool:
    """Return whether a procedure may have a result of the type: a value or a Table."""
    return is_a(kind, Constructor.TABLE) or not has_columns(kind)


def rigid(kind: Type) -> Con:
    """Return a type whose variables are types of their own, equal to nothing else: a procedure's parameters, inside it.

    What must be numeric is a Number, the one type that is.
    """
    if isinstance(kind, Var):
        return NUMBER if kind.bound == NUMERIC else parameter(kind.name, kind.bound)
    return Con(kind.constructor, tuple(map(rigid, kind.args)), kind.labels) if kind.args else kind


def lifted(found: Type, wanted: Type) -> Type | None:
    """Return T where `wanted` is T? and `found`, the type of what is always there, stands for it; else None."""
    if is_a(wanted, Constructor.OPTIONAL) and isinstance(found, Con) and found.constructor is not Constructor.OPTIONAL:
        return wanted.args[0]
    return None


def common(one: Type, other: Type) -> Type:
    """Return, of two types that fit, the one that promises less: a table with the columns that both have."""
    if not is_a(one, *TABULAR) or not isinstance(other, Con):
        return without_made(one)
    columns, keys = set(entries_of(other)), set(key_entries_of(other))
    kept = (each for each in key_entries_of(one) if each in keys) if is_a(one, Constructor.GROUPS) else None
    return with_columns(one.constructor, (each for each in entries_of(one) if each in columns), kept)


def fit(wanted: Type, found: Con, *, lifts: bool = True) -> Substitution | None:
    """Return what the variables of `wanted` are where a value of the type `found` stands there; None if it may not.

    Unless it `lifts`, what is always there may not stand for what may be absent.
    """
    return matching((lifted(found, wanted) if lifts else None) or wanted, found)


def matching(wanted: Type, found: Con) -> Substitution | None:
    """Return what the variables of `wanted` are where it is `found`; None where the types differ."""
    bindings: Substitution = {}
    try:
        unify(wanted, found, bindings)
    except Mismatch:
        return None
    return bindings


def fit_argument(wanted: Type, found: Con, *, lifts: bool = True) -> Substitution | None:
    """Return what `fit` does of an argument of a call; None also where a variable would be no value."""
    if not is_value(found) and not is_a(wanted, found.constructor):
        return None
    return fit(wanted, found, lifts=lifts)


def join(one: Con, other: Con) -> Con | None:
    """Return the type of what has one of two types, as the branches of an `if` and the items of a list; None if none.

    If one of them may be absent, both may.
    """
    for kind, part in ((one, other), (other, one)):
        if fit(kind, part) is not None:
            found = common(kind, part)
            return found if isinstance(found, Con) else None
    return None


# --- fields, loops, operators -------------------------------------------------------------------------------------


def field_of(record: Con, name: str) -> Type | None:
    """Return the type of a field; None where the type is no record, or has no such field."""
    if record.constructor is not Constructor.RECORD or name not in record.labels:
        return None
    return record.args[record.labels.index(name)]


def item_of(items: Con) -> Type | None:
    """Return the type of what a loop takes in a round: an item of a List, a row of a Table; None of any other."""
    if items.constructor is Constructor.TABLE:
        return Con(Constructor.ROW, items.args, items.labels)
    return items.args[0] if items.constructor is Constructor.LIST else None


def operands(operator: str, left: Con) -> tuple[Con, Con] | None:
    """Return the types of an operator's right side and of the whole; None where it may not follow `left`."""
    if operator in LAZY:
        params, result = LAZY[operator]
    else:
        builtin = REGISTRY.find(operator, left.constructor)
        if builtin is None or len(builtin.params) != 2:
            return None
        params, result = (builtin.params[0], builtin.params[1]), builtin.result
    bindings = matching(params[0], left)
    if bindings is None:
        return None
    right, whole = resolve(params[1], bindings), resolve(result, bindings)
    return (right, whole) if isinstance(right, Con) and isinstance(whole, Con) else None


@cache
def unary(operator: str) -> Mapping[Type, Type]:
    """Return the types that the operand of a unary operator may have, each with the type of the whole."""
    return {each.params[0]: each.result for each in REGISTRY.all() if each.name == UNARY[operator]}


# --- calls of builtins --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a method, an operator or `row[column]`, whose arguments are typed from left to right.

    `params` and `result` are what is known of the types so far, `cells` the type of the cells of the column that it
    makes, `index` the parameter whose argument comes next. `table` is what has the columns that an argument may name:
    the receiver, or the table that was given last (by a function too). `named` are the columns that have been given,
    `made` are new ones.
    """

    builtin: Builtin = field(hash=False)
    receiver: Type
    params: tuple[Type, ...]
    result: Type
    cells: Type
    table: Type
    named: Entries = ()
    made: Entries = ()
    index: int = 1

    @property
    def param(self) -> Type | None:
        """The type of the parameter whose argument comes next; None after the last."""
        return self.params[self.index] if self.index < len(self.params) else None

    @property
    def expected(self) -> Type | None:
        """The type that the next argument must have, of a function the one that it must give."""
        param = self.param
        return param.args[-1] if is_a(param, Constructor.FUNCTION) else param

    @property
    def function_takes(self) -> tuple[Type, ...] | None:
        """What a function that comes next is given; None where something else comes next."""
        param = self.param
        return param.args[:-1] if is_a(param, Constructor.FUNCTION) else None

    @property
    def row(self) -> Con | None:
        """What a function that comes next, for a column, is given; None where none may stand."""
        if not self.builtin.computes_columns or not is_a(self.param, Constructor.COLUMN):
            return None
        return with_columns(Constructor.ROW, entries_of(self.table))

    @property
    def columns(self) -> tuple[str, ...]:
        """The labels of the columns that an argument may name."""
        return columns_of(self.table)

    @property
    def needs_more(self) -> bool:
        """Whether an argument that may not be left out is missing."""
        return self.index < len(self.params) - self.builtin.optional

    def passed(self, found: Type, text: str | None = None) -> Call:
        """Return the call with one more argument, of the type `found`; `text` is what a literal says."""
        following = replace(self, index=self.index + 1)
        if is_a(self.expected, Constructor.TABLE):
            return replace(following, table=found)
        if text is not None and self.builtin.makes and self.builtin.makes[0] == self.builtin.names[self.index]:
            return replace(following, made=(*self.made, (made_label(text), self.cells)))
        return following

    def passed_column(self, label: str, cells: Type) -> Call:
        """Return the call with one more argument, a column with this label and type of cells."""
        return replace(self, named=(*self.named, (label, cells)), index=self.index + 1)

    def label_of_computed(self, outermost: str) -> str:
        """Return the label that a computed column has in the result; `outermost` is the name of the builtin that gives
        its cells, or ""."""
        return made_label(self.builtin.computed_header(outermost))

    def given(self, found: Con, *, lifts: bool = True, text: str | None = None) -> Call | None:
        """Return the call with an argument of the type `found`, of a function its body; None where it does not fit.

        This is for types without variables; the type of a column has the column's label as its own. `text` is what a
        literal says.
        """
        wanted = self.expected
        if wanted is None:
            return None
        if found.constructor is Constructor.COLUMN:
            (label,) = found.labels
            if label not in self.columns:
                return None
            bindings = fit_argument(wanted, found, lifts=lifts)
            return None if bindings is None else self.passed_column(label, found.args[0])._resolved(bindings)
        bindings = fit_argument(wanted, found, lifts=lifts)
        return None if bindings is None else self.passed(found, text)._resolved(bindings)

    def given_function(self, gives: Con, outermost: str) -> Call | None:
        """Return the call with a function of a row, whose body is of the type `gives`, for a column; None where it does
        not fit."""
        wanted, cell = self.param, cell_type(gives)
        if self.row is None or wanted is None or cell is None:
            return None
        bindings = matching(wanted, column_of(cell))
        if bindings is None:
            return None
        return self.passed_column(self.label_of_computed(outermost), cell)._resolved(bindings)

    def _resolved(self, bindings: Substitution) -> Call:
        if not bindings:
            return self
        params = tuple([resolve(each, bindings) for each in self.params])
        result, cells = resolve(self.result, bindings), resolve(self.cells, bindings)
        made = tuple([(label, kind and resolve(kind, bindings)) for label, kind in self.made])
        return Call(self.builtin, self.receiver, params, result, cells, self.table, self.named, made, self.index)

    def outcome(self, known: Callable[[Type], Type] = lambda kind: kind) -> Type:
        """Return the type of the whole call, with the columns that a table has after it; `known` resolves a type."""
        result = self.result
        if not is_a(result, *TABULAR):
            return result
        columns, keys = entries_of(self.receiver), key_entries_of(self.receiver)
        if is_a(result, Constructor.GROUPS):
            return with_columns(
                result.constructor, columns, keys if self.builtin.receiver == result.name else self.named
            )
        named = {label for label, _ in self.named}
        kept = {
            "added": columns,
            "arguments": self.named,
            "keys": keys,
            "group": (*keys, *self.named),
            "fields": keys,
            "removed": tuple(each for each in columns if each[0] not in named),
            "joined": _of_both(columns, entries_of(self.table)),
            "function": entries_of(self.table),
            "none": (),
        }
        return with_columns(result.constructor, (*kept.get(self.builtin.columns, columns), *self._new(known)))

    def _new(self, known: Callable[[Type], Type]) -> Iterator[Entry]:
        """The columns that are new in the result; those whose values no cell holds cannot be named."""
        made = self.made
        if self.builtin.makes and self.builtin.makes[0].startswith('"'):
            made = (*made, (self.builtin.makes[0][:-1], self.cells))
        if self.builtin.columns == "fields":
            record = known(self.cells)
            if is_a(record, Constructor.RECORD):
                made = tuple(zip(map(made_label, record.labels), record.args, strict=True))
        for label, kind in made:
            cells = None if kind is None else cell_type(known(kind))
            if cells is not None:
                yield label, cells


def _of_both(columns: Entries, others: Entries) -> Entries:
    """The columns of two tables side by side, without the made ones whose name both have."""
    twice = {label for label, _ in columns}.intersection(label for label, _ in others if is_made(label))
    return tuple(each for each in (*columns, *others) if each[0] not in twice)


def cell_type(kind: Type) -> Type | None:
    """Return the type of the cells that hold values of a type: of a T? they may be blank; None if no cell holds one."""
    cell = kind.args[0] if is_a(kind, Constructor.OPTIONAL) else kind
    return cell if isinstance(cell, Var) or cell in SCALARS or is_a(cell, Constructor.PARAMETER) else None


def begin(builtin: Builtin, receiver: Type, rename: Callable[[Var], Var]) -> Call:
    """Return a call on a receiver, before its first argument; `rename` gives the builtin's variables new names.

    Rows and tables in its types have the receiver's columns. That the receiver fits is left to the caller.
    """
    params = tuple(instance(each, rename, receiver) for each in builtin.params)
    cells = instance(builtin.makes[1], rename) if builtin.makes else BOOL
    return Call(builtin, receiver, params, instance(builtin.result, rename, receiver), cells, receiver)


@lru_cache(maxsize=KEPT)
def _begun(name: str, constructor: Constructor) -> Call | None:
    """Return the call of a builtin on a receiver of which no more is known; None where there is none."""
    builtin = REGISTRY.find(name, constructor)
    return None if builtin is None else begin(builtin, Con(constructor), lambda variable: variable)


def of_receiver(builtin: Builtin, receiver: Type) -> Builtin:
    """Return the overload of a builtin that takes a receiver, itself where none does."""
    others = REGISTRY.overloads(builtin)
    if not others or not isinstance(receiver, Con) or not is_ground(receiver):
        return builtin
    every = (builtin, *others)
    return next((each for each in every if matching(each.params[0], receiver) is not None), builtin)


def overloads(call: Call) -> tuple[Call, ...]:
    """Return what a call whose first argument is missing may be as well, where that is of another type."""
    others = () if call.index > 1 else REGISTRY.overloads(call.builtin)
    return tuple([begin(each, call.receiver, lambda variable: variable) for each in others if len(each.params) > 1])


def call_of(name: str, receiver: Con) -> Call | None:
    """Return the call of a builtin on a receiver without variables; None where there is none, or it does not fit."""
    call = _begun(name, receiver.constructor)
    if call is None:
        return None
    if (meant := of_receiver(call.builtin, receiver)) is not call.builtin:
        call = begin(meant, Con(receiver.constructor), lambda variable: variable)
    if receiver.constructor in TABULAR:
        call = begin(call.builtin, receiver, lambda variable: variable)
    else:
        call = Call(call.builtin, receiver, call.params, call.result, call.cells, receiver)
    bindings = matching(call.params[0], receiver)
    return None if bindings is None else call._resolved(bindings)
