"""The planner: a procedure whose calls use the database where their table is stored.

Each call of a builtin that `operations` knows is built twice: as an operation on relations, and as the closure that it
always is. When it is reached, its table decides which of them runs. Steps that give tables give stored ones, and
nothing is computed before a value is needed: so a chain of steps becomes one query, whether it is written as a chain,
with `let`s or in procedures that call each other. An operation that cannot be done with the same answer raises
`NotPushed`, and the closure goes on from there, with the cells that it asks for.

Fuel is charged by the formulas of the builtins, for as many rows as there can be at most. Where that might be too much,
and where the database gives up, the procedure runs again without it: the interpreter decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from seglam_lang.language.backends import summaries
from seglam_lang.language.backends.columns import SqlColumn
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.engines import DatabaseError, listening
from seglam_lang.language.backends.expressions import Translator
from seglam_lang.language.backends.groups import OF_GROUPS, OF_PIVOTS
from seglam_lang.language.backends.joins import OF_TWO_TABLES
from seglam_lang.language.backends.operations import OF_LISTS, OF_TABLES, Computed, Operation
from seglam_lang.language.backends.relation import StoredTable
from seglam_lang.language.backends.results import settled
from seglam_lang.language.backends.windows import OF_WINDOWS
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.computing.fuel import COMPARED_PER_UNIT, most_parts
from seglam_lang.language.core import Call, Const, Core, Lambda, Local, Procedure, RecordOf, preorder
from seglam_lang.language.failures import Failure
from seglam_lang.language.running import closures
from seglam_lang.language.running.closures import Code, Frame, place, spend
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import Builder, compile_procedure, outermost
from seglam_lang.language.types import TEXT, Constructor, Type, is_a
from seglam_lang.language.values import Ran, Table, Value

_OF_WHAT_IS_MADE: dict[str, dict[str, Operation]] = {
    "table.group_by@1": OF_GROUPS | {"groups.summary@1": summaries.summary},
    "table.values@1": OF_LISTS,
    "table.map@1": OF_LISTS,
}
_OF_TABLES = OF_TABLES | OF_TWO_TABLES | OF_PIVOTS | OF_WINDOWS
_KEPT = "groups.where@1"
_OF_GROUPS = {"groups.summary@1", _KEPT}  # builtins that get a function of the rows of a group
_OUT_OF_FUEL = "out-of-fuel"


@dataclass(slots=True)
class Plan:
    """What ran where: the builtins that an engine did, and those that were left to the interpreter, with why."""

    engine: str = "DuckDB"
    steps: list[tuple[str, str]] = field(default_factory=list)

    def add(self, builtin: str, why_not: str = "") -> None:
        """Note one call."""
        if (builtin, why_not) not in self.steps:
            self.steps.append((builtin, why_not))

    def lines(self) -> Iterator[str]:
        """Yield what ran where, in words."""
        for builtin, why_not in self.steps:
            name = builtin.partition("@")[0]
            yield f"{name}: in the interpreter, as {why_not}" if why_not else f"{name}: in {self.engine}"


def run(compiled: Compiled, args: Sequence[Value], plan: Plan | None = None) -> Ran:
    """Return the value of a procedure for arguments of which one is a stored table, and what ran where, with the
    queries; raise Failure as it does without a database. `plan` is told what ran where."""
    noted = Plan() if plan is None else plan
    engines = [each.relation.database.dialect.engine for each in args if isinstance(each, StoredTable)]
    noted.engine = engines[0] if engines else noted.engine
    with listening() as queries:
        value, fuel = _run(compiled, args, noted)
    return Ran(value, fuel, (*noted.lines(), *(f"SQL: {query}" for query in queries)))


def _run(compiled: Compiled, args: Sequence[Value], plan: Plan) -> tuple[Value, int]:
    builder = partial(_StoredBuilder, plan, compiled.procedure)
    try:
        found = compile_procedure(compiled.procedure, builder).run_counted(args)
        if all(each.is_current is None or each.is_current() for each in args if isinstance(each, StoredTable)):
            return found
        plan.add("all", "the file was changed")
    except DatabaseError as error:
        plan.add("all", f"the database gives up ({error})")
    except Failure as failure:
        if failure.code != _OUT_OF_FUEL:
            raise
        plan.add("all", "it may take too much work")
    return compiled.run_counted([each.in_memory() if isinstance(each, StoredTable) else each for each in args])


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value that has been computed and lies in a slot; `end` is the number of the node behind it."""

    slot: int
    end: int


