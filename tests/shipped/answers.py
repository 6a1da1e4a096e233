"""Requests with the answers that they must get, a line each: procedure | request | answer as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import isclose
from typing import Any, ClassVar

from seglam_lang.answer import ERROR, HIT, REFUSED
from seglam_lang.engine import Seglam
from seglam_lang.language import check, content_hash
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.resources import path

PRECISION = 1e-11  # to which the irrational numbers in the lines are written


@dataclass(frozen=True, slots=True)
class Line:
    """One request, the procedure that answers it, and the answer."""

    procedure: str
    request: str
    answer: Any

    def __str__(self) -> str:
        return self.request


def read(text: str) -> list[Line]:
    """The lines of a text."""
    split = [line.split(" | ") for line in text.strip().splitlines()]
    return [Line(procedure, request, json.loads(answer)) for procedure, request, answer in split]


def agrees(seglam: Seglam, line: Line, file: str) -> None:
    """Assert that the procedure of that file hits, with that answer."""
    answer = seglam.exec(line.request)
    assert answer.status == HIT, answer.why
    assert answer.procedure == procedures(file)[line.procedure]
    assert is_close(json.loads(dumps(answer.value)), line.answer), answer.value


def is_close(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal, numbers up to the precision of the lines."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=PRECISION, abs_tol=PRECISION)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_close, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_close(one[key], other[key]) for key in one)
    return bool(one == other)


@cache
def procedures(file: str) -> dict[str, str]:
    """The content hashes of the procedures of a file of cache/ that some phrase asks for, by their names."""
    checked = check((path("cache") / f"{file}.seg").read_text(encoding="utf-8"))
    return {each.name: content_hash(each.core) for each in checked if each.asks}


class Asked:
    """What the procedures of some files answer, and what nobody has asked them; see conftest.py for the parameters."""

    answers: ClassVar[dict[str, str]]  # the lines of each file
    near_misses: ClassVar[list[str]]
    mistakes: ClassVar[dict[str, str]]  # a request, and what is said of it

    def test_requests_hit(self, shipped: Seglam, file: str, line: Line) -> None:
        agrees(shipped, line, file)

    def test_every_procedure_is_asked_for(self, file: str) -> None:
        assert procedures(file).keys() == {line.procedure for line in read(self.answers[file])}

    def test_near_misses_do_not_hit(self, shipped: Seglam, near_miss: str) -> None:
        answer = shipped.exec(near_miss)
        assert (answer.status, answer.procedure) == (REFUSED, "")

    def test_mistakes_are_explained(self, shipped: Seglam, mistake: str) -> None:
        answer = shipped.exec(mistake)
        assert answer.status in (ERROR, REFUSED) and answer.procedure
        assert self.mistakes[mistake] in answer.why
