"""Python values to values of the language, and back: what a program gives a procedure, and what it gets.

    Number    int, Decimal, float    comes back as an int while it is whole and has at most 34 digits, else a Decimal
    Text      str
    Bool      bool; never a Number
    Date      datetime.date; a datetime has a time too, which no value of the language has, and is refused
    List      list, tuple or another sequence; comes back as a list
    record    dict with the record's fields; an optional field may be left out
    Map       dict; where the keys are no scalars, a list of {"key": ..., "value": ...}
    T?        None, or a T
    Table     see `pythonic_tables`; comes back as a list of dicts

A float is the decimal number that Python prints for it: 0.1 is 0.1, not the binary fraction nearest to it; NaN and
infinities are refused. Nothing is rounded on the way in: a number of more than 34 digits is refused.

Each type has one converter, built once. It raises `Unfit`, which says where inside the argument the misfit is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from numbers import Integral
from reprlib import Repr
from typing import Any

from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.computing.numbers import DIGITS, LIMIT, canonical, exactly
from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import BOOL, DATE, NUMBER, SCALARS, TEXT, Con, Constructor, Type, Var, is_a, show
from seglam_lang.language.values import Map, Number, Record, Table, Value

Converter = Callable[[Any], Value]

PLAIN = frozenset({int, Decimal, str, bool, date, type(None)})  # values that are the same in Python
_SEQUENCES = frozenset({list, tuple})
NOT_ITEMS = (str, bytes, bytearray, memoryview)  # sequences for Python, but no lists of anything
KEYS = frozenset(SCALARS)  # types whose values can be the keys of a Python dict
_MOST_BITS = 20_500  # of a whole number that is worth converting: 10**6145, the limit of Numbers, has 20,414


class _Shortened(Repr):
    """Values as Python writes them, shortened."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxlong = self.maxother = 60
        self.maxlist = self.maxtuple = self.maxdict = 4
        self.maxlevel = 3

    def repr_int(self, value: int, level: int) -> str:
        if value.bit_length() > _MOST_BITS // 2:  # Python writes no int of more than 4,300 digits
            return f"<an int of {value.bit_length():,} bits>"
        return super().repr_int(value, level)


shown = _Shortened().repr


