"""The program that the SQL of a request becomes, as another form of its program. It needs sqlglot."""

from __future__ import annotations

from collections.abc import Iterator

from seglam_lang.language import LanguageError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.headed import Headed

_OF_TIME = (nodes.Date, nodes.DateTime, nodes.Time, nodes.Duration)


def from_sql(sql: str, program: Headed, table: Table) -> Iterator[Headed]:
    """Yield the program of a query in DuckDB's dialect, if it can be converted and sqlglot is installed.

    It must have the dates, times and durations of `program`, for a month as a text in their place says less, and no
    other numbers: "more than 1" is no "2 or more", whatever the SQL says.
    """
    try:
        from seglam_lang.translator.nano.sql import Unconvertible, convert
    except ModuleNotFoundError as error:
        if error.name != "sqlglot":
            raise
        return  # the rules alone work without
    try:
        converted = Headed.of(convert(sql, table, "duckdb"))
        has_its_times = _stated(converted, *_OF_TIME) == _stated(program, *_OF_TIME)
        if has_its_times and _stated(converted, nodes.Number) <= _stated(program, nodes.Number):
            yield converted
    except (LanguageError, Unconvertible):
        return  # the language has no such form


def _stated(program: Headed, *kinds: type[nodes.Expression]) -> set[nodes.Node]:
    return {each for each in nodes.walk(program.nodes) if isinstance(each, kinds)}
