"""Which kinds of literals a slot of an `ask` phrase takes, by its parameters' types and by what is written behind `:`.

    {n}  {n:percent}  {n:money}  {n:money in EUR}  {n:quantity in km}  {n:age}  {n:age in months}  {n:ordinal}
    {day}  {at}  {length}                    a date, time, timestamp or duration, by the type of the parameter
    {value:amounts}                          a column of numbers that are no percentages
    {first, last:period}  {low, high:range}  {low, high:range of percent}  {low, high:range of quantity in km}
    {n, unit:quantity}  {n, unit:age}  {n, currency:money}      in any unit, which is a parameter too

Without a kind, a slot for a Number is of the kinds in which the examples write it: `15%` is a percentage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from seglam_lang.inputs.currencies import CODES
from seglam_lang.language.builtins.units import UNITS, unit_of
from seglam_lang.language.checking.signature import is_column, is_table
from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.language.types import NUMBER, TEXT, Con, Constructor, Var, column_of, show
from seglam_lang.requests import kinds
from seglam_lang.requests.durations import CALENDAR_UNITS
from seglam_lang.requests.kinds import Family, Kind
from seglam_lang.requests.parts import ENDS, PARTS_OF

CELL_OF = "cell of "
OF_AMOUNTS = "amounts"  # behind a column of numbers
_ORDERED = {
    Constructor.NUMBER: kinds.NUMBER,
    Constructor.DATE: kinds.DATE,
    Constructor.TIME: kinds.TIME,
    Constructor.DATETIME: kinds.DATETIME,
    Constructor.DURATION: kinds.DURATION,
}
_BY_TYPE = _ORDERED | {Constructor.BOOL: kinds.CELL, Constructor.COLUMN: kinds.COLUMN}
_NUMBERS = (Family.NUMBER, Family.PERCENT, Family.MONEY, Family.ORDINAL, Family.QUANTITY, Family.AGE)
_WRITTEN = {
    Constructor.NUMBER: (*_NUMBERS, Family.FIELD),
    Constructor.TEXT: (Family.TEXT, Family.CELL, Family.UNIT, Family.FIELD),
    Constructor.BOOL: (Family.CELL, Family.FIELD),
    Constructor.LIST: (Family.LIST, Family.FIELD),
    Constructor.DATE: (Family.DATE, Family.FIELD),
    Constructor.TIME: (Family.TIME, Family.FIELD),
    Constructor.DATETIME: (Family.DATETIME, Family.FIELD),
    Constructor.DURATION: (Family.DURATION, Family.FIELD),
}
_PERIOD_OR_RANGE = {  # what two parameters of this type are the ends of
    each: kinds.PERIOD if each is Constructor.DATE else kinds.range_of(kind) for each, kind in _ORDERED.items()
}
_AGE_UNITS = ("day", "week", "month", "year")
_OF_ANY_UNIT = {
    "quantity": tuple(map(kinds.quantity, sorted({unit.name for unit in UNITS} | set(CALENDAR_UNITS.values())))),
    "age": tuple(map(kinds.age, _AGE_UNITS)),
    "money": (Kind(Family.MONEY),),  # `asks` makes one of each currency of it
}
_HINT = "write {first, last:period}, {low, high:range} or {number, unit:quantity}"


class UnfitSlot(Exception):
    """A slot cannot be what is written: why, and how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class SlotKinds(NamedTuple):
    """What is known of the parameters that slots name: their types, whether one is a table, and the kinds in which the
    examples write numbers for them.
    """

    params: Mapping[str, Con | Var]
    has_tables: bool
    in_examples: Mapping[str, tuple[Kind, ...]]

    def of(self, names: Sequence[str], written: str) -> tuple[Kind, ...]:
        """Return the kinds of the literals that fit a slot: the `names` of its parameters, and what is `written` behind
        the colon. Raise UnfitSlot where there is none.
        """
        unknown = next((name for name in names if name not in self.params), None)
        if unknown is not None:
            raise UnfitSlot(f"`{unknown}` is no parameter of this procedure", f"it has {', '.join(self.params)}")
        if len(names) > 1:
            return self._pair(names, written)
        (name,) = names
        if is_table(self.params[name]):
            raise UnfitSlot(f"`{name}` is a table, which no word of a request can be", "leave it out of the phrase")
        if written.startswith(CELL_OF):
            return self._cell(self.params[name], written.removeprefix(CELL_OF).strip())
        if written == OF_AMOUNTS and self.params[name] == column_of(NUMBER):
            return (kinds.COLUMN,)
        return (self._written(name, written),) if written else self._by_type(name)

    def _cell(self, kind: Con | Var, column: str) -> tuple[Kind, ...]:
        if column not in self.params or not is_column(self.params[column]):
            raise UnfitSlot(f"`{column}` is no column of this procedure")
        if isinstance(kind, Var):
            return kinds.CELL, *_ORDERED.values()
        return (_ORDERED.get(kind.constructor, kinds.CELL),)

    def _by_type(self, name: str) -> tuple[Kind, ...]:
        kind = self.params[name]
        cells = (kinds.CELL,) if self.has_tables else ()
        if isinstance(kind, Var):
            return *_ORDERED.values(), kinds.TEXT, *cells
        if kind == TEXT:
            return kinds.TEXT, *cells
        if kind.constructor is Constructor.LIST:
            texts = (kinds.LIST_OF_TEXTS, kinds.LIST_OF_CELLS) if self.has_tables else (kinds.LIST_OF_TEXTS,)
            if isinstance(kind.args[0], Var):
                return kinds.LIST, *texts
            return texts if kind.args == (TEXT,) else (kinds.LIST,)
        if kind.constructor not in _BY_TYPE:
            raise UnfitSlot(f"`{name}` is a {show(kind)}, which no word of a request can be")
        return self.in_examples.get(name) or (_BY_TYPE[kind.constructor],)

    def _written(self, name: str, written: str) -> Kind:
        kind = self.params[name]
        allowed = sum(_WRITTEN.values(), ()) if isinstance(kind, Var) else _WRITTEN.get(kind.constructor, ())
        chosen = _kind(written)
        if chosen is None or chosen.family not in allowed:
            hint = _unit_hint(written) or did_you_mean(written, [each.value for each in allowed])
            raise UnfitSlot(f"`{name}` is a {show(kind)}, which cannot be written as {written}", hint)
        if chosen == Kind(Family.QUANTITY):
            hint = f"write {{{name}:quantity in km}} for one unit, {{{name}, unit:quantity}} for any"
            raise UnfitSlot(f"`{name}` would be a number of a unit that is not known", hint)
        return chosen

    def _pair(self, names: Sequence[str], written: str) -> tuple[Kind, ...]:
        """Return what a slot is whose two parts are parameters: a period, a range, or a number with its unit."""
        types = [self.params[name] for name in names]
        possible = _pairs(written) if len(names) == 2 else {}
        if not possible:
            hint = _unit_hint(written) or _HINT
            raise UnfitSlot(f"`{', '.join(names)}` are no two ends, and no number with its unit", hint)
        fitting = tuple([kind for kind, parts in possible.items() if all(map(_fits, types, parts))])
        if not fitting:
            shown = " and ".join(show(each) for each in types)
            what = "parts" if written in _OF_ANY_UNIT else "ends"
            raise UnfitSlot(f"`{', '.join(names)}` are {shown}, which are the {what} of no {written or 'period'}")
        return fitting


