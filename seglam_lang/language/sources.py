"""Source text before it is parsed: decoding, line endings, and where a place is.

All offsets in nodes and diagnostics are into the text that `normalise` gives: no byte order mark, and lines that end in
one line feed.
"""

from __future__ import annotations

from seglam_lang.language.diagnostics import Diagnostic, LanguageError

MAX_CHARACTERS = 1_000_000  # of a source file


def normalise(source: str | bytes) -> str:
    """The text of a source file, as offsets count it; LanguageError where it is no text or too long."""
    if isinstance(source, bytes):
        source = _decode(source)
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > MAX_CHARACTERS:
        message = f"this source has {len(source):,} characters; {MAX_CHARACTERS:,} is the most that is read"
        raise LanguageError([Diagnostic("source-too-long", message, 0, 0, "split it into several files")])
    return source


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"this is not UTF-8 text: the byte 0x{data[error.start]:02x} in line {line} does not belong there"
        hint = "a source file is text, saved as UTF-8"
        raise LanguageError([Diagnostic("not-utf-8", message, 0, 0, hint)]) from error
