"""Parse source text: Lark recognises it (grammar/seglam.lark), this module builds the nodes of declarations and bodies,
`tree_expressions` and `tree_literals` those in them.

Lark is imported only when something is parsed: who only runs stored procedures never loads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.syntax import comments, nodes, recovery
from seglam_lang.language.syntax.grammar import grammar
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.language.syntax.syntax_errors import explain
from seglam_lang.language.syntax.tree_expressions import expression_of, expressions_of, refuse_twins
from seglam_lang.language.syntax.tree_literals import label_of, text_of
from seglam_lang.language.syntax.trees import error_at, span_of

if TYPE_CHECKING:
    from lark import Token, Tree

MAX_DEPTH = 100  # how deep syntax may be nested, chains such as 1 + 1 + 1 included
MAX_STEPS = 100  # of one body
MAX_PARTS = 2_000  # of anything: items of a list, fields of a record, parameters, arguments
MAX_DECLARATIONS = 10_000  # of a file
_STEPS = frozenset({"let", "var", "for_each", "check"})
_WRAPPERS = frozenset({"arguments", "expressions", "sets", "record_field", "map_entry", "body", "procedure", "module"})


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The declarations of a file that parse, what is wrong with the others, and the names that those declare."""

    module: nodes.Module
    wrong: tuple[Diagnostic, ...]
    unread: frozenset[str]


def parse(source: str | bytes) -> nodes.Module:
    """Return the nodes of a source file. Raise LanguageError with what is wrong, one thing for each declaration."""
    result = parse_tolerantly(source)
    if result.wrong:
        raise LanguageError(result.wrong)
    return result.module


def parse_tolerantly(source: str | bytes) -> ParseResult:
    """Return the nodes of the declarations that parse, also where others do not."""
    text = normalise(source)
    trees, wrong, unread = recovery.declarations(text)
    declarations: list[nodes.Declaration] = []
    if len(trees) > MAX_DECLARATIONS:
        message = f"this source has {len(trees):,} declarations; {MAX_DECLARATIONS:,} are the most"
        raise error_at("too-many-parts", message, trees[MAX_DECLARATIONS], "split it into several files")
    for tree in trees:
        try:
            _limit_size(tree)
            declarations.append(_declaration(tree))
        except LanguageError as error:
            wrong += error.diagnostics
            if tree.data != "example":
                unread.add(str(tree.children[0]))
    module = nodes.Module(tuple(declarations))
    return ParseResult(module if wrong else comments.attach_to_module(module, text), tuple(wrong), frozenset(unread))


def parse_body(source: str | bytes) -> nodes.Body:
    """Return the statements of one procedure, without its signature and braces: what a model drafts."""
    text = normalise(source)
    return comments.attach_to_body(_body(_recognise(text, "body")), text)


def _recognise(text: str, start: str) -> Tree[Token]:
    from lark.exceptions import UnexpectedInput

    try:
        tree = grammar().parse(text, start=start)
    except UnexpectedInput as error:
        raise LanguageError([explain(error, text)]) from None
    _limit_size(tree)
    return tree


def _limit_size(root: Tree[Token]) -> None:
    """Raise LanguageError where there is more than later steps, which are recursive, could walk in time."""
    stack: list[tuple[Any, int]] = [(root, 0)]
    while stack:
        tree, depth = stack.pop()
        if depth > MAX_DEPTH:
            message = f"this is nested too deeply: {MAX_DEPTH} levels, each step of a chain counted, are the most"
            raise error_at("nested-too-deeply", message, tree, "give parts of it names with `let`")
        if tree.data == "body":
            steps = [each for each in tree.children if each is not None and each.data in _STEPS]
            if len(steps) > MAX_STEPS:
                message = f"this procedure has {len(steps)} steps; {MAX_STEPS} are the most"
                raise error_at("too-many-steps", message, steps[MAX_STEPS], "split it into procedures")
        if len(tree.children) > MAX_PARTS:
            message = f"this has {len(tree.children):,} parts; {MAX_PARTS:,} are the most"
            raise error_at("too-many-parts", message, tree, "what a procedure works on are its arguments")
        depth += tree.data not in _WRAPPERS
        stack.extend((child, depth) for child in tree.children if hasattr(child, "data"))


