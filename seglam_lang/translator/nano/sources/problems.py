"""WikiSQL's questions with their conditions, and arithmetic in words: MAWPS, GSM8K and CLINC's calculator."""

from __future__ import annotations

import ast
import json
import re
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.computing.numbers import show_number
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.requests import read
from seglam_lang.translator.nano.sources.asked import Asked, LeftOut, checked

UNUSABLE = ("agg_cue_inconsistent", "gold_wrong", "literal_not_in_request", "expression_mismatch", "gold_unparsed")
AGGREGATES = {"MAX": "maximum", "MIN": "minimum", "SUM": "total", "AVG": "average"}
SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
ROUNDED = 0.01  # by how much answers of equations may be rounded: the data do not say to how many digits
_INCHES = re.compile(r"\bin\b")  # a unit that Python cannot read as a name


def from_problem(row: dict[str, Any]) -> list[Asked]:
    """Return what a row asks, with its program. Raise LeftOut where that is not to be learnt."""
    program = problem_program(row)
    source = "calc" if row["source"].startswith("clinc150") else row["source"]
    asked = Asked(source, _group(row), row["request"], row["inputs"], program, row["answer"], row["id"])
    return [checked(asked, 0 if source == "wikisql" else ROUNDED)]


def problem_program(row: dict[str, Any]) -> str | None:
    """Return the program of a row, None where it must be refused. Raise LeftOut where it is not to be learnt."""
    flagged = next((flag for flag in UNUSABLE if flag in row["flags"]), None)
    if flagged:
        raise LeftOut(f"flagged {flagged}")
    if row["expect"] == "abstain":
        return None
    return wikisql_program(row) if row["source"] == "wikisql" else arithmetic(equation(row), row["request"])


def _group(row: dict[str, Any]) -> str:
    if not row["inputs"]:
        return str(row["id"])
    return "table:" + sha256(json.dumps(row["inputs"]["table"]["columns"]).encode()).hexdigest()[:12]


def wikisql_program(row: dict[str, Any]) -> str:
    """Return the program of a WikiSQL query, with its conditions in the order in which the words state their values."""
    gold, table = row["gold"], row["inputs"]["table"]
    types = dict(zip(table["columns"], table["types"], strict=True))
    words = row["request"].casefold()
    ordered = sorted(gold["conds"], key=lambda each: words.find(str(each[2]).casefold()))
    conditions = " and ".join(_condition(column, sign, value, types[column]) for column, sign, value in ordered)
    found = f"rows.where(row => {conditions})" if conditions else "rows"
    if gold["agg"] == "COUNT":
        return f"{found}.count()"
    return f"{found}.{AGGREGATES.get(gold['agg'], 'values')}(`{gold['sel']}`)"


def _condition(column: str, sign: str, value: str, kind: str) -> str:
    operand = show_number(number(value)) if kind == "number" else show_value(str(value))
    return f"row[`{column}`] {'==' if sign == '=' else sign} {operand}"


def number(text: Any) -> int | Decimal:
    """Return a number of a data file as a Number of the language. Raise LeftOut where it is none."""
    try:
        value = Decimal(str(text).replace(",", ""))
    except InvalidOperation:
        raise LeftOut("a number that cannot be read") from None
    if not value.is_finite():
        raise LeftOut("a number that cannot be read")
    return int(value) if value == value.to_integral_value() else value.normalize()


def equation(row: dict[str, Any]) -> ast.expr:
    """Return a row's equation in its source's notation: `X=(9.0*(11.0-3.0))`, `convert(5, ft, in)`, or worked steps."""
    if row["source"] == "gsm8k":
        return _worked(row)
    return _parsed(row["gold"].partition("=")[2] or row["gold"])


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(_INCHES.sub("inch", text.strip()), mode="eval").body
    except SyntaxError:
        raise LeftOut("an equation that cannot be read") from None


