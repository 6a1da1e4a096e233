"""The types of calls of builtins: methods, operators and `row[column]`.

What a name means follows from the receiver's type; the columns that an argument may name are those of the receiver, or
of the table that is given before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.choices import Broken
from seglam_lang.language.checking.type_errors import (
    as_written,
    column_mend,
    counted,
    described,
    in_source,
    index_mend,
    mend_for,
    method_mend,
    names_mend,
    operator_mend,
    operator_receivers,
    receiver_mismatch,
    usage,
    written_out,
)
from seglam_lang.language.diagnostics import Diagnostic, LanguageError, in_words
from seglam_lang.language.failures import Failure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    SCALARS,
    TABULAR,
    Con,
    Constructor,
    Type,
    Var,
    columns_of,
    instance,
    is_a,
    type_argument,
)

if TYPE_CHECKING:
    from seglam_lang.language.checking.inference import Inference


def infer_call(
    inference: Inference,
    node: nodes.Expression,
    name: str,
    receiver: nodes.Expression,
    arguments: Sequence[nodes.Expression | nodes.Lambda],
    at: nodes.Span,
) -> Type:
    """A method, an operator or `row[column]`."""
    try:
        given = inference.infer(receiver)
    except LanguageError as error:
        raise LanguageError([*error.diagnostics, *_also_wrong(inference, node, arguments)]) from None
    if not inference.choices.made:
        inference.choices.calls[id(node)] = _choose(inference, name, given, receiver, arguments, at)
    builtin = inference.choices.calls[id(node)]
    labels = columns = columns_of(inference.head(given))
    params, result = _instance(inference, builtin, labels)
    if not inference.unify(given, params[0]):
        message, hint = receiver_mismatch(as_written(name), inference.resolve(given), params[0])
        raise problem("receiver-mismatch", message, receiver.span, hint)
    most, least = len(params) - 1, len(params) - 1 - builtin.optional
    if not least <= len(arguments) <= most:
        message = f"`{name}` takes {counted(least, most)}; {len(arguments)} given"
        raise problem("argument-count", message, at, f"it is called as `{usage(builtin)}`")
    for argument, param, label in zip(arguments, params[1:], builtin.names[1:], strict=False):
        found = _argument(inference, builtin, argument, param, label, columns)
        if is_a(param, Constructor.TABLE):
            columns = columns_of(inference.head(found))  # the columns that follow are of this table
    return _labelled(result, builtin, inference.head(given), columns, arguments)


def _also_wrong(
    inference: Inference, node: nodes.Expression, arguments: Sequence[nodes.Expression | nodes.Lambda]
) -> list[Diagnostic]:
    """What is wrong on the right of an operator whose left side has no type: that of a method depends on it."""
    if not isinstance(node, nodes.Binary) or isinstance(arguments[0], nodes.Lambda):
        return []
    try:
        inference.infer(arguments[0])
    except LanguageError as error:
        return list(error.diagnostics)
    except Broken:
        return []
    return []


def _choose(
    inference: Inference,
    name: str,
    given: Type,
    receiver: nodes.Expression,
    arguments: Sequence[nodes.Expression | nodes.Lambda],
    at: nodes.Span,
) -> Builtin:
    """The builtin that `name` means on a receiver of type `given`."""
    kind = inference.head(given)
    found = REGISTRY.find(name, kind.constructor if isinstance(kind, Con) else "")
    if found:
        return found
    shown = inference.resolve(kind)
    if isinstance(kind, Var):
        message = f"what `{as_written(name)}` means here cannot be told: the type of this is not known"
        raise problem("type-not-known", message, receiver.span)
    if name == "[]":
        hint = index_mend(kind, receiver, arguments[0])
        message = f"[...] takes a cell of a row, as in row[column]; this is {described(shown)}"
        raise problem("square-brackets", message, receiver.span, hint)
    if not name.isidentifier() or name in ("to", "not"):
        takes = in_words(operator_receivers(name), "and")
        message = f"`{as_written(name)}` works on {takes}, not on {in_source(shown)}"
        hint = operator_mend(name, kind, arguments[0] if arguments else None)
        hint = hint or mend_for(shown, BOOL if name == "not" else NUMBER, receiver)
        raise problem("operator-mismatch", message, receiver.span, hint)
    hint = _method_mend(inference, name, kind, receiver)
    raise problem("unknown-method", f"{described(shown)} has no method `{name}`", at, hint)


def _method_mend(inference: Inference, name: str, kind: Con, receiver: nodes.Expression) -> str:
    if name in inference.around.procedures:
        return f"a procedure is called by its name: `{name}({written_out(receiver, 'x')})`"
    return method_mend(name, kind)


def _instance(inference: Inference, builtin: Builtin, labels: tuple[str, ...]) -> tuple[tuple[Type, ...], Type]:
    """The parameters and the result with fresh type variables, the receiver's columns on rows and tables."""
    variables: dict[str, Var] = {}

    def fresh(variable: Var) -> Var:
        return variables.setdefault(variable.name, inference.fresh(variable.bound))

    params = tuple(instance(param, fresh, labels) for param in builtin.params)
    return params, instance(builtin.result, fresh, labels)


