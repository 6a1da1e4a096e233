"""What the FEEL compiler knows of types: those that values share, and coercions between a value and a list of it."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    Con,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    is_a,
    list_of,
    parameter,
    record,
    resolve,
    unify,
)
from tests.conformance.feel_values import MONTHS
from tests.conformance.harness import NotTranslatable
from tests.conformance.library import Code

NULL = parameter("Null")
MIXED = parameter("Mixed")  # of a list with items of several types, which only an error can come of
UNKNOWN = Var("?")
COMPARISONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def filled(kind: Type) -> Type:
    """`kind` with a type wherever none can be told from the expression (an empty list's items): any will do."""
    if isinstance(kind, Var):
        return NUMBER
    return Con(kind.constructor, tuple(map(filled, kind.args)), kind.labels)


def item_type(kind: Type) -> Type | None:
    """The type of a list's items, None of what is no list."""
    return kind.args[0] if is_a(kind, Constructor.LIST) else None


def field_type(kind: Type, name: str) -> Type | None:
    """The type of a context's entry, None where there is no such entry."""
    if is_a(kind, Constructor.RECORD) and name in kind.labels:
        return kind.args[kind.labels.index(name)]
    return None


def fits_alone(have: Type, wanted: Type) -> bool:
    """Whether a value fits a parameter, whatever the others are."""
    try:
        unify(have, wanted, {})
    except Mismatch:
        return False
    return True


def common(items: Sequence[Code]) -> Type:
    """The type that all items have."""
    if any(each.type == NULL for each in items):
        raise NotTranslatable("null in a list")
    bindings: Substitution = {}
    kind: Type = UNKNOWN
    for each in items:
        try:
            unify(kind, each.type, bindings)
        except Mismatch:
            raise NotTranslatable("values of several types in a list") from None
        kind = resolve(each.type, bindings)
    return kind


def compared(operator: str, left: Code, right: Code) -> Code:
    """A comparison (`operator` as FEEL writes it) of two values of one type."""
    if NULL in (left.type, right.type):
        raise NotTranslatable("comparison with null")
    try:
        unify(left.type, right.type, {})
    except Mismatch:
        raise NotTranslatable("comparison of values of different types") from None
    of_months = ".months" if left.type == right.type == MONTHS and operator not in ("=", "!=") else ""
    return Code(f"({left.text}{of_months} {COMPARISONS[operator]} {right.text}{of_months})", BOOL)


def as_list(code: Code) -> Code:
    """A single value as a list of it."""
    if isinstance(code.type, Con) and code.type.name not in ("List", NULL.name):
        return Code(f"[{code.text}]", list_of(code.type))
    return code


def items_of(code: Code) -> Type:
    """The type of the items of what stands where FEEL wants a list; null is none."""
    kind = item_type(code.type)
    if kind is None:
        raise NotTranslatable("null instead of a list")
    return kind


def narrowed(items: Code, wanted: Type, each: str) -> Code:
    """A list of contexts with the entries that a function knows; FEEL lets it have more, and in any order."""
    kind = item_type(items.type)
    if not (
        isinstance(kind, Con) and isinstance(wanted, Con) and kind.name == wanted.constructor is Constructor.RECORD
    ):
        return items
    if kind.labels == wanted.labels or not set(wanted.labels) <= set(kind.labels):
        return items
    fields = ", ".join(f"{name}: {each}.{name}" for name in wanted.labels)
    narrow = record({name: kind.args[kind.labels.index(name)] for name in wanted.labels})
    return Code(f"{items.text}.map({each} => {{{fields}}})", list_of(narrow))
