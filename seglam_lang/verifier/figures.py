"""Counts and totals that are hardly ever meant: of blank cells alone, of percentages, of no rows or items at all.

A total of 0 of which all cells are blank is the total of another column: what was spent does not stand under "Money
in". 5 %, 7 % and 3 % of something are not 15 % of anything: of 3,605 programs of the data that add up a column none
does so. And of 17,479 that choose rows 28 count or add up none (`python -m tests.bench.objections`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from seglam_lang.inputs.codes import says_code
from seglam_lang.language import Failure, compile_procedure
from seglam_lang.language.core import Call, Core, Let, Local, Procedure
from seglam_lang.language.types import NUMBER, TABLE, TEXT, Con
from seglam_lang.language.values import Column, Groups, Table, Value
from seglam_lang.requests.families import PERCENT, POINTS, family_of
from seglam_lang.requests.first_cells import first_cells
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.mentions import header_words, stem
from seglam_lang.requests.model import ColumnRef, Mention
from seglam_lang.requests.reading import Reading

_VALUES, _COUNT, _COUNT_OF_LIST = "table.values@1", "table.count@1", "list.count@1"
COUNT_OF_GROUPS = "groups.count@1"
_COUNTS_OF_ROWS = frozenset((_COUNT, COUNT_OF_GROUPS))
_TOTALS = frozenset(("table.total@1", "table_of_durations.total@1"))
_SUMS = _TOTALS | {"groups.total@1"}
HOW_MANY = frozenset(("how many", "number of", "count of"))
_ONE = frozenset(("each", "apiece", "unit", "item", "piece"))
_OF_ONE = re.compile(  # "sales each month" are no prices
    r"\b(?:(?:each|apiece|per (?:unit|item|piece))\W*$|unit (?:price|cost|value|rate|fee)\b)", re.IGNORECASE
)
_COUNTS = {
    **dict.fromkeys((_COUNT, *_TOTALS), _COUNT),
    **dict.fromkeys((_COUNT_OF_LIST, "list.sum@1", "list_of_durations.sum@1"), _COUNT_OF_LIST),
}


def why_no_total(core: Procedure, arguments: Sequence[Value]) -> str:
    """Return, as a sentence, why the total that a procedure gives is none; "" where it is one, or it gives no total."""
    end = end_of(core)
    if not isinstance(end, Call) or end.builtin not in _TOTALS:
        return ""
    cells = outcome(core, Call(_COUNT_OF_LIST, (Call(_VALUES, end.args),)), NUMBER, arguments)
    if cells == 0 and outcome(core, Call(_COUNT, end.args[:1]), NUMBER, arguments):
        return "it adds up nothing: all of the cells are blank"
    if cells is not None and cells > 1 and _is_in_percent(end.args[1], core, arguments):
        return "it adds up percentages, which are shares of something else"
    return ""


def why_counts_rows(core: Procedure, arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a program counts rows for "how many customers" or "number of customers by city",
    where a column that is called so has the same cell in several of them, and it takes nothing of that; "" where that
    is not so.
    """
    end = end_of(core)
    if not isinstance(end, Call) or end.builtin not in _COUNTS_OF_ROWS:
        return ""
    taken = {each.header for each in arguments if isinstance(each, Column)}
    for headers in _asked_the_number_of(reading, is_grouped=end.builtin == COUNT_OF_GROUPS):
        counted = outcome(core, end.args[0], TABLE, arguments) if taken.isdisjoint(headers) else None
        for table in _tables_in(counted):
            if all(_is_repeated(header, table) for header in headers):
                return f"it counts rows, and several have the same {headers[0]!r}"
    return ""


