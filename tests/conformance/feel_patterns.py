"""Regular expressions as FEEL has them (XPath 2.0's) in the notation of RE2.

What differs is written out: the flag `x`, whose white space goes away here, and `.`, which is neither a line feed nor a
carriage return. What RE2 cannot say is not translatable.
"""

from __future__ import annotations

import re

from tests.conformance.harness import NotTranslatable

_WHITE_SPACE = " \t\n\r"


def pattern_of(pattern: str, flags: str) -> str:
    """The RE2 pattern that means what `pattern` with `flags` (any of s, m, i, x) means in FEEL, without the flags.

    Of these RE2 has the same s, m and i.
    """
    if "x" in flags:
        pattern = _without_white_space(pattern)
    return "".join(_translated(token, pattern, "s" in flags) for token in _tokens(pattern))


def replacement_of(replacement: str) -> str:
    """The replacement in the notation of RE2: `$1` is `\\1`, `\\$` a dollar sign."""
    return re.sub(r"\\\\|\\\$|\$([0-9])", _reference, replacement)


def _reference(match: re.Match[str]) -> str:
    if match[1]:
        return f"\\{match[1]}"
    return "$" if match[0] == "\\$" else match[0]


def _tokens(pattern: str) -> list[str]:
    """Escapes, character classes and single characters, in order."""
    return re.findall(r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|\[[^\]]*\]|[^\]\\])*\]|.", pattern, re.DOTALL)


def _without_white_space(pattern: str) -> str:
    return "".join(
        each if each.startswith("[") else "".join(char for char in each if char not in _WHITE_SPACE)
        for each in re.findall(r"\[\^?(?:\\.|\[[^\]]*\]|[^\]\\])*\]|[^\[]", pattern, re.DOTALL)
    )


def _translated(token: str, pattern: str, dot_is_all: bool) -> str:
    if token == "." and not dot_is_all:
        return r"[^\n\r]"
    if re.fullmatch(r"\\[pP]\{Is.*\}", token):
        raise NotTranslatable("regular expressions: Unicode blocks")
    if re.fullmatch(r"\\[1-9]", token) and int(token[1]) <= _groups(pattern):
        raise NotTranslatable("regular expressions: references back to a group")
    if token.startswith("[") and re.search(r"-\[", token):
        raise NotTranslatable("regular expressions: subtraction of character classes")
    if token.startswith("[") and re.search(r"\\[0-9]", token):
        raise NotTranslatable("regular expressions: an escape that RE2 reads otherwise")
    return token


def _groups(pattern: str) -> int:
    return len(re.findall(r"(?<!\\)\((?!\?)", pattern))
