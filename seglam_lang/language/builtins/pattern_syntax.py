"""Patterns as texts: the error messages, the amount of work that a pattern may cause, and the characters that it can
match.

RE2 decides whether a pattern is valid, but not what it may cost, and fuel must not depend on the version of RE2. So a
pattern that RE2 accepts is measured here, lexeme by lexeme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from seglam_lang.language.failures import Failure

MAX_PATTERN = 1000  # characters
MAX_SIZE = 40_000  # instructions, by the estimate below: some 10 ms to compile, far from filling RE2's memory
_MANY_POSITIONS = 16  # RE2 remembers the sets of positions that it met; of so few there are never too many sets

# The lexemes of a pattern that RE2 accepts (a text, which is compiled for the first pattern that there is).
_LEXEME = r"""(?xs)
    (?P<group>\(\?[a-zA-Z-]*:|\(\?P?<\w+>|\((?!\?))
    |(?P<flags>\(\?[a-zA-Z-]*\))
    |(?P<close>\))
    |(?P<count>\{([0-9]+)(,?)([0-9]*)\}\??)
    |(?P<sign>[*+?|^$]|\\[bBAz])
    |(?P<property>\\[pP](?:\{[^}]*\}|.))
    |(?P<class>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\.|\\[dDsSwW])
    |(?P<char>\\x\{[^}]*\}|\\x..|\\[0-7]{1,3}|\\.|.)
