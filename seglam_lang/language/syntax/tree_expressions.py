"""Expressions: from Lark's trees to nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax import date_form, nodes
from seglam_lang.language.syntax.tree_literals import (
    date_node,
    datetime_node,
    duration_node,
    label_of,
    number_node,
    text_of,
    time_node,
)
from seglam_lang.language.syntax.trees import error_at, span_of


def expressions_of(tree: Any) -> tuple[nodes.Expression, ...]:
    """Return the expressions of a list of them, none where there is no list."""
    return tuple(expression_of(each) for each in tree.children) if tree else ()


def expression_of(tree: Any) -> nodes.Expression:
    """Return an expression. Raise LanguageError where it is written wrongly."""
    return _BUILDERS[str(tree.data)](tree)


def _record(tree: Any) -> nodes.Expression:
    names = tuple(label_of(each.children[0]) for each in tree.children)
    refuse_twins(names, tree)
    return nodes.RecordOf(names, tuple(expression_of(each.children[1]) for each in tree.children), span=span_of(tree))


def refuse_twins(names: tuple[str, ...], tree: Any) -> None:
    """Raise LanguageError where two fields of a record have one name."""
    for position, name in enumerate(names):
        if name in names[:position]:
            message = f"this record has two fields named `{name}`"
            raise error_at("field-twice", message, tree.children[position])


def _unary(tree: Any) -> nodes.Expression:
    operator, operand = tree.children
    return nodes.Unary(str(operator), expression_of(operand), span=span_of(tree))


def _binary(tree: Any) -> nodes.Expression:
    left, operator, right = tree.children
    if day := date_form.of_tree(tree):
        raise LanguageError([date_form.without_sign(day, span_of(tree))])
    return nodes.Binary(str(operator), expression_of(left), expression_of(right), span=span_of(tree))


def _if_else(tree: Any) -> nodes.Expression:
    condition, yes, no = map(expression_of, tree.children)
    return nodes.IfElse(condition, yes, no, span=span_of(tree))


def _call(tree: Any) -> nodes.Expression:
    receiver, name, arguments = tree.children
    built = tuple(_argument(each) for each in arguments.children) if arguments else ()
    return nodes.Call(expression_of(receiver), str(name), built, span=span_of(tree), at=span_of(name))


def _argument(tree: Any) -> nodes.Expression | nodes.Lambda:
    if tree.data not in ("lambda_of_one", "lambda_of_several"):
        return expression_of(tree)
    *params, body = tree.children
    at = (params[0].start_pos, params[-1].end_pos)
    return nodes.Lambda(tuple(map(str, params)), expression_of(body), span=span_of(tree), at=at)


def _invocation(tree: Any) -> nodes.Expression:
    name, arguments = tree.children
    return nodes.Invocation(str(name), expressions_of(arguments), span=span_of(tree), at=span_of(name))


def _map(tree: Any) -> nodes.Expression:
    keys, values = ([expression_of(entry.children[part]) for entry in tree.children] for part in (0, 1))
    return nodes.MapOf(tuple(keys), tuple(values), span=span_of(tree))


def _field(tree: Any) -> nodes.Expression:
    record, label = tree.children
    return nodes.Field(expression_of(record), label_of(label), span=span_of(tree), at=span_of(label))


def _index(tree: Any) -> nodes.Expression:
    row, column = map(expression_of, tree.children)
    return nodes.Index(row, column, span=span_of(tree))


_BUILDERS: dict[str, Callable[[Any], nodes.Expression]] = {
    "number": number_node,
    "date": date_node,
    "datetime": datetime_node,
    "time": time_node,
    "duration": duration_node,
    "text": lambda tree: nodes.Text(text_of(tree.children[0]), span=span_of(tree)),
    "true": lambda tree: nodes.Bool(True, span=span_of(tree)),
    "false": lambda tree: nodes.Bool(False, span=span_of(tree)),
    "none": lambda tree: nodes.Nothing(span=span_of(tree)),
    "name": lambda tree: nodes.Name(str(tree.children[0]), span=span_of(tree)),
    "list": lambda tree: nodes.ListOf(expressions_of(tree.children[0]), span=span_of(tree)),
    "record": _record,
    "map": _map,
    "empty_map": lambda tree: nodes.MapOf((), (), span=span_of(tree)),
    "invocation": _invocation,
    "group": lambda tree: expression_of(tree.children[0]),
    "unary": _unary,
    "binary": _binary,
    "if_else": _if_else,
    "call": _call,
    "field": _field,
    "index": _index,
}
