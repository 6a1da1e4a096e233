"""Functions of Power Fx on tables. A table is a List of records here, its rows' formulas are lambdas.

Sorting: Power Fx puts blanks last, whatever the order, false before true, and compares texts as a dictionary does,
where capitals only count between words that are otherwise the same. Our order of texts is that of their characters, so
texts are sorted twice: what is equal in the second keeps the order of the first.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import MANY, enumerated, special
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
    common_of,
    optional,
    sure,
    table_of,
)

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

Nodes = tuple[fx.Node, ...]


def _certain(compiler: Compiler, node: fx.Node, scope: Scope) -> tuple[Term, str]:
    """A table that has no rows where a blank stands for it, and the name of its rows."""
    table, name = compiler.rows(node, scope)
    if table.kind.name not in ("Table", "Unknown"):
        return replace(table, kind=UNKNOWN), name
    if table.kind.name == "Table":
        table = compiler.coerce(table, sure(table.kind))
    return table, name


def _formula(compiler: Compiler, table: Term, name: str, node: fx.Node, scope: Scope) -> tuple[str, Term]:
    """The lambda's parameter, and the formula about it."""
    row, inner = compiler.each_row(table, name, scope)
    return row, compiler.term(node, inner)


def _asked(node: fx.Node, asked: slice) -> None:
    """NotTranslatable where an item that is not asked for divides by zero: there it is a value, here a Failure."""
    items = node.items if isinstance(node, fx.TableOf) else ()
    for each in set(range(len(items))) - set(range(len(items))[asked]):
        item = items[each]
        if isinstance(item, fx.Binary) and item.operator == "/" and item.right == fx.Number(Decimal(0)):
            raise NotTranslatable("an error in an item that nobody asks for")


# --- aggregates -------------------------------------------------------------------------------------------------------


def _values(compiler: Compiler, arguments: Nodes, scope: Scope, wanted: Kind | None = None) -> tuple[str, Kind, bool]:
    """The list of values of an aggregate, their type, and whether there is at least one, whatever is blank."""
    first = compiler.rows(arguments[0], scope)[0] if len(arguments) == 2 else None
    if first and first.kind.name == "Table":
        table, name = _certain(compiler, arguments[0], scope)
        row, value = _formula(compiler, table, name, arguments[1], scope)
        kind = replace(wanted or _ordered(value.kind), optional=_may_be_blank(value.kind))
        listed = f"{table.source}.map({row} => {compiler.coerce(value, kind).source})"
        filled = table.filled
    else:
        terms = compiler.terms(arguments, scope)
        kind = wanted or _ordered(terms[0].kind if compiler.mixes else _comparable(terms))
        if kind == TIME and {sure(each.kind) for each in terms} & (MOMENTS - {TIME}):
            raise NotTranslatable("a time of day among dates")
        kind = replace(kind, optional=any(_may_be_blank(each.kind) for each in terms))
        listed = f"[{', '.join(compiler.coerce(each, kind).source for each in terms)}]"
        filled = True
    if kind.optional:
        return f"present({listed})", sure(kind), False
    return listed, kind, filled


def _comparable(terms: list[Term]) -> Kind:
    """What values of one type, of dates with and without times, or of several types are compared as."""
    kinds = {sure(each.kind) for each in terms if each.kind != BLANK}
    if len(kinds) == 1:
        return kinds.pop()
    return DATETIME if kinds == {DATE, DATETIME} else NUMBER


def _may_be_blank(kind: Kind) -> bool:
    """Whether a value that is aggregated may be left out: an empty text is a blank number."""
    return kind.optional or kind == TEXT


def _ordered(kind: Kind) -> Kind:
    return sure(kind) if sure(kind) in MOMENTS else NUMBER


