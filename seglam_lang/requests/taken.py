"""What was taken for what, where the words of a request do not spell it: a line that a person checks under the answer.

read: salaries = Salary, score = Score 1 (not Score 2) · taken: Name, Status = "Unpaid"
read: orders = the rows
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.mentions import header_stems, header_words, stem
from seglam_lang.requests.model import ArgumentSource, CellRef, ColumnRef, FromHeader, FromValue, Match, are_of_rows
from seglam_lang.requests.reading import Reading

_ROWS = "the rows"


class Taken(NamedTuple):
    """A column that was taken for `words` of the request; the words are "" where none can be named. The `column` is ""
    where the rows of the table were taken for them.

    `value` is the cell of that column that was taken, and None where the column itself was. `others` are the columns
    of the same type that have the words in their headers as well, and were not taken.
    """

    words: str
    column: str
    value: Value = None
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.value is None:
            meant = self.column or _ROWS
        else:
            meant = dumps(self.value) if self.words else f"{self.column} = {dumps(self.value)}"
        but = f" (not {' or '.join(self.others)})" if self.others else ""
        return f"{self.words} = {meant}{but}" if self.words else meant

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as JSON has them, without what is not there."""
        plain = {"words": self.words, "column": self.column, "value": self.value, "others": list(self.others)}
        said = {key: value for key, value in plain.items() if value not in ("", None, [])}
        return said if self.column else {**said, "rows": True}


def taken_of(
    reading: Reading, match: Match, sources: Sequence[ArgumentSource], arguments: Sequence[Value]
) -> tuple[Taken, ...]:
    """Return what the words of a request were taken for, in order, then what was taken without words.

    `match` has the mentions in the slots of the wording, `arguments` what its `sources` gave in the request.
    """
    named_otherwise = [
        _called(reading, slot)
        for slot in match.slots
        if isinstance(slot, ColumnRef | CellRef) and (slot.likeness or not _is_spelled(reading, slot))
    ]
    implicit = list(_implicit(sources, arguments))
    named = [each._replace(words=_hint(reading, each)) for each in implicit]
    used = frozenset([each.header for each in arguments if isinstance(each, Column)])
    found = [each._replace(others=_others(each, used, reading.inputs)) for each in (*named_otherwise, *named)]
    return tuple(sorted([*found, *_rows(match, sources)], key=lambda each: not each.words))


def _rows(match: Match, sources: Sequence[ArgumentSource]) -> Iterator[Taken]:
    """Yield the words that rows were taken for, of a wording that only its table's headers say that of: "sailors" of
    "how many sailors", of which a table of voyages has none.
    """
    if are_of_rows(sources):
        from seglam_lang.requests.alike.said import names_of_rows  # most hits do not need it

        words = " ".join(names_of_rows(match.template.words))
        if words:
            yield Taken(words, "")


def _is_spelled(reading: Reading, slot: ColumnRef | CellRef) -> bool:
    """Return whether the words are those of a header, up to signs and capitals: "net" is not all of Net (EUR), and
    "salaries" another form of Salary. A cell is known by its words alone.
    """
    if isinstance(slot, CellRef):
        return True
    return "".join(header_words(reading.written(slot))) == "".join(header_words(slot.header))


def _called(reading: Reading, slot: ColumnRef | CellRef) -> Taken:
    """Return a column or cell by the other name that the words call it by."""
    if isinstance(slot, ColumnRef):
        return Taken(reading.written(slot), slot.header)
    return Taken(reading.written(slot), " or ".join(slot.columns), slot.value)


def _others(taken: Taken, used: Container[str], inputs: Inputs) -> tuple[str, ...]:
    """Return the columns of the same type whose headers have the words too, where these are not all of the header that
    was taken: the `used` ones are none.
    """
    words, header = header_stems(taken.words), header_stems(taken.column)
    if not words or not words < header or taken.value is not None:
        return ()
    columns = [each for table in inputs.tables.values() for each in zip(table.headers, table.types, strict=True)]
    types = {kind for each, kind in columns if each == taken.column}
    return tuple([each for each, kind in columns if kind in types and each not in used and words <= header_stems(each)])


def _implicit(sources: Sequence[ArgumentSource], arguments: Sequence[Value]) -> Iterator[Taken]:
    """Yield the columns and values that the wording took whatever the words say."""
    given = dict(zip(sources, arguments, strict=True))
    values = [source for source in given if isinstance(source, FromValue)]
    shown = {source.column for source in values}  # with its value, a column need not be named for itself
    for source, argument in given.items():
        if isinstance(source, FromHeader) and source not in shown:
            yield Taken("", argument.header)
    for source in values:
        yield Taken("", given[source.column].header, source.value)


def _hint(reading: Reading, taken: Taken) -> str:
    """Return the words that may mean a column or value, too loosely for a slot; "" where there are none."""
    for hint in reading.loosely.hints:
        columns = (hint.header,) if isinstance(hint, ColumnRef) else hint.columns
        value = None if isinstance(hint, ColumnRef) else hint.value
        if taken.column in columns and value == taken.value:
            return reading.written(hint)
    return _word_of(taken.column, reading) if taken.value is None else ""


def _word_of(header: str, reading: Reading) -> str:
    """Return the word of a request that is one of a header, in whatever form: "units" for Unit Price. "" where none is,
    or it may be there for itself.
    """
    from seglam_lang.requests.loose.english import FUNCTION_WORDS  # most hits do not need it

    of_header = header_stems(header) - FUNCTION_WORDS
    return next((token.text for token in reading.tokens if stem(token.norm) in of_header), "")


def format_taken(taken: Iterable[Taken]) -> str:
    """Return the line for people, "" where there is nothing to say: what words were read as, then the rest."""
    parts = list(taken)
    said = {
        "read": [str(each) for each in parts if each.words],
        "taken": [str(each) for each in parts if not each.words],
    }
    return " · ".join([f"{label}: {', '.join(each)}" for label, each in said.items() if each])
