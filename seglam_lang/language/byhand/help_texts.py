"""Builtins, described for people."""

from __future__ import annotations

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.types import Type, Var, show


def builtins_named(name: str) -> list[Builtin]:
    """Return the builtins of a name: "round", "Text.split", "text.split" or "+"."""
    wanted = name.strip().casefold()
    return [each for each in REGISTRY.all() if wanted in (each.name, f"{each.receiver}.{each.name}".casefold())]


def describe_builtin(builtin: Builtin) -> list[str]:
    """Return how a builtin is called, what it does, and its examples, as lines."""
    return [describe_call(builtin), f"  {builtin.doc}", *(f"  {each}" for each in builtin.examples)]


def describe_call(builtin: Builtin) -> str:
    """Return how a builtin is called: `List<T>.take(count: Number) -> List<T>`, `Number + Number -> Number`."""
    types = [show(each) for each in builtin.params]
    result = f" -> {show(builtin.result)}{_bounds(builtin)}"
    if builtin.name == "[]":
        return f"{types[0]}[{types[1]}]{result}"
    if not builtin.name.isidentifier() or builtin.name in ("to", "not"):
        sign = builtin.name.removeprefix("unary ")
        return (f"{types[0]} {sign} {types[1]}" if len(types) > 1 else f"{sign} {types[0]}") + result
    required = len(types) - builtin.optional
    names = [name if place < required else f"{name}?" for place, name in enumerate(builtin.names)]
    takes = ", ".join(f"{name}: {kind}" for name, kind in list(zip(names, types, strict=True))[1:])
    return f"{types[0]}.{builtin.name}({takes}){result}"


def _bounds(builtin: Builtin) -> str:
    bounds = {each.name: each.bound for kind in builtin.params for each in _variables(kind) if each.bound}
    return "".join(f", {name} is {bound}" for name, bound in bounds.items())


def _variables(kind: Type) -> list[Var]:
    return [kind] if isinstance(kind, Var) else [each for arg in kind.args for each in _variables(arg)]
