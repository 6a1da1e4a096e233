"""What was taken for what, where the words of a request do not spell it: a line that a person checks under the answer.

read: salaries = Salary · taken: Name, Status = "Unpaid"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from seglam_lang.language.values import Value
from seglam_lang.requests.model import ArgumentSource, FromHeader, FromValue, Match, Wording


class Taken(NamedTuple):
    """A column that was taken for `words` of the request; the words are "" where none can be named.

    `value` is the cell of that column that was taken, and None where the column itself was.
    """

    words: str
    column: str
    value: Value = None

    def __str__(self) -> str:
        meant = self.column
        if self.value is not None:
            from seglam_lang.language.jsonvalue import dumps  # most answers have nothing to say here

            meant += f" = {dumps(self.value)}"
        return f"{self.words} = {meant}" if self.words else meant

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as JSON has them, without what is not there."""
        plain = {"words": self.words, "column": self.column, "value": self.value}
        return {key: value for key, value in plain.items() if value not in ("", None)}


def taken_of(wording: Wording, bound: Match, arguments: Sequence[Value]) -> tuple[Taken, ...]:
    """Return what a procedure's arguments were taken for, in order, as far as the words of the request do not spell it.

    `bound` are the mentions in the slots of the wording, `arguments` what its sources gave in the request.
    """
    return tuple(_taken(dict(zip(wording.sources, arguments, strict=True))))


def _taken(given: Mapping[ArgumentSource, Value]) -> Iterator[Taken]:
    values = [source for source in given if isinstance(source, FromValue)]
    shown = {source.column for source in values}  # with its value, a column need not be named for itself
    for source, argument in given.items():
        if isinstance(source, FromHeader) and source not in shown:
            yield Taken("", argument.header)
    for source in values:
        yield Taken("", given[source.column].header, source.value)


def format_taken(taken: Iterable[Taken]) -> str:
    """Return the line for people, "" where there is nothing to say: what words were read as, then the rest."""
    parts = list(taken)
    said = {
        "read": [str(each) for each in parts if each.words],
        "taken": [str(each) for each in parts if not each.words],
    }
    return " · ".join([f"{label}: {', '.join(each)}" for label, each in said.items() if each])
