"""Beam search (Lowerre 1976): the likeliest of what may be written.

    return rows.where(          log p -0.1
    return rows.group_by(       log p -2.9
    return rows.count(          log p -3.4

At each step the likeliest beginnings are kept, of whatever they may become, until none of them can come to anything
that is likelier than what has ended. A beginning costs one step of the network. What may follow one is said by who
searches.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from seglam_lang.translator.messages import MAX_CANDIDATES
from seglam_lang.translator.sequences import Logits, Move, Network

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Beginning(Generic[State]):
    """What has been written in a sequence of the network, as who searches sees it, and how likely that is; `logits` are
    those of what comes next.
    """

    sequence: int
    logits: Logits
    log_probability: float
    state: State


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """A token that may follow a beginning; how likely all is then, and what is written; whether it `ends` there."""

    beginning: Beginning[State]
    token: int
    log_probability: float
    state: State
    ends: bool


@dataclass(slots=True)
class Searched(Generic[State]):
    """What a search comes to: what has ended, the likeliest first; what nothing may follow; and what was still open
    when the search ended, by the clock (then it `is_late`) or by the number of tokens.
    """

    ended: list[Beginning[State]]
    stuck: list[Beginning[State]]
    open: list[Beginning[State]]
    is_late: bool = False


def search(
    network: Network,
    prompt: Sequence[int],
    start: State,
    following: Callable[[Beginning[State]], Iterable[Step[State]]],
    width: int,
    most_tokens: int,
    deadline: float = math.inf,
    within: float = math.inf,
) -> Searched[State]:
    """Return the likeliest, `width` at most, of what begins with a prompt: of so many tokens, by a time of the
    monotonic clock. What is less likely than the likeliest by more than `within`, in logarithms, is not followed.
    """
    found = Searched([], [], [Beginning(0, network.prefill(prompt), 0.0, start)])
    free = list(range(MAX_CANDIDATES - 1, 0, -1))
    for position in range(len(prompt), len(prompt) + most_tokens):
        steps: list[Step[State]] = []
        for beginning in found.open:
            if time.monotonic() > deadline:  # one step of a model that is unsure may take long
                found.is_late = True
                break
            after = list(following(beginning))
            steps += after
            found.stuck += [] if after else [beginning]
        if found.is_late or not found.open:
            break
        steps = _likeliest(steps, found.ended, width, within)
        advanced = _advanced(network, found.open, steps, free, position) if steps else []
        found.open = []
        for step, beginning in zip(steps, advanced, strict=True):
            (found.ended if step.ends else found.open).append(beginning)
            free += [beginning.sequence] if step.ends else []
    found.ended = sorted(found.ended, key=lambda each: -each.log_probability)[:width]
    return found


def _likeliest(
    steps: Sequence[Step[State]], ended: Sequence[Beginning[State]], width: int, within: float
) -> list[Step[State]]:
    """Return the likeliest steps, without those that are less likely than what is sought."""
    chances = sorted((each.log_probability for each in ended), reverse=True)
    least = chances[0] - within if chances else -math.inf
    if len(chances) >= width:
        least = max(least, chances[width - 1])
    likely = sorted(steps, key=lambda step: -step.log_probability)[:width]
    return [step for step in likely if step.log_probability > least]


def _advanced(
    network: Network, live: Sequence[Beginning[State]], steps: Sequence[Step[State]], free: list[int], position: int
) -> list[Beginning[State]]:
    """Return the beginnings after their steps, in order; sequences that are no longer used return to `free`.

    Its likeliest step a beginning takes in its own sequence, each further one in a new one.
    """
    used = {step.beginning.sequence for step in steps}
    free += [each.sequence for each in live if each.sequence not in used]
    moves: list[Move] = []
    for step in steps:
        sequence = own = step.beginning.sequence
        if own in used:
            used.remove(own)
        else:
            network.fork(own, sequence := free.pop())
        moves.append(Move(sequence, step.token, position))
    return [
        Beginning(move.sequence, logits, step.log_probability, step.state)
        for step, move, logits in zip(steps, moves, network.step(moves), strict=True)
    ]
