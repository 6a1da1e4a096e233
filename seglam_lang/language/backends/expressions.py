"""A function of a row in SQL, wherever SQL gives for every row what the function gives.

The expression is NULL in just the rows for which the function reads a blank cell. Numbers are DECIMALs: how many digits
each may have is counted from those of the columns, and what could have more than the language has exactly is not
translated; nor are a quotient, unless it is compared or rounded (`quotients`), and texts whose case is changed, as the
Unicode tables differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from seglam_lang.language.backends import quotients
from seglam_lang.language.backends.columns import (
    MOST_DIGITS,
    SqlColumn,
    alike,
    decimal,
    literal,
    product,
    summed,
    truth,
    with_sql,
)
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.relation import StoredTable
from seglam_lang.language.builtins.table import column_index, made_column
from seglam_lang.language.core import And, Call, Coalesce, Const, Core, If, Lambda, ListOf, Local, Or, preorder
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TEXT
from seglam_lang.language.values import Column, Value

# The parts of a date, with how many digits each may have. All of these are forms of `dialects`.
_PARTS = {
    "year": 4,
    "month": 2,
    "day": 2,
    "quarter": 1,
    "weekday_number": 1,
    "week_number": 2,
    "week_year": 4,
    "day_of_year": 3,
    "hour": 2,
    "minute": 2,
}
_NAMES = {"weekday": 9, "month_name": 9}  # with their longest
_DAYS = ("start_of_month", "start_of_quarter", "start_of_year", "end_of_month")
_COMPARED = {"less": "<", "at_most": "<=", "greater": ">", "at_least": ">="}
_SIGNS = {**_COMPARED, "equal": "=", "unequal": "<>"}
_TURNED = {**_SIGNS, "less": ">", "at_most": ">=", "greater": "<", "at_least": "<="}
_NONE = Const(0)  # decimals
_FOUND = {"text.contains@1": "contains", "text.starts_with@1": "starts_with", "text.ends_with@1": "ends_with"}


class Translator:
    """Translates a function of the rows of one table. `evaluate` computes what does not depend on the row."""

    def __init__(self, table: StoredTable, row: int, evaluate: Callable[[Core], Value]) -> None:
        self._table, self._row, self._evaluate = table, row, evaluate
        self._dialect = table.relation.database.dialect
        self._divides = False

    def checked(self, body: Core) -> SqlColumn:
        """Return what the body gives for a row. Where it may fail for one, all are computed at once: a later query may
        not need them, and the interpreter fails all the same. Raise NotPushed, or DatabaseError where it fails."""
        found = self.column(body)
        if self._divides:
            self._table.relation.only(f"max({found.sql})")
        return found

    def column(self, body: Core) -> SqlColumn:
        """Return what the body gives for a row. Raise NotPushed."""
        if not self._is_of_row(body):
            return self._literal(self._value(body))
        match body:
            case Call("row.cell@1", (Local(slot), column)) if slot == self._row:
                return self._cell(column)
            case Call(name, args):
                return self._call(name, args)
            case And(left, right):
                return truth(f"({self.condition(left)} AND {self.condition(right)})")
            case Or(left, right):
                return truth(f"({self.condition(left)} OR {self.condition(right)})")
            case If(test, yes, no):
                return self._if(test, yes, no)
            case Coalesce(left, right):
                one, other = alike(self._optional(left), self.column(right))
                return with_sql(one, f"coalesce({one.sql}, {other.sql})")
        raise NotPushed(f"{type(body).__name__} has no form in SQL")

    def field(self, body: Core) -> tuple[SqlColumn, bool]:
        """Return what a field of a record is, and whether it may be blank. Raise NotPushed."""
        return (self._optional(body), True) if _is_optional(body) else (self.column(body), False)

    def condition(self, body: Core) -> str:
        """Return a condition. Raise NotPushed."""
        found = self.column(body)
        if found.type != BOOL:
            raise NotPushed("it is no condition")
        return found.sql

    # --- leaves

    def _is_of_row(self, body: Core) -> bool:
        return any(isinstance(node, Local) and node.slot == self._row for node in preorder(body))

    def _value(self, body: Core) -> Value:
        if any(isinstance(node, Lambda) for node in preorder(body)):
            raise NotPushed("a function stands in it")
        try:
            return self._evaluate(body)
        except Failure:
            raise NotPushed("it fails for each row") from None

    def _literal(self, value: Value) -> SqlColumn:
        return literal(value, self._dialect)

    def _form(self, name: str, *parts: SqlColumn) -> str:
        return self._dialect.form(name, *(each.sql for each in parts))

    def _cell(self, column: Core) -> SqlColumn:
        return sql_column(self._table, self._value(column))

    def _optional(self, body: Core) -> SqlColumn:
        """Return a cell that may be blank without a failure."""
        match body:
            case Call("row.get@1", (Local(slot), column)) if slot == self._row:
                return self._cell(column)
            case Coalesce(left, right) if isinstance(right, Call) and right.builtin == "row.get@1":
                one, other = alike(self._optional(left), self._optional(right))
                return with_sql(one, f"coalesce({one.sql}, {other.sql})")
        raise NotPushed("an optional value that is no cell")

    # --- calls

    def _call(self, name: str, args: tuple[Core, ...]) -> SqlColumn:
        receiver, method = name.partition("@")[0].split(".")
        match receiver:
            case "any":
                return self._comparison(method, *args)
            case "bool":
                return truth(f"(NOT {self.condition(args[0])})")
            case "number" if method == "round":
                return self._rounded(*args)
            case "number":
                return self._number(method, [self.column(arg) for arg in args])
            case "text":
                return self._text(name, [self.column(arg) for arg in args])
            case "date" | "datetime":
                return self._moment(method, [self.column(arg) for arg in args])
            case "optional" if method == "has_value":
                return truth(f"({self._optional(args[0]).sql} IS NOT NULL)")
            case "row" if method == "is_blank":
                return truth(f"({self._cell(args[1]).sql} IS NULL)")
            case "list" if method == "contains":
                return self._among(*args)
        raise NotPushed(f"{name} has no form in SQL")

    def _comparison(self, method: str, left: Core, right: Core) -> SqlColumn:
        for side, against, signs in ((left, right, _SIGNS), (right, left, _TURNED)):
            if self._is_quotient(side) and method in signs and not _is_optional(against):
                dividend, divisor = map(self.column, side.args)
                self._divides = True
                return quotients.compared(dividend, divisor, signs[method], self.column(against), self._dialect)
        if method in _COMPARED:
            one, other = alike(self.column(left), self.column(right))
            return truth(f"({one.sql} {_COMPARED[method]} {other.sql})")
        if method not in ("equal", "unequal"):
            raise NotPushed(f"{method} has no form in SQL")
        sign = "=" if method == "equal" else "<>"
        if _is_optional(left) or _is_optional(right):
            sides = [self._optional(side) if _is_optional(side) else self.column(side) for side in (left, right)]
            if any(not _is_optional(side) and self._is_of_row(side) for side in (left, right)):
                raise NotPushed("a blank beside a cell that must not be one")
            one, other = alike(*sides)
            distinct = "IS NOT DISTINCT FROM" if method == "equal" else "IS DISTINCT FROM"
            return truth(f"({one.sql} {distinct} {other.sql})")
        one, other = alike(self.column(left), self.column(right))
        return truth(f"({one.sql} {sign} {other.sql})")

    def _among(self, items: Core, item: Core) -> SqlColumn:
        if self._is_of_row(items):
            raise NotPushed("a list of cells")
        given = self._value(items) if not isinstance(items, ListOf) else tuple(map(self._value, items.items))
        wanted = self.column(item)
        if not given:
            raise NotPushed("a list of nothing")
        sides = [alike(wanted, self._literal(each))[1].sql for each in given]
        widest = [alike(wanted, self._literal(each))[0].sql for each in given]
        if len(set(widest)) > 1 and wanted.type == NUMBER:
            return truth(f"({' OR '.join(f'{one} = {other}' for one, other in zip(widest, sides, strict=True))})")
        return truth(f"({widest[0]} IN ({', '.join(sides)}))")

    def _if(self, condition: Core, yes: Core, no: Core) -> SqlColumn:
        test = self.condition(condition)
        one, other = alike(self.column(yes), self.column(no))
        return with_sql(one, f"(CASE WHEN {test} THEN {one.sql} WHEN NOT {test} THEN {other.sql} END)")

    def _is_quotient(self, body: Core) -> TypeGuard[Call]:
        return isinstance(body, Call) and body.builtin == "number.divide@1" and self._is_of_row(body)

    def _rounded(self, number: Core, digits: Core = _NONE) -> SqlColumn:
        if self._is_of_row(digits):
            raise NotPushed("a number of decimals that a cell says")
        places = self._value(digits)
        if type(places) is not int or not 0 <= places <= MOST_DIGITS:
            raise NotPushed("it is rounded to no decimals")
        if self._is_quotient(number):
            dividend, divisor = map(self.column, number.args)
            self._divides = True
            return quotients.rounded(dividend, divisor, places, self._dialect)
        found = self.column(number)
        if places >= found.scale:
            return found
        room = found.digits - found.scale + places + 1
        return decimal(f"round({found.cast(found.digits + 1, found.scale).sql}, {places})", room, places)

    def _number(self, method: str, args: list[SqlColumn]) -> SqlColumn:
        match method, args:
            case (("add" | "subtract"), [one, other]):
                return summed("+" if method == "add" else "-", one, other)
            case "multiply", [one, other]:
                return product(one, other)
            case "negate", [one]:
                return decimal(f"(- {one.sql})", one.digits, one.scale)
            case "abs", [one]:
                return decimal(f"abs({one.sql})", one.digits, one.scale)
            case "is_between", [one, low, high]:
                (one_l, low), (one_h, high) = alike(one, low), alike(one, high)
                return truth(f"({low.sql} <= {one_l.sql} AND {one_h.sql} <= {high.sql})")
        raise NotPushed(f"{method} of a number has no form in SQL")

    def _text(self, name: str, args: list[SqlColumn]) -> SqlColumn:
        if name in _FOUND:
            return truth(self._form(_FOUND[name], *args))
        if name == "text.length@1":
            return decimal(f"length({args[0].sql})", len(str(args[0].longest)), 0)
        raise NotPushed(f"{name} has no form in SQL")

    def _moment(self, method: str, args: list[SqlColumn]) -> SqlColumn:
        one = args[0].sql
        if method in _PARTS and len(args) == 1:
            return decimal(self._form(method, *args), _PARTS[method], 0)
        if method in _NAMES and len(args) == 1:
            return SqlColumn(self._form(method, *args), TEXT, longest=_NAMES[method])
        if method in _DAYS and args[0].type == DATE:
            return SqlColumn(self._form(method, *args), DATE)
        match method, args:
            case "is_weekend", [_]:
                return truth(f"({self._form('weekday_number', *args)} >= 6)")
            case "date", [each] if each.type == DATETIME:
                return SqlColumn(f"CAST({one} AS DATE)", DATE)
            case "days_until", [each, other] if each.type == other.type == DATE:
                return decimal(self._form("days_until", *args), 7, 0)
            case "is_between", [each, low, high] if each.type == DATETIME:
                return truth(f"({low.sql} <= {one} AND {one} <= {high.sql})")
        raise NotPushed(f"{method} of a date has no form in SQL")


def sql_column(table: StoredTable, given: Column | str) -> SqlColumn:
    """Return the column of a table that an argument means. Raise NotPushed where there is none in the database."""
    return table.columns[place_of(table, given)]


def place_of(table: StoredTable, given: Column | str) -> int:
    """Return the place of the column of a table that an argument means. Raise NotPushed where there is none."""
    try:
        return column_index(table, column_of(table, given))
    except Failure:
        raise NotPushed("there is no such column") from None


def column_of(table: StoredTable, given: Column | str) -> Column:
    """Return the column of a table that an argument means, by its name if the procedure made it. Raise NotPushed."""
    try:
        column = made_column(table, given) if isinstance(given, str) else given
    except Failure:
        raise NotPushed("there is no such column") from None
    if column.cells is not None:
        raise NotPushed("a column that is computed otherwise")
    return column


def _is_optional(body: Core) -> bool:
    return isinstance(body, Call) and body.builtin == "row.get@1"
