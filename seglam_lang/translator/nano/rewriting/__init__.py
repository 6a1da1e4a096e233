"""Programs that go by a detour, written anew in the shortest form that the language has for them.

    rows.map(row => {c: row[`City`], v: row[`Price`]}).group_by(x => x.c).map_values(l => l.map(x => x.v).sum())
    rows.group_by(`City`).total(`Price`)

`rules` are steps over tables, `views` lists that are made of a table and could have stayed one, `queries` the program
that the SQL of the same request becomes, which was written independently. The shortest wins. What is written anew
must type-check, be shorter, and compute the same on the row's own table and on variations of it (`agreement`): a rule
that holds only where no cell is blank, or where there are no ties, is taken only where neither makes a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, product

from seglam_lang.inputs import Inputs
from seglam_lang.language import LanguageError
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import print_expression
from seglam_lang.language.syntax.printer import print_body
from seglam_lang.language.syntax.scanning import lexemes
from seglam_lang.language.types import Con, Constructor
from seglam_lang.translator.nano.headed import TABLE, Headed, UnknownColumn
from seglam_lang.translator.nano.rewriting.agreement import agree
from seglam_lang.translator.nano.rewriting.building import transform, with_value
from seglam_lang.translator.nano.rewriting.queries import from_sql
from seglam_lang.translator.nano.rewriting.rules import simplified
from seglam_lang.translator.nano.rewriting.view_reader import ViewReader

MADE_OF_MANY = frozenset({Constructor.TABLE, Constructor.LIST, Constructor.MAP})
__all__ = ["forms", "length", "rewrite"]


def length(program: Headed) -> int:
    """Return how many lexemes a program has, a column being one, with `return` before its result."""
    return sum(1 for _ in lexemes(program.source, 0, len(program.source)))


def rewrite(program: str, inputs: Inputs, sql: str = "") -> str:
    """Return the shortest form of a program in the notation of the data, for inputs with one table; else the program.

    `sql` says the same over the table `t`, in DuckDB's dialect, if given.
    Raise LanguageError, or UnknownColumn, where it cannot be read or does not type-check.
    """
    if len(inputs.tables) != 1:
        return program
    given, (table,) = Headed.of(program), inputs.tables.values()
    blank = {header for header in table.headers if None in table.column(header)}
    guarded = frozenset(name for name, header in given.headers.items() if header in blank)
    converted = from_sql(sql, given, table) if sql else ()
    for each in sorted(chain(forms(given, guarded), converted), key=length):
        if length(each) >= length(given):
            break
        if _holds(given, each, inputs):
            return _notation(each)
    return program


def _notation(program: Headed) -> str:
    """Return a program in the notation of the data."""
    parts, position = [], 0
    for each in lexemes(program.source, 0, len(program.source)):
        if each.kind == "name" and each.text in program.headers:
            parts += [program.source[position : each.start], f"`{program.headers[each.text]}`"]
            position = each.end
    return "".join([*parts, program.source[position:]])


def _holds(program: Headed, other: Headed, inputs: Inputs) -> bool:
    try:
        other.check(inputs)
        return agree(program, other, inputs)
    except (LanguageError, UnknownColumn):
        return False


def forms(program: Headed, guarded: frozenset[str] = frozenset()) -> Iterator[Headed]:
    """Yield other forms of a program; `guarded` are names of columns with blanks. They need not type-check."""
    columns: frozenset[nodes.Expression] = frozenset(nodes.Name(name) for name in guarded)
    for body in (program.nodes, inlined(program.nodes)):
        is_table = _is_table(body)
        for made, guard in product((False, True), {frozenset(), columns}):
            changed = simplified(_without_lists(body, ViewReader(is_table, made, guard)), is_table)
            yield Headed(_print(changed), program.headers)


def _print(body: nodes.Body) -> str:
    """Return a program with a line for each step, where it has no loops."""
    lines = []
    for each in body.statements:
        if not isinstance(each, nodes.Let | nodes.Return) or isinstance(each.value, nodes.Loop):
            return print_body(body)
        opening = f"let {each.name} =" if isinstance(each, nodes.Let) else "return"
        lines.append(f"{opening} {print_expression(each.value)}")
    return "\n".join(lines)


def inlined(body: nodes.Body) -> nodes.Body:
    """Return a body without steps that make groups, or that make a table, a list or a map and are used once."""
    constructor = _constructors(body)
    for step in body.steps:
        if isinstance(step, nodes.Let) and not isinstance(step.value, nodes.Loop):
            kind = constructor(step.value)
            rest = replace(body, steps=tuple(each for each in body.steps if each is not step))
            uses = sum(each == nodes.Name(step.name) for each in nodes.walk(rest))
            if kind == Constructor.GROUPS or (uses == 1 and kind in MADE_OF_MANY):
                return inlined(with_value(rest, step.name, step.value))
    return body


def _without_lists(body: nodes.Body, reader: ViewReader) -> nodes.Body:
    """Return a program with its lists over tables as tables."""

    def change(node: nodes.Node) -> nodes.Node | None:
        if isinstance(node, nodes.Call | nodes.Field):
            found = reader.shorter(node, node is body.result.value)
            return found if found != node else None
        return None

    return transform(body, change)


def _constructors(body: nodes.Body) -> Callable[[nodes.Expression], str]:
    """Return what knows the constructor of an expression's type, as far as it follows from methods' declarations."""
    kinds = {TABLE: Constructor.TABLE.value}
    for step in body.steps:
        if isinstance(step, nodes.Let) and not isinstance(step.value, nodes.Loop):
            kinds[step.name] = _kind(step.value, kinds)
    return lambda node: _kind(node, kinds)


def _is_table(body: nodes.Body) -> Callable[[nodes.Expression], bool]:
    constructor = _constructors(body)
    return lambda node: constructor(node) == Constructor.TABLE


def _kind(node: nodes.Expression, kinds: dict[str, str]) -> str:
    match node:
        case nodes.Name(name):
            return kinds.get(name, "")
        case nodes.Call(receiver, method):
            declared = REGISTRY.find(method, _kind(receiver, kinds))
            if declared and isinstance(declared.result, Con):
                return declared.result.constructor
    return ""
