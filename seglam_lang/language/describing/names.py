"""Names and literals in a description: what is not plain words is in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

from seglam_lang.language.alignment import escape_controls
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.core import Procedure
from seglam_lang.language.describing.phrases import Phrase, rows_phrase
from seglam_lang.language.describing.templates import chunks
from seglam_lang.language.jsonvalue import dumps, number
from seglam_lang.language.types import TABLE, Con, Constructor, Type, is_a
from seglam_lang.language.values import Column, Value

_CONNECTIVES = (
    "and", "as", "being", "by", "each", "fails", "for", "from", "gives", "if", "in", "is", "it", "its", "not", "of",
    "on", "or", "otherwise", "unless", "until", "where", "with",
)  # fmt: skip
_TERMS = ("true", "false", "none", "it", "itself", "row", "rows", "items", "outer", "all", "group", "what", "whether")
_PLAIN = re.compile(r"[^\s\"`‘’,;:()\[\]{}]+(?: [^\s\"`‘’,;:()\[\]{}]+| \([^\s\"`‘’()]+\))*")
_WORD = re.compile(r"[^\W\d]\w*")
_NO_WORD = re.compile(r"[-+]?[0-9][-0-9.,:]*%?|[-+×÷]")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a parameter is for one run: a column is described by its header, another value by itself."""

    value: Value


@cache
def _words_in_use() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the words that phrases have: all; those that can follow a name; those that can stand in a name's place."""
    every, following, starting = set(_CONNECTIVES), set(_CONNECTIVES), set(_TERMS)
    for builtin in REGISTRY.by_id.values():
        first, *others = [chunk.split() for chunk in chunks(builtin.phrase)]
        every.update(first, *others)
        starting.update(first[:1])
        following.update(word for chunk in others for word in chunk[:1])
        starting.update(after for chunk in others for before, after in pairwise(chunk) if before in ("is", "not"))
    return frozenset(every), frozenset(following), frozenset(starting | following)


def name(text: str) -> str:
    """Return a name, in backticks where its words could be taken for something else."""
    every, following, lonely = _words_in_use()
    first, *others = text.split(" ")
    clash = (first in every or not following.isdisjoint(others)) if others else first in lonely
    if _PLAIN.fullmatch(text) and not clash and not any(_NO_WORD.fullmatch(word) for word in (first, *others)):
        return text
    return _quoted(text)


def field_name(text: str) -> str:
    """Return the name of a field: it stands where no other word can, so that any single word will do."""
    return text if _WORD.fullmatch(text) else _quoted(text)


def made_name(text: str) -> str:
    """Return the name of a column that the procedure made."""
    return "‘" + escape_controls(text, "").replace("’", "’’") + "’"


def _quoted(text: str) -> str:
    return "`" + escape_controls(text, "").replace("`", "``") + "`"


def literal(value: Value) -> str | None:
    """Return a scalar as it is written in a description; None if it is no scalar."""
    if value is None:
        return "none"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return f"{value.date().isoformat()} {_clock(value.time())}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, timedelta):
        return duration(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else None


def kind_of(value: Value) -> str:
    """Return the name of the type of a date, a time or a duration, "" for other values."""
    if isinstance(value, datetime):
        return "DateTime"
    if isinstance(value, date):
        return "Date"
    return "Time" if isinstance(value, time) else "Duration" if isinstance(value, timedelta) else ""


def _clock(value: time) -> str:
    """Return a time of day: 09:30, or with its seconds where they are not 0."""
    if not value.second and not value.microsecond:
        return value.isoformat("minutes")
    return value.isoformat().rstrip("0") if value.microsecond else value.isoformat()


def duration(value: timedelta) -> str:
    """Return a duration in its units: 1 h 30 min."""
    length = abs(value)
    minutes, seconds = divmod(length.seconds, 60)
    rest = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    parts = ((length.days, "", "d"), (minutes // 60, "", "h"), (minutes % 60, "", "min"), (seconds, rest, "s"))
    words = " ".join(f"{count}{rest} {unit}" for count, rest, unit in parts if count or rest) or "0 s"
    return f"-({words})" if value < timedelta(0) else words


def parameters(procedure: Procedure, names: Sequence[str | Argument]) -> list[Phrase]:
    """Return the words for each parameter. The only table is "the rows", and goes without saying."""
    only = procedure.params.count(TABLE) == 1
    return [_parameter(procedure, place, names, only) for place in range(len(names))]


def _parameter(procedure: Procedure, place: int, names: Sequence[str | Argument], only: bool) -> Phrase:
    given, param, table = names[place], procedure.params[place], procedure.tables[place]
    value = given.value if isinstance(given, Argument) else None
    called = _name_of(given)
    if param == TABLE:
        return rows_phrase("the rows" if only else f"the rows of {name(called)}", unsaid=only)
    of = {procedure.tables[at] for at, other in enumerate(names) if _name_of(other) == called} - {table}
    if is_a(param, Constructor.COLUMN):
        owner = f"{name(_name_of(names[table]))}." if of - {-1} and table >= 0 else ""
        return Phrase(owner + name(called), kind=_kind(param, value))
    written = _written(value) if isinstance(given, Argument) else f"{'the given ' if of else ''}{name(called)}"
    return Phrase(written, kind=_kind(param, value))


def _name_of(given: str | Argument) -> str:
    if isinstance(given, str):
        return given
    return given.value.header if isinstance(given.value, Column) else "rows"


def _kind(param: Type, value: Value) -> str:
    """The name of the type of a parameter, of a column that of its cells; "" where it is not known."""
    if isinstance(value, Column):
        return value.type.name
    kind = param.args[0] if is_a(param, Constructor.COLUMN) else param
    return kind.name if isinstance(kind, Con) else kind_of(value)


def _written(value: Value) -> str:
    """An argument as a literal."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return literal(value) or dumps(value)
