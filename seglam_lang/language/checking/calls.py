"""Find the types of calls of builtins: methods, operators and `row[column]`.

What a call means and takes is said in rules.py; this module applies it to source, and reports what does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.context import Context
from seglam_lang.language.checking.resolution import Broken
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
from seglam_lang.language.syntax.lexicon import BINDINGS
from seglam_lang.language.types import (
    BOOL,
    NUMBER,
    SCALARS,
    Con,
    Constructor,
    Type,
    Var,
    is_a,
    type_argument,
)


def infer_call(
    context: Context,
    node: nodes.Expression,
    name: str,
    receiver: nodes.Expression,
    arguments: Sequence[nodes.Expression | nodes.Lambda],
    at: nodes.Span,
) -> Type:
    """Return the type of a call of a builtin. Raise LanguageError with what is wrong in it."""
    try:
        given = context.infer(receiver)
    except LanguageError as error:
        raise LanguageError([*error.diagnostics, *_also_wrong(context, node, arguments)]) from None
    if not context.resolution.complete:
        context.resolution.calls[id(node)] = _resolve(context, name, given, receiver, arguments, at)
    builtin = context.resolution.calls[id(node)]
    call = rules.begin(builtin, context.head(given), context.renaming())
    if not context.unifies(given, call.params[0]):
        message, hint = receiver_mismatch(as_written(name), context.resolve(given), call.params[0])
        raise problem("receiver-mismatch", message, receiver.span, hint)
    most = len(call.params) - 1
    least = most - builtin.optional
    if not least <= len(arguments) <= most:
        message = f"`{name}` takes {counted(least, most)}; {len(arguments)} given"
        raise problem("argument-count", message, at, f"it is called as `{usage(builtin)}`")
    for argument in arguments:
        call = _argument(context, call, argument)
    return call.outcome()


def _also_wrong(
    context: Context, node: nodes.Expression, arguments: Sequence[nodes.Expression | nodes.Lambda]
) -> list[Diagnostic]:
    """Return what else is wrong in an operator whose left side has no type: the mistakes on its right."""
    if not isinstance(node, nodes.Binary) or isinstance(arguments[0], nodes.Lambda):
        return []
    try:
        context.infer(arguments[0])
    except LanguageError as error:
        return list(error.diagnostics)
    except Broken:
        return []
    return []


def _resolve(
    context: Context,
    name: str,
    given: Type,
    receiver: nodes.Expression,
    arguments: Sequence[nodes.Expression | nodes.Lambda],
    at: nodes.Span,
) -> Builtin:
    """Return the builtin that `name` means on a receiver of the type `given`. Raise LanguageError if none."""
    kind = context.head(given)
    found = REGISTRY.find(name, kind.constructor if isinstance(kind, Con) else "")
    if found:
        return found
    known = context.resolve(kind)
    if isinstance(kind, Var):
        message = f"what `{as_written(name)}` means here cannot be told: the type of this is not known"
        raise problem("type-not-known", message, receiver.span)
    if name == rules.INDEX:
        hint = index_mend(kind, receiver, arguments[0])
        message = f"[...] takes a cell of a row, as in row[column]; this is {described(known)}"
        raise problem("square-brackets", message, receiver.span, hint)
    if as_written(name) in BINDINGS or name in rules.UNARY.values():
        takes = in_words(operator_receivers(name), "and")
        message = f"`{as_written(name)}` works on {takes}, not on {in_source(known)}"
        hint = operator_mend(name, kind, arguments[0] if arguments else None)
        hint = hint or mend_for(known, BOOL if name == "not" else NUMBER, receiver)
        raise problem("operator-mismatch", message, receiver.span, hint)
    hint = _method_mend(context, name, kind, receiver)
    raise problem("unknown-method", f"{described(known)} has no method `{name}`", at, hint)


def _method_mend(context: Context, name: str, kind: Con, receiver: nodes.Expression) -> str:
    if name in context.around.procedures:
        return f"a procedure is called by its name: `{name}({written_out(receiver, 'x')})`"
    return method_mend(name, kind)


def _argument(context: Context, call: rules.Call, argument: nodes.Expression | nodes.Lambda) -> rules.Call:
    """Return the call with its next argument. Raise LanguageError where that does not fit."""
    builtin, param, label = call.builtin, call.params[call.index], call.builtin.names[call.index]
    if is_a(param, Constructor.FUNCTION):
        _function(context, builtin, argument, param)
        return call.passed(param)
    if isinstance(argument, nodes.Lambda):
        message = f"`{as_written(builtin.name)}` takes no function here; its `{label}` is "
        raise problem("unexpected-function", f"{message}{in_source(context.resolve(param))}", argument.span)
    if is_a(param, Constructor.COLUMN):
        return call.passed(param, column=require_column(context, argument, param, call.columns, builtin.name))
    if is_a(param, Constructor.TYPE):
        _name_type(context, builtin, argument, param)
        return call.passed(param)
    found = context.infer(argument)
    name = as_written(builtin.name)
    what = f"the right side of `{name}`" if name in BINDINGS else f"`{label}` of `{name}`"
    context.fit(argument, found, param, what)
    if isinstance(argument, nodes.Text) and label in builtin.literals:
        _read_literal(builtin, argument, label)
    return call.passed(context.head(found))


def _function(context: Context, builtin: Builtin, argument: nodes.Expression | nodes.Lambda, param: Con) -> None:
    *takes, gives = param.args
    if not isinstance(argument, nodes.Lambda):
        names = "row" if takes and is_a(context.head(takes[0]), Constructor.ROW) else "x"
        applied = "..."
        if isinstance(argument, nodes.Name) and argument.name in context.around.procedures:
            applied = f"{argument.name}({names})"
        message = f"`{builtin.name}` takes a function here"
        raise problem("function-expected", message, argument.span, f"write it as `{names} => {applied}`")
    if len(argument.params) != len(takes):
        message = f"this function takes {len(argument.params)} values; `{builtin.name}` gives it {len(takes)}"
        raise problem("function-parameters", message, argument.at)
    for place, name in enumerate(argument.params):
        if name in context.taken or name in argument.params[:place]:
            raise problem("name-taken", f"the name `{name}` is taken already", argument.at, "choose another name")
    with _scope_of(context, argument, takes):
        body = context.infer(argument.body)
    context.fit(argument.body, body, gives, f"what the function of `{builtin.name}` gives")


@contextmanager
def _scope_of(context: Context, function: nodes.Lambda, types: Sequence[Type]) -> Iterator[None]:
    """Have a lambda's parameters in scope inside."""
    outer = dict(context.scope)
    context.scope.update(zip(function.params, types, strict=True))
    yield
    context.scope = outer


