"""Print nodes in the one layout of the language. parse(print_module(module)) == module."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import WIDTH, print_expression, print_type, quote
from seglam_lang.language.syntax.layout import enclosed, layout


def print_module(module: nodes.Module) -> str:
    """Return a source file, with an empty line between its parts."""
    parts: list[str] = [*module.opening, ""] if module.opening else []
    for place, each in enumerate(module.declarations):
        if place and (each.before or not _together(module.declarations[place - 1], each)):
            parts.append("")
        parts.append(_declaration(each))
    if module.closing:
        parts += [*([""] if parts else []), *module.closing]
    return "\n".join(parts) + "\n" if parts else ""


def _together(above: nodes.Declaration, below: nodes.Declaration) -> bool:
    """Return whether two declarations stand together: examples below their procedure, types below one another."""
    if isinstance(below, nodes.ExampleDeclaration):
        return not isinstance(above, nodes.TypeDeclaration)
    return isinstance(below, nodes.TypeDeclaration) and isinstance(above, nodes.TypeDeclaration)


def _declaration(declaration: nodes.Declaration) -> str:
    if isinstance(declaration, nodes.Procedure):
        return print_procedure(declaration)
    if isinstance(declaration, nodes.ExampleDeclaration):
        return print_example(declaration)
    text = f"type {declaration.name} = {print_type(declaration.type)} {declaration.after}".rstrip()
    return "\n".join([*declaration.before, text])


def print_procedure(procedure: nodes.Procedure) -> str:
    """Return a procedure, without a line break at its end."""
    opening = f"proc {print_head(procedure)} {{"
    if procedure.params and len(opening) > WIDTH:
        opening = f"proc {print_head(procedure, broken=True)} {{"
    body = _indented(print_body(procedure.body).split("\n"))
    closing = f"}} {procedure.after}".rstrip()
    return "\n".join([*procedure.before, opening, *body, closing])


def print_head(procedure: nodes.Procedure, *, broken: bool = False) -> str:
    """Return a procedure's name, parameters and result: on one line, or `broken` with one parameter a line."""
    types = ", ".join(f"{each.name}: {each.bound}" if each.bound else each.name for each in procedure.types)
    params = [f"{each.name}: {print_parameter_type(each)}" for each in procedure.params]
    listed = "\n  " + ",\n  ".join(params) + "\n" if broken else ", ".join(params)
    result = f" -> {print_type(procedure.result)}" if procedure.result else ""
    return f"{procedure.name}{f'<{types}>' if types else ''}({listed}){result}"


def print_parameter_type(param: nodes.Parameter) -> str:
    """Return the type of a parameter, with the table that a column is of where that is written."""
    return f"{print_type(param.type)}{f' of {param.table}' if param.table else ''}"


def print_body(body: nodes.Body) -> str:
    """Return the statements of a body, without a line break at the end."""
    return "\n".join(_lines(body))


def print_example(example: nodes.ExampleDeclaration) -> str:
    """Return an example, without a line break at its end."""
    call = f"example {example.procedure}({', '.join(map(print_expression, example.arguments))})"
    expected = print_expression(example.expected)
    joint = " "
    if len(call) + len(expected) + len(" == ") > WIDTH:
        if len(call) > WIDTH:
            call = enclosed(f"example {example.procedure}(", [("", each) for each in example.arguments], ")")
            expected = layout(example.expected, len(") == "))
        else:
            joint, expected = "\n  ", layout(example.expected, len("  == ")).replace("\n", "\n  ")
    return "\n".join([*example.before, f"{call}{joint}== {expected} {example.after}".rstrip()])


def _lines(block: nodes.Body | nodes.Loop) -> list[str]:
    """Return the lines of the statements of a body or a loop, with their comments."""
    return [*_statements(block.statements), *block.closing]


def _statements(statements: Sequence[nodes.Statement]) -> list[str]:
    lines: list[str] = []
    for each in statements:
        lines += each.before
        text = _statement(each)
        lines += f"{text} {each.after}".rstrip().split("\n")
    return lines


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}".rstrip() for line in lines]


def _statement(statement: nodes.Statement) -> str:
    if isinstance(statement, nodes.Ask):
        return _ask(statement)
    if isinstance(statement, nodes.Check):
        return f"check {layout(statement.condition, len('check '))} else {quote(statement.message)}"
    if isinstance(statement, nodes.Ensure):
        return f"ensure {layout(statement.condition, len('ensure '))}"
    if isinstance(statement, nodes.ForEach):
        return _loop(statement.loop)
    if isinstance(statement, nodes.Conditional):
        return _conditional(statement)
    if isinstance(statement, nodes.Return | nodes.Yield):
        start = f"{type(statement).__name__.lower()} "
    else:
        annotated = None if isinstance(statement, nodes.Set) else statement.type
        of_type = f": {print_type(annotated)}" if annotated else ""
        start = f"{type(statement).__name__.lower()} {statement.name}{of_type} = "
    if isinstance(statement.value, nodes.Loop):
        return start + _loop(statement.value)
    return start + layout(statement.value, len(start))


def _ask(statement: nodes.Ask) -> str:
    """Return a phrase with what it does not spell, which stands on lines of its own where it is long."""
    phrase = f"ask {quote(statement.text)}"
    if not statement.given:
        return phrase
    given = [_given(each) for each in statement.given]
    line = f"{phrase} with {', '.join(given)}"
    return line if len(line) <= WIDTH else "\n".join([f"{phrase} with", *_indented(",\n".join(given).split("\n"))])


def _given(given: nodes.Given) -> str:
    of_type = f": {print_type(given.type)}" if given.type else ""
    column = f" of {given.column}" if given.column else ""
    among = f" in {print_expression(given.among)}" if given.among else ""
    return f"{given.name}{of_type} = {print_expression(given.value)}{column}{among}"


def _conditional(step: nodes.Conditional) -> str:
    lines = [f"if {print_expression(step.condition)} {{", *_indented(_statements(step.sets))]
    if step.otherwise:
        lines += _indented(step.between)
        last = step.otherwise[0]
        if len(step.otherwise) == 1 and isinstance(last, nodes.Conditional) and not _apart(step, last):
            return "\n".join([*lines, f"}} else {_conditional(last)}"])
        lines += ["} else {", *_indented(_statements(step.otherwise))]
    return "\n".join([*lines, *_indented(step.closing), "}"])


def _apart(step: nodes.Conditional, last: nodes.Conditional) -> bool:
    """Return whether comments part the braces of `else` from the `if` in it."""
    return bool(last.before or last.after or step.closing)


def _loop(loop: nodes.Loop) -> str:
    until = f" until {print_expression(loop.until)}" if loop.until else ""
    opening = f"for {loop.item} in {print_expression(loop.items)}{until} {{"
    return "\n".join([opening, *_indented(_lines(loop)), "}"])