def _argument(
    inference: Inference,
    builtin: Builtin,
    argument: nodes.Expression | nodes.Lambda,
    param: Type,
    label: str,
    columns: tuple[str, ...],
) -> Type:
    """Check one argument; `columns` are those that it may name. Its type."""
    name = as_written(builtin.name)
    if is_a(param, Constructor.FUNCTION):
        _function(inference, builtin, argument, param)
    elif isinstance(argument, nodes.Lambda):
        message = f"`{name}` takes no function here; its `{label}` is {in_source(inference.resolve(param))}"
        raise problem("unexpected-function", message, argument.span)
    elif is_a(param, Constructor.COLUMN):
        require_column(inference, argument, param, columns, builtin.name)
    elif is_a(param, Constructor.TYPE):
        _name_type(inference, builtin, argument, param)
    else:
        operator = not builtin.name.isidentifier() or builtin.name == "to"
        what = f"the right side of `{name}`" if operator else f"`{label}` of `{name}`"
        found = inference.infer(argument)
        inference.fit(argument, found, param, what)
        if isinstance(argument, nodes.Text) and label in builtin.literals:
            _literal_of(builtin, argument, label)
        return found
    return param


def _function(inference: Inference, builtin: Builtin, argument: nodes.Expression | nodes.Lambda, param: Con) -> None:
    *takes, gives = param.args
    if not isinstance(argument, nodes.Lambda):
        names = "row" if takes and is_a(inference.head(takes[0]), Constructor.ROW) else "x"
        applied = "..."
        if isinstance(argument, nodes.Name) and argument.name in inference.around.procedures:
            applied = f"{argument.name}({names})"
        message = f"`{builtin.name}` takes a function here"
        raise problem("function-expected", message, argument.span, f"write it as `{names} => {applied}`")
    if len(argument.params) != len(takes):
        message = f"this function takes {len(argument.params)} values; `{builtin.name}` gives it {len(takes)}"
        raise problem("function-parameters", message, argument.at)
    for place, name in enumerate(argument.params):
        if name in inference.taken or name in argument.params[:place]:
            raise problem("name-taken", f"the name `{name}` is taken already", argument.at, "choose another name")
    with _bound(inference, argument, takes):
        body = inference.infer(argument.body)
    inference.fit(argument.body, body, gives, f"what the function of `{builtin.name}` gives")


@contextmanager
def _bound(inference: Inference, function: nodes.Lambda, types: Sequence[Type]) -> Iterator[None]:
    """The scope of a lambda's body."""
    outer = dict(inference.scope)
    inference.scope.update(zip(function.params, types, strict=True))
    yield
    inference.scope = outer


def _literal_of(builtin: Builtin, argument: nodes.Text, label: str) -> None:
    """Require of a text with a notation of its own, such as a pattern, that it can be read."""
    try:
        builtin.literals[label](argument.value)
    except Failure as failure:
        raise problem(failure.code, failure.message, argument.span) from None


def _name_type(inference: Inference, builtin: Builtin, argument: nodes.Expression, param: Con) -> None:
    name = argument.name if isinstance(argument, nodes.Name) else ""
    kind = inference.around.types.get(name) or next((each for each in SCALARS if each.name == name), None)
    if not isinstance(kind, Con) or kind.constructor is Constructor.PARAMETER:
        message = f"`{builtin.name}` takes the name of a type here"
        hint = "give the type a name before the procedure, as in `type Sale = {region: Text, amount: Number}`"
        raise problem("type-expected", message, argument.span, names_mend(name, inference.around.types) or hint)
    inference.unify(type_argument(kind), param)
    inference.choices.types[id(argument)] = kind


def require_column(
    inference: Inference, argument: nodes.Expression, param: Con, columns: tuple[str, ...], taker: str
) -> None:
    """Require that an argument of `taker` names one of `columns`, of the type that `param` is."""
    if isinstance(argument, nodes.Name) and argument.name in inference.broken:
        raise Broken
    kind = inference.scope.get(argument.name) if isinstance(argument, nodes.Name) else None
    if not isinstance(argument, nodes.Name) or not is_a(kind, Constructor.COLUMN):
        hint = column_mend(argument, kind is not None, columns)
        message = f"`{as_written(taker)}` takes a column here, which is named by its parameter"
        raise problem("column-expected", message, argument.span, hint)
    if argument.name not in columns:
        has = f"it has {in_words(columns, 'and')}" if columns else "none of its columns has a name any more"
        message = f"`{argument.name}` is not a column of this table; {has}"
        raise problem("no-such-column", message, argument.span, names_mend(argument.name, columns))
    if not inference.unify(kind, param):
        shown, needed = inference.resolve(kind), inference.resolve(param)
        takes = described(needed)
        if isinstance(param.args[0], Var):
            takes = f"a column that is {param.args[0].bound}"
        message = f"`{as_written(taker)}` takes {takes}, `{argument.name}` is {described(shown)}"
        others = [each for each in columns if inference.scope[each] == needed]
        hint = f"{in_words(others)} would do" if others else ""
        if is_a(kind.args[0], Constructor.PARAMETER):
            hint = mend_for(kind.args[0], inference.head(param.args[0]))
        raise problem("type-mismatch", message, argument.span, hint)


def _labelled(
    result: Type,
    builtin: Builtin,
    receiver: Type,
    joined: tuple[str, ...],
    arguments: Sequence[nodes.Expression | nodes.Lambda],
) -> Type:
    """The result with the columns it has."""
    if not is_a(result, *TABULAR):
        return result
    named = tuple(
        argument.name
        for argument, param in zip(arguments, builtin.params[1:], strict=False)
        if isinstance(argument, nodes.Name) and is_a(param, Constructor.COLUMN)
    )
    return Con(result.constructor, result.args, builtin.result_labels(receiver, named, joined))
