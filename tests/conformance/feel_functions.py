"""Calls of FEEL's functions: those of feel_library.seg, and the few that are forms of our language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from seglam_lang.language.checking.names import readable
from seglam_lang.language.types import BOOL, Con, Constructor, Type, Var, is_a, list_of
from seglam_lang.language.types import record as make_record
from tests.conformance.feel_nodes import Binary, Call, Context, Function, ListOf, Name, Node, Text, Word
from tests.conformance.feel_patterns import pattern_of, replacement_of
from tests.conformance.feel_types import (
    MIXED,
    NULL,
    UNKNOWN,
    as_list,
    common,
    compared,
    fits_alone,
    item_type,
    items_of,
    narrowed,
)
from tests.conformance.feel_values import check_moment, is_of_months
from tests.conformance.harness import HERE, NotTranslatable
from tests.conformance.library import Code, Helper, bare, read_library, with_arguments

if TYPE_CHECKING:
    from tests.conformance.feel_compiler import Compiler

Scope = Mapping[str, Code]
LIBRARY = {**read_library(HERE / "feel_times.seg"), **read_library(HERE / "feel_library.seg")}  # the general last
_OF_TIME = {"now": "the date of today", "today": "the date of today"}
_FROM_TEXTS = frozenset({"date", "time", "date and time", "duration"})
_OF_ITEMS = frozenset(
    {"all", "any", "max", "mean", "median", "min", "mode", "product", "stddev", "sum"}
)  # or of a list
_OF_SEVERAL = frozenset({"append", "concatenate", "union"})  # two or more arguments
_OF_PATTERNS = frozenset({"matches", "replace", "split"})


def call(compiler: Compiler, node: Call, scope: Scope) -> Code:
    """The code of a call."""
    if not isinstance(node.function, Name):
        raise NotTranslatable("functions as values")
    name = node.function.name
    if name in _OF_TIME:
        raise NotTranslatable(_OF_TIME[name])
    if name in _FROM_TEXTS:
        for each in node.arguments:
            if isinstance(each, Text):
                check_moment(each.value)
        if name == "time" and len(node.arguments) == 4:
            raise NotTranslatable("time zones")
        if name == "duration" and node.arguments and _is_of_months(node.arguments[0]):
            node = Call(Name("duration of months"), node.arguments, node.names)
            name = "duration of months"
    if name in _FORMS:
        return _FORMS[name](compiler, node, scope)
    if name == "list replace" and any(isinstance(each, Function) for each in node.arguments):
        return _replace_matching(compiler, node, scope)
    if name in _OF_SEVERAL and len(node.arguments) > 2 and not node.names:
        first = Call(node.function, node.arguments[:-1], ())
        return call(compiler, Call(node.function, (first, node.arguments[-1]), ()), scope)
    overloads = [each for each in LIBRARY.values() if each.function == name.replace(" ", "_")]
    if overloads:
        return _library_call(compiler, name, overloads, node, scope)
    texts = ", ".join(compiler.compile(each, scope).text for each in node.arguments)
    return Code(f"{readable(name)}({texts})", UNKNOWN)


def _is_of_months(node: Node) -> bool:
    return isinstance(node, Text) and is_of_months(node.value)


# --- forms of our language --------------------------------------------------------------------------------------------


def _not(compiler: Compiler, node: Call, scope: Scope) -> Code:
    operands = [compiler.compile(each, scope) for each in node.arguments]
    if len(operands) != 1 or operands[0].type != BOOL:
        raise NotTranslatable("three-valued logic")
    return Code(f"(not {operands[0].text})", BOOL)


def _is(compiler: Compiler, node: Call, scope: Scope) -> Code:
    operands = [compiler.compile(each, scope) for each in node.arguments]
    if len(operands) != 2:
        raise NotTranslatable("comparison with null")
    return compared("=", *operands)


def _flatten(compiler: Compiler, node: Call, scope: Scope) -> Code:
    """As many `flatten` as the list is deep."""
    if len(node.arguments) != 1:
        raise NotTranslatable("functions as values")
    items = as_list(compiler.compile(node.arguments[0], scope))
    inner = items_of(items)
    while item_type(inner) is not None:
        items = Code(f"{items.text}.flatten()", inner)
        inner = items_of(items)
    return items


def _sort(compiler: Compiler, node: Call, scope: Scope) -> Code:
    """`sort(list, function(x, y) f(x) < f(y))` sorts by f; other comparators have no counterpart."""
    if len(node.arguments) != 2 or not isinstance(node.arguments[1], Function):
        raise NotTranslatable("functions as values")
    items, comparator = as_list(compiler.compile(node.arguments[0], scope)), node.arguments[1]
    body = comparator.body
    if len(comparator.params) != 2 or not isinstance(body, Binary) or body.operator not in ("<", ">"):
        raise NotTranslatable("sort by a comparison that is no order of keys")
    each = compiler.fresh("each")
    code = Code(each, items_of(items))
    first, second = (
        compiler.compile(side, {**scope, param: code})
        for side, param in zip((body.left, body.right), comparator.params, strict=True)
    )
    if first != second:
        raise NotTranslatable("sort by a comparison that is no order of keys")
    method = "sort_by" if body.operator == "<" else "sort_by_descending"
    return Code(f"{items.text}.{method}({each} => {bare(first.text)})", items.type)


def _replace_matching(compiler: Compiler, node: Call, scope: Scope) -> Code:
    """`list replace(list, function(item, new) condition, new)` maps each item to itself or to the new one."""
    order = ("list", "match", "newItem")
    if node.names and set(node.names) != set(order):
        raise NotTranslatable("an argument's name that the function has not")
    named = dict(zip(node.names or order, node.arguments, strict=False))
    match = named.get("match")
    if len(node.arguments) != 3 or not isinstance(match, Function) or len(match.params) != 2:
        raise NotTranslatable("functions as values")
    items, new = as_list(compiler.compile(named["list"], scope)), compiler.compile(named["newItem"], scope)
    each = compiler.fresh(match.params[0])
    inner = {**scope, match.params[0]: Code(each, items_of(items)), match.params[1]: new}
    condition = compiler.compile(match.body, inner)
    text = f"{items.text}.map({each} => if {bare(condition.text)} then {new.text} else {each})"
    return Code(text, items.type)


def _context_put(compiler: Compiler, node: Call, scope: Scope) -> Code:
    """`context put(context, key or keys, value)`: of a map; else, with keys written out, of a record."""
    order = ("context", "keys" if "keys" in node.names else "key", "value")
    named = dict(zip(node.names or order, node.arguments, strict=False))
    keys = named.get(order[1])
    path = keys.items if isinstance(keys, ListOf) else (keys,)
    words = [each.value for each in path if isinstance(each, Text) and each.value]
    of_record = len(node.arguments) == len(named) == len(order) and set(named) == set(order) and words
    if not of_record or len(words) < len(path) or (len(words) == 1 and isinstance(named["context"], Context)):
        return _library_call(compiler, "context put", [LIBRARY["context_put"]], node, scope)
    record, value = compiler.compile(named["context"], scope), compiler.compile(named["value"], scope)
    if not is_a(record.type, Constructor.RECORD) or value.type == NULL:
        raise NotTranslatable("null in a context" if value.type == NULL else "a context that is a map")
    return _with_field(compiler, record, words, value)


def _with_field(compiler: Compiler, record: Code, path: Sequence[str], value: Code) -> Code:
    """A record with the field at the end of a path changed, or added."""
    kind = record.type
    assert isinstance(kind, Con)
    name = compiler.fresh("context")
    fields = {each: Code(f"{name}.{each}", field) for each, field in zip(kind.labels, kind.args, strict=True)}
    if len(path) > 1:
        inner = fields.get(path[0])
        if inner is None or not is_a(inner.type, Constructor.RECORD):
            raise NotTranslatable("a field that the context has not")
        value = _with_field(compiler, inner, path[1:], value)
    fields[path[0]] = value
    if not all(readable(each) == each for each in fields):
        raise NotTranslatable("a field whose name is no word")
    made = ", ".join(f"{each}: {code.text}" for each, code in fields.items())
    text = f"[{record.text}].map({name} => {{{made}}}).first()"
    return Code(text, make_record({each: code.type for each, code in fields.items()}))


_FORMS: dict[str, Callable[[Compiler, Call, Scope], Code]] = {
    "context put": _context_put,
    "not": _not,
    "is": _is,
    "flatten": _flatten,
    "sort": _sort,
}
NAMES = frozenset({*(each.function.replace("_", " ") for each in LIBRARY.values()), *_OF_TIME, *_FORMS})


# --- functions of the library -----------------------------------------------------------------------------------------


def _library_call(compiler: Compiler, name: str, overloads: Sequence[Helper], node: Call, scope: Scope) -> Code:
    """A call of the overload that the arguments fit; where none does, of the nearest: the checker says why not."""
    arguments = node.arguments
    if node.names:
        named = set(map(_plain, node.names))
        overloads = [each for each in overloads if named <= {_plain(param) for param, _ in each.params}]
        if not overloads:
            raise NotTranslatable("an argument's name that the function has not")
    elif name in _OF_ITEMS and len(arguments) > 1:
        arguments = (ListOf(arguments),)
    overloads = [each for each in overloads if len(each.params) == len(arguments)] or overloads[:1]
    if name in _OF_PATTERNS:
        arguments = _with_patterns(arguments, node.names or [param for param, _ in overloads[0].params])
    calls = [_overload_call(compiler, each, arguments, node.names, scope) for each in overloads]
    if not any(fits for _, fits, _ in calls) and any(mixed for _, _, mixed in calls):
        raise NotTranslatable("values of several types in a list")
    return next((code for code, fits, _ in calls if fits), calls[0][0])


def _overload_call(
    compiler: Compiler, helper: Helper, arguments: Sequence[Node], names: Sequence[str], scope: Scope
) -> tuple[Code, bool, bool]:
    """The call of one overload, whether the arguments fit, and whether they would if lists held any values."""
    if names:
        named = dict(zip(map(_plain, names), arguments, strict=True))
        arguments = [named[_plain(name)] for name, _ in helper.params if _plain(name) in named]
    wanted = [kind for _, kind in helper.params]
    wanted += [UNKNOWN] * (len(arguments) - len(wanted))
    codes = [argument(compiler, each, scope, kind) for each, kind in zip(arguments, wanted, strict=False)]
    code, fits = with_arguments(helper, codes)
    mixed = len(codes) == len(helper.params)
    mixed = mixed and all(fits_alone(each.type, kind) for each, kind in zip(codes, wanted, strict=False))
    return code, fits, mixed


def argument(compiler: Compiler, node: Node, scope: Scope, wanted: Type) -> Code:
    """An argument; FEEL makes of a single value a list of it, and of a list of one its item."""
    items = item_type(wanted)
    if isinstance(node, Context) and is_a(wanted, Constructor.MAP):
        return compiler.map(node, scope)
    if items is not None and isinstance(node, ListOf):
        return _list_argument(compiler, node, scope, items)
    if items is not None:
        code = argument(compiler, node, scope, items) if isinstance(node, Context) else compiler.compile(node, scope)
        return narrowed(as_list(code), items, compiler.fresh("each"))
    code = compiler.compile(node, scope)
    if isinstance(wanted, Var):
        if code.type == NULL:
            raise NotTranslatable("null in a list")
        return code
    item = item_type(code.type)
    return code if item is None else Code(f"single({bare(code.text)})", item)


def _list_argument(compiler: Compiler, node: ListOf, scope: Scope, wanted: Type) -> Code:
    """A list where a function says of what: items of another type are refused by the checker."""
    items = [
        argument(compiler, each, scope, wanted) if isinstance(each, Context) else compiler.compile(each, scope)
        for each in node.items
    ]
    text = f"[{', '.join(each.text for each in items)}]"
    try:
        return narrowed(Code(text, list_of(common(items))), wanted, compiler.fresh("each"))
    except NotTranslatable:
        if isinstance(wanted, Var) or any(each.type == NULL for each in items):
            raise
        return Code(text, list_of(MIXED))


def _plain(name: str) -> str:
    """A parameter's name without what FEEL and this language write differently: `newItem`, `start position`."""
    return re.sub(r"[ _]", "", name).lower()


def _with_patterns(arguments: Sequence[Node], names: Sequence[str]) -> tuple[Node, ...]:
    """The arguments of a function of patterns: pattern, flags and replacement as RE2 has them."""
    by_name = dict(zip(map(_plain, names), arguments, strict=False))
    flags = by_name.get("flags")
    written = flags.value if isinstance(flags, Text) else ""

    def translated(name: str, node: Node) -> Node:
        if node is flags and isinstance(node, Text):
            return Text(node.value.replace("x", ""))
        if _plain(name) not in ("pattern", "delimiter", "replacement"):
            return node
        if isinstance(node, Text):
            is_pattern = _plain(name) != "replacement"
            return Text(pattern_of(node.value, written) if is_pattern else replacement_of(node.value))
        if isinstance(node, Word | ListOf):
            return node
        raise NotTranslatable("regular expressions: one that is computed")

    found = [translated(name, node) for name, node in zip(names, arguments, strict=False)]
    return (*found, *arguments[len(found) :])