"""
_COUNT = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}")
_PROPERTY = re.compile(r"\\[pP]")
_PROPERTY_SIZE = 1400  # instructions of the largest one
_FLAGS = re.compile(r"\(\?([a-zA-Z]+)")
_QUOTING = r"\Q"
_LEFT_OUT = {
    r"\C": r"\C would split characters",
    _QUOTING: r"\Q is not supported: put a backslash before each sign instead",
}

# RE2's error messages, and ours; {} is the place.
_WRONG = {
    "missing )": "a parenthesis is never closed",
    "unexpected )": "a closing parenthesis has no opening one",
    "missing ]": "a bracket is never closed",
    "trailing \\": "it ends in a backslash with nothing after it",
    "invalid escape sequence": "{} has no meaning",
    "invalid character class": "{} is not a class of characters",
    "invalid character class range": "{} is not a class or range of characters",
    "no argument for repetition operator": "{} has nothing before it to repeat",
    "bad repetition operator": "{} repeats a repetition",
    "invalid repetition size": "{} is not a valid number of repetitions: at most 1000, with nested ones multiplied",
    "invalid perl operator": "{} has no meaning: patterns cannot look ahead or behind",
    "invalid named capture group": "{} is not a name for a group, or is the name of another group",
    "invalid UTF-8": "it contains half of a character (a lone surrogate)",
}
_REFERENCE = re.compile(r"\\[1-9]")

_REPLACEMENT = re.compile(r"\\(.?)", re.DOTALL)


class Measure(NamedTuple):
    """The size of a pattern.

    `size` bounds the number of instructions that RE2 makes of it; `positions` counts the places that match a character,
    with `x{3}` counting as three; `atoms` are the forms at those places, each once.
    """

    size: int
    positions: int
    atoms: tuple[str, ...]
    flags: str

    @property
    def may_explode(self) -> bool:
        """Return whether RE2 might have to follow each position separately, because it meets new sets of them again and
        again."""
        return self.positions > _MANY_POSITIONS and len(self.atoms) > 1


def measure(pattern: str) -> Measure:
    """Return the measure of a pattern that RE2 accepts."""
    flags = "".join(_FLAGS.findall(pattern))
    atoms: dict[str, None] = {}
    sums = [(2, 0)]  # size and positions of the pattern, then of each group that is open
    last = (0, 0)  # those of the form before
    for lexeme in re.finditer(_LEXEME, pattern):
        kind = str(lexeme.lastgroup)
        if kind == "group":
            sums.append((3, 0))
            continue
        if kind == "close":
            last = sums.pop()
        elif kind == "count":
            again = _times(lexeme[0]) - 1
            last = (last[0] * again + again + 1, last[1] * again)
        elif kind in ("sign", "flags"):
            last = (2, 0)
        else:
            last = (_atom_size(lexeme[0], kind, "i" in flags), 1)
            atoms[lexeme[0]] = None
        sums[-1] = (sums[-1][0] + last[0], sums[-1][1] + last[1])
        if lexeme[0] == _QUOTING:
            break  # it is refused, and what follows are no lexemes
    return Measure(*sums[0], tuple(atoms), flags)


def _times(count: str) -> int:
    """Return how often a repetition such as `{2,5}` may occur."""
    match = _COUNT.match(count)
    assert match is not None
    return max(1, int(match[2] or match[1]))


def _atom_size(atom: str, kind: str, ignoring_case: bool) -> int:
    if kind == "property":
        return _PROPERTY_SIZE
    if kind == "class":
        return 16 + 8 * len(atom) * (1 + ignoring_case) + _PROPERTY_SIZE * len(_PROPERTY.findall(atom))
    if len(atom) == 1 and atom.isascii():
        return 4 if ignoring_case else 1
    return 12 if ignoring_case else 4


def any_of(atoms: Iterable[str], flags: str) -> str:
    """Return a pattern for one character that any of the atoms can match; it may match more."""
    return f"(?{''.join(flag for flag in 'is' if flag in flags)}:{'|'.join(atoms)})"


def closing_sign(pattern: str) -> tuple[str, int]:
    """Return the character that ends every match, with how often it occurs in the pattern, never repeated; or ("", 0).

    `<[^>]*>` ends in `>` once, `"[^"]*"` in `"` twice. Whether classes match the character too is not checked.
    """
    lexemes = [(str(each.lastgroup), each[0]) for each in re.finditer(_LEXEME, pattern)]
    sign = lexemes[-1][1].removeprefix("\\") if lexemes else ""
    if len(sign) != 1 or not sign.isascii() or sign.isalnum() or lexemes[-1][0] != "char":
        return "", 0
    for (kind, lexeme), (_, after) in pairwise(lexemes):
        repeated = after[0] in "*+?{" and after != "{"
        if lexeme == "|" or (repeated and (kind == "close" or lexeme.removeprefix("\\") == sign)):
            return "", 0
    return sign, sum(lexeme.removeprefix("\\") == sign for _, lexeme in lexemes)


def beyond_limits(measured: Measure) -> str:
    """Return why the language refuses a pattern that RE2 accepts, or ""."""
    for escape, why in _LEFT_OUT.items():
        if escape in measured.atoms:
            return why
    return "it is too large, counting its repetitions" if measured.size > MAX_SIZE else ""


def in_words(error: str) -> str:
    """Return RE2's error message in plain words."""
    what, _, where = error.partition(": ")
    if what == "invalid escape sequence" and _REFERENCE.match(where):
        return f"{where} would refer back to a group, which patterns cannot do"
    return _WRONG.get(what, error.replace("{", "{{").replace("}", "}}")).format(where)


def replacement_parts(replacement: str, groups: int) -> list[str | int]:
    r"""Return a replacement as texts and numbers of groups: `\1` is the first group, `\0` the match, `\\` a
    backslash."""
    parts: list[str | int] = []
    end = 0
    for match in _REPLACEMENT.finditer(replacement):
        parts.append(replacement[end : match.start()])
        end = match.end()
        if match[1] == "\\":
            parts.append("\\")
        elif match[1] in tuple("0123456789"):
            if int(match[1]) > groups:
                raise Failure("bad-replacement", f"{match[0]} in the replacement: the pattern has {groups} groups")
            parts.append(int(match[1]))
        else:
            raise Failure("bad-replacement", "a backslash in a replacement must come before a digit or a backslash")
    parts.append(replacement[end:])
    return [part for part in parts if part != ""]
