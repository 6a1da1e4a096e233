"""Small well-typed programs over one signature, as many as there are ways to put a few things together.

Two that differ in one place only are among them, which is what a description has to tell apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from seglam_lang.language import core
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.core import Call, Const, Core, Lambda, Local, Procedure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    ROW,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Type,
    Var,
    column_of,
    is_a,
    list_of,
    optional,
    resolve,
)

PARAMS = (TABLE, column_of(NUMBER), column_of(NUMBER), column_of(TEXT), NUMBER, TEXT, DATE, list_of(NUMBER))
TABLES = (-1, 0, 0, 0, -1, -1, -1, -1)
GROUPS = Con(Constructor.GROUPS)
FUNCTION = 100  # the first slot of a function's parameters
Pool = dict[Type, list[Core]]
EVERY = tuple(REGISTRY.by_id.values())
BASIC = (  # what everyday programs are made of
    "number.add@1", "number.subtract@1", "number.multiply@1", "number.round@1", "any.equal@1", "any.less@1",
    "bool.not@1", "table.where@1", "table.sort_by@1", "table.sort_by_descending@1", "table.top@1", "table.take@1",
    "table.values@1", "table.select@1", "table.count@1", "table.total@1", "table.map@1", "table.group_by@1",
    "groups.total@1", "list.sum@1", "list.map@1", "list.filter@1", "list.sort_by@1", "list.take@1", "list.distinct@1",
    "list.count@1", "list.first@1", "list.sort@1", "list.at@1", "text.add@1", "text.contains@1", "text.to_number@1",
)  # fmt: skip


def leaves() -> Pool:
    """The smallest terms of each type."""
    pool: Pool = {}
    for slot, kind in enumerate(PARAMS):
        pool.setdefault(kind, []).append(Local(slot))
    for kind, value in ((NUMBER, 1), (BOOL, True)):
        pool.setdefault(kind, []).append(Const(value))
    return pool


def small_programs(chance: random.Random, rounds: Sequence[int]) -> Iterator[tuple[Core, Type]]:
    """Terms, with their types, that a few builtins make of each other in a few rounds: in each at most so many calls of
    a builtin."""
    pool = leaves()
    chosen = _related(chance)
    for most in rounds:
        pool = _grown(pool, chosen, chance, most)
    for kind, terms in pool.items():
        for term in terms:
            yield term, kind


def _related(chance: random.Random) -> list[Builtin]:
    """A few builtins of which some can be applied to what others give."""
    first = chance.choice(EVERY)
    near = [each for each in EVERY if _shape(each.params[0]) in (_shape(first.params[0]), _shape(first.result))]
    basic = [REGISTRY.by_id[id] for id in chance.sample(BASIC, 3)]
    return [first, *chance.sample(near, min(3, len(near))), *basic]


def _shape(kind: Type) -> str:
    return kind.name if isinstance(kind, Con) else ""


def _grown(pool: Pool, builtins: Sequence[Builtin], chance: random.Random, most: int) -> Pool:
    made: dict[Type, set[Core]] = {kind: set(terms) for kind, terms in pool.items()}
    for builtin in builtins:
        for bindings in () if builtin.columns == "fields" else _instances(builtin):  # its function is a special one
            params = [_instance(param, bindings) for param in builtin.params]
            for given in range(len(params) - builtin.optional, len(params) + 1):
                for _ in range(most):
                    args = [_argument(kind, pool, chance) for kind in params[:given]]
                    if all(arg is not None for arg in args):
                        call = Call(builtin.id, tuple(arg for arg in args if arg is not None))
                        made.setdefault(_instance(builtin.result, bindings), set()).add(call)
    for kind, terms in pool.items():
        for _ in range(most // 4):
            made[kind].update(_forms(kind, terms, pool[BOOL], pool.get(optional(kind)), chance))
    return {kind: sorted(terms, key=repr) for kind, terms in made.items()}


def procedure_of(term: Core, kind: Type) -> Procedure:
    """A procedure that returns a term."""
    return Procedure(PARAMS, TABLES, kind, (), term, (), 200)


def normal(term: Core, names: dict[int, int] | None = None) -> Core:
    """A term with its slots numbered in the order of binding, and single uses of a `let` in its place."""
    names = {slot: slot for slot in range(len(PARAMS))} if names is None else names
    match term:
        case Local(slot):
            return Local(names[slot])
        case Lambda(slots, body):
            inner = {slot: len(names) + place for place, slot in enumerate(slots)}
            return Lambda(tuple(inner.values()), normal(body, {**names, **inner}))
        case Call(builtin, args):
            return Call(builtin, tuple(normal(arg, names) for arg in args))
        case core.Let(slot, value, body):
            if sum(part == Local(slot) for part in core.preorder(body)) == 1:
                return normal(_with(body, slot, value), names)
            return core.Let(len(names), normal(value, names), normal(body, {**names, slot: len(names)}))
        case core.Check(condition, message, body):
            return core.Check(normal(condition, names), message, normal(body, names))
        case core.RecordOf(labels, items):
            return core.RecordOf(labels, tuple(normal(item, names) for item in items))
        case core.Field(record, label):
            return core.Field(normal(record, names), label)
        case core.ListOf(items):
            return core.ListOf(tuple(normal(item, names) for item in items))
        case core.If(condition, yes, no):
            return core.If(normal(condition, names), normal(yes, names), normal(no, names))
        case core.And(left, right) | core.Or(left, right) | core.Coalesce(left, right):
            return replace(term, left=normal(left, names), right=normal(right, names))
    return term


def _with(call: Core, slot: int, value: Core) -> Core:
    """A call with a value in the place of a local."""
    assert isinstance(call, Call)
    return Call(call.builtin, tuple(value if arg == Local(slot) else arg for arg in call.args))


def _instances(builtin: Builtin) -> Iterator[dict[str, Type]]:
    """What the type variables of a builtin may stand for."""
    names = sorted({name for kind in (*builtin.params, builtin.result) for name in _variables(kind)})
    for kinds in product((NUMBER, TEXT), repeat=len(names)):
        yield dict(zip(names, kinds, strict=True))


def _variables(kind: Type) -> set[str]:
    if isinstance(kind, Var):
        return {kind.name}
    return {name for part in kind.args for name in _variables(part)}


def _instance(kind: Type, bindings: dict[str, Type]) -> Type:
    return resolve(kind, bindings)


def _argument(kind: Type, pool: Pool, chance: random.Random) -> Core | None:
    if is_a(kind, Constructor.FUNCTION):
        assert isinstance(kind, Con)
        *params, result = kind.args
        slots = tuple(range(FUNCTION, FUNCTION + len(params)))
        body = _body(slots, params, result, pool, chance)
        return None if body is None else Lambda(slots, body)
    if is_a(kind, Constructor.COLUMN) and chance.random() < 0.4:  # one that was made, or is computed
        if chance.random() < 0.5:
            return Const(chance.choice(["new", "Dept"]))
        body = _body((FUNCTION,), [ROW], kind.args[0], pool, chance)
        is_cell = isinstance(body, Call) and body.builtin == "row.cell@1"  # that is the column itself
        return None if body is None or is_cell else Lambda((FUNCTION,), body)
    terms = pool.get(kind)
    return chance.choice(terms) if terms else None


def _body(slots: tuple[int, ...], params: list[Type], result: Type, pool: Pool, chance: random.Random) -> Core | None:
    """The body of a function: mostly of its parameters, sometimes any term."""
    if result == BOOL:
        one = _body(slots, params, NUMBER, pool, chance)
        if one is None:
            return None
        comparison = Call(chance.choice(["any.equal@1", "any.less@1"]), (one, chance.choice(pool[NUMBER])))
        return core.And(comparison, chance.choice(pool[BOOL])) if chance.random() < 0.3 else comparison
    own: list[Core] = [Local(slot) for slot, kind in zip(slots, params, strict=True) if kind == result]
    for slot, kind in zip(slots, params, strict=True):
        if kind == TABLE and result == NUMBER:
            own += [Call("table.count@1", (Local(slot),)), Call("table.total@1", (Local(slot), Local(1)))]
        if kind == ROW:
            own.append(Call("row.cell@1", (Local(slot), Const("new"))))
            own += [
                Call("row.cell@1", (Local(slot), Local(place)))
                for place, param in enumerate(PARAMS)
                if param == column_of(result)
            ]
    if own and chance.random() < 0.3 and result == NUMBER:
        return Call("number.add@1", (chance.choice(own), chance.choice(pool[NUMBER])))
    return chance.choice(own or pool.get(result) or [None])


def _forms(
    kind: Type, terms: list[Core], conditions: list[Core], missing: list[Core] | None, chance: random.Random
) -> Iterator[Core]:
    yield core.If(chance.choice(conditions), chance.choice(terms), chance.choice(terms))
    if kind == BOOL:
        yield core.And(chance.choice(terms), chance.choice(terms))
        yield core.Or(chance.choice(terms), chance.choice(terms))
        yield Call("bool.not@1", (chance.choice(terms),))
    term = chance.choice(terms)
    if kind == NUMBER:
        record = core.RecordOf(("a", "b"), (term, chance.choice(terms)))
        yield core.Field(record, chance.choice(record.names))
        slot = chance.randrange(1000, 10**9)
        yield core.Let(slot, term, Call("number.add@1", (Local(slot), chance.choice((Local(slot), *terms)))))
        yield core.Let(slot, term, Call("number.subtract@1", (chance.choice(terms), Local(slot))))
        yield core.Check(chance.choice(conditions), "no", term)
    if missing:
        yield core.Coalesce(chance.choice(missing), chance.choice(terms))
