"""Every example of every builtin is checked, run, and true; and the registry says enough about each."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from seglam_lang.language import Checked, Param, Signature, check, check_draft
from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins.registry import parse_signature
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import encode
from seglam_lang.language.storing.decoding import decode
from seglam_lang.language.types import (
    BOOL,
    DURATION,
    NUMBER,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Var,
    column_of,
    function,
    list_of,
    optional,
)
from seglam_lang.language.values import Column, Table

PEOPLE = Table(("name", "age"), (TEXT, NUMBER), (("Ann", "Bob", "Cy"), (30, 20, 20)), 3)
HOURS = tuple(map(timedelta, (0, 0, 0), (8 * 3600, 4 * 3600, 4 * 3600)))
SHIFTS = Table(("who", "worked"), (TEXT, DURATION), (("Ann", "Ann", "Bob"), HOURS), 3)
ARGUMENTS = {
    "rows": PEOPLE,
    "name": Column("name", TEXT),
    "age": Column("age", NUMBER),
    "shifts": SHIFTS,
    "who": Column("who", TEXT),
    "worked": Column("worked", DURATION),
}
SIGNATURE = Signature(
    (
        Param("rows", TABLE),
        Param("name", column_of(TEXT), "rows"),
        Param("age", column_of(NUMBER), "rows"),
        Param("shifts", TABLE),
        Param("who", column_of(TEXT), "shifts"),
        Param("worked", column_of(DURATION), "shifts"),
    )
)
EXAMPLES = [(builtin, example) for builtin in REGISTRY.all() for example in builtin.examples]


@pytest.mark.parametrize(("builtin", "example"), EXAMPLES, ids=lambda part: getattr(part, "id", ""))
def test_example(builtin: Builtin, example: str) -> None:
    checked = checked_example(example)
    assert checked.core.result == BOOL
    assert builtin.id in str(checked.core.body)
    stored = decode(encode(checked.core))
    assert compile_procedure(stored).run([ARGUMENTS[name] for name in checked.params]) is True


def checked_example(example: str) -> Checked:
    """An example as a draft; one that takes a type, `Person`, as a procedure of a file that declares it."""
    if "Person" not in example:
        return check_draft(f"return {example}", SIGNATURE).named()
    params = "rows: Table" if example.startswith("rows.") else ""
    return check(f"type Person = {{name: Text, age: Number}}\n\nproc shown({params}) {{\n  return {example}\n}}\n")[0]


def test_ids_and_signatures() -> None:
    assert len(REGISTRY.by_id) >= 100
    for id, builtin in REGISTRY.by_id.items():
        stem, _, version = id.partition("@")
        assert builtin.id == id
        assert version.isdigit()
        assert stem.count(".") == 1
        assert len(builtin.params) == len(builtin.names)
        assert 0 <= builtin.optional < len(builtin.params)
        assert re.fullmatch(r"Return .*\.", builtin.doc), f"the doc of {id} says what it returns, in whole sentences"


def test_find_and_methods() -> None:
    found = REGISTRY.find("sum", "List")
    assert found and found.id == "list.sum@1"
    assert REGISTRY.find("sum", "Table") is None
    comparison = REGISTRY.find("<", "Date")
    assert comparison and comparison.id == "any.less@1"
    names = {builtin.name for builtin in REGISTRY.methods("Number")}
    assert {"round", "sqrt", "convert"} <= names
    assert not {"+", "to", "unary -", "=="} & names


def test_signature_notation() -> None:
    parsed = parse_signature("<T: ordered>List<T>.best(score: (T) -> Number, limit?: Number) -> T?")
    item = Var("T", "ordered")
    assert parsed.params == (list_of(item), function(item, NUMBER), NUMBER)
    assert parsed.params[0].args[0].bound == "ordered"  # type: ignore[union-attr]  # a Con, as the line above says
    assert parsed.result == optional(item)
    assert (parsed.name, parsed.receiver, parsed.names, parsed.optional) == (
        "best",
        "List",
        ("self", "score", "limit"),
        1,
    )
    assert parse_signature("T.==(other: T) -> Bool").receiver == ""
    assert parse_signature("Row.[](column: Column<T>) -> T").params[0] == Con(Constructor.ROW)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "Number",
        "Number.x",
        "Number.x(",
        "Number.x() Number",
        "Number.x(a?: Number, b: Number) -> Number",
        "N.x() -> T !",
    ],
)
def test_wrong_signatures(wrong: str) -> None:
    with pytest.raises(ValueError, match="signature"):
        parse_signature(wrong)


def test_the_language_runs_where_docstrings_are_stripped() -> None:
    program = "from seglam_lang.language.builtins import REGISTRY; print(len(REGISTRY.by_id))"
    done = subprocess.run(
        [sys.executable, "-OO", "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == f"{len(REGISTRY.by_id)}\n", done.stderr
