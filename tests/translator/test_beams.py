"""Searching what may be written, over a network and languages of our own making."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.translator.beams import Beginning, Searched, Step, search
from seglam_lang.translator.messages import MAX_CANDIDATES
from seglam_lang.translator.sequences import Logits, Move

PROMPT = [0, 1, 2]
LETTERS = "abc"
END = len(LETTERS)


class Sequences:
    """A network without an opinion, which checks how its sequences are used."""

    def __init__(self) -> None:
        self.written: dict[int, str] = {}
        self.widest = 0

    def prefill(self, prompt: Sequence[int]) -> Logits:
        self.written = {0: ""}
        return np.zeros(END + 1)

    def fork(self, source: int, target: int) -> None:
        assert 0 <= target < MAX_CANDIDATES
        self.written[target] = self.written[source]

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        assert len({move.sequence for move in moves}) == len(moves)
        self.widest = max(self.widest, len(moves))
        for move in moves:
            assert move.position == len(PROMPT) + len(self.written[move.sequence])
            self.written[move.sequence] += (*LETTERS, ".")[move.token]
        return [np.zeros(END + 1) for _ in moves]


def searched(words: Mapping[str, float], width: int, network: Sequences, **limits: float) -> Searched[str]:
    """Search among words: what begins some of them is as likely as these are together."""

    def chance(beginning: str) -> float:
        return math.fsum(each for word, each in words.items() if word.startswith(beginning))

    def following(beginning: Beginning[str]) -> Iterator[Step[str]]:
        text = beginning.state
        assert network.written[beginning.sequence] == text
        for token, letter in enumerate(LETTERS):
            if chance(text + letter):
                yield Step(beginning, token, math.log(chance(text + letter)), text + letter, False)
        if text in words:
            yield Step(beginning, END, math.log(words[text]), text, True)

    return search(network, PROMPT, "", following, width, most_tokens=8, **limits)


LANGUAGES = st.dictionaries(st.text(LETTERS, max_size=5), st.floats(0.01, 1), min_size=1, max_size=MAX_CANDIDATES)


@given(LANGUAGES)
def test_with_room_for_all_all_are_found_the_likeliest_first(words: dict[str, float]) -> None:
    found = searched(words, MAX_CANDIDATES, Sequences())
    assert sorted(each.state for each in found.ended) == sorted(words)
    chances = [each.log_probability for each in found.ended]
    assert chances == sorted(chances, reverse=True)
    assert not found.open and not found.stuck and not found.is_late


@given(LANGUAGES, st.integers(1, MAX_CANDIDATES))
def test_no_more_are_followed_or_found_than_asked_for(words: dict[str, float], width: int) -> None:
    network = Sequences()
    found = searched(words, width, network)
    assert 1 <= len(found.ended) <= width and network.widest <= width
    assert len({each.state for each in found.ended}) == len(found.ended)
    for each in found.ended:
        assert each.log_probability == pytest.approx(math.log(words[each.state]))


def test_what_is_much_less_likely_is_not_followed() -> None:
    words = {"a": 0.9, "ab": 0.09, "abc": 1e-6}
    assert [each.state for each in searched(words, 8, Sequences(), within=5.0).ended] == ["a", "ab"]
    assert [each.state for each in searched(words, 8, Sequences(), within=math.inf).ended] == ["a", "ab", "abc"]


def test_it_ends_where_nothing_likelier_can_come() -> None:
    network = Sequences()
    found = searched({"a": 0.6, "bbbbb": 0.3}, 1, network)
    assert [each.state for each in found.ended] == ["a"] and max(map(len, network.written.values())) == 2


def test_what_is_too_long_stays_open() -> None:
    found = searched({"a": 0.6, "b" * 20: 0.4}, 4, Sequences())
    assert [each.state for each in found.ended] == ["a"]
    assert [each.state for each in found.open] == ["b" * 8] and not found.is_late


def test_the_clock_ends_a_search() -> None:
    found = searched({"a": 1.0}, 4, Sequences(), deadline=-math.inf)
    assert found.is_late and not found.ended and [each.state for each in found.open] == [""]


def test_what_nothing_may_follow_is_stuck() -> None:
    def following(beginning: Beginning[str]) -> Iterator[Step[str]]:
        if not beginning.state:
            yield Step(beginning, 0, -0.1, "a", False)
            yield Step(beginning, END, -2.0, "", True)

    found = search(Sequences(), PROMPT, "", following, 4, most_tokens=8)
    assert [each.state for each in found.stuck] == ["a"] and [each.state for each in found.ended] == [""]
