"""A percentage that is compared with percentages without the sign is one of those."""

from __future__ import annotations

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft, compile_procedure
from seglam_lang.requests import read
from seglam_lang.requests.scope import ColumnOrigin, PartOrigin, scope_of
from seglam_lang.translator.messages import Task
from seglam_lang.translator.points import Points, with_points

COLUMNS = ["country", "growth %", "share_pct", "discount", "price"]
ROWS = [["A", 8.1, 0.2, "10%", 5], ["B", -3.5, 0.9, "250%", 7], ["C", 0.5, 1, "0%", 40]]


def seen_of(request: str) -> tuple[Points, dict[str, str]]:
    """How a task is seen, and the names of its columns by their headers."""
    table = {"columns": COLUMNS, "rows": ROWS}
    reading = read(request, read_inputs(values={"table": table})).loosely
    seen = with_points(Task(reading, scope_of(reading)))
    origins = seen.task.scope.origins
    return seen, {each.header: name for name, each in origins.items() if isinstance(each, ColumnOrigin)}


def meant(request: str, body: str) -> str:
    seen, names = seen_of(request)
    text = seen.meant(Draft(body.format(**names), 0.0, Fate.FINISHED)).text
    for header, name in names.items():
        text = text.replace(name, header)
    return "".join(text.split())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("rows.where(row => row [{growth %}] > s0).count()", "row[growth%]>s0*100)"),
        ("rows.where(row => s0 <= row [{growth %}]).count()", "s0*100<=row[growth%])"),
        (
            "rows.where(row => row [{growth %}] > s0 and row [{price}] > 3).count()",
            "row[growth%]>s0*100androw[price]>3",
        ),
        ("rows.where(row => row [{growth %}] > s0 * 100).count()", "row[growth%]>s0*100)"),  # as it is
        ("rows.where(row => row [{share_pct}] > s0).count()", "row[share_pct]>s0)"),  # of 1
        ("rows.where(row => row [{discount}] > s0).count()", "row[discount]>s0)"),
        ("rows.where(row => row [{price}] > s0).count()", "row[price]>s0)"),  # nobody knows
        ("rows.total({price}) * s0", "rows.total(price)*s0"),
    ],
)
def test_what_a_percentage_is_compared_with(body: str, expected: str) -> None:
    assert expected in meant("growth above 3%", body)


def test_both_ends_of_a_range_of_percentages() -> None:
    seen, names = seen_of("growth outside 3%-5%")
    first, last = (name for name, each in seen.task.scope.origins.items() if isinstance(each, PartOrigin))
    row = f"row [{names['growth %']}]"
    meant = seen.meant(Draft(f"rows.where(row => {row} < {first} or {row} > {last}).count()", 0.0, Fate.FINISHED)).text
    assert f"< {first} * 100 or" in meant and f"> {last} * 100)" in meant


@pytest.mark.parametrize(("request_", "count"), [("growth above 3%", 1), ("growth over 0.4 percent", 2)])
def test_the_answer(request_: str, count: int) -> None:
    seen, names = seen_of(request_)
    written = f"return rows.where(row => row [{names['growth %']}] > s0).count()"
    checked = check_draft(seen.meant(Draft(written, 0.0, Fate.FINISHED)).text, seen.task.scope.signature)
    arguments = [seen.task.scope.arguments[name] for name in checked.params]
    assert compile_procedure(checked.core).run(arguments) == count


def test_without_a_percentage_it_stays_as_it_is() -> None:
    seen, names = seen_of("growth above 3")
    draft = Draft(f"return rows.where(row => row [{names['growth %']}] > s0).count()", 0.0, Fate.FINISHED)
    assert seen.meant(draft) is draft
