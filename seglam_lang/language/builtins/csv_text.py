"""CSV texts, read and written as RFC 4180 says, the same in every Python.

Python's own csv module would do, but that its limit on the size of a field is one for the whole process, that it is
lenient where a quote stands in the wrong place, and that it does not say where. Lines end with a line feed, a carriage
return, or both; a byte order mark at the start is skipped, and so are empty lines. A field that is empty is a blank,
one that is written "" is an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from seglam_lang.language import jsonvalue
from seglam_lang.language.failures import Failure

BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\n|\r")
Fields = list[str | None]


def separator_of(given: str | None) -> str:
    """The sign between fields: a comma unless another is given; Failure if it cannot be one."""
    if given is None:
        return ","
    if len(given) != 1 or given in '"\r\n':
        message = f"a separator is one character that is no quote and ends no line, not {jsonvalue.text(given[:40])}"
        raise Failure("bad-separator", message)
    return given


def read_csv(text: str, separator: str) -> Iterator[tuple[int, Fields]]:
    """The records of a CSV text, each with the number of the line on which it begins; Failure "bad-csv"."""
    sign = re.escape(separator)
    # No part gives back what it took, so that every text is read in linear time.
    field = re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"\r\n{sign}]*+))({sign}|\r\n|\n|\r|\Z)')
    at, line, record = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0, 1, Fields()
    begun, newlines = at < len(text), 0
    while begun:
        found = field.match(text, at)
        if found is None:
            raise _misplaced_quote(text, at, separator)
        quoted, plain, end = found.groups()
        if quoted is not None:
            newlines += len(_LINE_END.findall(quoted))
            record.append(quoted.replace('""', '"'))
        else:
            record.append(plain or None)
        at = found.end()
        if end != separator:
            if record != [None]:
                yield line, record
            line, record = line + 1 + newlines, Fields()
            begun, newlines = at < len(text), 0


def _misplaced_quote(text: str, at: int, separator: str) -> Failure:
    """What is wrong with the field that begins `at`: only quotes can stand where they may not."""
    if text[at] != '"':
        at = text.index('"', at)
        return bad_csv(text, at, "a quote stands inside a field that does not begin with one")
    closed = re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, at)
    if closed is None:
        return bad_csv(text, at, "the quote that begins here has no end")
    return bad_csv(text, closed.end(), f"a quoted field ends with {jsonvalue.text(separator)} or with the line")


def bad_csv(text: str, at: int, message: str) -> Failure:
    """The Failure about what stands at a position of a CSV text."""
    ends = list(_LINE_END.finditer(text, 0, at))
    character = at - (ends[-1].end() if ends else 0) + 1
    return Failure("bad-csv", f"line {len(ends) + 1}, character {character}: {message}")


def write_csv(rows: Iterable[Sequence[str | None]], separator: str) -> str:
    """Rows as CSV, a line feed after each; only what needs quotes has them, so that `read_csv` gives the rows back."""
    special = re.compile(rf'["\r\n{re.escape(separator)}]')

    def field(value: str | None) -> str:
        if value is None:
            return ""
        if not value or value[0] == BYTE_ORDER_MARK or special.search(value):
            return '"' + value.replace('"', '""') + '"'
        return value

    # An empty line would be skipped.
    return "".join([(separator.join(map(field, row)) or '""') + "\n" for row in rows])
