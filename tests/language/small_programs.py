"""Small well-typed programs over one signature, as many as there are ways to put a few things together.

Two that differ in one place only are among them, which is what a description has to tell apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
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


def leaves() -> Pool:
    """The smallest terms of each type."""
    pool: Pool = {}
    for slot, kind in enumerate(PARAMS):
        pool.setdefault(kind, []).append(Local(slot))
    for kind, value in ((NUMBER, 1), (NUMBER, 2), (TEXT, "a"), (BOOL, True)):
        pool.setdefault(kind, []).append(Const(value))
    pool[list_of(NUMBER)].append(core.ListOf((Const(1), Const(2))))
    return pool


def grown(pool: Pool, chance: random.Random, most: int) -> Pool:
    """A pool with `most` calls of each builtin, and of the other forms, on terms of another pool."""
    made: Pool = {kind: list(terms) for kind, terms in pool.items()}
    for builtin in REGISTRY.by_id.values():
        for bindings in _instances(builtin):
            params = [_instance(param, bindings) for param in builtin.params]
            for given in range(len(params) - builtin.optional, len(params) + 1):
                for _ in range(most):
                    args = [_argument(kind, pool, chance) for kind in params[:given]]
                    if all(arg is not None for arg in args):
                        call = Call(builtin.id, tuple(arg for arg in args if arg is not None))
                        made.setdefault(_instance(builtin.result, bindings), []).append(call)
    for kind, terms in pool.items():
        for _ in range(most):
            made[kind] += _forms(kind, terms, pool[BOOL], pool.get(optional(kind)), chance)
    return made


def sampled(pool: Pool, chance: random.Random, most: int) -> Pool:
    """At most `most` terms of each type, the leaves among them."""
    small = leaves()
    return {
        kind: terms if len(terms) <= most else small.get(kind, []) + chance.sample(terms, most)
        for kind, terms in pool.items()
    }


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
        case core.ListOf(items):
            return core.ListOf(tuple(normal(item, names) for item in items))
        case core.If(condition, yes, no):
            return core.If(normal(condition, names), normal(yes, names), normal(no, names))
        case core.And(left, right) | core.Or(left, right) | core.Coalesce(left, right):
            return replace(term, left=normal(left, names), right=normal(right, names))
    return term


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
        if kind == ROW:
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
    if missing:
        yield core.Coalesce(chance.choice(missing), chance.choice(terms))
