r"""Patterns: regular expressions in RE2's syntax, matched in time linear in the text, never by backtracking.

A literal doubles each backslash: `"[0-9]+\\.[0-9]+"`. `\d`, `\w`, `\s` and `\b` are about ASCII; `\pL` is any letter,
`\p{Greek}` one of Greek, and `(?i)` before a pattern ignores case. Classes and case are those of RE2's own tables, not
of the Python that runs: the exact version of google-re2 that the project requires pins them. `^` and `$` are the ends
of the text, `.` is any character but a line end; `(?m)` and `(?s)` change that. A lone surrogate matches nothing.

RE2 works on UTF-8; results are cut from it only between characters, and no position leaves this module.

What "linear" leaves out: after each of many matches RE2 may read on to the end of the text to find that no longer one
follows (`a.*b|a` on many a's). So what finds every match is charged for how far RE2 may have read on: to the next
character that nothing in the pattern can take in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    """A pattern that is ready to run."""

    regexp: Any
    measure: Measure


@lru_cache(maxsize=_KEPT)
def _ready(pattern: str, groups: bool) -> Pattern:
    """The pattern compiled, with its groups if they are wanted: without them RE2 is faster, but lets more pass."""
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
        said = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
        raise Failure("bad-pattern", f"{_WRONG}{in_words(said)}") from None
    finally:
        re2.purge()  # its own cache would keep many more


def _encoded(text: str) -> bytes:
    """UTF-8; a lone surrogate becomes bytes that no pattern matches."""
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _searching(text: str, pattern: str) -> int:
    """One search: getting the pattern ready, going over the text."""
    measured = _ready(pattern, False).measure
    cost = _START + measured.size // 4 + len(text) // CHARACTERS_PER_UNIT
    return cost + (len(text) * measured.size // _INSTRUCTIONS_PER_UNIT if measured.may_explode else 0)


def read(pattern: str) -> Pattern:
    """A pattern, ready to be used; Failure bad-pattern where it is none."""
    return _ready(pattern, True)


_SIGNS = re.compile(r"[\\.+*?()|\[\]{}^$]")  # what means something in patterns
PATTERN = {"pattern": read}


@builtin(
    "Text.to_pattern() -> Text",
    cost=lambda text: 2 * rewriting(text),
    examples=[r'"a.b?".to_pattern() == "a\\.b\\?"', '"1+1=2".has_match("+".to_pattern())'],
)
def to_pattern(text: str) -> str:
    """The pattern that matches this text and nothing else, as a part of a larger one."""
    return _SIGNS.sub(r"\\\g<0>", text)


@builtin(
    "Text.has_match(pattern: Text) -> Bool",
    literals=PATTERN,
    cost=_searching,
    examples=['"room 12".has_match("[0-9]+")', 'not "room".has_match("[0-9]")', '"ABC".has_match("(?i)b")'],
)
def has_match(text: str, pattern: str) -> bool:
    """Whether the pattern matches anywhere in the text."""
    return _ready(pattern, False).regexp.search(_encoded(text)) is not None


@builtin(
    "Text.is_match(pattern: Text) -> Bool",
    literals=PATTERN,
    cost=_searching,
    examples=['"2024-05-01".is_match("[0-9]{4}-[0-9]{2}-[0-9]{2}")', 'not "room 12".is_match("[0-9]+")'],
)
def is_match(text: str, pattern: str) -> bool:
    """Whether the pattern matches the whole text."""
    return _ready(pattern, False).regexp.fullmatch(_encoded(text)) is not None


@builtin(
    "Text.find_match(pattern: Text) -> Text?",
    literals=PATTERN,
    cost=_searching,
    examples=['"call 555-1234 now".find_match("[0-9-]+") == "555-1234"', '"none".find_match("[0-9]") == none'],
)
def find_match(text: str, pattern: str) -> str | None:
    """What the pattern matches first: of several matches that begin there the one that the pattern prefers."""
    match = _ready(pattern, False).regexp.search(_encoded(text))
    return None if match is None else _decoded(match.group())


def _capturing(text: str, pattern: str) -> int:
    """What groups take beyond a search: each thread of the match carries all of them along."""
    ready = _ready(pattern, True)
    groups: int = ready.regexp.groups
    carried = groups * (groups + ready.measure.positions) // _CARRIED_PER_UNIT
    return len(text) * (1 + carried) + len(text) * groups // CHARACTERS_PER_UNIT


@builtin(
    "Text.match_groups(pattern: Text) -> List<Text>?",
    literals=PATTERN,
    cost=lambda text, pattern: _searching(text, pattern) + _capturing(text, pattern),
    examples=[
        '"Ann <ann@x.org>".match_groups("(.*) <(.*)>") == ["Ann", "ann@x.org"]',
        '"a".match_groups("(b)") == none',
    ],
)
def match_groups(text: str, pattern: str) -> tuple[str, ...] | None:
    """What the groups in parentheses matched, where the pattern matches first; "" for one that took no part."""
    match = _ready(pattern, True).regexp.search(_encoded(text))
    return None if match is None else tuple([_decoded(part) for part in match.groups(default=b"")])


@dataclass(frozen=True, slots=True)
class _Found:
    data: bytes
    spans: list[Spans]
    work: int  # in fuel


@lru_cache(maxsize=1)
def _find_all(text: str, pattern: str, groups: bool) -> _Found:
    """Every match, and what it took to find them: the cost formula asks, then the builtin, which lets go of it."""
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
    """How far RE2 may read for a match that begins at an index; the indexes asked for never fall."""
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
    """What ends every reading: an ASCII character that nothing in the pattern takes in, and the last one of so many
    of a sign that it can take in only so often (b"" if there is no such sign).

    That holds from wherever RE2 reads: a reading that passes a match's beginning came there without meeting a stop.
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
    examples=['"3 of 12".find_matches("[0-9]+") == ["3", "12"]', '"none".find_matches("[0-9]+") == []'],
)
def find_matches(text: str, pattern: str) -> tuple[str, ...]:
    """What the pattern matches, from left to right, without overlaps."""
    found = _found(text, pattern)
    return tuple([_decoded(found.data[start:stop]) for ((start, stop),) in found.spans])


@builtin(
    "Text.split_matches(pattern: Text) -> List<Text>",
    literals=PATTERN,
    cost=_finding,
    examples=['"a, b;c".split_matches("[,;] *") == ["a", "b", "c"]', '"abc".split_matches(",") == ["abc"]'],
)
def split_matches(text: str, pattern: str) -> tuple[str, ...]:
    """The parts between the matches; where a match is empty nothing is split."""
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
    examples=[
        '"2024-05-01".replace_matches("-0?", ".") == "2024.5.1"',
        '"Ann Lee".replace_matches("([A-Za-z]+) ([A-Za-z]+)", "\\\\2, \\\\1") == "Lee, Ann"',
    ],
)
def replace_matches(text: str, pattern: str, replacement: str) -> str:
    r"""The text with every match replaced; in the replacement `\1` is what the first group matched, `\0` the match.

    A backslash that is meant as it stands is doubled.
    """
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
