"""A procedure that is ready to run: its closures, its fuel, and the decimal context of a run."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import Context
from decimal import setcontext

from seglam_lang.language import core
from seglam_lang.language.computing.fuel import budget as budget_for
from seglam_lang.language.computing.fuel import out_of_fuel, result_size, tree_size
from seglam_lang.language.computing.numbers import CONTEXT
from seglam_lang.language.running.closures import Code
from seglam_lang.language.types import SCALARS, Con, Constructor, Type
from seglam_lang.language.values import Ran, Table, Value


class Compiled:
    """A procedure that can run any number of times, in any thread."""

    __slots__ = ("_arity", "_behind", "_body", "_known", "_nodes", "_rest", "_straight", "procedure")

    def __init__(
        self, procedure: core.Procedure, body: Code, constants: Sequence[Value], nodes: int, pays_nodes_only: bool
    ) -> None:
        self.procedure = procedure
        self._body, self._nodes, self._arity = body, nodes, len(procedure.params)
        # The part of the frame between the arguments and the fuel: the other slots and the constants.
        self._rest = (*[None] * (procedure.frame - self._arity), *constants)
        # Where all arguments are of size 1, the budget is known now, and what is left of it when the nodes are paid.
        left = budget_for([None] * self._arity) - nodes
        known = left > 0 and all(map(is_of_atoms, procedure.params))
        self._straight = self._arity if known else -1  # how many arguments a run without a given budget takes then
        self._behind = (*self._rest, left)
        # Whether it is known too that there is enough for the rest of the run.
        self._known = pays_nodes_only and is_of_atoms(procedure.result)

    def run(self, args: Sequence[Value], fuel: int | None = None) -> Value:
        """Return the value for `args`, or raise Failure. `fuel` is the budget, by default that of the size of the
        inputs."""
        if fuel is not None or len(args) != self._straight:
            return self.run_told(args, fuel).value
        frame = [*args, *self._behind]
        try:
            context = _CONTEXTS.pop()
        except IndexError:
            context = _new_context()
        try:
            result = context.run(self._body, frame)
        finally:
            _CONTEXTS.append(context)
        if not self._known and frame[-1] < tree_size(result):
            raise out_of_fuel()
        return result

    def run_told(self, args: Sequence[Value], fuel: int | None = None) -> Ran:
        """Return the value, the fuel that was charged for it, and what a database computed, or raise Failure."""
        for each in args if fuel is None else ():
            if isinstance(each, Table) and each.is_stored:
                return each.run(self, args)
        return Ran(*self.run_counted(args, fuel))

    def run_counted(self, args: Sequence[Value], budget: int | None = None) -> tuple[Value, int]:
        """Return the value and the fuel that was spent, or raise Failure."""
        if len(args) != self._arity:
            raise ValueError(f"{self._arity} arguments expected, {len(args)} given")
        available = budget_for(args) if budget is None else budget
        try:
            context = _CONTEXTS.pop()
        except IndexError:  # also where another thread was faster
            context = _new_context()
        try:
            result, left = context.run(self.invoke, args, available)
        finally:
            _CONTEXTS.append(context)
        left -= result_size(result, args)
        if left < 0:
            raise out_of_fuel()
        return result, available - left

    def invoke(self, args: Sequence[Value], available: int) -> tuple[Value, int]:
        """Run as part of another procedure: return the value and what is left of the `available` fuel."""
        left = available - self._nodes
        if left < 0:
            raise out_of_fuel()
        frame = [*args, *self._rest, left]
        result = self._body(frame)
        return result, frame[-1]


# A run has a `contextvars.Context` of its own, in which the decimal context is CONTEXT: to enter one that is there
# costs a third of what setting the thread's decimal context and setting it back would. These are not in use now; there
# are as many as there ever were runs at one time, in other threads.
_CONTEXTS: list[Context] = []


def _new_context() -> Context:
    context = Context()
    context.run(setcontext, CONTEXT)
    return context


def is_of_atoms(kind: Type) -> bool:
    """Return whether all values of a type are of size 1."""
    if not isinstance(kind, Con):
        return False
    return kind.constructor in _ATOMIC or (kind.constructor is Constructor.OPTIONAL and is_of_atoms(kind.args[0]))


_ATOMIC = frozenset(
    {*(kind.constructor for kind in SCALARS if kind.constructor is not Constructor.TEXT), Constructor.COLUMN}
)
