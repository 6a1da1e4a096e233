"""CSV and JSON: reading texts of other programs as values of a type, and writing them.

The type says what a text must contain, so that what is read needs no further tests: `text.parse_csv(Sale)` is a list of
sales, or a Failure with the line that is wrong. Numbers keep every digit (34 at most), dates are year-month-day,
times and durations as ISO 8601 has them.
Whatever is written can be read again. (A CSV has no types: a spreadsheet may take a text that begins with = for a
formula. It is written unchanged, because anything else would change the data.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from seglam_lang.language import jsonvalue
from seglam_lang.language.builtins.csv_text import read_csv, separator_of, write_csv
from seglam_lang.language.builtins.json_text import iso_date, read_json, type_size
from seglam_lang.language.builtins.records import RowField, row_fields
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.table import cell_text
from seglam_lang.language.computing.fuel import ATOMS, CHARACTERS_PER_UNIT, MAX_LIST, MAX_TEXT, too_large, tree_size
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con
from seglam_lang.language.values import Groups, Map, Record, Row, Table

PART = 8  # fuel for each value that is read or written
_BOOLS = {"true": True, "false": False}
_IN_WORDS = {
    NUMBER: "a number",
    BOOL: "true or false",
    DATE: "a date, as 2024-03-31",
    DATETIME: "a date with a time, as 2024-03-31T09:30:00",
    TIME: "a time of day, as 09:30:00",
    DURATION: "a duration, as PT1H30M",
}
_READERS: dict[Con, Callable[[str], Any]] = {
    NUMBER: parse_number,
    BOOL: lambda stated: _BOOLS.get(stated.lower()),
    DATE: iso_date,
    DATETIME: parse_datetime,
    TIME: parse_time,
    DURATION: parse_duration,
}


def _reading_csv(text: str, kind: Con, separator: str | None) -> int:
    fields = text.count(separator or ",") + text.count("\n") + text.count("\r") + 1
    return len(text) // CHARACTERS_PER_UNIT + PART * fields


@builtin(
    "Text.parse_csv(type: Type<T>, separator?: Text) -> List<T>",
    literals={"separator": separator_of},
    cost=_reading_csv,
    phrase="the records of {type} in the CSV text {self}[ with the separator {separator}];",
    examples=[
        '"name,age\\nAnn,30\\nBob,20\\n".parse_csv(Person).map(each => each.age) == [30, 20]',
        '"age;name\\n30;Ann\\n".parse_csv(Person, ";") == [{name: "Ann", age: 30}]',
    ],
)
def parse_csv(text: str, kind: Con, separator: str | None = None) -> tuple[Record, ...]:
    """Return the lines of a CSV text (RFC 4180) as records of a type. The first line has the headers; each field of the
    type is the column with that name, and other columns are ignored. Numbers are read as by `to_number`, dates as
    year-month-day, `true` and `false` in any case. An empty field is a blank, which only an optional field (`T?`) may
    hold; for a Text it is an empty text. Fail with `bad-csv` and the line if the text is not valid."""
    fields = row_fields(kind)
    lines = read_csv(text, separator_of(separator))
    header = [_stripped(name) for name in next(lines, (0, []))[1]]
    places = [_place(header, field) for field in fields]
    made: list[Record] = []
    for line, cells in lines:
        if len(cells) != len(header):
            raise Failure("bad-csv", f"line {line} has {_count(len(cells))} where the header has {len(header)}")
        if len(made) == MAX_LIST:
            raise too_large("the list")
        cell = [_cell(cells[place], field, line) for place, field in zip(places, fields, strict=True)]
        made.append(Record(kind.labels, tuple(cell)))
    return tuple(made)


def _count(fields: int) -> str:
    return "1 field" if fields == 1 else f"{fields} fields"


def _stripped(text: str | None) -> str:
    return (text or "").strip(" \t")


def _place(header: list[str], field: RowField) -> int:
    """Return where the header has a field's column."""
    if header.count(field.name) != 1:
        has = "no column" if field.name not in header else "several columns"
        raise Failure("bad-csv", f"the first line has {has} {jsonvalue.text(field.name)}")
    return header.index(field.name)


