"""The types of calls of other procedures: each use has types of its own for their type parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.calls import require_column
from seglam_lang.language.checking.choices import Broken, Callee
from seglam_lang.language.checking.signature import is_column
from seglam_lang.language.checking.type_errors import function_mend
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Con, Constructor, Type, Var, head, instance, is_a

if TYPE_CHECKING:
    from seglam_lang.language.checking.inference import Inference


def infer_invocation(inference: Inference, node: nodes.Invocation) -> Type:
    """The type of `name(arguments)`; LanguageError where it has none."""
    callee = _callee(inference, node)
    if len(node.arguments) != len(callee.params):
        wanted = "1 argument" if len(callee.params) == 1 else f"{len(callee.params)} arguments"
        message = f"`{callee.name}` takes {wanted}; {len(node.arguments)} given"
        raise problem("argument-count", message, node.at, f"it is called as {called(callee)}")
    variables: dict[str, Var] = {}

    def fresh(variable: Var) -> Var:
        return variables.setdefault(variable.name, inference.fresh(variable.bound))

    types = {name: instance(kind, fresh) for name, kind in zip(callee.order, callee.core.params, strict=True)}
    arguments = dict(zip(callee.params, node.arguments, strict=True))
    columns: dict[str, tuple[str, ...]] = {}
    # Tables first: which columns may be named is known only then.
    for name in sorted(callee.params, key=lambda each: is_column(types[each])):
        kind, argument = types[name], arguments[name]
        if isinstance(kind, Con) and is_column(kind):
            table = callee.order[callee.core.tables[callee.order.index(name)]]
            require_column(inference, argument, kind, columns[table], callee.name)
            continue
        found = inference.infer(argument)
        inference.fit(argument, found, kind, f"`{name}` of `{callee.name}`")
        outermost = head(found, inference.bindings)
        columns[name] = outermost.labels if is_a(outermost, Constructor.TABLE) else ()
    inference.choices.invocations[id(node)] = callee
    return instance(callee.core.result, fresh)


def called(callee: Callee) -> str:
    """How a procedure is called: `split_bill(bill, tip, people)`, in backquotes."""
    return f"`{callee.name}({', '.join(callee.params)})`"


def _callee(inference: Inference, node: nodes.Invocation) -> Callee:
    known = inference.around.procedures
    if node.procedure not in known:
        first = inference.infer(node.arguments[0]) if node.arguments else None
        hint = function_mend(node.procedure, node.arguments, first and inference.head(first), known)
        raise problem("unknown-procedure", f"there is no procedure `{node.procedure}` here", node.at, hint)
    callee = known[node.procedure]
    if callee is None:
        raise Broken  # its own mistakes have been reported
    return callee