def _declaration(tree: Any) -> nodes.Declaration:
    if tree.data == "type_declaration":
        name, kind = tree.children
        return nodes.TypeDeclaration(str(name), _type(kind), span=span_of(tree), at=span_of(name))
    if tree.data == "example":
        name, arguments, expected = tree.children
        return nodes.ExampleDeclaration(
            str(name), expressions_of(arguments), expression_of(expected), span=span_of(tree), at=span_of(name)
        )
    name, types, parameters, result, body = tree.children
    return nodes.Procedure(
        str(name),
        tuple(_type_parameter(each) for each in types.children) if types else (),
        tuple(_parameter(each) for each in parameters.children) if parameters else (),
        _type(result) if result else None,
        _body(body),
        span=span_of(tree),
        at=span_of(name),
    )


def _type_parameter(tree: Any) -> nodes.TypeParameter:
    name, bound = tree.children
    return nodes.TypeParameter(str(name), str(bound or ""), span=span_of(tree))


def _parameter(tree: Any) -> nodes.Parameter:
    name, kind, table = tree.children
    return nodes.Parameter(str(name), _type(kind), str(table or ""), span=span_of(tree), at=span_of(name))


def _type(tree: Any) -> nodes.TypeNode:
    if tree.data == "optional_type":
        return nodes.OptionalType(_type(tree.children[0]), span=span_of(tree))
    if tree.data == "record_type":
        names = tuple(label_of(each.children[0]) for each in tree.children)
        refuse_twins(names, tree)
        return nodes.RecordType(names, tuple(_type(each.children[1]) for each in tree.children), span=span_of(tree))
    name, *args = tree.children
    return nodes.NamedType(str(name), tuple(_type(each) for each in args if each is not None), span=span_of(tree))


def _body(tree: Any) -> nodes.Body:
    header: list[nodes.Header] = []
    steps: list[nodes.Step] = []
    for each in tree.children[:-1]:
        if each is None:
            continue
        span = span_of(each)
        if each.data == "ask":
            text, *given = each.children
            bound = tuple(_given(one) for one in given if one is not None)
            header.append(nodes.Ask(text_of(text), bound, span=span, at=span_of(text)))
        elif each.data == "check" and not steps:
            header.append(_check(each))
        elif each.data == "ensure":
            header.append(nodes.Ensure(expression_of(each.children[0]), span=span))
        else:
            steps.append(_step(each))
    last = tree.children[-1]
    result = nodes.Return(_value(last.children[0]), span=span_of(last))
    return nodes.Body(tuple(header), tuple(steps), result, span=span_of(tree))


def _given(tree: Any) -> nodes.Given:
    name, kind, value, column, among = tree.children
    return nodes.Given(
        str(name),
        expression_of(value),
        _type(kind) if kind else None,
        str(column or ""),
        expression_of(among) if among else None,
        span=span_of(tree),
        at=span_of(name),
    )


def _step(tree: Any) -> nodes.Step:
    if tree.data == "for_each":
        return nodes.ForEach(_loop(tree.children[0]), span=span_of(tree))
    if tree.data == "check":
        return _check(tree)
    if tree.data in ("set", "conditional"):
        return _set(tree)
    name, annotated, value = tree.children
    kind = _type(annotated) if annotated else None
    if tree.data == "let":
        return nodes.Let(str(name), _value(value), type=kind, span=span_of(tree), at=span_of(name))
    return nodes.Var(str(name), expression_of(value), type=kind, span=span_of(tree), at=span_of(name))


def _check(tree: Any) -> nodes.Check:
    condition, message = tree.children
    return nodes.Check(expression_of(condition), text_of(message), span=span_of(tree))


def _set(tree: Any) -> nodes.Set | nodes.Conditional:
    if tree.data == "set":
        name, value = tree.children
        return nodes.Set(str(name), expression_of(value), span=span_of(tree), at=span_of(name))
    condition, sets, last = tree.children
    otherwise = (last,) if last is not None and last.data == "conditional" else last.children if last else ()
    return nodes.Conditional(
        expression_of(condition), tuple(map(_set, sets.children)), tuple(map(_set, otherwise)), span=span_of(tree)
    )


def _value(tree: Any) -> nodes.Expression | nodes.Loop:
    return _loop(tree) if tree.data == "loop" else expression_of(tree)


def _loop(tree: Any) -> nodes.Loop:
    name, items, until, *steps, last = tree.children
    result = nodes.Yield(expression_of(last.children[0]), span=span_of(last)) if last else None
    condition = expression_of(until) if until else None
    return nodes.Loop(
        str(name),
        expression_of(items),
        condition,
        tuple(map(_step, steps)),
        result,
        span=span_of(tree),
        at=span_of(name),
    )
