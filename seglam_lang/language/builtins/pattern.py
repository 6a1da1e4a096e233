r"""Patterns: regular expressions in the syntax of RE2, matched in time linear in the text, without backtracking.

In a text literal each backslash is doubled: `"[0-9]+\\.[0-9]+"`. `\d`, `\w`, `\s` and `\b` know ASCII only; `\pL` is
any letter, `\p{Greek}` a Greek one, and `(?i)` before a pattern ignores case. Character classes and case follow RE2's
own tables, not those of the Python that runs; the project requires one exact version of google-re2. `^` and `$` are the
ends of the text, `.` is any character but a line end; `(?m)` and `(?s)` change that. A lone surrogate matches nothing.

RE2 works on UTF-8. Results are cut from it only between characters, and no byte position leaves this module.

One search is linear. To find all matches, RE2 may read on to the end of the text after each match, to see that no
longer one follows (`a.*b|a` on many a's). So a builtin that finds all matches is charged for how far RE2 may have read:
to the next character that no part of the pattern can match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from seglam_lang.language.builtins.pattern_syntax import (
    MAX_PATTERN,
    Measure,
    any_of,
    beyond_limits,
    closing_sign,
    in_words,
    measure,
    replacement_parts,
)
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.builtins.text import check_length
from seglam_lang.language.computing.fuel import (
    CHARACTERS_PER_UNIT,
    COMPARED_PER_UNIT,
    MAX_LIST,
    MAX_TEXT,
    out_of_fuel,
    rewriting,
    too_large,
)
from seglam_lang.language.failures import Failure

_MEMORY = 8 << 20  # bytes that one pattern may take while it runs
_KEPT = 32  # patterns kept ready
_START = 20  # fuel of one search, and of one match that is found
_INSTRUCTIONS_PER_UNIT = 16  # at each character, where every one must be followed
_CARRIED_PER_UNIT = 64  # groups that threads carry along, at each character
_SHORT = 1000  # bytes: of a shorter text it is not worth finding out how far RE2 reads on
_MOST_BYTES = 4 * MAX_TEXT
_MAX_WORK = 4_000_000  # fuel that finding all matches may take, and so much for each character: the search stops there
_MAX_WORK_PER_CHARACTER = 10
_WRONG = "the pattern is wrong: "
_GROUP_REFERENCE = re.compile(r"\\[1-9]")

Spans = tuple[tuple[int, int], ...]  # of a match and its groups, in bytes; (-1, -1) of a group that took no part


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern and its measure."""

    regexp: Any
    measure: Measure


@lru_cache(maxsize=_KEPT)
def _ready(pattern: str, groups: bool) -> Pattern:
    """Return the compiled pattern, with its groups if they are needed. Without groups RE2 is faster, but accepts more
    patterns."""
    if not groups:
        return Pattern(_compile(pattern, False), _ready(pattern, True).measure)
    if len(pattern) > MAX_PATTERN:
        raise Failure("bad-pattern", f"{_WRONG}it has more than {MAX_PATTERN} characters")
    regexp = _compile(pattern, True)
    measured = measure(pattern)
    if wrong := beyond_limits(measured):
        raise Failure("bad-pattern", f"{_WRONG}{wrong}")
    return Pattern(regexp, measured)


def _compile(pattern: str, groups: bool) -> Any:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    options.never_capture = not groups
    options.log_errors = False
    try:
        return re2.compile(_encoded(pattern), options)
    except re2.error as error:
        message = error.args[0]
        explained = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
        raise Failure("bad-pattern", f"{_WRONG}{in_words(explained)}") from None
    finally:
        re2.purge()  # its own cache would keep many more


