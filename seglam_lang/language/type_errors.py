"""What is said when types do not fit: words for types, and the likely mends."""

from __future__ import annotations

from collections.abc import Iterable

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.diagnostics import article, did_you_mean, in_words
from seglam_lang.language.types import Con, Type, Var, show

# What other languages call things; only ever used to suggest a name that this one has.
_ELSEWHERE = {
    "len": ("length", "count"),
    "size": ("length", "count"),
    "max": ("maximum",),
    "min": ("minimum",),
    "avg": ("average",),
    "mean": ("average",),
    "sum": ("total",),
    "total": ("sum",),
    "uppercase": ("upper",),
    "lowercase": ("lower",),
    "strip": ("trim",),
    "pow": ("power",),
    "floor": ("round_down",),
    "ceil": ("round_up",),
    "order_by": ("sort_by", "sort"),
    "sorted": ("sort",),
    "unique": ("distinct",),
    "where": ("filter",),
    "filter": ("where",),
    "head": ("take", "first"),
    "limit": ("take",),
    "skip": ("drop",),
    "includes": ("contains",),
    "has": ("contains",),
    "get": ("at",),
    "to_string": ("to_text",),
    "str": ("to_text",),
    "length": ("count",),
    "count": ("length",),
}


def in_source(kind: Type) -> str:
    """The type as a person writes it; what is not known yet is `?`."""
    return show(_named(kind))


def _named(kind: Type) -> Type:
    if isinstance(kind, Var):
        return Var("?") if kind.name.startswith("?") else kind
    return Con(kind.name, tuple(map(_named, kind.args)), kind.labels)


def described(kind: Type) -> str:
    """`a List<Number>`."""
    shown = in_source(kind)
    return shown if shown == "Groups" else article(shown)


def mend_for(actual: Type, expected: Type) -> str:
    """How a value of one type is most likely made into one of another."""
    if not isinstance(actual, Con) or not isinstance(expected, Con):
        return ""
    for one, other in ((actual, expected), (expected, actual)):
        if one.name == "Parameter" and other.name != "Parameter":
            return f"`{show(one)}` stands for any type; write {show(other)} in its place"
    if actual.name == "Groups":
        return "say what is wanted of each group, as in `.count()` or `.total(column)`"
    pair = actual.name, expected.name
    if pair == ("Number", "Text") or pair == ("Date", "Text"):
        return "`.to_text()` makes a Text of it"
    if pair == ("Text", "Number"):
        return '`.to_number()` reads a number from a text, as in `text.to_number().require("not a number")`'
    if actual.name == "Optional":
        return 'it may be absent: say what then, `x ?? default`, or insist, `x.require("message")`'
    if actual.name == "List" and actual.args[0] == expected:
        return "a List has many; one of them is `.first()`"
    if expected.name == "List" and expected.args[0] == actual:
        return "a List of one is written `[x]`"
    if expected.name == "Bool" and actual.name != "Bool":
        return "a condition is a comparison such as `x == 1`"
    return ""


def method_mend(name: str, receiver: Type) -> str:
    """What may be meant by a method that a receiver does not have."""
    known = {each.name for each in REGISTRY.methods(receiver.name)}
    for other in _ELSEWHERE.get(name, ()):
        if other in known:
            return f"did you mean `{other}`?"
    if isinstance(receiver, Con) and receiver.name == "Optional":
        inner = receiver.args[0]
        if isinstance(inner, Con) and REGISTRY.find(name, inner.name):
            return f'it may be absent: `.require("message").{name}(...)`, or give a default with `??`'
    near = did_you_mean(name, known)
    if near:
        return near
    owners = sorted({each.receiver for each in REGISTRY.all() if each.name == name and each.receiver})
    return f"`{name}` is a method of {in_words(owners, 'and')}" if owners else ""


def receiver_mismatch(name: str, given: Type, param: Type) -> tuple[str, str]:
    """Message and mend where a method exists for the receiver's constructor, but not for what is in it."""
    takes, item = described(param), given
    if isinstance(param, Con) and isinstance(given, Con) and param.args and isinstance(param.args[0], Var):
        takes, item = f"{article(param.name)} of what has an order: Number, Text or Date", given.args[0]
    elif isinstance(param, Var):
        takes = "what has an order: Number, Text or Date"
    hint = mend_for(given, param)
    if isinstance(item, Con) and item.name == "Parameter":
        hint = f"declare it as `{in_source(item)}: ordered`"
    return f"`{name}` works on {takes}; this is {described(given)}", hint


def as_written(operator: str) -> str:
    """An operator as it stands in source; a method's name stays as it is."""
    return {"unary -": "-", "[]": "[...]"}.get(operator, operator)


def operator_receivers(operator: str) -> list[str]:
    """The types that an operator works on."""
    return [each.receiver for each in REGISTRY.all() if each.name == operator]


def usage(builtin: Builtin) -> str:
    """`round(digits?)`: how a method is called."""
    params = builtin.names[1:]
    required = len(params) - builtin.optional
    shown = [name if place < required else f"{name}?" for place, name in enumerate(params)]
    return f"{builtin.name}({', '.join(shown)})"


def names_mend(name: str, scope: Iterable[str]) -> str:
    """What may be meant by a name that is not known."""
    foreign = {"null": "none", "None": "none", "nil": "none", "True": "true", "False": "false"}
    return f"write `{foreign[name]}`" if name in foreign else did_you_mean(name, scope)
