"""What a model recognises stands only where the small words agree, and no word is left that names a thing."""

from __future__ import annotations

import pytest

from seglam_lang.matching import find_arguments
from seglam_lang.matching.near import why_another
from seglam_lang.requests.described import described
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.nano.worded import Worded, worded

SAMPLES = {
    "columns": ["Sample", "Site", "Test", "Result", "Limit", "Cost", "Reported"],
    "rows": [
        ["S1", "Mill", "Lead", 5, 10, 20, "2024-03-01"],
        ["S2", "Mill", "Nitrate", 62, 50, 25, "2024-03-04"],
        ["S3", "Lake", "Nitrate", 41, 50, 25, None],
        ["S4", "Lake", "Lead", 12, 10, 20, "2024-03-09"],
    ],
}
HIGHEST = 'rows.where(row => row[`Test`] == "Nitrate").maximum(`Result`)'
ABOVE = "rows.where(row => row[`Result`] > row[`Limit`]).values(`Sample`)"
OPEN = "rows.where(row => row.is_blank(`Reported`)).values(`Sample`)"
COSTS = "rows.group_by(`Site`).total(`Cost`)"
AVERAGES = "rows.group_by(`Test`).average(`Cost`)"
LARGEST = "rows.top(2, `Result`).values(`Sample`)"


def read(request: str, program: str) -> Worded:
    found = worded(request, {"table": SAMPLES}, program)
    assert found is not None, request
    return found


def why(program: str, known: str, asked: str, other: str = "") -> str:
    """Why `asked` is another request than `known`, if a model takes it for the same; of `other` columns."""
    before, now = read(known, program), read(asked, other or program)
    assert before.wording.procedure == now.wording.procedure
    bound = find_arguments(now.wording, now.reading, now.procedure.params)
    assert bound is not None
    return why_another(now.reading, now.wording, bound, [before.wording], described(now.draft, scope_of(now.reading)))


@pytest.mark.parametrize(
    ("program", "known", "asked", "reason"),
    [
        (HIGHEST, "highest Nitrate result", "highest non-Nitrate result", "says a negation"),
        (ABOVE, "which samples have a result above the limit", "which are not above the limit", "says a negation"),
        (ABOVE, "samples with a result above the limit", "samples with a result below the limit", "than"),
        (ABOVE, "which samples have a result above the limit", "samples above the limit only", "says only"),
        (ABOVE, "which samples have a result above the limit", "how many have a result above the limit", "a number"),
        (OPEN, "which samples are not reported", "how many samples are not reported", "a number"),
        (OPEN, "samples that are not reported", "the samples that are reported", "says a negation"),
        (OPEN, "samples that have been unreported", "samples that have been reported", "says a negation"),
        (OPEN, "which samples are not reported", "which lead samples are not reported", '"lead" may be'),
        (COSTS, "total cost per site", "total cost per site and month", "says a month"),
        (COSTS, "total cost for each site", "total cost of the test for each site", '"test" may be'),
        (COSTS, "total cost by site in a year", "total cost by site in a week", "says a week"),
        (COSTS, "for each site the total cost", "cost per head for each site", "of what each"),
        (LARGEST, "the 2 samples with the highest result", "the 2 samples with the lowest result", "says the"),
        (
            LARGEST,
            "the guest's 2 samples with the highest result",
            "the guest's 2 samples of lowest result",
            "says the",
        ),
        (LARGEST, "the 2 strongest samples by result", "the 2 weakest samples by result", "strongest"),
        (ABOVE, "samples with a result higher than limit", "samples with a result smaller than limit", "than"),
        (ABOVE, "samples with a result above the limit", "samples with a result far above the limit", '"far" besides'),
        (COSTS, "average cost per site", "average per site cost", "another order"),
        # most words are others, but nothing of what is known or computed denies anything
        (COSTS, "what went to every place", "total of the cost that was not for lab A, by site", "says a negation"),
    ],
)
def test_what_the_words_speak_against(program: str, known: str, asked: str, reason: str) -> None:
    assert reason in why(program, known, asked)


@pytest.mark.parametrize(
    ("program", "known", "asked"),
    [
        (HIGHEST, "highest Nitrate result", "what is the biggest result for Nitrate"),
        (ABOVE, "which samples have a result above the limit", "samples whose result exceeds the limit"),
        (OPEN, "which samples are not reported", "samples that haven't been reported"),
        (OPEN, "which samples are not reported", "unreported samples"),
        (COSTS, "total cost per site", "what did we spend by site, cost in total"),
        (COSTS, "cost for each site", "number of euros that went to each site, that is the cost"),
        (LARGEST, "the 2 samples with the highest result", "2 samples with the greatest result, please"),
        (LARGEST, "the 2 samples with the highest result", "which 2 had the strongest result"),
        # what most words are not the same of: each may deny, compare and ask in its own way
        (OPEN, "which samples are not reported", "how much is still open? samples please"),
        (OPEN, "what is still open", "samples for which nobody has written any report, not one"),
        (COSTS, "what went to every place", "no. of euros by site, the cost together"),
        (
            ABOVE,
            "samples whose result exceeds the limit",
            "where do we have more in it than is allowed, give me all names",
        ),
    ],
)
def test_what_may_be_the_same(program: str, known: str, asked: str) -> None:
    assert why(program, known, asked) == ""


def test_the_same_words_in_another_order_ask_for_something_else() -> None:
    other = AVERAGES.replace("Cost", "Limit").replace("Test", "Site")
    assert why(AVERAGES, "average cost by test", "the average limit by site", other) == ""
    turned = "rows.where(row => row[`Limit`] > row[`Result`]).values(`Sample`)"
    known = "samples where result is more than limit"
    assert "other columns" in why(ABOVE, known, "which samples where result is more than limit", turned)


def test_one_wording_that_agrees_is_enough() -> None:
    now = read("samples that are unreported", OPEN)
    bound = find_arguments(now.wording, now.reading, now.procedure.params)
    assert bound is not None
    known = [read(each, OPEN).wording for each in ("samples that are reported", "unreported samples")]
    assert why_another(now.reading, now.wording, bound, known[:1], "")
    assert why_another(now.reading, now.wording, bound, known, "") == ""