class Unfit(Exception):
    """A Python value that is no value of the type that is expected.

    `message` is a clause ("expected Number, got 'x'"), `hint` the likely mend or "". `path` leads from the argument to
    the part that does not fit: 2 and "amount" for `argument[2]['amount']`.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
        self.path: list[object] = []

    def inside(self, step: object) -> Unfit:
        """The same, seen from one level further out."""
        self.path.insert(0, step)
        return self


def unfit(expected: Type | str, value: object, hint: str = "") -> Unfit:
    """The misfit of a value where something else was expected."""
    wanted = expected if isinstance(expected, str) else show(expected)
    return Unfit(f"expected {wanted}, got {shown(value)}", hint or _hint(value))


def _hint(value: object) -> str:
    """How a Python value that the language has no type for is usually meant."""
    if isinstance(value, datetime):
        return "a Date has no time; if the day is meant, give `.date()` of it"
    if isinstance(value, bytes | bytearray):
        return "bytes are no Text; decode them"
    if isinstance(value, set | frozenset):
        return "a set has no order; give `sorted(...)` of it"
    if isinstance(value, Fraction):
        return "give a Decimal, or the numerator and the denominator"
    if isinstance(value, complex):
        return "there are no complex numbers"
    if hasattr(value, "tolist"):
        return "give `.tolist()` of it"
    if hasattr(value, "__next__"):
        return "give `list(...)` of it"
    return ""


# --- Python to the language ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def converter(kind: Type) -> Converter:
    """The function that makes Python values into values of a type, or raises `Unfit`.

    A variable stands for a type of which nothing is known: only what has no parts, such as `[]`, fits what is made of
    it.
    """
    if isinstance(kind, Var):
        return _no_value
    if kind in SCALARS:
        return _SCALARS[kind]
    if kind.constructor is Constructor.OPTIONAL:
        return _optional(converter(kind.args[0]))
    if kind.constructor is Constructor.LIST:
        return _list(kind)
    if kind.constructor is Constructor.RECORD:
        return _record(kind)
    if kind.constructor is Constructor.MAP:
        return _map(kind)
    raise TypeError(f"no argument is of type {show(kind)}")


def _number(value: Any) -> Number:
    if type(value) is int and -LIMIT < value < LIMIT:
        return value
    if isinstance(value, Decimal):
        return _exactly(value, value)
    if isinstance(value, bool):
        raise unfit(NUMBER, value, "a bool is no Number")
    if isinstance(value, float):
        return _exactly(Decimal(float.__repr__(value)), value)
    if isinstance(value, Integral):  # a long int, or one of a class of its own, as of an Enum or of numpy
        whole = int(value)
        if whole.bit_length() > _MOST_BITS:
            raise unfit(NUMBER, value, "the number is too large")
        return _exactly(Decimal(whole), value)
    raise unfit(NUMBER, value, "a text is no Number; give an int or a Decimal" if isinstance(value, str) else "")


def _exactly(number: Decimal, given: object) -> Number:
    """The Number that is equal to a Decimal."""
    if not number.is_finite():
        hint = "what is missing is None" if number.is_nan() else ""
        raise unfit(NUMBER, given, hint)
    try:
        found = canonical(number)
    except Failure as failure:
        raise unfit(NUMBER, given, failure.message) from None
    if found != number:
        raise unfit(NUMBER, given, f"a Number has at most {DIGITS} digits; round it before the call")
    return found


def _text(value: Any) -> str:
    if type(value) is str and value.isascii():
        return value
    if not isinstance(value, str):
        raise unfit(TEXT, value)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        hint = f"character {error.start + 1} is half a character (a lone surrogate)"
        raise unfit(TEXT, value, hint) from None
    return str.__str__(value)  # of an Enum or another class of texts, the text


def _bool(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise unfit(BOOL, value)


def _date(value: Any) -> date:
    if type(value) is date:
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    if isinstance(value, str):
        raise unfit(DATE, value, "give a datetime.date: `date.fromisoformat(...)` reads one")
    raise unfit(DATE, value)


def _no_value(value: Any) -> Value:
    raise unfit("a value of the language", value)


_SCALARS: dict[Type, Converter] = {NUMBER: _number, TEXT: _text, BOOL: _bool, DATE: _date}


_CLASSES = {NUMBER: frozenset({int}), TEXT: frozenset({str}), BOOL: frozenset({bool}), DATE: frozenset({date})}
_NO_CLASSES: frozenset[type] = frozenset()
_DECIMALS = frozenset({Decimal})


def _are_values(items: Sequence[Any], kind: Type) -> bool:
    """Whether all items are values of a type as they are: seen at one glance, because most lists are such."""
    if is_a(kind, Constructor.OPTIONAL):
        kind, items = kind.args[0], [item for item in items if item is not None]
    if not items:
        return True
    if not isinstance(kind, Con) or not _CLASSES.get(kind, _NO_CLASSES).issuperset(map(type, items)):
        return False
    if kind == NUMBER:
        return bool(min(items) > -LIMIT and max(items) < LIMIT)
    return kind != TEXT or all(map(str.isascii, items))


def convert_all(items: tuple[Any, ...], kind: Type) -> tuple[Value, ...]:
    """The items as values of a type; the path of an `Unfit` begins with the item's position."""
    if not items:
        return ()
    if _are_values(items, kind):
        return items
    if kind == NUMBER and _DECIMALS.issuperset(map(type, items)):
        numbers = exactly(items)
        if numbers is not None:
            return tuple(numbers)
    convert = converter(kind)
    try:
        return tuple([convert(item) for item in items])
    except Unfit:
        pass  # where it is, is looked for only now
    for position, item in enumerate(items):
        try:
            convert(item)
        except Unfit as misfit:
            raise misfit.inside(position) from None
    raise AssertionError("the items changed while they were read")