Given = Callable[[Frame], Any]  # an argument of an operation
Cost = Callable[[Table], int]


class _StoredBuilder(Builder):
    """Builds closures that use the database where their table is stored."""

    def __init__(self, plan: Plan, whole: Procedure, procedure: Procedure, callees: Mapping[str, Compiled]) -> None:
        super().__init__(procedure, callees)
        self._plan, self._is_called = plan, procedure is not whole

    def whole(self) -> Code:
        """Return the code of the procedure; the one that a person gets the result of gives no stored table."""
        body, arity = super().whole(), len(self._procedure.params)
        return body if self._is_called else lambda frame: settled(body(frame), partial(most_parts, frame[:arity]))

    def code(self, node: Core | _Kept) -> Code:
        """Return the closure of one node, or of what is kept in a slot."""
        if isinstance(node, _Kept):
            self._next = node.end
            return closures.local(node.slot)
        return super().code(node)

    def call(self, name: str, args: tuple[Core, ...], number: int) -> Code:
        """Return the closure of a call of a builtin."""
        if args and not isinstance(args[0], _Kept):
            if name in _OF_TABLES:
                return self._on_table(name, args, number)
            inner = _without_condition(args[0])
            if isinstance(inner, Call) and name in _OF_WHAT_IS_MADE.get(inner.builtin, ()):
                return self._on_made(name, args[0], args[1:], number)
        return super().call(name, args, number)

    def _on_table(self, name: str, args: tuple[Core, ...], number: int) -> Code:
        builtin, operation = REGISTRY.by_id[name], _OF_TABLES[name]
        receiver, kept = self._receiver(args[0])
        given = self._arguments(builtin, args[1:], kept.end)
        plain = super().call(name, (kept, *args[1:]), number)  # type: ignore[arg-type]
        return self._either(name, receiver, kept.slot, given, operation, self._cost([builtin], args[1:]), plain, number)

    def _on_made(self, name: str, whole: Core, args: tuple[Core, ...], number: int) -> Code:
        """Return the closure of a builtin of groups, or of a list, that are made for it alone; of groups a condition
        may keep some."""
        inner = _without_condition(whole)
        assert isinstance(inner, Call) and isinstance(whole, Call), "the planner has looked at them"
        condition = () if whole is inner else whole.args[1:]
        maker, builtin = REGISTRY.by_id[inner.builtin], REGISTRY.by_id[name]
        operation, columns = _OF_WHAT_IS_MADE[inner.builtin][name], inner.args[1:]
        self._next += 1 + len(condition)  # the nodes of what makes them
        receiver, kept = self._receiver(inner.args[0])
        made_of = self._arguments(maker, columns, kept.end)
        conditions = self._arguments(REGISTRY.by_id[_KEPT], condition, self._next)
        given = self._arguments(builtin, args, self._next)
        self._next = number + 1
        made = Call(inner.builtin, (kept, *columns))  # type: ignore[arg-type]
        plain = super().call(name, (Call(_KEPT, (made, *condition)) if condition else made, *args), number)

        def aggregate(table: StoredTable, *values: Any) -> Value:
            by, rest = values[: len(made_of)], values[len(made_of) :]
            for each in rest[: len(conditions)]:
                table = summaries.kept(table, by, each)
            return operation(table, by, *rest[len(conditions) :])

        cost = self._cost([maker, builtin], (*columns, *condition, *args))
        return self._either(name, receiver, kept.slot, [*made_of, *conditions, *given], aggregate, cost, plain, number)

    def _receiver(self, node: Core) -> tuple[Code, _Kept]:
        """Return the code of the table, and the slot that it is kept in for whoever computes with it."""
        code = self.code(node)
        self.constants.append(None)
        return code, _Kept(self._procedure.frame + len(self.constants) - 1, self._next)

    def _either(
        self,
        name: str,
        receiver: Code,
        slot: int,
        given: Sequence[Given],
        operation: Operation,
        cost: Cost,
        plain: Code,
        number: int,
    ) -> Code:
        """Return the code that does the operation where the receiver is stored, or another table that it is about, and
        else what it is in place of."""
        is_of_two = name in OF_TWO_TABLES

        def run(frame: Frame) -> Any:
            owner = receiver(frame)
            frame[slot] = owner
            arguments = [argument(frame) for argument in given] if is_of_two or isinstance(owner, StoredTable) else []
            tables = [each for each in (owner, *arguments) if isinstance(each, Table)]
            if any(isinstance(each, StoredTable) for each in tables):
                try:
                    value = operation(owner, *arguments)
                except NotPushed as reason:
                    self._plan.add(name, str(reason))
                else:
                    self._plan.add(name)
                    if isinstance(value, Table) and (is_of_two or not isinstance(value, StoredTable)):
                        tables.append(value)
                    _spend(frame, sum(map(cost, tables)), number)
                    return value
            return plain(frame)

        return run

    # --- arguments

    def _arguments(self, builtin: Builtin, args: Sequence[Core], start: int) -> list[Given]:
        """Return the arguments as operations get them. The numbers of their nodes begin with `start`."""
        self._next = start
        return [self._argument(builtin, arg, param) for arg, param in zip(args, builtin.params[1:], strict=False)]

    def _argument(self, builtin: Builtin, arg: Core, param: Type) -> Given:
        if not isinstance(arg, Lambda):
            if isinstance(arg, Const) and is_a(param, Constructor.COLUMN):
                self._next += 1
                return lambda frame, name=arg.value: name  # type: ignore[misc]
            return self.code(arg)
        if builtin.id in _OF_GROUPS:
            return self._of_group(arg)
        self.code(arg)  # for its numbers alone
        header = builtin.computed_header(outermost(arg.body))
        slot, body = arg.slots[0], arg.body

        def computed(frame: Frame) -> Computed:
            def column(table: StoredTable) -> SqlColumn:
                return Translator(table, slot, lambda node: self._value(node, frame)).checked(body)

            if not isinstance(body, RecordOf):
                return Computed(header, column)

            def fields(table: StoredTable) -> list[tuple[SqlColumn, bool]]:
                translate = Translator(table, slot, lambda node: self._value(node, frame))
                return list(map(translate.field, body.items))

            return Computed(header, column, body.names, fields)

        return computed

    def _of_group(self, function: Lambda) -> Given:
        """Return a function of the rows of a group, with what it asks of those."""
        self.code(function)  # for its numbers alone
        end, (group,) = self._next, function.slots
        asked, where = [], REGISTRY.by_id["table.where@1"]
        for node, aggregate, call, conditions in summaries.asked_calls(function.body, group):
            columns = self._arguments(REGISTRY.by_id[call.builtin], call.args[1:], end)
            met = [self._argument(where, each, where.params[1]) for each in conditions]
            asked.append((node, aggregate, columns, met))
        self._next = end

        def given(frame: Frame) -> summaries.OfGroup:
            found = [
                summaries.Asked(node, aggregate, [each(frame) for each in columns], [each(frame) for each in met])
                for node, aggregate, columns, met in asked
            ]
            return summaries.OfGroup(self._procedure, self._callees, group, function.body, found, frame)

        return given

    def _value(self, node: Core, frame: Frame) -> Value:
        """Return the value of a node that does not depend on a row."""
        if isinstance(node, Local):
            return frame[node.slot]
        builder = Builder(self._procedure, self._callees)
        code = builder.code(node)
        return code([*frame[: self._procedure.frame], *builder.constants, frame[-1]])

    # --- fuel

    def _cost(self, builtins: Sequence[Builtin], args: Sequence[Core]) -> Cost:
        """Return a bound of what the calls cost for one of their tables: their own formulas are of rows, cells and the
        sorting of both. Those of two tables are of their rows, and of the rows that they make."""
        functions = [node for arg in args if isinstance(arg, Lambda) for node in preorder(arg.body)]
        nodes, calls = len(functions), sum(isinstance(node, Call) for node in functions)

        def cost(table: Table) -> int:
            longest = 0
            if isinstance(table, StoredTable):
                rows = table.relation.most
                longest = max([each.longest for each in table.columns if each.type == TEXT], default=0)
            else:
                rows = table.length
            each = nodes * (1 + longest // COMPARED_PER_UNIT)
            return rows * (each + (len(builtins) + calls) * (2 + len(table.headers) + 2 * rows.bit_length()))

        return cost


def _without_condition(made: Core) -> Core:
    """Return what makes groups, where it stands in a condition that keeps some of them; else a node as it is."""
    if isinstance(made, Call) and made.builtin == _KEPT and isinstance(made.args[0], Call):
        return made.args[0] if made.args[0].builtin == "table.group_by@1" else made
    return made


def _spend(frame: Frame, amount: int, number: int) -> None:
    try:
        spend(frame, amount)
    except Failure as failure:
        place(failure, number)
        raise
