"""Source text before it is parsed: decoding, line endings, and what no source may contain.

All offsets in nodes and diagnostics are into the text that `normalise` gives: no byte order mark, and lines that end in
one line feed.
"""

from __future__ import annotations

import re

from seglam_lang.language.diagnostics import Diagnostic, LanguageError

MAX_CHARACTERS = 500_000  # of a source file, some 15,000 lines
MAX_WORDS = 200_000  # words, numbers and signs of a source file; so many take a few seconds
_WORD = re.compile("[A-Za-z_0-9\x80-\U0010ffff]+|[^A-Za-z_0-9 \\t\\n\\f]")
_WIDE_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# What makes the text after it run the other way: a line with it can look as what it is not, in a comment, too.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def normalise(source: str | bytes) -> str:
    """Return the text of a source file, as offsets count it. Raise LanguageError where it is no text or too long."""
    if isinstance(source, bytes):
        source = _decode(source)
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > MAX_CHARACTERS:
        message = f"this source has {len(source):,} characters; {MAX_CHARACTERS:,} is the most that is read"
        raise LanguageError([Diagnostic("source-too-long", message, 0, 0, "split it into several files")])
    words = sum(1 for _ in _WORD.finditer(source))
    if words > MAX_WORDS:
        message = f"this source has {words:,} words and signs; {MAX_WORDS:,} are the most that are read"
        raise LanguageError([Diagnostic("source-too-long", message, 0, 0, "split it into several files")])
    place = source.find("\0")
    if place >= 0:
        hint = "a source file is text, saved as UTF-8"
        raise LanguageError([Diagnostic("not-text", "this is no text: there is a NUL in it", place, place + 1, hint)])
    hidden = _DIRECTION.search(source)
    if hidden:
        point = f"{ord(hidden[0]):X}"
        message = f"U+{point} changes the direction of the text, so that it reads as what it is not"
        hint = f"delete it; in a text it is written \\u{{{point.lower()}}}"
        raise LanguageError([Diagnostic("hidden-direction", message, *hidden.span(), hint)])
    return source


def _decode(data: bytes) -> str:
    if len(data) > 4 * MAX_CHARACTERS:  # the most bytes of a character
        message = f"this source has {len(data):,} bytes; {MAX_CHARACTERS:,} characters are the most that is read"
        raise LanguageError([Diagnostic("source-too-long", message, 0, 0, "split it into several files")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"this is not UTF-8 text: the byte 0x{data[error.start]:02x} in line {line} does not belong there"
        hint = "a source file is text, saved as UTF-8"
        if data[:2] in _WIDE_MARKS:
            message, hint = f"this is {_WIDE_MARKS[data[:2]]} text, not UTF-8", "save it as UTF-8"
        elif b"\0" in data[:1_000]:
            message = "this is no text: there is a NUL in it"
            raise LanguageError([Diagnostic("not-text", message, 0, 0, hint)]) from error
        raise LanguageError([Diagnostic("not-utf-8", message, 0, 0, hint)]) from error
