"""Which changes of wording are believed: what is counted for and against them."""

from __future__ import annotations

from itertools import product

import pytest

from seglam_lang.requests.alike.changes import EVERYWHERE, FILE, HEAD
from seglam_lang.translator.nano.alike import LEFT_OUT, NAMED_IN, PLACES, SAME, Example, data_files, digest_of, learn
from tests.bench.commands import SHARED

NOUNS = ("apples", "pears", "plums", "figs", "limes", "grapes")


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


# What is left out


def left_out(phrase: str, tables: int, wordings: int) -> list[Example]:
    """Wordings with and without a phrase, about so many tables."""
    found = []
    for number in range(wordings):
        noun, place = f"noun{number}", f"table {number % tables}"
        found += [Example((phrase, noun, "sold"), noun, place), Example((noun, "sold"), noun, place)]
    return found


def test_a_small_word_is_left_out_where_it_was_often_enough() -> None:
    assert len(list(learn(left_out("the", PLACES, LEFT_OUT)))) == 1
    assert list(learn(left_out("the", PLACES, LEFT_OUT - 1))) == []


def test_what_a_request_is_about_is_left_out_only_where_many_tables_show_it() -> None:
    assert list(learn(left_out("city", NAMED_IN - 1, 12))) == []
    assert len(list(learn(left_out("city", NAMED_IN, 12)))) == 1


def test_who_and_when_are_never_left_out() -> None:
    assert list(learn(left_out("when", 8, 16))) == []


# The file that ships


@pytest.mark.skipif(not SHARED.exists(), reason="needs the data for training")
def test_the_file_is_made_of_the_data_as_they_are() -> None:
    head = FILE.read_text(encoding="utf-8").partition("\n")[0]
    assert head == HEAD + digest_of(data_files(SHARED / "data", SHARED / "everyday"))
