"""`Failure`: the only way in which a run ends without a value."""

from __future__ import annotations

from typing import Any

# The codes that are looked for: a value that is not known, a statistic of no values, a `check` that does not hold.
BLANK_CELL = "blank-cell"
EMPTY = "empty"
CHECK = "check"


class Failure(Exception):
    """A declared failure: division by zero, average of nothing, a blank cell, out of fuel, a `check` that does not
    hold.

    `code` is stable and in kebab case ("division-by-zero"); `message` is a sentence. `node` is the position of the
    failing call in a preorder walk of the procedure's core (checks, body, ensures), from which a source map finds the
    place, or -1 if it is not known.
    """

    def __init__(self, code: str, message: str, node: int = -1) -> None:
        super().__init__(message)
        self.code, self.message, self.node = code, message, node

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message, self.node)  # so that it can leave a worker process


class NoRoom(Exception):
    """The machine cannot hold what is computed: its memory and its temporary folder are full. The message is a sentence
    for people. It is no Failure: on another machine the same run may succeed."""
