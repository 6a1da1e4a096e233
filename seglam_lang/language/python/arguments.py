"""The arguments of a call from Python: which parameter each is for, and the values of the language that they are.

Whatever is wrong with a call is reported at once, in one `ArgumentError`: each argument by the name of its parameter,
with the type that is expected and the value that was given, shortened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from seglam_lang.language import core
from seglam_lang.language.checking.signature import is_column, is_table
from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.python.converters import converter
from seglam_lang.language.python.inference import UNKNOWN, join, type_of
from seglam_lang.language.python.misfits import Unfit, short_repr, unfit
from seglam_lang.language.python.scalars import Converter
from seglam_lang.language.python.tables import Columns, read_table
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import (
    ORDERED,
    TEXT,
    WITH_ORDER_IN_WORDS,
    Con,
    Constructor,
    Type,
    Var,
    resolve,
    satisfies,
    show,
)
from seglam_lang.language.values import Column, Value

_MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as its author wrote it: "value" of type "Column<Number> of rows"."""

    name: str
    type: str

    def __str__(self) -> str:
        return f"{self.name}: {self.type}"


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with one argument of a call.

    `argument` is the parameter's name, "" of arguments that are too many. `path` leads to the part that does not fit
    ("[2]['amount']"), "" where it is all of it. `hint` is the likely mend, or "".
    """

    argument: str
    message: str
    hint: str = ""
    path: str = ""

    def __str__(self) -> str:
        message = f"{self.argument}{self.path}: {self.message}" if self.argument else self.message
        return f"{message} ({self.hint})" if self.hint else message


class ArgumentError(TypeError):
    """A call whose arguments do not fit the procedure; nothing was run.

    `misfits` is everything that is wrong with them, `signature` the procedure's, in source notation. `str()` has one
    line for each:

        split_bill(bill: Number, tip: Number, people: Number) -> List<Number>
          tip: expected Number, got '18%' (a text is no Number; give an int or a Decimal)
          people: missing, expected Number
    """

    def __init__(self, signature: str, misfits: Sequence[Misfit]) -> None:
        self.signature, self.misfits = signature, tuple(misfits)
        super().__init__("\n  ".join([signature, *map(str, misfits)]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.signature, self.misfits)  # so that it can leave a worker process


class Arguments:
    """Makes the arguments of calls of one procedure into values, in the order of its core's parameters.

    `params` are the author's, in the author's order, `written` their types; `names` are the same names in the core's
    order.
    """

    def __init__(
        self,
        signature: str,
        params: tuple[Parameter, ...],
        written: Sequence[nodes.TypeNode],
        names: tuple[str, ...],
        procedure: core.Procedure,
    ) -> None:
        self.names, self.tables = names, procedure.tables
        self.types = _in_words_of_author(params, written, names, procedure.params)
        self.hinted = tuple(_as_meant(kind) for kind in self.types)
        self.table_places = [place for place, kind in enumerate(self.types) if is_table(kind)]
        self.column_places = [place for place, kind in enumerate(self.types) if is_column(kind)]
        occupied = {*self.table_places, *self.column_places}
        self.other_places = [place for place in range(len(self.types)) if place not in occupied]
        self._signature, self._params = signature, params
        self._order = [each.name for each in params]
        self._places = [self._order.index(name) for name in names]
        self._converters: list[tuple[int, Converter]] | None = None
        if not self.table_places and not any(map(has_variables, self.types)):
            pairs = zip(self._places, self.types, strict=True)
            self._converters = [(place, converter(kind)) for place, kind in pairs]

    def values(self, positional: Sequence[Any], named: Mapping[str, Any]) -> list[Value]:
        """Return the values of a call's arguments, or raise ArgumentError."""
        if self._converters is not None and len(positional) + len(named) == len(self._params):
            try:
                given = (
                    [*positional, *[named[name] for name in self._order[len(positional) :]]] if named else positional
                )
                return [convert(given[place]) for place, convert in self._converters]
            except (Unfit, KeyError):
                pass  # it is looked at closely: other arguments may not fit either
        given, misfits = self._arranged(positional, named)
        call = _Call(self, [given[place] for place in self._places])
        values = call.values()
        misfits += call.misfits
        if misfits:
            order = {each.name: place for place, each in enumerate(self._params)}
            misfits.sort(key=lambda each: order.get(each.argument, len(order)))
            raise ArgumentError(self._signature, misfits)
        return values

    def _arranged(self, positional: Sequence[Any], named: Mapping[str, Any]) -> tuple[list[Any], list[Misfit]]:
        """Return what is given for each parameter, in the author's order, and what is wrong with that."""
        names = self._order
        given = [*positional[: len(names)], *[_MISSING] * (len(names) - len(positional))]
        misfits = []
        if len(positional) > len(names):
            rest = ", ".join(map(short_repr, positional[len(names) : len(names) + 3]))
            given_number = f"{len(positional)} argument{'s' * (len(positional) > 1)}"
            message = f"{given_number} given, {len(names)} expected; too many: {rest}"
            misfits.append(Misfit("", message))
        for name, value in named.items():
            if name not in names:
                hint = did_you_mean(name, names)
                misfits.append(Misfit(name, f"there is no such parameter, got {short_repr(value)}", hint))
            elif given[names.index(name)] is not _MISSING:
                misfits.append(Misfit(name, f"given twice, the second time {short_repr(value)} by name"))
            else:
                given[names.index(name)] = value
        misfits += [
            Misfit(each.name, f"missing, expected {each.type}")
            for each, value in zip(self._params, given, strict=True)
            if value is _MISSING
        ]
        return given, misfits


