"""Check one procedure: its names, its types, its most general signature; and make its core.

author's types --first walk--> resolution, mistakes --second walk, types left open--> general types --lowering--> core
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard

from seglam_lang.language import core
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.annotations import is_unknown, labels_removed, parameter_type, problem, unknown
from seglam_lang.language.checking.inference import Inference
from seglam_lang.language.checking.lowering import Lowering
from seglam_lang.language.checking.resolution import NOTHING_AROUND, Broken, Resolution, Surroundings
from seglam_lang.language.checking.signature import Param, Signature, is_column, is_table
from seglam_lang.language.checking.statements import RESULT, walk_body
from seglam_lang.language.checking.type_errors import described, in_source, mend_for
from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import (
    NUMBER,
    NUMERIC,
    TABLE,
    Con,
    Constructor,
    Type,
    Var,
    column_of,
    is_a,
    optional,
    table,
    variables,
)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A procedure that has passed: what each part of its source means, and its concrete types."""

    params: tuple[Param, ...]  # as the author wrote them, in the author's order
    result: Type
    resolution: Resolution
    around: Surroundings


# --- signatures ---------------------------------------------------------------------------------------------------


def read_signature(procedure: nodes.Procedure, declared: Mapping[str, Type]) -> Signature:
    """Return the parameters as they are written. Raise LanguageError where their names or types are wrong."""
    signature, wrong = signature_of(procedure, declared)
    if wrong:
        raise LanguageError(wrong)
    return signature


def signature_of(procedure: nodes.Procedure, declared: Mapping[str, Type]) -> tuple[Signature, list[Diagnostic]]:
    """Return the parameters as they are written, and what is wrong with them. A wrong type is `unknown`."""
    params: list[Param] = []
    wrong: list[Diagnostic] = []
    for each in procedure.params:
        if each.name == RESULT or any(each.name == other.name for other in params):
            message = f"the name `{each.name}` is taken already"
            wrong.append(Diagnostic("name-taken", message, *each.at, "choose another name"))
            if each.name == RESULT:
                params.append(Param(RESULT, unknown(RESULT)))
            continue
        try:
            kind = parameter_type(each.type, declared)
        except LanguageError as error:
            wrong += error.diagnostics
            kind = unknown(each.name)
        params.append(Param(each.name, kind, each.table))
    signature = Signature(tuple(params))
    written = {each.name: each for each in reversed(procedure.params)}
    for place, param in enumerate(params):
        found = _table_missing(written[param.name], param, signature)
        if found:
            wrong.append(found)
            params[place] = Param(param.name, unknown(param.name))
    return Signature(tuple(params)), wrong


def _table_missing(written: nodes.Parameter, param: Param, signature: Signature) -> Diagnostic | None:
    """Return what is wrong with the table that a parameter is declared to be a column of; None if nothing."""
    if is_unknown(param.type):
        return None
    if not is_column(param.type):
        if not param.table:
            return None
        message = f"`{param.name}` is no column: leave `of {param.table}` out"
        return Diagnostic("column-table", message, *written.span)
    if signature.table_of(param) in signature.tables:
        return None
    message = f"there is no table `{param.table}` among the parameters"
    hint = "add a parameter of type Table: `rows: Table`"
    if not param.table:
        message = f"it is not said which table `{param.name}` is a column of"
        hint = hint if not signature.tables else f"write `{param.name}: ... of {signature.tables[0]}`"
    return Diagnostic("column-table", message, *written.span, hint)


# --- the first walk -----------------------------------------------------------------------------------------------


def analyse(
    body: nodes.Body, signature: Signature, result: Type | None, around: Surroundings = NOTHING_AROUND
) -> Analysed:
    """Check the body with the parameters' types as they are. Raise LanguageError with all that is wrong in it."""
    inference = Inference(Resolution(), around)
    inference.broken.update(each.name for each in signature.params if is_unknown(each.type))
    scope = {
        each.name: table(signature.columns_of(each.name)) if is_table(each.type) else each.type
        for each in signature.params
    }
    found = walk_body(inference, body, scope, None if result and is_unknown(result) else result)
    if any(map(is_unknown, (*scope.values(), *([result] if result else [])))):
        raise Broken
    inferred = inference.resolve(found)
    if not rules.may_be_returned(inferred):
        message = f"a procedure returns a value or a Table, not {described(inferred)}"
        raise problem("no-result", message, body.result.value.span, mend_for(inferred, TABLE))
    if variables(inferred):
        message = f"what this returns is not known well enough: {in_source(inferred)}"
        hint = "say it in the procedure's head, as in `-> List<Number>`"
        raise problem("type-not-known", message, body.result.value.span, hint)
    return Analysed(signature.params, inferred, inference.resolution, around)


def constructors(kind: Type) -> set[Constructor]:
    """Return the constructors in a type."""
    return set() if isinstance(kind, Var) else {kind.constructor}.union(*map(constructors, kind.args))


# --- the most general types ---------------------------------------------------------------------------------------


def generalise(body: nodes.Body, used: Signature, analysed: Analysed) -> tuple[tuple[Type, ...], Type]:
    """Return the most general types of the parameters `used`, in that order, and of the result.

    Their variables are T0, T1, ... by first occurrence; the hint of each is the type that the author had in its place.
    """
    resolution = replace(analysed.resolution, complete=True)
    inference = Inference(resolution, analysed.around)
    open_types: list[Type] = []
    for each in used.params:
        if is_table(each.type):
            open_types.append(table(used.columns_of(each.name)))
        else:
            open_types.append(column_of(inference.fresh()) if is_column(each.type) else inference.fresh())
    names = (each.name for each in used.params)
    lifted = id(body.result.value) in resolution.lifts
    scope = dict(zip(names, open_types, strict=True))
    result = walk_body(inference, body, scope, optional(inference.fresh()) if lifted else None)
    general = [inference.resolve(each) for each in (*open_types, result)]
    concrete = [*(each.type for each in used.params), analysed.result]
    *params, result = _renamed(general, concrete)
    return tuple(params), result


