"""Choosing among bodies that are known: which of them would the model write, and of what?

    known   return rows.where(row => row[c3] == _).total(c5)     _ may be s0 or s1
    found   return rows.where(row => row[c3] == s1).total(c5)    log p -0.4

A beam search (Lowerre 1976) over the tokens of all of them: at each step the likeliest beginnings are kept, of whatever
body, and a beginning costs one step of the network however many bodies have it. What is not known is never written, so
that no typed parser is needed: whether the names that are chosen go together, the checker says afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seglam_lang.translator.decode import Logits, Move, Network, judged_right
from seglam_lang.translator.messages import MAX_CANDIDATES

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


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What one or more bodies begin with, in a sequence of the network; `logits` are those of what comes next."""

    sequence: int
    logits: Logits
    log_probability: float
    readings: tuple[_Reading, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A token that may follow a beginning (its place among those that are live)."""

    beginning: int
    token: int
    log_probability: float
    readings: tuple[_Reading, ...]


@dataclass(frozen=True)
class Recogniser:
    """Chooses by a network. `judgements` are the places of RIGHT and WRONG, None where the model has not learned to
    judge.
    """

    network: Network
    judgements: tuple[int, int] | None = None

    def choose(self, prompt: Sequence[int], options: Sequence[Option]) -> list[Found]:
        """Return what the model would write of the options, the likeliest first: WIDTH at most."""
        readings = tuple(_Reading(at, (NOTHING,) * len(each.names)) for at, each in enumerate(options))
        live = [_Beginning(0, self.network.prefill(prompt), 0.0, readings)]
        free = list(range(MAX_CANDIDATES - 1, 0, -1))
        found: list[Found] = []
        for position in range(len(prompt), len(prompt) + max((len(each.tokens) for each in options), default=0)):
            steps = _likeliest(live, options, found)
            followed = self._followed(live, steps, free, position) if steps else []
            live = []
            for each in followed:
                first = each.readings[0]
                if first.position < len(options[first.option].tokens):
                    live.append(each)
                    continue
                judged = judged_right(each.logits, self.judgements) if self.judgements else None
                found += [Found(one.option, one.names, each.log_probability, judged) for one in each.readings]
                free.append(each.sequence)
        return sorted(found, key=lambda each: -each.log_probability)[:WIDTH]

    def _followed(
        self, live: Sequence[_Beginning], steps: Sequence[_Step], free: list[int], position: int
    ) -> list[_Beginning]:
        """Return the beginnings with the tokens that follow them; sequences that are no longer used return to `free`.

        Its first token a beginning takes in its own sequence, each further one in a new one.
        """
        following = [[step for step in steps if step.beginning == at] for at in range(len(live))]
        free += [beginning.sequence for beginning, after in zip(live, following, strict=True) if not after]
        moves: list[Move] = []
        for beginning, after in zip(live, following, strict=True):
            sequences = [beginning.sequence, *(free.pop() for _ in after[1:])]
            for sequence in sequences[1:]:
                self.network.fork(beginning.sequence, sequence)
            moves += [Move(sequence, step.token, position) for sequence, step in zip(sequences, after, strict=False)]
        taken = sorted(steps, key=lambda step: step.beginning)
        return [
            _Beginning(move.sequence, logits, step.log_probability, step.readings)
            for move, step, logits in zip(moves, taken, self.network.step(moves), strict=True)
        ]


def _likeliest(live: Sequence[_Beginning], options: Sequence[Option], found: Sequence[Found]) -> list[_Step]:
    """Return the likeliest steps from what is live, without those that are less likely than WIDTH found bodies."""
    steps: list[_Step] = []
    for at, beginning in enumerate(live):
        shifted = beginning.logits - beginning.logits.max()
        chances = shifted - np.log(np.exp(shifted).sum())
        for token, readings in _following(beginning, options).items():
            steps.append(_Step(at, token, beginning.log_probability + float(chances[token]), tuple(readings)))
    steps.sort(key=lambda step: -step.log_probability)
    likely = sorted((each.log_probability for each in found), reverse=True)
    least = likely[WIDTH - 1] if len(likely) >= WIDTH else float("-inf")
    return [step for step in steps[:WIDTH] if step.log_probability > least]


def _following(beginning: _Beginning, options: Sequence[Option]) -> dict[int, list[_Reading]]:
    """Return the tokens that may follow, each with what the beginning is then one of."""
    found: dict[int, list[_Reading]] = {}
    for reading in beginning.readings:
        for token, names in _read_on(reading, options[reading.option]):
            after = replace(reading, names=names, position=reading.position + 1)
            found.setdefault(token, []).append(after)
    return found


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
