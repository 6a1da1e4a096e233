"""Files, command-line values and Python objects to the typed values that a request is about."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from seglam_lang.inputs.columns import CURRENCY_SIGNS, Raw, as_text, make_table
from seglam_lang.inputs.dates import order_is_ambiguous, parse_date, told_order
from seglam_lang.inputs.model import InputError, Inputs
from seglam_lang.language.computing.numbers import DIGITS, LIMIT, canonical, parse_number
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Type,
    Var,
    list_of,
    optional,
    record,
    show,
)
from seglam_lang.language.values import Number, Record, Table, Value

Typed = tuple[Value, Con, tuple[str, ...]]  # a value, its type, notes about it
ANY = Var("_any")  # the item type of an empty list
_NO_TABLE = (
    "table is {}, not a table: give the path of a file, a list of dicts, a dict of lists (one for each column) or "
    '{{"columns": [...], "rows": [...]}}'
)
_MONEY_TEXT = re.compile(rf"([+-]?)[{''.join(CURRENCY_SIGNS)}](.*)")


def read_inputs(
    files: Iterable[tuple[str, Path]] = (),
    settings: Iterable[tuple[str, str]] = (),
    values: Mapping[str, Any] | None = None,
    table: Any = None,
) -> Inputs:
    """The inputs of a request: `files` ("" or a name, path), `settings` of the command line, Python or JSON `values`,
    and a `table` (see `read_table`).

    A file without a name is named "table", "text" or "data" after what it holds; the only table is named "table"
    always, so that requests over tables of different names are of one type.
    """
    typed: list[tuple[str, Typed]] = []
    for name, path in files:
        value = read_file(path, name)
        typed.append((name or _default_name(value[1]), value))
    if table is not None:
        typed.append(("table", read_table(table)))
    typed += [(name, read_value(text)) for name, text in settings]
    typed += [(name, from_python(value, name)) for name, value in (values or {}).items()]
    names = [name for name, _ in typed]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("duplicate-input", f"two inputs are named {twice!r}; give each a name of its own")
    tables = [name for name, (_, kind, _) in typed if kind.constructor is Constructor.TABLE]
    if len(tables) == 1 and "table" not in names:
        typed = [("table" if name == tables[0] else name, value) for name, value in typed]
    return Inputs(
        {name: value for name, (value, _, _) in typed},
        {name: kind for name, (_, kind, _) in typed},
        tuple(note for _, (_, _, notes) in typed for note in notes),
    )


def _default_name(kind: Con) -> str:
    return {"Table": "table", "Text": "text"}.get(kind.name, "data")


def read_file(path: Path, name: str = "") -> Typed:
    """What a file holds, by its extension: CSV or TSV, JSON, JSON Lines or text; each may be gzipped."""
    kinds: dict[str, Callable[[str, str], Typed]] = {
        ".csv": _csv,
        ".tsv": _csv,
        ".json": _json,
        ".jsonl": _json_lines,
        ".ndjson": _json_lines,
        ".txt": _text,
        ".md": _text,
        ".log": _text,
    }
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() not in kinds and path.exists() and not path.is_dir():
        ending = f"the extension {suffix!r}, which is not known" if suffix else "no extension"
        known = f"{', '.join(kinds)}, or one of these with .gz"
        raise InputError("unknown-kind", f"{str(path)!r} has {ending}; rename it to what it holds: {known}")
    text = _decode(path)
    return kinds.get(suffix.lower(), _text)(text, path.name)


def _csv(text: str, name: str) -> Typed:
    from seglam_lang.inputs.csv_files import read_csv

    return read_csv(text, name)


def _text(text: str, name: str) -> Typed:
    return text, TEXT, ()


def _decode(path: Path) -> str:
    """The text of a file: UTF-8, or UTF-16 where its first bytes say so."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = _unzipped(data)
    except (OSError, EOFError) as error:
        if isinstance(error, FileNotFoundError):
            raise InputError("unknown-file", f"there is no file {str(path)!r}") from None
        why = getattr(error, "strerror", None) or error
        raise InputError("unreadable-file", f"{str(path)!r} cannot be read: {why}") from None
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{path.name} is not {encoding[:6].upper().rstrip('-')} text (byte {error.start}); save it as UTF-8"
        raise InputError("not-utf-8", message) from None