def part_names(written: str) -> tuple[str, str]:
    """Return the parts of a value that two parameters stand for, by what is written behind them."""
    return next((parts for family, parts in PARTS_OF.items() if family.value == written), ENDS)


def _pairs(written: str) -> dict[Kind, tuple[Constructor, Constructor]]:
    """Return the kinds of which two parameters may be the parts, with the types of these."""
    if written in _OF_ANY_UNIT:
        return dict.fromkeys(_OF_ANY_UNIT[written], (Constructor.NUMBER, Constructor.TEXT))
    ends = {kind: (of, of) for of, kind in _PERIOD_OR_RANGE.items()}
    if written.startswith("range of "):
        bound = _kind(written.removeprefix("range of "))
        of = next((of for of, kind in _ORDERED.items() if bound == kind), Constructor.NUMBER)
        is_usable = bound and (bound in _ORDERED.values() or bound.detail or bound.family in _NUMBERS[1:2])
        return {kinds.range_of(bound): (of, of)} if bound and is_usable and bound != kinds.DATE else {}
    return {kind: parts for kind, parts in ends.items() if written in ("", kind.family.value)}


def _kind(written: str) -> Kind | None:
    """Return the kind that is written "percent", "money", "money in EUR", "quantity in km", "age in months"."""
    if written == kinds.FORMULA.detail:
        return kinds.FORMULA
    name, _, unit = written.partition(" in ")
    family = next((each for each in Family if each.value == name), None)
    if family is Family.AGE:
        word = CALENDAR_UNITS.get(unit) or getattr(unit_of(unit), "name", "") if unit else "year"
        return kinds.age(word) if word in _AGE_UNITS else None
    if family is None or not unit:
        return None if family is None else Kind(family)
    if family is Family.MONEY:
        return kinds.money(unit.upper()) if unit.upper() in CODES else None
    if family is Family.QUANTITY:
        found = unit_of(unit)
        word = found.name if found else CALENDAR_UNITS.get(unit, "")
        return kinds.quantity(word) if word else None
    return None


def _unit_hint(written: str) -> str:
    """Return what is wrong with the unit or currency of a written kind, if anything is."""
    name, _, unit = written.removeprefix("range of ").partition(" in ")
    if not unit or _kind(f"{name} in {unit}") is not None:
        return ""
    known = {"money": "currency code, as USD", "quantity": "unit, as km", "age": "unit of an age, as months"}
    return f"{unit} is no {known[name]}" if name in known else ""


def _fits(kind: Con | Var, constructor: Constructor) -> bool:
    return isinstance(kind, Var) or kind.constructor is constructor
