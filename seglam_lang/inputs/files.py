"""Files as values: which reader reads a file, by its extension."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.inputs.json_texts import parse_json_lines, read_json, read_json_lines
from seglam_lang.inputs.model import InputError
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import TEXT

_GZIP = b"\x1f\x8b"  # how a gzipped file begins
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
    return parse_json_lines(read_lines(path), path.name)


def read_lines(path: Path) -> Generator[str, None, None]:
    """Yield the lines of a text file, gzipped or not, as they are read. Raise InputError where that is not possible."""
    import io

    with _readable(path), path.open("rb") as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        plain: Any = file
        if packed:
            import gzip

            plain = gzip.GzipFile(fileobj=file)
        with io.TextIOWrapper(plain, encoding=_encoding(plain.peek(2))) as lines:
            try:
                yield from lines
            except UnicodeDecodeError as error:
                raise _not_text(path.name, lines.encoding, error) from None


def _read_decoded(path: Path) -> str:
    with _readable(path):
        data = path.read_bytes()
        if data[:2] == _GZIP:
            import gzip

            data = gzip.decompress(data)
    return _decode(data, path.name)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raise InputError for whatever keeps a file from being read."""
    try:
        yield
    except FileNotFoundError:
        raise InputError("unknown-file", f"there is no file {str(path)!r}") from None
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError("unreadable-file", f"{str(path)!r} cannot be read: {why}") from None
    except ValueError as error:  # a path with a null character in it
        if isinstance(error, UnicodeError):
            raise
        raise InputError("unknown-file", f"there is no file {str(path)!r}: {error}") from None
    except Exception as error:  # zlib's own, of a damaged gzip file, which is no OSError
        if type(error).__module__ != "zlib":
            raise
        raise InputError("unreadable-file", f"{str(path)!r} cannot be read: {error}") from None


def _decode(data: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, or UTF-16 where the first bytes say so."""
    encoding = _encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(name, encoding, error) from None


def _encoding(start: bytes) -> str:
    return "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _not_text(name: str, encoding: str, error: UnicodeDecodeError) -> InputError:
    message = f"{name} is not {encoding[:6].upper().rstrip('-')} text (byte {error.start}); save it as UTF-8"
    return InputError("not-utf-8", message)
