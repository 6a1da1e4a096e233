"""What stands in brackets or quotes on a command line: lists, records, maps, texts, as the language or JSON has them.

Only the structure is found here, without the language's parser, which a hit does not load; `notation` says what it
means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seglam_lang.inputs.dates import parse_iso
from seglam_lang.inputs.numbers import parse_exact
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.python.misfits import Unfit, short_repr
from seglam_lang.language.types import MAX_DEPTH, Constructor

_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*+"')
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_WORDS = re.compile(r'[^,:\[\]{}"]*')
_EMPTY_MAP = re.compile(r"\[\s*:\s*\]")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}
ABSENT, WORDS = Constructor.OPTIONAL, Constructor.NOTHING
_FIXED = {
    "true": (Constructor.BOOL, True),
    "false": (Constructor.BOOL, False),
    "none": (ABSENT, None),
    "null": (ABSENT, None),
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A part of what is written: its text, its shape, and what it holds.

    That is a scalar, None of what is absent (ABSENT), a list of Literals (LIST), or a list of pairs, whose first is a
    name (RECORD) or a Literal (MAP). Of WORDS, which are no value here, it is the words.
    """

    text: str
    shape: Constructor
    holds: Any


def scalar_literal(text: str) -> Literal:
    """Return a text without brackets and quotes as a number, a date, true, false, none, or WORDS."""
    if text in _FIXED:
        return Literal(text, *_FIXED[text])
    number = parse_exact(text)
    if number is not None:
        return Literal(text, Constructor.NUMBER, number)
    for shape, parse in _OF_TIME.items():
        value = parse(text.removeprefix("@"))
        if value is not None:
            return Literal(text, shape, value)
    return Literal(text, WORDS, text)


_OF_TIME: dict[Constructor, Callable[[str], object]] = {  # in ISO form
    Constructor.DATE: parse_iso,
    Constructor.DATETIME: parse_datetime,
    Constructor.TIME: parse_time,
    Constructor.DURATION: parse_duration,
}


def parse_literal(text: str) -> Literal:
    """Return the structure of a text; raise `Unfit` where it has none, such as that of a bracket that is not closed."""
    parser = _Parser(text)
    found = parser.value(0)
    parser.skip_space()
    if parser.at < len(text):
        raise Unfit(f"nothing more is expected after {short_repr(text[: parser.at].rstrip())}")
    return found


def unescape(quoted: str) -> str:
    """Return the text that a quoted one stands for; raise `Unfit` at an escape that neither JSON nor we have."""

    def replace(match: re.Match[str]) -> str:
        point = match[1] or match[2]
        if point and int(point, 16) < 0x110000:
            return chr(int(point, 16))
        if match[3] in _ESCAPES:
            return _ESCAPES[match[3]]
        raise Unfit(f"a text has no escape {match[0]}", 'the escapes are \\" \\\\ \\n \\r \\t and \\u{1F600}')

    text = _ESCAPE.sub(replace, quoted[1:-1])
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")  # JSON writes some characters in two halves
    except UnicodeDecodeError:
        raise Unfit(f"{short_repr(text)} holds half a character (a lone surrogate)") from None


class _Parser:
    """Reads one value after another from `text`; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def value(self, depth: int) -> Literal:
        if depth > MAX_DEPTH:
            raise Unfit("the value is nested too deeply")
        self.skip_space()
        shape: Constructor
        holds: Any
        start, sign = self.at, self.text[self.at : self.at + 1]
        if sign == "[":
            shape, holds = self._list_or_map(depth)
        elif sign == "{":
            shape, holds = Constructor.RECORD, self._members("}", depth, self._field)
        elif sign == '"':
            shape, holds = Constructor.TEXT, self._quoted()
        else:
            words = self._match(_WORDS).strip()
            if not words:
                raise Unfit("a value is expected " + (f"before {short_repr(sign)}" if sign else "at the end"))
            return scalar_literal(words)
        return Literal(self.text[start : self.at], shape, holds)

    def skip_space(self) -> None:
        self._match(_SPACE)

    def _list_or_map(self, depth: int) -> tuple[Constructor, list[Any]]:
        empty_map = _EMPTY_MAP.match(self.text, self.at)
        if empty_map:
            self.at = empty_map.end()
            return Constructor.MAP, []
        members = self._members("]", depth, self._item)
        pairs = [each for each in members if isinstance(each, tuple)]
        if pairs and len(pairs) < len(members):
            raise Unfit("either all members have a key or none has")
        return (Constructor.MAP if pairs else Constructor.LIST), members

    def _members(self, closing: str, depth: int, read: Any) -> list[Any]:
        opening, start = self.text[self.at], self.at
        self.at += 1
        members: list[Any] = []
        while not self._take(closing):
            if members and not self._take(","):
                rest = self.text[self.at : self.at + 1]
                if rest:
                    raise Unfit(f"a comma or {closing} is expected before {short_repr(rest)}")
            if self.at >= len(self.text):
                raise Unfit(f"the {opening} at character {start + 1} is never closed")
            members.append(read(depth + 1))
        return members

    def _item(self, depth: int) -> Any:
        found = self.value(depth)
        return (found, self.value(depth)) if self._take(":") else found

    def _field(self, depth: int) -> tuple[str, Literal]:
        self.skip_space()
        name = self._quoted() if self.text.startswith('"', self.at) else self._match(_NAME)
        if not self._take(":"):
            raise Unfit("a field is written name: value")
        return name, self.value(depth)

    def _quoted(self) -> str:
        match = _QUOTED.match(self.text, self.at)
        if match is None:
            raise Unfit(f'the " at character {self.at + 1} is never closed')
        self.at = match.end()
        return unescape(match[0])

    def _take(self, sign: str) -> bool:
        """Pass `sign`, and the space before it, if it stands here."""
        self.skip_space()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += 1
        return True

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]
