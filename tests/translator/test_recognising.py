"""Choosing among known bodies, over a network of our own making: what is found, how likely it is, and of what names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.translator.recognising import WIDTH, Found, Option, Recogniser
from seglam_lang.translator.sequences import Logits, Move

TOKENS = ("a", "b", "c", "x", "y", "z", "<end>", "<right>", "<wrong>")
PLACES = {token: place for place, token in enumerate(TOKENS)}
JUDGEMENTS = (PLACES["<right>"], PLACES["<wrong>"])
PROMPT = [0, 1, 2]


class Opinion:
    """A network whose opinion of the next token depends on the last one alone; it checks how sequences are used."""

    def __init__(self, after: Mapping[str, Mapping[str, float]]) -> None:
        self.after = after
        self.written: dict[int, tuple[str, ...]] = {}
        self.steps = 0

    def prefill(self, prompt: Sequence[int]) -> Logits:
        self.written = {0: ()}
        return self._of("")

    def fork(self, source: int, target: int) -> None:
        self.written[target] = self.written[source]

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        assert len({move.sequence for move in moves}) == len(moves) <= WIDTH
        self.steps += 1
        for move in moves:
            assert move.position == len(PROMPT) + len(self.written[move.sequence])
            self.written[move.sequence] += (TOKENS[move.token],)
        return [self._of(TOKENS[move.token]) for move in moves]

    def _of(self, last: str) -> Logits:
        known = self.after.get(last, {})
        return np.log(np.array([known.get(token, 1e-6) for token in TOKENS]))


def option(text: str, *names: str) -> Option:
    """`option("a 0 c", "xy")`: a body with a hole for a parameter that may be x or y."""
    parts = [-1 - int(part) if part.isdigit() else PLACES[part] for part in text.split()]
    return Option((*parts, PLACES["<end>"]), tuple(tuple(PLACES[name] for name in each) for each in names))


def choose(network: Opinion, *options: Option) -> list[Found]:
    return Recogniser(network, JUDGEMENTS).choose(PROMPT, options)


def test_the_likeliest_body_comes_first() -> None:
    network = Opinion({"": {"a": 0.9, "b": 0.1}, "a": {"<end>": 1.0}, "b": {"<end>": 1.0}, "<end>": {"<right>": 1.0}})
    found = choose(network, option("b"), option("a"), option("c"))
    assert [each.option for each in found] == [1, 0, 2]
    assert found[0].log_probability == pytest.approx(math.log(0.9), abs=1e-3)
    assert found[0].critic == pytest.approx(1.0, abs=1e-5)


def test_a_parameter_is_the_name_that_the_model_would_write() -> None:
    network = Opinion({"": {"a": 1.0}, "a": {"x": 0.2, "y": 0.7, "z": 0.1}, "y": {"<end>": 1.0}, "x": {"<end>": 1.0}})
    found = choose(network, option("a 0", "xy"))
    assert [each.names for each in found] == [(PLACES["y"],), (PLACES["x"],)]


def test_a_name_stands_for_one_parameter_wherever_that_stands() -> None:
    network = Opinion({token: {"x": 0.6, "y": 0.4} for token in TOKENS})
    found = choose(network, option("a 0 1 0", "xy", "xy"))
    assert {each.names for each in found} == {(PLACES["x"], PLACES["y"]), (PLACES["y"], PLACES["x"])}


def test_there_is_nothing_without_options() -> None:
    assert choose(Opinion({})) == []


def test_what_begins_alike_is_read_once() -> None:
    network = Opinion({"": {"a": 1.0}, "a": {"b": 0.5, "c": 0.5}})
    choose(network, option("a b"), option("a c"))
    assert network.steps == 3  # a; b and c; the ends of both


BODY = st.lists(st.sampled_from(["a", "b", "c", "0", "1"]), min_size=1, max_size=5).map(" ".join)


@given(st.lists(BODY, min_size=1, max_size=30))
def test_what_is_found_is_an_option_with_names_that_it_may_have(bodies: list[str]) -> None:
    network = Opinion({last: {token: 1 / (2 + mixed(last + token)) for token in TOKENS} for last in ("", *TOKENS)})
    options = [option(body, "xy", "yz") for body in bodies]
    found = choose(network, *options)
    assert found
    assert len(found) <= WIDTH
    assert [each.log_probability for each in found] == sorted((each.log_probability for each in found), reverse=True)
    for each in found:
        body = bodies[each.option].split()
        for place, allowed in enumerate(options[each.option].names):
            chosen = each.names[place]
            assert (chosen in allowed) if str(place) in body else chosen == -1
        if {"0", "1"} <= {*body}:
            assert len(set(each.names)) == 2


def mixed(text: str) -> int:
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(text)) % 9
