"""Shorter forms of single steps over a table. Each is equal for all inputs but where its docstring says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Constructor
from seglam_lang.translator.nano.rewriting.building import GROUP, bottom_up, call

EXTREMES = {"sort_by": "minimum", "bottom": "minimum", "sort_by_descending": "maximum", "top": "maximum"}
SKIPPING = frozenset({"total", "average", "minimum", "maximum", "values", "median", "mode", "distinct", "group_by"})


def simplified(node: nodes.Body, is_table: Callable[[nodes.Expression], bool]) -> nodes.Body:
    """Return a program with every step in its shorter form; `is_table` knows the tables among its expressions."""

    def step(each: nodes.Node) -> nodes.Node | None:
        found = (rule(each) for rule in RULES)
        changed = next((other for other in found if other is not None), None)
        if changed is None and isinstance(each, nodes.Call) and is_table(each):
            return first_of_sorted(each)
        return changed

    return bottom_up(node, step)


def is_blank(node: nodes.Node) -> nodes.Node | None:
    """`row.get(c).has_value()` is `not row.is_blank(c)`."""
    match node:
        case nodes.Call(nodes.Call(row, "get", (column,)), "has_value", ()):
            return nodes.Unary("not", call(row, "is_blank", column))
    return None


def twice_not(node: nodes.Node) -> nodes.Node | None:
    """`not not x` is `x`."""
    match node:
        case nodes.Unary("not", nodes.Unary("not", operand)):
            return operand
    return None


def without_blanks(node: nodes.Node) -> nodes.Node | None:
    """`where(row => not row.is_blank(c))` is `drop_blanks(c)`."""
    match node:
        case nodes.Call(
            table,
            "where",
            (nodes.Lambda((row,), nodes.Unary("not", nodes.Call(nodes.Name(name), "is_blank", (column,)))),),
        ) if name == row:
            return call(table, "drop_blanks", column)
    return None


def skipped_anyway(node: nodes.Node) -> nodes.Node | None:
    """`drop_blanks(c)` says nothing before what leaves out blanks of `c` itself."""
    match node:
        case nodes.Call(nodes.Call(table, "drop_blanks", (column,)), method, (argument, *_) as arguments):
            if method in ("top", "bottom"):
                argument = arguments[1]
            skips = method in SKIPPING or method in ("top", "bottom")
            if (skips and argument == column) or (
                (skips or method in ("map", "where"))
                and isinstance(argument, nodes.Lambda)
                and any(column in set(_read(part, argument.params[0])) for part in _needed(argument.body, method))
            ):
                return call(table, method, *arguments)
    return None


def left_out_before(node: nodes.Node) -> nodes.Node | None:
    """`drop_blanks(c)` says nothing after a `where` that needs `c`."""
    match node:
        case nodes.Call(nodes.Call(_, "where", (nodes.Lambda((row,), body),)) as kept, "drop_blanks", (column,)) if any(
            column in set(_read(part, row)) for part in _needed(body, "where")
        ):
            return kept
    return None


def _needed(body: nodes.Expression, method: str) -> Iterator[nodes.Expression]:
    """Yield the parts of a function's body of which none may be unknown if a row is to count."""
    match body:
        case nodes.Binary("and", left, right) if method == "where":
            yield from _needed(left, method)
            yield from _needed(right, method)
        case _:
            yield body


def _read(node: nodes.Node, row: str) -> Iterator[nodes.Expression]:
    """Yield the columns of a row that an expression reads whatever the other cells hold."""
    match node:
        case nodes.Index(nodes.Name(name), column) if name == row:
            yield column
        case nodes.IfElse(condition):
            yield from _read(condition, row)
        case nodes.Binary("or" | "and" | "??" as operator, left):
            if operator == "??":
                yield from _read(left, row)
        case nodes.Lambda():
            return
        case _:
            for part in nodes.children(node):
                yield from _read(part, row)


def first_of_sorted(node: nodes.Node) -> nodes.Node | None:
    """`sort_by_descending(c).take(n)` is `top(n, c)`, where fewer than n rows would be left without a blank in `c`."""
    match node:
        case nodes.Call(nodes.Call(table, "sort_by" | "sort_by_descending" as sort, (column,)), "take", (number,)):
            return call(table, "bottom" if sort == "sort_by" else "top", number, column)
    return None


def most_frequent(node: nodes.Node) -> nodes.Node | None:
    """`count().top(n, "count")` is `most_frequent(n)`; the key of the first is the mode."""
    match node:
        case nodes.Call(nodes.Call(groups, "count", ()), "top", (number, nodes.Text("count"))):
            return call(groups, "most_frequent", number)
        case nodes.Call(
            nodes.Call(
                nodes.Call(nodes.Call(table, "group_by", (key,)), "most_frequent", (nodes.Number("1"),)),
                "values",
                (name,),
            ),
            "first",
            (),
        ) if name != nodes.Text("count"):
            return call(table, "mode", key)
    return None


