"""The third tier: a request says what a stored wording says, but for words that say nothing of what is computed."""

from __future__ import annotations

import pytest

from seglam_lang.language.types import Var
from seglam_lang.matching import Hit, Miss, Tier
from seglam_lang.requests.model import FromColumn, FromSlot, FromTable
from tests.matching.test_learned import COLUMN, OF_CELL, SALES, TWO, Shelf, asked, wording

HIGHEST = wording(
    "which {0:column} has the highest {1:column}", "top", FromTable("table"), FromColumn(1), FromColumn(0)
)
IN = wording(
    "what are the {0:column} that we have in {1:cell}", "values", FromTable("table"), FromColumn(0), FromSlot(1)
)


def test_words_that_say_nothing_may_differ() -> None:
    found = asked("show me the region that had the highest sales", Shelf(TWO, HIGHEST))
    assert isinstance(found, Hit)
    assert (found.tier, found.wording.procedure) == (Tier.SIGNATURE, "top")
    assert [slot.value.header for slot in found.bound.match.slots] == ["region", "sales"]
    assert 'the cache knows "which {0:column} has the highest {1:column}", ' in found.why
    assert '"that"' in found.why
    assert "which say nothing of what is computed" in found.why


def test_a_value_that_is_the_only_one_needs_no_word_before_it() -> None:
    assert isinstance(asked("the sales of North", Shelf(OF_CELL, IN)), Hit)


@pytest.mark.parametrize(
    "request_text",
    [
        "which region has not the highest sales",
        "which region has the lowest sales",
        "which sales has the highest region",
        "which region by day has the highest sales",
        "which good region has the highest sales",
        "which regions have the highest average sales",
    ],
)
def test_a_word_that_says_something_is_a_miss(request_text: str) -> None:
    found = asked(request_text, Shelf(TWO, HIGHEST))
    assert isinstance(found, Miss) or found.bound.match.slots[0].value.header != "region"


def test_wordings_with_one_signature_for_two_procedures_are_a_miss() -> None:
    other = wording("tell me which {0:column} have the highest {1:column}", "all", *HIGHEST.sources)
    found = asked("show me the region with the highest sales that we had", Shelf(TWO, HIGHEST, other))
    assert isinstance(found, Miss)


def test_an_answer_is_of_the_surest_tier() -> None:
    by = wording("total {0:column} per {1:column}", "sum", FromTable("table"), FromColumn(0), FromColumn(1))
    found = asked("what is the total sales for each region", Shelf(TWO, by))
    assert isinstance(found, Hit)
    assert found.tier is Tier.LEARNED


def test_each_tier_says_why_it_is_none() -> None:
    found = asked("the median sales", Shelf((Var("T"), COLUMN), HIGHEST), SALES)
    assert isinstance(found, Miss)
    assert [reason.tier for reason in found.reasons] == [Tier.EXACT, Tier.LEARNED, Tier.SIGNATURE, Tier.HISTORY]


OLDEST = wording("who is the oldest {0:column} in {1:cell}", "top", FromTable("table"), FromColumn(0), FromSlot(1))


def test_the_oldest_of_several_is_not_the_oldest_one() -> None:
    one, several = (f"who {are} the oldest region in North" for are in ("is", "are"))
    assert isinstance(asked(one, Shelf(OF_CELL, OLDEST)), Hit)
    found = asked(several, Shelf(OF_CELL, OLDEST))
    assert isinstance(found, Miss)
    assert "asks for several" in found.why
