"""Changes of wording that leave the procedure the same, and the small words that must agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.requests.alike import Change, Changes, disagreement, roles, shipped, units
from seglam_lang.requests.alike.changes import EVERYWHERE, FILE, HEAD, START, Between, lines_of, parse
from seglam_lang.requests.alike.guard import asks_how_much, senses
from seglam_lang.requests.template import Template


def phrase(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def change(said: str, instead: str, between: Between = EVERYWHERE) -> Change:
    return Change(phrase(said), phrase(instead), between, 3)


WORDS = st.lists(st.sampled_from(["a", "b", "c", "{column}", "{cell}"]), min_size=1, max_size=8).map(tuple)
SAID = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(tuple)


@given(WORDS, st.lists(st.tuples(SAID, st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple)), max_size=4))
def test_no_change_touches_a_slot_or_leaves_nothing(
    words: tuple[str, ...], pairs: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    form = Changes(Change(said, instead, EVERYWHERE, 3) for said, instead in pairs).form(words).words
    assert [word for word in form if word[0] == "{"] == [word for word in words if word[0] == "{"]
    assert form


def test_the_longest_phrase_is_changed_and_chains_are_followed() -> None:
    changes = Changes([change("for each", "per"), change("for", "of"), change("per", "by")])
    form = changes.form(phrase("total {column} for each {column}"))
    assert form.words == phrase("total {column} by {column}")
    assert [each.phrase for each in form.changes] == [("for", "each"), ("per",)]


def test_a_change_is_made_only_between_its_neighbours() -> None:
    changes = Changes([change("in", "to", Between("number", "unit"))])
    assert changes.form(phrase("{number} in {unit:length}")).words == phrase("{number} to {unit:length}")
    assert changes.form(phrase("sales in {cell}")).words == phrase("sales in {cell}")


def test_a_slot_that_is_named_again_stays_told_apart() -> None:
    template = Template.parse("table\n{0:column} and {1:cell} and {0}")
    assert units(template) == ("{column}", "and", "{cell}", "and", "{=0}")


# What ships


def test_the_file_is_small_sorted_and_read_as_it_is_written() -> None:
    head, *lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(FILE.read_bytes()) <= 500_000
    assert list(lines_of(parse(lines), head.removeprefix(HEAD))) == [head, *lines]
    assert lines == sorted(lines, key=lambda line: next(iter(parse([line]))))


def test_no_shipped_change_loses_a_small_word_or_a_number() -> None:
    wrong = [
        each
        for each in shipped()
        if senses(each.phrase, each.between.before == START) != senses(each.instead, each.between.before == START)
        or any(word[0].isdigit() for word in each.phrase + each.instead)
    ]
    assert wrong == []


# Small words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("orders that are paid", "orders that are not paid"),
        ("orders over {number}", "orders under {number}"),
        ("the highest {column}", "the lowest {column}"),
        ("total {column}", "average {column}"),
        ("sales per month", "sales per year"),
        ("the first {number} rows", "the last {number} rows"),
        ("how many {column}", "how many distinct {column}"),
        ("{number} kilometers", "{number} miles"),
        ("when was the first {column}", "who was the first {column}"),
        ("when was it", "was it"),
        ("orders before {date}", "orders after {date}"),
    ],
)
def test_what_one_says_and_the_other_does_not_keeps_wordings_apart(one: str, other: str) -> None:
    assert disagreement(one.split(), other.split())
    assert disagreement(other.split(), one.split())


def test_words_of_one_sense_agree() -> None:
    assert disagreement(phrase("the highest {column} over {number}"), phrase("max {column} above {number}")) == ""


def test_values_of_one_kind_are_told_apart_by_the_words_before_them() -> None:
    assert roles(phrase("flights from {cell} to {cell}")) != roles(phrase("flights to {cell} from {cell}"))
    assert roles(phrase("sales in {cell}")) == roles(phrase("sales for {cell}")) == []
    assert roles(phrase("total {column} by {column}")) == []


@pytest.mark.parametrize(
    ("words", "is_amount"),
    [
        ("how many apples are left", True),
        ("how much does ann owe", True),
        ("how far is it from a to b", True),
        ("how much is 3 minus 5", False),  # a number, whatever it is
        ("what is 3 minus 5", False),
        ("how do i split 90", False),
        ("count how many", True),
        ("so many, and how", False),
    ],
)
def test_how_many_asks_for_what_is_not_less_than_nothing(words: str, is_amount: bool) -> None:
    assert asks_how_much(words.split()) is is_amount
