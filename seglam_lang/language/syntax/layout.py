"""Print long expressions on several lines: a chain with one method a line, a list with one item a line, and so on.

What fits on the rest of its line stays there; what does not is broken at its outermost joints.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import (
    LOOSEST,
    POSTFIX,
    WIDTH,
    print_expression,
    print_label,
    print_list,
    print_operand,
    print_side,
)
from seglam_lang.language.syntax.lexicon import BINDINGS

STEP = "  "
_ONE_LEVEL = {"and": ("and",), "or": ("or",), "+": ("+", "-"), "-": ("+", "-")}  # operators that are broken together
Item = tuple[str, nodes.Expression | nodes.Lambda]  # what stands before an item, such as its label, and the item


def layout(node: nodes.Expression | nodes.Lambda, column: int) -> str:
    """Return the text of an expression that begins at `column`. Its further lines are indented as from column 0."""
    text = print_expression(node)
    return text if column + len(text) <= WIDTH else _broken(node)


def enclosed(opening: str, items: Sequence[Item], closing: str) -> str:
    """Return items on lines of their own between `opening` and `closing`."""
    if not items:
        return opening + closing
    lines = [before + layout(item, len(STEP) + len(before)) for before, item in items]
    return _indented(",\n".join(lines), opening) + f"\n{closing}"


def _indented(text: str, above: str) -> str:
    return f"{above}\n{text}".replace("\n", f"\n{STEP}")


def _broken(node: nodes.Expression | nodes.Lambda) -> str:
    match node:
        case nodes.Call() if isinstance(node.receiver, nodes.Call):
            return _chain(node)
        case nodes.Call():
            opening = f"{print_operand(node.receiver, POSTFIX)}.{node.method}("
            return enclosed(opening, [("", each) for each in node.arguments], ")")
        case nodes.Invocation():
            return enclosed(f"{node.procedure}(", [("", each) for each in node.arguments], ")")
        case nodes.ListOf():
            return enclosed("[", [("", each) for each in node.items], "]")
        case nodes.MapOf():
            pairs = zip(node.keys, node.values, strict=True)
            return enclosed("[", [(f"{print_operand(key, LOOSEST)}: ", each) for key, each in pairs], "]")
        case nodes.RecordOf():
            fields = zip(node.names, node.items, strict=True)
            return enclosed("{", [(f"{print_label(name)}: ", each) for name, each in fields], "}")
        case nodes.Lambda():
            params = node.params[0] if len(node.params) == 1 else f"({', '.join(node.params)})"
            return f"{params} => {layout(node.body, len(params) + 4)}"
        case nodes.IfElse():
            return _if_else(node)
        case nodes.Binary() if node.operator in _ONE_LEVEL:
            return _operands(node)
    return print_expression(node)


def _chain(node: nodes.Call) -> str:
    """Return a chain of methods, one a line."""
    steps: list[str] = []
    rest: nodes.Expression = node
    while isinstance(rest, nodes.Call):
        step = f".{rest.method}({print_list(rest.arguments)})"
        if len(STEP) + len(step) > WIDTH:
            step = enclosed(f".{rest.method}(", [("", each) for each in rest.arguments], ")")
        steps.append(step)
        rest = rest.receiver
    return _indented("\n".join(reversed(steps)), print_operand(rest, POSTFIX))


def _if_else(node: nodes.IfElse) -> str:
    """Return an `if` with each case on a line of its own."""
    cases: list[str] = []
    rest: nodes.Expression = node
    while isinstance(rest, nodes.IfElse):
        condition = f"if {print_operand(rest.condition, LOOSEST)} then "
        cases.append(condition + layout(rest.yes, len(condition) + len("  else ")))
        rest = rest.no
    last = layout(rest, len("  else "))
    return _indented("\n".join(f"else {each}" for each in [*cases[1:], last]), cases[0])


def _operands(node: nodes.Binary) -> str:
    """Return `a and b and c` with each operator at the beginning of a line."""
    level = _ONE_LEVEL[node.operator]
    lines: list[str] = []
    rest: nodes.Expression = node
    while isinstance(rest, nodes.Binary) and rest.operator in level:
        lines.append(f"{rest.operator} {print_side(rest.right, BINDINGS[rest.operator][2], rest.operator)}")
        first = print_side(rest.left, BINDINGS[rest.operator][1], rest.operator)
        rest = rest.left
    return _indented("\n".join(reversed(lines)), first)