def _asked_the_number_of(reading: Reading, is_grouped: bool) -> Iterator[Sequence[str]]:
    """Yield the headers of columns of things that the words ask the number of: of texts that are called so, and, for
    each group, those of codes, "number of lifts by building" of `Lift No`; numbers may begin anew in other groups.
    """
    norms = [token.norm for token in reading.tokens]
    named = [each for each in reading.visible if _names_texts(each)]
    codes: dict[str, list[str]] = {}
    for table in reading.inputs.tables.values() if is_grouped else ():
        for header in table.headers:
            codes.setdefault(_thing(header), []).append(header)
    for at in range(2, len(norms)):
        if " ".join(norms[at - 2 : at]) in HOW_MANY:
            things = {each.last: [each.header] for each in named if each.first == at}
            if stem(norms[at]) in codes:
                things.setdefault(at + 1, codes[stem(norms[at])])
            for last, headers in things.items():
                behind = norms[last] if last < len(norms) else "?"
                if behind in FUNCTION_WORDS or not behind[0].isalnum():  # "customer complaints" are no customers
                    yield headers


def _names_texts(mention: Mention) -> TypeGuard[ColumnRef]:
    return isinstance(mention, ColumnRef) and mention.value.type == TEXT


def _thing(header: str) -> str:
    """Return what a column of codes has the codes of, by one word: the lift of `liftNo`; "" where it has none."""
    words = header_words(header)
    if words[-1:] and says_code(header) and not header.rstrip().endswith("#"):
        words.pop()
    return stem(words[0]) if len(words) == 1 and says_code(header) else ""


def _tables_in(counted: Value) -> Sequence[Table]:
    """Return the tables whose rows are counted: one, or one for each group."""
    return counted.tables() if isinstance(counted, Groups) else [counted] if isinstance(counted, Table) else []


def _is_repeated(header: str, table: Table) -> bool:
    cells = [each for each in first_cells(header, table) if each] if header in table.headers else []
    return len({*cells}) < len(cells)


def why_of_one(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that prices of one each are added up, though the words do not say so; "" where that is not
    so. What 6 bottles of £28 and 4 of £20 cost is not £48.
    """
    said = {token.norm for token in reading.tokens}
    for call in calls:
        column = call.args[1] if call.builtin in _SUMS and len(call.args) > 1 else None
        value = arguments[column.slot] if isinstance(column, Local) and column.slot < len(arguments) else None
        if not isinstance(value, Column):
            continue
        of_one = _OF_ONE.search(value.header.replace("_", " "))
        if of_one and said.isdisjoint(_ONE.intersection(of_one[0].casefold().split())):
            return f"it adds up {value.header!r}, which is of one each"
    return ""


def chosen_none_of(core: Procedure, arguments: Sequence[Value]) -> str:
    """Return what a procedure chooses none of, a "row" of a table or an "item" of a list, where it counts or adds up
    what it chooses; "" where it chooses some. As an empty list, the 0 comes of right conditions and of wrong ones.
    """
    end = end_of(core)
    if not isinstance(end, Call) or end.builtin not in _COUNTS:
        return ""
    has_rows = any(isinstance(each, Table) and each.length for each in arguments)
    if not has_rows and not any(isinstance(each, tuple) and each for each in arguments):
        return ""
    if outcome(core, Call(_COUNTS[end.builtin], end.args[:1]), NUMBER, arguments) != 0:
        return ""
    return "row" if has_rows else "item"


def end_of(core: Procedure) -> Core:
    """Return what a procedure gives after its steps."""
    end = core.body
    while isinstance(end, Let):
        end = end.body
    return end


def outcome(core: Procedure, end: Core, result: Con, arguments: Sequence[Value]) -> Value:
    """Return what a procedure would give with another end, None where it fails."""
    try:
        return compile_procedure(replace(core, body=_ending(core.body, end), result=result, ensures=())).run(arguments)
    except Failure:
        return None


def _ending(body: Core, end: Core) -> Core:
    """Return a body that ends otherwise."""
    return replace(body, body=_ending(body.body, end)) if isinstance(body, Let) else end


def _is_in_percent(column: Core, core: Procedure, arguments: Sequence[Value]) -> bool:
    """Return whether a column that is added up is one of an input, of percentages."""
    value = arguments[column.slot] if isinstance(column, Local) and column.slot < len(arguments) else None
    if not isinstance(column, Local) or not isinstance(value, Column):
        return False
    table = arguments[core.tables[column.slot]]
    return value.header in table.headers and family_of(value.header, table) in (PERCENT, POINTS)
