"""Which changes of wording are believed: what is counted for and against them."""

from __future__ import annotations

from itertools import product

from seglam_lang.requests.alike.changes import EVERYWHERE
from seglam_lang.translator.nano.alike import SAME, Example, learn

NOUNS = ("apples", "pears", "plums", "figs")


def pairs(one: str, other: str, same: bool = True) -> list[Example]:
    """Wordings that differ by nothing else, about some tables; where they are not the same, of other procedures."""
    found = []
    for number, (noun, phrase) in enumerate(product(NOUNS[:SAME], (one, other))):
        words = tuple(f"{phrase} {noun} sold".split())
        found.append(Example(words, (noun, phrase if not same else ""), f"table of {noun}", str(number % 2)))
    return found


def test_what_is_the_same_often_enough_is_believed() -> None:
    (change,) = learn(pairs("gross", "brutto"))
    assert {change.phrase, change.instead} == {("gross",), ("brutto",)}
    assert (change.between, change.same) == (EVERYWHERE, SAME)


def test_too_little_is_no_evidence() -> None:
    assert list(learn(pairs("gross", "brutto")[:2])) == []


def test_a_counter_example_about_one_table_is_enough() -> None:
    other = (
        Example(("gross", "nuts", "sold"), "a", "table of nuts"),
        Example(("brutto", "nuts", "sold"), "b", "table of nuts"),
    )
    assert list(learn([*pairs("gross", "brutto"), *other])) == []


def test_words_of_different_procedures_are_never_the_same() -> None:
    assert list(learn(pairs("gross", "brutto", same=False))) == []


def test_small_words_are_never_lost_whatever_is_counted() -> None:
    assert list(learn(pairs("highest", "lowest"))) == []
    assert list(learn(pairs("all", "not all"))) == []
    assert list(learn(pairs("3", "4"))) == []


def test_a_word_that_goes_with_what_programs_do_is_never_left_out() -> None:
    assert list(learn(pairs("all median", "all"))) == []
