"""Outside judges: how many of other projects' test phrases are read rightly (`python -m tests.phrases` says more)."""

from __future__ import annotations

import pytest

from tests.phrases.everyday import phrases
from tests.phrases.judging import DATA, FILES, Report, judge

SHARES = {
    "date": 0.95,
    "date range": 0.93,
    "number": 0.90,
    "ordinal": 0.90,
    "number range": 0.99,
    "percentage": 0.99,
    "age": 0.99,
    "currency": 0.95,
    "unit": 0.95,
    "time": 0.95,
    "duration": 0.97,
}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """The reports of all kinds."""
    if not all((DATA / name).exists() for name in FILES):
        pytest.skip("the phrases are not beside this repository (../shared/data)")
    return judge()


def test_everyday_phrases_are_read() -> None:
    missed = {each.text: wrong for each in phrases() if (wrong := each.missed())}
    assert missed.keys() <= {"sales in the past week"}, missed  # the calendar's, as in Recognizers


@pytest.mark.parametrize("kind", SHARES)
def test_phrases_are_read(reports: dict[str, Report], kind: str) -> None:
    assert reports[kind].share >= SHARES[kind]


def test_most_phrases_are_judged(reports: dict[str, Report]) -> None:
    judged = sum(report.total for report in reports.values())
    assert judged > 2.5 * sum(report.not_ours.total() for report in reports.values())
