"""CEL (github.com/google/cel-spec), its string extensions above all, compiled to this language.

A function or method is a procedure of cel_library.seg with the receiver first. `format` with a literal is what a
compiler of printf makes of it: its clauses become calls, its text stays. A CEL error is a type error or a Failure.

Out by design, because this language has no such values or no such meaning:

- bytes, types as values, protocol buffers, timestamps and durations; NaN and the infinities;
- null in what is written, maps in what is written (CEL sorts their keys by type), lists of several types;
- `format` on a string that is computed, and errors of the format string itself (an unknown clause, too few values): the
  translation is what reads it;
- division and remainder of integers (one type of numbers serves all).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from seglam_lang.language.checking.names import readable
from seglam_lang.language.computing.numbers import canonical
from seglam_lang.language.syntax.lexicon import KEYWORDS
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    TEXT,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    is_a,
    list_of,
    map_of,
    parameter,
    resolve,
    show,
    unify,
)
from seglam_lang.language.values import Map, Value
from tests.conformance import cel_syntax as cel
from tests.conformance.harness import HERE, ExpectedFailure, NotTranslatable, Predicate, Translation
from tests.conformance.library import Code, bare, number_literal, read_library, with_arguments, with_helpers

NULL = parameter("Null")
_LIBRARY = read_library(HERE / "cel_library.seg")
_MACROS = {"all": "all", "exists": "any", "filter": "filter", "map": "map"}
_OTHER_TYPES = {
    "bytes": "bytes",
    "type": "types as values",
    "timestamp": "timestamps and durations",
    "duration": "timestamps and durations",
}
_CLAUSE = re.compile(r"%(?:%|(?:\.([0-9]+))?([a-zA-Z]))")
_BASES = {"b": 2, "o": 8, "x": 16, "X": 16}
_DIGITS = 6  # of a fraction where the clause says none
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_INTEGERS = ("int64_value", "uint64_value", "double_value")

Scope = Mapping[str, Code]


def translate(row: dict[str, Any]) -> Translation:
    """One row of cel*.jsonl.gz as a program of ours."""
    compiler = _Compiler()
    scope: dict[str, Code] = {}
    arguments: dict[str, Value] = {}
    params: list[str] = []
    for name, stated in _bindings(row["bindings"]):
        value, kind = _value(stated)
        param = compiler.fresh(name)
        scope[name], arguments[param] = Code(param, kind), value
        params.append(f"{param}: {show(kind)}")
    try:
        tree = cel.parse(row["expr"])
    except cel.CelSyntaxError:
        raise NotTranslatable("syntax that the adapter does not know") from None
    code = compiler.compile(tree, scope)
    result = " -> List<Number>" if code.type == list_of(Var("?")) else ""
    source = f"proc answer({', '.join(params)}){result} {{\n  return {bare(code.text)}\n}}"
    return Translation(with_helpers(source, _LIBRARY), _expectation(row["expected"]), arguments)


class _Compiler:
    """Compiles one expression; it knows which names are taken."""

    def __init__(self) -> None:
        self._taken = {*_LIBRARY, *KEYWORDS, "answer", "result"}

    def fresh(self, name: str) -> str:
        """A name of ours for a name of CEL's."""
        wanted = found = readable(name) or "value"
        number = 2
        while found in self._taken:
            found, number = f"{wanted}_{number}", number + 1
        self._taken.add(found)
        return found

    def compile(self, node: cel.Node, scope: Scope) -> Code:
        """The code of one node."""
        compilers: dict[type, Callable[[Any, Scope], Code]] = {
            cel.Literal: lambda node, _: _literal(node),
            cel.Name: _name,
            cel.ListOf: self._list,
            cel.MapOf: self._map,
            cel.Call: self._call,
            cel.Unary: self._unary,
            cel.Binary: self._binary,
            cel.Conditional: self._conditional,
        }
        if type(node) not in compilers:
            raise NotTranslatable("protocol buffers")
        return compilers[type(node)](node, scope)

    def _list(self, node: cel.ListOf, scope: Scope) -> Code:
        items = [self.compile(each, scope) for each in node.items]
        return Code(f"[{', '.join(each.text for each in items)}]", list_of(_common(items)))

    def _map(self, node: cel.MapOf, scope: Scope) -> Code:
        keys = [self.compile(key, scope) for key, _ in node.entries]
        values = [self.compile(value, scope) for _, value in node.entries]
        pairs = ", ".join(f"{key.text}: {value.text}" for key, value in zip(keys, values, strict=True))
        return Code(f"[{pairs or ':'}]", map_of(_common(keys), _common(values)))

    def _unary(self, node: cel.Unary, scope: Scope) -> Code:
        operand = self.compile(node.operand, scope)
        if node.operator == "!":
            return Code(f"(not {operand.text})", BOOL)
        return Code(f"(-{operand.text})", NUMBER)

    def _binary(self, node: cel.Binary, scope: Scope) -> Code:
        left, right = self.compile(node.left, scope), self.compile(node.right, scope)
        operator = node.operator
        if operator in ("&&", "||"):
            return Code(f"({left.text} {'and' if operator == '&&' else 'or'} {right.text})", BOOL)
        if operator == "in":
            method = "has_key" if is_a(right.type, Constructor.MAP) else "contains"
            return Code(f"{right.text}.{method}({bare(left.text)})", BOOL)
        if operator in _COMPARISONS:
            return Code(f"({left.text} {operator} {right.text})", BOOL)
        if operator in ("/", "%"):
            raise NotTranslatable("division of integers")
        if operator == "+" and is_a(left.type, Constructor.LIST):
            return Code(f"{left.text}.concat({right.text})", _common([left, right]))
        return Code(f"({left.text} {operator} {right.text})", left.type)

    def _conditional(self, node: cel.Conditional, scope: Scope) -> Code:
        condition, yes, no = (self.compile(each, scope) for each in (node.condition, node.yes, node.no))
        return Code(f"(if {condition.text} then {yes.text} else {no.text})", _common([yes, no]))

    # --- functions ----------------------------------------------------------------------------------------------------

    def _call(self, node: cel.Call, scope: Scope) -> Code:
        if node.function == "format" and node.receiver is not None:
            return self._format(node, scope)
        if node.function in _OTHER_TYPES:
            raise NotTranslatable(_OTHER_TYPES[node.function])
        if node.function == "dyn" and len(node.arguments) == 1:
            return self.compile(node.arguments[0], scope)
        if node.function in _MACROS and node.receiver and len(node.arguments) == 2:
            return self._macro(node, node.receiver, scope)
        arguments = list(node.arguments)
        if node.receiver is not None and node.receiver != cel.Name("strings"):
            arguments.insert(0, node.receiver)
        if node.function == "double" and arguments and _is_not_a_number(arguments[0]):
            raise NotTranslatable("NaN and infinities")
        return _invoke(node.function, [self.compile(each, scope) for each in arguments])

    def _macro(self, node: cel.Call, receiver: cel.Node, scope: Scope) -> Code:
        over = self.compile(receiver, scope)
        name, body = node.arguments
        if not isinstance(name, cel.Name) or not (is_a(over.type, Constructor.LIST)):
            raise NotTranslatable("syntax that the adapter does not know")
        each = self.fresh(name.name)
        code = self.compile(body, {**scope, name.name: Code(each, over.type.args[0])})
        kind = {"filter": over.type, "map": list_of(code.type)}.get(node.function, BOOL)
        return Code(f"{over.text}.{_MACROS[node.function]}({each} => {bare(code.text)})", kind)

    # --- format -------------------------------------------------------------------------------------------------------

    def _format(self, node: cel.Call, scope: Scope) -> Code:
        """The text between the clauses, and what each clause writes, added up."""
        template = node.receiver
        if not isinstance(template, cel.Literal) or template.kind != "string":
            raise NotTranslatable("format: a string that is computed")
        if len(node.arguments) != 1 or not isinstance(node.arguments[0], cel.ListOf):
            raise NotTranslatable("format: values that are no list")
        values = list(node.arguments[0].items)
        parts: list[str] = []
        text, at = "", 0
        for clause in _CLAUSE.finditer(template.text):
            text += template.text[at : clause.start()]
            at = clause.end()
            if clause[0] == "%%":
                text += "%"
                continue
            if not values:
                raise NotTranslatable("format: errors of the format string")
            parts += [show_value(text)] * bool(text)
            parts.append(self._clause(clause[2], clause[1], values.pop(0), scope))
            text = ""
        text += template.text[at:]
        parts += [show_value(text)] * (bool(text) or not parts)
        return Code(f"({' + '.join(parts)})" if len(parts) > 1 else parts[0], TEXT)

    def _clause(self, verb: str, digits: str | None, node: cel.Node, scope: Scope) -> str:
        if verb == "s":
            return self._written(node, scope)
        value = self.compile(node, scope)
        if verb in ("e", "f"):
            helper = "format_scientific" if verb == "e" else "format_fixed"
            return f"{helper}({bare(value.text)}, {digits or _DIGITS})"
        if verb == "d":
            return f"format_decimal({bare(value.text)})"
        if verb not in _BASES:
            raise NotTranslatable("format: errors of the format string")
        if verb in "xX" and value.type == TEXT:
            raise NotTranslatable("bytes")
        if verb == "b" and value.type == BOOL:
            return f"format_bit({value.text})"
        return f"format_base({bare(value.text)}, {_BASES[verb]})" + (".lower()" if verb == "x" else "")

    def _written(self, node: cel.Node, scope: Scope) -> str:
        """A value as `%s` writes it."""
        if isinstance(node, cel.Call) and node.function == "dyn" and len(node.arguments) == 1:
            return self._written(node.arguments[0], scope)
        if isinstance(node, cel.ListOf):
            items = ' + ", " + '.join(self._written(each, scope) for each in node.items)
            return f'("[" + {items} + "]")' if items else '"[]"'
        if isinstance(node, cel.MapOf):
            raise NotTranslatable("format of a map")
        code = self.compile(node, scope)
        if code.type == NULL:
            raise NotTranslatable("format of null")
        return _invoke("string", [code]).text


