"""What a body takes of one stretch of words is taken of the longest mention."""

from __future__ import annotations

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft
from seglam_lang.requests import read
from seglam_lang.requests.scope import PartOrigin, Scope, scope_of
from seglam_lang.requests.wholes import in_wholes
from seglam_lang.requests.wordings import wording_of

HIRES = read_inputs(values={"table": {"columns": ["Heads", "Date"], "rows": [[3, "2025-01-06"], [4, "2025-01-16"]]}})
BETWEEN = "return rows.where(row => row[c1] >= {0} and row[c1] <= {1}).count()"


def named(request: str) -> tuple[Scope, dict[str, str]]:
    """Return the scope of a request, and its names by the part of a period or, "day", of a date by itself."""
    scope = scope_of(read(request, HIRES).loosely)
    parts = {each.part: name for name, each in scope.origins.items() if isinstance(each, PartOrigin)}
    days = [name for name in scope.origins if name.startswith("s") and scope.arguments[name] == scope.arguments["s3"]]
    return scope, {**parts, "day": days[0]}


def test_a_date_inside_a_period_in_use_is_its_end() -> None:
    scope, names = named("heads, date from 6 to 18 January 2025")
    assert names["day"] != names["last"]
    mixed = BETWEEN.format(names["first"], names["day"])
    assert in_wholes(mixed, scope) == BETWEEN.format(names["first"], names["last"])


def test_only_so_can_it_be_found_in_another_request() -> None:
    request = "heads, date from 6 to 18 January 2025"
    scope, names = named(request)
    mixed = BETWEEN.format(names["first"], names["day"])
    for body, is_found in ((mixed, False), (in_wholes(mixed, scope), True)):
        params = check_draft(body, scope.signature).params
        assert (wording_of(read(request, HIRES).loosely, scope, params, "hash") is not None) is is_found


def test_two_dates_that_are_the_ends_of_a_period_are_that_period() -> None:
    request = "heads, date from 1 January 2025 to 31 January 2025"
    scope = scope_of(read(request, HIRES).loosely)
    first, last = (name for name, each in scope.origins.items() if isinstance(each, PartOrigin))
    days = [name for name in scope.origins if name.startswith("s") and name not in (first, last)]
    assert in_wholes(BETWEEN.format(*days), scope) == BETWEEN.format(first, last)


@pytest.mark.parametrize(
    "body",
    [
        "return rows.where(row => row[c1] <= {day}).count()",  # no period is in use
        "return rows.where(row => row[c1] >= {first} and row[c1] <= {last} and row[c1] != {day}).count()",
        "return rows.count()",
    ],
)
def test_anything_else_stays_as_it_is(body: str) -> None:
    scope, names = named("heads, date from 6 to 18 January 2025")
    written = body.format(**names)
    assert in_wholes(written, scope) == written
