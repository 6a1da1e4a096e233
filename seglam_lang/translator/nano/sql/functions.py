"""Literals and functions of SQL, which need to know nothing of the query around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlglot import exp

from seglam_lang.language.computing.numbers import parse_number, show_number
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import DATE, DATETIME, NUMBER, TEXT, Con
from seglam_lang.translator.nano.sql.building import call
from seglam_lang.translator.nano.sql.reading import Sql, Unconvertible

Kind = Callable[[Sql], Con | None]

CONDITIONS = (exp.Predicate, exp.And, exp.Or, exp.Not, exp.Contains, exp.StartsWith, exp.EndsWith)
TEXT_FUNCTIONS = (exp.Dayname, exp.Monthname, exp.Lower, exp.Upper, exp.Trim, exp.TimeToStr)
_METHODS = {
    exp.Abs: "abs",
    exp.Ceil: "round_up",
    exp.Contains: "contains",
    exp.DayOfWeekIso: "weekday_number",
    exp.Dayname: "weekday",
    exp.EndsWith: "ends_with",
    exp.Floor: "round_down",
    exp.Length: "length",
    exp.Lower: "lower",
    exp.Mod: "mod",
    exp.Month: "month",
    exp.Monthname: "month_name",
    exp.Quarter: "quarter",
    exp.StartsWith: "starts_with",
    exp.Trim: "trim",
    exp.Upper: "upper",
    exp.Year: "year",
}
_OF_TIME = (exp.Dayname, exp.DayOfWeekIso, exp.Month, exp.Monthname, exp.Quarter, exp.Year)
_PATTERNS = {
    "%Y-%m": "yyyy-MM",
    "%m.%Y": "MM.yyyy",
    "%m/%Y": "MM/yyyy",
    "%Y-%m-%d": "yyyy-MM-dd",
    "%d.%m.%Y": "dd.MM.yyyy",
}
_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ConvertPart(Protocol):
    """Converts a part of an expression; a literal is one of the type `kind`."""

    def __call__(self, each: Sql, kind: Con | None = None) -> nodes.Expression: ...


def function_of(expression: Sql, kind: Kind, part: ConvertPart) -> nodes.Expression:
    """Return a call of a function, a negation, a CASE. Raise Unconvertible."""
    match expression:
        case exp.Neg():
            return nodes.Unary("-", part(expression.this, NUMBER))
        case exp.Cast(this=exp.Literal() as written) if expression.to.this == exp.DataType.Type.DATE:
            return literal(written, DATE)
        case exp.Cast(this=exp.TimeToStr() as year):
            return part(year)
        case exp.TimeToStr():
            return _formatted(expression, kind, part)
        case exp.Round():
            places = expression.args.get("decimals")
            return call(part(expression.this, NUMBER), "round", *([part(places)] if places else []))
        case exp.Coalesce(this=exp.Column(), expressions=[other]):
            cell = part(expression.this)
            if not isinstance(cell, nodes.Index):
                raise Unconvertible("COALESCE of a group")
            return nodes.Binary("??", call(cell.row, "get", cell.column), part(other, kind(expression.this)))
        case exp.Case(this=None, args={"ifs": [one], "default": other}) if other is not None:
            of = kind(one.args["true"]) or kind(other)
            return nodes.IfElse(part(one.this), part(one.args["true"], of), part(other, of))
    if type(expression) not in _METHODS:
        raise Unconvertible(f"an expression {type(expression).__name__.upper()}")
    others = [part(expression.expression)] if expression.args.get("expression") is not None else []
    receiver = _day(expression.this, kind, part) if isinstance(expression, _OF_TIME) else part(expression.this)
    return call(receiver, _METHODS[type(expression)], *others)


def days_between(expression: Sql, kind: Kind) -> tuple[Sql, Sql] | None:
    """Return the first and the last day whose distance in days an expression is, None where it is something else."""
    if isinstance(expression, exp.DateDiff):
        if expression.args["unit"].name.upper() != "DAY":
            raise Unconvertible("a distance of dates in other units than days")
        return _inside(expression.expression), _inside(expression.this)
    is_difference = isinstance(expression, exp.Sub) and kind(expression.left) == kind(expression.right) == DATE
    return (expression.right, expression.left) if is_difference else None


def _inside(expression: Sql) -> Sql:
    """Return what stands in the conversions that sqlglot puts around dates."""
    while isinstance(expression, exp.TsOrDsToTimestamp | exp.TsOrDsToDate):
        expression = expression.this
    return expression


def _day(expression: Sql, kind: Kind, part: ConvertPart) -> nodes.Expression:
    """Return a date or a moment. Raise Unconvertible where it is a text, as it may be in SQLite."""
    inside = _inside(expression)
    if kind(inside) not in (DATE, DATETIME):
        raise Unconvertible("a part of a date that is a text")
    return part(inside)


def _formatted(expression: Sql, kind: Kind, part: ConvertPart) -> nodes.Expression:
    """Return `strftime(format, day)` as the year, or as a text."""
    pattern = expression.args["format"].name
    day = _day(expression.this, kind, part)
    if pattern == "%Y":
        return call(day, "year")
    if pattern not in _PATTERNS:
        raise Unconvertible("a format of dates")
    return call(day, "format", nodes.Text(_PATTERNS[pattern]))


def name_of_day_or_month(expression: Sql, kind: Kind, part: ConvertPart) -> nodes.Expression:
    """Convert `CASE strftime('%w', day) WHEN '0' THEN 'Sun' ...`. Raise Unconvertible for another CASE."""
    names = [each.args["true"].name for each in expression.args["ifs"]]
    if other := expression.args.get("default"):
        names.append(other.name)
    shape = {("%w", _WEEKDAYS): "EEE", ("%m", _MONTHS): "MMM"}
    of = expression.this
    asked = of.args["format"].name if isinstance(of, exp.TimeToStr) else ""
    if (asked, tuple(names)) not in shape:
        raise Unconvertible("CASE with a value")
    return call(_day(of.this, kind, part), "format", nodes.Text(shape[asked, tuple(names)]))


def literal(expression: Sql, like: Con | None) -> nodes.Expression:
    """Return a literal of SQL as one of the type `like`, or of its own. Raise Unconvertible."""
    negative = isinstance(expression, exp.Neg)
    written = expression.this if negative else expression
    text = written.this
    kind = like or (TEXT if written.is_string else NUMBER)
    if kind == NUMBER:
        found = parse_number(text)
        if found is None:
            raise Unconvertible("a comparison of a number with a text")
        shown = nodes.Number(show_number(-found if found < 0 else found))
        return nodes.Unary("-", shown) if negative != (found < 0) else shown
    if kind == TEXT:
        return nodes.Text(f"-{text}" if negative else text)
    if kind in (DATE, DATETIME):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise Unconvertible("a comparison of a date with another text") from None
        return nodes.Date(moment.date()) if kind == DATE else nodes.DateTime(moment)
    raise Unconvertible(f"a literal compared with a {kind.name}")