def _invoke(function: str, arguments: Sequence[Code]) -> Code:
    """A call of the overload that the arguments fit; where none does, of the nearest: the checker says why not."""
    name = re.sub(r"([A-Z])", r"_\1", function).lower()
    overloads = [each for each in _LIBRARY.values() if each.function == name]
    if not overloads:
        raise NotTranslatable(f"function: {function}")
    overloads = [each for each in overloads if len(each.params) == len(arguments)] or overloads[:1]
    calls = [with_arguments(each, arguments) for each in overloads]
    return next((code for code, fits in calls if fits), calls[0][0])


def _literal(node: cel.Literal) -> Code:
    if node.kind == "bytes":
        raise NotTranslatable("bytes")
    if node.kind == "null":
        return Code("none", NULL)
    if node.kind == "bool":
        return Code(node.text, BOOL)
    if node.kind == "string":
        return Code(show_value(node.text), TEXT)
    return number_literal(node.text)


def _name(node: cel.Name, scope: Scope) -> Code:
    if node.name not in scope:
        raise NotTranslatable("a name that is not bound")
    return scope[node.name]


def _is_not_a_number(node: cel.Node) -> bool:
    """`"NaN"` and the infinities, as `double` reads them."""
    return isinstance(node, cel.Literal) and node.text.lstrip("+-").lower() in ("nan", "inf", "infinity")


