"""Words for types in messages, and the likely mends where types do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.diagnostics import article, did_you_mean, in_words
from seglam_lang.language.syntax import foreign, nodes
from seglam_lang.language.syntax.inline import POSTFIX, print_expression, print_operand, print_type, quote
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import (
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    TEXT,
    TIME,
    WITH_ORDER_IN_WORDS,
    Con,
    Constructor,
    Type,
    Var,
    columns_of,
    is_a,
    is_made,
    show,
)

# A date, a time or both, as a literal has it behind `@`.
_IN_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?|[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_SOME = {  # a value of each type, for examples
    NUMBER: "1",
    TEXT: '"yes"',
    DATE: "@2024-01-31",
    DATETIME: "@2024-01-31T09:30",
    TIME: "@09:30",
    DURATION: "@PT1H30M",
}
_OF_TIME = (DATE, DATETIME, TIME, DURATION)
_LONGEST_MEND = 50  # characters of a mend that is written out with the author's own expressions


def in_source(kind: Type) -> str:
    """Return a type as a person writes it. What is not known yet is `?`, and a bare `none` is `none`."""
    return show(_named(kind))


def _named(kind: Type) -> Type:
    if isinstance(kind, Var):
        return Var("?") if kind.name.startswith("?") else kind
    if kind.constructor is Constructor.OPTIONAL and isinstance(kind.args[0], Var) and kind.args[0].name.startswith("?"):
        return Var("none")
    return Con(kind.constructor, tuple(map(_named, kind.args)), kind.labels)


def described(kind: Type) -> str:
    """Return a type with its article: `a List<Number>`."""
    text = in_source(kind)
    return text if text in ("Groups", "none") else article(text)


def described_any(kinds: Iterable[Type]) -> str:
    """Return types of which any will do, with their articles: `a Column<Number> or a Column<Duration>`."""
    return in_words(list(dict.fromkeys(map(described, kinds))))


def written_out(expression: nodes.Expression | nodes.Lambda, placeholder: str) -> str:
    """Return an expression as it is written before a point, or a placeholder where that is long."""
    text = print_operand(expression, POSTFIX)
    return text if len(text) <= _LONGEST_MEND else placeholder


def written_column(label: str) -> str:
    """Return a column as it is written: by its parameter, or a made one by its name in quotes."""
    return quote(label.removeprefix('"')) if is_made(label) else label


def mend_for(actual: Type, expected: Type, node: nodes.Expression | nodes.Lambda | None = None) -> str:
    """Return how a value of one type, `node`, is most likely made into one of another."""
    x = written_out(node, "x") if node else "x"
    if not isinstance(actual, Con) or not isinstance(expected, Con):
        return ""
    for one, other in ((actual, expected), (expected, actual)):
        if one.constructor is Constructor.PARAMETER and other.constructor is not Constructor.PARAMETER:
            return f"`{show(one)}` stands for any type; write {show(other)} in its place"
    if actual.constructor is Constructor.GROUPS:
        return "say what is wanted of each group, as in `.count()` or `.total(column)`"
    if actual in (NUMBER, *_OF_TIME) and expected == TEXT:
        return f"`{x}.to_text()` makes a Text of it"
    if actual == DATETIME and expected in (DATE, TIME):
        return f"`{x}.{show(expected).lower()}()` is its {show(expected)}"
    if actual == DATE and expected == DATETIME:
        return f"a Date and a time of day make one: `{x}.at(@00:00)`"
    if actual == NUMBER and expected == DURATION:
        return f"`{x}.hours()`, `{x}.minutes()`, `{x}.days()` make a Duration of it"
    if actual == DURATION and expected == NUMBER:
        return f"`{x}.total_hours()`, `{x}.total_minutes()`, ... make a Number of it"
    if actual == TEXT and expected in _OF_TIME and isinstance(node, nodes.Text):
        return f"write `@{node.value}`, without quotes" if _IN_TIME.fullmatch(node.value) else ""
    if actual == TEXT and expected == NUMBER:
        if isinstance(node, nodes.Text):
            return ""  # what it says is no number
        return f'a number is read from a text by `{x}.to_number().require("not a number")`'
    if actual.constructor is Constructor.OPTIONAL:
        if isinstance(actual.args[0], Var):
            return f"a value that may be absent has the type `{in_source(expected)}?`"
        x = x if len(x) <= _LONGEST_MEND // 2 else "x"
        return f'it may be absent: say what then, `{x} ?? default`, or insist, `{x}.require("message")`'
    if actual.constructor is Constructor.LIST and actual.args[0] == expected:
        return f"a List has many; the first of them is `{x}.first()`"
    if expected.constructor is Constructor.LIST and expected.args[0] == actual:
        return f"a List of one is written `[{x}]`"
    if expected.constructor is Constructor.BOOL and actual.constructor is not Constructor.BOOL:
        compared = f"{x} == {_SOME[actual]}" if actual in _SOME and not x.startswith("(") else "x == 1"
        return f"a condition is a comparison, such as `{compared}`"
    return ""


def method_mend(name: str, receiver: Type) -> str:
    """Return what may be meant by a method that a receiver does not have."""
    known = {each.name for each in REGISTRY.methods(receiver.name)}
    for other in foreign.METHODS.get(name, ()):
        if other in known:
            return f"did you mean `{other}`?"
    if is_a(receiver, Constructor.OPTIONAL):
        inner = receiver.args[0]
        if isinstance(inner, Con) and REGISTRY.find(name, inner.constructor):
            return f'it may be absent: `.require("message").{name}(...)`, or give a default with `??`'
    item = receiver.args[0] if is_a(receiver, Constructor.LIST) else None
    if isinstance(item, Con) and REGISTRY.find(name, item.constructor):
        return f"`{name}` is a method of each item: `.map(x => x.{name}(...))`"
    near = did_you_mean(name, known)
    if near:
        return near
    owners = sorted({each.receiver for each in REGISTRY.all() if each.name == name and each.receiver})
    return f"`{name}` is a method of {in_words(owners, 'and')}" if owners else ""


def field_mend(name: str, kind: Type) -> str:
    """Return what may be meant by `x.name` where x, of the type `kind`, is no record."""
    if is_a(kind, Constructor.ROW):
        return f"a cell is `row[column]`, where the column is a parameter: row[{name}]"
    if is_a(kind, Constructor.TABLE) and name in columns_of(kind):
        return f"the values of a column are `.values({name})`, their sum is `.total({name})`"
    return method_mend(name, kind) if isinstance(kind, Con) else ""


def column_mend(argument: nodes.Expression | nodes.Lambda, is_known: bool, columns: Sequence[str]) -> str:
    """Return what may be meant by an argument that names none of the columns that there are."""
    if isinstance(argument, nodes.Name) and not is_known:
        near = names_mend(argument.name, columns)
        if near or not columns:
            return near or f"a column is a parameter: `{argument.name}: Column<Number>`, or of another type"
    if isinstance(argument, nodes.Text) and argument.value in columns:
        return f"a column among the parameters is written without quotes: `{argument.value}`"
    if columns:
        return f"the columns here are {in_words(columns, 'and')}"
    if isinstance(argument, nodes.Text) and is_name(argument.value):
        return f"a column is a parameter: `{argument.value}: Column<Number>`, named without quotes"
    return ""


def function_mend(name: str, arguments: Sequence[nodes.Expression], first: Type | None, known: Iterable[str]) -> str:
    """Return what may be meant by a call of an unknown procedure; `first` is the type of its first argument."""
    if name in foreign.FUNCTIONS:
        return foreign.FUNCTIONS[name]
    if not arguments:
        return did_you_mean(name, known)
    x = written_out(arguments[0], "x")
    rest = ", ".join(map(print_expression, arguments[1:]))
    rest = rest if len(rest) <= _LONGEST_MEND else "..."
    if isinstance(first, Con):
        for other in (name, *foreign.METHODS.get(name, ())):
            found = REGISTRY.find(other, first.name)
            if found and len(found.names) - 1 - found.optional <= len(arguments) - 1 <= len(found.names) - 1:
                return f"a builtin is called on its first value: `{x}.{other}({rest})`"
    near = did_you_mean(name, known)
    if near or not any(each.name == name for each in REGISTRY.all()):
        return near
    return f"a builtin is called on its first value: `{x}.{name}({rest})`"


def index_mend(kind: Type, receiver: nodes.Expression, index: nodes.Expression | nodes.Lambda) -> str:
    """Return what is meant by `x[i]` where x is no row."""
    x, i = written_out(receiver, "x"), print_expression(index)
    i = i if len(i) <= _LONGEST_MEND else "..."
    constructor = kind.constructor
    if constructor is Constructor.LIST:
        if i == "-1":
            return f"the last item is `{x}.last()`"
        position = str(int(i) + 1) if isinstance(index, nodes.Number) and i.isdigit() else i
        return f"items are counted from 1: `{x}.at({position})`"
    if constructor is Constructor.MAP:
        return f"the value of a key, which may be absent, is `{x}.get({i})`"
    if constructor is Constructor.TEXT:
        return f"a part of a text is `{x}.slice(first, last)`, counted from 1"
    if constructor is Constructor.TABLE:
        return f"the values of a column are `{x}.values({i})`"
    if constructor is Constructor.RECORD and isinstance(index, nodes.Text) and is_name(index.value):
        return f"a field of a record is `{x}.{index.value}`"
    return ""


def operator_mend(operator: str, kind: Type, right: nodes.Expression | nodes.Lambda | None) -> str:
    """Return what is meant by an operator on a value that it does not work on."""
    i = written_out(right, "...") if right else "..."
    if kind.constructor is Constructor.DATE:
        if operator == "+":
            return f"a day is moved by `.add_days({i})`, `.add_months(...)` or `.add_years(...)`"
        if operator == "-":
            return "the days between two dates are `start.days_until(end)`; a day is moved by `.add_days(-1)`"
    if kind.constructor in (Constructor.DATETIME, Constructor.TIME) and operator == "*":
        return "only a Duration is multiplied"
    if kind.constructor is Constructor.LIST and operator == "+":
        return f"lists are put together with `.concat({i})`, an item is added with `.append(...)`"
    if kind.constructor is Constructor.TEXT and operator == "*":
        return f"a text is repeated with `.repeat({i})`; a number is read from it with `.to_number()`"
    return ""


def receiver_mismatch(name: str, given: Type, param: Type, others: Sequence[Type] = ()) -> tuple[str, str]:
    """Return message and mend where a method works on the receiver's constructor, but not on what is in it; `others`
    are what its overloads work on."""
    takes, item = described_any((param, *others)), given.args[0] if isinstance(given, Con) and given.args else given
    if isinstance(param, Con) and isinstance(given, Con) and param.args and isinstance(param.args[0], Var):
        takes, item = f"{article(param.name)} of what has an order: {WITH_ORDER_IN_WORDS}", given.args[0]
    elif isinstance(param, Var):
        takes = f"what has an order: {WITH_ORDER_IN_WORDS}"
    hint = mend_for(given, param)
    if is_a(item, Constructor.PARAMETER):
        hint = f"declare it as `{in_source(item)}: ordered`"
    elif name == "sum" and is_a(item, Constructor.TEXT):
        hint = '`count` counts its items, `join("")` puts them together'
    return f"`{name}` works on {takes}; this is {described(given)}", hint


def as_written(operator: str) -> str:
    """Return the name of an operator or method as it is written in source."""
    return {"unary -": "-", "[]": "[...]"}.get(operator, operator)


def operator_receivers(operator: str) -> list[str]:
    """Return the types that an operator works on."""
    order = [kind.value for kind in Constructor]
    return sorted([each.receiver for each in REGISTRY.all() if each.name == operator], key=order.index)


def counted(least: int, most: int) -> str:
    """Return how many arguments a call takes: `1 argument`, `at most 2 arguments`."""
    plural = "argument" if most == 1 else "arguments"
    if least == most:
        return f"{most or 'no'} {plural}"
    return f"at most {most} {plural}" if not least else f"{least} to {most} {plural}"


def usage(builtin: Builtin) -> str:
    """Return how a method is called: `round(digits?)`."""
    params = builtin.names[1:]
    required = len(params) - builtin.optional
    listed = [name if place < required else f"{name}?" for place, name in enumerate(params)]
    return f"{builtin.name}({', '.join(listed)})"


def names_mend(name: str, scope: Iterable[str]) -> str:
    """Return what may be meant by a name that is not known."""
    return f"write `{foreign.NAMES[name]}`" if name in foreign.NAMES else did_you_mean(name, scope)


def type_mend(node: nodes.NamedType, known: Sequence[str]) -> str:
    """Return what may be meant by a type that there is not."""
    name, args = node.name, [print_type(each) for each in node.args]
    meant = foreign.TYPES.get(name.lower())
    if meant:
        for written in args if meant.count("...") == len(args) else ():
            meant = meant.replace("...", written, 1)
        return f"did you mean `{meant}`?"
    near = did_you_mean(name, known)
    if near or len(name) > 2:
        return near
    return f"a type parameter is declared after the procedure's name: `proc name<{name}>(...)`"