def _unzipped(data: bytes) -> bytes:
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except zlib.error as error:
        raise gzip.BadGzipFile(str(error)) from None


def parse_json(text: str, name: str) -> Any:
    """JSON with exact numbers."""
    number = partial(_json_number, name)
    try:
        return json.loads(text, parse_int=number, parse_float=number, parse_constant=number)
    except json.JSONDecodeError as error:
        raise InputError("bad-json", f"{name}, line {error.lineno}: not JSON ({error.msg})") from None
    except RecursionError:
        raise InputError("bad-json", f"{name} is nested too deeply") from None


def _json_number(name: str, literal: str) -> Number:
    value = parse_number(literal)
    if value is None:
        raise InputError("bad-number", f"{name} holds {literal[:40]}, which is not a number that can be represented")
    return value


def _json(text: str, name: str) -> Typed:
    if not text.strip():
        raise InputError("empty-table", f"{name} is empty")
    return from_python(parse_json(text, name), name)


def _json_lines(text: str, name: str) -> Typed:
    return from_python(_lines_of_json(text, name), name)


def read_json_lines(path: Path) -> list[Any]:
    """The values on the lines of a JSON Lines file, gzipped or not, with exact numbers."""
    return _lines_of_json(_decode(path), path.name)


def _lines_of_json(text: str, name: str) -> list[Any]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InputError("empty-table", f"{name} is empty")
    values = []
    for number, line in lines:
        try:
            values.append(parse_json(line, name))
        except InputError as error:
            raise InputError(error.code, error.message.replace("line 1:", f"line {number}:")) from None
    return values


def read_value(text: str) -> Typed:
    """A value of the command line: JSON where it is JSON, else a number, percentage, amount, date or text."""
    stripped = text.strip()
    if stripped in ("true", "false") or stripped[:1] in ("[", "{", '"'):
        try:
            return from_python(parse_json(stripped, "the value"), "the value")
        except InputError as error:
            if error.code != "bad-json":
                raise
            return text, TEXT, ()  # "[draft]" is a text
    money = _MONEY_TEXT.fullmatch(stripped)
    refuse_rounding(stripped, "the value")
    number = parse_number(money[1] + money[2] if money else stripped)
    if number is not None:
        return number, NUMBER, ()
    day = parse_date(stripped)
    if day is None:
        return text, TEXT, ()
    return day, DATE, (told_order(stripped, day),) if order_is_ambiguous(stripped) else ()


def refuse_rounding(text: str, name: str) -> None:
    """InputError if `text` is a whole number that cannot be kept to the last digit."""
    digits = text.replace(",", "").lstrip("+-")
    if digits.isdigit() and len(digits.strip("0")) > DIGITS:
        size = f"a whole number of {len(digits)} digits ({digits[:20]}...)"
        raise InputError("too-many-digits", f"{name} holds {size}; numbers keep {DIGITS}; in quotes it is a text")


def from_python(value: Any, name: str = "the input") -> Typed:
    """A Python or JSON value as a value of the language; {"columns", "rows"} and a list of records are tables."""
    if isinstance(value, Table):
        return value, TABLE, ()
    if isinstance(value, Mapping):
        if _states_rows(value):
            return _table(value, name)
        fields = {str(key): from_python(item, f"{name}.{key}") for key, item in value.items()}
        kind = record({key: item[1] for key, item in fields.items()})
        return Record(tuple(fields), tuple(item[0] for item in fields.values())), kind, ()
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, Mapping) for item in value):
            return _records(value, name)
        return _list(value, name)
    if value is None:
        raise InputError("blank-input", f"{name} has no value")
    raw = _scalar(value, name)
    return raw, _scalar_type(raw), ()