def _cell(text: str | None, field: RowField, line: int) -> Any:
    """Return what a field of a CSV states as a value of its type."""
    if field.type == TEXT:
        return "" if text is None and not field.may_be_blank else text
    stated = _stripped(text)
    if not stated and field.may_be_blank:
        return None
    place = f"line {line}, column {jsonvalue.text(field.name)}"
    if not stated:
        raise Failure("bad-csv", f"{place}: the field is blank; the type {field.type.name}? allows it")
    value = _READERS[field.type](stated)
    if value is None:
        raise Failure("bad-csv", f"{place}: {jsonvalue.text(stated[:40])} is not {_IN_WORDS[field.type]}")
    return value


def _characters(cells: Iterable[Any]) -> int:
    return sum(len(cell) for cell in cells if type(cell) is str)


def _table_characters(table: Table) -> int:
    texts = (cells for cells, kind in zip(table.cells, table.types, strict=True) if kind == TEXT)
    return _characters(table.headers) + sum(map(_characters, texts))


def _writing_csv(table: Table, separator: str | None) -> int:
    return _table_characters(table) + PART * (table.length + 1) * (len(table.headers) + 1)


@builtin(
    "Table.to_csv(separator?: Text) -> Text",
    literals={"separator": separator_of},
    cost=_writing_csv,
    phrase="the CSV text of {self}[ with the separator {separator}]",
    examples=['rows.take(2).to_csv() == "name,age\\nAnn,30\\nBob,20\\n"', 'rows.to_csv(";").lines().at(3) == "Bob;20"'],
)
def to_csv(table: Table, separator: str | None = None) -> str:
    """Return the table as CSV (RFC 4180): a line of headers, then a line for each row, each ending in a line feed.
    Numbers have all their digits, dates are year-month-day, blanks are empty; only fields that need quotes have
    them."""
    sign = separator_of(separator)
    if _table_characters(table) > MAX_TEXT:
        raise too_large("the text")
    if not table.headers:
        return ""
    columns = [[None if cell is None else cell_text(cell) for cell in cells] for cells in table.cells]
    written = write_csv([table.headers, *zip(*columns, strict=True)], sign)
    if len(written) > MAX_TEXT:
        raise too_large("the text")
    return written


def _reading_json(text: str, kind: Con) -> int:
    values = sum(map(text.count, ",:[{")) + 1
    return len(text) // CHARACTERS_PER_UNIT + PART * values + (1 + text.count("{")) * type_size(kind)


@builtin(
    "Text.parse_json(type: Type<T>) -> T",
    cost=_reading_json,
    phrase="the {type} in the JSON text {self}",
    examples=[
        '"{\\"age\\": 30, \\"name\\": \\"Ann\\"}".parse_json(Person) == {name: "Ann", age: 30}',
        '"2.50".parse_json(Number) == 2.5',
    ],
)
def parse_json(text: str, kind: Con) -> Any:
    """Return the value of a type that a JSON text contains: objects are records or maps, arrays are lists, dates are
    texts as year-month-day. Other members are ignored; a member of the type must be present unless its type is optional
    (`T?`), when it may be missing or null. Fail with `bad-json` and the line and character if the text is not valid."""
    return read_json(text, kind)


def _writing_json(value: Any) -> int:
    return PART * tree_size(value) + _text_size(value)


@builtin(
    "T.to_json() -> Text",
    id="any.to_json",
    cost=_writing_json,
    phrase="the JSON text of {self}",
    examples=[
        '[1, 2.5].to_json() == "[1, 2.5]"',
        '{name: "Ann", age: 30}.to_json().parse_json(Person) == {name: "Ann", age: 30}',
    ],
)
def to_json(value: Any) -> str:
    """Return the value as JSON: numbers with all their digits, dates as texts, records and maps as objects, `none` as
    null, a table as its columns and rows. Fail if the value contains a row or a group of a table."""
    if _text_size(value) > MAX_TEXT:
        raise too_large("the text")
    written = jsonvalue.dumps(value)
    if len(written) > MAX_TEXT:
        raise too_large("the text")
    return written


def _text_size(value: Any) -> int:
    """Return the characters of all texts in a value, names of fields included; Failure if a part has no JSON."""
    size, pending = 0, [value]
    while pending:
        value = pending.pop()
        kind = type(value)
        if kind is str:
            size += len(value)
        elif kind in ATOMS:
            continue
        elif kind is Record:
            size += _characters(value.names)
            pending.extend(value.values)
        elif kind is tuple:
            pending.extend(value)
        elif kind is Map:
            pending.extend(value.items)
            pending.extend(value.items.values())
        elif kind is Table:
            size += _table_characters(value)
        elif kind in (Row, Groups):
            raise Failure("no-json", "a row or a group has no JSON; write a table, or a record of cells")
    return size
