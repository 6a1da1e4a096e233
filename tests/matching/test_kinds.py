"""What hits in other words does so whatever kind of value it states: a number, a period, a length, a text without
quotes.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs
from seglam_lang.language.types import Var
from seglam_lang.matching import Hit, Miss, Tier
from seglam_lang.requests import Wording
from seglam_lang.requests.model import FromSlot
from seglam_lang.requests.template import Template
from tests.matching.test_learned import SALES, Shelf, asked

FEW = st.integers(2, 28)
HOURS = st.integers(10, 18)
MONTHS = st.sampled_from(["January", "March", "June", "September", "December"])
VALUES = {  # of each kind, in its usual notations
    "number": FEW.map(str),
    "percent": FEW.map("{}%".format),
    "money:USD": FEW.map("${}".format),
    "quantity:kilometer": FEW.map("{} km".format),
    "quantity:month": FEW.map("{} months".format),
    "age:year": FEW.map("{} years old".format),
    "duration": st.one_of(FEW.map("{} hours".format), FEW.map("{} minutes".format)),
    "date": FEW.map("2024-05-{:02}".format),
    "period": st.one_of(MONTHS.map("{} 2024".format), st.integers(1, 4).map("Q{} 2023".format)),
    "time": HOURS.map("{}:45".format),
    "datetime": HOURS.map("2024-05-03 {}:45".format),
    "range:number": FEW.map(lambda low: f"{low} to {low + 7}"),
    "range:quantity:kilometer": FEW.map(lambda low: f"{low} to {low + 7} km"),
    "text": FEW.map('"part {}"'.format),
    "text:bare": FEW.map("INV-2024-{:05}".format),
    "number:formula": FEW.map("12 + 8 * {}".format),
}
WITHOUT_TABLE = {"text:bare", "number:formula"}
DAYS = ("date", "period", "datetime", "time")
AMOUNTS = ("number", "percent", "money:USD", "quantity:kilometer", "quantity:month", "age:year", "duration")

TAUGHT = "which trips have {}"
REWORDED = (
    "what trips have {}",
    "show me the trips that have {}",
    "what are the trips that have {}?",
    "what trips have {}, please",
    "hello, which trips have {}? thanks",
    "can you please tell me what trips had {}",
)


def about(kind: str) -> Inputs:
    return Inputs() if kind in WITHOUT_TABLE else SALES


def known(text: str, kind: str, procedure: str = "p") -> Wording:
    """Return a wording that states one value of a kind."""
    shape = "" if kind in WITHOUT_TABLE else "table"
    return Wording(Template.parse(f"{shape}\n{text.format(f'{{0:{kind}}}')}"), procedure, (FromSlot(0),))


def shelf(*wordings: Wording) -> Shelf:
    return Shelf((Var("T"),), *wordings)


def of_kind(*kinds: str) -> st.SearchStrategy[tuple[str, str]]:
    """A kind, and a value of it."""
    return st.sampled_from(kinds).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


@given(of_kind(*VALUES), st.sampled_from(REWORDED))
def test_other_words_hit_with_values_of_all_kinds(of: tuple[str, str], reworded: str) -> None:
    kind, value = of
    taught = shelf(known(TAUGHT, kind))
    same, other = (asked(each.format(value), taught, about(kind)) for each in (TAUGHT, reworded))
    assert isinstance(same, Hit) and isinstance(other, Hit), (same.why, other.why)
    assert same.tier is Tier.EXACT
    assert other.bound.arguments == same.bound.arguments


@given(of_kind(*VALUES))
def test_what_a_cache_speaks_for_hits_with_values_of_all_kinds(of: tuple[str, str]) -> None:
    kind, value = of
    said = [
        known(f"{what} of the {who} that have {{}}", kind, what)
        for what in ("average pay", "oldest")
        for who in ("drivers", "chauffeurs")
    ]
    found = asked(f"which chauffeurs have {value}", shelf(*said, known("which drivers have {}", kind)), about(kind))
    assert isinstance(found, Hit), found.why
    assert found.tier is Tier.HISTORY


@given(of_kind(*VALUES), st.sampled_from(sorted(VALUES)), st.sampled_from(REWORDED))
def test_a_value_of_another_kind_is_a_miss(of: tuple[str, str], taught: str, reworded: str) -> None:
    """Hours are no kilometres, and these no numbers. A formula is a number."""
    kind, value = of
    assume(kind != taught and {kind, taught} != {"number", "number:formula"})
    assert isinstance(asked(reworded.format(value), shelf(known(TAUGHT, taught)), about(taught)), Miss)


def words_apart(words: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=2, max_size=2, unique=True)


@given(of_kind(*DAYS), words_apart(["in", "on", "before", "after", "since", "until"]), st.sampled_from(REWORDED))
def test_what_stands_before_a_day_is_never_changed(of: tuple[str, str], words: list[str], reworded: str) -> None:
    kind, value = of
    taught, word = words
    wording = known(TAUGHT.replace("have", f"left {taught}"), kind)
    request = reworded.replace("have", f"left {word}").replace("had", f"left {word}")
    assert isinstance(asked(request.format(value), shelf(wording), about(kind)), Miss)


COMPARED = ["more than", "at least", "less than", "at most", "exactly"]


@given(of_kind(*AMOUNTS), words_apart(COMPARED), st.sampled_from(REWORDED))
def test_how_an_amount_is_compared_is_never_changed(of: tuple[str, str], words: list[str], reworded: str) -> None:
    kind, value = of
    taught, compared = (TAUGHT.replace("{}", words[0] + " {}"), reworded.replace("{}", words[1] + " {}"))
    assert isinstance(asked(compared.format(value), shelf(known(taught, kind)), about(kind)), Miss)


@pytest.mark.parametrize(
    ("kind", "taught", "request_text"),
    [
        ("duration", "which trips took longer than {}", "what trips took longer than 5 hours"),
        ("duration", "which trips took longer than {}", "show me the trips that took longer than 5 hours"),
        ("period", "how many orders in {}", "what is the number of orders in July 2024"),
        ("quantity:kilometer", "which trips were longer than {}", "what trips were longer than 5 km, please"),
    ],
)
def test_requests_that_were_misses(kind: str, taught: str, request_text: str) -> None:
    assert isinstance(asked(request_text, shelf(known(taught, kind))), Hit)


@pytest.mark.parametrize(
    ("kind", "taught", "request_text"),
    [
        ("number", "which trips took longer than {} hours", "what trips took longer than 5 minutes"),
        ("duration", "which trips took longer than {}", "what trips took at least 5 hours"),
        ("quantity:kilometer", "which trips were longer than {}", "what trips were longer than 5 miles"),
        ("period", "how many orders in {}", "what is the number of orders since July 2024"),
        ("period", "how many orders in {}", "what is the number of orders not in July 2024"),
        ("period", "how many orders in {}", "what is the number of orders from North in July 2024"),
    ],
)
def test_requests_that_say_something_else(kind: str, taught: str, request_text: str) -> None:
    assert isinstance(asked(request_text, shelf(known(taught, kind))), Miss)


def test_what_an_earlier_round_finds_counts_alone() -> None:
    """ "5 km" is a number before a word, as long as a wording is known that says so."""
    by_number = known("which trips have {} km", "number", "by number")
    by_length = known("which trips have {}", "quantity:kilometer", "by length")
    found = asked("what trips have 5 km", shelf(by_length, by_number))
    assert isinstance(found, Hit) and found.wording.procedure == "by number"