def read_table(given: Any) -> Typed:
    """What a program says is a table: the path of a file, a list of dicts, a dict of lists (one for each column) or
    {"columns", "rows"}.
    """
    if isinstance(given, str | Path):
        typed = read_file(Path(given))
        what = f"the file {str(given)!r}"
    elif isinstance(given, Table | Mapping | list | tuple):
        typed = from_python(_rows_of(given) if isinstance(given, Mapping) else given, "table")
        what = f"of type {type(given).__name__}"
    else:
        raise InputError("no-table", _NO_TABLE.format(f"of type {type(given).__name__}"))
    if not isinstance(typed[0], Table):
        raise InputError("no-table", _NO_TABLE.format(f"{what} (read as {show(typed[1])})"))
    return typed


def _states_rows(value: Mapping[str, Any]) -> bool:
    return all(isinstance(value.get(key), list | tuple) for key in ("columns", "rows"))


def _rows_of(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A dict of columns as {"columns", "rows"}; any other as it is."""
    columns = list(given.values())
    if _states_rows(given) or not columns or not all(isinstance(cells, list | tuple) for cells in columns):
        return given
    lengths = {str(header): len(cells) for header, cells in given.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{header!r} has {length}" for header, length in lengths.items())
        raise InputError("ragged-row", f"the columns of table are not equally long: {told}")
    return {"columns": list(given), "rows": list(zip(*columns, strict=True))}


def _scalar(value: Any, name: str) -> Raw:
    """A JSON or Python scalar as a value of the language."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if not -LIMIT < value < LIMIT:
            refuse_rounding(str(Decimal(value)), name)
            return _number(Decimal(value), name)
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, float | Decimal):
        return _number(Decimal(repr(value)), name) if isinstance(value, float) else _number(value, name)
    raise InputError("bad-input", f"{name} holds a {type(value).__name__}, which is no value of the language")


def _number(value: Decimal, name: str) -> Number:
    message = f"{name} holds {str(value)[:40]}, which is not a number that can be represented"
    if not value.is_finite():
        raise InputError("bad-number", message)
    try:
        return canonical(value)
    except Failure:
        raise InputError("bad-number", message) from None


def _scalar_type(value: Raw) -> Con:
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, str):
        return TEXT
    return DATE if isinstance(value, date) else NUMBER


def _list(items: Sequence[Any], name: str) -> Typed:
    """Lists are of one type: what is mixed becomes texts; blanks make it a list of optionals."""
    if any(isinstance(item, list | tuple | Mapping) for item in items):
        typed = [from_python(item, f"{name}[{position}]") for position, item in enumerate(items, 1)]
        kinds = {kind for _, kind, _ in typed}
        if len(kinds) > 1:
            raise InputError("mixed-list", f"{name} is a list of different types: {', '.join(k.name for k in kinds)}")
        return tuple(item for item, _, _ in typed), list_of(typed[0][1]), ()
    values = [_scalar(item, name) for item in items]
    types = {_scalar_type(value) for value in values if value is not None}
    if len(types) > 1:
        values, types = [as_text(value) for value in values], {TEXT}
    item_type: Type = types.pop() if types else ANY
    return tuple(values), list_of(optional(item_type) if None in values else item_type), ()


def _table(value: Mapping[str, Any], name: str) -> Typed:
    headers, rows = [str(header) for header in value["columns"]], value["rows"]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list | tuple) or len(row) != len(headers):
            width = len(row) if isinstance(row, list | tuple) else 0
            message = f"{name}, row {number}: {_counted(width, 'cell')} for {_counted(len(headers), 'column')}"
            raise InputError("ragged-row", message)
    columns = [[_scalar(row[position], name) for row in rows] for position in range(len(headers))]
    table, notes = make_table(headers, columns, value.get("types") or (), False, name)
    return table, TABLE, notes


def _counted(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def _records(items: Sequence[Mapping[str, Any]], name: str) -> Typed:
    headers = list(dict.fromkeys(str(key) for item in items for key in item))
    columns = [[_scalar(item.get(header), name) for item in items] for header in headers]
    table, notes = make_table(headers, columns, (), False, name)
    return table, TABLE, notes
