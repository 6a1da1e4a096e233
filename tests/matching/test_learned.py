"""The second tier: a request in other words than any that is stored, which are known to mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pytest

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language.types import NUMBER, TABLE, Con, Constructor, Type, Var
from seglam_lang.matching import Hit, Miss, Tier, match
from seglam_lang.matching.alike import considered
from seglam_lang.requests import Template, Wording, read
from seglam_lang.requests.alike import OwnChanges, key_of_signature
from seglam_lang.requests.model import ArgumentSource, FromColumn, FromSlot, FromTable
from seglam_lang.requests.narrowing import meaning_of
from seglam_lang.store import Found
from seglam_lang.store.records import Rejection

SALES = read_inputs(
    values={"table": {"columns": ["region", "sales", "day"], "rows": [["North", 3, "2024-01-01"], ["South", 4, None]]}}
)
COLUMN = Con(Constructor.COLUMN, (Var("T"),))


class Shelf:
    """A library in memory, all of whose procedures have parameters of these types."""

    def __init__(self, params: Sequence[Type], *wordings: Wording) -> None:
        self.types, self.wordings = params, wordings

    def find(self, templates: Sequence[Template]) -> list[Found]:
        return [Found(0, each, "agreed", "") for each in self.wordings if each.template in templates]

    def alike(self, forms: Sequence[str]) -> list[Found]:
        return [Found(0, each, "agreed", "") for each in self.wordings if key_of_signature(each.template) in forms]

    def own_changes(self) -> OwnChanges:
        changes = OwnChanges()
        for each in self.wordings:
            changes.add(each.template, meaning_of(each))
        return changes

    def rejections(self) -> Sequence[Rejection]:
        return ()

    def to_compare(self, rejection: Rejection, wording: Wording) -> None:
        return None

    def params(self, procedure: str) -> Sequence[Type]:
        return self.types

    def core(self, procedure: str) -> None:
        return None


def wording(text: str, procedure: str, *sources: ArgumentSource) -> Wording:
    return Wording(Template.parse(f"table\n{text}"), procedure, sources)


BY = wording("total {0:column} by {1:column}", "sum", FromTable("table"), FromColumn(0), FromColumn(1))
PER = wording("total {0:column} per {1:column}", "sum", FromTable("table"), FromColumn(0), FromColumn(1))
TWO = (TABLE, COLUMN, Con(Constructor.COLUMN, (Var("G"),)))


def asked(request: str, shelf: Shelf, inputs: Inputs = SALES) -> Hit | Miss:
    return match(read(request, inputs), shelf)


HIGHEST = wording("highest {0:column} in {1:cell}", "highest", FromTable("table"), FromColumn(0), FromSlot(1))
OF_CELL = (TABLE, COLUMN, Var("K"))


def test_the_best_of_days_is_not_known_to_be_the_latest() -> None:
    assert isinstance(asked("largest sales in North", Shelf(OF_CELL, HIGHEST)), Hit)
    found = asked("largest day in North", Shelf(OF_CELL, HIGHEST))
    assert isinstance(found, Miss)
    assert "of numbers only" in str(found.reasons)
    assert isinstance(asked("highest day in North", Shelf(OF_CELL, HIGHEST)), Hit)


def test_other_words_for_the_same_hit() -> None:
    found = asked("What is the total sales for each region?", Shelf(TWO, PER))
    assert isinstance(found, Hit)
    assert (found.tier, found.wording.procedure) == (Tier.LEARNED, "sum")
    assert [slot.value.header for slot in found.bound.match.slots] == ["sales", "region"]
    assert found.wording.template.text == "what is the total {0:column} for each {1:column}"
    assert 'the cache knows "total {0:column} per {1:column}"' in found.why
    assert '"for each" for "per"' in found.why


@pytest.mark.parametrize(
    "request_text",
    [
        "what is the average sales for each region",
        "what is the total sales for each region without discounts",
        "total yearly sales for each region",
        "what is not the total sales for each region",
        "total sales for each region and day",
        "total sales for each region in the first month",
    ],
)
def test_another_word_is_a_miss(request_text: str) -> None:
    assert isinstance(asked(request_text, Shelf(TWO, PER)), Miss)


def test_two_procedures_that_are_asked_for_alike_are_a_miss() -> None:
    shelf = Shelf(TWO, PER, wording("what is the total {0:column} per {1:column}", "other", *BY.sources))
    found = asked("show the total sales for each region", shelf)
    assert isinstance(found, Miss)
    assert found.ambiguity in found.why
    assert "ask for different procedures" in found.ambiguity
    assert '"what is the total {0:column} per {1:column}" for other' in found.ambiguity


def test_an_argument_that_the_request_lacks_is_a_miss() -> None:
    found = asked("what is the total sales for each region", Shelf((TABLE, NUMBER, NUMBER), PER))
    assert isinstance(found, Miss)
    assert "lacks an argument" in found.why


def test_a_word_that_may_name_a_column_is_not_changed() -> None:
    """ "the" is left out by what is known, but here it is a column."""
    inputs = read_inputs(values={"table": {"columns": ["region", "sales", "the"], "rows": [["North", 3, 1]]}})
    found = asked("what is the total sales for each region", Shelf(TWO, PER), inputs)
    assert isinstance(found, Miss)
    assert '"the" may be a column' in found.why


def test_what_is_considered_says_what_speaks_against_it() -> None:
    reading = read("flights from North to South", SALES)
    slots = FromSlot(0), FromSlot(1)
    shelf = Shelf((Var("A"), Var("B")), wording("flights {0:cell} to {1:cell}", "trip", *slots))
    objections = [each.objection for each in chain.from_iterable(considered(reading, shelf))]
    assert objections in ([], ["other words stand before its values"])


def test_the_biggest_of_numbers_is_not_the_last_of_names() -> None:
    """A wording learnt of a column of numbers that its procedure orders does not ask the same of a column of texts."""
    params = (TABLE, Con(Constructor.COLUMN, (Var("T", "ordered"),)))
    biggest = wording("biggest {0:column}", "max", FromTable("table"), FromColumn(0, "table", "number"))
    shelf = Shelf(params, biggest)
    assert isinstance(asked("biggest sales", shelf), Hit)
    assert isinstance(asked("biggest region", shelf), Miss)
    assert isinstance(asked("biggest day", shelf), Miss)
