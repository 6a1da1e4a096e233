"""Bytes as text: UTF-8, UTF-16 where the first bytes say so, and Windows-1252 where it can be nothing else."""

from __future__ import annotations

import re

from seglam_lang.inputs.model import InputError

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]+")


def decode(data: bytes, name: str, skipped: list[int] | None = None) -> tuple[str, tuple[str, ...]]:
    """Return bytes as text, with a note if the encoding had to be guessed. Raise InputError if they are no text.

    With a list for the numbers of lines that are `skipped`, those that are no text are left empty.
    """
    encoding = encoding_of(data, name)
    if encoding == "utf-8-sig" and b"\0" in data[:1024]:
        raise InputError("not-text", f"{name} is no text{_looks_like(data) or _about_nuls(data)}")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise not_text(name, encoding, error) from None
        text = _as_western(data)
        if text is None:
            looks = _looks_like(data)
            if looks:
                raise InputError("not-text", f"{name} is no text{looks}") from None
            if skipped is not None:
                return _lines_of_text(data, skipped), ()
            raise not_text(name, encoding, error) from None
        return text, (f"{name} is no UTF-8; it is read as Windows-1252",)


def _lines_of_text(data: bytes, skipped: list[int]) -> str:
    """Return a text in UTF-8, in which lines that are none are left empty."""
    lines = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append("")
            skipped.append(number)
    return "\n".join(lines)


def encoding_of(start: bytes, name: str) -> str:
    """Return the encoding that the first bytes of a file speak for. Raise InputError where that is UTF-32."""
    if start[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        raise InputError("not-utf-8", f"{name} is UTF-32 text; save it as UTF-8")
    return "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def not_text(name: str, encoding: str, error: UnicodeDecodeError, lines_before: int = 0) -> InputError:
    """Return the error about bytes that are no text; some lines may have been read before these bytes."""
    is_utf_8 = encoding.startswith("utf-8")
    line = lines_before + error.object.count(b"\n", 0, error.start) + 1
    place = f"line {line}" if is_utf_8 else f"byte {error.start}"
    return InputError(
        "not-utf-8", f"{name} is not {'UTF-8' if is_utf_8 else 'UTF-16'} text ({place}); save it as UTF-8"
    )


def _as_western(data: bytes) -> str | None:
    """Return a text in Windows-1252 (of which Latin-1 is a part, but for control characters), or None.

    In the languages that are written in it letters with accents stand alone among others. Where most stand side by
    side, the bytes are another alphabet, or damaged UTF-8.
    """
    if _BINARY.search(data):
        return None
    runs = [len(run) for run in _HIGH.findall(data)]
    if 2 * sum(length for length in runs if length > 1) > sum(runs):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _about_nuls(data: bytes) -> str:
    """Return what is wrong with bytes of which some are NUL, which no text has."""
    sample = data[:1024]
    if len(sample) >= 4 and any(not (sample[at::4] + sample[at + 1 :: 4]).strip(b"\0") for at in (0, 2)):
        return " in UTF-8, but looks like UTF-32 without a byte order mark; save it as UTF-8"
    if not sample[::2].strip(b"\0") or not sample[1::2].strip(b"\0"):
        return " in UTF-8, but looks like UTF-16 without a byte order mark; save it as UTF-8"
    line = data.count(b"\n", 0, data.index(b"\0")) + 1
    return f" (line {line} has a NUL in it); save it as UTF-8"


def _looks_like(data: bytes) -> str:
    from seglam_lang.inputs.sniffing import sniff

    ending = sniff(data)
    return f", but looks like .{ending}: --format {ending} reads it so" if ending else ""
