"""What the encoder reads and the decoder writes: word pieces, marks and whole lexemes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.translator.vocabulary import END, UNKNOWN, Vocabulary, lexemes_of, tokens_of

PIECES = (
    "[PAD]",
    "[unused0]",
    "[unused1]",
    UNKNOWN,
    "[CLS]",
    "[SEP]",
    "total",
    "sal",
    "##es",
    "cafe",
    "-",
    "20",
    "##24",
)
VOCABULARY = Vocabulary((END, "return", ".where("), PIECES, ("c0", "<close>"))


def pieces(text: str) -> list[str]:
    return [VOCABULARY.pieces[i] for i in VOCABULARY.word(text)]


def test_a_word_is_cut_into_the_longest_known_pieces() -> None:
    assert pieces("sales") == ["sal", "##es"]
    assert pieces("2024") == ["20", "##24"]
    assert pieces("salx") == [UNKNOWN]


def test_capitals_and_accents_are_not_read() -> None:
    assert pieces("Café") == pieces("CAFE") == ["cafe"]


def test_signs_part_words() -> None:
    assert pieces("total-sales") == ["total", "-", "sal", "##es"]


def test_of_a_long_word_the_beginning_is_enough() -> None:
    assert len(pieces("total" + "-20" * 50)) == 6


def test_marks_stand_on_unused_pieces() -> None:
    assert [VOCABULARY.pieces[VOCABULARY.mark(mark)] for mark in VOCABULARY.marks] == ["[unused0]", "[unused1]"]
    with pytest.raises(KeyError):
        VOCABULARY.mark("c1")


def test_it_is_the_same_after_being_carried_by_a_file() -> None:
    assert Vocabulary.from_json(VOCABULARY.to_json()) == VOCABULARY


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"program": []}', "null"])
def test_what_is_no_vocabulary_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a SEGLAM vocabulary"):
        Vocabulary.from_json(text)


@given(st.lists(st.sampled_from([".", "(", ")", "where", "total", "c0", "row", "=>", ","])))
def test_tokens_are_the_lexemes_written_together(written: list[str]) -> None:
    assert [lexeme for token in tokens_of(written) for lexeme in lexemes_of(token)] == written


def test_a_call_is_one_token_and_a_field_is_not() -> None:
    assert tokens_of(["rows", ".", "where", "(", "x", ".", "total", ")"]) == ["rows", ".where(", "x", ".", "total", ")"]
