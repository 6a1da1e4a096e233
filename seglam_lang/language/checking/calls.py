"""Find the types of calls of builtins: methods, operators and `row[column]`.

What a call means and takes is said in rules.py; this module applies it to source, and reports what does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins.table import A_CELL_HOLDS
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.context import Context
from seglam_lang.language.checking.resolution import Broken
from seglam_lang.language.checking.type_errors import (
    as_written,
    column_mend,
    counted,
    described,
    described_any,
    in_source,
    index_mend,
    mend_for,
    method_mend,
    names_mend,
    operator_mend,
    operator_receivers,
    receiver_mismatch,
    usage,
    written_column,
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
    column_of,
    columns_of,
    entries_of,
    is_a,
    is_made,
    made_label,
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
        found = _resolve(context, name, given, receiver, arguments, at)
        context.resolution.calls[id(node)] = rules.of_receiver(found, context.resolve(given))
    builtin = context.resolution.calls[id(node)]
    call = rules.begin(builtin, context.head(given), context.renaming())
    if not context.unifies(given, call.params[0]):
        others = [each.params[0] for each in REGISTRY.overloads(builtin)]
        message, hint = receiver_mismatch(as_written(name), context.resolve(given), call.params[0], others)
        raise problem("receiver-mismatch", message, receiver.span, hint)
    most = len(call.params) - 1
    least = most - builtin.optional
    if not least <= len(arguments) <= most:
        message = f"`{name}` takes {counted(least, most)}; {len(arguments)} given"
        raise problem("argument-count", message, at, _how_called(builtin, context.head(given), arguments))
    for argument in arguments:
        call = _argument(context, call, argument, receiver if isinstance(node, nodes.Binary) else None)
    context.resolution.calls[id(node)] = call.builtin
    return call.outcome(context.resolve)


def _how_called(builtin: Builtin, receiver: Type, arguments: Sequence[nodes.Expression | nodes.Lambda]) -> str:
    """Return how a builtin is called; where it is given a function, the one that takes one: `sort_by` of `sort`."""
    if isinstance(receiver, Con) and any(isinstance(each, nodes.Lambda) for each in arguments):
        for name in (f"{builtin.name}_by", builtin.name.replace("_", "_by_", 1)):
            if name != builtin.name and (found := REGISTRY.find(name, receiver.constructor)):
                return f"the one that takes a function is `{usage(found)}`"
    return f"it is called as `{usage(builtin)}`"


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
        raise problem("type-not-known", message, receiver.span, "say it in a step before: `let x: Number = ...`")
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


def _of_cells(context: Context, call: rules.Call, cells: Type | None) -> rules.Call:
    """Return what a call means where its first argument is a column with cells of that type: of several overloads the
    one that takes it."""
    if context.resolution.complete or cells is None:
        return call
    known = column_of(context.resolve(cells))
    found = next((each for each in rules.overloads(call) if each.params[1] == known), None)
    return call if found is None else found


def _cells_named(context: Context, call: rules.Call, argument: nodes.Expression) -> Type | None:
    """Return the type of the cells of a column that is named; None where none is."""
    if isinstance(argument, nodes.Text):
        return dict(entries_of(call.table)).get(made_label(argument.value))
    kind = context.scope.get(argument.name) if isinstance(argument, nodes.Name) else None
    return kind.args[0] if is_a(kind, Constructor.COLUMN) else None


def _method_mend(context: Context, name: str, kind: Con, receiver: nodes.Expression) -> str:
    if name in context.around.procedures:
        return f"a procedure is called by its name: `{name}({written_out(receiver, 'x')})`"
    return method_mend(name, kind)


def _argument(
    context: Context,
    call: rules.Call,
    argument: nodes.Expression | nodes.Lambda,
    left: nodes.Expression | None = None,
) -> rules.Call:
    """Return the call with its next argument, that of an operator with what stands on its `left`. Raise LanguageError
    where that does not fit.
    """
    builtin, param, label = call.builtin, call.params[call.index], call.builtin.names[call.index]
    if is_a(param, Constructor.FUNCTION):
        return call.passed(_function(context, builtin, argument, param))
    if isinstance(argument, nodes.Lambda):
        if call.row is not None:
            return _computed(context, call, argument, call.row)
        message = f"`{as_written(builtin.name)}` takes no function here; its `{label}` is "
        hint = "add the column by `with_column`, and name it" if is_a(param, Constructor.COLUMN) else ""
        raise problem("unexpected-function", f"{message}{in_source(context.resolve(param))}", argument.span, hint)
    if is_a(param, Constructor.COLUMN):
        call = _of_cells(context, call, _cells_named(context, call, argument))
        param = call.params[call.index]
        assert is_a(param, Constructor.COLUMN)
        others = [each.params[1] for each in rules.overloads(call)]
        return call.passed_column(*require_column(context, argument, param, call.table, builtin.name, others=others))
    if is_a(param, Constructor.TYPE):
        _name_type(context, builtin, argument, param)
        return call.passed(param)
    found = context.infer(argument)
    name = as_written(builtin.name)
    what = f"the right side of `{name}`" if name in BINDINGS else f"`{label}` of `{name}`"
    context.fit(argument, found, param, what, left=left)
    if isinstance(argument, nodes.Text) and label in builtin.literals:
        _read_literal(builtin, argument, label)
    return call.passed(context.head(found), argument.value if isinstance(argument, nodes.Text) else None)


def _computed(context: Context, call: rules.Call, function: nodes.Lambda, row: Con) -> rules.Call:
    """Return the call with a function in place of a column: its results are the cells. `row => row[column]` is the
    column itself."""
    builtin, param = call.builtin, call.params[call.index]
    column = _column_meant(function)
    if column is not None:
        context.resolution.columns[id(function)] = column
        return _argument(context, call, column)
    assert is_a(param, Constructor.COLUMN)
    found = _results(context, builtin, function, (row,))
    cells = context.cells(function.body, found)
    if rules.cell_type(context.head(cells)) is None:
        message = f"what the function of `{builtin.name}` gives must be a value that a cell holds"
        given = described(context.resolve(found))
        raise problem("type-mismatch", f"{message}, this is {given}", function.body.span, A_CELL_HOLDS)
    call = _of_cells(context, call, cells)
    param = call.params[call.index]
    assert is_a(param, Constructor.COLUMN)
    others = [each.params[1].args[0] for each in rules.overloads(call) if isinstance(each.params[1], Con)]
    context.fit(function.body, cells, param.args[0], f"what the function of `{builtin.name}` gives", others)
    outermost = context.resolution.calls.get(id(function.body))
    return call.passed_column(call.label_of_computed("" if outermost is None else outermost.method), cells)


def _column_meant(function: nodes.Lambda) -> nodes.Expression | None:
    """Return the column that `row => row[column]` or `row => row.get(column)` stands for."""
    body = function.body
    column: nodes.Expression | nodes.Lambda
    if isinstance(body, nodes.Index):
        row, column = body.row, body.column
    elif isinstance(body, nodes.Call) and body.method == "get" and len(body.arguments) == 1:
        row, column = body.receiver, body.arguments[0]
    else:
        return None
    is_meant = isinstance(row, nodes.Name) and function.params == (row.name,)
    return column if is_meant and not isinstance(column, nodes.Lambda) else None


def _function(context: Context, builtin: Builtin, argument: nodes.Expression | nodes.Lambda, param: Con) -> Type:
    """Return the type of what a function gives."""
    *takes, gives = param.args
    if not isinstance(argument, nodes.Lambda):
        names = "row" if takes and is_a(context.head(takes[0]), Constructor.ROW) else "x"
        applied = "..."
        if isinstance(argument, nodes.Name) and argument.name in context.around.procedures:
            applied = f"{argument.name}({names})"
        message = f"`{builtin.name}` takes a function here"
        raise problem("function-expected", message, argument.span, f"write it as `{names} => {applied}`")
    body = _results(context, builtin, argument, takes)
    if builtin.makes is not None:
        body = _new_cells(context, builtin, argument.body, body)
    context.fit(argument.body, body, gives, f"what the function of `{builtin.name}` gives")
    return context.head(body)


def _new_cells(context: Context, builtin: Builtin, body: nodes.Expression, found: Type) -> Type:
    """Return the type of what a function gives that makes columns, without saying what may be blank."""
    if builtin.columns != "fields":
        return context.cells(body, found)
    if not isinstance(body, nodes.RecordOf):
        message = f"the function of `{builtin.name}` gives a record that is written out, a field for each column"
        raise problem("fields-expected", message, body.span, "write it as `g => {orders: g.count()}`")
    assert isinstance(found, Con)
    for item, kind in zip(body.items, found.args, strict=True):
        if rules.cell_type(context.head(kind)) is None:
            message = f"a field must be a value that a cell holds, this is {described(context.resolve(kind))}"
            raise problem("type-mismatch", message, item.span, A_CELL_HOLDS)
    cells = tuple(context.cells(item, kind) for item, kind in zip(body.items, found.args, strict=True))
    return Con(found.constructor, cells, found.labels)


def _results(context: Context, builtin: Builtin, function: nodes.Lambda, takes: Sequence[Type]) -> Type:
    """Return the type of the body of a function that is given values of the types `takes`."""
    if len(function.params) != len(takes):
        message = f"this function takes {len(function.params)} values; `{builtin.name}` gives it {len(takes)}"
        raise problem("function-parameters", message, function.at)
    for place, name in enumerate(function.params):
        if name in context.taken or name in function.params[:place]:
            raise problem("name-taken", f"the name `{name}` is taken already", function.at, "choose another name")
    with _scope_of(context, function, takes):
        return context.infer(function.body)


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
    context: Context,
    argument: nodes.Expression,
    param: Con,
    table: Type,
    taker: str,
    may_be_made: bool = True,
    others: Sequence[Type] = (),
) -> tuple[str, Type]:
    """Return the label of the column that an argument of `taker` is, one of those of `table` and of the type `param`,
    and the type of its cells.

    Raise LanguageError where it is none. Unless it `may_be_made`, it is a column parameter. `others` are the types of
    columns that overloads of `taker` take.
    """
    columns = columns_of(table)
    if isinstance(argument, nodes.Text) and may_be_made and any(map(is_made, columns)):
        label, kind = made_label(argument.value), _made_column(argument, table, taker)
    else:
        label, kind = _named_column(context, argument, columns, taker)
    if not context.unifies(kind, param):
        given, needed = context.resolve(kind), context.resolve(param)
        takes = described_any((needed, *others))
        if isinstance(param.args[0], Var):
            takes = f"a column that is {param.args[0].bound}"
        message = f"`{as_written(taker)}` takes {takes}, `{written_column(label)}` is {described(given)}"
        fitting = [each for each in columns if context.scope.get(each) in (needed, *others)]
        hint = f"{in_words(fitting)} would do" if fitting else ""
        if is_a(kind.args[0], Constructor.PARAMETER):
            hint = mend_for(kind.args[0], context.head(param.args[0]))
        raise problem("type-mismatch", message, argument.span, hint)
    return label, kind.args[0]


def _made_column(argument: nodes.Text, table: Type, taker: str) -> Con:
    """Return the type of the column that the procedure made and called so."""
    columns = dict(entries_of(table))
    kind = columns.get(made_label(argument.value))
    if kind is None:
        made = [each for each in columns if is_made(each)]
        message = f"`{as_written(taker)}` is given {written_column(made_label(argument.value))}, which is no column"
        hint = names_mend(argument.value, [each.removeprefix('"') for each in made])
        if argument.value in columns:
            hint = f"a column among the parameters is written without quotes: `{argument.value}`"
        has = f"the procedure made {in_words([written_column(each) for each in made], 'and')}"
        raise problem("no-such-column", f"{message} of this table; {has}", argument.span, hint)
    return column_of(kind)


def _named_column(
    context: Context, argument: nodes.Expression, columns: tuple[str, ...], taker: str
) -> tuple[str, Con]:
    """Return the name and the type of a column parameter."""
    if isinstance(argument, nodes.Name) and argument.name in context.broken:
        raise Broken
    kind = context.scope.get(argument.name) if isinstance(argument, nodes.Name) else None
    if not isinstance(argument, nodes.Name) or not is_a(kind, Constructor.COLUMN):
        hint = column_mend(argument, kind is not None, tuple(map(written_column, columns)))
        if isinstance(argument, nodes.Name) and made_label(argument.name) in columns:
            hint = f'a column that the procedure made is named in quotes: `"{argument.name}"`'
        message = f"`{as_written(taker)}` takes a column here, which is named by its parameter"
        raise problem("column-expected", message, argument.span, hint)
    if argument.name not in columns:
        names = [written_column(each) for each in columns]
        has = f"it has {in_words(names, 'and')}" if columns else "none of its columns has a name any more"
        message = f"`{argument.name}` is not a column of this table; {has}"
        raise problem("no-such-column", message, argument.span, names_mend(argument.name, columns))
    return argument.name, kind
