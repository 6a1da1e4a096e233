"""A body that was written of days, said of moments: where it reads a cell, of the day of the cell (or the time of day).

    row [c3] >= s1                      row [c3].date() >= s1
    values(c3)                          map(row => row [c3].date())
    rows.group_by(c1, c3).count()       rows.with_column("day", row => row [c3].date()).group_by(c1, "day").count()

Only a cell has a day. Where rows are told apart by a column, the table gets one of days first, and the body is about
that one throughout: what follows a grouping has no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seglam_lang.language.completion import lexemes

_TELL_APART = frozenset(  # rows, by the cells of a column
    ("group_by", "distinct", "count_distinct", "pivot", "pivot_summary", "duplicates", "mode", "lookup", "value")
)
_HEADERS = {"date": "day", "time": "time"}


def of_parts(body: Sequence[str], rows: str, column: str, part: str) -> list[str]:
    """Return the lexemes of a body about the "date" or the "time" of the cells of a column of the table `rows`, where
    it is about the cells themselves.
    """
    cell = lexemes(f"row [{column}].{part}()")
    calls = {at: _call_with(body, at) for at, lexeme in enumerate(body) if lexeme == column}
    if not _TELL_APART.isdisjoint(calls.values()):
        return with_own_column(body, rows, column, _HEADERS[part], cell)
    read = {at + 1: ["]", *lexemes(f".{part}()")] for at in calls if body[at - 1] == "["}
    listed = {at: ["row", "=>", *cell] for at, call in calls.items() if call == "values"}
    return _with(body, read | listed | {at - 2: ["map"] for at in listed})


def with_own_column(body: Sequence[str], rows: str, column: str, header: str, cell: Sequence[str]) -> list[str]:
    """Return the lexemes of a body about a column that the table `rows` is given first, in place of another one: what
    it is called, and the lexemes of a cell of it.
    """
    own = f'"{header}"'
    with_own = [rows, *lexemes(f".with_column({own}, row =>"), *cell, ")"]
    places = {rows: with_own, column: [own]}
    return _with(body, {at: places[lexeme] for at, lexeme in enumerate(body) if lexeme in places})


def _call_with(body: Sequence[str], at: int) -> str:
    """Return of which call the lexeme at a place is an argument by itself; "" where it is none."""
    if body[at - 1] not in ("(", ",") or body[at + 1] not in (")", ","):
        return ""
    depth = 0
    for before in range(at - 1, 0, -1):
        depth += (body[before] in (")", "]", "}")) - (body[before] in ("(", "[", "{"))
        if depth < 0:
            return body[before - 1] if body[before] == "(" else ""
    return ""


def _with(body: Sequence[str], places: Mapping[int, list[str]]) -> list[str]:
    """Return a body with other lexemes at some places."""
    return [lexeme for at, one in enumerate(body) for lexeme in places.get(at, [one])]
