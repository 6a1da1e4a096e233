"""The user's examples: cases whose right answer is stated, which decide among candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from seglam_lang.language.failures import Failure
from seglam_lang.language.jsonvalue import dumps, same
from seglam_lang.language.types import Type
from seglam_lang.language.values import Value
from seglam_lang.requests import matches, read, read_inputs, read_value
from seglam_lang.requests.arguments import arguments_of
from seglam_lang.requests.model import Reading, RequestError, Wording


class Runnable(Protocol):
    """A compiled procedure."""

    def run(self, args: Sequence[Value], fuel: int | None = None) -> Value:
        """The result; raises Failure."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request with its inputs, and its right answer."""

    reading: Reading
    answer: Any


def stated(text: str) -> Any:
    """The answer in `=> 12`: JSON, or a value as it is written on the command line."""
    written = text.strip().removeprefix("=>").strip()
    if not written:
        raise RequestError("empty-example", "the example states no answer; write it as '=> 12'")
    return read_value(written)[0]


def case_of(row: Mapping[str, Any], number: int) -> Case:
    """The case in a row with "request", "inputs" and "answer"."""
    if not isinstance(row, Mapping):
        raise RequestError("bad-example", f'example {number} is no dict with "request", "inputs" and "answer"')
    for key in ("request", "answer"):
        if key not in row:
            raise RequestError("bad-example", f'example {number} has no "{key}"')
    given = row.get("inputs") or {}
    if not isinstance(row["request"], str) or not isinstance(given, Mapping):
        raise RequestError("bad-example", f'example {number}: "request" is a text and "inputs" an object')
    return Case(read(row["request"], read_inputs(values=given)), row["answer"])


def digest(cases: Sequence[Case]) -> str:
    """What distinguishes one set of examples from another; "" for none."""
    if not cases:
        return ""
    return sha256(
        dumps([[case.reading.request, case.reading.inputs.values, case.answer] for case in cases]).encode()
    ).hexdigest()


def objection(program: Runnable, params: Sequence[Type], wording: Wording, cases: Sequence[Case]) -> str:
    """Why a procedure, asked for by `wording`, is not right for all cases, as a sentence; "" if it is."""
    for number, case in enumerate(cases, 1):
        which = f"example {number}" if len(cases) > 1 else "the example"
        arguments = find_arguments(wording, case.reading, params)
        if arguments is None:
            return f"{which} is not a request of this type: {case.reading.request!r}"
        try:
            value = program.run(arguments)
        except Failure as failure:
            return f"it fails on {which}: {failure}"
        if not same(value, case.answer):
            return f"it answers {which} with {dumps(value)[:120]}, not {dumps(case.answer)[:120]}"
    return ""


def find_arguments(wording: Wording, reading: Reading, params: Sequence[Type]) -> tuple[Value, ...] | None:
    """The arguments that `reading` gives a procedure by this one wording, found as a hit finds them."""
    for match in matches(reading):
        if match.template == wording.template:
            arguments = arguments_of(wording, match, reading.inputs, params)
            if arguments is not None:
                return arguments
    return None
