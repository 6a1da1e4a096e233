"""Unicode's tables of characters, pinned to version 14.0: the same on every Python.

`str.upper`, `str.isspace` and similar methods use the tables of the Python that runs: 14.0 in 3.11, 15.0 in 3.12, 15.1
in 3.13, 16.0 in 3.14. Procedures use this module instead, which agrees with Python 3.11. Characters that were
unassigned in 14.0 have no case and are not letters; nor are lone surrogates, which no source can hold but a Python
program may pass. ASCII texts use Python's own functions, which are the same everywhere; the tables of
unicode_pinned_data.py are read when the first other text comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

WHITE_SPACE = (
    " \t\n\r\f\v\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_RUN = re.compile(r"(?P<start>[0-9a-f]+)(?:-(?P<end>[0-9a-f]+))?(?P<pairs>/2)?(?P<offset>[+-][0-9a-f]+)")

Table = Mapping[int, str | int]


def upper(text: str) -> str:
    """Return the text in upper case."""
    return text.upper() if text.isascii() else _translated(text, _table("UPPER"), bytes.upper)


def lower(text: str) -> str:
    """Return the text in lower case; a sigma at the end of a word is a final sigma."""
    if text.isascii():
        return text.lower()
    if "Σ" in text:
        text = _with_final_sigmas(text)
    return _translated(text, _table("LOWER"), bytes.lower)


def capitalize(word: str) -> str:
    """Return the text with its first character in title case (ǅ for ǆ) and the rest in lower case."""
    if word.isascii():
        return word.capitalize()
    return word[:1].translate(_table("UPPER", "TITLE")) + lower(word[1:])


def fold(text: str) -> str:
    """Return the case-folded text: equal for two texts that differ only in case."""
    return text.lower() if text.isascii() else text.translate(_table("LOWER", "FOLDED"))


def is_letters(text: str) -> bool:
    """Return whether the text is not empty and all of its characters are letters."""
    return text.isalpha() if text.isascii() else bool(_letters().fullmatch(text))


def without_accents(text: str) -> str:
    """Return the text with Latin letters in their plain form, without accents: é as e, ß as ss, ø as o."""
    if text.isascii():
        return text
    return _latin_marks().sub(r"\1", text).translate(_plain_table())


def quoted(text: str) -> str:
    """Return the beginning of the text in quotes, for a message, with controls and surrogates escaped.

    `repr` also escapes the characters that are unassigned in the Python that runs, and messages must be the same
    everywhere.
    """
    escaped = "".join(f"\\u{{{ord(char):x}}}" if _is_control(char) else char for char in text[:40])
    return f"'{escaped}'"


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff" or "\u2028" <= char <= "\u202e"


def _translated(text: str, table: Table, change_ascii: Callable[[bytes], bytes]) -> str:
    """Return the text with each character mapped by the table; for ASCII, `change_ascii` does the same, but faster."""
    changed = change_ascii(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    return _BEYOND_ASCII.sub(lambda run: run[0].translate(table), changed)


@cache
def _table(*names: str) -> Table:
    """Return the mappings of these tables; if several map a character, the last one counts."""
    return {point: changed for name in names for point, changed in _mappings(_data(name))}


@cache
def _plain_table() -> Table:
    groups = (group.split(":") for group in _data("PLAIN_LATIN").split())
    return {ord(char): plain for plain, chars in groups for char in chars}


@cache
def _latin_marks() -> re.Pattern[str]:
    """Return a Latin letter and the combining marks after it."""
    return re.compile(f"([A-Za-z{''.join(map(chr, _plain_table()))}])[\u0300-\u036f]+")


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(f"[{_class('LETTERS')}]+")


@cache
def _sigma_before_no_letter() -> re.Pattern[str]:
    return re.compile(f"Σ(?![{_class('SKIPPED')}]*+[{_class('CASED')}])")


@cache
def _skipped() -> re.Pattern[str]:
    return re.compile(f"[{_class('SKIPPED')}]")


@cache
def _cased() -> re.Pattern[str]:
    return re.compile(f"[{_class('CASED')}]")


def _with_final_sigmas(text: str) -> str:
    """Return the text with each capital sigma that ends a word as a small final sigma: Unicode's condition
    Final_Sigma."""

    def final(sigma: re.Match[str]) -> str:
        before = sigma.start() - 1
        while before >= 0 and _skipped().match(text, before):
            before -= 1
        return "ς" if before >= 0 and _cased().match(text, before) else "Σ"

    return _sigma_before_no_letter().sub(final, text)


def _data(name: str) -> str:
    from seglam_lang.language.computing import unicode_pinned_data

    table: str = getattr(unicode_pinned_data, name)
    return table


def _mappings(table: str) -> Iterator[tuple[int, str | int]]:
    for entry in table.split():
        point, _, several = entry.partition(":")
        if several:
            yield int(point, 16), "".join(chr(int(each, 16)) for each in several.split("."))
            continue
        run = _RUN.fullmatch(entry)
        assert run is not None
        start, offset = int(run["start"], 16), int(run["offset"], 16)
        for each in range(start, int(run["end"] or run["start"], 16) + 1, 2 if run["pairs"] else 1):
            yield each, each + offset


def _class(name: str) -> str:
    """Return the ranges of a table in the form of a character class."""
    return "".join("-".join(f"\\U{int(each, 16):08x}" for each in entry.split("-")) for entry in _data(name).split())
