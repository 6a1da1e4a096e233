"""Requests that people wrote, with their programs, from the data folder: WikiSQL, MAWPS, GSM8K and CLINC's calculator.

Which file may be used for training is in the data's README; only files named *.train are read here.
"""

from __future__ import annotations

import ast
import gzip
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zlib import crc32

from seglam_lang.language.builtins.units import unit_of
from seglam_lang.translator.nano.constants import NUMBERS
from seglam_lang.translator.nano.example import (
    ColumnPiece,
    Conditions,
    FirstOf,
    Piece,
    TrainingExample,
    Unreadable,
    ValuePiece,
    absent,
)

AGGREGATES = {"MAX": ".maximum(", "MIN": ".minimum(", "SUM": ".total(", "AVG": ".average("}
ABSENT_EVERY = 7  # questions: one of them is also asked of a table without what it asks for
UNUSABLE = {"agg_cue_inconsistent", "gold_wrong", "literal_not_in_request", "expression_mismatch", "gold_unparsed"}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def human_examples(data: Path) -> Iterator[TrainingExample]:
    """Yield every row of the training files that a program of ours can answer, or that must be refused."""
    for name, convert in (
        ("wikisql", wikisql_program),
        ("mawps", problem_program),
        ("gsm8k", problem_program),
        ("calc", problem_program),
    ):
        for row in rows(data / f"{name}.train.jsonl.gz"):
            if UNUSABLE.isdisjoint(row["flags"]):
                try:
                    program = convert(row)
                except Unreadable:
                    continue
                example = TrainingExample(row["request"], row["inputs"], program, name, row["answer"])
                yield example
                if name == "wikisql":
                    yield from _absent(example, row["gold"]["conds"])


def _absent(example: TrainingExample, conditions: list[tuple[str, str, str]]) -> Iterator[TrainingExample]:
    """Yield, for one question in ABSENT_EVERY (by a fixed checksum), the same without the value that it asks about."""
    if crc32(example.request.encode()) % ABSENT_EVERY == 0:
        values = [str(value) for _, sign, value in conditions if sign == "="]
        found = absent(example, values[-1]) if values else None
        if found is not None:
            yield found


def wikisql_program(row: dict[str, Any]) -> tuple[Piece, ...]:
    """Return the program of the query of a WikiSQL row."""
    gold, table = row["gold"], row["inputs"]["table"]
    types = dict(zip(table["columns"], table["types"], strict=True))
    pieces: list[Piece] = ["return", "rows"]
    conditions = tuple(_condition(column, sign, value, types[column]) for column, sign, value in gold["conds"])
    if conditions:
        pieces += [".where(", "row", "=>", Conditions(conditions), ")"]
    if gold["agg"] == "COUNT":
        return (*pieces, ".count(", ")")
    return (*pieces, AGGREGATES.get(gold["agg"] or "", ".values("), ColumnPiece(gold["sel"]), ")")


def _condition(column: str, sign: str, value: str, kind: str) -> tuple[Piece, ...]:
    left: tuple[Piece, ...] = ("row", "[", ColumnPiece(column), "]", "==" if sign == "=" else sign)
    if kind == "number":
        return (*left, ValuePiece(number(str(value)), ("Number",)))
    return (*left, ValuePiece(str(value), ("Text",)))


def number(text: str) -> int | Decimal:
    """Return a number of a data file as a Number of the language. Raise Unreadable where it is none."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise Unreadable(text) from None
    if not value.is_finite():
        raise Unreadable(text)
    return int(value) if value == value.to_integral_value() else value.normalize()


SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def problem_program(row: dict[str, Any]) -> tuple[Piece, ...] | None:
    """Return the program of an equation in its source's notation: `X=(9.0*(11.0-3.0))`, `convert(5, ft, in)`."""
    if row["expect"] == "abstain":
        return None
    if row["source"] == "gsm8k":
        return _gsm8k(row)
    try:
        tree = ast.parse(row["gold"].partition("=")[2] or row["gold"], mode="eval").body
    except SyntaxError:
        raise Unreadable(row["gold"]) from None
    return ("return", *_expression(tree, 0))


def _gsm8k(row: dict[str, Any]) -> tuple[Piece, ...]:
    """Return chained steps `<<3*4=12>>` as one expression. Raise Unreadable unless the data says that there is one."""
    if "one_expression_all_numbers_in_text" not in row["flags"]:
        raise Unreadable("several steps")
    known: dict[str, str] = {}
    expression = ""
    for step in row["gold"].split("<<")[1:]:
        left, _, right = (part.strip() for part in step.partition(">>")[0].partition("="))
        expression = _substitute(left, known)
        if known.setdefault(right, f"({expression})") != f"({expression})":
            raise Unreadable(f"two steps come to {right}")
    return ("return", *_expression(ast.parse(expression, mode="eval").body, 0))


def _substitute(text: str, known: dict[str, str]) -> str:
    """Return `text` with each number that is the result of an earlier step replaced by that step.

    A number that the words state stays.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        raise Unreadable(text) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Name):
            raise Unreadable(text)

    class Put(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.expr:
            earlier = known.get(str(node.value))
            return ast.parse(earlier, mode="eval").body if earlier else node

    return ast.unparse(Put().visit(tree))


def _expression(tree: ast.expr, strength: int) -> tuple[Piece, ...]:
    """Return the pieces of a Python expression, in parentheses where it binds less than `strength`."""
    match tree:
        case ast.BinOp(ast.Constant(share), ast.Div(), ast.Constant(100)) | ast.BinOp(
            ast.Constant(share), ast.Mult(), ast.Constant(0.01)
        ):
            return (FirstOf(((_hundredth(share),), ("(", *_constant(share), "/", "100", ")"))),)
        case ast.BinOp(left, ast.Pow(), right):
            return (*_expression(left, 9), ".power(", *_expression(right, 0), ")")
        case ast.BinOp(left, op, right) if type(op) in SIGNS:
            sign = SIGNS[type(op)]
            own = STRENGTH[sign]
            inner = (*_expression(left, own), sign, *_expression(right, own + 1))
            return ("(", *inner, ")") if own < strength else inner
        case ast.Call(ast.Name("sqrt" | "factorial" as name), [argument]):
            return (*_expression(argument, 9), f".{name}(", ")")
        case ast.Call(ast.Name("convert"), [amount, ast.Name(source), ast.Name(target)]):
            units = (ValuePiece(unit(source), ("Text",)), ValuePiece(unit(target), ("Text",)))
            return (*_expression(amount, 9), ".convert(", units[0], ",", units[1], ")")
        case ast.UnaryOp(ast.USub(), operand):
            return ("-", *_expression(operand, 8))
        case ast.Constant(value):
            return _constant(value)
    raise Unreadable(ast.dump(tree))


def _constant(value: Any) -> tuple[Piece, ...]:
    """Return a number that the request states, or else one of those that a program may bring along."""
    literal = ValuePiece(number(str(value)), ("Number",))
    text = str(literal.value)
    return (FirstOf(((literal,), (text,))),) if text in NUMBERS else (literal,)


def _hundredth(value: Any) -> ValuePiece:
    """Return `value` percent: 18 % is the Number 0.18."""
    return ValuePiece(number(str(Decimal(str(value)) / 100)), ("Number",))


def unit(name: str) -> str:
    """Return the canonical name of a unit in the data. Raise Unreadable where the language has no such unit."""
    found = unit_of(name)
    if found is None:
        raise Unreadable(name)
    return found.name
