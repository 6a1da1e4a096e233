"""The fourth tier: words that the cache's own wordings say mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.types import TABLE, TEXT
from seglam_lang.matching import Hit, Miss, Tier
from seglam_lang.requests import Wording
from seglam_lang.requests.alike import OwnChanges, signature_of
from seglam_lang.requests.model import FromSlot, FromTable
from seglam_lang.requests.narrowing import meaning_of
from seglam_lang.requests.template import Template
from tests.matching.test_learned import SALES, Shelf, asked, wording

TABLE_OF = FromTable("table")
OF_CELL = (TABLE, TEXT)


def said(text: str, procedure: str) -> Wording:
    return wording(text, procedure, TABLE_OF, FromSlot(0))


SHOPS = (
    said("average rent of the shops in {0:cell}", "rent"),
    said("average rent of the stores in {0:cell}", "rent"),
    said("biggest shops in {0:cell}", "biggest"),
    said("biggest stores in {0:cell}", "biggest"),
)
COUNT = said("how many shops are there in {0:cell}", "count")


def test_what_two_things_were_asked_for_in_both_ways_may_be_said_for_it() -> None:
    found = asked("how many stores are there in North", Shelf(OF_CELL, *SHOPS, COUNT))
    assert isinstance(found, Hit)
    assert (found.tier, found.wording.procedure) == (Tier.HISTORY, "count")
    assert 'with "shop" for "store" (2 things that this cache knows have been asked for in both ways)' in found.why


@pytest.mark.parametrize("left", range(4))
def test_one_thing_is_no_evidence(left: int) -> None:
    known = [each for number, each in enumerate(SHOPS) if number != left]
    assert isinstance(asked("how many stores are there in North", Shelf(OF_CELL, *known, COUNT)), Miss)


def test_one_wording_that_means_something_else_speaks_against_it() -> None:
    one, other = (said(f"how many {what} opened in {{0:cell}}", what) for what in ("shops", "stores"))
    assert isinstance(asked("how many stores are there in North", Shelf(OF_CELL, *SHOPS, COUNT, one, other)), Miss)


def test_what_rows_are_called_in_two_tables_is_no_synonym() -> None:
    """ "How many shops" of a table of shops and "how many staff" of another count the rows of each."""
    of_shops, of_staff = FromTable("table", "shops"), FromTable("table", "staff")
    changes = OwnChanges()
    for table, called in ((of_shops, "shops"), (of_staff, "staff")):
        for text in ("how many {} in {{0:cell}}", "list all {} in {{0:cell}}"):
            each = wording(text.format(called), text[:8], table, FromSlot(0))
            changes.add(each.template, meaning_of(each))
    assert list(changes) == []


def test_a_word_that_names_a_column_here_is_not_changed() -> None:
    known = [
        said("average rent of the sales in {0:cell}", "rent"),
        said("average rent of the stores in {0:cell}", "rent"),
        said("biggest sales in {0:cell}", "biggest"),
        said("biggest stores in {0:cell}", "biggest"),
        said("how many stores are there in {0:cell}", "count"),
    ]
    found = asked("how many sales are there in North", Shelf(OF_CELL, *known), SALES)
    assert isinstance(found, Miss)
    assert '"sales" may be a column' in str(found.reasons[-1])


PHRASES = st.lists(st.sampled_from(["shop", "store", "rent", "not", "in", "{0:cell}"]), min_size=1, max_size=5)


@given(st.lists(st.tuples(PHRASES, st.sampled_from("pq")), max_size=12), PHRASES)
def test_no_change_touches_a_slot_or_a_small_word(known: list[tuple[list[str], str]], words: list[str]) -> None:
    changes = OwnChanges()
    for text, meaning in known:
        changes.add(Template(f"table\n{' '.join(text)}"), meaning)
    signature = signature_of(tuple("{cell}" if word[0] == "{" else word for word in words))
    for variant in changes.variants(signature):
        for kept in ("{", "not"):
            assert [kept in part for part in variant].count(True) == [kept in part for part in signature].count(True)


@given(st.permutations([*SHOPS, COUNT]))
def test_the_order_in_which_they_were_learnt_does_not_matter(known: list[Wording]) -> None:
    changes = OwnChanges()
    for each in known:
        changes.add(each.template, meaning_of(each))
    assert [(each.phrase, each.instead, each.same) for each in changes] == [(("shop",), ("store",), 2)]
