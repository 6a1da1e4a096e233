"""Work that no one here chose: tasks of MBPP as procedures that pass the tasks' own assertions.

The procedures stand in the `.seg` files beside this one, each under a comment with its task:

    # mbpp-633 (without n): the sum of the xor of all pairs
    proc sum_of_xors(numbers: List<Number>) -> Number { ... }

A procedure takes the task's inputs in their order; what is named after `without` it has no use for (the length of a
list that is given, as in C). The tasks that are not written stand in `left_out_*.txt`, each with its reason.

What is JSON in the data becomes a value of the type that the procedure declares: where that is a record, a list gives
the fields in their order (a Python tuple); where the keys of a map are no texts, they are written in its JSON object as
Python writes them ("5", "(5, 6)"). Answers are read in the same way, by the type of the result, and compared exactly;
where a float is expected, within 1e-9, because several of them hold the artefacts of binary fractions.
"""

from __future__ import annotations

import ast
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import language
from seglam_lang.language.checking.annotations import declared_types, parameter_type, result_type, type_parameters
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import NUMBER, TEXT, Con, Constructor, Type

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared/data/mbpp.train.jsonl.gz"
HEAD = re.compile(r"# (mbpp-\d+)(?: \(without ([\w, ]+)\))?: \S")
TOLERANCE = Decimal("1e-9")
LEAST_WRITTEN = 200

needs_data = pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data/mbpp.train.jsonl.gz")


@dataclass(frozen=True)
class Written:
    """A task that is written: the types of the procedure's parameters and result, and the inputs it does without."""

    procedure: language.Procedure
    params: tuple[Type, ...]
    result: Type
    without: frozenset[str]


@dataclass(frozen=True)
class Case:
    """One assertion of a task: inputs by name in the order in which the task takes them, and the answer, as JSON."""

    inputs: dict[str, Any]
    answer: Any


@lru_cache
def files() -> dict[str, Path]:
    """The tasks that are written, each with the file that holds it."""
    found: dict[str, Path] = {}
    for path in sorted(HERE.glob("*.seg")):
        for line in path.read_text("utf-8").splitlines():
            if head := HEAD.match(line):
                assert head[1] not in found, f"{head[1]} is written twice"
                found[head[1]] = path
    return found


@lru_cache
def procedures(path: Path) -> dict[str, Written]:
    """The tasks of a file; other procedures in it are called by those."""
    module = language.load(path)
    tree = language.parse(module.source)
    types, _ = declared_types(tree)
    found = {}
    for declared in tree.declarations:
        if not isinstance(declared, nodes.Procedure) or not (head := _head(declared)):
            continue
        known = type_parameters(declared, types)
        params = tuple(parameter_type(each.type, known) for each in declared.params)
        assert declared.result is not None, f"{declared.name} declares no result"
        without = frozenset(filter(None, re.split(", *", head[2] or "")))
        found[head[1]] = Written(module[declared.name], params, result_type(declared.result, known), without)
    return found


def _head(procedure: nodes.Procedure) -> re.Match[str] | None:
    """The comment above a procedure that says which task it is."""
    return next((found for line in procedure.before if (found := HEAD.match(line))), None)


@lru_cache
def left_out() -> dict[str, str]:
    """The tasks that are not written, with their reasons."""
    lines = [line for path in sorted(HERE.glob("left_out_*.txt")) for line in path.read_text("utf-8").splitlines()]
    pairs = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(pair) == 2 for pair in pairs), "a task that is left out has a reason"
    found = {task: reason for task, reason in pairs}
    assert len(found) == len(pairs), "a task is left out twice"
    return found


# --- the data -----------------------------------------------------------------------------------------------------