def _encoded(text: str) -> bytes:
    """Return the text in UTF-8; a lone surrogate becomes bytes that no pattern matches."""
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _searching(text: str, pattern: str) -> int:
    """Return the cost of one search: compiling the pattern and going over the text."""
    measured = _ready(pattern, False).measure
    cost = _START + measured.size // 4 + len(text) // CHARACTERS_PER_UNIT
    return cost + (len(text) * measured.size // _INSTRUCTIONS_PER_UNIT if measured.may_explode else 0)


def read(pattern: str) -> Pattern:
    """Return the compiled pattern, or raise Failure "bad-pattern" if it is not valid."""
    return _ready(pattern, True)


_SIGNS = re.compile(r"[\\.+*?()|\[\]{}^$]")  # what means something in patterns
PATTERN = {"pattern": read}


@builtin(
    "Text.to_pattern() -> Text",
    cost=lambda text: 2 * rewriting(text),
    phrase="the pattern for the exact text {self}",
    examples=[r'"a.b?".to_pattern() == "a\\.b\\?"', '"1+1=2".has_match("+".to_pattern())'],
)
def to_pattern(text: str) -> str:
    """Return a pattern that matches exactly this text, for use as part of a larger pattern."""
    return _SIGNS.sub(r"\\\g<0>", text)


@builtin(
    "Text.has_match(pattern: Text) -> Bool",
    literals=PATTERN,
    cost=_searching,
    phrase="{self} <has|has no> match of {pattern}",
    examples=['"room 12".has_match("[0-9]+")', 'not "room".has_match("[0-9]")', '"ABC".has_match("(?i)b")'],
)
def has_match(text: str, pattern: str) -> bool:
    """Return whether the pattern matches anywhere in the text. Fail if the pattern is not valid."""
    return _ready(pattern, False).regexp.search(_encoded(text)) is not None


@builtin(
    "Text.is_match(pattern: Text) -> Bool",
    literals=PATTERN,
    cost=_searching,
    phrase="{self} <matches|does not match> {pattern}",
    examples=['"2024-05-01".is_match("[0-9]{4}-[0-9]{2}-[0-9]{2}")', 'not "room 12".is_match("[0-9]+")'],
)
def is_match(text: str, pattern: str) -> bool:
    """Return whether the pattern matches the whole text. Fail if the pattern is not valid."""
    return _ready(pattern, False).regexp.fullmatch(_encoded(text)) is not None


@builtin(
    "Text.find_match(pattern: Text) -> Text?",
    literals=PATTERN,
    cost=_searching,
    phrase="the first match of {pattern} in {self}",
    examples=['"call 555-1234 now".find_match("[0-9-]+") == "555-1234"', '"none".find_match("[0-9]") == none'],
)
def find_match(text: str, pattern: str) -> str | None:
    """Return the first (leftmost) match of the pattern, or `none` if there is none. Fail if the pattern is not
    valid."""
    match = _ready(pattern, False).regexp.search(_encoded(text))
    return None if match is None else _decoded(match.group())


def _capturing(text: str, pattern: str) -> int:
    """Return what groups cost beyond a search: each thread of the match carries all of them."""
    ready = _ready(pattern, True)
    groups: int = ready.regexp.groups
    carried = groups * (groups + ready.measure.positions) // _CARRIED_PER_UNIT
    return len(text) * (1 + carried) + len(text) * groups // CHARACTERS_PER_UNIT


@builtin(
    "Text.match_groups(pattern: Text) -> List<Text>?",
    literals=PATTERN,
    cost=lambda text, pattern: _searching(text, pattern) + _capturing(text, pattern),
    phrase="the groups of the first match of {pattern} in {self};",
    examples=[
        '"Ann <ann@x.org>".match_groups("(.*) <(.*)>") == ["Ann", "ann@x.org"]',
        '"a".match_groups("(b)") == none',
    ],
)
def match_groups(text: str, pattern: str) -> tuple[str, ...] | None:
    """Return the texts that the groups (in parentheses) matched in the first match of the pattern, or `none` if there
    is no match. The text is "" for a group that took no part. Fail if the pattern is not valid."""
    match = _ready(pattern, True).regexp.search(_encoded(text))
    return None if match is None else tuple([_decoded(part) for part in match.groups(default=b"")])


class _Found(NamedTuple):
    data: bytes
    spans: list[Spans]
    work: int  # in fuel


@lru_cache(maxsize=1)
def _find_all(text: str, pattern: str, groups: bool) -> _Found:
    """Return every match and the work of finding them. The cost formula calls it first, then the builtin, which empties
    the cache."""
    ready = _ready(pattern, groups)
    data = _encoded(text)
    work = _searching(text, pattern) + (_capturing(text, pattern) if groups else 0)
    most = _MAX_WORK + _MAX_WORK_PER_CHARACTER * len(text)
    if work > most:
        raise out_of_fuel()
    size = ready.measure.size if ready.measure.may_explode else 0
    reads_to = _reading(pattern, data)
    numbers = range(1, ready.regexp.groups + 1)
    spans: list[Spans] = []
    for match in ready.regexp.finditer(data):
        span = match.span()
        start = span[0]
        read = reads_to(start) - start
        work += _START + len(numbers) + read // COMPARED_PER_UNIT + read * size // _INSTRUCTIONS_PER_UNIT
        if work > most:
            raise out_of_fuel()
        if start < len(data) and data[start] & 0xC0 == 0x80:
            continue  # an empty match inside a character
        spans.append((span, *[match.span(number) for number in numbers]) if groups else (span,))
        if len(spans) >= MAX_LIST:
            raise too_large("the list")
    return _Found(data, spans, work)


def _reading(pattern: str, data: bytes) -> Callable[[int], int]:
    """Return a function from the start of a match to the position up to which RE2 may read. It must be called with
    rising starts."""
    if len(data) <= _SHORT:
        return lambda start: len(data)
    stops, sign, most = _ends_of_reading(pattern)
    stop = -1

    def to_a_stop(start: int) -> int:
        nonlocal stop
        if stop < start:
            found = stops.search(data, start) if stops else None
            stop = found.start() if found else len(data)
        return stop

    def to_a_sign(start: int) -> int:
        for _ in range(most):
            start = data.find(sign, start) + 1
            if not start:
                return len(data)
        return start

    return (lambda start: min(to_a_stop(start), to_a_sign(start))) if sign else to_a_stop


@lru_cache(maxsize=_KEPT)
def _ends_of_reading(pattern: str) -> tuple[re.Pattern[bytes] | None, bytes, int]:
    """Return what stops RE2 from reading on: an ASCII character that no part of the pattern can match; and a character
    that the pattern can match only a limited number of times, with that number (b"" if there is none).

    This holds wherever RE2 starts: if it has read past the start of a match, it has met no stop before.
    """
    measured = _ready(pattern, True).measure
    taken = _ascii_taken(measured.atoms, measured)
    stops = [re.escape(bytes([each])) for each in range(128) if each not in taken]
    sign, most = closing_sign(pattern)
    if sign and ord(sign) in _ascii_taken([atom for atom in measured.atoms if atom.lstrip("\\") != sign], measured):
        sign = ""
    return re.compile(b"[" + b"".join(stops) + b"]") if stops else None, sign.encode(), most


def _ascii_taken(atoms: Iterable[str], measured: Measure) -> set[int]:
    found = _compile(any_of(atoms, measured.flags), False).finditer(bytes(range(128)))
    return {match.start() for match in found if match.group()}


def _finding(text: str, pattern: str) -> int:
    return _find_all(text, pattern, False).work + len(text) // CHARACTERS_PER_UNIT


def _found(text: str, pattern: str, groups: bool = False) -> _Found:
    found = _find_all(text, pattern, groups)
    _find_all.cache_clear()
    return found


@builtin(
    "Text.find_matches(pattern: Text) -> List<Text>",
    literals=PATTERN,
    cost=_finding,
    phrase="the matches of {pattern} in {self};",
    examples=['"3 of 12".find_matches("[0-9]+") == ["3", "12"]', '"none".find_matches("[0-9]+") == []'],
)
def find_matches(text: str, pattern: str) -> tuple[str, ...]:
    """Return all matches of the pattern that do not overlap, from left to right. Fail if the pattern is not valid."""
    found = _found(text, pattern)
    return tuple([_decoded(found.data[start:stop]) for ((start, stop),) in found.spans])


@builtin(
    "Text.split_matches(pattern: Text) -> List<Text>",
    literals=PATTERN,
    cost=_finding,
    phrase="the parts of {self} between the matches of {pattern};",
    examples=['"a, b;c".split_matches("[,;] *") == ["a", "b", "c"]', '"abc".split_matches(",") == ["abc"]'],
)
def split_matches(text: str, pattern: str) -> tuple[str, ...]:
    """Return the parts between the matches of the pattern. Empty matches are ignored. Fail if the pattern is not
    valid."""
    found = _found(text, pattern)
    parts, end = [], 0
    for ((start, stop),) in found.spans:
        if stop > start:
            parts.append(_decoded(found.data[end:start]))
            end = stop
    return (*parts, _decoded(found.data[end:]))


def _refers_to_groups(replacement: str) -> bool:
    return _GROUP_REFERENCE.search(replacement) is not None


def _replacing(text: str, pattern: str, replacement: str) -> int:
    found = _find_all(text, pattern, _refers_to_groups(replacement))
    made = len(text) * (1 + replacement.count("\\")) + len(found.spans) * len(replacement)
    return found.work + (made + len(replacement)) // CHARACTERS_PER_UNIT


@builtin(
    "Text.replace_matches(pattern: Text, replacement: Text) -> Text",
    literals=PATTERN,
    cost=_replacing,
    phrase="{self} with the matches of {pattern} replaced by {replacement}",
    examples=[
        '"2024-05-01".replace_matches("-0?", ".") == "2024.5.1"',
        '"Ann Lee".replace_matches("([A-Za-z]+) ([A-Za-z]+)", "\\\\2, \\\\1") == "Lee, Ann"',
    ],
)
def replace_matches(text: str, pattern: str, replacement: str) -> str:
    r"""Return the text with every match of the pattern replaced. In the replacement `\1` is the text of the first
    group, `\0` the whole match, and a double backslash is one backslash. Fail if the pattern is not valid, or if the
    replacement names a group that the pattern does not have."""
    groups = _refers_to_groups(replacement)
    found = _found(text, pattern, groups)
    parts = replacement_parts(replacement, _ready(pattern, True).regexp.groups if groups else 0)
    pieces: list[bytes] = []
    end = size = 0
    for spans in found.spans:
        start, stop = spans[0]
        new = [_encoded(part) if isinstance(part, str) else found.data[slice(*spans[part])] for part in parts]
        pieces += [found.data[end:start], *new]
        size += start - end + sum(map(len, new))
        if size > _MOST_BYTES:
            raise too_large("the text")
        end = stop
    result = _decoded(b"".join([*pieces, found.data[end:]]))
    check_length(len(result))
    return result
