"""Print expressions and types on one line; layout.py breaks those that are too long."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seglam_lang.language.computing.times import literal_text
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import BINDINGS, LEVELS, UNARY_LEVELS, is_word
from seglam_lang.language.types import Constructor, Type, Var

WIDTH = 100  # a line longer than this is broken where that reads well
# Controls, spaces but the plain one, signs without a shape, surrogates and private characters: a list of our own,
# because Python's tables change from version to version, and source text is stored.
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\ufffb"
    r"\ud800-\uf8ff\U000e0000-\U0010ffff]"
)
# An expression whose level is lower than its place asks for is put in parentheses.
LOOSEST, POSTFIX = LEVELS["expression"], LEVELS["postfix"]


def print_type(kind: nodes.TypeNode) -> str:
    """Return a type as it is written in a signature."""
    if isinstance(kind, nodes.OptionalType):
        return f"{print_type(kind.item)}?"
    if isinstance(kind, nodes.RecordType):
        fields = zip(kind.names, kind.types, strict=True)
        return f"{{{', '.join(f'{print_label(name)}: {print_type(each)}' for name, each in fields)}}}"
    return f"{kind.name}<{', '.join(map(print_type, kind.args))}>" if kind.args else kind.name


def type_node(kind: Type) -> nodes.TypeNode:
    """Return the node of a type."""
    if isinstance(kind, Var):
        return nodes.NamedType(kind.name)
    if kind.constructor is Constructor.PARAMETER:
        return nodes.NamedType(kind.labels[0])
    args = tuple(map(type_node, kind.args))
    if kind.constructor is Constructor.OPTIONAL:
        return nodes.OptionalType(args[0])
    if kind.constructor is Constructor.RECORD:
        return nodes.RecordType(kind.labels, args)
    return nodes.NamedType(kind.name, args)


def print_expression(expression: nodes.Expression | nodes.Lambda) -> str:
    """Return an expression as one line."""
    return print_operand(expression, LOOSEST)


def quote(text: str) -> str:
    """Return `text` as a literal. Characters that cannot be seen are escaped."""
    out = []
    for char in text:
        if char in '"\\':
            out.append(f"\\{char}")
        elif char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif _UNSEEN.match(char):
            out.append(f"\\u{{{ord(char):x}}}")
        else:
            out.append(char)
    return f'"{"".join(out)}"'


def print_label(name: str) -> str:
    """Return the name of a field, in quotes where it needs them."""
    return name if is_word(name) else quote(name)


def print_list(items: Sequence[nodes.Expression | nodes.Lambda]) -> str:
    """Return expressions with commas between them."""
    return ", ".join(print_operand(each, LOOSEST) for each in items)


def print_operand(node: nodes.Expression | nodes.Lambda, least: int) -> str:
    """Return an expression, in parentheses where its level is lower than `least`."""
    text, binding = _printed(node)
    return text if binding >= least else f"({text})"


def print_side(node: nodes.Expression, least: int, operator: str) -> str:
    """Return an operand of an operator, in parentheses where its level is lower than `least`, and where it is misread
    without: few know whether `??` binds tighter than what stands beside it."""
    is_mixed = isinstance(node, nodes.Binary) and node.operator != operator and "??" in (node.operator, operator)
    return f"({print_expression(node)})" if is_mixed else print_operand(node, least)


def _printed(node: nodes.Expression | nodes.Lambda) -> tuple[str, int]:
    """Return the text of an expression and its level."""
    if isinstance(node, nodes.Binary):
        own, left, right = BINDINGS[node.operator]
        sides = print_side(node.left, left, node.operator), print_side(node.right, right, node.operator)
        return f"{sides[0]} {node.operator} {sides[1]}", own
    if isinstance(node, nodes.Unary):
        own, space = UNARY_LEVELS[node.operator], " " if is_word(node.operator) else ""
        return f"{node.operator}{space}{print_side(node.operand, own, node.operator)}", own
    if isinstance(node, nodes.IfElse):
        condition, yes, no = (print_operand(each, LOOSEST) for each in (node.condition, node.yes, node.no))
        return f"if {condition} then {yes} else {no}", LOOSEST
    if isinstance(node, nodes.Lambda):
        params = node.params[0] if len(node.params) == 1 else f"({', '.join(node.params)})"
        return f"{params} => {print_operand(node.body, LOOSEST)}", LOOSEST
    if isinstance(node, nodes.Call):
        return f"{print_operand(node.receiver, POSTFIX)}.{node.method}({print_list(node.arguments)})", POSTFIX
    if isinstance(node, nodes.Invocation):
        return f"{node.procedure}({print_list(node.arguments)})", POSTFIX
    if isinstance(node, nodes.Field):
        return f"{print_operand(node.record, POSTFIX)}.{print_label(node.name)}", POSTFIX
    if isinstance(node, nodes.Index):
        return f"{print_operand(node.row, POSTFIX)}[{print_operand(node.column, LOOSEST)}]", POSTFIX
    return _literal(node), POSTFIX


def _literal(node: nodes.Literal | nodes.Name | nodes.ListOf | nodes.RecordOf | nodes.MapOf) -> str:
    if isinstance(node, nodes.Number):
        return node.text
    if isinstance(node, nodes.Text):
        return quote(node.value)
    if isinstance(node, nodes.Bool):
        return "true" if node.value else "false"
    if isinstance(node, nodes.Nothing):
        return "none"
    if isinstance(node, (nodes.Date, nodes.DateTime, nodes.Time, nodes.Duration)):
        return f"@{literal_text(node.value)}"
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.ListOf):
        return f"[{print_list(node.items)}]"
    if isinstance(node, nodes.MapOf):
        entries = zip(node.keys, node.values, strict=True)
        written = [f"{print_operand(key, LOOSEST)}: {print_operand(value, LOOSEST)}" for key, value in entries]
        return f"[{', '.join(written) or ':'}]"
    fields = zip(node.names, node.items, strict=True)
    return f"{{{', '.join(f'{print_label(name)}: {print_operand(item, LOOSEST)}' for name, item in fields)}}}"