@lru_cache
def tasks() -> dict[str, dict[str, Any]]:
    """The rows of the data by their ids."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: row for row in rows}


def cases(row: dict[str, Any]) -> list[Case]:
    """The assertions of a task."""
    if "tests_in_gold" in row["flags"]:
        return list(_asserted(row["gold"]))
    more = row["gold"].partition("# more tests: ")[2]
    return [Case(each["inputs"], each["answer"]) for each in [row, *(json.loads(more) if more else [])]]


def _asserted(code: str) -> Iterator[Case]:
    """The cases of asserts that are code: `assert int(task(5, [Pair(5, 24)])) == 35`; an object is its arguments."""
    functions = [each for each in ast.parse(code).body if isinstance(each, ast.FunctionDef)]
    names = {each.name: [arg.arg for arg in each.args.args] for each in functions}
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Assert) and isinstance(statement.test, ast.Compare):
            calls = (each for each in ast.walk(statement.test.left) if isinstance(each, ast.Call))
            call = next(each for each in calls if isinstance(each.func, ast.Name) and each.func.id in names)
            assert isinstance(call.func, ast.Name)
            given = [ast.literal_eval(ast.parse(_without_class(arg), mode="eval")) for arg in call.args]
            inputs = dict(zip(names[call.func.id], given, strict=True))
            yield Case(inputs, ast.literal_eval(statement.test.comparators[0]))


def _without_class(value: ast.expr) -> str:
    """The source of a literal, in which an object stands as the tuple of its arguments."""
    return re.sub(r"\b[A-Z]\w*(?=\()", "", ast.unparse(value))


# --- JSON and values ----------------------------------------------------------------------------------------------


def as_value(given: Any, kind: Type) -> Any:
    """What is JSON in the data as the Python value that a procedure takes or gives for a type."""
    if given is None or not isinstance(kind, Con):
        return given
    if kind.constructor is Constructor.OPTIONAL:
        return as_value(given, kind.args[0])
    if kind.constructor is Constructor.RECORD and isinstance(given, list | tuple):
        assert len(given) == len(kind.labels), f"{given} for {len(kind.labels)} fields"
        return dict(zip(kind.labels, map(as_value, given, kind.args), strict=True))
    if kind.constructor is Constructor.RECORD:
        fields = dict(zip(kind.labels, kind.args, strict=True))
        return {name: as_value(item, fields[name]) for name, item in given.items()}
    if kind.constructor is Constructor.LIST:
        return [as_value(item, kind.args[0]) for item in given]
    if kind.constructor is Constructor.MAP:
        return _as_map(given, *kind.args)
    return given


def _as_map(given: dict[str, Any], key: Type, item: Type) -> Any:
    def as_key(text: str) -> Any:
        return text if key == TEXT else as_value(ast.literal_eval(text), key)

    pairs = [(as_key(name), as_value(each, item)) for name, each in given.items()]
    if key in (TEXT, NUMBER):
        return dict(pairs)
    return [{"key": name, "value": each} for name, each in pairs]


def agrees(actual: Any, expected: Any) -> bool:
    """Whether a result is the answer: exactly, or within 1e-9 of a float."""
    if isinstance(expected, float) and isinstance(actual, int | Decimal) and not isinstance(actual, bool):
        wanted = Decimal(repr(expected))
        return abs(Decimal(actual) - wanted) <= TOLERANCE * max(Decimal(1), abs(wanted))
    if isinstance(expected, list):
        same_length = isinstance(actual, list) and len(actual) == len(expected)
        return same_length and all(map(agrees, actual, expected))
    if isinstance(expected, dict):
        same_keys = isinstance(actual, dict) and actual.keys() == expected.keys()
        return same_keys and all(agrees(actual[name], each) for name, each in expected.items())
    return isinstance(actual, bool) == isinstance(expected, bool) and bool(actual == expected)


def is_answer(task: str, actual: Any, expected: Any) -> bool:
    """Whether a result is a task's answer; where that is a set, in any order."""
    if task in SETS and isinstance(actual, list) and isinstance(expected, list):
        rest = list(actual)
        for each in expected:
            if each in rest:
                rest.remove(each)
        return len(actual) == len(expected) and not rest
    return agrees(actual, expected)


SETS = frozenset({"mbpp-642", "mbpp-945"})  # flagged `set_as_list` in the data


# --- the tests ----------------------------------------------------------------------------------------------------


@needs_data
@pytest.mark.parametrize("task", files())
def test_written_task_passes_its_assertions(task: str) -> None:
    declared = procedures(files()[task])[task]
    found = cases(tasks()[task])
    assert found
    for case in found:
        assert declared.without <= case.inputs.keys(), f"there is no input {declared.without - case.inputs.keys()}"
        given = [value for name, value in case.inputs.items() if name not in declared.without]
        assert len(given) == len(declared.params), f"{declared.procedure.signature} for {list(case.inputs)}"
        actual = declared.procedure(*map(as_value, given, declared.params))
        expected = as_value(case.answer, declared.result)
        assert is_answer(task, actual, expected), f"{given} gives {actual}, not {expected}"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.seg")), ids=lambda path: path.stem)
def test_file_is_formatted_and_its_examples_hold(path: Path) -> None:
    module = language.load(path)
    assert language.print_module(language.parse(module.source)) == module.source
    assert not module.test(), module.show(module.test())


@needs_data
def test_every_task_is_written_or_left_out_with_its_reason() -> None:
    both = files().keys() & left_out().keys()
    assert not both, f"written and left out: {sorted(both)}"
    neither = tasks().keys() - files().keys() - left_out().keys()
    assert not neither, f"neither written nor left out: {sorted(neither)}"
    assert files().keys() | left_out().keys() <= tasks().keys()


def test_enough_tasks_are_written() -> None:
    assert len(files()) >= LEAST_WRITTEN


def test_answers_are_compared_exactly_except_for_floats() -> None:
    assert agrees(Decimal("0.3"), 0.30000000000000004) and agrees([1, {"a": 2}], [1.0, {"a": 2}])
    assert not agrees(Decimal("0.3001"), 0.3) and not agrees(Decimal("2.0000000001"), 2)
    assert not agrees(True, 1) and not agrees(1, True) and not agrees([1], [1, 2]) and not agrees(None, 0)
    assert not is_answer("mbpp-642", [1, 1], [1, 2]) and is_answer("mbpp-642", [2, 1], [1, 2])
