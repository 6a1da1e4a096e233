"""What is said of a program for a request about a table of bugs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft
from seglam_lang.requests import read
from seglam_lang.requests.scope import ColumnOrigin, PartOrigin, ValueOrigin, mention_in, scope_of
from seglam_lang.verifier.unlikely import why_unlikely

Rows = dict[str, list[Any]]

BUGS: Rows = {
    "columns": ["assignee", "component", "grade", "points", "opened", "closed"],
    "rows": [
        ["Ann", "Search", "B", 3, "2024-03-01", "2024-03-09"],
        ["Bob", "Checkout", "A", 5, "2024-03-02", None],
        ["Ann", "Checkout", "C", 8, "2024-03-05", "2024-04-02"],
    ],
}


def objection(request: str, body: str, table: Rows = BUGS, why: Callable[..., str] = why_unlikely) -> str:
    """Return what is said of a body over {header} for columns, {s} for the value that the request mentions, {other} for
    the next one, {first} and {last} for the ends of its period, and {Yes} for a value that a column offers.
    """
    reading = read(request, read_inputs(values={"table": table})).loosely
    scope = scope_of(reading)
    names = {each.header: name for name, each in scope.origins.items() if isinstance(each, ColumnOrigin)}
    names |= {each.part: name for name, each in scope.origins.items() if isinstance(each, PartOrigin) and each.part}
    names |= {each.value: name for name, each in scope.origins.items() if isinstance(each, ValueOrigin)}
    mentioned = [name for name, each in scope.origins.items() if mention_in(each) is not None]
    names |= dict(zip(("s", "other"), mentioned, strict=False))
    checked = check_draft(body.format(**names), scope.signature)
    origins = [scope.origins[name] for name in checked.params]
    return why(checked.core, [scope.arguments[name] for name in checked.params], origins, reading)
