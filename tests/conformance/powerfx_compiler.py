"""From trees of Power Fx to expressions of our language, with their types.

In a row's formula (`Filter(table, Price > 2)`) the columns are names in scope; in ours the row is a lambda's parameter
and the formula is `row.Price > 2`. A `Scope` tells which names mean what.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from tests.conformance import powerfx_columns, powerfx_formats, powerfx_forms, powerfx_patterns, powerfx_tables
from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import FUNCTIONS, REASONS, SPECIAL, simple
from tests.conformance.powerfx_types import (
    BLANK,
    BOOL,
    DATE,
    DATETIME,
    MOMENTS,
    NUMBER,
    TEXT,
    TIME,
    UNKNOWN,
    Kind,
    Term,
    Writer,
    common_of,
    label,
    optional,
    quoted,
    sure,
    table_of,
    written_out,
)

# Imported for what they mark as special.
_MARKED = (powerfx_columns, powerfx_formats, powerfx_forms, powerfx_patterns, powerfx_tables)

ENUMERATIONS = (
    "SortOrder",
    "DateTimeFormat",
    "TimeUnit",
    "StartOfWeek",
    "ErrorKind",
    "Match",
    "MatchOptions",
    "JSONFormat",
    "Color",
)
_FRACTION = re.compile(r"[0-9]+\.[0-9]+")
DECIMALS, MOST = 28, 2**96  # a number of Power Fx has so many decimals, all of its digits being a number below that
_WIDE = Context(prec=100)
MAX_EXPONENT = 40  # of a number that is written out, our literals having no exponents


@dataclass(frozen=True, slots=True)
class Frame:
    """A row in scope, or a record of names; with a name of its own its fields are no names."""

    row: Term
    name: str = ""


Scope = tuple[Frame, ...]


class Compiler(Writer):
    """Compiles one expression; `mixes` says that values of different types have the type of the first."""

    def __init__(self, *, mixes: bool = False) -> None:
        super().__init__()
        self.mixes = mixes

    def terms(self, nodes: tuple[fx.Node, ...], scope: Scope) -> list[Term]:
        """Each of these expressions."""
        return [self.term(node, scope) for node in nodes]

    def source(self, node: fx.Node, scope: Scope, wanted: Kind) -> str:
        """An expression as one of a type."""
        return self.coerce(self.term(node, scope), wanted).source

    def within(self, scope: Scope, row: Term, name: str = "") -> Scope:
        """The scope of a formula about a row."""
        return (*scope, Frame(row, name))

    def term(self, node: fx.Node, scope: Scope) -> Term:
        """An expression."""
        match node:
            case fx.Number():
                return _number(node.value)
            case fx.Text():
                return Term(quoted(node.value), TEXT)
            case fx.Bool():
                return Term("true" if node.value else "false", BOOL)
            case fx.Name():
                return self._name(node.name, scope)
            case fx.Field():
                return self._field_of(node, scope)
            case fx.Call():
                return self._call(node, scope)
            case fx.Unary():
                return self._unary(node, scope)
            case fx.Binary():
                return self._binary(node, scope)
            case fx.RecordOf():
                return self._record_of(node, scope)
            case fx.TableOf():
                return self.table([self._as_row(each) for each in self.terms(node.items, scope)])
            case fx.Interpolated():
                return self.joined(node.parts, scope)
            case fx.Named():
                raise NotTranslatable("As outside a table's function")

    # --- names and fields ---------------------------------------------------------------------------------------------

    def _name(self, name: str, scope: Scope) -> Term:
        for frame in reversed(scope):
            if name == (frame.name or "ThisRecord"):
                return frame.row
            if not frame.name and frame.row.kind.name == "Record" and name in frame.row.kind.labels:
                return self.field(frame.row, name)
        if name in ENUMERATIONS:
            raise NotTranslatable("enumerations as values")
        return Term(label(name), UNKNOWN)

    def _field_of(self, node: fx.Field, scope: Scope) -> Term:
        if isinstance(node.record, fx.Name) and node.record.name in ENUMERATIONS:
            raise NotTranslatable("enumerations as values")
        return self.field(self.term(node.record, scope), node.name)

    def field(self, record: Term, name: str) -> Term:
        """A field of a record; of a blank record every field is blank."""
        if record.kind.name != "Record":
            return Term(f"{record.source}.{label(name)}", UNKNOWN)
        certain = self.certain_record(record)
        return Term(f"{certain.source}.{label(name)}", certain.kind.labels.get(name, UNKNOWN))

    def only_column(self, row: Term) -> Term:
        """The cell of a row that has one."""
        if row.kind.name != "Record" or len(row.kind.fields) != 1:
            raise NotTranslatable("a function of a table with several columns")
        return self.field(row, row.kind.fields[0][0])

    # --- literals -----------------------------------------------------------------------------------------------------

    def _record_of(self, node: fx.RecordOf, scope: Scope) -> Term:
        if not node.fields:
            raise NotTranslatable("a record without fields")
        return written_out(tuple((name, self.term(each, scope)) for name, each in node.fields))

    def _as_row(self, term: Term) -> Term:
        return term if term.kind.name == "Record" else written_out((("Value", term),))

    def table(self, rows: list[Term]) -> Term:
        """A table of these rows, which get the columns of all."""
        if not rows:
            raise NotTranslatable("a table without rows or columns")
        row = common_of(term.kind for term in rows)
        if row.name not in ("Record", "Unknown"):
            raise NotTranslatable("a table of blanks")
        rows_as_text = ", ".join(self.coerce(term, row).source for term in rows)
        return Term(f"[{rows_as_text}]", table_of(row), filled=True)

    def joined(self, nodes: tuple[fx.Node, ...], scope: Scope) -> Term:
        """Texts one after the other."""
        sources = [self.source(node, scope, TEXT) for node in nodes if node != fx.Text("")] or ['""']
        return Term(f"({' + '.join(sources)})" if len(sources) > 1 else sources[0], TEXT)

    # --- operators ----------------------------------------------------------------------------------------------------

    def _unary(self, node: fx.Unary, scope: Scope) -> Term:
        if node.operator == "!":
            return Term(f"(not {self.source(node.operand, scope, BOOL)})", BOOL)
        operand = self.term(node.operand, scope)
        if node.operator == "%":
            return Term(f"({self.coerce(operand, NUMBER).source} / 100)", NUMBER)
        if sure(operand.kind) == DATE:
            serial = self.coerce(operand, NUMBER).source
            return self.coerce(Term(f"(-{serial})", NUMBER), DATE)
        return Term(f"(-{self.coerce(operand, NUMBER).source})", NUMBER, whole=operand.whole)

    def _binary(self, node: fx.Binary, scope: Scope) -> Term:
        operator = node.operator
        if operator in ("||", "&&"):
            ours = "or" if operator == "||" else "and"
            return Term(f"({self.source(node.left, scope, BOOL)} {ours} {self.source(node.right, scope, BOOL)})", BOOL)
        if operator == "&":
            return self.joined((node.left, node.right), scope)
        left, right = self.term(node.left, scope), self.term(node.right, scope)
        if operator in ("=", "<>"):
            same = self.equal(left, right)
            return Term(f"({same})" if operator == "=" else f"(not ({same}))", BOOL)
        if operator in ("<", ">", "<=", ">="):
            kind = sure(_compared_as(left.kind, right.kind))
            kind = NUMBER if kind == sure(BLANK) else kind
            return Term(f"({self.coerce(left, kind).source} {operator} {self.coerce(right, kind).source})", BOOL)
        if operator in ("in", "exactin"):
            return self._contained(left, right, exactly=operator == "exactin")
        if MOMENTS & {sure(left.kind), sure(right.kind)} and operator in ("+", "-"):
            return self._date_arithmetic(operator, left, right)
        sources = self.coerce(left, NUMBER).source, self.coerce(right, NUMBER).source
        if operator == "^":
            return Term(f"in_range({sources[0]}.power({sources[1]}))", NUMBER)
        return Term(f"({sources[0]} {operator} {sources[1]})", NUMBER)

    def equal(self, left: Term, right: Term) -> str:
        """Whether two values are the same; a blank is the same as a blank only."""
        kind = _compared_as(left.kind, right.kind)
        dated = MOMENTS & {sure(left.kind), sure(right.kind)} and sure(kind) in (NUMBER, DATETIME)
        if left.kind.name != right.kind.name and BLANK not in (left.kind, right.kind) and not dated:
            return f"{left.source} == {right.source}"
        return f"{self.coerce(left, kind).source} == {self.coerce(right, kind).source}"

    def _contained(self, left: Term, right: Term, *, exactly: bool) -> Term:
        if right.kind.name == "Table":
            row = self.fresh("row")
            cell = self.only_column(Term(row, right.kind.row))
            kind = common_of((cell.kind, left.kind))
            small = "" if exactly or sure(kind) != TEXT else ".lower()"
            kind = sure(kind) if small else kind
            cells = f"{right.source}.map({row} => {self.coerce(cell, kind).source}{small})"
            return Term(f"{cells}.contains({self.coerce(left, kind).source}{small})", BOOL)
        part, text = self.coerce(left, TEXT).source, self.coerce(right, TEXT).source
        return Term(f"{text}.contains({part})" if exactly else f"{text}.lower().contains({part}.lower())", BOOL)

    def _date_arithmetic(self, operator: str, left: Term, right: Term) -> Term:
        """A date or time and a number of days, or the days between two; else our checker says what it thinks of it."""
        if operator == "+" and sure(left.kind) == TIME and sure(right.kind) in MOMENTS:
            left, right = right, left
        dated = sure(left.kind) in MOMENTS, sure(right.kind) in MOMENTS
        if all(dated) and operator == "-" and sure(right.kind) != TIME:
            if sure(left.kind) == sure(right.kind) == DATE:
                days = f"{self.coerce(right, DATE).source}.days_until({self.coerce(left, DATE).source})"
                return Term(days, NUMBER)
            length = f"({self.coerce(left, DATETIME).source} - {self.coerce(right, DATETIME).source})"
            return Term(f"{length}.total_days()", NUMBER)
        if (all(dated) and sure(right.kind) != TIME) or (operator == "-" and dated == (False, True)):
            return Term(f"({left.source} {operator} {right.source})", UNKNOWN)
        moment, number = (left, right) if dated[0] else (right, left)
        fraction = _FRACTION.fullmatch(number.source) and not number.whole
        if sure(moment.kind) == DATE and fraction:
            raise NotTranslatable("a date that holds a time of day")
        if all(dated) or sure(moment.kind) != DATE:
            sign = "-" if operator == "-" else ""
            length = self._length(number)
            kind = sure(moment.kind) if sure(moment.kind) == TIME else DATETIME
            return Term(f"({self.coerce(moment, kind).source} + {sign}{length})", kind)
        days = self.coerce(number, NUMBER).source
        return Term(f"{self.coerce(moment, DATE).source}.add_days({f'-{days}' if operator == '-' else days})", DATE)

    def _length(self, term: Term) -> str:
        """A time of day, or a number of days, as a Duration."""
        if sure(term.kind) == TIME:
            return f"({self.coerce(term, TIME).source} - @00:00)"
        return f"{self.coerce(term, NUMBER).source}.days()"

    # --- calls and tables ---------------------------------------------------------------------------------------------

    def _call(self, node: fx.Call, scope: Scope) -> Term:
        if node.name in ("And", "Or") and node.arguments:
            ours = f" {node.name.lower()} "
            return Term(f"({ours.join(self.source(each, scope, BOOL) for each in node.arguments)})", BOOL)
        if node.name == "Not" and len(node.arguments) == 1:
            return self._unary(fx.Unary("!", node.arguments[0]), scope)
        if node.name in REASONS:
            raise NotTranslatable(REASONS[node.name])
        if node.name in SPECIAL:
            function, least, most = SPECIAL[node.name]
            if not least <= len(node.arguments) <= most:
                raise NotTranslatable("a wrong number of arguments")
            return function(self, node.arguments, scope)
        if node.name not in FUNCTIONS:
            raise NotTranslatable(f"the function {node.name}")
        for each in FUNCTIONS[node.name]:
            if len(each.takes) == len(node.arguments):
                return simple(self, each, self.terms(node.arguments, scope))
        raise NotTranslatable("a wrong number of arguments, or a locale")

    def rows(self, node: fx.Node, scope: Scope) -> tuple[Term, str]:
        """A table, and the name that its rows have if it gives them one."""
        name = node.name if isinstance(node, fx.Named) else ""
        table = self.term(node.table if isinstance(node, fx.Named) else node, scope)
        if table.kind == BLANK:
            raise NotTranslatable("a blank in place of a table")
        return table, name

    def each_row(self, table: Term, name: str, scope: Scope) -> tuple[str, Scope]:
        """The parameter of a lambda that takes a row of this table, and the scope of its body."""
        row = self.fresh("row")
        return row, self.within(scope, Term(row, table.kind.row), name)

    def mapped(self, table: str, row: str, made: Term, *, filled: bool) -> Term:
        """The table of what is made of each row of another; single values stand in the column Value."""
        made = self._as_row(made)
        return Term(f"{table}.map({row} => {made.source})", table_of(made.kind), filled=filled)

    def through(self, table: Term, change: Callable[[Term], Term]) -> Term:
        """`change` of a table; where a blank may stand for the table, it stands for the result then."""
        if not table.kind.optional:
            return change(table)
        kinds = []

        def body(name: str) -> str:
            made = change(Term(f"({name} ?? [])", sure(table.kind)))
            kinds.append(optional(made.kind))
            return f"(if {name}.has_value() then {self.coerce(made, kinds[0]).source} else none)"

        source = self.bind(table.source, body)
        return Term(source, kinds[0])


def _number(value: Decimal) -> Term:
    """A literal; ours have no exponent."""
    if abs(value.adjusted()) > MAX_EXPONENT:
        raise NotTranslatable("a number with a large exponent")
    source = f"{_kept(value):f}"
    return Term(source, NUMBER, whole=value == value.to_integral_value())


def _compared_as(left: Kind, right: Kind) -> Kind:
    """What both are coerced to: of a moment and a number, the number of days."""
    kinds = {sure(left), sure(right)}
    if NUMBER in kinds and MOMENTS & kinds:
        return optional(NUMBER) if left.optional or right.optional else NUMBER
    return common_of((left, right))


def _kept(value: Decimal) -> Decimal:
    """What a number of Power Fx keeps of the digits that are written."""
    for decimals in range(DECIMALS, -1, -1):
        digits = int(value.scaleb(decimals, _WIDE).to_integral_value(ROUND_HALF_EVEN))
        if abs(digits) < MOST:
            kept = Decimal(digits).scaleb(-decimals, _WIDE)
            return value if kept == value else kept
    return value
