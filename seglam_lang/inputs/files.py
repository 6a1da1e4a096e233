"""Files as values: which reader reads a file, by its extension."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.json_texts import parse_json_lines, read_json, read_json_lines
from seglam_lang.inputs.model import InputError
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import TEXT

Reader = Callable[[str, str], TypedValue]  # a text and the name of its file


def _read_text(text: str, name: str) -> TypedValue:
    return TypedValue(text, TEXT)


READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".txt": _read_text,
    ".md": _read_text,
    ".log": _read_text,
}


def read_file(path: Path) -> TypedValue:
    """Return what a file holds: CSV or TSV, JSON, JSON Lines or text; each may be gzipped."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() not in READERS and path.exists() and not path.is_dir():
        ending = f"the extension {suffix!r}, which is not known" if suffix else "no extension"
        known = f"{', '.join(READERS)}, or one of these with .gz"
        raise InputError("unknown-kind", f"{str(path)!r} has {ending}; rename it to what it holds: {known}")
    text = _read_decoded(path)
    return READERS.get(suffix.lower(), _read_text)(text, path.name)


def read_standard_input(data: bytes) -> TypedValue:
    """Return what standard input holds: JSON where it begins as JSON does, else CSV."""
    text = _decode(data, "standard input")
    return (read_json if text.lstrip()[:1] in ("[", "{") else read_csv)(text, "standard input")


def read_lines_of_json(path: Path) -> list[Any]:
    """Return the values on the lines of a JSON Lines file, gzipped or not, with exact numbers."""
    return parse_json_lines(_read_decoded(path), path.name)


def _read_decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = _unzipped(data)
    except (OSError, EOFError) as error:
        if isinstance(error, FileNotFoundError):
            raise InputError("unknown-file", f"there is no file {str(path)!r}") from None
        why = getattr(error, "strerror", None) or error
        raise InputError("unreadable-file", f"{str(path)!r} cannot be read: {why}") from None
    return _decode(data, path.name)


def _decode(data: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, or UTF-16 where the first bytes say so."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{name} is not {encoding[:6].upper().rstrip('-')} text (byte {error.start}); save it as UTF-8"
        raise InputError("not-utf-8", message) from None


def _unzipped(data: bytes) -> bytes:
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except zlib.error as error:
        raise gzip.BadGzipFile(str(error)) from None
