"""JSON texts (RFC 8259), read as values of a type, the same in every Python.

Numbers are read exactly and then rounded to 34 digits, as everywhere. Objects become records (fields in the order of
the type; other members are skipped) or maps. An error is a Failure with the line and the character. Python's own `json`
is not used, because its messages, its positions and the depth that it can read differ between versions and machines.
Here only the type makes the reader recurse, and types are finite; what is skipped is read without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from seglam_lang.language import jsonvalue
from seglam_lang.language.builtins.csv_text import BYTE_ORDER_MARK
from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.computing.fuel import MAX_TREE, too_large
from seglam_lang.language.computing.numbers import DIGITS, parse_number
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    SCALARS,
    TEXT,
    TIME,
    Con,
    Constructor,
    Type,
    is_a,
    show,
)
from seglam_lang.language.values import Map, Record

# No part gives back what it took, so that every text is read in linear time; each goes on past the white space.
_WHITE = r"[ \t\n\r]*+"
_SPACE = re.compile(_WHITE)
_NUMBER = re.compile(rf"((-?+(?:0|[1-9][0-9]*+))(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+){_WHITE}")
_STRING = re.compile(rf'"([^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{{4}})[^"\\\x00-\x1f]*+)*+)"{_WHITE}')
_WORD = re.compile(rf"(true|false|null){_WHITE}")
_SIGN = {sign: re.compile(re.escape(sign) + _WHITE) for sign in "[]{},:"}
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([\"\\/bfnrt]))"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_IN_WORDS = {
    NUMBER: "a number",
    TEXT: "a text",
    BOOL: "true or false",
    DATE: 'a date, as "2024-03-31",',
    DATETIME: 'a date with a time, as "2024-03-31T09:30:00",',
    TIME: 'a time of day, as "09:30:00",',
    DURATION: 'a duration, as "PT1H30M",',
}


def check_type(kind: Type) -> None:
    """Raise Failure if JSON has no values of this type."""
    if isinstance(kind, Con) and (
        kind in SCALARS
        or kind.constructor in (Constructor.LIST, Constructor.OPTIONAL, Constructor.RECORD, Constructor.MAP)
    ):
        if kind.constructor is Constructor.MAP and kind.args[0] not in SCALARS:
            raise Failure("bad-type", f"the keys of an object are texts, which cannot be read as {show(kind.args[0])}")
        for part in kind.args:
            check_type(part)
        return
    raise Failure("bad-type", f"JSON cannot be read as {show(kind)}")


def type_size(kind: Type) -> int:
    """Return the number of parts of a type."""
    return 1 + sum(map(type_size, kind.args)) if isinstance(kind, Con) else 1


def iso_date(text: str) -> date | None:
    """Return the date that a text holds as year-month-day, or None."""
    try:
        return date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None


# Read a scalar from a name or from the text in quotes; None if it is not one.
_READERS: dict[Type, Callable[[str], Any]] = {
    NUMBER: parse_number,
    DATE: iso_date,
    DATETIME: parse_datetime,
    TIME: parse_time,
    DURATION: parse_duration,
    BOOL: {"true": True, "false": False}.get,
}


def read_json(text: str, kind: Con) -> Any:
    """Return the value of type `kind` that a JSON text holds. Raise Failure "bad-json" or "bad-type" if there is
    none."""
    check_type(kind)
    reader = _Reader(text)
    value = reader.value(kind)
    if reader.at < len(text):
        raise reader.wrong("nothing more is expected here")
    return value


class _Reader:
    """A position in a JSON text. Between calls of its methods, it is past any white space."""

    def __init__(self, text: str) -> None:
        self.text, self._made = text, 0
        found = _SPACE.match(text, len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0)
        self.at = found.end() if found else 0

    def wrong(self, message: str, at: int = -1) -> Failure:
        """Return the Failure about this position, or about `at`."""
        before = self.text[: self.at if at < 0 else at]
        line, character = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Failure("bad-json", f"line {line}, character {character}: {message}")

    # --- values of a type -----------------------------------------------------------------------------------------

    def value(self, kind: Type) -> Any:
        """Return the value of a type that starts here."""
        assert isinstance(kind, Con)  # by `check_type`
        self._made += 1
        if self._made > MAX_TREE:
            raise too_large("the value")
        if kind.constructor is Constructor.OPTIONAL:
            return None if self._word("null") else self.value(kind.args[0])
        if kind.constructor is Constructor.LIST:
            return self._list(kind.args[0])
        if kind.constructor is Constructor.RECORD:
            return self._record(kind)
        if kind.constructor is Constructor.MAP:
            return self._map(kind)
        return self._scalar(kind)

    def _scalar(self, kind: Con) -> Any:
        start = self.at
        if kind.constructor is Constructor.NUMBER:
            found = _NUMBER.match(self.text, start)
            if found is not None:
                self.at = found.end()
                written = found[1]
                if written == found[2] and len(written) <= DIGITS:
                    return int(written)
                return self._read(written, kind, start)
        elif kind.constructor is Constructor.BOOL:
            if self._word("true"):
                return True
            if self._word("false"):
                return False
        elif self.text.startswith('"', start):
            return self._read(self._string(), kind, start)
        raise self.wrong(f"{_IN_WORDS[kind]} is expected here")

    def _read(self, written: str, kind: Type, start: int) -> Any:
        """Return the scalar of a type that a number, a text or a name holds."""
        assert isinstance(kind, Con)  # by `check_type`
        if kind.constructor is Constructor.TEXT:
            return written
        value = _READERS[kind](written)
        if value is None:
            message = f"{jsonvalue.text(written[:40])} cannot be read as {_IN_WORDS[kind].rstrip(',')}"
            raise self.wrong(message, start)
        return value

    def _list(self, item: Type) -> tuple[Any, ...]:
        self._expect("[", "a list")
        items: list[Any] = []
        while not self._take("]"):
            if items:
                self._expect(",", "a comma or ]")
            items.append(self.value(item))
        return tuple(items)

    def _record(self, kind: Con) -> Record:
        types = dict(zip(kind.labels, kind.args, strict=True))
        start = self.at
        fields: dict[str, Any] = {}
        for name, at in self._members():
            if name not in types:
                self._skip_value()
            elif name in fields:
                raise self.wrong(f"{jsonvalue.text(name)} is there twice", at)
            else:
                fields[name] = self.value(types[name])
        self._made += len(types)
        for name, wanted in types.items():
            if name not in fields:
                if not (is_a(wanted, Constructor.OPTIONAL)):
                    raise self.wrong(f"this object has no {jsonvalue.text(name)}", start)
                fields[name] = None
        return Record(kind.labels, tuple([fields[name] for name in kind.labels]))

    def _map(self, kind: Con) -> Map:
        start = self.at
        keys, values = [], []
        for name, at in self._members():
            keys.append(self._read(name, kind.args[0], at))
            values.append(self.value(kind.args[1]))
        check_keys(keys)
        items = dict(zip(keys, values, strict=True))
        if len(items) < len(keys):
            raise self.wrong("this object has two members of one name", start)
        return Map(items)

    def _members(self) -> Iterator[tuple[str, int]]:
        """Yield the name and position of each member of an object; the caller reads the value."""
        self._expect("{", "an object")
        first = True
        while not self._take("}"):
            if not first:
                self._expect(",", "a comma or }")
            first, at = False, self.at
            yield self._name(), at

    # --- the text -------------------------------------------------------------------------------------------------

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            raise self.wrong("this text has no end, or a character that must be escaped")
        text = found[1]
        if "\\" in text:
            text = _ESCAPE.sub(_unescaped, text)
        if not text.isascii() and _SURROGATE.search(text):
            raise self.wrong("half of a surrogate pair is not a character")
        self.at = found.end()
        return text

    def _name(self) -> str:
        """Return the name of a member, and go past the colon."""
        if not self.text.startswith('"', self.at):
            raise self.wrong("the name of a member, in quotes, is expected here")
        name = self._string()
        self._expect(":", "a colon")
        return name

    def _skip_value(self) -> None:
        """Go past a value of any kind and depth."""
        closers: list[str] = []
        while True:
            if self._take("["):
                if not self._take("]"):
                    closers.append("]")
                    continue
            elif self._take("{"):
                if not self._take("}"):
                    closers.append("}")
                    self._name()
                    continue
            else:
                self._skip_scalar()
            while closers and self._take(closers[-1]):
                closers.pop()
            if not closers:
                return
            self._expect(",", f"a comma or {closers[-1]}")
            if closers[-1] == "}":
                self._name()

    def _skip_scalar(self) -> None:
        if self.text.startswith('"', self.at):
            self._string()
            return
        found = _WORD.match(self.text, self.at) or _NUMBER.match(self.text, self.at)
        if found is None:
            raise self.wrong("a value is expected here")
        self.at = found.end()

    def _word(self, word: str) -> bool:
        found = _WORD.match(self.text, self.at)
        if found is None or found[1] != word:
            return False
        self.at = found.end()
        return True

    def _take(self, sign: str) -> bool:
        found = _SIGN[sign].match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return True

    def _expect(self, sign: str, what: str) -> None:
        if not self._take(sign):
            raise self.wrong(f"{what} is expected here")


def _unescaped(escape: re.Match[str]) -> str:
    high, low, unit, sign = escape.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    return chr(int(unit, 16)) if unit is not None else _CONTROL.get(sign, sign)