def as_items(value: Any, expected: Type | str) -> tuple[Any, ...]:
    """The items of a sequence; `Unfit` for anything else, texts and bytes too."""
    if type(value) not in _SEQUENCES and (not isinstance(value, Sequence) or isinstance(value, NOT_ITEMS)):
        raise unfit(expected, value)
    return tuple(value)


def _list(kind: Con) -> Converter:
    (item,) = kind.args
    return lambda value: convert_all(as_items(value, kind), item)


def _optional(convert: Converter) -> Converter:
    return lambda value: None if value is None else convert(value)


def _record(kind: Con) -> Converter:
    names = kind.labels
    fields = [(name, converter(each), _may_be_absent(each)) for name, each in zip(names, kind.args, strict=True)]

    def convert(value: Any) -> Record:
        if not isinstance(value, Mapping):
            raise unfit(kind, value)
        values = []
        for name, convert_field, absent in fields:
            if name not in value and not absent:
                raise Unfit(f"the field `{name}` is missing", f"expected {show(kind)}")
            try:
                values.append(convert_field(value.get(name)))
            except Unfit as misfit:
                raise misfit.inside(name) from None
        for name in value:
            if name not in names:
                hint = (did_you_mean(name, names) if isinstance(name, str) else "") or f"expected {show(kind)}"
                raise Unfit(f"there is no field {shown(name)}", hint)
        return Record(names, tuple(values))

    return convert


def _may_be_absent(kind: Type) -> bool:
    return is_a(kind, Constructor.OPTIONAL)


def _map(kind: Con) -> Converter:
    key, item = kind.args
    convert_key, convert_item = converter(key), converter(item)
    entries = isinstance(key, Con) and key not in KEYS

    def pairs(value: Any) -> list[tuple[Any, Any]]:
        if isinstance(value, Mapping):
            return list(value.items())
        if not entries:
            raise unfit(kind, value)
        found = as_items(value, kind)
        if all(isinstance(each, Mapping) and each.keys() == {"key", "value"} for each in found):
            return [(each["key"], each["value"]) for each in found]
        raise unfit(kind, value, 'give a list of {"key": ..., "value": ...}')

    def convert(value: Any) -> Map:
        keys, items = [], []
        for name, each in pairs(value):
            try:
                keys.append(convert_key(name))
                items.append(convert_item(each))
            except Unfit as misfit:
                raise misfit.inside(name) from None
        try:
            check_keys(keys)
        except Failure as failure:
            raise unfit(kind, value, failure.message) from None
        made = dict(zip(keys, items, strict=True))
        if len(made) < len(keys):  # as 0.1 and Decimal("0.1"), which differ in Python
            raise Unfit("two of the keys are the same value")
        return Map(made)

    return convert


# --- the language to Python ---------------------------------------------------------------------------------------


def to_python(value: Value, tables: Callable[[Table], Any] | None = None) -> Any:
    """A value of the language as Python has it; `tables` says how a table is given, by default as a list of dicts."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple:
        if PLAIN.issuperset(map(type, value)):
            return list(value)
        return list(map(to_python, value))
    if kind is Record:
        if PLAIN.issuperset(map(type, value.values)):
            return dict(zip(value.names, value.values))  # noqa: B905 - they are, and to ask takes half the time
        return {name: to_python(each) for name, each in zip(value.names, value.values, strict=True)}
    if isinstance(value, Map):
        if PLAIN.issuperset(map(type, value.items)):
            return {key: to_python(item) for key, item in value.items.items()}
        return [{"key": to_python(key), "value": to_python(item)} for key, item in value.items.items()]
    if isinstance(value, Table):
        return (tables or as_records)(value)
    raise TypeError(f"{type(value).__name__} is no result of a procedure")


def as_records(table: Table) -> list[dict[str, Value]]:
    """A table as a list of dicts, one for each row; a blank cell is None."""
    headers = table.headers
    return [dict(zip(headers, row, strict=True)) for row in table.rows()]


def as_columns_and_rows(table: Table) -> dict[str, list[Any]]:
    """A table as {"columns": headers, "rows": lists of cells}: what keeps the headers of a table without rows."""
    return {"columns": list(table.headers), "rows": [list(row) for row in table.rows()]}