def _in_words_of_author(
    params: Sequence[Parameter], written: Sequence[nodes.TypeNode], names: Sequence[str], types: Sequence[Type]
) -> tuple[Type, ...]:
    """Return the core's types with the author's names of the type parameters, for messages."""
    nodes_by_name = {each.name: node for each, node in zip(params, written, strict=True)}
    taken = {each.name for kind in types for each in _variables(kind)}
    found: dict[str, Var] = {}
    for name, kind in zip(names, types, strict=True):
        _find_names(nodes_by_name[name], kind, found)
    renamed: dict[str, Type] = {name: var for name, var in found.items() if var.name not in taken}
    return tuple(resolve(kind, renamed) for kind in types)


def _find_names(node: nodes.TypeNode, kind: Type, found: dict[str, Var]) -> None:
    if isinstance(kind, Var):
        if isinstance(node, nodes.NamedType) and kind.hint is None:
            found[kind.name] = Var(node.name, kind.bound)
    elif isinstance(node, nodes.OptionalType):
        _find_names(node.item, kind.args[0], found)
    else:
        parts = node.types if isinstance(node, nodes.RecordType) else node.args
        for part, inner in zip(parts, kind.args, strict=False):  # the name of a declared type has no parts
            _find_names(part, inner, found)


def has_variables(kind: Type) -> bool:
    """Return whether a type parameter stands in a type."""
    return isinstance(kind, Var) or any(map(has_variables, kind.args))


def _variables(kind: Type) -> list[Var]:
    return [kind] if isinstance(kind, Var) else [each for arg in kind.args for each in _variables(arg)]


def _as_meant(kind: Type) -> Type | None:
    """Return the type that the author wrote where a more general one was found; None where that has a parameter."""
    if isinstance(kind, Var):
        return kind.hint
    args = [_as_meant(arg) for arg in kind.args]
    return None if None in args else Con(kind.constructor, tuple(arg for arg in args if arg), kind.labels)


