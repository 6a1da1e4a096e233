"""The user's examples: cases whose right answer is known, which decide among the drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import product
from typing import Any

from seglam_lang.inputs import from_python, read_inputs
from seglam_lang.inputs.json_texts import parse_json
from seglam_lang.inputs.model import InputError
from seglam_lang.language.failures import Failure
from seglam_lang.language.jsonvalue import dumps, same
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.types import Type
from seglam_lang.language.values import Map, Record, Table
from seglam_lang.matching import find_arguments
from seglam_lang.requests import Reading, Wording, presented, read


@dataclass(frozen=True, slots=True)
class Case:
    """A request with its inputs, and its right answer."""

    name: str  # as messages call it
    reading: Reading
    answer: Any

    @property
    def meanings(self) -> tuple[Any, ...]:
        """What the answer may mean: what it is as JSON has it, and as an input would be read, a list of records as a
        table; a map may be stated as either.
        """
        if not isinstance(self.answer, list | tuple | Mapping):
            return (self.answer,)
        try:
            return self.answer, from_python(self.answer, self.name)[0]
        except InputError:  # no input is a dict with numbers for keys, and a map may be
            return (self.answer,)


def parse_example(text: str) -> Any:
    """Return the answer in `=> 12`: JSON, or a value as it is written on the command line."""
    written = text.strip().removeprefix("=>").strip()
    if not written:
        raise InputError("empty-example", "the example states no answer; write it as '=> 12'")
    if written[0] in "[{":  # a list or an object that went wrong is no text to compare answers with
        stated = parse_json(written, "the example")
        from_python(stated, "the example")  # an error where nothing could answer so
        return stated
    from seglam_lang.inputs.notation import read_value

    return read_value(written).value


def case_of(row: Mapping[str, Any], number: int, today: date | None = None) -> Case:
    """Return the case in a row with "request", "inputs" and "answer"; relative dates count from `today`."""
    if not isinstance(row, Mapping):
        raise InputError("bad-example", f'example {number}: expected a dict with "request", "inputs" and "answer"')
    for key in ("request", "answer"):
        if key not in row:
            raise InputError("bad-example", f'example {number} has no "{key}"')
    given = row.get("inputs") or {}
    if not isinstance(row["request"], str) or not isinstance(given, Mapping):
        raise InputError("bad-example", f'example {number}: "request" must be a text and "inputs" an object')
    reading = presented(read(row["request"], read_inputs(values=given), today))
    return Case(f"example {number}", reading, row["answer"])


def cases_of(reading: Reading, answers: Sequence[Any], rows: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    """Return the cases of a request: it with each of its right `answers`, then the cases in other rows.

    Raise InputError where a row is no case, or where two cases give different answers to one request.
    """
    if not isinstance(rows, Iterable):
        raise InputError("bad-example", f"examples: expected a list of dicts, got {type(rows).__name__}")
    cases = [Case("the example", reading, answer) for answer in answers]
    cases += [case_of(row, number, reading.today) for number, row in enumerate(rows, 1)]
    _refuse_contradictions(cases)
    return tuple(cases)


def _refuse_contradictions(cases: Sequence[Case]) -> None:
    asked: dict[str, list[Case]] = {}
    for case in cases:
        question = dumps([case.reading.request.split(), case.reading.inputs.values])
        for other in asked.setdefault(question, []):
            if not any(_may_be_one(*both) for both in product(other.meanings, case.meanings)):
                answers = f"{dumps(other.answer)[:80]} and {dumps(case.answer)[:80]}"
                message = f"{other.name} and {case.name} contradict each other: {answers}"
                raise InputError("contradiction", f"{message} as answers to {case.reading.request!r}")
        asked[question].append(case)


def _may_be_one(one: Any, other: Any) -> bool:
    """Return whether one value may be right by both answers, however they are written."""
    one, other = _parts(one), _parts(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(map(_may_be_one, one.values(), other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_may_be_one, one, other))
    if isinstance(one, list) or isinstance(other, list):
        many, single = (one, other) if isinstance(one, list) else (other, one)
        return len(many) == 1 and _may_be_one(many[0], single)
    return same(one, other)


def _parts(answer: Any) -> Any:
    """Return a record as a dict, a list or tuple as a list, a table as the list of its rows, and a scalar as it is."""
    if isinstance(answer, Table):
        return list(answer.rows())
    if isinstance(answer, Record):
        return dict(zip(answer.names, answer.values, strict=True))
    if isinstance(answer, Map):
        return dict(answer.items)
    if isinstance(answer, Mapping):
        return list(answer["rows"]) if set(answer) == {"columns", "rows"} else dict(answer)
    return list(answer) if isinstance(answer, list | tuple) else answer


def digest(cases: Sequence[Case]) -> str:
    """Return what distinguishes one set of examples from another."""
    return sha256(
        dumps([[case.reading.request, case.reading.inputs.values, case.answer] for case in cases]).encode()
    ).hexdigest()


def objection(program: Compiled, params: Sequence[Type], wording: Wording, cases: Sequence[Case]) -> str:
    """Return, as a sentence, why a procedure that `wording` asks for is not right for all cases; "" where it is."""
    for case in cases:
        bound = find_arguments(wording, case.reading, params)
        if bound is None:
            return f"{case.name} is not a request of this type: {case.reading.request!r}"
        try:
            value = program.run(bound.arguments)
        except Failure as failure:
            return f"it fails on {case.name}: {failure}"
        if not any(same(value, each) for each in case.meanings):
            return f"it answers {case.name} with {dumps(value)[:120]}, not {dumps(case.answer)[:120]}"
    return ""
