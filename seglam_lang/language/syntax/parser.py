"""Parse source text: Lark recognises it (grammar/seglam.lark), this module builds the nodes.

Lark is imported only when something is parsed: who only runs stored procedures never loads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from seglam_lang.language.computing.numbers import number_value
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.failures import Failure
from seglam_lang.language.syntax import comments, date_form, nodes, recovery
from seglam_lang.language.syntax.grammar import grammar
from seglam_lang.language.syntax.leading_zeros import complaint
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.language.syntax.syntax_errors import explain

if TYPE_CHECKING:
    from lark import Token, Tree

MAX_DEPTH = 100  # how deep syntax may be nested, chains such as 1 + 1 + 1 included
MAX_STEPS = 100  # of one body
MAX_PARTS = 2_000  # of anything: items of a list, fields of a record, parameters, arguments
MAX_DECLARATIONS = 10_000  # of a file
_STEPS = frozenset({"let", "var", "for_each", "check"})
_WRAPPERS = frozenset({"arguments", "expressions", "sets", "record_field", "map_entry", "body", "procedure", "module"})
_ESCAPE = re.compile(r"\\(u\{([0-9a-fA-F]{1,6})\}|.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


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
        raise _error("too-many-parts", message, trees[MAX_DECLARATIONS], "split it into several files")
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
            raise _error("nested-too-deeply", message, tree, "give parts of it names with `let`")
        if tree.data == "body":
            steps = [each for each in tree.children if each is not None and each.data in _STEPS]
            if len(steps) > MAX_STEPS:
                message = f"this procedure has {len(steps)} steps; {MAX_STEPS} are the most"
                raise _error("too-many-steps", message, steps[MAX_STEPS], "split it into procedures")
        if len(tree.children) > MAX_PARTS:
            message = f"this has {len(tree.children):,} parts; {MAX_PARTS:,} are the most"
            raise _error("too-many-parts", message, tree, "what a procedure works on are its arguments")
        depth += tree.data not in _WRAPPERS
        stack.extend((child, depth) for child in tree.children if hasattr(child, "data"))


def _span(tree: Any) -> nodes.Span:
    if hasattr(tree, "data"):
        return (tree.meta.start_pos, tree.meta.end_pos)
    return (tree.start_pos, tree.end_pos)


def _error(code: str, message: str, place: Any, hint: str = "") -> LanguageError:
    return LanguageError([Diagnostic(code, message, *_span(place), hint)])


# --- declarations -------------------------------------------------------------------------------------------------


def _declaration(tree: Any) -> nodes.Declaration:
    if tree.data == "type_declaration":
        name, kind = tree.children
        return nodes.TypeDeclaration(str(name), _type(kind), span=_span(tree), at=_span(name))
    if tree.data == "example":
        name, arguments, expected = tree.children
        return nodes.ExampleDeclaration(
            str(name), _expressions(arguments), _expression(expected), span=_span(tree), at=_span(name)
        )
    name, types, parameters, result, body = tree.children
    return nodes.Procedure(
        str(name),
        tuple(_type_parameter(each) for each in types.children) if types else (),
        tuple(_parameter(each) for each in parameters.children) if parameters else (),
        _type(result) if result else None,
        _body(body),
        span=_span(tree),
        at=_span(name),
    )


def _type_parameter(tree: Any) -> nodes.TypeParameter:
    name, bound = tree.children
    return nodes.TypeParameter(str(name), str(bound or ""), span=_span(tree))


def _parameter(tree: Any) -> nodes.Parameter:
    name, kind, table = tree.children
    return nodes.Parameter(str(name), _type(kind), str(table or ""), span=_span(tree), at=_span(name))


def _type(tree: Any) -> nodes.TypeNode:
    if tree.data == "optional_type":
        return nodes.OptionalType(_type(tree.children[0]), span=_span(tree))
    if tree.data == "record_type":
        names = tuple(_label(each.children[0]) for each in tree.children)
        _refuse_twins(names, tree)
        return nodes.RecordType(names, tuple(_type(each.children[1]) for each in tree.children), span=_span(tree))
    name, *args = tree.children
    return nodes.NamedType(str(name), tuple(_type(each) for each in args if each is not None), span=_span(tree))


def _body(tree: Any) -> nodes.Body:
    header: list[nodes.Header] = []
    steps: list[nodes.Step] = []
    for each in tree.children[:-1]:
        if each is None:
            continue
        span = _span(each)
        if each.data == "ask":
            text, *given = each.children
            bound = tuple(_given(one) for one in given if one is not None)
            header.append(nodes.Ask(_text(text), bound, span=span, at=_span(text)))
        elif each.data == "check" and not steps:
            header.append(_check(each))
        elif each.data == "ensure":
            header.append(nodes.Ensure(_expression(each.children[0]), span=span))
        else:
            steps.append(_step(each))
    last = tree.children[-1]
    result = nodes.Return(_value(last.children[0]), span=_span(last))
    return nodes.Body(tuple(header), tuple(steps), result, span=_span(tree))


def _given(tree: Any) -> nodes.Given:
    name, kind, value, column, among = tree.children
    return nodes.Given(
        str(name),
        _expression(value),
        _type(kind) if kind else None,
        str(column or ""),
        _expression(among) if among else None,
        span=_span(tree),
        at=_span(name),
    )


def _step(tree: Any) -> nodes.Step:
    if tree.data == "for_each":
        return nodes.ForEach(_loop(tree.children[0]), span=_span(tree))
    if tree.data == "check":
        return _check(tree)
    if tree.data in ("set", "conditional"):
        return _set(tree)
    name, annotated, value = tree.children
    kind = _type(annotated) if annotated else None
    if tree.data == "let":
        return nodes.Let(str(name), _value(value), type=kind, span=_span(tree), at=_span(name))
    return nodes.Var(str(name), _expression(value), type=kind, span=_span(tree), at=_span(name))


def _check(tree: Any) -> nodes.Check:
    condition, message = tree.children
    return nodes.Check(_expression(condition), _text(message), span=_span(tree))


def _set(tree: Any) -> nodes.Set | nodes.Conditional:
    if tree.data == "set":
        name, value = tree.children
        return nodes.Set(str(name), _expression(value), span=_span(tree), at=_span(name))
    condition, sets, last = tree.children
    otherwise = (last,) if last is not None and last.data == "conditional" else last.children if last else ()
    return nodes.Conditional(
        _expression(condition), tuple(map(_set, sets.children)), tuple(map(_set, otherwise)), span=_span(tree)
    )


def _value(tree: Any) -> nodes.Expression | nodes.Loop:
    return _loop(tree) if tree.data == "loop" else _expression(tree)


def _loop(tree: Any) -> nodes.Loop:
    name, items, until, *steps, last = tree.children
    result = nodes.Yield(_expression(last.children[0]), span=_span(last)) if last else None
    condition = _expression(until) if until else None
    return nodes.Loop(
        str(name), _expression(items), condition, tuple(map(_step, steps)), result, span=_span(tree), at=_span(name)
    )


# --- expressions --------------------------------------------------------------------------------------------------


def _expressions(tree: Any) -> tuple[nodes.Expression, ...]:
    return tuple(_expression(each) for each in tree.children) if tree else ()


def _expression(tree: Any) -> nodes.Expression:
    return _BUILDERS[str(tree.data)](tree)


def _number(tree: Any) -> nodes.Expression:
    text = str(tree.children[0])
    mantissa = re.split("[eE]", text.rstrip("%"))[0]
    if len(mantissa.replace(".", "").lstrip("0")) > 34:
        message = "this number has more than the 34 digits that a Number holds"
        raise _error("number-too-long", message, tree)
    message, hint = complaint(text)
    if message:
        raise _error("number-form", message, tree, hint)
    try:
        number_value(text)
    except Failure as failure:
        raise _error("number-too-large", f"this is no Number: {failure.message}", tree) from None
    return nodes.Number(text, span=_span(tree))


def _date(tree: Any) -> nodes.Expression:
    text = str(tree.children[0])
    try:
        value = date.fromisoformat(text[1:])
    except ValueError:
        message = f"there is no date {text[1:]}"
        raise _error("no-such-date", message, tree, "a date is written @YEAR-MONTH-DAY, as in @2024-01-31") from None
    return nodes.Date(value, span=_span(tree))


def _datetime(tree: Any) -> nodes.Expression:
    text = str(tree.children[0])[1:]
    value = parse_datetime(text)
    if value is None:
        hint = "a DateTime is written @YEAR-MONTH-DAYTHOUR:MINUTE, as in @2024-01-31T09:30"
        raise _error("no-such-date", f"there is no date with a time {text}", tree, hint)
    return nodes.DateTime(value, span=_span(tree))


def _time(tree: Any) -> nodes.Expression:
    text = str(tree.children[0])[1:]
    value = parse_time(text)
    if value is None:
        hint = "a time of day is written @HOUR:MINUTE, from @00:00 to @23:59; a length of time is a Duration: @PT25H"
        raise _error("no-such-time", f"there is no time of day {text}", tree, hint)
    return nodes.Time(value, span=_span(tree))


def _duration(tree: Any) -> nodes.Expression:
    text = str(tree.children[0])[1:]
    value = parse_duration(text)
    if value is None:
        hint = "a duration is written @P2D, @PT1H30M or @P1DT12H (days, hours, minutes, seconds), or @P2W (weeks)"
        if re.match("P[0-9T]*[0-9][MY]", text) and "T" not in text.split("M")[0]:
            hint = "months and years differ in length: move a date by `.add_months(...)` or `.add_years(...)`"
        raise _error("no-such-duration", f"`@{text}` is no duration", tree, hint)
    return nodes.Duration(value, span=_span(tree))


def _text(token: Any) -> str:
    """Return the value of a TEXT token."""

    def unescape(match: re.Match[str]) -> str:
        if match[2]:
            point = int(match[2], 16)
            if point < 0x110000 and not 0xD800 <= point < 0xE000:
                return chr(point)
        elif match[1] in _ESCAPES:
            return _ESCAPES[match[1]]
        start = token.start_pos + 1 + match.start()
        message = f"a text has no escape `{match[0]}`"
        hint = 'the escapes are \\" \\\\ \\n \\r \\t and \\u{1F600}'
        raise LanguageError([Diagnostic("unknown-escape", message, start, start + len(match[0]), hint)])

    return _ESCAPE.sub(unescape, str(token)[1:-1])


def _label(tree: Any) -> str:
    token = tree.children[0]
    return _text(token) if token.type == "TEXT" else str(token)


def _record(tree: Any) -> nodes.Expression:
    names = tuple(_label(each.children[0]) for each in tree.children)
    _refuse_twins(names, tree)
    return nodes.RecordOf(names, tuple(_expression(each.children[1]) for each in tree.children), span=_span(tree))


def _refuse_twins(names: tuple[str, ...], tree: Any) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            message = f"this record has two fields named `{name}`"
            raise _error("field-twice", message, tree.children[position])


def _unary(tree: Any) -> nodes.Expression:
    operator, operand = tree.children
    return nodes.Unary(str(operator), _expression(operand), span=_span(tree))


def _binary(tree: Any) -> nodes.Expression:
    left, operator, right = tree.children
    if day := date_form.of_tree(tree):
        raise LanguageError([date_form.without_sign(day, _span(tree))])
    return nodes.Binary(str(operator), _expression(left), _expression(right), span=_span(tree))


def _if_else(tree: Any) -> nodes.Expression:
    condition, yes, no = map(_expression, tree.children)
    return nodes.IfElse(condition, yes, no, span=_span(tree))


def _call(tree: Any) -> nodes.Expression:
    receiver, name, arguments = tree.children
    built = tuple(_argument(each) for each in arguments.children) if arguments else ()
    return nodes.Call(_expression(receiver), str(name), built, span=_span(tree), at=_span(name))


def _argument(tree: Any) -> nodes.Expression | nodes.Lambda:
    if tree.data not in ("lambda_of_one", "lambda_of_several"):
        return _expression(tree)
    *params, body = tree.children
    at = (params[0].start_pos, params[-1].end_pos)
    return nodes.Lambda(tuple(map(str, params)), _expression(body), span=_span(tree), at=at)


def _invocation(tree: Any) -> nodes.Expression:
    name, arguments = tree.children
    return nodes.Invocation(str(name), _expressions(arguments), span=_span(tree), at=_span(name))


def _map(tree: Any) -> nodes.Expression:
    keys, values = ([_expression(entry.children[part]) for entry in tree.children] for part in (0, 1))
    return nodes.MapOf(tuple(keys), tuple(values), span=_span(tree))


def _field(tree: Any) -> nodes.Expression:
    record, label = tree.children
    return nodes.Field(_expression(record), _label(label), span=_span(tree), at=_span(label))


def _index(tree: Any) -> nodes.Expression:
    row, column = map(_expression, tree.children)
    return nodes.Index(row, column, span=_span(tree))


_BUILDERS: dict[str, Callable[[Any], nodes.Expression]] = {
    "number": _number,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "duration": _duration,
    "text": lambda tree: nodes.Text(_text(tree.children[0]), span=_span(tree)),
    "true": lambda tree: nodes.Bool(True, span=_span(tree)),
    "false": lambda tree: nodes.Bool(False, span=_span(tree)),
    "none": lambda tree: nodes.Nothing(span=_span(tree)),
    "name": lambda tree: nodes.Name(str(tree.children[0]), span=_span(tree)),
    "list": lambda tree: nodes.ListOf(_expressions(tree.children[0]), span=_span(tree)),
    "record": _record,
    "map": _map,
    "empty_map": lambda tree: nodes.MapOf((), (), span=_span(tree)),
    "invocation": _invocation,
    "group": lambda tree: _expression(tree.children[0]),
    "unary": _unary,
    "binary": _binary,
    "if_else": _if_else,
    "call": _call,
    "field": _field,
    "index": _index,
}
