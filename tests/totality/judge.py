"""What must be true of every run of every well-typed procedure.

A run ends in a value or in a declared Failure, within its fuel; the compiler and the naive evaluator agree on which,
on the place and on the fuel; a value is of the type that the procedure declares, in its one representation, and can be
stored and read back.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from seglam_lang import language
from seglam_lang.language import failures
from seglam_lang.language.computing.fuel import MAX_DEPTH, tree_size
from seglam_lang.language.computing.numbers import is_canonical
from seglam_lang.language.computing.times import is_in_range
from seglam_lang.language.core import Procedure
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.storing.value_codec import decode_value, encode_value
from seglam_lang.language.types import SCALARS, TABLE, Con, Constructor, Type, Var, is_a
from seglam_lang.language.values import SCALAR_TYPES, Map, Record, Table
from tests import reference
from tests.reference import Outcome

SLOW = 1e-6  # seconds for a unit of fuel


@dataclass
class Figures:
    """What came out of many runs."""

    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)  # by failure code; "" is a value
    slowest: float = 0.0  # seconds of one run
    slowest_unit: float = 0.0  # seconds for a unit of fuel, of the runs that spent over 10,000


@cache
def declared_codes() -> frozenset[str]:
    """The codes of all Failures that the language's source can raise."""
    found: set[str] = set()
    shared = {name: value for name, value in vars(failures).items() if isinstance(value, str)}
    for file in Path(language.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        texts = dict(shared)  # the constants of modules, and the module's own, by name
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and type(node.value.value) is str:
                texts.update({each.id: node.value.value for each in node.targets if isinstance(each, ast.Name)})
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Failure":
                code = call.args[0]
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
                elif isinstance(code, ast.Name) and code.id in texts:
                    found.add(texts[code.id])
    return frozenset(found)


def outcome(compiled: Compiled, args: tuple[Any, ...], budget: int) -> Outcome:
    """What a compiled run comes to, as the naive evaluator tells it."""
    try:
        value, spent = compiled.run_counted(args, budget)
    except Failure as failure:
        return Outcome(failure=failure.code, message=failure.message, node=failure.node)
    return Outcome(value, spent)


def judge(procedure: Procedure, args: tuple[Any, ...], budget: int, figures: Figures, compiled: Compiled) -> Outcome:
    """Run a procedure both ways; AssertionError where something is not as it must be."""
    ours = timed(compiled, args, budget, figures)
    naive = reference.run(procedure, args, budget)
    assert same(ours, naive), f"compiled {ours}\nnaive    {naive}"
    if ours.failure:
        assert ours.failure in declared_codes(), ours
    else:
        assert ours.spent <= budget
        meant = instances(procedure.params, args)
        assert has_type(ours.value, procedure.result, meant), f"{ours.value!r} is no {procedure.result}"
        stored = encode_value(ours.value)
        assert encode_value(decode_value(stored)) == stored
        tree_size(ours.value)  # raises where it is larger than values may be
    return ours


def timed(compiled: Compiled, args: tuple[Any, ...], budget: int, figures: Figures) -> Outcome:
    """The outcome of a compiled run, with how long it took among the figures.

    What seems slow is timed again: the first call of some builtins makes tables, others may have had the processor.
    """
    start = perf_counter()
    ours = outcome(compiled, args, budget)
    seconds = perf_counter() - start
    if seconds > SLOW * max(ours.spent, 1_000):
        start = perf_counter()
        ours = outcome(compiled, args, budget)
        seconds = min(seconds, perf_counter() - start)
    figures.runs += 1
    figures.outcomes[ours.failure] += 1
    figures.slowest = max(figures.slowest, seconds)
    spent = budget if ours.failure == "out-of-fuel" else ours.spent
    if spent > 10_000:
        figures.slowest_unit = max(figures.slowest_unit, seconds / spent)
    return ours


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two runs came to the same; 1, 1.0 and true are three things."""
    fields = ("spent", "failure", "message", "node")
    if any(getattr(one, name) != getattr(other, name) for name in fields):
        return False
    return bool(one.failure) or encode_value(one.value) == encode_value(other.value)


def instances(params: tuple[Type, ...], args: tuple[Any, ...]) -> Mapping[str, Con]:
    """What the type parameters stand for, as far as the columns say; of others any type is right."""
    meant: dict[str, Con] = {}
    for param, arg in zip(params, args, strict=True):
        if is_a(param, Constructor.COLUMN) and isinstance(param.args[0], Var):
            meant[param.args[0].name] = arg.type
    return meant


def _is_canonical(value: Any) -> bool:
    if type(value) in (int, Decimal):
        return is_canonical(value)
    if type(value) in (datetime, time):
        return value.tzinfo is None and not value.fold
    return type(value) is not timedelta or is_in_range(value)


def has_type(value: Any, kind: Type, meant: Mapping[str, Con], depth: int = 0) -> bool:
    """Whether a value is of a type and in its one representation, all the way down."""
    if isinstance(kind, Var):
        return kind.name not in meant or has_type(value, meant[kind.name], meant, depth)
    if depth > MAX_DEPTH:
        return False
    if kind in SCALARS:
        return SCALAR_TYPES.get(type(value)) == kind and _is_canonical(value)
    if kind == TABLE:
        return type(value) is Table and is_proper_table(value)
    if kind.constructor is Constructor.OPTIONAL:
        return value is None or has_type(value, kind.args[0], meant, depth)
    if kind.constructor is Constructor.LIST:
        return type(value) is tuple and all(has_type(item, kind.args[0], meant, depth + 1) for item in value)
    if kind.constructor is Constructor.MAP:
        if type(value) is not Map:
            return False
        of_key, of_value = kind.args
        return all(
            has_type(key, of_key, meant, depth + 1) and has_type(each, of_value, meant, depth + 1)
            for key, each in value.items.items()
        )
    assert kind.constructor is Constructor.RECORD, kind
    if type(value) is not Record or value.names != kind.labels:
        return False
    return all(has_type(part, of, meant, depth + 1) for part, of in zip(value.values, kind.args, strict=True))


def is_proper_table(table: Table) -> bool:
    """Whether headers, types and cells of a table fit each other."""
    width = len(table.headers)
    return (
        len(set(table.headers)) == width == len(table.types) == len(table.cells)
        and all(type(cells) is tuple and len(cells) == table.length for cells in table.cells)
        and (width > 0 or table.length == 0)
        and all(
            kind in SCALARS and all(cell is None or has_type(cell, kind, {}) for cell in cells)
            for kind, cells in zip(table.types, table.cells, strict=True)
        )
    )
