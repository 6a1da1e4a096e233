"""What a row of the Power Fx suite expects, as a question to the result of our program."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

from seglam_lang.language.values import Record, Value
from tests.conformance import powerfx_parser as fx
from tests.conformance.digits import near
from tests.conformance.harness import ExpectedFailure, NotTranslatable, Predicate

# Errors of the suite's type checker that are errors of ours too, by a phrase of their message, with our codes.
_STATIC_ERRORS = {
    "isn't recognized": {"unknown-name"},
    "Invalid number of arguments": {"argument-count"},
    "operation isn't valid on these types": {"operator-mismatch", "receiver-mismatch", "type-mismatch"},
    "Invalid argument type (Record). Expecting a Table": {"unknown-method", "receiver-mismatch", "type-mismatch"},
    "Invalid argument type (Record). Expecting a Text": {"unknown-method", "receiver-mismatch", "type-mismatch"},
    "Invalid argument type (Table). Expecting a Text": {"unknown-method", "receiver-mismatch", "type-mismatch"},
    "Invalid argument type (Boolean). Expecting a DateTime": {"unknown-method", "receiver-mismatch", "type-mismatch"},
}
_KIND = re.compile(r"ErrorKind\.(\w+)")


def expectation(text: str) -> Predicate | ExpectedFailure:
    """What `text`, the suite's printed result, asks of our result; NotTranslatable where we have no such value."""
    if text.startswith("Errors:"):
        codes = [codes for phrase, codes in _STATIC_ERRORS.items() if phrase in text]
        if not codes:
            raise NotTranslatable("a check of Power Fx's own before the formula runs")
        return ExpectedFailure(codes=frozenset().union(*codes))
    node = fx.parse(text)
    if isinstance(node, fx.Call) and node.name == "Error":
        return _failure(text)
    _require_values(node)
    return lambda value: agrees(node, value)


# Our failures for each kind of error of Power Fx.
FAILURES = {
    "Div0": {"division-by-zero", "empty", "out-of-range"},  # the mean of nothing, a logarithm to the base 1
    "InvalidArgument": {"check", "absent", "out-of-range", "not-whole"},
    "Numeric": {"negative-root", "out-of-range", "overflow"},
}


def _failure(text: str) -> ExpectedFailure:
    """An error when the formula runs; what Power Fx computes with and we refuse beforehand is of one kind only."""
    kinds = set(_KIND.findall(text))
    if kinds == {"NotSupported"}:
        return ExpectedFailure(codes=frozenset({"operator-mismatch", "receiver-mismatch", "type-mismatch"}))
    if not kinds or not kinds <= FAILURES.keys():
        raise NotTranslatable("an error of Power Fx's own")
    return ExpectedFailure(at_run_time=True)


def _require_values(node: fx.Node) -> None:
    """NotTranslatable where a part of what is expected is no value of ours."""
    if isinstance(node, fx.Call):
        if node.name == "Error":
            raise NotTranslatable("errors as values")
        if node.name not in ("Date", "DateTime", "Time", "Table", "Blank"):
            raise NotTranslatable(f"a result written with {node.name}")
        for argument in node.arguments:
            _require_values(argument)
    elif isinstance(node, fx.RecordOf):
        for _, each in node.fields:
            _require_values(each)


def agrees(node: fx.Node, value: Value) -> bool:
    """Whether our value is what the suite prints."""
    if isinstance(node, fx.Text | fx.Bool):
        return type(value) is type(node.value) and bool(value == node.value)
    if isinstance(node, fx.Call) and node.name == "Blank":
        return value is None
    if isinstance(node, fx.Call) and node.name == "Date":
        year, month, day = (int(_number(each)) for each in node.arguments)
        return type(value) is date and bool(value == date(year, month, day))
    if isinstance(node, fx.Call) and node.name in ("DateTime", "Time"):
        return _same_moment([int(_number(each)) for each in node.arguments], value)
    if isinstance(node, fx.Call) and node.name == "Table":
        return (
            isinstance(value, tuple) and len(value) == len(node.arguments) and all(map(agrees, node.arguments, value))
        )
    if isinstance(node, fx.RecordOf):
        return isinstance(value, Record) and _same_fields(dict(node.fields), value)
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and near(Decimal(value), _number(node))


def _same_moment(parts: list[int], value: Value) -> bool:
    """The suite prints milliseconds, and cuts off what is smaller."""
    wanted = datetime(*parts[:-1]) if len(parts) > 4 else time(*parts[:-1])  # type: ignore[arg-type]
    return type(value) is type(wanted) and bool(
        value.replace(microsecond=value.microsecond // 1000) == wanted.replace(microsecond=parts[-1])
    )


def _same_fields(fields: dict[str, fx.Node], value: Record) -> bool:
    """The fields in any order; one that only our record has must be blank."""
    if not fields.keys() <= set(value.names):
        return False
    return all(agrees(fields.get(name, fx.BLANK), each) for name, each in zip(value.names, value.values, strict=True))


def _number(node: fx.Node) -> Decimal:
    if isinstance(node, fx.Unary):
        return _number(node.operand).copy_negate()
    assert isinstance(node, fx.Number), "the suite prints numbers as digits"
    return node.value