class _Call:
    """The arguments of one call, in the core's order.

    Tables are read first, then the columns that are named in them: what their type says of the type parameters is
    certain. Then the types of the other arguments are inferred, and each is converted to the type that its parameter
    has with those type parameters.
    """

    def __init__(self, procedure: Arguments, given: Sequence[Any]) -> None:
        self.procedure, self.given = procedure, given
        self.misfits: list[Misfit] = []
        self.read: dict[int, Columns] = {}  # the tables, by the position of their parameter
        self.meant: dict[str, Type] = {}  # what each type parameter is in this call
        self.stated_by: dict[str, int] = {}  # the parameter that stated it first
        self.certain: set[str] = set()  # the type parameters that columns decide

    def values(self) -> list[Value]:
        """Return the values, of use only if `misfits` is empty then."""
        procedure = self.procedure
        found: dict[int, Value] = {}
        for place in procedure.table_places:
            self._attempt(place, self._read_table, found)
        named = [place for place in procedure.column_places if self._attempt(place, self._find_column, found)]
        for place in procedure.other_places:
            if self.given[place] is not _MISSING:
                self._infer(place)
        # A column of blanks is of the type that it is first taken for: by those who say one, then by the others.
        for place in sorted(named, key=lambda each: has_variables(self._concrete(each))):
            self._attempt(place, self._column, found)
        for place in procedure.other_places:
            self._attempt(place, self._convert, found)
        for place, table in self.read.items():
            found[place] = table.table()
        return [found.get(place) for place in range(len(procedure.types))]

    def _attempt(self, place: int, make: Callable[[int], Value], found: dict[int, Value]) -> bool:
        """Make the value of an argument; return whether there is one."""
        if self.given[place] is _MISSING:
            return False
        try:
            found[place] = make(place)
        except Unfit as misfit:
            self.misfits.append(Misfit(self.procedure.names[place], misfit.message, misfit.hint, misfit.place))
            return False
        return True

    # --- tables and columns

    def _read_table(self, place: int) -> None:
        self.read[place] = read_table(self.given[place])

    def _find_column(self, place: int) -> None:
        """Check that there is such a column, and note what its type says of a type parameter."""
        header, table_place = self.given[place], self.procedure.tables[place]
        rows = self.procedure.names[table_place]
        if not isinstance(header, str):
            raise unfit(f"the header of a column of `{rows}`", header)
        table = self.read.get(table_place)
        if table is None:
            return  # what is wrong with the table is reported already
        if header not in table.headers:
            if not table.any_header:
                hint = did_you_mean(header, table.headers) or f"it has {', '.join(map(short_repr, table.headers[:20]))}"
                raise Unfit(f"`{rows}` has no column {short_repr(header)}", hint)
            table.add(header)
        kind, (wanted,) = table.types[table.headers.index(header)], self._expected(place).args
        if kind is not None and isinstance(wanted, Var):
            self._note(wanted.name, kind, place)
            self.certain.add(wanted.name)

    def _column(self, place: int) -> Column | None:
        table, header = self.read.get(self.procedure.tables[place]), self.given[place]
        if table is None:
            return None
        expected = self._concrete(place)
        (wanted,) = expected.args
        position = table.headers.index(header)
        kind = table.types[position]
        if kind is None:  # blanks alone: they are of any type
            kind = table.types[position] = wanted if isinstance(wanted, Con) else TEXT
        if kind != wanted and isinstance(wanted, Con):
            message = f"expected {show(expected)}, the column {short_repr(header)} holds {show(kind)}"
            raise Unfit(message, self._reason(place))
        self._check_bounds(place)
        return Column(table.headers[position], kind)

    # --- values and type parameters

    def _infer(self, place: int) -> None:
        """Note what a value says of the type parameters in the type of its parameter."""
        expected = self._expected(place)
        if not has_variables(expected):
            return
        value, meant = self.given[place], self.procedure.hinted[place]
        found = type_of(value)
        if meant is not None and _has_dicts(found) and _fits(value, meant):
            found = meant  # a dict can be read in several ways
        self._match(expected, found, place)

    def _match(self, expected: Type, found: Type, place: int) -> None:
        if isinstance(found, Var):
            return
        if isinstance(expected, Var):
            ordered = expected.bound == ORDERED and found.constructor is Constructor.OPTIONAL
            self._note(expected.name, found.args[0] if ordered else found, place)
            return
        if Constructor.OPTIONAL in (expected.constructor, found.constructor):
            pair = [each.args[0] if each.constructor is Constructor.OPTIONAL else each for each in (expected, found)]
            self._match(pair[0], pair[1], place)
        elif expected.constructor is Constructor.MAP:
            for kind, part in zip(expected.args, _entry(found), strict=True):
                self._match(kind, part, place)
        elif expected.constructor is found.constructor is Constructor.RECORD:
            parts = dict(zip(found.labels, found.args, strict=True))
            for label, kind in zip(expected.labels, expected.args, strict=True):
                self._match(kind, parts.get(label, UNKNOWN), place)
        elif expected.constructor is found.constructor:
            for kind, part in zip(expected.args, found.args, strict=True):
                self._match(kind, part, place)

    def _note(self, name: str, found: Type, place: int) -> None:
        if name in self.certain or isinstance(found, Var):
            return
        self.meant[name] = join(self.meant.get(name, UNKNOWN), found)
        self.stated_by.setdefault(name, place)

    def _convert(self, place: int) -> Value:
        self._check_bounds(place)
        try:
            return converter(self._concrete(place))(self.given[place])
        except Unfit as misfit:
            misfit.hint = self._reason(place) or misfit.hint
            raise

    def _expected(self, place: int) -> Con:
        """Return the type of a parameter (which may be a variable: then it has no parts)."""
        return cast(Con, self.procedure.types[place])

    def _concrete(self, place: int) -> Con:
        """Return the type of a parameter with its type parameters as they are in this call, else as they were meant."""
        return cast(Con, _with_hints(resolve(self.procedure.types[place], self.meant)))

    def _reason(self, place: int) -> str:
        """Return which other argument makes the type of a parameter what it is in this call, or ""."""
        for each in _variables(self.procedure.types[place]):
            other = self.stated_by.get(each.name, place)
            if other != place:
                return f"`{self.procedure.names[other]}` is {show(self._concrete(other))}"
        return ""

    def _check_bounds(self, place: int) -> None:
        for each in _variables(self.procedure.types[place]):
            kind = self.meant.get(each.name, UNKNOWN)
            if self.stated_by.get(each.name) == place and isinstance(kind, Con) and not satisfies(kind, each.bound):
                raise unfit(f"values that have an order ({WITH_ORDER_IN_WORDS})", self.given[place])


def _entry(found: Con) -> tuple[Type, Type]:
    """Return the types of the keys and values of what may be given for a Map."""
    if found.constructor is Constructor.RECORD:
        values: Type = UNKNOWN
        for kind in found.args:
            values = join(values, kind)
        return TEXT, values
    if (
        found.constructor is Constructor.LIST
        and isinstance(found.args[0], Con)
        and found.args[0].labels == ("key", "value")
    ):
        key, value = found.args[0].args
        return key, value
    return (found.args[0], found.args[1]) if found.constructor is Constructor.MAP else (UNKNOWN, UNKNOWN)


def _with_hints(kind: Type) -> Type:
    if isinstance(kind, Var):
        return kind.hint or kind
    return Con(kind.constructor, tuple(map(_with_hints, kind.args)), kind.labels) if kind.args else kind


def _has_dicts(kind: Type) -> bool:
    return isinstance(kind, Con) and (
        kind.constructor in (Constructor.RECORD, Constructor.MAP) or any(map(_has_dicts, kind.args))
    )


def _fits(value: Any, kind: Type) -> bool:
    try:
        converter(kind)(value)
    except Unfit:
        return False
    return True
