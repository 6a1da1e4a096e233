"""Files as values: which file is meant, how it is packed, and which format it is in.

orders.csv   orders.csv.gz   book.xlsx::Sheet2   shop.db::orders   'sales/*.csv'   a folder   - (standard input)
postgres://ann@host/shop::orders   s3a://bucket/orders (by way of an engine)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.inputs.decoding import encoding_of, not_text
from seglam_lang.inputs.file import File, are_large
from seglam_lang.inputs.formats import ARROW, BY_ENDING, CSV, ENDINGS, PACKED, Read, format_named
from seglam_lang.inputs.layout import Asked
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import GZIP, STANDARD_INPUT, STDIN, exists, is_several, read_bytes, readable, split_part
from seglam_lang.inputs.raw import finished
from seglam_lang.language.backends.engine_names import DUCKDB, wrong_engine
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Table


class FileOptions(NamedTuple):
    """How files are to be read, where a person says it.

    `format` is what all of them are in ("" if their names say it), `header` the line or row that has the headers (0 if
    none has), and `read_stdin` reads standard input where `-` stands for it. To `skip_bad_lines` is to leave them out,
    and to count them in a note. The rows of large files `may_be_stored` in a database, and are computed with by the
    `engine`: duckdb, or Spark as local[*] or spark://host:7077. To `keep_totals` is to read lines of totals as rows.
    """

    format: str = ""
    header: int | None = None
    read_stdin: Callable[[], bytes] | None = None
    skip_bad_lines: bool = False
    may_be_stored: bool = True
    keep_totals: bool = False
    engine: str = DUCKDB
    blank: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """What a person says about the table in a file."""
        return Asked(self.header, self.keep_totals, self.blank)

    @property
    def skipped(self) -> list[int] | None:
        """A list for the numbers of lines that are left out, for each file its own; None if none may be."""
        return [] if self.skip_bad_lines else None


AS_NAMED = FileOptions()
_URL = re.compile(r"[A-Za-z][\w+.-]+://")  # more than one letter: c:// is a drive


def read_file(given: Path | str, options: FileOptions = AS_NAMED) -> TypedValue:
    """Return what a file holds, or a part of it, or all files of a folder or a pattern."""
    return in_engine(_read_given(given, options), options.engine)


def in_engine(read: TypedValue, engine: str) -> TypedValue:
    """Return what was read, its rows in the engine that was asked for, where they are not in memory. Raise InputError
    where the engine cannot be had, or there is none of that name, wherever the rows are."""
    if why := wrong_engine(engine):
        raise InputError("no-engine", why)
    if engine == DUCKDB or not isinstance(read.value, Table) or not read.value.is_stored:
        return read
    from seglam_lang.inputs.stored.in_spark import handed_over

    return handed_over(read, engine)


def _read_given(given: Path | str, options: FileOptions) -> TypedValue:
    if is_url(given):
        return _read_url(str(given), options)
    path, part = split_part(given)
    if str(path) == STDIN and options.read_stdin is not None:
        return finished(_read_piped(options.read_stdin(), part, options), STANDARD_INPUT, options.blank)
    if is_several(path):
        from seglam_lang.inputs.several import files_of, read_several

        files, in_memory = files_of(path), options._replace(may_be_stored=False)

        def read() -> TypedValue:
            return finished(read_several(files, lambda each: read_one(each, part, in_memory)), str(path), options.blank)

        stored = None if part else _stored(files, options, lambda: read().value)
        return stored or read()
    return finished(read_one(path, part, options), path.name, options.blank)


def _stored(paths: Sequence[Path], options: FileOptions, in_memory: Callable[[], Table]) -> TypedValue | None:
    """Return the table of CSV or Parquet files that are large together, with its rows in a database; None where they
    are not, or have to be read into memory."""
    formats = {BY_ENDING.get(path.suffix.lower()) for path in paths}
    if not options.may_be_stored or options.format or formats not in ({CSV}, {ARROW}):
        return None
    if options.blank and formats != {CSV}:
        return None
    files = [File(path.name, path, asked=options.asked, may_be_stored=True, engine=options.engine) for path in paths]
    if not are_large(files) or not find_spec("duckdb"):
        return None
    if formats == {CSV}:
        from seglam_lang.inputs.stored.csv_files import read_csv_files

        return read_csv_files(files)
    from seglam_lang.inputs.stored.parquet_files import read_parquet_files

    return read_parquet_files(files, in_memory) if all(file.start.startswith(b"PAR1") for file in files) else None


def is_url(given: Path | str) -> bool:
    """Return whether a text is a URL; a Path is none."""
    return isinstance(given, str) and _URL.match(given) is not None


def own_name(given: Path | str) -> str:
    """Return the name that an input has by itself: that of its part, of the folder of a pattern, or of the file."""
    if is_url(given):
        from seglam_lang.inputs.urls import is_elsewhere, last_part, parse_url

        name = last_part(str(given)) if is_elsewhere(str(given)) else parse_url(str(given)).own_name
    else:
        path, part = split_part(given)
        if not part and is_several(path) and not path.is_dir():
            path = path.parent
        name = part or path.name.partition(".")[0]
    return re.sub(r"\W+", "_", name).strip("_")


def _read_url(given: str, options: FileOptions) -> TypedValue:
    """Return the table that a URL names. `options` are about files."""
    from seglam_lang.inputs.urls import is_elsewhere, parse_url

    if is_elsewhere(given) and options.engine != DUCKDB:
        from seglam_lang.inputs.stored.in_spark import read_parquet_url

        return read_parquet_url(given, options.engine)
    url = parse_url(given)
    if url.file:
        return finished(
            read_one(Path(url.file), url.part, options._replace(format=url.scheme)), url.shown, options.blank
        )
    from seglam_lang.inputs.postgres import read_postgres

    return finished(read_postgres(url), url.shown, options.blank)


def read_one(path: Path, part: str, options: FileOptions) -> Read:
    """Return what one file holds, or the part of it that is named, before the types of a table are inferred."""
    ending = path.suffix.lower()
    if ending in PACKED:
        return _read_packed(path, part, options)
    if not options.format and ending not in BY_ENDING and exists(path):
        raise _unknown_ending(path, ending)
    file = File(
        path.name,
        path,
        None,
        part,
        options.asked,
        options.skipped,
        options.may_be_stored,
        options.engine,
    )
    return _read(file, ending, options.format)


def _read_packed(path: Path, part: str, options: FileOptions) -> Read:
    from seglam_lang.inputs.unpacking import unpack

    packing = path.suffix.lower()
    is_zip = packing == ".zip"
    inner = Path(path.stem).suffix.lower()
    if not is_zip and not options.format and inner not in BY_ENDING and exists(path):
        raise _unknown_ending(path, inner)
    name, data = unpack(read_bytes(path), path.name, packing, part if is_zip else "")
    inner = Path(name).suffix.lower()
    if not options.format and inner not in BY_ENDING:
        raise _unknown_ending(path / name, inner)
    file = File(path.name, None, data, "" if is_zip else part, options.asked, options.skipped)
    return _read(file, inner, options.format)


def _read_piped(data: bytes, part: str, options: FileOptions) -> Read:
    """Return what standard input holds, in the format that is named or that its first bytes show."""
    from seglam_lang.inputs.sniffing import sniff, sniff_text
    from seglam_lang.inputs.unpacking import unpack_piped

    if not options.format:
        data = unpack_piped(data, STANDARD_INPUT)
    file = File(STANDARD_INPUT, None, data, part, options.asked, options.skipped)
    return _read(file, "" if options.format else f".{sniff(data) or sniff_text(file.text()[0])}", options.format)


def _read(file: File, ending: str, named: str) -> Read:
    format = format_named(named) if named else BY_ENDING.get(ending, BY_ENDING[".txt"])
    if file.part and not format.has_parts:
        raise InputError("no-parts", f"{file.name} is read as {format.in_words}, which has no parts as {file.part!r}")
    return format.read(file)


def _unknown_ending(path: Path, ending: str) -> InputError:
    said = f"the extension {ending!r}, which is not known" if ending else "no extension"
    known = f"{', '.join(ENDINGS)}, or one of these with {', '.join(PACKED)}"
    told = f"rename it to what it holds, or say it with --format: {known}"
    return InputError("unknown-kind", f"{str(path)!r} has {said}; {told}")


def read_lines_of_json(path: Path) -> list[Any]:
    """Return the values on the lines of a JSON Lines file, gzipped or not, with exact numbers."""
    from seglam_lang.inputs.json_texts import parse_json_lines

    return parse_json_lines(read_lines(path), path.name)


def read_lines(path: Path) -> Generator[str, None, None]:
    """Yield the lines of a text file, gzipped or not, as they are read. Raise InputError where that is not possible."""
    import io

    with readable(path), path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        plain: Any = file
        if packed:
            import gzip

            plain = gzip.GzipFile(fileobj=file)
        with io.TextIOWrapper(plain, encoding=encoding_of(plain.peek(4), path.name)) as lines:
            number = 0
            try:
                for number, line in enumerate(lines, 1):  # noqa: B007 - how many were read, if the next is none
                    yield line
            except UnicodeDecodeError as error:
                raise not_text(path.name, lines.encoding, error, number) from None
