"""The one registry of builtins: everything that the checker, compiler, completion, verifier and documentation know of
each.

A builtin is declared where it is implemented:

    @builtin("List<Number>.sum() -> Number", cost=length, examples=["[1, 2].sum() == 3"])
    def sum_numbers(items): '''Return the sum, exact and rounded once; 0 for an empty list.''' ...

Stored procedures refer to `name@version`; a published version can always be run.

A signature is `Receiver.name(parameters) -> Result`, with the bounds of its type variables in front: `<T:
ordered>List<T>.sort() -> List<T>`. A single capital letter is a type variable, `T?` an optional, `(T) -> U` a function,
`{key: K, value: V}` a record, `Type<T>` an argument that is a type, `digits?: Number` a parameter that may be left out.
A Column belongs to the Table parameter before it, or to the receiver. The name of an operator is its sign
(`Number.+(other: Number) -> Number`); the others are called `unary -`, `not` and `to`; `row[column]` is `[]`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar

from seglam_lang.language.computing.fuel import free
from seglam_lang.language.types import (
    Con,
    Constructor,
    Type,
    Var,
    function,
    optional,
    record,
)

Impl = TypeVar("Impl", bound=Callable[..., Any])


class Law(StrEnum):
    """An equation that holds for all arguments of a builtin; tests/builtins/test_laws.py checks every declared one."""

    COMMUTATIVE = "commutative"  # a.f(b) == b.f(a)
    IDEMPOTENT = "idempotent"  # a.f().f() == a.f()
    INVOLUTION = "involution"  # a.f().f() == a
    PERMUTATION_INVARIANT = "permutation-invariant"  # the order of the receiver's items or rows does not matter


@dataclass(frozen=True, slots=True)
class Builtin:
    """One overload of one method or operator.

    `receiver` is the constructor of params[0] ("Number", "List", ...), by which calls are resolved: a method name is
    unique for each receiver, but for overloads, which take values of another type (`total` of Numbers and of
    Durations). For an operator it is the constructor of the left operand, or "" for comparisons, which
    take any type or any ordered type. `params` includes the receiver. The last `optional` parameters may be left out;
    `impl` then gets None for them.

    `columns` says which columns the result has, if it is a Table or Groups: "same" (those of the receiver), "added"
    (those, and a new one), "removed" (those without the Column arguments), "arguments" (the Column arguments), "keys"
    (the columns that are grouped by), "group" (those and the Column arguments), "fields" (those that are grouped by and
    the fields of the record that the function gives), "joined" (those of the receiver and of the Table argument),
    "function" (those of the table that the function gives), "none" (they depend on the data).

    `makes` is the name and the type of the cells of the column that is new in the result: the name of the parameter
    that names it, or its own name in quotes. Later steps know that column by that text (see `types.made_label`).

    `keys` are the Column parameters by whose values it groups, joins or ranks rows; rows that are blank there are left
    out.

    For a column a function of a row may be given, or the name of a column that was made, unless the columns must be
    `named`: those that the table itself has.

    If `applied`, each function argument (of one parameter) is applied to every item of the receiver before the cost is
    known: `cost` and `impl` get the tuple of its results in place of the function.

    `literals` holds a reader for each Text parameter with a notation of its own (a pattern, a unit). The reader raises
    the Failure that a run would end with, so that the checker finds a wrong literal before anything runs.

    `phrase` is a call of it in plain words, in the notation of `describing.templates`.

    `is_overload` says that another builtin of the same receiver has the name first.
    """

    id: str  # "list.sum@1"
    name: str  # "sum", "+"
    receiver: str
    params: tuple[Type, ...]
    names: tuple[str, ...]  # parameter names, receiver first as "self"
    result: Type
    optional: int
    impl: Callable[..., Any]
    cost: Callable[..., int]  # fuel, from the arguments, before impl runs
    doc: str
    examples: tuple[str, ...]
    columns: str = "same"
    makes: tuple[str, Type] | None = None
    keys: tuple[str, ...] = ()
    named: bool = False
    applied: bool = False
    literals: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    laws: tuple[Law, ...] = ()
    phrase: str = ""
    is_overload: bool = False

    @property
    def method(self) -> str:
        """Its name, if it is a method; "" for an operator."""
        return self.name if self.name.isidentifier() and self.name not in KEYWORD_OPERATORS else ""

    @property
    def computes_columns(self) -> bool:
        """Whether a function of a row may stand for a column."""
        return self.receiver in (Constructor.TABLE, Constructor.GROUPS) and not self.named

    def computed_header(self, outermost: str) -> str:
        """Return the header of a column that is computed for a call of it: its own name if it is an aggregate of
        groups, else the name of the method `outermost` that gives the cells, else "value"."""
        return self.name if self.receiver == Constructor.GROUPS else outermost or "value"


class Registry:
    """All builtins, by id and by what a call resolves to."""

    def __init__(self) -> None:
        self.by_id: dict[str, Builtin] = {}
        self._current: dict[tuple[str, str], Builtin] = {}
        self._overloads: dict[tuple[str, str], tuple[Builtin, ...]] = {}

    def add(self, declared: Builtin, current: bool = True) -> None:
        """Register a builtin. A version that is not `current` is only for stored procedures that refer to it; what an
        overload has the name of may be declared later."""
        key = declared.receiver, declared.name
        taken = current and not declared.is_overload and key in self._current
        if declared.id in self.by_id or taken:
            raise ValueError(f"{declared.id} ({declared.receiver}.{declared.name}) is declared twice")
        self.by_id[declared.id] = declared
        if current and declared.is_overload:
            self._overloads[key] = (*self._overloads.get(key, ()), declared)
        elif current:
            self._current[key] = declared

    def find(self, name: str, receiver: str) -> Builtin | None:
        """Return the builtin that `name` means on a receiver; comparisons exist on every receiver."""
        return self._current.get((receiver, name)) or self._current.get(("", name))

    def overloads(self, declared: Builtin) -> tuple[Builtin, ...]:
        """Return what a builtin that `find` gives means of values of other types."""
        return self._overloads.get((declared.receiver, declared.name), ())

    def methods(self, receiver: str) -> list[Builtin]:
        """Return the methods (not the operators) that may follow a dot after a receiver."""
        return [declared for (of, _), declared in self._current.items() if of == receiver and declared.method]

    def all(self) -> list[Builtin]:
        """Return every current builtin, operators included, in order of declaration, each with its overloads."""
        return [each for declared in self._current.values() for each in (declared, *self.overloads(declared))]


KEYWORD_OPERATORS = frozenset({"to", "not"})
DOCSTRINGS_ARE_STRIPPED = sys.flags.optimize >= 2  # python -OO
REGISTRY = Registry()


def builtin(
    signature: str,
    *,
    id: str = "",
    cost: Callable[..., int] = free,
    doc: str = "",
    examples: list[str],
    columns: str = "same",
    makes: str = "",
    keys: str = "",
    named: bool = False,
    applied: bool = False,
    literals: Mapping[str, Callable[[str], object]] | None = None,
    laws: Sequence[Law] = (),
    phrase: str = "",
    version: int = 1,
    current: bool = True,
    overload: bool = False,
) -> Callable[[Impl], Impl]:
    """Declare the decorated function as the implementation of `signature`.

    `id` is `receiver.name` unless it is given (operators need one: "number.add"); `doc` is the docstring of the
    function unless it is given. `makes` is written `name: T` or `"count": Number`, `keys` with spaces between them. An
    `overload` has the name of another builtin, and an id of its own.
    """
    parsed = parse_signature(signature)

    def declare(impl: Impl) -> Impl:
        text = " ".join((doc or impl.__doc__ or "").split())
        if not examples or not (text or DOCSTRINGS_ARE_STRIPPED):
            raise ValueError(f"{signature} needs a docstring and examples")
        stem = id or f"{parsed.receiver.lower()}.{parsed.name}"
        declared = Builtin(
            id=f"{stem}@{version}",
            name=parsed.name,
            receiver=parsed.receiver,
            params=parsed.params,
            names=parsed.names,
            result=parsed.result,
            optional=parsed.optional,
            impl=impl,
            cost=cost,
            doc=text,
            examples=tuple(examples),
            columns=columns,
            makes=parse_column(makes) if makes else None,
            keys=tuple(keys.split()),
            named=named,
            applied=applied,
            literals=literals or {},
            laws=tuple(laws),
            phrase=phrase,
            is_overload=overload,
        )
        REGISTRY.add(declared, current)
        return impl

    return declare


def listed(names: Sequence[str], one: str = "", several: str = "") -> str:
    """Return the part of a phrase that lists arguments of which all but the first may be left out: "Dept, Name and
    Age". `one` stands before a single one, `several` before more."""
    text = f"{one}{{{names[0]}}}"
    for last in range(1, len(names)):
        before = ", ".join(f"{{{name}}}" for name in names[:last])
        text = f"[{several}{before} and {{{names[last]}}}|{text}]"
    return text