def _renamed(general: list[Type], concrete: list[Type]) -> list[Type]:
    """Return `general` with its variables named in order, the author's types as their hints.

    A variable that stands in the result alone is what the author wrote, and one that must be numeric is a Number.
    """
    meant: dict[str, Type] = {}
    for kind, author in zip(general, concrete, strict=True):
        _match(kind, author, meant)
    in_params = {each.name for kind in general[:-1] for each in variables(kind)}
    names: dict[str, Type] = {}

    def number() -> int:
        return len({each.name for kind in names.values() for each in variables(kind)})

    for each in (each for kind in general for each in variables(kind)):
        if each.name in names:
            continue
        meaning = meant.get(each.name)
        if each.bound == NUMERIC:
            names[each.name] = NUMBER
        elif _is_some_optional(meaning):
            names[each.name] = optional(Var(f"T{number()}", each.bound))  # who wrote `T?` wants one from its callers
        elif each.name not in in_params and meaning is not None:
            stands_for = {kind: names[name] for name, kind in meant.items() if name in names}
            names[each.name] = _in_terms_of(meaning, stands_for)
        else:
            names[each.name] = Var(f"T{number()}", each.bound, meaning if is_known(meaning) else None)
    return [labels_removed(_substitute(kind, names)) for kind in general]


def _in_terms_of(kind: Type, stands_for: Mapping[Type, Type]) -> Type:
    """Return `kind` with the author's type parameters replaced by what stands for them in the general parameters."""
    if isinstance(kind, Var) or kind.constructor is Constructor.PARAMETER:
        return stands_for.get(kind, kind)
    return Con(kind.constructor, tuple(_in_terms_of(each, stands_for) for each in kind.args), kind.labels)


def _is_some_optional(meaning: Type | None) -> bool:
    """Return whether the author wrote `T?`, of a type parameter T."""
    if not is_a(meaning, Constructor.OPTIONAL):
        return False
    item = meaning.args[0]
    return is_a(item, Constructor.PARAMETER)


def is_known(meaning: Type | None) -> TypeGuard[Con]:
    """Return whether the author wrote a type there, without type parameters."""
    return isinstance(meaning, Con) and Constructor.PARAMETER not in constructors(meaning)


def _match(general: Type, concrete: Type, meant: dict[str, Type]) -> None:
    """Note what each variable of `general` is in `concrete`, an instance of it."""
    if isinstance(general, Var):
        meant.setdefault(general.name, concrete)
    elif isinstance(concrete, Con):
        for one, other in zip(general.args, concrete.args, strict=False):
            _match(one, other, meant)


def _substitute(kind: Type, names: Mapping[str, Type]) -> Type:
    if isinstance(kind, Var):
        return names.get(kind.name, kind)
    return Con(kind.constructor, tuple(_substitute(each, names) for each in kind.args), kind.labels)


def with_variables(kind: Type) -> Type:
    """Return `kind` with a variable in the place of each type parameter: what its author says it may be."""
    if isinstance(kind, Var):
        return kind
    if kind.constructor is Constructor.PARAMETER:
        name, bound = kind.labels
        return Var(name, bound)
    return Con(kind.constructor, tuple(map(with_variables, kind.args)), kind.labels)


# --- use, order, core ---------------------------------------------------------------------------------------------


def names_in_order(body: nodes.Body) -> list[str]:
    """Return the names that a body uses, first use first: steps and result, then checks, then ensures."""
    checks = [each for each in body.header if isinstance(each, nodes.Check)]
    ensures = [each for each in body.header if isinstance(each, nodes.Ensure)]
    parts: Iterable[nodes.Node] = (*body.steps, body.result, *checks, *ensures)
    return list(dict.fromkeys(node.name for part in parts for node in nodes.walk(part) if isinstance(node, nodes.Name)))


def used_signature(body: nodes.Body, signature: Signature) -> Signature:
    """Return the parameters that the body uses, in order of first use."""
    by_name = {each.name: each for each in signature.params}
    used = [by_name[name] for name in names_in_order(body) if name in by_name]
    return Signature(tuple(Param(each.name, each.type, signature.table_of(each)) for each in used))


def to_core(body: nodes.Body, used: Signature, analysed: Analysed) -> tuple[core.Procedure, list[nodes.Node]]:
    """Return the procedure's core, and the node of the source that each of its nodes comes from."""
    names = tuple(each.name for each in used.params)
    lowering = Lowering(analysed.resolution, names)
    checks, steps, ensures = lowering.body(body)
    params, result = generalise(body, used, analysed)
    tables = tuple(names.index(each.table) if is_column(each.type) else -1 for each in used.params)
    called = analysed.resolution.invocations.values()
    callees = {each.hash: each.core for each in called}
    procedure = core.Procedure(
        params, tables, result, checks, steps, ensures, lowering.frame, core.LANGUAGE_VERSION, callees
    )
    if core.depth(procedure) > core.MAX_DEPTH:
        message = f"this is nested too deeply: {core.MAX_DEPTH} levels, steps and calls included, are the most"
        raise problem("nested-too-deeply", message, body.result.span, "split it into procedures")
    return procedure, lowering.origins
