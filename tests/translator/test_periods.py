"""What is written of the ends of a period, and what is meant."""

from __future__ import annotations

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.language import check_draft
from seglam_lang.requests import read
from seglam_lang.requests.scope import PartOrigin, Scope, scope_of
from seglam_lang.translator.periods import in_periods

TABLE = {
    "columns": ["received", "decided", "ward", "fee"],
    "rows": [["2024-05-30", "2024-06-02", "A", 5], ["2024-06-04", "2024-07-01", "B", 7]],
}
WITHIN = "row [c0] >= {first} and row [c0] <= {last}"


def scope(request: str = "received in June 2024") -> Scope:
    found = scope_of(read(request, read_inputs(values={"table": TABLE})).loosely)
    assert found.origins["c0"].header == "received"  # type: ignore[union-attr]
    return found


def meant(condition: str) -> str:
    """A condition as it is meant; its ends are written `first` and `last`."""
    names = scope()
    ends = {each.part: name for name, each in names.origins.items() if isinstance(each, PartOrigin)}
    body = f"return rows.where(row => {condition.format(**ends)}).count()"
    draft = in_periods(Draft(body, -1.0, Fate.FINISHED), names)
    check_draft(draft.text, names.signature)
    text = draft.text.replace("where (", "where(").replace("count ()", "count()")
    for part, name in ends.items():
        text = text.replace(name, f"{{{part}}}")
    return text.removeprefix("return rows.where(row => ").removesuffix(").count()")


@pytest.mark.parametrize(
    "written",
    [
        WITHIN,
        "row [c0] >= {first} and row [c1] <= {last}",  # two columns
        "row [c0] >= {last} and row [c1] <= {first}",  # and the ends the other way round
        "row [c0] > {last} and row [c0] < {first}",
        "row [c0] == {first}",
        "row [c0] == {last}",
    ],
)
def test_it_is_in_the_period(written: str) -> None:
    assert meant(written) == WITHIN


def test_it_is_so_among_other_conditions() -> None:
    other = "row [c3] > 5"
    assert meant(f"{other} and row [c0] >= {{first}} and row [c1] <= {{last}}") == f"{other} and {WITHIN}"
    assert meant(f"{other} or row [c0] == {{first}}") == f"{other} or ({WITHIN})"
    assert meant("not (row [c0] == {first})") == f"not ({WITHIN})"


@pytest.mark.parametrize(
    "written",
    [
        "row [c0] <= {last} and row [c1] >= {first}",  # it touches the period
        "row [c0] >= {first}",
        "row [c0] < {first}",
        "row [c0] == {first} or row [c0] == {last}",
        "row [c0] >= {first} or row [c1] <= {last}",
        "row [c0].year () == {first}.year ()",
    ],
)
def test_everything_else_stays_as_it_is(written: str) -> None:
    assert meant(written) == written


def test_a_year_is_a_period() -> None:
    names = scope("received in 2024")
    (number,) = [name for name, each in names.origins.items() if getattr(each, "value", None) == 2024]
    body = f"return rows.where(row => row[c0].year() == {number}).count()"
    draft = in_periods(Draft(body, -1.0, Fate.FINISHED), names)
    assert "year" not in draft.text and number not in draft.text.split()
    other = Draft(body.replace("==", "<"), -1.0, Fate.FINISHED)
    assert in_periods(other, names) is other
    in_june = scope()
    (number,) = [name for name, each in in_june.origins.items() if getattr(each, "value", None) == 2024]
    of_june = Draft(f"return rows.where(row => row[c0].year() == {number}).count()", -1.0, Fate.FINISHED)
    assert in_periods(of_june, in_june) is of_june


def test_without_a_period_nothing_is_changed() -> None:
    draft = Draft("return rows.where(row => row[c0] == s0).count()", -1.0, Fate.FINISHED)
    assert in_periods(draft, scope("received on 4 June 2024")) is draft
