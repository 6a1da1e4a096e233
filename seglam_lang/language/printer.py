"""Nodes to source text: the one layout of the language. parse(print_module(module)) == module."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from seglam_lang.language import nodes
from seglam_lang.language.types import Type, Var

WIDTH = 100  # a line longer than this is broken where that reads well
_DECLARING = ("proc", "type", "example", "of", "ask", "check", "ensure", "let", "var", "return")
_LOOPING = ("for", "in", "until", "set", "yield")
KEYWORDS = frozenset((*_DECLARING, *_LOOPING, "if", "then", "else", "or", "and", "not", "to", "true", "false", "none"))
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]*")

# How tightly an expression binds; a part that binds less tightly than its place asks for is put in parentheses.
_IF, _OR, _AND, _NOT, _COMPARE, _COALESCE, _RANGE, _SUM, _PRODUCT, _SIGNED, _POSTFIX = range(11)
_BINDING = {
    "or": (_OR, _OR, _AND),
    "and": (_AND, _AND, _NOT),
    "??": (_COALESCE, _RANGE, _COALESCE),
    "to": (_RANGE, _SUM, _SUM),
    "+": (_SUM, _SUM, _PRODUCT),
    "-": (_SUM, _SUM, _PRODUCT),
    "*": (_PRODUCT, _PRODUCT, _SIGNED),
    "/": (_PRODUCT, _PRODUCT, _SIGNED),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), (_COMPARE, _COALESCE, _COALESCE)),
}


def print_module(module: nodes.Module) -> str:
    """A source file, an empty line between its parts."""
    parts: list[str] = [*module.opening, ""] if module.opening else []
    for place, each in enumerate(module.declarations):
        if place and (each.before or not _together(module.declarations[place - 1], each)):
            parts.append("")
        parts.append(_declaration(each))
    if module.closing:
        parts += [*([""] if parts else []), *module.closing]
    return "\n".join(parts) + "\n" if parts else ""


def _together(above: nodes.Declaration, below: nodes.Declaration) -> bool:
    """Whether no empty line parts two declarations: examples stand below their procedure, types below one another."""
    if isinstance(below, nodes.Example):
        return not isinstance(above, nodes.TypeDeclaration)
    return isinstance(below, nodes.TypeDeclaration) and isinstance(above, nodes.TypeDeclaration)


def _declaration(declaration: nodes.Declaration) -> str:
    if isinstance(declaration, nodes.Procedure):
        return print_procedure(declaration)
    if isinstance(declaration, nodes.Example):
        return print_example(declaration)
    text = f"type {declaration.name} = {print_type(declaration.type)} {declaration.after}".rstrip()
    return "\n".join([*declaration.before, text])


def print_procedure(procedure: nodes.Procedure) -> str:
    """A procedure, without a line break at its end."""
    types = ", ".join(f"{each.name}: {each.bound}" if each.bound else each.name for each in procedure.types)
    params = ", ".join(map(_parameter, procedure.params))
    result = f" -> {print_type(procedure.result)}" if procedure.result else ""
    opening = f"proc {procedure.name}{f'<{types}>' if types else ''}({params}){result} {{"
    body = _indented(_lines(procedure.body))
    closing = f"}} {procedure.after}".rstrip()
    return "\n".join([*procedure.before, opening, *body, closing])


def print_body(body: nodes.Body) -> str:
    """The statements alone, as a draft has them."""
    return "\n".join(_lines(body))


def print_example(example: nodes.Example) -> str:
    """An example, without a line break at its end."""
    call = f"example {example.procedure}({', '.join(map(print_expression, example.arguments))})"
    expected = f"== {print_expression(example.expected)}"
    joint = " " if len(call) + len(expected) < WIDTH else "\n  "
    return "\n".join([*example.before, f"{call}{joint}{expected} {example.after}".rstrip()])


def print_type(kind: nodes.TypeNode) -> str:
    """A type as it stands in a signature."""
    if isinstance(kind, nodes.OptionalType):
        return f"{print_type(kind.item)}?"
    if isinstance(kind, nodes.RecordType):
        fields = zip(kind.names, kind.types, strict=True)
        return f"{{{', '.join(f'{_label(name)}: {print_type(each)}' for name, each in fields)}}}"
    return f"{kind.name}<{', '.join(map(print_type, kind.args))}>" if kind.args else kind.name


def type_node(kind: Type) -> nodes.TypeNode:
    """The node of a type: how it is written."""
    if isinstance(kind, Var):
        return nodes.NamedType(kind.name)
    if kind.name == "Parameter":
        return nodes.NamedType(kind.labels[0])
    args = tuple(map(type_node, kind.args))
    if kind.name == "Optional":
        return nodes.OptionalType(args[0])
    if kind.name == "Record":
        return nodes.RecordType(kind.labels, args)
    return nodes.NamedType(kind.name, args)


def print_expression(expression: nodes.Expression | nodes.Lambda) -> str:
    """An expression on one line."""
    return _print(expression, _IF)


def quote(text: str) -> str:
    """`text` as a literal; what cannot be seen is escaped."""
    out = []
    for char in text:
        if char in '"\\':
            out.append(f"\\{char}")
        elif char in "\n\t":
            out.append("\\n" if char == "\n" else "\\t")
        elif char != " " and unicodedata.category(char)[0] in "CZ":
            out.append(f"\\u{{{ord(char):x}}}")
        else:
            out.append(char)
    return f'"{"".join(out)}"'


def is_name(text: str) -> bool:
    """Whether `text` may stand as a name."""
    return bool(_NAME.fullmatch(text)) and text not in KEYWORDS


def _parameter(param: nodes.Parameter) -> str:
    return f"{param.name}: {print_type(param.type)}{f' of {param.table}' if param.table else ''}"


def _label(name: str) -> str:
    return name if _NAME.fullmatch(name) else quote(name)


def _lines(block: nodes.Body | nodes.Loop) -> list[str]:
    """The statements of a body or of a loop, with their comments."""
    lines: list[str] = []
    for each in block.statements:
        lines += each.before
        text = _statement(each)
        lines += f"{text} {each.after}".rstrip().split("\n")
    return [*lines, *block.closing]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _statement(statement: nodes.Statement) -> str:
    if isinstance(statement, nodes.Ask):
        return f"ask {quote(statement.text)}"
    if isinstance(statement, nodes.Check):
        return f"check {print_expression(statement.condition)} else {quote(statement.message)}"
    if isinstance(statement, nodes.Ensure):
        return f"ensure {print_expression(statement.condition)}"
    if isinstance(statement, nodes.ForEach):
        return _loop(statement.loop)
    if isinstance(statement, nodes.Return | nodes.Yield):
        start = f"{type(statement).__name__.lower()} "
    else:
        start = f"{type(statement).__name__.lower()} {statement.name} = "
    if isinstance(statement.value, nodes.Loop):
        return start + _loop(statement.value)
    text = start + print_expression(statement.value)
    return text if len(text) <= WIDTH else start + _broken(statement.value)


def _loop(loop: nodes.Loop) -> str:
    until = f" until {print_expression(loop.until)}" if loop.until else ""
    opening = f"for {loop.item} in {print_expression(loop.items)}{until} {{"
    return "\n".join([opening, *_indented(_lines(loop)), "}"])


def _broken(expression: nodes.Expression) -> str:
    """A long chain of methods with one step a line; anything else stays on one line."""
    steps: list[str] = []
    rest = expression
    while isinstance(rest, nodes.Call):
        steps.append(f"\n  .{rest.method}({_list(rest.arguments)})")
        rest = rest.receiver
    if len(steps) < 2:
        return print_expression(expression)
    return _print(rest, _POSTFIX) + "".join(reversed(steps))


def _list(items: Sequence[nodes.Expression | nodes.Lambda]) -> str:
    return ", ".join(_print(each, _IF) for each in items)


def _print(node: nodes.Expression | nodes.Lambda, least: int) -> str:
    text, binding = _printed(node)
    return text if binding >= least else f"({text})"


def _printed(node: nodes.Expression | nodes.Lambda) -> tuple[str, int]:
    """The text of an expression, and how tightly it binds."""
    if isinstance(node, nodes.Binary):
        own, left, right = _BINDING[node.operator]
        return f"{_print(node.left, left)} {node.operator} {_print(node.right, right)}", own
    if isinstance(node, nodes.Unary):
        own, sign = (_NOT, "not ") if node.operator == "not" else (_SIGNED, "-")
        return sign + _print(node.operand, own), own
    if isinstance(node, nodes.IfElse):
        condition, yes, no = (_print(each, _IF) for each in (node.condition, node.yes, node.no))
        return f"if {condition} then {yes} else {no}", _IF
    if isinstance(node, nodes.Lambda):
        params = node.params[0] if len(node.params) == 1 else f"({', '.join(node.params)})"
        return f"{params} => {_print(node.body, _IF)}", _IF
    if isinstance(node, nodes.Call):
        return f"{_print(node.receiver, _POSTFIX)}.{node.method}({_list(node.arguments)})", _POSTFIX
    if isinstance(node, nodes.Invocation):
        return f"{node.procedure}({_list(node.arguments)})", _POSTFIX
    if isinstance(node, nodes.Field):
        return f"{_print(node.record, _POSTFIX)}.{_label(node.name)}", _POSTFIX
    if isinstance(node, nodes.Index):
        return f"{_print(node.row, _POSTFIX)}[{_print(node.column, _IF)}]", _POSTFIX
    return _literal(node), _POSTFIX


def _literal(node: nodes.Literal | nodes.Name | nodes.ListOf | nodes.RecordOf | nodes.MapOf) -> str:
    if isinstance(node, nodes.Number):
        return node.text
    if isinstance(node, nodes.Text):
        return quote(node.value)
    if isinstance(node, nodes.Bool):
        return "true" if node.value else "false"
    if isinstance(node, nodes.Nothing):
        return "none"
    if isinstance(node, nodes.Date):
        return f"@{node.value.isoformat()}"
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.ListOf):
        return f"[{_list(node.items)}]"
    if isinstance(node, nodes.MapOf):
        entries = zip(node.keys, node.values, strict=True)
        return f"[{', '.join(f'{_print(key, _IF)}: {_print(value, _IF)}' for key, value in entries) or ':'}]"
    fields = zip(node.names, node.items, strict=True)
    return f"{{{', '.join(f'{_label(name)}: {_print(item, _IF)}' for name, item in fields)}}}"
