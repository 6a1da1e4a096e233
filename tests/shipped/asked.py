"""Requests on inputs with the answers that they must get: "procedure | request", and the answer in indented lines.

    total_by | what is the total units per region?
      North, 16
      South, 4

A table is told row by row, any other value as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from seglam_lang.answer import ERROR, HIT, REFUSED
from seglam_lang.cli.render import format_scalar
from seglam_lang.engine import Seglam
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.result_table import ResultTable
from tests.shipped.answers import procedures


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, the procedure of `file` that answers it, and the answer as it is written."""

    file: str
    procedure: str
    request: str
    answer: str

    def __str__(self) -> str:
        return self.request


def asked(texts: Mapping[str, str]) -> list[Asked]:
    """The requests of each file's text."""
    found: list[Asked] = []
    for file, text in texts.items():
        for line in dedent(text).strip().splitlines():
            if line.startswith("  "):
                last = found.pop()
                answer = f"{last.answer}\n{line[2:]}" if last.answer else line[2:]
                found.append(Asked(last.file, last.procedure, last.request, answer))
            else:
                procedure, request = line.split(" | ")
                found.append(Asked(file, procedure, request, ""))
    return found


def must_hit(seglam: Seglam, one: Asked, inputs: Mapping[str, Any]) -> None:
    """Assert that the request is answered by that procedure, and so."""
    answer = seglam.exec(one.request, inputs=inputs)
    assert answer.status == HIT, answer.why
    assert answer.procedure == procedures(one.file)[one.procedure], answer.trace.name
    assert written(answer.value) == one.answer


def must_miss(seglam: Seglam, request: str, inputs: Mapping[str, Any]) -> None:
    """Assert that no procedure takes the request for one of its own."""
    answer = seglam.exec(request, inputs=inputs)
    assert (answer.status, answer.procedure) == (REFUSED, ""), f"{answer.trace.name}: {written(answer.value)}"


def must_fail(seglam: Seglam, request: str, inputs: Mapping[str, Any], why: str) -> None:
    """Assert that the request is understood and cannot be answered (a `check` refuses it, or it fails), and that the
    sentence says why.
    """
    answer = seglam.exec(request, inputs=inputs)
    assert answer.status in (ERROR, REFUSED) and answer.procedure, answer.status
    assert why in answer.why


def written(value: Any) -> str:
    """A value as the answers of the tests are written."""
    if not isinstance(value, ResultTable):
        return dumps(value)
    return "\n".join(", ".join("-" if cell is None else format_scalar(cell) for cell in row) for row in value.rows)


def not_asked_for(lines: list[Asked]) -> set[tuple[str, str]]:
    """The procedures of the files of `lines` that none of the lines asks for."""
    files = {line.file for line in lines}
    return {(file, name) for file in files for name in procedures(file)} - {(one.file, one.procedure) for one in lines}
