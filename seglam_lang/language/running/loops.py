"""Closures of loops: the states are in slots of the frame, and one slot collects what is yielded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from seglam_lang.language import core
from seglam_lang.language.computing import fuel
from seglam_lang.language.running.closures import Code, Frame
from seglam_lang.language.values import Row, Table


def loop(
    node: core.Loop, items: Code, inits: list[Code], until: Code | None, step: Code, size: int, body: Code, number: int
) -> Code:
    """Return the code of a loop. `step` writes the next states to their slots and appends what it yields to the list in
    its slot.

    A round has `size` nodes. A round that cannot be paid fails at the place of the loop.
    """
    item, states, yields = node.item, node.states, node.yields

    def run(frame: Frame) -> Any:
        sequence = _items(items(frame))
        first = [init(frame) for init in inits]
        for slot, value in zip(states, first, strict=True):
            frame[slot] = value
        if yields >= 0:
            frame[yields] = []
        for each in sequence:
            left = frame[-1] - size
            if left < 0:
                raise fuel.out_of_fuel(number)
            frame[-1] = left
            frame[item] = each
            if until is not None and until(frame):
                break
            step(frame)
        if yields >= 0:
            frame[yields] = tuple(frame[yields])
        return body(frame)

    return run


def _items(sequence: Any) -> Iterable[Any]:
    """Return what a loop goes over: the items of a list or the rows of a table."""
    if type(sequence) is Table:
        return (Row(sequence, position) for position in range(sequence.length))
    items: tuple[Any, ...] = sequence
    return items


def end_of_round(node: core.Loop, states: list[Code], yielded: Code | None) -> Code:
    """Return the code that computes all states of the next round before it sets the first."""
    slots, yields = node.states, node.yields
    if len(slots) == 1:
        return _one_state(slots[0], states[0], yields, yielded)

    def run(frame: Frame) -> None:
        values = [state(frame) for state in states]
        if yielded is not None:
            frame[yields].append(yielded(frame))
        for slot, value in zip(slots, values, strict=True):
            frame[slot] = value

    return run


def _one_state(slot: int, state: Code, yields: int, yielded: Code | None) -> Code:
    if yielded is None:

        def set_one(frame: Frame) -> None:
            frame[slot] = state(frame)

        return set_one

    def set_and_yield(frame: Frame) -> None:
        value = state(frame)
        frame[yields].append(yielded(frame))
        frame[slot] = value

    return set_and_yield
