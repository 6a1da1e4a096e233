"""CSV texts, read and written as RFC 4180 says, the same in every Python: the only reader of CSV.

Python's own csv module would do, but that its limit on the size of a field is one for the whole process, that it is
lenient where a quote stands in the wrong place, and that it does not say where. Lines end with a line feed, a carriage
return, or both; a byte order mark at the start is skipped, and so are empty lines. A field that is empty is a blank,
one that is written "" is an empty text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from seglam_lang.language import jsonvalue
from seglam_lang.language.failures import Failure

BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\n|\r")
Fields = list[str | None]
_QuotedRecord = Callable[[int], tuple[Fields, int]]  # where a record begins to its fields and where it ends


def separator_of(given: str | None) -> str:
    """Return the sign between fields: a comma unless another is given; Failure if it cannot be one."""
    if given is None:
        return ","
    if len(given) != 1 or given in '"\r\n':
        message = f"a separator is one character that is no quote and ends no line, not {jsonvalue.text(given[:40])}"
        raise Failure("bad-separator", message)
    return given


def read_csv(text: str, separator: str) -> Iterator[tuple[int, Fields]]:
    """Yield the records of a CSV text, each with the number of the line on which it begins; Failure "bad-csv"."""
    return _read(text, separator, _strict(text, separator))


def read_csv_leniently(text: str, separator: str) -> Iterator[tuple[int, Fields]]:
    """Yield the records as `read_csv` does, of files as they are found: a quote may stand anywhere in a field.

    Blanks before an opening quote are left out. A quote inside a field that does not begin with one is part of it, and
    so is what follows a closing quote. What has no closing quote is a Failure all the same: it would swallow the rest
    of the file.
    """
    return _read(text, separator, _lenient(text, separator))


def _read(text: str, separator: str, quoted_record: _QuotedRecord) -> Iterator[tuple[int, Fields]]:
    """Yield the records: a line without a quote is split, any other is left to `quoted_record`.

    Each line is looked at once, so that every text is read in linear time.
    """
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    lines = io.StringIO(text[start:], newline="")  # ends lines where we do, and leaves their ends as they are
    at, number = start, 0
    for line in lines:
        number += 1
        if '"' not in line:
            at += len(line)
            line = line.rstrip("\r\n")
            if line:
                yield number, [field or None for field in line.split(separator)]
            continue
        record, end = quoted_record(at)
        at += len(line)
        if record != [None]:
            yield number, record
        while at < end:
            at += len(next(lines))
            number += 1


# How a field is read in a record with quotes, which most texts have none of: no part gives back what it took.


@lru_cache(maxsize=16)
def _strict_field(separator: str) -> re.Pattern[str]:
    sign = re.escape(separator)
    return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"\r\n{sign}]*+))({sign}|\r\n|\n|\r|\Z)')


@lru_cache(maxsize=16)
def _lenient_field(separator: str) -> re.Pattern[str]:
    sign = re.escape(separator)
    blanks = "[ \t]*+" if separator not in " \t" else ""
    return re.compile(rf'(?:{blanks}"([^"]*+(?:""[^"]*+)*+)"|(?!"))([^\r\n{sign}]*+)({sign}|\r\n|\n|\r|\Z)')


def _strict(text: str, separator: str) -> _QuotedRecord:
    def read(at: int) -> tuple[Fields, int]:
        field = _strict_field(separator)
        record: Fields = []
        while True:
            found = field.match(text, at)
            if found is None:
                raise _misplaced_quote(text, at, separator)
            quoted, plain, end = found.groups()
            record.append(quoted.replace('""', '"') if quoted is not None else plain or None)
            at = found.end()
            if end != separator:
                return record, at

    return read


def _lenient(text: str, separator: str) -> _QuotedRecord:
    def read(at: int) -> tuple[Fields, int]:
        field = _lenient_field(separator)
        record: Fields = []
        while True:
            found = field.match(text, at)
            if found is None:
                raise bad_csv(text, at, "the quote that begins here has no end")
            quoted, rest, end = found.groups()
            record.append(quoted.replace('""', '"') + rest if quoted is not None else rest or None)
            at = found.end()
            if end != separator:
                return record, at

    return read


def _misplaced_quote(text: str, at: int, separator: str) -> Failure:
    """Return what is wrong with the field that begins `at`: only quotes can stand where they may not."""
    if text[at] != '"':
        at = text.index('"', at)
        return bad_csv(text, at, "a quote stands inside a field that does not begin with one")
    closed = re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, at)
    if closed is None:
        return bad_csv(text, at, "the quote that begins here has no end")
    return bad_csv(text, closed.end(), f"a quoted field ends with {jsonvalue.text(separator)} or with the line")


def bad_csv(text: str, at: int, message: str) -> Failure:
    """Return the Failure about what stands at a position of a CSV text."""
    ends = list(_LINE_END.finditer(text, 0, at))
    character = at - (ends[-1].end() if ends else 0) + 1
    return Failure("bad-csv", f"line {len(ends) + 1}, character {character}: {message}")


def write_csv(rows: Iterable[Sequence[str | None]], separator: str) -> str:
    """Return rows as CSV, a line feed after each; `read_csv` gives them back. Only what needs quotes has them."""
    return "".join(csv_lines(rows, separator))


def csv_lines(rows: Iterable[Sequence[str | None]], separator: str) -> Iterator[str]:
    """Yield rows as CSV has them, one after the other."""
    special = re.compile(rf'["\r\n{re.escape(separator)}]')

    def field(value: str | None) -> str:
        if value is None:
            return ""
        if not value or value[0] == BYTE_ORDER_MARK or special.search(value):
            return '"' + value.replace('"', '""') + '"'
        return value

    for row in rows:
        yield (separator.join(map(field, row)) or '""') + "\n"  # an empty line would be skipped