@special("Sum", most=MANY)
def _sum(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """A blank if there is nothing to sum."""
    listed, _, filled = _values(compiler, arguments, scope, NUMBER)
    return Term(f"{listed}.sum()", NUMBER) if filled else Term(f"sum_of_some({listed})", optional(NUMBER))


@special("Min", most=MANY)
def _minimum(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    listed, kind, filled = _values(compiler, arguments, scope)
    return Term(f"{listed}.minimum()", kind) if filled else Term(f"minimum_of_some({listed})", optional(kind))


@special("Max", most=MANY)
def _maximum(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    listed, kind, filled = _values(compiler, arguments, scope)
    return Term(f"{listed}.maximum()", kind) if filled else Term(f"maximum_of_some({listed})", optional(kind))


def _statistic(compiler: Compiler, arguments: Nodes, scope: Scope, method: str) -> Term:
    """A statistic of at least one value; of a blank in place of a table it is a blank."""
    made = Term(f"{_values(compiler, arguments, scope, NUMBER)[0]}.{method}()", NUMBER)
    table = compiler.rows(arguments[0], scope)[0] if len(arguments) == 2 else made
    if table.kind.name != "Table" or not table.kind.optional:
        return made
    return Term(f"(if {table.source}.has_value() then perhaps({made.source}) else none)", optional(NUMBER))


@special("Average", most=MANY)
def _average(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    return _statistic(compiler, arguments, scope, "average")


@special("VarP", most=MANY)
def _variance(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    return _statistic(compiler, arguments, scope, "population_variance")


@special("StdevP", most=MANY)
def _deviation(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    return _statistic(compiler, arguments, scope, "population_standard_deviation")


# --- counting ---------------------------------------------------------------------------------------------------------


@special("CountRows")
def _count_rows(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    _asked(arguments[0], slice(0))
    return Term(f"{_certain(compiler, arguments[0], scope)[0].source}.count()", NUMBER)


@special("IsEmpty")
def _is_empty(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    _asked(arguments[0], slice(0))
    return Term(f"({_certain(compiler, arguments[0], scope)[0].source}.count() == 0)", BOOL)


@special("Count", "CountA")
def _count(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """The cells of the only column that are not blank."""
    table, _ = _certain(compiler, arguments[0], scope)
    row, _ = compiler.each_row(table, "", scope)
    cell = compiler.only_column(Term(row, table.kind.row))
    cells = f"{table.source}.map({row} => {compiler.coerce(cell, optional(cell.kind)).source})"
    return Term(f"present({cells}).count()", NUMBER)


def _filtered(compiler: Compiler, table: Term, name: str, nodes: Nodes, scope: Scope) -> Term:
    row, inner = compiler.each_row(table, name, scope)
    tests = " and ".join(compiler.source(each, inner, BOOL) for each in nodes)
    return Term(f"{table.source}.filter({row} => {tests})", table.kind)


@special("CountIf", least=2, most=MANY)
def _count_if(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    table, name = _certain(compiler, arguments[0], scope)
    return Term(f"{_filtered(compiler, table, name, arguments[1:], scope).source}.count()", NUMBER)


# --- tables of tables -------------------------------------------------------------------------------------------------


@special("Table", most=MANY)
def _table(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """The rows of records and tables, one after the other."""
    terms = compiler.terms(arguments, scope)
    if all(each.kind.name != "Table" for each in terms):
        return compiler.table(terms)
    whole = table_of(common_of(each.kind.row if each.kind.name == "Table" else each.kind for each in terms))
    parts = [
        each if each.kind.name == "Table" else compiler.table([each]) if each.kind != BLANK else each for each in terms
    ]
    sources = ["[none]" if each.kind == BLANK else compiler.coerce(each, whole).source for each in parts]
    source = sources[0] + "".join(f".concat({each})" for each in sources[1:])
    return Term(source, whole, filled=any(each.filled for each in parts))


@special("Filter", least=2, most=MANY)
def _filter(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    table, name = compiler.rows(arguments[0], scope)
    return compiler.through(table, lambda each: _filtered(compiler, each, name, arguments[1:], scope))


@special("LookUp", least=2, most=3)
def _look_up(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """The first row, or a formula of it, that meets a condition."""
    table, name = _certain(compiler, arguments[0], scope)
    found = _filtered(compiler, table, name, arguments[1:2], scope)
    if len(arguments) > 2:
        row, value = _formula(compiler, table, name, arguments[2], scope)
        found = Term(f"{found.source}.map({row} => {value.source})", table_of(value.kind))
    return _end(compiler, found, "first")


@special("ForAll", least=2, most=2)
def _for_all(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    table, name = compiler.rows(arguments[0], scope)

    def change(each: Term) -> Term:
        row, value = _formula(compiler, each, name, arguments[1], scope)
        return compiler.mapped(each.source, row, value, filled=each.filled)

    return compiler.through(table, change)


@special("Distinct", least=2, most=2)
def _distinct(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    made = _for_all(compiler, arguments, scope)
    return compiler.through(made, lambda each: replace(each, source=f"{each.source}.distinct()"))


@special("Concat", least=2, most=3)
def _concat(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """A text of each row, with a separator between them, which is no formula about a row."""
    table, name = compiler.rows(arguments[0], scope)
    separator = compiler.source(arguments[2], scope, TEXT) if len(arguments) > 2 else '""'

    def change(each: Term) -> Term:
        row, value = _formula(compiler, each, name, arguments[1], scope)
        return Term(f"{each.source}.map({row} => {compiler.coerce(value, TEXT).source}).join({separator})", TEXT)

    return compiler.through(table, change)


@special("Sequence", most=3)
def _sequence(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    count, *rest = (compiler.term(each, scope) for each in arguments)
    start, step = [compiler.coerce(each, NUMBER).source for each in rest] + ["1", "1"][len(rest) :]
    number = compiler.fresh("number")
    last = compiler.coerce(count, NUMBER).source
    made = Term(f"{start} + ({number} - 1) * {step}", NUMBER)
    last = last if count.whole else f"{last}.truncate()"
    return compiler.mapped(f"(1 to {last})", number, made, filled=False)


# --- parts of tables --------------------------------------------------------------------------------------------------


def _end(compiler: Compiler, table: Term, which: str) -> Term:
    """The first or last row of a table, a blank if it has none."""
    if table.kind.name != "Table" or table.filled:
        return Term(f"{table.source}.{which}()", table.kind.row if table.kind.name == "Table" else UNKNOWN)
    row = optional(table.kind.row)
    rows = compiler.coerce(table, table_of(row)).source
    padded = f"{rows}.concat([none])" if which == "first" else f"[none].concat({rows})"
    return Term(f"{padded}.{which}()", row)


@special("First")
def _first(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    _asked(arguments[0], slice(1))
    return _end(compiler, _certain(compiler, arguments[0], scope)[0], "first")


@special("Last")
def _last(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    _asked(arguments[0], slice(-1, None))
    return _end(compiler, _certain(compiler, arguments[0], scope)[0], "last")


@special("Index", least=2, most=2)
def _index(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    table, _ = _certain(compiler, arguments[0], scope)
    position = compiler.source(arguments[1], scope, NUMBER)
    return Term(f"{table.source}.at({position})", table.kind.row if table.kind.name == "Table" else UNKNOWN)


def _some_rows(compiler: Compiler, arguments: Nodes, scope: Scope, procedure: str) -> Term:
    table, _ = compiler.rows(arguments[0], scope)
    number = "".join(f", {compiler.source(each, scope, NUMBER)}" for each in arguments[1:])
    return compiler.through(table, lambda each: Term(f"{procedure}({each.source}{number})", each.kind))


@special("FirstN", most=2)
def _first_rows(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    return _some_rows(compiler, arguments, scope, "first_rows")


@special("LastN", most=2)
def _last_rows(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    return _some_rows(compiler, arguments, scope, "last_rows")


# --- order ------------------------------------------------------------------------------------------------------------


def _sorted(compiler: Compiler, table: Term, row: str, key: Term, *, descending: bool) -> Term:
    """The rows by a key, those without one last."""
    method = "sort_by_descending" if descending else "sort_by"
    key = compiler.coerce(key, optional(NUMBER)) if key.kind == BLANK else key
    kind = sure(key.kind)
    if kind not in (NUMBER, TEXT, BOOL, *MOMENTS):
        raise NotTranslatable("sorting by what has no order")
    known = compiler.coerce(key, kind).source
    keys = {TEXT: [f"capitals_last({known})", f"{known}.lower()"], BOOL: [f"(if {known} then 1 else 0)"]}
    steps = "".join(f".{method}({row} => {each})" for each in keys.get(kind, [known]))
    if not key.kind.optional:
        return replace(table, source=f"{table.source}{steps}")

    def body(name: str) -> str:
        having = f"{name}.filter({row} => {key.source}.has_value()){steps}"
        return f"{having}.concat({name}.filter({row} => not {key.source}.has_value()))"

    return replace(table, source=compiler.bind(table.source, body))


def _descending(arguments: Nodes, place: int) -> bool:
    return enumerated(arguments, place, "SortOrder", "Ascending") == "Descending"


@special("Sort", least=2, most=3)
def _sort(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    table, name = compiler.rows(arguments[0], scope)

    def change(each: Term) -> Term:
        row, key = _formula(compiler, each, name, arguments[1], scope)
        return _sorted(compiler, each, row, key, descending=_descending(arguments, 2))

    return compiler.through(table, change)


@special("SortByColumns", least=2, most=MANY)
def _sort_by_columns(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    """Sorting keeps the order of what is equal: the last column is sorted by first, and none a second time."""
    table, _ = compiler.rows(arguments[0], scope)
    columns = [column_name(each, table) for each in arguments[1::2]]
    steps: dict[str, bool] = {}
    for place, column in enumerate(columns):
        steps.setdefault(column, _descending(arguments, 2 * place + 2))

    def change(each: Term) -> Term:
        for column, descending in reversed(steps.items()):
            row = compiler.fresh("row")
            key = compiler.field(Term(row, each.kind.row), column)
            each = _sorted(compiler, each, row, key, descending=descending)
        return each

    return compiler.through(table, change)


def column_name(node: fx.Node, table: Term | None = None) -> str:
    """The column that is named: by a text, or by a name where `table` has it."""
    if isinstance(node, fx.Text):
        return node.value
    if isinstance(node, fx.Name) and (table is None or node.name in table.kind.row.labels):
        return node.name
    raise NotTranslatable("a column chosen when the formula runs")