def _worked(row: dict[str, Any]) -> ast.expr:
    """Return chained steps `<<3*4=12>>` as one expression. Raise LeftOut unless `type` states its form."""
    if row["type"] is None:
        raise LeftOut("several steps that are not one expression")
    known: dict[str, ast.expr] = {}
    result: ast.expr | None = None
    for step in row["gold"].split("<<")[1:]:
        left, _, right = (part.strip() for part in step.partition(">>")[0].partition("="))
        result = _Substitution(known).visit(_parsed(left))
        known.setdefault(right, result)
    if result is None or not _has_form(result, _parsed(row["type"]), {}):
        raise LeftOut("steps of another form than the data's expression")
    return result


class _Substitution(ast.NodeTransformer):
    """Puts the step that comes to a number in the place of the number."""

    def __init__(self, known: dict[str, ast.expr]) -> None:
        self.known = known

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Return the earlier step, if there is one."""
        return self.known.get(str(node.value), node)


def _has_form(found: ast.expr, form: ast.expr, letters: dict[str, Any]) -> bool:
    """Return whether an expression is of a form with letters for the numbers of the words, a letter for each number."""
    match found, form:
        case ast.BinOp(left, op, right), ast.BinOp(form_left, form_op, form_right):
            same = type(op) is type(form_op)
            return same and _has_form(left, form_left, letters) and _has_form(right, form_right, letters)
        case ast.UnaryOp(_, operand), ast.UnaryOp(_, form_operand):
            return _has_form(operand, form_operand, letters)
        case ast.Constant(value), ast.Name(letter):
            return bool(letters.setdefault(letter, value) == value)
        case ast.Constant(value), ast.Constant(other):
            return bool(value == other)
    return False


def arithmetic(tree: ast.expr, request: str) -> str:
    """Return an expression as a program. Percentages are numbers of the words where they say so: 18 % is 0.18."""
    mentions = read(request, read_inputs(values={})).mentions
    return _expression(tree, 0, {each.value for each in mentions if isinstance(each.value, int | Decimal)})


def _expression(tree: ast.expr, strength: int, stated: set[int | Decimal]) -> str:
    """Return an expression, in parentheses where it binds less than `strength`.

    `stated` are the numbers in the words.
    """
    match tree:
        case ast.BinOp(ast.Constant(share), ast.Div(), ast.Constant(100)) | ast.BinOp(
            ast.Constant(share), ast.Mult(), ast.Constant(0.01)
        ) if number(Decimal(str(share)) / 100) in stated:
            return show_number(number(Decimal(str(share)) / 100))
        case ast.BinOp(left, ast.Pow(), right):
            return f"{_expression(left, 9, stated)}.power({_expression(right, 0, stated)})"
        case ast.BinOp(left, op, right) if type(op) in SIGNS:
            sign = SIGNS[type(op)]
            own = STRENGTH[sign]
            inner = f"{_expression(left, own, stated)} {sign} {_expression(right, own + 1, stated)}"
            return f"({inner})" if own < strength else inner
        case ast.Call(ast.Name("sqrt" | "factorial" as name), [argument]):
            return f"{_expression(argument, 9, stated)}.{name}()"
        case ast.Call(ast.Name("convert"), [amount, ast.Name(source), ast.Name(target)]):
            return f'{_expression(amount, 9, stated)}.convert("{_unit(source)}", "{_unit(target)}")'
        case ast.UnaryOp(ast.USub(), operand):
            inner = f"-{_expression(operand, 8, stated)}"
            return f"({inner})" if strength > 2 else inner
        case ast.Constant(value):
            return show_number(number(value))
    raise LeftOut("an expression that is not converted")


def _unit(name: str) -> str:
    """Return the canonical name of a unit in the data. Raise LeftOut where the language has no such unit."""
    found = unit_of(name)
    if found is None:
        raise LeftOut("a unit that the language does not have")
    return found.name