class ParsedSignature(NamedTuple):
    """The parts of a signature; `receiver` is "" if the receiver is a type variable."""

    name: str
    receiver: str
    params: tuple[Type, ...]
    names: tuple[str, ...]
    result: Type
    optional: int


def parse_signature(signature: str) -> ParsedSignature:
    """Parse a signature in the notation that the module describes."""
    return _SignatureParser(signature).signature()


def parse_column(text: str) -> tuple[str, Type]:
    """Parse what a builtin `makes`: a parameter or a name in quotes, and the type of the cells."""
    name, _, kind = text.partition(": ")
    return name, Var(kind) if len(kind) == 1 else Con(Constructor(kind))


_LEXEME = re.compile(r"->|\.(?:unary -|\[\]|[a-z_]+|[-+*/<>=!]+)(?=\()|[A-Za-z_0-9]+|[<>(){},:?]")


@cache
def _plain(name: str) -> Con:
    """Return a type without arguments, of which the signatures have a dozen some thousand times."""
    return Con(Constructor(name))


class _SignatureParser:
    """A recursive descent parser over the lexemes of one signature."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lexemes: list[str] = _LEXEME.findall(text)
        if "".join("".join(self._lexemes).split()) != "".join(text.split()):
            raise self._error("a sign that no signature has")
        self._at = 0
        self._bounds: dict[str, str] = {}

    def signature(self) -> ParsedSignature:
        if self._accept("<"):
            self._read_bounds()
        receiver = self._type()
        name = self._take()
        if not name.startswith("."):
            raise self._error("a name must follow the receiver")
        params, names, optionals = [receiver], ["self"], 0
        self._expect("(")
        while not self._accept(")"):
            names.append(self._take())
            if self._accept("?"):
                optionals += 1
            elif optionals:
                raise self._error("a required parameter follows an optional one")
            self._expect(":")
            params.append(self._type())
            self._accept(",")
        self._expect("->")
        result = self._type()
        if self._at != len(self._lexemes):
            raise self._error("text after the result")
        constructor = receiver.name if isinstance(receiver, Con) else ""
        return ParsedSignature(name[1:], constructor, tuple(params), tuple(names), result, optionals)

    def _read_bounds(self) -> None:
        while not self._accept(">"):
            variable = self._take()
            self._expect(":")
            self._bounds[variable] = self._take()
            self._accept(",")

    def _type(self) -> Type:
        if self._accept("("):
            types: list[Type] = []
            while not self._accept(")"):
                types.append(self._type())
                self._accept(",")
            self._expect("->")
            return function(*types, self._type())
        kind = self._record() if self._accept("{") else self._named()
        return optional(kind) if self._accept("?") else kind

    def _named(self) -> Type:
        name = self._take()
        if len(name) == 1:
            return Var(name, self._bounds.get(name, ""))
        if not self._accept("<"):
            return _plain(name)
        arguments: list[Type] = []
        while not self._accept(">"):
            arguments.append(self._type())
            self._accept(",")
        return Con(Constructor(name), tuple(arguments))

    def _record(self) -> Type:
        fields: dict[str, Type] = {}
        while not self._accept("}"):
            name = self._take()
            self._expect(":")
            fields[name] = self._type()
            self._accept(",")
        return record(fields)

    def _take(self) -> str:
        if self._at == len(self._lexemes):
            raise self._error("unexpected end")
        self._at += 1
        return self._lexemes[self._at - 1]

    def _accept(self, lexeme: str) -> bool:
        if self._at < len(self._lexemes) and self._lexemes[self._at] == lexeme:
            self._at += 1
            return True
        return False

    def _expect(self, lexeme: str) -> None:
        if not self._accept(lexeme):
            raise self._error(f"{lexeme!r} expected")

    def _error(self, message: str) -> ValueError:
        return ValueError(f"signature {self._text!r}: {message}")
