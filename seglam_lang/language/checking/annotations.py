"""Make types of how they are written in signatures and steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seglam_lang.language.checking.type_errors import type_mend
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, did_you_mean, in_words
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import (
    MAX_DEPTH,
    MAX_PARTS,
    NUMBER,
    NUMERIC,
    ORDERED,
    SCALARS,
    TABLE,
    TABULAR,
    Con,
    Constructor,
    Type,
    Var,
    column_of,
    is_too_large,
    optional,
    parameter,
    record,
)

_SCALARS = {each.name: each for each in SCALARS}
_TAKES = {"List": 1, "Map": 2, "Column": 1}  # how many types stand in <...>
TYPE_NAMES = (*_SCALARS, *_TAKES, TABLE.name)
BOUNDS = (ORDERED, NUMERIC)


def problem(code: str, message: str, span: nodes.Span, hint: str = "") -> LanguageError:
    """Return one diagnostic as an exception."""
    return LanguageError([Diagnostic(code, message, *span, hint)])


def declared_types(module: nodes.Module, unread: Iterable[str] = ()) -> tuple[dict[str, Type], list[Diagnostic]]:
    """Return the types that a file names, and what is wrong with them. Each may use those before it.

    `unread` are the names of declarations with syntax errors: what uses them is not blamed.
    """
    known: dict[str, Type] = {name: unknown(name) for name in unread if name not in TYPE_NAMES}
    wrong: list[Diagnostic] = []
    declarations = [each for each in module.declarations if isinstance(each, nodes.TypeDeclaration)]
    later = {each.name for each in declarations} - set(known)
    for each in declarations:
        if each.name in known or each.name in TYPE_NAMES:
            message = f"there is a type named `{each.name}` already"
            wrong.append(Diagnostic("name-taken", message, *each.at, "choose another name"))
            continue
        try:
            _refuse_later(each, later)
            known[each.name] = value_type(each.type, known)
        except LanguageError as error:
            wrong.extend(error.diagnostics)
            known[each.name] = unknown(each.name)
        later.discard(each.name)
    return known, wrong


def _refuse_later(declaration: nodes.TypeDeclaration, later: set[str]) -> None:
    """Raise LanguageError where a type is made of itself or of one that stands below it."""
    for node in nodes.walk(declaration.type):
        if isinstance(node, nodes.NamedType) and node.name in later:
            if node.name == declaration.name:
                raise problem("type-order", f"`{node.name}` is made of itself", node.span, "its values would never end")
            message = f"`{node.name}` stands below `{declaration.name}`, which is made of it"
            raise problem("type-order", message, node.span, f"move `type {node.name}` up")


def unknown(name: str) -> Var:
    """Return the type of what has been reported already: what uses it is not blamed."""
    return Var(f"!{name}")


def is_unknown(kind: Type) -> bool:
    """Return whether an `unknown` type is in `kind`."""
    return kind.name.startswith("!") if isinstance(kind, Var) else any(map(is_unknown, kind.args))


def type_parameters(procedure: nodes.Procedure, types: Mapping[str, Type]) -> dict[str, Type]:
    """Return the types that a procedure may name: those of its file, and its type parameters.

    Raise LanguageError where a type parameter has a wrong name or bound. What is numeric is a Number.
    """
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
    """Return the type of a parameter: a value's, a Table or a Column. Raise LanguageError where it is none."""
    if isinstance(node, nodes.NamedType):
        if node.name == Constructor.COLUMN and len(node.args) == 1:
            return column_of(value_type(node.args[0], declared))
        if node.name == Constructor.TABLE and not node.args:
            return TABLE
    return value_type(node, declared)


def result_type(node: nodes.TypeNode, declared: Mapping[str, Type]) -> Type:
    """Return the type of a result: a value's or a Table. Raise LanguageError where it is none."""
    if isinstance(node, nodes.NamedType) and node.name == Constructor.TABLE and not node.args:
        return TABLE
    return value_type(node, declared)


def value_type(node: nodes.TypeNode, declared: Mapping[str, Type]) -> Type:
    """Return the type of a value: no Table, no Column. Raise LanguageError where it is none."""
    kind = _value_type(node, declared)
    if is_too_large(kind, {}):
        message = f"this type has more than {MAX_PARTS:,} parts, or is more than {MAX_DEPTH} levels deep"
        raise problem("type-too-large", message, node.span, "keep many values of one type in a list or a map")
    return kind


def _value_type(node: nodes.TypeNode, declared: Mapping[str, Type]) -> Type:
    if isinstance(node, nodes.OptionalType):
        return optional(value_type(node.item, declared))
    if isinstance(node, nodes.RecordType):
        return record({name: value_type(each, declared) for name, each in zip(node.names, node.types, strict=True)})
    name, args = node.name, node.args
    if name in _SCALARS or name in declared:
        if args:
            raise problem("type-arguments", f"`{name}` takes no type in <...>", node.span, f"write `{name}`")
        return declared[name] if name in declared else _SCALARS[name]
    if name in (Constructor.TABLE, Constructor.COLUMN):
        if name == Constructor.TABLE:
            raise problem("type-place", "a Table is a parameter or a result, and no part of another type", node.span)
        if not args:
            raise problem("type-arguments", "`Column` takes one type, as in `Column<Number>`", node.span)
        hint = "the values of a column are a List"
        raise problem("type-place", "a Column is a parameter, and no part of another type or a result", node.span, hint)
    if name in _TAKES:
        if len(args) != _TAKES[name]:
            takes = "one type, as in `List<Number>`" if _TAKES[name] == 1 else "two types, as in `Map<Text, Number>`"
            raise problem("type-arguments", f"`{name}` takes {takes}", node.span)
        return Con(Constructor(name), tuple(value_type(each, declared) for each in args))
    hint = type_mend(node, (*TYPE_NAMES, *declared))
    raise problem("unknown-type", f"there is no type `{name}`", node.span, hint)


def labels_removed(kind: Type) -> Type:
    """Return `kind` without the columns that its tables have: names are no part of the meaning."""
    if isinstance(kind, Var):
        return kind
    if kind.constructor in TABULAR:
        return Con(kind.constructor)
    labels = kind.labels if kind.constructor is Constructor.RECORD else ()
    return Con(kind.constructor, tuple(map(labels_removed, kind.args)), labels)
