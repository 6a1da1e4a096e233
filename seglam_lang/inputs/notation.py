"""How values are written on a command line: the same for `seglam run` and for `seglam exec --set`.

    12   -5   1,299.50   18%   $42.50        numbers
    2024-01-31   31 Jan 2024   1/31/2024     dates
    2024-01-31T09:30   09:30   PT1H30M       dates with times, times of day, durations
    true   false                             none is what is absent
    [1, 2]   ["a", "b"]                      lists; inside brackets a text stands in quotes
    {name: "Ann", age: 30}   {"age": 30}     records
    ["a": 1, "b": 2]                         maps
    north   "12"                             any other words are a text as they are, and so is what stands in quotes

Where a type is expected, a text is read to that type; else it is guessed. Nothing is computed: `2 + 3` is no number.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from seglam_lang.inputs.amounts import without_currency
from seglam_lang.inputs.dates import ISO, describe_order, order_is_ambiguous, parse_date
from seglam_lang.inputs.literals import ABSENT, WORDS, Literal, parse_literal, scalar_literal
from seglam_lang.inputs.model import Doubt, InputError
from seglam_lang.inputs.numbers import has_too_many_digits
from seglam_lang.inputs.python_values import from_python
from seglam_lang.language.builtins.time_text import to_datetime, to_duration, to_time
from seglam_lang.language.computing.numbers import DIGITS
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.python.misfits import Unfit, short_repr
from seglam_lang.language.python.scalars import TOO_MANY_DIGITS
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con, Constructor, Type, is_a, show

LONGEST = 60  # characters of a value in a message
IN_QUOTES = "inside a list or a record a text stands in quotes"
_FORMS: dict[Constructor | None, str] = {
    Constructor.NUMBER: "a number is written 12, 0.5 or 18%",
    Constructor.BOOL: "write true or false",
    Constructor.DATE: "a date is written 2024-01-31",
    Constructor.DATETIME: "a date with a time is written 2024-01-31T09:30",
    Constructor.TIME: "a time of day is written 09:30",
    Constructor.DURATION: "a duration is written PT1H30M or 1:30:00",
    Constructor.LIST: 'a list is written [1, 2] or ["a", "b"]',
    Constructor.MAP: 'a map is written ["a": 1, "b": 2]',
    Constructor.RECORD: 'a record is written {name: "Ann", age: 30}',
}
_SHAPES_OF = {  # what a literal of a shape may be read as
    Constructor.RECORD: (Constructor.RECORD, Constructor.MAP),
    WORDS: (),
    ABSENT: (),
}


class Written(NamedTuple):
    """The Python value that a text states, and a sentence for people about how it was read, or ""."""

    value: Any
    note: str = ""


def read_value(text: str) -> TypedValue:
    """Return the value of a text of which no type is known."""
    return read_setting(text, "the value")


def read_setting(text: str, name: str) -> TypedValue:
    """Return the value that is set under a name."""
    try:
        written = read_written(text)
    except Unfit as misfit:
        hint = f" ({misfit.hint})" if misfit.hint else ""
        raise InputError(misfit.code, f"{name}{place_in(misfit)}: {misfit.message}{hint}") from None
    if written.value is None:
        message = f"{name}: expected a value, got {text.strip()} (in quotes it is a text)"
        raise InputError("blank-input", message)
    value, kind, notes = from_python(written.value, name)
    return TypedValue(value, kind, (*notes, written.note) if written.note else notes)


def read_written(text: str, kind: Type | None = None) -> Written:
    """Return the Python value that a text is for a type, or most likely; raise `Unfit` where it is none of the type."""
    if is_a(kind, Constructor.OPTIONAL):
        return Written(None) if text.strip() in ("none", "null") else read_written(text, kind.args[0])
    if kind == TEXT or is_a(kind, Constructor.COLUMN):
        return Written(_unquoted(text))
    found = _read_scalar(text.strip(), kind)
    if found is not None:
        return found
    if not isinstance(kind, Con) or _is_any(kind):
        return _read_anything(text)
    try:
        literal = _literal(text.strip())
    except Unfit as misfit:
        hint = "; ".join(filter(None, [misfit.message, misfit.hint, _FORMS.get(kind.constructor, "")]))
        raise _unfit(kind, short_repr(text), hint) from None
    try:
        return Written(_value(literal, kind))
    except Unfit as misfit:
        if misfit.path or not misfit.message.startswith("expected "):
            raise
        raise _unfit(kind, short_repr(text), misfit.hint) from None


def place_in(misfit: Unfit) -> str:
    """Return where in a written value a misfit is: ", item 2, field name"."""
    return "".join(f", {step}" for step in misfit.path)


def is_literal(text: str) -> bool:
    """Return whether a text begins as a list, a record or a map does."""
    return text.lstrip()[:1] in ("[", "{")


def _read_scalar(text: str, kind: Type | None) -> Written | None:
    """Return a number or a date as people write them, where one may stand."""
    expected = show(kind) if kind is not None and not _is_any(kind) else "a value"
    if _is_any(kind) or kind == NUMBER:
        amount = without_currency(text)
        if has_too_many_digits(amount):
            hint = f"a Number has at most {DIGITS} digits; in quotes it is a text"
            raise Unfit(f"expected {expected}, got {short_repr(text)}", hint, TOO_MANY_DIGITS)
        found = scalar_literal(amount)
        if found.shape is Constructor.NUMBER:
            return Written(found.holds)
    if _is_any(kind) or kind == DATE:
        day = parse_date(text.removeprefix("@"))
        if day is not None:
            return Written(day, Doubt(describe_order(text, day)) if order_is_ambiguous(text) else "")
        if ISO.fullmatch(text):
            raise Unfit(f"expected {expected}, got {short_repr(text)}", "there is no such date")
    return _read_time(text.removeprefix("@"), kind)


def _read_time(text: str, kind: Type | None) -> Written | None:
    """Return a DateTime, Time or Duration: in ISO form where any value may stand, else as `to_datetime` and so on read.

    A date where a DateTime is expected is refused: the time of day is not known.
    """
    for wanted, parse, read in (
        (DATETIME, parse_datetime, lambda: to_datetime(text, None)),
        (TIME, parse_time, lambda: to_time(text, None)),
        (DURATION, parse_duration, lambda: to_duration(text)),
    ):
        found = parse(text) if _is_any(kind) else read() if kind == wanted else None
        if found is not None:
            return Written(found)
    return None


def _is_any(kind: Type | None) -> bool:
    """Return whether no type is expected, so that what is written decides."""
    return not isinstance(kind, Con) or kind.constructor is Constructor.PARAMETER


def _read_anything(text: str) -> Written:
    """Return what stands in brackets or quotes, true, false or none as such, and any other words as a text, with a note
    where they begin as a list or a record does."""
    try:
        found = _literal(text.strip())
    except Unfit as misfit:
        return _as_text(text, misfit.message)
    return _as_text(text, IN_QUOTES) if _has_words(found) else Written(_value(found, None))


def _as_text(text: str, why: str) -> Written:
    return Written(text, Doubt(f"{short_repr(text)} is read as a text: {why}") if is_literal(text) else "")


def _literal(text: str) -> Literal:
    return parse_literal(text) if text[:1] in ("[", "{", '"') else scalar_literal(text)


def _has_words(literal: Literal) -> bool:
    """Return whether words stand where a value would have to."""
    if literal.shape is WORDS:
        return True
    if literal.shape not in (Constructor.LIST, Constructor.RECORD, Constructor.MAP):
        return False
    parts = [part for each in literal.holds for part in (each if isinstance(each, tuple) else (each,))]
    return any(_has_words(part) for part in parts if isinstance(part, Literal))


def _unquoted(text: str) -> str:
    """Return a text as it is, or what is in its quotes."""
    try:
        found = parse_literal(text) if text.startswith('"') else None
    except Unfit:
        return text
    return found.holds if found is not None and found.shape is Constructor.TEXT else text


def _value(literal: Literal, kind: Type | None) -> Any:
    """Return the Python value of a literal that must be of a type; `Unfit.path` says where inside it the misfit is."""
    if is_a(kind, Constructor.OPTIONAL):
        return None if literal.shape is ABSENT else _value(literal, kind.args[0])
    shapes = _SHAPES_OF.get(literal.shape, (literal.shape,))
    if isinstance(kind, Con) and not _is_any(kind) and kind.constructor not in shapes:
        raise _unfit(kind, _shortened(literal), _mend(literal, kind))
    if literal.shape is Constructor.LIST:
        return [_part(each, kind, 0, f"item {place}") for place, each in enumerate(literal.holds, 1)]
    if literal.shape is Constructor.MAP:
        return _map(literal, kind)
    return _record(literal, kind) if literal.shape is Constructor.RECORD else literal.holds


def _part(literal: Literal, kind: Type | None, place: int, step: str) -> Any:
    """Return a part of a literal: of the argument at `place` of its type, if the type has any."""
    inner = kind.args[place] if isinstance(kind, Con) and kind.args else None
    try:
        return _value(literal, inner)
    except Unfit as misfit:
        raise misfit.inside(step) from None


def _map(literal: Literal, kind: Type | None) -> Any:
    """Return a dict, or a list of entries where the keys are no scalars."""
    keys = [_part(key, kind, 0, f"key {place}") for place, (key, _) in enumerate(literal.holds, 1)]
    items = [_part(each, kind, 1, f"the value of {_shortened(key)}") for key, each in literal.holds]
    if any(key is None or isinstance(key, list | dict) for key in keys):
        return [{"key": key, "value": item} for key, item in zip(keys, items, strict=True)]
    if len(set(keys)) < len(keys):
        raise Unfit(f"two keys of {_shortened(literal)} are the same")
    return dict(zip(keys, items, strict=True))


def _record(literal: Literal, kind: Type | None) -> dict[str, Any]:
    """Return a dict of the fields; where a Map is expected, of its keys, as JSON writes one."""
    names = [name for name, _ in literal.holds]
    if len(set(names)) < len(names):
        raise Unfit(f"two fields of {_shortened(literal)} have one name")
    if not is_a(kind, Constructor.RECORD):
        return {name: _part(each, kind, 1, f"the value of {short_repr(name)}") for name, each in literal.holds}
    for name in names:
        if name not in kind.labels:
            raise Unfit(f"there is no field `{name}`", did_you_mean(name, kind.labels) or f"expected {show(kind)}")
    for name, field in zip(kind.labels, kind.args, strict=True):
        if name not in names and not is_a(field, Constructor.OPTIONAL):
            raise Unfit(f"the field `{name}` is missing", f"expected {show(kind)}")
    return {name: _part(each, kind, kind.labels.index(name), f"field {name}") for name, each in literal.holds}


def _mend(literal: Literal, kind: Con) -> str:
    """Return how what was written is most likely meant."""
    if literal.shape is WORDS and kind == TEXT:
        return f'{IN_QUOTES}: "{literal.text}"'
    return _FORMS.get(kind.constructor, "")


def _unfit(kind: Con, got: str, hint: str) -> Unfit:
    return Unfit(f"expected {show(kind)}, got {got}", hint)


def _shortened(literal: Literal) -> str:
    return literal.text if len(literal.text) <= LONGEST else f"{literal.text[:LONGEST]}..."
