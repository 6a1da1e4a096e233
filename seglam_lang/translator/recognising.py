"""Choosing among bodies that are known: which of them would the model write, and of what?

    known   return rows.where(row => row[c3] == _).total(c5)     _ may be s0 or s1
    found   return rows.where(row => row[c3] == s1).total(c5)    log p -0.4

A beam search over the tokens of all of them: a beginning costs one step of the network however many bodies have it.
What is not known is never written, so that no typed parser is needed: whether the names that are chosen go together,
the checker says afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np

from seglam_lang.translator.beams import Beginning, Step, search
from seglam_lang.translator.decode import judged_right
from seglam_lang.translator.sequences import Logits, Network

WIDTH = 10  # beginnings that are followed at a time, and bodies that are found, at most
NOTHING = -1  # the place of a name that is not chosen yet


@dataclass(frozen=True, slots=True)
class Option:
    """A known body: its program tokens to the end by their places, -1 - n for the n-th parameter, and the places of the
    names that each parameter may be.
    """

    tokens: tuple[int, ...]
    names: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the model would write: which option, with what names, how likely. `critic` is as that of a draft."""

    option: int
    names: tuple[int, ...]
    log_probability: float
    critic: float | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """An option that a beginning may be one of: the names that are chosen, and how many of its tokens are read."""

    option: int
    names: tuple[int, ...]
    position: int = 0


_Readings: TypeAlias = tuple[_Reading, ...]


@dataclass(frozen=True)
class Recogniser:
    """Chooses by a network. `judgements` are the places of RIGHT and WRONG, None where the model has not learned to
    judge.
    """

    network: Network
    judgements: tuple[int, int] | None = None

    def choose(self, prompt: Sequence[int], options: Sequence[Option]) -> list[Found]:
        """Return what the model would write of the options, the likeliest first: WIDTH at most."""
        start = tuple(_Reading(at, (NOTHING,) * len(each.names)) for at, each in enumerate(options))
        longest = max((len(each.tokens) for each in options), default=0)
        searched = search(self.network, prompt, start, partial(_following, options), WIDTH, longest)
        return [
            Found(reading.option, reading.names, each.log_probability, self._judged(each.logits))
            for each in searched.ended
            for reading in each.state
        ][:WIDTH]

    def _judged(self, logits: Logits) -> float | None:
        return judged_right(logits, self.judgements) if self.judgements else None


def _following(options: Sequence[Option], beginning: Beginning[_Readings]) -> Iterator[Step[_Readings]]:
    """Yield the tokens that may follow, each with what the beginning is then one of."""
    shifted = beginning.logits - beginning.logits.max()
    chances = shifted - np.log(np.exp(shifted).sum())
    found: dict[int, list[_Reading]] = {}
    for reading in beginning.state:
        for token, names in _read_on(reading, options[reading.option]):
            after = replace(reading, names=names, position=reading.position + 1)
            found.setdefault(token, []).append(after)
    for token, readings in found.items():
        first = readings[0]  # all end with one token, which stands nowhere else
        ends = first.position == len(options[first.option].tokens)
        yield Step(beginning, token, beginning.log_probability + float(chances[token]), tuple(readings), ends)


def _read_on(reading: _Reading, option: Option) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the next token of an option, with the names that are chosen then: no name stands for two parameters."""
    token = option.tokens[reading.position]
    if token >= 0:
        yield token, reading.names
        return
    place = -1 - token
    if reading.names[place] != NOTHING:
        yield reading.names[place], reading.names
        return
    for name in option.names[place]:
        if name not in reading.names:
            yield name, (*reading.names[:place], name, *reading.names[place + 1 :])
