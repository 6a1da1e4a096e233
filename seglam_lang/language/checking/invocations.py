"""Find the types of calls of procedures: each use has types of its own for their type parameters."""

from __future__ import annotations

from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.calls import require_column
from seglam_lang.language.checking.context import Context
from seglam_lang.language.checking.resolution import Broken, Callee
from seglam_lang.language.checking.signature import is_column
from seglam_lang.language.checking.type_errors import function_mend
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Type, instance


def infer_invocation(context: Context, node: nodes.Invocation) -> Type:
    """Return the type of `name(arguments)`. Raise LanguageError where it has none."""
    callee = _callee(context, node)
    if len(node.arguments) != len(callee.params):
        wanted = "1 argument" if len(callee.params) == 1 else f"{len(callee.params)} arguments"
        message = f"`{callee.name}` takes {wanted}; {len(node.arguments)} given"
        raise problem("argument-count", message, node.at, f"it is called as {called(callee)}")
    rename = context.renaming()
    types = {name: instance(kind, rename) for name, kind in zip(callee.order, callee.core.params, strict=True)}
    arguments = dict(zip(callee.params, node.arguments, strict=True))
    tables: dict[str, Type] = {}
    # Tables first: which columns may be named is known only then.
    for name in sorted(callee.params, key=lambda each: is_column(types[each])):
        kind, argument = types[name], arguments[name]
        if is_column(kind):
            table = callee.order[callee.core.tables[callee.order.index(name)]]
            require_column(context, argument, kind, tables[table], callee.name, may_be_made=False)
            continue
        found = context.infer(argument)
        context.fit(argument, found, kind, f"`{name}` of `{callee.name}`")
        tables[name] = context.head(found)
    context.resolution.invocations[id(node)] = callee
    return instance(callee.core.result, rename)


def called(callee: Callee) -> str:
    """Return how a procedure is called: `split_bill(bill, tip, people)`, in backquotes."""
    return f"`{callee.name}({', '.join(callee.params)})`"


def _callee(context: Context, node: nodes.Invocation) -> Callee:
    known = context.around.procedures
    if node.procedure not in known:
        first = context.infer(node.arguments[0]) if node.arguments else None
        hint = function_mend(node.procedure, node.arguments, first and context.head(first), known)
        raise problem("unknown-procedure", f"there is no procedure `{node.procedure}` here", node.at, hint)
    callee = known[node.procedure]
    if callee is None:
        raise Broken  # its own mistakes have been reported
    return callee
