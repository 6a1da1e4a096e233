"""Types as they are written in a signature, made into types."""

from __future__ import annotations

from collections.abc import Mapping

from seglam_lang.language import nodes
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, did_you_mean, in_words
from seglam_lang.language.types import (
    NUMBER,
    NUMERIC,
    ORDERED,
    SCALARS,
    TABLE,
    Con,
    Type,
    Var,
    column_of,
    optional,
    parameter,
    record,
)

_SCALARS = {each.name: each for each in SCALARS}
_TAKES = {"List": 1, "Map": 2, "Column": 1}  # how many types stand in <...>
TYPE_NAMES = (*_SCALARS, *_TAKES, TABLE.name)
BOUNDS = (ORDERED, NUMERIC)


def problem(code: str, message: str, span: nodes.Span, hint: str = "") -> LanguageError:
    """One diagnostic as an exception."""
    return LanguageError([Diagnostic(code, message, *span, hint)])


def declared_types(module: nodes.Module) -> tuple[dict[str, Type], list[Diagnostic]]:
    """The types that a file gives names, each of which may use those before it; and what is wrong with them."""
    known: dict[str, Type] = {}
    wrong: list[Diagnostic] = []
    for each in module.declarations:
        if not isinstance(each, nodes.TypeDeclaration):
            continue
        if each.name in known or each.name in TYPE_NAMES:
            message = f"there is a type named `{each.name}` already"
            wrong.append(Diagnostic("name-taken", message, *each.at, "choose another name"))
            continue
        try:
            known[each.name] = _value_type(each.type, known)
        except LanguageError as error:
            wrong.extend(error.diagnostics)
            known[each.name] = Var(each.name)  # what uses it is not blamed
    return known, wrong


def type_parameters(procedure: nodes.Procedure, types: Mapping[str, Type]) -> dict[str, Type]:
    """The types that a procedure may name: those of its file, and its own type parameters; only Number is numeric."""
    declared: dict[str, Type] = dict(types)
    inside = (node for each in procedure.params for node in nodes.walk(each.type))
    written = {node.name for node in inside if isinstance(node, nodes.NamedType)}
    for each in procedure.types:
        if each.name in declared or each.name in TYPE_NAMES:
            message = f"the type parameter `{each.name}` has the name of another type"
            raise problem("name-taken", message, each.span, "choose another name")
        if each.bound and each.bound not in BOUNDS:
            message = f"there is no bound `{each.bound}`; a type parameter may be {in_words(BOUNDS)}"
            raise problem("unknown-bound", message, each.span, did_you_mean(each.bound, BOUNDS))
        if each.name not in written:
            message = f"the type parameter `{each.name}` is in no parameter's type"
            raise problem("never-used", message, each.span, "remove it")
        declared[each.name] = NUMBER if each.bound == NUMERIC else parameter(each.name, each.bound)
    return declared


def parameter_type(node: nodes.TypeNode, declared: Mapping[str, Type]) -> Type:
    """The type of a parameter: any type; Table and Column only stand alone."""
    if isinstance(node, nodes.NamedType):
        if node.name == "Column" and len(node.args) == 1:
            return column_of(_value_type(node.args[0], declared))
        if node.name == "Table" and not node.args:
            return TABLE
    return _value_type(node, declared)


def result_type(node: nodes.TypeNode, declared: Mapping[str, Type]) -> Type:
    """The type of a result: a value or a Table."""
    if isinstance(node, nodes.NamedType) and node.name == "Table" and not node.args:
        return TABLE
    return _value_type(node, declared)


def _value_type(node: nodes.TypeNode, declared: Mapping[str, Type]) -> Type:
    if isinstance(node, nodes.OptionalType):
        return optional(_value_type(node.item, declared))
    if isinstance(node, nodes.RecordType):
        return record({name: _value_type(each, declared) for name, each in zip(node.names, node.types, strict=True)})
    name, args = node.name, node.args
    if name in _SCALARS or name in declared:
        if args:
            raise problem("type-arguments", f"`{name}` takes no type in <...>", node.span, f"write `{name}`")
        return declared[name] if name in declared else _SCALARS[name]
    if name in ("Table", "Column"):
        message = f"a {name} stands alone: it is no part of another type, and a Column is no result"
        raise problem("type-place", message, node.span)
    if name in _TAKES:
        if len(args) != _TAKES[name]:
            takes = "one type, as in `List<Number>`" if _TAKES[name] == 1 else "two types, as in `Map<Text, Number>`"
            raise problem("type-arguments", f"`{name}` takes {takes}", node.span)
        return Con(name, tuple(_value_type(each, declared) for each in args))
    known = (*TYPE_NAMES, *declared)
    hint = did_you_mean(name, known)
    if not hint and len(name) <= 2:
        hint = f"a type parameter is declared after the procedure's name: `proc name<{name}>(...)`"
    raise problem("unknown-type", f"there is no type `{name}`", node.span, hint)


def labels_removed(kind: Type) -> Type:
    """`kind` without the columns that its tables have: those are names, and names are no part of the meaning."""
    if isinstance(kind, Var):
        return kind
    labels = kind.labels if kind.name == "Record" else ()
    return Con(kind.name, tuple(map(labels_removed, kind.args)), labels)