def extreme(node: nodes.Node) -> nodes.Node | None:
    """The first of the sorted values is the smallest or the largest."""
    match node:
        case nodes.Call(nodes.Call(nodes.Call(table, sort, (*_, column)), "values", (shown,)), "first", ()) if (
            sort in EXTREMES and column == shown
        ):
            return call(table, EXTREMES[sort], column)
    return None


def joined(node: nodes.Node) -> nodes.Node | None:
    """Aggregates of the same groups that are joined by their key are one `summary`."""
    match node:
        case nodes.Call(left, "join_on", (key, right, other)) if key == other:
            groups = _aggregates(left, key), _aggregates(right, key)
            if groups[0] and groups[1] and groups[0][0] == groups[1][0]:
                values = [*groups[0][1], *groups[1][1]]
                return _summary(groups[0][0], values)
    return None


def field_of(node: nodes.Node) -> nodes.Node | None:
    """Behind a `summary` a column that it aggregates is named by the field, where the groups are not by that column."""
    match node:
        case nodes.Call(
            nodes.Call(
                nodes.Call(_, "group_by", keys), "summary", (nodes.Lambda((g,), nodes.RecordOf(names, values)),)
            ) as made,
            method,
            (*before, nodes.Name() as column),
        ) if column not in keys:
            fields = [name for name, value in zip(names, values, strict=True) if _is_aggregate(value, g, column)]
            return call(made, method, *before, nodes.Text(fields[0])) if len(fields) == 1 else None
    return None


def _is_aggregate(node: nodes.Expression, group: str, column: nodes.Expression) -> bool:
    return isinstance(node, nodes.Call) and node.receiver == nodes.Name(group) and node.arguments == (column,)


Aggregates = tuple[nodes.Expression, list[nodes.Expression]]


def _aggregates(node: nodes.Node, key: nodes.Expression | nodes.Lambda) -> Aggregates | None:
    """Return groups by one column, and what a table has of each."""
    match node:
        case nodes.Call(groups, "summary", (nodes.Lambda((_,), nodes.RecordOf(_, items)),)):
            return groups, list(items)
        case nodes.Call(groups, method, arguments) if REGISTRY.find(method, Constructor.TABLE) and len(arguments) < 2:
            return groups, [call(nodes.Name(GROUP), method, *arguments)]
    return None


def _summary(groups: nodes.Expression, values: list[nodes.Expression]) -> nodes.Call:
    names: list[str] = []
    for value in values:
        name = value.method if isinstance(value, nodes.Call) else "value"
        names.append(name if name not in names else f"{name}_{len(names)}")
    return call(groups, "summary", nodes.Lambda((GROUP,), nodes.RecordOf(tuple(names), tuple(values))))


def number_of_different(node: nodes.Node) -> nodes.Node | None:
    """`values(c).distinct().count()` is `distinct(c).count()`, and so for what `map` gives."""
    match node:
        case nodes.Call(nodes.Call(nodes.Call(table, "values" | "map", (column,)), "distinct", ()), "count", ()):
            return call(call(table, "distinct", column), "count")
    return None


def number_of_blanks(node: nodes.Node) -> nodes.Node | None:
    """`where(row => row.is_blank(c)).count()` is `count_blanks(c)`."""
    match node:
        case nodes.Call(
            nodes.Call(table, "where", (nodes.Lambda((row,), nodes.Call(nodes.Name(name), "is_blank", (column,))),)),
            "count",
            (),
        ) if name == row:
            return call(table, "count_blanks", column)
    return None


def sorted_values(node: nodes.Node) -> nodes.Node | None:
    """The first of `values(c).sort()` are those of `bottom(n, c)`, the first one is the minimum; and so descending."""
    match node:
        case nodes.Call(
            nodes.Call(nodes.Call(table, "values", (column,)), "sort" | "sort_descending" as sort, ()), method, at
        ):
            least = (sort == "sort") == (method != "last")
            if method in ("first", "last"):
                return call(table, "minimum" if least else "maximum", column)
            if method == "take":
                return call(call(table, "bottom" if least else "top", *at, column), "values", column)
    return None


def negated(node: nodes.Node) -> nodes.Node | None:
    """`not (a == b)` is `a != b`."""
    match node:
        case nodes.Unary("not", nodes.Binary("==" | "!=" as operator, left, right)):
            return nodes.Binary("!=" if operator == "==" else "==", left, right)
    return None


RULES = (
    is_blank,
    twice_not,
    negated,
    without_blanks,
    skipped_anyway,
    left_out_before,
    number_of_blanks,
    number_of_different,
    sorted_values,
    most_frequent,
    extreme,
    joined,
    field_of,
)