def _read_literal(builtin: Builtin, argument: nodes.Text, label: str) -> None:
    """Raise LanguageError where a text with a notation of its own, such as a pattern, cannot be read."""
    try:
        builtin.literals[label](argument.value)
    except Failure as failure:
        raise problem(failure.code, failure.message, argument.span) from None


def _name_type(context: Context, builtin: Builtin, argument: nodes.Expression, param: Con) -> None:
    name = argument.name if isinstance(argument, nodes.Name) else ""
    kind = context.around.types.get(name) or next((each for each in SCALARS if each.name == name), None)
    if not isinstance(kind, Con) or kind.constructor is Constructor.PARAMETER:
        message = f"`{builtin.name}` takes the name of a type here"
        hint = "give the type a name before the procedure, as in `type Sale = {region: Text, amount: Number}`"
        raise problem("type-expected", message, argument.span, names_mend(name, context.around.types) or hint)
    context.unifies(type_argument(kind), param)
    context.resolution.types[id(argument)] = kind


def require_column(
    context: Context, argument: nodes.Expression, param: Con, columns: tuple[str, ...], taker: str
) -> str:
    """Return the name of the column that an argument of `taker` is: one of `columns`, of the type `param`.

    Raise LanguageError where it is none.
    """
    if isinstance(argument, nodes.Name) and argument.name in context.broken:
        raise Broken
    kind = context.scope.get(argument.name) if isinstance(argument, nodes.Name) else None
    if not isinstance(argument, nodes.Name) or not is_a(kind, Constructor.COLUMN):
        hint = column_mend(argument, kind is not None, columns)
        message = f"`{as_written(taker)}` takes a column here, which is named by its parameter"
        raise problem("column-expected", message, argument.span, hint)
    if argument.name not in columns:
        has = f"it has {in_words(columns, 'and')}" if columns else "none of its columns has a name any more"
        message = f"`{argument.name}` is not a column of this table; {has}"
        raise problem("no-such-column", message, argument.span, names_mend(argument.name, columns))
    if not context.unifies(kind, param):
        given, needed = context.resolve(kind), context.resolve(param)
        takes = described(needed)
        if isinstance(param.args[0], Var):
            takes = f"a column that is {param.args[0].bound}"
        message = f"`{as_written(taker)}` takes {takes}, `{argument.name}` is {described(given)}"
        others = [each for each in columns if context.scope[each] == needed]
        hint = f"{in_words(others)} would do" if others else ""
        if is_a(kind.args[0], Constructor.PARAMETER):
            hint = mend_for(kind.args[0], context.head(param.args[0]))
        raise problem("type-mismatch", message, argument.span, hint)
    return argument.name