def _common(items: Sequence[Code]) -> Type:
    """The type that all items have."""
    kind: Type = Var("?")
    bindings: Substitution = {}
    for each in items:
        try:
            unify(kind, each.type, bindings)
        except Mismatch:
            raise NotTranslatable("values of several types in a list") from None
        kind = resolve(each.type, bindings)
    return kind


# --- values of the suite ---


def _bindings(stated: Any) -> list[tuple[str, dict[str, Any]]]:
    """Variables and their typed values."""
    entries = stated if isinstance(stated, list) else [stated] if stated else []
    return [(each["key"], each["value"]["value"]) for each in entries]


def _value(stated: dict[str, Any]) -> tuple[Value, Type]:
    if "string_value" in stated:
        return stated["string_value"], TEXT
    if "bool_value" in stated:
        return stated["bool_value"], BOOL
    for name in _INTEGERS:
        if name in stated:
            return canonical(Decimal(stated[name])), NUMBER
    raise NotTranslatable("a variable of a type that this language has not")


def _expectation(stated: Any) -> Predicate | ExpectedFailure:
    """What a row expects: an error, or a value; true where it says nothing."""
    if stated and stated.get("error"):
        return ExpectedFailure()
    wanted = stated or {"bool_value": True}
    return lambda value: _agrees(value, wanted)


def _agrees(value: Value, stated: dict[str, Any]) -> bool:
    """Whether a value is the typed value that the suite states."""
    if "list_value" in stated:
        items = _as_list(stated["list_value"].get("values", []))
        return isinstance(value, tuple) and len(value) == len(items) and all(map(_agrees, value, items))
    if "map_value" in stated:
        entries = _as_list(stated["map_value"].get("entries", []))
        return isinstance(value, Map) and len(value.items) == len(entries) and all(_holds(value, e) for e in entries)
    try:
        wanted, kind = _value(stated)
    except NotTranslatable:
        return False
    return (
        bool(value == wanted) and isinstance(value, bool) == (kind == BOOL) and isinstance(value, str) == (kind == TEXT)
    )


def _holds(value: Map, entry: dict[str, Any]) -> bool:
    return any(_agrees(key, entry["key"]) and _agrees(item, entry["value"]) for key, item in value.items.items())


def _as_list(stated: Any) -> list[dict[str, Any]]:
    """A repeated field, which stands alone where it comes once."""
    return stated if isinstance(stated, list) else [stated]
